#include "base/arena.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/support/torture.h"

static void items_are_zeroed_and_aligned(void **state)
{
    (void)state;
    struct stn_arena arena = {0};

    for (size_t size = 0; size < 9000; size = size * 2 + 1) {
        char *item = stn_arena_alloc(&arena, size);
        assert_non_null(item);
        assert_int_equal((uintptr_t)item % alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++) {
            assert_int_equal(item[i], 0);
            item[i] = 'x';
        }
    }
    stn_arena_dispose(&arena);
}

static void items_stay_where_they_are(void **state)
{
    (void)state;
    struct stn_arena arena = {0};
    size_t *items[2000];

    for (size_t i = 0; i < 2000; i++) {
        /* Every so often one that gets a block of its own. */
        items[i] = stn_arena_alloc(&arena, i % 100 == 99 ? 20000 : 8);
        *items[i] = i;
    }
    for (size_t i = 0; i < 2000; i++)
        assert_int_equal(*items[i], i);
    assert_true(arena.bytes >= 1980 * 8 + 20 * 20000);
    stn_arena_dispose(&arena);
    assert_null(arena.blocks);
    assert_int_equal(arena.bytes, 0);
}

static void overflow_is_a_failure(void **state)
{
    (void)state;
    struct stn_arena arena = {0};

    assert_null(stn_arena_alloc(&arena, SIZE_MAX));
    assert_null(stn_arena_alloc(&arena, SIZE_MAX - 16));
    assert_null(stn_arena_array(&arena, SIZE_MAX / 2, 3));
    assert_null(stn_arena_strdup(&arena, (struct stn_str){"", SIZE_MAX}));
    stn_arena_dispose(&arena);
}

static void copies_end_in_a_nul(void **state)
{
    (void)state;
    struct stn_arena arena = {0};
    struct stn_str copy = {0};

    assert_true(stn_arena_copy(&arena, &copy, STN_STR("a\0b")));
    assert_int_equal(copy.len, 3);
    assert_memory_equal(copy.ptr, "a\0b", 4);
    assert_string_equal(stn_arena_strdup(&arena, (struct stn_str){0}), "");
    stn_arena_dispose(&arena);
}

static void adopted_items_live_on(void **state)
{
    (void)state;
    struct stn_arena arena = {0};
    struct stn_arena other = {0};
    char *mine = stn_arena_strdup(&arena, STN_STR("mine"));
    char *theirs = stn_arena_strdup(&other, STN_STR("theirs"));
    size_t bytes = arena.bytes + other.bytes;

    stn_arena_adopt(&arena, &other);
    assert_null(other.blocks);
    assert_int_equal(arena.bytes, bytes);
    stn_arena_dispose(&other);
    assert_string_equal(mine, "mine");
    assert_string_equal(theirs, "theirs");
    stn_arena_adopt(&other, &arena);
    stn_arena_dispose(&arena);
    assert_string_equal(theirs, "theirs");
    stn_arena_dispose(&other);
}

static enum stn_status fill(void *payload)
{
    struct stn_arena arena = {0};
    struct stn_str copy = {0};
    enum stn_status status = STN_OK;
    (void)payload;

    for (size_t i = 0; i < 20 && status == STN_OK; i++)
        if (stn_arena_array(&arena, i, 1000) == NULL ||
            !stn_arena_copy(&arena, &copy, STN_STR("copied")))
            status = STN_ENOMEM;
    stn_arena_dispose(&arena);
    return status;
}

static void no_memory_is_no_leak(void **state)
{
    (void)state;
    torture(fill, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_are_zeroed_and_aligned),
        cmocka_unit_test(items_stay_where_they_are),
        cmocka_unit_test(overflow_is_a_failure),
        cmocka_unit_test(copies_end_in_a_nul),
        cmocka_unit_test(adopted_items_live_on),
        cmocka_unit_test(no_memory_is_no_leak),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
