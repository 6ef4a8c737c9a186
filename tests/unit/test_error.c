#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"

static void the_status_comes_back(void **state)
{
    (void)state;
    struct stn_error err;

    assert_int_equal(stn_fail(&err, STN_EIO, "%s: %d", "a.c", 7), STN_EIO);
    assert_string_equal(err.message, "a.c: 7");
    assert_int_equal(stn_fail(NULL, STN_ELIMIT, "%s", "unheard"), STN_ELIMIT);
    assert_int_equal(stn_fail_memory(&err), STN_ENOMEM);
    assert_string_equal(err.message, "out of memory");
}

static void a_message_is_one_line(void **state)
{
    (void)state;
    struct stn_error err;

    stn_fail(&err, STN_EIO, "%s", "a\nb\x1B[31m\x7F\t");
    assert_string_equal(err.message, "a?b?[31m??");
}

static void a_long_message_is_cut_between_code_points(void **state)
{
    (void)state;
    char name[2 * STN_ERROR_BYTES];
    struct stn_error err;

    /* Every way a four-byte code point can meet the end. */
    for (size_t shift = 0; shift < 4; shift++) {
        memset(name, 'a', shift);
        for (size_t i = shift; i + 4 < sizeof(name); i += 4)
            memcpy(name + i, "\xF0\x9F\x94\x91", 5);
        assert_int_equal(stn_fail(&err, STN_EIO, "%s", name), STN_EIO);
        assert_true(strlen(err.message) > STN_ERROR_BYTES - 9);
        assert_true(stn_utf8_is_valid(stn_str_of(err.message)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_status_comes_back),
        cmocka_unit_test(a_message_is_one_line),
        cmocka_unit_test(a_long_message_is_cut_between_code_points),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
