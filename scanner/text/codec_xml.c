#include "text/codec_list.h"
#include "text/decoder.h"
#include "text/encoder.h"

/** The longest entity that is looked for: "&#1114111;" with some zeros. */
#define ENTITY_BYTES_MAX 16

static const struct stn_str cdata_open = {"<![CDATA[", 9};
static const struct stn_str cdata_close = {"]]>", 3};

/* A code point by its number, in decimal or (after an x) in hex digits;
 * UINT32_MAX: it is none. */
static uint32_t read_number(struct stn_str digits)
{
    uint32_t point = 0;

    if (digits.len > 1 && (digits.ptr[0] == 'x' || digits.ptr[0] == 'X')) {
        digits = stn_str_sub(digits, 1, digits.len);
        while (digits.len > 8 && digits.ptr[0] == '0')
            digits = stn_str_sub(digits, 1, digits.len);
        return digits.len <= 8 ? stn_hex_read(digits, 0, digits.len)
                               : UINT32_MAX;
    }
    for (size_t at = 0; at < digits.len; at++) {
        if (digits.ptr[at] < '0' || digits.ptr[at] > '9')
            return UINT32_MAX;
        point = point * 10 + (uint32_t)(digits.ptr[at] - '0');
        if (point > 0x10FFFF)
            return UINT32_MAX;
    }
    return digits.len > 0 ? point : UINT32_MAX;
}

static uint32_t read_name(struct stn_str name)
{
    static const struct {
        struct stn_str name;
        char byte;
    } entities[] = {
        {{"amp", 3}, '&'},  {{"lt", 2}, '<'},    {{"gt", 2}, '>'},
        {{"quot", 4}, '"'}, {{"apos", 4}, '\''},
    };

    for (size_t i = 0; i < sizeof(entities) / sizeof(*entities); i++)
        if (stn_str_equal(entities[i].name, name))
            return (unsigned char)entities[i].byte;
    return UINT32_MAX;
}

static bool take_entity(struct stn_decoder *decoder)
{
    const struct stn_str rest = stn_str_sub(decoder->source, decoder->at + 1,
                                            decoder->at + ENTITY_BYTES_MAX);
    const char *end = rest.len > 0 ? memchr(rest.ptr, ';', rest.len) : NULL;

    if (end == NULL)
        return stn_decoder_copy(decoder, 1);
    const struct stn_str name = {rest.ptr, (size_t)(end - rest.ptr)};
    const uint32_t point = name.len > 0 && name.ptr[0] == '#'
                               ? read_number(stn_str_sub(name, 1, name.len))
                               : read_name(name);
    if (point > 0x10FFFF)
        return stn_decoder_copy(decoder, 1);
    return stn_decoder_put_point(decoder, point, name.len + 2);
}

/* What is left. */
static struct stn_str rest_of(const struct stn_decoder *decoder)
{
    return stn_str_sub(decoder->source, decoder->at, decoder->source.len);
}

/* The inside of a CDATA section, and past its end. */
static bool take_cdata(struct stn_decoder *decoder)
{
    const struct stn_str rest = rest_of(decoder);
    const size_t length = stn_str_find(rest, cdata_close);

    if (length == SIZE_MAX)
        return stn_decoder_copy(decoder, rest.len);
    if (!stn_decoder_copy(decoder, length))
        return false;
    decoder->at += cdata_close.len;
    return true;
}

/* Whether a text begins inside of a section: it has an end that no beginning
 * comes before. Elsewhere XML forbids ]]>. */
static bool begins_inside(struct stn_str source)
{
    const size_t close = stn_str_find(source, cdata_close);

    return close != SIZE_MAX &&
           stn_str_find(stn_str_sub(source, 0, close), cdata_open) == SIZE_MAX;
}

/* The next `mark`, at `last` or looked for again once that is passed; the end
 * of the source, if there is none. */
static const char *next_mark(const struct stn_decoder *decoder,
                             const char *last, char mark)
{
    const char *from = decoder->source.ptr + decoder->at;
    const char *const end = decoder->source.ptr + decoder->source.len;

    if (last >= from)
        return last;
    last = memchr(from, mark, (size_t)(end - from));
    return last != NULL ? last : end;
}

static void decode(struct stn_decoder *decoder)
{
    const struct stn_str source = decoder->source;
    const char *entity = NULL;
    const char *tag = NULL;
    bool goes_on = !begins_inside(source) || take_cdata(decoder);

    while (goes_on && decoder->at < source.len) {
        const char *from = source.ptr + decoder->at;
        entity = next_mark(decoder, entity, '&');
        tag = next_mark(decoder, tag, '<');
        const char *mark = entity < tag ? entity : tag;

        goes_on = stn_decoder_copy(decoder, (size_t)(mark - from));
        if (!goes_on || decoder->at == source.len)
            break;
        if (mark == entity) {
            goes_on = take_entity(decoder);
        } else if (stn_str_starts(rest_of(decoder), cdata_open)) {
            decoder->at += cdata_open.len;
            goes_on = take_cdata(decoder);
        } else {
            goes_on = stn_decoder_copy(decoder, 1);
        }
    }
}

enum stn_status stn_codec_xml_decode(struct stn_str source, struct stn_buf *out,
                                     struct stn_map *map, struct stn_error *err)
{
    struct stn_decoder decoder;

    if (stn_decoder_begin(&decoder, source, source.len, out, map))
        decode(&decoder);
    return stn_decoder_end(&decoder, "XML", err);
}

/* Whether a text that begins inside of a section, or not, ends in one. */
static bool ends_inside(struct stn_str like, bool is_inside)
{
    for (;;) {
        const struct stn_str mark = is_inside ? cdata_close : cdata_open;
        const size_t at = stn_str_find(like, mark);
        if (at == SIZE_MAX)
            return is_inside;
        like = stn_str_sub(like, at + mark.len, like.len);
        is_inside = !is_inside;
    }
}

static const char *entity_of(char byte)
{
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&apos;";
    default:
        return NULL;
    }
}

/* A line break of \r would be read as \n. */
static void write_entity(struct stn_escape *escape, struct stn_str rest,
                         const void *style)
{
    const unsigned char byte = (unsigned char)rest.ptr[0];
    const char *entity = entity_of(rest.ptr[0]);
    (void)style;

    if (entity != NULL)
        stn_escape_print(escape, "%s", entity);
    else if (byte < ' ' && byte != '\n' && byte != '\t')
        stn_escape_print(escape, "&#%u;", byte);
}

/* In a section no entity is one, so it is left for each. */
static void write_between(struct stn_escape *escape, struct stn_str rest,
                          const void *style)
{
    const char *entity = entity_of(rest.ptr[0]);
    (void)style;

    if (entity != NULL && rest.ptr[0] != '"' && rest.ptr[0] != '\'')
        stn_escape_print(escape, "]]>%s<![CDATA[", entity);
}

/* What is replaced may begin or end inside of a section; so does what replaces
 * it. */
enum stn_status stn_codec_xml_encode(struct stn_str bytes, struct stn_str like,
                                     struct stn_buf *out, struct stn_error *err)
{
    const bool was_inside = begins_inside(like);
    const bool is_inside = ends_inside(like, was_inside);

    stn_encode(bytes, out, was_inside ? write_between : write_entity, NULL,
               NULL);
    if (was_inside != is_inside)
        stn_buf_append(out, was_inside ? cdata_close : cdata_open);
    return stn_buf_status(out, err);
}
