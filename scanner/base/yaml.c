#include "base/yaml.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <yaml.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/utf8.h"

/** Nodes of one document, 80 bytes each: 100,000 allow entries of four fields
 *  take half of them. */
#define YAML_NODES_MAX 2000000
/** Bytes of a key shown in a message. */
#define YAML_KEY_BYTES_MAX 64

/** A list or map that is not closed yet. */
struct yaml_frame {
    struct stn_yaml *node;
    struct stn_yaml *last; /**< Its latest child. */
    struct stn_yaml *key;  /**< In a map: the key that waits for its value. */
};

struct yaml_builder {
    struct stn_arena *arena;
    const char *name;
    struct stn_error *err;
    struct stn_yaml *root;
    size_t documents;
    size_t nodes;
    size_t depth;
    struct yaml_frame frames[STN_YAML_DEPTH_MAX];
};

enum stn_status stn_yaml_fail(struct stn_error *err, const char *name,
                              const struct stn_yaml *node, const char *format,
                              ...)
{
    char message[STN_ERROR_BYTES];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof(message), format, args);
    va_end(args);
    return stn_fail(err, STN_EINPUT, "%s:%u:%u: %s", name,
                    node != NULL ? (unsigned)node->line : 1,
                    node != NULL ? (unsigned)node->column : 1, message);
}

enum stn_status stn_yaml_fail_key(struct stn_error *err, const char *name,
                                  const struct stn_yaml *key, const char *what,
                                  const char *rest)
{
    /* A byte becomes four at most, as in \xNN. */
    struct stn_buf shown = STN_BUF_INIT(4 * YAML_KEY_BYTES_MAX);
    struct stn_str scalar = key->scalar;
    const char *dots = "";

    if (scalar.len > YAML_KEY_BYTES_MAX) {
        scalar.len = YAML_KEY_BYTES_MAX;
        while (scalar.len > 0 &&
               ((unsigned char)scalar.ptr[scalar.len] & 0xC0) == 0x80)
            scalar.len--;
        dots = "...";
    }
    stn_utf8_append_printable(&shown, scalar);
    enum stn_status status = stn_buf_status(&shown, err);
    if (status == STN_OK)
        status = stn_yaml_fail(err, name, key, "%s '%s%s'%s", what, shown.ptr,
                               dots, rest);
    stn_buf_dispose(&shown);
    return status;
}

/* A stand-in for a node that is not there, for its place. */
static struct stn_yaml at_mark(yaml_mark_t mark)
{
    return (struct stn_yaml){.line = (uint32_t)mark.line + 1,
                             .column = (uint32_t)mark.column + 1};
}

/* The place of a byte; for libyaml's reader, which counts nothing else. */
static struct stn_yaml at_offset(struct stn_str bytes, size_t offset)
{
    struct stn_str before = stn_str_sub(bytes, 0, offset);
    struct stn_yaml place = {.line = 1};
    size_t start = 0;

    for (size_t i = 0; i < before.len; i++) {
        if (before.ptr[i] == '\n') {
            place.line++;
            start = i + 1;
        }
    }
    before = stn_str_sub(before, start, before.len);
    place.column = (uint32_t)stn_utf8_count(before) + 1;
    return place;
}

/* libyaml's own failure, in its words: they hold nothing of the input. */
static enum stn_status fail_parser(const struct yaml_builder *builder,
                                   const yaml_parser_t *parser,
                                   struct stn_str bytes)
{
    struct stn_yaml place;

    if (parser->error == YAML_MEMORY_ERROR)
        return stn_fail_memory(builder->err);
    if (parser->error == YAML_READER_ERROR)
        place = at_offset(bytes, parser->problem_offset);
    else
        place = at_mark(parser->problem_mark);
    return stn_yaml_fail(builder->err, builder->name, &place, "%s",
                         parser->problem);
}

/* What an event has that stanch does without, or NULL. */
static const char *find_unwanted(const yaml_event_t *event)
{
    const yaml_char_t *anchor = NULL;
    const yaml_char_t *tag = NULL;

    if (event->type == YAML_SCALAR_EVENT) {
        anchor = event->data.scalar.anchor;
        tag = event->data.scalar.tag;
    } else if (event->type == YAML_SEQUENCE_START_EVENT) {
        anchor = event->data.sequence_start.anchor;
        tag = event->data.sequence_start.tag;
    } else if (event->type == YAML_MAPPING_START_EVENT) {
        anchor = event->data.mapping_start.anchor;
        tag = event->data.mapping_start.tag;
    } else if (event->type == YAML_ALIAS_EVENT) {
        return "aliases are not supported";
    } else if (event->type == YAML_DOCUMENT_START_EVENT &&
               event->data.document_start.tag_directives.start !=
                   event->data.document_start.tag_directives.end) {
        return "tags are not supported";
    }
    if (anchor != NULL)
        return "anchors are not supported";
    return tag != NULL ? "tags are not supported" : NULL;
}

/* Hang a node into what is open. */
static enum stn_status attach(struct yaml_builder *builder,
                              struct stn_yaml *node)
{
    if (builder->depth == 0) {
        builder->root = node;
        return STN_OK;
    }
    struct yaml_frame *frame = &builder->frames[builder->depth - 1];
    if (frame->node->kind == STN_YAML_MAP && frame->key == NULL) {
        if (node->kind != STN_YAML_SCALAR)
            return stn_yaml_fail(builder->err, builder->name, node,
                                 "a key that is no text");
        if (node->plain && stn_str_equal(node->scalar, STN_STR("<<")))
            return stn_yaml_fail(builder->err, builder->name, node,
                                 "merge keys are not supported");
        frame->key = node;
        return STN_OK;
    }
    node->key = frame->key;
    frame->key = NULL;
    if (frame->last != NULL)
        frame->last->next = node;
    else
        frame->node->first = node;
    frame->last = node;
    frame->node->count++;
    return STN_OK;
}

static enum stn_status add_node(struct yaml_builder *builder,
                                enum stn_yaml_kind kind,
                                const yaml_event_t *event,
                                struct stn_yaml **out)
{
    if (++builder->nodes > YAML_NODES_MAX)
        return stn_fail(builder->err, STN_ELIMIT, "%s: over %d values",
                        builder->name, YAML_NODES_MAX);
    struct stn_yaml *node = stn_arena_alloc(builder->arena, sizeof(*node));
    if (node == NULL)
        return stn_fail_memory(builder->err);
    *node = at_mark(event->start_mark);
    node->kind = kind;
    *out = node;
    return STN_OK;
}

static enum stn_status add_scalar(struct yaml_builder *builder,
                                  const yaml_event_t *event)
{
    const struct stn_str scalar = {(const char *)event->data.scalar.value,
                                   event->data.scalar.length};
    struct stn_yaml *node = NULL;
    enum stn_status status = add_node(builder, STN_YAML_SCALAR, event, &node);

    if (status < 0)
        return status;
    if (scalar.len > 0 && memchr(scalar.ptr, '\0', scalar.len) != NULL)
        return stn_yaml_fail(builder->err, builder->name, node,
                             "a NUL in a value");
    node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (!stn_arena_copy(builder->arena, &node->scalar, scalar))
        return stn_fail_memory(builder->err);
    return attach(builder, node);
}

static enum stn_status open_node(struct yaml_builder *builder,
                                 enum stn_yaml_kind kind,
                                 const yaml_event_t *event)
{
    struct stn_yaml *node = NULL;
    enum stn_status status = add_node(builder, kind, event, &node);

    if (status == STN_OK)
        status = attach(builder, node);
    if (status < 0)
        return status;
    if (builder->depth == STN_YAML_DEPTH_MAX)
        return stn_yaml_fail(builder->err, builder->name, node,
                             "nested over %d deep", STN_YAML_DEPTH_MAX);
    builder->frames[builder->depth++] = (struct yaml_frame){.node = node};
    return STN_OK;
}

static bool stands_before(const struct stn_yaml *a, const struct stn_yaml *b)
{
    return a->line != b->line ? a->line < b->line : a->column < b->column;
}

static int compare_keys(const void *a, const void *b)
{
    const struct stn_yaml *left = (*(struct stn_yaml *const *)a)->key;
    const struct stn_yaml *right = (*(struct stn_yaml *const *)b)->key;
    int order = stn_str_compare(left->scalar, right->scalar);

    if (order != 0)
        return order;
    return stands_before(left, right) ? -1 : stands_before(right, left);
}

/* Fail at the first key of a map that was there before. Sorted, since a map
 * may have as many keys as a hostile file has room for. */
static enum stn_status check_keys(const struct yaml_builder *builder,
                                  const struct stn_yaml *map)
{
    const struct stn_yaml **values;
    const struct stn_yaml *first = NULL;
    const struct stn_yaml *again = NULL;
    size_t count = 0;
    char rest[64];

    if (map->count < 2)
        return STN_OK;
    values = stn_calloc(map->count, sizeof(const struct stn_yaml *));
    if (values == NULL)
        return stn_fail_memory(builder->err);
    for (const struct stn_yaml *value = map->first; value != NULL;
         value = value->next)
        values[count++] = value;
    qsort(values, count, sizeof(const struct stn_yaml *), compare_keys);
    for (size_t i = 1; i < count; i++) {
        const struct stn_yaml *key = values[i]->key;
        if (stn_str_equal(values[i - 1]->key->scalar, key->scalar) &&
            (again == NULL || stands_before(key, again))) {
            first = values[i - 1]->key;
            again = key;
        }
    }
    stn_free(values);
    if (again == NULL)
        return STN_OK;
    snprintf(rest, sizeof(rest), ", first at line %u", (unsigned)first->line);
    return stn_yaml_fail_key(builder->err, builder->name, again,
                             "duplicate key", rest);
}

static enum stn_status close_node(struct yaml_builder *builder)
{
    const struct stn_yaml *node = builder->frames[--builder->depth].node;

    return node->kind == STN_YAML_MAP ? check_keys(builder, node) : STN_OK;
}

static enum stn_status take_event(struct yaml_builder *builder,
                                  const yaml_event_t *event)
{
    const struct stn_yaml place = at_mark(event->start_mark);
    const char *unwanted = find_unwanted(event);

    if (unwanted != NULL)
        return stn_yaml_fail(builder->err, builder->name, &place, "%s",
                             unwanted);
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (++builder->documents > 1)
            return stn_yaml_fail(builder->err, builder->name, &place,
                                 "a second document");
        return STN_OK;
    case YAML_SCALAR_EVENT:
        return add_scalar(builder, event);
    case YAML_SEQUENCE_START_EVENT:
        return open_node(builder, STN_YAML_LIST, event);
    case YAML_MAPPING_START_EVENT:
        return open_node(builder, STN_YAML_MAP, event);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return close_node(builder);
    default:
        return STN_OK;
    }
}

/* Take events until the stream ends. */
static enum stn_status build(struct yaml_builder *builder,
                             yaml_parser_t *parser, struct stn_str bytes)
{
    enum stn_status status = STN_OK;
    bool is_over = false;

    while (status == STN_OK && !is_over) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event))
            return fail_parser(builder, parser, bytes);
        status = take_event(builder, &event);
        is_over = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    return status;
}

enum stn_status stn_yaml_parse(struct stn_yaml **out, struct stn_arena *arena,
                               const char *name, struct stn_str bytes,
                               struct stn_error *err)
{
    struct yaml_builder builder = {.arena = arena, .name = name, .err = err};
    yaml_parser_t parser;

    if (bytes.len > STN_YAML_BYTES_MAX)
        return stn_fail(err, STN_ELIMIT, "%s: over %zu bytes", name,
                        STN_YAML_BYTES_MAX);
    /* A byte order mark is no column; UTF-16 is refused. */
    if (stn_str_starts(bytes, STN_STR("\xEF\xBB\xBF")))
        bytes = stn_str_sub(bytes, 3, bytes.len);
    if (!yaml_parser_initialize(&parser))
        return stn_fail_memory(err);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(
        &parser, (const unsigned char *)(bytes.len > 0 ? bytes.ptr : ""),
        bytes.len);
    enum stn_status status = build(&builder, &parser, bytes);
    yaml_parser_delete(&parser);
    if (status == STN_OK)
        *out = builder.root;
    return status;
}
