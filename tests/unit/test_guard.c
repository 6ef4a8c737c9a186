/* What is tested around a literal, and that it is never too much. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "engine/literals.h"
#include "tests/support/torture.h"

/* Whether the guard of the pattern's literal, which must be the only one, lets
 * the literal at '[' ... ']' of the text pass. */
static bool admits(const char *pattern, const char *marked)
{
    struct stn_literals literals = {0};
    struct stn_byte_set classes[STN_GUARD_AFTER_MAX + 3];
    struct stn_guard guard = {STN_GUARD_ANY};
    struct stn_error err;
    unsigned char text[256];
    size_t size = 0;
    size_t start = 0;
    size_t end = 0;

    assert_int_equal(stn_literals_find(&literals, stn_str_of(pattern), &err),
                     STN_OK);
    assert_int_equal(literals.count, 1);
    const struct stn_guard_spec *spec = &literals.items[0].guard;
    for (unsigned i = 0; i < spec->after_count; i++) {
        classes[i] = spec->after[i];
        guard.after[i] = (uint16_t)i;
    }
    guard.after_count = spec->after_count;
    classes[STN_GUARD_AFTER_MAX] = spec->before;
    classes[STN_GUARD_AFTER_MAX + 1] = spec->gap;
    classes[STN_GUARD_AFTER_MAX + 2] = spec->gap_end;
    guard.before = spec->has_before ? STN_GUARD_AFTER_MAX : STN_GUARD_ANY;
    guard.may_start = spec->may_start;
    guard.gap = spec->has_gap ? STN_GUARD_AFTER_MAX + 1 : STN_GUARD_ANY;
    guard.gap_end = STN_GUARD_AFTER_MAX + 2;
    guard.gap_most = spec->gap_most;
    guard.gap_may_go_on = spec->gap_may_go_on;

    for (; *marked != '\0'; marked++) {
        if (*marked == '[')
            start = size;
        else if (*marked == ']')
            end = size;
        else
            text[size++] = (unsigned char)*marked;
    }
    assert_int_equal(end - start, literals.items[0].word.length);
    stn_literals_dispose(&literals);
    return stn_guard_admits(&guard, classes, text, size, start, end);
}

static void a_boundary_is_tested(void **state)
{
    (void)state;
    assert_true(admits("\\bzqxj", "[zqxj]"));
    assert_true(admits("\\bzqxj", "-[zqxj]"));
    assert_false(admits("\\bzqxj", "a[zqxj]"));
    /* Before another byte than a word's it asks for the opposite. */
    assert_true(admits("\\b-zqxj", "a[-zqxj]"));
    assert_false(admits("\\b-zqxj", " [-zqxj]"));
    assert_false(admits("\\b-zqxj", "[-zqxj]"));
}

static void what_must_stand_before_is_tested(void **state)
{
    (void)state;
    assert_true(admits("\\dzqxj", "1[zqxj]"));
    assert_false(admits("\\dzqxj", "a[zqxj]"));
    assert_false(admits("\\dzqxj", "[zqxj]"));
    assert_true(admits("(?:\\d|=?)zqxj", "a[zqxj]"));
    assert_true(admits("\\b=?zqxj", "=[zqxj]"));
    assert_true(admits("\\b=?zqxj", " [zqxj]"));
    assert_false(admits("\\b=?zqxj", "b[zqxj]"));
}

static void lookbehind_of_one_byte_is_tested(void **state)
{
    (void)state;
    assert_true(admits("(?<![\\w-])zqxj", "[zqxj]"));
    assert_false(admits("(?<![\\w-])zqxj", "-[zqxj]"));
    assert_true(admits("(?<=:)zqxj", ":[zqxj]"));
    assert_false(admits("(?<=:)zqxj", "[zqxj]"));
    assert_true(admits("(?<!ab)zqxj", "b[zqxj]"));
}

static void the_start_of_a_line_is_tested(void **state)
{
    (void)state;
    assert_true(admits("(?m)^zqxj", "[zqxj]"));
    assert_true(admits("(?m)^zqxj", "\n[zqxj]"));
    assert_false(admits("(?m)^zqxj", "a[zqxj]"));
    assert_true(admits("(?:^|[^a-z])zqxj", "A[zqxj]"));
    assert_true(admits("(?:^|[^a-z])zqxj", "[zqxj]"));
    assert_false(admits("(?:^|[^a-z])zqxj", "a[zqxj]"));
}

static void the_bytes_behind_are_tested(void **state)
{
    (void)state;
    assert_true(admits("(zqxj_[A-Z]{4})", "[zqxj_]ABCD"));
    assert_false(admits("(zqxj_[A-Z]{4})", "[zqxj_]ABcD"));
    assert_false(admits("(zqxj_[A-Z]{4})", "[zqxj_]ABC"));
    /* Twelve, and what comes after is for PCRE2. */
    assert_true(admits("zqxj_[A-Z]{20}", "[zqxj_]ABCDABCDABCD..."));
    assert_false(admits("zqxj_[A-Z]{20}", "[zqxj_]ABCDABCDABC...."));
}

static void alternatives_behind_are_all_let_through(void **state)
{
    static const char pattern[] = "zqxj(?:-?[ab]{2}|_(?:[cd]|[ef]{3}))";

    (void)state;
    assert_true(admits(pattern, "[zqxj]ab"));
    assert_true(admits(pattern, "[zqxj]-ab"));
    assert_true(admits(pattern, "[zqxj]_c"));
    assert_true(admits(pattern, "[zqxj]_eff"));
    assert_false(admits(pattern, "[zqxj]ca"));
    assert_false(admits(pattern, "[zqxj]_"));
}

static void a_gap_is_tested_up_to_its_end(void **state)
{
    static const char pattern[] = "zqxj[a-z_]{0,3}\\s{0,2}[:=]\\w+";

    (void)state;
    assert_true(admits(pattern, "[zqxj]=w"));
    assert_true(admits(pattern, "[zqxj]_id  :w"));
    assert_false(admits(pattern, "[zqxj]_ident_:w"));
    assert_false(admits(pattern, "[zqxj]-:w"));
    assert_false(admits(pattern, "[zqxj]_id"));
}

static void a_run_of_open_length_is_tested_up_to_its_end(void **state)
{
    static const char pattern[] = "zqxj[a-z]{1,8}=\\d";

    (void)state;
    assert_true(admits(pattern, "[zqxj]abcdefgh=1"));
    assert_false(admits(pattern, "[zqxj]abcdefghi=1"));
    assert_false(admits(pattern, "[zqxj]abc-=1"));
    assert_false(admits(pattern, "[zqxj]=1"));
}

static void a_gap_without_a_bound_may_go_on(void **state)
{
    char text[256] = "[zqxj]";

    (void)state;
    memset(text + strlen(text), ' ', 200);
    assert_true(admits("zqxj\\s*=", text));
    assert_false(admits("zqxj\\s{0,20}=", text));
    assert_false(admits("zqxj\\s*=", "[zqxj] ."));
}

static void a_literal_in_a_repeat_may_be_followed_by_the_next(void **state)
{
    (void)state;
    assert_true(admits("(?:zqxj-){1,9}\\d", "[zqxj-]zqxj-1"));
    assert_true(admits("(?:zqxj-){1,9}\\d", "[zqxj-]1"));
    assert_false(admits("(?:zqxj-){1,9}\\d", "[zqxj-]a"));
}

static enum stn_status make_facts(void *payload)
{
    struct stn_syntax syntax = {0};
    struct stn_guard_facts *facts = NULL;
    struct stn_error err;
    enum stn_status status =
        stn_syntax_parse(&syntax, stn_str_of(payload), &err);

    if (status >= 0)
        status = stn_guard_facts_new(&facts, &syntax, &err);
    stn_guard_facts_free(facts);
    stn_syntax_dispose(&syntax);
    return status;
}

static void lack_of_memory_is_reported(void **state)
{
    char pattern[] = "\\b(a|b)+c{2}";

    (void)state;
    torture(make_facts, pattern);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_boundary_is_tested),
        cmocka_unit_test(what_must_stand_before_is_tested),
        cmocka_unit_test(lookbehind_of_one_byte_is_tested),
        cmocka_unit_test(the_start_of_a_line_is_tested),
        cmocka_unit_test(the_bytes_behind_are_tested),
        cmocka_unit_test(alternatives_behind_are_all_let_through),
        cmocka_unit_test(a_gap_is_tested_up_to_its_end),
        cmocka_unit_test(a_run_of_open_length_is_tested_up_to_its_end),
        cmocka_unit_test(a_gap_without_a_bound_may_go_on),
        cmocka_unit_test(a_literal_in_a_repeat_may_be_followed_by_the_next),
        cmocka_unit_test(lack_of_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
