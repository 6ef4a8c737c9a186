#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "tests/support/git_fixture.h"
#include "tests/support/torture.h"

static void scan(struct git_seen *seen, struct git_fixture *fixture,
                 const char *range)
{
    const struct stn_target target = {.kind = STN_TARGET_RANGE, .range = range};

    git_seen_scan(seen, fixture, &stn_source_git_range, &target, NULL);
}

/* Scan what is beyond a commit. */
static void scan_from(struct git_seen *seen, struct git_fixture *fixture,
                      git_oid from)
{
    char range[64];

    snprintf(range, sizeof(range), "%s..", git_oid_tostr_s(&from));
    scan(seen, fixture, range);
    if (seen->status < 0)
        fail_msg("%s", seen->err.message);
}

static void a_commit_brings_what_none_of_its_parents_has(void **state)
{
    struct git_fixture fixture;
    struct git_seen seen;
    struct git_fixture_entry entries[3] = {
        {GIT_FIXTURE_FILE, "a", {{0}}},
        {GIT_FIXTURE_FILE, "b", {{0}}},
        {GIT_FIXTURE_FILE, "c", {{0}}},
    };

    (void)state;
    git_fixture_open(&fixture, true);
    for (size_t i = 0; i < 3; i++)
        entries[i].id = git_fixture_blob(&fixture, "base\n");
    git_oid base = git_fixture_commit(
        &fixture, git_fixture_tree(&fixture, entries, 3), NULL, 0);
    git_oid sides[2];
    entries[0].id = git_fixture_blob(&fixture, "ours\n");
    sides[0] = git_fixture_commit(
        &fixture, git_fixture_tree(&fixture, entries, 3), &base, 1);
    git_oid ours = entries[0].id;
    entries[0].id = entries[2].id;
    entries[1].id = git_fixture_blob(&fixture, "theirs\n");
    sides[1] = git_fixture_commit(
        &fixture, git_fixture_tree(&fixture, entries, 3), &base, 1);
    /* A merge takes one file from each side, and slips one in. */
    entries[0].id = ours;
    entries[2].id = git_fixture_blob(&fixture, "evil\n");
    git_oid merge = git_fixture_commit(
        &fixture, git_fixture_tree(&fixture, entries, 3), sides, 2);
    scan_from(&seen, &fixture, base);
    assert_int_equal(seen.count, 6); /* three of them messages */
    assert_string_equal(git_seen_at(&seen, "a")->bytes, "ours\n");
    assert_string_equal(git_seen_at(&seen, "b")->bytes, "theirs\n");
    const struct git_seen_text *evil = git_seen_at(&seen, "c");
    assert_string_equal(evil->bytes, "evil\n");
    assert_string_equal(evil->commit, git_oid_tostr_s(&merge));
    assert_int_equal(evil->before_count, 1);
    assert_string_equal(evil->before[0], "base\n");
    assert_int_equal(seen.found.texts, 3);
    assert_int_equal(seen.commits, 3);
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static void a_mode_alone_brings_nothing(void **state)
{
    struct git_fixture fixture;
    struct git_seen seen;
    struct git_fixture_entry entry = {GIT_FIXTURE_FILE, "a", {{0}}};

    (void)state;
    git_fixture_open(&fixture, true);
    entry.id = git_fixture_blob(&fixture, "one\n");
    git_oid base = git_fixture_commit(
        &fixture, git_fixture_tree(&fixture, &entry, 1), NULL, 0);
    entry.mode = 0100755;
    git_fixture_commit(&fixture, git_fixture_tree(&fixture, &entry, 1), &base,
                       1);
    scan_from(&seen, &fixture, base);
    assert_int_equal(seen.found.texts, 0);
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static void a_rename_is_compared_with_what_went(void **state)
{
    struct git_fixture fixture;
    struct git_seen seen;
    struct git_fixture_entry entries[3] = {
        {GIT_FIXTURE_FILE, "a.txt", {{0}}},
        {GIT_FIXTURE_FILE, "b.ini", {{0}}},
        {GIT_FIXTURE_FILE, "stays", {{0}}},
    };

    (void)state;
    git_fixture_open(&fixture, true);
    entries[0].id = git_fixture_blob(&fixture, "text\n");
    entries[1].id = git_fixture_blob(&fixture, "ini\n");
    entries[2].id = git_fixture_blob(&fixture, "stays\n");
    git_oid base = git_fixture_commit(
        &fixture, git_fixture_tree(&fixture, entries, 3), NULL, 0);
    git_oid inner = git_fixture_tree_of(&fixture, "c.ini", "ini changed\n");
    const struct git_fixture_entry moved[] = {
        {GIT_FIXTURE_FOLDER, "deploy", inner}, entries[2]};
    git_fixture_commit(&fixture, git_fixture_tree(&fixture, moved, 2), &base,
                       1);
    scan_from(&seen, &fixture, base);
    const struct git_seen_text *text = git_seen_at(&seen, "deploy/c.ini");
    assert_non_null(text);
    /* The same extension first; never what stayed. */
    assert_int_equal(text->before_count, 2);
    assert_string_equal(text->before[0], "ini\n");
    assert_string_equal(text->before[1], "text\n");
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static void what_moves_out_of_a_skipped_path_is_new(void **state)
{
    const char *const skip[] = {"vendor/**"};
    const struct stn_source_options options = {.max_text_bytes = 1000,
                                               .paths_skip = {skip, 1}};
    const struct stn_target target = {.kind = STN_TARGET_RANGE,
                                      .range = "HEAD^!"};
    struct git_fixture fixture;
    struct git_seen seen;
    struct git_fixture_entry folder = {GIT_FIXTURE_FOLDER, "vendor", {{0}}};

    (void)state;
    git_fixture_open(&fixture, true);
    folder.id = git_fixture_tree_of(&fixture, "a", "one\n");
    git_oid base = git_fixture_commit(
        &fixture, git_fixture_tree(&fixture, &folder, 1), NULL, 0);
    git_seen_scan(&seen, &fixture, &stn_source_git_range, &target, &options);
    assert_int_equal(seen.found.texts, 0);
    assert_int_equal(seen.found.skipped[STN_SKIP_PATH], 1);
    git_seen_dispose(&seen);
    git_fixture_commit(&fixture, git_fixture_tree_of(&fixture, "a", "one\n"),
                       &base, 1);
    git_seen_scan(&seen, &fixture, &stn_source_git_range, &target, &options);
    assert_int_equal(git_seen_at(&seen, "a")->before_count, 0);
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static void a_range_that_names_nothing_is_a_usage_error(void **state)
{
    const char *const bad[] = {
        "HEAD",          "",
        "nowhere..HEAD", "HEAD..nowhere",
        "HEAD:a..HEAD",  "1111111111111111111111111111111111111111.."};
    struct git_fixture fixture;
    struct git_seen seen;

    (void)state;
    git_fixture_open(&fixture, true);
    git_fixture_commit(&fixture, git_fixture_tree_of(&fixture, "a", "one\n"),
                       NULL, 0);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        scan(&seen, &fixture, bad[i]);
        assert_int_equal(seen.status, STN_EUSAGE);
        assert_true(strlen(seen.err.message) > 0);
    }
    git_fixture_close(&fixture);
}

static void an_id_is_not_looked_for_among_branches(void **state)
{
    static const char name[] = "1111111111111111111111111111111111111111";
    struct git_fixture fixture;
    struct git_seen seen;
    git_reference *branch = NULL;
    char text[96];

    (void)state;
    git_fixture_open(&fixture, true);
    git_oid head = git_fixture_commit(
        &fixture, git_fixture_tree_of(&fixture, "a", "1"), NULL, 0);
    snprintf(text, sizeof(text), "refs/heads/%s", name);
    assert_int_equal(
        git_reference_create(&branch, fixture.repo, text, &head, 0, NULL), 0);
    git_reference_free(branch);
    snprintf(text, sizeof(text), "%s..main", name);
    scan(&seen, &fixture, text);
    assert_int_equal(seen.status, STN_EUSAGE);
    assert_non_null(strstr(seen.err.message, "names no commit here"));
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static void an_empty_range_is_nothing(void **state)
{
    const char *const ranges[] = {"HEAD..HEAD", "..", "HEAD...", "...HEAD"};
    struct git_fixture fixture;
    struct git_seen seen;

    (void)state;
    git_fixture_open(&fixture, true);
    git_fixture_commit(&fixture, git_fixture_tree_of(&fixture, "a", "one\n"),
                       NULL, 0);
    for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
        scan(&seen, &fixture, ranges[i]);
        assert_int_equal(seen.status, STN_OK);
        assert_int_equal(seen.found.skipped[STN_SKIP_NOTHING], 1);
        git_seen_dispose(&seen);
    }
    git_fixture_close(&fixture);
}

static void a_shallow_clone_that_hides_the_base_is_a_gap(void **state)
{
    struct git_fixture fixture;
    struct git_seen seen;
    char line[64];

    (void)state;
    git_fixture_open(&fixture, true);
    git_oid commits[3];
    commits[0] = git_fixture_commit(
        &fixture, git_fixture_tree_of(&fixture, "a", "one\n"), NULL, 0);
    commits[1] = git_fixture_commit(
        &fixture, git_fixture_tree_of(&fixture, "a", "two\n"), &commits[0], 1);
    commits[2] = git_fixture_commit(
        &fixture, git_fixture_tree_of(&fixture, "a", "three\n"), &commits[1],
        1);
    git_fixture_remove(&fixture, commits[0]);
    snprintf(line, sizeof(line), "%s\n", git_oid_tostr_s(&commits[1]));
    git_fixture_write(&fixture, "shallow", line);
    scan_from(&seen, &fixture, commits[0]);
    assert_true(seen.found.skipped[STN_SKIP_SHALLOW] > 0);
    assert_int_equal(seen.commits, 2);
    assert_int_equal(seen.found.texts, 2);
    git_seen_dispose(&seen);
    /* All that this one needs is there. */
    scan_from(&seen, &fixture, commits[1]);
    assert_int_equal(seen.found.skip_count, 0);
    assert_int_equal(seen.commits, 1);
    assert_string_equal(git_seen_at(&seen, "a")->before[0], "two\n");
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static void the_oldest_commit_keeps_what_several_bring(void **state)
{
    struct git_fixture fixture;
    struct git_seen seen;

    (void)state;
    git_fixture_open(&fixture, true);
    git_oid one = git_fixture_tree_of(&fixture, "a", "one\n");
    git_oid two = git_fixture_tree_of(&fixture, "a", "two\n");
    git_oid base = git_fixture_commit(&fixture, one, NULL, 0);
    git_oid first = git_fixture_commit(&fixture, two, &base, 1);
    git_oid back = git_fixture_commit(&fixture, one, &first, 1);
    git_fixture_commit(&fixture, two, &back, 1);
    scan_from(&seen, &fixture, base);
    assert_int_equal(seen.found.texts, 2);
    for (size_t i = 0; i < seen.count; i++)
        if (strcmp(seen.texts[i].bytes, "two\n") == 0)
            assert_string_equal(seen.texts[i].commit, git_oid_tostr_s(&first));
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static void trees_that_are_not_sorted_hide_nothing(void **state)
{
    struct git_fixture fixture;
    struct git_seen seen;
    struct git_fixture_entry entries[] = {
        {GIT_FIXTURE_FILE, "z", {{0}}},
        {GIT_FIXTURE_FILE, "a", {{0}}},
        {GIT_FIXTURE_FILE, "a", {{0}}},
    };

    (void)state;
    git_fixture_open(&fixture, true);
    for (size_t i = 0; i < 3; i++)
        entries[i].id = git_fixture_blob(&fixture, "old\n");
    git_oid base = git_fixture_commit(
        &fixture, git_fixture_tree(&fixture, entries, 3), NULL, 0);
    entries[2].id = git_fixture_blob(&fixture, "new\n");
    git_fixture_commit(&fixture, git_fixture_tree(&fixture, entries, 3), &base,
                       1);
    scan_from(&seen, &fixture, base);
    bool is_found = false;
    for (size_t i = 0; i < seen.count; i++)
        is_found |= strcmp(seen.texts[i].bytes, "new\n") == 0;
    assert_true(is_found);
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static void a_file_that_becomes_a_folder_is_new(void **state)
{
    struct git_fixture fixture;
    struct git_seen seen;
    struct git_fixture_entry entry = {GIT_FIXTURE_FOLDER, "a", {{0}}};

    (void)state;
    git_fixture_open(&fixture, true);
    git_oid base = git_fixture_commit(
        &fixture, git_fixture_tree_of(&fixture, "a", "one\n"), NULL, 0);
    entry.id = git_fixture_tree_of(&fixture, "b", "two\n");
    git_fixture_commit(&fixture, git_fixture_tree(&fixture, &entry, 1), &base,
                       1);
    scan_from(&seen, &fixture, base);
    assert_non_null(git_seen_at(&seen, "a/b"));
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static void what_is_missing_or_a_submodule_is_said(void **state)
{
    struct git_fixture fixture;
    struct git_seen seen;
    const struct git_fixture_entry entries[] = {
        {GIT_FIXTURE_FILE, "gone", {{1}}},
        {GIT_FIXTURE_FOLDER, "lost", {{2}}},
        {GIT_FIXTURE_MODULE, "module", {{3}}},
    };

    (void)state;
    git_fixture_open(&fixture, true);
    git_oid base = git_fixture_commit(
        &fixture, git_fixture_tree_of(&fixture, "a", "one\n"), NULL, 0);
    git_fixture_commit(&fixture, git_fixture_tree(&fixture, entries, 3), &base,
                       1);
    scan_from(&seen, &fixture, base);
    assert_int_equal(seen.found.skipped[STN_SKIP_MISSING], 2);
    assert_int_equal(seen.found.skipped[STN_SKIP_SUBMODULE], 1);
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static void many_texts_are_all_given(void **state)
{
    static char names[60][8];
    struct git_fixture fixture;
    struct git_seen seen;
    struct git_fixture_entry files[60];

    (void)state;
    git_fixture_open(&fixture, true);
    git_oid base = git_fixture_commit(
        &fixture, git_fixture_tree(&fixture, NULL, 0), NULL, 0);
    for (size_t i = 0; i < 60; i++) {
        snprintf(names[i], sizeof(names[i]), "f%02zu", i);
        files[i] = (struct git_fixture_entry){
            GIT_FIXTURE_FILE, names[i], git_fixture_blob(&fixture, names[i])};
    }
    git_fixture_commit(&fixture, git_fixture_tree(&fixture, files, 60), &base,
                       1);
    scan_from(&seen, &fixture, base);
    assert_int_equal(seen.found.texts, 60);
    for (size_t i = 0; i < 60; i++)
        assert_string_equal(git_seen_at(&seen, names[i])->bytes, names[i]);
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static void a_pointer_of_lfs_is_followed_or_said(void **state)
{
    const char *pointer =
        "version https://git-lfs.github.com/spec/v1\noid sha256:"
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n"
        "size 4\n";
    struct git_fixture fixture;
    struct git_seen seen;

    (void)state;
    git_fixture_open(&fixture, true);
    git_oid base = git_fixture_commit(
        &fixture, git_fixture_tree(&fixture, NULL, 0), NULL, 0);
    git_fixture_commit(&fixture, git_fixture_tree_of(&fixture, "a", pointer),
                       &base, 1);
    scan_from(&seen, &fixture, base);
    assert_int_equal(seen.found.skipped[STN_SKIP_LFS], 1);
    git_seen_dispose(&seen);
    git_fixture_write(
        &fixture,
        "lfs/objects/9f/86/"
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "test");
    scan_from(&seen, &fixture, base);
    assert_int_equal(seen.found.skip_count, 0);
    assert_string_equal(git_seen_at(&seen, "a")->bytes, "test");
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static enum stn_status scan_once(void *payload)
{
    struct git_seen seen;

    scan(&seen, payload, "HEAD~1..HEAD");
    git_seen_dispose(&seen);
    return seen.status;
}

static void running_out_of_memory_is_told(void **state)
{
    struct git_fixture fixture;

    (void)state;
    git_fixture_open(&fixture, true);
    git_oid base = git_fixture_commit(
        &fixture, git_fixture_tree_of(&fixture, "a", "one\n"), NULL, 0);
    git_fixture_commit(&fixture, git_fixture_tree_of(&fixture, "b", "two\n"),
                       &base, 1);
    torture(scan_once, &fixture);
    git_fixture_close(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_commit_brings_what_none_of_its_parents_has),
        cmocka_unit_test(a_mode_alone_brings_nothing),
        cmocka_unit_test(a_rename_is_compared_with_what_went),
        cmocka_unit_test(what_moves_out_of_a_skipped_path_is_new),
        cmocka_unit_test(a_range_that_names_nothing_is_a_usage_error),
        cmocka_unit_test(an_id_is_not_looked_for_among_branches),
        cmocka_unit_test(an_empty_range_is_nothing),
        cmocka_unit_test(a_shallow_clone_that_hides_the_base_is_a_gap),
        cmocka_unit_test(the_oldest_commit_keeps_what_several_bring),
        cmocka_unit_test(trees_that_are_not_sorted_hide_nothing),
        cmocka_unit_test(a_file_that_becomes_a_folder_is_new),
        cmocka_unit_test(what_is_missing_or_a_submodule_is_said),
        cmocka_unit_test(many_texts_are_all_given),
        cmocka_unit_test(a_pointer_of_lfs_is_followed_or_said),
        cmocka_unit_test(running_out_of_memory_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
