#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/support/json_reading.h"

static void expect_of(struct json_record record, const char *json,
                      const char *lines)
{
    struct stn_buf text = json_quoted(json);
    const enum stn_status status =
        json_read(&record, stn_buf_str(&text), text.len + 1, text.len + 1);

    assert_true(status == STN_OK || status == STN_DONE);
    assert_string_equal(record.lines.ptr, lines);
    stn_buf_dispose(&record.lines);
    stn_buf_dispose(&text);
}

static void expect(const char *json, const char *lines)
{
    expect_of(json_new_record(), json, lines);
}

static void expect_traits(const char *json, const char *lines)
{
    struct json_record record = json_new_record();

    record.has_traits = true;
    expect_of(record, json, lines);
}

/* The headers of a request in some layout. */
static void expect_headers(const char *headers, const char *lines)
{
    struct stn_buf json = STN_BUF_INIT(STN_MIB);

    stn_buf_printf(&json, "{'request': {'headers': %s}}", headers);
    expect(json.ptr, lines);
    stn_buf_dispose(&json);
}

static const char har[] =
    "{'log': {'version': '1.2', 'entries': [{'request': {'method': 'POST',"
    " 'url': 'https://h.invalid/p?key=v1',"
    " 'headers': [{'name': 'X-One', 'value': 'h1'},"
    "             {'value': 'h\\u0032', 'name': 'X-Two'}],"
    " 'queryString': [{'name': 'key', 'value': 'v1'}],"
    " 'cookies': [{'name': 'sid', 'value': 'c1', 'httpOnly': true,"
    "              'expires': '2026-10-21T07:28:00Z'}],"
    " 'postData': {'mimeType': 'application/json',"
    "              'text': '{\\'password\\': \\'p1\\'}',"
    "              'params': [{'name': 'f', 'value': 'w'}]}},"
    " 'response': {'headers': [{'name': 'Set-Cookie', 'value': 'sid=c2'}],"
    "  'content': {'text': '{\\'token\\': [\\'t1\\', \\'t2\\']}'},"
    "  'redirectURL': '/next?code=c3'}}]}}\n";

static void an_archive_of_http_gives_all_of_its_fields(void **state)
{
    (void)state;
    expect_traits(
        har, "query key = v1 [entries[0].request.url.key]\n"
             "header X-One = h1 [entries[0].request.headers.X-One]\n"
             "header X-Two = h2 [entries[0].request.headers.X-Two]\n"
             "query key = v1 [entries[0].request.queryString.key]\n"
             "cookie sid = c1 [entries[0].request.cookies.sid] http-only"
             " until 1792567680\n"
             "json password = p1 [entries[0].request.postData.text › "
             "json.password]\n"
             "form f = w [entries[0].request.postData.params.f]\n"
             "cookie sid = c2 [entries[0].response.headers.Set-Cookie.sid]"
             " response\n"
             "json token = t1 [entries[0].response.content.text › json.token]"
             " response\n"
             "json token = t2 [entries[0].response.content.text › json.token]"
             " response\n"
             "query code = c3 [entries[0].response.redirectURL.code]"
             " response\n");
}

static void headers_may_be_a_map(void **state)
{
    (void)state;
    expect_headers("{'A': '1', 'B': ['2', '3'], 'C': 4, 'D': null, 'E': []}",
                   "header A = 1 [request.headers.A]\n"
                   "header B = 2 [request.headers.B]\n"
                   "header B = 3 [request.headers.B]\n"
                   "header C = 4 [request.headers.C]\n");
}

static void pairs_may_come_in_either_order(void **state)
{
    (void)state;
    expect_headers("[{'name': 'A', 'value': '1'}, {'value': '2', 'name': 'B'},"
                   " {'key': 'C', 'value': '3', 'type': 'text'},"
                   " {'value': '4', 'id': 7, 'header': 'D'},"
                   " {'Name': 'E', 'Value': 5}]",
                   "header A = 1 [request.headers.A]\n"
                   "header B = 2 [request.headers.B]\n"
                   "header C = 3 [request.headers.C]\n"
                   "header D = 4 [request.headers.D]\n"
                   "header E = 5 [request.headers.E]\n");
}

static void a_pair_leaves_nothing_to_the_next(void **state)
{
    (void)state;
    expect_headers("[{'name': 'A'}, {'value': '2'}, {}, {'name': 'C',"
                   " 'value': null}, {'name': 'D', 'value': '4'}]",
                   "header D = 4 [request.headers.D]\n");
}

static void a_pair_may_have_many_values(void **state)
{
    (void)state;
    expect_headers("[{'name': 'A', 'values': ['1', '2']},"
                   " {'values': ['3', '4'], 'name': 'B'}]",
                   "header A = 1 [request.headers.A]\n"
                   "header A = 2 [request.headers.A]\n"
                   "header B = 3 [request.headers.B]\n"
                   "header B = 4 [request.headers.B]\n");
}

static void headers_may_be_tuples(void **state)
{
    (void)state;
    expect_headers("[['A', '1'], ['B', '2', '3'], ['C'], []]",
                   "header A = 1 [request.headers.A]\n"
                   "header B = 2 [request.headers.B]\n"
                   "header B = 3 [request.headers.B]\n");
}

static void headers_may_be_a_flat_list(void **state)
{
    (void)state;
    expect("[{'scope': 'https://h.invalid:443', 'rawHeaders':"
           " ['A', '1', 'B', '2', 'C']}]",
           "header A = 1 [[0].rawHeaders.A]\n"
           "header B = 2 [[0].rawHeaders.B]\n");
}

static void headers_may_be_lines(void **state)
{
    (void)state;
    expect_headers("['A: 1', 'B:2', 'C:  \\u0033', 'no header', ':', 'D:']",
                   "header A = 1 [request.headers[0].A]\n"
                   "header B = 2 [request.headers[1].B]\n"
                   "header C = 3 [request.headers[2].C]\n"
                   "header D =  [request.headers[5].D]\n");
}

static void stubs_say_what_a_header_shall_match(void **state)
{
    (void)state;
    expect_headers("{'A': {'equalTo': '1', 'caseInsensitive': true},"
                   " 'B': [{'matcher': 'exact', 'value': '2'}],"
                   " 'C': {'or': [{'contains': '3'}, {'matches': '4'}]}}",
                   "header A = 1 [request.headers.A]\n"
                   "header B = 2 [request.headers.B]\n"
                   "header C = 3 [request.headers.C]\n"
                   "header C = 4 [request.headers.C]\n");
    expect("{'request': {'queryParameters': {'token': {'equalTo': 'q1'}},"
           " 'basicAuthCredentials': {'username': 'u', 'password': 'p1'},"
           " 'bodyPatterns': [{'equalToJson': '{\\'password\\': \\'p2\\'}'}]}}",
           "query token = q1 [request.queryParameters.token]\n"
           "json username = u [request.basicAuthCredentials.username]\n"
           "json password = p1 [request.basicAuthCredentials.password]\n"
           "json password = p2"
           " [request.bodyPatterns[0].equalToJson › json.password]\n");
}

static void basic_auth_is_a_user_and_a_password(void **state)
{
    (void)state;
    expect("[{'request': {'options': {'basic_auth': ['user', 'p1'],"
           " 'timeout': 5}}}]",
           "json password = p1 [[0].request.options.password]\n"
           "json timeout = 5 [[0].request.options.timeout]\n");
}

static void a_header_may_hold_the_headers(void **state)
{
    (void)state;
    expect("[{'request': {'header': {'firstLine': 'GET / HTTP/1.1',"
           " 'headers': [{'name': 'A', 'value': '1'}]}}}]",
           "header firstLine = GET / HTTP/1.1 [[0].request.header.firstLine]\n"
           "header A = 1 [[0].request.header.headers.A]\n");
    expect("{'item': [{'request': {'header': [{'key': 'A', 'value': '1'}]}}]}",
           "header A = 1 [item[0].request.header.A]\n");
}

static void names_are_read_without_their_escapes(void **state)
{
    (void)state;
    expect_headers("{'\\u0041': '1'}", "header A = 1 [request.headers.A]\n");
    expect_headers("[{'name': '\\u0041', 'value': '\\'1\\''}, ['\\u0042', 2]]",
                   "header A = \"1\" [request.headers.A]\n"
                   "header B = 2 [request.headers.B]\n");
}

/* {"token":"t9"} */
static void bodies_may_be_lists_of_bytes(void **state)
{
    (void)state;
    expect("{'run': {'executions': [{'response': {'stream': {'type': 'Buffer',"
           " 'data': [123, 34, 116, 111,\n 107, 101, 110, 34, 58,\n 34, 116,"
           " 57, 34, 125]}}}]}}",
           "json type = Buffer [run.executions[0].response.stream.type]\n"
           "json token = t9"
           " [run.executions[0].response.stream.data › json.token]\n");
    expect("{'run': {'executions': [{'response': {'stream': {'data': []}}}]}}",
           "");
}

static void bodies_may_be_trees(void **state)
{
    (void)state;
    expect("{'request': {'body': {'mode': 'raw',"
           " 'raw': '{\\'password\\': \\'p1\\'}'}},"
           " 'response': {'jsonBody': {'a': {'b': [{'token': 't1'}, 'x'],"
           " 'c': true, 'd': 2}}}}",
           "json mode = raw [request.body.mode]\n"
           "json password = p1 [request.body.raw › json.password]\n"
           "json token = t1 [response.jsonBody.a.b[0].token]\n"
           "json b = x [response.jsonBody.a.b]\n"
           "json d = 2 [response.jsonBody.a.d]\n");
}

static void forms_and_queries_may_be_texts(void **state)
{
    (void)state;
    expect("{'request': {'query': '?a=1&b=%32', 'form': 'c=3+4',"
           " 'cookies': 'd=5; e=6'}}",
           "query a = 1 [request.query.a]\n"
           "query b = 2 [request.query.b]\n"
           "form c = 3 4 [request.form.c]\n"
           "cookie d = 5 [request.Cookie.d]\n"
           "cookie e = 6 [request.Cookie.e]\n");
}

static void the_host_is_forgotten_with_the_exchange(void **state)
{
    (void)state;
    expect_traits("{'interactions': [{'request': {'uri': 'http://localhost/',"
                  " 'headers': {'A': '1'}}, 'response': {'headers':"
                  " {'B': '2'}}}, {'request': {'headers': {'C': '3'}}}]}",
                  "header A = 1 [interactions[0].request.headers.A] local\n"
                  "header B = 2 [interactions[0].response.headers.B] response"
                  " local\n"
                  "header C = 3 [interactions[1].request.headers.C]\n");
}

static void a_request_may_stand_behind_its_response(void **state)
{
    (void)state;
    expect_traits("{'interactions': [{'response': {'headers': {'A': '1'}},"
                  " 'request': {'headers': {'B': '2'}}}]}",
                  "header A = 1 [interactions[0].response.headers.A]"
                  " response\n"
                  "header B = 2 [interactions[0].request.headers.B]\n");
}

static void an_answer_is_a_response_or_the_body_of_one(void **state)
{
    (void)state;
    expect_traits(
        "[{'request': {'headers': {'A': '1'}}, 'response': {'status':"
        " 200, 'headers': {'Set-Cookie': 'b=2'},"
        " 'body': '{\\'token\\': \\'t1\\'}'}}]",
        "header A = 1 [[0].request.headers.A]\n"
        "json status = 200 [[0].response.status] response\n"
        "cookie b = 2 [[0].response.headers.Set-Cookie.b] response\n"
        "json token = t1 [[0].response.body › json.token] response\n");
    expect_traits("[{'scope': 'https://h.invalid', 'path': '/x?key=k1', 'body':"
                  " {'password': 'p1'}, 'response': {'token': 't1'}},"
                  " {'path': '/y?key=k2', 'response':"
                  " '{\\'token\\': \\'t2\\'}'}]",
                  "query key = k1 [[0].path.key]\n"
                  "json password = p1 [[0].body.password]\n"
                  "json token = t1 [[0].response.token] response\n"
                  "query key = k2 [[1].path.key]\n"
                  "json token = t2 [[1].response › json.token] response\n");
}

static void the_state_of_a_browser_has_cookies_and_storage(void **state)
{
    (void)state;
    expect_traits("{'cookies': [{'name': 'sid', 'value': 'c1', 'expires':"
                  " 1792567680.5, 'httpOnly': true}, {'name': 'x',"
                  " 'value': 'c2', 'expires': -1, 'httpOnly': false}],"
                  " 'origins': [{'origin': 'https://h.invalid',"
                  " 'localStorage': [{'name': 'token', 'value': 't1'}]}]}",
                  "cookie sid = c1 [cookies.sid] http-only until 1792567680\n"
                  "cookie x = c2 [cookies.x]\n"
                  "json token = t1 [origins[0].localStorage.token]\n");
}

static void api_clients_keep_variables_and_credentials(void **state)
{
    (void)state;
    expect("{'info': {'_postman_id': '1'}, 'item': [{'item': [{'request':"
           " {'auth': {'type': 'bearer', 'bearer': [{'key': 'token',"
           " 'value': 't1'}]}, 'body': {'urlencoded': [{'key': 'f',"
           " 'value': 'f1'}]}}}]}], 'variable': [{'key': 'v',"
           " 'value': 'v1'}]}",
           "json token = t1 [item[0].item[0].request.auth.bearer.token]\n"
           "form f = f1 [item[0].item[0].request.body.urlencoded.f]\n"
           "json v = v1 [variable.v]\n");
    expect("{'resources': [{'_type': 'request', 'authentication': {'type':"
           " 'bearer', 'token': 't1'}, 'headers': [{'name': 'A',"
           " 'value': '1'}]}]}",
           "json type = bearer [resources[0].authentication.type]\n"
           "json token = t1 [resources[0].authentication.token]\n"
           "header A = 1 [resources[0].headers.A]\n");
}

static void a_line_of_a_logger_is_a_document(void **state)
{
    (void)state;
    expect_traits(
        "{'level': 30, 'req': {'url': '/a?key=k1', 'headers': {'A': '1'}},"
        " 'res': {'headers': {'B': '2'}}}\n"
        "{'msg': 'nothing'}\n"
        "{'req': {'headers': {'C': '3'}}}\n",
        "query key = k1 [req.url.key]\n"
        "header A = 1 [req.headers.A]\n"
        "header B = 2 [res.headers.B] response\n"
        "header C = 3 [req.headers.C]\n");
}

static void tests_that_take_turns_are_told_apart(void **state)
{
    (void)state;
    expect("{'Action':'run','Package':'p','Test':'TestA'}\n"
           "{'Action':'output','Package':'p','Test':'TestA',"
           "'Output':'POST /a HTTP/1.1\\n'}\n"
           "{'Action':'output','Package':'p','Test':'TestB',"
           "'Output':'POST /b HTTP/1.1\\n'}\n"
           "{'Action':'output','Package':'p','Test':'TestA',"
           "'Output':'X-One: a1\\n'}\n"
           "{'Action':'output','Package':'p','Test':'TestB',"
           "'Output':'X-Two: b2\\n'}\n"
           "{'Action':'output','Package':'p','Test':'TestA',"
           "'Output':'\\n'}\n"
           "{'Action':'output','Package':'p','Test':'TestA',"
           "'Output':'{\\'password\\': \\'a3\\'}\\n'}\n"
           "{'Action':'output','Package':'p','Test':'TestB',"
           "'Output':'X-Four: b4\\n'}\n"
           "{'Action':'pass','Package':'p','Test':'TestB'}\n",
           "header X-One = a1 [TestA › exchange[0].request.headers.X-One]\n"
           "header X-Two = b2 [TestB › exchange[0].request.headers.X-Two]\n"
           "json password = a3 [TestA › exchange[0].request.body › json"
           ".password]\n"
           "header X-Four = b4 [TestB › exchange[0].request.headers"
           ".X-Four]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_archive_of_http_gives_all_of_its_fields),
        cmocka_unit_test(headers_may_be_a_map),
        cmocka_unit_test(pairs_may_come_in_either_order),
        cmocka_unit_test(a_pair_leaves_nothing_to_the_next),
        cmocka_unit_test(a_pair_may_have_many_values),
        cmocka_unit_test(headers_may_be_tuples),
        cmocka_unit_test(headers_may_be_a_flat_list),
        cmocka_unit_test(headers_may_be_lines),
        cmocka_unit_test(stubs_say_what_a_header_shall_match),
        cmocka_unit_test(basic_auth_is_a_user_and_a_password),
        cmocka_unit_test(a_header_may_hold_the_headers),
        cmocka_unit_test(names_are_read_without_their_escapes),
        cmocka_unit_test(bodies_may_be_lists_of_bytes),
        cmocka_unit_test(bodies_may_be_trees),
        cmocka_unit_test(forms_and_queries_may_be_texts),
        cmocka_unit_test(the_host_is_forgotten_with_the_exchange),
        cmocka_unit_test(a_request_may_stand_behind_its_response),
        cmocka_unit_test(an_answer_is_a_response_or_the_body_of_one),
        cmocka_unit_test(the_state_of_a_browser_has_cookies_and_storage),
        cmocka_unit_test(api_clients_keep_variables_and_credentials),
        cmocka_unit_test(a_line_of_a_logger_is_a_document),
        cmocka_unit_test(tests_that_take_turns_are_told_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
