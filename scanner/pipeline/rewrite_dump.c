/** @file Secrets in hex dumps: `curl --trace`. */
#include "pipeline/rewrite.h"

#include "base/alloc.h"
#include "text/decoder.h"

/** Pairs of a row; a space follows each, and the characters follow them. */
#define ROW_PAIRS 16
#define PAIR_BYTES 3

/** A place whose spans are "6f 6b ". */
struct dump {
    struct stn_rewrite *rewrite;
    const struct stn_trail_place *place;
    struct stn_str bytes;
    const struct stn_span *spans;
};

/* Whether the spans hold just the pairs of a value. */
static bool holds_value(const struct dump *dump, struct stn_str value)
{
    size_t taken = 0;

    for (size_t i = 0; i < dump->place->count; i++)
        for (size_t at = dump->spans[i].start; at < dump->spans[i].end;
             at += PAIR_BYTES) {
            if (dump->spans[i].end - at < PAIR_BYTES || taken == value.len ||
                stn_hex_read(dump->bytes, at, 2) !=
                    (unsigned char)value.ptr[taken] ||
                dump->bytes.ptr[at + 2] != ' ')
                return false;
            taken++;
        }
    return taken == value.len && taken > 0;
}

/* Where the row shows the character of the pair at `at`; SIZE_MAX: nowhere. */
static size_t find_character(const struct dump *dump, size_t at)
{
    const struct stn_str bytes = dump->bytes;
    size_t start = at;

    for (size_t i = 0; i < ROW_PAIRS; i++, start -= PAIR_BYTES) {
        const size_t shown =
            start + (ROW_PAIRS * PAIR_BYTES) + (at - start) / PAIR_BYTES;
        if (start >= 2 && bytes.ptr[start - 1] == ' ' &&
            bytes.ptr[start - 2] == ':')
            return shown < bytes.len ? shown : SIZE_MAX;
        if (start < PAIR_BYTES)
            break;
    }
    return SIZE_MAX;
}

/* Replace one pair, and its character if it is shown. */
static bool replace_pair(const struct dump *dump, size_t at,
                         struct stn_str with)
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char byte = (unsigned char)with.ptr[0];
    struct stn_edits *edits = &dump->rewrite->edits[dump->place->node];
    const char pair[] = {digits[byte >> 4], digits[byte & 15]};
    const uint32_t was = stn_hex_read(dump->bytes, at, 2);
    const size_t shown = find_character(dump, at);
    struct stn_edit edit = {.span = {at, at + 2}};

    if (!stn_arena_copy(&dump->rewrite->arena, &edit.with,
                        (struct stn_str){pair, 2}) ||
        !stn_edits_add(edits, edit))
        return false;
    if (shown == SIZE_MAX || (unsigned char)dump->bytes.ptr[shown] != was ||
        !stn_edits_is_free(edits, (struct stn_span){shown, shown + 1}))
        return true;
    edit = (struct stn_edit){.span = {shown, shown + 1}, .with = with};
    return stn_edits_add(edits, edit);
}

bool stn_rewrite_dump(struct stn_rewrite *rewrite,
                      const struct stn_trail_place *place,
                      const struct stn_stand_in *stand_in, bool *is_dump)
{
    const struct dump dump = {
        .rewrite = rewrite,
        .place = place,
        .bytes = rewrite->trail->nodes[place->node].bytes,
        .spans = rewrite->trail->spans.items + place->first,
    };
    struct stn_buf text = STN_BUF_INIT(SIZE_MAX);
    struct stn_str with;
    size_t taken = 0;

    *is_dump = (place->writings & 1U << STN_CODEC_LINES) != 0 &&
               holds_value(&dump, stand_in->value);
    if (!*is_dump)
        return true;
    bool is_done = stn_stand_in_fit(stand_in, stand_in->value.len, &text) &&
                   stn_arena_copy(&rewrite->arena, &with, stn_buf_str(&text));
    stn_buf_dispose(&text);
    for (size_t i = 0; i < place->count && is_done; i++)
        for (size_t at = dump.spans[i].start; at < dump.spans[i].end && is_done;
             at += PAIR_BYTES) {
            is_done =
                replace_pair(&dump, at, stn_str_sub(with, taken, taken + 1));
            taken++;
        }
    return is_done;
}
