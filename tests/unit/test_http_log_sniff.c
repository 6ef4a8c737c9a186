#include "tests/support/log_reading.h"

static void what_only_a_log_has_is_claimed(void **state)
{
    static const char *const heads[] = {
        "some words\n> GET / HTTP/1.1\n> Host: h.test\n",
        "HTTP/1.1 200 OK\r\nDate: x\r\n",
        "  HTTP/1.1 200 OK\n  Server: shop\n",
        "2026-11-28T10:00:00Z < HTTP/2 200\n2026-11-28T10:00:00Z < a: b\n",
        "\xef\xbb\xbfPOST http://h.test/a\nAccept: */*\n",
        "send: b'GET / HTTP/1.1\\r\\n'\n",
        "reply: 'HTTP/1.1 200 OK\\r\\n'\n",
        "    x_test.go:12: \"GET / HTTP/1.1\\r\\nHost: h\\r\\n\"\n",
        "--> POST http://h.test/\n",
        "<-- 200 OK http://h.test/ (1ms)\n",
        "1 < 200\n",
        "x http-outgoing-0 >> \"GET / HTTP/1.1[\\r][\\n]\"\n",
        "# Netscape HTTP Cookie File\n",
        "h.test\tTRUE\t/\tFALSE\t0\ta\tb\n",
        "# domain\tpath\tname\tvalue\tdate\n",
        "== Info:   Trying\n=> Send header, 3 bytes (0x3)\n",
        "---request begin---\n",
        "2026 ---[ REQUEST POST-SIGN ]----\n",
        "http2: Transport encoding header \"a\" = \"b\"\n",
        "req map[Authorization:[Bearer x]]\n",
        "1.2.3.4 - - [28/Nov/2026:10:00:00 +0000] \"GET / HTTP/1.1\" 200 1\n",
        "DEBUG:urllib3:http://h.test:80 \"GET / HTTP/1.1\" 200 1\n",
        "HTTP Request: GET https://h.test \"HTTP/1.1 200 OK\"\n",
        "Request method:\tPOST\n",
        "\033[32mGET\033[0m / \033[34mHTTP\033[0m/1.1\nHost: h\n",
        "2026-11-28T10:00:00Z set Authorization: Bearer x\n",
        "=== RUN TestX\n    see https://h.test/?token=b\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
        if (!log_is_claimed(heads[i]))
            fail_msg("not claimed: %s", heads[i]);
}

static void sources_and_prose_are_not_claimed(void **state)
{
    static const char *const heads[] = {
        "",
        "plain words, and a Cookie: a=b here\n",
        "int main(void)\n{\n    send(\"GET / HTTP/1.1\\r\\nHost: h\\r\\n\");\n",
        "// GET / HTTP/1.1\n// Host: h.test\n",
        "    Example:\n\n        POST /token HTTP/1.1\n        Host: h\n",
        "r.Header.Set(\"Authorization\", \"Bearer \"+token)\n",
        "curl -H 'Authorization: Bearer x' https://h.test/?token=y\n",
        "if (strstr(line, \"# Netscape HTTP Cookie File\"))\n",
        "The request GET /x and HTTP/1.1 200 are words\n",
        "password: 'x'\n",
        "x <- \"a\"\n",
        "a -> \"b\"\n",
        "const a = b => Send + c\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
        if (log_is_claimed(heads[i]))
            fail_msg("claimed: %s", heads[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_only_a_log_has_is_claimed),
        cmocka_unit_test(sources_and_prose_are_not_claimed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
