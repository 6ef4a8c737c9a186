#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "http/yaml.h"
#include "tests/support/http_recorder.h"
#include "tests/support/no_test_events.h"
#include "tests/support/torture.h"

static struct stn_http_walk *read_all(struct stn_str yaml)
{
    struct stn_http_walk *walk = recorder_new();

    assert_int_equal(recorder_read(walk, &stn_http_yaml, yaml, 0), STN_OK);
    return walk;
}

static void expect(const char *yaml, const char *lines)
{
    struct stn_http_walk *walk = read_all(stn_str_of(yaml));

    assert_string_equal(recorder_lines(walk), lines);
    recorder_free(walk);
}

static void expect_places(const char *yaml, const char *lines)
{
    struct stn_http_walk *walk = recorder_new();

    recorder_show_places(walk);
    assert_int_equal(recorder_read(walk, &stn_http_yaml, stn_str_of(yaml), 0),
                     STN_OK);
    assert_string_equal(recorder_lines(walk), lines);
    recorder_free(walk);
}

static bool claims(const char *head)
{
    return stn_http_yaml.sniff(stn_str_of(head), false);
}

static void cassettes_are_claimed(void **state)
{
    (void)state;
    assert_true(claims("---\nhttp_interactions:\n- request:\n"));
    assert_true(claims("interactions:\n- request:\n    body: null\n"));
    assert_true(claims("---\nversion: 1\ninteractions:\n- request:\n"));
    assert_true(claims("---\r\nversion: 2\r\ninteractions:\r\n"
                       "    - id: 0\r\n      request:\r\n"));
    assert_true(claims("\n-\n    request:\n        method: GET\n"));
    assert_true(claims("- request:\n    url: http://a.test/\n"));
    assert_true(claims("---\n- !ruby/struct:VCR::HTTPInteraction\n"));
    assert_true(claims("!tape\nname: x\n"));
    assert_true(claims("--- !tape\nname: x\n"));
    assert_true(claims("# made by hand\nrecorded_with: VCR 2.0.0\n"));
    assert_true(claims("log:\n  _recordingName: a\n  entries:\n"
                       "    - request:\n"));
    assert_true(claims("type: collection.insomnia.rest/5.0\nname: x\n"));
    assert_true(claims("_type: export\n__export_format: 4\n"));
}

static void other_yaml_is_not_claimed(void **state)
{
    (void)state;
    assert_false(claims(""));
    assert_false(claims("\n\n"));
    assert_false(claims("version: '3'\nservices:\n  web:\n    image: x\n"));
    assert_false(claims("apiVersion: v1\nkind: Pod\nspec:\n  request: 1\n"));
    assert_false(claims("on: push\njobs:\n  a:\n    steps:\n    - run: x\n"));
    assert_false(claims("log:\n  level: info\nentries: 3\n"));
    assert_false(claims("interactions:\n- name: hello\n"));
    assert_false(claims("- request: many\n- reply: few\n"));
    assert_false(claims("{\"interactions\": [{\"request\": 1}]}"));
    assert_false(claims("package main\n\ninteractions:\n- request:\n"));
    assert_false(claims("    http_interactions:\n"));
}

static void a_cassette_of_ruby_vcr_is_read(void **state)
{
    (void)state;
    expect("---\n"
           "http_interactions:\n"
           "- request:\n"
           "    method: post\n"
           "    uri: https://api.test/login?token=abc\n"
           "    body:\n"
           "      encoding: UTF-8\n"
           "      string: '{\"user\":\"it''s\"}'\n"
           "    headers:\n"
           "      Authorization:\n"
           "      - Basic Ym9iOnNlY3JldA==\n"
           "      Cookie:\n"
           "      - a=1\n"
           "      - b=2\n"
           "  response:\n"
           "    status:\n"
           "      code: 200\n"
           "      message: OK\n"
           "    headers:\n"
           "      Set-Cookie:\n"
           "      - sid=1; path=/\n"
           "    body:\n"
           "      encoding: ASCII-8BIT\n"
           "      base64_string: |\n"
           "        eyJ0b2tlbiI6\n"
           "        ImFiYyJ9\n"
           "    http_version: \n"
           "  recorded_at: Tue, 01 Nov 2011 04:58:44 GMT\n"
           "recorded_with: VCR 2.0.0\n",
           "exchange\nrequest\n"
           "url https://api.test/login?token=abc\n"
           "field encoding = UTF-8\nbody {\"user\":\"it's\"}\n"
           "header Authorization: Basic Ym9iOnNlY3JldA==\n"
           "header Cookie: a=1\nheader Cookie: b=2\n"
           "response\n"
           "header Set-Cookie: sid=1; path=/\n"
           "field encoding = ASCII-8BIT\nbody eyJ0b2tlbiI6\nImFiYyJ9\n\n");
}

static void a_cassette_of_old_ruby_vcr_is_read(void **state)
{
    (void)state;
    expect("--- \n"
           "- !ruby/struct:VCR::HTTPInteraction \n"
           "  request: !ruby/struct:VCR::Request \n"
           "    method: :get\n"
           "    uri: http://api.test:80/\n"
           "    body: \n"
           "    headers: \n"
           "      x-api-key: \n"
           "      - k1\n",
           "exchange\nrequest\nurl http://api.test:80/\n"
           "header x-api-key: k1\n");
}

static void a_cassette_of_vcrpy_is_read(void **state)
{
    (void)state;
    expect("interactions:\n"
           "- request:\n"
           "    body: a=1\n"
           "    headers:\n"
           "      Authorization: [Bearer abc]\n"
           "      X-Api-Key:\n"
           "      - k1\n"
           "    method: POST\n"
           "    uri: http://api.test/\n"
           "  response:\n"
           "    body: {string: !!python/unicode '{\"a\":1}'}\n"
           "    headers:\n"
           "      content-type: [text/plain]\n"
           "    status: {code: 200, message: OK}\n"
           "- request:\n"
           "    body: null\n"
           "    uri: http://api.test/2\n"
           "  response:\n"
           "    content: \"\\x7B\\\"b\\\": 2}\"\n"
           "    http_version: HTTP/1.1\n"
           "version: 1\n",
           "exchange\nrequest\nbody a=1\n"
           "header Authorization: Bearer abc\nheader X-Api-Key: k1\n"
           "url http://api.test/\n"
           "response\nbody {\"a\":1}\nheader content-type: text/plain\n"
           "exchange\nrequest\nurl http://api.test/2\n"
           "response\nbody {\"b\": 2}\n");
}

static void cassettes_of_go_vcr_are_read(void **state)
{
    (void)state;
    expect("---\n"
           "version: 1\n"
           "interactions:\n"
           "- request:\n"
           "    body: password=a%20b\n"
           "    form:\n"
           "      password:\n"
           "      - a b\n"
           "    headers:\n"
           "      X-Token:\n"
           "      - t1\n"
           "    url: http://api.test/\n"
           "    method: POST\n"
           "  response:\n"
           "    body: '{\"k\":\"it''s\"}'\n"
           "    headers:\n"
           "      Set-Cookie:\n"
           "      - sid=1\n"
           "    status: 200 OK\n"
           "    code: 200\n"
           "    duration: 1.5ms\n",
           "exchange\nrequest\nbody password=a%20b\nfield password = a b\n"
           "header X-Token: t1\nurl http://api.test/\n"
           "response\nbody {\"k\":\"it's\"}\nheader Set-Cookie: sid=1\n");
    expect("---\n"
           "version: 2\n"
           "interactions:\n"
           "    - id: 0\n"
           "      request:\n"
           "        proto: HTTP/1.1\n"
           "        form: {}\n"
           "        headers:\n"
           "            Authorization:\n"
           "                - Bearer abc\n"
           "        url: http://api.test/\n"
           "      response:\n"
           "        trailer: {}\n"
           "        body: ok\n",
           "exchange\nrequest\nheader Authorization: Bearer abc\n"
           "url http://api.test/\nresponse\nbody ok\n");
}

static void a_list_of_php_vcr_is_read(void **state)
{
    (void)state;
    expect(
        "\n"
        "-\n"
        "    request:\n"
        "        method: POST\n"
        "        url: 'http://api.test/'\n"
        "        headers:\n"
        "            Host: api.test\n"
        "            X-Auth: \"a\\tb\"\n"
        "        post_fields:\n"
        "            pin: '1234'\n"
        "    response:\n"
        "        status: 301\n"
        "        headers:\n"
        "            Location: 'http://b.test/'\n"
        "        body: \"a\\r\\nb\"\n",
        "exchange\nrequest\nurl http://api.test/\nheader Host: api.test\n"
        "header X-Auth: a\tb\nfield pin = 1234\nresponse\nfield status = 301\n"
        "header Location: http://b.test/\nbody a\r\nb\n");
}

static void a_tape_of_betamax_is_read(void **state)
{
    (void)state;
    expect("!tape\n"
           "name: my tape\n"
           "interactions:\n"
           "- recorded: 2011-08-27T23:25:45.000Z\n"
           "  request:\n"
           "    method: GET\n"
           "    uri: http://api.test/\n"
           "    headers:\n"
           "      Accept-Language: en\n"
           "  response:\n"
           "    status: 200\n"
           "    headers:\n"
           "      Set-Cookie: sid=1\n"
           "    body: 'it''s'\n",
           "exchange\nrequest\nurl http://api.test/\n"
           "header Accept-Language: en\n"
           "response\nheader Set-Cookie: sid=1\nbody it's\n");
}

static void a_binary_body_is_base64(void **state)
{
    static const char *const written[] = {
        "!!binary |\n      YT0x\n      JmI9Mg==\n",
        "!!binary |-\n      YT0xJmI9Mg==\n",
        "!binary YT0xJmI9Mg==\n",
        "!!binary \"YT0xJmI9\\\n      Mg==\"\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(written) / sizeof(written[0]); i++) {
        struct stn_buf yaml = STN_BUF_INIT(STN_KIB);
        stn_buf_printf(&yaml, "interactions:\n- request:\n    body: %s",
                       written[i]);
        struct stn_http_walk *walk = read_all(stn_buf_str(&yaml));
        assert_true(recorder_has(walk, "body a=1&b=2"));
        recorder_free(walk);
        stn_buf_dispose(&yaml);
    }
}

static void a_har_of_polly_in_yaml_is_read(void **state)
{
    (void)state;
    expect("log:\n"
           "  creator:\n"
           "    name: Polly.JS\n"
           "  entries:\n"
           "    - _id: x\n"
           "      request:\n"
           "        headers:\n"
           "          - name: authorization\n"
           "            value: \"Bearer\\x20a\"\n"
           "          - value: >-\n"
           "              b\n"
           "              c\n"
           "            name: cookie\n"
           "        url: http://api.test/\n",
           "exchange\nrequest\nheader authorization: Bearer a\n"
           "header cookie: b c\nurl http://api.test/\n");
}

static void places_and_origins_are_of_the_file(void **state)
{
    (void)state;
    expect_places("\xEF\xBB\xBFinteractions:\r\n"
                  "- request:\r\n"
                  "    uri: http://\xC3\xA9.test/\r\n"
                  "    headers:\r\n"
                  "      X-Key: ['k1']\r\n"
                  "      Cookie: aaaa bbbb\r\n"
                  "        cccc\r\n"
                  "      X-Pem: \"-----BEGIN\r\n"
                  "        PRIVATE KEY-----\"\r\n"
                  "  response:\r\n"
                  "    body: |\r\n"
                  "      one\r\n"
                  "      two\r\n",
                  "exchange\nrequest\n"
                  "[interactions[0].request.uri]@39-54 url http://\xC3\xA9."
                  "test/\n"
                  "[interactions[0].request.headers]@85-87 header X-Key: k1\n"
                  "[interactions[0].request.headers]@105-128 header Cookie: "
                  "aaaa bbbb cccc\n"
                  "[interactions[0].request.headers]@144-180 header X-Pem: "
                  "-----BEGIN PRIVATE KEY-----\n"
                  "response\n"
                  "[interactions[0].response.body]@215-231 body one\ntwo\n\n");
}

static void aliases_are_not_expanded(void **state)
{
    (void)state;
    expect("interactions:\n"
           "- request: &r\n"
           "    url: http://a.test/\n"
           "    headers: &h\n"
           "      X-Key: &k k1\n"
           "- request: *r\n"
           "- request:\n"
           "    headers: *h\n"
           "    body: *k\n"
           "    url: &u http://b.test/\n",
           "exchange\nrequest\nurl http://a.test/\nheader X-Key: k1\n"
           "exchange\nexchange\nrequest\nurl http://b.test/\n");
}

static void a_key_that_is_no_text_is_passed_through(void **state)
{
    (void)state;
    expect("interactions:\n"
           "- request:\n"
           "    ? [a, {b: c}]\n"
           "    : d\n"
           "    ? e\n"
           "    url: http://a.test/\n",
           "exchange\nrequest\nurl http://a.test/\n");
}

static void several_documents_are_read(void **state)
{
    (void)state;
    expect("---\ninteractions:\n- request: {url: http://a.test/}\n"
           "---\n- request: {url: http://b.test/}\n...\n",
           "exchange\nrequest\nurl http://a.test/\n"
           "exchange\nrequest\nurl http://b.test/\n");
}

#define NOTE "note broken or too deep YAML, read by its lines\n"

static void a_tab_is_read_over_line_by_line(void **state)
{
    (void)state;
    expect("interactions:\n"
           "- request:\n"
           "    headers:\n"
           "      Accept: a\n"
           "\tX-Key: k1\n"
           "      X-Two:\n"
           "      - 'k2'\n"
           "      - \"k\\x33\"\n"
           "      X-Three: ['k4']\n"
           "    uri: http://a.test/\n"
           "  response:\n"
           "    headers:\n"
           "      Set-Cookie: sid=1\n"
           "- request:\n"
           "    uri: http://b.test/\n"
           "    headers:\n"
           "      X-Key: k5\n",
           "exchange\nrequest\n" NOTE "header Accept: a\nheader X-Key: "
           "k1\nheader X-Two: k2\nheader X-Two: k3\n"
           "header X-Three: k4\nurl http://a.test/\nresponse\n"
           "header Set-Cookie: sid=1\n"
           "exchange\nrequest\nurl http://b.test/\nheader X-Key: k5\n");
}

static void reading_goes_on_with_the_next_element(void **state)
{
    (void)state;
    expect_places(
        "---\nversion: 2\ninteractions:\n"
        "    - id: 0\n"
        "      request:\n"
        "        url: http://a.test/\n"
        "        headers: {X: @}\n"
        "    - id: 1\n"
        "      request:\n"
        "        url: http://b.test/\n"
        "    - id: 2\n"
        "      request:\n"
        "        url: http://c.test/\n",
        "exchange\nrequest\n"
        "[interactions[0].request.url]@69-83 url http://a.test/\n" NOTE
        "exchange\nrequest\n"
        "[interactions[1].request.url]@148-162 url http://b.test/\n"
        "exchange\nrequest\n"
        "[interactions[2].request.url]@203-217 url http://c.test/\n");
}

static void an_open_quote_costs_one_exchange(void **state)
{
    (void)state;
    expect("- request:\n"
           "    url: http://a.test/\n"
           "    headers:\n"
           "      X-Key: \"k1\n"
           "      X-Two: k2\n"
           "- request:\n"
           "    url: http://b.test/\n",
           "exchange\nrequest\nurl http://a.test/\n" NOTE
           "header X-Key: k1\nheader X-Two: k2\n"
           "exchange\nrequest\nurl http://b.test/\n");
}

static void a_cassette_may_be_cut_anywhere(void **state)
{
    static const char yaml[] = "interactions:\n"
                               "- request:\n"
                               "    headers:\n"
                               "      X-One: \"a\\tb\"\n"
                               "      X-Two:\n"
                               "      - 'c''d'\n"
                               "    body: |\n"
                               "      one\n"
                               "      two\n"
                               "    uri: http://a.test/\n";

    (void)state;
    for (size_t cut = 0; cut <= sizeof(yaml) - 1; cut++) {
        struct stn_http_walk *walk = read_all((struct stn_str){yaml, cut});
        if (cut > 60)
            assert_true(recorder_has(walk, "header X-One: a\tb"));
        recorder_free(walk);
    }
    /* And where its start is missing. */
    expect("    headers:\n"
           "      X-Key: k1\n"
           "  response:\n"
           "    headers:\n"
           "      X-Two: k2\n"
           "- request:\n"
           "    uri: http://a.test/\n",
           "header X-Key: k1\n" NOTE "response\nheader X-Two: k2\n"
           "exchange\nrequest\nurl http://a.test/\n");
}

static void bytes_that_yaml_refuses_stop_nothing(void **state)
{
    struct stn_http_walk *walk =
        read_all(STN_STR("interactions:\n- request:\n    body: a\0\x1b[0m\xff\n"
                         "    headers:\n      X-Key: 'k\x01''1'\n"));

    (void)state;
    assert_true(recorder_has(walk, "header X-Key: k\x01'1"));
    assert_false(recorder_has(walk, NOTE));
    recorder_free(walk);
}

static void nesting_past_the_ceiling_is_noted(void **state)
{
    struct stn_buf yaml = STN_BUF_INIT(STN_MIB);

    (void)state;
    stn_buf_puts(&yaml, "interactions:\n- request:\n    x: ");
    for (size_t i = 0; i < 10000; i++)
        stn_buf_putc(&yaml, '[');
    stn_buf_puts(&yaml, "\n- request:\n    url: http://b.test/\n");
    struct stn_http_walk *walk = read_all(stn_buf_str(&yaml));
    assert_string_equal(recorder_lines(walk),
                        "exchange\nrequest\n" NOTE
                        "exchange\nrequest\nurl http://b.test/\n");
    recorder_free(walk);
    stn_buf_dispose(&yaml);
}

static void a_text_that_breaks_everywhere_is_read_in_linear_time(void **state)
{
    struct stn_buf yaml = STN_BUF_INIT(64 * STN_MIB);

    (void)state;
    /* Each open quote makes libyaml read on to the end. */
    for (size_t i = 0; i < 20000; i++)
        stn_buf_puts(&yaml, "- request:\n    headers:\n      X-Key: \"k\n");
    stn_buf_puts(&yaml, "- request:\n    headers:\n      X-Last: k\n");
    struct stn_http_walk *walk = read_all(stn_buf_str(&yaml));
    assert_true(recorder_has(walk, "header X-Last: k"));
    recorder_free(walk);
    stn_buf_dispose(&yaml);
}

static void many_values_may_wait_for_their_map_to_end(void **state)
{
    struct stn_buf yaml = STN_BUF_INIT(STN_MIB);

    (void)state;
    stn_buf_puts(&yaml, "log:\n  entries:\n  - request:\n      headers:\n"
                        "      - values:\n");
    for (size_t i = 0; i < 3000; i++)
        stn_buf_puts(&yaml, "        - \"a\\x62\"\n");
    stn_buf_puts(&yaml, "        name: X-Key\n");
    struct stn_http_walk *walk = read_all(stn_buf_str(&yaml));
    assert_non_null(recorder_lines(walk));
    recorder_free(walk);
    stn_buf_dispose(&yaml);
}

static enum stn_status run_read(void *payload)
{
    struct stn_http_walk *walk = recorder_new();
    const enum stn_status status =
        recorder_read(walk, &stn_http_yaml, stn_str_of(payload), 0);

    recorder_free(walk);
    return status;
}

static void reading_survives_without_memory(void **state)
{
    char yaml[] = "interactions:\n- request:\n    body: \"a\\tb\"\n"
                  "    headers: {X: @}\n- request:\n    url: a\n";

    (void)state;
    torture(run_read, yaml);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cassettes_are_claimed),
        cmocka_unit_test(other_yaml_is_not_claimed),
        cmocka_unit_test(a_cassette_of_ruby_vcr_is_read),
        cmocka_unit_test(a_cassette_of_old_ruby_vcr_is_read),
        cmocka_unit_test(a_cassette_of_vcrpy_is_read),
        cmocka_unit_test(cassettes_of_go_vcr_are_read),
        cmocka_unit_test(a_list_of_php_vcr_is_read),
        cmocka_unit_test(a_tape_of_betamax_is_read),
        cmocka_unit_test(a_binary_body_is_base64),
        cmocka_unit_test(a_har_of_polly_in_yaml_is_read),
        cmocka_unit_test(places_and_origins_are_of_the_file),
        cmocka_unit_test(aliases_are_not_expanded),
        cmocka_unit_test(a_key_that_is_no_text_is_passed_through),
        cmocka_unit_test(several_documents_are_read),
        cmocka_unit_test(a_tab_is_read_over_line_by_line),
        cmocka_unit_test(reading_goes_on_with_the_next_element),
        cmocka_unit_test(an_open_quote_costs_one_exchange),
        cmocka_unit_test(a_cassette_may_be_cut_anywhere),
        cmocka_unit_test(bytes_that_yaml_refuses_stop_nothing),
        cmocka_unit_test(nesting_past_the_ceiling_is_noted),
        cmocka_unit_test(a_text_that_breaks_everywhere_is_read_in_linear_time),
        cmocka_unit_test(many_values_may_wait_for_their_map_to_end),
        cmocka_unit_test(reading_survives_without_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
