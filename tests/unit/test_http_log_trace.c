#include "tests/support/log_reading.h"

static void rows_of_text_are_joined_by_offset(void **state)
{
    (void)state;
    assert_tells_where(
        "== Info: Connected\n"
        "=> Send header, 91 bytes (0x5b)\n"
        "0000: GET /a?b=c HTTP/1.1\n"
        "0015: Any: "
        "01234567890123456789012345678901234567890123456789012345678\n"
        "0055: 9end\n"
        "0059: \n"
        "<= Recv header, 17 bytes (0x11)\n"
        "0000: HTTP/1.1 200 OK\n"
        "<= Recv header, 14 bytes (0xe)\n"
        "0000: Cookie-A: 15\n"
        "<= Recv header, 2 bytes (0x2)\n"
        "0000: \n"
        "<= Recv data, 4 bytes (0x4)\n"
        "0000: {\"a\"\n"
        "== Info: more\n"
        "<= Recv data, 4 bytes (0x4)\n"
        "0000: : 1}\n"
        "== Info: Connection #0 left\n"
        "rest\n",
        "[exchange[0].request.url]@61-67 url /a?b=c\n"
        "[exchange[0].request.headers]@88-158 header Any: "
        "012345678901234567890123456789012345678901234567890123456789end\n"
        "[exchange[0].response.headers]@267-269 header Cookie-A: 15\n"
        "[exchange[0].response.body]@341-398 body {\"a\": 1}\n");
}

static void rows_of_hex_are_bytes(void **state)
{
    (void)state;
    assert_tells_where(
        "10:00:00.000001 => Send header, 21 bytes (0x15)\n"
        "0000: 47 45 54 20 2f 61 3f 62 3d 63 20 48 54 54 50 2f GET /a?b=c "
        "HTTP/\n"
        "0010: 31 2e 31 0d 0a                                  1.1..\n"
        "10:00:00.000002 => Send data, 3 bytes (0x3)\n"
        "0000: 64 3d 65                                        d=e\n",
        "[exchange[0].request.url]@66-84 url /a?b=c\n"
        "[exchange[0].request.body]@229-238 body d=e\n");
}

static void rows_of_tls_are_none_of_ours(void **state)
{
    (void)state;
    assert_tells("=> Send SSL data, 5 bytes (0x5)\n"
                 "0000: 16 03 01 02 00                                  .....\n"
                 "<= Recv data, 3 bytes (0x3)\n0000: a=b\n"
                 "== Info: end\n",
                 "body a=b\n");
}

static void windows_do_not_cut_a_message(void **state)
{
    static const struct stn_str text =
        STN_STR("=> Send header, 33 bytes (0x21)\n"
                "0000: GET /a?b=c HTTP/1.1\n"
                "0015: Any: abcd\n"
                "0020: \n"
                "== Info: end\n"
                "=> Send header, 33 bytes (0x21)\n"
                "0000: GET /d?e=f HTTP/1.1\n"
                "0015: Any: efgh\n"
                "0020: \n");

    (void)state;
    for (size_t window = 120; window < 300; window++) {
        struct stn_buf out = log_reading(text, window, false);

        assert_string_equal(out.ptr, "url /a?b=c\nheader Any: abcd\n"
                                     "url /d?e=f\nheader Any: efgh\n");
        stn_buf_dispose(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_text_are_joined_by_offset),
        cmocka_unit_test(rows_of_hex_are_bytes),
        cmocka_unit_test(rows_of_tls_are_none_of_ours),
        cmocka_unit_test(windows_do_not_cut_a_message),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
