#include "golang/parse_heap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/torture.h"

#define BLOCKS 3000

static size_t size_of(size_t i)
{
    return i * 7 % 300 + (i % 50 == 0 ? 5000 : 0);
}

/* Many blocks at once, a third of them given back, others grown. */
static void fill(void *payload)
{
    unsigned char *blocks[BLOCKS];
    bool *is_right = payload;

    for (size_t i = 0; i < BLOCKS; i++) {
        blocks[i] = stn_go_heap_malloc(size_of(i));
        memset(blocks[i], (int)(i % 251), size_of(i));
        if (i % 3 == 2) {
            stn_go_heap_release(blocks[i - 1]);
            blocks[i - 1] = NULL;
        }
        if (i % 3 == 0)
            blocks[i] = stn_go_heap_realloc(blocks[i], size_of(i) * 3);
    }
    *is_right = true;
    for (size_t i = 0; i < BLOCKS; i++)
        for (size_t at = 0; blocks[i] != NULL && at < size_of(i); at++)
            *is_right = *is_right && blocks[i][at] == i % 251;
}

static void blocks_keep_what_they_hold(void **state)
{
    struct stn_go_heap *heap = stn_go_heap_new();
    bool is_right = false;

    (void)state;
    assert_non_null(heap);
    for (int i = 0; i < 3; i++) {
        assert_true(stn_go_heap_run(heap, fill, &is_right));
        assert_true(is_right);
    }
    stn_go_heap_free(heap);
    stn_go_heap_free(NULL);
}

static void take_zeroes(void *payload)
{
    bool *is_right = payload;

    stn_go_heap_release(memset(stn_go_heap_malloc(64), 'x', 64));
    const char *block = stn_go_heap_calloc(8, 8);
    *is_right = block != NULL;
    for (size_t i = 0; i < 64; i++)
        *is_right = *is_right && block[i] == '\0';
    stn_go_heap_release(NULL);
    *is_right = *is_right && stn_go_heap_realloc(NULL, 0) != NULL;
}

static void what_was_given_back_is_zeroed_when_asked_for(void **state)
{
    struct stn_go_heap *heap = stn_go_heap_new();
    bool is_right = false;

    (void)state;
    assert_true(stn_go_heap_run(heap, take_zeroes, &is_right));
    assert_true(is_right);
    stn_go_heap_free(heap);
}

static void take_too_much(void *payload)
{
    int *steps = payload;

    stn_go_heap_malloc(100);
    ++*steps;
    stn_go_heap_calloc(SIZE_MAX / 2, 3);
    ++*steps;
}

static void grow_too_much(void *payload)
{
    int *steps = payload;

    void *block = stn_go_heap_malloc(100);
    ++*steps;
    stn_go_heap_realloc(block, SIZE_MAX - 4);
    ++*steps;
}

static void work_is_left_when_memory_is_short(void **state)
{
    struct stn_go_heap *heap = stn_go_heap_new();
    bool is_right = false;
    int steps = 0;

    (void)state;
    assert_false(stn_go_heap_run(heap, take_too_much, &steps));
    assert_false(stn_go_heap_run(heap, grow_too_much, &steps));
    assert_int_equal(steps, 2);
    assert_true(stn_go_heap_run(heap, fill, &is_right));
    assert_true(is_right);
    stn_go_heap_free(heap);
}

static void take_a_few(void *payload)
{
    (void)payload;
    void *block = stn_go_heap_malloc(10);
    block = stn_go_heap_realloc(block, 10000);
    stn_go_heap_malloc(20000);
    stn_go_heap_release(block);
}

static enum stn_status run_once(void *payload)
{
    struct stn_go_heap *heap = stn_go_heap_new();

    (void)payload;
    if (heap == NULL)
        return STN_ENOMEM;
    const bool is_done = stn_go_heap_run(heap, take_a_few, NULL);
    stn_go_heap_free(heap);
    return is_done ? STN_OK : STN_ENOMEM;
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    torture(run_once, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_keep_what_they_hold),
        cmocka_unit_test(what_was_given_back_is_zeroed_when_asked_for),
        cmocka_unit_test(work_is_left_when_memory_is_short),
        cmocka_unit_test(any_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
