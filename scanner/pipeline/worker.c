#include "pipeline/worker.h"

#include "base/alloc.h"
#include "ruleset/rule_paths.h"

enum stn_status stn_worker_init(struct stn_worker *worker,
                                const struct stn_scanner *scanner,
                                struct stn_error *err)
{
    enum stn_status status;

    *worker = (struct stn_worker){.scanner = scanner};
    status = stn_scratch_new(&worker->scratch, scanner->matcher, err);
    if (status < 0)
        return status;
    status = stn_plain_new(&worker->plain, err);
    if (status < 0)
        stn_worker_dispose(worker);
    return status;
}

void stn_worker_dispose(struct stn_worker *worker)
{
    stn_findings_dispose(&worker->found);
    stn_findings_dispose(&worker->before);
    stn_scratch_free(worker->scratch);
    stn_plain_free(worker->plain);
    stn_free(worker->hits);
    *worker = (struct stn_worker){0};
}

/* Record what the matcher could not finish. */
static enum stn_status record_limits(struct stn_worker *worker,
                                     const struct stn_text *text,
                                     const struct stn_matches *matches,
                                     struct stn_error *err)
{
    struct stn_skip skip = {.file = text->path,
                            .bytes = text->bytes.len,
                            .text_id = text->id,
                            .has_text_id = text->path.len == 0};
    enum stn_status status;

    for (size_t i = 0; i < matches->gave_up_count; i++) {
        const struct stn_rule *rule =
            &worker->scanner->ruleset.rules[matches->gave_up[i]];
        skip.reason = STN_SKIP_REGEX_LIMIT;
        skip.detail = stn_str_of(rule->info.id);
        status = stn_findings_skip(&worker->found, &skip, err);
        if (status < 0)
            return status;
    }
    if (!matches->is_flooded)
        return STN_OK;
    skip.reason = STN_SKIP_TOO_MANY;
    skip.detail = STN_STR("more matches than are kept of one text");
    return stn_findings_skip(&worker->found, &skip, err);
}

/* Turn a match into a hit of the text. false if the window does not own it, or
 * the rule does not look at the path; an unknown path passes, and is judged
 * once it is placed. */
static bool is_hit(const struct stn_worker *worker, const struct stn_text *text,
                   const struct stn_segment *segment,
                   const struct stn_match *match, struct stn_hit *hit)
{
    const struct stn_rule *rule = &worker->scanner->ruleset.rules[match->rule];

    *hit = (struct stn_hit){
        .rule = &rule->info,
        .severity = match->severity,
        .secret = stn_segment_origin(segment, match->secret),
        .value =
            stn_str_sub(segment->bytes, match->secret.start, match->secret.end),
        .location = segment->place,
        .evidence_count = match->evidence_count,
    };
    memcpy(hit->evidence, match->evidence, sizeof(hit->evidence));
    if (text->owned.end > text->owned.start &&
        (hit->secret.start < text->owned.start ||
         hit->secret.start >= text->owned.end))
        return false;
    return text->path.len == 0 || stn_rule_covers(rule, text->path);
}

static enum stn_status make_hits(struct stn_worker *worker,
                                 const struct stn_text *text,
                                 const struct stn_segment *segment,
                                 const struct stn_matches *matches,
                                 size_t *count, struct stn_error *err)
{
    *count = 0;
    for (size_t i = 0; i < matches->count; i++) {
        struct stn_hit *grown = stn_grow(worker->hits, &worker->hit_capacity,
                                         *count, sizeof(*worker->hits));
        if (grown == NULL)
            return stn_fail_memory(err);
        worker->hits = grown;
        if (is_hit(worker, text, segment, &matches->items[i],
                   &worker->hits[*count]))
            (*count)++;
    }
    return STN_OK;
}

/* Match a text, and add what is found to `into`. */
static enum stn_status match_text(struct stn_worker *worker,
                                  const struct stn_text *text,
                                  enum stn_text_class class,
                                  struct stn_findings *into,
                                  struct stn_error *err)
{
    struct stn_lines *lines = NULL;
    struct stn_segment segment;
    struct stn_matches matches;
    size_t count;
    size_t from = into->count;
    enum stn_status status;

    status = stn_plain_segment(worker->plain, text, class, &segment, err);
    if (status < 0)
        return status;
    status = stn_matcher_scan(worker->scanner->matcher, worker->scratch,
                              &segment, &matches, err);
    if (status < 0)
        return status;
    if (matches.gave_up_count > 0 || matches.is_flooded) {
        status = record_limits(worker, text, &matches, err);
        if (status < 0)
            return status;
    }
    if (matches.count == 0)
        return STN_OK;

    status = make_hits(worker, text, &segment, &matches, &count, err);
    if (status < 0 || count == 0)
        return status;
    status = stn_lines_new(&lines, text, err);
    if (status < 0)
        return status;
    status = stn_findings_add(into, text, lines, worker->hits, count, err);
    if (status >= 0)
        status = stn_policy_judge_text(worker->scanner->policy, into, from,
                                       text, lines, err);
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

        if (worker->found.count == from)
            break;
        status = source->before(handle, i, &before, err);
        if (status == STN_DONE)
            continue;
        if (status < 0)
            return status;
        enum stn_text_class class = stn_text_classify(before.bytes);
        if (class == STN_TEXT_BINARY)
            continue;
        status = match_text(worker, &before, class, &worker->before, err);
        if (status >= 0)
            stn_findings_subtract(&worker->found, from, &worker->before);
        stn_findings_dispose(&worker->before);
        if (status < 0)
            return status;
    }
    return STN_OK;
}

enum stn_status stn_worker_scan(struct stn_worker *worker,
                                const struct stn_text *text,
                                const struct stn_source *source, void *handle,
                                struct stn_error *err)
{
    enum stn_text_class class = STN_TEXT_PLAIN;
    size_t from = worker->found.count;
    enum stn_status status;

    if (!text->is_continued)
        class = stn_text_classify(text->bytes);
    if (class == STN_TEXT_BINARY)
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
    worker->found.bytes += text->owned.end > text->owned.start
                               ? text->owned.end - text->owned.start
                               : text->bytes.len;
    status = match_text(worker, text, class, &worker->found, err);
    if (status < 0 || worker->found.count == from || text->before_count == 0)
        return status;
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

    *out = false;
    if (class == STN_TEXT_BINARY)
        return STN_OK;
    status = match_text(worker, text, class, &worker->before, err);
    *out = worker->before.count > 0;
    stn_findings_dispose(&worker->before);
    return status;
}
