#include "http/yaml_scalar.h"

#include "base/utf8.h"
#include "http/yaml_decoder.h"

static char peek(const struct stn_yaml_decoder *decoder, size_t at)
{
    return at < decoder->end ? decoder->text.ptr[at] : '\0';
}

/* The bytes that a line break may begin with. */
static bool may_break(char byte)
{
    return byte == '\n' || byte == '\r' || byte == '\xC2' || byte == '\xE2';
}

size_t stn_yaml_break_at(struct stn_str text, size_t at, size_t end)
{
    if (at >= end || !may_break(text.ptr[at]))
        return 0;
    const struct stn_str rest = stn_str_sub(text, at, end);
    if (rest.ptr[0] == '\n')
        return 1;
    if (rest.ptr[0] == '\r')
        return rest.len > 1 && rest.ptr[1] == '\n' ? 2 : 1;
    if (stn_str_starts(rest, STN_STR("\xC2\x85")))
        return 2;
    return stn_str_starts(rest, STN_STR("\xE2\x80\xA8")) ||
                   stn_str_starts(rest, STN_STR("\xE2\x80\xA9"))
               ? 3
               : 0;
}

size_t stn_yaml_find_break(struct stn_str text, size_t at, size_t end)
{
    while (at < end && stn_yaml_break_at(text, at, end) == 0)
        at++;
    return at;
}

size_t stn_yaml_skip_line(struct stn_str text, size_t at, size_t end)
{
    at = stn_yaml_find_break(text, at, end);
    return at + stn_yaml_break_at(text, at, end);
}

size_t stn_yaml_skip_spaces(struct stn_str text, size_t at, size_t end)
{
    while (at < end && text.ptr[at] == ' ')
        at++;
    return at;
}

void stn_yaml_put_same(struct stn_yaml_decoder *decoder, size_t start,
                       size_t end)
{
    stn_buf_append(decoder->out, stn_str_sub(decoder->text, start, end));
    if (!stn_map_add_same(decoder->map, start, end - start))
        decoder->is_out_of_memory = true;
}

void stn_yaml_put_whole(struct stn_yaml_decoder *decoder, struct stn_str bytes,
                        size_t start, size_t end)
{
    stn_buf_append(decoder->out, bytes);
    if (!stn_map_add_whole(decoder->map, bytes.len, start, end - start))
        decoder->is_out_of_memory = true;
}

void stn_yaml_put_break(struct stn_yaml_decoder *decoder, size_t at,
                        size_t length)
{
    if (length == 3 || decoder->text.ptr[at] == '\n')
        stn_yaml_put_same(decoder, at, at + length);
    else
        stn_yaml_put_whole(decoder, STN_STR("\n"), at, at + length);
}

/*
 * Blanks and line breaks inside of a plain or quoted scalar: without a break
 * they are kept; one break is a space, of more the first is dropped.
 *
 * @param is_escaped  A break was before, with a backslash: it counts as the
 *                    first and is no space.
 */
static void fold(struct stn_yaml_decoder *decoder, bool is_escaped)
{
    const size_t start = decoder->at;
    bool is_folded = is_escaped;
    bool is_space = false;

    while (decoder->at < decoder->end) {
        const size_t at = decoder->at;
        if (stn_yaml_is_blank(decoder->text.ptr[at])) {
            decoder->at++;
            continue;
        }
        const size_t length =
            stn_yaml_break_at(decoder->text, at, decoder->end);
        if (length == 0)
            break;
        if (is_folded || length == 3) {
            stn_yaml_put_break(decoder, at, length);
            is_space = false;
        } else {
            is_space = true;
        }
        is_folded = true;
        decoder->at += length;
    }
    if (!is_folded)
        stn_yaml_put_same(decoder, start, decoder->at);
    else if (is_space)
        stn_yaml_put_whole(decoder, STN_STR(" "), start, decoder->at);
}

/* Of bytes that mean nothing, as many as there are. */
static void copy_run(struct stn_yaml_decoder *decoder, char quote, char escape)
{
    const size_t start = decoder->at;

    while (decoder->at < decoder->end) {
        const char byte = decoder->text.ptr[decoder->at];
        if (stn_yaml_is_blank(byte) || (quote != '\0' && byte == quote) ||
            (escape != '\0' && byte == escape) ||
            stn_yaml_break_at(decoder->text, decoder->at, decoder->end) > 0)
            break;
        decoder->at++;
    }
    stn_yaml_put_same(decoder, start, decoder->at);
}

static void decode_plain(struct stn_yaml_decoder *decoder)
{
    while (decoder->at < decoder->end) {
        copy_run(decoder, '\0', '\0');
        if (decoder->at < decoder->end)
            fold(decoder, false);
    }
}

static void decode_single(struct stn_yaml_decoder *decoder)
{
    while (decoder->at < decoder->end) {
        copy_run(decoder, '\'', '\0');
        if (peek(decoder, decoder->at) == '\'') {
            /* Written twice. */
            stn_yaml_put_whole(decoder, STN_STR("'"), decoder->at,
                               decoder->at + 2);
            decoder->at += 2;
        } else if (decoder->at < decoder->end) {
            fold(decoder, false);
        }
    }
}

/* Hex digits of an escape. @return UINT32_MAX if they are none. */
static uint32_t hex_at(const struct stn_yaml_decoder *decoder, size_t at,
                       size_t count)
{
    uint32_t value = 0;

    for (size_t i = 0; i < count; i++) {
        const char byte = peek(decoder, at + i);
        if (byte >= '0' && byte <= '9')
            value = value << 4 | (uint32_t)(byte - '0');
        else if ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'f')
            value = value << 4 | (uint32_t)((byte | 0x20) - 'a' + 10);
        else
            return UINT32_MAX;
    }
    return value;
}

/* What a letter after a backslash stands for. @return UINT32_MAX: digits
 * follow, or nothing known. */
static uint32_t named_escape(char letter)
{
    static const struct {
        char letter;
        uint16_t point;
    } escapes[] = {{'0', 0},    {'a', 7},      {'b', 8},     {'t', 9},
                   {'\t', 9},   {'n', 10},     {'v', 11},    {'f', 12},
                   {'r', 13},   {'e', 27},     {' ', ' '},   {'"', '"'},
                   {'/', '/'},  {'\\', '\\'},  {'\'', '\''}, {'N', 0x85},
                   {'_', 0xA0}, {'L', 0x2028}, {'P', 0x2029}};

    for (size_t i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++)
        if (escapes[i].letter == letter)
            return escapes[i].point;
    return UINT32_MAX;
}

static void decode_escape(struct stn_yaml_decoder *decoder)
{
    const size_t at = decoder->at;
    const char letter = peek(decoder, at + 1);
    const size_t line_break =
        stn_yaml_break_at(decoder->text, at + 1, decoder->end);
    const size_t digits = letter == 'x'   ? 2
                          : letter == 'u' ? 4
                          : letter == 'U' ? 8
                                          : 0;
    char bytes[4];

    if (line_break > 0) {
        decoder->at += 1 + line_break;
        fold(decoder, true);
        return;
    }
    const uint32_t point =
        digits > 0 ? hex_at(decoder, at + 2, digits) : named_escape(letter);
    if (point > 0x10FFFF) {
        stn_yaml_put_same(decoder, at, at + 1);
        decoder->at++;
        return;
    }
    decoder->at += 2 + digits;
    stn_yaml_put_whole(decoder,
                       (struct stn_str){bytes, stn_utf8_encode(bytes, point)},
                       at, decoder->at);
}

static void decode_double(struct stn_yaml_decoder *decoder)
{
    while (decoder->at < decoder->end) {
        copy_run(decoder, '\0', '\\');
        if (peek(decoder, decoder->at) == '\\')
            decode_escape(decoder);
        else if (decoder->at < decoder->end)
            fold(decoder, false);
    }
}

/* Where a scalar itself begins, behind its tag and anchor. */
static size_t skip_properties(struct stn_str text, size_t at, size_t end)
{
    while (at < end && (text.ptr[at] == '!' || text.ptr[at] == '&')) {
        while (at < end && !stn_yaml_is_blank(text.ptr[at]) &&
               stn_yaml_break_at(text, at, end) == 0)
            at++;
        for (;;) {
            while (at < end && stn_yaml_is_blank(text.ptr[at]))
                at++;
            if (at < end && text.ptr[at] == '#')
                at = stn_yaml_skip_line(text, at, end);
            else if (stn_yaml_break_at(text, at, end) > 0)
                at += stn_yaml_break_at(text, at, end);
            else
                break;
        }
    }
    return at;
}

static bool is_quoted(const struct stn_yaml_event *scalar)
{
    return scalar->style == STN_YAML_SINGLE_QUOTED ||
           scalar->style == STN_YAML_DOUBLE_QUOTED;
}

static bool is_block(const struct stn_yaml_event *scalar)
{
    return scalar->style == STN_YAML_LITERAL ||
           scalar->style == STN_YAML_FOLDED;
}

/* Broken YAML: whether what stands there stands for itself. */
static bool is_literally(struct stn_str bytes, enum stn_yaml_style style)
{
    const char special = style == STN_YAML_SINGLE_QUOTED   ? '\''
                         : style == STN_YAML_DOUBLE_QUOTED ? '\\'
                                                           : '\0';

    return special == '\0' || bytes.len == 0 ||
           memchr(bytes.ptr, special, bytes.len) == NULL;
}

/* The scalar without properties and quotes. */
static struct stn_span inside_of(struct stn_str text,
                                 const struct stn_yaml_event *scalar)
{
    struct stn_span span = {skip_properties(text, scalar->start, scalar->end),
                            scalar->end};

    if (is_quoted(scalar) && span.end - span.start >= 2) {
        span.start++;
        span.end--;
    }
    return span;
}

bool stn_yaml_scalar_is_view(struct stn_str text,
                             const struct stn_yaml_event *scalar,
                             struct stn_span *span)
{
    struct stn_span inside = inside_of(text, scalar);

    if (is_block(scalar)) {
        inside.start = stn_yaml_skip_line(text, inside.start, inside.end);
        inside.start = stn_yaml_skip_spaces(text, inside.start, inside.end);
        if (inside.end - inside.start > scalar->value.len)
            inside.end = inside.start + scalar->value.len;
    }
    const struct stn_str bytes = stn_str_sub(text, inside.start, inside.end);
    if (scalar->value.ptr == NULL ? !is_literally(bytes, scalar->style)
                                  : !stn_yaml_reads_as(bytes, scalar->value))
        return false;
    *span = inside;
    return true;
}

enum stn_status stn_yaml_scalar_decode(struct stn_str text,
                                       const struct stn_yaml_event *scalar,
                                       struct stn_buf *out, struct stn_map *map,
                                       struct stn_error *err)
{
    const struct stn_span inside = inside_of(text, scalar);
    struct stn_yaml_decoder decoder = {.text = text,
                                       .at = inside.start,
                                       .end = inside.end,
                                       .out = out,
                                       .map = map};

    if (is_block(scalar) && inside.start < inside.end)
        stn_yaml_decode_block(&decoder, scalar->value);
    else if (scalar->style == STN_YAML_SINGLE_QUOTED)
        decode_single(&decoder);
    else if (scalar->style == STN_YAML_DOUBLE_QUOTED)
        decode_double(&decoder);
    else
        decode_plain(&decoder);
    if (out->status == STN_OK && !decoder.is_out_of_memory &&
        scalar->value.ptr != NULL &&
        !stn_yaml_reads_as(stn_buf_str(out), scalar->value)) {
        stn_buf_clear(out);
        stn_map_clear(map);
        stn_yaml_put_whole(&decoder, scalar->value, scalar->start, scalar->end);
    }
    return decoder.is_out_of_memory ? stn_fail_memory(err)
                                    : stn_buf_status(out, err);
}
