#include "sources/git_snapshot.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/support/git_fixture.h"

static struct git_fixture fixture;
static struct stn_error err;

static int open_fixture(void **state)
{
    (void)state;
    git_fixture_open(&fixture, false);
    return 0;
}

static int close_fixture(void **state)
{
    (void)state;
    git_fixture_close(&fixture);
    return 0;
}

/* Read one file of main. */
static enum stn_status read_file(const char *path, struct stn_buf *out)
{
    struct stn_git_snapshot *snapshot = NULL;
    enum stn_status status =
        stn_git_snapshot_open(&snapshot, fixture.folder, "main", &err);

    if (status < 0)
        return status;
    status = stn_git_snapshot_read(snapshot, path, out, &err);
    stn_git_snapshot_close(snapshot);
    return status;
}

static void a_file_is_read_as_it_was_committed(void **state)
{
    struct stn_buf out = STN_BUF_INIT(100);
    git_oid inner = git_fixture_tree_of(&fixture, "ours.yml", "of the commit");
    const struct git_fixture_entry entries[] = {
        {GIT_FIXTURE_FOLDER, "ci", inner}};

    (void)state;
    git_fixture_commit(&fixture, git_fixture_tree(&fixture, entries, 1), NULL,
                       0);
    git_fixture_write(&fixture, "ours.yml", "of the disk");
    assert_int_equal(read_file("ci/ours.yml", &out), STN_OK);
    assert_string_equal(out.ptr, "of the commit");
    stn_buf_dispose(&out);
}

static void what_is_not_there_is_told_apart_from_what_is_no_file(void **state)
{
    struct stn_buf out = STN_BUF_INIT(100);
    const struct git_fixture_entry entries[] = {
        {GIT_FIXTURE_LINK, "link", git_fixture_blob(&fixture, "elsewhere")}};

    (void)state;
    assert_int_equal(read_file("link", &out), STN_ENOTFOUND);
    assert_non_null(strstr(err.message, "'main' names no commit"));
    git_fixture_commit(&fixture, git_fixture_tree(&fixture, entries, 1), NULL,
                       0);
    assert_int_equal(read_file("nothing", &out), STN_ENOTFOUND);
    assert_int_equal(read_file("link", &out), STN_EINPUT);
    assert_non_null(strstr(err.message, "main:link is no regular file"));
    stn_buf_dispose(&out);
}

static void the_ceiling_of_the_buffer_holds(void **state)
{
    struct stn_buf out = STN_BUF_INIT(4);

    (void)state;
    git_fixture_commit(&fixture, git_fixture_tree_of(&fixture, "a", "12345"),
                       NULL, 0);
    assert_int_equal(read_file("a", &out), STN_ELIMIT);
    stn_buf_dispose(&out);
}

static void an_id_is_not_looked_for_among_branches(void **state)
{
    static const char name[] = "1111111111111111111111111111111111111111";
    struct stn_git_snapshot *snapshot = NULL;
    git_reference *branch = NULL;
    char ref[64];

    (void)state;
    git_oid head = git_fixture_commit(
        &fixture, git_fixture_tree_of(&fixture, "a", "1"), NULL, 0);
    snprintf(ref, sizeof(ref), "refs/heads/%s", name);
    assert_int_equal(
        git_reference_create(&branch, fixture.repo, ref, &head, 0, NULL), 0);
    git_reference_free(branch);
    assert_int_equal(
        stn_git_snapshot_open(&snapshot, fixture.folder, name, &err),
        STN_ENOTFOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_is_read_as_it_was_committed,
                                        open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(
            what_is_not_there_is_told_apart_from_what_is_no_file, open_fixture,
            close_fixture),
        cmocka_unit_test_setup_teardown(the_ceiling_of_the_buffer_holds,
                                        open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(an_id_is_not_looked_for_among_branches,
                                        open_fixture, close_fixture),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
