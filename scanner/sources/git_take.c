#include <stdio.h>

#include "base/alloc.h"
#include "base/cache.h"
#include "base/limits.h"
#include "sources/git_disk.h"
#include "sources/git_moves.h"
#include "sources/git_plan.h"
#include "sources/git_tree.h"

/* Files taken away that are tried as earlier versions of one that appeared:
 * scanned only when it has findings. */
#define RANKED_MAX 64

struct take {
    struct stn_git_plan *plan;
    struct stn_git_reader reader;
    struct stn_buf file;             /* of the work tree */
    const struct stn_git_item *item; /* the last given */
    struct stn_git_moves moves;      /* of the commit last asked for */
    git_oid ranked[RANKED_MAX];      /* for `item`, the likeliest first */
    size_t ranked_count;
    bool is_ranked;
    struct stn_git_go_worker go;
};

enum stn_status stn_git_take_open(void **worker, void *state,
                                  struct stn_error *err)
{
    struct stn_git_plan *plan = state;
    struct take *take = stn_calloc(1, sizeof(*take));

    if (take == NULL)
        return stn_fail_memory(err);
    take->plan = plan;
    stn_buf_init(&take->file, (size_t)plan->repo.options.max_text_bytes);
    enum stn_status status =
        stn_git_reader_open(&take->reader, &plan->repo, err);
    if (status < 0) {
        stn_git_take_close(take);
        return status;
    }
    *worker = take;
    return STN_OK;
}

void stn_git_take_close(void *worker)
{
    struct take *take = worker;

    if (take == NULL)
        return;
    stn_git_reader_close(&take->reader);
    stn_buf_dispose(&take->file);
    stn_git_moves_dispose(&take->moves);
    stn_git_go_worker_dispose(&take->go);
    stn_free(take);
}

static enum stn_status read_message(struct take *take, const git_oid *id,
                                    struct stn_str *bytes,
                                    struct stn_git_refusal *refusal,
                                    struct stn_error *err)
{
    struct stn_git_message message;
    git_object_t type;
    enum stn_status status =
        stn_git_reader_look(&take->reader, id, &type, refusal, err);

    if (status == STN_OK)
        status = stn_git_reader_read(&take->reader, id, bytes, refusal, err);
    if (status != STN_OK)
        return status;
    /* One that is malformed is scanned whole. */
    if (type == GIT_OBJECT_TAG)
        (void)stn_git_tag_parse(&message, *bytes);
    else
        (void)stn_git_commit_parse(&message, *bytes);
    *bytes = message.text;
    return STN_OK;
}

static enum stn_status read_item(struct take *take,
                                 const struct stn_git_item *item,
                                 struct stn_str *bytes,
                                 struct stn_git_refusal *refusal,
                                 struct stn_error *err)
{
    enum stn_status status;

    switch ((enum stn_git_item_kind)item->kind) {
    case STN_GIT_ITEM_MESSAGE:
    case STN_GIT_ITEM_TAG:
        return read_message(take, &item->id, bytes, refusal, err);
    case STN_GIT_ITEM_FILE:
        status = stn_git_disk_read(&take->file, take->plan->work_fd, item->path,
                                   refusal, err);
        *bytes = stn_buf_str(&take->file);
        return status;
    case STN_GIT_ITEM_BLOB:
        break;
    }
    return stn_git_reader_file(&take->reader, &item->id, bytes, refusal, err);
}

static enum stn_status skip_item(const struct take *take,
                                 const struct stn_git_item *item,
                                 const struct stn_git_refusal *refusal,
                                 struct stn_findings *skips,
                                 struct stn_error *err)
{
    char hex[STN_GIT_HEX_BYTES] = "";

    if (item->commit != STN_GIT_NONE)
        stn_git_hex(hex, &take->plan->commits.items[item->commit].id);
    return stn_findings_skip(skips,
                             &(struct stn_skip){
                                 .reason = refusal->reason,
                                 .file = item->path,
                                 .commit = stn_str_of(hex),
                                 .detail = stn_str_of(refusal->detail),
                                 .bytes = refusal->bytes,
                             },
                             err);
}

/* How many earlier versions there may be. */
static size_t count_before(const struct stn_git_plan *plan,
                           const struct stn_git_item *item)
{
    if (!item->is_added)
        return item->before_count;
    /* What a commit took away is found when it is asked for. */
    if (item->commit != STN_GIT_NONE)
        return RANKED_MAX;
    return plan->gone.count < RANKED_MAX ? plan->gone.count : RANKED_MAX;
}

/* A message that is binary is not scanned, and so is not counted at all. */
static void count_message(struct stn_git_plan *plan, struct stn_str bytes)
{
    if (stn_text_classify(bytes) == STN_TEXT_BINARY)
        return;
    atomic_fetch_add_explicit(&plan->messages, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&plan->message_bytes, bytes.len,
                              memory_order_relaxed);
}

/* Whether the cache knows the object of an item; then it counts as scanned.
 * Messages are counted as commits. */
static bool is_known_clean(const struct stn_git_plan *plan,
                           const struct stn_git_item *item,
                           struct stn_findings *found)
{
    const struct stn_cache *cache = plan->repo.options.cache;
    uint32_t size;

    if (cache == NULL || item->kind == STN_GIT_ITEM_FILE ||
        !stn_cache_find(cache, item->id.id, &size))
        return false;
    if (item->kind == STN_GIT_ITEM_BLOB) {
        found->texts++;
        found->bytes += size;
        found->cached++;
    }
    return true;
}

/* The id of what bytes are all of; NULL: they are of no object. */
static const unsigned char *object_of(const struct take *take,
                                      const struct stn_git_item *item,
                                      struct stn_str bytes)
{
    return item->kind != STN_GIT_ITEM_FILE &&
                   stn_git_reader_has_own(&take->reader, bytes)
               ? item->id.id
               : NULL;
}

enum stn_status stn_git_take_next(void *worker, struct stn_text *text,
                                  struct stn_findings *skips,
                                  struct stn_error *err)
{
    struct take *take = worker;
    struct stn_git_plan *plan = take->plan;
    const _Atomic(bool) *stop = plan->repo.options.stop;

    for (;;) {
        size_t at = atomic_fetch_add(&plan->cursor, 1);
        struct stn_git_refusal refusal;
        struct stn_str bytes;

        if (at >= plan->count ||
            (stop != NULL && atomic_load_explicit(stop, memory_order_relaxed)))
            return STN_DONE;
        uint32_t index = plan->order != NULL ? plan->order[at] : (uint32_t)at;
        const struct stn_git_item *item = &plan->items[index];
        if (!stn_git_plan_takes(plan, item) ||
            is_known_clean(plan, item, skips))
            continue;
        enum stn_status status = read_item(take, item, &bytes, &refusal, err);
        if (status == STN_OK) {
            if (item->kind == STN_GIT_ITEM_MESSAGE ||
                item->kind == STN_GIT_ITEM_TAG)
                count_message(plan, bytes);
            take->item = item;
            take->is_ranked = false;
            *text = (struct stn_text){
                .path = item->path,
                .bytes = bytes,
                .object = object_of(take, item, bytes),
                .id = index,
                .before_count = count_before(plan, item),
            };
            return STN_OK;
        }
        if (status == STN_DONE)
            status = skip_item(take, item, &refusal, skips, err);
        if (status < 0)
            return status;
    }
}

static enum stn_status rank_gone(struct take *take, struct stn_error *err)
{
    const struct stn_git_item *item = take->item;
    const struct stn_git_gone_list *gone = &take->plan->gone;

    if (item->commit != STN_GIT_NONE) {
        enum stn_status status = stn_git_moves_fill(
            &take->moves, take->plan, take->reader.odb, item->commit, err);
        if (status < 0)
            return status;
        gone = &take->moves.gone;
    }
    take->ranked_count = 0;
    for (int wanted = 0; wanted <= 3; wanted++)
        for (size_t i = 0; i < gone->count && take->ranked_count < RANKED_MAX;
             i++)
            if (stn_git_moves_rank(&gone->items[i], item) == wanted)
                take->ranked[take->ranked_count++] = gone->items[i].id;
    take->is_ranked = true;
    return STN_OK;
}

enum stn_status stn_git_take_before(void *worker, size_t index,
                                    struct stn_text *text,
                                    struct stn_error *err)
{
    struct take *take = worker;
    const struct stn_git_item *item = take->item;
    const git_oid *id = NULL;
    struct stn_git_refusal refusal;
    enum stn_status status = STN_OK;

    if (item->is_added) {
        if (!take->is_ranked)
            status = rank_gone(take, err);
        if (status < 0)
            return status;
        if (index < take->ranked_count)
            id = &take->ranked[index];
    } else if (index < item->before_count) {
        id = &take->plan->before[item->first_before + index];
    }
    if (id == NULL)
        return STN_DONE;
    *text = (struct stn_text){.path = item->path};
    return stn_git_reader_file(&take->reader, id, &text->bytes, &refusal, err);
}

enum stn_status stn_git_take_package(void *worker, struct stn_package *package,
                                     struct stn_findings *skips,
                                     struct stn_error *err)
{
    struct take *take = worker;
    struct stn_git_plan *plan = take->plan;

    enum stn_status status = STN_DONE;

    for (struct stn_git_go *go = &plan->go; go != NULL && status == STN_DONE;
         go = go->next)
        status = stn_git_go_next(&take->go, go, &plan->commits, &take->reader,
                                 plan->work_fd, package, skips, err);
    return status;
}

enum stn_status stn_git_take_plant(void *worker, struct stn_str bytes,
                                   struct stn_text *text, struct stn_error *err)
{
    struct take *take = worker;

    *text = (struct stn_text){.id = STN_GIT_NONE};
    return stn_git_reader_plant(&take->reader, bytes, &text->bytes, err);
}
