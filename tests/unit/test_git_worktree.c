#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/git_fixture.h"
#include "tests/support/torture.h"

static const struct stn_target worktree = {.kind = STN_TARGET_WORKTREE};

static void scan(struct git_seen *seen, struct git_fixture *fixture)
{
    git_seen_scan(seen, fixture, &stn_source_git_worktree, &worktree, NULL);
    if (seen->status < 0)
        fail_msg("%s", seen->err.message);
}

/* A commit with a.txt and sub/b.txt, checked out. */
static void fixture_open(struct git_fixture *fixture)
{
    git_index *index = NULL;
    git_oid tree;

    git_fixture_open(fixture, false);
    git_fixture_write(fixture, "a.txt", "one\n");
    git_fixture_write(fixture, "sub/b.txt", "two\n");
    assert_int_equal(git_repository_index(&index, fixture->repo), 0);
    assert_int_equal(git_index_add_bypath(index, "a.txt"), 0);
    assert_int_equal(git_index_add_bypath(index, "sub/b.txt"), 0);
    assert_int_equal(git_index_write(index), 0);
    assert_int_equal(git_index_write_tree(&tree, index), 0);
    git_index_free(index);
    git_fixture_commit(fixture, tree, NULL, 0);
}

static void changed_and_new_files_are_given(void **state)
{
    struct git_fixture fixture;
    struct git_seen seen;

    (void)state;
    fixture_open(&fixture);
    scan(&seen, &fixture);
    assert_int_equal(seen.count, 0);
    git_seen_dispose(&seen);
    git_fixture_write(&fixture, "sub/b.txt", "two, longer\n");
    git_fixture_write(&fixture, "new/c.txt", "three\n");
    git_fixture_write(&fixture, ".gitignore", "*.log\n");
    git_fixture_write(&fixture, "x.log", "ignored\n");
    scan(&seen, &fixture);
    assert_int_equal(seen.count, 3);
    assert_string_equal(git_seen_at(&seen, "sub/b.txt")->bytes,
                        "two, longer\n");
    assert_string_equal(git_seen_at(&seen, "sub/b.txt")->before[0], "two\n");
    assert_string_equal(git_seen_at(&seen, "new/c.txt")->bytes, "three\n");
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static void a_moved_file_is_compared_with_what_went(void **state)
{
    struct git_fixture fixture;
    struct git_seen seen;
    char from[128];

    (void)state;
    fixture_open(&fixture);
    snprintf(from, sizeof(from), "%s", git_fixture_path(&fixture, "a.txt"));
    assert_int_equal(rename(from, git_fixture_path(&fixture, "d.txt")), 0);
    scan(&seen, &fixture);
    assert_int_equal(seen.count, 1);
    assert_string_equal(git_seen_at(&seen, "d.txt")->before[0], "one\n");
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static void links_are_not_followed(void **state)
{
    struct git_fixture fixture;
    struct git_seen seen;

    (void)state;
    fixture_open(&fixture);
    assert_int_equal(symlink("/etc/passwd", git_fixture_path(&fixture, "link")),
                     0);
    assert_int_equal(symlink("/etc", git_fixture_path(&fixture, "folder")), 0);
    scan(&seen, &fixture);
    assert_int_equal(seen.count, 0);
    assert_int_equal(seen.found.skipped[STN_SKIP_SYMLINK], 2);
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static void a_large_file_is_said(void **state)
{
    const struct stn_source_options options = {.max_text_bytes = 10};
    struct git_fixture fixture;
    struct git_seen seen;

    (void)state;
    fixture_open(&fixture);
    git_fixture_write(&fixture, "fits", "0123456789");
    git_fixture_write(&fixture, "large", "0123456789x");
    git_seen_scan(&seen, &fixture, &stn_source_git_worktree, &worktree,
                  &options);
    assert_int_equal(seen.count, 1);
    assert_non_null(git_seen_at(&seen, "fits"));
    const struct stn_skip *skip = git_seen_skip(&seen, STN_SKIP_TOO_LARGE);
    assert_true(stn_str_equal(skip->file, STN_STR("large")));
    assert_int_equal(skip->bytes, 11);
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static void a_bare_repository_has_none(void **state)
{
    struct git_fixture fixture;
    struct git_seen seen;

    (void)state;
    git_fixture_open(&fixture, true);
    git_seen_scan(&seen, &fixture, &stn_source_git_worktree, &worktree, NULL);
    assert_int_equal(seen.status, STN_EUSAGE);
    git_fixture_close(&fixture);
}

static enum stn_status scan_once(void *payload)
{
    struct git_seen seen;

    git_seen_scan(&seen, payload, &stn_source_git_worktree, &worktree, NULL);
    git_seen_dispose(&seen);
    return seen.status;
}

static void running_out_of_memory_is_told(void **state)
{
    struct git_fixture fixture;

    (void)state;
    fixture_open(&fixture);
    git_fixture_write(&fixture, "a.txt", "changed\n");
    torture(scan_once, &fixture);
    git_fixture_close(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changed_and_new_files_are_given),
        cmocka_unit_test(a_moved_file_is_compared_with_what_went),
        cmocka_unit_test(links_are_not_followed),
        cmocka_unit_test(a_large_file_is_said),
        cmocka_unit_test(a_bare_repository_has_none),
        cmocka_unit_test(running_out_of_memory_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
