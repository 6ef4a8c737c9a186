#include "tests/support/coding.h"

static void decodes(struct stn_str source, struct stn_str expected)
{
    assert_decodes(STN_CODEC_WIRE, source, expected, STN_OK);
}

static void what_is_not_printable_is_read(void **state)
{
    (void)state;
    decodes(STN_STR("GET / HTTP/1.1[\\r][\\n]"), STN_STR("GET / HTTP/1.1\r\n"));
    decodes(STN_STR("[0x1f][0x8b][0x0][0x9]x[0xFF]"),
            STN_STR("\x1F\x8B\0\tx\xFF"));
}

static void what_is_no_escape_stands_for_itself(void **state)
{
    (void)state;
    static const struct stn_str same[] = {
        {"[1, [2]]", 8}, {"[", 1},     {"[\\", 2},     {"[\\r", 3},
        {"[\\x]", 4},    {"[0x]", 4},  {"[0x123]", 7}, {"[0xg1]", 6},
        {"[0x1", 4},     {"[0x1f", 5}, {"[0x1fx", 6},
    };

    for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++)
        decodes(same[i], same[i]);
    decodes(STN_STR("[[\\n]"), STN_STR("[\n"));
}

static void escapes_stand_where_they_are_written(void **state)
{
    (void)state;
    const struct stn_str source = STN_STR("a[\\r][\\n][0x1f][0x9]b");

    assert_stands(STN_CODEC_WIRE, source, 1, 2, 1, 5);
    assert_stands(STN_CODEC_WIRE, source, 2, 4, 5, 15);
    assert_stands(STN_CODEC_WIRE, source, 4, 5, 15, 20);
    assert_stands(STN_CODEC_WIRE, source, 5, 6, 20, 21);
}

static void what_is_not_printable_is_written(void **state)
{
    (void)state;
    assert_encodes(STN_CODEC_WIRE, STN_STR("GET /\r\n\x1F\x8B\0\tx\xFF"),
                   STN_STR(""),
                   STN_STR("GET /[\\r][\\n][0x1f][0x8b][0x0][0x9]x[0xff]"));
    assert_encodes(STN_CODEC_WIRE, STN_STR("[1, [0x9], [\\n]["), STN_STR(""),
                   STN_STR("[1, [0x5b]0x9], [0x5b]\\n]["));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_printable_is_read),
        cmocka_unit_test(what_is_no_escape_stands_for_itself),
        cmocka_unit_test(what_is_not_printable_is_written),
        cmocka_unit_test(escapes_stand_where_they_are_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
