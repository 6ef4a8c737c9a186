/*
 * A log of anybody: the first byte says in what windows it is read, or that it
 * comes line by line. Whatever is handed over stands somewhere in the text, a
 * reader always gets on, and its places end.
 */
#include <stdint.h>

#include "checking_sink.h"
#include "http/format_list.h"
#include "http/log.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Lines that something else has cut, of two streams that take turns. */
static void read_lines(struct stn_http_walk *walk, struct stn_str text)
{
    struct stn_http_log *logs[2] = {NULL, NULL};
    const struct stn_segment root = {.bytes = text, .kind = STN_SEGMENT_TEXT};
    size_t at = 0;

    check(stn_http_log_new(&logs[0], walk, NULL) == STN_OK);
    check(stn_http_log_new(&logs[1], walk, NULL) == STN_OK);
    for (size_t i = 0; at < text.len; i++) {
        const char *end = memchr(text.ptr + at, '\n', text.len - at);
        const size_t next =
            end == NULL ? text.len : (size_t)(end - text.ptr) + 1;
        const struct stn_segment line = {
            .bytes = stn_str_sub(text, at, next),
            .kind = STN_SEGMENT_TEXT,
            .parent = &root,
        };
        check(stn_http_log_line(logs[i % 7 == 6], &line, NULL) == STN_OK);
        at = next;
    }
    stn_http_log_free(logs[0]);
    stn_http_log_free(logs[1]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct stn_http_walk *walk = NULL;

    if (size < 1)
        return 0;
    struct checking checking = {
        .text = {(const char *)data + 1, size - 1},
    };
    const struct stn_http_sink sink = checking_sink(&checking);
    const struct stn_str text = checking.text;
    check(stn_http_walk_new(&walk, NULL) == STN_OK);
    stn_http_walk_begin(walk, &sink);
    (void)stn_http_log.sniff(stn_str_sub(text, 0, STN_HTTP_SNIFF_BYTES), true);
    if (data[0] == 0)
        read_lines(walk, text);
    else
        read_windows(&stn_http_log, walk, text, 8 + (size_t)data[0] * 16);
    check(checking.open == 0);
    stn_http_walk_free(walk);
    return 0;
}
