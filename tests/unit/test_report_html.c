#include <stdlib.h>

#include "base/base64.h"
#include "base/sha256.h"
#include "reports/html_assets.h"
#include "reports/html_writer.h"
#include "tests/support/reporting.h"

#define FORMAT "html"

/* Take out what is the same in every report: it has files of its own. */
static void cut(struct stn_buf *page, struct stn_str part)
{
    size_t at = stn_str_find(stn_buf_str(page), part);

    assert_int_not_equal(at, SIZE_MAX);
    memmove(page->ptr + at, page->ptr + at + part.len,
            page->len - at - part.len);
    stn_buf_truncate(page, page->len - part.len);
}

/* The digests in the policy are of the style and the script. */
static void cut_digest(struct stn_buf *page, struct stn_str part)
{
    struct stn_buf digest = STN_BUF_INIT(STN_KIB);

    stn_html_hash(&digest, part);
    cut(page, stn_buf_str(&digest));
    stn_buf_dispose(&digest);
}

static void check(void (*init)(struct stn_report *), const char *name)
{
    struct stn_report report;
    struct stn_buf out;

    init(&report);
    write_plain(FORMAT, &out, &report);
    cut(&out, stn_html_style);
    cut(&out, stn_html_script);
    cut_digest(&out, stn_html_style);
    cut_digest(&out, stn_html_script);
    golden(name, stn_buf_str(&out));
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
}

static void the_sample_reads_as_expected(void **state)
{
    (void)state;
    check(sample_report_init, "reports/html.expected");
}

static void nothing_found_is_said(void **state)
{
    (void)state;
    check(sample_report_init_clean, "reports/html-clean.expected");
}

static void an_incomplete_run_says_first_what_is_missing(void **state)
{
    (void)state;
    check(sample_report_init_incomplete, "reports/html-incomplete.expected");
}

/* Whatever bytes come in, none of them starts or ends a tag or an attribute,
 * makes a character reference, or is a control. */
static void any_byte_stays_text(void **state)
{
    char bytes[256 * 3];
    struct stn_buf out = STN_BUF_INIT(STN_MIB);

    (void)state;
    for (size_t i = 0; i < 256; i++) {
        bytes[3 * i] = (char)i;
        bytes[3 * i + 1] = 'x';
        bytes[3 * i + 2] = (char)(255 - i);
    }
    stn_html_text(&out, (struct stn_str){bytes, sizeof(bytes)});
    assert_int_equal(out.status, STN_OK);
    for (size_t i = 0; i < out.len; i++) {
        assert_null(memchr("<>\"'", out.ptr[i], 4));
        assert_true((unsigned char)out.ptr[i] >= 0x20);
    }
    assert_true(stn_utf8_is_valid(stn_buf_str(&out)));
    stn_buf_dispose(&out);
}

static void words_are_escaped(void **state)
{
    struct stn_buf out = STN_BUF_INIT(STN_MIB);

    (void)state;
    stn_html_words(&out, NULL);
    assert_int_equal(out.len, 0);
    stn_html_words(&out, "<b a=\"1\" c='2'>&amp;##[error]\xE2\x80\xAEtxt\xFF");
    assert_string_equal(out.ptr,
                        "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;"
                        "&#35;&#35;[error]\\u{202E}txt\\xFF");
    stn_buf_dispose(&out);
}

static void a_digest_is_that_of_the_standard(void **state)
{
    struct stn_buf out = STN_BUF_INIT(STN_KIB);
    struct stn_buf digest = STN_BUF_INIT(STN_KIB);
    unsigned char expected[STN_SHA256_BYTES];
    struct stn_sha256 hash;

    (void)state;
    stn_html_hash(&out, STN_STR("abc"));
    assert_string_equal(out.ptr,
                        "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    stn_buf_clear(&out);
    stn_html_hash(&out, stn_html_script);
    stn_sha256_init(&hash);
    stn_sha256_update(&hash, stn_html_script);
    stn_sha256_final(&hash, expected);
    assert_true(
        stn_base64_decode(&digest, stn_str_sub(stn_buf_str(&out), 7, out.len)));
    assert_int_equal(digest.len, sizeof(expected));
    assert_memory_equal(digest.ptr, expected, sizeof(expected));
    stn_buf_dispose(&digest);
    stn_buf_dispose(&out);
}

/* What a browser hashes is what stands between the tags: neither part may end
 * its element, nor hold what a parser would change. */
static void style_and_script_end_where_they_should(void **state)
{
    const struct stn_str parts[] = {stn_html_style, stn_html_script};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        assert_true(parts[i].len > 0);
        assert_int_equal(stn_str_find(parts[i], STN_STR("</")), SIZE_MAX);
        assert_int_equal(stn_str_find(parts[i], STN_STR("<!--")), SIZE_MAX);
        assert_int_equal(stn_str_find(parts[i], STN_STR("://")), SIZE_MAX);
        for (size_t j = 0; j < parts[i].len; j++)
            assert_true(parts[i].ptr[j] == '\n' ||
                        (parts[i].ptr[j] >= ' ' && parts[i].ptr[j] <= '~'));
    }
}

static const struct stn_rule_info rule = {
    .id = "r",
    .title = "T",
    .severity = STN_HIGH,
    .category = STN_CATEGORY_SECRET,
};

/* `count` findings in a file each, every second one allowed. */
static void init_many(struct stn_report *report, size_t count)
{
    struct stn_finding *items = stn_calloc(count, sizeof(*items));

    assert_non_null(items);
    *report = (struct stn_report){.verdict = STN_FINDINGS,
                                  .fail_at = STN_HIGH,
                                  .blocking = (count + 1) / 2};
    for (size_t i = 0; i < count; i++)
        items[i] = (struct stn_finding){
            .rule = &rule,
            .severity = i % 4 == 0 ? STN_HIGH : STN_LOW,
            .status = i % 2 == 0 ? STN_NEW : STN_ALLOWED,
            .file = i % 2 == 0 ? STN_STR("a") : STN_STR("b"),
            .start = {1, 1},
        };
    report->found.items = items;
    report->found.count = report->found.capacity = count;
}

static size_t occurrences(const struct stn_buf *page, const char *words)
{
    struct stn_str rest = stn_buf_str(page);
    size_t count = 0;

    for (;;) {
        size_t at = stn_str_find(rest, stn_str_of(words));
        if (at == SIZE_MAX)
            return count;
        rest = stn_str_sub(rest, at + 1, rest.len);
        count++;
    }
}

static void past_the_ceiling_the_worst_are_listed(void **state)
{
    struct stn_report report;
    struct stn_buf out;

    (void)state;
    init_many(&report, STN_HTML_FINDINGS_MAX + 1234);
    write_plain(FORMAT, &out, &report);
    assert_int_equal(occurrences(&out, "<article "), STN_HTML_FINDINGS_MAX);
    assert_int_equal(occurrences(&out, "<article id=\"f0\""), 1);
    assert_non_null(strstr(out.ptr, "<b>1,234 more findings</b>"));
    /* All that are left out are allowed ones. */
    assert_int_equal(occurrences(&out, " 0 0 0\">"),
                     (STN_HTML_FINDINGS_MAX + 1234) / 2);
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
}

static void long_names_do_not_make_a_page_without_end(void **state)
{
    struct stn_report report;
    struct stn_buf out;
    char *name = stn_calloc(STN_PATH_BYTES_MAX, 1);

    (void)state;
    assert_non_null(name);
    memset(name, 'n', STN_PATH_BYTES_MAX);
    init_many(&report, STN_HTML_FINDINGS_MAX);
    for (size_t i = 0; i < report.found.count; i++)
        report.found.items[i].location =
            (struct stn_str){name, STN_PATH_BYTES_MAX};
    write_plain(FORMAT, &out, &report);
    assert_true(occurrences(&out, "<article ") > 1000);
    assert_non_null(strstr(out.ptr, " more findings</b>"));
    assert_true(out.len < 2 * STN_HTML_BYTES_MAX);
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
    stn_free(name);
}

static void only_a_page_of_the_web_becomes_a_link(void **state)
{
    static const char *const odd[] = {"javascript:alert(1)",
                                      "https://a/\" onclick=\"alert(1)",
                                      "https://a/'><b>", "", NULL};
    struct stn_rule_info linked = rule;
    struct stn_report report;
    struct stn_buf out;

    (void)state;
    init_many(&report, 1);
    report.found.items[0].rule = &linked;
    linked.source = "https://stanch.example/?a=1&b=2#c";
    write_plain(FORMAT, &out, &report);
    assert_non_null(strstr(
        out.ptr, " href=\"https://stanch.example/?a=1&amp;b=2&#35;c\">docs"));
    stn_buf_dispose(&out);
    for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
        linked.source = odd[i];
        write_plain(FORMAT, &out, &report);
        assert_null(strstr(out.ptr, "\">docs"));
        assert_null(strstr(out.ptr, "onclick"));
        stn_buf_dispose(&out);
    }
    sample_report_dispose(&report);
}

static void a_place_is_a_link_where_that_is_known(void **state)
{
    const struct stn_reporter_options options = {
        .link = "https://git.example/o/r/blob/", .commit = "abc"};
    struct stn_report report;
    struct stn_buf out;

    (void)state;
    init_many(&report, 1);
    report.found.items[0].file = STN_STR("a b\">\xFF.txt");
    write_with(FORMAT, &out, &report, &options);
    assert_non_null(strstr(out.ptr, " href=\"https://git.example/o/r/blob/abc/"
                                    "a%20b%22%3E%FF.txt&#35;L1\">view</a>"));
    stn_buf_dispose(&out);
    write_with(FORMAT, &out, &report,
               &(struct stn_reporter_options){.link = "javascript:a//",
                                              .commit = "abc"});
    assert_null(strstr(out.ptr, ">view<"));
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
}

static void what_a_change_tried_is_said(void **state)
{
    struct stn_report report;
    struct stn_buf out;

    (void)state;
    init_many(&report, 1);
    report.found.items[0].is_mark_ignored = true;
    report.found.items[0].was = STN_STR("src/<old>");
    write_plain(FORMAT, &out, &report);
    assert_non_null(strstr(out.ptr, "but the change itself brings that."));
    assert_non_null(
        strstr(out.ptr, "from <code class=\"path\">src/&lt;old&gt;</code>"));
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
}

static void what_is_no_severity_is_shown_as_a_note(void **state)
{
    struct stn_report report;
    struct stn_buf out;

    (void)state;
    init_many(&report, 1);
    report.found.items[0].severity = (enum stn_severity)77;
    write_plain(FORMAT, &out, &report);
    assert_non_null(strstr(out.ptr, "id=\"s1\" open>"));
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
}

static void no_line_is_a_command_of_a_ci_system(void **state)
{
    struct stn_report report;
    struct stn_buf out;

    (void)state;
    sample_report_init(&report);
    write_plain(FORMAT, &out, &report);
    assert_null(strstr(out.ptr, "##"));
    assert_null(strstr(out.ptr, "\n::"));
    assert_null(strstr(out.ptr, "\n ::"));
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
}

static void neither_options_nor_the_clock_change_it(void **state)
{
    struct stn_reporter_options options = {
        .color = true, .verbose = true, .quiet = true};
    struct stn_report report;
    struct stn_buf plain;
    struct stn_buf other = STN_BUF_INIT(STN_MIB);

    (void)state;
    sample_report_init(&report);
    write_plain(FORMAT, &plain, &report);
    report.seconds = 99;
    assert_int_equal(
        stn_reporter_find(FORMAT)->write(&other, &report, &options, NULL),
        STN_OK);
    assert_string_equal(plain.ptr, other.ptr);
    stn_buf_dispose(&plain);
    stn_buf_dispose(&other);
    sample_report_dispose(&report);
}

static void running_out_of_memory_is_reported(void **state)
{
    (void)state;
    check_memory(FORMAT);
}

static void reaching_the_ceiling_is_reported(void **state)
{
    (void)state;
    check_ceiling(FORMAT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sample_reads_as_expected),
        cmocka_unit_test(nothing_found_is_said),
        cmocka_unit_test(an_incomplete_run_says_first_what_is_missing),
        cmocka_unit_test(any_byte_stays_text),
        cmocka_unit_test(words_are_escaped),
        cmocka_unit_test(a_digest_is_that_of_the_standard),
        cmocka_unit_test(style_and_script_end_where_they_should),
        cmocka_unit_test(past_the_ceiling_the_worst_are_listed),
        cmocka_unit_test(long_names_do_not_make_a_page_without_end),
        cmocka_unit_test(only_a_page_of_the_web_becomes_a_link),
        cmocka_unit_test(a_place_is_a_link_where_that_is_known),
        cmocka_unit_test(what_a_change_tried_is_said),
        cmocka_unit_test(what_is_no_severity_is_shown_as_a_note),
        cmocka_unit_test(no_line_is_a_command_of_a_ci_system),
        cmocka_unit_test(neither_options_nor_the_clock_change_it),
        cmocka_unit_test(running_out_of_memory_is_reported),
        cmocka_unit_test(reaching_the_ceiling_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
