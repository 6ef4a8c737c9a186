/* PCRE2 behind its door. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "engine/regex.h"
#include "tests/support/torture.h"

/* A regex and what it takes to use it. */
struct tool {
    struct stn_regex *regex;
    struct stn_regex_scratch *scratch;
    struct stn_regex_match match;
};

static struct tool open_tool(const char *pattern)
{
    struct tool tool = {0};
    struct stn_error err;

    assert_int_equal(stn_regex_new(&tool.regex, pattern, NULL, &err), STN_OK);
    assert_int_equal(stn_regex_scratch_new(&tool.scratch, &err), STN_OK);
    return tool;
}

static void close_tool(struct tool *tool)
{
    stn_regex_scratch_free(tool->scratch);
    stn_regex_free(tool->regex);
}

static enum stn_status find(struct tool *tool, const char *text, size_t first,
                            size_t last)
{
    struct stn_error err;

    return stn_regex_find(tool->regex, tool->scratch, stn_str_of(text), first,
                          last, &tool->match, &err);
}

static void assert_span(struct stn_span span, size_t start, size_t end)
{
    assert_int_equal(span.start, start);
    assert_int_equal(span.end, end);
}

static void only_the_start_of_a_match_is_bounded(void **state)
{
    struct tool tool = open_tool("(?<=x)ab+");

    (void)state;
    assert_int_equal(find(&tool, "xab xabbbb", 1, 1), STN_OK);
    assert_span(tool.match.match, 1, 3);
    assert_int_equal(find(&tool, "xab xabbbb", 2, 4), STN_DONE);
    assert_int_equal(find(&tool, "xab xabbbb", 2, 5), STN_OK);
    assert_span(tool.match.match, 5, 10);
    assert_int_equal(find(&tool, "xab xabbbb", 6, SIZE_MAX), STN_DONE);
    close_tool(&tool);
}

static void the_secret_is_named_or_first_or_all(void **state)
{
    struct tool named = open_tool("(a)(b)?(?:(?<secret>c)|d)");
    struct tool first = open_tool("a(b)?(c)");
    struct tool all = open_tool("a.");

    (void)state;
    assert_int_equal(find(&named, "abc", 0, 9), STN_OK);
    assert_span(named.match.secret, 2, 3);
    assert_int_equal(find(&named, "abd", 0, 9), STN_OK);
    assert_span(named.match.secret, 0, 1);
    assert_int_equal(find(&first, "abc", 0, 9), STN_OK);
    assert_span(first.match.secret, 1, 2);
    assert_int_equal(find(&first, "ac", 0, 9), STN_OK);
    assert_span(first.match.secret, 0, 2);
    assert_int_equal(find(&all, "xab", 0, 9), STN_OK);
    assert_span(all.match.secret, 1, 3);
    close_tool(&named);
    close_tool(&first);
    close_tool(&all);
}

static void one_scratch_serves_regexes_with_few_and_many_groups(void **state)
{
    struct tool few = open_tool("a");
    struct tool many = open_tool("(a)(b)(c)(d)(e)(f)(?<secret>g)(h)(i)");
    struct stn_regex_match match;
    struct stn_error err;

    (void)state;
    assert_int_equal(find(&few, "a", 0, 9), STN_OK);
    assert_int_equal(stn_regex_find(many.regex, few.scratch,
                                    STN_STR("abcdefghi"), 0, 9, &match, &err),
                     STN_OK);
    assert_span(match.secret, 6, 7);
    close_tool(&few);
    close_tool(&many);
}

static void an_empty_match_is_stepped_over(void **state)
{
    struct tool tool = open_tool("b*");
    size_t next = 0;

    (void)state;
    assert_int_equal(find(&tool, "abb", next, 9), STN_OK);
    assert_span(tool.match.match, 0, 0);
    next = stn_regex_next(&tool.match, next);
    assert_int_equal(next, 1);
    assert_int_equal(find(&tool, "abb", next, 9), STN_OK);
    assert_span(tool.match.match, 1, 3);
    assert_int_equal(stn_regex_next(&tool.match, next), 3);
    close_tool(&tool);
}

static void bytes_are_bytes(void **state)
{
    struct tool tool = open_tool("\\xC3.\\x00");
    struct stn_regex_match match;
    struct stn_error err;

    (void)state;
    assert_int_equal(stn_regex_find(tool.regex, tool.scratch,
                                    STN_STR("\xFF\xC3\xA9\0"), 0, SIZE_MAX,
                                    &match, &err),
                     STN_OK);
    assert_span(match.match, 1, 4);
    close_tool(&tool);
}

static void nothing_is_a_subject_too(void **state)
{
    struct tool tool = open_tool("^$");
    struct stn_regex_match match;
    struct stn_error err;

    (void)state;
    assert_int_equal(stn_regex_find(tool.regex, tool.scratch,
                                    (struct stn_str){NULL, 0}, 0, SIZE_MAX,
                                    &match, &err),
                     STN_OK);
    close_tool(&tool);
}

static void a_bad_pattern_is_told_with_its_offset(void **state)
{
    struct stn_regex *regex = NULL;
    struct stn_regex_fault fault;
    struct stn_error err;

    (void)state;
    assert_int_equal(stn_regex_new(&regex, "ab(c", &fault, &err), STN_EINPUT);
    assert_null(regex);
    assert_int_equal(fault.offset, 4);
    assert_non_null(strstr(fault.message, "parenthesis"));
    assert_int_equal(stn_regex_check("[z-a]", &fault, &err), STN_EINPUT);
    assert_int_equal(stn_regex_check("(*UTF)a", NULL, &err), STN_EINPUT);
    assert_int_equal(stn_regex_check("[a-z]", &fault, &err), STN_OK);
}

static void backtracking_without_end_gives_up(void **state)
{
    struct tool tool = open_tool("(?:a+)+b");
    char text[64];

    (void)state;
    memset(text, 'a', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    /* Or the required 'b' is missed at once: so it is there, out of reach. */
    text[50] = 'c';
    text[60] = 'b';
    assert_int_equal(find(&tool, text, 0, 0), STN_ELIMIT);
    assert_int_equal(find(&tool, "ab", 0, 0), STN_OK);
    close_tool(&tool);
}

/* PCRE2 10.42 with JIT remembers what an earlier start had captured. */
static void nothing_is_left_of_an_earlier_start(void **state)
{
    static const char *const patterns[] = {"x(\\s)*+k", "x(\\s)?+(?:\\s)?+k",
                                           "x(\\s){0,3}+k", "x(?:(\\s)++)?k"};

    (void)state;
    for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
        struct tool tool = open_tool(patterns[i]);
        assert_int_equal(find(&tool, "x  bxk", 0, SIZE_MAX), STN_OK);
        assert_span(tool.match.match, 4, 6);
        assert_span(tool.match.secret, 4, 6);
        close_tool(&tool);
    }
}

static void what_the_jit_stack_cannot_hold_the_heap_may(void **state)
{
    struct tool tool = open_tool("^(?:(a)|b)*$");
    const size_t size = 100000;
    char *text = malloc(size);
    struct stn_regex_match match;
    struct stn_error err;

    (void)state;
    memset(text, 'a', size);
    enum stn_status status =
        stn_regex_find(tool.regex, tool.scratch, (struct stn_str){text, size},
                       0, SIZE_MAX, &match, &err);
    /* Either is right; to crash, or to say there is none, is not. */
    assert_true(status == STN_OK || status == STN_ELIMIT);
    free(text);
    close_tool(&tool);
}

static enum stn_status use_once(void *payload)
{
    struct stn_regex *regex = NULL;
    struct stn_regex_scratch *scratch = NULL;
    struct stn_regex_match match;
    struct stn_error err;
    enum stn_status status = stn_regex_new(&regex, payload, NULL, &err);

    if (status >= 0)
        status = stn_regex_scratch_new(&scratch, &err);
    if (status >= 0)
        status = stn_regex_find(regex, scratch, STN_STR("xxaby"), 0, SIZE_MAX,
                                &match, &err);
    stn_regex_scratch_free(scratch);
    stn_regex_free(regex);
    return status;
}

static void lack_of_memory_is_reported(void **state)
{
    char pattern[] = "(?<secret>a(?:b|c))";

    (void)state;
    torture(use_once, pattern);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_start_of_a_match_is_bounded),
        cmocka_unit_test(the_secret_is_named_or_first_or_all),
        cmocka_unit_test(one_scratch_serves_regexes_with_few_and_many_groups),
        cmocka_unit_test(an_empty_match_is_stepped_over),
        cmocka_unit_test(bytes_are_bytes),
        cmocka_unit_test(nothing_is_a_subject_too),
        cmocka_unit_test(a_bad_pattern_is_told_with_its_offset),
        cmocka_unit_test(backtracking_without_end_gives_up),
        cmocka_unit_test(nothing_is_left_of_an_earlier_start),
        cmocka_unit_test(what_the_jit_stack_cannot_hold_the_heap_may),
        cmocka_unit_test(lack_of_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
