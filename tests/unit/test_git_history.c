#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "tests/support/git_fixture.h"
#include "tests/support/torture.h"

static const struct stn_target history = {.kind = STN_TARGET_HISTORY};
static const struct stn_target all_refs = {.kind = STN_TARGET_HISTORY,
                                           .all_refs = true};

/* Scan the history of HEAD. */
static void scan(struct git_seen *seen, struct git_fixture *fixture)
{
    git_seen_scan(seen, fixture, &stn_source_git_history, &history, NULL);
    if (seen->status < 0)
        fail_msg("%s", seen->err.message);
}

static void every_version_stands_where_it_was_first(void **state)
{
    struct git_fixture fixture;
    struct git_seen seen;

    (void)state;
    git_fixture_open(&fixture, true);
    git_oid first = git_fixture_commit(
        &fixture, git_fixture_tree_of(&fixture, "a.txt", "one\n"), NULL, 0);
    git_oid second = git_fixture_commit(
        &fixture, git_fixture_tree_of(&fixture, "a.txt", "two\n"), &first, 1);
    git_fixture_commit(
        &fixture, git_fixture_tree_of(&fixture, "b.txt", "one\n"), &second, 1);
    scan(&seen, &fixture);
    const struct git_seen_text *text = git_seen_at(&seen, "a.txt");
    assert_non_null(text);
    assert_null(git_seen_at(&seen, "b.txt"));
    assert_int_equal(seen.count, 5); /* and three messages */
    for (size_t i = 0; i < seen.count; i++) {
        text = &seen.texts[i];
        if (strcmp(text->bytes, "one\n") == 0) {
            assert_string_equal(text->path, "a.txt");
            assert_string_equal(text->commit, git_oid_tostr_s(&first));
            assert_string_equal(text->author,
                                "Ada Author <ada@stanch.example>");
            assert_string_equal(text->date, "2026-01-01T11:00:00+02:00");
        }
    }
    text = git_seen_at(&seen, "(commit message)");
    assert_non_null(text);
    assert_string_equal(text->bytes, "change\n");
    assert_int_equal(seen.commits, 3);
    assert_int_equal(seen.found.texts, 2);
    assert_int_equal(seen.found.bytes, 8);
    assert_string_equal(seen.what, "history of HEAD, 3 commits");
    assert_int_equal(seen.found.skip_count, 0);
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static void what_cannot_be_reached_is_outside(void **state)
{
    struct git_fixture fixture;
    struct git_seen seen;

    (void)state;
    git_fixture_open(&fixture, true);
    git_fixture_blob(&fixture, "lost\n");
    git_fixture_commit(
        &fixture, git_fixture_tree_of(&fixture, "x", "lost too\n"), NULL, 0);
    git_fixture_commit(&fixture, git_fixture_tree_of(&fixture, "a", "one\n"),
                       NULL, 0);
    scan(&seen, &fixture);
    for (size_t i = 0; i < seen.count; i++)
        if (!seen.texts[i].is_outside)
            assert_null(strstr(seen.texts[i].bytes, "lost"));
    assert_int_equal(seen.commits, 1);
    assert_int_equal(seen.found.texts, 1);
    assert_int_equal(seen.found.bytes, 4);
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static void an_unborn_head_is_nothing(void **state)
{
    struct git_fixture fixture;
    struct git_seen seen;

    (void)state;
    git_fixture_open(&fixture, true);
    scan(&seen, &fixture);
    assert_int_equal(seen.found.skipped[STN_SKIP_NOTHING], 1);
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static void a_cut_off_history_is_said_to_be(void **state)
{
    struct git_fixture fixture;
    struct git_seen seen;
    char line[64];

    (void)state;
    git_fixture_open(&fixture, true);
    git_oid first = git_fixture_commit(
        &fixture, git_fixture_tree_of(&fixture, "a", "one\n"), NULL, 0);
    git_oid second = git_fixture_commit(
        &fixture, git_fixture_tree_of(&fixture, "a", "two\n"), &first, 1);
    git_fixture_remove(&fixture, first);
    snprintf(line, sizeof(line), "%s\n", git_oid_tostr_s(&second));
    git_fixture_write(&fixture, "shallow", line);
    scan(&seen, &fixture);
    const struct stn_skip *skip = git_seen_skip(&seen, STN_SKIP_SHALLOW);
    assert_non_null(skip);
    assert_true(stn_str_find(skip->detail, STN_STR("--unshallow")) != SIZE_MAX);
    assert_int_equal(seen.found.skip_count, 1);
    assert_int_equal(seen.found.texts, 1);
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static void missing_objects_are_counted_and_the_first_ones_named(void **state)
{
    struct git_fixture fixture;
    struct git_seen seen;
    struct git_fixture_entry files[30];
    char names[30][8];

    (void)state;
    git_fixture_open(&fixture, true);
    for (size_t i = 0; i < 30; i++) {
        snprintf(names[i], sizeof(names[i]), "f%02zu", i);
        files[i] = (struct git_fixture_entry){
            GIT_FIXTURE_FILE, names[i], {{(unsigned char)(i + 1)}}};
    }
    git_fixture_commit(&fixture, git_fixture_tree(&fixture, files, 30), NULL,
                       0);
    scan(&seen, &fixture);
    assert_int_equal(seen.found.skipped[STN_SKIP_MISSING], 30);
    const struct stn_skip *skip = git_seen_skip(&seen, STN_SKIP_MISSING);
    assert_true(stn_str_equal(skip->file, STN_STR("f00")));
    assert_int_equal(skip->commit.len, 40);
    assert_true(stn_str_find(skip->detail, STN_STR("--refetch")) != SIZE_MAX);
    assert_in_range(seen.found.skip_count, 1, 29);
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static void the_empty_tree_need_not_be_there(void **state)
{
    struct git_fixture fixture;
    struct git_seen seen;
    git_oid empty;

    (void)state;
    git_fixture_open(&fixture, true);
    git_oid_fromstr(&empty, "4b825dc642cb6eb9a060e54bf8d69288fbee4904");
    git_fixture_commit(&fixture, empty, NULL, 0);
    scan(&seen, &fixture);
    assert_int_equal(seen.found.skip_count, 0);
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static void a_submodule_is_said_once(void **state)
{
    struct git_fixture fixture;
    struct git_seen seen;
    struct git_fixture_entry entries[] = {
        {GIT_FIXTURE_FILE, "a", {{0}}},
        {GIT_FIXTURE_MODULE, "module", {{1, 2, 3}}},
    };

    (void)state;
    git_fixture_open(&fixture, true);
    entries[0].id = git_fixture_blob(&fixture, "one\n");
    git_oid first = git_fixture_commit(
        &fixture, git_fixture_tree(&fixture, entries, 2), NULL, 0);
    entries[0].id = git_fixture_blob(&fixture, "two\n");
    git_fixture_commit(&fixture, git_fixture_tree(&fixture, entries, 2), &first,
                       1);
    scan(&seen, &fixture);
    assert_int_equal(seen.found.skipped[STN_SKIP_SUBMODULE], 1);
    assert_true(stn_str_equal(git_seen_skip(&seen, STN_SKIP_SUBMODULE)->file,
                              STN_STR("module")));
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static void hostile_names_are_only_names(void **state)
{
    static char longest[5001];
    struct git_fixture fixture;
    struct git_seen seen;
    struct git_fixture_entry entries[] = {
        {GIT_FIXTURE_FILE, "..", {{0}}},
        {GIT_FIXTURE_FILE, "/etc/passwd", {{0}}},
        {GIT_FIXTURE_FILE, "new\nline\xff", {{0}}},
        {GIT_FIXTURE_FOLDER, ".git", {{0}}},
        {GIT_FIXTURE_FILE, longest, {{0}}},
    };

    (void)state;
    memset(longest, 'x', sizeof(longest) - 1);
    git_fixture_open(&fixture, true);
    entries[0].id = git_fixture_blob(&fixture, "1");
    entries[1].id = git_fixture_blob(&fixture, "2");
    entries[2].id = git_fixture_blob(&fixture, "3");
    entries[3].id = git_fixture_tree_of(&fixture, "config", "4");
    entries[4].id = git_fixture_blob(&fixture, "5");
    git_fixture_commit(&fixture, git_fixture_tree(&fixture, entries, 5), NULL,
                       0);
    scan(&seen, &fixture);
    assert_non_null(git_seen_at(&seen, ".."));
    assert_non_null(git_seen_at(&seen, "/etc/passwd"));
    assert_non_null(git_seen_at(&seen, "new\nline\xff"));
    assert_non_null(git_seen_at(&seen, ".git/config"));
    assert_int_equal(seen.found.texts, 5);
    for (size_t i = 0; i < seen.count; i++)
        if (strcmp(seen.texts[i].bytes, "5") == 0)
            assert_memory_equal(seen.texts[i].path, "...xxx", 6);
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static void folders_past_the_depth_limit_are_a_gap(void **state)
{
    struct git_fixture fixture;
    struct git_seen seen;
    struct git_fixture_entry entry = {GIT_FIXTURE_FOLDER, "d", {{0}}};

    (void)state;
    git_fixture_open(&fixture, true);
    entry.id = git_fixture_tree_of(&fixture, "a", "deep\n");
    for (int i = 0; i < STN_TREE_DEPTH_MAX; i++)
        entry.id = git_fixture_tree(&fixture, &entry, 1);
    git_fixture_commit(&fixture, entry.id, NULL, 0);
    scan(&seen, &fixture);
    assert_int_equal(seen.found.skipped[STN_SKIP_UNREADABLE], 1);
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static void an_entry_that_lies_about_its_kind_hides_nothing(void **state)
{
    struct git_fixture fixture;
    struct git_seen seen;
    struct git_fixture_entry entry = {GIT_FIXTURE_FILE, "lie", {{0}}};

    (void)state;
    git_fixture_open(&fixture, true);
    entry.id = git_fixture_tree_of(&fixture, "a", "inside\n");
    git_oid first = git_fixture_commit(
        &fixture, git_fixture_tree(&fixture, &entry, 1), NULL, 0);
    entry = (struct git_fixture_entry){GIT_FIXTURE_FOLDER, "dir", entry.id};
    git_fixture_commit(&fixture, git_fixture_tree(&fixture, &entry, 1), &first,
                       1);
    scan(&seen, &fixture);
    assert_int_equal(seen.found.texts, 1);
    assert_int_equal(seen.found.skip_count, 0);
    git_seen_dispose(&seen);

    /* A folder that is a file. */
    entry.id = git_fixture_blob(&fixture, "file\n");
    git_fixture_commit(&fixture, git_fixture_tree(&fixture, &entry, 1), NULL,
                       0);
    scan(&seen, &fixture);
    assert_non_null(git_seen_at(&seen, "dir"));
    assert_int_equal(seen.found.skipped[STN_SKIP_UNREADABLE], 1);
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static void malformed_objects_are_gaps_and_the_rest_is_seen(void **state)
{
    const char tree_bytes[] = "100644 good\0aaaaaaaaaaaaaaaaaaaa100644 bad";
    const char commit_bytes[] = "tree nonsense\n\nmessage\n";
    struct git_fixture fixture;
    struct git_seen seen;
    char tree[sizeof(tree_bytes)];

    (void)state;
    git_fixture_open(&fixture, true);
    git_oid blob = git_fixture_blob(&fixture, "good\n");
    memcpy(tree, tree_bytes, sizeof(tree));
    memcpy(tree + 12, blob.id, 20);
    git_oid bad_tree =
        git_fixture_object(&fixture, GIT_OBJECT_TREE, tree, sizeof(tree) - 1);
    git_oid bad_commit = git_fixture_object(
        &fixture, GIT_OBJECT_COMMIT, commit_bytes, sizeof(commit_bytes) - 1);
    git_fixture_commit(&fixture, bad_tree, &bad_commit, 1);
    scan(&seen, &fixture);
    assert_non_null(git_seen_at(&seen, "good"));
    assert_int_equal(seen.found.skipped[STN_SKIP_UNREADABLE], 2);
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

static void a_text_over_the_limit_counts_only_if_it_is_reachable(void **state)
{
    const struct stn_source_options options = {.max_text_bytes = 300};
    static char large[400];
    struct git_fixture fixture;
    struct git_seen seen;

    (void)state;
    memset(large, 'x', sizeof(large) - 1);
    git_fixture_open(&fixture, true);
    git_oid head = git_fixture_commit(
        &fixture, git_fixture_tree_of(&fixture, "big", large), NULL, 0);
    large[0] = 'y';
    git_fixture_blob(&fixture, large);
    git_seen_scan(&seen, &fixture, &stn_source_git_history, &history, &options);
    assert_int_equal(seen.found.skipped[STN_SKIP_TOO_LARGE], 1);
    assert_true(stn_str_equal(git_seen_skip(&seen, STN_SKIP_TOO_LARGE)->file,
                              STN_STR("big")));
    assert_int_equal(git_seen_skip(&seen, STN_SKIP_TOO_LARGE)->bytes, 399);
    git_seen_dispose(&seen);
    (void)head;
    git_fixture_close(&fixture);
}

static void all_refs_bring_tags_and_side_branches(void **state)
{
    struct git_fixture fixture;
    struct git_seen seen;
    char tag[256];

    (void)state;
    git_fixture_open(&fixture, true);
    git_oid side = git_fixture_commit(
        &fixture, git_fixture_tree_of(&fixture, "side", "side\n"), NULL, 0);
    snprintf(tag, sizeof(tag),
             "object %s\ntype commit\ntag v1\n"
             "tagger T <t@x> 1700000000 +0000\n\nnote\n",
             git_oid_tostr_s(&side));
    git_oid id = git_fixture_object(&fixture, GIT_OBJECT_TAG, tag, strlen(tag));
    snprintf(tag, sizeof(tag), "%s\n", git_oid_tostr_s(&id));
    git_fixture_write(&fixture, "refs/tags/v1", tag);
    git_fixture_write(&fixture, "refs/tags/gone",
                      "1111111111111111111111111111111111111111\n");
    git_fixture_commit(&fixture, git_fixture_tree_of(&fixture, "a", "one\n"),
                       NULL, 0);
    git_seen_scan(&seen, &fixture, &stn_source_git_history, &all_refs, NULL);
    assert_int_equal(seen.status, STN_OK);
    assert_non_null(git_seen_at(&seen, "side"));
    const struct git_seen_text *text = git_seen_at(&seen, "(tag message)");
    assert_non_null(text);
    assert_string_equal(text->bytes, "note\n");
    assert_string_equal(text->author, "T <t@x>");
    assert_string_equal(text->commit, git_oid_tostr_s(&side));
    assert_int_equal(seen.found.skipped[STN_SKIP_MISSING], 1);
    assert_int_equal(seen.commits, 2);
    git_seen_dispose(&seen);
    git_fixture_close(&fixture);
}

/* For place_else(): take any path but "vendor/...". */
static bool is_no_vendor(void *payload, struct stn_str path)
{
    ++*(int *)payload;
    return !stn_str_starts(path, STN_STR("vendor/"));
}

static enum stn_status ask_elsewhere(struct git_fixture *fixture, int *asked,
                                     char path[64])
{
    struct stn_target target = history;
    const struct stn_source_options options = {.target = &target,
                                               .max_text_bytes = 1000};
    const struct stn_source *source = &stn_source_git_history;
    struct stn_findings found = {0};
    struct stn_place place;
    struct stn_error err;
    struct stn_text text;
    void *worker = NULL;
    void *state = NULL;
    uint32_t id = 0;

    target.repository = fixture->folder;
    assert_int_equal(source->open(&state, &options, &err), STN_OK);
    assert_int_equal(source->worker_open(&worker, state, &err), STN_OK);
    while (source->next(worker, &text, &found, &err) == STN_OK)
        if (stn_str_equal(text.bytes, STN_STR("same\n")))
            id = text.id;
    source->worker_close(worker);
    assert_int_equal(source->place(state, id, &place, &err), STN_OK);
    assert_true(stn_str_equal(place.path, STN_STR("vendor/a")));
    enum stn_status status =
        source->place_else(state, id, is_no_vendor, asked, &place, &err);
    snprintf(path, 64, "%.*s", (int)place.path.len, place.path.ptr);
    source->close(state);
    stn_findings_dispose(&found);
    return status;
}

static void other_paths_of_a_blob_are_found(void **state)
{
    struct git_fixture fixture;
    struct git_fixture_entry folder = {GIT_FIXTURE_FOLDER, "vendor", {{0}}};
    char path[64];
    int asked = 0;

    (void)state;
    git_fixture_open(&fixture, true);
    git_oid tree = git_fixture_tree_of(&fixture, "a", "same\n");
    folder.id = tree;
    git_oid first = git_fixture_commit(
        &fixture, git_fixture_tree(&fixture, &folder, 1), NULL, 0);
    assert_int_equal(ask_elsewhere(&fixture, &asked, path), STN_DONE);
    assert_int_equal(asked, 1);
    /* The very same folder under another name: its tree is not read anew. */
    folder.name = "src";
    git_fixture_commit(&fixture, git_fixture_tree(&fixture, &folder, 1), &first,
                       1);
    assert_int_equal(ask_elsewhere(&fixture, &asked, path), STN_OK);
    assert_string_equal(path, "src/a");
    git_fixture_close(&fixture);
}

static void a_planted_object_is_read_back(void **state)
{
    struct git_fixture fixture;
    struct stn_target target = history;
    const struct stn_source_options options = {.target = &target,
                                               .max_text_bytes = 1000};
    const struct stn_source *source = &stn_source_git_history;
    struct stn_text text;
    void *worker = NULL;
    void *opened = NULL;

    (void)state;
    git_fixture_open(&fixture, true);
    target.repository = fixture.folder;
    assert_int_equal(source->open(&opened, &options, NULL), STN_OK);
    assert_int_equal(source->worker_open(&worker, opened, NULL), STN_OK);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(
            source->plant(worker, STN_STR("planted\n"), &text, NULL), STN_OK);
        assert_true(stn_str_equal(text.bytes, STN_STR("planted\n")));
    }
    source->worker_close(worker);
    source->close(opened);
    git_fixture_close(&fixture);
}

static enum stn_status scan_once(void *payload)
{
    struct git_seen seen;

    git_seen_scan(&seen, payload, &stn_source_git_history, &all_refs, NULL);
    git_seen_dispose(&seen);
    return seen.status;
}

static void running_out_of_memory_is_told(void **state)
{
    struct git_fixture fixture;
    struct git_fixture_entry entries[] = {
        {GIT_FIXTURE_FILE, "missing", {{1}}},
        {GIT_FIXTURE_MODULE, "module", {{1, 2, 3}}},
    };

    (void)state;
    git_fixture_open(&fixture, true);
    git_oid first = git_fixture_commit(
        &fixture, git_fixture_tree_of(&fixture, "a", "one\n"), NULL, 0);
    git_fixture_commit(&fixture, git_fixture_tree(&fixture, entries, 2), &first,
                       1);
    torture(scan_once, &fixture);
    git_fixture_close(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_version_stands_where_it_was_first),
        cmocka_unit_test(what_cannot_be_reached_is_outside),
        cmocka_unit_test(an_unborn_head_is_nothing),
        cmocka_unit_test(a_cut_off_history_is_said_to_be),
        cmocka_unit_test(missing_objects_are_counted_and_the_first_ones_named),
        cmocka_unit_test(the_empty_tree_need_not_be_there),
        cmocka_unit_test(a_submodule_is_said_once),
        cmocka_unit_test(hostile_names_are_only_names),
        cmocka_unit_test(folders_past_the_depth_limit_are_a_gap),
        cmocka_unit_test(an_entry_that_lies_about_its_kind_hides_nothing),
        cmocka_unit_test(malformed_objects_are_gaps_and_the_rest_is_seen),
        cmocka_unit_test(a_text_over_the_limit_counts_only_if_it_is_reachable),
        cmocka_unit_test(all_refs_bring_tags_and_side_branches),
        cmocka_unit_test(other_paths_of_a_blob_are_found),
        cmocka_unit_test(a_planted_object_is_read_back),
        cmocka_unit_test(running_out_of_memory_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
