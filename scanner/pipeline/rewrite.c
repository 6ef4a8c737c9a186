#include "pipeline/rewrite.h"

#include "base/alloc.h"
#include "base/limits.h"

enum stn_status stn_rewrite_begin(struct stn_rewrite *rewrite,
                                  const struct stn_trail *trail,
                                  const struct stn_stand_ins *stand_ins,
                                  bool same_length, struct stn_error *err)
{
    *rewrite = (struct stn_rewrite){
        .trail = trail, .stand_ins = stand_ins, .same_length = same_length};
    rewrite->edits = stn_calloc(trail->node_count, sizeof(*rewrite->edits));
    if (rewrite->edits == NULL)
        return stn_fail_memory(err);
    rewrite->edit_count = trail->node_count;
    for (size_t i = 0; i < trail->node_count; i++)
        stn_edits_begin(&rewrite->edits[i], trail->nodes[i].bytes.len);
    return STN_OK;
}

void stn_rewrite_dispose(struct stn_rewrite *rewrite)
{
    for (size_t i = 0; i < rewrite->edit_count; i++)
        stn_edits_dispose(&rewrite->edits[i]);
    stn_free(rewrite->edits);
    stn_free(rewrite->repeats);
    stn_arena_dispose(&rewrite->arena);
    *rewrite = (struct stn_rewrite){0};
}

static const struct stn_span *spans_of(const struct stn_rewrite *rewrite,
                                       const struct stn_trail_place *place)
{
    return rewrite->trail->spans.items + place->first;
}

static struct stn_str bytes_of(const struct stn_rewrite *rewrite,
                               const struct stn_trail_place *place)
{
    return rewrite->trail->nodes[place->node].bytes;
}

bool stn_rewrite_keep(struct stn_rewrite *rewrite, size_t place)
{
    const struct stn_trail_place *at = &rewrite->trail->places[place];
    const struct stn_span *spans = spans_of(rewrite, at);

    for (size_t i = 0; i < at->count; i++)
        if (!stn_edits_take(&rewrite->edits[at->node], spans[i]))
            return false;
    return true;
}

static bool is_free(const struct stn_rewrite *rewrite,
                    const struct stn_trail_place *place)
{
    const struct stn_span *spans = spans_of(rewrite, place);

    for (size_t i = 0; i < place->count; i++)
        if (!stn_edits_is_free(&rewrite->edits[place->node], spans[i]))
            return false;
    return place->count > 0;
}

/* Whether nothing but white space, and the mark of a line that goes on, stands
 * between the spans of a place. */
static bool is_joinable(const struct stn_rewrite *rewrite,
                        const struct stn_trail_place *place)
{
    const struct stn_span *spans = spans_of(rewrite, place);
    const struct stn_str bytes = bytes_of(rewrite, place);

    for (size_t i = 1; i < place->count; i++)
        for (size_t at = spans[i - 1].end; at < spans[i].start; at++)
            if (bytes.ptr[at] == '\0' ||
                strchr(" \t\r\n\\", bytes.ptr[at]) == NULL)
                return false;
    return true;
}

static bool is_break(char byte)
{
    return byte == '\n' || byte == '\r';
}

static size_t count_bytes(const struct stn_rewrite *rewrite,
                          const struct stn_trail_place *place)
{
    const struct stn_span *spans = spans_of(rewrite, place);
    const struct stn_str bytes = bytes_of(rewrite, place);
    size_t count = 0;

    for (size_t i = 0; i < place->count; i++)
        for (size_t at = spans[i].start; at < spans[i].end; at++)
            count += !is_break(bytes.ptr[at]);
    return count;
}

/* Byte for byte; what stands between, and line breaks, stay. */
static bool fill_spans(struct stn_rewrite *rewrite,
                       const struct stn_trail_place *place, struct stn_str with)
{
    const struct stn_span *spans = spans_of(rewrite, place);
    const struct stn_str bytes = bytes_of(rewrite, place);
    size_t taken = 0;

    for (size_t i = 0; i < place->count; i++) {
        size_t at = spans[i].start;
        while (at < spans[i].end) {
            size_t end = at;
            while (end < spans[i].end && !is_break(bytes.ptr[end]))
                end++;
            const struct stn_edit edit = {
                .span = {at, end},
                .with = stn_str_sub(with, taken, taken + (end - at)),
            };
            if (end > at && !stn_edits_add(&rewrite->edits[place->node], edit))
                return false;
            taken += end - at;
            at = end + (end < spans[i].end);
        }
    }
    return true;
}

static bool is_one_of(char byte, const char *set)
{
    return byte != '\0' && strchr(set, byte) != NULL;
}

/* Whether a value is a number of JSON and stands there without quotes: only
 * another number may stand in for it. */
static bool is_number(struct stn_str bytes, struct stn_span span)
{
    size_t before = span.start;
    size_t after = span.end;

    for (size_t i = span.start; i < span.end; i++)
        if (!is_one_of(bytes.ptr[i], "0123456789.+-eE"))
            return false;
    while (before > 0 && is_one_of(bytes.ptr[before - 1], " \t\r\n"))
        before--;
    while (after < bytes.len && is_one_of(bytes.ptr[after], " \t\r\n"))
        after++;
    return before > 0 && is_one_of(bytes.ptr[before - 1], ":,[") &&
           after < bytes.len && is_one_of(bytes.ptr[after], ",]}");
}

/* A number of so many digits: any is taken for made up if it repeats one. */
static bool append_number(size_t length, struct stn_buf *out)
{
    for (size_t i = 0; i < length; i++)
        stn_buf_putc(out, '1');
    return out->status == STN_OK;
}

/* Write a stand-in with other than letters as the URL around it wants it. */
static bool append_escaped(const struct stn_trail_place *place,
                           struct stn_str text, struct stn_str was,
                           struct stn_buf *out)
{
    const uint32_t urls = 1U << STN_CODEC_PERCENT | 1U << STN_CODEC_FORM;

    if ((place->writings & urls) != 0 &&
        stn_str_find(was, STN_STR("%")) != SIZE_MAX)
        return stn_codecs[STN_CODEC_PERCENT].encode(text, was, out, NULL) ==
               STN_OK;
    stn_buf_append(out, text);
    return out->status == STN_OK;
}

/* What a place is replaced by: its text is in the arena. */
static bool write_stand_in(struct stn_rewrite *rewrite,
                           const struct stn_trail_place *place,
                           const struct stn_stand_in *stand_in,
                           struct stn_span whole, bool keeps_length,
                           struct stn_str *out)
{
    const struct stn_str bytes = bytes_of(rewrite, place);
    struct stn_buf text = STN_BUF_INIT(SIZE_MAX);
    bool is_done;

    if (is_number(bytes, whole))
        is_done = append_number(whole.end - whole.start, &text);
    else if (keeps_length)
        is_done =
            stn_stand_in_fit(stand_in, count_bytes(rewrite, place), &text);
    else
        is_done =
            append_escaped(place, stand_in->text,
                           stn_str_sub(bytes, whole.start, whole.end), &text);
    is_done =
        is_done && stn_arena_copy(&rewrite->arena, out, stn_buf_str(&text));
    stn_buf_dispose(&text);
    return is_done;
}

static bool replace_place(struct stn_rewrite *rewrite,
                          const struct stn_trail_place *place,
                          const struct stn_stand_in *stand_in)
{
    const struct stn_span *spans = spans_of(rewrite, place);
    const struct stn_span whole = {spans[0].start, spans[place->count - 1].end};
    /* Rows that a log cut have a length that counts. */
    const bool keeps_length = rewrite->same_length ||
                              (place->writings & 1U << STN_CODEC_LINES) != 0 ||
                              !is_joinable(rewrite, place);
    struct stn_str with;

    if (!write_stand_in(rewrite, place, stand_in, whole, keeps_length, &with))
        return false;
    if (keeps_length)
        return fill_spans(rewrite, place, with);
    rewrite->has_new_length |= with.len != whole.end - whole.start;
    return stn_edits_add(&rewrite->edits[place->node],
                         (struct stn_edit){.span = whole, .with = with});
}

/* Where in the text a byte of a node stands, or what it is packed into. */
static size_t offset_in_text(const struct stn_rewrite *rewrite, size_t node,
                             size_t at)
{
    for (; node != 0; node = rewrite->trail->nodes[node].parent)
        at = rewrite->trail->nodes[node].span.start;
    return at;
}

enum stn_status stn_rewrite_replace(struct stn_rewrite *rewrite, size_t index,
                                    size_t stand_in, bool *done,
                                    struct stn_error *err)
{
    const struct stn_trail_place *place = &rewrite->trail->places[index];
    const struct stn_stand_in *with = &rewrite->stand_ins->items[stand_in];
    bool is_dump = false;

    *done = is_free(rewrite, place);
    if (!*done)
        return STN_OK;
    rewrite->failed_at =
        offset_in_text(rewrite, place->node, spans_of(rewrite, place)->start);
    if ((place->writings & 1U << STN_CODEC_ZIP) != 0)
        return stn_fail(err, STN_EINPUT,
                        "a secret stands in an archive: unpack it, redact "
                        "what is in it, and pack it again");
    if (!stn_rewrite_dump(rewrite, place, with, &is_dump) ||
        (!is_dump && !replace_place(rewrite, place, with)))
        return stn_fail_memory(err);
    return STN_OK;
}

static bool note_repeat(struct stn_rewrite *rewrite, size_t node, size_t at,
                        size_t stand_in)
{
    struct stn_rewrite_repeat *repeats =
        stn_grow(rewrite->repeats, &rewrite->repeat_capacity,
                 rewrite->repeat_count, sizeof(*repeats));

    if (repeats == NULL)
        return false;
    rewrite->repeats = repeats;
    repeats[rewrite->repeat_count++] = (struct stn_rewrite_repeat){
        offset_in_text(rewrite, node, at), stand_in};
    return true;
}

static bool replace_repeats(struct stn_rewrite *rewrite, size_t node,
                            const struct stn_repeats *repeats)
{
    const struct stn_str bytes = rewrite->trail->nodes[node].bytes;
    struct stn_edits *edits = &rewrite->edits[node];
    struct stn_span span;
    size_t at = 0;
    size_t index;

    while (stn_repeats_next(repeats, bytes, &at, &span, &index)) {
        struct stn_buf text = STN_BUF_INIT(SIZE_MAX);
        struct stn_edit edit = {.span = span};
        if (!stn_edits_is_free(edits, span))
            continue;
        bool is_done = true;
        edit.with = rewrite->stand_ins->items[index].text;
        if (rewrite->same_length)
            is_done =
                stn_stand_in_fit(&rewrite->stand_ins->items[index],
                                 span.end - span.start, &text) &&
                stn_arena_copy(&rewrite->arena, &edit.with, stn_buf_str(&text));
        stn_buf_dispose(&text);
        rewrite->has_new_length |= edit.with.len != span.end - span.start;
        if (!is_done || !stn_edits_add(edits, edit) ||
            !note_repeat(rewrite, node, span.start, index))
            return false;
    }
    return true;
}

/* Make the edits of a node, and one of them all for its parent. */
static enum stn_status pack_node(struct stn_rewrite *rewrite, size_t index,
                                 struct stn_error *err)
{
    const struct stn_trail_node *node = &rewrite->trail->nodes[index];
    struct stn_edits *edits = &rewrite->edits[index];
    struct stn_edits *outer = &rewrite->edits[node->parent];
    struct stn_buf bytes = STN_BUF_INIT(STN_REDACT_BYTES_MAX);
    struct stn_buf packed = STN_BUF_INIT(STN_REDACT_BYTES_MAX);
    struct stn_edit edit = {.span = node->span};

    /* What is replaced around it is so with all that is in it. */
    if (edits->count == 0 || !stn_edits_is_free(outer, node->span))
        return STN_OK;
    stn_edits_make(edits, node->bytes, &bytes);
    enum stn_status status = stn_buf_status(&bytes, err);
    if (status >= 0)
        status =
            stn_rewrite_pack(rewrite, index, stn_buf_str(&bytes), &packed, err);
    if (status >= 0 &&
        (!stn_arena_copy(&rewrite->arena, &edit.with, stn_buf_str(&packed)) ||
         !stn_edits_add(outer, edit)))
        status = stn_fail_memory(err);
    rewrite->has_new_length |=
        edit.with.len != node->span.end - node->span.start;
    stn_buf_dispose(&bytes);
    stn_buf_dispose(&packed);
    return status;
}

enum stn_status stn_rewrite_finish(struct stn_rewrite *rewrite,
                                   const struct stn_repeats *repeats,
                                   struct stn_error *err)
{
    for (size_t i = rewrite->edit_count; i > 0; i--) {
        if (!replace_repeats(rewrite, i - 1, repeats))
            return stn_fail_memory(err);
        if (i == 1)
            break;
        rewrite->failed_at = offset_in_text(rewrite, i - 1, 0);
        enum stn_status status = pack_node(rewrite, i - 1, err);
        if (status < 0)
            return status;
    }
    rewrite->failed_at = 0;
    if (!stn_rewrite_is_flow(rewrite->trail->nodes[0].bytes))
        return STN_OK;
    return stn_rewrite_flow(rewrite, err);
}
