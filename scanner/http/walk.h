/**
 * @file
 * One walk over a capture. A reader says what it came across (a URL, a header,
 * a body) and where it is written; the walk decodes it, takes it apart into
 * named fields, and hands them to whoever looks for secrets.
 *
 * Nothing is kept: a field is handed over and forgotten, so memory does not
 * follow the capture.
 */
#ifndef STN_HTTP_WALK_H
#define STN_HTTP_WALK_H

#include "text/segment.h"

/** Who takes the fields. */
struct stn_http_sink {
    void *payload;
    /**
     * Whether a field is worth decoding and naming: a rule asks for its name,
     * or something was found in the bytes it is written with already. Of
     * STN_SEGMENT_TEXT: whether anything a rule begins with stands in there.
     *
     * @param written  Its bytes, undecoded.
     */
    bool (*wants)(void *payload, enum stn_segment_kind kind,
                  struct stn_str name, const struct stn_segment *within,
                  struct stn_span written);
    /**
     * Look at one segment. Fields are gone afterwards; one of STN_SEGMENT_TEXT
     * stays until `leave`, and the fields cut out of it come in between.
     */
    enum stn_status (*take)(void *payload, const struct stn_segment *segment,
                            struct stn_error *err);
    /** All fields of the text taken last, and not left yet, are taken. */
    enum stn_status (*leave)(void *payload, struct stn_error *err);
    /**
     * Something was not read by structure (it is scanned as plain text all the
     * same, unless it is compressed).
     *
     * @param what     A static line: "JSON nested too deep".
     * @param is_lost  Whether bytes were not scanned at all.
     */
    enum stn_status (*note)(void *payload, const char *what, bool is_lost,
                            struct stn_error *err);
};

/** Where a reader stands, for places: "entries[3].request.headers". */
typedef void (*stn_http_place_fn)(const void *reader, struct stn_buf *out);

struct stn_http_walk;

enum stn_status stn_http_walk_new(struct stn_http_walk **out,
                                  struct stn_error *err);
void stn_http_walk_free(struct stn_http_walk *walk);

/** Begin another text: budgets are full again, the exchange is forgotten. */
void stn_http_walk_begin(struct stn_http_walk *walk,
                         const struct stn_http_sink *sink);

/** What the recorder offers; see stn_http_walk_cure(). */
const char *stn_http_walk_cure_of(const struct stn_http_walk *walk);

/** A value as a reader found it. */
struct stn_http_value {
    const struct stn_segment *within; /**< Lives until the call returns. */
    struct stn_span span;             /**< Of within->bytes, without quotes. */
    enum stn_codec codec;             /**< How it is written there. */
};

/** @name For readers, in the order of a capture. */
/**@{*/

/** @param place  Asked only when a field is handed over. */
void stn_http_walk_place(struct stn_http_walk *walk, stn_http_place_fn place,
                         const void *reader);

/** What the recorder itself offers against leaks: a static sentence that is
 *  added to the advice of findings; NULL: nothing. */
void stn_http_walk_cure(struct stn_http_walk *walk, const char *cure);

/** Another exchange begins: host, status and content type are not known. */
void stn_http_exchange(struct stn_http_walk *walk);
/** What follows is of the request, or of the response. */
void stn_http_side(struct stn_http_walk *walk, bool is_response);

/** A URL or a request target: user and password, host, query, fragment. */
enum stn_status stn_http_url(struct stn_http_walk *walk,
                             struct stn_http_value value,
                             struct stn_error *err);
/** A header; Cookie, Set-Cookie, Authorization, Location, Referer and the like
 *  are taken apart. */
enum stn_status stn_http_header(struct stn_http_walk *walk, struct stn_str name,
                                struct stn_http_value value,
                                struct stn_error *err);
/** @param expires  Unix time; 0: not known, or with the session. */
enum stn_status stn_http_cookie(struct stn_http_walk *walk, struct stn_str name,
                                struct stn_http_value value, bool is_http_only,
                                int64_t expires, struct stn_error *err);
/** A named value of STN_SEGMENT_QUERY, _FORM or _JSON. */
enum stn_status stn_http_field(struct stn_http_walk *walk,
                               enum stn_segment_kind kind, struct stn_str name,
                               struct stn_http_value value,
                               struct stn_error *err);
/** "a=1&b=2" by itself: the parameters of a query or a form. */
enum stn_status stn_http_parameter_text(struct stn_http_walk *walk,
                                        enum stn_segment_kind kind,
                                        struct stn_http_value value,
                                        struct stn_error *err);
/** A body: JSON, a form, multipart, XML, base64, hex, gzip, ... by its content
 *  type and by its look. Without any structure it is scanned as text, decoded.
 */
enum stn_status stn_http_body(struct stn_http_walk *walk,
                              struct stn_http_value value,
                              struct stn_error *err);
/** Text that is nothing in particular, and is to be scanned decoded: a line of
 *  a log whose escapes hid something, a command line. */
enum stn_status stn_http_text(struct stn_http_walk *walk,
                              struct stn_http_value value,
                              struct stn_error *err);
/**
 * A whole text inside of this one (a member of an archive, the output of a test
 * in a report): scanned as text, and read as a capture if it is one.
 *
 * @param name  Of the member, for the place; may be empty.
 */
enum stn_status stn_http_nested(struct stn_http_walk *walk, struct stn_str name,
                                const struct stn_segment *segment,
                                struct stn_error *err);
enum stn_status stn_http_note(struct stn_http_walk *walk, const char *what,
                              bool is_lost, struct stn_error *err);
/**@}*/

/** What a body's or an archive member's decoding may still give, in bytes;
 *  taken from with stn_http_spend(). */
size_t stn_http_budget(const struct stn_http_walk *walk);
void stn_http_spend(struct stn_http_walk *walk, size_t bytes);

#endif
