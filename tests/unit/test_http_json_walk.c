#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/support/json_reading.h"
#include "tests/support/torture.h"

/* Documents in a row, of many layouts; values before their names; bytes one by
 * one; escapes, some at the very end of a string. */
static const char captures[] =
    "{'log': {'entries': [{'request': {'url': 'https://h.invalid/?key=v1',\n"
    " 'headers': [{'value': 'h\\u0031', 'comment': 'none', 'name': 'X-One'},\n"
    "  {'name': 'X-Two', 'value': 'a\\\\'}, {'name': 'Cookie',\n"
    "  'value': 'a=1; b=2'}], 'postData': {'text':\n"
    "  '{\\'password\\': \\'p\\\\u0031\\', \\'list\\': [1, 2]}'}},\n"
    " 'response': {'headers': [{'values': ['x', 'y'], 'name': 'X-Many'}],\n"
    "  'content': {'text': 'a=1&token=t1'}}}]}}\n"
    "{'run': {'executions': [{'response': {'stream': {'type': 'Buffer',"
    " 'data': [123, 34, 116, 111, 107, 101, 110, 34, 58, 34, 116, 57, 34,\n"
    " 125]}}}]}}\n"
    "[{'scope': 'https://h.invalid', 'rawHeaders': ['A', '1', 'B', '2'],\n"
    "  'reqheaders': {'C': ['3', 4]}, 'response': {'token': 't2'}}]\n"
    "{'request': {'headers': ['A: 1', 'B: \\\\', ['C', '3']]}}\n"
    "{'Action':'output','Package':'p','Test':'T','Output':'GET / HTTP/1.1\\n'}"
    "\n{'Action':'output','Package':'p','Test':'T','Output':'X-One: 1\\n'}\n";

static struct json_record read_in(const char *json, size_t size, size_t most)
{
    struct json_record record = json_new_record();
    struct stn_buf text = json_quoted(json);

    record.has_origins = true;
    record.has_texts = true;
    record.has_traits = true;
    size = size > 0 ? size : text.len + 1;
    assert_int_equal(json_read(&record, stn_buf_str(&text), size, most),
                     STN_OK);
    stn_buf_dispose(&text);
    return record;
}

static void windows_of_every_size_give_what_the_whole_text_does(void **state)
{
    struct json_record whole = read_in(captures, 0, SIZE_MAX);

    (void)state;
    assert_non_null(strstr(whole.lines.ptr, "json password = p1 "));
    assert_non_null(strstr(whole.lines.ptr, "header X-Many = y "));
    assert_non_null(strstr(whole.lines.ptr, "json token = t9 "));
    assert_null(strstr(whole.lines.ptr, "note"));
    for (size_t size = 64; size < sizeof(captures) + 64; size++) {
        struct json_record cut = read_in(captures, size, SIZE_MAX);
        assert_string_equal(cut.lines.ptr, whole.lines.ptr);
        stn_buf_dispose(&cut.lines);
    }
    stn_buf_dispose(&whole.lines);
}

/* Whatever must be given up, what follows is still read. */
static void
windows_that_cannot_grow_lose_no_more_than_what_is_long(void **state)
{
    (void)state;
    for (size_t size = 64; size < sizeof(captures); size++) {
        struct json_record cut = read_in(captures, size, size);
        assert_non_null(strstr(cut.lines.ptr, "header A = 1 "));
        assert_non_null(strstr(cut.lines.ptr, "json token = t2 "));
        assert_non_null(strstr(cut.lines.ptr, "header X-One = 1 [T"));
        stn_buf_dispose(&cut.lines);
    }
}

static void a_long_list_of_bytes_is_handed_over_in_pieces(void **state)
{
    struct stn_buf json = STN_BUF_INIT(STN_MIB);

    (void)state;
    stn_buf_puts(&json, "{'run': {'executions': [{'response': {'stream': "
                        "{'type': 'Buffer', 'data': [");
    for (size_t i = 0; i < 1000; i++)
        stn_buf_puts(&json, i == 0 ? "33" : ", 33");
    stn_buf_puts(&json, "]}}}, {'request': {'header': {'B': '2'}}}]}}");
    struct json_record record = read_in(json.ptr, 128, 256);
    size_t marks = 0;
    for (const char *at = record.lines.ptr; *at != '\0'; at++)
        marks += *at == '!';
    assert_int_equal(marks, 1000);
    assert_non_null(strstr(record.lines.ptr, " text !!!!"));
    assert_non_null(strstr(record.lines.ptr, "header B = 2 "));
    stn_buf_dispose(&record.lines);
    stn_buf_dispose(&json);
}

/* Wherever it ends: no more than the value at the cut is another. */
static void a_capture_may_be_cut_anywhere(void **state)
{
    struct stn_buf text = json_quoted(captures);

    (void)state;
    for (size_t length = 0; length < text.len; length++) {
        struct json_record record = json_new_record();
        char *copy = malloc(length + 1);
        assert_non_null(copy);
        memcpy(copy, text.ptr, length);
        const struct stn_str cut = {copy, length};
        assert_int_equal(json_read(&record, cut, length + 1, SIZE_MAX), STN_OK);
        (void)stn_http_json.sniff(cut, true);
        free(copy);
        stn_buf_dispose(&record.lines);
    }
    stn_buf_dispose(&text);
}

static bool is_claimed(const char *json)
{
    struct stn_buf text = json_quoted(json);
    const bool claimed = stn_http_json.sniff(stn_buf_str(&text), true);

    stn_buf_dispose(&text);
    return claimed;
}

static void captures_are_claimed(void **state)
{
    static const char *const texts[] = {
        "{'log': {'version': '1.2', 'entries': [{'request': {'url': '/',"
        " 'headers': []",
        "{'http_interactions': [{'request': {'headers': {'A': ['1']",
        "{'interactions': [{'response': {'headers': {",
        " \r\n[{'request': {'method': 'get', 'headers': {",
        "[{'scope': 'https://h', 'rawHeaders': ['A', '1']}]",
        "{'mappings': [{'request': {'headers': {'A': {'equalTo': '1'}}}}]}",
        "{'data': {'pairs': [{'request': {'headers': {'A': []}}}]}}",
        "{'imposters': [{'stubs': [{'responses': [{'is': {'headers': "
        "{}}}]}]}]}",
        "{'Entries': [{'RequestUri': 'https://h', 'RequestHeaders': {}}]}",
        "{'info': {'_postman_id': '1', 'name': 'requests'}, 'item': []}",
        "{'id': '1', 'values': [], '_postman_variable_scope': 'environment'}",
        "{'collection': {}, 'environment': {'values': []}, 'run': {}}",
        "{'resources': [{'_type': 'request', 'headers': []}]}",
        "{'cookies': [], 'origins': [{'origin': 'h', 'localStorage': []}]}",
        "{'cookies': [{'name': 'a', 'value': '1'}], 'origins': []}",
        "{'type': 'resource-snapshot', 'snapshot': {'request': {'headers': [",
        "{'msg': 'one'}\n{'req': {'method': 'GET', 'headers': {}}}",
        "{'Action':'output','Package':'p','Output':'ok\\n'}",
        "{'httpRequest': {'path': '/', 'headers': {}}}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (!is_claimed(texts[i]))
            fail_msg("not claimed: %s", texts[i]);
}

static void other_files_are_not(void **state)
{
    static const char *const texts[] = {
        "",
        " \n",
        "{}",
        "[]",
        "'headers'",
        "GET / HTTP/1.1\nheaders: {}",
        "{'name': 'request', 'version': '1.0.0', 'scripts': {'test': 'jest'},"
        " 'dependencies': {'request': '^2.0.0', 'set-cookie-parser': '1'},"
        " 'keywords': ['headers', 'cookies']}",
        "{ // \"request\"\n 'compilerOptions': {'paths': {'headers/*': ['*']},"
        " 'lib': ['es2020'],}, 'include': ['request']}",
        "{'openapi': '3.0.0', 'paths': {'/a': {'get': {'parameters': [{'in':"
        " 'header', 'name': 'X'}], 'requestBody': {'content': {}},"
        " 'responses': {'200': {'headers': {'A': {'schema': {}}}}}}}},"
        " 'components': {'headers': {'B': {}}}}",
        "{'cookies': {'title': 'We use cookies', 'accept': 'OK'}}",
        "{'cookies': 'We use cookies', 'request': 'Request', 'header': 'Top'}",
        "{'values': [1, 2, 3], 'requests': 4}",
        "{'Output': 'dist', 'requests': []}",
        "{'requests': {'cpu': '100m'}}",
        "[{'name': 'header', 'type': 'request'}]",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (is_claimed(texts[i]))
            fail_msg("claimed: %s", texts[i]);
}

static enum stn_status run_read(void *payload)
{
    struct json_record record = json_new_record();
    const enum stn_status status =
        json_read(&record, stn_buf_str(payload), 256, SIZE_MAX);

    stn_buf_dispose(&record.lines);
    return status;
}

static enum stn_status run_sniff(void *payload)
{
    (void)stn_http_json.sniff(stn_buf_str(payload), true);
    return STN_OK;
}

static void every_allocation_may_fail(void **state)
{
    struct stn_buf text = json_quoted(captures);

    (void)state;
    torture(run_read, &text);
    torture(run_sniff, &text);
    stn_buf_dispose(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(windows_of_every_size_give_what_the_whole_text_does),
        cmocka_unit_test(
            windows_that_cannot_grow_lose_no_more_than_what_is_long),
        cmocka_unit_test(a_long_list_of_bytes_is_handed_over_in_pieces),
        cmocka_unit_test(a_capture_may_be_cut_anywhere),
        cmocka_unit_test(captures_are_claimed),
        cmocka_unit_test(other_files_are_not),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
