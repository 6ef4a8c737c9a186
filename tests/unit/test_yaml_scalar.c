#include "http/yaml_scalar.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "tests/support/torture.h"

/** A scalar as libyaml reads it out of a text, and as it is decoded. */
struct decoded {
    struct stn_buf bytes;
    struct stn_map map;
    struct stn_str text;
    bool is_whole; /**< Given up: all of it stands for all of it. */
};

/* The first scalar of a text that is no key, decoded. */
static enum stn_status decode(struct decoded *decoded, struct stn_str text)
{
    struct stn_yaml_events *events = NULL;
    struct stn_yaml_event event = {0};
    struct stn_error err;
    size_t scalars = 0;

    *decoded = (struct decoded){.bytes = STN_BUF_INIT(1 << 20), .text = text};
    enum stn_status status = stn_yaml_events_open(&events, text, 0, &err);
    while (status == STN_OK && scalars < 2) {
        status = stn_yaml_events_next(events, &event, &err);
        scalars += event.kind == STN_YAML_EVENT_SCALAR;
    }
    if (status == STN_OK)
        status = stn_yaml_scalar_decode(text, &event, &decoded->bytes,
                                        &decoded->map, &err);
    if (status == STN_OK)
        decoded->is_whole =
            decoded->map.count == 1 && decoded->map.pieces[0].decoded_unit == 0;
    stn_yaml_events_close(events);
    return status;
}

static void dispose(struct decoded *decoded)
{
    stn_buf_dispose(&decoded->bytes);
    stn_map_dispose(&decoded->map);
}

/* Where a part of the value stands. */
static struct stn_str origin_of(const struct decoded *decoded,
                                struct stn_str part)
{
    const size_t at = stn_str_find(stn_buf_str(&decoded->bytes), part);

    assert_true(at != SIZE_MAX);
    const struct stn_span span =
        stn_map_origin(&decoded->map, (struct stn_span){at, at + part.len});
    assert_true(span.end <= decoded->text.len);
    return stn_str_sub(decoded->text, span.start, span.end);
}

/* Decode the value of a map's only key, and find `part` in the source as
 * `source`. */
static void assert_decodes(const char *yaml, const char *value,
                           const char *part, const char *source)
{
    struct decoded decoded;
    const struct stn_str text = stn_str_of(yaml);

    assert_int_equal(decode(&decoded, text), STN_OK);
    assert_string_equal(decoded.bytes.ptr, value);
    assert_false(decoded.is_whole);
    const struct stn_str origin = origin_of(&decoded, stn_str_of(part));
    assert_int_equal(origin.len, strlen(source));
    assert_memory_equal(origin.ptr, source, origin.len);
    dispose(&decoded);
}

static void a_plain_scalar_folds_over_lines(void **state)
{
    (void)state;
    assert_decodes("k: sid=1; a\n   b;\n\n\n   c\n", "sid=1; a b;\n\nc", "a b",
                   "a\n   b");
    assert_decodes("k: sid=1; a\n   b;\n\n\n   c\n", "sid=1; a b;\n\nc", "b;",
                   "b;");
    assert_decodes("k: one\ttwo  three\n  four # five\n",
                   "one\ttwo  three four", "four", "four");
    assert_decodes("k: a\r\n  b\r\n", "a b", "b", "b");
}

static void a_single_quoted_scalar_has_quotes_twice(void **state)
{
    (void)state;
    assert_decodes("k: '{''a'': ''b''}'\n", "{'a': 'b'}", "'b'", "''b''");
    assert_decodes("k: 'a''b\n\n  c  \n  d'\n", "a'b\nc d", "c d", "c  \n  d");
    assert_decodes("k: ''''\n", "'", "'", "''");
}

static void a_double_quoted_scalar_has_escapes(void **state)
{
    (void)state;
    assert_decodes("k: \"a\\tb\\x41\\u00e9\\U0001F600\\/\\e\\_\"\n",
                   "a\tbA\xC3\xA9\xF0\x9F\x98\x80/\x1b\xC2\xA0", "\xC3\xA9",
                   "\\u00e9");
    assert_decodes("k: \"a\\\n   b\\\n   \\ c\\n\n   d\"\n", "ab c\n d", "b c",
                   "b\\\n   \\ c");
    assert_decodes("k: \"a\n\n   b  \\\n\n   c\"\n", "a\nb  \nc", "b", "b");
    assert_decodes("k: \"\\N\\L\\P\\\"\\\\\"\n",
                   "\xC2\x85\xE2\x80\xA8\xE2\x80\xA9\"\\", "\"", "\\\"");
}

static void a_key_that_is_folded_is_found_where_it_stands(void **state)
{
    (void)state;
    assert_decodes("k: \"-----BEGIN\n  PRIVATE KEY-----\\nMIIB\"\n",
                   "-----BEGIN PRIVATE KEY-----\nMIIB", "BEGIN PRIVATE",
                   "BEGIN\n  PRIVATE");
}

static void a_literal_block_loses_its_indentation(void **state)
{
    (void)state;
    assert_decodes("k: |\n  one\n    two\n\n  three\n", "one\n  two\n\nthree\n",
                   "two", "two");
    assert_decodes("k: |-\n  one\n  two\n\n", "one\ntwo", "one\ntwo",
                   "one\n  two");
    assert_decodes("k: |+\n  one\n\n\n", "one\n\n\n", "one", "one");
    assert_decodes("k: |2-  # why\n   one\n  two\n", " one\ntwo", "one", "one");
    assert_decodes("k: |1\n\n  one\n", "\n one\n", "one", "one");
    assert_decodes("k: |\r\n  one\r\n  two\r\n", "one\ntwo\n", "two", "two");
    assert_decodes("k: |\n  one\n  two", "one\ntwo", "two", "two");
}

static void a_folded_block_joins_its_lines(void **state)
{
    (void)state;
    assert_decodes("k: >\n  one\n  two\n\n  three\n    four\n  five\n",
                   "one two\nthree\n  four\nfive\n", "one two", "one\n  two");
    assert_decodes("k: >-\n\n  one\n  two\n", "\none two", "two", "two");
    assert_decodes("k: >+\n  one\n\n\n", "one\n\n\n", "one", "one");
}

static void a_tag_and_an_anchor_are_passed_over(void **state)
{
    (void)state;
    assert_decodes("k: &a !!str 'it''s'\n", "it's", "it's", "it''s");
    assert_decodes("k: !!binary |\n  H4sI\n  AAAA\n", "H4sI\nAAAA\n",
                   "H4sI\nAAAA", "H4sI\n  AAAA");
    assert_decodes("k: !t # why\n  a\n  b\n", "a b", "b", "b");
}

static void bytes_that_yaml_refuses_are_there(void **state)
{
    (void)state;
    assert_decodes("k: a\x1b[0mb\xff\xfe\n  c\n", "a\x1b[0mb\xff\xfe c",
                   "\xff\xfe c", "\xff\xfe\n  c");
    assert_decodes("k: '\x01''\xC2\x80_'\n", "\x01'\xC2\x80_", "\xC2\x80",
                   "\xC2\x80");
}

static void what_stands_as_it_is_needs_no_decoding(void **state)
{
    static const struct {
        const char *yaml;
        bool is_view;
        const char *span;
    } cases[] = {
        {"k: plain text # no\n", true, "plain text"},
        {"k: 'quoted'\n", true, "quoted"},
        {"k: \"quoted\"\n", true, "quoted"},
        {"k: !t &a 'quoted'\n", true, "quoted"},
        {"k: |\n   one line\n", true, "one line\n"},
        {"k: |-\n   one line\n\n", true, "one line"},
        {"k: a\x1b[0m\n", true, "a\x1b[0m"},
        {"k:\n", true, ""},
        {"k: ''\n", true, ""},
        {"k: 'it''s'\n", false, ""},
        {"k: \"\\u0041\"\n", false, ""},
        {"k: one\n  two\n", false, ""},
        {"k: |\n  one\n  two\n", false, ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct stn_str text = stn_str_of(cases[i].yaml);
        struct stn_yaml_events *events = NULL;
        struct stn_yaml_event event;
        struct stn_span span = {0, 0};

        assert_int_equal(stn_yaml_events_open(&events, text, 0, NULL), STN_OK);
        for (size_t scalars = 0; scalars < 2;
             scalars += event.kind == STN_YAML_EVENT_SCALAR)
            assert_int_equal(stn_yaml_events_next(events, &event, NULL),
                             STN_OK);
        assert_int_equal(stn_yaml_scalar_is_view(text, &event, &span),
                         cases[i].is_view);
        assert_int_equal(span.end - span.start, strlen(cases[i].span));
        assert_memory_equal(text.ptr + span.start, cases[i].span,
                            span.end - span.start);
        stn_yaml_events_close(events);
    }
}

static void what_comes_out_differently_is_all_of_it(void **state)
{
    struct decoded decoded = {.bytes = STN_BUF_INIT(100)};
    const struct stn_str text = STN_STR("k: a b\n");
    const struct stn_yaml_event event = {.kind = STN_YAML_EVENT_SCALAR,
                                         .value = STN_STR("other"),
                                         .start = 3,
                                         .end = 6};

    (void)state;
    decoded.text = text;
    assert_int_equal(stn_yaml_scalar_decode(text, &event, &decoded.bytes,
                                            &decoded.map, NULL),
                     STN_OK);
    assert_string_equal(decoded.bytes.ptr, "other");
    assert_true(
        stn_str_equal(origin_of(&decoded, STN_STR("the")), STN_STR("a b")));
    dispose(&decoded);
}

static enum stn_status run_decode(void *payload)
{
    struct decoded decoded;
    const enum stn_status status = decode(&decoded, stn_str_of(payload));

    dispose(&decoded);
    return status;
}

static void decoding_survives_without_memory(void **state)
{
    char yaml[] = "k: \"a\\tb\n  c\\x41\"\n";

    (void)state;
    torture(run_decode, yaml);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_scalar_folds_over_lines),
        cmocka_unit_test(a_single_quoted_scalar_has_quotes_twice),
        cmocka_unit_test(a_double_quoted_scalar_has_escapes),
        cmocka_unit_test(a_key_that_is_folded_is_found_where_it_stands),
        cmocka_unit_test(a_literal_block_loses_its_indentation),
        cmocka_unit_test(a_folded_block_joins_its_lines),
        cmocka_unit_test(a_tag_and_an_anchor_are_passed_over),
        cmocka_unit_test(bytes_that_yaml_refuses_are_there),
        cmocka_unit_test(what_stands_as_it_is_needs_no_decoding),
        cmocka_unit_test(what_comes_out_differently_is_all_of_it),
        cmocka_unit_test(decoding_survives_without_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
