/* Windows: gathered in any order, handed out sorted and merged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/windows.h"
#include "tests/support/torture.h"

static struct stn_windows open_windows(void)
{
    struct stn_windows windows;
    struct stn_error err;

    assert_int_equal(stn_windows_init(&windows, 2, &err), STN_OK);
    return windows;
}

static void assert_windows(struct stn_windows *windows, uint32_t rule,
                           const uint32_t (*want)[2], size_t count)
{
    const struct stn_window *items;
    struct stn_error err;
    size_t got;
    bool is_whole;

    assert_int_equal(
        stn_windows_take(windows, rule, &items, &got, &is_whole, &err), STN_OK);
    assert_false(is_whole);
    assert_int_equal(got, count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(items[i].first, want[i][0]);
        assert_int_equal(items[i].last, want[i][1]);
    }
}

static void what_overlaps_or_touches_is_one(void **state)
{
    static const uint32_t want[][2] = {{0, 9}, {11, 14}};
    struct stn_windows windows = open_windows();

    (void)state;
    stn_windows_add(&windows, 0, 0, 3);
    stn_windows_add(&windows, 0, 2, 6);
    stn_windows_add(&windows, 0, 7, 9);
    stn_windows_add(&windows, 0, 11, 14);
    stn_windows_add(&windows, 0, 12, 12);
    assert_windows(&windows, 0, want, 2);
    assert_windows(&windows, 1, NULL, 0);
    stn_windows_dispose(&windows);
}

static void windows_come_out_sorted(void **state)
{
    static const uint32_t want[][2] = {{1, 4}, {8, 12}, {20, 20}};
    struct stn_windows windows = open_windows();

    (void)state;
    stn_windows_add(&windows, 1, 20, 20);
    stn_windows_add(&windows, 1, 8, 10);
    stn_windows_add(&windows, 1, 1, 4);
    stn_windows_add(&windows, 1, 9, 12);
    assert_windows(&windows, 1, want, 3);
    stn_windows_dispose(&windows);
}

static void the_next_text_starts_empty(void **state)
{
    static const uint32_t want[][2] = {{5, 5}};
    struct stn_windows windows = open_windows();

    (void)state;
    stn_windows_add(&windows, 0, 0, 3);
    stn_windows_reset(&windows);
    assert_int_equal(windows.touched_count, 0);
    assert_windows(&windows, 0, NULL, 0);
    stn_windows_add(&windows, 0, 5, 5);
    assert_int_equal(windows.touched_count, 1);
    assert_windows(&windows, 0, want, 1);
    stn_windows_dispose(&windows);
}

static void too_many_are_the_whole_text(void **state)
{
    struct stn_windows windows = open_windows();
    const struct stn_window *items;
    struct stn_error err;
    size_t count;
    bool is_whole;

    (void)state;
    for (uint32_t i = 0; i <= STN_RULE_WINDOWS_MAX; i++)
        stn_windows_add(&windows, 0, 2 * i, 2 * i);
    assert_int_equal(
        stn_windows_take(&windows, 0, &items, &count, &is_whole, &err), STN_OK);
    assert_true(is_whole);
    assert_null(items);
    assert_int_equal(windows.touched_count, 1);
    stn_windows_dispose(&windows);
}

static enum stn_status use_once(void *payload)
{
    struct stn_windows windows;
    struct stn_error err;
    enum stn_status status = stn_windows_init(&windows, 3, &err);

    (void)payload;
    for (uint32_t i = 0; i < 40 && status >= 0; i++)
        status =
            stn_windows_add(&windows, 2, 3 * i, 3 * i) ? STN_OK : STN_ENOMEM;
    if (status >= 0) {
        const struct stn_window *items;
        size_t count;
        bool is_whole;
        status = stn_windows_take(&windows, 2, &items, &count, &is_whole, &err);
    }
    stn_windows_dispose(&windows);
    return status;
}

static void lack_of_memory_is_reported(void **state)
{
    (void)state;
    torture(use_once, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_overlaps_or_touches_is_one),
        cmocka_unit_test(windows_come_out_sorted),
        cmocka_unit_test(the_next_text_starts_empty),
        cmocka_unit_test(too_many_are_the_whole_text),
        cmocka_unit_test(lack_of_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
