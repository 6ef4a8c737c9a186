#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sources/git_repo.h"
#include "tests/support/git_fixture.h"

/*
 * libgit2 1.5 leaks what it matches the names of extensions with, for each
 * repository that has any (git_config_foreach_match), and the sanitizer sees
 * no further than PCRE2.
 */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libpcre2\n";
}

static enum stn_status open_at(struct stn_git_repo *repo, const char *folder,
                               struct stn_error *err)
{
    static struct stn_target target;
    const struct stn_source_options options = {.target = &target,
                                               .max_text_bytes = 1000};

    target =
        (struct stn_target){.kind = STN_TARGET_RANGE, .repository = folder};
    *repo = (struct stn_git_repo){.name = NULL};
    return stn_git_repo_open(repo, &options, err);
}

static void a_repository_is_found_from_below(void **state)
{
    struct git_fixture fixture;
    struct stn_git_repo repo;
    git_oid head;

    (void)state;
    git_fixture_open(&fixture, false);
    git_fixture_write(&fixture, "sub/folder/a", "a");
    assert_int_equal(
        open_at(&repo, git_fixture_path(&fixture, "sub/folder"), NULL), STN_OK);
    assert_int_equal(stn_git_repo_head(&head, &repo, NULL), STN_DONE);
    stn_git_repo_close(&repo);
    git_fixture_close(&fixture);
}

static void nowhere_is_a_usage_error(void **state)
{
    struct stn_git_repo repo;
    struct stn_error err;

    (void)state;
    assert_int_equal(open_at(&repo, "/nonexistent", &err), STN_EUSAGE);
    assert_non_null(strstr(err.message, "-C"));
    stn_git_repo_close(&repo);
}

static void what_libgit2_cannot_read_comes_with_a_remedy(void **state)
{
    struct git_fixture fixture;
    struct stn_git_repo repo;
    struct stn_error err;

    (void)state;
    git_fixture_open(&fixture, true);
    git_fixture_write(&fixture, "config",
                      "[core]\nrepositoryformatversion = 1\n"
                      "[extensions]\nobjectformat = sha256\n");
    assert_int_equal(open_at(&repo, fixture.folder, &err), STN_ELIB);
    assert_non_null(strstr(err.message, "sha256"));
    assert_non_null(strstr(err.message, "git log -p"));
    stn_git_repo_close(&repo);
    git_fixture_write(&fixture, "config",
                      "[core]\nrepositoryformatversion = 1\n"
                      "[extensions]\nrefstorage = reftable\n");
    assert_int_equal(open_at(&repo, fixture.folder, &err), STN_ELIB);
    assert_non_null(strstr(err.message, "refstorage"));
    stn_git_repo_close(&repo);
    git_fixture_close(&fixture);
}

static void the_environment_names_it_where_nobody_else_does(void **state)
{
    struct git_fixture fixture;
    struct git_fixture other;
    struct stn_git_repo repo;

    (void)state;
    git_fixture_open(&fixture, true);
    git_fixture_open(&other, true);
    setenv("GIT_DIR", fixture.folder, 1);
    setenv("GIT_INDEX_FILE", "/elsewhere", 1);
    assert_int_equal(open_at(&repo, NULL, NULL), STN_OK);
    assert_true(repo.use_env);
    stn_git_repo_close(&repo);
    /* One that the user names is another: nothing of it applies. */
    assert_int_equal(open_at(&repo, other.folder, NULL), STN_OK);
    assert_false(repo.use_env);
    assert_non_null(strstr(git_repository_path(repo.handle), other.folder));
    stn_git_repo_close(&repo);
    unsetenv("GIT_DIR");
    unsetenv("GIT_INDEX_FILE");
    git_fixture_close(&other);
    git_fixture_close(&fixture);
}

static void alternates_of_alternates_may_be_relative(void **state)
{
    struct git_fixture far;
    struct git_fixture near;
    struct git_fixture fixture;
    struct stn_git_repo repo;
    char line[160];

    (void)state;
    git_fixture_open(&far, true);
    git_fixture_open(&near, true);
    git_fixture_open(&fixture, true);
    git_oid id = git_fixture_blob(&far, "far away\n");
    snprintf(line, sizeof(line), "# a comment\n%s/objects\n", near.folder);
    git_fixture_write(&fixture, "objects/info/alternates", line);
    /* All are below /tmp. */
    snprintf(line, sizeof(line), "../../%s/objects\n",
             far.folder + strlen("/tmp/"));
    git_fixture_write(&near, "objects/info/alternates", line);
    /* Round in a circle. */
    snprintf(line, sizeof(line), "%s/objects\n", fixture.folder);
    git_fixture_write(&far, "objects/info/alternates", line);
    assert_int_equal(open_at(&repo, fixture.folder, NULL), STN_OK);
    assert_int_equal(repo.dirs.count, 3);
    assert_int_equal(git_odb_exists(repo.odb, &id), 1);
    stn_git_repo_close(&repo);
    git_fixture_close(&fixture);
    git_fixture_close(&near);
    git_fixture_close(&far);
}

static void shallow_commits_are_known(void **state)
{
    struct git_fixture fixture;
    struct stn_git_repo repo;
    git_oid id;

    (void)state;
    git_fixture_open(&fixture, true);
    git_fixture_write(&fixture, "shallow",
                      "2222222222222222222222222222222222222222\nnonsense\n"
                      "1111111111111111111111111111111111111111");
    assert_int_equal(open_at(&repo, fixture.folder, NULL), STN_OK);
    assert_int_equal(repo.shallow_count, 2);
    git_oid_fromstr(&id, "1111111111111111111111111111111111111111");
    assert_true(stn_git_repo_is_shallow(&repo, &id));
    git_oid_fromstr(&id, "3333333333333333333333333333333333333333");
    assert_false(stn_git_repo_is_shallow(&repo, &id));
    stn_git_repo_close(&repo);
    git_fixture_close(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_repository_is_found_from_below),
        cmocka_unit_test(nowhere_is_a_usage_error),
        cmocka_unit_test(what_libgit2_cannot_read_comes_with_a_remedy),
        cmocka_unit_test(the_environment_names_it_where_nobody_else_does),
        cmocka_unit_test(alternates_of_alternates_may_be_relative),
        cmocka_unit_test(shallow_commits_are_known),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
