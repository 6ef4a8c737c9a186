/**
 * @file
 * The family of capture formats. A reader goes through a text once, in
 * windows, and tells a walk what it comes across. It never fails on what it is
 * given: where a capture is broken it says so, and goes on at the next
 * exchange.
 */
#ifndef STN_HTTP_FORMAT_H
#define STN_HTTP_FORMAT_H

#include "http/walk.h"

/** What there is of a text now. */
struct stn_http_window {
    /** The bytes: all of the text, or a window of it. */
    const struct stn_segment *root;
    size_t
        from; /**< Where reading goes on: what `consumed` was, moved along. */
    /** Begin nothing at or past it: what a pattern needs to see behind a field
     *  is not there yet. The bytes up to the end may be looked at. */
    size_t limit;
    bool is_last; /**< Nothing follows; limit is the end. */
    /** The window cannot grow: what began at `from` and has no end yet must be
     *  given up or passed over, with a note. */
    bool is_forced;
};

struct stn_http_format {
    const char *name;    /**< "json", "log" */
    const char *summary; /**< One line: which captures it reads. */
    /** The text must be there as a whole; a larger one is plain text. */
    bool needs_whole;
    /** Bodies may be encoded or compressed in it, so it is read also where no
     *  rule has anything to begin with. Its sniff must refuse other files by
     *  their first bytes. */
    bool is_encoded;
    /** Captures of other formats may stand between its lines. */
    bool yields;

    /**
     * Whether a text begins as one of this format.
     *
     * @param head  Its first bytes, at most STN_HTTP_SNIFF_BYTES; without a
     *              byte order mark.
     * @param is_whole  Whether that is all of it.
     */
    bool (*sniff)(struct stn_str head, bool is_whole);

    enum stn_status (*open)(void **reader, struct stn_http_walk *walk,
                            struct stn_error *err);
    /**
     * Read on.
     *
     * @param consumed  Set: bytes before it are not needed again. At least
     *                  window->from; past it, if the window is forced.
     * @return STN_OK: go on with more; STN_DONE: the capture ended at
     *         *consumed, and what follows is another text; a failure of the
     *         walk.
     */
    enum stn_status (*read)(void *reader, const struct stn_http_window *window,
                            size_t *consumed, struct stn_error *err);
    void (*close)(void *reader);
};

/** In the order in which they are asked; NULL ends it. */
extern const struct stn_http_format *const stn_http_formats[];

/**
 * @param all  Ask every format; else those that may hold encoded bodies.
 * @return The first format that claims a text; NULL: it is no capture.
 */
const struct stn_http_format *stn_http_format_of(struct stn_str head,
                                                 bool is_whole, bool all);

/** The format of what is known to be a log, whatever it looks like; NULL: it is
 *  scanned as text. */
const struct stn_http_format *stn_http_format_log(void);

#endif
