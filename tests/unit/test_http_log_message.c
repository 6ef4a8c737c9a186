/* Start lines, headers, bodies, and what stands before them. */
#include "tests/support/log_reading.h"

static void a_raw_message_is_read(void **state)
{
    (void)state;
    assert_tells("POST /a HTTP/1.1\r\nHost: h.test\r\nX: y\r\n\r\n"
                 "a=b&c=d\r\nunrelated: line\r\n",
                 "header Host: h.test\nheader X: y\nbody a=b&c=d\n");
    assert_tells("HTTP/2 302 \nlocation: /b?c=d\n\n",
                 "header location: /b?c=d\n");
}

static void a_target_without_anything_in_it_is_not_told(void **state)
{
    (void)state;
    assert_tells("GET /a HTTP/1.1\nB: c\n\n", "header B: c\n");
    assert_tells("GET https://h.test/a HTTP/1.1\nB: c\n\n",
                 "url https://h.test/a\nheader B: c\n");
}

static void curl_goes_on_with_its_arrows(void **state)
{
    (void)state;
    assert_tells("*   Trying 127.0.0.1:80...\n"
                 "> GET /a?b=c HTTP/1.1\r\n"
                 "> Authorization: Basic abc\r\n"
                 "> \r\n"
                 "* Mark bundle as not supporting multiuse\n"
                 "< HTTP/1.1 200 OK\r\n"
                 "* Added cookie d=\"ef\" for domain h.test\n"
                 "< Set-Cookie: d=ef\r\n"
                 "< \r\n"
                 "{ [16 bytes data]\n"
                 "{\"g\": 1}* Connection #0 to host h.test left intact\n",
                 "url /a?b=c\nheader Authorization: Basic abc\n"
                 "cookie d = ef\nheader Set-Cookie: d=ef\nbody {\"g\": 1}\n");
}

static void php_prints_the_arrow_once(void **state)
{
    (void)state;
    assert_tells("> GET /a?b=c HTTP/1.1\r\nHost: h.test\r\nX: y\r\n\r\n",
                 "url /a?b=c\nheader Host: h.test\nheader X: y\n");
}

static void windows_writes_a_blank_line_after_each(void **state)
{
    (void)state;
    assert_tells("HTTP/1.1 200 OK\n\nA: b\n\nC: d\n\n\n{\"e\": 1}\n",
                 "header A: b\nheader C: d\nbody {\"e\": 1}\n");
    assert_tells("< HTTP/1.1 200 OK\r\r\n< A: b\r\r\n< \r\r\n",
                 "header A: b\n");
}

static void a_prefix_is_known_by_its_shape(void **state)
{
    (void)state;
    assert_tells("web-1  | GET /a?b=c HTTP/1.1\nweb-1  | Host: h.test\n"
                 "db-1   | Cookie 5 crumbled\n"
                 "web-1  | X: y\nweb-1  |\nweb-1  | done: yes\n",
                 "url /a?b=c\nheader Host: h.test\nheader X: y\n");
    assert_tells("11-28 10:00:00.123   471   47 D Http: HTTP/1.1 200 OK\n"
                 "11-28 10:00:01.9    471   4711 D Http: A: b\n"
                 "11-28 10:00:01.9    471   4711 D Http: \n"
                 "11-28 10:00:01.9    471   4711 D Http: {\"c\": 1}\n"
                 "11-28 10:00:01.9    471   4711 D Http: d: e\n",
                 "header A: b\nbody {\"c\": 1}\n");
}

static void a_record_of_many_lines_ends_with_the_next_one(void **state)
{
    (void)state;
    assert_tells("10:00:00,123 DEBUG wire: POST /a?b=c HTTP/1.1\n"
                 "Host: h.test\n\n{\"a\": \n"
                 "10:00:00,124 DEBUG wire: else: x\n",
                 "url /a?b=c\nheader Host: h.test\nbody {\"a\":\n");
}

static void a_test_log_is_indented(void **state)
{
    (void)state;
    assert_tells("    x_test.go:12: POST /a?b=c HTTP/1.1\r\n"
                 "        Host: h.test\r\n"
                 "        \r\n"
                 "        {\r\n          \"a\": 1\r\n        }\r\n"
                 "    x_test.go:13: status: 200\n",
                 "url /a?b=c\nheader Host: h.test\n"
                 "body {\r\n          \"a\": 1\r\n        }\n");
}

static void colours_are_looked_through(void **state)
{
    (void)state;
    assert_tells("\033[32mPOST\033[0m \033[4m/a?b=c\033[0m "
                 "\033[34mHTTP\033[0m/\033[34m1.1\033[0m\n"
                 "\033[36mX-Key\033[0m: v\033[1mw\033[0m\n\n"
                 "{\033[37m\033[0m\n"
                 "    \033[94m\"c\"\033[0m:\033[37m \033[0m1\n}\n",
                 "url /a?b=c\nheader X-Key: vw\nbody {\n    \"c\": 1\n}\n");
    assert_tells_where("\033[36mCookie\033[0m: a=\033[1mbcd\033[0m\n",
                       "[log.headers]@17-26 header Cookie: a=bcd\n");
}

static void chunks_are_joined(void **state)
{
    (void)state;
    assert_tells("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                 "5\r\n{\"a\":\r\n4\r\n \"b\"\r\n1\r\n}\r\n0\r\n\r\n",
                 "header Transfer-Encoding: chunked\nbody {\"a\": \"b\"}\n");
}

static void a_body_ends_by_its_length(void **state)
{
    (void)state;
    assert_tells("HTTP/1.1 200 OK\nContent-Length: 16\n\n<p>one</p>\n\n<p>\n"
                 "password: \"seen\"\n",
                 "header Content-Length: 16\nbody <p>one</p>\n\n<p>\n"
                 "field password = seen\n");
}

static void what_begins_another_message_is_no_body(void **state)
{
    (void)state;
    assert_tells("HTTP/1.1 200 OK\nContent-Type: text/plain\n\n"
                 "GET /a?b=c HTTP/1.1\nD: e\n",
                 "header Content-Type: text/plain\nurl /a?b=c\nheader D: e\n");
}

static void requests_of_an_editor_are_read(void **state)
{
    (void)state;
    assert_tells("@key = value1\n\n### sign in\n"
                 "POST http://h.test/a\nContent-Type: "
                 "application/x-www-form-urlencoded\n\n"
                 "user=mira&\npassword=abc\n\n"
                 "<> 2026-11-28T100000.200.json\n\n###\n\n"
                 "GET {{base}}/b?c=d&\n    token=e\nAuthorization: Basic f g\n",
                 "field key = value1\nurl http://h.test/a\n"
                 "header Content-Type: application/x-www-form-urlencoded\n"
                 "body user=mira&\npassword=abc\n"
                 "url {{base}}/b?c=d&\nfield token = e\n"
                 "header Authorization: Basic f g\n");
}

static void prose_is_no_message(void **state)
{
    (void)state;
    assert_tells("We GET / all day, and POST letters: none.\n"
                 "Note: HTTP/1.1 is old. Cookie: the monster.\n"
                 "Authorization: the process of deciding who may.\n"
                 "HEAD of department\n",
                 "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_raw_message_is_read),
        cmocka_unit_test(a_target_without_anything_in_it_is_not_told),
        cmocka_unit_test(curl_goes_on_with_its_arrows),
        cmocka_unit_test(php_prints_the_arrow_once),
        cmocka_unit_test(windows_writes_a_blank_line_after_each),
        cmocka_unit_test(a_prefix_is_known_by_its_shape),
        cmocka_unit_test(a_record_of_many_lines_ends_with_the_next_one),
        cmocka_unit_test(a_test_log_is_indented),
        cmocka_unit_test(colours_are_looked_through),
        cmocka_unit_test(chunks_are_joined),
        cmocka_unit_test(a_body_ends_by_its_length),
        cmocka_unit_test(what_begins_another_message_is_no_body),
        cmocka_unit_test(requests_of_an_editor_are_read),
        cmocka_unit_test(prose_is_no_message),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
