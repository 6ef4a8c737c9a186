#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/support/git_fixture.h"
#include "tests/support/torture.h"

#define ZERO "0000000000000000000000000000000000000000"
#define NOWHERE "1111111111111111111111111111111111111111"

/* A push being put together. */
struct push {
    struct git_fixture fixture;
    struct git_seen seen;
    struct stn_target target;
    char hex[8][41];
    const char *includes[8];
    const char *excludes[8];
    git_odb *main; /* while objects go into quarantine */
};

static void push_open(struct push *push)
{
    *push = (struct push){.target = {.kind = STN_TARGET_PUSH}};
    push->target.include.items = push->includes;
    push->target.exclude.items = push->excludes;
    git_fixture_open(&push->fixture, true);
}

static void push_close(struct push *push)
{
    if (push->main != NULL) {
        git_odb_free(push->fixture.odb);
        push->fixture.odb = push->main;
    }
    unsetenv("GIT_OBJECT_DIRECTORY");
    unsetenv("GIT_ALTERNATE_OBJECT_DIRECTORIES");
    git_fixture_close(&push->fixture);
}

static void include(struct push *push, git_oid id)
{
    size_t at = push->target.include.count++;

    git_oid_tostr(push->hex[at], sizeof(push->hex[at]), &id);
    push->includes[at] = push->hex[at];
}

static void exclude(struct push *push, git_oid id)
{
    size_t at = push->target.exclude.count++;

    git_oid_tostr(push->hex[4 + at], sizeof(push->hex[at]), &id);
    push->excludes[at] = push->hex[4 + at];
}

static void scan(struct push *push)
{
    git_seen_scan(&push->seen, &push->fixture, &stn_source_git_push,
                  &push->target, NULL);
    if (push->seen.status < 0)
        fail_msg("%s", push->seen.err.message);
}

/* What is written from here on is not there yet, as in a hook. */
static void begin_quarantine(struct push *push)
{
    static char incoming[600];
    static char objects[512];
    struct git_fixture *fixture = &push->fixture;

    snprintf(objects, sizeof(objects), "%s",
             git_fixture_path(fixture, "objects"));
    snprintf(incoming, sizeof(incoming), "%s/incoming", objects);
    assert_int_equal(mkdir(incoming, 0755), 0);
    setenv("GIT_OBJECT_DIRECTORY", incoming, 1);
    setenv("GIT_ALTERNATE_OBJECT_DIRECTORIES", objects, 1);
    push->target.quarantine = incoming;
    push->main = fixture->odb;
    assert_int_equal(git_odb_add_disk_alternate(push->main, incoming), 0);
    assert_int_equal(git_odb_open(&fixture->odb, incoming), 0);
}

static git_oid commit(struct push *push, const char *name, const char *text,
                      const git_oid *parent)
{
    return git_fixture_commit(&push->fixture,
                              git_fixture_tree_of(&push->fixture, name, text),
                              parent, parent != NULL);
}

static git_oid tag(struct push *push, git_oid id, const char *type,
                   const char *message)
{
    char text[512];

    snprintf(text, sizeof(text),
             "object %s\ntype %s\ntag v1\n"
             "tagger Tim <tim@stanch.example> 1767258000 +0000\n\n%s",
             git_oid_tostr_s(&id), type, message);
    return git_fixture_object(&push->fixture, GIT_OBJECT_TAG, text,
                              strlen(text));
}

static void set_ref(struct push *push, const char *name, git_oid id)
{
    git_reference *ref = NULL;

    assert_int_equal(
        git_reference_create(&ref, push->fixture.repo, name, &id, 1, NULL), 0);
    git_reference_free(ref);
}

static void nothing_that_comes_in_is_clean(void **state)
{
    struct push push;

    (void)state;
    push_open(&push);
    git_oid base = commit(&push, "a", "one\n", NULL);
    push.includes[push.target.include.count++] = ZERO;
    exclude(&push, base);
    scan(&push);
    assert_int_equal(push.seen.count, 0);
    assert_int_equal(push.seen.found.skip_count, 0);
    git_seen_dispose(&push.seen);
    /* A branch where there is one already. */
    push.target.exclude_refs = "refs/*";
    include(&push, base);
    push.includes[0] = push.includes[1];
    scan(&push);
    assert_int_equal(push.seen.count, 0);
    assert_int_equal(push.seen.found.skip_count, 0);
    assert_int_equal(push.seen.commits, 0);
    git_seen_dispose(&push.seen);
    push_close(&push);
}

static void several_ends_are_one_walk(void **state)
{
    struct push push;

    (void)state;
    push_open(&push);
    git_oid base = commit(&push, "a", "one\n", NULL);
    git_oid shared = commit(&push, "a", "two\n", &base);
    git_oid left = commit(&push, "left", "left\n", &shared);
    git_oid right = commit(&push, "right", "right\n", &shared);
    include(&push, left);
    include(&push, right);
    exclude(&push, base);
    push.target.label = "push to 2 branches";
    scan(&push);
    assert_int_equal(push.seen.commits, 3);
    assert_string_equal(git_seen_at(&push.seen, "a")->commit,
                        git_oid_tostr_s(&shared));
    assert_non_null(git_seen_at(&push.seen, "left"));
    assert_non_null(git_seen_at(&push.seen, "right"));
    assert_string_equal(push.seen.what, "push to 2 branches, 3 commits");
    git_seen_dispose(&push.seen);
    push_close(&push);
}

static void refs_bound_the_walk_but_for_one(void **state)
{
    struct push push;
    git_reference *head = NULL;

    (void)state;
    push_open(&push);
    git_oid base = commit(&push, "a", "one\n", NULL);
    set_ref(&push, "refs/remotes/origin/deep/er", base);
    git_oid next = commit(&push, "a", "two\n", &base);
    set_ref(&push, "refs/remotes/origin/main", next);
    assert_int_equal(git_reference_symbolic_create(
                         &head, push.fixture.repo, "refs/remotes/origin/HEAD",
                         "refs/remotes/origin/main", 1, NULL),
                     0);
    git_reference_free(head);
    include(&push, next);
    push.target.exclude_refs = "refs/remotes/origin/*";
    scan(&push);
    assert_int_equal(push.seen.commits, 0);
    git_seen_dispose(&push.seen);
    /* The symbolic one leads to it, too. */
    push.target.exclude_refs_but = "refs/remotes/origin/main";
    scan(&push);
    assert_int_equal(push.seen.commits, 1);
    assert_string_equal(git_seen_at(&push.seen, "a")->before[0], "one\n");
    git_seen_dispose(&push.seen);
    push_close(&push);
}

static void a_tag_is_read_and_followed(void **state)
{
    struct push push;

    (void)state;
    push_open(&push);
    git_oid base = commit(&push, "a", "one\n", NULL);
    git_oid next = commit(&push, "a", "two\n", &base);
    git_oid inner = tag(&push, next, "commit", "inner words\n");
    git_oid outer = tag(&push, inner, "tag", "outer words\n");
    include(&push, outer);
    exclude(&push, base);
    scan(&push);
    assert_int_equal(push.seen.count, 4); /* two tags, a commit, a file */
    size_t tags = 0;
    for (size_t i = 0; i < push.seen.count; i++) {
        const struct git_seen_text *text = &push.seen.texts[i];
        if (strcmp(text->path, "(tag message)") != 0)
            continue;
        tags++;
        assert_string_equal(text->commit, git_oid_tostr_s(&next));
        assert_string_equal(text->author, "Tim <tim@stanch.example>");
        assert_non_null(strstr(text->bytes, "words\n"));
    }
    assert_int_equal(tags, 2);
    assert_int_equal(push.seen.found.texts, 1);
    git_seen_dispose(&push.seen);
    /* One that a ref led to is there. */
    set_ref(&push, "refs/tags/v1", outer);
    push.target.exclude_refs = "refs/tags/*";
    scan(&push);
    assert_int_equal(push.seen.commits, 0);
    for (size_t i = 0; i < push.seen.count; i++)
        assert_string_not_equal(push.seen.texts[i].bytes, "outer words\n");
    git_seen_dispose(&push.seen);
    push_close(&push);
}

static void trees_and_blobs_are_read_whole(void **state)
{
    struct push push;

    (void)state;
    push_open(&push);
    git_oid tree = git_fixture_tree_of(&push.fixture, "in", "tree\n");
    git_oid blob = git_fixture_blob(&push.fixture, "blob\n");
    char name[64];
    include(&push, tree);
    include(&push, tag(&push, blob, "blob", "of a blob\n"));
    scan(&push);
    assert_int_equal(push.seen.count, 3);
    assert_string_equal(git_seen_at(&push.seen, "in")->bytes, "tree\n");
    snprintf(name, sizeof(name), "(object %s)", git_oid_tostr_s(&blob));
    assert_string_equal(git_seen_at(&push.seen, name)->bytes, "blob\n");
    assert_string_equal(git_seen_at(&push.seen, name)->commit, "");
    assert_int_equal(push.seen.found.skip_count, 0);
    git_seen_dispose(&push.seen);
    /* In quarantine or not. */
    begin_quarantine(&push);
    scan(&push);
    assert_int_equal(push.seen.count, 3);
    git_seen_dispose(&push.seen);
    push_close(&push);
}

static void
what_is_excluded_and_not_here_is_told_if_nothing_bounds(void **state)
{
    struct push push;

    (void)state;
    push_open(&push);
    git_oid base = commit(&push, "a", "one\n", NULL);
    git_oid next = commit(&push, "a", "two\n", &base);
    include(&push, next);
    push.excludes[push.target.exclude.count++] = NOWHERE;
    scan(&push);
    assert_int_equal(push.seen.commits, 2);
    const struct stn_skip *skip = git_seen_skip(&push.seen, STN_SKIP_MISSING);
    assert_non_null(skip);
    assert_non_null(strstr(skip->detail.ptr, NOWHERE));
    git_seen_dispose(&push.seen);
    exclude(&push, base);
    scan(&push);
    assert_int_equal(push.seen.commits, 1);
    assert_int_equal(push.seen.found.skip_count, 0);
    git_seen_dispose(&push.seen);
    push_close(&push);
}

static void what_is_named_must_be_there(void **state)
{
    const char *const bad[] = {NOWHERE, "nowhere", "", "HEAD:b", "1111"};
    struct push push;

    (void)state;
    push_open(&push);
    commit(&push, "a", "one\n", NULL);
    push.target.include.count = 1;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        push.includes[0] = bad[i];
        git_seen_scan(&push.seen, &push.fixture, &stn_source_git_push,
                      &push.target, NULL);
        assert_int_equal(push.seen.status, STN_EUSAGE);
    }
    push.includes[0] = "HEAD";
    push.target.exclude.count = 1;
    push.excludes[0] = "nowhere";
    git_seen_scan(&push.seen, &push.fixture, &stn_source_git_push, &push.target,
                  NULL);
    assert_int_equal(push.seen.status, STN_EUSAGE);
    push_close(&push);
}

static void a_quarantine_tells_what_is_new(void **state)
{
    struct push push;

    (void)state;
    push_open(&push);
    git_oid base = commit(&push, "a", "one\n", NULL);
    git_oid old = commit(&push, "a", "two\n", &base);
    git_oid note = tag(&push, old, "commit", "old words\n");
    begin_quarantine(&push);
    git_oid next = commit(&push, "b", "three\n", &old);
    include(&push, next);
    include(&push, note);
    include(&push, tag(&push, next, "commit", "new words\n"));
    /* No ref says that anything was there. */
    scan(&push);
    assert_int_equal(push.seen.commits, 1);
    assert_int_equal(push.seen.count, 3);
    assert_non_null(git_seen_at(&push.seen, "b"));
    assert_string_equal(git_seen_at(&push.seen, "(tag message)")->bytes,
                        "new words\n");
    assert_int_equal(push.seen.found.skip_count, 0);
    git_seen_dispose(&push.seen);
    push_close(&push);
}

static void where_objects_are_borrowed_refs_tell_what_is_there(void **state)
{
    struct push push;

    (void)state;
    push_open(&push);
    git_oid base = commit(&push, "a", "one\n", NULL);
    git_oid theirs = commit(&push, "a", "two\n", &base);
    git_oid note = tag(&push, theirs, "commit", "their words\n");
    set_ref(&push, "refs/heads/main", base);
    begin_quarantine(&push);
    git_oid next = commit(&push, "b", "three\n", &theirs);
    set_ref(&push, "refs/heads/main", base);
    include(&push, next);
    push.target.is_strict = true;
    push.target.exclude_refs = "refs/tags/* refs/heads/*";
    scan(&push);
    assert_int_equal(push.seen.commits, 2);
    git_seen_dispose(&push.seen);
    /* Once a ref leads to it, or its id is named. */
    exclude(&push, theirs);
    scan(&push);
    assert_int_equal(push.seen.commits, 1);
    git_seen_dispose(&push.seen);
    push.target.exclude.count = 0;
    set_ref(&push, "refs/tags/v0", theirs);
    scan(&push);
    assert_int_equal(push.seen.commits, 1);
    git_seen_dispose(&push.seen);
    /* A tag, likewise. */
    include(&push, note);
    scan(&push);
    assert_string_equal(git_seen_at(&push.seen, "(tag message)")->bytes,
                        "their words\n");
    git_seen_dispose(&push.seen);
    set_ref(&push, "refs/tags/v1", note);
    scan(&push);
    assert_null(git_seen_at(&push.seen, "(tag message)"));
    git_seen_dispose(&push.seen);
    push_close(&push);
}

static void a_file_that_comes_back_is_new_in_quarantine_too(void **state)
{
    struct push push;

    (void)state;
    push_open(&push);
    git_oid base = commit(&push, "a", "one\n", NULL);
    git_oid gone = commit(&push, "a", "two\n", &base);
    begin_quarantine(&push);
    /* Its blob and tree are not: they are there already. */
    git_oid back = commit(&push, "a", "one\n", &gone);
    include(&push, back);
    scan(&push);
    assert_string_equal(git_seen_at(&push.seen, "a")->bytes, "one\n");
    git_seen_dispose(&push.seen);
    push_close(&push);
}

static void a_folder_that_is_no_quarantine_means_to_walk(void **state)
{
    struct push push;

    (void)state;
    push_open(&push);
    git_oid base = commit(&push, "a", "one\n", NULL);
    include(&push, commit(&push, "a", "two\n", &base));
    exclude(&push, base);
    push.target.quarantine = "/nonexistent";
    scan(&push);
    assert_int_equal(push.seen.commits, 1);
    git_seen_dispose(&push.seen);
    push.target.quarantine = push.fixture.folder;
    scan(&push);
    assert_int_equal(push.seen.commits, 1);
    git_seen_dispose(&push.seen);
    push_close(&push);
}

static void
what_a_shallow_push_cuts_off_is_compared_with_what_is_there(void **state)
{
    struct push push;
    char line[64];

    (void)state;
    push_open(&push);
    git_oid base = commit(&push, "a", "one\n", NULL);
    begin_quarantine(&push);
    git_oid lost = commit(&push, "a", "lost\n", &base);
    git_oid next = commit(&push, "a", "two\n", &lost);
    snprintf(line, sizeof(line), "%s\n", git_oid_tostr_s(&next));
    git_fixture_write(&push.fixture, "shallow", line);
    include(&push, next);
    exclude(&push, base);
    scan(&push);
    assert_string_equal(git_seen_at(&push.seen, "a")->before[0], "one\n");
    assert_non_null(git_seen_skip(&push.seen, STN_SKIP_SHALLOW));
    git_seen_dispose(&push.seen);
    push_close(&push);
}

static enum stn_status scan_once(void *payload)
{
    struct push *push = payload;

    git_seen_scan(&push->seen, &push->fixture, &stn_source_git_push,
                  &push->target, NULL);
    git_seen_dispose(&push->seen);
    return push->seen.status;
}

static void running_out_of_memory_is_told(void **state)
{
    struct push push;

    (void)state;
    push_open(&push);
    git_oid base = commit(&push, "a", "one\n", NULL);
    git_oid next = commit(&push, "b", "two\n", &base);
    include(&push, tag(&push, next, "commit", "words\n"));
    include(&push, git_fixture_tree_of(&push.fixture, "in", "tree\n"));
    push.target.exclude_refs = "refs/*";
    set_ref(&push, "refs/heads/main", base);
    torture(scan_once, &push);
    push_close(&push);
    push_open(&push);
    base = commit(&push, "a", "one\n", NULL);
    begin_quarantine(&push);
    include(&push, commit(&push, "b", "two\n", &base));
    push.target.exclude_refs = "refs/heads/*";
    push.target.is_strict = true;
    set_ref(&push, "refs/heads/main", base);
    torture(scan_once, &push);
    push_close(&push);
}

static bool is_over(void *payload)
{
    int *left = payload;

    return (*left)-- <= 0;
}

static void no_more_time_leaves_the_rest_out(void **state)
{
    struct push push;

    (void)state;
    push_open(&push);
    git_oid base = commit(&push, "a", "one\n", NULL);
    git_oid next = commit(&push, "a", "two\n", &base);
    include(&push, commit(&push, "a", "three\n", &next));
    for (int left = 0; left < 6; left++) {
        int count = left;
        const struct stn_source_options options = {
            .max_text_bytes = 1000, .is_over = is_over, .payload = &count};
        git_seen_scan(&push.seen, &push.fixture, &stn_source_git_push,
                      &push.target, &options);
        assert_int_equal(push.seen.status, STN_OK);
        assert_true(push.seen.found.texts < 3);
        git_seen_dispose(&push.seen);
    }
    push_close(&push);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_that_comes_in_is_clean),
        cmocka_unit_test(several_ends_are_one_walk),
        cmocka_unit_test(refs_bound_the_walk_but_for_one),
        cmocka_unit_test(a_tag_is_read_and_followed),
        cmocka_unit_test(trees_and_blobs_are_read_whole),
        cmocka_unit_test(
            what_is_excluded_and_not_here_is_told_if_nothing_bounds),
        cmocka_unit_test(what_is_named_must_be_there),
        cmocka_unit_test(a_quarantine_tells_what_is_new),
        cmocka_unit_test(where_objects_are_borrowed_refs_tell_what_is_there),
        cmocka_unit_test(a_file_that_comes_back_is_new_in_quarantine_too),
        cmocka_unit_test(a_folder_that_is_no_quarantine_means_to_walk),
        cmocka_unit_test(
            what_a_shallow_push_cuts_off_is_compared_with_what_is_there),
        cmocka_unit_test(running_out_of_memory_is_told),
        cmocka_unit_test(no_more_time_leaves_the_rest_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
