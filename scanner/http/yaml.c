/*
 * YAML cassettes (VCR, vcrpy, go-vcr, php-vcr, Betamax, Polly) as events for
 * the tree. Where libyaml gives up, lines are read until the next exchange
 * begins, and libyaml gets another chance from there.
 */
#include "http/yaml.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "http/tree.h"
#include "http/yaml_parts.h"
#include "http/yaml_scalar.h"

/** Times that a text is tried again behind a broken place. */
#define YAML_RETRIES_MAX 1000

/** Where the list of exchanges may be: two maps are around it in HAR. */
#define YAML_LIST_DEPTH_MAX 8

enum awaited {
    AWAITS_ITEM, /**< Of a list. */
    AWAITS_KEY,
    AWAITS_KEY_END, /**< A key that is a map or a list is open. */
    AWAITS_VALUE,
};

/** A map or list that is open. */
struct frame {
    enum awaited awaited;
    size_t start;
    struct stn_span key; /**< Of a map: its last key. */
};

struct reader {
    struct stn_http_walk *walk;
    struct stn_http_tree *tree;
    struct stn_yaml_values *values;
    struct stn_yaml_lines lines;
    const struct stn_segment *root;
    struct frame frames[STN_HTTP_NESTING_MAX + YAML_LIST_DEPTH_MAX + 1];
    size_t depth;      /**< The tree's, too. */
    size_t list_depth; /**< Of the list of exchanges; 0: not known yet. */
    bool is_rest;      /**< The next document is the rest of one that broke. */
    size_t going_on;   /**< Maps and lists open around that rest. */
    bool is_list_open; /**< The rest's list is the one that is open anyway. */
    size_t come_to;    /**< One past the last event. */
    size_t wasted;     /**< Bytes that libyaml read and could not use. */
    bool is_noted;     /**< That it is broken. */
    bool is_too_big;   /**< That a value is; noted. */
};

static enum stn_status open_reader(void **out, struct stn_http_walk *walk,
                                   struct stn_error *err)
{
    struct reader *reader = stn_calloc(1, sizeof(*reader));
    enum stn_status status;

    if (reader == NULL)
        return stn_fail_memory(err);
    reader->walk = walk;
    status = stn_http_tree_new(&reader->tree, walk, err);
    if (status == STN_OK)
        status = stn_yaml_values_new(&reader->values, err);
    if (status < 0) {
        stn_http_tree_free(reader->tree);
        stn_free(reader);
        return status;
    }
    *out = reader;
    return STN_OK;
}

static void close_reader(void *data)
{
    struct reader *reader = data;

    if (reader == NULL)
        return;
    stn_http_tree_free(reader->tree);
    stn_yaml_values_free(reader->values);
    stn_free(reader);
}

static struct stn_str bytes_of(const struct reader *reader,
                               struct stn_span span)
{
    return stn_str_sub(reader->root->bytes, span.start, span.end);
}

/* Once the tree holds no value any more, none need be kept. */
static enum stn_status let_go(struct reader *reader, struct stn_error *err)
{
    if (stn_yaml_values_are_full(reader->values)) {
        const enum stn_status status = stn_http_tree_flush(reader->tree, err);
        if (status < 0)
            return status;
    } else if (stn_http_tree_pending(reader->tree) != SIZE_MAX) {
        return STN_OK;
    }
    stn_yaml_values_let_go(reader->values);
    return STN_OK;
}

/* End what is open in the tree, down to a depth. */
static enum stn_status close_to(struct reader *reader, size_t depth,
                                struct stn_error *err)
{
    enum stn_status status = STN_OK;

    for (; reader->depth > depth && status == STN_OK; reader->depth--)
        status = stn_http_tree_end(reader->tree, err);
    return status == STN_OK ? let_go(reader, err) : status;
}

static enum stn_status take_document(struct reader *reader,
                                     struct stn_error *err)
{
    if (reader->is_rest)
        return STN_OK;
    reader->going_on = 0;
    reader->is_list_open = false;
    const enum stn_status status = close_to(reader, 0, err);
    stn_http_tree_reset(reader->tree);
    return status;
}

static enum stn_status push(struct reader *reader, bool is_list, size_t start,
                            struct stn_error *err)
{
    reader->frames[reader->depth++] = (struct frame){
        .awaited = is_list ? AWAITS_ITEM : AWAITS_KEY, .start = start};
    return stn_http_tree_begin(reader->tree, is_list, err);
}

/* What the rest of a broken document begins with: a list of exchanges, or one
 * exchange, which was in a list. */
static enum stn_status take_rest(struct reader *reader, bool is_list,
                                 size_t start, struct stn_error *err)
{
    reader->is_rest = false;
    reader->is_list_open = is_list && reader->going_on > 0;
    if (is_list || reader->going_on > 0)
        return STN_OK;
    return push(reader, true, start, err);
}

/* Keep how deep the list is whose items have a request. */
static void learn_way(struct reader *reader)
{
    const struct stn_str text = reader->root->bytes;

    if (reader->list_depth > 0 || reader->depth < 2 ||
        reader->depth - 1 > YAML_LIST_DEPTH_MAX ||
        reader->frames[reader->depth - 2].awaited != AWAITS_ITEM)
        return;
    const size_t dash = reader->frames[reader->depth - 2].start;
    if (stn_str_starts(stn_str_sub(text, dash, dash + 1), STN_STR("-")))
        reader->lines.dash_column = stn_yaml_column_of(text, dash);
    reader->list_depth = reader->depth - 1;
}

/* A map or list begins; one that is a key becomes a member without a name. */
static enum stn_status take_begin(struct reader *reader,
                                  const struct stn_yaml_event *event,
                                  struct stn_error *err)
{
    const bool is_list = event->kind == STN_YAML_EVENT_LIST;
    enum stn_status status = STN_OK;

    if (reader->is_rest)
        status = take_rest(reader, is_list, event->start, err);
    if (status < 0 ||
        (is_list && reader->is_list_open && reader->depth == reader->going_on))
        return status;
    if (reader->depth > 0) {
        struct frame *outer = &reader->frames[reader->depth - 1];
        if (outer->awaited == AWAITS_KEY) {
            outer->awaited = AWAITS_KEY_END;
            outer->key = (struct stn_span){event->start, event->start};
            status = stn_http_tree_key(reader->tree, STN_STR(""), err);
        }
    }
    return status < 0 ? status : push(reader, is_list, event->start, err);
}

static enum stn_status take_end(struct reader *reader, struct stn_error *err)
{
    if (reader->is_list_open && reader->depth == reader->going_on) {
        reader->is_list_open = false;
        return STN_OK;
    }
    enum stn_status status = stn_http_tree_end(reader->tree, err);
    reader->depth--;
    if (status < 0 || reader->depth == 0)
        return status;
    struct frame *outer = &reader->frames[reader->depth - 1];
    if (outer->awaited == AWAITS_KEY_END) {
        outer->awaited = AWAITS_VALUE;
        status = stn_http_tree_key(reader->tree, STN_STR(""), err);
    } else if (outer->awaited == AWAITS_VALUE) {
        outer->awaited = AWAITS_KEY;
    }
    return status;
}

static enum stn_status take_key(struct reader *reader, struct frame *map,
                                const struct stn_yaml_event *event,
                                struct stn_error *err)
{
    struct stn_span span = {event->start, event->end};
    struct stn_str name = event->value;

    if (event->kind == STN_YAML_EVENT_ALIAS)
        name = bytes_of(reader, span);
    else if (!stn_yaml_scalar_is_view(reader->root->bytes, event, &span))
        span = (struct stn_span){event->start, event->end};
    map->key = span;
    map->awaited = AWAITS_VALUE;
    if (stn_str_equal(name, STN_STR("request")))
        learn_way(reader);
    return stn_http_tree_key(reader->tree, name, err);
}

static enum stn_status take_value(struct reader *reader,
                                  const struct stn_yaml_event *event,
                                  struct stn_error *err)
{
    enum stn_http_scalar type = STN_HTTP_LITERAL;
    struct stn_http_value value = {.within = reader->root,
                                   .span = {event->start, event->end}};

    if (event->kind == STN_YAML_EVENT_SCALAR) {
        const enum stn_status status = stn_yaml_values_make(
            reader->values, reader->root, event, &value, err);
        type = stn_yaml_scalar_type(event);
        if (status == STN_ELIMIT && !reader->is_too_big) {
            reader->is_too_big = true;
            return stn_http_note(reader->walk, "a YAML value too large", false,
                                 err);
        }
        if (status < 0)
            return status == STN_ELIMIT ? STN_OK : status;
        if (event->is_binary)
            value.codec = STN_CODEC_BASE64;
    }
    return stn_http_tree_scalar(reader->tree, type, &value, err);
}

static enum stn_status take_event(struct reader *reader,
                                  const struct stn_yaml_event *event,
                                  struct stn_error *err)
{
    struct frame *outer =
        reader->depth > 0 ? &reader->frames[reader->depth - 1] : NULL;
    enum stn_status status;

    switch (event->kind) {
    case STN_YAML_EVENT_DOCUMENT:
        return take_document(reader, err);
    case STN_YAML_EVENT_MAP:
    case STN_YAML_EVENT_LIST:
        return take_begin(reader, event, err);
    case STN_YAML_EVENT_END:
        status = take_end(reader, err);
        break;
    default:
        reader->is_rest = false;
        if (outer != NULL && outer->awaited == AWAITS_KEY)
            return take_key(reader, outer, event, err);
        status = take_value(reader, event, err);
        if (outer != NULL && outer->awaited == AWAITS_VALUE)
            outer->awaited = AWAITS_KEY;
    }
    return status == STN_OK ? let_go(reader, err) : status;
}

/* Where lines are to be read from: the one that was not understood. */
static size_t find_broken_line(const struct reader *reader, size_t least)
{
    const struct stn_str text = reader->root->bytes;
    size_t start = reader->come_to;
    size_t rest = start;

    while (rest < text.len && (text.ptr[rest] == ' ' || text.ptr[rest] == '\r'))
        rest++;
    if (rest < text.len && text.ptr[rest] == '\n')
        return rest + 1;
    while (start > least && text.ptr[start - 1] != '\n')
        start--;
    return start;
}

/* What is known of the broken line: side and section. */
static void inform_lines(struct reader *reader)
{
    struct stn_yaml_lines *lines = &reader->lines;

    lines->root = reader->root;
    lines->section = STN_YAML_SECTION_NONE;
    lines->name = (struct stn_str){0};
    for (size_t i = 0; i < reader->depth; i++) {
        const struct frame *frame = &reader->frames[i];
        const struct stn_str key = bytes_of(reader, frame->key);
        if (frame->awaited != AWAITS_VALUE)
            continue;
        if (stn_str_equal(key, STN_STR("request")) ||
            stn_str_equal(key, STN_STR("response")))
            lines->is_response = key.len > 7;
        if (lines->section != STN_YAML_SECTION_NONE) {
            lines->name = key;
        } else if (stn_yaml_section_of(key) != STN_YAML_SECTION_NONE) {
            lines->section = stn_yaml_section_of(key);
            lines->section_column =
                stn_yaml_column_of(reader->root->bytes, frame->key.start);
        }
    }
}

/* End what was open, but for the list of exchanges: the next one is its next
 * element. */
static enum stn_status close_broken(struct reader *reader,
                                    struct stn_error *err)
{
    const size_t depth = reader->list_depth;
    const bool is_inside = depth > 0 && reader->depth >= depth &&
                           reader->frames[depth - 1].awaited == AWAITS_ITEM;
    const enum stn_status status = close_to(reader, is_inside ? depth : 0, err);

    if (!is_inside)
        stn_http_tree_reset(reader->tree);
    reader->going_on = reader->depth;
    reader->is_list_open = false;
    reader->is_rest = true;
    return status;
}

/*
 * Read lines from where libyaml gave up.
 *
 * @param at  Where it began; set to where it may begin again.
 */
static enum stn_status take_lines(struct reader *reader, size_t failed_at,
                                  bool resumes, size_t *at,
                                  struct stn_error *err)
{
    const size_t from = find_broken_line(reader, *at);
    enum stn_status status = STN_OK;

    if (!reader->is_noted)
        status = stn_http_note(reader->walk,
                               "broken or too deep YAML, read by its lines",
                               false, err);
    reader->is_noted = true;
    inform_lines(reader);
    if (status == STN_OK)
        status = close_broken(reader, err);
    if (status < 0)
        return status;
    if (failed_at > reader->come_to)
        reader->wasted += failed_at - reader->come_to;
    return stn_yaml_lines_read(
        &reader->lines, from,
        resumes && reader->wasted <= reader->root->bytes.len, at, err);
}

/* Take events from `at` on, until the end, a failure of the walk, or broken
 * YAML: then *failed_at is set. */
static enum stn_status take_events(struct reader *reader, size_t at,
                                   size_t *failed_at, struct stn_error *err)
{
    struct stn_yaml_events *events = NULL;
    enum stn_status status =
        stn_yaml_events_open(&events, reader->root->bytes, at, err);
    bool is_broken = false;

    reader->come_to = at;
    while (status == STN_OK) {
        struct stn_yaml_event event;
        status = stn_yaml_events_next(events, &event, err);
        is_broken = status == STN_EINPUT || status == STN_ELIMIT;
        if (status != STN_OK)
            break;
        status = take_event(reader, &event, err);
        reader->come_to = event.end;
    }
    if (is_broken) {
        *failed_at = stn_yaml_events_failed_at(events);
        status = STN_OK;
    }
    stn_yaml_events_close(events);
    return status;
}

static enum stn_status read_text(void *data,
                                 const struct stn_http_window *window,
                                 size_t *consumed, struct stn_error *err)
{
    struct reader *reader = data;
    const size_t end = window->root->bytes.len;
    size_t at = window->from;
    enum stn_status status = STN_OK;

    reader->root = window->root;
    reader->lines = (struct stn_yaml_lines){.walk = reader->walk,
                                            .values = reader->values,
                                            .root = window->root,
                                            .dash_column = SIZE_MAX};
    for (size_t i = 0; at < end && status == STN_OK; i++) {
        size_t failed_at = 0;
        status = take_events(reader, at, &failed_at, err);
        if (status == STN_OK)
            status =
                take_lines(reader, failed_at, i < YAML_RETRIES_MAX, &at, err);
    }
    if (status >= 0)
        status = close_to(reader, 0, err);
    if (status == STN_OK)
        *consumed = end;
    return status;
}

const struct stn_http_format stn_http_yaml = {
    .name = "yaml",
    .summary = "YAML cassettes: VCR, vcrpy, go-vcr, php-vcr, Betamax, Polly",
    .needs_whole = true,
    .is_encoded = true,
    .sniff = stn_yaml_is_capture,
    .open = open_reader,
    .read = read_text,
    .close = close_reader,
};
