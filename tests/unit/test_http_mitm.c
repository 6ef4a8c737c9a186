#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "http/mitm.h"
#include "tests/support/http_recorder.h"
#include "tests/support/torture.h"

/* Flows are put together from the inside, as the lengths come first. */
static struct stn_buf wrap(struct stn_buf inside, char type)
{
    struct stn_buf out = STN_BUF_INIT(STN_MIB);

    stn_buf_printf(&out, "%zu:", inside.len);
    stn_buf_append(&out, stn_buf_str(&inside));
    stn_buf_putc(&out, type);
    stn_buf_dispose(&inside);
    return out;
}

static struct stn_buf string(const char *text)
{
    struct stn_buf out = STN_BUF_INIT(STN_MIB);

    stn_buf_puts(&out, text);
    return wrap(out, ',');
}

/* Append what is moved in. */
static void add(struct stn_buf *out, struct stn_buf item)
{
    stn_buf_append(out, stn_buf_str(&item));
    stn_buf_dispose(&item);
}

static void add_member(struct stn_buf *out, const char *key,
                       struct stn_buf value)
{
    add(out, string(key));
    add(out, value);
}

static struct stn_buf headers(const char *name, const char *value)
{
    struct stn_buf pair = STN_BUF_INIT(STN_MIB);
    struct stn_buf list = STN_BUF_INIT(STN_MIB);

    add(&pair, string(name));
    add(&pair, string(value));
    add(&list, wrap(pair, ']'));
    return wrap(list, ']');
}

static struct stn_buf flow(const char *path)
{
    struct stn_buf request = STN_BUF_INIT(STN_MIB);
    struct stn_buf response = STN_BUF_INIT(STN_MIB);
    struct stn_buf all = STN_BUF_INIT(STN_MIB);

    add_member(&request, "path", string(path));
    add_member(&request, "headers", headers("Authorization", "Bearer a"));
    add_member(&request, "host", string("h.test"));
    add_member(&request, "content", string("{}"));
    add_member(&response, "content", string("body\n"));
    add_member(&response, "headers", headers("Set-Cookie", "a=b"));
    add_member(&all, "version", string("7"));
    add_member(&all, "response", wrap(response, '}'));
    add_member(&all, "request", wrap(request, '}'));
    return wrap(all, '}');
}

#define FLOW_LINES(path)                                                       \
    "exchange\nrequest\nheader Host: h.test\nurl " path "\n"                   \
    "header Authorization: Bearer a\nbody {}\nresponse\n"                      \
    "header Set-Cookie: a=b\nbody body\n\n"

static void expect(struct stn_str bytes, size_t window, const char *lines)
{
    struct stn_http_walk *walk = recorder_new();

    assert_int_equal(recorder_read(walk, &stn_http_mitm, bytes, window),
                     STN_OK);
    assert_string_equal(recorder_lines(walk), lines);
    recorder_free(walk);
}

static void a_file_that_begins_with_a_flow_is_claimed(void **state)
{
    (void)state;
    assert_true(stn_http_mitm.sniff(STN_STR("2694:7:version;1:7#"), false));
    assert_true(stn_http_mitm.sniff(STN_STR("99:9:websocket;0:~"), false));
    assert_false(stn_http_mitm.sniff(STN_STR("12:7:another;"), false));
    assert_false(stn_http_mitm.sniff(STN_STR("12:30: a log"), false));
    assert_false(stn_http_mitm.sniff(STN_STR("12:7:version"), false));
    assert_false(stn_http_mitm.sniff(STN_STR(""), true));
}

static void a_flow_is_told_in_the_order_of_an_exchange(void **state)
{
    struct stn_buf file = STN_BUF_INIT(STN_MIB);

    (void)state;
    add(&file, flow("/a?b=c"));
    add(&file, flow("/d"));
    expect(stn_buf_str(&file), 0, FLOW_LINES("/a?b=c") FLOW_LINES("/d"));
    stn_buf_dispose(&file);
}

static void windows_make_no_difference(void **state)
{
    struct stn_buf file = STN_BUF_INIT(STN_MIB);

    (void)state;
    for (size_t i = 0; i < 3; i++)
        add(&file, flow("/a"));
    for (size_t window = 512; window < 1024; window++)
        expect(stn_buf_str(&file), window,
               FLOW_LINES("/a") FLOW_LINES("/a") FLOW_LINES("/a"));
    stn_buf_dispose(&file);
}

static void a_damaged_flow_is_passed_over(void **state)
{
    struct stn_buf file = STN_BUF_INIT(STN_MIB);

    (void)state;
    add(&file, flow("/a"));
    file.ptr[file.len - 1] = ']';
    file.ptr[8] = 'x';
    add(&file, flow("/b"));
    stn_buf_puts(&file, "12:junk 5:");
    add(&file, flow("/c"));
    expect(stn_buf_str(&file), 0,
           "note a flow is damaged, or too large\n" FLOW_LINES(
               "/b") "note a flow is damaged, or too large\n" FLOW_LINES("/c"));
    stn_buf_dispose(&file);
}

static void a_cut_flow_gives_what_there_is(void **state)
{
    struct stn_buf file = flow("/a");

    (void)state;
    stn_buf_truncate(&file, file.len - 1);
    expect(stn_buf_str(&file), 0,
           FLOW_LINES("/a") "note a flow is damaged, or too large\n");
    stn_buf_dispose(&file);
}

/* [type, from client, content, ...] and [from client, content, ...]. */
static void messages_of_web_sockets_are_bodies(void **state)
{
    struct stn_buf file = STN_BUF_INIT(STN_MIB);

    (void)state;
    struct stn_buf inside = STN_BUF_INIT(STN_MIB);
    struct stn_buf socket = STN_BUF_INIT(STN_MIB);
    struct stn_buf list = STN_BUF_INIT(STN_MIB);
    struct stn_buf message = STN_BUF_INIT(STN_MIB);
    stn_buf_puts(&message, "1:1#4:true!2:hi,3:1.5^");
    add(&list, wrap(message, ']'));
    stn_buf_init(&message, STN_MIB);
    stn_buf_puts(&message, "5:false!3:you,");
    add(&list, wrap(message, ']'));
    stn_buf_puts(&list, "3:odd,");
    add_member(&socket, "messages", wrap(list, ']'));
    add_member(&inside, "websocket", wrap(socket, '}'));
    add(&file, wrap(inside, '}'));
    expect(stn_buf_str(&file), 0,
           "exchange\nrequest\nbody hi\nresponse\nbody you\n");
    stn_buf_dispose(&file);
}

static void an_edited_flow_shows_what_it_was(void **state)
{
    struct stn_buf inside = STN_BUF_INIT(STN_MIB);
    struct stn_buf request = STN_BUF_INIT(STN_MIB);

    (void)state;
    add_member(&request, "path", string("/now"));
    add_member(&inside, "request", wrap(request, '}'));
    add_member(&inside, "backup", flow("/then"));
    struct stn_buf file = wrap(inside, '}');
    expect(stn_buf_str(&file), 0,
           "exchange\nrequest\nurl /now\n" FLOW_LINES("/then"));
    stn_buf_dispose(&file);
}

static void members_of_another_type_are_left_alone(void **state)
{
    struct stn_buf inside = STN_BUF_INIT(STN_MIB);

    (void)state;
    add_member(&inside, "request", string("text"));
    add_member(&inside, "response", string("text"));
    add_member(&inside, "websocket", string("text"));
    struct stn_buf file = wrap(inside, '}');
    expect(stn_buf_str(&file), 0, "exchange\n");
    stn_buf_dispose(&file);
}

static void places_say_which_flow(void **state)
{
    struct stn_buf file = STN_BUF_INIT(STN_MIB);
    struct stn_http_walk *walk = recorder_new();

    (void)state;
    add(&file, flow("/a"));
    add(&file, flow("/b"));
    recorder_show_places(walk);
    assert_int_equal(recorder_read(walk, &stn_http_mitm, stn_buf_str(&file), 0),
                     STN_OK);
    assert_non_null(strstr(recorder_lines(walk), "\n[flows[0].request.path]@"));
    assert_non_null(
        strstr(recorder_lines(walk), "\n[flows[1].response.headers]@"));
    recorder_free(walk);
    stn_buf_dispose(&file);
}

static enum stn_status run_flow(void *payload)
{
    const struct stn_buf *file = payload;
    struct stn_http_walk *walk = recorder_new();
    const enum stn_status status =
        recorder_read(walk, &stn_http_mitm, stn_buf_str(file), 0);

    recorder_free(walk);
    return status;
}

static void every_allocation_may_fail(void **state)
{
    struct stn_buf file = flow("/a");

    (void)state;
    torture(run_flow, &file);
    stn_buf_dispose(&file);
}

/* Strings that hold heads of flows without an end, each of which would be read
 * to the end of the file. */
static void flows_without_an_end_take_no_time(void **state)
{
    struct stn_buf file = STN_BUF_INIT(16 * STN_MIB);

    (void)state;
    stn_buf_puts(&file, "999999999:7:version;");
    while (file.len < 4 * STN_MIB)
        stn_buf_puts(&file, "1:a,41:11:7:version;}1:1,999999999:7:version;,");
    struct stn_http_walk *walk = recorder_new();
    assert_int_equal(recorder_read(walk, &stn_http_mitm, stn_buf_str(&file), 0),
                     STN_OK);
    recorder_free(walk);
    stn_buf_dispose(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_that_begins_with_a_flow_is_claimed),
        cmocka_unit_test(a_flow_is_told_in_the_order_of_an_exchange),
        cmocka_unit_test(windows_make_no_difference),
        cmocka_unit_test(a_damaged_flow_is_passed_over),
        cmocka_unit_test(a_cut_flow_gives_what_there_is),
        cmocka_unit_test(messages_of_web_sockets_are_bodies),
        cmocka_unit_test(an_edited_flow_shows_what_it_was),
        cmocka_unit_test(members_of_another_type_are_left_alone),
        cmocka_unit_test(places_say_which_flow),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(flows_without_an_end_take_no_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
