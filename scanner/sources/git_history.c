#include <stdatomic.h>
#include <stdio.h>

#include "base/alloc.h"
#include "base/cache.h"
#include "sources/git.h"
#include "sources/git_changes.h"
#include "sources/git_elsewhere.h"
#include "sources/git_go.h"
#include "sources/git_place.h"
#include "sources/git_walk.h"
#include "sources/git_what.h"
#include "text/container.h"

/* Objects a worker takes at a time: a run of them shares its delta bases. */
#define CHUNK_OBJECTS 512

/*
 * Every object is read once, in the order of the packs, reachable or not: which
 * of them are, one worker finds out beside the others, and it is joined when
 * all are done.
 */
struct history {
    struct stn_git_repo repo;
    struct stn_git_tips tips;
    struct stn_git_notes notes;
    struct stn_git_objects objects;
    struct stn_git_commits commits;
    atomic_size_t cursor;      /* of objects.order */
    atomic_bool is_walk_taken; /* by a worker */
    atomic_bool is_walked;     /* to the end */
    struct stn_git_elsewhere elsewhere;
    struct stn_git_placer placer;
    struct stn_git_path path;
    struct stn_git_go go; /* of HEAD, if packages are wanted */
    git_oid head;         /* its tree, once it was asked for */
    bool has_head;
};

struct history_worker {
    struct history *history;
    struct stn_git_reader reader;
    size_t at, end; /* of the chunk */
    struct stn_git_go_worker go;
};

static bool serves_history(const struct stn_target *target)
{
    return target->kind == STN_TARGET_HISTORY;
}

static void close_history(void *state)
{
    struct history *history = state;

    if (history == NULL)
        return;
    stn_git_elsewhere_dispose(&history->elsewhere);
    stn_git_go_dispose(&history->go);
    stn_git_commits_dispose(&history->commits);
    stn_git_objects_dispose(&history->objects);
    stn_git_notes_dispose(&history->notes);
    stn_git_tips_dispose(&history->tips);
    stn_git_repo_close(&history->repo);
    stn_free(history);
}

/* Go is checked as it is, not as it was. */
static enum stn_status plan_packages(struct history *history,
                                     struct stn_error *err)
{
    git_oid head;
    enum stn_status status = stn_git_repo_head(&head, &history->repo, err);

    history->go.shard = history->repo.options.shard;
    /* A repository may have refs and no HEAD. */
    if (status != STN_OK)
        return status == STN_ENOMEM ? status : STN_OK;
    return stn_git_go_plan_tree(&history->go, &history->repo, &head, err);
}

static enum stn_status open_history(void **state,
                                    const struct stn_source_options *options,
                                    struct stn_error *err)
{
    struct history *history = stn_calloc(1, sizeof(*history));
    enum stn_status status;

    if (history == NULL)
        return stn_fail_memory(err);
    status = stn_git_repo_open(&history->repo, options, err);
    /* Refs before objects: what is pushed meanwhile is not missed. */
    if (status >= 0)
        status = stn_git_tips_gather(&history->tips, &history->repo,
                                     options->target->all_refs, &history->notes,
                                     err);
    if (status >= 0)
        status = stn_git_objects_load(&history->objects, &history->repo, err);
    if (status >= 0 && options->wants_packages)
        status = plan_packages(history, err);
    if (status < 0) {
        close_history(history);
        return status;
    }
    *state = history;
    return STN_OK;
}

static void close_worker(void *handle)
{
    struct history_worker *worker = handle;

    if (worker == NULL)
        return;
    stn_git_reader_close(&worker->reader);
    stn_git_go_worker_dispose(&worker->go);
    stn_free(worker);
}

static enum stn_status open_worker(void **handle, void *state,
                                   struct stn_error *err)
{
    struct history *history = state;
    struct history_worker *worker = stn_calloc(1, sizeof(*worker));

    if (worker == NULL)
        return stn_fail_memory(err);
    worker->history = history;
    enum stn_status status =
        stn_git_reader_open(&worker->reader, &history->repo, err);
    if (status < 0) {
        close_worker(worker);
        return status;
    }
    *handle = worker;
    return STN_OK;
}

static enum stn_status run_walk(struct history_worker *worker,
                                struct stn_error *err)
{
    struct history *history = worker->history;
    struct stn_git_walk *walk = stn_calloc(1, sizeof(*walk));

    if (walk == NULL)
        return stn_fail_memory(err);
    walk->repo = &history->repo;
    walk->tips = &history->tips;
    walk->odb = worker->reader.odb;
    walk->objects = &history->objects;
    walk->commits = &history->commits;
    walk->notes = &history->notes;
    enum stn_status status = stn_git_walk_run(walk, err);
    stn_free(walk);
    if (status == STN_OK)
        atomic_store_explicit(&history->is_walked, true, memory_order_release);
    return status == STN_ESTOPPED ? STN_OK : status;
}

static enum stn_status skip_record(uint32_t record,
                                   const struct stn_git_refusal *refusal,
                                   struct stn_findings *skips,
                                   struct stn_error *err)
{
    enum stn_status status =
        stn_findings_skip(skips,
                          &(struct stn_skip){
                              .reason = refusal->reason,
                              .detail = stn_str_of(refusal->detail),
                              .bytes = refusal->bytes,
                              .text_id = record,
                              .has_text_id = true,
                          },
                          err);

    return status < 0 ? status : STN_DONE;
}

/* The bytes of an object that is a text. STN_DONE: it is none, or refused;
 * then its reason is set. */
static enum stn_status read_text(struct stn_git_reader *reader,
                                 const git_oid *id, struct stn_str *bytes,
                                 struct stn_git_refusal *refusal,
                                 struct stn_error *err)
{
    struct stn_git_message message;
    git_object_t type;
    enum stn_status status =
        stn_git_reader_look(reader, id, &type, refusal, err);

    if (status != STN_OK)
        return status;
    if (type == GIT_OBJECT_BLOB)
        return stn_git_reader_blob(reader, id, bytes, refusal, err);
    if (type != GIT_OBJECT_COMMIT && type != GIT_OBJECT_TAG)
        return STN_DONE;
    status = stn_git_reader_read(reader, id, bytes, refusal, err);
    if (status != STN_OK)
        return status;
    /* One that is malformed is scanned whole. */
    if (type == GIT_OBJECT_COMMIT)
        (void)stn_git_commit_parse(&message, *bytes);
    else
        (void)stn_git_tag_parse(&message, *bytes);
    *bytes = message.text;
    return STN_OK;
}

/* Whether the cache knows an object; then it counts as scanned. */
static bool is_known_clean(const struct history *history,
                           struct stn_git_record *record,
                           struct stn_findings *found)
{
    const struct stn_cache *cache = history->repo.options.cache;

    if (cache == NULL || !stn_cache_find(cache, record->id.id, &record->size))
        return false;
    record->is_counted = true;
    record->is_cached = true;
    found->texts++;
    found->bytes += record->size;
    return true;
}

/* Give an object as a text. STN_DONE: it is none. */
static enum stn_status give(struct history_worker *worker, uint32_t index,
                            struct stn_text *text, struct stn_findings *skips,
                            struct stn_error *err)
{
    struct history *history = worker->history;
    struct stn_git_record *record = &history->objects.records[index];
    struct stn_git_refusal refusal = {.detail = ""};
    struct stn_str bytes;

    if (!stn_shard_takes(history->repo.options.shard,
                         stn_shard_number_of_id(record->id.id)))
        return STN_DONE;
    /* Once that is known, what is outside or a tree is not read at all. */
    if (atomic_load_explicit(&history->is_walked, memory_order_acquire)) {
        const unsigned kind = STN_GIT_WALKED | STN_GIT_IS_NO_TREE;
        if ((record->marks & STN_GIT_REACHED) == 0 ||
            (record->marks & kind) == STN_GIT_WALKED)
            return STN_DONE;
    }
    if (is_known_clean(history, record, skips))
        return STN_DONE;
    enum stn_status status =
        read_text(&worker->reader, &record->id, &bytes, &refusal, err);
    if (status == STN_DONE && refusal.detail[0] != '\0')
        return skip_record(index, &refusal, skips, err);
    if (status != STN_OK)
        return status;
    record->size = (uint32_t)bytes.len;
    record->is_counted = stn_text_classify(bytes) != STN_TEXT_BINARY ||
                         stn_text_is_container(bytes);
    *text = (struct stn_text){.bytes = bytes, .id = index};
    if (stn_git_reader_has_own(&worker->reader, bytes))
        text->object = record->id.id;
    return STN_OK;
}

static enum stn_status next_text(void *handle, struct stn_text *text,
                                 struct stn_findings *skips,
                                 struct stn_error *err)
{
    struct history_worker *worker = handle;
    struct history *history = worker->history;
    const _Atomic(bool) *stop = history->repo.options.stop;
    size_t count = history->objects.count;

    if (!atomic_exchange(&history->is_walk_taken, true)) {
        enum stn_status status = run_walk(worker, err);
        if (status < 0)
            return status;
    }
    for (;;) {
        if (stop != NULL && atomic_load_explicit(stop, memory_order_relaxed))
            return STN_DONE;
        if (worker->at == worker->end) {
            size_t start = atomic_fetch_add(&history->cursor, CHUNK_OBJECTS);
            if (start >= count)
                return STN_DONE;
            worker->at = start;
            worker->end =
                count - start < CHUNK_OBJECTS ? count : start + CHUNK_OBJECTS;
        }
        enum stn_status status = give(
            worker, history->objects.order[worker->at++], text, skips, err);
        if (status != STN_DONE)
            return status;
    }
}

static enum stn_status next_package(void *handle, struct stn_package *package,
                                    struct stn_findings *skips,
                                    struct stn_error *err)
{
    struct history_worker *worker = handle;

    return stn_git_go_next(&worker->go, &worker->history->go, NULL,
                           &worker->reader, -1, package, skips, err);
}

/* Where a text is first seen. */
static enum stn_status find_path(struct history *history, uint32_t index,
                                 struct stn_str *path, struct stn_error *err)
{
    const struct stn_git_record *record = &history->objects.records[index];
    char name[STN_GIT_HEX_BYTES + 16];
    char hex[STN_GIT_HEX_BYTES];

    if ((record->marks & STN_GIT_IS_COMMIT) != 0) {
        *path = STN_STR(STN_GIT_COMMIT_MESSAGE);
        return STN_OK;
    }
    if ((record->marks & STN_GIT_IS_TAG) != 0) {
        *path = STN_STR(STN_GIT_TAG_MESSAGE);
        return STN_OK;
    }
    stn_git_path_clear(&history->path);
    enum stn_status status = stn_git_path_climb(
        &history->path, &history->objects, history->repo.odb, index, err);
    if (status < 0)
        return status;
    /* A ref leads right to it; or the walk was stopped before it got there. */
    if (history->path.start == sizeof(history->path.bytes)) {
        snprintf(name, sizeof(name), "(object %s)",
                 stn_git_hex(hex, &record->id));
        stn_git_path_prepend(&history->path, stn_str_of(name));
    }
    *path = stn_git_path_str(&history->path);
    return STN_OK;
}

static enum stn_status fill_commit(struct history *history, uint32_t commit,
                                   const struct stn_git_record *record,
                                   struct stn_place *place,
                                   struct stn_error *err)
{
    const git_oid *id = NULL;
    const git_oid *from = NULL;

    place->order = commit;
    if (commit != STN_GIT_NONE)
        from = id = &history->commits.items[commit].id;
    if ((record->marks & STN_GIT_IS_TAG) != 0)
        from = &record->id;
    if (from == NULL)
        return STN_OK;
    return stn_git_placer_fill(&history->placer, history->repo.odb, id, from,
                               place, err);
}

/* Whether HEAD has a file no longer. */
static bool is_gone(void *state, struct stn_str path)
{
    struct history *history = state;
    git_oid id;

    if (!history->has_head) {
        if (stn_git_repo_head(&id, &history->repo, NULL) != STN_OK ||
            stn_git_commit_tree(&history->head, history->repo.odb, &id) < 0)
            return false;
        history->has_head = true;
    }
    return stn_git_tree_lookup(&id, history->repo.odb, &history->head, path,
                               NULL) == STN_DONE;
}

static bool is_not_skipped(void *payload, struct stn_str path)
{
    const struct history *history = payload;

    return !stn_source_skips(&history->repo.options, path);
}

static enum stn_status
place_else(void *state, uint32_t text_id,
           bool (*accepts)(void *payload, struct stn_str path), void *payload,
           struct stn_place *place, struct stn_error *err)
{
    struct history *history = state;
    struct stn_git_elsewhere *elsewhere = &history->elsewhere;
    const struct stn_git_record *record = &history->objects.records[text_id];

    enum stn_status status =
        stn_git_elsewhere_find(elsewhere, &history->objects, &history->commits,
                               &history->tips, history->repo.odb, err);
    if (status < 0)
        return status;
    *place = (struct stn_place){0};
    for (size_t i = stn_git_elsewhere_first(elsewhere, text_id);
         i < elsewhere->stand_count && elsewhere->stands[i].record == text_id;
         i++) {
        stn_git_elsewhere_path(elsewhere, i, &history->path);
        place->path = stn_git_path_str(&history->path);
        if (accepts(payload, place->path))
            return fill_commit(history, elsewhere->stands[i].commit, record,
                               place, err);
    }
    if (!elsewhere->is_cut)
        return STN_DONE;
    /* Not all paths are known: then it counts. */
    place->path = STN_STR("(one of very many paths)");
    return fill_commit(history, record->commit, record, place, err);
}

static enum stn_status place_text(void *state, uint32_t text_id,
                                  struct stn_place *place,
                                  struct stn_error *err)
{
    struct history *history = state;
    const struct stn_git_record *record = &history->objects.records[text_id];

    *place = (struct stn_place){0};
    place->is_outside = (record->marks & STN_GIT_BROKEN) != 0 ||
                        ((record->marks & STN_GIT_REACHED) == 0 &&
                         atomic_load(&history->is_walked));
    if (place->is_outside)
        return STN_OK;
    enum stn_status status = find_path(history, text_id, &place->path, err);
    if (status < 0)
        return status;
    if (is_not_skipped(history, place->path))
        return fill_commit(history, record->commit, record, place, err);
    status = place_else(state, text_id, is_not_skipped, history, place, err);
    place->is_outside = status == STN_DONE;
    return status < 0 ? status : STN_OK;
}

/* Take off what was read and is not part of this history; and messages, which
 * are counted as commits. */
static void uncount(const struct history *history, struct stn_findings *found)
{
    const unsigned message = STN_GIT_IS_COMMIT | STN_GIT_IS_TAG;
    bool is_walked = atomic_load(&history->is_walked);

    for (uint32_t i = 0; i < history->objects.count; i++) {
        const struct stn_git_record *record = &history->objects.records[i];
        bool is_outside = is_walked && (record->marks & STN_GIT_REACHED) == 0;
        if (!record->is_counted)
            continue;
        if (!is_outside && (record->marks & message) == 0) {
            found->cached += record->is_cached;
            continue;
        }
        found->texts--;
        found->bytes -= record->size;
    }
}

static enum stn_status note_edges(struct history *history,
                                  struct stn_error *err)
{
    size_t shallow = 0;

    for (size_t i = 0; i < history->commits.count; i++)
        shallow += history->commits.items[i].is_shallow;
    if (shallow > 0)
        return stn_git_note_shallow(&history->notes, shallow, err);
    if (history->tips.count == 0 && history->notes.found.skip_count == 0)
        return stn_git_notes_run(&history->notes, STN_SKIP_NOTHING,
                                 "there are no commits yet", err);
    return STN_OK;
}

static enum stn_status finish_history(void *state, struct stn_findings *found,
                                      uint64_t *commits, struct stn_buf *what,
                                      struct stn_error *err)
{
    struct history *history = state;
    const struct stn_target *target = history->repo.options.target;

    uncount(history, found);
    enum stn_status status = note_edges(history, err);
    if (status >= 0)
        status = stn_findings_join(found, &history->notes.found, err);
    if (status < 0)
        return status;
    *commits = history->commits.count;
    stn_buf_printf(what, "history of %s, ",
                   target->all_refs ? "all refs" : "HEAD");
    stn_git_what_count(what, history->commits.count, "commit", "commits");
    return stn_buf_status(what, err);
}

static void identify(void *state, struct stn_sha256 *hash)
{
    struct history *history = state;

    stn_git_tips_identify(&history->tips, hash);
}

static enum stn_status plant(void *handle, struct stn_str bytes,
                             struct stn_text *text, struct stn_error *err)
{
    struct history_worker *worker = handle;

    *text = (struct stn_text){.id = STN_GIT_NONE};
    return stn_git_reader_plant(&worker->reader, bytes, &text->bytes, err);
}

const struct stn_source stn_source_git_history = {
    .name = "git-history",
    .serves = serves_history,
    .open = open_history,
    .worker_open = open_worker,
    .next = next_text,
    .next_package = next_package,
    .worker_close = close_worker,
    .place = place_text,
    .place_else = place_else,
    .is_gone = is_gone,
    .finish = finish_history,
    .identify = identify,
    .plant = plant,
    .close = close_history,
};
