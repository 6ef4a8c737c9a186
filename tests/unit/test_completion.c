#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "cli/completion.h"
#include "tests/support/torture.h"

static const struct stn_command verbs[] = {
    {"first", "it's the first", NULL, STN_OPTIONS_RULES, "ID"},
    {"second", "the second"},
    {NULL},
};

static const struct stn_command commands[] = {
    {"alone", "has [none]: no verbs", NULL, STN_OPTIONS_SCAN, "PATH"},
    {"with", "has verbs", .verbs = verbs},
    {"after", "comes last"},
    {NULL},
};

static void every_argument_of_an_option_is_known(void **state)
{
    struct stn_option option;
    struct stn_value value;
    size_t at = 0;

    (void)state;
    while (stn_options_next(&option, &at, UINT32_MAX)) {
        if (option.argument == NULL)
            continue;
        stn_value_of(&value, option.name, option.argument);
        if (value.kind == STN_VALUE_UNKNOWN)
            fail_msg("--%s %s: say in completion.c what that may be",
                     option.name, option.argument);
    }
}

static void alternatives_are_words(void **state)
{
    struct stn_value value;

    (void)state;
    stn_value_of(&value, NULL, "bash|fish");
    assert_int_equal(value.kind, STN_VALUE_WORD);
    assert_int_equal(value.count, 2);
    assert_true(stn_str_equal(value.words[1], STN_STR("fish")));
    stn_value_of(&value, "fail-on", "SEVERITY");
    assert_int_equal(value.count, 6);
    stn_value_of(&value, "min-severity", "SEVERITY");
    assert_int_equal(value.count, 5);
    stn_value_of(&value, NULL, "NONSENSE");
    assert_int_equal(value.kind, STN_VALUE_UNKNOWN);
}

static void help_is_the_last_option_of_every_group(void **state)
{
    struct stn_option option;
    size_t at = 0;

    (void)state;
    assert_true(stn_options_next(&option, &at, 0));
    assert_string_equal(option.name, "help");
    assert_false(stn_options_next(&option, &at, 0));
    assert_false(stn_options_next(&option, &at, 0));
}

static void leaves_are_verbs_or_commands_without(void **state)
{
    static const char *const names[] = {"alone", "first", "second", "after"};
    struct stn_leaf leaf = {0};
    size_t count = 0;

    (void)state;
    while (stn_leaf_next(&leaf, commands)) {
        assert_in_range(count, 0, 3);
        assert_string_equal(leaf.self->name, names[count++]);
        assert_int_equal(leaf.verb != NULL, leaf.command->verbs != NULL);
    }
    assert_int_equal(count, 4);
}

static enum stn_status write_all(void *payload)
{
    struct stn_buf out = STN_BUF_INIT(STN_MIB);
    struct stn_error err;

    (void)payload;
    for (size_t i = 0; stn_shells[i] != NULL; i++)
        stn_shells[i]->write(&out, commands);
    enum stn_status status = stn_buf_status(&out, &err);
    if (status >= 0) {
        assert_non_null(strstr(out.ptr, "'first:it'\\''s the first'"));
        assert_non_null(strstr(out.ptr, "-d 'it\\'s the first'"));
    }
    stn_buf_dispose(&out);
    return status;
}

static void text_is_quoted_and_memory_may_end(void **state)
{
    (void)state;
    torture(write_all, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_argument_of_an_option_is_known),
        cmocka_unit_test(alternatives_are_words),
        cmocka_unit_test(help_is_the_last_option_of_every_group),
        cmocka_unit_test(leaves_are_verbs_or_commands_without),
        cmocka_unit_test(text_is_quoted_and_memory_may_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
