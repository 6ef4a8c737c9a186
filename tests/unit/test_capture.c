/* Captures, from bytes to findings: what counts of what was gathered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "findings/finding.h"
#include "findings/report.h"
#include "tests/support/packer.h"
#include "tests/support/torture.h"
#include "text/codec.h"

/* A token of its own form; a guess from what stands before it; values of named
 * fields. */
static const char rules[] =
    "version: 1\n"
    "rules:\n"
    "  - id: own-token\n"
    "    title: token\n"
    "    severity: high\n"
    "    pattern: '\\bmup_[a-z0-9]{12}\\b'\n"
    "  - id: own-guess\n"
    "    title: guess\n"
    "    severity: medium\n"
    "    in: [text]\n"
    "    pattern: 'word=(?<secret>[a-z0-9_]{6,20})'\n"
    "  - id: own-field\n"
    "    title: field\n"
    "    severity: critical\n"
    "    in: [json, form, query]\n"
    "    names: '^own$'\n"
    "    pattern: '^(?<secret>\\S{6,40})$'\n"
    "  - id: own-signature\n"
    "    title: signature\n"
    "    severity: high\n"
    "    in: [query]\n"
    "    names: '^sig$'\n"
    "    pattern: '^(?<secret>\\S{6,40})$'\n"
    "    confirm: [field-context]\n"
    "  - id: own-jwt\n"
    "    title: JWT\n"
    "    severity: high\n"
    "    pattern: '\\b(eyJ[\\w-]+\\.eyJ[\\w-]+\\.[\\w-]+)'\n"
    "    confirm: [jwt]\n";

/* {"alg":"HS256","typ":"JWT"}, {"sub":"u-77121","jti":"q7m2x9k4"} */
#define JWT                                                                    \
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"                                     \
    "."                                                                        \
    "eyJzdWIiOiJ1LTc3MTIxIiwianRpIjoicTdtMng5azQifQ"                           \
    "."                                                                        \
    "oRfi2qdQYhZDKoAHq2HD9SxedxcbKQCxjnlOEeyknCh"

#define NOW 1800000000

static struct stn_scanner *scanner_new(struct stn_options options)
{
    static const char *const only[] = {"own-*"};
    char path[] = "rules-test-XXXXXX";
    const char *const files[] = {path};
    struct stn_scanner *scanner = NULL;
    struct stn_error err;
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, rules, sizeof(rules) - 1), sizeof(rules) - 1);
    close(fd);
    options.jobs = 1;
    options.now = NOW;
    options.only = (struct stn_strings){only, 1};
    options.rule_files = (struct stn_strings){files, 1};
    assert_int_equal(stn_scanner_new(&scanner, &options, &err), STN_OK);
    unlink(path);
    return scanner;
}

struct run {
    struct stn_scanner *scanner;
    struct stn_report *report;
    struct stn_buf lines;
};

/* "own-token 4 1:20 place +2 evidence" */
static void write_down(struct stn_buf *out, const struct stn_finding *finding)
{
    stn_buf_printf(out, "%s %d %u:%u ", finding->rule->id,
                   (int)finding->severity, finding->start.line,
                   finding->start.column);
    stn_buf_append(out, finding->location);
    if (finding->also_count > 0)
        stn_buf_printf(out, " +%zu", finding->also_count);
    for (size_t i = 0; i < finding->evidence_count; i++)
        stn_buf_printf(out, ", %s", finding->evidence[i]);
    stn_buf_putc(out, '\n');
}

static struct run scan_with(struct stn_options options, struct stn_str text)
{
    struct run run = {.scanner = scanner_new(options),
                      .lines = STN_BUF_INIT((size_t)1 << 20)};
    struct stn_error err;

    assert_int_equal(stn_scan_bytes(run.scanner, "a.har", text.ptr, text.len,
                                    &run.report, &err),
                     STN_OK);
    for (size_t i = 0; i < stn_report_count(run.report); i++)
        write_down(&run.lines, stn_report_at(run.report, i));
    return run;
}

static struct run scan(struct stn_str text)
{
    return scan_with((struct stn_options){0}, text);
}

static void run_dispose(struct run *run)
{
    stn_report_free(run->report);
    stn_scanner_free(run->scanner);
    stn_buf_dispose(&run->lines);
}

static void assert_finds(const char *text, const char *expected)
{
    struct run run = scan(stn_str_of(text));

    assert_string_equal(run.lines.ptr, expected);
    run_dispose(&run);
}

/* One exchange of a HAR: a URL, a header, a body. */
#define ENTRY(url, name, value, body)                                          \
    "{\"request\":{\"method\":\"POST\",\"url\":\"" url "\",\"headers\":[{"     \
    "\"name\":\"" name "\",\"value\":\"" value "\"}],\"postData\":{"           \
    "\"text\":\"" body "\"}}}"
#define HAR(entries) "{\"log\":{\"entries\":[\n" entries "]}}\n"

static void a_token_has_the_place_it_stands_in(void **state)
{
    (void)state;
    assert_finds(HAR(ENTRY("https://a.dev/", "X-Own", "mup_q7k2m9x4w1zb", "")),
                 "own-token 4 2:88 entries[0].request.headers.X-Own\n");
}

static void a_guess_inside_a_field_is_for_the_rules_on_fields(void **state)
{
    static const char har[] =
        HAR(ENTRY("https://a.dev/?word=q7m2x9k4", "X-Own", "x", ""));
    const struct stn_options plain = {.no_captures = true};

    (void)state;
    assert_finds(har, "");
    struct run run = scan_with(plain, stn_str_of(har));
    assert_string_equal(run.lines.ptr, "own-guess 3 2:56 \n");
    run_dispose(&run);
}

static void a_guess_outside_of_fields_stays(void **state)
{
    (void)state;
    assert_finds(HAR(ENTRY("https://a.dev/", "X-Own", "x",
                           "<html>word=q7m2x9k4</html>")),
                 "own-guess 3 2:124 entries[0].request.postData.text\n");
}

static void a_field_is_found_decoded(void **state)
{
    (void)state;
    assert_finds(HAR(ENTRY("https://a.dev/?own=q7m2x9k%34", "X-Own", "x",
                           "{\\\"own\\\":\\\"w8n3z5t1r\\\"}")),
                 "own-field 5 2:55 entries[0].request.url.own\n"
                 "own-field 5 2:139 "
                 "entries[0].request.postData.text › json.own\n");
}

static void of_two_rules_the_more_specific_one_stays(void **state)
{
    (void)state;
    assert_finds(
        HAR(ENTRY("https://a.dev/?own=mup_q7k2m9x4w1zb", "X-Own", "x", "")),
        "own-token 4 2:55 entries[0].request.url.own\n");
}

/* A HAR of one response whose body is base64 of gzip of `text`. */
static void pack_har(struct stn_buf *out, struct stn_str text)
{
    struct stn_buf packed = STN_BUF_INIT((size_t)1 << 20);

    pack_gzip(&packed, text, NULL);
    stn_buf_puts(out, "{\"log\":{\"entries\":[{\"request\":{\"headers\":[]},"
                      "\"response\":{\"content\":{\"encoding\":\"base64\","
                      "\"text\":\"");
    assert_int_equal(stn_codecs[STN_CODEC_BASE64].encode(
                         stn_buf_str(&packed), STN_STR("AAAA"), out, NULL),
                     STN_OK);
    stn_buf_puts(out, "\"}}}]}}");
    stn_buf_dispose(&packed);
}

static void two_secrets_in_one_packed_body_are_two_findings(void **state)
{
    struct stn_buf har = STN_BUF_INIT((size_t)1 << 20);

    (void)state;
    pack_har(&har, STN_STR("{\"a\":\"mup_q7k2m9x4w1zb\",\"own\":\"q7m2x9k4\","
                           "\"b\":\"mup_z3n8r5t6y0hd\"}"));
    struct run run = scan(stn_buf_str(&har));
    assert_string_equal(
        run.lines.ptr,
        "own-field 5 1:97 "
        "entries[0].response.content.text › base64 › gzip › json.own\n"
        "own-token 4 1:97 "
        "entries[0].response.content.text › base64 › gzip › json.a\n"
        "own-token 4 1:97 "
        "entries[0].response.content.text › base64 › gzip › json.b\n");
    const struct stn_finding *first = stn_report_at(run.report, 1);
    const struct stn_finding *second = stn_report_at(run.report, 2);
    assert_int_not_equal(first->fingerprint.secret, second->fingerprint.secret);
    assert_int_equal(first->start_byte, second->start_byte);
    run_dispose(&run);
    stn_buf_dispose(&har);
}

static void a_token_alone_in_a_packed_body_is_found(void **state)
{
    struct stn_buf har = STN_BUF_INIT((size_t)1 << 20);

    (void)state;
    pack_har(&har, STN_STR("mup_q7k2m9x4w1zb"));
    struct run run = scan(stn_buf_str(&har));
    assert_string_equal(run.lines.ptr,
                        "own-token 4 1:97 "
                        "entries[0].response.content.text › base64 › gzip\n");
    run_dispose(&run);
    stn_buf_dispose(&har);
}

static void a_value_at_many_places_is_one_finding(void **state)
{
    struct stn_buf har = STN_BUF_INIT((size_t)1 << 20);

    (void)state;
    stn_buf_puts(&har, "{\"log\":{\"entries\":[\n");
    for (size_t i = 0; i < 30; i++)
        stn_buf_printf(
            &har, "%s\n",
            i == 0
                ? ENTRY("https://a.dev/", "X-Own", "mup_q7k2m9x4w1zb", "")
                : "," ENTRY("https://a.dev/", "X-Own", "mup_q7k2m9x4w1zb", ""));
    stn_buf_puts(&har, "]}}");
    struct run run = scan(stn_buf_str(&har));
    assert_string_equal(
        run.lines.ptr,
        "own-token 4 2:88 entries[0].request.headers.X-Own +29\n");
    const struct stn_finding *finding = stn_report_at(run.report, 0);
    for (size_t i = 0; i < STN_ALSO_MAX; i++)
        assert_int_equal(finding->also[i].start.line, 3 + i);
    assert_true(stn_str_equal(finding->also[0].location,
                              STN_STR("entries[1].request.headers.X-Own")));
    run_dispose(&run);
    stn_buf_dispose(&har);
}

static void the_worst_place_of_a_value_counts(void **state)
{
    (void)state;
    assert_finds(
        HAR(ENTRY("https://a.dev/", "X-CSRF-Token", JWT,
                  "") ",\n" ENTRY("https://a.dev/", "X-Own", JWT, "")),
        "own-jwt 4 3:88 entries[1].request.headers.X-Own +1, never expires\n");
}

static void a_token_against_forged_requests_is_a_note(void **state)
{
    (void)state;
    assert_finds(HAR(ENTRY("https://a.dev/", "X-CSRF-Token", JWT, "")),
                 "own-jwt 1 2:95 entries[0].request.headers.X-CSRF-Token, "
                 "never expires, a token against forged requests\n");
}

static void what_a_signed_url_grants_may_be_over(void **state)
{
    (void)state;
    assert_finds(HAR(ENTRY("https://a.dev/?X-Amz-Date=20261021T072800Z"
                           "&X-Amz-Expires=60&sig=9f3c61d07ab45e28",
                           "X-Own", "x", "")),
                 "own-signature 2 2:100 entries[0].request.url.sig, expired\n");
    assert_finds(HAR(ENTRY("https://a.dev/?X-Amz-Date=20361021T072800Z"
                           "&X-Amz-Expires=60&sig=9f3c61d07ab45e28",
                           "X-Own", "x", "")),
                 "own-signature 4 2:100 entries[0].request.url.sig\n");
}

static void a_fingerprint_survives_another_recording(void **state)
{
    static const char before[] =
        HAR(ENTRY("https://a.dev/", "X-Own", "mup_q7k2m9x4w1zb", ""));
    static const char after[] =
        HAR(ENTRY("https://a.dev/first", "X-Other", "x", "") ",\n" ENTRY(
            "https://b.dev/longer", "X-Own", "mup_q7k2m9x4w1zb", "changed"));

    (void)state;
    struct run first = scan(stn_str_of(before));
    struct run second = scan(stn_str_of(after));
    assert_int_equal(stn_report_count(first.report), 1);
    assert_int_equal(stn_report_count(second.report), 1);
    const struct stn_fingerprint *a =
        &stn_report_at(first.report, 0)->fingerprint;
    const struct stn_fingerprint *b =
        &stn_report_at(second.report, 0)->fingerprint;
    assert_int_equal(a->place, b->place);
    assert_int_equal(a->secret, b->secret);
    assert_int_equal(a->nth, b->nth);
    run_dispose(&first);
    run_dispose(&second);
}

static void a_byte_order_mark_is_no_part_of_a_capture(void **state)
{
    (void)state;
    assert_finds("\xEF\xBB\xBF" HAR(
                     ENTRY("https://a.dev/?own=q7m2x9k4", "X-Own", "x", "")),
                 "own-field 5 2:55 entries[0].request.url.own\n");
}

static void a_capture_may_be_in_utf_16(void **state)
{
    static const char har[] =
        HAR(ENTRY("https://a.dev/?own=q7m2x9k4", "X-Own", "x", ""));
    struct stn_buf wide = STN_BUF_INIT((size_t)1 << 20);

    (void)state;
    stn_buf_append(&wide, STN_STR("\xFF\xFE"));
    for (size_t i = 0; i < sizeof(har) - 1; i++) {
        stn_buf_putc(&wide, har[i]);
        stn_buf_putc(&wide, '\0');
    }
    struct run run = scan(stn_buf_str(&wide));
    assert_string_equal(run.lines.ptr,
                        "own-field 5 2:55 entries[0].request.url.own\n");
    const struct stn_finding *finding = stn_report_at(run.report, 0);
    assert_int_equal(finding->end_byte - finding->start_byte, 2 * 8);
    assert_int_equal(finding->start_byte % 2, 0);
    run_dispose(&run);
    stn_buf_dispose(&wide);
}

static void a_name_that_is_a_secret_is_in_no_place(void **state)
{
    (void)state;
    struct run run =
        scan(STN_STR(HAR(ENTRY("https://a.dev/", "X-Own", "x",
                               "{\\\"mup_q7k2m9x4w1zb\\\":{\\\"own\\\":"
                               "\\\"q7m2x9k4\\\"}}"))));
    assert_non_null(strstr(run.lines.ptr, "› json.….own\n"));
    assert_null(strstr(run.lines.ptr, "mup_q7k2"));
    run_dispose(&run);
}

static void a_cut_capture_is_read_as_far_as_it_goes(void **state)
{
    static const char har[] =
        HAR(ENTRY("https://a.dev/?own=q7m2x9k4", "X-Own", "x", ""));

    (void)state;
    struct run run = scan(stn_str_sub(stn_str_of(har), 0, sizeof(har) - 10));
    assert_string_equal(run.lines.ptr,
                        "own-field 5 2:55 entries[0].request.url.own\n");
    assert_int_equal(run.report->found.skipped[STN_SKIP_UNSTRUCTURED], 1);
    assert_int_equal(run.report->found.skipped[STN_SKIP_UNDECODED], 0);
    run_dispose(&run);
}

struct attempt {
    const struct stn_scanner *scanner;
    struct stn_str text;
};

static enum stn_status attempt_scan(void *payload)
{
    const struct attempt *attempt = payload;
    struct stn_report *report = NULL;
    struct stn_error err;
    enum stn_status status =
        stn_scan_bytes(attempt->scanner, "a.har", attempt->text.ptr,
                       attempt->text.len, &report, &err);

    stn_report_free(report);
    return status;
}

static void a_capture_survives_every_failed_allocation(void **state)
{
    struct stn_buf har = STN_BUF_INIT((size_t)1 << 20);
    struct stn_scanner *scanner = scanner_new((struct stn_options){0});

    (void)state;
    pack_har(&har, STN_STR("{\"a\":\"mup_q7k2m9x4w1zb\",\"b\":{\"own\":"
                           "\"q7m2x9k4\"}}"));
    struct attempt attempt = {scanner, stn_buf_str(&har)};
    torture(attempt_scan, &attempt);
    stn_scanner_free(scanner);
    stn_buf_dispose(&har);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_has_the_place_it_stands_in),
        cmocka_unit_test(a_guess_inside_a_field_is_for_the_rules_on_fields),
        cmocka_unit_test(a_guess_outside_of_fields_stays),
        cmocka_unit_test(a_field_is_found_decoded),
        cmocka_unit_test(of_two_rules_the_more_specific_one_stays),
        cmocka_unit_test(two_secrets_in_one_packed_body_are_two_findings),
        cmocka_unit_test(a_token_alone_in_a_packed_body_is_found),
        cmocka_unit_test(a_value_at_many_places_is_one_finding),
        cmocka_unit_test(the_worst_place_of_a_value_counts),
        cmocka_unit_test(a_token_against_forged_requests_is_a_note),
        cmocka_unit_test(what_a_signed_url_grants_may_be_over),
        cmocka_unit_test(a_fingerprint_survives_another_recording),
        cmocka_unit_test(a_byte_order_mark_is_no_part_of_a_capture),
        cmocka_unit_test(a_capture_may_be_in_utf_16),
        cmocka_unit_test(a_name_that_is_a_secret_is_in_no_place),
        cmocka_unit_test(a_cut_capture_is_read_as_far_as_it_goes),
        cmocka_unit_test(a_capture_survives_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
