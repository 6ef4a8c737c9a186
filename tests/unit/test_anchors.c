/* Where literals of any rule stand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "engine/matcher.h"
#include "tests/support/torture.h"

#define RULES_MAX 4

struct tool {
    struct stn_rule rules[RULES_MAX];
    struct stn_ruleset ruleset;
    struct stn_matcher_options options;
    struct stn_matcher *matcher;
    struct stn_scratch *scratch;
    struct stn_anchors anchors;
    struct stn_error err;
};

static void add_rule(struct tool *tool, const char *pattern, const char *names)
{
    tool->rules[tool->ruleset.count++] = (struct stn_rule){
        .info = {.id = "a-rule", .title = "T", .severity = STN_HIGH},
        .pattern = pattern,
        .names = names,
        .segments = STN_SEGMENT_ALL,
    };
}

static enum stn_status make_tool(struct tool *tool)
{
    tool->ruleset.rules = tool->rules;
    enum stn_status status = stn_matcher_new(&tool->matcher, &tool->ruleset,
                                             &tool->options, &tool->err);
    return status < 0
               ? status
               : stn_scratch_new(&tool->scratch, tool->matcher, &tool->err);
}

static void close_tool(struct tool *tool)
{
    stn_anchors_dispose(&tool->anchors);
    stn_scratch_free(tool->scratch);
    stn_matcher_free(tool->matcher);
    tool->scratch = NULL;
    tool->matcher = NULL;
}

static enum stn_status scan(struct tool *tool, struct stn_str text)
{
    const struct stn_segment segment = {.bytes = text,
                                        .kind = STN_SEGMENT_TEXT};
    struct stn_matches matches;

    return stn_matcher_scan(tool->matcher, tool->scratch, &segment, &matches,
                            &tool->err);
}

/* The anchors of a text, as "0-4 120-131". */
static const char *anchors_of(struct tool *tool, const char *text)
{
    static char words[128];
    size_t length = 0;

    stn_scratch_set_anchors(tool->scratch, &tool->anchors);
    assert_int_equal(scan(tool, stn_str_of(text)), STN_OK);
    words[0] = '\0';
    for (size_t i = 0; i < tool->anchors.count; i++)
        length += (size_t)snprintf(words + length, sizeof(words) - length,
                                   "%s%u-%u", i > 0 ? " " : "",
                                   (unsigned)tool->anchors.items[i].start,
                                   (unsigned)tool->anchors.items[i].end);
    return words;
}

#define FAR_AWAY                                                               \
    "..................................................."                      \
    "..................................................."

static void literals_of_patterns_are_anchors(void **state)
{
    struct tool tool = {0};

    (void)state;
    add_rule(&tool, "zqxj\\d", NULL);
    add_rule(&tool, "(?i)acme=\\d", NULL);
    assert_int_equal(make_tool(&tool), STN_OK);
    /* What a guard would refuse is one still: it may be written differently. */
    assert_string_equal(anchors_of(&tool, "zqxj"), "0-4");
    assert_string_equal(anchors_of(&tool, "..ACME=zqxj" FAR_AWAY "zqxj."),
                        "2-11 113-117");
    assert_string_equal(anchors_of(&tool, "zqx" FAR_AWAY "\x01\x04"), "");
    assert_string_equal(anchors_of(&tool, ""), "");
    close_tool(&tool);
}

static void nothing_is_kept_unless_asked_for(void **state)
{
    struct tool tool = {0};

    (void)state;
    add_rule(&tool, "zqxj\\d", NULL);
    assert_int_equal(make_tool(&tool), STN_OK);
    assert_string_equal(anchors_of(&tool, "zqxj"), "0-4");
    stn_scratch_set_anchors(tool.scratch, NULL);
    assert_int_equal(scan(&tool, STN_STR("...... zqxj")), STN_OK);
    assert_int_equal(tool.anchors.count, 1);
    assert_int_equal(tool.anchors.items[0].start, 0);
    close_tool(&tool);
}

static void names_are_anchors_if_they_tell_anything(void **state)
{
    struct tool tool = {0};

    (void)state;
    add_rule(&tool, "^\\S{8}$", "(?i)^(?:x-token|x-t|service|samlresponse)$");
    add_rule(&tool, "^zqxj\\d$", "(?i)^acme-key$");
    add_rule(&tool, "^\\S{8}$", "(?i)^x-in-a-header$");
    tool.rules[2].segments = STN_SEGMENT_HEADER | STN_SEGMENT_COOKIE;
    assert_int_equal(make_tool(&tool), STN_OK);
    assert_string_equal(anchors_of(&tool, "\"X-Token\": service x-t"), "1-8");
    assert_string_equal(anchors_of(&tool, "SAMLResponse"), "0-12");
    assert_string_equal(anchors_of(&tool, "zqxj1 X-In-A-Header"), "");
    assert_string_equal(anchors_of(&tool, "zqxj1 Acme-Key"), "6-14");
    close_tool(&tool);
}

static void where_rules_leave_no_trace_all_is_one_anchor(void **state)
{
    struct tool tool = {0};

    (void)state;
    add_rule(&tool, "zqxj\\d", NULL);
    tool.options.no_prefilter = true;
    assert_int_equal(make_tool(&tool), STN_OK);
    assert_string_equal(anchors_of(&tool, "......"), "0-6");
    close_tool(&tool);
    tool.options.no_prefilter = false;
    add_rule(&tool, "[0-9a-f]{40}", NULL);
    assert_int_equal(make_tool(&tool), STN_OK);
    assert_string_equal(anchors_of(&tool, "....zqxj"), "0-8");
    close_tool(&tool);
}

static void a_span_meets_what_stands_in_it(void **state)
{
    struct stn_anchors anchors = {0};

    (void)state;
    assert_false(stn_anchors_meet(&anchors, (struct stn_span){0, 100}));
    assert_true(stn_anchors_add(&anchors, 10, 14));
    assert_true(stn_anchors_add(&anchors, 8, 15));
    assert_true(stn_anchors_add(&anchors, 79, 80));
    assert_true(stn_anchors_add(&anchors, 145, 150));
    assert_int_equal(anchors.count, 2);
    assert_false(stn_anchors_meet(&anchors, (struct stn_span){0, 8}));
    assert_true(stn_anchors_meet(&anchors, (struct stn_span){0, 9}));
    assert_true(stn_anchors_meet(&anchors, (struct stn_span){79, 1000}));
    assert_false(stn_anchors_meet(&anchors, (struct stn_span){80, 145}));
    assert_true(stn_anchors_meet(&anchors, (struct stn_span){149, 150}));
    assert_false(stn_anchors_meet(&anchors, (struct stn_span){149, 149}));
    assert_false(stn_anchors_meet(&anchors, (struct stn_span){150, 151}));
    stn_anchors_dispose(&anchors);
}

static void too_many_to_keep_reach_to_the_end(void **state)
{
    struct stn_anchors anchors = {0};
    const uint32_t far = (STN_ANCHORS_MAX + 10) * 100;

    (void)state;
    for (uint32_t i = 0; i < STN_ANCHORS_MAX + 10; i++)
        assert_true(stn_anchors_add(&anchors, i * 100, i * 100 + 4));
    assert_int_equal(anchors.count, STN_ANCHORS_MAX);
    assert_false(stn_anchors_meet(&anchors, (struct stn_span){4, 100}));
    assert_true(stn_anchors_meet(&anchors, (struct stn_span){far, far + 1}));
    stn_anchors_dispose(&anchors);
}

static enum stn_status use_once(void *payload)
{
    struct tool tool = {0};

    (void)payload;
    add_rule(&tool, "zqxj\\d", NULL);
    enum stn_status status = make_tool(&tool);
    if (status >= 0) {
        stn_scratch_set_anchors(tool.scratch, &tool.anchors);
        status = scan(&tool, STN_STR("zqxj"));
    }
    close_tool(&tool);
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
        cmocka_unit_test(literals_of_patterns_are_anchors),
        cmocka_unit_test(nothing_is_kept_unless_asked_for),
        cmocka_unit_test(names_are_anchors_if_they_tell_anything),
        cmocka_unit_test(where_rules_leave_no_trace_all_is_one_anchor),
        cmocka_unit_test(a_span_meets_what_stands_in_it),
        cmocka_unit_test(too_many_to_keep_reach_to_the_end),
        cmocka_unit_test(lack_of_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
