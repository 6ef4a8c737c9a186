#include "text/codec.h"

#include "tests/support/coding.h"
#include "tests/support/torture.h"

/* Whatever the table says must be so for each of its codecs. */

static const struct stn_str samples[] = {
    {"", 0},
    {"a", 1},
    {"ab", 2},
    {"abc", 3},
    {"REDACTED-TOKEN-1", 16},
    {"a \"b\" 'c' \\d/ <e> & [f] {g} %h + i=j\r\n\t", 39},
    {"\\n\\u0041%41&amp;[\\n]&#65;]]><![CDATA[]]>", 40},
    {"\0\x01\x1F\x7F\x80\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\xED\xA0\x80\xFF",
     18},
};

/* What may have stood there before. */
static const struct stn_str likes[] = {
    {"", 0},
    {"x", 1},
    {"\\u00e9\\/\\x80", 12},
    {"%2f%20", 6},
    {"a]]>b<![CDATA[c", 15},
    {"<![CDATA[c", 10},
    {"1F 8B\n", 6},
    {"[1,\n 2]", 7},
    {"Zm9vYmFy\r\nZm-v\r\n", 16},
    {"\x78\x9C", 2},
};

static void codecs_bring_back_what_they_wrote(void **state)
{
    (void)state;
    for (enum stn_codec codec = 0; codec < STN_CODEC_COUNT; codec++) {
        if (stn_codecs[codec].encode == NULL)
            continue;
        for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++)
            for (size_t k = 0; k < sizeof(likes) / sizeof(*likes); k++)
                assert_returns(codec, samples[i], likes[k]);
    }
}

static void redacted_text_can_be_written_by_all(void **state)
{
    (void)state;
    static const enum stn_codec plain[] = {STN_CODEC_JSON,    STN_CODEC_ESCAPED,
                                           STN_CODEC_PERCENT, STN_CODEC_FORM,
                                           STN_CODEC_XML,     STN_CODEC_WIRE};

    for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
        assert_encodes(plain[i], STN_STR("REDACTED-1"), STN_STR("x"),
                       STN_STR("REDACTED-1"));
}

static void what_can_be_written_can_be_read(void **state)
{
    (void)state;
    for (enum stn_codec codec = 0; codec < STN_CODEC_COUNT; codec++)
        assert_true(stn_codecs[codec].encode == NULL ||
                    stn_codecs[codec].decode != NULL);
}

static void containers_alone_are_not_exact(void **state)
{
    (void)state;
    for (enum stn_codec codec = 0; codec < STN_CODEC_COUNT; codec++)
        assert_int_equal(
            stn_codecs[codec].is_exact,
            codec != STN_CODEC_GZIP && codec != STN_CODEC_DEFLATE &&
                codec != STN_CODEC_BROTLI && codec != STN_CODEC_ZIP);
}

/* Text of which most is decoded to something, as this codec writes it. */
static struct stn_str written(enum stn_codec codec, struct stn_buf *out)
{
    if (stn_codecs[codec].encode == NULL)
        return (struct stn_str){0};
    assert_int_equal(
        stn_codecs[codec].encode(samples[5], STN_STR("Zm9v\nZm9v"), out, NULL),
        STN_OK);
    return stn_buf_str(out);
}

static void every_ceiling_holds(void **state)
{
    (void)state;
    for (enum stn_codec codec = 0; codec < STN_CODEC_COUNT; codec++) {
        struct stn_buf out = STN_BUF_INIT(STN_KIB);
        const struct stn_str source = written(codec, &out);

        if (source.len == 0)
            continue;
        struct coding whole = coding_decode(codec, source, STN_KIB);
        const struct stn_str all = coding_decoded(&whole);
        assert_int_equal(whole.status, STN_OK);
        for (size_t ceiling = 0; ceiling <= all.len; ceiling++) {
            struct coding coding = coding_decode(codec, source, ceiling);
            const struct stn_str part = coding_decoded(&coding);
            assert_int_equal(coding.status,
                             ceiling < all.len ? STN_ELIMIT : STN_OK);
            assert_true(part.len <= ceiling && part.len + 4 > ceiling);
            assert_true(stn_str_starts(all, part));
            coding_dispose(&coding);
        }
        coding_dispose(&whole);
        stn_buf_dispose(&out);
    }
}

static void a_map_need_not_be_wanted(void **state)
{
    (void)state;
    for (enum stn_codec codec = 0; codec < STN_CODEC_COUNT; codec++) {
        struct stn_buf encoded = STN_BUF_INIT(STN_KIB);
        struct stn_buf out = STN_BUF_INIT(STN_KIB);
        const struct stn_str source = written(codec, &encoded);

        if (source.len > 0)
            assert_int_equal(stn_codecs[codec].decode(source, &out, NULL, NULL),
                             STN_OK);
        stn_buf_dispose(&encoded);
        stn_buf_dispose(&out);
    }
}

static void a_buffer_that_failed_stays_so(void **state)
{
    (void)state;
    for (enum stn_codec codec = 0; codec < STN_CODEC_COUNT; codec++) {
        struct stn_buf out = STN_BUF_INIT(2);

        stn_buf_puts(&out, "long");
        if (stn_codecs[codec].decode != NULL)
            assert_int_equal(
                stn_codecs[codec].decode(STN_STR("AAAA"), &out, NULL, NULL),
                STN_ELIMIT);
        if (stn_codecs[codec].encode != NULL)
            assert_int_equal(stn_codecs[codec].encode(
                                 STN_STR("AAAA"), STN_STR("AAAA"), &out, NULL),
                             STN_ELIMIT);
        stn_buf_dispose(&out);
    }
}

static enum stn_status go_there_and_back(void *payload)
{
    const enum stn_codec codec = *(const enum stn_codec *)payload;
    struct stn_buf encoded = STN_BUF_INIT(STN_KIB);
    struct stn_buf out = STN_BUF_INIT(STN_KIB);
    struct stn_map map = {0};
    enum stn_status status = STN_OK;
    struct stn_str source =
        STN_STR("a[\\n]b[\\n]c[\\n]d[\\n]e[\\n]f[\\n]g[\\n]h[\\n]i[\\n]");

    if (stn_codecs[codec].encode != NULL) {
        status = stn_codecs[codec].encode(samples[5], STN_STR("Zm9v\nZm9v"),
                                          &encoded, NULL);
        source = stn_buf_str(&encoded);
    }
    if (status == STN_OK && stn_codecs[codec].decode != NULL)
        status = stn_codecs[codec].decode(source, &out, &map, NULL);
    stn_buf_dispose(&encoded);
    stn_buf_dispose(&out);
    stn_map_dispose(&map);
    return status;
}

static void no_memory_is_told(void **state)
{
    (void)state;
    for (enum stn_codec codec = 0; codec < STN_CODEC_COUNT; codec++)
        torture(go_there_and_back, &codec);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codecs_bring_back_what_they_wrote),
        cmocka_unit_test(redacted_text_can_be_written_by_all),
        cmocka_unit_test(what_can_be_written_can_be_read),
        cmocka_unit_test(containers_alone_are_not_exact),
        cmocka_unit_test(every_ceiling_holds),
        cmocka_unit_test(a_map_need_not_be_wanted),
        cmocka_unit_test(a_buffer_that_failed_stays_so),
        cmocka_unit_test(no_memory_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
