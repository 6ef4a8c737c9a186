/**
 * @file
 * A file or a stream of any length as texts: whole when it is small, else in
 * windows that share a stretch, so that memory does not follow its size.
 */
#ifndef STN_SOURCES_STREAM_H
#define STN_SOURCES_STREAM_H

#include "base/buf.h"
#include "sources/source.h"
#include "text/text.h"

/** One worker's; its buffer is kept from stream to stream. */
struct stn_stream {
    struct stn_buf buf;
    int fd; /**< -1: no stream. */
    bool owns_fd;
    const struct stn_source_options *waits; /**< NULL: reads never block. */
    bool is_file;   /**< A regular file: its size is known. */
    bool is_binary; /**< The first bytes said so; no more of it is read. */
    bool is_at_end;
    bool is_first;
    uint64_t size;  /**< Of a file, when it was opened. */
    uint64_t total; /**< Bytes read so far. */
    size_t fresh;   /**< Bytes of `buf` that were owned by an earlier window. */
    uint64_t base_byte;
    uint32_t base_line, base_column;
};

void stn_stream_init(struct stn_stream *stream);
void stn_stream_dispose(struct stn_stream *stream);

/**
 * Begin a stream.
 *
 * @param fd       Ready to read; read from its place on.
 * @param owns_fd  Whether to close it at the end.
 * @param waits    Whom to ask, while bytes are still to come, whether to stop;
 *                 then what came until there is the last window. NULL: a
 *                 regular file.
 */
void stn_stream_begin(struct stn_stream *stream, int fd, bool owns_fd,
                      const struct stn_source_options *waits);

/** The next window owns the bytes of this one from `offset` on again: they are
 *  held until then, as long as they are under STN_TEXT_BYTES_MAX. */
void stn_stream_keep(struct stn_stream *stream, size_t offset);

/** Give the stream up; what is left of it is not read. */
void stn_stream_end(struct stn_stream *stream);

/**
 * Read the next window.
 *
 * @param text  bytes, base_* and owned are filled; borrowed until the next
 *              call.
 * @return STN_OK; STN_DONE at the end, with the stream ended; STN_EIO when a
 *         read fails; STN_ELIMIT for a UTF-16 text over STN_TEXT_BYTES_MAX;
 *         STN_EINPUT when a file ended before the size it had.
 */
enum stn_status stn_stream_next(struct stn_stream *stream,
                                struct stn_text *text, struct stn_error *err);

#endif
