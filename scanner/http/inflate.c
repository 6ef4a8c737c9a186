#include "http/inflate.h"

#include <zlib.h>

#include "base/alloc.h"
#include "base/limits.h"

/* zlib counts in unsigned int. */
#define STEP_BYTES_MAX (64 * STN_KIB)
/* gzip's window and header, as inflateInit2() wants them told. */
#define GZIP_WINDOW_BITS (15 + 16)
#define RAW_WINDOW_BITS (-15)

struct stn_inflater {
    z_stream stream;
    struct stn_str rest; /* Of the source. */
    size_t source_bytes; /* Taken from it. */
    size_t bytes;        /* Made of them. */
    enum stn_inflate_form form;
    bool is_over;
};

static void *allocate(void *opaque, unsigned count, unsigned size)
{
    (void)opaque;
    return stn_calloc(count, size);
}

static void release(void *opaque, void *block)
{
    (void)opaque;
    stn_free(block);
}

enum stn_status stn_inflater_new(struct stn_inflater **out,
                                 struct stn_str source,
                                 enum stn_inflate_form form,
                                 struct stn_error *err)
{
    struct stn_inflater *inflater = stn_calloc(1, sizeof(*inflater));

    if (inflater == NULL)
        return stn_fail_memory(err);
    inflater->stream.zalloc = allocate;
    inflater->stream.zfree = release;
    inflater->rest = source;
    inflater->form = form;
    if (inflateInit2(&inflater->stream, form == STN_INFLATE_GZIP
                                            ? GZIP_WINDOW_BITS
                                            : RAW_WINDOW_BITS) != Z_OK) {
        stn_free(inflater);
        return stn_fail_memory(err);
    }
    *out = inflater;
    return STN_OK;
}

void stn_inflater_free(struct stn_inflater *inflater)
{
    if (inflater == NULL)
        return;
    inflateEnd(&inflater->stream);
    stn_free(inflater);
}

/* One call of zlib: into `room` bytes at `to`. */
static int step(struct stn_inflater *inflater, char *to, size_t room,
                size_t *made)
{
    z_stream *stream = &inflater->stream;
    const size_t given = inflater->rest.len < STEP_BYTES_MAX
                             ? inflater->rest.len
                             : STEP_BYTES_MAX;

    /* zlib reads through it only. */
    stream->next_in = (z_const Bytef *)inflater->rest.ptr;
    stream->avail_in = (uInt)given;
    stream->next_out = (Bytef *)to;
    stream->avail_out = (uInt)room;
    const int answer = inflate(stream, Z_NO_FLUSH);
    const size_t taken = given - stream->avail_in;
    *made = room - stream->avail_out;
    inflater->rest = stn_str_sub(inflater->rest, taken, inflater->rest.len);
    inflater->source_bytes += taken;
    inflater->bytes += *made;
    return answer;
}

static bool is_bomb(const struct stn_inflater *inflater)
{
    return inflater->bytes > STN_HTTP_RATIO_FREE_BYTES &&
           inflater->bytes / STN_HTTP_RATIO_MAX > inflater->source_bytes;
}

/* A stream ended: what is behind it may be the next one, or padding. */
static enum stn_status end_stream(struct stn_inflater *inflater)
{
    if (inflater->form == STN_INFLATE_RAW || inflater->rest.len == 0 ||
        inflater->rest.ptr[0] != '\x1f' ||
        inflateReset(&inflater->stream) != Z_OK) {
        inflater->is_over = true;
        return STN_DONE;
    }
    return STN_OK;
}

static enum stn_status status_of(struct stn_inflater *inflater, int answer,
                                 size_t made, struct stn_error *err)
{
    switch (answer) {
    case Z_STREAM_END:
        return end_stream(inflater);
    case Z_OK:
        if (made == 0 && inflater->rest.len == 0)
            return STN_EINPUT;
        return STN_OK;
    case Z_MEM_ERROR:
        return stn_fail_memory(err);
    default:
        return STN_EINPUT; /* Z_BUF_ERROR: it is cut */
    }
}

enum stn_status stn_inflater_read(struct stn_inflater *inflater,
                                  struct stn_buf *out, size_t most,
                                  struct stn_error *err)
{
    enum stn_status status = STN_OK;

    if (inflater->is_over)
        return STN_DONE;
    while (status == STN_OK && most > 0) {
        const size_t room = most < STEP_BYTES_MAX ? most : STEP_BYTES_MAX;
        size_t made;
        char *to = stn_buf_reserve(out, room);
        if (to == NULL)
            return stn_buf_status(out, err);
        const int answer = step(inflater, to, room, &made);
        stn_buf_added(out, made);
        most -= made;
        status = status_of(inflater, answer, made, err);
        if (is_bomb(inflater) && status != STN_ENOMEM)
            status = STN_ELIMIT;
    }
    if (status != STN_OK)
        inflater->is_over = true;
    return status;
}
