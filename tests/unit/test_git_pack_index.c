#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "sources/git_pack_index.h"

/* Three ids: 0x00.., 0x00..01, 0xff... */
static const unsigned char ids[3][20] = {
    {0},
    {[19] = 1},
    {[0] = 0xff},
};

static void put(struct stn_buf *out, uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        stn_buf_putc(out, (char)(value >> shift));
}

static void put_fanout(struct stn_buf *out)
{
    for (int i = 0; i < 256; i++)
        put(out, i < 255 ? 2 : 3);
}

static void put_id(struct stn_buf *out, int which)
{
    stn_buf_append(out, (struct stn_str){(const char *)ids[which], 20});
}

/* Two checksums, which nobody looks at. */
static void put_trailer(struct stn_buf *out)
{
    for (int i = 0; i < 40; i++)
        stn_buf_putc(out, 'x');
}

static void make_v1(struct stn_buf *out)
{
    put_fanout(out);
    for (int i = 0; i < 3; i++) {
        put(out, (uint32_t)(100 * (i + 1)));
        put_id(out, i);
    }
    put_trailer(out);
}

/* The second object stands past 4 GiB, the third at a row that is not there. */
static void make_v2(struct stn_buf *out)
{
    stn_buf_append(out, STN_STR("\377tOc"));
    put(out, 2);
    put_fanout(out);
    for (int i = 0; i < 3; i++)
        put_id(out, i);
    for (int i = 0; i < 3; i++)
        put(out, 0); /* checksums */
    put(out, 12);
    put(out, 0x80000000u);
    put(out, 0x80000001u);
    put(out, 1);
    put(out, 2);
    put_trailer(out);
}

static void version_1_gives_ids_and_offsets(void **state)
{
    struct stn_buf bytes = STN_BUF_INIT(STN_MIB);
    struct stn_git_pack_index index;

    (void)state;
    make_v1(&bytes);
    assert_int_equal(stn_git_pack_index_parse(&index, stn_buf_str(&bytes)),
                     STN_OK);
    assert_int_equal(index.version, 1);
    assert_int_equal(index.count, 3);
    assert_memory_equal(stn_git_pack_index_id(&index, 2), ids[2], 20);
    assert_int_equal(stn_git_pack_index_offset(&index, 2), 300);
    assert_int_equal(stn_git_pack_index_find(&index, ids[1]), 1);
    stn_buf_dispose(&bytes);
}

static void version_2_has_wide_offsets(void **state)
{
    struct stn_buf bytes = STN_BUF_INIT(STN_MIB);
    const unsigned char absent[20] = {[10] = 7};
    struct stn_git_pack_index index;

    (void)state;
    make_v2(&bytes);
    assert_int_equal(stn_git_pack_index_parse(&index, stn_buf_str(&bytes)),
                     STN_OK);
    assert_int_equal(index.count, 3);
    assert_int_equal(stn_git_pack_index_offset(&index, 0), 12);
    assert_true(stn_git_pack_index_offset(&index, 1) == 0x100000002u);
    assert_int_equal(stn_git_pack_index_offset(&index, 2), 0);
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(stn_git_pack_index_find(&index, ids[i]), i);
    assert_int_equal(stn_git_pack_index_find(&index, absent), UINT32_MAX);
    stn_buf_dispose(&bytes);
}

static void a_cut_index_is_refused(void **state)
{
    struct stn_buf bytes = STN_BUF_INIT(STN_MIB);
    struct stn_git_pack_index index;

    (void)state;
    make_v2(&bytes);
    /* The wide offsets may be missing: they are looked for one by one. */
    for (size_t length = 0; length < bytes.len - 8; length++)
        assert_int_equal(stn_git_pack_index_parse(
                             &index, (struct stn_str){bytes.ptr, length}),
                         STN_EINPUT);
    stn_buf_dispose(&bytes);
}

static void counts_that_fall_are_refused(void **state)
{
    struct stn_buf bytes = STN_BUF_INIT(STN_MIB);
    struct stn_git_pack_index index;

    (void)state;
    make_v1(&bytes);
    bytes.ptr[4 * 100 + 3] = 9;
    assert_int_equal(stn_git_pack_index_parse(&index, stn_buf_str(&bytes)),
                     STN_EINPUT);
    stn_buf_dispose(&bytes);
}

static void another_version_is_refused(void **state)
{
    struct stn_buf bytes = STN_BUF_INIT(STN_MIB);
    struct stn_git_pack_index index;

    (void)state;
    make_v2(&bytes);
    bytes.ptr[7] = 3;
    assert_int_equal(stn_git_pack_index_parse(&index, stn_buf_str(&bytes)),
                     STN_EINPUT);
    stn_buf_dispose(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(version_1_gives_ids_and_offsets),
        cmocka_unit_test(version_2_has_wide_offsets),
        cmocka_unit_test(a_cut_index_is_refused),
        cmocka_unit_test(counts_that_fall_are_refused),
        cmocka_unit_test(another_version_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
