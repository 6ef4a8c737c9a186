/** @file Bodies: decoded and taken apart by their look. */
#include "http/json_lexer.h"
#include "http/tree.h"
#include "http/walk_state.h"
#include "http/xml_body.h"

/* Bodies up to this size are read for names too short to be looked for. */
#define SMALL_BYTES (1 * STN_KIB)
/* As much of encoded data as is decoded to see what it is. */
#define PEEK_BYTES 64
/* Text without fields up to this size is decoded, and scanned again: settings
 * and keys on lines of their own stand there. */
#define PROSE_BYTES_MAX (8 * STN_KIB)
/* A name in a form is at most this long. */
#define FORM_NAME_BYTES_MAX 128
/* Binary data up to this size is tried as Brotli, unless it is named so. */
#define BROTLI_BYTES_MAX (256 * STN_KIB)

static bool is_control(char c)
{
    return (unsigned char)c < ' ' && c != '\t' && c != '\n' && c != '\r' &&
           c != '\f' && c != '\x1b';
}

static bool is_text(struct stn_str bytes)
{
    for (size_t i = 0; i < bytes.len && i < 4 * PEEK_BYTES; i++)
        if (is_control(bytes.ptr[i]))
            return false;
    return bytes.len > 0;
}

/* "a=1&b=2", percent-encoded: no spaces, and a name in front. */
static bool is_form(struct stn_str bytes)
{
    const struct stn_str head = stn_str_sub(bytes, 0, FORM_NAME_BYTES_MAX);
    const char *equals = head.len > 0 ? memchr(head.ptr, '=', head.len) : NULL;

    if (equals == NULL || equals == head.ptr)
        return false;
    for (const char *at = head.ptr; at < equals; at++)
        if (!((*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ||
              (*at >= '0' && *at <= '9') || strchr("_-.%[]:$+", *at) != NULL) ||
            *at == '\0')
            return false;
    for (size_t i = (size_t)(equals - head.ptr); i < bytes.len; i++)
        if ((unsigned char)bytes.ptr[i] <= ' ' && i + 2 < bytes.len)
            return false;
    /* Base64 ends in "=", and has no other. */
    return (size_t)(equals - head.ptr) + 2 < bytes.len;
}

/* JSON in a layer of its own: every scalar is a field. */
static enum stn_status read_json(struct stn_http_walk *walk,
                                 const struct stn_segment *body,
                                 struct stn_error *err)
{
    const struct stn_http_entered was =
        stn_http_enter(walk, STN_STR(""), " › json");
    struct stn_http_tree *tree = stn_http_layer_tree(walk, err);
    struct stn_json_lexer lexer = {0};
    enum stn_status status = STN_OK;
    size_t at = 0;

    if (tree == NULL)
        status = STN_ENOMEM;
    else
        stn_http_tree_fields(tree);
    while (status >= 0) {
        struct stn_json_token token;
        if (stn_json_next(&token, &lexer, body->bytes, &at, true) ==
            STN_JSON_END)
            break;
        if (token.kind == STN_JSON_OTHER) {
            at++;
            continue;
        }
        status = stn_http_tree_json(tree, body, &token, err);
    }
    stn_http_leave(walk, was);
    return status;
}

/* The part of a multipart body that begins at `at`; its headers end with an
 * empty line. */
static enum stn_status read_part(struct stn_http_walk *walk,
                                 const struct stn_segment *body, size_t at,
                                 size_t end, struct stn_error *err)
{
    static const char marker[] = "name=\"";
    const struct stn_str part = stn_str_sub(body->bytes, at, end);
    size_t head = stn_str_find(part, STN_STR("\r\n\r\n"));
    size_t skip = 4;

    if (head == SIZE_MAX) {
        head = stn_str_find(part, STN_STR("\n\n"));
        skip = 2;
    }
    if (head == SIZE_MAX)
        return STN_OK;
    const size_t name =
        stn_str_find_nocase(stn_str_sub(part, 0, head), stn_str_of(marker));
    if (name == SIZE_MAX)
        return STN_OK;
    const size_t start = name + sizeof(marker) - 1;
    const char *quote = memchr(part.ptr + start, '"', head - start);
    if (quote == NULL)
        return STN_OK;
    size_t last = part.len;
    while (last > head + skip &&
           (part.ptr[last - 1] == '\n' || part.ptr[last - 1] == '\r'))
        last--;
    return stn_http_field(
        walk, STN_SEGMENT_FORM,
        stn_str_sub(part, start, (size_t)(quote - part.ptr)),
        stn_http_part(body, at + head + skip, at + last, STN_CODEC_NONE), err);
}

static enum stn_status read_multipart(struct stn_http_walk *walk,
                                      const struct stn_segment *body,
                                      struct stn_error *err)
{
    const struct stn_str bytes = body->bytes;
    const char *line_end = memchr(bytes.ptr, '\n', bytes.len);
    const struct stn_str boundary =
        stn_str_trim(stn_str_sub(bytes, 0, (size_t)(line_end - bytes.ptr)));
    size_t at = boundary.len;

    for (size_t i = 0; i < STN_HTTP_PARTS_MAX && at < bytes.len; i++) {
        size_t next = stn_str_find(stn_str_sub(bytes, at, bytes.len), boundary);
        next = next == SIZE_MAX ? bytes.len : at + next;
        enum stn_status status = read_part(walk, body, at, next, err);
        if (status < 0)
            return status;
        at = next + boundary.len;
    }
    return stn_http_note_parts(walk, at < bytes.len, err);
}

static bool is_multipart(struct stn_str bytes)
{
    const struct stn_str head = stn_str_sub(bytes, 0, 512);

    return stn_str_starts(head, STN_STR("--")) &&
           memchr(head.ptr, '\n', head.len) != NULL &&
           stn_str_find_nocase(head, STN_STR("content-disposition")) !=
               SIZE_MAX;
}

static bool starts_nocase(struct stn_str bytes, struct stn_str start)
{
    return stn_str_equal_nocase(stn_str_sub(bytes, 0, start.len), start);
}

static bool is_html(struct stn_str bytes)
{
    return starts_nocase(bytes, STN_STR("<!doctype html")) ||
           starts_nocase(bytes, STN_STR("<html")) ||
           starts_nocase(bytes, STN_STR("<script"));
}

enum stn_status stn_http_read_fields(struct stn_http_walk *walk,
                                     const struct stn_segment *body,
                                     struct stn_error *err)
{
    const struct stn_str bytes = stn_str_trim(body->bytes);

    if (bytes.len < 2)
        return STN_OK;
    if (bytes.ptr[0] == '{' || bytes.ptr[0] == '[')
        return read_json(walk, body, err);
    if (bytes.ptr[0] == '<' && !is_html(bytes)) {
        const struct stn_http_entered was =
            stn_http_enter(walk, STN_STR(""), " › xml");
        enum stn_status status = stn_http_xml_body(walk, body, err);
        stn_http_leave(walk, was);
        return status;
    }
    if (is_multipart(bytes))
        return read_multipart(walk, body, err);
    if (is_form(bytes)) {
        const size_t start = (size_t)(bytes.ptr - body->bytes.ptr);
        return stn_http_parameters(walk, STN_SEGMENT_FORM, body,
                                   (struct stn_span){start, start + bytes.len},
                                   err);
    }
    return STN_OK;
}

/* Whether binary data is of a kind that is never compressed text: pictures,
 * fonts, films. */
static bool is_media(struct stn_str bytes)
{
    static const struct stn_str starts[] = {
        {"\x89PNG", 4},  {"\xFF\xD8\xFF", 3}, {"GIF8", 4},   {"RIFF", 4},
        {"wOFF", 4},     {"wOF2", 4},         {"%PDF", 4},   {"OTTO", 4},
        {"\0\1\0\0", 4}, {"\0\0\1\0", 4},     {"\0\0\0", 3}, {"ID3", 3},
        {"OggS", 4},
    };

    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
        if (stn_str_starts(bytes, starts[i]))
            return true;
    return false;
}

/* What is compressed in a body, by its first bytes or the header. */
static enum stn_codec compression_of(const struct stn_http_walk *walk,
                                     struct stn_str bytes)
{
    if (stn_str_is_gzip(bytes))
        return STN_CODEC_GZIP;
    /* zlib's header: 32 KiB window, a check sum over both bytes. */
    if (bytes.len > 8 && (unsigned char)bytes.ptr[0] == 0x78 &&
        (0x7800 + (unsigned char)bytes.ptr[1]) % 31 == 0)
        return STN_CODEC_DEFLATE;
    if (walk->encodings[walk->is_response] != STN_CODEC_NONE)
        return walk->encodings[walk->is_response];
    /* Brotli has no signature, and recorders sort the header that names it
     * behind the body: its decoder soon says whether it is. */
    return bytes.len <= BROTLI_BYTES_MAX && !is_media(bytes) ? STN_CODEC_BROTLI
                                                             : STN_CODEC_NONE;
}

/* What the first bytes of an encoded text stand for. */
static bool peek_holds_something(struct stn_http_walk *walk,
                                 struct stn_str encoded, enum stn_codec codec)
{
    struct stn_buf peek = STN_BUF_INIT(4 * PEEK_BYTES);
    bool holds = false;

    if (stn_codecs[codec].decode != NULL) {
        stn_codecs[codec].decode(stn_str_sub(encoded, 0, PEEK_BYTES), &peek,
                                 NULL, NULL);
        const struct stn_str bytes = stn_buf_str(&peek);
        holds = is_text(bytes) || compression_of(walk, bytes) != STN_CODEC_NONE;
    }
    stn_buf_dispose(&peek);
    return holds;
}

/* The encoding a body of printable bytes is in, if it is. */
static enum stn_codec encoding_of(struct stn_http_walk *walk,
                                  const struct stn_segment *body)
{
    const struct stn_str bytes = stn_str_trim(body->bytes);
    enum stn_codec codec = STN_CODEC_NONE;

    if (bytes.len > STN_HTTP_BODY_BYTES_MAX)
        return codec;
    if (stn_str_is_hex(bytes))
        codec = STN_CODEC_HEX;
    else if (stn_str_is_base64(bytes))
        codec = STN_CODEC_BASE64;
    if (codec != STN_CODEC_NONE && !peek_holds_something(walk, bytes, codec))
        codec = STN_CODEC_NONE;
    return codec;
}

static const char *way_of(enum stn_codec codec)
{
    switch (codec) {
    case STN_CODEC_HEX:
        return " › hex";
    case STN_CODEC_BASE64:
        return " › base64";
    case STN_CODEC_GZIP:
        return " › gzip";
    case STN_CODEC_BROTLI:
        return " › brotli";
    default:
        return " › deflate";
    }
}

/* @param codec     What is to be undone next.
 * @param is_given  It was handed over as it stands. */
static enum stn_status read_coded(struct stn_http_walk *walk,
                                  struct stn_segment *body,
                                  enum stn_codec codec, bool is_given,
                                  struct stn_error *err)
{
    const bool is_sure = codec != STN_CODEC_DEFLATE &&
                         (codec != STN_CODEC_BROTLI ||
                          walk->encodings[walk->is_response] == codec);
    struct stn_segment *decoded;
    enum stn_status status =
        stn_http_open_coded(walk, body, (struct stn_span){0, body->bytes.len},
                            codec, is_sure, &decoded, err);

    if (status == STN_EINPUT)
        return is_given ? STN_OK : stn_http_give_text(walk, body, err);
    if (status < 0)
        return status;
    const struct stn_http_entered was =
        stn_http_enter(walk, STN_STR(""), way_of(codec));
    status = stn_http_read_body(walk, decoded, err);
    stn_http_leave(walk, was);
    stn_http_close(walk);
    return status;
}

/* A text: as it stands, for what looks encoded may be a token; then by its
 * fields, or decoded. */
static enum stn_status read_text(struct stn_http_walk *walk,
                                 struct stn_segment *body,
                                 struct stn_error *err)
{
    const enum stn_codec codec = encoding_of(walk, body);
    enum stn_status status =
        stn_http_give(walk, body, STN_SEGMENT_TEXT, STN_STR(""), err);

    if (status < 0)
        return status;
    status = codec == STN_CODEC_NONE ? stn_http_read_fields(walk, body, err)
                                     : read_coded(walk, body, codec, true, err);
    return stn_http_left(walk, status, err);
}

/* A body in more bodies than are looked into. */
static enum stn_status give_deep(struct stn_http_walk *walk,
                                 struct stn_segment *body,
                                 struct stn_error *err)
{
    const bool is_lost = stn_str_is_gzip(body->bytes);
    const char first = body->bytes.ptr[0];
    enum stn_status status = STN_OK;

    if (is_lost || first == '{' || first == '[' || first == '<')
        status = stn_http_note(walk, "encodings nest too deep", is_lost, err);
    return status < 0 ? status : stn_http_give_text(walk, body, err);
}

/* Bodies in bodies nest no deeper than STN_HTTP_DECODE_DEPTH_MAX. */
enum stn_status stn_http_read_body(struct stn_http_walk *walk,
                                   struct stn_segment *body,
                                   struct stn_error *err)
{
    enum stn_status status;

    if (body->bytes.len == 0)
        return STN_OK;
    if (walk->bodies >= STN_HTTP_DECODE_DEPTH_MAX)
        return give_deep(walk, body, err);
    walk->bodies++;
    if (is_text(body->bytes)) {
        status = read_text(walk, body, err);
    } else {
        const enum stn_codec codec = compression_of(walk, body->bytes);
        status = codec != STN_CODEC_NONE
                     ? read_coded(walk, body, codec, false, err)
                     : stn_http_give_text(walk, body, err);
    }
    walk->bodies--;
    return status;
}

/* Whether the first bytes of what is written may begin something with fields,
 * or something encoded. */
static bool has_structure(struct stn_http_walk *walk, struct stn_str written)
{
    const struct stn_str head = stn_str_trim(stn_str_sub(written, 0, 256));

    if (head.len == 0)
        return false;
    if (strchr("{[", head.ptr[0]) != NULL || is_form(head))
        return true;
    if (head.ptr[0] == '<')
        return !is_html(head);
    if (stn_str_starts(head, STN_STR("--")) || !is_text(head))
        return true;
    if (stn_str_is_hex(head))
        return peek_holds_something(walk, head, STN_CODEC_HEX);
    return stn_str_is_base64(head) &&
           peek_holds_something(walk, head, STN_CODEC_BASE64);
}

/*
 * Whether a body is to be decoded. A script or a page of some size has no
 * fields, and was scanned as it is written; nor has JSON in which no rule finds
 * anything to begin with.
 */
static bool is_worth_it(struct stn_http_walk *walk, struct stn_http_value value)
{
    const struct stn_str written = stn_http_written(value);

    if (written.len <= SMALL_BYTES || value.codec == STN_CODEC_DECIMAL)
        return true;
    const bool is_structured = has_structure(walk, written);
    if (is_structured && strchr("{[<-", written.ptr[0]) == NULL)
        return true; /* encoded: it shows nothing of what is in it */
    if (!stn_http_wants(walk, STN_SEGMENT_TEXT, STN_STR(""), value))
        return false;
    return is_structured || written.len <= PROSE_BYTES_MAX;
}

enum stn_status stn_http_body(struct stn_http_walk *walk,
                              struct stn_http_value value,
                              struct stn_error *err)
{
    struct stn_segment *segment;

    if (value.span.end - value.span.start < 4)
        return STN_OK;
    const bool is_decoded = is_worth_it(walk, value);
    if (!is_decoded &&
        !stn_http_wants(walk, STN_SEGMENT_TEXT, STN_STR(""), value))
        return STN_OK;
    if (!is_decoded)
        value.codec = STN_CODEC_NONE;
    enum stn_status status = stn_http_open(walk, value, &segment, err);
    if (status < 0)
        return status;
    status = is_decoded ? stn_http_read_body(walk, segment, err)
                        : stn_http_give_text(walk, segment, err);
    stn_http_close(walk);
    return status;
}
