/* The literal search of all rules, and its image in the program. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/prefilter.h"
#include "engine/prefilter_emit.h"
#include "tests/support/torture.h"

#define RULES_MAX 8

/* Rules of patterns alone, and a prefilter of them. */
struct tool {
    struct stn_rule rules[RULES_MAX];
    struct stn_ruleset ruleset;
    bool runs[RULES_MAX];
    struct stn_prefilter *prefilter;
    struct stn_prefilter_scratch *scratch;
    struct stn_windows windows;
    struct stn_rule_cost costs[RULES_MAX];
};

static void set_rules(struct tool *tool, const char *const *patterns)
{
    uint32_t count = 0;

    *tool = (struct tool){0};
    for (; patterns[count] != NULL; count++) {
        tool->rules[count] = (struct stn_rule){.info = {.id = "rule"},
                                               .pattern = patterns[count]};
        tool->runs[count] = true;
    }
    tool->ruleset = (struct stn_ruleset){.rules = tool->rules, .count = count};
}

static enum stn_status make_tool(struct tool *tool)
{
    struct stn_error err;
    enum stn_status status =
        stn_prefilter_new(&tool->prefilter, &tool->ruleset, tool->runs, &err);

    if (status >= 0)
        status =
            stn_prefilter_scratch_new(&tool->scratch, tool->prefilter, &err);
    if (status >= 0)
        status = stn_windows_init(&tool->windows, tool->ruleset.count, &err);
    return status;
}

static void close_tool(struct tool *tool)
{
    stn_windows_dispose(&tool->windows);
    stn_prefilter_scratch_free(tool->scratch);
    stn_prefilter_free(tool->prefilter);
}

static void open_tool(struct tool *tool, const char *const *patterns)
{
    set_rules(tool, patterns);
    assert_int_equal(make_tool(tool), STN_OK);
}

static enum stn_status scan(struct tool *tool, struct stn_str text)
{
    struct stn_error err;

    stn_windows_reset(&tool->windows);
    return stn_prefilter_scan(tool->prefilter, tool->scratch, text, tool->runs,
                              &tool->windows, tool->costs, NULL, &err);
}

/* The windows of a rule, as "1-2 5-5". */
static const char *windows_of(struct tool *tool, uint32_t rule)
{
    static char words[256];
    const struct stn_window *items;
    struct stn_error err;
    size_t count;
    size_t length = 0;
    bool is_whole;

    assert_int_equal(
        stn_windows_take(&tool->windows, rule, &items, &count, &is_whole, &err),
        STN_OK);
    assert_false(is_whole);
    words[0] = '\0';
    for (size_t i = 0; i < count; i++)
        length +=
            (size_t)snprintf(words + length, sizeof(words) - length, "%s%u-%u",
                             i > 0 ? " " : "", items[i].first, items[i].last);
    return words;
}

static void hits_become_windows_of_their_rules(void **state)
{
    static const char *const patterns[] = {"zqxj\\d", "\\w{2,5}zqxj",
                                           "(?i)zqxj", "zqyj", NULL};
    struct tool tool;

    (void)state;
    open_tool(&tool, patterns);
    assert_int_equal(scan(&tool, STN_STR("zqxj1 abzqxj ZQXJ")), STN_OK);
    assert_string_equal(windows_of(&tool, 0), "0-0");
    assert_string_equal(windows_of(&tool, 1), "3-6");
    assert_string_equal(windows_of(&tool, 2), "0-0 8-8 13-13");
    assert_string_equal(windows_of(&tool, 3), "");
    assert_int_equal(tool.costs[0].hits, 2);
    assert_int_equal(tool.costs[0].guarded, 1);
    assert_int_equal(tool.costs[3].hits, 0);
    close_tool(&tool);
}

static void rules_that_do_not_run_get_no_windows(void **state)
{
    static const char *const patterns[] = {"zqxj", "zqxj\\w", NULL};
    struct tool tool;

    (void)state;
    open_tool(&tool, patterns);
    tool.runs[0] = false;
    assert_int_equal(scan(&tool, STN_STR("zqxja")), STN_OK);
    assert_string_equal(windows_of(&tool, 0), "");
    assert_string_equal(windows_of(&tool, 1), "0-0");
    close_tool(&tool);
}

static void a_distance_without_a_bound_reaches_to_the_start(void **state)
{
    static const char *const patterns[] = {"a.*zqxj", NULL};
    struct tool tool;

    (void)state;
    open_tool(&tool, patterns);
    assert_int_equal(scan(&tool, STN_STR("......zqxj..zqxj")), STN_OK);
    assert_string_equal(windows_of(&tool, 0), "0-11");
    close_tool(&tool);
}

static void rules_without_literals_are_said_to_have_none(void **state)
{
    static const char *const patterns[] = {"[a-f0-9]{40}", "zqxj", "a.*zqxj",
                                           NULL};
    struct tool tool;

    (void)state;
    open_tool(&tool, patterns);
    const struct stn_rule_plan *plans =
        stn_prefilter_tables(tool.prefilter)->plans;
    assert_false(plans[0].has_literals);
    assert_false(plans[0].is_local);
    assert_int_equal(plans[0].max_length, 40);
    assert_true(plans[1].has_literals);
    assert_true(plans[1].is_local);
    assert_true(plans[2].has_literals);
    assert_false(plans[2].is_local);
    close_tool(&tool);
}

static void no_literals_at_all_are_no_failure(void **state)
{
    static const char *const patterns[] = {"[a-f0-9]{40}", NULL};
    struct tool tool;

    (void)state;
    open_tool(&tool, patterns);
    assert_int_equal(scan(&tool, STN_STR("zqxj")), STN_OK);
    assert_int_equal(tool.windows.touched_count, 0);
    assert_int_equal(scan(&tool, (struct stn_str){NULL, 0}), STN_OK);
    close_tool(&tool);
}

/* vectorscan 5.4.9 misses some of these when it has only them to look for. */
static void few_literals_are_found_at_every_alignment(void **state)
{
    static const char *const patterns[] = {"[ab]=", NULL};
    static const char text[] =
        "f-keyAbfoo KEY -Abfkfoo-keyAbK o-kKEYkeya AbkkeyAbkKEYaKEY\n"
        "KEY 1k=._=Ab_kfooeAb=Abkeyk";
    const size_t size = sizeof(text) - 1;
    char *room = aligned_alloc(64, 256);
    struct tool tool;

    (void)state;
    open_tool(&tool, patterns);
    for (size_t shift = 0; shift < 64; shift++) {
        memcpy(room + shift, text, size);
        assert_int_equal(scan(&tool, (struct stn_str){room + shift, size}),
                         STN_OK);
        assert_string_equal(windows_of(&tool, 0), "78-78");
    }
    close_tool(&tool);
    free(room);
}

static void generic_rules_rank_below_all_others(void **state)
{
    static const char *const patterns[] = {"zqxj_key_of_acme", "zq", "(zq)x",
                                           NULL};
    struct tool tool;

    (void)state;
    set_rules(&tool, patterns);
    tool.rules[0].info.id = "generic-key";
    assert_int_equal(make_tool(&tool), STN_OK);
    const struct stn_rule_plan *plans =
        stn_prefilter_tables(tool.prefilter)->plans;
    assert_true(plans[0].rank < plans[1].rank);
    assert_true(plans[1].rank < plans[2].rank);
    close_tool(&tool);
}

static void the_built_in_rules_come_with_their_database(void **state)
{
    const struct stn_ruleset patterns =
        stn_ruleset_patterns(&stn_ruleset_builtin);
    const struct stn_ruleset *ruleset = &patterns;
    struct stn_ruleset copy = *ruleset;
    struct stn_prefilter *loaded = NULL;
    struct stn_prefilter *compiled = NULL;
    struct stn_error err;
    bool *runs = malloc(ruleset->count);

    (void)state;
    memset(runs, true, ruleset->count);
    assert_int_equal(stn_prefilter_new(&loaded, ruleset, runs, &err), STN_OK);
    assert_ptr_equal(stn_prefilter_tables(loaded)->literals,
                     stn_prefilter_builtin.literals);
    /* Other rules, and so another digest: the image is of no use. */
    copy.digest[0] ^= 1;
    assert_int_equal(stn_prefilter_new(&compiled, &copy, runs, &err), STN_OK);
    assert_ptr_not_equal(stn_prefilter_tables(compiled)->literals,
                         stn_prefilter_builtin.literals);
    assert_int_equal(stn_prefilter_tables(compiled)->literal_count,
                     stn_prefilter_builtin.literal_count);
    stn_prefilter_free(loaded);
    stn_prefilter_free(compiled);
    free(runs);
}

static void the_image_is_written_as_c(void **state)
{
    static const char *const patterns[] = {"zqxj", NULL};
    struct stn_buf source = STN_BUF_INIT(1 << 20);
    struct stn_error err;
    struct tool tool;

    (void)state;
    set_rules(&tool, patterns);
    assert_int_equal(stn_prefilter_emit(&source, &tool.ruleset, &err), STN_OK);
    assert_non_null(strstr(
        source.ptr, "const struct stn_prefilter_image stn_prefilter_builtin"));
    assert_non_null(strstr(source.ptr, ".rule_count = 1,"));
    stn_buf_dispose(&source);
}

static enum stn_status use_once(void *payload)
{
    struct tool *tool = payload;
    enum stn_status status = make_tool(tool);

    if (status >= 0)
        status = scan(tool, STN_STR("xx zqxj1 zqxj2 acme_key=1"));
    close_tool(tool);
    tool->prefilter = NULL;
    tool->scratch = NULL;
    return status;
}

static void lack_of_memory_is_reported(void **state)
{
    static const char *const patterns[] = {"\\bzqxj\\d",
                                           "(?i)acme[a-z_]{0,9}[:=]\\d", NULL};
    struct tool tool;

    (void)state;
    set_rules(&tool, patterns);
    torture(use_once, &tool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hits_become_windows_of_their_rules),
        cmocka_unit_test(rules_that_do_not_run_get_no_windows),
        cmocka_unit_test(a_distance_without_a_bound_reaches_to_the_start),
        cmocka_unit_test(rules_without_literals_are_said_to_have_none),
        cmocka_unit_test(no_literals_at_all_are_no_failure),
        cmocka_unit_test(few_literals_are_found_at_every_alignment),
        cmocka_unit_test(generic_rules_rank_below_all_others),
        cmocka_unit_test(the_built_in_rules_come_with_their_database),
        cmocka_unit_test(the_image_is_written_as_c),
        cmocka_unit_test(lack_of_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
