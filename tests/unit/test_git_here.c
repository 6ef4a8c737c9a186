#include "sources/git_here.h"

#include <setjmp.h>
#include <stdarg.h>

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

static git_oid commit_once(const git_oid *parent)
{
    git_oid tree = git_fixture_tree_of(&fixture, "a.txt", "text");

    return git_fixture_commit(&fixture, tree, parent, parent != NULL);
}

static enum stn_status find(const char *revision, char id[STN_GIT_ID_BYTES])
{
    struct stn_git_here *here = NULL;

    assert_int_equal(stn_git_here_open(&here, fixture.folder, &err), STN_OK);
    enum stn_status status = stn_git_here_find(id, here, revision, &err);
    stn_git_here_close(here);
    return status;
}

static void what_is_here_is_found_by_id_and_by_name(void **state)
{
    char id[STN_GIT_ID_BYTES] = "";
    char hex[GIT_OID_HEXSZ + 1] = "";
    git_oid commit = commit_once(NULL);

    (void)state;
    git_oid_tostr(hex, sizeof(hex), &commit);
    assert_int_equal(find(hex, id), STN_OK);
    assert_string_equal(id, hex);
    id[0] = '\0';
    assert_int_equal(find("refs/heads/main", id), STN_OK);
    assert_string_equal(id, hex);
    hex[0] = hex[0] == '1' ? '2' : '1';
    assert_int_equal(find(hex, id), STN_DONE);
    assert_int_equal(find("refs/heads/other", id), STN_DONE);
    assert_int_equal(find("0123456789abcdef0123456789abcdef"
                          "0123456789abcdef0123456789abcdef",
                          id),
                     STN_DONE);
}

static void a_ref_named_like_an_id_stands_for_none(void **state)
{
    static const char name[] = "0123456789abcdef0123456789abcdef01234567";
    char id[STN_GIT_ID_BYTES] = "";
    char line[GIT_OID_HEXSZ + 2] = "";
    git_oid commit = commit_once(NULL);

    (void)state;
    git_oid_tostr(line, sizeof(line), &commit);
    git_fixture_write(
        &fixture, ".git/refs/heads/0123456789abcdef0123456789abcdef01234567",
        line);
    assert_int_equal(find(name, id), STN_DONE);
}

static void a_clone_that_is_cut_off_says_so(void **state)
{
    char line[GIT_OID_HEXSZ + 2] = "";
    git_oid first = commit_once(NULL);
    git_oid second = commit_once(&first);
    struct stn_git_here *here = NULL;

    (void)state;
    assert_int_equal(stn_git_here_open(&here, fixture.folder, &err), STN_OK);
    assert_false(stn_git_here_is_shallow(here));
    stn_git_here_close(here);
    git_oid_tostr(line, sizeof(line), &second);
    git_fixture_write(&fixture, ".git/shallow", line);
    assert_int_equal(stn_git_here_open(&here, fixture.folder, &err), STN_OK);
    assert_true(stn_git_here_is_shallow(here));
    stn_git_here_close(here);
}

static void no_repository_is_the_callers_mistake(void **state)
{
    struct stn_git_here *here = NULL;

    (void)state;
    assert_int_equal(stn_git_here_open(&here, "/", &err), STN_EUSAGE);
    assert_null(here);
    stn_git_here_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_here_is_found_by_id_and_by_name,
                                        open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(a_ref_named_like_an_id_stands_for_none,
                                        open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(a_clone_that_is_cut_off_says_so,
                                        open_fixture, close_fixture),
        cmocka_unit_test(no_repository_is_the_callers_mistake),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
