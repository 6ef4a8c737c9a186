#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sources/git_message.h"

#define HEX_1 "1111111111111111111111111111111111111111"
#define HEX_2 "2222222222222222222222222222222222222222"
#define HEX_3 "3333333333333333333333333333333333333333"

static void a_commit_has_tree_parents_author_and_message(void **state)
{
    struct stn_git_message commit;
    unsigned char id[STN_GIT_OID_BYTES];

    (void)state;
    assert_int_equal(
        stn_git_commit_parse(
            &commit, STN_STR("tree " HEX_1 "\nparent " HEX_2 "\nparent " HEX_3
                             "\nauthor A <a@x> 5 +0100\n"
                             "committer C <c@x> 1700000000 -0230\n"
                             "gpgsig line\n author nobody\n\nsubject\n\nbody")),
        STN_OK);
    assert_int_equal(commit.target[0], 0x11);
    assert_int_equal(commit.parent_count, 2);
    stn_git_message_parent(&commit, 1, id);
    assert_int_equal(id[19], 0x33);
    assert_true(stn_str_equal(commit.person, STN_STR("A <a@x> 5 +0100")));
    assert_int_equal(commit.time, 1700000000);
    assert_true(stn_str_equal(commit.text, STN_STR("subject\n\nbody")));
}

static void parents_are_only_those_below_the_tree(void **state)
{
    struct stn_git_message commit;

    (void)state;
    assert_int_equal(
        stn_git_commit_parse(&commit,
                             STN_STR("tree " HEX_1 "\nauthor A <a> 1 +0000\n"
                                     "parent " HEX_2 "\n\nm")),
        STN_OK);
    assert_int_equal(commit.parent_count, 0);
}

static void a_commit_without_a_tree_is_all_text(void **state)
{
    const struct stn_str bad[] = {
        STN_STR(""),
        STN_STR("tree"),
        STN_STR("tree " HEX_1),
        STN_STR("tree 111\n\nm"),
        STN_STR("author A\n\nm"),
        STN_STR("tree 111111111111111111111111111111111111111G\n\nm"),
    };
    struct stn_git_message commit;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_int_equal(stn_git_commit_parse(&commit, bad[i]), STN_EINPUT);
        assert_int_equal(commit.text.len, bad[i].len);
    }
}

static void a_commit_without_an_empty_line_has_no_message(void **state)
{
    struct stn_git_message commit;

    (void)state;
    assert_int_equal(
        stn_git_commit_parse(&commit, STN_STR("tree " HEX_1 "\nauthor x")),
        STN_OK);
    assert_int_equal(commit.text.len, 0);
    assert_int_equal(commit.time, 0);
}

static void a_tag_has_a_target_and_a_message(void **state)
{
    struct stn_git_message tag;

    (void)state;
    assert_int_equal(
        stn_git_tag_parse(&tag,
                          STN_STR("object " HEX_2 "\ntype commit\n"
                                  "tag v1\ntagger T <t> 9 +0000\n\nnote\n")),
        STN_OK);
    assert_int_equal(tag.target[0], 0x22);
    assert_true(stn_str_equal(tag.person, STN_STR("T <t> 9 +0000")));
    assert_true(stn_str_equal(tag.text, STN_STR("note\n")));
}

static void check_person(const char *line, const char *who, const char *when)
{
    char date[STN_GIT_DATE_BYTES];
    struct stn_str name;

    stn_git_person_split(stn_str_of(line), &name, date);
    assert_int_equal(name.len, strlen(who));
    assert_memory_equal(name.ptr, who, name.len);
    assert_string_equal(date, when);
}

static void a_date_is_in_the_zone_it_was_made_in(void **state)
{
    (void)state;
    check_person("A <a@x> 1700000000 +0000", "A <a@x>", "2023-11-14T22:13:20Z");
    check_person("A <a@x> 1700000000 +0530", "A <a@x>",
                 "2023-11-15T03:43:20+05:30");
    check_person("A <a@x> 1700000000 -0330", "A <a@x>",
                 "2023-11-14T18:43:20-03:30");
    check_person("A <a@x> 0 +0000", "A <a@x>", "1970-01-01T00:00:00Z");
}

static void a_bad_person_gives_what_there_is(void **state)
{
    (void)state;
    check_person("", "", "");
    check_person("nobody", "nobody", "");
    check_person("A <a@x", "A <a@x", "");
    check_person("A <a@x>", "A <a@x>", "");
    check_person("A <a@x> soon", "A <a@x>", "");
    check_person("A <a@x> 99999999999999999999 +0000", "A <a@x>", "");
    check_person("A <a@x> 999999999999999999 +0000", "A <a@x>", "");
    check_person("A <a@x> 1700000000 +9999", "A <a@x>", "2023-11-14T22:13:20Z");
    check_person("A <a> b> 1700000000 x", "A <a> b>", "2023-11-14T22:13:20Z");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_commit_has_tree_parents_author_and_message),
        cmocka_unit_test(parents_are_only_those_below_the_tree),
        cmocka_unit_test(a_commit_without_a_tree_is_all_text),
        cmocka_unit_test(a_commit_without_an_empty_line_has_no_message),
        cmocka_unit_test(a_tag_has_a_target_and_a_message),
        cmocka_unit_test(a_date_is_in_the_zone_it_was_made_in),
        cmocka_unit_test(a_bad_person_gives_what_there_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
