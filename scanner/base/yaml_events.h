/**
 * @file
 * YAML of anybody as a stream of events that know their bytes, over libyaml:
 * no tree, so no document is too large for it. Anchors are passed over, an
 * alias is an event of its own and never expanded, of the tags only !!binary
 * is told.
 *
 * libyaml gives up at control characters, bad UTF-8 and NULs, up to 16 KiB
 * before it reaches them. Here each such byte reads as STN_YAML_STAND_IN
 * instead, so that offsets stay what they are; stn_yaml_reads_as() undoes it.
 */
#ifndef STN_BASE_YAML_EVENTS_H
#define STN_BASE_YAML_EVENTS_H

#include "base/error.h"
#include "base/str.h"

enum stn_yaml_event_kind {
    STN_YAML_EVENT_DOCUMENT, /**< One begins. */
    STN_YAML_EVENT_MAP,      /**< One begins; its keys and values in turn. */
    STN_YAML_EVENT_LIST,     /**< One begins. */
    STN_YAML_EVENT_END,      /**< The innermost map or list ends. */
    STN_YAML_EVENT_SCALAR,
    STN_YAML_EVENT_ALIAS,
};

enum stn_yaml_style {
    STN_YAML_PLAIN,
    STN_YAML_SINGLE_QUOTED,
    STN_YAML_DOUBLE_QUOTED,
    STN_YAML_LITERAL, /**< | */
    STN_YAML_FOLDED,  /**< > */
};

struct stn_yaml_event {
    enum stn_yaml_event_kind kind;
    enum stn_yaml_style style; /**< Of a scalar. */
    bool is_binary;            /**< A scalar tagged !!binary or !binary. */
    struct stn_str value;      /**< Of a scalar: decoded; until the next. */
    size_t start;              /**< Byte offset; tag and anchor included. */
    size_t end;                /**< One past its last byte. */
};

/** What a byte that libyaml refuses reads as: no indicator anywhere. */
#define STN_YAML_STAND_IN '_'

struct stn_yaml_events;

/**
 * @param bytes  Borrowed until close.
 * @param from   Where to begin: the start of a line. A byte order mark there is
 *               passed over.
 */
enum stn_status stn_yaml_events_open(struct stn_yaml_events **out,
                                     struct stn_str bytes, size_t from,
                                     struct stn_error *err);
/**
 * @return STN_OK; STN_DONE at the end of the text; STN_EINPUT where it is no
 *         YAML, STN_ELIMIT where it is nested over STN_HTTP_NESTING_MAX deep
 *         (32 in brackets), see stn_yaml_events_failed_at(); STN_ENOMEM. After
 * anything but STN_OK: close.
 */
enum stn_status stn_yaml_events_next(struct stn_yaml_events *events,
                                     struct stn_yaml_event *event,
                                     struct stn_error *err);
/** @return Byte offset that reading had come to when it failed. */
size_t stn_yaml_events_failed_at(const struct stn_yaml_events *events);
void stn_yaml_events_close(struct stn_yaml_events *events);

/** Whether source bytes are a value's, but for those that had to be replaced:
 *  then they are the right ones. */
bool stn_yaml_reads_as(struct stn_str source, struct stn_str value);

#endif
