/** @file Texts inside of texts: members of archives, output in reports. */
#include "base/alloc.h"
#include "http/format.h"
#include "http/walk_state.h"

/* A capture in an archive in an archive is far enough. */
#define NESTED_MAX 4

/* Read a text that is there as a whole, capture after capture. What is none
 * may be a body that was stored by itself. */
static enum stn_status read_captures(struct stn_http_walk *walk,
                                     const struct stn_segment *root,
                                     struct stn_error *err)
{
    struct stn_http_window window = {
        .root = root, .limit = root->bytes.len, .is_last = true};
    enum stn_status status = STN_OK;

    while (window.from < window.limit) {
        const struct stn_str rest =
            stn_str_sub(root->bytes, window.from, root->bytes.len);
        const struct stn_http_format *format =
            stn_http_format_of(stn_str_sub(rest, 0, STN_HTTP_SNIFF_BYTES),
                               rest.len <= STN_HTTP_SNIFF_BYTES, true);
        void *reader = NULL;
        size_t consumed = window.from;

        if (format == NULL && window.from == 0)
            return stn_http_read_fields(walk, root, err);
        if (format == NULL)
            return STN_OK;
        status = format->open(&reader, walk, err);
        if (status < 0)
            return status;
        status = format->read(reader, &window, &consumed, err);
        format->close(reader);
        stn_http_walk_place(walk, NULL, NULL);
        if (status != STN_DONE || consumed <= window.from)
            return status < 0 ? status : STN_OK;
        window.from = consumed;
    }
    return STN_OK;
}

/* A nested text, open. */
static enum stn_status read_text(struct stn_http_walk *walk,
                                 struct stn_segment *text,
                                 struct stn_error *err)
{
    enum stn_status status =
        stn_http_give(walk, text, STN_SEGMENT_TEXT, STN_STR(""), err);

    if (status < 0)
        return status;
    return stn_http_left(walk, read_captures(walk, text, err), err);
}

enum stn_status stn_http_nested(struct stn_http_walk *walk, struct stn_str name,
                                const struct stn_segment *segment,
                                struct stn_error *err)
{
    struct stn_segment *text;

    if (walk->nesting == NESTED_MAX)
        return stn_http_note(walk, "an archive nests too deep", true, err);
    enum stn_status status = stn_http_open(
        walk, stn_http_part(segment, 0, segment->bytes.len, STN_CODEC_NONE),
        &text, err);
    if (status < 0)
        return status;
    const struct stn_http_entered was = stn_http_enter(walk, name, " › ");
    walk->nesting++;
    status = read_text(walk, text, err);
    walk->nesting--;
    stn_http_leave(walk, was);
    stn_http_close(walk);
    return status;
}
