#include "pipeline/gather.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "engine/field.h"
#include "ruleset/rule_paths.h"

enum stn_status stn_gather_init(struct stn_gather *gather,
                                const struct stn_scanner *scanner,
                                struct stn_scratch *scratch,
                                struct stn_error *err)
{
    *gather = (struct stn_gather){.scanner = scanner, .scratch = scratch};
    return stn_memo_new(&gather->memo, err);
}

void stn_gather_dispose(struct stn_gather *gather)
{
    for (size_t i = 0; i < STN_GATHER_BASES_MAX; i++)
        stn_anchors_dispose(&gather->bases[i].anchors);
    stn_memo_free(gather->memo);
    stn_arena_dispose(&gather->arena);
    stn_free(gather->items);
    stn_free(gather->hits);
    stn_free(gather->order);
    stn_free(gather->kept);
    *gather = (struct stn_gather){0};
}

/* A skip of the text at hand. */
static struct stn_skip skip_of(const struct stn_gather *gather)
{
    const struct stn_text *text = gather->text;

    return (struct stn_skip){.file = text->path,
                             .bytes = text->bytes.len,
                             .text_id = text->id,
                             .has_text_id = text->path.len == 0};
}

/* From a span of a segment's bytes to the one of its parent's. */
static void step_out(const struct stn_segment *segment, struct stn_span *span)
{
    if (segment->origin != NULL) {
        *span = segment->origin(segment, *span);
    } else if (segment->parent != NULL) {
        const size_t offset =
            (size_t)(segment->bytes.ptr - segment->parent->bytes.ptr);
        span->start += offset;
        span->end += offset;
    }
}

static bool copy_evidence(struct stn_gather *gather,
                          struct stn_gather_item *item,
                          const struct stn_match *match)
{
    for (size_t i = 0; i < match->evidence_count; i++) {
        item->evidence[i] =
            stn_arena_strdup(&gather->arena, stn_str_of(match->evidence[i]));
        if (item->evidence[i] == NULL)
            return false;
    }
    item->evidence_count = match->evidence_count;
    return true;
}

/* Whether all that is in a segment has the same place outside of it. */
static bool is_container(const struct stn_segment *segment)
{
    return segment->origin != NULL && segment->codec != STN_CODEC_UTF16 &&
           segment->codec != STN_CODEC_NONE &&
           !stn_codecs[segment->codec].is_exact;
}

/* Where an item stands in the innermost container around it, or in the text.
 * One that was not handed over as a text is like no other. */
static void find_container(struct stn_gather *gather,
                           const struct stn_segment *segment,
                           struct stn_gather_item *item)
{
    item->inner = item->local;
    for (; segment != NULL && !is_container(segment); segment = segment->parent)
        step_out(segment, &item->inner);
    if (segment == NULL)
        return;
    for (size_t i = gather->base_count; i > 0 && item->container == 0; i--)
        if (gather->bases[i - 1].segment == segment &&
            !gather->bases[i - 1].is_view)
            item->container = gather->bases[i - 1].number;
    if (item->container == 0)
        item->container = ++gather->numbers;
}

static enum stn_status add_item(struct stn_gather *gather,
                                const struct stn_segment *segment,
                                const struct stn_match *match,
                                struct stn_error *err)
{
    struct stn_gather_item *items = stn_grow(gather->items, &gather->capacity,
                                             gather->count, sizeof(*items));

    if (items == NULL)
        return stn_fail_memory(err);
    gather->items = items;
    struct stn_gather_item *item = &items[gather->count];
    *item = (struct stn_gather_item){
        .rule = match->rule,
        .severity = match->severity,
        .span = stn_segment_origin(segment, match->secret),
        .local = match->secret,
        .is_field = segment->kind != STN_SEGMENT_TEXT,
        .cure = segment->parent != NULL ? stn_http_walk_cure_of(gather->walk)
                                        : NULL,
    };
    find_container(gather, segment, item);
    if (!stn_arena_copy(&gather->arena, &item->value,
                        stn_str_sub(segment->bytes, match->secret.start,
                                    match->secret.end)) ||
        !stn_arena_copy(&gather->arena, &item->place, segment->place) ||
        !copy_evidence(gather, item, match))
        return stn_fail_memory(err);
    if (gather->trail != NULL) {
        enum stn_status status = stn_trail_add(
            gather->trail, segment, match->secret, &item->trail, err);
        if (status < 0)
            return status;
    }
    gather->count++;
    return STN_OK;
}

/* Record that no more is kept of a window. */
static enum stn_status record_flood(struct stn_gather *gather,
                                    struct stn_error *err)
{
    struct stn_skip skip = skip_of(gather);

    if (gather->is_flooded)
        return STN_OK;
    gather->is_flooded = true;
    skip.reason = STN_SKIP_TOO_MANY;
    skip.detail = STN_STR("more matches than are kept of one text");
    return stn_findings_skip(gather->skips, &skip, err);
}

/* Record what the matcher could not finish. */
static enum stn_status record_limits(struct stn_gather *gather,
                                     const struct stn_matches *matches,
                                     struct stn_error *err)
{
    struct stn_skip skip = skip_of(gather);
    enum stn_status status;

    for (size_t i = 0; i < matches->gave_up_count; i++) {
        const struct stn_rule *rule =
            &gather->scanner->ruleset.rules[matches->gave_up[i]];
        skip.reason = STN_SKIP_REGEX_LIMIT;
        skip.detail = stn_str_of(rule->info.id);
        status = stn_findings_skip(gather->skips, &skip, err);
        if (status < 0)
            return status;
    }
    return matches->is_flooded ? record_flood(gather, err) : STN_OK;
}

/* Add what holds. An unknown path passes, and is judged once it is placed. */
static enum stn_status add_match(struct stn_gather *gather,
                                 const struct stn_segment *segment,
                                 const struct stn_match *match,
                                 struct stn_error *err)
{
    const struct stn_str path = gather->text->path;

    if (path.len > 0 &&
        !stn_rule_covers(&gather->scanner->ruleset.rules[match->rule], path)) {
        gather->is_path_bound = true;
        return STN_OK;
    }
    if (gather->count >= STN_GATHER_ITEMS_MAX)
        return record_flood(gather, err);
    return add_item(gather, segment, match, err);
}

/* Match a segment, and add what holds. */
static enum stn_status scan_segment(struct stn_gather *gather,
                                    const struct stn_segment *segment,
                                    struct stn_error *err)
{
    struct stn_matches matches;
    enum stn_status status = stn_matcher_scan(
        gather->scanner->matcher, gather->scratch, segment, &matches, err);

    if (status < 0)
        return status;
    if (matches.gave_up_count > 0 || matches.is_flooded)
        status = record_limits(gather, &matches, err);
    for (size_t i = 0; i < matches.count && status >= 0; i++)
        status = add_match(gather, segment, &matches.items[i], err);
    if (segment->kind != STN_SEGMENT_TEXT)
        stn_memo_keep(gather->memo, segment, &matches);
    return status;
}

/* The same for a field, unless it is known what comes of that. */
static enum stn_status scan_field(struct stn_gather *gather,
                                  const struct stn_segment *field,
                                  struct stn_error *err)
{
    const struct stn_memo_entry *known = stn_memo_find(gather->memo, field);
    enum stn_status status = STN_OK;

    if (known == NULL)
        return scan_segment(gather, field, err);
    for (size_t i = 0; i < known->count && status >= 0; i++)
        status = add_match(gather, field, &known->matches[i].match, err);
    return status;
}

/* Scan a text as such, and remember where its literals stand. */
static enum stn_status push_base(struct stn_gather *gather,
                                 const struct stn_segment *segment,
                                 struct stn_error *err)
{
    struct stn_gather_base *base = &gather->bases[gather->base_count];

    if (gather->base_count == STN_GATHER_BASES_MAX)
        return stn_fail(err, STN_ELIMIT, "too many texts inside of each other");
    base->segment = segment;
    base->number = ++gather->numbers;
    base->is_view = false;
    base->first = gather->count;
    gather->base_count++;
    stn_anchors_clear(&base->anchors);
    stn_scratch_set_anchors(gather->scratch, &base->anchors);
    enum stn_status status = scan_segment(gather, segment, err);
    stn_scratch_set_anchors(gather->scratch, NULL);
    base->last = gather->count;
    return status;
}

enum stn_status stn_gather_begin(struct stn_gather *gather,
                                 const struct stn_text *text,
                                 const struct stn_segment *root,
                                 struct stn_findings *skips,
                                 struct stn_error *err)
{
    gather->text = text;
    gather->skips = skips;
    gather->count = 0;
    gather->base_count = 0;
    gather->numbers = 0;
    gather->is_flooded = false;
    gather->is_path_bound = false;
    if (!text->is_continued)
        gather->noted_count = 0;
    stn_arena_dispose(&gather->arena);
    if (gather->trail != NULL) {
        enum stn_status status = stn_trail_begin(gather->trail, root, err);
        if (status < 0)
            return status;
    }
    return push_base(gather, root, err);
}

bool stn_gather_has_anchors(const struct stn_gather *gather)
{
    return gather->bases[0].anchors.count > 0;
}

/* The base that a segment is; NULL: it is none. */
static const struct stn_gather_base *base_of(const struct stn_gather *gather,
                                             const struct stn_segment *segment)
{
    for (size_t i = gather->base_count; i > 0; i--)
        if (!gather->bases[i - 1].is_view &&
            gather->bases[i - 1].segment == segment)
            return &gather->bases[i - 1];
    return NULL;
}

/* The innermost base a segment was cut out of or decoded from, and the span of
 * its bytes there. */
static const struct stn_gather_base *
find_base(const struct stn_gather *gather, const struct stn_segment *segment,
          struct stn_span *span)
{
    for (; segment != NULL; segment = segment->parent) {
        const struct stn_gather_base *base = base_of(gather, segment);
        if (base != NULL)
            return base;
        step_out(segment, span);
    }
    return NULL;
}

/* The first match of a base that ends past `offset`: they are sorted, and none
 * overlaps another. */
static size_t first_match(const struct stn_gather *gather,
                          const struct stn_gather_base *base, size_t offset)
{
    size_t low = base->first;
    size_t high = base->last;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (gather->items[middle].local.end <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool holds_match(const struct stn_gather *gather,
                        const struct stn_gather_base *base,
                        struct stn_span span)
{
    const size_t index = first_match(gather, base, span.start);

    return index < base->last && gather->items[index].local.start < span.end;
}

static bool wants_field(void *payload, enum stn_segment_kind kind,
                        struct stn_str name, const struct stn_segment *within,
                        struct stn_span span)
{
    struct stn_gather *gather = payload;
    bool is_wanted = false;

    if (kind != STN_SEGMENT_TEXT &&
        (stn_matcher_wants(gather->scanner->matcher, gather->scratch, kind,
                           name, &is_wanted, NULL) < 0 ||
         is_wanted))
        return true;
    const struct stn_gather_base *base = find_base(gather, within, &span);
    if (base == NULL)
        return true;
    return kind == STN_SEGMENT_TEXT ? stn_anchors_meet(&base->anchors, span)
                                    : holds_match(gather, base, span);
}

/* Whether a rule guesses from what stands around a secret in text. */
static bool is_guess(const struct stn_gather *gather, uint32_t rule)
{
    return gather->scanner->ruleset.rules[rule].segments == STN_SEGMENT_TEXT;
}

/* @param why  Static. */
static void lower_item(struct stn_gather_item *item, enum stn_severity most,
                       const char *why)
{
    if (item->severity <= most)
        return;
    item->severity = most;
    if (item->evidence_count < STN_EVIDENCE_MAX)
        item->evidence[item->evidence_count++] = why;
}

/* What a field says of a match in it: it has a place, and may be over. */
static enum stn_status explain_item(struct stn_gather *gather,
                                    struct stn_gather_item *item,
                                    const struct stn_segment *segment,
                                    struct stn_error *err)
{
    const bool is_field = segment->kind != STN_SEGMENT_TEXT;

    item->is_in_field |= is_field;
    item->cure = stn_http_walk_cure_of(gather->walk);
    item->is_dropped |= is_field && is_guess(gather, item->rule);
    if ((is_field || item->place.len == 0) &&
        !stn_arena_copy(&gather->arena, &item->place, segment->place))
        return stn_fail_memory(err);
    if (segment->expires != 0 &&
        segment->expires <= gather->scanner->options.now)
        lower_item(item, STN_LOW, "expired");
    if (is_field && stn_field_is_csrf(segment->name))
        lower_item(item, STN_NOTE, "a token against forged requests");
    return STN_OK;
}

/* What one base showed in a span: see explain(). */
static enum stn_status explain_in(struct stn_gather *gather,
                                  const struct stn_gather_base *base,
                                  struct stn_span span,
                                  const struct stn_segment *segment,
                                  struct stn_error *err)
{
    enum stn_status status = STN_OK;

    for (size_t i = first_match(gather, base, span.start);
         i < base->last && gather->items[i].local.start < span.end &&
         status >= 0;
         i++)
        status = explain_item(gather, &gather->items[i], segment, err);
    return status;
}

/*
 * What the texts around a segment showed in its bytes: now it is known what
 * that is. It has its place, and what was only guessed of a field is for the
 * rules on fields to say.
 */
static enum stn_status explain(struct stn_gather *gather,
                               const struct stn_segment *segment,
                               struct stn_error *err)
{
    const struct stn_segment *within = segment;
    struct stn_span span = {0, segment->bytes.len};
    enum stn_status status = STN_OK;

    /* All of a decoded text is all that was written: no way back is needed. */
    if (segment->kind == STN_SEGMENT_TEXT && segment->origin != NULL &&
        segment->parent != NULL) {
        within = segment->parent;
        span.end = within->bytes.len;
    }
    while (within != NULL && status >= 0) {
        const struct stn_gather_base *base = find_base(gather, within, &span);
        if (base == NULL)
            break;
        status = explain_in(gather, base, span, segment, err);
        step_out(base->segment, &span);
        within = base->segment->parent;
    }
    return status;
}

/* Whether a text is only cut out of one that was scanned. */
static bool is_scanned(const struct stn_gather *gather,
                       const struct stn_segment *segment)
{
    while (segment != NULL) {
        if (base_of(gather, segment) != NULL)
            return true;
        segment = segment->origin == NULL ? segment->parent : NULL;
    }
    return false;
}

static enum stn_status take_segment(void *payload,
                                    const struct stn_segment *segment,
                                    struct stn_error *err)
{
    struct stn_gather *gather = payload;
    enum stn_status status = explain(gather, segment, err);

    if (status < 0)
        return status;
    if (segment->kind != STN_SEGMENT_TEXT)
        return scan_field(gather, segment, err);
    if (!is_scanned(gather, segment))
        return push_base(gather, segment, err);
    if (gather->base_count == STN_GATHER_BASES_MAX)
        return stn_fail(err, STN_ELIMIT, "too many texts inside of each other");
    gather->bases[gather->base_count++].is_view = true;
    return STN_OK;
}

static enum stn_status leave_segment(void *payload, struct stn_error *err)
{
    struct stn_gather *gather = payload;

    (void)err;
    gather->base_count--;
    return STN_OK;
}

static enum stn_status note_loss(void *payload, const char *what, bool is_lost,
                                 struct stn_error *err)
{
    struct stn_gather *gather = payload;
    struct stn_skip skip = skip_of(gather);

    for (size_t i = 0; i < gather->noted_count; i++)
        if (gather->noted[i] == what)
            return STN_OK;
    if (gather->noted_count < sizeof(gather->noted) / sizeof(*gather->noted))
        gather->noted[gather->noted_count++] = what;
    skip.reason = is_lost ? STN_SKIP_UNDECODED : STN_SKIP_UNSTRUCTURED;
    skip.detail = stn_str_of(what);
    return stn_findings_skip(gather->skips, &skip, err);
}

struct stn_http_sink stn_gather_sink(struct stn_gather *gather)
{
    return (struct stn_http_sink){
        .payload = gather,
        .wants = wants_field,
        .take = take_segment,
        .leave = leave_segment,
        .note = note_loss,
    };
}
