/** @file URLs and parameters: what they hold, and what they say of it. */
#include "http/date.h"
#include "http/setting.h"
#include "http/walk_state.h"
#include "text/decoder.h"

/* What the host says of whatever is sent there. */
uint32_t stn_http_host_traits(struct stn_str host)
{
    static const char *const examples[] = {"example.com", "example.org",
                                           "example.net"};
    static const char *const reserved[] = {".test", ".invalid", ".example"};
    const size_t colon = stn_setting_find(host, 0, host.len, ':');
    struct stn_str name = stn_str_sub(host, 0, colon);

    if (stn_setting_is(name, "localhost") ||
        stn_str_starts(host, STN_STR("[::1]")) ||
        (stn_str_starts(name, STN_STR("127.")) && name.len <= 15))
        return STN_TRAIT_LOCAL;
    for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++) {
        struct stn_str example = stn_str_of(examples[i]);
        if (name.len >= example.len &&
            stn_setting_is(stn_str_sub(name, name.len - example.len, name.len),
                           examples[i]) &&
            (name.len == example.len ||
             name.ptr[name.len - example.len - 1] == '.'))
            return STN_TRAIT_EXAMPLE;
    }
    for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++) {
        struct stn_str end = stn_str_of(reserved[i]);
        if (name.len > end.len &&
            stn_setting_is(stn_str_sub(name, name.len - end.len, name.len),
                           reserved[i]))
            return STN_TRAIT_EXAMPLE;
    }
    return 0;
}

/* What the parameters of one URL or form say of each other. */
struct siblings {
    uint32_t traits;
    int64_t expires;
    int64_t signed_at;
    int64_t seconds;
};

static int64_t read_seconds(struct stn_str text)
{
    int64_t seconds = 0;

    if (text.len == 0 || text.len > 9)
        return 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return 0;
        seconds = seconds * 10 + (text.ptr[i] - '0');
    }
    return seconds;
}

static void learn(struct siblings *siblings, struct stn_str name,
                  struct stn_str value)
{
    static const char *const oauth[] = {"grant_type", "redirect_uri",
                                        "code_verifier", "client_id", NULL};
    static const char *const login[] = {
        "user", "username", "login", "email", "userid", "j_username", NULL};

    for (size_t i = 0; oauth[i] != NULL; i++)
        if (stn_setting_is(name, oauth[i]))
            siblings->traits |= STN_TRAIT_OAUTH;
    for (size_t i = 0; login[i] != NULL; i++)
        if (stn_setting_is(name, login[i]))
            siblings->traits |= STN_TRAIT_LOGIN;
    if (stn_setting_is(name, "X-Amz-Date") ||
        stn_setting_is(name, "X-Goog-Date"))
        siblings->signed_at = stn_http_date(value);
    else if (stn_setting_is(name, "X-Amz-Expires") ||
             stn_setting_is(name, "X-Goog-Expires"))
        siblings->seconds = read_seconds(value);
    else if (stn_setting_is(name, "Expires") || stn_setting_is(name, "se"))
        siblings->expires = stn_http_date(value);
}

static void learn_all(struct siblings *siblings, struct stn_str bytes,
                      size_t at, size_t end)
{
    char decoded[STN_HTTP_NAME_BYTES]; /* dates hold colons */

    for (size_t i = 0; i < STN_HTTP_PARTS_MAX && at < end; i++) {
        const size_t next = stn_setting_find(bytes, at, end, '&');
        const struct stn_setting field = stn_setting_read(bytes, at, next);
        const struct stn_str value =
            stn_str_sub(bytes, field.value.start, field.value.end);
        learn(siblings, field.name, stn_http_unescape(decoded, value));
        at = next + 1;
    }
    if (siblings->signed_at > 0 && siblings->seconds > 0)
        siblings->expires = siblings->signed_at + siblings->seconds;
}

static enum stn_status
give_parameter(struct stn_http_walk *walk, enum stn_segment_kind kind,
               struct stn_str name, struct stn_http_value value,
               const struct siblings *siblings, struct stn_error *err)
{
    struct stn_segment *segment;

    if (value.span.start >= value.span.end || name.len == 0 ||
        !stn_http_wants(walk, kind, name, value))
        return STN_OK;
    enum stn_status status = stn_http_open(walk, value, &segment, err);
    if (status < 0)
        return status;
    segment->traits = siblings->traits;
    segment->expires = siblings->expires;
    status = stn_http_give_value(walk, segment, kind, name, err);
    stn_http_close(walk);
    return status;
}

enum stn_status stn_http_parameters(struct stn_http_walk *walk,
                                    enum stn_segment_kind kind,
                                    const struct stn_segment *segment,
                                    struct stn_span span, struct stn_error *err)
{
    const struct stn_str bytes = segment->bytes;
    struct siblings siblings = {0};
    char decoded[STN_HTTP_NAME_BYTES];
    size_t at = span.start;

    learn_all(&siblings, bytes, span.start, span.end);
    for (size_t i = 0; i < STN_HTTP_PARTS_MAX && at < span.end; i++) {
        const size_t next = stn_setting_find(bytes, at, span.end, '&');
        const struct stn_setting field = stn_setting_read(bytes, at, next);
        const struct stn_http_value value = stn_http_part(
            segment, field.value.start, field.value.end, STN_CODEC_FORM);
        enum stn_status status =
            give_parameter(walk, kind, stn_http_unescape(decoded, field.name),
                           value, &siblings, err);
        if (status < 0)
            return status;
        at = next + 1;
    }
    return stn_http_note_parts(walk, at < span.end, err);
}

enum stn_status stn_http_parameter_text(struct stn_http_walk *walk,
                                        enum stn_segment_kind kind,
                                        struct stn_http_value value,
                                        struct stn_error *err)
{
    struct stn_segment *segment;
    enum stn_status status = stn_http_open(walk, value, &segment, err);

    if (status < 0)
        return status;
    const size_t start =
        segment->bytes.len > 0 && segment->bytes.ptr[0] == '?' ? 1 : 0;
    status = stn_http_parameters(
        walk, kind, segment, (struct stn_span){start, segment->bytes.len}, err);
    stn_http_close(walk);
    return status;
}

struct stn_str stn_http_unescape(char out[STN_HTTP_NAME_BYTES],
                                 struct stn_str name)
{
    if (name.len == 0 || memchr(name.ptr, '%', name.len) == NULL)
        return name;
    return stn_percent_unescape(out, STN_HTTP_NAME_BYTES, name);
}

/* The parts of a URL: spans of its bytes; an absent one is empty. */
struct url {
    struct stn_span host, query, fragment;
};

/* Where the host and what stands before it begin; SIZE_MAX: it is no URL with a
 * scheme, but may hold one further on. */
static size_t end_of_scheme(struct stn_str bytes, size_t end)
{
    size_t at = 0;

    while (at < end && bytes.ptr[at] != ':' && bytes.ptr[at] != '/')
        at++;
    return stn_str_starts(stn_str_sub(bytes, at, end), STN_STR("://"))
               ? at + 3
               : SIZE_MAX;
}

static struct url read_url(struct stn_str bytes)
{
    const size_t hash = stn_setting_find(bytes, 0, bytes.len, '#');
    const size_t mark = stn_setting_find(bytes, 0, hash, '?');
    const size_t start = end_of_scheme(bytes, mark);
    struct url url = {
        .query = {mark < hash ? mark + 1 : hash, hash},
        .fragment = {hash < bytes.len ? hash + 1 : bytes.len, bytes.len}};

    if (start == SIZE_MAX)
        return url;
    url.host.end = stn_setting_find(bytes, start, mark, '/');
    url.host.start = url.host.end;
    while (url.host.start > start && bytes.ptr[url.host.start - 1] != '@')
        url.host.start--;
    return url;
}

/* The parameters of the query, and of the fragment: answers of OAuth's implicit
 * flow stand there. */
static enum stn_status give_parameters(struct stn_http_walk *walk,
                                       const struct stn_segment *segment,
                                       const struct url *url,
                                       struct stn_error *err)
{
    const struct stn_span parts[] = {url->query, url->fragment};
    enum stn_status status = STN_OK;

    for (size_t i = 0; i < 2 && status >= 0; i++)
        if (stn_setting_find(segment->bytes, parts[i].start, parts[i].end,
                             '=') < parts[i].end)
            status = stn_http_parameters(walk, STN_SEGMENT_QUERY, segment,
                                         parts[i], err);
    return status;
}

enum stn_status stn_http_give_url(struct stn_http_walk *walk,
                                  struct stn_segment *segment, bool is_target,
                                  bool is_text, struct stn_error *err)
{
    const struct url url = read_url(segment->bytes);
    enum stn_status status = STN_OK;

    if (is_target && url.host.end > url.host.start)
        walk->traits |= stn_http_host_traits(
            stn_str_sub(segment->bytes, url.host.start, url.host.end));
    if (is_text)
        status =
            stn_http_give(walk, segment, STN_SEGMENT_TEXT, STN_STR(""), err);
    if (status < 0)
        return status;
    status = give_parameters(walk, segment, &url, err);
    return is_text ? stn_http_left(walk, status, err) : status;
}

static enum stn_status open_url(struct stn_http_walk *walk,
                                struct stn_http_value value, bool is_target,
                                struct stn_error *err)
{
    struct stn_segment *segment;

    if (value.span.start >= value.span.end)
        return STN_OK;
    const bool is_text =
        stn_http_wants(walk, STN_SEGMENT_TEXT, STN_STR(""), value);
    enum stn_status status = stn_http_open(walk, value, &segment, err);
    if (status < 0)
        return status;
    status = stn_http_give_url(walk, segment, is_target, is_text, err);
    stn_http_close(walk);
    return status;
}

enum stn_status stn_http_url(struct stn_http_walk *walk,
                             struct stn_http_value value, struct stn_error *err)
{
    return open_url(walk, value, true, err);
}
