#include "ruleset/emit.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/limits.h"
#include "ruleset/digest.h"
#include "tests/support/torture.h"

static const char *const awkward[] = {"a\"b\\c", "?\?/",
                                      "\001"
                                      "2\xC3\xA9"
                                      "9",
                                      "line\nline\ttab"};

static const struct stn_rule rules[] = {
    {
        .info = {.id = "a",
                 .title = "T",
                 .advice = "Revoke \"it\".",
                 .severity = STN_HIGH},
        .pattern = "\\b(a??b)",
        .segments = 3,
        .traits = 5,
        .entropy = 2.1,
        .examples = {awkward, 4},
        .origin = "rules/a.yml:3",
    },
    {
        .info = {.id = "b", .title = "U", .severity = STN_LOW},
        .pattern = "p",
        .near_rule = "a",
        .near_lines = 5,
        .near_severity = STN_CRITICAL,
        .origin = "rules/a.yml:9",
    },
};

static const char *emit(struct stn_buf *out, const struct stn_rule *table,
                        uint32_t count)
{
    struct stn_ruleset ruleset = {.rules = table, .count = count};
    struct stn_error err;

    stn_ruleset_digest(ruleset.digest, table, count);
    assert_int_equal(stn_ruleset_emit(out, &ruleset, &err), STN_OK);
    return out->ptr;
}

static void literals_hold_no_trap(void **state)
{
    struct stn_buf out = STN_BUF_INIT(STN_MIB);
    const char *source = emit(&out, rules, 2);

    (void)state;
    assert_non_null(strstr(source, "\"a\\\"b\\\\c\""));
    assert_non_null(strstr(source, "\"\\?\\?/\""));
    assert_non_null(strstr(source, "\"\\0012\\303\\2519\""));
    assert_non_null(strstr(source, "\"line\\012line\\011tab\""));
    assert_null(strstr(source, "??"));
    stn_buf_dispose(&out);
}

static void fields_that_are_not_set_are_left_out(void **state)
{
    struct stn_buf out = STN_BUF_INIT(STN_MIB);
    const char *source = emit(&out, rules, 2);

    (void)state;
    assert_null(strstr(source, ".names"));
    assert_null(strstr(source, ".keywords"));
    assert_non_null(strstr(source, ".near_severity = STN_CRITICAL"));
    assert_non_null(strstr(source, ".examples = {examples_0, 4}"));
    assert_non_null(strstr(source, ".is_builtin = true"));
    stn_buf_dispose(&out);
}

static void a_check_has_a_name_in_place_of_a_pattern(void **state)
{
    static const struct stn_rule check = {
        .info = {.id = "c", .title = "V", .category = STN_CATEGORY_GO},
        .check = "defer-in-loop",
        .is_off = true,
        .origin = "rules/go-defers.yml:3",
    };
    struct stn_buf out = STN_BUF_INIT(STN_MIB);
    const char *source = emit(&out, &check, 1);

    (void)state;
    assert_non_null(strstr(source, ".check = \"defer-in-loop\""));
    assert_non_null(strstr(source, ".is_off = true"));
    assert_non_null(strstr(source, ".info.category = STN_CATEGORY_GO"));
    assert_non_null(strstr(source, ".pattern_count = 0"));
    assert_null(strstr(source, ".pattern ="));
    stn_buf_dispose(&out);
}

static void no_rule_is_a_ruleset_too(void **state)
{
    struct stn_buf out = STN_BUF_INIT(STN_MIB);
    const char *source = emit(&out, NULL, 0);

    (void)state;
    assert_non_null(strstr(source, ".rules = NULL"));
    stn_buf_dispose(&out);
}

static void the_same_rules_give_the_same_bytes(void **state)
{
    struct stn_buf one = STN_BUF_INIT(STN_MIB);
    struct stn_buf other = STN_BUF_INIT(STN_MIB);

    (void)state;
    emit(&one, rules, 2);
    emit(&other, rules, 2);
    assert_true(stn_str_equal(stn_buf_str(&one), stn_buf_str(&other)));
    stn_buf_dispose(&one);
    stn_buf_dispose(&other);
}

static enum stn_status emit_something(void *payload)
{
    const struct stn_ruleset ruleset = {.rules = rules, .count = 2};
    struct stn_buf out = STN_BUF_INIT(STN_MIB);
    struct stn_error err;

    (void)payload;
    enum stn_status status = stn_ruleset_emit(&out, &ruleset, &err);
    stn_buf_dispose(&out);
    return status;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    torture(emit_something, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(literals_hold_no_trap),
        cmocka_unit_test(fields_that_are_not_set_are_left_out),
        cmocka_unit_test(a_check_has_a_name_in_place_of_a_pattern),
        cmocka_unit_test(no_rule_is_a_ruleset_too),
        cmocka_unit_test(the_same_rules_give_the_same_bytes),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
