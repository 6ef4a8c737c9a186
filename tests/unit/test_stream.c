#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/limits.h"
#include "sources/stream.h"

/* A descriptor, at its start, of a file with these bytes. */
static int file_of(const char *bytes, size_t length)
{
    int fd = memfd_create("stream", 0);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, length), length);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    return fd;
}

static void a_small_file_is_one_whole_text(void **state)
{
    struct stn_stream stream;
    struct stn_text text = {0};
    struct stn_error err;

    (void)state;
    stn_stream_init(&stream);
    stn_stream_begin(&stream, file_of("one\ntwo\n", 8), true, NULL);
    assert_int_equal(stn_stream_next(&stream, &text, &err), STN_OK);
    assert_int_equal(text.bytes.len, 8);
    assert_memory_equal(text.bytes.ptr, "one\ntwo\n", 8);
    assert_int_equal(text.owned.end, 0);
    assert_false(text.is_continued);
    assert_int_equal(stn_stream_next(&stream, &text, &err), STN_DONE);
    assert_int_equal(stn_stream_next(&stream, &text, &err), STN_DONE);
    stn_stream_dispose(&stream);
}

static void an_empty_file_is_one_empty_text(void **state)
{
    struct stn_stream stream;
    struct stn_text text = {0};
    struct stn_error err;

    (void)state;
    stn_stream_init(&stream);
    stn_stream_begin(&stream, file_of("", 0), true, NULL);
    assert_int_equal(stn_stream_next(&stream, &text, &err), STN_OK);
    assert_int_equal(text.bytes.len, 0);
    assert_int_equal(stn_stream_next(&stream, &text, &err), STN_DONE);
    stn_stream_dispose(&stream);
}

/* Numbered lines, a little over two windows of them. */
static char *numbered_lines(size_t *length)
{
    size_t size = 2 * STN_WINDOW_BYTES + STN_WINDOW_BYTES / 3;
    char *bytes = malloc(size + 32);
    size_t at = 0;

    assert_non_null(bytes);
    for (unsigned line = 1; at < size; line++)
        at += (size_t)snprintf(bytes + at, 32, "line %09u\n", line);
    *length = at;
    return bytes;
}

static void windows_own_every_byte_once_and_know_their_lines(void **state)
{
    struct stn_stream stream;
    struct stn_text text = {0};
    struct stn_error err;
    size_t length;
    char *bytes = numbered_lines(&length);
    uint64_t next = 0;
    int windows = 0;

    (void)state;
    stn_stream_init(&stream);
    stn_stream_begin(&stream, file_of(bytes, length), true, NULL);
    while (stn_stream_next(&stream, &text, &err) == STN_OK) {
        assert_int_equal(text.is_continued, windows > 0);
        assert_int_equal(text.base_byte + text.owned.start, next);
        assert_memory_equal(text.bytes.ptr, bytes + text.base_byte,
                            text.bytes.len);
        /* Every line is 15 bytes long. */
        assert_int_equal(text.base_line, text.base_byte / 15);
        assert_int_equal(text.base_column, text.base_byte % 15);
        next = text.base_byte + text.owned.end;
        windows++;
    }
    assert_int_equal(next, length);
    assert_int_equal(windows, 3);
    assert_true(stream.buf.capacity <= 2 * STN_WINDOW_BYTES);
    stn_stream_dispose(&stream);
    free(bytes);
}

/* What a reader has no end of yet comes again with what follows it. */
static void bytes_that_are_kept_come_again(void **state)
{
    struct stn_stream stream;
    struct stn_text text = {0};
    struct stn_error err;
    size_t length;
    char *bytes = numbered_lines(&length);
    uint64_t next = 0;
    int windows = 0;

    (void)state;
    stn_stream_init(&stream);
    stn_stream_begin(&stream, file_of(bytes, length), true, NULL);
    while (stn_stream_next(&stream, &text, &err) == STN_OK) {
        assert_int_equal(text.base_byte + text.owned.start, next);
        assert_memory_equal(text.bytes.ptr, bytes + text.base_byte,
                            text.bytes.len);
        assert_int_equal(text.base_line, text.base_byte / 15);
        assert_int_equal(text.base_column, text.base_byte % 15);
        next = text.base_byte + text.owned.end;
        if (windows++ == 0) {
            stn_stream_keep(&stream, 1000);
            next = 1000;
        }
        /* It has been given away already, and only that can be kept. */
        stn_stream_keep(&stream, text.bytes.len);
    }
    assert_int_equal(next, length);
    assert_int_equal(windows, 3);
    stn_stream_dispose(&stream);
    free(bytes);
}

static void no_more_is_kept_than_a_text_may_have(void **state)
{
    const size_t length = STN_TEXT_BYTES_MAX + 3 * STN_WINDOW_BYTES;
    const int fd = memfd_create("stream", 0);
    struct stn_stream stream;
    struct stn_text text = {0};
    struct stn_error err;
    size_t most = 0;

    (void)state;
    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, (off_t)length), 0);
    /* No zeros among the first bytes: it is a text. */
    for (off_t at = 0; at < 128 * (off_t)STN_KIB; at += 8)
        assert_int_equal(pwrite(fd, "1234567\n", 8, at), 8);
    stn_stream_init(&stream);
    stn_stream_begin(&stream, fd, true, NULL);
    while (stn_stream_next(&stream, &text, &err) == STN_OK) {
        most = text.bytes.len > most ? text.bytes.len : most;
        stn_stream_keep(&stream, 0);
    }
    assert_int_equal(text.base_byte + text.bytes.len, length);
    assert_true(most < STN_TEXT_BYTES_MAX + 2 * STN_WINDOW_BYTES);
    stn_stream_dispose(&stream);
}

static void a_window_shows_what_follows_its_own_bytes(void **state)
{
    struct stn_stream stream;
    struct stn_text text = {0};
    struct stn_error err;
    size_t length;
    char *bytes = numbered_lines(&length);

    (void)state;
    stn_stream_init(&stream);
    stn_stream_begin(&stream, file_of(bytes, length), true, NULL);
    assert_int_equal(stn_stream_next(&stream, &text, &err), STN_OK);
    assert_int_equal(text.bytes.len - text.owned.end, STN_WINDOW_OVERLAP_BYTES);
    stn_stream_dispose(&stream);
    free(bytes);
}

static void a_file_that_shrinks_is_an_error(void **state)
{
    struct stn_stream stream;
    struct stn_text text = {0};
    struct stn_error err;
    size_t length;
    char *bytes = numbered_lines(&length);
    int fd = file_of(bytes, length);

    (void)state;
    stn_stream_init(&stream);
    stn_stream_begin(&stream, fd, true, NULL);
    assert_int_equal(stn_stream_next(&stream, &text, &err), STN_OK);
    assert_int_equal(ftruncate(fd, STN_WINDOW_BYTES + 10), 0);
    assert_int_equal(stn_stream_next(&stream, &text, &err), STN_EINPUT);
    assert_non_null(strstr(err.message, "shrank"));
    stn_stream_dispose(&stream);
    free(bytes);
}

static void no_more_than_its_head_is_read_of_a_long_binary(void **state)
{
    struct stn_stream stream;
    struct stn_text text = {0};
    struct stn_error err;
    size_t length;
    char *bytes = numbered_lines(&length);

    (void)state;
    memcpy(bytes,
           "\x7F"
           "ELF\0\0\0\1",
           8);
    stn_stream_init(&stream);
    stn_stream_begin(&stream, file_of(bytes, length), true, NULL);
    assert_int_equal(stn_stream_next(&stream, &text, &err), STN_OK);
    assert_true(stream.is_binary);
    assert_int_equal(stream.size, length);
    assert_true(stream.total < STN_WINDOW_BYTES);
    assert_int_equal(stn_stream_next(&stream, &text, &err), STN_DONE);
    stn_stream_dispose(&stream);
    free(bytes);
}

static bool is_over(void *payload)
{
    int *calls = payload;

    return ++*calls > 1;
}

static void a_wait_ends_when_it_is_time_and_keeps_what_came(void **state)
{
    struct stn_stream stream;
    struct stn_text text = {0};
    struct stn_error err;
    int ends[2];
    int calls = 0;
    struct stn_source_options waits = {.is_over = is_over, .payload = &calls};

    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "some", 4), 4);
    stn_stream_init(&stream);
    stn_stream_begin(&stream, ends[0], true, &waits);
    assert_int_equal(stn_stream_next(&stream, &text, &err), STN_OK);
    assert_int_equal(text.bytes.len, 4);
    assert_int_equal(calls, 2);
    assert_int_equal(stn_stream_next(&stream, &text, &err), STN_DONE);
    stn_stream_dispose(&stream);
    close(ends[1]);
}

static void utf16_is_not_cut_into_windows(void **state)
{
    struct stn_stream stream;
    struct stn_text text = {0};
    struct stn_error err;
    size_t length = 2 * STN_WINDOW_BYTES;
    char *bytes = malloc(length);

    (void)state;
    assert_non_null(bytes);
    for (size_t i = 0; i < length; i += 2) {
        bytes[i] = 'a';
        bytes[i + 1] = '\0';
    }
    stn_stream_init(&stream);
    stn_stream_begin(&stream, file_of(bytes, length), true, NULL);
    assert_int_equal(stn_stream_next(&stream, &text, &err), STN_OK);
    assert_int_equal(text.bytes.len, length);
    assert_int_equal(text.owned.end, 0);
    assert_int_equal(stn_stream_next(&stream, &text, &err), STN_DONE);
    stn_stream_dispose(&stream);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_file_is_one_whole_text),
        cmocka_unit_test(an_empty_file_is_one_empty_text),
        cmocka_unit_test(windows_own_every_byte_once_and_know_their_lines),
        cmocka_unit_test(bytes_that_are_kept_come_again),
        cmocka_unit_test(no_more_is_kept_than_a_text_may_have),
        cmocka_unit_test(a_window_shows_what_follows_its_own_bytes),
        cmocka_unit_test(a_file_that_shrinks_is_an_error),
        cmocka_unit_test(no_more_than_its_head_is_read_of_a_long_binary),
        cmocka_unit_test(a_wait_ends_when_it_is_time_and_keeps_what_came),
        cmocka_unit_test(utf16_is_not_cut_into_windows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
