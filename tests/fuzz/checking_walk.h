/**
 * @file
 * A walk for fuzz targets of readers: it only looks where values stand. Takes
 * the place of scanner/http/walk.c; included by one file of a target.
 */
#ifndef STN_TESTS_FUZZ_CHECKING_WALK_H
#define STN_TESTS_FUZZ_CHECKING_WALK_H

#include <stdlib.h>

#include "base/limits.h"
#include "http/format.h"
#include "http/opening.h"

static void check(bool holds)
{
    if (!holds)
        abort();
}

struct stn_http_walk {
    struct stn_str text;
    struct stn_segment opened;
};

static enum stn_status check_value(const struct stn_http_walk *walk,
                                   struct stn_http_value value)
{
    check(value.span.start <= value.span.end &&
          value.span.end <= value.within->bytes.len);
    const struct stn_span origin = stn_segment_origin(value.within, value.span);
    check(origin.start <= origin.end && origin.end <= walk->text.len);
    return STN_OK;
}

void stn_http_walk_place(struct stn_http_walk *walk, stn_http_place_fn place,
                         const void *reader)
{
    struct stn_buf out = STN_BUF_INIT(4 * STN_KIB);

    (void)walk;
    place(reader, &out);
    stn_buf_dispose(&out);
}

void stn_http_walk_cure(struct stn_http_walk *walk, const char *cure)
{
    (void)walk;
    (void)cure;
}

void stn_http_exchange(struct stn_http_walk *walk)
{
    (void)walk;
}

void stn_http_side(struct stn_http_walk *walk, bool is_response)
{
    (void)walk;
    (void)is_response;
}

enum stn_status stn_http_url(struct stn_http_walk *walk,
                             struct stn_http_value value, struct stn_error *err)
{
    (void)err;
    return check_value(walk, value);
}

enum stn_status stn_http_header(struct stn_http_walk *walk, struct stn_str name,
                                struct stn_http_value value,
                                struct stn_error *err)
{
    (void)name;
    (void)err;
    return check_value(walk, value);
}

enum stn_status stn_http_cookie(struct stn_http_walk *walk, struct stn_str name,
                                struct stn_http_value value, bool is_http_only,
                                int64_t expires, struct stn_error *err)
{
    (void)is_http_only;
    (void)expires;
    return stn_http_header(walk, name, value, err);
}

enum stn_status stn_http_field(struct stn_http_walk *walk,
                               enum stn_segment_kind kind, struct stn_str name,
                               struct stn_http_value value,
                               struct stn_error *err)
{
    (void)kind;
    return stn_http_header(walk, name, value, err);
}

enum stn_status stn_http_body(struct stn_http_walk *walk,
                              struct stn_http_value value,
                              struct stn_error *err)
{
    return stn_http_url(walk, value, err);
}

enum stn_status stn_http_parameter_text(struct stn_http_walk *walk,
                                        enum stn_segment_kind kind,
                                        struct stn_http_value value,
                                        struct stn_error *err)
{
    (void)kind;
    return stn_http_url(walk, value, err);
}

/* As it is written. */
enum stn_status stn_http_open(struct stn_http_walk *walk,
                              struct stn_http_value value,
                              struct stn_segment **out, struct stn_error *err)
{
    walk->opened = (struct stn_segment){
        .bytes =
            stn_str_sub(value.within->bytes, value.span.start, value.span.end),
        .parent = value.within,
    };
    *out = &walk->opened;
    return stn_http_url(walk, value, err);
}

void stn_http_close(struct stn_http_walk *walk)
{
    walk->opened = (struct stn_segment){0};
}

enum stn_status stn_http_text(struct stn_http_walk *walk,
                              struct stn_http_value value,
                              struct stn_error *err)
{
    return stn_http_url(walk, value, err);
}

enum stn_status stn_http_nested(struct stn_http_walk *walk, struct stn_str name,
                                const struct stn_segment *segment,
                                struct stn_error *err)
{
    const struct stn_http_value value = {
        segment, {0, segment->bytes.len}, STN_CODEC_NONE};

    (void)name;
    return stn_http_url(walk, value, err);
}

enum stn_status stn_http_note(struct stn_http_walk *walk, const char *what,
                              bool is_lost, struct stn_error *err)
{
    (void)walk;
    (void)err;
    check(what != NULL && !is_lost);
    return STN_OK;
}

#endif
