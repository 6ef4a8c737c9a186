#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/replay.h"
#include "tests/support/http_recorder.h"
#include "tests/support/torture.h"

static void expect(const char *text, size_t window, const char *lines)
{
    struct stn_http_walk *walk = recorder_new();

    recorder_show_places(walk);
    assert_int_equal(
        recorder_read(walk, &stn_http_replay, stn_str_of(text), window),
        STN_OK);
    assert_string_equal(recorder_lines(walk), lines);
    recorder_free(walk);
}

static bool claims(const char *head)
{
    return stn_http_replay.sniff(stn_str_of(head), true);
}

static void records_are_claimed_by_their_first_lines(void **state)
{
    (void)state;
    assert_true(claims("https\nGET\napi.test\nNone\n/user\n{}\n"));
    assert_true(claims("http\r\nPOST\r\napi.test\r\n8080\r\n/\r\n"));
    assert_false(claims("https\nGET\napi.test\nNone\n"));
    assert_false(claims("https\nGET\napi.test\nsome\n/user\n"));
    assert_false(claims("https\nget\napi.test\nNone\n/user\n"));
    assert_false(claims("https://a.test\nGET\napi.test\nNone\n/user\n"));
    assert_false(claims("https\nGET\napi.test\nNone\nuser\n"));
    assert_false(claims(""));
}

static const char records[] =
    "https\nGET\napi.test\nNone\n/user?token=abc\n"
    "{'Authorization': 'Basic made_up', u'User-Agent': u\"it's\", 'N': 3,"
    " 'X-Key': 'k\\'1'}\n"
    "null\n200\n"
    "[('status', '200 OK'), ('set-cookie', 'sid=1; path=/')]\n"
    "{\"login\":\"bob\"}\n\n"
    "http\r\nPOST\r\nb.test\r\n8080\r\n/orgs\r\n{}\r\n{\"a\": 1}\r\n404\r\n"
    "[]\r\n\r\n\r\n";

static const char taken[] =
    "exchange\nrequest\n"
    "[[0].request]@10-18 header Host: api.test\n"
    "[[0].request.path]@24-39 url /user?token=abc\n"
    "[[0].request.headers]@59-72 header Authorization: Basic made_up\n"
    "[[0].request.headers]@92-96 header User-Agent: it's\n"
    "[[0].request.headers]@117-121 header X-Key: k'1\n"
    "response\n"
    "[[0].response.headers]@146-152 header status: 200 OK\n"
    "[[0].response.headers]@172-185 header set-cookie: sid=1; path=/\n"
    "[[0].response.body]@189-204 body {\"login\":\"bob\"}\n"
    "exchange\nrequest\n"
    "[[1].request]@218-224 header Host: b.test\n"
    "[[1].request.path]@232-237 url /orgs\n"
    "[[1].request.body]@243-251 body {\"a\": 1}\n"
    "response\n"
    "[[1].response.body]@262-262 body \n";

static void a_record_is_an_exchange(void **state)
{
    (void)state;
    expect(records, 0, taken);
}

static void windows_make_no_difference(void **state)
{
    (void)state;
    for (size_t window = 128; window < 300; window += 7)
        expect(records, window, taken);
}

static void a_line_too_long_for_a_window_is_passed_over(void **state)
{
    (void)state;
    expect("https\nGET\na.test\nNone\n/user-with-a-long-name?and=a-query\n"
           "{}\nnull\n200\n[]\nb\n",
           16,
           "exchange\nrequest\n"
           "[[0].request]@10-16 header Host: a.test\n"
           "note a value is too long to be decoded\n"
           "response\n"
           "[[0].response.body]@72-73 body b\n");
}

static void a_broken_record_ends_where_the_next_begins(void **state)
{
    (void)state;
    expect("https\nGET\na.test\noops\nx\nhttps\nGET\nhttp\nPUT\nb.test\n443\n"
           "/b\n{'k': 'v\n",
           0,
           "exchange\nrequest\n"
           "[[0].request]@10-16 header Host: a.test\n"
           "exchange\nrequest\n"
           "exchange\nrequest\n"
           "[[2].request]@43-49 header Host: b.test\n"
           "[[2].request.path]@54-56 url /b\n"
           "[[2].request.headers]@64-65 header k: v\n");
}

static enum stn_status run_read(void *payload)
{
    struct stn_http_walk *walk = recorder_new();
    const enum stn_status status =
        recorder_read(walk, &stn_http_replay, stn_str_of(payload), 0);

    recorder_free(walk);
    return status;
}

static void reading_survives_without_memory(void **state)
{
    char text[] = "https\nGET\na.test\nNone\n/user\n{'a': 'b'}\n";

    (void)state;
    torture(run_read, text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_are_claimed_by_their_first_lines),
        cmocka_unit_test(a_record_is_an_exchange),
        cmocka_unit_test(windows_make_no_difference),
        cmocka_unit_test(a_line_too_long_for_a_window_is_passed_over),
        cmocka_unit_test(a_broken_record_ends_where_the_next_begins),
        cmocka_unit_test(reading_survives_without_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
