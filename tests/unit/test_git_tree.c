#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sources/git_tree.h"

#define ID "01234567890123456789"

static void entries_come_in_order_with_mode_name_and_id(void **state)
{
    struct stn_str rest =
        STN_STR("100644 a b\0" ID "40000 dir\0" ID "160000 sub\0" ID);
    struct stn_git_entry entry;

    (void)state;
    assert_int_equal(stn_git_tree_next(&rest, &entry), STN_OK);
    assert_int_equal(entry.mode, 0100644);
    assert_true(stn_str_equal(entry.name, STN_STR("a b")));
    assert_memory_equal(entry.id, ID, STN_GIT_OID_BYTES);
    assert_int_equal(stn_git_kind_of(entry.mode), STN_GIT_BLOB);
    assert_int_equal(stn_git_tree_next(&rest, &entry), STN_OK);
    assert_int_equal(stn_git_kind_of(entry.mode), STN_GIT_TREE);
    assert_int_equal(stn_git_tree_next(&rest, &entry), STN_OK);
    assert_int_equal(stn_git_kind_of(entry.mode), STN_GIT_SUBMODULE);
    assert_int_equal(stn_git_tree_next(&rest, &entry), STN_DONE);
}

static void a_mode_git_does_not_know_is_a_blob_s(void **state)
{
    (void)state;
    assert_int_equal(stn_git_kind_of(0), STN_GIT_BLOB);
    assert_int_equal(stn_git_kind_of(0120000), STN_GIT_BLOB);
    assert_int_equal(stn_git_kind_of(0177777), STN_GIT_BLOB);
}

static void what_is_no_entry_is_refused(void **state)
{
    const struct stn_str bad[] = {
        STN_STR("100644"),           STN_STR("100644 "),
        STN_STR("100644 name"),      STN_STR("100644 name\0short"),
        STN_STR(" name\0" ID),       STN_STR("100644 \0" ID),
        STN_STR("10x644 name\0" ID), STN_STR("12345678 name\0" ID),
        STN_STR("9 name\0" ID),
    };
    struct stn_git_entry entry;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct stn_str rest = bad[i];
        assert_int_equal(stn_git_tree_next(&rest, &entry), STN_EINPUT);
    }
}

static int compare(uint32_t mode_a, const char *a, uint32_t mode_b,
                   const char *b)
{
    const struct stn_git_entry left = {.mode = mode_a, .name = stn_str_of(a)};
    const struct stn_git_entry right = {.mode = mode_b, .name = stn_str_of(b)};
    int order = stn_git_entry_compare(&left, &right);

    return (order > 0) - (order < 0);
}

static void a_folder_sorts_as_if_it_ended_in_a_slash(void **state)
{
    (void)state;
    assert_int_equal(compare(0100644, "a", 0100644, "b"), -1);
    assert_int_equal(compare(0100644, "a", 0100644, "ab"), -1);
    assert_int_equal(compare(0100644, "a.c", 040000, "a"), -1);
    assert_int_equal(compare(040000, "a", 0100644, "a0"), -1);
    assert_int_equal(compare(0100644, "a", 040000, "a"), -1);
    assert_int_equal(compare(040000, "a", 040000, "a"), 0);
    assert_int_equal(compare(0100644, "\xff", 0100644, "a"), 1);
    /* Only a hostile tree has a slash in a name. */
    assert_int_equal(compare(040000, "a", 040000, "a/"), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_come_in_order_with_mode_name_and_id),
        cmocka_unit_test(a_mode_git_does_not_know_is_a_blob_s),
        cmocka_unit_test(what_is_no_entry_is_refused),
        cmocka_unit_test(a_folder_sorts_as_if_it_ended_in_a_slash),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
