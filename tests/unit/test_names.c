/* Which rules look at a field, by its name. */
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

#define RULES_MAX 24

/* Rules that look at fields, made ready. */
struct tool {
    struct stn_rule rules[RULES_MAX];
    struct stn_ruleset ruleset;
    struct stn_matcher_options options;
    struct stn_matcher *matcher;
    struct stn_scratch *scratch;
    struct stn_error err;
};

static void add_rule(struct tool *tool, const char *pattern, const char *names,
                     uint32_t segments)
{
    tool->rules[tool->ruleset.count++] = (struct stn_rule){
        .info = {.id = "a-rule", .title = "T", .severity = STN_HIGH},
        .pattern = pattern,
        .names = names,
        .segments = segments,
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
    stn_scratch_free(tool->scratch);
    stn_matcher_free(tool->matcher);
    tool->scratch = NULL;
    tool->matcher = NULL;
}

static bool wants(struct tool *tool, enum stn_segment_kind kind,
                  struct stn_str name)
{
    bool first;
    bool second;

    assert_int_equal(stn_matcher_wants(tool->matcher, tool->scratch, kind, name,
                                       &first, &tool->err),
                     STN_OK);
    /* What is remembered is what was found out. */
    assert_int_equal(stn_matcher_wants(tool->matcher, tool->scratch, kind, name,
                                       &second, &tool->err),
                     STN_OK);
    assert_int_equal(first, second);
    return first;
}

/* The rules that find something in a field, as "0 3". */
static const char *found(struct tool *tool, enum stn_segment_kind kind,
                         const char *name, const char *value)
{
    static char words[128];
    const struct stn_segment segment = {
        .bytes = stn_str_of(value), .kind = kind, .name = stn_str_of(name)};
    struct stn_matches matches;
    size_t length = 0;

    words[0] = '\0';
    assert_int_equal(stn_matcher_scan(tool->matcher, tool->scratch, &segment,
                                      &matches, &tool->err),
                     STN_OK);
    for (size_t i = 0; i < matches.count; i++)
        length +=
            (size_t)snprintf(words + length, sizeof(words) - length, "%s%u",
                             i > 0 ? " " : "", matches.items[i].rule);
    return words;
}

static void a_field_is_wanted_by_kind_and_name(void **state)
{
    struct tool tool = {0};

    (void)state;
    add_rule(&tool, "^\\S{8}$", "(?i)^x-api[-_]?key$", STN_SEGMENT_HEADER);
    add_rule(&tool, "zq\\d", "^(?:sid|PHPSESSID)$", STN_SEGMENT_COOKIE);
    add_rule(&tool, "zq\\d", NULL, STN_SEGMENT_ALL);
    assert_int_equal(make_tool(&tool), STN_OK);
    assert_true(wants(&tool, STN_SEGMENT_HEADER, STN_STR("X-API-Key")));
    assert_true(wants(&tool, STN_SEGMENT_HEADER, STN_STR("x-apikey")));
    assert_false(wants(&tool, STN_SEGMENT_HEADER, STN_STR("x-api-keys")));
    assert_false(wants(&tool, STN_SEGMENT_COOKIE, STN_STR("X-API-Key")));
    assert_true(wants(&tool, STN_SEGMENT_COOKIE, STN_STR("sid")));
    assert_true(wants(&tool, STN_SEGMENT_COOKIE, STN_STR("PHPSESSID")));
    assert_false(wants(&tool, STN_SEGMENT_COOKIE, STN_STR("phpsessid")));
    assert_false(wants(&tool, STN_SEGMENT_COOKIE, STN_STR("s")));
    assert_false(wants(&tool, STN_SEGMENT_COOKIE, STN_STR("")));
    close_tool(&tool);
}

static void names_without_a_literal_are_asked_each_time(void **state)
{
    struct tool tool = {0};

    (void)state;
    add_rule(&tool, "^\\S{8}$", "^[a-f]\\d$", STN_SEGMENT_ALL);
    assert_int_equal(make_tool(&tool), STN_OK);
    assert_true(wants(&tool, STN_SEGMENT_JSON, STN_STR("a7")));
    assert_false(wants(&tool, STN_SEGMENT_JSON, STN_STR("g7")));
    close_tool(&tool);
}

static void a_rule_that_is_off_wants_nothing(void **state)
{
    const bool active[] = {false, true};
    struct tool tool = {.options = {.active = active}};

    (void)state;
    add_rule(&tool, "^\\S{8}$", "^token$", STN_SEGMENT_ALL);
    add_rule(&tool, "^\\S{8}$", "^secret$", STN_SEGMENT_ALL);
    assert_int_equal(make_tool(&tool), STN_OK);
    assert_false(wants(&tool, STN_SEGMENT_JSON, STN_STR("token")));
    assert_true(wants(&tool, STN_SEGMENT_JSON, STN_STR("secret")));
    assert_string_equal(found(&tool, STN_SEGMENT_JSON, "token", "q7Wd93kL"),
                        "");
    close_tool(&tool);
}

static void with_and_without_the_prefilter_it_is_the_same(void **state)
{
    static const char *const names[] = {"token", "X-Token", "tok", "", "id"};
    static const char *const values[] = {"n4Wd93kL", "zq7 n4Wd93kL", "zq7", ""};
    struct tool tool = {0};
    char wanted[4 * 5][16];

    (void)state;
    add_rule(&tool, "^\\S{8}$", "token", STN_SEGMENT_ALL);
    add_rule(&tool, "zq\\d", "(?i)token$", STN_SEGMENT_JSON);
    add_rule(&tool, "zq\\d", NULL, STN_SEGMENT_COOKIE);
    add_rule(&tool, "[a-z]7", NULL, STN_SEGMENT_JSON);
    for (int way = 0; way < 2; way++) {
        tool.options.no_prefilter = way == 1;
        assert_int_equal(make_tool(&tool), STN_OK);
        for (size_t i = 0; i < 20; i++) {
            const char *all =
                found(&tool, STN_SEGMENT_JSON, names[i / 4], values[i % 4]);
            if (way == 0)
                snprintf(wanted[i], sizeof(wanted[i]), "%s", all);
            else
                assert_string_equal(wanted[i], all);
        }
        close_tool(&tool);
    }
    assert_string_equal(wanted[0], "0");
    assert_string_equal(wanted[1], "1");
    assert_string_equal(wanted[9], "3");
}

static void a_long_name_is_asked_and_a_longer_one_is_none(void **state)
{
    struct tool tool = {0};
    char name[STN_NAME_BYTES_MAX + 1];

    (void)state;
    memset(name, 'x', sizeof(name));
    memcpy(name, "token", 5);
    add_rule(&tool, "^\\S{8}$", "^token", STN_SEGMENT_ALL);
    assert_int_equal(make_tool(&tool), STN_OK);
    for (size_t length = 60; length <= STN_NAME_BYTES_MAX; length++)
        assert_true(
            wants(&tool, STN_SEGMENT_JSON, (struct stn_str){name, length}));
    assert_false(
        wants(&tool, STN_SEGMENT_JSON, (struct stn_str){name, sizeof(name)}));
    close_tool(&tool);
}

static void
more_rules_and_names_than_are_remembered_change_nothing(void **state)
{
    struct tool tool = {0};
    char name[32];

    (void)state;
    for (int i = 0; i < 12; i++)
        add_rule(&tool, "^\\S{8}$", "^key7\\d*$", STN_SEGMENT_ALL);
    add_rule(&tool, "^\\S{8}$", "^key\\d*3$", STN_SEGMENT_ALL);
    assert_int_equal(make_tool(&tool), STN_OK);
    for (int round = 0; round < 2; round++)
        for (unsigned i = 0; i < 10000; i++) {
            snprintf(name, sizeof(name), "key%u", i);
            assert_int_equal(wants(&tool, STN_SEGMENT_FORM, stn_str_of(name)),
                             name[3] == '7' || i % 10 == 3);
        }
    close_tool(&tool);
}

static void a_name_that_exhausts_its_regex_is_looked_at(void **state)
{
    struct tool tool = {0};
    char name[400];

    (void)state;
    memset(name, 'a', sizeof(name));
    memcpy(name, "zq", 2);
    memcpy(name + sizeof(name) - 2, " !", 2);
    add_rule(&tool, "^\\S{8}$", "zq(?:\\w+)+!", STN_SEGMENT_ALL);
    assert_int_equal(make_tool(&tool), STN_OK);
    assert_true(
        wants(&tool, STN_SEGMENT_JSON, (struct stn_str){name, sizeof(name)}));
    close_tool(&tool);
}

static enum stn_status use_once(void *payload)
{
    struct tool tool = {0};
    const struct stn_segment segment = {.bytes = STN_STR("q7Wd93kL"),
                                        .kind = STN_SEGMENT_FORM,
                                        .name = STN_STR("token")};
    struct stn_matches matches;

    (void)payload;
    add_rule(&tool, "^\\S{8}$", "^token", STN_SEGMENT_ALL);
    add_rule(&tool, "^\\S{8}$", "^\\w{3}$", STN_SEGMENT_ALL);
    enum stn_status status = make_tool(&tool);
    if (status >= 0)
        status = stn_matcher_scan(tool.matcher, tool.scratch, &segment,
                                  &matches, &tool.err);
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
        cmocka_unit_test(a_field_is_wanted_by_kind_and_name),
        cmocka_unit_test(names_without_a_literal_are_asked_each_time),
        cmocka_unit_test(a_rule_that_is_off_wants_nothing),
        cmocka_unit_test(with_and_without_the_prefilter_it_is_the_same),
        cmocka_unit_test(a_long_name_is_asked_and_a_longer_one_is_none),
        cmocka_unit_test(
            more_rules_and_names_than_are_remembered_change_nothing),
        cmocka_unit_test(a_name_that_exhausts_its_regex_is_looked_at),
        cmocka_unit_test(lack_of_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
