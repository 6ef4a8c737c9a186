/** @file Reading a log in a line of a test: what it must tell, in order. */
#ifndef STN_TESTS_LOG_READING_H
#define STN_TESTS_LOG_READING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "http/format_list.h"
#include "tests/support/http_recorder.h"

/** What a log tells, without the lines "exchange", "request", "response". */
static inline struct stn_buf log_reading(struct stn_str text, size_t window,
                                         bool has_places)
{
    struct stn_http_walk *walk = recorder_new();
    struct stn_buf out = {0};

    stn_buf_init(&out, 64U << 20);
    if (has_places)
        recorder_show_places(walk);
    assert_int_equal(recorder_read(walk, &stn_http_log, text, window), STN_OK);
    for (const char *at = recorder_lines(walk); *at != '\0';) {
        const char *end = strchr(at, '\n');
        const struct stn_str line = {at, (size_t)(end - at)};

        if (!stn_str_equal(line, STN_STR("exchange")) &&
            !stn_str_equal(line, STN_STR("request")) &&
            !stn_str_equal(line, STN_STR("response"))) {
            stn_buf_append(&out, line);
            stn_buf_putc(&out, '\n');
        }
        at = end + 1;
    }
    recorder_free(walk);
    return out;
}

static inline void assert_tells(const char *text, const char *lines)
{
    struct stn_buf out = log_reading(stn_str_of(text), 0, false);

    assert_string_equal(out.ptr, lines);
    stn_buf_dispose(&out);
}

/** With places and offsets: "[exchange[0].request.url]@4-6 url /a". */
static inline void assert_tells_where(const char *text, const char *lines)
{
    struct stn_buf out = log_reading(stn_str_of(text), 0, true);

    assert_string_equal(out.ptr, lines);
    stn_buf_dispose(&out);
}

static inline bool log_is_claimed(const char *head)
{
    return stn_http_log.sniff(stn_str_of(head), true);
}

#endif
