#include "sources/stream.h"

#include <errno.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "text/container.h"

/* Most files end within the first read, and of a binary one no more is read. */
#define FIRST_READ_BYTES (64 * STN_KIB)
/* What a window shows of the bytes before its own, for look-behinds, partners
 * near by, and the line around a finding. */
#define LEFT_CONTEXT_BYTES (32 * STN_KIB)
/* How soon a deadline is seen while nothing comes. */
#define WAIT_MILLISECONDS 100

void stn_stream_init(struct stn_stream *stream)
{
    *stream = (struct stn_stream){.fd = -1};
    stn_buf_init(&stream->buf, STN_TEXT_BYTES_MAX + 2 * STN_WINDOW_BYTES);
}

void stn_stream_dispose(struct stn_stream *stream)
{
    stn_stream_end(stream);
    stn_buf_dispose(&stream->buf);
}

void stn_stream_begin(struct stn_stream *stream, int fd, bool owns_fd,
                      const struct stn_source_options *waits)
{
    struct stn_buf buf = stream->buf;

    stn_stream_end(stream);
    *stream = (struct stn_stream){.buf = buf,
                                  .fd = fd,
                                  .owns_fd = owns_fd,
                                  .waits = waits,
                                  .is_first = true};
    stn_buf_clear(&stream->buf);
}

void stn_stream_end(struct stn_stream *stream)
{
    if (stream->fd >= 0 && stream->owns_fd)
        close(stream->fd);
    stream->fd = -1;
}

void stn_stream_keep(struct stn_stream *stream, size_t offset)
{
    if (offset < stream->fresh && stream->buf.len - offset < STN_TEXT_BYTES_MAX)
        stream->fresh = offset;
}

/* Wait for bytes. false: it is time to stop. */
static bool wait_for_bytes(const struct stn_stream *stream)
{
    struct pollfd watched = {.fd = stream->fd, .events = POLLIN};

    /* An error or a hang-up is for read() to tell. */
    while (poll(&watched, 1, WAIT_MILLISECONDS) <= 0)
        if (stream->waits->is_over(stream->waits->payload))
            return false;
    return true;
}

/* Read until the buffer holds `wanted` bytes or the stream ends. Only a read
 * of nothing is the end: some file systems give less than asked for. */
static enum stn_status fill(struct stn_stream *stream, size_t wanted,
                            struct stn_error *err)
{
    while (!stream->is_at_end && stream->buf.len < wanted) {
        size_t room = wanted - stream->buf.len;
        char *into = stn_buf_reserve(&stream->buf, room);

        if (into == NULL)
            return stn_buf_status(&stream->buf, err);
        if (stream->waits != NULL && !wait_for_bytes(stream)) {
            stream->is_at_end = true;
            return STN_OK;
        }
        ssize_t got = read(stream->fd, into, room);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return stn_fail(err, STN_EIO, "cannot read: %s", strerror(errno));
        stn_buf_added(&stream->buf, (size_t)got);
        stream->total += (uint64_t)got;
        stream->is_at_end = got == 0;
    }
    return STN_OK;
}

/* Of what is no text only a container is read on, and as a whole. */
static enum stn_status fill_container(struct stn_stream *stream,
                                      struct stn_error *err)
{
    if (stn_text_is_container(stn_buf_str(&stream->buf))) {
        enum stn_status status = fill(stream, STN_TEXT_BYTES_MAX + 1, err);
        if (status < 0)
            return status;
        if (stream->buf.len > STN_TEXT_BYTES_MAX)
            return stn_fail(err, STN_ELIMIT, "archive over %zu MiB",
                            STN_TEXT_BYTES_MAX / STN_MIB);
        return STN_OK;
    }
    stream->is_binary = true;
    stream->is_at_end = true;
    return STN_OK;
}

/* The first window: all of it, for most texts. */
static enum stn_status fill_first(struct stn_stream *stream,
                                  struct stn_error *err)
{
    struct stat info;
    enum stn_status status = fill(stream, FIRST_READ_BYTES, err);

    if (status < 0 || stream->is_at_end)
        return status;
    /* Only now is it worth asking what kind of thing it is. */
    if (fstat(stream->fd, &info) == 0 && S_ISREG(info.st_mode)) {
        stream->is_file = true;
        stream->size = (uint64_t)info.st_size;
    }
    enum stn_text_class class = stn_text_classify(stn_buf_str(&stream->buf));
    if (class == STN_TEXT_BINARY)
        return fill_container(stream, err);
    status = fill(stream, STN_WINDOW_BYTES, err);
    if (status < 0 || stream->is_at_end)
        return status;

    /* Transcoding needs the whole, so UTF-16 is not cut into windows. */
    if (class == STN_TEXT_UTF16LE || class == STN_TEXT_UTF16BE) {
        status = fill(stream, STN_TEXT_BYTES_MAX + 1, err);
        if (status < 0)
            return status;
        if (stream->buf.len > STN_TEXT_BYTES_MAX)
            return stn_fail(err, STN_ELIMIT, "UTF-16 text over %zu MiB",
                            STN_TEXT_BYTES_MAX / STN_MIB);
    }
    return STN_OK;
}

/* Forget what only earlier windows needed, counting its lines. */
static void drop_front(struct stn_stream *stream)
{
    if (stream->fresh <= LEFT_CONTEXT_BYTES)
        return;
    size_t drop = stream->fresh - LEFT_CONTEXT_BYTES;
    struct stn_str gone = {stream->buf.ptr, drop};
    size_t line_start = 0;

    for (const char *at = gone.ptr;
         (at = memchr(at, '\n', drop - (size_t)(at - gone.ptr))) != NULL;) {
        at++;
        stream->base_line++;
        stream->base_column = 0;
        line_start = (size_t)(at - gone.ptr);
        if (line_start == drop)
            break;
    }
    stream->base_column +=
        (uint32_t)stn_utf8_count(stn_str_sub(gone, line_start, drop));
    stream->base_byte += drop;
    stream->fresh -= drop;
    memmove(stream->buf.ptr, stream->buf.ptr + drop, stream->buf.len - drop);
    stn_buf_truncate(&stream->buf, stream->buf.len - drop);
}

enum stn_status stn_stream_next(struct stn_stream *stream,
                                struct stn_text *text, struct stn_error *err)
{
    enum stn_status status;
    bool is_first = stream->is_first;

    if (stream->fd < 0)
        return STN_DONE;
    if (is_first) {
        status = fill_first(stream, err);
    } else if (stream->is_at_end) {
        stn_stream_end(stream);
        return STN_DONE;
    } else {
        drop_front(stream);
        /* What is held must not keep anything new from coming. */
        status = fill(
            stream,
            stream->buf.len + STN_WINDOW_BYTES - STN_WINDOW_OVERLAP_BYTES, err);
    }
    if (status < 0)
        return status;
    if (stream->is_at_end && stream->is_file && !stream->is_binary &&
        stream->total < stream->size)
        return stn_fail(err, STN_EINPUT, "it shrank while it was read");

    stream->is_first = false;
    text->bytes = stn_buf_str(&stream->buf);
    text->base_byte = stream->base_byte;
    text->base_line = stream->base_line;
    text->base_column = stream->base_column;
    text->is_continued = !is_first;
    text->owned = (struct stn_span){0, 0};
    if (!is_first || !stream->is_at_end) {
        size_t end = stream->buf.len;
        if (!stream->is_at_end)
            end -= STN_WINDOW_OVERLAP_BYTES;
        text->owned = (struct stn_span){stream->fresh, end};
        stream->fresh = end;
    }
    return STN_OK;
}
