#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/xml_body.h"
#include "tests/support/http_recorder.h"
#include "tests/support/torture.h"

static void expect(const char *xml, const char *lines)
{
    struct stn_http_walk *walk = recorder_new();
    const struct stn_segment body = {.bytes = stn_str_of(xml)};
    struct stn_error err;

    assert_int_equal(stn_http_xml_body(walk, &body, &err), STN_OK);
    assert_string_equal(recorder_lines(walk), lines);
    recorder_free(walk);
}

static void the_text_of_a_leaf_is_a_field(void **state)
{
    (void)state;
    expect("<s:Envelope><s:Body><Password> hun ter2 </Password>"
           "<wsse:User>bob</wsse:User></s:Body></s:Envelope>",
           "field Password = hun ter2\nfield User = bob\n");
    expect("<a>mixed<b/>text</a>", "");
    expect("<a> </a><b></b>", "");
    expect("no xml", "");
    expect("", "");
}

static void an_attribute_is_a_field(void **state)
{
    (void)state;
    expect("<a xmlns:x='http://x' x:token='1' b=\"\"/>", "field token = 1\n");
    expect("<a t='1'>2</a>", "field t = 1\nfield a = 2\n");
}

static void a_value_is_named_by_what_stands_beside_it(void **state)
{
    (void)state;
    expect("<add key='ApiKey' value='1'/>",
           "field key = ApiKey\nfield ApiKey = 1\n");
    expect("<add value='1' name='ApiKey'/>",
           "field name = ApiKey\nfield ApiKey = 1\n");
    expect("<add value='1'/>", "field value = 1\n");
    expect("<add value='1'", "field value = 1\n");
    expect("<entry key='password'>1</entry>",
           "field key = password\nfield password = 1\n");
    expect("<dict><key>token</key><string>1</string></dict>",
           "field key = token\nfield token = 1\n");
    expect("<member><name>pass</name><value><string>1</string></value>"
           "</member>",
           "field name = pass\nfield pass = 1\n");
    expect("<name>a</name><other>1</other><value>2</value>",
           "field name = a\nfield other = 1\nfield value = 2\n");
}

static void sections_and_references_are_decoded(void **state)
{
    (void)state;
    expect("<a><![CDATA[<x&y>]]></a>", "field a = <x&y>\n");
    expect("<a><![CDATA[cut", "field a = cut\n");
}

static void a_cut_body_gives_what_there_is(void **state)
{
    (void)state;
    expect("<a><token>abc", "field token = abc\n");
}

static enum stn_status run_body(void *payload)
{
    struct stn_http_walk *walk = recorder_new();
    struct stn_error err;
    const enum stn_status status = stn_http_xml_body(walk, payload, &err);

    recorder_free(walk);
    return status;
}

static void failures_of_the_walk_are_passed_on(void **state)
{
    struct stn_segment body = {.bytes =
                                   STN_STR("<a b='1' value='2'>3</a><c>4")};

    (void)state;
    torture(run_body, &body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_text_of_a_leaf_is_a_field),
        cmocka_unit_test(an_attribute_is_a_field),
        cmocka_unit_test(a_value_is_named_by_what_stands_beside_it),
        cmocka_unit_test(sections_and_references_are_decoded),
        cmocka_unit_test(a_cut_body_gives_what_there_is),
        cmocka_unit_test(failures_of_the_walk_are_passed_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
