#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "findings/fingerprint.h"
#include "pipeline/known.h"
#include "policy/baseline.h"
#include "policy/policy.h"
#include "tests/support/torture.h"

static const struct stn_rule_info jwt = {.id = "jwt"};

#define FINDINGS_MAX 8

/* A run over findings; "gone" and "moved" are paths that left. */
struct fixture {
    struct stn_finding items[FINDINGS_MAX];
    struct stn_report report;
    struct stn_buf text;
    struct stn_baseline *baseline;
    struct stn_baseline_run run;
};

static bool has_left(void *payload, struct stn_str path)
{
    (void)payload;
    return stn_str_starts(path, STN_STR("gone"));
}

static bool runs(void *payload, struct stn_str rule)
{
    (void)payload;
    return stn_str_equal(rule, STN_STR("jwt"));
}

static enum stn_status path_of(void *payload, struct stn_buf *out,
                               struct stn_str file)
{
    const char *prefix = payload;

    stn_buf_puts(out, prefix);
    stn_buf_append(out, file);
    return out->status;
}

static struct stn_finding finding_of(const char *file, uint64_t line,
                                     uint32_t secret)
{
    struct stn_finding finding = {
        .rule = &jwt,
        .file = stn_str_of(file),
        .severity = STN_HIGH,
        .fingerprint = {.line = line, .secret = secret, .nth = 1},
    };

    stn_fingerprint_place(&finding.fingerprint, finding.file);
    return finding;
}

static void begin(struct fixture *fixture)
{
    *fixture = (struct fixture){
        .report = {.found = {.items = fixture->items}},
        .text = STN_BUF_INIT(100000),
        .run = {.now = 1000,
                .scope = STN_SCOPE_TREE,
                .is_complete = true,
                .has_left = has_left,
                .runs = runs,
                .path = path_of,
                .payload = (void *)(uintptr_t) ""},
    };
    stn_baseline_append_header(&fixture->text);
}

static void find(struct fixture *fixture, const char *file, uint64_t line,
                 uint32_t secret)
{
    fixture->items[fixture->report.found.count++] =
        finding_of(file, line, secret);
}

/* An entry about such a finding. */
static void know(struct fixture *fixture, const char *file, uint64_t line,
                 uint32_t secret, const char *rest)
{
    const struct stn_finding finding = finding_of(file, line, secret);

    stn_fingerprint_append(&fixture->text, &finding);
    stn_buf_printf(&fixture->text, " %016llx %s%s\n", (unsigned long long)line,
                   file, rest);
}

static void judge(struct fixture *fixture)
{
    struct stn_error err = {""};

    if (stn_baseline_parse(&fixture->baseline, stn_buf_str(&fixture->text), "b",
                           &err) < 0)
        fail_msg("%s", err.message);
    fixture->run.baseline = fixture->baseline;
    assert_int_equal(stn_baseline_judge(&fixture->run, &fixture->report, &err),
                     STN_OK);
}

static void end(struct fixture *fixture)
{
    fixture->report.found.items = NULL;
    stn_report_dispose(&fixture->report);
    stn_baseline_free(fixture->baseline);
    stn_buf_dispose(&fixture->text);
}

static void a_finding_of_an_entry_is_known(void **state)
{
    struct fixture fixture;

    (void)state;
    begin(&fixture);
    know(&fixture, "a", 1, 1, " owner=ada -- rotated");
    find(&fixture, "a", 1, 1);
    find(&fixture, "a", 1, 2); /* another secret */
    find(&fixture, "a", 2, 1); /* another line */
    judge(&fixture);
    assert_int_equal(fixture.items[0].status, STN_KNOWN);
    assert_true(stn_str_equal(fixture.items[0].reason, STN_STR("rotated")));
    assert_true(stn_str_equal(fixture.items[0].owner, STN_STR("ada")));
    assert_int_equal(fixture.items[0].entry, 1);
    assert_int_equal(fixture.items[1].status, STN_NEW);
    assert_int_equal(fixture.items[2].status, STN_NEW);
    assert_int_equal(fixture.report.entries[0], STN_ENTRY_MET);
    end(&fixture);
}

static void what_left_its_path_is_known_elsewhere(void **state)
{
    struct fixture fixture;

    (void)state;
    begin(&fixture);
    know(&fixture, "gone", 1, 1, "");
    find(&fixture, "b", 1, 1);
    find(&fixture, "c", 1, 1); /* and a copy */
    judge(&fixture);
    assert_int_equal(fixture.items[0].status, STN_KNOWN);
    assert_int_equal(fixture.items[0].evidence_count, 1);
    assert_int_equal(fixture.items[1].status, STN_NEW);
    assert_int_equal(fixture.report.entries[0], STN_ENTRY_MOVED);
    end(&fixture);
}

static void a_copy_of_what_is_still_there_is_new(void **state)
{
    struct fixture fixture;

    (void)state;
    begin(&fixture);
    know(&fixture, "gone", 1, 1, "");
    know(&fixture, "stays", 2, 2, "");
    find(&fixture, "b", 1, 1);
    find(&fixture, "gone", 1, 1);
    find(&fixture, "z", 2, 2); /* "stays" was not looked at */
    judge(&fixture);
    assert_int_equal(fixture.items[0].status, STN_NEW);
    assert_int_equal(fixture.items[1].status, STN_KNOWN);
    assert_int_equal(fixture.items[2].status, STN_NEW);
    end(&fixture);
}

static void each_entry_is_good_for_one(void **state)
{
    struct fixture fixture;

    (void)state;
    begin(&fixture);
    know(&fixture, "gone1", 1, 1, "");
    know(&fixture, "gone2", 1, 1, "");
    know(&fixture, "gone3", 1, 1, " until=1970-01-01");
    for (const char *const *file = (const char *const[]){"a", "b", "c", NULL};
         *file != NULL; file++)
        find(&fixture, *file, 1, 1);
    fixture.run.now = 86400;
    judge(&fixture);
    assert_int_equal(fixture.items[0].status, STN_KNOWN);
    assert_int_equal(fixture.items[1].status, STN_KNOWN);
    assert_int_equal(fixture.items[2].status, STN_NEW);
    assert_int_not_equal(fixture.items[0].entry, fixture.items[1].entry);
    end(&fixture);
}

static void two_secrets_with_one_fingerprint_are_two(void **state)
{
    struct fixture fixture;

    (void)state;
    begin(&fixture);
    know(&fixture, "a", 1, 1, "");
    find(&fixture, "a", 1, 1);
    find(&fixture, "a", 1, 1);
    judge(&fixture);
    assert_int_equal(fixture.items[0].status, STN_KNOWN);
    assert_int_equal(fixture.items[1].status, STN_NEW);
    end(&fixture);
}

static void past_its_date_an_entry_does_not_count(void **state)
{
    struct fixture fixture;

    (void)state;
    begin(&fixture);
    know(&fixture, "a", 1, 1, " until=1970-01-01");
    find(&fixture, "a", 1, 1);
    fixture.run.now = 86400 - 1;
    judge(&fixture);
    assert_int_equal(fixture.items[0].status, STN_KNOWN);
    end(&fixture);

    begin(&fixture);
    know(&fixture, "a", 1, 1, " until=1970-01-01 owner=ada");
    find(&fixture, "a", 1, 1);
    fixture.run.now = 86400;
    judge(&fixture);
    assert_int_equal(fixture.items[0].status, STN_NEW);
    assert_int_equal(fixture.items[0].entry, 1);
    assert_int_equal(
        stn_baseline_notes(fixture.baseline, 86400, &fixture.report, NULL),
        STN_OK);
    assert_int_equal(fixture.report.part.tallies.count, 1);
    assert_string_equal(fixture.report.part.tallies.items[0].text,
                        "b:2: entry counted until 1970-01-01 (owner: ada)");
    end(&fixture);
}

static void what_is_allowed_stays_so(void **state)
{
    struct fixture fixture;

    (void)state;
    begin(&fixture);
    know(&fixture, "a", 1, 1, "");
    find(&fixture, "a", 1, 1);
    fixture.items[0].status = STN_ALLOWED;
    fixture.items[0].reason = STN_STR("in line");
    judge(&fixture);
    assert_int_equal(fixture.items[0].status, STN_ALLOWED);
    assert_true(stn_str_equal(fixture.items[0].reason, STN_STR("in line")));
    assert_int_equal(fixture.report.entries[0], STN_ENTRY_MET);
    end(&fixture);
}

static void an_entry_is_unused_only_where_all_was_looked_at(void **state)
{
    struct fixture fixture;

    (void)state;
    begin(&fixture);
    know(&fixture, "gone", 1, 1, "");
    know(&fixture, "gone", 2, 1, " in=history");
    know(&fixture, "stays", 1, 1, "");
    stn_buf_puts(&fixture.text, "v1:off:00000000000000ab:0000c:1 "
                                "00000000000000cd gone\n");
    judge(&fixture);
    size_t unused = 0;
    for (size_t i = 0; i < fixture.baseline->count; i++)
        unused += fixture.report.entries[i] == STN_ENTRY_UNUSED;
    assert_int_equal(unused, 1);
    assert_int_equal(
        stn_baseline_notes(fixture.baseline, 0, &fixture.report, NULL), STN_OK);
    assert_int_equal(fixture.report.part.tallies.count, 1);
    assert_string_equal(fixture.report.part.tallies.items[0].text,
                        "b:2: entry matches nothing; 'stanch baseline update' "
                        "drops it");
    fixture.run.is_complete = false;
    assert_int_equal(stn_baseline_judge(&fixture.run, &fixture.report, NULL),
                     STN_OK);
    for (size_t i = 0; i < fixture.baseline->count; i++)
        assert_int_equal(fixture.report.entries[i], STN_ENTRY_UNMET);
    end(&fixture);
}

static void messages_neither_move_nor_are_moved_to(void **state)
{
    struct fixture fixture;

    (void)state;
    begin(&fixture);
    know(&fixture, "gone", 1, 1, "");
    stn_buf_puts(&fixture.text,
                 "v1:jwt:00000000000000ab:00002:1 0000000000000002 (gone)\n");
    find(&fixture, "(message)", 1, 1);
    find(&fixture, "a", 2, 2);
    judge(&fixture);
    assert_int_equal(fixture.items[0].status, STN_NEW);
    assert_int_equal(fixture.items[1].status, STN_NEW);
    end(&fixture);
}

static bool is_past(void *payload, struct stn_str path)
{
    (void)payload;
    return stn_str_starts(path, STN_STR("past"));
}

static void
in_a_history_past_places_are_known_with_the_present_one(void **state)
{
    struct fixture fixture;

    (void)state;
    begin(&fixture);
    know(&fixture, "past1", 1, 1, "");
    find(&fixture, "past1", 1, 1);
    find(&fixture, "past2", 1, 1);
    find(&fixture, "present1", 1, 1);
    find(&fixture, "present2", 1, 1); /* a copy */
    find(&fixture, "past1", 2, 2);
    fixture.run.is_past = is_past;
    fixture.run.has_left = is_past;
    judge(&fixture);
    assert_int_equal(fixture.items[0].status, STN_KNOWN);
    assert_int_equal(fixture.items[1].status, STN_KNOWN);
    assert_int_equal(fixture.items[2].status, STN_KNOWN);
    assert_int_equal(fixture.items[3].status, STN_NEW);
    assert_int_equal(fixture.items[4].status, STN_NEW);
    /* The entry is that of where the line is now. */
    assert_int_equal(fixture.items[0].entry, 0);
    assert_int_equal(fixture.items[2].entry, 1);
    assert_int_equal(fixture.report.entries[0], STN_ENTRY_MOVED);
    end(&fixture);
}

static bool is_always(void *payload, struct stn_str path)
{
    (void)payload;
    (void)path;
    return true;
}

static void in_a_history_the_present_place_stands_for_past_ones(void **state)
{
    struct fixture fixture;

    (void)state;
    begin(&fixture);
    know(&fixture, "present", 1, 1, "");
    find(&fixture, "past1", 1, 1);
    find(&fixture, "past2", 1, 1);
    find(&fixture, "present", 1, 1);
    fixture.run.is_past = is_past;
    fixture.run.has_left = is_always; /* all there ever was is looked at */
    judge(&fixture);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(fixture.items[i].status, STN_KNOWN);
    assert_int_equal(fixture.items[2].entry, 1);
    end(&fixture);
}

static void in_a_range_a_copy_that_did_not_last_is_new(void **state)
{
    struct fixture fixture;

    (void)state;
    begin(&fixture);
    know(&fixture, "present", 1, 1, "");
    find(&fixture, "past", 1, 1);
    fixture.run.is_past = is_past;
    fixture.run.has_left = is_past;
    judge(&fixture);
    assert_int_equal(fixture.items[0].status, STN_NEW);
    end(&fixture);
}

static void paths_are_seen_from_where_the_entries_are(void **state)
{
    struct fixture fixture;

    (void)state;
    begin(&fixture);
    know(&fixture, "sub/a", 1, 1, "");
    find(&fixture, "a", 1, 1);
    fixture.run.payload = (void *)(uintptr_t) "sub/";
    judge(&fixture);
    assert_int_equal(fixture.items[0].status, STN_KNOWN);
    assert_int_equal(fixture.report.entries[0], STN_ENTRY_MET);
    end(&fixture);
}

static void what_the_changes_baseline_has_is_told(void **state)
{
    struct fixture fixture;

    (void)state;
    begin(&fixture);
    know(&fixture, "a", 1, 1, "");
    find(&fixture, "a", 1, 1);
    find(&fixture, "b", 1, 1);
    assert_int_equal(stn_baseline_parse(&fixture.baseline,
                                        stn_buf_str(&fixture.text), "b", NULL),
                     STN_OK);
    fixture.run.baseline = fixture.baseline;
    assert_int_equal(stn_baseline_propose(&fixture.run, &fixture.report, NULL),
                     STN_OK);
    assert_int_equal(fixture.items[0].status, STN_NEW);
    assert_int_equal(fixture.items[0].evidence_count, 1);
    assert_int_equal(fixture.items[1].evidence_count, 0);
    assert_int_equal(fixture.report.part.tallies.count, 1);
    assert_int_equal(fixture.report.part.tallies.items[0].kind, STN_TALLY_OWN);
    assert_int_equal(stn_policy_write_notes(&fixture.report, NULL), STN_OK);
    assert_int_equal(fixture.report.note_count, 1);
    assert_string_equal(fixture.report.notes[0],
                        "1 finding is in the baseline of the change itself: "
                        "no effect");
    end(&fixture);
}

static void check_path(const char *file, const char *expected)
{
    const struct stn_options options = {.baseline_root = "/r",
                                        .baseline_prefix = "s/t/"};
    struct stn_buf path = STN_BUF_INIT(1000);

    assert_int_equal(
        stn_known_path(&path, &options, STN_TARGET_PATHS, stn_str_of(file)),
        STN_OK);
    assert_string_equal(path.ptr, expected);
    assert_int_equal(
        stn_known_path(&path, &options, STN_TARGET_RANGE, stn_str_of(file)),
        STN_OK);
    assert_string_equal(path.ptr, file);
    stn_buf_dispose(&path);
}

static void a_path_is_made_one_from_the_root(void **state)
{
    (void)state;
    check_path("a", "s/t/a");
    check_path("./a//b/.", "s/t/a/b");
    check_path("../a", "s/a");
    check_path("../..", "");
    check_path("../../../a", "../../../a");
    check_path("/r", "");
    check_path("/r/x/../a", "a");
    check_path("/rest/a", "/rest/a");
    check_path("<stdin>", "<stdin>");
}

static void check_scope(struct stn_target target,
                        enum stn_baseline_scope expected)
{
    const struct stn_options options = {.baseline_root = "/r"};
    enum stn_baseline_scope scope = STN_SCOPE_TREE;

    assert_int_equal(stn_known_scope(&scope, &options, &target), STN_OK);
    assert_int_equal(scope, expected);
}

static void a_target_has_a_scope(void **state)
{
    const char *const part[] = {"a"};
    const char *const whole[] = {"a", "./"};

    (void)state;
    check_scope(
        (struct stn_target){.kind = STN_TARGET_PATHS, .paths = {part, 1}},
        STN_SCOPE_PART);
    check_scope(
        (struct stn_target){.kind = STN_TARGET_PATHS, .paths = {whole, 2}},
        STN_SCOPE_TREE);
    check_scope((struct stn_target){.kind = STN_TARGET_HISTORY},
                STN_SCOPE_HISTORY);
    check_scope(
        (struct stn_target){.kind = STN_TARGET_HISTORY, .all_refs = true},
        STN_SCOPE_REFS);
    check_scope((struct stn_target){.kind = STN_TARGET_RANGE}, STN_SCOPE_PART);
}

static enum stn_status attempt(void *payload)
{
    struct fixture fixture;

    (void)payload;
    begin(&fixture);
    know(&fixture, "gone", 1, 1, "");
    know(&fixture, "gone", 2, 1, "");
    find(&fixture, "b", 1, 1);
    enum stn_status status =
        fixture.text.status < 0
            ? fixture.text.status
            : stn_baseline_parse(&fixture.baseline, stn_buf_str(&fixture.text),
                                 "b", NULL);
    fixture.run.baseline = fixture.baseline;
    if (status >= 0)
        status = stn_baseline_judge(&fixture.run, &fixture.report, NULL);
    if (status >= 0)
        status = stn_baseline_notes(fixture.baseline, 0, &fixture.report, NULL);
    end(&fixture);
    return status;
}

static void running_out_of_memory_leaves_nothing_behind(void **state)
{
    (void)state;
    torture(attempt, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_finding_of_an_entry_is_known),
        cmocka_unit_test(what_left_its_path_is_known_elsewhere),
        cmocka_unit_test(a_copy_of_what_is_still_there_is_new),
        cmocka_unit_test(each_entry_is_good_for_one),
        cmocka_unit_test(two_secrets_with_one_fingerprint_are_two),
        cmocka_unit_test(past_its_date_an_entry_does_not_count),
        cmocka_unit_test(what_is_allowed_stays_so),
        cmocka_unit_test(an_entry_is_unused_only_where_all_was_looked_at),
        cmocka_unit_test(messages_neither_move_nor_are_moved_to),
        cmocka_unit_test(
            in_a_history_past_places_are_known_with_the_present_one),
        cmocka_unit_test(in_a_history_the_present_place_stands_for_past_ones),
        cmocka_unit_test(in_a_range_a_copy_that_did_not_last_is_new),
        cmocka_unit_test(paths_are_seen_from_where_the_entries_are),
        cmocka_unit_test(what_the_changes_baseline_has_is_told),
        cmocka_unit_test(a_path_is_made_one_from_the_root),
        cmocka_unit_test(a_target_has_a_scope),
        cmocka_unit_test(running_out_of_memory_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
