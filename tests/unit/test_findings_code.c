#include "findings/code.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "tests/support/torture.h"

static const struct stn_rule_info leak = {
    .id = "go-leak", .severity = STN_HIGH, .category = STN_CATEGORY_GO};
static const struct stn_rule_info token = {
    .id = "token", .severity = STN_HIGH, .category = STN_CATEGORY_SECRET};

/* The first place where words stand. */
static struct stn_span span_of(struct stn_str text, const char *words)
{
    size_t at = stn_str_find(text, stn_str_of(words));

    assert_true(at != SIZE_MAX);
    return (struct stn_span){at, at + strlen(words)};
}

/* Add one hit; every occurrence of `secret` is one. */
static enum stn_status add(struct stn_findings *findings, const char *bytes,
                           const struct stn_code_hit *hit, const char *secret)
{
    const struct stn_text text = {.path = STN_STR("a.go"),
                                  .bytes = stn_str_of(bytes)};
    struct stn_hit secrets[1] = {{.rule = &token}};
    struct stn_code_hit copy = *hit;
    struct stn_code_text code = {
        .text = &text, .commit = STN_STR("c0ffee"), .order = 7};
    struct stn_lines *lines = NULL;

    if (secret != NULL) {
        secrets[0].secret = span_of(text.bytes, secret);
        secrets[0].value = stn_str_of(secret);
        code.secrets = code.words = secrets;
        code.secret_count = code.word_count = 1;
    }
    enum stn_status status = stn_lines_new(&lines, &text, NULL);
    if (status < 0)
        return status;
    code.lines = lines;
    for (size_t i = 0; i < copy.related_count; i++)
        copy.related[i].lines = lines;
    status = stn_findings_add_code(findings, &code, &copy, 1, NULL);
    stn_lines_free(lines);
    return status;
}

static void check_str(struct stn_str str, const char *expected)
{
    if (!stn_str_equal(str, stn_str_of(expected)))
        fail_msg("\"%.*s\" is not \"%s\"", (int)str.len, str.ptr, expected);
}

#define SOURCE "package p\n\nfunc run() {\n\tf := open(\"x\")\n\n\tuse(f)\n}\n"

static struct stn_code_hit hit_at(const char *source, const char *words)
{
    return (struct stn_code_hit){
        .rule = &leak,
        .span = span_of(stn_str_of(source), words),
        .function = STN_STR("run"),
    };
}

static void a_hit_in_code_shows_its_statement(void **state)
{
    struct stn_findings findings = {0};
    struct stn_code_hit hit = hit_at(SOURCE, "f := open(\"x\")");

    (void)state;
    hit.evidence[hit.evidence_count++] = "never closed";
    hit.related[hit.related_count++] = (struct stn_code_place){
        .path = STN_STR("b.go"),
        .span = span_of(STN_STR(SOURCE), "use(f)"),
        .what = "used here",
    };
    assert_int_equal(add(&findings, SOURCE, &hit, NULL), STN_OK);
    assert_int_equal(findings.count, 1);
    const struct stn_finding *finding = &findings.items[0];
    assert_int_equal(finding->severity, STN_HIGH);
    assert_int_equal(finding->start.line, 4);
    assert_int_equal(finding->start.column, 2);
    assert_int_equal(finding->end.column, 16);
    check_str(finding->file, "a.go");
    check_str(finding->commit, "c0ffee");
    assert_int_equal(finding->order, 7);
    assert_true(finding->is_placed);
    check_str(finding->location, "func run");
    check_str(finding->preview, "");
    check_str(finding->excerpt, "f := open(\"x\")");
    assert_int_equal(finding->excerpt_mark, 0);
    assert_int_equal(finding->excerpt_marked, 14);
    assert_int_equal(finding->status, STN_NEW);
    assert_string_equal(finding->evidence[0], "never closed");
    assert_int_equal(finding->related_count, 1);
    check_str(finding->related[0].file, "b.go");
    check_str(finding->related[0].message, "used here");
    assert_int_equal(finding->related[0].start.line, 6);
    stn_findings_dispose(&findings);
}

static void what_no_change_touched_is_known(void **state)
{
    struct stn_findings findings = {0};
    struct stn_code_hit hit = hit_at(SOURCE, "use(f)");

    (void)state;
    hit.is_old = true;
    hit.severity = STN_LOW;
    assert_int_equal(add(&findings, SOURCE, &hit, NULL), STN_OK);
    assert_int_equal(findings.items[0].status, STN_KNOWN);
    assert_int_equal(findings.items[0].severity, STN_LOW);
    check_str(findings.items[0].reason, "not touched by this change");
    stn_findings_dispose(&findings);
}

#define SECRET "hunter2hunter2"
#define SECRET_SOURCE                                                          \
    "package p\n\nfunc run() {\n\tdb := open(\"" SECRET "\") // " SECRET       \
    "\n\tuse(db)\n}\n"

static void no_secret_is_shown(void **state)
{
    struct stn_findings findings = {0};
    struct stn_code_hit hit =
        hit_at(SECRET_SOURCE, "db := open(\"" SECRET "\")");

    (void)state;
    hit.function = STN_STR("run" SECRET);
    hit.evidence[hit.evidence_count++] = "open(\"" SECRET "\") is not closed";
    hit.evidence[hit.evidence_count++] =
        "words that are cut where they have just begun to tell of: hunte";
    hit.related[hit.related_count++] = (struct stn_code_place){
        .path = STN_STR("a.go"),
        .span = span_of(STN_STR(SECRET_SOURCE), "use(db)"),
        .what = "used, opened by " SECRET,
    };
    assert_int_equal(add(&findings, SECRET_SOURCE, &hit, SECRET), STN_OK);
    const struct stn_finding *finding = &findings.items[0];
    check_str(finding->excerpt, "db := open(\"********\") // ********");
    assert_int_equal(finding->excerpt_marked, 22);
    check_str(finding->location, "func run********");
    assert_int_equal(finding->evidence_count, 1);
    assert_string_equal(finding->evidence[0],
                        "open(\"********\") is not closed");
    check_str(finding->related[0].message, "used, opened by ********");
    stn_findings_dispose(&findings);
}

/* The fingerprint of the first statement of a source. */
static struct stn_fingerprint
fingerprint_of(const char *source, const char *statement, const char *secret)
{
    struct stn_findings findings = {0};
    struct stn_code_hit hit = hit_at(source, statement);

    assert_int_equal(add(&findings, source, &hit, secret), STN_OK);
    struct stn_fingerprint fingerprint = findings.items[0].fingerprint;
    stn_findings_dispose(&findings);
    return fingerprint;
}

static void a_fingerprint_survives_moves_and_indentation(void **state)
{
    struct stn_fingerprint one =
        fingerprint_of("defer f(a,\n\tb)\n", "defer f(a,\n\tb)", NULL);
    struct stn_fingerprint moved = fingerprint_of(
        "\n\n\t\tdefer f(a,\n\t\t\tb)\n", "defer f(a,\n\t\t\tb)", NULL);
    struct stn_fingerprint changed =
        fingerprint_of("defer f(a,\n\tc)\n", "defer f(a,\n\tc)", NULL);

    (void)state;
    assert_true(one.place == moved.place);
    assert_int_equal(one.secret, moved.secret);
    assert_true(one.place != changed.place);
}

static void a_fingerprint_does_not_depend_on_a_secret(void **state)
{
    struct stn_fingerprint one =
        fingerprint_of("open(\"hunter2\")\n", "open(\"hunter2\")", "hunter2");
    struct stn_fingerprint other =
        fingerprint_of("open(\"wombat9\")\n", "open(\"wombat9\")", "wombat9");

    (void)state;
    assert_true(one.place == other.place);
    assert_int_equal(one.secret, other.secret);
}

static void equal_statements_of_one_function_are_numbered(void **state)
{
    static const char source[] = "f()\nf()\n";
    const struct stn_text text = {.path = STN_STR("a.go"),
                                  .bytes = stn_str_of(source)};
    const struct stn_code_hit hits[] = {
        {.rule = &leak, .span = {0, 3}},
        {.rule = &leak, .span = {4, 7}},
    };
    struct stn_code_text code = {.text = &text};
    struct stn_findings findings = {0};
    struct stn_lines *lines = NULL;

    (void)state;
    assert_int_equal(stn_lines_new(&lines, &text, NULL), STN_OK);
    code.lines = lines;
    assert_int_equal(stn_findings_add_code(&findings, &code, hits, 2, NULL),
                     STN_OK);
    assert_int_equal(findings.items[0].fingerprint.nth, 1);
    assert_int_equal(findings.items[1].fingerprint.nth, 2);
    stn_lines_free(lines);
    stn_findings_dispose(&findings);
}

/* A hit whose fix inserts a line after its statement. */
static struct stn_code_hit hit_with_fix(const char *source,
                                        const char *statement, const char *text)
{
    struct stn_code_hit hit = hit_at(source, statement);

    hit.fix_title = "close it";
    hit.edits[0] =
        (struct stn_code_edit){{hit.span.end, hit.span.end}, stn_str_of(text)};
    hit.edit_count = 1;
    return hit;
}

static void a_fix_is_shown_as_a_diff(void **state)
{
    struct stn_findings findings = {0};
    struct stn_code_hit hit =
        hit_with_fix(SOURCE, "f := open(\"x\")", "\n\tdefer f.Close()");

    (void)state;
    assert_int_equal(add(&findings, SOURCE, &hit, NULL), STN_OK);
    const struct stn_fix *fix = findings.items[0].fix;
    assert_non_null(fix);
    check_str(fix->title, "close it");
    assert_int_equal(fix->edit_count, 1);
    assert_int_equal(fix->edits[0].start_byte, hit.span.end);
    assert_int_equal(fix->edits[0].start.line, 4);
    check_str(fix->edits[0].text, "\n\tdefer f.Close()");
    check_str(fix->diff, "@@ -1,7 +1,8 @@\n"
                         " package p\n"
                         " \n"
                         " func run() {\n"
                         "     f := open(\"x\")\n"
                         "+    defer f.Close()\n"
                         " \n"
                         "     use(f)\n"
                         " }\n");
    stn_findings_dispose(&findings);
}

static void edits_far_apart_are_hunks_of_their_own(void **state)
{
    static const char source[] =
        "one\n2\n3\n4\n5\n6\n7\n8\n9\n10\neleven\n12\n";
    struct stn_findings findings = {0};
    struct stn_code_hit hit = hit_at(source, "one");

    (void)state;
    hit.fix_title = "count";
    hit.edits[0] = (struct stn_code_edit){{0, 3}, STN_STR("1\n1.5")};
    hit.edits[1] = (struct stn_code_edit){span_of(STN_STR(source), "eleven"),
                                          STN_STR("11")};
    hit.edit_count = 2;
    assert_int_equal(add(&findings, source, &hit, NULL), STN_OK);
    check_str(findings.items[0].fix->diff, "@@ -1,4 +1,5 @@\n"
                                           "-one\n"
                                           "+1\n"
                                           "+1.5\n"
                                           " 2\n 3\n 4\n"
                                           "@@ -8,5 +9,5 @@\n"
                                           " 8\n 9\n 10\n"
                                           "-eleven\n"
                                           "+11\n"
                                           " 12\n");
    stn_findings_dispose(&findings);
}

static void a_fix_shows_no_secret_beside_it(void **state)
{
    struct stn_findings findings = {0};
    struct stn_code_hit hit =
        hit_with_fix(SECRET_SOURCE, "use(db)", "\n\tdb.Close()");

    (void)state;
    assert_int_equal(add(&findings, SECRET_SOURCE, &hit, SECRET), STN_OK);
    const struct stn_fix *fix = findings.items[0].fix;
    assert_non_null(fix);
    assert_true(stn_str_find(fix->diff, STN_STR(SECRET)) == SIZE_MAX);
    assert_true(
        stn_str_find(fix->diff, STN_STR(" \x20   db := open(\"********\") // "
                                        "********\n")) != SIZE_MAX);
    stn_findings_dispose(&findings);
}

static void a_fix_that_repeats_a_secret_is_none(void **state)
{
    struct stn_findings findings = {0};
    struct stn_code_hit hit = hit_with_fix(SECRET_SOURCE, "use(db)",
                                           "\n\tother := open(\"" SECRET "\")");

    (void)state;
    assert_int_equal(add(&findings, SECRET_SOURCE, &hit, SECRET), STN_OK);
    assert_null(findings.items[0].fix);
    stn_findings_dispose(&findings);
}

static void a_fix_of_bytes_with_a_secret_is_none(void **state)
{
    struct stn_findings findings = {0};
    struct stn_code_hit hit =
        hit_at(SECRET_SOURCE, "db := open(\"" SECRET "\")");

    (void)state;
    hit.fix_title = "rewrite";
    hit.edits[0] = (struct stn_code_edit){hit.span, STN_STR("db := nil")};
    hit.edit_count = 1;
    assert_int_equal(add(&findings, SECRET_SOURCE, &hit, SECRET), STN_OK);
    assert_null(findings.items[0].fix);
    stn_findings_dispose(&findings);
}

static enum stn_status add_with_all(void *payload)
{
    struct stn_findings findings = {0};
    struct stn_code_hit hit =
        hit_with_fix(SECRET_SOURCE, "use(db)", "\n\tdb.Close()");

    (void)payload;
    hit.evidence[hit.evidence_count++] = "with " SECRET;
    hit.related[hit.related_count++] = (struct stn_code_place){
        .path = STN_STR("a.go"), .span = {0, 3}, .what = "here"};
    enum stn_status status = add(&findings, SECRET_SOURCE, &hit, SECRET);
    assert_int_equal(findings.count, status == STN_OK ? 1 : 0);
    stn_findings_dispose(&findings);
    return status;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    torture(add_with_all, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hit_in_code_shows_its_statement),
        cmocka_unit_test(what_no_change_touched_is_known),
        cmocka_unit_test(no_secret_is_shown),
        cmocka_unit_test(a_fingerprint_survives_moves_and_indentation),
        cmocka_unit_test(a_fingerprint_does_not_depend_on_a_secret),
        cmocka_unit_test(equal_statements_of_one_function_are_numbered),
        cmocka_unit_test(a_fix_is_shown_as_a_diff),
        cmocka_unit_test(edits_far_apart_are_hunks_of_their_own),
        cmocka_unit_test(a_fix_shows_no_secret_beside_it),
        cmocka_unit_test(a_fix_that_repeats_a_secret_is_none),
        cmocka_unit_test(a_fix_of_bytes_with_a_secret_is_none),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
