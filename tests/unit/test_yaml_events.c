#include "base/yaml_events.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/limits.h"
#include "tests/support/torture.h"

/* Events as one line: "D{k=v(3-4)[*]}", scalars with their bytes' places. The
 * status that ended them is written last. */
static char *trace(struct stn_str text, size_t from)
{
    struct stn_buf out = STN_BUF_INIT(1 << 20);
    struct stn_yaml_events *events = NULL;
    struct stn_yaml_event event;
    enum stn_status status;

    assert_int_equal(stn_yaml_events_open(&events, text, from, NULL), STN_OK);
    for (;;) {
        status = stn_yaml_events_next(events, &event, NULL);
        if (status != STN_OK)
            break;
        assert_true(event.start <= event.end && event.end <= text.len);
        stn_buf_putc(&out, "D{[.s*"[event.kind]);
        if (event.kind != STN_YAML_EVENT_SCALAR)
            continue;
        stn_buf_append(&out, event.value);
        stn_buf_printf(&out, "(%zu-%zu)%s", event.start, event.end,
                       event.is_binary ? "!" : "");
    }
    if (status == STN_DONE)
        stn_buf_puts(&out, "$");
    else
        stn_buf_printf(&out, "?%zu", stn_yaml_events_failed_at(events));
    stn_yaml_events_close(events);
    return stn_buf_detach(&out, NULL);
}

static void assert_trace(const char *yaml, size_t from, const char *expected)
{
    char *actual = trace(stn_str_of(yaml), from);

    assert_string_equal(actual, expected);
    stn_free(actual);
}

static void events_know_their_bytes(void **state)
{
    (void)state;
    assert_trace("a: 1\nb: [x, 'y']\n", 0,
                 "D{sa(0-1)s1(3-4)sb(5-6)[sx(9-10)sy(12-15)..$");
    /* Two and four bytes a character, and a byte order mark. */
    assert_trace("\xEF\xBB\xBF\xC3\xA9: \xF0\x9F\x98\x80\nb: c\n", 0,
                 "D{s\xC3\xA9(3-5)s\xF0\x9F\x98\x80(7-11)sb(12-13)sc(15-16).$");
    assert_trace("x: [\na: 1\n", 5, "D{sa(5-6)s1(8-9).$");
    assert_trace("", 0, "$");
}

static void tags_and_anchors_are_passed_over(void **state)
{
    (void)state;
    assert_trace("a: !!binary |\n  AA\nb: &x !ruby/struct:A::B {c: *x}\n", 0,
                 "D{sa(0-1)sAA\n(3-19)!sb(19-20){sc(44-45)*..$");
    assert_trace("--- !tape\na: !binary AA\n--- b\n", 0,
                 "D{sa(10-11)sAA(13-23)!.Dsb(28-29)$");
}

static void bytes_that_yaml_refuses_stop_nothing(void **state)
{
    char *actual = trace(STN_STR("a: x\0y\x1b\x7f\xff\xC2\x80\xEF\xBF\xBE\nb: "
                                 "\xED\xA0\x80z\n"),
                         0);

    (void)state;
    assert_string_equal(actual,
                        "D{sa(0-1)sx_y________(3-14)sb(15-16)s___z(18-22).$");
    stn_free(actual);
}

static void broken_yaml_fails_where_it_breaks(void **state)
{
    (void)state;
    assert_trace("a: 1\n\tb: 2\n", 0, "D{sa(0-1)?5");
    assert_trace("a: 'open\n", 0, "D{sa(0-1)?9");
    assert_trace("- a\n- [b, c\n", 0, "D[sa(2-3)[sb(7-8)sc(10-11)?12");
}

/* How many lists are open when reading fails, or at most. */
static size_t depth_of(const char *item)
{
    struct stn_buf text = STN_BUF_INIT(STN_MIB);
    struct stn_yaml_events *events = NULL;
    struct stn_yaml_event event;
    enum stn_status status = STN_OK;
    size_t depth = 0;

    for (size_t i = 0; i < 10000; i++)
        stn_buf_puts(&text, item);
    assert_int_equal(stn_yaml_events_open(&events, stn_buf_str(&text), 0, NULL),
                     STN_OK);
    while (status == STN_OK) {
        status = stn_yaml_events_next(events, &event, NULL);
        depth += event.kind == STN_YAML_EVENT_LIST;
    }
    assert_int_equal(status, STN_ELIMIT);
    stn_yaml_events_close(events);
    stn_buf_dispose(&text);
    return depth;
}

static void nesting_is_bounded(void **state)
{
    (void)state;
    assert_int_equal(depth_of("- "), STN_HTTP_NESTING_MAX + 1);
    assert_int_equal(depth_of("["), 33);
}

static void directives_are_bounded(void **state)
{
    struct stn_buf text = STN_BUF_INIT(1 << 20);

    (void)state;
    for (size_t i = 0; i < 1000; i++)
        stn_buf_printf(&text, "%%TAG !t%zu! tag:\n", i);
    stn_buf_puts(&text, "--- a\n");
    char *actual = trace(stn_buf_str(&text), 0);
    assert_true(actual[0] == '?');
    stn_free(actual);
    stn_buf_dispose(&text);
}

static void a_source_reads_as_its_value(void **state)
{
    (void)state;
    assert_true(stn_yaml_reads_as(STN_STR("ab"), STN_STR("ab")));
    assert_true(stn_yaml_reads_as(STN_STR("a\x01"), STN_STR("a_")));
    assert_false(stn_yaml_reads_as(STN_STR("ab"), STN_STR("a_")));
    assert_false(stn_yaml_reads_as(STN_STR("ab"), STN_STR("abc")));
}

static enum stn_status run_open(void *payload)
{
    struct stn_yaml_events *events = NULL;
    const enum stn_status status =
        stn_yaml_events_open(&events, stn_str_of(payload), 0, NULL);

    stn_yaml_events_close(events);
    return status;
}

static void opening_survives_without_memory(void **state)
{
    char yaml[] = "a: 1\n";

    (void)state;
    torture(run_open, yaml);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_know_their_bytes),
        cmocka_unit_test(tags_and_anchors_are_passed_over),
        cmocka_unit_test(bytes_that_yaml_refuses_stop_nothing),
        cmocka_unit_test(broken_yaml_fails_where_it_breaks),
        cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(directives_are_bounded),
        cmocka_unit_test(a_source_reads_as_its_value),
        cmocka_unit_test(opening_survives_without_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
