#include "tests/support/coding.h"

/* "hello, hello, hello" and a line break. */
static const char hello[] = "\x8F\x09\x80hello, hello, hello\n\x03";
#define HELLO STN_STR(hello)
#define TEXT STN_STR("hello, hello, hello\n")

/* A stanch without the library knows the name alone. */
static bool is_there(void)
{
    return stn_codecs[STN_CODEC_BROTLI].decode != NULL;
}

static void brotli_is_unpacked(void **state)
{
    (void)state;
    if (!is_there())
        skip();
    assert_decodes(STN_CODEC_BROTLI, HELLO, TEXT, STN_OK);
    assert_stands(STN_CODEC_BROTLI, HELLO, 3, 5, 0, HELLO.len);
}

static void what_is_cut_off_or_damaged_is_kept(void **state)
{
    (void)state;
    if (!is_there())
        skip();
    for (size_t length = 0; length < HELLO.len; length++) {
        struct coding coding = coding_decode(
            STN_CODEC_BROTLI, stn_str_sub(HELLO, 0, length), STN_MIB);
        assert_int_equal(coding.status, STN_EINPUT);
        assert_true(stn_str_starts(TEXT, coding_decoded(&coding)));
        coding_dispose(&coding);
    }
    assert_decodes(STN_CODEC_BROTLI,
                   STN_STR("\x8F\x09\x80hello, hello, hello\n\x03more"), TEXT,
                   STN_EINPUT);
    assert_decodes(STN_CODEC_BROTLI, STN_STR("{\"plain\": 1}"), STN_STR(""),
                   STN_EINPUT);
}

static void a_bomb_stops_at_the_ratio(void **state)
{
    (void)state;
    /* `head -c 1000000 /dev/zero | tr '\0' a | brotli` */
    const struct stn_str bomb =
        STN_STR("\x5F\x3F\x42\x8F\x5F\x22\x2C\x1E\x0B\x04\xF2\x73\x1E\x00");

    if (!is_there())
        skip();
    struct coding coding = coding_decode(STN_CODEC_BROTLI, bomb, STN_MIB);
    assert_int_equal(coding.status, STN_ELIMIT);
    assert_int_equal(coding_decoded(&coding).len, STN_HTTP_RATIO_FREE_BYTES);
    coding_dispose(&coding);
}

static void a_large_text_is_stored_in_blocks(void **state)
{
    (void)state;
    struct stn_buf text = STN_BUF_INIT(STN_MIB);

    if (!is_there())
        skip();
    for (size_t i = 0; text.len < 200000; i++)
        stn_buf_printf(&text, "line %zu\n", i);
    assert_returns(STN_CODEC_BROTLI, stn_buf_str(&text), STN_STR(""));
    stn_buf_truncate(&text, 65536);
    assert_returns(STN_CODEC_BROTLI, stn_buf_str(&text), STN_STR(""));
    stn_buf_dispose(&text);
}

static void text_is_stored(void **state)
{
    (void)state;
    if (!is_there())
        skip();
    assert_encodes(STN_CODEC_BROTLI, STN_STR(""), HELLO, STN_STR("\x06"));
    assert_encodes(STN_CODEC_BROTLI, STN_STR("abc"), HELLO,
                   STN_STR("\x20\0\x10"
                           "abc\x03"));
}

static void packing_has_a_ceiling_too(void **state)
{
    (void)state;
    struct stn_buf packed = STN_BUF_INIT(10);

    if (!is_there())
        skip();
    assert_int_equal(
        stn_codecs[STN_CODEC_BROTLI].encode(TEXT, STN_STR(""), &packed, NULL),
        STN_ELIMIT);
    stn_buf_dispose(&packed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(brotli_is_unpacked),
        cmocka_unit_test(what_is_cut_off_or_damaged_is_kept),
        cmocka_unit_test(a_bomb_stops_at_the_ratio),
        cmocka_unit_test(a_large_text_is_stored_in_blocks),
        cmocka_unit_test(text_is_stored),
        cmocka_unit_test(packing_has_a_ceiling_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
