#include "tests/support/coding.h"

/* "hello, hello, hello" and a line break. */
static const unsigned char hello[] = {0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0xD7,
                                      0x51, 0xC8, 0x40, 0xA2, 0xB8, 0x00};
#define TEXT STN_STR("hello, hello, hello\n")

static struct stn_str joined(struct stn_buf *out, const char *before,
                             size_t before_length, const char *after,
                             size_t after_length)
{
    stn_buf_append(out, (struct stn_str){before, before_length});
    stn_buf_append(out, (struct stn_str){(const char *)hello, sizeof(hello)});
    stn_buf_append(out, (struct stn_str){after, after_length});
    return stn_buf_str(out);
}

static struct stn_str gzip_of(struct stn_buf *out)
{
    return joined(out, "\x1F\x8B\x08\0\0\0\0\0\x02\x03", 10,
                  "\xE7\x42\x6E\x52\x14\0\0\0", 8);
}

static void gzip_is_unpacked(void **state)
{
    (void)state;
    struct stn_buf packed = STN_BUF_INIT(STN_KIB);
    const struct stn_str source = gzip_of(&packed);

    assert_true(stn_str_is_gzip(source));
    assert_decodes(STN_CODEC_GZIP, source, TEXT, STN_OK);
    assert_stands(STN_CODEC_GZIP, source, 3, 5, 0, source.len);
    stn_buf_dispose(&packed);
}

static void members_one_after_the_other_are_joined(void **state)
{
    (void)state;
    struct stn_buf packed = STN_BUF_INIT(STN_KIB);

    gzip_of(&packed);
    gzip_of(&packed);
    stn_buf_append(&packed, STN_STR("\0\0\0"));
    assert_decodes(STN_CODEC_GZIP, stn_buf_str(&packed),
                   STN_STR("hello, hello, hello\nhello, hello, hello\n"),
                   STN_OK);
    stn_buf_dispose(&packed);
}

static void what_is_cut_off_or_damaged_is_kept(void **state)
{
    (void)state;
    struct stn_buf packed = STN_BUF_INIT(STN_KIB);
    const struct stn_str source = gzip_of(&packed);

    assert_decodes(STN_CODEC_GZIP, stn_str_sub(source, 0, source.len - 1), TEXT,
                   STN_EINPUT);
    for (size_t length = 0; length < source.len; length++) {
        struct coding coding = coding_decode(
            STN_CODEC_GZIP, stn_str_sub(source, 0, length), STN_MIB);
        assert_int_equal(coding.status, STN_EINPUT);
        assert_true(stn_str_starts(TEXT, coding_decoded(&coding)));
        coding_dispose(&coding);
    }
    packed.ptr[packed.len - 8] ^= 1; /* The checksum. */
    assert_decodes(STN_CODEC_GZIP, source, TEXT, STN_EINPUT);
    packed.ptr[packed.len - 8] ^= 1;
    stn_buf_puts(&packed, "more");
    assert_decodes(STN_CODEC_GZIP, stn_buf_str(&packed), TEXT, STN_EINPUT);
    assert_decodes(STN_CODEC_GZIP, STN_STR("plain"), STN_STR(""), STN_EINPUT);
    stn_buf_dispose(&packed);
}

static void deflate_is_unpacked_with_and_without_its_header(void **state)
{
    (void)state;
    struct stn_buf packed = STN_BUF_INIT(STN_KIB);

    assert_decodes(STN_CODEC_DEFLATE, joined(&packed, "", 0, "", 0), TEXT,
                   STN_OK);
    stn_buf_clear(&packed);
    joined(&packed, "\x78\xDA", 2, "\x4B\x07\x06\xDF", 4);
    assert_decodes(STN_CODEC_DEFLATE, stn_buf_str(&packed), TEXT, STN_OK);
    assert_decodes(STN_CODEC_DEFLATE,
                   stn_str_sub(stn_buf_str(&packed), 0, packed.len - 4), TEXT,
                   STN_EINPUT);
    assert_decodes(STN_CODEC_DEFLATE, STN_STR(""), STN_STR(""), STN_EINPUT);
    assert_decodes(STN_CODEC_DEFLATE, STN_STR("\xFF\xFF"), STN_STR(""),
                   STN_EINPUT);
    stn_buf_dispose(&packed);
}

/* Bytes of one letter, packed. */
static void pack_letters(struct stn_buf *out, size_t count)
{
    struct stn_buf letters = STN_BUF_INIT(SIZE_MAX);
    char *to = stn_buf_reserve(&letters, count);

    assert_non_null(to);
    memset(to, 'a', count);
    stn_buf_added(&letters, count);
    assert_int_equal(stn_codecs[STN_CODEC_GZIP].encode(stn_buf_str(&letters),
                                                       STN_STR(""), out, NULL),
                     STN_OK);
    stn_buf_dispose(&letters);
}

static void a_bomb_stops_at_the_ratio(void **state)
{
    (void)state;
    struct stn_buf packed = STN_BUF_INIT(STN_MIB);

    pack_letters(&packed, 16 * STN_MIB);
    struct coding coding =
        coding_decode(STN_CODEC_GZIP, stn_buf_str(&packed), 64 * STN_MIB);
    assert_int_equal(coding.status, STN_ELIMIT);
    assert_int_equal(coding_decoded(&coding).len,
                     packed.len * STN_HTTP_RATIO_MAX);
    coding_dispose(&coding);
    stn_buf_dispose(&packed);
}

static void a_short_page_may_have_any_ratio(void **state)
{
    (void)state;
    struct stn_buf packed = STN_BUF_INIT(STN_MIB);

    pack_letters(&packed, STN_HTTP_RATIO_FREE_BYTES);
    struct coding coding =
        coding_decode(STN_CODEC_GZIP, stn_buf_str(&packed), STN_MIB);
    assert_int_equal(coding.status, STN_OK);
    assert_int_equal(coding_decoded(&coding).len, STN_HTTP_RATIO_FREE_BYTES);
    coding_dispose(&coding);
    stn_buf_dispose(&packed);
}

static void the_ceiling_holds(void **state)
{
    (void)state;
    struct stn_buf packed = STN_BUF_INIT(STN_KIB);
    const struct stn_str source = gzip_of(&packed);

    struct coding coding = coding_decode(STN_CODEC_GZIP, source, 5);
    assert_int_equal(coding.status, STN_ELIMIT);
    assert_string_equal(coding_decoded(&coding).ptr, "hello");
    coding_dispose(&coding);
    coding = coding_decode(STN_CODEC_GZIP, source, TEXT.len);
    assert_int_equal(coding.status, STN_OK);
    coding_dispose(&coding);
    stn_buf_dispose(&packed);
}

static void the_same_bytes_are_packed_the_same(void **state)
{
    (void)state;
    struct stn_buf packed = STN_BUF_INIT(STN_KIB);

    assert_int_equal(
        stn_codecs[STN_CODEC_GZIP].encode(TEXT, STN_STR(""), &packed, NULL),
        STN_OK);
    /* No name, no time. */
    assert_memory_equal(packed.ptr, "\x1F\x8B\x08\0\0\0\0\0", 8);
    assert_returns(STN_CODEC_GZIP, TEXT, STN_STR(""));
    assert_returns(STN_CODEC_GZIP, STN_STR(""), STN_STR(""));
    stn_buf_dispose(&packed);
}

static void deflate_has_a_header_if_it_had_one(void **state)
{
    (void)state;
    struct stn_buf packed = STN_BUF_INIT(STN_KIB);

    assert_encodes(STN_CODEC_DEFLATE, TEXT, STN_STR("\xCB\x48"),
                   joined(&packed, "", 0, "", 0));
    stn_buf_clear(&packed);
    assert_encodes(STN_CODEC_DEFLATE, TEXT, STN_STR("\x78\xDA"),
                   joined(&packed, "\x78\x9C", 2, "\x4B\x07\x06\xDF", 4));
    assert_returns(STN_CODEC_DEFLATE, STN_STR(""), STN_STR(""));
    stn_buf_dispose(&packed);
}

static void packing_has_a_ceiling_too(void **state)
{
    (void)state;
    struct stn_buf packed = STN_BUF_INIT(20);

    assert_int_equal(
        stn_codecs[STN_CODEC_GZIP].encode(TEXT, STN_STR(""), &packed, NULL),
        STN_ELIMIT);
    stn_buf_dispose(&packed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gzip_is_unpacked),
        cmocka_unit_test(members_one_after_the_other_are_joined),
        cmocka_unit_test(what_is_cut_off_or_damaged_is_kept),
        cmocka_unit_test(deflate_is_unpacked_with_and_without_its_header),
        cmocka_unit_test(a_bomb_stops_at_the_ratio),
        cmocka_unit_test(a_short_page_may_have_any_ratio),
        cmocka_unit_test(the_ceiling_holds),
        cmocka_unit_test(the_same_bytes_are_packed_the_same),
        cmocka_unit_test(deflate_has_a_header_if_it_had_one),
        cmocka_unit_test(packing_has_a_ceiling_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
