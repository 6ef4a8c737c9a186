#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "http/xml.h"
#include "tests/support/http_recorder.h"
#include "tests/support/torture.h"

static struct stn_http_walk *read_all(const char *xml, size_t window)
{
    struct stn_http_walk *walk = recorder_new();

    assert_int_equal(
        recorder_read(walk, &stn_http_xml, stn_str_of(xml), window), STN_OK);
    return walk;
}

static void expect(const char *xml, const char *lines)
{
    struct stn_http_walk *walk = read_all(xml, 0);

    assert_string_equal(recorder_lines(walk), lines);
    recorder_free(walk);
}

static bool claims(const char *head)
{
    return stn_http_xml.sniff(stn_str_of(head), false);
}

static void reports_and_burp_items_are_claimed_other_xml_is_not(void **state)
{
    (void)state;
    assert_true(claims("<?xml version=\"1.0\"?>\n<testsuites><testsuite"));
    assert_true(claims("\n<testsuite name='x'>"));
    assert_true(claims("<!-- made by --><test-run id='2'>"));
    assert_true(
        claims("<?xml version=\"1.0\"?><!DOCTYPE items [\n"
               "<!ELEMENT items (item*)>]>\n<items burpVersion=\"1\">"));
    assert_true(claims("<item><request base64=\"true\">"));
    assert_false(claims("<items><item/></items>"));
    assert_false(claims("<project><testsuite/></project>"));
    assert_false(claims("x <testsuite>"));
    assert_false(claims("<testsuit"));
    assert_false(claims("{}"));
    assert_false(claims(""));
}

static void the_output_of_a_test_is_a_text_of_its_own(void **state)
{
    (void)state;
    expect("<testsuites><testsuite><testcase classname='c' name='test_login'>"
           "<system-out><![CDATA[> GET /\n> Cookie: a]]></system-out>"
           "<system-err>\nplain\n</system-err><failure/>"
           "<failure message='m'>it &lt;failed&gt;</failure>"
           "</testcase></testsuite><system-out/></testsuites>",
           "exchange\nnested test_login › system-out: > GET /\n> Cookie: a\n"
           "exchange\nnested test_login › system-err: plain\n"
           "exchange\nnested test_login › failure: it <failed>\n");
    expect("<testsuite><system-out>a</system-out></testsuite>",
           "exchange\nnested system-out: a\n");
}

static void tags_in_an_output_are_text_nobody_escaped(void **state)
{
    (void)state;
    expect("<testsuite><error>a <b>c</b> <br/> </e></error>"
           "<error>d</error></testsuite>",
           "exchange\nnested error: a <b>c</b> <br/> </e>\nexchange\nnested "
           "error: d\n");
}

static void
a_message_is_decoded_where_it_is_written_with_references(void **state)
{
    (void)state;
    expect("<testsuite><failure message='a&#10;b'/>"
           "<failure message='plain'/></testsuite>",
           "text a\nb\n");
}

static void properties_are_fields(void **state)
{
    (void)state;
    expect("<testsuite><properties><property name='env.TOKEN' value='1'/>"
           "<property name='empty' value=''/><property value='2'/>"
           "</properties></testsuite>",
           "field env.TOKEN = 1\n");
}

static void a_report_may_be_cut_anywhere(void **state)
{
    (void)state;
    expect("<testsuite><testcase name='a'><system-out>abc",
           "exchange\nnested a › system-out: abc\n");
    expect("<testsuite><testcase name='a'><system-out", "");
    expect("<testsuite><testcase name='a", "");
    expect("<testsuite><failure message='a&#10;b'", "");
}

static void names_of_tests_are_made_fit_for_places(void **state)
{
    (void)state;
    expect("<testsuite><testcase name='a\x1b[1m\nb'><error>x</error>",
           "exchange\nnested a?[1m?b › error: x\n");
}

#define REQUEST "GET /a HTTP/1.1\r\nCookie: a=b\r\n\r\n"
#define REQUEST_BASE64 "R0VUIC9hIEhUVFAvMS4xDQpDb29raWU6IGE9Yg0KDQo="

static void burp_items_are_whole_messages(void **state)
{
    (void)state;
    expect("<?xml version=\"1.0\"?><items burpVersion=\"2023\"><item>"
           "<url><![CDATA[https://h.test/a?b=1]]></url>"
           "<request base64=\"true\"><![CDATA[" REQUEST_BASE64 "]]></request>"
           "<response base64=\"false\"><![CDATA[HTTP/1.1 200 OK\n\nx]]>"
           "</response></item><item/></items>",
           "exchange\nurl https://h.test/a?b=1\n"
           "request\nnested items[0].request: " REQUEST "\n"
           "response\nnested items[0].response: HTTP/1.1 200 OK\n\nx\n"
           "exchange\n");
}

static void decoded_bytes_know_where_they_stand(void **state)
{
    const char *xml = "<testsuite><error>&lt;x</error></testsuite>";
    struct stn_http_walk *walk = recorder_new();

    (void)state;
    recorder_show_places(walk);
    assert_int_equal(recorder_read(walk, &stn_http_xml, stn_str_of(xml), 0),
                     STN_OK);
    assert_string_equal(recorder_lines(walk),
                        "exchange\n[error]@18-23 nested error: <x\n");
    recorder_free(walk);
}

/* What is shorter than a window is read the same, wherever windows end. */
static void windows_make_no_difference(void **state)
{
    static const char xml[] =
        "<?xml version='1.0'?><testsuites><!-- c --><testsuite name='s'>"
        "<properties><property name='a' value='1'/></properties>"
        "<testcase name='t1'><system-out><![CDATA[one]]></system-out>"
        "</testcase><testcase name='t2'><failure message='x&amp;y'>two"
        "</failure></testcase><testcase name='t3'/></testsuite>"
        "<system-err>three</system-err></testsuites>";
    struct stn_http_walk *whole = read_all(xml, 0);

    (void)state;
    assert_true(recorder_has(whole, "nested t2 › failure: two"));
    for (size_t window = 70; window < sizeof(xml); window++) {
        struct stn_http_walk *walk = read_all(xml, window);
        assert_string_equal(recorder_lines(walk), recorder_lines(whole));
        recorder_free(walk);
    }
    recorder_free(whole);
}

static void a_log_longer_than_a_window_is_read_in_pieces(void **state)
{
    struct stn_buf xml = STN_BUF_INIT(STN_MIB);

    (void)state;
    stn_buf_puts(&xml, "<testsuite><testcase name='t'><system-out>");
    for (size_t i = 0; i < 40; i++)
        stn_buf_printf(&xml, "line %zu of the log\n", i);
    stn_buf_puts(&xml, "</system-out><error>after</error></testcase>");
    struct stn_http_walk *walk = read_all(xml.ptr, 100);
    assert_true(recorder_has(
        walk, "note a log in XML is large, and was read in pieces"));
    assert_true(recorder_has(walk, "nested t › error: after"));
    for (size_t i = 0; i < 40; i++) {
        char line[64];
        snprintf(line, sizeof(line), "line %zu of the log", i);
        assert_non_null(strstr(recorder_lines(walk), line));
    }
    recorder_free(walk);
    stn_buf_dispose(&xml);
}

static void a_message_longer_than_a_window_is_lost_and_said_so(void **state)
{
    struct stn_buf xml = STN_BUF_INIT(STN_MIB);

    (void)state;
    stn_buf_puts(&xml, "<items burpVersion='1'><item><response base64='true'>");
    for (size_t i = 0; i < 40; i++)
        stn_buf_puts(&xml, REQUEST_BASE64);
    stn_buf_puts(&xml, "</response><url>u</url></item></items>");
    struct stn_http_walk *walk = read_all(xml.ptr, 100);
    assert_true(recorder_has(walk, "lost a message in base64 is too large"));
    assert_true(recorder_has(walk, "url u"));
    recorder_free(walk);
    stn_buf_dispose(&xml);
}

static enum stn_status run_report(void *payload)
{
    struct stn_http_walk *walk = recorder_new();
    const enum stn_status status =
        recorder_read(walk, &stn_http_xml, stn_str_of(payload), 0);

    recorder_free(walk);
    return status;
}

static void every_allocation_may_fail(void **state)
{
    char report[] = "<testsuite><testcase name='t'><error message='&lt;'>a&lt;b"
                    "</error></testcase></testsuite>";
    char burp[] = "<items burpVersion='1'><item><url>u</url>"
                  "<request base64='true'>" REQUEST_BASE64 "</request></item>";

    (void)state;
    torture(run_report, report);
    torture(run_report, burp);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reports_and_burp_items_are_claimed_other_xml_is_not),
        cmocka_unit_test(the_output_of_a_test_is_a_text_of_its_own),
        cmocka_unit_test(tags_in_an_output_are_text_nobody_escaped),
        cmocka_unit_test(
            a_message_is_decoded_where_it_is_written_with_references),
        cmocka_unit_test(properties_are_fields),
        cmocka_unit_test(a_report_may_be_cut_anywhere),
        cmocka_unit_test(names_of_tests_are_made_fit_for_places),
        cmocka_unit_test(burp_items_are_whole_messages),
        cmocka_unit_test(decoded_bytes_know_where_they_stand),
        cmocka_unit_test(windows_make_no_difference),
        cmocka_unit_test(a_log_longer_than_a_window_is_read_in_pieces),
        cmocka_unit_test(a_message_longer_than_a_window_is_lost_and_said_so),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
