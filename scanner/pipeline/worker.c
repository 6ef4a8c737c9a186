#include "pipeline/worker.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "findings/line_hash.h"
#include "text/container.h"

enum stn_status stn_worker_init(struct stn_worker *worker,
                                const struct stn_scanner *scanner,
                                struct stn_error *err)
{
    enum stn_status status;

    *worker = (struct stn_worker){.scanner = scanner, .go.scanner = scanner};
    status = stn_scratch_new(&worker->scratch, scanner->matcher, err);
    if (status < 0)
        return status;
    status = stn_plain_new(&worker->plain, err);
    if (status >= 0)
        status =
            stn_capture_init(&worker->capture, scanner, worker->scratch, err);
    if (status < 0)
        stn_worker_dispose(worker);
    return status;
}

void stn_worker_dispose(struct stn_worker *worker)
{
    stn_findings_dispose(&worker->found);
    stn_findings_dispose(&worker->before);
    stn_capture_dispose(&worker->capture);
    stn_go_worker_dispose(&worker->go);
    stn_scratch_free(worker->scratch);
    stn_plain_free(worker->plain);
    stn_free(worker->clean.items);
    *worker = (struct stn_worker){0};
}

/*
 * Match a text, and add what is found to `into`.
 *
 * @param consumed  Set: bytes before it need not come again.
 */
static enum stn_status match_text(struct stn_worker *worker,
                                  const struct stn_text *text,
                                  enum stn_text_class class,
                                  struct stn_findings *into, size_t *consumed,
                                  struct stn_error *err)
{
    struct stn_lines *lines = NULL;
    struct stn_segment segment;
    struct stn_captured captured;
    size_t from = into->count;
    enum stn_status status;

    if (!text->is_continued)
        stn_findings_begin_text(into);
    status = stn_plain_segment(worker->plain, text, class, &segment, err);
    if (status >= 0)
        status = stn_capture_scan(&worker->capture, text, &segment, into,
                                  &captured, err);
    if (status < 0)
        return status;
    *consumed = captured.consumed;
    if (stn_findings_count_again(into, captured.hits, captured.count))
        return STN_OK;
    status = stn_lines_new(&lines, text, err);
    if (status < 0)
        return status;
    status =
        stn_findings_add(into, text, lines, captured.hits, captured.count, err);
    if (status >= 0)
        status = stn_policy_judge_text(worker->scanner->policy, into, from,
                                       text, lines, err);
    if (status >= 0 && worker->scanner->options.line_hashes)
        status = stn_line_hash_findings(into, from, text, captured.hits,
                                        captured.count, err);
    stn_lines_free(lines);
    return status;
}

/* Take off what earlier versions of the text already held. */
static enum stn_status subtract_before(struct stn_worker *worker,
                                       const struct stn_text *text, size_t from,
                                       const struct stn_source *source,
                                       void *handle, struct stn_error *err)
{
    enum stn_status status = STN_OK;

    for (size_t i = 0; i < text->before_count; i++) {
        struct stn_text before = {0};
        size_t unused;

        if (worker->found.count == from)
            break;
        status = source->before(handle, i, &before, err);
        if (status == STN_DONE)
            continue;
        if (status < 0)
            return status;
        enum stn_text_class class = stn_text_classify(before.bytes);
        if (class == STN_TEXT_BINARY && !stn_text_is_container(before.bytes))
            continue;
        status =
            match_text(worker, &before, class, &worker->before, &unused, err);
        if (status >= 0)
            stn_findings_subtract(&worker->found, from, &worker->before);
        stn_findings_dispose(&worker->before);
        if (status < 0)
            return status;
    }
    return STN_OK;
}

/* Of a window count what need not come again. */
static void count_bytes(struct stn_worker *worker, const struct stn_text *text,
                        size_t consumed)
{
    const struct stn_span owned = text->owned;

    if (owned.end == owned.start)
        worker->found.bytes += text->bytes.len;
    else if (consumed > owned.start)
        worker->found.bytes +=
            (consumed < owned.end ? consumed : owned.end) - owned.start;
}

/* All that was skipped till now. */
static uint64_t count_skips(const struct stn_findings *found)
{
    uint64_t sum = 0;

    for (size_t i = 0; i <= STN_SKIP_NOTHING; i++)
        sum += found->skipped[i];
    return sum;
}

/* Note that there is nothing to say of an object, whatever its path. Without
 * memory it will be looked at again. */
static void note_clean(struct stn_worker *worker, const struct stn_text *text)
{
    struct stn_worker_clean *clean = &worker->clean;

    if (worker->capture.gather.is_path_bound ||
        text->bytes.len > STN_TEXT_BYTES_MAX)
        return;
    struct stn_cache_entry *items =
        stn_grow(clean->items, &clean->capacity, clean->count, sizeof(*items));
    if (items == NULL)
        return;
    clean->items = items;
    memcpy(items[clean->count].id, text->object, STN_CACHE_ID_BYTES);
    items[clean->count++].size = (uint32_t)text->bytes.len;
}

enum stn_status stn_worker_scan(struct stn_worker *worker,
                                const struct stn_text *text,
                                const struct stn_source *source, void *handle,
                                struct stn_error *err)
{
    enum stn_text_class class = STN_TEXT_PLAIN;
    const uint64_t skips = count_skips(&worker->found);
    size_t from = worker->found.count;
    size_t consumed;
    enum stn_status status;

    if (!text->is_continued)
        class = stn_text_classify(text->bytes);
    if (class == STN_TEXT_BINARY && !stn_text_is_container(text->bytes))
        return stn_findings_skip(
            &worker->found,
            &(struct stn_skip){.reason = STN_SKIP_BINARY,
                               .file = text->path,
                               .bytes = text->bytes.len,
                               .text_id = text->id,
                               .has_text_id = text->path.len == 0},
            err);
    if (!text->is_continued)
        worker->found.texts++;
    status = match_text(worker, text, class, &worker->found, &consumed, err);
    if (status < 0)
        return status;
    count_bytes(worker, text, consumed);
    if (worker->wants_clean && text->object != NULL &&
        worker->found.count == from && count_skips(&worker->found) == skips)
        note_clean(worker, text);
    if (text->owned.end > text->owned.start && consumed < text->owned.end &&
        source->keep != NULL)
        source->keep(handle, consumed);
    if (worker->found.count == from || text->before_count == 0)
        return STN_OK;
    /* Reading an earlier version ends the text, so nothing of it is used
     * from here on. */
    struct stn_text counted = {.before_count = text->before_count};
    return subtract_before(worker, &counted, from, source, handle, err);
}

enum stn_status stn_worker_finds(struct stn_worker *worker,
                                 const struct stn_text *text, bool *out,
                                 struct stn_error *err)
{
    enum stn_text_class class = stn_text_classify(text->bytes);
    enum stn_status status = STN_OK;
    size_t consumed;

    *out = false;
    if (class == STN_TEXT_BINARY)
        return STN_OK;
    status = match_text(worker, text, class, &worker->before, &consumed, err);
    *out = worker->before.count > 0;
    stn_findings_dispose(&worker->before);
    return status;
}
