/* What an untrusted change moves to where policy does not look. */
#include "sources/git_moves.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "findings/report.h"
#include "tests/support/git_fixture.h"

static struct git_fixture fixture;

static int begin(void **state)
{
    (void)state;
    git_fixture_open(&fixture, true);
    return 0;
}

static int end(void **state)
{
    (void)state;
    git_fixture_close(&fixture);
    return 0;
}

/* A tree with FOLDER/NAME. */
static git_oid tree_at(const char *folder, const char *name, const char *text)
{
    const struct git_fixture_entry entries[] = {
        {GIT_FIXTURE_FOLDER, folder,
         git_fixture_tree_of(&fixture, name, text)}};

    return git_fixture_tree(&fixture, entries, 1);
}

/* A change that moves src/OLD to docs/NEW and puts a token in it, where policy
 * allows or skips docs/. @return How many findings block. */
static size_t scan_move(const char *old, const char *new,
                        const struct stn_options *options)
{
    char text[128];
    char range[96];
    char hex[2][48];
    struct stn_scanner *scanner = NULL;
    struct stn_report *report = NULL;
    struct stn_error err = {""};
    git_oid base =
        git_fixture_commit(&fixture, tree_at("src", old, "a = 1\n"), NULL, 0);

    snprintf(text, sizeof(text), "a = %s%s\n", "ghp_",
             "StanchMadeUpNeverIssued00000002wwFFO");
    git_oid head =
        git_fixture_commit(&fixture, tree_at("docs", new, text), &base, 1);
    snprintf(range, sizeof(range), "%s..%s",
             git_oid_tostr(hex[0], sizeof(hex[0]), &base),
             git_oid_tostr(hex[1], sizeof(hex[1]), &head));
    const struct stn_target target = {
        .kind = STN_TARGET_RANGE, .repository = fixture.folder, .range = range};
    assert_int_equal(stn_scanner_new(&scanner, options, &err), STN_OK);
    if (stn_scan(scanner, &target, &report, &err) < 0)
        fail_msg("%s", err.message);
    size_t blocking = report->blocking;
    stn_report_free(report);
    stn_scanner_free(scanner);
    return blocking;
}

static const struct stn_allow docs[] = {
    {.path = "docs/**", .reason = "samples"}};
static const char *const skipped[] = {"docs/**"};

static void a_move_into_an_allowed_place_allows_nothing(void **state)
{
    struct stn_options options = {.allow = docs, .allow_count = 1, .jobs = 1};

    (void)state;
    assert_int_equal(scan_move("prod.env", "prod.env", &options), 0);
    options.is_untrusted = true;
    assert_int_equal(scan_move("prod.env", "prod.env", &options), 1);
}

static void a_move_out_of_sight_hides_nothing(void **state)
{
    struct stn_options options = {.paths_skip = {skipped, 1}, .jobs = 1};

    (void)state;
    assert_int_equal(scan_move("prod.env", "prod.env", &options), 0);
    options.is_untrusted = true;
    assert_int_equal(scan_move("prod.env", "prod.env", &options), 1);
}

static void a_new_file_in_an_allowed_place_is_allowed(void **state)
{
    const struct stn_options options = {
        .allow = docs, .allow_count = 1, .is_untrusted = true, .jobs = 1};

    (void)state;
    assert_int_equal(scan_move("prod.env", "sample.md", &options), 0);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_move_into_an_allowed_place_allows_nothing),
        CASE(a_move_out_of_sight_hides_nothing),
        CASE(a_new_file_in_an_allowed_place_is_allowed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
