#include "base/yaml_events.h"

#include <stdint.h>
#include <string.h>

#include <yaml.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"

/** %YAML and %TAG lines of one text. libyaml compares each with all before it,
 *  so millions of them would take days; real files have two. */
#define YAML_DIRECTIVES_MAX 64

/** Nesting in brackets and braces. libyaml looks at all that are open for each
 *  token; JSON that was pasted into YAML is at 20. */
#define YAML_FLOW_DEPTH_MAX 32

/** A place in the text, in both counts. */
struct yaml_cursor {
    size_t index;  /**< Characters, as libyaml counts. */
    size_t offset; /**< Bytes. */
};

struct stn_yaml_events {
    struct stn_str bytes;
    yaml_parser_t parser;
    yaml_event_t event; /**< The latest; its value is lent. */
    size_t fed;         /**< What libyaml was given, to this offset. */
    size_t directives;
    struct yaml_cursor start; /**< Where the latest event starts, */
    struct yaml_cursor end;   /**< and where it ends. */
    size_t depth;
    size_t flow_depth; /**< Of it: in brackets and braces. */
    size_t failed_at;
};

/* The bytes of the character at an offset; is_good: libyaml takes it. What it
 * does not take counts byte by byte. */
static size_t character_at(struct stn_str bytes, size_t at, bool *is_good)
{
    const unsigned char first = (unsigned char)bytes.ptr[at];
    size_t length;

    if (first < 0x80) {
        *is_good = (first >= 0x20 && first < 0x7F) || first == '\n' ||
                   first == '\r' || first == '\t';
        return 1;
    }
    const uint32_t point =
        stn_utf8_decode(stn_str_sub(bytes, at, at + 4), &length);
    *is_good = point == 0x85 ||
               (point >= 0xA0 && point < 0xFFFE && point != 0xFEFF) ||
               (point >= 0x10000 && point <= 0x10FFFF);
    return *is_good ? length : 1;
}

/* Bytes that need no thought: nearly all there are. */
static bool is_letter(char byte)
{
    return byte >= '&' && byte <= '~';
}

/* Whether a line starts at an offset, by libyaml's idea of line breaks. */
static bool starts_line(struct stn_str bytes, size_t at)
{
    const struct stn_str before = stn_str_sub(bytes, 0, at);

    return at == 0 || before.ptr[at - 1] == '\n' ||
           before.ptr[at - 1] == '\r' ||
           stn_str_ends(before, STN_STR("\xC2\x85")) ||
           stn_str_ends(before, STN_STR("\xE2\x80\xA8")) ||
           stn_str_ends(before, STN_STR("\xE2\x80\xA9"));
}

/* libyaml asks for more. Whole characters only: it never has a part of one. */
static int feed(void *data, unsigned char *room, size_t size, size_t *written)
{
    struct stn_yaml_events *events = data;
    const struct stn_str bytes = events->bytes;
    size_t at = events->fed;
    size_t count = 0;

    while (at < bytes.len && count < size) {
        if (is_letter(bytes.ptr[at])) {
            room[count++] = (unsigned char)bytes.ptr[at++];
            continue;
        }
        bool is_good;
        const size_t length = character_at(bytes, at, &is_good);
        if (length > size - count)
            break;
        if (bytes.ptr[at] == '%' && starts_line(bytes, at) &&
            ++events->directives > YAML_DIRECTIVES_MAX)
            break;
        for (size_t i = 0; i < length; i++)
            room[count++] = is_good ? (unsigned char)bytes.ptr[at + i]
                                    : (unsigned char)STN_YAML_STAND_IN;
        at += length;
    }
    events->fed = at;
    *written = count;
    return count > 0 || at == bytes.len;
}

/* Move a cursor on to a character. Marks never go back by more than what a
 * node's end looks ahead, so one that lies behind is here. */
static void advance(struct yaml_cursor *cursor, struct stn_str bytes,
                    size_t index)
{
    while (cursor->index < index && cursor->offset < bytes.len) {
        bool is_good;
        cursor->offset += character_at(bytes, cursor->offset, &is_good);
        cursor->index++;
    }
}

static void locate(struct stn_yaml_events *events)
{
    if (events->end.index <= events->event.start_mark.index)
        events->start = events->end;
    advance(&events->start, events->bytes, events->event.start_mark.index);
    events->end = events->start;
    advance(&events->end, events->bytes, events->event.end_mark.index);
}

enum stn_status stn_yaml_events_open(struct stn_yaml_events **out,
                                     struct stn_str bytes, size_t from,
                                     struct stn_error *err)
{
    struct stn_yaml_events *events = stn_calloc(1, sizeof(*events));

    if (events == NULL)
        return stn_fail_memory(err);
    if (!yaml_parser_initialize(&events->parser)) {
        stn_free(events);
        return stn_fail_memory(err);
    }
    if (stn_str_starts(stn_str_sub(bytes, from, bytes.len),
                       STN_STR("\xEF\xBB\xBF")))
        from += 3;
    events->bytes = bytes;
    events->fed = from;
    events->start.offset = from;
    events->end.offset = from;
    yaml_parser_set_encoding(&events->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input(&events->parser, feed, events);
    *out = events;
    return STN_OK;
}

void stn_yaml_events_close(struct stn_yaml_events *events)
{
    if (events == NULL)
        return;
    yaml_event_delete(&events->event);
    yaml_parser_delete(&events->parser);
    stn_free(events);
}

size_t stn_yaml_events_failed_at(const struct stn_yaml_events *events)
{
    return events->failed_at;
}

static enum stn_status fail(struct stn_yaml_events *events,
                            struct stn_error *err)
{
    const yaml_parser_t *parser = &events->parser;
    struct yaml_cursor cursor = events->end;

    if (parser->error == YAML_MEMORY_ERROR)
        return stn_fail_memory(err);
    advance(&cursor, events->bytes, parser->mark.index);
    events->failed_at = cursor.offset;
    return stn_fail(err, STN_EINPUT, "at byte %zu: %s", cursor.offset,
                    parser->problem != NULL ? parser->problem
                                            : "not to be read");
}

static bool is_binary(const yaml_event_t *event)
{
    const char *tag = (const char *)event->data.scalar.tag;

    return tag != NULL && (strcmp(tag, "tag:yaml.org,2002:binary") == 0 ||
                           strcmp(tag, "!binary") == 0);
}

static enum stn_yaml_style style_of(const yaml_event_t *event)
{
    switch (event->data.scalar.style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
        return STN_YAML_SINGLE_QUOTED;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
        return STN_YAML_DOUBLE_QUOTED;
    case YAML_LITERAL_SCALAR_STYLE:
        return STN_YAML_LITERAL;
    case YAML_FOLDED_SCALAR_STYLE:
        return STN_YAML_FOLDED;
    default:
        return STN_YAML_PLAIN;
    }
}

static void enter(struct stn_yaml_events *events, bool is_flow)
{
    events->depth++;
    if (is_flow)
        events->flow_depth++;
}

/* From libyaml's event to ours. @return Whether it says something. */
static bool translate(struct stn_yaml_events *events,
                      struct stn_yaml_event *out)
{
    const yaml_event_t *event = &events->event;

    *out = (struct stn_yaml_event){.start = events->start.offset,
                                   .end = events->end.offset};
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        out->kind = STN_YAML_EVENT_DOCUMENT;
        return true;
    case YAML_MAPPING_START_EVENT:
        out->kind = STN_YAML_EVENT_MAP;
        enter(events,
              event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE);
        return true;
    case YAML_SEQUENCE_START_EVENT:
        out->kind = STN_YAML_EVENT_LIST;
        enter(events,
              event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE);
        return true;
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        out->kind = STN_YAML_EVENT_END;
        events->depth--;
        /* In brackets there is nothing but brackets. */
        if (events->flow_depth > 0)
            events->flow_depth--;
        return true;
    case YAML_ALIAS_EVENT:
        out->kind = STN_YAML_EVENT_ALIAS;
        return true;
    case YAML_SCALAR_EVENT:
        out->kind = STN_YAML_EVENT_SCALAR;
        out->style = style_of(event);
        out->is_binary = is_binary(event);
        out->value.ptr = (const char *)event->data.scalar.value;
        out->value.len = event->data.scalar.length;
        return true;
    default:
        return false;
    }
}

enum stn_status stn_yaml_events_next(struct stn_yaml_events *events,
                                     struct stn_yaml_event *event,
                                     struct stn_error *err)
{
    do {
        yaml_event_delete(&events->event);
        if (!yaml_parser_parse(&events->parser, &events->event))
            return fail(events, err);
        locate(events);
        if (events->event.type == YAML_STREAM_END_EVENT &&
            events->fed < events->bytes.len) {
            /* Not the end: directives past their limit, not given away. */
            events->failed_at = events->fed;
            return stn_fail(err, STN_ELIMIT, "at byte %zu: over %d directives",
                            events->fed, YAML_DIRECTIVES_MAX);
        }
        if (events->event.type == YAML_STREAM_END_EVENT ||
            events->event.type == YAML_NO_EVENT)
            return STN_DONE;
    } while (!translate(events, event));
    if (events->depth > STN_HTTP_NESTING_MAX ||
        events->flow_depth > YAML_FLOW_DEPTH_MAX) {
        events->failed_at = event->start;
        return stn_fail(err, STN_ELIMIT, "at byte %zu: nested too deep",
                        event->start);
    }
    return STN_OK;
}

/* Whether libyaml's byte is the source's, or stands in for it. */
static bool stands_for(char source, char value)
{
    const unsigned char byte = (unsigned char)source;

    return source == value ||
           (value == STN_YAML_STAND_IN && (byte < 0x20 || byte >= 0x7F));
}

bool stn_yaml_reads_as(struct stn_str source, struct stn_str value)
{
    if (source.len != value.len)
        return false;
    if (source.len == 0 || memcmp(source.ptr, value.ptr, value.len) == 0)
        return true;
    for (size_t i = 0; i < value.len; i++)
        if (!stands_for(source.ptr[i], value.ptr[i]))
            return false;
    return true;
}
