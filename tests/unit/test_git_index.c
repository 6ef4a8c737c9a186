#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "sources/git_ewah.h"
#include "sources/git_index.h"

#define FIXED_ZEROS 24

static void put(struct stn_buf *out, uint64_t value, int bytes)
{
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        stn_buf_putc(out, (char)(value >> shift));
}

static void put_header(struct stn_buf *out, uint32_t version, uint32_t count)
{
    stn_buf_clear(out);
    stn_buf_append(out, STN_STR("DIRC"));
    put(out, version, 4);
    put(out, count, 4);
}

/* What an entry has before its path.
 * @param more  Flags of version 3; 0: it has none. */
static void put_fixed(struct stn_buf *out, uint32_t mode, char id,
                      uint32_t flags, uint32_t more)
{
    for (int i = 0; i < FIXED_ZEROS; i++)
        stn_buf_putc(out, 0);
    put(out, mode, 4);
    for (int i = 0; i < 12; i++)
        stn_buf_putc(out, 0);
    for (int i = 0; i < 20; i++)
        stn_buf_putc(out, id);
    put(out, more != 0 ? flags | 0x4000 : flags, 2);
    if (more != 0)
        put(out, more, 2);
}

static void put_padded(struct stn_buf *out, size_t start, const char *path)
{
    stn_buf_puts(out, path);
    do
        stn_buf_putc(out, 0);
    while ((out->len - start) % 8 != 0);
}

static void put_entry(struct stn_buf *out, uint32_t flags, uint32_t more,
                      const char *path)
{
    size_t start = out->len;

    put_fixed(out, 0100644, 'i', flags, more);
    put_padded(out, start, path);
}

static void put_checksum(struct stn_buf *out)
{
    for (int i = 0; i < 20; i++)
        stn_buf_putc(out, 0);
}

static void check_path(const struct stn_git_index *index, size_t at,
                       const char *path)
{
    assert_true(at < index->count);
    assert_true(stn_str_equal(index->entries[at].path, stn_str_of(path)));
}

static void versions_2_and_3_are_padded(void **state)
{
    struct stn_buf bytes = STN_BUF_INIT(STN_MIB);
    struct stn_git_index index = {0};
    struct stn_git_index_link link;

    (void)state;
    put_header(&bytes, 3, 4);
    put_entry(&bytes, 1, 0, "a");
    put_entry(&bytes, 2 | 2u << 12, 0, "bb");
    put_entry(&bytes, 3, 0x2000, "ccc");
    put_entry(&bytes, 10, 0, "dddddddddd");
    put_checksum(&bytes);
    assert_int_equal(
        stn_git_index_parse(&index, &link, stn_buf_str(&bytes), NULL), STN_OK);
    assert_int_equal(index.count, 4);
    check_path(&index, 0, "a");
    assert_int_equal(index.entries[0].mode, 0100644);
    assert_int_equal(index.entries[0].id[19], 'i');
    assert_int_equal(index.entries[1].stage, 2);
    assert_false(index.entries[1].is_intent);
    assert_true(index.entries[2].is_intent);
    check_path(&index, 3, "dddddddddd");
    assert_false(link.is_there);
    stn_git_index_dispose(&index);
    stn_buf_dispose(&bytes);
}

static void version_4_shares_the_beginning_of_the_path_before(void **state)
{
    struct stn_buf bytes = STN_BUF_INIT(STN_MIB);
    struct stn_git_index index = {0};
    struct stn_git_index_link link;

    (void)state;
    put_header(&bytes, 4, 3);
    put_fixed(&bytes, 0100644, 'a', 0, 0);
    stn_buf_append(&bytes, STN_STR("\0dir/one\0"));
    put_fixed(&bytes, 0100644, 'b', 0, 0);
    stn_buf_append(&bytes, STN_STR("\3two\0"));
    put_fixed(&bytes, 0100644, 'c', 0, 0);
    stn_buf_append(&bytes, STN_STR("\7z\0"));
    put_checksum(&bytes);
    assert_int_equal(
        stn_git_index_parse(&index, &link, stn_buf_str(&bytes), NULL), STN_OK);
    check_path(&index, 0, "dir/one");
    check_path(&index, 1, "dir/two");
    check_path(&index, 2, "z");
    stn_git_index_dispose(&index);
    /* One byte more than there is cannot be taken off. */
    bytes.ptr[bytes.len - 20 - 3] = 8;
    assert_int_equal(
        stn_git_index_parse(&index, &link, stn_buf_str(&bytes), NULL),
        STN_EINPUT);
    stn_git_index_dispose(&index);
    stn_buf_dispose(&bytes);
}

static void a_cut_file_is_refused(void **state)
{
    struct stn_buf bytes = STN_BUF_INIT(STN_MIB);

    (void)state;
    put_header(&bytes, 2, 2);
    put_entry(&bytes, 1, 0, "a");
    put_entry(&bytes, 1, 0, "b");
    put_checksum(&bytes);
    for (size_t length = 0; length < bytes.len; length++) {
        struct stn_git_index index = {0};
        struct stn_git_index_link link;
        assert_true(stn_git_index_parse(&index, &link,
                                        (struct stn_str){bytes.ptr, length},
                                        NULL) < 0);
        stn_git_index_dispose(&index);
    }
    stn_buf_dispose(&bytes);
}

static enum stn_status parse_with(const char *name, uint32_t size, size_t given)
{
    struct stn_buf bytes = STN_BUF_INIT(STN_MIB);
    struct stn_git_index index = {0};
    struct stn_git_index_link link;

    put_header(&bytes, 2, 0);
    stn_buf_puts(&bytes, name);
    put(&bytes, size, 4);
    for (size_t i = 0; i < given; i++)
        stn_buf_putc(&bytes, 1);
    put_checksum(&bytes);
    enum stn_status status =
        stn_git_index_parse(&index, &link, stn_buf_str(&bytes), NULL);
    stn_git_index_dispose(&index);
    stn_buf_dispose(&bytes);
    return status;
}

static void an_extension_that_must_be_known_is_refused(void **state)
{
    (void)state;
    assert_int_equal(parse_with("TREE", 3, 3), STN_OK);
    assert_int_equal(parse_with("sdir", 0, 0), STN_OK);
    assert_int_equal(parse_with("link", 20, 20), STN_OK);
    assert_int_equal(parse_with("new!", 3, 3), STN_ELIB);
    assert_int_equal(parse_with("TREE", 4, 3), STN_EINPUT);
    assert_int_equal(parse_with("link", 3, 3), STN_EINPUT);
}

/* A bitmap with one word of literal bits. */
static void put_bitmap(struct stn_buf *out, uint64_t bits)
{
    put(out, 64, 4);
    put(out, 2, 4);
    put(out, (uint64_t)1 << 33, 8);
    put(out, bits, 8);
    put(out, 0, 4);
}

static void add(struct stn_git_index *index, const char *path, char id)
{
    struct stn_buf bytes = STN_BUF_INIT(STN_KIB);
    struct stn_git_index_link link;

    put_header(&bytes, 4, 1);
    put_fixed(&bytes, 0100644, id, 0, 0);
    stn_buf_putc(&bytes, 0);
    stn_buf_puts(&bytes, path);
    stn_buf_putc(&bytes, 0);
    put_checksum(&bytes);
    assert_int_equal(
        stn_git_index_parse(index, &link, stn_buf_str(&bytes), NULL), STN_OK);
    stn_buf_dispose(&bytes);
}

static void the_halves_of_a_split_index_are_put_together(void **state)
{
    struct stn_buf bitmaps = STN_BUF_INIT(STN_KIB);
    struct stn_git_index base = {0};
    struct stn_git_index index = {0};
    struct stn_git_index_link link = {.is_there = true};

    (void)state;
    add(&base, "deleted", 'd');
    add(&base, "kept", 'k');
    add(&base, "replaced", 'o');
    add(&index, "", 'n');
    add(&index, "added", 'a');
    put_bitmap(&bitmaps, 1);
    put_bitmap(&bitmaps, 4);
    link.bitmaps = stn_buf_str(&bitmaps);
    assert_int_equal(stn_git_index_merge(&index, &base, &link, NULL), STN_OK);
    stn_git_index_dispose(&base);
    assert_int_equal(index.count, 3);
    check_path(&index, 0, "replaced");
    assert_int_equal(index.entries[0].id[0], 'n');
    check_path(&index, 1, "added");
    check_path(&index, 2, "kept");
    stn_git_index_dispose(&index);
    stn_buf_dispose(&bitmaps);
}

static void a_split_index_that_does_not_fit_is_refused(void **state)
{
    struct stn_buf bitmaps = STN_BUF_INIT(STN_KIB);
    struct stn_git_index base = {0};
    struct stn_git_index index = {0};
    struct stn_git_index_link link = {.is_there = true};

    (void)state;
    add(&base, "one", '1');
    add(&index, "", 'n');
    put_bitmap(&bitmaps, 0);
    put_bitmap(&bitmaps, 0);
    link.bitmaps = stn_buf_str(&bitmaps);
    /* An entry without a path that replaces nothing. */
    assert_int_equal(stn_git_index_merge(&index, &base, &link, NULL),
                     STN_EINPUT);
    stn_git_index_dispose(&index);
    stn_git_index_dispose(&base);
    stn_buf_dispose(&bitmaps);
}

static void a_bitmap_is_runs_and_literals(void **state)
{
    struct stn_buf bytes = STN_BUF_INIT(STN_KIB);
    bool bits[200] = {false};

    (void)state;
    put(&bytes, 200, 4);
    put(&bytes, 2, 4);
    /* One word of ones, then one literal word. */
    put(&bytes, (uint64_t)1 << 33 | 1u << 1 | 1, 8);
    put(&bytes, 5, 8);
    put(&bytes, 0, 4);
    struct stn_str rest = stn_buf_str(&bytes);
    assert_int_equal(stn_git_ewah_read(&rest, bits, 200), STN_OK);
    assert_int_equal(rest.len, 0);
    assert_true(bits[0] && bits[63] && bits[64] && !bits[65] && bits[66]);
    rest = stn_buf_str(&bytes);
    assert_int_equal(stn_git_ewah_read(&rest, bits, 66), STN_EINPUT);
    for (size_t length = 0; length < bytes.len; length++) {
        rest = (struct stn_str){bytes.ptr, length};
        assert_int_equal(stn_git_ewah_read(&rest, bits, 200), STN_EINPUT);
    }
    stn_buf_dispose(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(versions_2_and_3_are_padded),
        cmocka_unit_test(version_4_shares_the_beginning_of_the_path_before),
        cmocka_unit_test(a_cut_file_is_refused),
        cmocka_unit_test(an_extension_that_must_be_known_is_refused),
        cmocka_unit_test(the_halves_of_a_split_index_are_put_together),
        cmocka_unit_test(a_split_index_that_does_not_fit_is_refused),
        cmocka_unit_test(a_bitmap_is_runs_and_literals),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
