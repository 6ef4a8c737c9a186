/* What single clients and servers print in a way of their own. */
#include "tests/support/log_reading.h"

static void python_prints_what_it_sends(void **state)
{
    (void)state;
    assert_tells("send: b'POST /a?b=c HTTP/1.1\\r\\nHost: h.test\\r\\n"
                 "X: it\\'s\\r\\n\\r\\n'\n"
                 "send: b'{\"d\": \"e\"}'\n"
                 "reply: 'HTTP/1.1 200 OK\\r\\n'\n"
                 "header: Set-Cookie: f=g\n",
                 "url /a?b=c\nheader Host: h.test\nheader X: it's\n"
                 "body {\"d\": \"e\"}\nheader Set-Cookie: f=g\n");
}

static void a_dump_in_quotes_is_a_whole_message(void **state)
{
    (void)state;
    assert_tells_where(
        "x: \"POST /a HTTP/1.1\\r\\nB: c\\\\n\\r\\n\\r\\n{\\\"d\\\":1}\"\n",
        "[exchange[0].request.url]@9-11 url /a\n"
        "[exchange[0].request.headers]@27-31 header B: c\\n\n"
        "[exchange[0].request.body]@39-48 body {\"d\":1}\n");
}

static void node_prints_a_string_for_each_line(void **state)
{
    (void)state;
    assert_tells("  _header: 'POST /a?b=c HTTP/1.1\\r\\n' +\n"
                 "    'Any: abcd\\r\\n' +\n    '\\r\\n',\n  'Else: x',\n",
                 "url /a?b=c\nheader Any: abcd\n");
}

static void ruby_prints_a_string_for_each_read(void **state)
{
    (void)state;
    assert_tells("<- \"POST /a?b=c HTTP/1.1\\r\\nA: b\\r\\n\\r\\n\"\n"
                 "<- \"d=e\"\n-> \"HTTP/1.1 200 OK\\r\\n\"\n"
                 "-> \"Set-Cookie: f=g\\r\\n\"\n",
                 "url /a?b=c\nheader A: b\nbody d=e\nheader Set-Cookie: f=g\n");
}

static void the_wire_of_apache_is_read(void **state)
{
    (void)state;
    assert_tells(
        "D wire - http-outgoing-0 >> \"POST /a?b=c HTTP/1.1[\\r][\\n]\"\n"
        "D headers - http-outgoing-0 >> Host: h.test\n"
        "D wire - http-outgoing-0 >> \"Any: abcd[\\r][\\n]\"\n"
        "D wire - http-outgoing-0 >> \"[\\r][\\n]\"\n"
        "D wire - http-outgoing-0 >> \"{[\\n]\"\n"
        "D other - line\n"
        "D wire - http-outgoing-0 >> \"\"d\": 1}\"\n"
        "D wire - http-outgoing-0 << \"HTTP/1.1 200 OK[\\r][\\n]\"\n"
        "D wire - http-outgoing-0 << \"Set-Cookie: e=f[\\r][\\n]\"\n",
        "url /a?b=c\nheader Host: h.test\nheader Any: abcd\n"
        "body {\n\"d\": 1}\nheader Set-Cookie: e=f\n");
}

static void the_jdk_prints_headers_in_braces(void **state)
{
    (void)state;
    assert_tells("6 pairs: {POST /a?b=c HTTP/1.1: null}{Any: abcd}{E: f}\n",
                 "url /a?b=c\nheader Any: abcd\nheader E: f\n");
}

static void okhttp_says_where_a_message_ends(void **state)
{
    (void)state;
    assert_tells("D/OkHttp: --> POST http://h.test/a\nD/OkHttp: Any: abcd\n"
                 "D/OkHttp: \nD/OkHttp: {\"b\": 1}\n"
                 "D/OkHttp: --> END POST (8-byte body)\n"
                 "D/OkHttp: <-- 200 OK http://h.test/a (1ms)\n"
                 "D/OkHttp: Set-Cookie: c=d\nD/OkHttp: <-- END HTTP\n"
                 "D/OkHttp: Other: e\n",
                 "url http://h.test/a\nheader Any: abcd\nbody {\"b\": 1}\n"
                 "header Set-Cookie: c=d\n");
}

static void karate_numbers_its_headers(void **state)
{
    (void)state;
    assert_tells("request:\n1 > POST http://h.test/a\n1 > Any: abcd\n"
                 "{\"b\": 1}\n\n1 < 200\n1 < Set-Cookie: c=d\n{\"e\": 2}\n",
                 "url http://h.test/a\nheader Any: abcd\nbody {\"b\": 1}\n"
                 "header Set-Cookie: c=d\nbody {\"e\": 2}\n");
}

static void rest_assured_has_sections(void **state)
{
    (void)state;
    assert_tells("Request method:\tPOST\nRequest URI:\thttp://h.test/a?b=c\n"
                 "Proxy:\t\t\t<none>\nForm params:\tuser=mira\n"
                 "\t\t\t\tpassword=abcd\n"
                 "Headers:\t\tAny=efgh\n\t\t\t\tAccept=*/*\n"
                 "Cookies:\t\tsid=ijkl\nBody:\n{\n    \"d\": 1\n}\n\n"
                 "HTTP/1.1 200 OK\nE: f\n",
                 "url http://h.test/a?b=c\nfield user = mira\n"
                 "field password = abcd\nheader Any: efgh\n"
                 "header Accept: */*\ncookie sid = ijkl\n"
                 "body {\n    \"d\": 1\n}\nheader E: f\n");
}

static void wget_says_what_it_was_told(void **state)
{
    (void)state;
    assert_tells(
        "Setting --header (header) to Any: abcd\n"
        "Setting --post-data (postdata) to a=b\n"
        "Setting --http-password (httppassword) to efgh\n"
        "[BODY data: c=d]\n"
        "Stored cookie h.test 80 / <session> <insecure> [expiry none] e fg\n",
        "header Any: abcd\nbody a=b\nfield password = efgh\nbody c=d\n"
        "cookie e = fg\n");
}

static void access_logs_tell_targets_and_referers(void **state)
{
    (void)state;
    assert_tells(
        "10.0.0.1 - bob [28/Nov/2026:10:00:00 +0000] \"GET /a?b=c "
        "HTTP/1.1\" 200 12 \"https://h.test/?d=e\" \"agent\"\n"
        "10.0.0.1 - - [28/Nov/2026:10:00:00 +0000] \"GET /a "
        "HTTP/1.1\" 200 12 \"-\" \"agent\"\n"
        "DEBUG:urllib3:https://h.test:443 \"GET /f?g=h HTTP/1.1\" 200\n"
        "HTTP Request: GET https://h.test/i?j=k \"HTTP/1.1 200 OK\"\n"
        "10:00 10.0.0.4 GET /export format=csv&token=l 443 - 200\n",
        "url /a?b=c\nheader Referer: https://h.test/?d=e\n"
        "url /f?g=h\nurl https://h.test/i?j=k\n"
        "field format = csv\nfield token = l\n");
}

static void rows_of_cookies_are_cookies(void **state)
{
    (void)state;
    assert_tells("# Netscape HTTP Cookie File\n"
                 "#HttpOnly_h.test\tFALSE\t/\tTRUE\t1999999999\tsid\tabcd\n"
                 "h.test\tTRUE\t/a\tFALSE\t0\ttheme\tdark\n"
                 "h.test\tTRUE\t/a\tperhaps\t0\ttheme\tdark\n",
                 "cookie sid = abcd\ncookie theme = dark\n");
    assert_tells("# domain\tpath\tname\tvalue\tdate\n"
                 "h.test\t/\tsid\tabcd\t-1\nnothing\n",
                 "cookie sid = abcd\n");
}

static void botocore_prints_its_answer_on_the_next_line(void **state)
{
    (void)state;
    assert_tells("Response body:\nb'<a>\\n<b>c</b></a>'\n",
                 "body <a>\n<b>c</b></a>\n");
    assert_tells(
        "  body: '{\"a\":\"b\"}',\n  data: \"cc=d\",\n  body: 'words'\n",
        "body {\"a\":\"b\"}\nbody cc=d\n");
}

static void rows_in_a_frame_are_joined(void **state)
{
    (void)state;
    assert_tells("  POST http://h.test/a\n"
                 "  \xe2\x94\x8c \xe2\x86\x91 raw\n"
                 "  \xe2\x94\x82 {\"a\": \"one\n"
                 "  \xe2\x94\x82 two\"}\n"
                 "  \xe2\x94\x94 \n",
                 "url http://h.test/a\nbody {\"a\": \"onetwo\"}\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(python_prints_what_it_sends),
        cmocka_unit_test(a_dump_in_quotes_is_a_whole_message),
        cmocka_unit_test(node_prints_a_string_for_each_line),
        cmocka_unit_test(ruby_prints_a_string_for_each_read),
        cmocka_unit_test(the_wire_of_apache_is_read),
        cmocka_unit_test(the_jdk_prints_headers_in_braces),
        cmocka_unit_test(okhttp_says_where_a_message_ends),
        cmocka_unit_test(karate_numbers_its_headers),
        cmocka_unit_test(rest_assured_has_sections),
        cmocka_unit_test(wget_says_what_it_was_told),
        cmocka_unit_test(access_logs_tell_targets_and_referers),
        cmocka_unit_test(rows_of_cookies_are_cookies),
        cmocka_unit_test(botocore_prints_its_answer_on_the_next_line),
        cmocka_unit_test(rows_in_a_frame_are_joined),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
