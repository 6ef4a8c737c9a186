#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "tests/support/git_fixture.h"
#include "tests/support/torture.h"

static const struct stn_target staged = {.kind = STN_TARGET_STAGED};

static void scan(struct git_seen *seen, struct git_fixture *fixture)
{
    git_seen_scan(seen, fixture, &stn_source_git_staged, &staged, NULL);
    if (seen->status < 0)
        fail_msg("%s", seen->err.message);
}

/* Stage a file, or take it out of the index. */
static void stage(struct git_fixture *fixture, const char *name,
                  const char *text)
{
    git_index *index = NULL;

    assert_int_equal(git_repository_index(&index, fixture->repo), 0);
    if (text != NULL) {
        git_fixture_write(fixture, name, text);
        assert_int_equal(git_index_add_bypath(index, name), 0);
    } else {
        assert_int_equal(git_index_remove_bypath(index, name), 0);
    }
    assert_int_equal(git_index_write(index), 0);
    git_index_free(index);
}

/* Commit what is staged. */
static void commit_index(struct git_fixture *fixture)
{
    git_index *index = NULL;
    git_oid tree;

    assert_int_equal(git_repository_index(&index, fixture->repo), 0);
    assert_int_equal(git_index_write_tree(&tree, index), 0);
    git_index_free(index);
    git_fixture_commit(fixture, tree, NULL, 0);
}

static void only_what_differs_from_head_is_given(void **state)
{
    struct git_fixture fixture;
    struct git_seen seen;

    (void)state;
    git_fixture_open(&fixture, false);
    scan(&seen, &fixture);
    assert_int_equal(seen.count, 0);
    git_seen_dispose(&seen);
    /* No commit yet: everything. */
    stage(&fixture, "a.txt", "one\n");
    stage(&fixture, "sub/b.txt", "two\n");
    scan(&seen, &fixture);
    assert_int_equal(seen.count, 2);
    assert_int_equal(git_seen_at(&seen, "sub/b.txt")->before_count, 0);
    git_seen_dispose(&seen);
    commit_index(&fixture);
    scan(&seen, &fixture);
    assert_int_equal(seen.count, 0);
    assert_int_equal(seen.found.skip_count, 0);
    git_seen_dispose(&seen);
    stage(&fixture, "sub/b.txt", "three\n");
    scan(&seen, &fixture);
    assert_int_equal(seen.count, 1);
    assert_string_equal(git_seen_at(&seen, "sub/b.txt")->before[0], "two\n");
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static void a_renamed_file_is_compared_with_what_went(void **state)
{
    struct git_fixture fixture;
    struct git_seen seen;

    (void)state;
    git_fixture_open(&fixture, false);
    stage(&fixture, "a.txt", "one\n");
    stage(&fixture, "b.txt", "two\n");
    commit_index(&fixture);
    stage(&fixture, "a.txt", NULL);
    stage(&fixture, "c.txt", "one, changed\n");
    scan(&seen, &fixture);
    assert_int_equal(seen.count, 1);
    assert_int_equal(git_seen_at(&seen, "c.txt")->before_count, 1);
    assert_string_equal(git_seen_at(&seen, "c.txt")->before[0], "one\n");
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static void an_index_that_cannot_be_read_is_no_clean_one(void **state)
{
    struct git_fixture fixture;
    struct git_seen seen;

    (void)state;
    git_fixture_open(&fixture, false);
    git_fixture_write(&fixture, ".git/index", "nonsense");
    git_seen_scan(&seen, &fixture, &stn_source_git_staged, &staged, NULL);
    assert_int_equal(seen.status, STN_ELIB);
    git_fixture_close(&fixture);
    git_fixture_open(&fixture, true);
    git_seen_scan(&seen, &fixture, &stn_source_git_staged, &staged, NULL);
    assert_int_equal(seen.status, STN_EUSAGE);
    git_fixture_close(&fixture);
}

static void the_index_that_the_environment_names_is_read(void **state)
{
    struct git_fixture fixture;
    struct git_seen seen;

    (void)state;
    git_fixture_open(&fixture, false);
    stage(&fixture, "a.txt", "one\n");
    setenv("GIT_INDEX_FILE", git_fixture_path(&fixture, "none"), 1);
    scan(&seen, &fixture);
    assert_int_equal(seen.count, 0);
    git_seen_dispose(&seen);
    /* As git sets it: seen from the top of the work tree. */
    setenv("GIT_INDEX_FILE", ".git/index", 1);
    scan(&seen, &fixture);
    assert_int_equal(seen.count, 1);
    git_seen_dispose(&seen);
    unsetenv("GIT_INDEX_FILE");
    git_fixture_close(&fixture);
}

static enum stn_status scan_once(void *payload)
{
    struct git_seen seen;

    git_seen_scan(&seen, payload, &stn_source_git_staged, &staged, NULL);
    git_seen_dispose(&seen);
    return seen.status;
}

static void running_out_of_memory_is_told(void **state)
{
    struct git_fixture fixture;

    (void)state;
    git_fixture_open(&fixture, false);
    stage(&fixture, "a.txt", "one\n");
    commit_index(&fixture);
    stage(&fixture, "a.txt", NULL);
    stage(&fixture, "b.txt", "two\n");
    torture(scan_once, &fixture);
    git_fixture_close(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_differs_from_head_is_given),
        cmocka_unit_test(a_renamed_file_is_compared_with_what_went),
        cmocka_unit_test(an_index_that_cannot_be_read_is_no_clean_one),
        cmocka_unit_test(the_index_that_the_environment_names_is_read),
        cmocka_unit_test(running_out_of_memory_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
