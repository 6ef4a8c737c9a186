#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <git2.h>

#include "sources/git_touched.h"
#include "tests/support/torture.h"

/* Compare two versions; the spans of the later one. */
static struct stn_git_touched compare(const char *before, const char *after)
{
    struct stn_git_touched touched = {.items = NULL};
    struct stn_error err;

    assert_int_equal(stn_git_touched_find(&touched, stn_str_of(before),
                                          stn_str_of(after), &err),
                     STN_OK);
    return touched;
}

static void check_span(struct stn_span span, size_t start, size_t end)
{
    assert_int_equal(span.start, start);
    assert_int_equal(span.end, end);
}

static void lines_added_and_altered_are_spans(void **state)
{
    struct stn_git_touched touched =
        compare("one\ntwo\nthree\nfour\n", "one\n2\nthree\nfour\nfive\nsix\n");

    (void)state;
    assert_int_equal(touched.count, 2);
    check_span(touched.items[0], 4, 6);
    check_span(touched.items[1], 17, 26);
    assert_int_equal(touched.bytes, 11);
    stn_git_touched_dispose(&touched);
}

static void lines_taken_away_leave_an_empty_span(void **state)
{
    struct stn_git_touched touched =
        compare("one\ntwo\nthree\nfour\n", "one\nfour\n");

    (void)state;
    assert_int_equal(touched.count, 1);
    check_span(touched.items[0], 4, 4);
    stn_git_touched_dispose(&touched);
    touched = compare("one\ntwo\n", "two\n");
    check_span(touched.items[0], 0, 0);
    stn_git_touched_dispose(&touched);
    touched = compare("one\ntwo\n", "one\n");
    check_span(touched.items[0], 4, 4);
    stn_git_touched_dispose(&touched);
}

static void a_release_that_is_replaced_leaves_an_empty_span(void **state)
{
    struct stn_git_touched touched =
        compare("one\n\tdefer f.Close()\nfour\n", "one\n\tlog()\nfour\n");

    (void)state;
    assert_int_equal(touched.count, 2);
    check_span(touched.items[0], 4, 4);
    check_span(touched.items[1], 4, 11);
    assert_int_equal(touched.bytes, 7);
    stn_git_touched_dispose(&touched);
    touched =
        compare("one\n\tf.Close()\nfour\n", "one\n\tdefer f.Close()\nfour\n");
    assert_int_equal(touched.count, 1);
    stn_git_touched_dispose(&touched);
}

static void ends_without_a_line_break_are_lines(void **state)
{
    struct stn_git_touched touched = compare("one\ntwo", "one\n2");

    (void)state;
    assert_int_equal(touched.count, 1);
    check_span(touched.items[0], 4, 5);
    stn_git_touched_dispose(&touched);
}

static void the_same_is_not_touched(void **state)
{
    struct stn_git_touched touched = compare("one\n", "one\n");

    (void)state;
    assert_int_equal(touched.count, 0);
    stn_git_touched_dispose(&touched);
    touched = compare("", "one\n");
    check_span(touched.items[0], 0, 4);
    stn_git_touched_dispose(&touched);
    touched = compare("one\n", "");
    check_span(touched.items[0], 0, 0);
    stn_git_touched_dispose(&touched);
}

static void a_nul_makes_no_difference(void **state)
{
    struct stn_git_touched touched = {.items = NULL};
    struct stn_error err;

    (void)state;
    assert_int_equal(stn_git_touched_find(&touched, STN_STR("\0\none\n"),
                                          STN_STR("\0\n1\n"), &err),
                     STN_OK);
    assert_int_equal(touched.count, 1);
    check_span(touched.items[0], 2, 4);
    stn_git_touched_dispose(&touched);
}

static enum stn_status attempt(void *payload)
{
    struct stn_git_touched touched = {.items = NULL};
    struct stn_error err;

    (void)payload;
    enum stn_status status = stn_git_touched_find(
        &touched, STN_STR("one\ntwo\n"), STN_STR("1\ntwo\nthree\n"), &err);
    stn_git_touched_dispose(&touched);
    return status;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    torture(attempt, NULL);
}

static int start(void **state)
{
    (void)state;
    return git_libgit2_init() < 0;
}

static int stop(void **state)
{
    (void)state;
    git_libgit2_shutdown();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_added_and_altered_are_spans),
        cmocka_unit_test(lines_taken_away_leave_an_empty_span),
        cmocka_unit_test(a_release_that_is_replaced_leaves_an_empty_span),
        cmocka_unit_test(ends_without_a_line_break_are_lines),
        cmocka_unit_test(the_same_is_not_touched),
        cmocka_unit_test(a_nul_makes_no_difference),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
