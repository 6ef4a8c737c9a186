/** @file What a log puts before its lines, learned from one and looked for on
 *  the next ones. */
#include <string.h>

#include "http/log_reader.h"

/* Who speaks: curl and Karate say it on every line, OkHttp on the first. */
static const struct stn_str speakers[] = {
    STN_STR("--> "),
    STN_STR("<-- "),
    STN_STR("> "),
    STN_STR("< "),
};

void stn_log_prefix_learn(struct stn_log_prefix *prefix,
                          const struct stn_log_line *line, size_t at)
{
    struct stn_str bytes = stn_str_sub(line->within->bytes, line->start, at);

    prefix->follow = STN_LOG_UNKNOWN;
    prefix->base = 0;
    prefix->mark = 0;
    if (bytes.len > STN_LOG_PREFIX_BYTES || bytes.len == 0)
        return;
    memcpy(prefix->bytes, bytes.ptr, bytes.len);
    for (size_t i = 0; i < sizeof(speakers) / sizeof(speakers[0]); i++)
        if (stn_str_ends(bytes, speakers[i])) {
            prefix->mark = (uint8_t)speakers[i].len;
            break;
        }
    prefix->base = (uint8_t)(bytes.len - prefix->mark);
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Past the digits, or spaces, at `at`. */
static size_t skip_digits(struct stn_str bytes, size_t at)
{
    while (at < bytes.len && is_digit(bytes.ptr[at]))
        at++;
    return at;
}

static size_t skip_blanks(struct stn_str bytes, size_t at)
{
    while (at < bytes.len && (bytes.ptr[at] == ' ' || bytes.ptr[at] == '\t'))
        at++;
    return at;
}

/* How far a shape and a line agree. @return Where in the line the shape ended;
 * SIZE_MAX if they part. *agreed is how much of the shape was met. */
static size_t follow_shape(struct stn_str shape, struct stn_str bytes,
                           size_t start, size_t *agreed)
{
    size_t at = start;
    size_t i = 0;

    while (i < shape.len) {
        const char byte = shape.ptr[i];
        const bool is_last_space =
            byte == ' ' && i + 1 == shape.len && at == bytes.len;

        *agreed = i;
        /* Editors cut the space at the end of an empty line. */
        if (is_last_space)
            return at;
        if (at >= bytes.len)
            return SIZE_MAX;
        if (is_digit(byte) && is_digit(bytes.ptr[at])) {
            i = skip_digits(shape, i);
            at = skip_digits(bytes, at);
        } else if (byte == ' ' && bytes.ptr[at] == ' ' && i + 1 < shape.len) {
            const size_t next = skip_blanks(shape, i);
            size_t end = skip_blanks(bytes, at);

            /* Of the last spaces, what is more than the shape's is content. */
            if (next == shape.len && end - at > next - i)
                end = at + (next - i);
            i = next;
            at = end;
        } else if (byte == bytes.ptr[at]) {
            i++;
            at++;
        } else {
            return SIZE_MAX;
        }
    }
    *agreed = i;
    return at;
}

size_t stn_log_prefix_skip(const struct stn_log_prefix *prefix,
                           const struct stn_log_line *line,
                           enum stn_log_follow follow)
{
    const struct stn_str bytes = stn_log_bytes(line);
    struct stn_str shape = {prefix->bytes, prefix->base};
    size_t agreed;

    if (follow == STN_LOG_MARKED)
        shape.len += prefix->mark;
    else if (follow == STN_LOG_BARE)
        return skip_blanks(bytes, line->start);
    return follow_shape(shape, bytes, line->start, &agreed);
}

bool stn_log_prefix_begins(const struct stn_log_prefix *prefix,
                           const struct stn_log_line *line)
{
    const struct stn_str shape = {prefix->bytes, prefix->base};
    size_t agreed = 0;

    if (shape.len < 4 || shape.ptr[0] == ' ' || shape.ptr[0] == '\t')
        return false;
    return follow_shape(shape, stn_log_bytes(line), line->start, &agreed) !=
               SIZE_MAX ||
           agreed >= 12;
}
