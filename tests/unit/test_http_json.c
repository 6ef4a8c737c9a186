#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "http/format_list.h"
#include "tests/support/http_recorder.h"
#include "tests/support/torture.h"

static bool claims(const char *head)
{
    return stn_http_json.sniff(stn_str_of(head), true);
}

/* What a capture is said to hold: read as a whole, and in windows of every
 * size that holds its longest value. */
static void expect_from(struct stn_str text, size_t least, bool has_places,
                        const char *lines)
{
    for (size_t window = 0; window <= text.len; window++) {
        if (window > 0 && window < least)
            continue;
        struct stn_http_walk *walk = recorder_new();
        if (has_places)
            recorder_show_places(walk);
        assert_int_equal(recorder_read(walk, &stn_http_json, text, window),
                         STN_OK);
        assert_string_equal(recorder_lines(walk), lines);
        recorder_free(walk);
    }
}

static void expect(const char *text, const char *lines)
{
    expect_from(stn_str_of(text), 128, false, lines);
}

static void expect_placed(const char *text, const char *lines)
{
    expect_from(stn_str_of(text), 200, true, lines);
}

#define HEADERS(json) "{\"request\":{\"headers\":" json "}}"
#define NAMED                                                                  \
    "request\nheader Host: a.test\nheader X-Key: k1\nheader X-Key: k2\n"

static void captures_are_known_by_their_paths(void **state)
{
    (void)state;
    assert_true(claims("{\"log\":{\"entries\":[{\"request\":{\"headers\":["));
    assert_true(claims(" \n[{\"rawHeaders\":[\"a\",\"b\"]}]"));
    assert_true(claims("{\"cookies\":[],\"origins\":[{\"localStorage\":[]}]}"));
    assert_true(
        claims("{\"Time\":\"x\",\"Action\":\"output\",\"Output\":\"a\"}"));
    assert_false(claims("{\"name\":\"request\",\"version\":\"1\"}"));
    assert_false(claims("{\"a\":{\"request\":{\"headers\":[]}}}"));
    assert_false(claims("x {\"request\":{\"headers\":[]}}"));
    assert_false(claims("{\"Output\":\"a\"}"));
    assert_false(claims(""));
    assert_false(claims("{"));
}

static void headers_come_as_a_map(void **state)
{
    (void)state;
    expect(HEADERS("{\"Host\":\"a.test\",\"X-Key\":[\"k1\",\"k2\"]}"), NAMED);
    expect(HEADERS("{\"N\":3,\"T\":true,\"Z\":null}"),
           "request\nheader N: 3\n");
}

static void headers_come_as_pairs_in_either_order(void **state)
{
    (void)state;
    expect(HEADERS("[{\"name\":\"Host\",\"value\":\"a.test\"},"
                   "{\"value\":\"k1\",\"name\":\"X-Key\"},"
                   "{\"enabled\":true,\"key\":\"X-Key\",\"id\":1,"
                   "\"value\":\"k2\"}]"),
           NAMED);
    expect(HEADERS("[{\"name\":\"Host\",\"values\":[\"a.test\"]},"
                   "{\"values\":[\"k1\",\"k2\"],\"name\":\"X-Key\"}]"),
           NAMED);
    expect(HEADERS("[{\"value\":\"nameless\"},{\"name\":\"valueless\"}]"),
           "request\nheader : nameless\n");
}

static void headers_come_as_tuples(void **state)
{
    (void)state;
    expect(HEADERS("[[\"Host\",\"a.test\"],[\"X-Key\",\"k1\",\"k2\"]]"), NAMED);
}

static void headers_come_as_a_flat_list(void **state)
{
    (void)state;
    expect("{\"rawHeaders\":[\"Host\",\"a.test\",\"X-Key\",\"k1\","
           "\"X-Key\",\"k2\"]}",
           "header Host: a.test\nheader X-Key: k1\nheader X-Key: k2\n");
}

static void headers_come_as_lines(void **state)
{
    (void)state;
    expect(HEADERS("[\"Host: a.test\",\"X-Key:k1\",\"X-Key:   k2\","
                   "\"no header\"]"),
           NAMED);
}

static void headers_of_stubs_are_what_they_match(void **state)
{
    (void)state;
    expect(HEADERS("{\"Host\":{\"equalTo\":\"a.test\"},\"X-Key\":"
                   "{\"or\":[{\"equalTo\":\"k1\",\"caseInsensitive\":\"yes\"},"
                   "{\"contains\":\"k2\"}]}}"),
           NAMED);
    expect(HEADERS("{\"Host\":[{\"matcher\":\"exact\",\"value\":\"a.test\"}]}"),
           "request\nheader Host: a.test\n");
}

static void names_and_values_are_unescaped(void **state)
{
    (void)state;
    expect(HEADERS("{\"X\\u002dKey\":\"a\\\"b\\u00e9\"}"),
           "request\nheader X-Key: a\"b\xC3\xA9\n");
    expect(HEADERS("[{\"name\":\"X\\u002dKey\",\"value\":\"a\\/b\"}]"),
           "request\nheader X-Key: a/b\n");
}

static void an_exchange_has_two_sides(void **state)
{
    (void)state;
    expect("{\"log\":{\"entries\":[{\"request\":{\"url\":\"http://a.test/\","
           "\"cookies\":[{\"name\":\"s\",\"value\":\"1\"}],\"queryString\":"
           "[{\"name\":\"q\",\"value\":\"2\"}],\"postData\":{\"text\":\"a=b\","
           "\"params\":[{\"name\":\"a\",\"value\":\"b\"}]}},\"response\":"
           "{\"content\":{\"text\":\"{}\"},\"redirectURL\":\"/x\"}},{}]}}",
           "exchange\nrequest\nurl http://a.test/\ncookie s = 1\n"
           "field q = 2\nbody a=b\nfield a = b\nresponse\nbody {}\nurl /x\n"
           "exchange\n");
}

static void a_body_may_be_a_tree_of_values(void **state)
{
    (void)state;
    expect("{\"httpRequest\":{\"body\":{\"json\":{\"a\":{\"token\":\"t\"},"
           "\"list\":[1,[\"x\"],{\"b\":2}],\"no\":null}}}}",
           "request\nfield token = t\nfield list = 1\nfield list = x\n"
           "field b = 2\n");
}

static void a_body_may_be_a_list_of_bytes(void **state)
{
    (void)state;
    expect("{\"response\":{\"headers\":{},\"stream\":{\"type\":\"Buffer\","
           "\"data\":[123,\n34,97,34 , 125],\"x\":[1]}}}",
           "response\nfield type = Buffer\nbody {\"a\"}\nfield x = 1\n");
    expect("{\"response\":{\"headers\":{},\"stream\":{\"data\":[]}}}",
           "response\n");
}

static void places_are_named_and_spans_are_right(void **state)
{
    (void)state;
    expect_placed("{\"log\":{\"entries\":[{\"request\":{\"headers\":[{"
                  "\"name\":\"Host\",\"value\":\"a\"}]}},{\"request\":{"
                  "\"headers\":{\"K\":[\"v\",\"w\"]},\"url\":\"/x\"}}]}}",
                  "exchange\nrequest\n"
                  "[entries[0].request.headers]@66-67 header Host: a\n"
                  "exchange\nrequest\n"
                  "[entries[1].request.headers]@102-103 header K: v\n"
                  "[entries[1].request.headers]@106-107 header K: w\n"
                  "[entries[1].request.url]@118-120 url /x\n");
}

static void documents_follow_each_other(void **state)
{
    (void)state;
    expect("{\"request\":{\"headers\":{\"A\":\"1\"}}}\n"
           "{\"request\":{\"headers\":{\"B\":\"2\"}}}\n",
           "request\nheader A: 1\nrequest\nheader B: 2\n");
}

static void text_behind_a_document_is_another(void **state)
{
    static const char text[] = HEADERS("{\"A\":\"1\"}") " \nline {\n";
    const struct stn_segment root = {.bytes = STN_STR(text)};
    const struct stn_http_window window = {
        .root = &root, .limit = root.bytes.len, .is_last = true};
    struct stn_http_walk *walk = recorder_new();
    void *reader = NULL;
    size_t consumed = 0;

    (void)state;
    assert_int_equal(stn_http_json.open(&reader, walk, NULL), STN_OK);
    assert_int_equal(stn_http_json.read(reader, &window, &consumed, NULL),
                     STN_DONE);
    assert_int_equal(consumed, stn_str_find(root.bytes, STN_STR("line")));
    stn_http_json.close(reader);
    recorder_free(walk);
}

static void what_is_broken_is_said_once_and_read_on(void **state)
{
    (void)state;
    expect("{\"request\":{\"headers\":{\"A\":\"1\",}, // \"no\"\n"
           "\"url\":\"/x\"}}{\"request\":{\"url\":\"/y\" /**/}}",
           "request\nheader A: 1\nurl /x\nnote the capture is not quite JSON\n"
           "request\nurl /y\n");
    expect("{\"request\":{\"headers\":[{\"value\":\"1\",\"name\":\"A\"",
           "request\nheader A: 1\n"
           "note the capture is cut: its JSON has no end\n");
    expect("{\"response\":{\"headers\":{},\"stream\":{\"data\":[49,50",
           "response\nbody 12\n"
           "note the capture is cut: its JSON has no end\n");
}

static void what_a_window_cannot_hold_is_passed_over(void **state)
{
    static const char text[] =
        "{\"request\":{\"headers\":{\"A\":\"1\",\"B\":"
        "\"a value that is \\\"longer\\\" than any window of so few bytes\","
        "\"C\":\"3\"}}}";

    (void)state;
    for (size_t window = 12; window < 20; window++) {
        struct stn_http_walk *walk = recorder_new();
        assert_int_equal(
            recorder_read(walk, &stn_http_json, STN_STR(text), window), STN_OK);
        assert_string_equal(recorder_lines(walk),
                            "request\nheader A: 1\n"
                            "note a value is too long to be decoded\n"
                            "header C: 3\n");
        recorder_free(walk);
    }
}

static void a_value_passed_over_counts_in_a_flat_list(void **state)
{
    static const char text[] =
        "{\"rawHeaders\":[\"A\",\"a value that is longer than any window of "
        "so few bytes\",\"B\",\"2\"]}";
    struct stn_http_walk *walk = recorder_new();

    (void)state;
    assert_int_equal(recorder_read(walk, &stn_http_json, STN_STR(text), 16),
                     STN_OK);
    assert_true(recorder_has(walk, "header B: 2"));
    recorder_free(walk);
}

static void a_pair_longer_than_a_window_is_given_as_it_is(void **state)
{
    static const char text[] =
        "{\"request\":{\"headers\":[{\"name\":\"A\",\"value\":\"1\",\"x\":1,"
        "\"xxxxxxxx\":2,\"yyyyyyyy\":3,\"zzzzzzzz\":4,\"uuuuuuuu\":5},"
        "{\"name\":\"B\",\"value\":\"2\"}]}}";
    struct stn_http_walk *walk = recorder_new();

    (void)state;
    assert_int_equal(recorder_read(walk, &stn_http_json, STN_STR(text), 16),
                     STN_OK);
    assert_true(recorder_has(walk, "header A: 1"));
    assert_true(recorder_has(walk, "header B: 2"));
    recorder_free(walk);
}

/* A pair, or a list of bytes, and below it more lists than are kept, cut. */
static void read_deep(const char *start, const char *expected)
{
    struct stn_http_walk *walk = recorder_new();
    struct stn_buf text = STN_BUF_INIT(STN_MIB);

    stn_buf_puts(&text, start);
    for (size_t i = 0; i < 10000; i++)
        stn_buf_puts(&text, "[{\"a\":");
    recorder_show_places(walk);
    assert_int_equal(recorder_read(walk, &stn_http_json, stn_buf_str(&text), 0),
                     STN_OK);
    assert_true(recorder_has(walk, expected));
    stn_buf_dispose(&text);
    recorder_free(walk);
}

static void nesting_past_the_ceiling_keeps_what_is_pending(void **state)
{
    (void)state;
    read_deep(
        "{\"request\":{\"headers\":[{\"name\":\"A\",\"value\":\"1\",\"x\":",
        "[request.headers]@44-45 header A: 1");
    read_deep("{\"response\":{\"headers\":{},\"stream\":{\"data\":[49,50,",
              "note JSON nested too deep");
}

static void many_values_take_time_in_proportion(void **state)
{
    struct stn_http_walk *walk = recorder_new();
    struct stn_buf text = STN_BUF_INIT(64 * STN_MIB);

    (void)state;
    stn_buf_puts(&text, "{\"request\":{\"headers\":{");
    for (unsigned i = 0; i < 200000; i++)
        stn_buf_printf(&text, "\"k%u\":\"v\",", i);
    stn_buf_puts(&text, "\"last\":\"v\"}}}");
    assert_int_equal(recorder_read(walk, &stn_http_json, stn_buf_str(&text), 0),
                     STN_OK);
    assert_true(recorder_has(walk, "header last: v"));
    stn_buf_dispose(&text);
    recorder_free(walk);
}

static enum stn_status run_read(void *payload)
{
    struct stn_http_walk *walk = recorder_new();
    const enum stn_status status =
        recorder_read(walk, &stn_http_json, stn_str_of(payload), 0);

    recorder_free(walk);
    return status;
}

static void reading_survives_without_memory(void **state)
{
    char text[] =
        "{\"log\":{\"entries\":[{\"request\":{\"headers\":[{\"name\":"
        "\"A\\u0041\",\"value\":\"\\n\"}],\"cookies\":{\"a\":\"b\"}}}]}}"
        "{\"Action\":\"output\",\"Package\":\"p\",\"Test\":\"T\",\"Output\":"
        "\"Cookie: a=b\\n\"}";

    (void)state;
    torture(run_read, text);
}

static enum stn_status run_sniff(void *payload)
{
    return stn_http_json.sniff(stn_str_of(payload), true) ? STN_OK : STN_ENOMEM;
}

static void asking_survives_without_memory(void **state)
{
    char text[] = "{\"request\":{\"headers\":{}}}";

    (void)state;
    torture(run_sniff, text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(captures_are_known_by_their_paths),
        cmocka_unit_test(headers_come_as_a_map),
        cmocka_unit_test(headers_come_as_pairs_in_either_order),
        cmocka_unit_test(headers_come_as_tuples),
        cmocka_unit_test(headers_come_as_a_flat_list),
        cmocka_unit_test(headers_come_as_lines),
        cmocka_unit_test(headers_of_stubs_are_what_they_match),
        cmocka_unit_test(names_and_values_are_unescaped),
        cmocka_unit_test(an_exchange_has_two_sides),
        cmocka_unit_test(a_body_may_be_a_tree_of_values),
        cmocka_unit_test(a_body_may_be_a_list_of_bytes),
        cmocka_unit_test(places_are_named_and_spans_are_right),
        cmocka_unit_test(documents_follow_each_other),
        cmocka_unit_test(text_behind_a_document_is_another),
        cmocka_unit_test(what_is_broken_is_said_once_and_read_on),
        cmocka_unit_test(what_a_window_cannot_hold_is_passed_over),
        cmocka_unit_test(a_value_passed_over_counts_in_a_flat_list),
        cmocka_unit_test(a_pair_longer_than_a_window_is_given_as_it_is),
        cmocka_unit_test(nesting_past_the_ceiling_keeps_what_is_pending),
        cmocka_unit_test(many_values_take_time_in_proportion),
        cmocka_unit_test(reading_survives_without_memory),
        cmocka_unit_test(asking_survives_without_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
