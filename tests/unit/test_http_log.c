#include "base/alloc.h"
#include "base/limits.h"
#include "tests/support/log_reading.h"
#include "tests/support/torture.h"

static const char some_log[] =
    "starting\n"
    "2026-11-28T10:00:00Z > POST /login?a=b HTTP/1.1\n"
    "2026-11-28T10:00:00Z > Host: h.test\n"
    "2026-11-28T10:00:01Z > X-Api-Key: first\n"
    "2026-11-28T10:00:01Z > \n"
    "2026-11-28T10:00:01Z < HTTP/1.1 200 OK\n"
    "2026-11-28T10:00:01Z < Content-Type: application/json\n"
    "2026-11-28T10:00:01Z < \n"
    "2026-11-28T10:00:01Z {\n"
    "2026-11-28T10:00:01Z   \"token\": \"second\",\n"
    "2026-11-28T10:00:01Z   \"n\": [1, 2]\n"
    "2026-11-28T10:00:01Z }\n"
    "2026-11-28T10:00:02Z done\n"
    "token: third\n"
    "\033[36mAuthorization\033[0m: Bearer \033[1mfourth\033[0m\n";

static const char some_lines[] =
    "url /login?a=b\n"
    "header Host: h.test\n"
    "header X-Api-Key: first\n"
    "header Content-Type: application/json\n"
    "body {\n  \"token\": \"second\",\n  \"n\": [1, 2]\n}\n"
    "header Authorization: Bearer fourth\n";

static void messages_are_found_among_other_lines(void **state)
{
    (void)state;
    assert_tells(some_log, some_lines);
}

static void windows_make_no_difference(void **state)
{
    (void)state;
    for (size_t window = 300; window < 700; window++) {
        struct stn_buf out = log_reading(STN_STR(some_log), window, false);

        assert_string_equal(out.ptr, some_lines);
        stn_buf_dispose(&out);
    }
}

static void values_are_placed_where_they_stand(void **state)
{
    (void)state;
    assert_tells_where("> GET /a?b=c HTTP/1.1\n> Cookie: d=e\n> \n"
                       "< HTTP/1.1 200 OK\n< Set-Cookie: f=g\n< \n"
                       "{\"h\":1}\n",
                       "[exchange[0].request.url]@6-12 url /a?b=c\n"
                       "[exchange[0].request.headers]@32-35 header Cookie: "
                       "d=e\n"
                       "[exchange[0].response.headers]@71-74 header "
                       "Set-Cookie: f=g\n"
                       "[exchange[0].response.body]@78-85 body {\"h\":1}\n");
}

static void a_test_is_named_in_places(void **state)
{
    (void)state;
    assert_tells_where("=== RUN   TestLogin/bad\n"
                       "    x_test.go:12: GET /a?b=c HTTP/1.1\n"
                       "        Cookie: d=e\n",
                       "[TestLogin/bad \xe2\x80\xba exchange[0].request.url]"
                       "@46-52 url /a?b=c\n"
                       "[TestLogin/bad \xe2\x80\xba exchange[0].request."
                       "headers]@78-81 header Cookie: d=e\n");
    assert_tells_where("______ test_login ______\nCookie: a=bcd\n",
                       "[test_login \xe2\x80\xba log.headers]@33-38 header "
                       "Cookie: a=bcd\n");
}

/* A text of many bytes of a kind, between two headers. */
static struct stn_buf wrap(const char *before, char fill, size_t count,
                           const char *after)
{
    struct stn_buf out = STN_BUF_INIT(64 * STN_MIB);

    stn_buf_puts(&out, before);
    for (size_t i = 0; i < count; i++)
        stn_buf_putc(&out, fill);
    stn_buf_puts(&out, after);
    return out;
}

static void a_line_that_is_too_long_is_passed_over(void **state)
{
    const size_t windows[] = {0, 32 * STN_KIB, 256 * STN_KIB};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct stn_buf text =
            wrap("Cookie: a=bcd\nCookie: ", 'x', 200 * STN_KIB,
                 "; Cookie: c=def\nCookie: e=fgh\n");
        struct stn_buf out = log_reading(stn_buf_str(&text), windows[i], false);

        assert_string_equal(out.ptr,
                            "header Cookie: a=bcd\nheader Cookie: e=fgh\n");
        stn_buf_dispose(&out);
        stn_buf_dispose(&text);
    }
}

static void a_body_without_end_is_given_up(void **state)
{
    struct stn_buf text = wrap("HTTP/1.1 200 OK\nA: b\n\n{\"x\": \"", '\n',
                               STN_MIB, "\nCookie: a=bcd\n");
    struct stn_buf out = log_reading(stn_buf_str(&text), 0, false);

    (void)state;
    assert_non_null(strstr(out.ptr, "body {\"x\": \""));
    assert_non_null(strstr(out.ptr, "\nheader Cookie: a=bcd\n"));
    stn_buf_dispose(&out);
    stn_buf_dispose(&text);
}

static void what_is_cut_is_read_as_far_as_it_goes(void **state)
{
    (void)state;
    for (size_t length = 0; length <= strlen(some_log); length++) {
        struct stn_buf out =
            log_reading(stn_str_sub(STN_STR(some_log), 0, length), 0, false);

        assert_int_equal(out.status, STN_OK);
        stn_buf_dispose(&out);
    }
}

static enum stn_status read_once(void *payload)
{
    struct stn_http_walk *walk = recorder_new();
    enum stn_status status =
        recorder_read(walk, &stn_http_log, STN_STR(some_log), 400);

    (void)payload;
    recorder_free(walk);
    return status;
}

static void it_survives_without_memory(void **state)
{
    (void)state;
    torture(read_once, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_are_found_among_other_lines),
        cmocka_unit_test(windows_make_no_difference),
        cmocka_unit_test(values_are_placed_where_they_stand),
        cmocka_unit_test(a_test_is_named_in_places),
        cmocka_unit_test(a_line_that_is_too_long_is_passed_over),
        cmocka_unit_test(a_body_without_end_is_given_up),
        cmocka_unit_test(what_is_cut_is_read_as_far_as_it_goes),
        cmocka_unit_test(it_survives_without_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
