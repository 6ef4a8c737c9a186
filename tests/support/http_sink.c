#include "tests/support/http_sink.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/limits.h"
#include "tests/support/torture.h"

static bool wants(void *payload, enum stn_segment_kind kind,
                  struct stn_str name, const struct stn_segment *within,
                  struct stn_span written)
{
    const struct http_sink *sink = payload;

    (void)name;
    assert_true(written.start <= written.end);
    assert_true(written.end <= within->bytes.len);
    return (sink->refused & (uint32_t)kind) == 0;
}

static const char *kind_of(enum stn_segment_kind kind)
{
    switch (kind) {
    case STN_SEGMENT_HEADER:
        return "header";
    case STN_SEGMENT_COOKIE:
        return "cookie";
    case STN_SEGMENT_QUERY:
        return "query";
    case STN_SEGMENT_FORM:
        return "form";
    case STN_SEGMENT_JSON:
        return "json";
    default:
        return "text";
    }
}

static void put_traits(struct stn_buf *out, uint32_t traits)
{
    static const char *const names[] = {"response", "http-only", "local",
                                        "example",  "oauth",     "login"};
    const char *before = " {";

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if ((traits >> i & 1) == 0)
            continue;
        stn_buf_puts(out, before);
        stn_buf_puts(out, names[i]);
        before = " ";
    }
    if (traits != 0)
        stn_buf_putc(out, '}');
}

static void write_down(struct http_sink *sink,
                       const struct stn_segment *segment)
{
    const struct stn_span origin =
        stn_segment_origin(segment, (struct stn_span){0, segment->bytes.len});
    struct stn_buf *out = &sink->lines;

    stn_buf_puts(out, kind_of(segment->kind));
    stn_buf_puts(out, " [");
    stn_buf_append(out, segment->place);
    stn_buf_puts(out, "] ");
    if (segment->name.len > 0) {
        stn_buf_append(out, segment->name);
        stn_buf_puts(out, " = ");
    }
    stn_buf_append(out, segment->bytes);
    put_traits(out, segment->traits);
    if (segment->expires != 0)
        stn_buf_printf(out, " until %lld", (long long)segment->expires);
    stn_buf_printf(out, " @%zu-%zu\n", origin.start, origin.end);
}

static enum stn_status count_call(struct http_sink *sink, struct stn_error *err)
{
    sink->calls++;
    return sink->calls == sink->fail_at
               ? stn_fail(err, STN_EIO, "the sink was told to fail")
               : STN_OK;
}

static enum stn_status take(void *payload, const struct stn_segment *segment,
                            struct stn_error *err)
{
    struct http_sink *sink = payload;

    if (segment->bytes.len > sink->most)
        sink->most = segment->bytes.len;
    if (!sink->is_silent)
        write_down(sink, segment);
    enum stn_status status = count_call(sink, err);
    if (status >= 0 && segment->kind == STN_SEGMENT_TEXT)
        sink->open++;
    return status;
}

static enum stn_status leave(void *payload, struct stn_error *err)
{
    struct http_sink *sink = payload;

    assert_true(sink->open > 0);
    sink->open--;
    if (!sink->is_silent)
        stn_buf_puts(&sink->lines, "leave\n");
    return count_call(sink, err);
}

static enum stn_status note(void *payload, const char *what, bool is_lost,
                            struct stn_error *err)
{
    struct http_sink *sink = payload;

    (void)err;
    sink->notes++;
    sink->losses += is_lost;
    if (!sink->is_silent)
        stn_buf_printf(&sink->lines, "note%s: %s\n", is_lost ? " lost" : "",
                       what);
    return STN_OK;
}

void http_sink_init(struct http_sink *sink, struct stn_str text)
{
    *sink = (struct http_sink){
        .sink = {.payload = sink,
                 .wants = wants,
                 .take = take,
                 .leave = leave,
                 .note = note},
        .root = {.bytes = text, .kind = STN_SEGMENT_TEXT},
    };
    stn_buf_init(&sink->lines, 64 * STN_MIB);
}

void http_sink_dispose(struct http_sink *sink)
{
    stn_http_walk_free(sink->walk);
    sink->walk = NULL;
    stn_buf_dispose(&sink->lines);
    assert_int_equal(sink->open, 0);
}

bool http_sink_has(const struct http_sink *sink, const char *line)
{
    struct stn_str rest = stn_buf_str(&sink->lines);
    const struct stn_str wanted = stn_str_of(line);
    size_t end;

    while ((end = stn_str_find(rest, STN_STR("\n"))) != SIZE_MAX) {
        if (stn_str_equal(stn_str_sub(rest, 0, end), wanted))
            return true;
        rest = stn_str_sub(rest, end + 1, rest.len);
    }
    return false;
}

struct attempt {
    struct stn_str text;
    http_sink_say say;
    const void *payload;
    size_t fail_at;
    size_t calls; /* of the last run */
    const char *expected;
};

/* One run, all of which is freed again. */
static enum stn_status run(void *payload)
{
    struct attempt *attempt = payload;
    struct http_sink sink;
    struct stn_error err;

    http_sink_init(&sink, attempt->text);
    sink.is_silent = attempt->expected == NULL;
    sink.fail_at = attempt->fail_at;
    enum stn_status status = stn_http_walk_new(&sink.walk, &err);
    if (status >= 0) {
        stn_http_walk_begin(sink.walk, &sink.sink);
        status = attempt->say(sink.walk, &sink.root, attempt->payload, &err);
    }
    attempt->calls = sink.calls;
    if (attempt->expected != NULL) {
        assert_non_null(sink.lines.ptr);
        assert_string_equal(sink.lines.ptr, attempt->expected);
    }
    http_sink_dispose(&sink);
    return status;
}

void assert_hands_over(struct stn_str text, http_sink_say say,
                       const void *payload, const char *expected)
{
    struct attempt attempt = {
        .text = text, .say = say, .payload = payload, .expected = expected};

    assert_int_equal(run(&attempt), STN_OK);
    attempt.expected = NULL;
    torture(run, &attempt);
    const size_t calls = attempt.calls;
    for (size_t i = 1; i <= calls; i++) {
        attempt.fail_at = i;
        assert_int_equal(run(&attempt), STN_EIO);
    }
}

enum stn_status http_sink_body(struct stn_http_walk *walk,
                               const struct stn_segment *root,
                               const void *payload, struct stn_error *err)
{
    (void)payload;
    return stn_http_body(walk, http_sink_all(root, STN_CODEC_NONE), err);
}
