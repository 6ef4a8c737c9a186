#include "http/log.h"

#include "tests/support/log_reading.h"
#include "tests/support/torture.h"

static void feed(struct stn_http_log *log, const char *text)
{
    const struct stn_segment line = {.bytes = stn_str_of(text),
                                     .kind = STN_SEGMENT_TEXT};

    assert_int_equal(stn_http_log_line(log, &line, NULL), STN_OK);
}

static struct stn_http_log *new_log(struct stn_http_walk *walk)
{
    struct stn_http_log *log = NULL;

    assert_int_equal(stn_http_log_new(&log, walk, NULL), STN_OK);
    return log;
}

static void streams_that_take_turns_keep_apart(void **state)
{
    struct stn_http_walk *walk = recorder_new();
    struct stn_http_log *a = new_log(walk);
    struct stn_http_log *b = new_log(walk);

    (void)state;
    stn_http_log_name_test(a, STN_STR("TestA"));
    recorder_show_places(walk);
    feed(a, "    x_test.go:1: POST /a?b=c HTTP/1.1\r\n");
    feed(b, "    x_test.go:9: HTTP/1.1 200 OK\r\n");
    feed(a, "        Any: abcd\r\n");
    feed(b, "        Other: efgh\r\n");
    feed(a, "        \r\n");
    feed(a, "        d=e\r\n");
    assert_true(recorder_has(
        walk, "[TestA \xe2\x80\xba exchange[0].request.headers]@13-17 "
              "header Any: abcd"));
    assert_true(recorder_has(
        walk, "[exchange[0].response.headers]@15-19 header Other: efgh"));
    assert_true(recorder_has(
        walk, "[TestA \xe2\x80\xba exchange[0].request.body]@8-11 body d=e"));
    stn_http_log_free(a);
    stn_http_log_free(b);
    stn_http_log_free(NULL);
    recorder_free(walk);
}

static void lines_of_a_body_stand_for_themselves(void **state)
{
    struct stn_http_walk *walk = recorder_new();
    struct stn_http_log *log = new_log(walk);

    (void)state;
    feed(log, "HTTP/1.1 200 OK");
    feed(log, "A: b");
    feed(log, "");
    feed(log, "{");
    feed(log, "  \"token\": \"it\\u0027s\",");
    feed(log, "  \"n\": 1");
    feed(log, "}");
    feed(log, "GET /c?d=e HTTP/1.1");
    assert_true(recorder_has(walk, "field token = it's"));
    assert_true(recorder_has(walk, "url /c?d=e"));
    stn_http_log_free(log);
    recorder_free(walk);
}

static void what_takes_many_lines_is_let_be(void **state)
{
    struct stn_http_walk *walk = recorder_new();
    struct stn_http_log *log = new_log(walk);

    (void)state;
    feed(log, "=> Send header, 9 bytes (0x9)");
    feed(log, "0000: a: b");
    feed(log, "curl -H 'Any: abcd' \\");
    feed(log, " -H 'Cookie: a=bcd'");
    assert_true(recorder_has(walk, "header Any: abcd"));
    assert_true(recorder_has(walk, "header Cookie: a=bcd"));
    stn_http_log_free(log);
    recorder_free(walk);
}

static void a_name_that_is_too_long_is_cut(void **state)
{
    struct stn_http_walk *walk = recorder_new();
    struct stn_http_log *log = new_log(walk);
    char name[300];

    (void)state;
    memset(name, 'x', sizeof(name));
    stn_http_log_name_test(log, (struct stn_str){name, sizeof(name)});
    recorder_show_places(walk);
    feed(log, "Cookie: a=bcd");
    assert_non_null(strstr(recorder_lines(walk), "xxx \xe2\x80\xba log."));
    stn_http_log_free(log);
    recorder_free(walk);
}

static enum stn_status make_one(void *payload)
{
    struct stn_http_walk *walk = recorder_new();
    struct stn_http_log *log = NULL;
    struct stn_error err;
    enum stn_status status = stn_http_log_new(&log, walk, &err);
    const struct stn_segment line = {.bytes =
                                         STN_STR("\033[1mCookie\033[0m: a=bcd"),
                                     .kind = STN_SEGMENT_TEXT};

    if (status >= 0)
        status = stn_http_log_line(log, &line, &err);
    (void)payload;
    stn_http_log_free(log);
    recorder_free(walk);
    return status;
}

static void it_survives_without_memory(void **state)
{
    (void)state;
    torture(make_one, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(streams_that_take_turns_keep_apart),
        cmocka_unit_test(lines_of_a_body_stand_for_themselves),
        cmocka_unit_test(what_takes_many_lines_is_let_be),
        cmocka_unit_test(a_name_that_is_too_long_is_cut),
        cmocka_unit_test(it_survives_without_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
