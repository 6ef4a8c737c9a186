/**
 * @file
 * What stands at which path of which recorder's files: tables, in which a walk
 * down a tree narrows the rows that still fit.
 */
#ifndef STN_HTTP_SHAPES_H
#define STN_HTTP_SHAPES_H

#include "base/str.h"

/** What is to be done with the value at a path. */
enum stn_http_act {
    STN_HTTP_ACT_NONE,     /**< On the way to others. */
    STN_HTTP_ACT_EXCHANGE, /**< Another exchange begins. */
    STN_HTTP_ACT_REQUEST,  /**< What follows is of the request, */
    STN_HTTP_ACT_RESPONSE, /**< of the response. */
    STN_HTTP_ACT_URL,
    STN_HTTP_ACT_BODY,    /**< A string; or a tree of named values. */
    STN_HTTP_ACT_ANSWER,  /**< A response, or the body of one. */
    STN_HTTP_ACT_HEADERS, /**< Named values, in any of their layouts: maps,
                               lists of pairs, of "Name: value". */
    STN_HTTP_ACT_FLAT,    /**< Headers: name, value, name, value ... */
    STN_HTTP_ACT_COOKIES,
    STN_HTTP_ACT_QUERY,
    STN_HTTP_ACT_FORM,
    STN_HTTP_ACT_FIELDS,  /**< Named values of STN_SEGMENT_JSON. */
    STN_HTTP_ACT_FIELD,   /**< One of them. */
    STN_HTTP_ACT_BYTES,   /**< A list of decimals: a body. */
    STN_HTTP_ACT_TEXT,    /**< A string to be scanned as it reads. */
    STN_HTTP_ACT_LINE,    /**< A line of a test's output; */
    STN_HTTP_ACT_PACKAGE, /**< the package it is of, */
    STN_HTTP_ACT_TEST,    /**< the test. */
};

/** One row; a table ends with a row without a path. */
struct stn_http_shape {
    const char *path; /**< "log.entries.[].request.url"; * is any key. */
    enum stn_http_act act;
    /** What stands below goes on in that table, and in no other row. */
    const struct stn_http_shape *below;
    /** See stn_http_walk_cure(); NULL: as before. */
    const char *cure;
    /** A file that holds this path is a capture. */
    bool is_telling;
};

/** Where a walk stands: the rows [first, last) begin with the path so far, of
 *  which `length` bytes are in this table. first == last: no row fits. */
struct stn_http_shapes {
    const struct stn_http_shape *first, *last;
    size_t length;
};

/** At the root of a document: every format there is. */
struct stn_http_shapes stn_http_shapes_root(void);

/** One part further: a key, or "[]" for an element of a list. */
struct stn_http_shapes stn_http_shapes_step(struct stn_http_shapes shapes,
                                            struct stn_str part);

/** The row whose path ends here; NULL: there is none. */
const struct stn_http_shape *
stn_http_shapes_here(struct stn_http_shapes shapes);

#endif
