#include "pipeline/merge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/limits.h"
#include "findings/fingerprint.h"
#include "policy/policy.h"
#include "reports/reporter.h"
#include "tests/support/sample_report.h"
#include "tests/support/torture.h"

#define BYTES_MAX ((size_t)1 << 20)

/* The sample report with what a real one would have: fingerprints of its
 * places, a verdict of its findings, no notes. */
static void init_whole(struct stn_report *report)
{
    sample_report_init(report);
    report->note_count = 0;
    for (size_t i = 0; i < report->found.count; i++) {
        struct stn_finding *finding = &report->found.items[i];
        finding->fingerprint.line = 0xFEDCBA9876543210 + i;
        stn_fingerprint_place(&finding->fingerprint, finding->file);
    }
    stn_gate_decide(report);
}

/* Make a report that of a part. */
static void make_part(struct stn_report *report, uint32_t index, uint32_t count)
{
    report->part.shard = (struct stn_shard){index, count};
    report->part.what = report->what;
    snprintf(report->part.options, sizeof(report->part.options), "sha256:0");
    snprintf(report->part.seen, sizeof(report->part.seen), "sha256:1");
}

static void write_report(struct stn_buf *out, const struct stn_report *report,
                         const char *format, const char *key)
{
    const struct stn_reporter_options options = {.verbose = true,
                                                 .part_key = key};
    struct stn_error err;

    assert_int_equal(
        stn_reporter_find(format)->write(out, report, &options, &err), STN_OK);
}

/* The sample findings in three parts: the second has every other one, the
 * third those that are left; the first none. Skips that all have are the last
 * three. */
static void init_part(struct stn_report *report, uint32_t index)
{
    size_t kept = 0;
    size_t skips = 0;

    init_whole(report);
    make_part(report, index, 3);
    for (size_t i = 0; i < report->found.count; i++)
        if (i % 2 == index - 2)
            report->found.items[kept++] = report->found.items[i];
    report->found.count = index == 1 ? 0 : kept;
    for (size_t i = 0; i < report->found.skip_count; i++) {
        struct stn_skip *skip = &report->found.skips[i];
        skip->is_shared = i + 3 >= report->found.skip_count;
        report->part.shared[skip->reason] += skip->is_shared;
        if (skip->is_shared || i % 3 == index - 1)
            report->found.skips[skips++] = *skip;
        else
            report->found.skipped[skip->reason]--;
    }
    report->found.skip_count = skips;
    if (index != 2)
        report->found.skipped[STN_SKIP_TOO_LARGE] -= 1203;
    report->dropped = index == 3 ? 3 : 0;
    report->found.texts = index == 1 ? 80 : 0;
    report->found.bytes = index == 2 ? 913442 : 0;
    report->found.packages = 1;
    stn_gate_decide(report);
}

static void write_part(struct stn_buf *out, uint32_t index)
{
    struct stn_report report;

    init_part(&report, index);
    write_report(out, &report, "json", NULL);
    sample_report_dispose(&report);
}

static void parts_make_the_whole_in_every_format(void **state)
{
    struct stn_merge *merge = NULL;
    struct stn_report *merged = NULL;
    struct stn_report whole;
    struct stn_error err = {""};

    (void)state;
    assert_int_equal(stn_merge_new(&merge, &err), STN_OK);
    for (uint32_t index = 3; index > 0; index--) {
        struct stn_buf bytes = STN_BUF_INIT(BYTES_MAX);
        write_part(&bytes, index);
        assert_int_equal(
            stn_merge_add(merge, "part", stn_buf_str(&bytes), NULL, &err),
            STN_OK);
        stn_buf_dispose(&bytes);
    }
    assert_int_equal(stn_merge_finish(merge, &merged, &err), STN_OK);
    init_whole(&whole);
    stn_findings_settle(&whole.found, 0, 0);
    whole.seconds = 0;
    for (size_t i = 0; stn_reporters[i] != NULL; i++) {
        struct stn_buf one = STN_BUF_INIT(BYTES_MAX);
        struct stn_buf two = STN_BUF_INIT(BYTES_MAX);
        write_report(&one, &whole, stn_reporters[i]->name, NULL);
        write_report(&two, merged, stn_reporters[i]->name, NULL);
        assert_string_equal(two.ptr, one.ptr);
        stn_buf_dispose(&one);
        stn_buf_dispose(&two);
    }
    sample_report_dispose(&whole);
    stn_report_free(merged);
    stn_merge_free(merge);
}

/* Merge the first `count` parts of two, which `change` has changed. */
static enum stn_status merge_two(
    uint32_t count, void (*change)(struct stn_report *report, uint32_t index),
    struct stn_report **merged, struct stn_merge **merge, struct stn_error *err)
{
    enum stn_status status = stn_merge_new(merge, err);

    for (uint32_t index = 1; index <= count && status >= 0; index++) {
        struct stn_buf bytes = STN_BUF_INIT(BYTES_MAX);
        struct stn_report report;
        init_whole(&report);
        make_part(&report, index, 2);
        change(&report, index);
        stn_gate_decide(&report);
        write_report(&bytes, &report, "json", NULL);
        status = stn_merge_add(*merge, "part", stn_buf_str(&bytes), NULL, err);
        stn_buf_dispose(&bytes);
        sample_report_dispose(&report);
    }
    if (status >= 0)
        status = stn_merge_finish(*merge, merged, err);
    return status;
}

/* The first part's version of each finding is the older one. */
static void make_second_older(struct stn_report *report, uint32_t index)
{
    for (size_t i = 0; i < report->found.count; i++) {
        report->found.items[i].order = 10 - index;
        report->found.items[i].start.line = 100 * index;
    }
}

static void versions_of_a_finding_in_two_parts_are_one(void **state)
{
    struct stn_report *merged = NULL;
    struct stn_merge *merge = NULL;
    struct stn_error err = {""};

    (void)state;
    assert_int_equal(merge_two(2, make_second_older, &merged, &merge, &err),
                     STN_OK);
    struct stn_report whole;
    init_whole(&whole);
    assert_int_equal(merged->found.count, whole.found.count);
    for (size_t i = 0; i < merged->found.count; i++)
        assert_int_equal(merged->found.items[i].start.line, 200);
    sample_report_dispose(&whole);
    stn_report_free(merged);
    stn_merge_free(merge);
}

/* Of equal looks, and of one part: as two secrets of twenty equal bits. */
static void make_twins(struct stn_report *report, uint32_t index)
{
    struct stn_finding *items = report->found.items;

    if (index == 1) {
        items[1] = items[0];
        items[1].start_byte += 100;
        items[1].end_byte += 100;
        items[2] = items[1];
        items[2].start_byte += 100;
        items[2].end_byte += 100;
    }
    report->found.count = index == 1 ? 3 : 1;
}

static void twins_of_one_part_stay_two(void **state)
{
    struct stn_report *merged = NULL;
    struct stn_merge *merge = NULL;
    struct stn_error err = {""};

    (void)state;
    assert_int_equal(merge_two(2, make_twins, &merged, &merge, &err), STN_OK);
    assert_int_equal(merged->found.count, 3);
    stn_report_free(merged);
    stn_merge_free(merge);
}

/* What the change tried, and what was of no use. */
static void add_tallies(struct stn_report *report, uint32_t index)
{
    static const char *const idle[][2] = {
        {"a: matched nothing", "b: matched nothing"},
        {"b: matched nothing", "c: matched nothing"},
    };

    stn_report_tally(report, STN_TALLY_SAID, STN_STR("a rule was renamed"), 0,
                     NULL);
    stn_report_tally(report, STN_TALLY_PROPOSED, STN_STR("x.yml:3"), index,
                     NULL);
    stn_report_tally(report, STN_TALLY_PROPOSED, STN_STR("x.yml:4"), 0, NULL);
    for (size_t i = 0; i < 2; i++)
        stn_report_tally(report, STN_TALLY_IDLE, stn_str_of(idle[index - 1][i]),
                         0, NULL);
    report->found.count = index;
    for (size_t i = 0; i < index; i++)
        report->found.items[i].is_mark_ignored = true;
}

static void tallies_of_parts_are_summed_up(void **state)
{
    static const char *const want[] = {
        "a rule was renamed",
        "x.yml:3: allow entry of the change: no effect, though 3 findings "
        "would be allowed",
        "x.yml:4: allow entry of the change: no effect",
        "2 findings are allowed in line by the change itself: no effect",
        "b: matched nothing",
    };
    struct stn_report *merged = NULL;
    struct stn_merge *merge = NULL;
    struct stn_error err = {""};

    (void)state;
    assert_int_equal(merge_two(2, add_tallies, &merged, &merge, &err), STN_OK);
    assert_int_equal(merged->note_count, 5);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(merged->notes[i], want[i]);
    stn_report_free(merged);
    stn_merge_free(merge);
}

static void differ_in_tallies(struct stn_report *report, uint32_t index)
{
    stn_report_tally(report, STN_TALLY_SAID,
                     index == 1 ? STN_STR("one") : STN_STR("two"), 0, NULL);
}

static void differ_in_what_was_seen(struct stn_report *report, uint32_t index)
{
    report->part.seen[8] = (char)('0' + index);
}

static void differ_in_ceilings(struct stn_report *report, uint32_t index)
{
    report->part.same = index;
}

static void be_the_same(struct stn_report *report, uint32_t index)
{
    (void)index;
    report->part.shard.index = 1;
}

static void parts_of_other_scans_are_refused(void **state)
{
    static void (*const changes[])(struct stn_report *, uint32_t) = {
        differ_in_tallies, differ_in_what_was_seen, differ_in_ceilings,
        be_the_same};

    (void)state;
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        struct stn_report *merged = NULL;
        struct stn_merge *merge = NULL;
        struct stn_error err = {""};
        assert_int_equal(merge_two(2, changes[i], &merged, &merge, &err),
                         STN_EUSAGE);
        assert_null(merged);
        stn_merge_free(merge);
    }
}

static void missing_parts_are_named(void **state)
{
    struct stn_report *merged = NULL;
    struct stn_merge *merge = NULL;
    struct stn_error err = {""};

    (void)state;
    assert_int_equal(merge_two(1, make_second_older, &merged, &merge, &err),
                     STN_ENOTFOUND);
    assert_non_null(strstr(err.message, "part 2 of 2 is missing"));
    stn_merge_free(merge);
    assert_int_equal(merge_two(0, make_second_older, &merged, &merge, &err),
                     STN_ENOTFOUND);
    stn_merge_free(merge);
}

static enum stn_status merge_all(void *payload)
{
    const struct stn_buf *parts = payload;
    struct stn_merge *merge = NULL;
    struct stn_report *merged = NULL;
    struct stn_error err;
    enum stn_status status = stn_merge_new(&merge, &err);

    for (size_t i = 0; i < 3 && status >= 0; i++)
        status =
            stn_merge_add(merge, "part", stn_buf_str(&parts[i]), NULL, &err);
    if (status >= 0)
        status = stn_merge_finish(merge, &merged, &err);
    stn_report_free(merged);
    stn_merge_free(merge);
    return status;
}

static void merging_survives_failed_allocations(void **state)
{
    struct stn_buf parts[3];

    (void)state;
    for (uint32_t i = 0; i < 3; i++) {
        stn_buf_init(&parts[i], BYTES_MAX);
        write_part(&parts[i], i + 1);
    }
    torture(merge_all, parts);
    for (size_t i = 0; i < 3; i++)
        stn_buf_dispose(&parts[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_make_the_whole_in_every_format),
        cmocka_unit_test(versions_of_a_finding_in_two_parts_are_one),
        cmocka_unit_test(twins_of_one_part_stay_two),
        cmocka_unit_test(tallies_of_parts_are_summed_up),
        cmocka_unit_test(parts_of_other_scans_are_refused),
        cmocka_unit_test(missing_parts_are_named),
        cmocka_unit_test(merging_survives_failed_allocations),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
