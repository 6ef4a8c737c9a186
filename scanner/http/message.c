/** @file Headers and fields: what a request or response is made of. */
#include "http/setting.h"
#include "http/walk_state.h"

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* Whether a value is a text of its own: JSON in a string, or gzip, JSON, XML
 * that somebody encoded. */
static bool looks_like_body(struct stn_str written)
{
    static const char *const encoded[] = {"H4sI", "1f8b0", "eyJ",  "ewog",
                                          "ewo",  "W3si",  "PD94", "PHNvYXA"};

    while (written.len > 0 && (written.ptr[0] == ' ' || written.ptr[0] == '\n'))
        written = stn_str_sub(written, 1, written.len);
    if (written.len < 8)
        return false;
    if (written.ptr[0] == '{' || written.ptr[0] == '[')
        return memchr(written.ptr, '"', written.len) != NULL;
    for (size_t i = 0; i < sizeof(encoded) / sizeof(encoded[0]); i++)
        if (stn_str_starts(written, stn_str_of(encoded[i])))
            return written.len >= 24 &&
                   stn_str_is_base64(stn_str_trim(written));
    return false;
}

enum stn_status stn_http_give_value(struct stn_http_walk *walk,
                                    struct stn_segment *segment,
                                    enum stn_segment_kind kind,
                                    struct stn_str name, struct stn_error *err)
{
    const bool is_body = looks_like_body(segment->bytes);
    const bool is_json =
        is_body && strchr(" \n{[", segment->bytes.ptr[0]) != NULL;
    enum stn_status status = STN_OK;

    /* What is encoded may be a credential as it is. */
    if (!is_json && name.len > 0)
        status = stn_http_give(walk, segment, kind, name, err);
    if (!is_body || status < 0)
        return status;
    const struct stn_http_entered was = stn_http_enter(walk, name, "");
    status = stn_http_read_body(walk, segment, err);
    stn_http_leave(walk, was);
    return status;
}

enum stn_status stn_http_field(struct stn_http_walk *walk,
                               enum stn_segment_kind kind, struct stn_str name,
                               struct stn_http_value value,
                               struct stn_error *err)
{
    struct stn_segment *segment;

    if (!looks_like_body(stn_http_written(value)) &&
        (name.len == 0 || !stn_http_wants(walk, kind, name, value)))
        return STN_OK;
    enum stn_status status = stn_http_open(walk, value, &segment, err);
    if (status < 0)
        return status;
    status = stn_http_give_value(walk, segment, kind, name, err);
    stn_http_close(walk);
    return status;
}

/* How the bodies of a side are compressed. */
static enum stn_codec read_encoding(struct stn_str value)
{
    value = stn_str_trim(value);
    if (stn_setting_is(value, "br"))
        return STN_CODEC_BROTLI;
    if (stn_setting_is(value, "deflate"))
        return STN_CODEC_DEFLATE;
    return STN_CODEC_NONE;
}

/*
 * Basic credentials hide what is in them: a token of its own form is looked for
 * in the decoded ones. The header itself is a field too.
 */
static enum stn_status look_into_basic(struct stn_http_walk *walk,
                                       const struct stn_segment *segment,
                                       struct stn_str name,
                                       struct stn_error *err)
{
    static const size_t scheme = sizeof("Basic ") - 1;
    const struct stn_str bytes = segment->bytes;
    const struct stn_span credentials = stn_setting_trim(
        bytes, scheme < bytes.len ? scheme : bytes.len, bytes.len);
    struct stn_segment *decoded;

    if (!stn_setting_is(stn_str_sub(bytes, 0, scheme), "Basic ") ||
        !stn_str_is_base64(
            stn_str_sub(bytes, credentials.start, credentials.end)))
        return STN_OK;
    enum stn_status status = stn_http_open_coded(
        walk, segment, credentials, STN_CODEC_BASE64, true, &decoded, err);
    if (status == STN_EINPUT)
        return STN_OK;
    if (status < 0)
        return status;
    const struct stn_http_entered was = stn_http_enter(walk, name, " › base64");
    status = stn_http_give_text(walk, decoded, err);
    stn_http_leave(walk, was);
    stn_http_close(walk);
    return status;
}

/* A header that is nothing but a value under a name. */
static enum stn_status give_header(struct stn_http_walk *walk,
                                   struct stn_segment *segment,
                                   struct stn_str name, struct stn_error *err)
{
    enum stn_status status =
        stn_http_give(walk, segment, STN_SEGMENT_HEADER, name, err);

    if (status < 0 || segment->bytes.len < 12)
        return status;
    return look_into_basic(walk, segment, name, err);
}

/* What kind of header a name means. */
enum header { PLAIN, COOKIE, SET_COOKIE, TARGET, LINK, HOST, ENCODING };

static enum header header_of(struct stn_str name)
{
    static const struct {
        const char *name;
        enum header header;
    } known[] = {
        {":authority", HOST},
        {":path", TARGET},
        {"content-encoding", ENCODING},
        {"content-location", LINK},
        {"cookie", COOKIE},
        {"cookie2", COOKIE},
        {"host", HOST},
        {"http_cookie", COOKIE},
        {"location", LINK},
        {"origin", LINK},
        {"referer", LINK},
        {"refresh", LINK},
        {"set-cookie", SET_COOKIE},
        {"set-cookie2", SET_COOKIE},
        {"x-forwarded-uri", TARGET},
        {"x-original-url", TARGET},
        {"x-rewrite-url", TARGET},
    };

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (lower(name.ptr[0]) == known[i].name[0] &&
            stn_setting_is(name, known[i].name))
            return known[i].header;
    return PLAIN;
}

/* A header that is read whether a rule asks for it or not. */
static enum stn_status take_apart(struct stn_http_walk *walk,
                                  enum header header, struct stn_str name,
                                  struct stn_segment *segment,
                                  struct stn_error *err)
{
    const struct stn_http_entered was = stn_http_enter(walk, name, "");
    enum stn_status status = STN_OK;

    switch (header) {
    case COOKIE:
        status = stn_http_cookies(walk, segment, err);
        break;
    case SET_COOKIE:
        status = stn_http_set_cookies(walk, segment, err);
        break;
    case TARGET:
    case LINK:
        status = stn_http_give_url(walk, segment, header == TARGET, true, err);
        break;
    case HOST:
        walk->traits |= stn_http_host_traits(stn_str_trim(segment->bytes));
        break;
    case ENCODING:
        walk->encodings[walk->is_response] = read_encoding(segment->bytes);
        break;
    case PLAIN:
        break;
    }
    stn_http_leave(walk, was);
    return status;
}

enum stn_status stn_http_header(struct stn_http_walk *walk, struct stn_str name,
                                struct stn_http_value value,
                                struct stn_error *err)
{
    struct stn_segment *segment;

    if (name.len == 0)
        return STN_OK;
    const enum header header = header_of(name);
    if (header == PLAIN &&
        !stn_http_wants(walk, STN_SEGMENT_HEADER, name, value))
        return STN_OK;
    enum stn_status status = stn_http_open(walk, value, &segment, err);
    if (status < 0)
        return status;
    status = header == PLAIN ? give_header(walk, segment, name, err)
                             : take_apart(walk, header, name, segment, err);
    stn_http_close(walk);
    return status;
}
