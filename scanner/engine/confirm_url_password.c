/** @file Passwords in URLs: RFC 3986, 3.2.1. */
#include "engine/confirm_list.h"

#include "engine/code.h"
#include "engine/placeholder.h"
#include "engine/shape.h"
#include "engine/verdict.h"
#include "text/decoder.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/** Longest host name of the DNS. */
#define HOST_BYTES_MAX 253

/** As much of a password as is judged. */
#define PASSWORD_BYTES_MAX 256

/** The host behind the "@" that follows the secret; empty if none does. */
static struct stn_str host_of(const struct stn_confirm_input *input)
{
    static const char *const openers[] = {"//", "tcp("};
    struct stn_str bytes = input->segment->bytes;
    size_t start = input->secret.end + 1;
    size_t end;

    if (input->secret.end >= bytes.len || bytes.ptr[start - 1] != '@')
        return (struct stn_str){NULL, 0};
    /* Oracle's and Go's ways: user/password@//host, user:password@tcp(host). */
    for (size_t i = 0; i < COUNT(openers); i++) {
        struct stn_str rest = stn_str_sub(bytes, start, bytes.len);

        if (stn_str_starts(rest, stn_str_of(openers[i])))
            start += strlen(openers[i]);
    }
    end = start;
    while (end < bytes.len && end - start < HOST_BYTES_MAX &&
           ((bytes.ptr[end] >= 'a' && bytes.ptr[end] <= 'z') ||
            (bytes.ptr[end] >= 'A' && bytes.ptr[end] <= 'Z') ||
            (bytes.ptr[end] >= '0' && bytes.ptr[end] <= '9') ||
            bytes.ptr[end] == '.' || bytes.ptr[end] == '-' ||
            bytes.ptr[end] == '_' || bytes.ptr[end] == '['))
        end++;
    return stn_str_sub(bytes, start, end);
}

/** The name before the ":" in front of the secret. */
static struct stn_str user_of(const struct stn_confirm_input *input)
{
    struct stn_str bytes = input->segment->bytes;
    size_t end = input->secret.start;
    size_t start;

    if (end == 0 || bytes.ptr[end - 1] != ':')
        return (struct stn_str){NULL, 0};
    start = --end;
    while (start > input->match.start && bytes.ptr[start - 1] != '/')
        start--;
    return stn_str_sub(bytes, start, end);
}

/** Only the machine itself, or names reserved for examples: RFC 2606, 6761. */
static bool is_nowhere(struct stn_str host)
{
    static const char *const starts[] = {"127.", "localhost", "0.0.0.0", "[",
                                         "host.docker.internal"};
    static const char *const ends[] = {
        ".example",    ".test",       ".invalid", ".localhost", "example.com",
        "example.org", "example.net", ".local",   "domain.com", "host.com",
    };

    for (size_t i = 0; i < COUNT(starts); i++)
        if (stn_str_starts(host, stn_str_of(starts[i])))
            return true;
    for (size_t i = 0; i < COUNT(ends); i++)
        if (stn_str_ends(host, stn_str_of(ends[i])))
            return true;
    return false;
}

static bool url_password_holds(const struct stn_confirm_input *input,
                               struct stn_confirm_result *result)
{
    char bytes[PASSWORD_BYTES_MAX];
    struct stn_str value =
        stn_percent_unescape(bytes, PASSWORD_BYTES_MAX, input->value);
    struct stn_str host = host_of(input);
    struct stn_str user = user_of(input);
    struct stn_shape shape = stn_shape_of(value);

    if (stn_placeholder_is(value) || stn_code_is(value, true) ||
        value.len < 3 || shape.spaces > 0 ||
        (shape.lower == 0 && stn_shape_is_joined_name(value)))
        return false;
    /* A template instead of a host: nothing of this is in use. */
    if (host.len == 0 && input->secret.end < input->segment->bytes.len &&
        input->segment->bytes.ptr[input->secret.end] == '@')
        stn_verdict_cap(result, STN_MEDIUM);
    if (is_nowhere(host)) {
        stn_verdict_cap(result, STN_LOW);
        stn_verdict_say(result, "host is local or an example");
    } else if (host.len > 0 && memchr(host.ptr, '.', host.len) == NULL) {
        stn_verdict_cap(result, STN_MEDIUM);
        stn_verdict_say(result, "host has a local name");
    }
    if (stn_str_equal_nocase(user, value)) {
        stn_verdict_cap(result, STN_LOW);
        stn_verdict_say(result, "the user's name again");
    } else if (stn_shape_is_guessable(value)) {
        stn_verdict_cap(result, STN_MEDIUM);
        stn_verdict_say(result, "easy to guess");
    }
    return true;
}

const struct stn_confirm stn_confirm_url_password = {
    .name = "url-password",
    .summary = "no placeholder or template; capped for local hosts",
    .holds = url_password_holds,
};
