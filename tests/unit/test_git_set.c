#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sources/git_set.h"
#include "tests/support/torture.h"

static bool is_number(const void *items, uint32_t index, const void *key)
{
    return ((const uint32_t *)items)[index] == *(const uint32_t *)key;
}

static uint32_t hash_of(struct stn_git_set *set, const uint32_t *number)
{
    return stn_git_set_hash(
        set, (struct stn_str){(const char *)number, sizeof(*number)}, 0);
}

static enum stn_status fill(struct stn_git_set *set, const uint32_t *numbers,
                            uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        enum stn_status status =
            stn_git_set_add(set, hash_of(set, &numbers[i]), i, NULL);
        if (status < 0)
            return status;
    }
    return STN_OK;
}

static void what_was_added_is_found_after_it_grew(void **state)
{
    struct stn_git_set set = {0};
    uint32_t numbers[1000];
    const uint32_t absent = 5;

    (void)state;
    for (uint32_t i = 0; i < 1000; i++)
        numbers[i] = i * 7919 + 11;
    assert_int_equal(fill(&set, numbers, 1000), STN_OK);
    for (uint32_t i = 0; i < 1000; i++)
        assert_int_equal(stn_git_set_find(&set, hash_of(&set, &numbers[i]),
                                          is_number, numbers, &numbers[i]),
                         i);
    assert_int_equal(stn_git_set_find(&set, hash_of(&set, &absent), is_number,
                                      numbers, &absent),
                     STN_GIT_NONE);
    stn_git_set_dispose(&set);
    assert_int_equal(stn_git_set_find(&set, 1, is_number, numbers, &absent),
                     STN_GIT_NONE);
}

static void equal_hashes_are_told_apart(void **state)
{
    struct stn_git_set set = {0};
    const uint32_t numbers[] = {10, 20, 30};

    (void)state;
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(stn_git_set_add(&set, 42, i, NULL), STN_OK);
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(
            stn_git_set_find(&set, 42, is_number, numbers, &numbers[i]), i);
    stn_git_set_dispose(&set);
}

static void a_hash_tells_length_and_extra_apart(void **state)
{
    struct stn_git_set set = {0};
    uint32_t plain = stn_git_set_hash(&set, STN_STR("abc"), 0);

    (void)state;
    assert_int_equal(plain, stn_git_set_hash(&set, STN_STR("abc"), 0));
    assert_int_not_equal(plain, stn_git_set_hash(&set, STN_STR("abc\0"), 0));
    assert_int_not_equal(plain, stn_git_set_hash(&set, STN_STR("abc"), 1));
    stn_git_set_dispose(&set);
}

static enum stn_status fill_once(void *payload)
{
    struct stn_git_set set = {0};
    enum stn_status status = fill(&set, payload, 100);

    stn_git_set_dispose(&set);
    return status;
}

static void running_out_of_memory_is_told(void **state)
{
    uint32_t numbers[100] = {0};

    (void)state;
    torture(fill_once, numbers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_added_is_found_after_it_grew),
        cmocka_unit_test(equal_hashes_are_told_apart),
        cmocka_unit_test(a_hash_tells_length_and_extra_apart),
        cmocka_unit_test(running_out_of_memory_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
