/* Headers and fields, through the walk. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "tests/support/http_sink.h"

static enum stn_status say_header(struct stn_http_walk *walk,
                                  const struct stn_segment *root,
                                  const void *name, struct stn_error *err)
{
    stn_http_exchange(walk);
    return stn_http_header(walk, stn_str_of(name),
                           http_sink_all(root, STN_CODEC_NONE), err);
}

static void assert_header(const char *name, const char *value,
                          const char *expected)
{
    assert_hands_over(stn_str_of(value), say_header, name, expected);
}

static void a_header_is_a_field_under_its_name(void **state)
{
    (void)state;
    assert_header("X-Api-Key", "abc",
                  "header [X-Api-Key] X-Api-Key = abc"
                  " @0-3\n");
    assert_header("", "abc", "");
}

static void basic_credentials_are_looked_into(void **state)
{
    (void)state;
    assert_header(
        "Authorization", "Basic bWU6cGFzc3dvcmQx",
        "header [Authorization] Authorization = Basic bWU6cGFzc3dvcmQx"
        " @0-22\n"
        "text [Authorization › base64] me:password1 @6-22\n"
        "leave\n");
    assert_header(
        "Authorization", "basic  bWU6cGFzc3dvcmQx",
        "header [Authorization] Authorization = basic  bWU6cGFzc3dvcmQx"
        " @0-23\n"
        "text [Authorization › base64] me:password1 @7-23\n"
        "leave\n");
}

static void what_is_not_base64_is_no_basic_credentials(void **state)
{
    (void)state;
    assert_header("Authorization", "Basic {{not set}}",
                  "header [Authorization] Authorization = Basic {{not set}}"
                  " @0-17\n");
    assert_header("Authorization", "Basic       ",
                  "header [Authorization] Authorization = Basic       "
                  " @0-12\n");
}

static void headers_that_are_urls_are_taken_apart(void **state)
{
    (void)state;
    assert_header("Referer", "https://localhost/?x=1",
                  "text [Referer] https://localhost/?x=1 @0-22\n"
                  "query [Referer.x] x = 1 @21-22\n"
                  "leave\n");
    assert_header("location", "/#t=1",
                  "text [location] /#t=1 @0-5\n"
                  "query [location.t] t = 1 @4-5\n"
                  "leave\n");
    assert_header(":path", "/?t=1",
                  "text [:path] /?t=1 @0-5\n"
                  "query [:path.t] t = 1 @4-5\n"
                  "leave\n");
}

struct said {
    const char *name;
    const char *value;
};

/* Headers, then the text as a body. */
static enum stn_status say_message(struct stn_http_walk *walk,
                                   const struct stn_segment *root,
                                   const void *payload, struct stn_error *err)
{
    const struct said *said = payload;
    enum stn_status status = STN_OK;

    stn_http_exchange(walk);
    for (; said->name != NULL && status >= 0; said++) {
        const struct stn_segment value = {.bytes = stn_str_of(said->value)};
        status = stn_http_header(walk, stn_str_of(said->name),
                                 http_sink_all(&value, STN_CODEC_NONE), err);
    }
    return status < 0 ? status : http_sink_body(walk, root, NULL, err);
}

static void the_host_header_counts_for_the_body(void **state)
{
    static const struct said said[] = {{"Host", "localhost:80"}, {NULL, NULL}};

    (void)state;
    assert_hands_over(STN_STR("a=12&b=34"), say_message, said,
                      "text [] a=12&b=34 {local} @0-9\n"
                      "form [a] a = 12 {local} @2-4\n"
                      "form [b] b = 34 {local} @7-9\n"
                      "leave\n");
}

struct field {
    enum stn_segment_kind kind;
    const char *name;
    enum stn_codec codec;
};

static enum stn_status say_field(struct stn_http_walk *walk,
                                 const struct stn_segment *root,
                                 const void *payload, struct stn_error *err)
{
    const struct field *field = payload;

    return stn_http_field(walk, field->kind, stn_str_of(field->name),
                          http_sink_all(root, field->codec), err);
}

static void a_field_is_decoded_and_its_origin_is_exact(void **state)
{
    const struct field field = {STN_SEGMENT_JSON, "k", STN_CODEC_JSON};

    (void)state;
    assert_hands_over(STN_STR("a\\n\\u00e9"), say_field, &field,
                      "json [k] k = a\n\xC3\xA9 @0-9\n");
}

static void json_in_a_field_is_not_a_field_itself(void **state)
{
    const struct field field = {STN_SEGMENT_JSON, "k", STN_CODEC_JSON};

    (void)state;
    assert_hands_over(STN_STR("{\\\"a\\\":\\\"b\\\"}"), say_field, &field,
                      "text [k] {\"a\":\"b\"} @0-13\n"
                      "json [k › json.a] a = b @9-10\n"
                      "leave\n");
}

static void base64_of_json_in_a_field_is_both(void **state)
{
    const struct field field = {STN_SEGMENT_FORM, "k", STN_CODEC_NONE};

    (void)state;
    /* {"user":"me","n":12} */
    assert_hands_over(STN_STR("eyJ1c2VyIjoibWUiLCJuIjoxMn0="), say_field,
                      &field,
                      "form [k] k = eyJ1c2VyIjoibWUiLCJuIjoxMn0= @0-28\n"
                      "text [k] eyJ1c2VyIjoibWUiLCJuIjoxMn0= @0-28\n"
                      "text [k › base64] {\"user\":\"me\",\"n\":12} @0-28\n"
                      "json [k › base64 › json.user] user = me @12-16\n"
                      "json [k › base64 › json.n] n = 12 @20-28\n"
                      "leave\n"
                      "leave\n");
}

static void a_field_without_a_name_is_only_looked_into(void **state)
{
    const struct field field = {STN_SEGMENT_JSON, "", STN_CODEC_NONE};

    (void)state;
    assert_hands_over(STN_STR("plain"), say_field, &field, "");
    assert_hands_over(STN_STR("{\"a\":\"b\"}"), say_field, &field,
                      "text [] {\"a\":\"b\"} @0-9\n"
                      "json [json.a] a = b @6-7\n"
                      "leave\n");
}

static enum stn_status say_text(struct stn_http_walk *walk,
                                const struct stn_segment *root,
                                const void *payload, struct stn_error *err)
{
    (void)payload;
    return stn_http_text(walk, http_sink_all(root, STN_CODEC_ESCAPED), err);
}

static void a_text_is_decoded_and_nothing_else(void **state)
{
    (void)state;
    assert_hands_over(STN_STR("{\\x22a\\x22:1}"), say_text, NULL,
                      "text [] {\"a\":1} @0-13\nleave\n");
}

static enum stn_status say_nested(struct stn_http_walk *walk,
                                  const struct stn_segment *root,
                                  const void *payload, struct stn_error *err)
{
    return stn_http_nested(walk, stn_str_of(payload), root, err);
}

static void a_text_in_a_text_is_read_as_what_it_is(void **state)
{
    (void)state;
    assert_hands_over(STN_STR("nothing"), say_nested, "a.txt",
                      "text [a.txt] nothing @0-7\nleave\n");
    assert_hands_over(STN_STR("{\"a\":\"b\"}"), say_nested, "a.json",
                      "text [a.json] {\"a\":\"b\"} @0-9\n"
                      "json [a.json › json.a] a = b @6-7\n"
                      "leave\n");
    assert_hands_over(STN_STR("{\"log\":{\"entries\":[{\"request\":{\"url\":\"/"
                              "?a=1\",\"headers\":[]}}]}}"),
                      say_nested, "a.har",
                      "text [a.har] "
                      "{\"log\":{\"entries\":[{\"request\":{\"url\":\"/"
                      "?a=1\",\"headers\":[]}}]}} @0-62\n"
                      "text [a.har › entries[0].request.url] /?a=1 @38-43\n"
                      "query [a.har › entries[0].request.url.a] a = 1 @42-43\n"
                      "leave\n"
                      "leave\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_header_is_a_field_under_its_name),
        cmocka_unit_test(basic_credentials_are_looked_into),
        cmocka_unit_test(what_is_not_base64_is_no_basic_credentials),
        cmocka_unit_test(headers_that_are_urls_are_taken_apart),
        cmocka_unit_test(the_host_header_counts_for_the_body),
        cmocka_unit_test(a_field_is_decoded_and_its_origin_is_exact),
        cmocka_unit_test(json_in_a_field_is_not_a_field_itself),
        cmocka_unit_test(base64_of_json_in_a_field_is_both),
        cmocka_unit_test(a_field_without_a_name_is_only_looked_into),
        cmocka_unit_test(a_text_is_decoded_and_nothing_else),
        cmocka_unit_test(a_text_in_a_text_is_read_as_what_it_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
