#include "policy/policy.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "tests/support/torture.h"

#define SECRET "hunter12"

static const struct stn_rule_info rule = {.id = "generic-password",
                                          .severity = STN_HIGH};

/* A finding for each SECRET of a text, as stn_findings_add() makes them. */
static void find_secrets(struct stn_findings *findings, struct stn_str text)
{
    for (size_t at = 0;;) {
        size_t found =
            stn_str_find(stn_str_sub(text, at, text.len), STN_STR(SECRET));
        if (found == SIZE_MAX)
            return;
        found += at;
        at = found + sizeof(SECRET) - 1;
        findings->items = stn_grow(findings->items, &findings->capacity,
                                   findings->count, sizeof(*findings->items));
        assert_non_null(findings->items);
        findings->items[findings->count++] = (struct stn_finding){
            .rule = &rule,
            .severity = STN_HIGH,
            .start_byte = found,
            .end_byte = at,
        };
    }
}

static enum stn_status judge_whole(struct stn_findings *findings,
                                   const struct stn_text *whole,
                                   const struct stn_options *options)
{
    struct stn_policy *policy = NULL;
    struct stn_lines *lines = NULL;

    enum stn_status status = stn_policy_new(&policy, options, NULL);
    if (status == STN_OK)
        status = stn_lines_new(&lines, whole, NULL);
    if (status == STN_OK)
        status = stn_policy_judge_text(policy, findings, 0, whole, lines, NULL);
    stn_lines_free(lines);
    stn_policy_free(policy);
    return status;
}

static enum stn_status judge(struct stn_findings *findings, struct stn_str text)
{
    return judge_whole(findings, &(struct stn_text){.bytes = text},
                       &(struct stn_options){.now = 1});
}

/* The first finding of a text, judged; `reason` NULL: it stays new. */
static void check(const char *text, const char *reason, const char *evidence)
{
    struct stn_findings findings = {0};
    struct stn_buf got = STN_BUF_INIT(4096);

    find_secrets(&findings, stn_str_of(text));
    assert_true(findings.count > 0);
    assert_int_equal(judge(&findings, stn_str_of(text)), STN_OK);
    const struct stn_finding *finding = &findings.items[0];
    if (finding->status == STN_ALLOWED)
        stn_buf_append(&got, finding->reason);
    if ((finding->status == STN_ALLOWED) != (reason != NULL) ||
        strcmp(got.ptr, reason != NULL ? reason : "") != 0)
        fail_msg("%s: %s", text, got.ptr);
    assert_int_equal(finding->evidence_count, evidence != NULL);
    if (evidence != NULL)
        assert_string_equal(finding->evidence[0], evidence);
    stn_buf_dispose(&got);
    stn_findings_dispose(&findings);
}

static void is_allowed(const char *text, const char *reason)
{
    check(text, reason, NULL);
}

static void stays_new(const char *text)
{
    check(text, NULL, NULL);
}

static void a_mark_names_a_rule_and_a_reason(void **state)
{
    (void)state;
    is_allowed("p=hunter12 # stanch:allow generic-password -- a sample",
               "a sample");
    is_allowed("p=hunter12 // stanch:allow generic-* -- a sample\r\n",
               "a sample");
    is_allowed("p=hunter12 # stanch:allow jwt, generic-password -- why not",
               "why not");
    is_allowed("p=hunter12 # stanch:allow {jwt,generic-password} -- x", "x");
    stays_new("p=hunter12 # stanch:allow jwt -- a sample");
    stays_new("p=hunter12 # stanch:allow generic -- a sample");
    stays_new("p=hunter12");
}

static void without_rule_or_reason_it_does_not_count(void **state)
{
    (void)state;
    check("p=hunter12 # stanch:allow generic-password", NULL,
          "in-line allow without a reason");
    check("p=hunter12 # stanch:allow generic-password --  ", NULL,
          "in-line allow without a reason");
    check("p=hunter12 # stanch:allow", NULL, "in-line allow without a rule");
    check("p=hunter12 # stanch:allow -- because", NULL,
          "in-line allow without a rule");
    /* For another rule: none of this finding's business. */
    stays_new("p=hunter12 # stanch:allow jwt");
}

static void it_stands_in_a_comment_of_any_language(void **state)
{
    (void)state;
    is_allowed("p=hunter12 /* stanch:allow * -- x y */ + 1", "x y");
    is_allowed("/* stanch:allow * -- x */ p=hunter12", "x");
    is_allowed("<p>hunter12</p> <!-- stanch:allow * -- x y -->", "x y");
    is_allowed("p='hunter12' -- stanch:allow * -- x", "x");
    is_allowed("p=hunter12 ; stanch:allow * -- x", "x");
    is_allowed("p=hunter12 % stanch:allow * -- x", "x");
    is_allowed("p=\"hunter12\" ' stanch:allow * -- x", "x");
    is_allowed("p=hunter12 (* stanch:allow * -- x *)", "x");
    is_allowed("p(\"hunter12\");//stanch:allow * -- x", "x");
    is_allowed("p=\"hunter12\"#stanch:allow * -- x", "x");
    is_allowed("p=hunter12 # see stanch:allow * -- x", "x");
}

static void outside_of_a_comment_it_does_not_count(void **state)
{
    (void)state;
    stays_new("p=hunter12 stanch:allow * -- x");
    stays_new("https://u:hunter12@host/ gitleaks:allow");
    stays_new("curl --password=hunter12 gitleaks:allow");
    stays_new("Cookie: a=hunter12; b=gitleaks:allow");
    stays_new("p='hunter12' gitleaks:allow");
    stays_new("/page?p=hunter12#gitleaks:allow");
    stays_new("p=hunter12 %20 x%gitleaks:allow");
    stays_new("p=hunter12\n# stanch:allow * -- x");
}

static void inside_the_secret_it_does_not_count(void **state)
{
    struct stn_findings findings = {0};
    struct stn_str text = STN_STR("p=x.#y gitleaks:allow z");

    (void)state;
    find_secrets(&findings, STN_STR("  " SECRET));
    /* The mark is part of the secret. */
    findings.items[0].end_byte = text.len;
    assert_int_equal(judge(&findings, text), STN_OK);
    assert_int_equal(findings.items[0].status, STN_NEW);
    /* What opens the comment is. */
    findings.items[0].end_byte = 6;
    assert_int_equal(judge(&findings, text), STN_OK);
    assert_int_equal(findings.items[0].status, STN_NEW);
    /* Nothing is. */
    findings.items[0].end_byte = 4;
    assert_int_equal(judge(&findings, text), STN_OK);
    assert_int_equal(findings.items[0].status, STN_ALLOWED);
    stn_findings_dispose(&findings);
}

static void alone_on_the_line_above_it_counts(void **state)
{
    (void)state;
    is_allowed("# stanch:allow * -- x\np=hunter12\n", "x");
    is_allowed("  //   stanch:allow * -- x\r\np=hunter12\n", "x");
    is_allowed("### stanch:allow * -- x\np=hunter12", "x");
    is_allowed("/** stanch:allow * -- x */\np=hunter12", "x");
    is_allowed("REM stanch:allow * -- x\np=hunter12", "x");
    stays_new("# stanch:allow * -- x\n\np=hunter12");
    stays_new("a = 1 # stanch:allow * -- x\np=hunter12");
    stays_new("# not that one: stanch:allow * -- x\np=hunter12");
    stays_new("stanch:allow * -- x\np=hunter12");
    check("# stanch:allow generic-*\np=hunter12", NULL,
          "in-line allow without a reason");
}

static void marks_of_other_tools_count(void **state)
{
    (void)state;
    is_allowed("p=hunter12 # gitleaks:allow", "gitleaks:allow");
    is_allowed("p=hunter12 # pragma: allowlist secret",
               "pragma: allowlist secret");
    is_allowed("p=hunter12 # Pragma: Allowlist Secret",
               "pragma: allowlist secret");
    is_allowed("# pragma: allowlist nextline secret\np=hunter12",
               "pragma: allowlist nextline secret");
    stays_new("# pragma: allowlist secret\np=hunter12");
    stays_new("# gitleaks:allow\np=hunter12");
    stays_new("p=hunter12 # pragma: allowlist nextline secret");
    stays_new("p=hunter12 # gitleaks:allowed");
    stays_new("p=hunter12 # xgitleaks:allow");
    stays_new("p=hunter12 # pragma: allowlist secrets");
    stays_new("a=1 # pragma: allowlist nextline secret\np=hunter12");
}

static void nolint_counts_when_it_names_stanch(void **state)
{
    (void)state;
    is_allowed("p := \"hunter12\" //nolint:stanch", "nolint:stanch");
    is_allowed("p := \"hunter12\" //nolint:gosec,stanch // a sample",
               "a sample");
    is_allowed("p := \"hunter12\" // nolint:stanch,gosec // a sample",
               "a sample");
    stays_new("p := \"hunter12\" //nolint:gosec");
    stays_new("p := \"hunter12\" //nolint:stanchion");
    stays_new("p := \"hunter12\" //nolint");
    is_allowed("p := \"hunter12\" //nolint:gosec // gitleaks:allow",
               "gitleaks:allow");
}

static void a_reason_with_a_secret_in_it_is_not_shown(void **state)
{
    struct stn_findings findings = {0};
    struct stn_str text = STN_STR("# stanch:allow * -- was hunter12\n"
                                  "p=other001\n");

    (void)state;
    is_allowed("p=hunter12 # stanch:allow * -- hunter12 is a sample",
               "in line; the reason given holds a secret");
    /* One secret in the reason for another: only the other is allowed. */
    find_secrets(&findings, text);
    findings.items[1] = findings.items[0];
    findings.items[1].start_byte = stn_str_find(text, STN_STR("other"));
    findings.items[1].end_byte = findings.items[1].start_byte + 8;
    findings.count = 2;
    assert_int_equal(judge(&findings, text), STN_OK);
    assert_int_equal(findings.items[0].status, STN_NEW);
    assert_string_equal(findings.items[1].reason.ptr,
                        "in line; the reason given holds a secret");
    stn_findings_dispose(&findings);
}

static void a_long_reason_is_cut_at_a_character(void **state)
{
    struct stn_findings findings = {0};
    struct stn_buf text = STN_BUF_INIT(4096);

    (void)state;
    stn_buf_puts(&text, "p=hunter12 # stanch:allow * -- x");
    for (size_t i = 0; i < 200; i++)
        stn_buf_puts(&text, "\xC3\xA4");
    find_secrets(&findings, stn_buf_str(&text));
    assert_int_equal(judge(&findings, stn_buf_str(&text)), STN_OK);
    assert_int_equal(findings.items[0].status, STN_ALLOWED);
    assert_int_equal(findings.items[0].reason.len, 199);
    stn_buf_dispose(&text);
    stn_findings_dispose(&findings);
}

static void each_finding_of_a_line_is_judged(void **state)
{
    struct stn_findings findings = {0};
    struct stn_str text =
        STN_STR("a=hunter12 b=hunter12 # stanch:allow * -- both\n"
                "c=hunter12\n"
                "# stanch:allow * -- above\n"
                "d=hunter12\n");

    (void)state;
    find_secrets(&findings, text);
    /* Out of order, as after a subtraction. */
    struct stn_finding last = findings.items[3];
    findings.items[3] = findings.items[0];
    findings.items[0] = last;
    assert_int_equal(judge(&findings, text), STN_OK);
    assert_int_equal(findings.count, 4);
    assert_int_equal(findings.items[0].status, STN_ALLOWED);
    assert_int_equal(findings.items[1].status, STN_ALLOWED);
    assert_int_equal(findings.items[2].status, STN_NEW);
    assert_int_equal(findings.items[3].status, STN_ALLOWED);
    stn_findings_dispose(&findings);
}

static void a_window_has_its_own_offsets(void **state)
{
    struct stn_findings findings = {0};
    struct stn_lines *lines = NULL;
    struct stn_policy *policy = NULL;
    struct stn_options options = {.now = 1};
    struct stn_text text = {
        .bytes = STN_STR("p=hunter12 # gitleaks:allow\n"),
        .base_byte = 5000000000,
        .is_continued = true,
    };

    (void)state;
    find_secrets(&findings, text.bytes);
    findings.items[0].start_byte += text.base_byte;
    findings.items[0].end_byte += text.base_byte;
    assert_int_equal(stn_policy_new(&policy, &options, NULL), STN_OK);
    assert_int_equal(stn_lines_new(&lines, &text, NULL), STN_OK);
    assert_int_equal(
        stn_policy_judge_text(policy, &findings, 0, &text, lines, NULL),
        STN_OK);
    assert_int_equal(findings.items[0].status, STN_ALLOWED);
    stn_lines_free(lines);
    stn_policy_free(policy);
    stn_findings_dispose(&findings);
}

static void a_line_full_of_marks_is_no_trouble(void **state)
{
    struct stn_findings findings = {0};
    struct stn_buf text = STN_BUF_INIT(8 << 20);

    (void)state;
    for (size_t i = 0; i < 50000; i++)
        stn_buf_puts(&text, "hunter12 # stanch:allow jwt ");
    find_secrets(&findings, stn_buf_str(&text));
    assert_int_equal(judge(&findings, stn_buf_str(&text)), STN_OK);
    assert_int_equal(findings.items[49999].status, STN_NEW);
    stn_buf_dispose(&text);
    stn_findings_dispose(&findings);
}

static enum stn_status attempt(void *payload)
{
    struct stn_finding item = {.rule = &rule, .start_byte = 2, .end_byte = 10};
    struct stn_findings findings = {.items = &item, .count = 1};

    (void)payload;
    enum stn_status status =
        judge(&findings, STN_STR("p=hunter12 # stanch:allow * -- x"));
    findings.items = NULL;
    stn_findings_dispose(&findings);
    return status;
}

static void running_out_of_memory_leaves_nothing_behind(void **state)
{
    (void)state;
    torture(attempt, NULL);
}

static void marks_that_a_change_brings_have_no_effect(void **state)
{
    const struct stn_text text = {
        .bytes = STN_STR("a = " SECRET " # stanch:allow generic-* -- mine\n")};
    struct stn_findings findings = {0};

    (void)state;
    find_secrets(&findings, text.bytes);
    assert_int_equal(
        judge_whole(&findings, &text,
                    &(struct stn_options){.now = 1, .is_untrusted = true}),
        STN_OK);
    assert_int_equal(findings.items[0].status, STN_NEW);
    assert_true(findings.items[0].is_mark_ignored);
    assert_string_equal(findings.items[0].evidence[0],
                        "allowed by the change itself: no effect");
    stn_findings_dispose(&findings);
}

static void a_mark_on_code_counts_if_its_line_was_there_before(void **state)
{
    static const struct stn_rule_info check = {.id = "generic-check",
                                               .category = STN_CATEGORY_GO};
    const struct stn_span second_line = {36, 50};
    const struct stn_span first_line = {0, 10};
    struct stn_text text = {
        .bytes = STN_STR("// stanch:allow generic-* -- known\n" SECRET "\n"),
        .touched = &second_line,
        .touched_count = 1};

    (void)state;
    for (int is_new = 0; is_new < 2; is_new++) {
        struct stn_findings findings = {0};
        find_secrets(&findings, text.bytes);
        findings.items[0].rule = &check;
        if (is_new)
            text.touched = &first_line;
        assert_int_equal(
            judge_whole(&findings, &text,
                        &(struct stn_options){.now = 1, .is_untrusted = true}),
            STN_OK);
        assert_int_equal(findings.items[0].status,
                         is_new ? STN_NEW : STN_ALLOWED);
        stn_findings_dispose(&findings);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mark_names_a_rule_and_a_reason),
        cmocka_unit_test(without_rule_or_reason_it_does_not_count),
        cmocka_unit_test(it_stands_in_a_comment_of_any_language),
        cmocka_unit_test(outside_of_a_comment_it_does_not_count),
        cmocka_unit_test(inside_the_secret_it_does_not_count),
        cmocka_unit_test(alone_on_the_line_above_it_counts),
        cmocka_unit_test(marks_of_other_tools_count),
        cmocka_unit_test(nolint_counts_when_it_names_stanch),
        cmocka_unit_test(a_reason_with_a_secret_in_it_is_not_shown),
        cmocka_unit_test(a_long_reason_is_cut_at_a_character),
        cmocka_unit_test(each_finding_of_a_line_is_judged),
        cmocka_unit_test(a_window_has_its_own_offsets),
        cmocka_unit_test(a_line_full_of_marks_is_no_trouble),
        cmocka_unit_test(marks_that_a_change_brings_have_no_effect),
        cmocka_unit_test(a_mark_on_code_counts_if_its_line_was_there_before),
        cmocka_unit_test(running_out_of_memory_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
