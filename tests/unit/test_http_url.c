/* URLs and parameters, through the walk. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/limits.h"
#include "http/walk_state.h"
#include "tests/support/http_sink.h"

/* The target of a request; then a body sent there, to see what it says of
 * it. */
static enum stn_status say_url(struct stn_http_walk *walk,
                               const struct stn_segment *root,
                               const void *payload, struct stn_error *err)
{
    static const struct stn_segment body = {.bytes = {"{\"k\":\"v\"}", 9},
                                            .kind = STN_SEGMENT_TEXT};

    stn_http_exchange(walk);
    enum stn_status status =
        stn_http_url(walk, http_sink_all(root, STN_CODEC_NONE), err);
    if (status < 0 || payload == NULL)
        return status;
    return http_sink_body(walk, &body, NULL, err);
}

static void assert_url(const char *url, const char *expected)
{
    assert_hands_over(stn_str_of(url), say_url, NULL, expected);
}

static void a_url_is_a_text_and_its_parameters_are_fields(void **state)
{
    (void)state;
    assert_url("https://me:word@a.dev/p?x=1&y=2#z=3",
               "text [] https://me:word@a.dev/p?x=1&y=2#z=3 @0-35\n"
               "query [x] x = 1 @26-27\n"
               "query [y] y = 2 @30-31\n"
               "query [z] z = 3 @34-35\n"
               "leave\n");
}

static void a_target_without_a_host_has_parameters_too(void **state)
{
    (void)state;
    assert_url("/p?x=1", "text [] /p?x=1 @0-6\n"
                         "query [x] x = 1 @5-6\n"
                         "leave\n");
}

static void a_fragment_without_parameters_has_none(void **state)
{
    (void)state;
    assert_url("/p?q#top", "text [] /p?q#top @0-8\nleave\n");
}

static void names_and_values_are_percent_decoded(void **state)
{
    (void)state;
    assert_url("/p?user%5Bpass%5D=a%26b+c%",
               "text [] /p?user%5Bpass%5D=a%26b+c% @0-26\n"
               "query [user[pass]] user[pass] = a&b c% @18-26\n"
               "leave\n");
}

static void a_value_that_is_json_is_looked_into(void **state)
{
    (void)state;
    assert_url("/p?q=%7B%22a%22%3A%22b%22%7D",
               "text [] /p?q=%7B%22a%22%3A%22b%22%7D @0-28\n"
               "text [q] {\"a\":\"b\"} @5-28\n"
               "json [q › json.a] a = b @21-22\n"
               "leave\n"
               "leave\n");
}

static void a_signed_url_says_until_when(void **state)
{
    (void)state;
    assert_url("/o?X-Amz-Date=20261021T072800Z&X-Amz-Expires=60&s=1",
               "text [] /o?X-Amz-Date=20261021T072800Z&X-Amz-Expires=60&s=1"
               " @0-51\n"
               "query [X-Amz-Date] X-Amz-Date = 20261021T072800Z"
               " until 1792567740 @14-30\n"
               "query [X-Amz-Expires] X-Amz-Expires = 60"
               " until 1792567740 @45-47\n"
               "query [s] s = 1 until 1792567740 @50-51\n"
               "leave\n");
    assert_url("/o?Expires=1792567680",
               "text [] /o?Expires=1792567680 @0-21\n"
               "query [Expires] Expires = 1792567680 until 1792567680"
               " @11-21\n"
               "leave\n");
    assert_url("/o?se=2026-10-21T07%3A28%3A00Z",
               "text [] /o?se=2026-10-21T07%3A28%3A00Z @0-30\n"
               "query [se] se = 2026-10-21T07:28:00Z until 1792567680"
               " @6-30\n"
               "leave\n");
}

static void a_request_for_a_token_is_known_by_its_parameters(void **state)
{
    (void)state;
    assert_url("/t?grant_type=x&login=me",
               "text [] /t?grant_type=x&login=me @0-24\n"
               "query [grant_type] grant_type = x {oauth login} @14-15\n"
               "query [login] login = me {oauth login} @22-24\n"
               "leave\n");
}

static void the_host_counts_for_all_of_the_exchange(void **state)
{
    (void)state;
    assert_hands_over(STN_STR("http://localhost:80/"), say_url, "",
                      "text [] http://localhost:80/ {local} @0-20\n"
                      "leave\n"
                      "text [] {\"k\":\"v\"} {local} @0-9\n"
                      "json [json.k] k = v {local} @6-7\n"
                      "leave\n");
}

static void hosts_say_what_they_are(void **state)
{
    static const struct {
        const char *host;
        uint32_t traits;
    } cases[] = {
        {"localhost", STN_TRAIT_LOCAL},
        {"LOCALHOST:8080", STN_TRAIT_LOCAL},
        {"127.0.0.1:9", STN_TRAIT_LOCAL},
        {"[::1]:80", STN_TRAIT_LOCAL},
        {"127.evil-and-very-long.dev", 0},
        {"example.com", STN_TRAIT_EXAMPLE},
        {"api.Example.ORG:443", STN_TRAIT_EXAMPLE},
        {"notexample.com", 0},
        {"example.com.dev", 0},
        {"a.test", STN_TRAIT_EXAMPLE},
        {"a.invalid", STN_TRAIT_EXAMPLE},
        {"contest", 0},
        {"api.github.com", 0},
        {"", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(stn_http_host_traits(stn_str_of(cases[i].host)),
                         cases[i].traits);
}

static void the_user_of_a_url_is_not_its_host(void **state)
{
    (void)state;
    assert_url("http://localhost:x@a.dev/",
               "text [] http://localhost:x@a.dev/ @0-25\nleave\n");
    assert_url("http://u:p@localhost?x=1",
               "text [] http://u:p@localhost?x=1 {local} @0-24\n"
               "query [x] x = 1 {local} @23-24\n"
               "leave\n");
}

static enum stn_status say_parameters(struct stn_http_walk *walk,
                                      const struct stn_segment *root,
                                      const void *payload,
                                      struct stn_error *err)
{
    (void)payload;
    return stn_http_parameter_text(walk, STN_SEGMENT_FORM,
                                   http_sink_all(root, STN_CODEC_JSON), err);
}

static void parameters_stand_by_themselves(void **state)
{
    (void)state;
    assert_hands_over(STN_STR("?a=1\\u0026b=%41"), say_parameters, NULL,
                      "form [a] a = 1 @3-4\n"
                      "form [b] b = A @12-15\n");
    assert_hands_over(STN_STR(""), say_parameters, NULL, "");
}

static void too_many_parameters_are_read_in_part(void **state)
{
    struct stn_buf text = STN_BUF_INIT(STN_MIB);
    struct http_sink sink;
    struct stn_error err;

    (void)state;
    for (size_t i = 0; i <= STN_HTTP_PARTS_MAX; i++)
        stn_buf_printf(&text, "p%zu=v&", i);
    http_sink_init(&sink, stn_buf_str(&text));
    assert_int_equal(stn_http_walk_new(&sink.walk, &err), STN_OK);
    stn_http_walk_begin(sink.walk, &sink.sink);
    assert_int_equal(say_parameters(sink.walk, &sink.root, NULL, &err), STN_OK);
    assert_int_equal(sink.calls, STN_HTTP_PARTS_MAX);
    assert_int_equal(sink.notes, 1);
    http_sink_dispose(&sink);
    stn_buf_dispose(&text);
}

static void a_long_name_is_cut_when_it_is_decoded(void **state)
{
    char name[4 * STN_HTTP_NAME_BYTES];
    char out[STN_HTTP_NAME_BYTES];

    (void)state;
    for (size_t i = 0; i < sizeof(name); i += 4)
        memcpy(name + i, "%41%", 4);
    const struct stn_str cut =
        stn_http_unescape(out, (struct stn_str){name, sizeof(name)});
    assert_int_equal(cut.len, sizeof(out));
    assert_memory_equal(cut.ptr, "A%A%", 4);
    assert_true(
        stn_str_equal(stn_http_unescape(out, STN_STR("%4")), STN_STR("%4")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_url_is_a_text_and_its_parameters_are_fields),
        cmocka_unit_test(a_target_without_a_host_has_parameters_too),
        cmocka_unit_test(a_fragment_without_parameters_has_none),
        cmocka_unit_test(names_and_values_are_percent_decoded),
        cmocka_unit_test(a_value_that_is_json_is_looked_into),
        cmocka_unit_test(a_signed_url_says_until_when),
        cmocka_unit_test(a_request_for_a_token_is_known_by_its_parameters),
        cmocka_unit_test(the_host_counts_for_all_of_the_exchange),
        cmocka_unit_test(hosts_say_what_they_are),
        cmocka_unit_test(the_user_of_a_url_is_not_its_host),
        cmocka_unit_test(parameters_stand_by_themselves),
        cmocka_unit_test(too_many_parameters_are_read_in_part),
        cmocka_unit_test(a_long_name_is_cut_when_it_is_decoded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
