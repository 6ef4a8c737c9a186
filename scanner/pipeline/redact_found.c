#include "pipeline/redact_found.h"

#include "base/alloc.h"
#include "base/sha256.h"
#include "text/container.h"

void stn_redact_found_dispose(struct stn_redact_found *found)
{
    stn_free(found->verdicts);
    *found = (struct stn_redact_found){0};
}

/* Whether a hit is what a finding was made of. */
static bool is_made_of(const struct stn_finding *finding,
                       const struct stn_hit *hit)
{
    return finding->rule == hit->rule &&
           finding->start_byte == hit->secret.start &&
           finding->end_byte == hit->secret.end;
}

/* The finding of a hit: in a capture the one of its value, else the next. */
static const struct stn_finding *finding_of(const struct stn_findings *findings,
                                            const struct stn_hit *hit,
                                            size_t *next)
{
    if (hit->is_capture) {
        const size_t index =
            stn_seen_find(&findings->seen, stn_sha256_u64(hit->value));
        return index < findings->count ? &findings->items[index] : NULL;
    }
    for (size_t i = *next; i < findings->count; i++)
        if (is_made_of(&findings->items[i], hit)) {
            *next = i;
            return &findings->items[i];
        }
    return NULL;
}

static enum stn_redact_verdict verdict_of(const struct stn_hit *hit,
                                          const struct stn_finding *finding,
                                          enum stn_severity least)
{
    if (hit->rule->category != STN_CATEGORY_SECRET || hit->severity < least)
        return STN_REDACT_MINOR;
    if (finding != NULL && finding->status == STN_ALLOWED)
        return STN_REDACT_ALLOWED;
    return STN_REDACT_TARGET;
}

static void find_verdicts(struct stn_redact_found *found,
                          const struct stn_findings *findings,
                          enum stn_severity least)
{
    size_t next = 0;

    for (size_t i = 0; i < found->count; i++) {
        const struct stn_hit *hit = &found->hits[i];
        found->verdicts[i] =
            verdict_of(hit, finding_of(findings, hit, &next), least);
        found->targets += found->verdicts[i] == STN_REDACT_TARGET;
    }
}

/* Ask the policy, which judges findings. */
static enum stn_status judge(struct stn_redact_found *found,
                             const struct stn_policy *policy,
                             enum stn_severity least, struct stn_error *err)
{
    struct stn_findings findings = {0};
    struct stn_lines *lines = NULL;
    enum stn_status status;

    found->verdicts = stn_calloc(found->count, sizeof(*found->verdicts));
    if (found->verdicts == NULL)
        return stn_fail_memory(err);
    status = stn_lines_new(&lines, &found->text, err);
    if (status < 0)
        return status;
    status = stn_findings_add(&findings, &found->text, lines, found->hits,
                              found->count, err);
    if (status >= 0)
        status = stn_policy_judge_text(policy, &findings, 0, &found->text,
                                       lines, err);
    for (size_t i = 0; i < findings.count && status >= 0; i++)
        status = stn_policy_judge(policy, &findings.items[i]);
    if (status >= 0)
        find_verdicts(found, &findings, least);
    stn_findings_dispose(&findings);
    stn_lines_free(lines);
    return status;
}

enum stn_status stn_redact_find(struct stn_redact_found *out,
                                struct stn_worker *worker, struct stn_str name,
                                struct stn_str bytes, enum stn_severity least,
                                struct stn_error *err)
{
    struct stn_captured captured;

    out->text.path = name;
    out->text.bytes = bytes;
    out->class = stn_text_classify(bytes);
    if (out->class == STN_TEXT_BINARY && !stn_text_is_container(bytes)) {
        out->is_binary = true;
        return STN_OK;
    }
    enum stn_status status = stn_plain_segment(worker->plain, &out->text,
                                               out->class, &out->root, err);
    if (status >= 0)
        status = stn_capture_scan(&worker->capture, &out->text, &out->root,
                                  &worker->found, &captured, err);
    if (status < 0 || captured.count == 0)
        return status;
    out->hits = captured.hits;
    out->count = captured.count;
    return judge(out, worker->scanner->policy, least, err);
}
