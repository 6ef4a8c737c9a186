/* Which literals a pattern is found by. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "engine/literals.h"
#include "tests/support/torture.h"

static struct stn_literals find(const char *pattern)
{
    struct stn_literals literals = {0};
    struct stn_error err;

    assert_int_equal(stn_literals_find(&literals, stn_str_of(pattern), &err),
                     STN_OK);
    return literals;
}

/* All of them, as "ghp_ 0-0, KEY* 2-5": '*' for any case. */
static void assert_literals(const char *pattern, const char *want)
{
    struct stn_literals literals = find(pattern);
    char got[512] = "";
    size_t length = 0;

    for (uint32_t i = 0; i < literals.count; i++) {
        const struct stn_literal *literal = &literals.items[i];
        length += (size_t)snprintf(
            got + length, sizeof(got) - length, "%s%.*s%s %u-%d",
            i > 0 ? ", " : "", (int)literal->word.length,
            (const char *)literal->word.bytes,
            stn_literal_is_caseless(literal) ? "*" : "", literal->min_before,
            (int)literal->max_before);
    }
    assert_string_equal(got, want);
    stn_literals_dispose(&literals);
}

static void a_prefix_is_found(void **state)
{
    (void)state;
    assert_literals("\\b(ghp_[A-Za-z0-9]{36})\\b", "ghp_ 0-0");
    assert_literals("(?:AKIA|ASIA)[A-Z0-9]{16}", "AKIA 0-0, ASIA 0-0");
}

static void a_small_class_is_written_out(void **state)
{
    (void)state;
    assert_literals("so[bap]-\\d+", "soa- 0-0, sob- 0-0, sop- 0-0");
    assert_literals("api[-_]?key", "apikey 0-0, api-key 0-0, api_key 0-0");
}

static void letters_in_any_case_are_one_literal(void **state)
{
    (void)state;
    assert_literals("(?i)acme\\d", "acme* 0-0");
    assert_literals("[aA][Cc]ME\\d", "acME* 0-0");
}

static void what_may_stand_before_widens_the_distance(void **state)
{
    (void)state;
    assert_literals("[\\w.-]{0,50}?zqxj\\d", "zqxj 0-50");
    assert_literals("(?:\\s|\\d\\d)zqxj", "zqxj 1-2");
    assert_literals("(?:\\d{3}|(?:\\w{5}zqxj))x{3}zqyj", "xxxzqyj 3-9");
}

static void the_rarer_literal_is_chosen_not_the_longer(void **state)
{
    (void)state;
    assert_literals("the\\d{1,3}zqxj", "zqxj 4-6");
    assert_literals("token\\w{4}\\x01\\x02\\x03\\d", "\x01\x02\x03 9-9");
}

static void a_literal_near_the_start_beats_a_rarer_one_far_away(void **state)
{
    (void)state;
    assert_literals("key\\s*=zqxjzqxj", "key 0-0");
}

static void branches_each_need_a_literal(void **state)
{
    struct stn_literals literals = find("zqxj|[a-z]{40}");

    (void)state;
    assert_int_equal(literals.count, 0);
    assert_string_equal(literals.reason, "no literal is in every match");
    stn_literals_dispose(&literals);
}

static void repeats_are_written_out_as_far_as_they_are_sure(void **state)
{
    (void)state;
    assert_literals("-{5}\\w", "----- 0-0");
    assert_literals("(?:ab){2,}\\d", "abab 0-0");
    assert_literals("z{1,3}q", "zq 0-0, zzq 0-0, zzzq 0-0");
    assert_literals("(?:zq)*xj", "xj 0--1");
}

static void many_branches_are_cut_short(void **state)
{
    char pattern[2048] = "(?:";
    size_t length = strlen(pattern);

    (void)state;
    for (int i = 0; i < 100; i++)
        length += (size_t)snprintf(pattern + length, sizeof(pattern) - length,
                                   "%svendor%c%02d", i > 0 ? "|" : "",
                                   'a' + i % 5, i);
    snprintf(pattern + length, sizeof(pattern) - length, ")\\d+");
    struct stn_literals literals = find(pattern);
    assert_null(literals.reason);
    assert_in_range(literals.count, 1, STN_RULE_LITERALS_MAX);
    stn_literals_dispose(&literals);
}

static void a_start_without_a_bound_is_not_local(void **state)
{
    struct stn_literals literals = find("\\w+@zqxj");

    (void)state;
    assert_int_equal(literals.count, 1);
    assert_int_equal(literals.items[0].max_before, STN_SYNTAX_UNBOUNDED);
    assert_string_equal(literals.reason,
                        "a match may start any distance before its literal");
    stn_literals_dispose(&literals);
}

static void a_mystery_has_no_literals(void **state)
{
    struct stn_literals literals = find("(*ACCEPT)ghp_");

    (void)state;
    assert_int_equal(literals.count, 0);
    assert_non_null(literals.reason);
    stn_literals_dispose(&literals);
}

static void what_looks_ahead_is_no_part_of_a_match(void **state)
{
    (void)state;
    assert_literals("(?=zqxj)zz", "zz 0-0");
    assert_literals("(?<=zqxj)zz", "zz 0-0");
    assert_literals("(?<!zqxj)zz(?!zqxj)", "zz 0-0");
}

static void extents_and_runs_are_told(void **state)
{
    struct stn_literals literals =
        find("acme_key=\"(?<secret>ak-[0-9]{10,20})");

    (void)state;
    assert_int_equal(literals.min_length, 23);
    assert_int_equal(literals.max_length, 33);
    assert_int_equal(literals.inside, 3);
    assert_int_equal(literals.outside, 10);
    stn_literals_dispose(&literals);

    literals = find("(?:key|token)=([a-z]{8}|tok_[a-z]+)");
    assert_int_equal(literals.inside, 0);
    assert_int_equal(literals.outside, 4);
    assert_int_equal(literals.max_length, STN_SYNTAX_UNBOUNDED);
    stn_literals_dispose(&literals);
}

static enum stn_status find_once(void *payload)
{
    struct stn_literals literals = {0};
    struct stn_error err;
    enum stn_status status =
        stn_literals_find(&literals, stn_str_of(payload), &err);

    stn_literals_dispose(&literals);
    return status;
}

static void lack_of_memory_is_reported(void **state)
{
    char pattern[] = "(?i)(?:acme|[ab]{2}x?)[-_]{0,3}(?<secret>k[0-9]{4})";

    (void)state;
    torture(find_once, pattern);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_prefix_is_found),
        cmocka_unit_test(a_small_class_is_written_out),
        cmocka_unit_test(letters_in_any_case_are_one_literal),
        cmocka_unit_test(what_may_stand_before_widens_the_distance),
        cmocka_unit_test(the_rarer_literal_is_chosen_not_the_longer),
        cmocka_unit_test(a_literal_near_the_start_beats_a_rarer_one_far_away),
        cmocka_unit_test(branches_each_need_a_literal),
        cmocka_unit_test(repeats_are_written_out_as_far_as_they_are_sure),
        cmocka_unit_test(many_branches_are_cut_short),
        cmocka_unit_test(a_start_without_a_bound_is_not_local),
        cmocka_unit_test(a_mystery_has_no_literals),
        cmocka_unit_test(what_looks_ahead_is_no_part_of_a_match),
        cmocka_unit_test(extents_and_runs_are_told),
        cmocka_unit_test(lack_of_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
