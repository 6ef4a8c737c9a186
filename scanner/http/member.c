#include "http/member.h"

#include "base/limits.h"
#include "http/inflate.h"
#include "http/printable.h"
#include "text/container.h"

/* A name for a place, with its NUL. */
#define NAME_BYTES_MAX 512

/* A member while it is read. */
struct reading {
    struct stn_http_walk *walk;
    const struct stn_http_member *member;
    struct stn_buf *buffer;
    struct stn_str name;
    bool is_in_pieces;
};

/* A byte of what was packed has no place of its own. */
static struct stn_span find_whole(const struct stn_segment *segment,
                                  struct stn_span span)
{
    (void)span;
    return (struct stn_span){0, segment->parent->bytes.len};
}

static bool is_readable(struct stn_str head)
{
    head = stn_str_sub(head, 0, STN_SNIFF_BYTES);
    return head.len > 0 && (memchr(head.ptr, '\0', head.len) == NULL ||
                            stn_text_is_container(head));
}

static enum stn_status give(struct reading *reading, struct stn_str bytes,
                            struct stn_error *err)
{
    struct stn_segment segment = reading->member->where;

    if (bytes.len == 0)
        return STN_OK;
    if (reading->member->packing != STN_HTTP_STORED) {
        segment.parent = &reading->member->where;
        segment.origin = find_whole;
    }
    segment.bytes = bytes;
    segment.codec = reading->member->packing == STN_HTTP_GZIPPED
                        ? STN_CODEC_GZIP
                        : STN_CODEC_ZIP;
    stn_http_exchange(reading->walk);
    return stn_http_nested(reading->walk, reading->name, &segment, err);
}

/* Hand over what the buffer holds up to its last line, and keep the rest. */
static enum stn_status give_piece(struct reading *reading,
                                  struct stn_error *err)
{
    struct stn_buf *buffer = reading->buffer;
    size_t cut = buffer->len;
    enum stn_status status = STN_OK;

    while (cut > 0 && buffer->ptr[cut - 1] != '\n')
        cut--;
    if (cut == 0)
        cut = buffer->len;
    if (!reading->is_in_pieces)
        status = stn_http_note(reading->walk,
                               "a member of an archive is large, and was read "
                               "in pieces",
                               false, err);
    reading->is_in_pieces = true;
    if (status == STN_OK)
        status = give(reading, stn_str_sub(stn_buf_str(buffer), 0, cut), err);
    memmove(buffer->ptr, buffer->ptr + cut, buffer->len - cut);
    stn_buf_truncate(buffer, buffer->len - cut);
    return status;
}

/* The next bytes, as many as the buffer and the budget have room for. */
static enum stn_status inflate_more(struct reading *reading,
                                    struct stn_inflater *inflater, size_t most,
                                    struct stn_error *err)
{
    struct stn_buf *buffer = reading->buffer;
    const size_t before = buffer->len;
    const size_t budget = stn_http_budget(reading->walk);

    most = most < budget ? most : budget;
    const enum stn_status status =
        stn_inflater_read(inflater, buffer, most, err);
    stn_http_spend(reading->walk, buffer->len - before);
    return status;
}

/* What an inflater's answer means for who reads the report. */
static enum stn_status note_end(struct reading *reading, enum stn_status end,
                                struct stn_error *err)
{
    if (end == STN_EINPUT)
        return stn_http_note(reading->walk,
                             "a member of an archive is damaged or cut", true,
                             err);
    if (end == STN_ELIMIT)
        return stn_http_note(reading->walk,
                             "a member of an archive inflates without measure",
                             true, err);
    return end < 0 ? end : STN_OK;
}

static enum stn_status note_budget(struct reading *reading,
                                   struct stn_error *err)
{
    const enum stn_status status = stn_http_note(
        reading->walk, "archives inflate to more than is looked at", true, err);

    return status < 0 ? status : STN_DONE;
}

/* Inflate it to its end. */
static enum stn_status read_pieces(struct reading *reading,
                                   struct stn_inflater *inflater,
                                   struct stn_error *err)
{
    struct stn_buf *buffer = reading->buffer;
    enum stn_status end = inflate_more(reading, inflater, STN_SNIFF_BYTES, err);

    if (end == STN_ENOMEM)
        return end;
    if (!is_readable(stn_buf_str(buffer)))
        return buffer->len == 0 ? note_end(reading, end, err) : STN_OK;
    while (end == STN_OK && stn_http_budget(reading->walk) > 0) {
        end = inflate_more(reading, inflater,
                           STN_HTTP_MEMBER_BYTES_MAX - buffer->len, err);
        if (end == STN_OK && buffer->len == STN_HTTP_MEMBER_BYTES_MAX) {
            const enum stn_status status = give_piece(reading, err);
            if (status < 0)
                return status;
        }
    }
    if (end == STN_ENOMEM)
        return end;
    const enum stn_status status = give(reading, stn_buf_str(buffer), err);
    if (status < 0)
        return status;
    return end == STN_OK ? note_budget(reading, err)
                         : note_end(reading, end, err);
}

static enum stn_status read_inflated(struct reading *reading,
                                     struct stn_error *err)
{
    const struct stn_http_member *member = reading->member;
    struct stn_inflater *inflater = NULL;
    enum stn_status status;

    if (stn_http_budget(reading->walk) == 0)
        return note_budget(reading, err);
    stn_buf_clear(reading->buffer);
    status =
        stn_inflater_new(&inflater, member->where.bytes,
                         member->packing == STN_HTTP_GZIPPED ? STN_INFLATE_GZIP
                                                             : STN_INFLATE_RAW,
                         err);
    if (status == STN_OK)
        status = read_pieces(reading, inflater, err);
    stn_inflater_free(inflater);
    return status;
}

enum stn_status stn_http_member_read(struct stn_http_walk *walk,
                                     const struct stn_http_member *member,
                                     struct stn_buf *buffer,
                                     struct stn_error *err)
{
    struct stn_buf name = STN_BUF_INIT(NAME_BYTES_MAX);
    struct reading reading = {.walk = walk, .member = member, .buffer = buffer};
    enum stn_status status = STN_OK;

    stn_http_put_name(&name, member->name);
    reading.name = stn_buf_str(&name);
    if (member->packing != STN_HTTP_STORED)
        status = read_inflated(&reading, err);
    else if (is_readable(member->where.bytes))
        status = give(&reading, member->where.bytes, err);
    stn_buf_dispose(&name);
    return status;
}
