#include "tests/support/confirming.h"

static bool holds_for(const char *name, size_t size)
{
    unsigned char bytes[200];
    char *encoded;
    bool holds;

    memset(bytes, 0xa5, sizeof bytes);
    encoded = confirming_base64(bytes, size, "+/");
    holds = confirming(name, encoded).holds;
    free(encoded);
    return holds;
}

static void base64_must_decode_to_the_very_size(void **state)
{
    (void)state;
    for (size_t size = 1; size < 200; size++) {
        assert_int_equal(holds_for("base64-32", size), size == 32);
        assert_int_equal(holds_for("base64-64", size), size == 64);
    }
}

static void padding_is_as_good_as_none(void **state)
{
    (void)state;
    assert_true(
        confirming("base64-32", "paWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaU=")
            .holds);
}

static void what_is_no_base64_does_not_hold(void **state)
{
    (void)state;
    assert_false(
        confirming("base64-32", "paWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWl!aU=")
            .holds);
}

static void without_memory_it_is_still_seen(void **state)
{
    (void)state;
    confirming_survives("base64-32",
                        "paWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaU=");
}

static void a_letter_and_two_digits_are_enough(void **state)
{
    (void)state;
    assert_true(confirming("letters-and-digits", "a12").holds);
    assert_true(confirming("letters-and-digits", "1-Z-2").holds);
    assert_false(confirming("letters-and-digits", "ab1").holds);
    assert_false(confirming("letters-and-digits", "123").holds);
    assert_false(confirming("letters-and-digits", "abc").holds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base64_must_decode_to_the_very_size),
        cmocka_unit_test(padding_is_as_good_as_none),
        cmocka_unit_test(what_is_no_base64_does_not_hold),
        cmocka_unit_test(without_memory_it_is_still_seen),
        cmocka_unit_test(a_letter_and_two_digits_are_enough),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
