#include "tests/support/log_reading.h"

static void a_command_is_read_by_its_options(void **state)
{
    (void)state;
    assert_tells("$ curl -s -X POST -H 'Any: abcd' -u mira:efgh "
                 "--cookie \"a=b\" -d @file -d 'c=d' https://h.test/e?f=g\n",
                 "header Any: abcd\nfield password = efgh\nheader Cookie: a=b\n"
                 "body c=d\nurl https://h.test/e?f=g\n");
    assert_tells("+ curl --header=\"Any: abcd\" -H\"B: c\" -umira:efgh "
                 "--data-urlencode name=value --oauth2-bearer ijkl h.test\n",
                 "header Any: abcd\nheader B: c\nfield password = efgh\n"
                 "field name = value\nheader Authorization: ijkl\n");
    assert_tells("wget --header='Any: abcd' --post-data=a=b --password efgh "
                 "http://h.test/\n",
                 "header Any: abcd\nbody a=b\nfield password = efgh\n"
                 "url http://h.test/\n");
}

static void a_command_goes_on_over_lines(void **state)
{
    (void)state;
    assert_tells("curl 'https://h.test/a' \\\n  -H 'Any: abcd' \\\n"
                 "  --data-raw $'{\"b\":\\'c\\',\n \"d\": 1}' \\\n"
                 "  --compressed\nunrelated -H 'X: y'\n",
                 "url https://h.test/a\nheader Any: abcd\n"
                 "body {\"b\":'c',\n \"d\": 1}\n");
}

static void a_quote_that_stays_open_takes_no_lines(void **state)
{
    (void)state;
    assert_tells("curl -H 'Any: abcd\nCookie: a=bcd\nCookie: e=fgh\n",
                 "header Any: abcd\nheader Cookie: a=bcd\n"
                 "header Cookie: e=fgh\n");
}

static void a_sentence_is_no_command(void **state)
{
    (void)state;
    assert_tells("Then curl it. The curl isn't 'a=b' long.\n", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_command_is_read_by_its_options),
        cmocka_unit_test(a_command_goes_on_over_lines),
        cmocka_unit_test(a_quote_that_stays_open_takes_no_lines),
        cmocka_unit_test(a_sentence_is_no_command),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
