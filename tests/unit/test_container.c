#include "text/container.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* The header of an archive's first member. */
#define MEMBER(length)                                                         \
    "PK\3\4\24\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" length "\0\0\0"

static void containers_are_told_by_their_first_bytes(void **state)
{
    (void)state;
    assert_true(stn_text_is_container(STN_STR("\x1f\x8b\x08\x08\0\0\0\0\0\3"
                                              "a.yaml\0\3\4")));
    assert_true(stn_text_is_container(STN_STR(MEMBER("\1") "a")));
    assert_true(stn_text_is_container(STN_STR("99:7:version;1:7#")));
    assert_true(stn_text_is_container(STN_STR("GET / HTTP/1.1\r\n")));
    assert_true(stn_text_is_container(STN_STR("HTTP/1.1 200 OK\r\n")));
}

static void what_is_something_else_is_none(void **state)
{
    (void)state;
    assert_false(
        stn_text_is_container(STN_STR("\x1f\x8b\x08\xff\0\0\0\0\0\0\0\0")));
    assert_false(
        stn_text_is_container(STN_STR("\x1f\x8b\x08\0\0\0\0\0\0\3\4")));
    assert_false(stn_text_is_container(STN_STR("text")));
    assert_false(stn_text_is_container(STN_STR("")));
    assert_false(stn_text_is_container(STN_STR("7:version")));
    assert_false(stn_text_is_container(STN_STR("a\n GET / HTTP/1.1\r\n")));
}

static void documents_and_programs_are_no_archives(void **state)
{
    (void)state;
    assert_false(
        stn_text_is_container(STN_STR(MEMBER("\23") "[Content_Types].xml")));
    assert_false(stn_text_is_container(STN_STR(MEMBER("\11") "META-INF/")));
    assert_false(stn_text_is_container(STN_STR(MEMBER("\7") "A.class")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(containers_are_told_by_their_first_bytes),
        cmocka_unit_test(what_is_something_else_is_none),
        cmocka_unit_test(documents_and_programs_are_no_archives),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
