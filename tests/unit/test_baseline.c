#include "policy/baseline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "tests/support/torture.h"

#define HEADER "# stanch-baseline v1\n"
#define PRINT "v1:jwt:00000000000000ab:0000c:1"
#define START PRINT " 00000000000000cd "

static struct stn_baseline *parse(const char *text)
{
    struct stn_baseline *baseline = NULL;
    struct stn_error err = {""};

    if (stn_baseline_parse(&baseline, stn_str_of(text), "b", &err) < 0)
        fail_msg("%s", err.message);
    return baseline;
}

static void assert_str(struct stn_str str, const char *expected)
{
    assert_int_equal(str.len, strlen(expected));
    assert_memory_equal(str.ptr, expected, str.len);
}

static void check_refused(struct stn_str text, const char *message)
{
    struct stn_baseline *baseline = NULL;
    struct stn_error err = {""};

    assert_true(stn_baseline_parse(&baseline, text, "b", &err) < 0);
    assert_string_equal(err.message, message);
    assert_null(baseline);
}

static void check_refused_line(const char *line, const char *message)
{
    char text[512];

    snprintf(text, sizeof(text), HEADER "%s\n", line);
    check_refused(stn_str_of(text), message);
}

static void an_entry_has_all_its_fields(void **state)
{
    struct stn_baseline *baseline =
        parse(HEADER START "b%20c.txt in=history owner=ada%20l "
                           "until=1970-01-02 -- revoked,  kept\n");
    const struct stn_baseline_entry *entry = &baseline->entries[0];

    (void)state;
    assert_int_equal(baseline->count, 1);
    assert_str(entry->fingerprint, PRINT);
    assert_str(entry->rule, "jwt");
    assert_str(entry->path, "b c.txt");
    assert_str(entry->owner, "ada l");
    assert_str(entry->reason, "revoked,  kept");
    assert_int_equal(entry->line, 0xCD);
    assert_int_equal(entry->secret, 0xC);
    assert_int_equal(entry->row, 2);
    assert_int_equal(entry->until, 2 * 86400 - 1);
    assert_int_equal(entry->scope, STN_SCOPE_HISTORY);
    stn_baseline_free(baseline);
    stn_baseline_free(NULL);
}

static void blanks_comments_and_line_ends_do_not_matter(void **state)
{
    struct stn_baseline *baseline =
        parse("# stanch-baseline v1\r\n# ours\r\n\r\n" PRINT
              "\t00000000000000cd  -\t--  why \r\n");

    (void)state;
    assert_int_equal(baseline->count, 1);
    assert_str(baseline->entries[0].path, "");
    assert_str(baseline->entries[0].reason, "why");
    assert_int_equal(baseline->comment_count, 1);
    assert_str(baseline->comments[0], "# ours");
    stn_baseline_free(baseline);
}

static void what_is_written_is_read_again(void **state)
{
    const struct stn_baseline_entry entry = {
        .fingerprint = STN_STR(PRINT),
        .path = STN_STR("a b/\xE2\x82\xAC%\xFF\xE2\x80\xAE\n"),
        .owner = STN_STR("-"),
        .reason = STN_STR("because -- of that"),
        .line = 0xCD,
        .until = 86400 - 1,
        .scope = STN_SCOPE_REFS,
    };
    struct stn_buf text = STN_BUF_INIT(1000);

    (void)state;
    stn_baseline_append_header(&text);
    stn_baseline_append(&text, &entry);
    assert_string_equal(text.ptr, HEADER START
                        "a%20b/\xE2\x82\xAC%25%FF%E2%80%AE%0A in=refs "
                        "owner=%2D until=1970-01-01 -- because -- of "
                        "that\n");
    struct stn_baseline *baseline = parse(text.ptr);
    assert_true(stn_str_equal(baseline->entries[0].path, entry.path));
    assert_true(stn_str_equal(baseline->entries[0].owner, entry.owner));
    assert_true(stn_str_equal(baseline->entries[0].reason, entry.reason));
    stn_baseline_free(baseline);
    stn_buf_dispose(&text);
}

static void an_error_names_line_and_column(void **state)
{
    (void)state;
    check_refused(STN_STR(""), "b:1:1: no baseline of this program: it begins "
                               "with '# stanch-baseline v1'");
    check_refused(STN_STR("# stanch-baseline v2\n"),
                  "b:1:1: no baseline of this program: it begins with "
                  "'# stanch-baseline v1'");
    check_refused_line("v2:jwt:00000000000000ab:0000c:1",
                       "b:2:1: expected a fingerprint, as in "
                       "v1:RULE:16 hex:5 hex:1");
    check_refused_line("v1:jwt:00000000000000ab:0000c:01 00000000000000cd a",
                       "b:2:1: expected a fingerprint, as in "
                       "v1:RULE:16 hex:5 hex:1");
    check_refused_line("v1:jwt:00000000000000AB:0000c:1 00000000000000cd a",
                       "b:2:1: expected a fingerprint, as in "
                       "v1:RULE:16 hex:5 hex:1");
    check_refused_line(PRINT " 00cd a",
                       "b:2:33: expected the line's identity: 16 digits of "
                       "hex");
    check_refused_line(PRINT " 00000000000000cd", "b:2:49: a path is missing");
    check_refused_line(START "a%2",
                       "b:2:50: '%' wants two digits of hex after it");
    check_refused_line(START "\xE2\x82\xAC nonsense",
                       "b:2:52: expected in=, owner=, until= or -- and a "
                       "reason");
    check_refused_line(START "a until=2027-02-30",
                       "b:2:52: expected a day, as in until=2027-01-31");
    check_refused_line(START "a until=2027-01-01 until=2027-01-01",
                       "b:2:69: 'until=' again");
    check_refused_line(START "a owner=b owner=c", "b:2:60: 'owner=' again");
    check_refused_line(START "a owner=%0A",
                       "b:2:52: that is no name of an owner");
    check_refused_line(START "a in=tree",
                       "b:2:52: expected in=history or in=refs");
    check_refused_line(START "a -- ", "b:2:54: a reason is missing after --");
    check_refused_line(START "a -- \x1B[2J",
                       "b:2:54: a reason is UTF-8 without control characters, "
                       "of at most 500 bytes");
    check_refused_line("<<<<<<< HEAD",
                       "b:2:1: a mark of a merge that is not settled");
}

static void an_entry_stands_once(void **state)
{
    (void)state;
    check_refused(STN_STR(HEADER START "a\n#\n" START "b\n"),
                  "b:4:1: the entry of line 2 again; keep one");
}

static void what_is_too_large_is_refused(void **state)
{
    struct stn_buf text = STN_BUF_INIT(SIZE_MAX);

    (void)state;
    stn_buf_puts(&text, HEADER START);
    for (size_t i = 0; i <= STN_PATH_BYTES_MAX; i++)
        stn_buf_putc(&text, 'a');
    check_refused(stn_buf_str(&text),
                  "b:2:50: a path or a rule's id is too long");
    for (size_t i = 0; i <= STN_BASELINE_LINE_BYTES_MAX; i++)
        stn_buf_putc(&text, 'a');
    check_refused(stn_buf_str(&text), "b:2:1: a line over 16 KiB");
    check_refused((struct stn_str){text.ptr, STN_BASELINE_BYTES_MAX + 1},
                  "b: a baseline over 32 MiB");
    stn_buf_dispose(&text);
}

static void entries_are_found_whatever_their_order(void **state)
{
    struct stn_baseline *baseline =
        parse(HEADER "v1:z:00000000000000ab:0000c:1 00000000000000cd z\n"
                     "v1:a-b:00000000000000ab:0000c:10 00000000000000cd y\n"
                     "v1:a-b:00000000000000ab:0000c:1 00000000000000cd x\n");

    (void)state;
    assert_str(
        stn_baseline_find(baseline, STN_STR("v1:a-b:00000000000000ab:0000c:1"))
            ->path,
        "x");
    assert_str(
        stn_baseline_find(baseline, STN_STR("v1:a-b:00000000000000ab:0000c:10"))
            ->path,
        "y");
    assert_null(stn_baseline_find(baseline, STN_STR("v1:a-b")));
    stn_baseline_free(baseline);
}

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void a_hundred_thousand_entries_are_quick(void **state)
{
    enum { COUNT = 100000 };
    struct stn_buf text = STN_BUF_INIT(STN_BASELINE_BYTES_MAX);
    struct stn_baseline *baseline = NULL;

    (void)state;
    stn_buf_puts(&text, HEADER);
    for (size_t i = 0; i < COUNT; i++)
        stn_buf_printf(&text,
                       "v1:jwt:%016zx:0000c:1 %016zx deploy/%zu/a.env "
                       "owner=team until=2027-01-31 -- rotated\n",
                       i * 0x9E3779B97F4A7C15, i, i);
    double before = seconds();
    assert_int_equal(
        stn_baseline_parse(&baseline, stn_buf_str(&text), "b", NULL), STN_OK);
    assert_int_equal(baseline->count, COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        char print[64];
        snprintf(print, sizeof(print), "v1:jwt:%016zx:0000c:1",
                 i * 0x9E3779B97F4A7C15);
        assert_non_null(stn_baseline_find(baseline, stn_str_of(print)));
    }
    /* Sanitizers and a busy machine: what is quadratic takes minutes. */
    assert_true(seconds() - before < 5);
    stn_baseline_free(baseline);
    stn_buf_dispose(&text);
}

static enum stn_status attempt(void *payload)
{
    struct stn_baseline *baseline = NULL;
    enum stn_status status = stn_baseline_parse(
        &baseline, STN_STR(HEADER "# ours\n" START "a%20b owner=%41 -- why\n"),
        "b", NULL);

    (void)payload;
    stn_baseline_free(baseline);
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
        cmocka_unit_test(an_entry_has_all_its_fields),
        cmocka_unit_test(blanks_comments_and_line_ends_do_not_matter),
        cmocka_unit_test(what_is_written_is_read_again),
        cmocka_unit_test(an_error_names_line_and_column),
        cmocka_unit_test(an_entry_stands_once),
        cmocka_unit_test(what_is_too_large_is_refused),
        cmocka_unit_test(entries_are_found_whatever_their_order),
        cmocka_unit_test(a_hundred_thousand_entries_are_quick),
        cmocka_unit_test(running_out_of_memory_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
