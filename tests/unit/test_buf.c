#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "tests/support/torture.h"

static void an_empty_buffer_is_an_empty_string(void **state)
{
    (void)state;
    struct stn_buf buf = STN_BUF_INIT(10);

    assert_string_equal(buf.ptr, "");
    assert_int_equal(stn_buf_status(&buf, NULL), STN_OK);
    stn_buf_truncate(&buf, 0);
    stn_buf_clear(&buf);
    stn_buf_dispose(&buf);
    stn_buf_dispose(&buf);
    assert_string_equal(buf.ptr, "");
}

static void writers_append_in_order(void **state)
{
    (void)state;
    struct stn_buf buf = STN_BUF_INIT(1000);

    stn_buf_puts(&buf, "one ");
    stn_buf_append(&buf, (struct stn_str){0});
    stn_buf_append(&buf, STN_STR("two"));
    stn_buf_putc(&buf, ' ');
    stn_buf_printf(&buf, "%s%d", "", 3);
    stn_buf_printf(&buf, "%s", "");
    assert_string_equal(buf.ptr, "one two 3");
    assert_int_equal(buf.len, 9);
    stn_buf_truncate(&buf, 20);
    stn_buf_truncate(&buf, 3);
    assert_string_equal(buf.ptr, "one");
    stn_buf_dispose(&buf);
}

static void a_nul_is_a_byte_like_others(void **state)
{
    (void)state;
    struct stn_buf buf = STN_BUF_INIT(10);

    stn_buf_append(&buf, STN_STR("a\0b"));
    stn_buf_putc(&buf, '\0');
    assert_int_equal(buf.len, 4);
    assert_memory_equal(buf.ptr, "a\0b\0", 5);
    stn_buf_dispose(&buf);
}

static void the_ceiling_itself_is_allowed(void **state)
{
    (void)state;
    struct stn_buf buf = STN_BUF_INIT(5);

    stn_buf_puts(&buf, "12345");
    stn_buf_puts(&buf, "");
    assert_int_equal(stn_buf_status(&buf, NULL), STN_OK);
    assert_string_equal(buf.ptr, "12345");
    stn_buf_dispose(&buf);
}

static void append_past_the_ceiling_sticks(void **state)
{
    (void)state;
    struct stn_buf buf = STN_BUF_INIT(5);
    struct stn_error err;

    stn_buf_puts(&buf, "123");
    stn_buf_printf(&buf, "%d", 456);
    stn_buf_puts(&buf, "4");
    assert_null(stn_buf_reserve(&buf, 1));
    assert_string_equal(buf.ptr, "123");
    assert_int_equal(stn_buf_status(&buf, &err), STN_ELIMIT);
    assert_string_equal(err.message, "over 5 bytes");
    stn_buf_clear(&buf);
    stn_buf_puts(&buf, "4");
    assert_int_equal(stn_buf_status(&buf, &err), STN_OK);
    assert_string_equal(buf.ptr, "4");
    stn_buf_dispose(&buf);
}

static void no_ceiling_overflows(void **state)
{
    (void)state;
    struct stn_buf buf = STN_BUF_INIT(SIZE_MAX);

    stn_buf_putc(&buf, 'a');
    assert_null(stn_buf_reserve(&buf, SIZE_MAX));
    assert_int_equal(stn_buf_status(&buf, NULL), STN_ELIMIT);
    stn_buf_clear(&buf);
    assert_null(stn_buf_reserve(&buf, SIZE_MAX));
    assert_int_equal(stn_buf_status(&buf, NULL), STN_ELIMIT);
    stn_buf_dispose(&buf);
}

static void what_is_reserved_and_not_filled_ends_the_string(void **state)
{
    (void)state;
    struct stn_buf buf = STN_BUF_INIT(100);

    assert_non_null(stn_buf_reserve(&buf, 50));
    assert_string_equal(buf.ptr, "");
    stn_buf_dispose(&buf);
}

static void readers_fill_what_they_reserve(void **state)
{
    (void)state;
    struct stn_buf buf = STN_BUF_INIT(100);

    stn_buf_puts(&buf, "ab");
    char *room = stn_buf_reserve(&buf, 50);
    memcpy(room, "cdef", 4);
    stn_buf_added(&buf, 2);
    assert_string_equal(buf.ptr, "abcd");
    stn_buf_dispose(&buf);
}

static void detached_bytes_are_the_callers(void **state)
{
    (void)state;
    struct stn_buf buf = STN_BUF_INIT(100);
    size_t length = 99;

    char *empty = stn_buf_detach(&buf, &length);
    assert_string_equal(empty, "");
    assert_int_equal(length, 0);
    stn_buf_puts(&buf, "mine");
    char *bytes = stn_buf_detach(&buf, NULL);
    assert_string_equal(bytes, "mine");
    assert_int_equal(buf.len, 0);
    assert_int_equal(buf.ceiling, 100);
    stn_free(empty);
    stn_free(bytes);
}

static enum stn_status write_much(void *payload)
{
    struct stn_buf buf = STN_BUF_INIT(100000);
    enum stn_status status;
    char *bytes = NULL;
    (void)payload;

    for (int i = 0; i < 500; i++)
        stn_buf_printf(&buf, "line %d\n", i);
    status = stn_buf_status(&buf, NULL);
    stn_buf_dispose(&buf);
    if (status == STN_OK) {
        bytes = stn_buf_detach(&buf, NULL);
        status = bytes != NULL ? STN_OK : STN_ENOMEM;
    }
    stn_free(bytes);
    return status;
}

static void no_memory_sticks_too(void **state)
{
    (void)state;
    torture(write_much, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_buffer_is_an_empty_string),
        cmocka_unit_test(writers_append_in_order),
        cmocka_unit_test(a_nul_is_a_byte_like_others),
        cmocka_unit_test(the_ceiling_itself_is_allowed),
        cmocka_unit_test(append_past_the_ceiling_sticks),
        cmocka_unit_test(no_ceiling_overflows),
        cmocka_unit_test(readers_fill_what_they_reserve),
        cmocka_unit_test(what_is_reserved_and_not_filled_ends_the_string),
        cmocka_unit_test(detached_bytes_are_the_callers),
        cmocka_unit_test(no_memory_sticks_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
