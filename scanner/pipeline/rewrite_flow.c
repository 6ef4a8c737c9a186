/**
 * @file
 * The lengths in mitmproxy's flows, which count every byte within: where what
 * is replaced is longer or shorter, so is all that holds it.
 */
#include "base/alloc.h"
#include "base/limits.h"
#include "http/mitm.h"
#include "http/tnetstring.h"
#include "pipeline/rewrite.h"

/** One dictionary or list that is open. */
struct level {
    size_t start;            /* of its length */
    struct stn_span payload; /* of all of it */
    struct stn_span rest;    /* of what is not read yet */
    ptrdiff_t growth;        /* of what is read */
};

struct flow {
    struct stn_rewrite *rewrite;
    struct stn_str bytes;
    size_t count; /* edits there were before */
    size_t next;  /* the first that does not end before what is read */
    struct level levels[STN_HTTP_NESTING_MAX];
    size_t depth;
    enum stn_status status; /* the first failure */
};

bool stn_rewrite_is_flow(struct stn_str bytes)
{
    return stn_http_mitm.sniff(stn_str_sub(bytes, 0, STN_HTTP_SNIFF_BYTES),
                               false);
}

static bool fail(struct flow *flow, enum stn_status status)
{
    flow->status = status;
    return false;
}

/* Whether anything is replaced in a span; moves on to the first of it. */
static bool is_edited(struct flow *flow, struct stn_span span)
{
    const struct stn_edit *edits = flow->rewrite->edits[0].items;

    while (flow->next < flow->count && edits[flow->next].span.end <= span.start)
        flow->next++;
    return flow->next < flow->count && edits[flow->next].span.start < span.end;
}

/* By how much the edits in a string make it longer. */
static ptrdiff_t growth_in(struct flow *flow, struct stn_span span)
{
    const struct stn_edit *edits = flow->rewrite->edits[0].items;
    ptrdiff_t growth = 0;

    for (; flow->next < flow->count && edits[flow->next].span.end <= span.end;
         flow->next++)
        growth += (ptrdiff_t)edits[flow->next].with.len -
                  (ptrdiff_t)(edits[flow->next].span.end -
                              edits[flow->next].span.start);
    return growth;
}

/* Write a length anew; its own growth is added to what it is of. */
static bool write_length(struct flow *flow, size_t start,
                         struct stn_span payload, ptrdiff_t *growth)
{
    const size_t length =
        (size_t)((ptrdiff_t)(payload.end - payload.start) + *growth);
    struct stn_edit edit = {.span = {start, payload.start - 1}};
    struct stn_buf text = STN_BUF_INIT(32);

    if (*growth == 0)
        return true;
    stn_buf_printf(&text, "%zu", length);
    const bool is_done =
        text.status == STN_OK &&
        stn_arena_copy(&flow->rewrite->arena, &edit.with, stn_buf_str(&text));
    stn_buf_dispose(&text);
    *growth +=
        (ptrdiff_t)edit.with.len - (ptrdiff_t)(edit.span.end - edit.span.start);
    if (!stn_edits_is_free(&flow->rewrite->edits[0], edit.span))
        return fail(flow, STN_EINPUT);
    return (is_done && stn_edits_add(&flow->rewrite->edits[0], edit)) ||
           fail(flow, STN_ENOMEM);
}

/* Go into an item in which something is replaced. */
static bool enter(struct flow *flow, size_t start,
                  const struct stn_tnetstring *item, ptrdiff_t *growth)
{
    *growth = 0;
    if (!is_edited(flow, item->payload))
        return true;
    if (item->type == '}' || item->type == ']') {
        if (flow->depth == STN_HTTP_NESTING_MAX)
            return fail(flow, STN_EINPUT);
        flow->levels[flow->depth++] = (struct level){
            .start = start, .payload = item->payload, .rest = item->payload};
        return true;
    }
    *growth = growth_in(flow, item->payload);
    if (is_edited(flow, item->payload)) /* and past its end */
        return fail(flow, STN_EINPUT);
    return write_length(flow, start, item->payload, growth);
}

/* Read on in what is open, until nothing is. */
static bool read_levels(struct flow *flow)
{
    while (flow->depth > 0) {
        struct level *level = &flow->levels[flow->depth - 1];
        const size_t start = level->rest.start;
        struct stn_tnetstring item;
        ptrdiff_t growth = 0;

        if (stn_tnetstring_next(&item, flow->bytes, &level->rest)) {
            if (!enter(flow, start, &item, &growth))
                return false;
            level->growth += growth;
            continue;
        }
        growth = level->growth;
        if (!write_length(flow, level->start, level->payload, &growth))
            return false;
        if (--flow->depth > 0)
            flow->levels[flow->depth - 1].growth += growth;
    }
    return true;
}

enum stn_status stn_rewrite_flow(struct stn_rewrite *rewrite,
                                 struct stn_error *err)
{
    struct stn_edits *edits = &rewrite->edits[0];
    struct stn_str bytes = rewrite->trail->nodes[0].bytes;
    struct flow *flow = stn_calloc(1, sizeof(*flow));
    struct stn_tnetstring item;
    bool goes_on = true;

    if (flow == NULL)
        return stn_fail_memory(err);
    stn_edits_sort(edits);
    *flow = (struct flow){
        .rewrite = rewrite, .bytes = bytes, .count = edits->count};
    for (size_t at = 0; at < bytes.len && goes_on; at = item.end) {
        ptrdiff_t growth;
        if (stn_tnetstring_read(&item, bytes, at) != STN_OK)
            break;
        goes_on = enter(flow, at, &item, &growth) && read_levels(flow);
    }
    const enum stn_status status = flow->status;
    stn_free(flow);
    if (status == STN_EINPUT)
        return stn_fail(err, status,
                        "the lengths of a mitmproxy flow cannot be written "
                        "again");
    return status == STN_ENOMEM ? stn_fail_memory(err) : STN_OK;
}
