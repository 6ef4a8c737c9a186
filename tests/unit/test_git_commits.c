#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "sources/git_commits.h"
#include "tests/support/git_fixture.h"

struct walked {
    struct stn_target target;
    struct stn_git_repo repo;
    struct stn_git_commits commits;
    size_t broken;
    bool is_missing;
};

static enum stn_status count_broken(void *payload, const git_oid *id,
                                    bool is_missing, struct stn_error *err)
{
    struct walked *walked = payload;

    (void)id;
    (void)err;
    walked->broken++;
    walked->is_missing = is_missing;
    return STN_OK;
}

static void walk(struct walked *walked, struct git_fixture *fixture,
                 const git_oid *tip)
{
    *walked = (struct walked){
        .target = {.kind = STN_TARGET_RANGE, .repository = fixture->folder}};
    const struct stn_source_options options = {.target = &walked->target,
                                               .max_text_bytes = 1000};
    assert_int_equal(stn_git_repo_open(&walked->repo, &options, NULL), STN_OK);
    const struct stn_git_commits_from from = {
        .repo = &walked->repo,
        .odb = walked->repo.odb,
        .broken = count_broken,
        .payload = walked,
    };
    assert_int_equal(stn_git_commits_walk(&walked->commits, &from, tip, NULL),
                     STN_OK);
    assert_int_equal(stn_git_commits_sort(&walked->commits, 0, NULL), STN_OK);
}

static void walked_dispose(struct walked *walked)
{
    stn_git_commits_dispose(&walked->commits);
    stn_git_repo_close(&walked->repo);
}

static void parents_come_first_then_the_older_ones(void **state)
{
    struct git_fixture fixture;
    struct walked walked;

    (void)state;
    git_fixture_open(&fixture, true);
    git_oid tree = git_fixture_tree(&fixture, NULL, 0);
    git_oid root = git_fixture_commit(&fixture, tree, NULL, 0);
    git_oid sides[3];
    sides[0] = git_fixture_commit(&fixture, tree, &root, 1);
    sides[1] = git_fixture_commit(&fixture, tree, &root, 1);
    /* A clock that runs wrong: older than its parent. */
    fixture.time -= 1000;
    sides[2] = git_fixture_commit(&fixture, tree, &sides[1], 1);
    fixture.time += 2000;
    git_oid merge = git_fixture_commit(&fixture, tree, sides, 3);
    walk(&walked, &fixture, &merge);
    assert_int_equal(walked.commits.count, 5);
    const git_oid *order[] = {&root, &sides[0], &sides[1], &sides[2], &merge};
    for (size_t i = 0; i < 5; i++)
        assert_true(git_oid_equal(&walked.commits.items[i].id, order[i]));
    walked_dispose(&walked);
    git_fixture_close(&fixture);
}

static void a_missing_parent_is_told_and_survived(void **state)
{
    struct git_fixture fixture;
    struct walked walked;
    const git_oid nowhere = {{1, 2, 3}};

    (void)state;
    git_fixture_open(&fixture, true);
    git_oid tree = git_fixture_tree(&fixture, NULL, 0);
    git_oid tip = git_fixture_commit(&fixture, tree, &nowhere, 1);
    walk(&walked, &fixture, &tip);
    assert_int_equal(walked.commits.count, 1);
    assert_int_equal(walked.broken, 1);
    assert_true(walked.is_missing);
    walked_dispose(&walked);
    /* And a parent that is a tree. */
    tip = git_fixture_commit(&fixture, tree, &tree, 1);
    walk(&walked, &fixture, &tip);
    assert_int_equal(walked.broken, 1);
    assert_false(walked.is_missing);
    walked_dispose(&walked);
    git_fixture_close(&fixture);
}

static void the_same_parent_twice_is_one(void **state)
{
    struct git_fixture fixture;
    struct walked walked;

    (void)state;
    git_fixture_open(&fixture, true);
    git_oid tree = git_fixture_tree(&fixture, NULL, 0);
    git_oid root = git_fixture_commit(&fixture, tree, NULL, 0);
    const git_oid twice[] = {root, root};
    git_oid tip = git_fixture_commit(&fixture, tree, twice, 2);
    walk(&walked, &fixture, &tip);
    assert_int_equal(walked.commits.count, 2);
    assert_true(git_oid_equal(&walked.commits.items[0].id, &root));
    walked_dispose(&walked);
    git_fixture_close(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parents_come_first_then_the_older_ones),
        cmocka_unit_test(a_missing_parent_is_told_and_survived),
        cmocka_unit_test(the_same_parent_twice_is_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
