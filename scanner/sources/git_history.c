#include <stdatomic.h>

#include "base/alloc.h"
#include "base/cache.h"
#include "sources/git.h"
#include "sources/git_history_state.h"
#include "sources/git_what.h"
#include "text/container.h"

/* Objects a worker takes at a time: a run of them shares its delta bases. */
#define CHUNK_OBJECTS 512

struct history_worker {
    struct stn_git_history *history;
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
    struct stn_git_history *history = state;

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
static enum stn_status plan_packages(struct stn_git_history *history,
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
    struct stn_git_history *history = stn_calloc(1, sizeof(*history));
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
    struct stn_git_history *history = state;
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
    struct stn_git_history *history = worker->history;
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
static bool is_known_clean(const struct stn_git_history *history,
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
    struct stn_git_history *history = worker->history;
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
    struct stn_git_history *history = worker->history;
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

/* Take off what was read and is not part of this history; and messages, which
 * are counted as commits. */
static void uncount(const struct stn_git_history *history,
                    struct stn_findings *found)
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

static enum stn_status note_edges(struct stn_git_history *history,
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
    struct stn_git_history *history = state;
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
    struct stn_git_history *history = state;

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
    .place = stn_git_history_place,
    .place_else = stn_git_history_place_else,
    .is_gone = stn_git_history_is_gone,
    .finish = finish_history,
    .identify = identify,
    .plant = plant,
    .close = close_history,
};
