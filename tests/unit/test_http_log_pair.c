/* Names with values, however a program prints them. */
#include "tests/support/log_reading.h"

static void a_credential_is_read_without_a_message(void **state)
{
    (void)state;
    assert_tells("sending Authorization: Bearer abcd and so on\n",
                 "header Authorization: Bearer abcd\n");
    assert_tells("* [HTTP/2] [1] [authorization: Basic abcd]\n"
                 "* [HTTP/2] [1] [x-other: efgh]\n"
                 "* h2h3 [cookie: a=bcd]\n",
                 "header authorization: Basic abcd\nheader x-other: efgh\n"
                 "header cookie: a=bcd\n");
    assert_tells("Set-Cookie:a=bcd\nx-amz-security-token:abcd\n",
                 "header Set-Cookie: a=bcd\nheader x-amz-security-token: "
                 "abcd\n");
}

static void names_and_values_may_be_quoted(void **state)
{
    (void)state;
    assert_tells("{'X-Api-Key': b'abcd', 'cookie': ['e=fg', \"h=ij\"]}\n",
                 "header X-Api-Key: abcd\nheader cookie: e=fg\n"
                 "header cookie: h=ij\n");
    assert_tells("(\"authorization\", \"Bearer abcd\")\n",
                 "header authorization: Bearer abcd\n");
    assert_tells("    'authorization' => 'it\\'s me',\n",
                 "header authorization: it's me\n");
    assert_tells("log \"{\\\"X-Auth-Token\\\": \\\"abcd\\\"}\" end\n",
                 "header X-Auth-Token: abcd\n");
    assert_tells("http.request.header.authorization=\"Basic abcd\" "
                 "http.request.header.x_api_key=efgh other=1\n",
                 "header authorization: Basic abcd\n");
    assert_tells("  -H \"Authorization: Bearer abcd\" \\\n",
                 "header Authorization: Bearer abcd\n");
}

static void go_names_the_headers_it_encodes(void **state)
{
    (void)state;
    assert_tells(
        "http2: Transport encoding header \"x-any\" = \"abcd\"\n"
        "http2: decoded hpack field header field \"set-cookie\" = \"a=bcd\"\n",
        "header x-any: abcd\nheader set-cookie: a=bcd\n");
}

static void maps_of_go_are_read(void **state)
{
    (void)state;
    assert_tells("&{GET https://h.test/?a=b HTTP/1.1 1 1 "
                 "map[Authorization:[Bearer abcd] Date:[Sun, 01 Nov] "
                 "Set-Cookie:[a=b c=d]] {} 0}\n",
                 "url https://h.test/?a=b\nheader Authorization: Bearer abcd\n"
                 "header Date: Sun, 01 Nov\nheader Set-Cookie: a=b c=d\n");
    assert_tells("map[a:b c:d]\n", "");
}

static void headers_are_read_from_their_brackets(void **state)
{
    (void)state;
    assert_tells("headers={'Any': 'abcd', 'List': [b'e', b'f'], 'n': 1}\n",
                 "header Any: abcd\nheader List: e\nheader List: f\n"
                 "header n: 1\n");
    assert_tells("Request { headers: {\"any\": \"abcd\"} }\n",
                 "header any: abcd\n");
    assert_tells("  headers: [Object: null prototype] {\n    any: 'abcd',\n"
                 "    'x-y': [ 'e', 'f' ]\n  },\n  other: 'g'\n",
                 "header any: abcd\nheader x-y: e\nheader x-y: f\n");
    assert_tells("headers={Any=ab cd, Other=*/*} next\n",
                 "header Any: ab cd\nheader Other: */*\n");
    assert_tells("rawHeaders: [ 'Any', 'abcd', 'Other', 'efgh' ]\n",
                 "header Any: abcd\nheader Other: efgh\n");
}

static void a_heading_begins_headers(void **state)
{
    (void)state;
    assert_tells("info: System.Net.Http.HttpClient.X.LogicalHandler[102]\n"
                 "      Request Headers:\n      Any: abcd\n      B: c\n"
                 "info: other\n",
                 "header Any: abcd\nheader B: c\n");
}

static void a_line_of_json_is_a_body(void **state)
{
    (void)state;
    assert_tells("2026-11-28 {\"level\":\"info\",\"token\":\"abcd\"}\n"
                 "{\"level\":\"info\",\"user\":\"bob\"}\n",
                 "body {\"level\":\"info\",\"token\":\"abcd\"}\n");
}

static void members_are_read_where_they_are_quoted(void **state)
{
    (void)state;
    assert_tells("got {'access_token': 'abcd', 'x': 1}\n"
                 "  password: 'efgh',\n  password: none\n",
                 "field access_token = abcd\nfield password = efgh\n");
}

static void a_url_that_tells_something_is_read(void **state)
{
    (void)state;
    assert_tells("see https://h.test/a and (https://h.test/b?token=c).\n",
                 "header Referer: https://h.test/b?token=c\n");
}

static void a_mask_is_what_it_masks(void **state)
{
    (void)state;
    assert_tells("2026-11-28T10:00:00Z ::add-mask::abcd\n",
                 "field secret = abcd\n");
}

static void names_of_names_are_no_headers(void **state)
{
    (void)state;
    assert_tells("Vary: Cookie\nAccess-Control-Allow-Headers: Authorization\n"
                 "x-request-id: abcdefgh\nauthorization failed\n"
                 "cookie: chocolate chip\n",
                 "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_credential_is_read_without_a_message),
        cmocka_unit_test(names_and_values_may_be_quoted),
        cmocka_unit_test(go_names_the_headers_it_encodes),
        cmocka_unit_test(maps_of_go_are_read),
        cmocka_unit_test(headers_are_read_from_their_brackets),
        cmocka_unit_test(a_heading_begins_headers),
        cmocka_unit_test(a_line_of_json_is_a_body),
        cmocka_unit_test(members_are_read_where_they_are_quoted),
        cmocka_unit_test(a_url_that_tells_something_is_read),
        cmocka_unit_test(a_mask_is_what_it_masks),
        cmocka_unit_test(names_of_names_are_no_headers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
