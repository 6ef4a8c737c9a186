/**
 * @file
 * YAML of anybody, read as a cassette: every value lies inside of the text, and
 * what a scalar is decoded to is what libyaml reads, or all of it stands for
 * all of it.
 */
#include "checking_walk.h"

#include "../support/no_test_events.h"
#include "http/yaml.h"
#include "http/yaml_scalar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_scalar(struct stn_str text,
                         const struct stn_yaml_event *scalar)
{
    struct stn_buf out = STN_BUF_INIT(STN_HTTP_VALUE_BYTES_MAX);
    struct stn_map map = {0};
    struct stn_span span;

    if (stn_yaml_scalar_is_view(text, scalar, &span)) {
        check(scalar->start <= span.start && span.start <= span.end &&
              span.end <= scalar->end);
        check(stn_yaml_reads_as(stn_str_sub(text, span.start, span.end),
                                scalar->value));
    }
    check(stn_yaml_scalar_decode(text, scalar, &out, &map, NULL) == STN_OK);
    check(stn_yaml_reads_as(stn_buf_str(&out), scalar->value));
    size_t before = scalar->start;
    for (size_t i = 0; i < out.len && map.count > 0; i++) {
        span = stn_map_origin(&map, (struct stn_span){i, i + 1});
        check(before <= span.start && span.start < span.end &&
              span.end <= scalar->end);
        before = span.start;
    }
    stn_map_dispose(&map);
    stn_buf_dispose(&out);
}

static void check_events(struct stn_str text)
{
    struct stn_yaml_events *events = NULL;
    struct stn_yaml_event event;
    enum stn_status status = stn_yaml_events_open(&events, text, 0, NULL);
    size_t before = 0;

    check(status == STN_OK);
    while ((status = stn_yaml_events_next(events, &event, NULL)) == STN_OK) {
        check(before <= event.start && event.start <= event.end &&
              event.end <= text.len);
        before = event.start;
        if (event.kind == STN_YAML_EVENT_SCALAR)
            check_scalar(text, &event);
    }
    check(status == STN_DONE || stn_yaml_events_failed_at(events) <= text.len);
    stn_yaml_events_close(events);
}

static void check_reader(struct stn_str text)
{
    const struct stn_segment root = {.bytes = text, .kind = STN_SEGMENT_TEXT};
    const struct stn_http_window window = {
        .root = &root, .limit = text.len, .is_last = true, .is_forced = true};
    struct stn_http_walk walk = {.text = text};
    size_t consumed = 0;
    void *reader = NULL;

    stn_http_yaml.sniff(text, true);
    check(stn_http_yaml.open(&reader, &walk, NULL) == STN_OK);
    check(stn_http_yaml.read(reader, &window, &consumed, NULL) == STN_OK);
    check(consumed == text.len);
    stn_http_yaml.close(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct stn_str text = {(const char *)data, size};

    check_events(text);
    check_reader(text);
    return 0;
}
