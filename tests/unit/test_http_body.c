/* Bodies: decoded and taken apart, through the walk. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/limits.h"
#include "http/opening.h"
#include "tests/support/http_sink.h"
#include "tests/support/packer.h"

static void assert_body(const char *body, const char *expected)
{
    assert_hands_over(stn_str_of(body), http_sink_body, NULL, expected);
}

static void json_is_a_text_and_its_scalars_are_fields(void **state)
{
    (void)state;
    assert_body("{\"a\":\"b\\n\",\"n\":{\"x\":12,\"y\":null},\"l\":[\"e\"]}",
                "text [] {\"a\":\"b\\n\",\"n\":{\"x\":12,\"y\":null},"
                "\"l\":[\"e\"]} @0-43\n"
                "json [json.a] a = b\n @6-9\n"
                "json [json.n.x] x = 12 @20-22\n"
                "json [json.l] l = e @39-40\n"
                "leave\n");
}

static void json_in_strings_of_json_is_json(void **state)
{
    (void)state;
    assert_body("{\"a\":\"{\\\"b\\\":\\\"{\\\\\\\"c\\\\\\\":12}\\\"}\"}",
                "text [] {\"a\":\"{\\\"b\\\":\\\"{\\\\\\\"c\\\\\\\":12}\\\"}\"}"
                " @0-34\n"
                "text [json.a] {\"b\":\"{\\\"c\\\":12}\"} @6-32\n"
                "text [json.a › json.b] {\"c\":12} @15-29\n"
                "json [json.a › json.b › json.c] c = 12 @26-28\n"
                "leave\n"
                "leave\n"
                "leave\n");
}

static void a_form_is_known_by_its_look(void **state)
{
    (void)state;
    assert_body("user=me&pass=w%40rd", "text [] user=me&pass=w%40rd @0-19\n"
                                       "form [user] user = me {login} @5-7\n"
                                       "form [pass] pass = w@rd {login}"
                                       " @13-19\n"
                                       "leave\n");
    assert_body("x = 1 and y = 2", "text [] x = 1 and y = 2 @0-15\nleave\n");
}

static void the_parts_of_a_multipart_body_are_fields(void **state)
{
    (void)state;
    assert_body("--x\r\n"
                "Content-Disposition: form-data; name=\"pass\"\r\n"
                "\r\n"
                "word\r\n"
                "--x\r\n"
                "Content-Disposition: form-data; name=\"f\"; filename=\"n\"\r\n"
                "Content-Type: application/json\r\n"
                "\r\n"
                "{\"a\":\"b\"}\r\n"
                "--x--\r\n",
                "text [] --x\r\n"
                "Content-Disposition: form-data; name=\"pass\"\r\n"
                "\r\n"
                "word\r\n"
                "--x\r\n"
                "Content-Disposition: form-data; name=\"f\"; filename=\"n\"\r\n"
                "Content-Type: application/json\r\n"
                "\r\n"
                "{\"a\":\"b\"}\r\n"
                "--x--\r\n"
                " @0-171\n"
                "form [pass] pass = word @52-56\n"
                "text [f] {\"a\":\"b\"} @153-162\n"
                "json [f › json.a] a = b @159-160\n"
                "leave\n"
                "leave\n");
}

static void xml_has_fields_too(void **state)
{
    (void)state;
    assert_body("<a><pass>w&amp;rd</pass></a>",
                "text [] <a><pass>w&amp;rd</pass></a> @0-28\n"
                "json [xml.pass] pass = w&rd @9-17\n"
                "leave\n");
}

static void a_page_has_none(void **state)
{
    (void)state;
    assert_body("<!DOCTYPE html><p>x</p>",
                "text [] <!DOCTYPE html><p>x</p> @0-23\nleave\n");
}

static void base64_and_hex_are_undone(void **state)
{
    (void)state;
    assert_body("eyJ1c2VyIjoibWUiLCJuIjoxMn0=",
                "text [] eyJ1c2VyIjoibWUiLCJuIjoxMn0= @0-28\n"
                "text [base64] {\"user\":\"me\",\"n\":12} @0-28\n"
                "json [base64 › json.user] user = me @12-16\n"
                "json [base64 › json.n] n = 12 @20-28\n"
                "leave\n"
                "leave\n");
    assert_body("7b2275736572223a226d65222c226e223a31327d",
                "text [] 7b2275736572223a226d65222c226e223a31327d @0-40\n"
                "text [hex] {\"user\":\"me\",\"n\":12} @0-40\n"
                "json [hex › json.user] user = me @18-22\n"
                "json [hex › json.n] n = 12 @34-38\n"
                "leave\n"
                "leave\n");
}

static enum stn_status say_bytes(struct stn_http_walk *walk,
                                 const struct stn_segment *root,
                                 const void *payload, struct stn_error *err)
{
    (void)payload;
    return stn_http_body(walk, http_sink_all(root, STN_CODEC_DECIMAL), err);
}

static void a_list_of_bytes_is_a_body(void **state)
{
    (void)state;
    assert_hands_over(STN_STR("123,34, 97,34,58, 49,125"), say_bytes, NULL,
                      "text [] {\"a\":1} @0-24\n"
                      "json [json.a] a = 1 @18-20\n"
                      "leave\n");
}

static void gzip_is_known_by_its_first_bytes(void **state)
{
    struct stn_buf packed = STN_BUF_INIT(STN_MIB);
    struct stn_buf expected = STN_BUF_INIT(STN_MIB);

    (void)state;
    pack_gzip(&packed, STN_STR("{\"a\":\"b\"}"), NULL);
    stn_buf_printf(&expected,
                   "text [gzip] {\"a\":\"b\"} @0-%zu\n"
                   "json [gzip › json.a] a = b @0-%zu\n"
                   "leave\n",
                   packed.len, packed.len);
    assert_hands_over(stn_buf_str(&packed), http_sink_body, NULL, expected.ptr);
    stn_buf_dispose(&packed);
    stn_buf_dispose(&expected);
}

/* A text as base64 of gzip of it, in a string of JSON: {"x":"H4sI..."}. */
static void pack_in_json(struct stn_buf *out, struct stn_str text)
{
    struct stn_buf packed = STN_BUF_INIT(16 * STN_MIB);

    pack_gzip(&packed, text, NULL);
    stn_buf_puts(out, "{\"x\":\"");
    assert_int_equal(stn_codecs[STN_CODEC_BASE64].encode(
                         stn_buf_str(&packed), STN_STR("AAAA"), out, NULL),
                     STN_OK);
    stn_buf_puts(out, "\"}");
    stn_buf_dispose(&packed);
}

static void a_place_tells_all_that_was_undone(void **state)
{
    struct stn_buf body = STN_BUF_INIT(STN_MIB);
    struct stn_buf expected = STN_BUF_INIT(STN_MIB);

    (void)state;
    pack_in_json(&body, STN_STR("{\"x\":\"y\"}"));
    const size_t end = body.len - 2;
    const int width = (int)(end - 6);
    const char *packed = body.ptr + 6;
    stn_buf_printf(&expected,
                   "text [] %s @0-%zu\n"
                   "json [json.x] x = %.*s @6-%zu\n"
                   "text [json.x] %.*s @6-%zu\n"
                   "text [json.x › base64 › gzip] {\"x\":\"y\"} @6-%zu\n"
                   "json [json.x › base64 › gzip › json.x] x = y @6-%zu\n"
                   "leave\n"
                   "leave\n"
                   "leave\n",
                   body.ptr, body.len, width, packed, end, width, packed, end,
                   end, end);
    assert_hands_over(stn_buf_str(&body), http_sink_body, NULL, expected.ptr);
    stn_buf_dispose(&body);
    stn_buf_dispose(&expected);
}

/* A header of a response, then a body. */
static enum stn_status say_encoded(struct stn_http_walk *walk,
                                   const struct stn_segment *root,
                                   const void *payload, struct stn_error *err)
{
    const struct stn_segment value = {.bytes = stn_str_of(payload)};

    stn_http_side(walk, true);
    enum stn_status status =
        stn_http_header(walk, STN_STR("Content-Encoding"),
                        http_sink_all(&value, STN_CODEC_NONE), err);
    if (status >= 0)
        status = http_sink_body(walk, root, NULL, err);
    return status;
}

static void brotli_is_tried(void **state)
{
    static const struct stn_str hello = {
        "\x8F\x09\x80hello, hello, hello\n\x03", 24};

    (void)state;
    if (stn_codecs[STN_CODEC_BROTLI].decode == NULL)
        skip();
    assert_hands_over(hello, http_sink_body, NULL,
                      "text [brotli] hello, hello, hello\n"
                      " @0-24\n"
                      "leave\n");
    assert_hands_over(hello, say_encoded, "br",
                      "text [brotli] hello, hello, hello\n"
                      " {response} @0-24\n"
                      "leave\n");
}

static void a_cut_body_is_read_as_far_as_it_goes(void **state)
{
    struct stn_buf packed = STN_BUF_INIT(STN_MIB);
    struct stn_buf expected = STN_BUF_INIT(STN_MIB);

    (void)state;
    pack_gzip(&packed, STN_STR("{\"a\":\"b\"}"), NULL);
    stn_buf_truncate(&packed, packed.len - 8);
    stn_buf_printf(&expected,
                   "note: a compressed body is cut or damaged\n"
                   "text [gzip] {\"a\":\"b\"} @0-%zu\n"
                   "json [gzip › json.a] a = b @0-%zu\n"
                   "leave\n",
                   packed.len, packed.len);
    assert_hands_over(stn_buf_str(&packed), http_sink_body, NULL, expected.ptr);
    stn_buf_dispose(&packed);
    stn_buf_dispose(&expected);
}

static void raw_deflate_is_named_by_a_header(void **state)
{
    struct stn_buf packed = STN_BUF_INIT(STN_MIB);
    struct stn_buf expected = STN_BUF_INIT(STN_MIB);

    (void)state;
    pack_deflated(&packed, STN_STR("{\"a\":\"b\"}"));
    stn_buf_printf(&expected,
                   "text [deflate] {\"a\":\"b\"} {response} @0-%zu\n"
                   "json [deflate › json.a] a = b {response} @0-%zu\n"
                   "leave\n",
                   packed.len, packed.len);
    assert_hands_over(stn_buf_str(&packed), say_encoded, "deflate",
                      expected.ptr);
    stn_buf_dispose(&packed);
    stn_buf_dispose(&expected);
}

static void read_into(struct http_sink *sink, struct stn_str body)
{
    struct stn_error err;

    http_sink_init(sink, body);
    assert_int_equal(stn_http_walk_new(&sink->walk, &err), STN_OK);
    stn_http_walk_begin(sink->walk, &sink->sink);
    assert_int_equal(http_sink_body(sink->walk, &sink->root, NULL, &err),
                     STN_OK);
}

static void a_bomb_gives_a_note_and_no_more_than_is_allowed(void **state)
{
    struct stn_buf text = STN_BUF_INIT(64 * STN_MIB);
    struct stn_buf packed = STN_BUF_INIT(64 * STN_MIB);
    struct http_sink sink;

    (void)state;
    assert_non_null(stn_buf_reserve(&text, 32 * STN_MIB));
    memset(text.ptr, 'a', 32 * STN_MIB);
    stn_buf_added(&text, 32 * STN_MIB);
    pack_gzip(&packed, stn_buf_str(&text), NULL);
    read_into(&sink, stn_buf_str(&packed));
    assert_int_equal(sink.losses, 1);
    assert_true(http_sink_has(
        &sink, "note lost: a body decodes to more than is looked at"));
    assert_true(sink.most > 0);
    assert_true(sink.most <= STN_HTTP_BODY_BYTES_MAX);
    http_sink_dispose(&sink);
    stn_buf_dispose(&packed);
    stn_buf_dispose(&text);
}

static void what_is_packed_too_often_stays_packed(void **state)
{
    struct stn_buf body = STN_BUF_INIT(STN_MIB);
    struct http_sink sink;

    (void)state;
    stn_buf_puts(&body, "{\"a\":\"deep\"}");
    for (size_t i = 0; i < 2 * STN_HTTP_DECODE_DEPTH_MAX; i++) {
        struct stn_buf packed = STN_BUF_INIT(STN_MIB);
        pack_gzip(&packed, stn_buf_str(&body), NULL);
        stn_buf_dispose(&body);
        body = packed;
    }
    read_into(&sink, stn_buf_str(&body));
    assert_int_equal(sink.calls, 2);
    assert_true(http_sink_has(&sink, "note lost: encodings nest too deep"));
    assert_int_equal(sink.losses, 1);
    http_sink_dispose(&sink);
    stn_buf_dispose(&body);
}

static void what_only_looks_encoded_is_a_text_too(void **state)
{
    struct stn_buf packed = STN_BUF_INIT(STN_MIB);
    struct http_sink sink;

    (void)state;
    /* A token may be made of the characters of base64. */
    read_into(&sink, STN_STR("mup/StanchMadeUpNeverIssued00000"));
    assert_true(
        http_sink_has(&sink, "text [] mup/StanchMadeUpNeverIssued00000 @0-32"));
    http_sink_dispose(&sink);
    pack_gzip(&packed, STN_STR("mup/StanchMadeUpNeverIssued00000"), NULL);
    read_into(&sink, stn_buf_str(&packed));
    assert_non_null(strstr(sink.lines.ptr,
                           "text [gzip] mup/StanchMadeUpNeverIssued00000 "));
    http_sink_dispose(&sink);
    stn_buf_dispose(&packed);
}

static void decoding_ends_with_the_budget(void **state)
{
    struct stn_buf body = STN_BUF_INIT(STN_MIB);
    struct http_sink sink;
    struct stn_error err;

    (void)state;
    pack_gzip(&body, STN_STR("{\"a\":\"b\"}"), NULL);
    http_sink_init(&sink, stn_buf_str(&body));
    assert_int_equal(stn_http_walk_new(&sink.walk, &err), STN_OK);
    stn_http_walk_begin(sink.walk, &sink.sink);
    stn_http_spend(sink.walk, STN_HTTP_DECODED_BYTES_MAX - 10);
    assert_int_equal(http_sink_body(sink.walk, &sink.root, NULL, &err), STN_OK);
    assert_int_equal(stn_http_budget(sink.walk), 1);
    assert_int_equal(sink.notes, 0);
    assert_int_equal(http_sink_body(sink.walk, &sink.root, NULL, &err), STN_OK);
    assert_int_equal(stn_http_budget(sink.walk), 0);
    assert_int_equal(sink.losses, 1);
    const size_t calls = sink.calls;
    assert_int_equal(http_sink_body(sink.walk, &sink.root, NULL, &err), STN_OK);
    assert_int_equal(sink.calls, calls + 2); /* packed */
    stn_http_walk_begin(sink.walk, &sink.sink);
    assert_int_equal(stn_http_budget(sink.walk), STN_HTTP_DECODED_BYTES_MAX);
    http_sink_dispose(&sink);
    stn_buf_dispose(&body);
}

static void a_body_no_rule_begins_in_is_read_if_it_is_small(void **state)
{
    struct stn_buf large = STN_BUF_INIT(STN_MIB);
    struct http_sink sink;
    struct stn_error err;

    (void)state;
    stn_buf_puts(&large, "{\"a\":\"b\",\"c\":\"");
    for (size_t i = 0; i < 5 * STN_KIB; i++)
        stn_buf_putc(&large, 'x');
    stn_buf_puts(&large, "\"}");
    http_sink_init(&sink, stn_buf_str(&large));
    sink.refused = STN_SEGMENT_TEXT;
    assert_int_equal(stn_http_walk_new(&sink.walk, &err), STN_OK);
    stn_http_walk_begin(sink.walk, &sink.sink);
    assert_int_equal(http_sink_body(sink.walk, &sink.root, NULL, &err), STN_OK);
    assert_int_equal(sink.calls, 0);
    sink.root.bytes = STN_STR("{\"a\":\"b\"}");
    assert_int_equal(http_sink_body(sink.walk, &sink.root, NULL, &err), STN_OK);
    assert_true(http_sink_has(&sink, "json [json.a] a = b @6-7"));
    http_sink_dispose(&sink);
    stn_buf_dispose(&large);
}

static void a_deep_body_is_read_as_far_as_it_is_known(void **state)
{
    struct stn_buf deep = STN_BUF_INIT(STN_MIB);
    struct http_sink sink;

    (void)state;
    for (size_t i = 0; i < 10000; i++)
        stn_buf_putc(&deep, '[');
    stn_buf_puts(&deep, "\"in\"");
    for (size_t i = 0; i < 10000; i++)
        stn_buf_putc(&deep, ']');
    read_into(&sink, stn_buf_str(&deep));
    assert_int_equal(sink.losses, 0);
    http_sink_dispose(&sink);
    stn_buf_dispose(&deep);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_is_a_text_and_its_scalars_are_fields),
        cmocka_unit_test(json_in_strings_of_json_is_json),
        cmocka_unit_test(a_form_is_known_by_its_look),
        cmocka_unit_test(the_parts_of_a_multipart_body_are_fields),
        cmocka_unit_test(xml_has_fields_too),
        cmocka_unit_test(a_page_has_none),
        cmocka_unit_test(base64_and_hex_are_undone),
        cmocka_unit_test(a_list_of_bytes_is_a_body),
        cmocka_unit_test(gzip_is_known_by_its_first_bytes),
        cmocka_unit_test(a_place_tells_all_that_was_undone),
        cmocka_unit_test(brotli_is_tried),
        cmocka_unit_test(a_cut_body_is_read_as_far_as_it_goes),
        cmocka_unit_test(raw_deflate_is_named_by_a_header),
        cmocka_unit_test(a_bomb_gives_a_note_and_no_more_than_is_allowed),
        cmocka_unit_test(what_is_packed_too_often_stays_packed),
        cmocka_unit_test(what_only_looks_encoded_is_a_text_too),
        cmocka_unit_test(decoding_ends_with_the_budget),
        cmocka_unit_test(a_body_no_rule_begins_in_is_read_if_it_is_small),
        cmocka_unit_test(a_deep_body_is_read_as_far_as_it_is_known),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
