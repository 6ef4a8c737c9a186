#include "engine/confirm.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void the_table_is_sorted_and_complete(void **state)
{
    (void)state;
    for (size_t i = 0; stn_confirms[i] != NULL; i++) {
        assert_non_null(stn_confirms[i]->holds);
        assert_non_null(stn_confirms[i]->summary);
        assert_ptr_equal(stn_confirm_find(stn_confirms[i]->name),
                         stn_confirms[i]);
        if (i > 0)
            assert_true(
                strcmp(stn_confirms[i - 1]->name, stn_confirms[i]->name) < 0);
    }
}

static void an_unknown_name_does_not_exist(void **state)
{
    (void)state;
    assert_false(stn_confirm_exists("jw"));
    assert_false(stn_confirm_exists("jwtt"));
    assert_null(stn_confirm_find(""));
    assert_true(stn_confirm_exists("jwt"));
}

/* These judge the field, and take any value that stands in it. */
static bool looks_at_the_field(const char *name)
{
    return strcmp(name, "field-context") == 0 ||
           strcmp(name, "aws-session-token") == 0;
}

static void any_value_may_be_asked_about(void **state)
{
    static const char *const values[] = {"",  ".",  "..", "=",    "_",
                                         "a", "\\", "-",  "....", "A="};

    (void)state;
    for (size_t i = 0; stn_confirms[i] != NULL; i++)
        for (size_t k = 0; k < sizeof values / sizeof *values; k++) {
            struct stn_segment segment = {.bytes = stn_str_of(values[k])};
            struct stn_confirm_result result = {0};
            struct stn_confirm_input input = {
                .segment = &segment,
                .match = {0, segment.bytes.len},
                .secret = {0, segment.bytes.len},
                .value = segment.bytes,
            };

            if (stn_confirms[i]->holds(&input, &result) &&
                !looks_at_the_field(stn_confirms[i]->name))
                fail_msg("%s takes \"%s\"", stn_confirms[i]->name, values[k]);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_sorted_and_complete),
        cmocka_unit_test(an_unknown_name_does_not_exist),
        cmocka_unit_test(any_value_may_be_asked_about),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
