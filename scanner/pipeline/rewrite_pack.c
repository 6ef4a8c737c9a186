/** @file Packing what was unpacked again, in the style it was packed in. */
#include "base/limits.h"
#include "pipeline/rewrite.h"

#define GZIP_HEADER_BYTES 10
#define GZIP_FLAGS_AT 3
#define GZIP_HAS_COMMENT 0x10

/* Digits, in lines or not. */
static bool is_digits(enum stn_codec codec)
{
    return codec == STN_CODEC_HEX || codec == STN_CODEC_DECIMAL ||
           codec == STN_CODEC_BASE64;
}

/* Whether all of it was unpacked, and nothing else: what is damaged, or too
 * large, would be cut. */
static enum stn_status check_whole(const struct stn_trail_node *node,
                                   struct stn_error *err)
{
    struct stn_buf bytes = STN_BUF_INIT(STN_REDACT_BYTES_MAX);
    enum stn_status status = STN_OK;

    if (!is_digits(node->codec))
        status =
            stn_codecs[node->codec].decode(node->packed, &bytes, NULL, NULL);
    if (status == STN_ENOMEM)
        status = stn_fail_memory(err);
    else if (!is_digits(node->codec) &&
             (status < 0 || !stn_str_equal(stn_buf_str(&bytes), node->bytes)))
        status = stn_fail(err, STN_EINPUT,
                          "a secret stands in something compressed that is "
                          "damaged or cut off: it cannot be written again");
    stn_buf_dispose(&bytes);
    return status;
}

static bool is_plain(struct stn_str bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        if ((unsigned char)bytes.ptr[i] < ' ' ||
            (unsigned char)bytes.ptr[i] > '~')
            return false;
    return true;
}

/* Append one line, written as the node's parent writes it. */
static enum stn_status write_line(const struct stn_trail_node *node,
                                  struct stn_str was, struct stn_str line,
                                  struct stn_buf *out, struct stn_error *err)
{
    struct stn_buf buffers[] = {STN_BUF_INIT(STN_REDACT_BYTES_MAX),
                                STN_BUF_INIT(STN_REDACT_BYTES_MAX)};
    enum stn_status status = STN_OK;

    for (size_t i = 0; i < node->writing_count && status >= 0; i++) {
        const struct stn_codec_info *codec = &stn_codecs[node->writings[i]];
        struct stn_buf *to = &buffers[i % 2];
        if (codec->encode == NULL) {
            if (node->writings[i] != STN_CODEC_LINES && !is_plain(line))
                status = stn_fail(err, STN_EINPUT,
                                  "a secret stands in something compressed "
                                  "that cannot be written again as it was");
            continue;
        }
        stn_buf_clear(to);
        status = codec->encode(line, was, to, err);
        line = stn_buf_str(to);
    }
    stn_buf_append(out, line);
    if (status >= 0)
        status = stn_buf_status(out, err);
    stn_buf_dispose(&buffers[0]);
    stn_buf_dispose(&buffers[1]);
    return status;
}

/* Make a gzip file longer, by a comment in its header (RFC 1952, 2.3): what has
 * fewer secrets in it packs better. */
static void pad_gzip(struct stn_buf *packed, size_t length)
{
    const struct stn_str was = stn_buf_str(packed);
    const size_t room = length > was.len ? length - was.len : 0;

    if (room == 0 || was.len < GZIP_HEADER_BYTES ||
        was.ptr[GZIP_FLAGS_AT] != 0 || stn_buf_reserve(packed, room) == NULL)
        return;
    char *comment = packed->ptr + GZIP_HEADER_BYTES;
    memmove(comment + room, comment, was.len - GZIP_HEADER_BYTES);
    memset(comment, ' ', room);
    comment[room - 1] = '\0';
    packed->ptr[GZIP_FLAGS_AT] = GZIP_HAS_COMMENT;
    stn_buf_added(packed, room);
}

enum stn_status stn_rewrite_pack(const struct stn_rewrite *rewrite,
                                 size_t index, struct stn_str bytes,
                                 struct stn_buf *out, struct stn_error *err)
{
    const struct stn_trail *trail = rewrite->trail;
    const struct stn_trail_node *node = &trail->nodes[index];
    const struct stn_str was = stn_str_sub(trail->nodes[node->parent].bytes,
                                           node->span.start, node->span.end);
    struct stn_buf packed = STN_BUF_INIT(STN_REDACT_BYTES_MAX);
    enum stn_status status;

    if (stn_codecs[node->codec].encode == NULL)
        return stn_fail(err, STN_EINPUT,
                        "a secret stands in an archive: unpack it, redact "
                        "what is in it, and pack it again");
    if (node->is_cut)
        return stn_fail(err, STN_EINPUT,
                        "a secret stands in an encoded body that the log "
                        "spreads over rows: it cannot be written again");
    status = check_whole(node, err);
    if (status >= 0)
        status =
            stn_codecs[node->codec].encode(bytes, node->packed, &packed, err);
    if (status >= 0 && rewrite->same_length && node->codec == STN_CODEC_GZIP)
        pad_gzip(&packed, node->packed.len);
    struct stn_str rest = stn_buf_str(&packed);
    while (status >= 0 && node->between.len > 0 && is_digits(node->codec)) {
        size_t end = 0;
        while (end < rest.len && rest.ptr[end] != '\n' && rest.ptr[end] != '\r')
            end++;
        size_t next = end;
        while (next < rest.len && memchr(" \t\r\n", rest.ptr[next], 4) != NULL)
            next++;
        if (next >= rest.len)
            break;
        status = write_line(node, was, stn_str_sub(rest, 0, end), out, err);
        stn_buf_append(out, node->between);
        rest = stn_str_sub(rest, next, rest.len);
    }
    if (status >= 0)
        status = write_line(node, was, rest, out, err);
    stn_buf_dispose(&packed);
    return status;
}
