#include "tests/support/coding.h"

static void numbers_are_read(void **state)
{
    (void)state;
    assert_decodes(STN_CODEC_DECIMAL, STN_STR(""), STN_STR(""), STN_OK);
    assert_decodes(STN_CODEC_DECIMAL, STN_STR("65"), STN_STR("A"), STN_OK);
    assert_decodes(STN_CODEC_DECIMAL, STN_STR("123,34,10,0,255"),
                   STN_STR("{\"\n\0\xFF"), STN_OK);
    assert_decodes(STN_CODEC_DECIMAL, STN_STR("\n  65,\r\n  066 67\n"),
                   STN_STR("ABC"), STN_OK);
    assert_decodes(STN_CODEC_DECIMAL, STN_STR(" [ 65, 66 ] "), STN_STR("AB"),
                   STN_OK);
    assert_decodes(STN_CODEC_DECIMAL, STN_STR("[]"), STN_STR(""), STN_OK);
}

static void anything_else_ends_it(void **state)
{
    (void)state;
    static const struct stn_str bad[] = {
        {"65,256", 6}, {"65,0065", 7}, {"65,-1", 5}, {"65,x", 4},
        {"65,[66", 6}, {"65]66", 5},   {"65]]", 4},  {"65,1.5", 6},
    };

    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        assert_decodes(STN_CODEC_DECIMAL, bad[i],
                       bad[i].ptr[3] == '1' ? STN_STR("A\1") : STN_STR("A"),
                       STN_EINPUT);
}

static void numbers_stand_where_they_are_written(void **state)
{
    (void)state;
    const struct stn_str source = STN_STR("[65,\n 166, 7]");

    assert_stands(STN_CODEC_DECIMAL, source, 0, 1, 1, 3);
    assert_stands(STN_CODEC_DECIMAL, source, 1, 2, 6, 9);
    assert_stands(STN_CODEC_DECIMAL, source, 2, 3, 11, 12);
    assert_stands(STN_CODEC_DECIMAL, source, 0, 2, 1, 9);
}

static void numbers_are_written_in_their_layout(void **state)
{
    (void)state;
    const struct stn_str bytes = STN_STR("A\xFF\n");

    assert_encodes(STN_CODEC_DECIMAL, bytes, STN_STR("1"),
                   STN_STR("65,255,10"));
    assert_encodes(STN_CODEC_DECIMAL, bytes, STN_STR("1, 22, 3"),
                   STN_STR("65, 255, 10"));
    assert_encodes(STN_CODEC_DECIMAL, bytes, STN_STR("[\n  1,\n  2\n]"),
                   STN_STR("[\n  65,\n  255,\n  10\n]"));
    assert_encodes(STN_CODEC_DECIMAL, bytes, STN_STR("no 1 or 2."),
                   STN_STR("65,255,10"));
    assert_encodes(STN_CODEC_DECIMAL, STN_STR(""), STN_STR("[1]"),
                   STN_STR("[]"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read),
        cmocka_unit_test(anything_else_ends_it),
        cmocka_unit_test(numbers_stand_where_they_are_written),
        cmocka_unit_test(numbers_are_written_in_their_layout),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
