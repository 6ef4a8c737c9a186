#include <stdlib.h>

#include "base/alloc.h"
#include "policy/marks.h"
#include "policy/policy.h"

/* A line and its marks, read once for all findings of it. */
struct marked_line {
    struct stn_span span; /* of the text */
    struct stn_str bytes;
    struct stn_marks marks;
    bool is_read;
};

struct judge {
    const struct stn_policy *policy;
    struct stn_findings *findings;
    size_t from;
    const struct stn_text *text;
    const struct stn_lines *lines;
    size_t *reach;            /* the furthest end of the findings up to each */
    struct marked_line own;   /* the line of the finding at hand */
    struct marked_line above; /* the line before it */
};

static void read_marked_line(struct judge *judge, struct marked_line *line,
                             size_t offset)
{
    struct stn_span span = stn_lines_span(judge->lines, offset);

    if (line->is_read && line->span.start == span.start)
        return;
    line->span = span;
    line->bytes = stn_str_sub(judge->text->bytes, span.start, span.end);
    line->is_read = true;
    stn_marks_find(&line->marks, line->bytes);
}

/* A finding's secret, in the text; cut to it. */
static struct stn_span secret_of(const struct judge *judge,
                                 const struct stn_finding *finding)
{
    uint64_t base = judge->text->base_byte;
    size_t length = judge->text->bytes.len;
    struct stn_span span = {0, 0};

    if (finding->start_byte >= base && finding->start_byte - base <= length)
        span.start = (size_t)(finding->start_byte - base);
    if (finding->end_byte >= base)
        span.end = finding->end_byte - base < length
                       ? (size_t)(finding->end_byte - base)
                       : length;
    if (span.end < span.start)
        span.end = span.start;
    return span;
}

static int compare_starts(const void *left, const void *right)
{
    const struct stn_finding *a = left;
    const struct stn_finding *b = right;

    return (a->start_byte > b->start_byte) - (a->start_byte < b->start_byte);
}

/* Order the findings by start, which they nearly always are, and see how far
 * they reach: secrets may lie inside others. */
static enum stn_status measure(struct judge *judge, struct stn_error *err)
{
    struct stn_finding *items = judge->findings->items + judge->from;
    size_t count = judge->findings->count - judge->from;
    size_t reach = 0;

    judge->reach = stn_calloc(count, sizeof(*judge->reach));
    if (judge->reach == NULL)
        return stn_fail_memory(err);
    for (size_t i = 1; i < count; i++) {
        if (items[i - 1].start_byte > items[i].start_byte) {
            qsort(items, count, sizeof(*items), compare_starts);
            break;
        }
    }
    for (size_t i = 0; i < count; i++) {
        size_t end = secret_of(judge, &items[i]).end;
        reach = end > reach ? end : reach;
        judge->reach[i] = reach;
    }
    return STN_OK;
}

/* Whether any finding of the text touches a span of it. */
static bool holds_secret(const struct judge *judge, struct stn_span span)
{
    const struct stn_finding *items = judge->findings->items + judge->from;
    size_t low = 0;
    size_t high = judge->findings->count - judge->from;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (secret_of(judge, &items[middle]).start < span.end)
            low = middle + 1;
        else
            high = middle;
    }
    /* Those before `low` are all that start before the span's end. */
    return low > 0 && judge->reach[low - 1] > span.start;
}

/* A statement may hold comments, and marks in them. */
static bool is_code(const struct stn_finding *finding)
{
    return finding->rule->category == STN_CATEGORY_GO;
}

/* Whether a mark stands in a comment, once the secret is taken out. */
static bool is_commented(const struct stn_mark *mark, size_t line_start,
                         struct stn_span secret)
{
    struct stn_span spans[] = {mark->span, mark->first_opener,
                               mark->last_opener};

    for (size_t i = 0; i < 3; i++) {
        spans[i].start += line_start;
        spans[i].end += line_start;
    }
    return !stn_span_touches(spans[0], secret) &&
           (!stn_span_touches(spans[1], secret) ||
            !stn_span_touches(spans[2], secret));
}

/* The reason as written, unless a secret is in it. */
static enum stn_status set_reason(struct judge *judge,
                                  struct stn_finding *finding,
                                  const struct marked_line *line,
                                  const struct stn_mark *mark,
                                  struct stn_error *err)
{
    struct stn_span span = {line->span.start + mark->reason.start,
                            line->span.start + mark->reason.end};
    struct stn_span secret = secret_of(judge, finding);
    struct stn_str words =
        stn_str_sub(judge->text->bytes, span.start, span.end);
    struct stn_str value =
        stn_str_sub(judge->text->bytes, secret.start, secret.end);

    if (words.len == 0)
        words = stn_str_of(mark->word);
    else if (!is_code(finding) &&
             (holds_secret(judge, span) ||
              (value.len > 0 && stn_str_find(words, value) != SIZE_MAX)))
        words = STN_STR("in line; the reason given holds a secret");
    if (!stn_arena_copy(&judge->findings->arena, &finding->reason, words))
        return stn_fail_memory(err);
    finding->status = STN_ALLOWED;
    finding->is_allowed_in_line = true;
    return STN_OK;
}

/* Whether the marks of a line count: the change did not bring them. */
static bool line_counts(const struct judge *judge,
                        const struct stn_finding *finding,
                        const struct marked_line *line)
{
    const struct stn_text *text = judge->text;

    if (!stn_policy_is_untrusted(judge->policy))
        return true;
    if (!is_code(finding) || text->is_all_touched)
        return false;
    for (size_t i = 0; i < text->touched_count; i++)
        if (stn_span_touches(text->touched[i], line->span))
            return false;
    return true;
}

/* @param is_above  Whether the line is the one before the finding's. */
static enum stn_status apply_marks(struct judge *judge,
                                   struct stn_finding *finding,
                                   const struct marked_line *line,
                                   bool is_above, struct stn_error *err)
{
    struct stn_span secret = secret_of(judge, finding);
    struct stn_str rule = stn_str_of(finding->rule->id);

    if (is_code(finding))
        secret.end = secret.start;

    for (size_t i = 0; i < line->marks.count; i++) {
        const struct stn_mark *mark = &line->marks.items[i];
        bool is_ours =
            is_above ? mark->is_alone && (mark->is_for_next || mark->is_own)
                     : !mark->is_for_next;
        if (!is_ours || !is_commented(mark, line->span.start, secret) ||
            !stn_mark_names(mark, line->bytes, rule))
            continue;
        if (mark->flaw == STN_MARK_GOOD && line_counts(judge, finding, line))
            return set_reason(judge, finding, line, mark, err);
        if (mark->flaw == STN_MARK_GOOD) {
            finding->is_mark_ignored = true;
            stn_finding_add_evidence(finding, STN_EVIDENCE_OWN_ALLOW);
            continue;
        }
        stn_finding_add_evidence(finding, mark->flaw == STN_MARK_NO_REASON
                                              ? "in-line allow without a reason"
                                              : "in-line allow without a rule");
    }
    return STN_OK;
}

static enum stn_status judge_finding(struct judge *judge,
                                     struct stn_finding *finding,
                                     struct stn_error *err)
{
    struct stn_span secret = secret_of(judge, finding);
    enum stn_status status = STN_OK;

    /* A statement's last line is its own, too. */
    if (is_code(finding) && secret.end > secret.start) {
        read_marked_line(judge, &judge->own, secret.end - 1);
        status = apply_marks(judge, finding, &judge->own, false, err);
    }
    read_marked_line(judge, &judge->own, secret.start);
    if (status >= 0 && finding->status != STN_ALLOWED)
        status = apply_marks(judge, finding, &judge->own, false, err);
    if (status < 0 || finding->status == STN_ALLOWED ||
        judge->own.span.start == 0)
        return status;
    read_marked_line(judge, &judge->above, judge->own.span.start - 1);
    return apply_marks(judge, finding, &judge->above, true, err);
}

enum stn_status stn_policy_judge_text(const struct stn_policy *policy,
                                      struct stn_findings *findings,
                                      size_t from, const struct stn_text *text,
                                      const struct stn_lines *lines,
                                      struct stn_error *err)
{
    if (findings->count <= from)
        return STN_OK;
    struct judge *judge = stn_calloc(1, sizeof(*judge));
    if (judge == NULL)
        return stn_fail_memory(err);
    *judge = (struct judge){.policy = policy,
                            .findings = findings,
                            .from = from,
                            .text = text,
                            .lines = lines};
    enum stn_status status = measure(judge, err);
    for (size_t i = from; i < findings->count && status == STN_OK; i++)
        status = judge_finding(judge, &findings->items[i], err);
    stn_free(judge->reach);
    stn_free(judge);
    return status;
}
