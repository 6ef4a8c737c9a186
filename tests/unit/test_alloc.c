#include "base/alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void no_bytes_are_a_block_too(void **state)
{
    (void)state;
    void *empty = stn_malloc(0);
    void *none = stn_calloc(0, 8);

    assert_non_null(empty);
    assert_non_null(none);
    empty = stn_realloc(empty, 0);
    assert_non_null(empty);
    stn_free(empty);
    stn_free(none);
    stn_free(NULL);
}

static void calloc_zeroes_and_sees_overflow(void **state)
{
    (void)state;
    static const char zeroes[24] = {0};
    void *items = stn_calloc(3, 8);

    assert_memory_equal(items, zeroes, sizeof(zeroes));
    stn_free(items);
    assert_null(stn_calloc(SIZE_MAX / 2, 3));
}

static void strndup_ends_its_copy(void **state)
{
    (void)state;
    char *copy = stn_strndup("stanch", 3);

    assert_string_equal(copy, "sta");
    stn_free(copy);
    assert_null(stn_strndup("", SIZE_MAX));
}

static void grow_keeps_items_and_makes_room(void **state)
{
    (void)state;
    size_t *items = NULL;
    size_t capacity = 0;

    for (size_t count = 0; count < 1000; count++) {
        size_t *moved = stn_grow(items, &capacity, count, sizeof(*items));
        assert_non_null(moved);
        assert_true(capacity > count);
        items = moved;
        items[count] = count;
    }
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(items[i], i);
    stn_free(items);
}

static void grow_that_fails_changes_nothing(void **state)
{
    (void)state;
    size_t capacity = 0;
    char *items = stn_grow(NULL, &capacity, 0, 1);
    size_t before = capacity;

    stn_alloc_fail_after(1);
    assert_null(stn_grow(items, &capacity, capacity, 1));
    stn_alloc_fail_after(0);
    assert_int_equal(capacity, before);
    capacity = SIZE_MAX;
    assert_null(stn_grow(NULL, &capacity, 0, 1));
    capacity = SIZE_MAX / 2;
    assert_null(stn_grow(NULL, &capacity, 0, 8));
    stn_free(items);
}

static void sums_and_products_overflow_untouched(void **state)
{
    (void)state;
    size_t out = 7;

    assert_false(stn_add(&out, SIZE_MAX, 1));
    assert_false(stn_mul(&out, SIZE_MAX / 2, 3));
    assert_int_equal(out, 7);
    assert_true(stn_add(&out, SIZE_MAX, 0));
    assert_int_equal(out, SIZE_MAX);
    assert_true(stn_mul(&out, SIZE_MAX, 0));
    assert_int_equal(out, 0);
}

static void only_the_nth_allocation_fails(void **state)
{
    (void)state;
    stn_alloc_fail_after(2);
    void *first = stn_malloc(1);
    assert_false(stn_alloc_failed());
    void *second = stn_realloc(NULL, 1);
    assert_true(stn_alloc_failed());
    void *third = stn_calloc(1, 1);
    stn_alloc_fail_after(0);

    assert_non_null(first);
    assert_null(second);
    assert_non_null(third);
    assert_false(stn_alloc_failed());
    stn_free(first);
    stn_free(third);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_bytes_are_a_block_too),
        cmocka_unit_test(calloc_zeroes_and_sees_overflow),
        cmocka_unit_test(strndup_ends_its_copy),
        cmocka_unit_test(grow_keeps_items_and_makes_room),
        cmocka_unit_test(grow_that_fails_changes_nothing),
        cmocka_unit_test(sums_and_products_overflow_untouched),
        cmocka_unit_test(only_the_nth_allocation_fails),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
