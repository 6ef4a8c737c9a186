/** @file Which test speaks: Go's "=== RUN TestX", pytest's "____ test_x ____".
 */
#include <string.h>

#include "http/log_reader.h"

static struct stn_str read_word(struct stn_str bytes, size_t at)
{
    const size_t start = stn_log_skip_spaces(bytes, at);
    size_t end = start;

    while (end < bytes.len && (unsigned char)bytes.ptr[end] > ' ')
        end++;
    return stn_str_sub(bytes, start, end);
}

static enum stn_status read_test(struct stn_http_log *log,
                                 const struct stn_log_line *line, size_t at,
                                 size_t *next, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    struct stn_str name;

    (void)err;
    if (bytes.ptr[at] == '_') {
        while (at < bytes.len && bytes.ptr[at] == '_')
            at++;
        if (at >= bytes.len || bytes.ptr[at] != ' ' ||
            bytes.ptr[bytes.len - 1] != '_')
            return STN_OK;
        name = read_word(bytes, at);
    } else {
        at += strlen("=== ");
        while (at < bytes.len && bytes.ptr[at] >= 'A' && bytes.ptr[at] <= 'Z')
            at++;
        at += at < bytes.len && bytes.ptr[at] == ':';
        name = read_word(bytes, at);
        if (bytes.ptr[line->start] == '=' &&
            stn_str_starts(stn_str_sub(bytes, line->start, bytes.len),
                           STN_STR("=== PAUSE")))
            name.len = 0;
    }
    *next = line->end;
    stn_http_log_name_test(log, name);
    return STN_OK;
}

const struct stn_log_grammar stn_log_test = {
    .name = "test",
    .read = read_test,
};
