/* Cookies, as requests and responses carry them, through the walk. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/limits.h"
#include "tests/support/http_sink.h"

/* A header of that name; of a response if it sets cookies. */
static enum stn_status say_header(struct stn_http_walk *walk,
                                  const struct stn_segment *root,
                                  const void *name, struct stn_error *err)
{
    stn_http_exchange(walk);
    stn_http_side(walk, ((const char *)name)[0] == 'S');
    return stn_http_header(walk, stn_str_of(name),
                           http_sink_all(root, STN_CODEC_NONE), err);
}

static void assert_header(const char *name, const char *value,
                          const char *expected)
{
    assert_hands_over(stn_str_of(value), say_header, name, expected);
}

static void cookies_are_cut_at_semicolons(void **state)
{
    (void)state;
    assert_header("Cookie", "sid=abc; theme=dark;last=1",
                  "cookie [Cookie.sid] sid = abc @4-7\n"
                  "cookie [Cookie.theme] theme = dark @15-19\n"
                  "cookie [Cookie.last] last = 1 @25-26\n");
}

static void a_cookies_value_may_hold_equal_signs_and_quotes(void **state)
{
    (void)state;
    assert_header("cookie", "a=b=c==; q=\"in quotes\"",
                  "cookie [cookie.a] a = b=c== @2-7\n"
                  "cookie [cookie.q] q = in quotes @12-21\n");
}

static void a_cookies_value_is_percent_decoded(void **state)
{
    (void)state;
    assert_header("Cookie", "connect.sid=s%3Aabc%2Bd",
                  "cookie [Cookie.connect.sid] connect.sid = s:abc+d @12-23\n");
}

static void what_has_no_name_or_no_value_is_no_cookie(void **state)
{
    (void)state;
    assert_header("Cookie", "", "");
    assert_header("Cookie", ";;=x; a=; ; b", "");
}

static void a_set_cookie_says_who_may_read_it_and_until_when(void **state)
{
    (void)state;
    assert_header("Set-Cookie", "sid=abc; Path=/; HttpOnly; Secure",
                  "cookie [Set-Cookie.sid] sid = abc {response http-only}"
                  " @4-7\n");
    assert_header("Set-Cookie",
                  "sid=abc; expires=Wed, 21 Oct 2026 07:28:00 GMT; path=/",
                  "cookie [Set-Cookie.sid] sid = abc {response}"
                  " until 1792567680 @4-7\n");
}

static void a_cookie_that_is_deleted_is_over(void **state)
{
    (void)state;
    assert_header("Set-Cookie", "sid=abc; Max-Age=0",
                  "cookie [Set-Cookie.sid] sid = abc {response}"
                  " until 1 @4-7\n");
    assert_header("Set-Cookie",
                  "sid=abc; Expires=Thu, 01-Jan-1970 00:00:00 GMT",
                  "cookie [Set-Cookie.sid] sid = abc {response}"
                  " until 1 @4-7\n");
}

static void max_age_counts_before_expires(void **state)
{
    (void)state;
    assert_header("Set-Cookie",
                  "a=b; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Max-Age=0",
                  "cookie [Set-Cookie.a] a = b {response} until 1 @2-3\n");
    assert_header("Set-Cookie",
                  "a=b; Max-Age=0; Expires=Wed, 21 Oct 2026 07:28:00 GMT",
                  "cookie [Set-Cookie.a] a = b {response} until 1 @2-3\n");
}

static void set_cookies_are_joined_by_line_breaks(void **state)
{
    (void)state;
    assert_header("Set-Cookie", "a=1; HttpOnly\nb=2; path=/\r\nc=3",
                  "cookie [Set-Cookie.a] a = 1 {response http-only} @2-3\n"
                  "cookie [Set-Cookie.b] b = 2 {response} @16-17\n"
                  "cookie [Set-Cookie.c] c = 3 {response} @29-30\n");
}

static void set_cookies_are_joined_by_commas_that_are_not_of_dates(void **state)
{
    (void)state;
    assert_header("Set-Cookie",
                  "a=1; expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly, "
                  "b=2; expires=Wed, 21-Oct-26 07:28:00 GMT,c=3",
                  "cookie [Set-Cookie.a] a = 1 {response http-only}"
                  " until 1792567680 @2-3\n"
                  "cookie [Set-Cookie.b] b = 2 {response}"
                  " until 1792567680 @56-57\n"
                  "cookie [Set-Cookie.c] c = 3 {response} @97-98\n");
}

static enum stn_status say_cookie(struct stn_http_walk *walk,
                                  const struct stn_segment *root,
                                  const void *payload, struct stn_error *err)
{
    (void)payload;
    return stn_http_cookie(walk, STN_STR("sid"),
                           http_sink_all(root, STN_CODEC_JSON), true, 12, err);
}

static void a_cookie_by_itself_is_decoded_twice(void **state)
{
    (void)state;
    assert_hands_over(STN_STR("a\\u0025\\u0034\\u0031b"), say_cookie, NULL,
                      "cookie [sid] sid = aAb {http-only} until 12 @0-20\n");
}

static void a_header_of_too_many_cookies_is_read_in_part(void **state)
{
    struct stn_buf value = STN_BUF_INIT(STN_MIB);
    struct http_sink sink;
    struct stn_error err;

    (void)state;
    for (size_t i = 0; i <= STN_HTTP_PARTS_MAX; i++)
        stn_buf_printf(&value, "c%zu=v; ", i);
    http_sink_init(&sink, stn_buf_str(&value));
    assert_int_equal(stn_http_walk_new(&sink.walk, &err), STN_OK);
    stn_http_walk_begin(sink.walk, &sink.sink);
    assert_int_equal(say_header(sink.walk, &sink.root, "Cookie", &err), STN_OK);
    assert_int_equal(sink.calls, STN_HTTP_PARTS_MAX);
    assert_true(http_sink_has(&sink, "note: a value has too many parts"));
    http_sink_dispose(&sink);
    stn_buf_dispose(&value);
}

static void cookies_nobody_asks_for_are_not_handed_over(void **state)
{
    struct http_sink sink;
    struct stn_error err;

    (void)state;
    http_sink_init(&sink, STN_STR("a=1; b=2"));
    sink.refused = STN_SEGMENT_COOKIE;
    assert_int_equal(stn_http_walk_new(&sink.walk, &err), STN_OK);
    stn_http_walk_begin(sink.walk, &sink.sink);
    assert_int_equal(say_header(sink.walk, &sink.root, "Cookie", &err), STN_OK);
    assert_int_equal(say_header(sink.walk, &sink.root, "Set-Cookie", &err),
                     STN_OK);
    assert_int_equal(sink.calls, 0);
    http_sink_dispose(&sink);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cookies_are_cut_at_semicolons),
        cmocka_unit_test(a_cookies_value_may_hold_equal_signs_and_quotes),
        cmocka_unit_test(a_cookies_value_is_percent_decoded),
        cmocka_unit_test(what_has_no_name_or_no_value_is_no_cookie),
        cmocka_unit_test(a_set_cookie_says_who_may_read_it_and_until_when),
        cmocka_unit_test(a_cookie_that_is_deleted_is_over),
        cmocka_unit_test(max_age_counts_before_expires),
        cmocka_unit_test(set_cookies_are_joined_by_line_breaks),
        cmocka_unit_test(
            set_cookies_are_joined_by_commas_that_are_not_of_dates),
        cmocka_unit_test(a_cookie_by_itself_is_decoded_twice),
        cmocka_unit_test(a_header_of_too_many_cookies_is_read_in_part),
        cmocka_unit_test(cookies_nobody_asks_for_are_not_handed_over),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
