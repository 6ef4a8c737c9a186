#include "http/gzip.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "http/member.h"

#define HEADER_BYTES 10
#define FLAG_EXTRA 0x04
#define FLAG_NAME 0x08
#define FLAGS_RESERVED 0xE0

struct reader {
    struct stn_http_walk *walk;
    struct stn_buf buffer;
};

static unsigned byte_at(struct stn_str bytes, size_t at)
{
    return (unsigned char)bytes.ptr[at];
}

/* Magic, the one method there is, and no flag that means nothing. */
static bool sniff(struct stn_str head, bool is_whole)
{
    (void)is_whole;
    return head.len > HEADER_BYTES &&
           stn_str_starts(head, STN_STR("\x1f\x8b\x08")) &&
           (byte_at(head, 3) & FLAGS_RESERVED) == 0;
}

/* The name that the file had; if it is not on record, what it is now. */
static struct stn_str find_name(struct stn_str bytes)
{
    const unsigned flags = byte_at(bytes, 3);
    size_t at = HEADER_BYTES;

    if (flags & FLAG_EXTRA) {
        if (bytes.len < at + 2)
            return STN_STR("gzip");
        at += 2 + (byte_at(bytes, at) | byte_at(bytes, at + 1) << 8);
    }
    if ((flags & FLAG_NAME) == 0 || at >= bytes.len)
        return STN_STR("gzip");
    const char *end = memchr(bytes.ptr + at, '\0', bytes.len - at);
    if (end == NULL || end == bytes.ptr + at)
        return STN_STR("gzip");
    return stn_str_sub(bytes, at, (size_t)(end - bytes.ptr));
}

static enum stn_status read_whole(void *payload,
                                  const struct stn_http_window *window,
                                  size_t *consumed, struct stn_error *err)
{
    struct reader *reader = payload;
    const struct stn_segment *root = window->root;
    const struct stn_http_member member = {
        .name =
            find_name(stn_str_sub(root->bytes, window->from, root->bytes.len)),
        .where = {.bytes =
                      stn_str_sub(root->bytes, window->from, root->bytes.len),
                  .kind = STN_SEGMENT_TEXT,
                  .parent = root},
        .packing = STN_HTTP_GZIPPED,
    };

    const enum stn_status status =
        stn_http_member_read(reader->walk, &member, &reader->buffer, err);
    *consumed = root->bytes.len;
    return status < 0 ? status : STN_OK;
}

static void close_reader(void *payload)
{
    struct reader *reader = payload;

    if (reader == NULL)
        return;
    stn_buf_dispose(&reader->buffer);
    stn_free(reader);
}

static enum stn_status open_reader(void **out, struct stn_http_walk *walk,
                                   struct stn_error *err)
{
    struct reader *reader = stn_calloc(1, sizeof(*reader));

    if (reader == NULL)
        return stn_fail_memory(err);
    reader->walk = walk;
    stn_buf_init(&reader->buffer, STN_HTTP_MEMBER_BYTES_MAX);
    stn_http_walk_place(walk, NULL, NULL);
    *out = reader;
    return STN_OK;
}

const struct stn_http_format stn_http_gzip = {
    .name = "gzip",
    .summary = "files compressed with gzip",
    .needs_whole = true,
    .is_encoded = true,
    .sniff = sniff,
    .open = open_reader,
    .read = read_whole,
    .close = close_reader,
};
