#include "http/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static int64_t date(const char *text)
{
    return stn_http_date(stn_str_of(text));
}

static void dates_of_cookies_and_headers_are_read(void **state)
{
    (void)state;
    assert_int_equal(date("Wed, 21 Oct 2026 07:28:00 GMT"), 1792567680);
    assert_int_equal(date("Wednesday, 21-Oct-26 07:28:00 GMT"), 1792567680);
    assert_int_equal(date("Wed, 21-Oct-2026 07:28:00 GMT"), 1792567680);
    assert_int_equal(date("wed, 21 OCT 2026 07:28:00 gmt"), 1792567680);
    assert_int_equal(date("21 Oct 2026 07:28:00 GMT"), 1792567680);
    assert_int_equal(date("Tue, 29 Feb 2028 00:00:01 GMT"), 1835395201);
}

static void what_was_deleted_is_long_past(void **state)
{
    (void)state;
    assert_int_equal(date("Thu, 01 Jan 1970 00:00:00 GMT"), 1);
    assert_int_equal(date("Thu, 01-Jan-70 00:00:10 GMT"), 10);
    assert_int_equal(date("Mon, 01 Jan 1601 00:00:00 GMT"), 1);
}

static void dates_of_signatures_are_read(void **state)
{
    (void)state;
    assert_int_equal(date("20261021T072800Z"), 1792567680);
    assert_int_equal(date("2026-10-21T07:28:00Z"), 1792567680);
    assert_int_equal(date("2026-10-21T07:28:00.123+00:00"), 1792567680);
    assert_int_equal(date("2026-10-21"), 1792540800);
}

static void unix_times_are_read(void **state)
{
    (void)state;
    assert_int_equal(date("1792567680"), 1792567680);
    assert_int_equal(date(" 1792567680.5 "), 1792567680);
    assert_int_equal(date("1792567680000"), 1792567680);
    assert_int_equal(date("1"), 1);
}

static void what_is_no_date_is_not_known(void **state)
{
    (void)state;
    assert_int_equal(date(""), 0);
    assert_int_equal(date("0"), 0);
    assert_int_equal(date("-1"), 0);
    assert_int_equal(date("Session"), 0);
    assert_int_equal(date("17925676800001234"), 0);
    assert_int_equal(date("Wed, "), 0);
    assert_int_equal(date("Wed, 21"), 0);
    assert_int_equal(date("Wed, 21 Oct"), 0);
    assert_int_equal(date("Wed, 32 Oct 2026 07:28:00 GMT"), 0);
    assert_int_equal(date("Wed, 21 Och 2026 07:28:00 GMT"), 0);
    assert_int_equal(date("Wed, 21 Oct 2026 27:28:00 GMT"), 0);
    assert_int_equal(date("2026-13-01"), 0);
    assert_int_equal(date("2026-00-01"), 0);
    assert_int_equal(date("2026-"), 0);
    assert_int_equal(date("20261021T"), 1792540800);
}

static void the_worst_numbers_do_not_overflow(void **state)
{
    (void)state;
    assert_int_equal(date("9999999999999"), 9999999999);
    assert_int_equal(date("Fri, 31 Dec 9999 23:59:59 GMT"), 253402300799);
    assert_int_equal(date("Sat, 01 Jan 0000 00:00:00 GMT"), 946684800);
    assert_int_equal(date("0000-01-01"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_of_cookies_and_headers_are_read),
        cmocka_unit_test(what_was_deleted_is_long_past),
        cmocka_unit_test(dates_of_signatures_are_read),
        cmocka_unit_test(unix_times_are_read),
        cmocka_unit_test(what_is_no_date_is_not_known),
        cmocka_unit_test(the_worst_numbers_do_not_overflow),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
