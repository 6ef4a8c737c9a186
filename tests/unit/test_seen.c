#include "findings/seen.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "stanch.h"
#include "tests/support/torture.h"

static void a_key_that_was_added_is_found(void **state)
{
    struct stn_seen seen = {0};

    (void)state;
    assert_int_equal(stn_seen_find(&seen, 7), SIZE_MAX);
    assert_true(stn_seen_add(&seen, 7, 0));
    assert_true(stn_seen_add(&seen, 0, 5));
    assert_int_equal(stn_seen_find(&seen, 7), 0);
    assert_int_equal(stn_seen_find(&seen, 0), 5);
    assert_int_equal(stn_seen_find(&seen, 8), SIZE_MAX);
    stn_seen_dispose(&seen);
    assert_int_equal(stn_seen_find(&seen, 7), SIZE_MAX);
}

static void many_keys_are_kept_apart(void **state)
{
    struct stn_seen seen = {0};

    (void)state;
    /* All of them begin at the same slot. */
    for (uint64_t i = 0; i < 5000; i++)
        assert_true(stn_seen_add(&seen, i << 20, (size_t)i));
    for (uint64_t i = 0; i < 5000; i++)
        assert_int_equal(stn_seen_find(&seen, i << 20), i);
    assert_int_equal(stn_seen_find(&seen, (uint64_t)5000 << 20), SIZE_MAX);
    stn_seen_dispose(&seen);
}

static void cleared_it_is_empty_and_of_use(void **state)
{
    struct stn_seen seen = {0};

    (void)state;
    stn_seen_clear(&seen);
    for (uint64_t i = 0; i < 100; i++)
        assert_true(stn_seen_add(&seen, i * UINT64_C(0x9E3779B97F4A7C15), i));
    stn_seen_clear(&seen);
    for (uint64_t i = 0; i < 100; i++)
        assert_int_equal(stn_seen_find(&seen, i * UINT64_C(0x9E3779B97F4A7C15)),
                         SIZE_MAX);
    assert_true(stn_seen_add(&seen, 3, 4));
    assert_int_equal(stn_seen_find(&seen, 3), 4);
    stn_seen_dispose(&seen);
}

static enum stn_status add_many(void *payload)
{
    struct stn_seen seen = {0};
    enum stn_status status = STN_OK;

    (void)payload;
    for (uint64_t i = 0; i < 200 && status == STN_OK; i++)
        status = stn_seen_add(&seen, i, i) ? STN_OK : STN_ENOMEM;
    stn_seen_dispose(&seen);
    return status;
}

static void adding_survives_without_memory(void **state)
{
    (void)state;
    torture(add_many, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_that_was_added_is_found),
        cmocka_unit_test(many_keys_are_kept_apart),
        cmocka_unit_test(cleared_it_is_empty_and_of_use),
        cmocka_unit_test(adding_survives_without_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
