#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "tests/support/git_fixture.h"
#include "tests/support/torture.h"

#define A "package p\n\nvar a = 1\n"
#define B "package p\n\nvar b = 1\n"

static bool never(void *payload)
{
    (void)payload;
    return false;
}

/* The first package of a source, handed to `look`, and how many there are. */
struct packages {
    struct git_fixture *fixture;
    const struct stn_source *source;
    struct stn_target target;
    void (*look)(const struct stn_package *package);
    size_t count;
};

static enum stn_status take_all(struct packages *packages, void *worker,
                                struct stn_findings *skips,
                                struct stn_error *err)
{
    struct stn_package package;
    struct stn_text text;
    enum stn_status status = STN_OK;

    while (status == STN_OK)
        status = packages->source->next(worker, &text, skips, err);
    packages->count = 0;
    while (status >= 0) {
        status = packages->source->next_package(worker, &package, skips, err);
        if (status != STN_OK)
            break;
        if (packages->count++ == 0 && packages->look != NULL)
            packages->look(&package);
    }
    return status < 0 ? status : STN_OK;
}

static enum stn_status run(void *payload)
{
    struct packages *packages = payload;
    _Atomic(bool) stop = false;
    const struct stn_source_options options = {
        .target = &packages->target,
        .max_text_bytes = 1 << 20,
        .wants_packages = true,
        .jobs = 1,
        .stop = &stop,
        .is_over = never,
    };
    struct stn_findings skips = {0};
    struct stn_error err;
    void *state = NULL;
    void *worker = NULL;

    packages->target.repository = packages->fixture->folder;
    enum stn_status status = packages->source->open(&state, &options, &err);
    if (status >= 0)
        status = packages->source->worker_open(&worker, state, &err);
    if (status >= 0)
        status = take_all(packages, worker, &skips, &err);
    packages->source->worker_close(worker);
    packages->source->close(state);
    stn_findings_dispose(&skips);
    return status;
}

static void check(struct packages *packages, size_t count)
{
    assert_int_equal(run(packages), STN_OK);
    assert_int_equal(packages->count, count);
}

static void check_str(struct stn_str str, const char *expected)
{
    if (!stn_str_equal(str, stn_str_of(expected)))
        fail_msg("\"%.*s\" is not \"%s\"", (int)str.len, str.ptr, expected);
}

/* A repository with p/a.go and p/b.go below a go.mod; its tree. */
static git_oid make_tree(struct git_fixture *fixture, const char *a,
                         uint32_t mode)
{
    const struct git_fixture_entry files[] = {
        {mode, "a.go", git_fixture_blob(fixture, a)},
        {GIT_FIXTURE_FILE, "b.go", git_fixture_blob(fixture, B)},
        {GIT_FIXTURE_LINK, "link.go", git_fixture_blob(fixture, "b.go")},
        {GIT_FIXTURE_FILE, "x.txt", git_fixture_blob(fixture, a)},
    };
    const struct git_fixture_entry top[] = {
        {GIT_FIXTURE_FILE, "go.mod",
         git_fixture_blob(fixture, "module m\n\ngo 1.20\n")},
        {GIT_FIXTURE_FOLDER, "p", git_fixture_tree(fixture, files, 4)},
    };

    return git_fixture_tree(fixture, top, 2);
}

static void look_at_change(const struct stn_package *package)
{
    check_str(package->folder, "p");
    check_str(package->go_mod, "module m\n\ngo 1.20\n");
    assert_int_equal(package->count, 2);
    const struct stn_package_file *a = &package->files[0];
    check_str(a->path, "p/a.go");
    assert_true(a->is_target);
    assert_false(a->is_all_touched);
    assert_int_equal(a->touched_count, 1);
    assert_int_equal(a->touched[0].start, 11);
    assert_int_equal(a->touched[0].end, 21);
    assert_int_equal(a->commit.len, 40);
    assert_true(a->author.len > 0);
    const struct stn_package_file *b = &package->files[1];
    check_str(b->path, "p/b.go");
    check_str(b->bytes, B);
    assert_false(b->is_target);
    assert_int_equal(b->touched_count, 0);
}

/* Two commits: the second alters p/a.go. */
static void make_change(struct git_fixture *fixture)
{
    git_fixture_open(fixture, true);
    git_oid base = git_fixture_commit(
        fixture, make_tree(fixture, A, GIT_FIXTURE_FILE), NULL, 0);
    git_fixture_commit(
        fixture,
        make_tree(fixture, "package p\n\nvar a = 2\n", GIT_FIXTURE_FILE), &base,
        1);
}

static void a_range_gives_what_changed_and_what_is_beside_it(void **state)
{
    struct git_fixture fixture;
    struct packages packages = {
        .fixture = &fixture,
        .source = &stn_source_git_range,
        .target = {.kind = STN_TARGET_RANGE, .range = "HEAD^..HEAD"},
        .look = look_at_change,
    };

    (void)state;
    make_change(&fixture);
    check(&packages, 1);
    packages.target.range = "HEAD^!";
    check(&packages, 1);
    packages.target.range = "HEAD..HEAD";
    check(&packages, 0);
    git_fixture_close(&fixture);
}

static const char *const at_head[] = {"HEAD"};
static const char *const at_parent[] = {"HEAD^"};
static const char *const two_ends[] = {"HEAD", "refs/heads/side"};

static void a_push_gives_what_changed_at_its_end(void **state)
{
    struct git_fixture fixture;
    struct packages packages = {
        .fixture = &fixture,
        .source = &stn_source_git_push,
        .target = {.kind = STN_TARGET_PUSH,
                   .include = {at_head, 1},
                   .exclude = {at_parent, 1}},
        .look = look_at_change,
    };

    (void)state;
    make_change(&fixture);
    check(&packages, 1);
    packages.target.exclude.items = at_head;
    check(&packages, 0);
    git_fixture_close(&fixture);
}

/* Another end, with p/a.go as it says, from a commit. */
static void make_side(struct git_fixture *fixture, const char *a,
                      const char *parent)
{
    git_object *from = NULL;
    git_reference *ref = NULL;
    git_oid head_id;

    assert_int_equal(
        git_reference_name_to_id(&head_id, fixture->repo, "refs/heads/main"),
        0);
    assert_int_equal(git_revparse_single(&from, fixture->repo, parent), 0);
    git_oid side =
        git_fixture_commit(fixture, make_tree(fixture, a, GIT_FIXTURE_FILE),
                           git_object_id(from), 1);
    git_object_free(from);
    assert_int_equal(git_reference_create(&ref, fixture->repo,
                                          "refs/heads/side", &side, 1, NULL),
                     0);
    git_reference_free(ref);
    assert_int_equal(git_reference_create(&ref, fixture->repo,
                                          "refs/heads/main", &head_id, 1, NULL),
                     0);
    git_reference_free(ref);
}

static void each_end_of_a_push_gives_what_no_other_has(void **state)
{
    struct git_fixture fixture;
    struct packages packages = {
        .fixture = &fixture,
        .source = &stn_source_git_push,
        .target = {.kind = STN_TARGET_PUSH,
                   .include = {two_ends, 2},
                   .exclude = {at_parent, 1}},
    };

    (void)state;
    make_change(&fixture);
    make_side(&fixture, "package p\n\nvar a = 2\n", "HEAD^");
    check(&packages, 1);
    make_side(&fixture, "package p\n\nvar a = 3\n", "HEAD^");
    check(&packages, 2);
    /* What an end took back is not there to be looked at. */
    make_side(&fixture, A, "HEAD");
    check(&packages, 1);
    git_fixture_close(&fixture);
}

static void a_link_that_takes_a_files_place_is_no_target(void **state)
{
    struct git_fixture fixture;
    struct packages packages = {
        .fixture = &fixture,
        .source = &stn_source_git_range,
        .target = {.kind = STN_TARGET_RANGE, .range = "HEAD^..HEAD"},
    };

    (void)state;
    git_fixture_open(&fixture, true);
    git_oid base = git_fixture_commit(
        &fixture, make_tree(&fixture, A, GIT_FIXTURE_FILE), NULL, 0);
    git_fixture_commit(&fixture, make_tree(&fixture, "b.go", GIT_FIXTURE_LINK),
                       &base, 1);
    check(&packages, 0);
    git_fixture_close(&fixture);
}

static void look_at_all(const struct stn_package *package)
{
    assert_int_equal(package->count, 2);
    check_str(package->go_mod, "module m\n\ngo 1.20\n");
    for (size_t i = 0; i < 2; i++) {
        assert_true(package->files[i].is_target);
        assert_true(package->files[i].is_all_touched);
        assert_int_equal(package->files[i].commit.len, 40);
        assert_int_equal(package->files[i].author.len, 0);
    }
}

static void a_history_gives_the_packages_of_head(void **state)
{
    struct git_fixture fixture;
    struct packages packages = {
        .fixture = &fixture,
        .source = &stn_source_git_history,
        .target = {.kind = STN_TARGET_HISTORY},
        .look = look_at_all,
    };

    (void)state;
    make_change(&fixture);
    check(&packages, 1);
    git_fixture_close(&fixture);
}

static void a_missing_blob_is_no_file_of_a_package(void **state)
{
    struct git_fixture fixture;
    struct packages packages = {
        .fixture = &fixture,
        .source = &stn_source_git_history,
        .target = {.kind = STN_TARGET_HISTORY},
    };

    (void)state;
    make_change(&fixture);
    git_fixture_remove(&fixture, git_fixture_blob(&fixture, B));
    check(&packages, 1);
    git_fixture_close(&fixture);
}

static void look_at_worktree(const struct stn_package *package)
{
    assert_int_equal(package->count, 2);
    check_str(package->files[0].path, "p/a.go");
    check_str(package->files[0].bytes, A);
    assert_true(package->files[0].is_all_touched);
}

static void the_work_tree_gives_files_from_disk(void **state)
{
    struct git_fixture fixture;
    struct packages packages = {
        .fixture = &fixture,
        .source = &stn_source_git_worktree,
        .target = {.kind = STN_TARGET_WORKTREE},
        .look = look_at_worktree,
    };

    (void)state;
    git_fixture_open(&fixture, false);
    git_fixture_write(&fixture, "p/a.go", A);
    git_fixture_write(&fixture, "p/b.go", B);
    check(&packages, 1);
    git_fixture_close(&fixture);
}

static void every_allocation_may_fail(void **state)
{
    struct git_fixture fixture;
    struct packages packages = {
        .fixture = &fixture,
        .source = &stn_source_git_range,
        .target = {.kind = STN_TARGET_RANGE, .range = "HEAD^..HEAD"},
    };

    (void)state;
    make_change(&fixture);
    torture(run, &packages);
    packages.source = &stn_source_git_history;
    packages.target.kind = STN_TARGET_HISTORY;
    torture(run, &packages);
    make_side(&fixture, "package p\n\nvar a = 3\n", "HEAD^");
    packages.source = &stn_source_git_push;
    packages.target = (struct stn_target){.kind = STN_TARGET_PUSH,
                                          .include = {two_ends, 2},
                                          .exclude = {at_parent, 1}};
    torture(run, &packages);
    git_fixture_close(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_range_gives_what_changed_and_what_is_beside_it),
        cmocka_unit_test(a_push_gives_what_changed_at_its_end),
        cmocka_unit_test(each_end_of_a_push_gives_what_no_other_has),
        cmocka_unit_test(a_link_that_takes_a_files_place_is_no_target),
        cmocka_unit_test(a_history_gives_the_packages_of_head),
        cmocka_unit_test(a_missing_blob_is_no_file_of_a_package),
        cmocka_unit_test(the_work_tree_gives_files_from_disk),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
