#include "http/shape_memo.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void assert_same(struct stn_http_shapes a, struct stn_http_shapes b)
{
    assert_ptr_equal(a.first, b.first);
    assert_ptr_equal(a.last, b.last);
    assert_int_equal(a.length, b.length);
}

/* More names than there is room for, some of one hash, one too long; of each
 * place the steps must be those of that place. */
static void a_step_is_the_same_when_it_is_remembered(void **state)
{
    static const char *const parts[] = {
        "",
        "[]",
        "log",
        "entries",
        "request",
        "response",
        "url",
        "headers",
        "hXXXXXs",
        "header",
        "cookies",
        "content",
        "text",
        "status",
        "statusText",
        "data",
        "pairs",
        "stubs",
        "imposters",
        "auth",
        "variable",
        "values",
        "item",
        "event",
        "body",
        "query",
        "form",
        "postData",
        "params",
        "snapshot",
        "mappings",
        "requests",
        "req",
        "res",
        "info",
        "resources",
        "origins",
        "Package",
        "Test",
        "Output",
        "timings",
        "startTime",
        "time",
        "serverIP",
        "connection",
        "cache",
        "pageref",
        "method",
        "bodySize",
        "headersSize",
        "aVeryLongNameOfAKeyThatNobodyRemembersAtAll",
    };
    static const size_t count = sizeof(parts) / sizeof(parts[0]);
    struct stn_http_shapes places[4] = {stn_http_shapes_root()};
    struct stn_shape_memo memo = {0};

    (void)state;
    places[1] = stn_http_shapes_step(places[0], STN_STR("log"));
    places[2] = stn_http_shapes_step(places[1], STN_STR("entries"));
    places[3] = stn_http_shapes_step(places[2], STN_STR("[]"));
    for (size_t run = 0; run < 3; run++)
        for (size_t place = 0; place < 4; place++)
            for (size_t i = 0; i < count; i++) {
                const struct stn_str part = stn_str_of(parts[i]);
                assert_same(stn_shape_memo_step(&memo, places[place], part),
                            stn_http_shapes_step(places[place], part));
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_step_is_the_same_when_it_is_remembered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
