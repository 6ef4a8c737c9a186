/** @file Who takes what a walk over a capture hands over, and writes it down:
 *  for tests of the walk itself. */
#ifndef STN_TESTS_HTTP_SINK_H
#define STN_TESTS_HTTP_SINK_H

#include "http/walk.h"

/** Say something to a walk about a text. */
typedef enum stn_status (*http_sink_say)(struct stn_http_walk *walk,
                                         const struct stn_segment *root,
                                         const void *payload,
                                         struct stn_error *err);

/**
 * What came of it, a line each:
 *
 *     cookie [Cookie.sid] sid = abc {response http-only} until 12 @4-7
 *     text [] {"a":1} @0-7
 *     leave
 *     note lost: an archive nests too deep
 *
 * "@4-7" is where it stands in the text.
 */
struct http_sink {
    struct stn_http_sink sink;
    struct stn_http_walk *walk;
    struct stn_segment root;
    struct stn_buf lines;
    uint32_t refused; /**< Kinds that are not wanted; bits. */
    bool is_silent;   /**< Nothing is written down. */
    size_t fail_at;   /**< Which take or leave fails, from 1; 0: none. */
    size_t calls;     /**< Takes and leaves so far. */
    size_t open;      /**< Texts taken and not left. */
    size_t most;      /**< Bytes of the largest segment. */
    size_t notes, losses;
};

void http_sink_init(struct http_sink *sink, struct stn_str text);
/** Checks that every text that was taken was left. */
void http_sink_dispose(struct http_sink *sink);

/** Whether that line was written. */
bool http_sink_has(const struct http_sink *sink, const char *line);

/** All of a text as a value. */
static inline struct stn_http_value
http_sink_all(const struct stn_segment *root, enum stn_codec codec)
{
    return (struct stn_http_value){root, {0, root->bytes.len}, codec};
}

/** Say something, and compare all that is handed over; then with each take and
 *  leave failing, and with each allocation failing. */
void assert_hands_over(struct stn_str text, http_sink_say say,
                       const void *payload, const char *expected);

/** Something to say: the text is a body, as it is. */
enum stn_status http_sink_body(struct stn_http_walk *walk,
                               const struct stn_segment *root,
                               const void *payload, struct stn_error *err);

#endif
