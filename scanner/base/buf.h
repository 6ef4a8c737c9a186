/**
 * @file
 * Owned, growing bytes. A buffer is born with its ceiling and remembers its
 * first failure, so a writer appends in a straight line and asks once.
 */
#ifndef STN_BASE_BUF_H
#define STN_BASE_BUF_H

#include <stdint.h>

#include "base/error.h"
#include "base/str.h"

/** Never NULL, always NUL-terminated. Fields are read, not written. */
struct stn_buf {
    char *ptr;
    size_t len;             /**< Bytes in use, without the NUL. */
    size_t capacity;        /**< Bytes allocated; 0: ptr is not ours yet. */
    size_t ceiling;         /**< Most bytes it may hold. */
    enum stn_status status; /**< First failure; sticks. */
};

extern char stn_buf_empty[1];

#define STN_BUF_INIT(ceiling_bytes)                                            \
    {                                                                          \
        stn_buf_empty, 0, 0, (ceiling_bytes), STN_OK                           \
    }

void stn_buf_init(struct stn_buf *buf, size_t ceiling);
void stn_buf_dispose(struct stn_buf *buf);
/** Empty again, its memory kept, its failure forgotten. */
void stn_buf_clear(struct stn_buf *buf);

void stn_buf_append(struct stn_buf *buf, struct stn_str bytes);
void stn_buf_puts(struct stn_buf *buf, const char *text);
void stn_buf_putc(struct stn_buf *buf, char byte);
void stn_buf_printf(struct stn_buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/** Cut to `length` bytes; no effect if it is shorter. */
void stn_buf_truncate(struct stn_buf *buf, size_t length);

/**
 * Make room for `more` bytes after what is there, for a reader to fill.
 * @return Where to write, or NULL (the failure sticks). Follow with
 *         stn_buf_added().
 */
char *stn_buf_reserve(struct stn_buf *buf, size_t more);
/** Say that `count` of the reserved bytes were written. */
void stn_buf_added(struct stn_buf *buf, size_t count);

/** Borrowed until the next change. */
static inline struct stn_str stn_buf_str(const struct stn_buf *buf)
{
    return (struct stn_str){buf->ptr, buf->len};
}

/** @return STN_OK, or the first failure (STN_ENOMEM, STN_ELIMIT) with its
 *          message in err. */
enum stn_status stn_buf_status(const struct stn_buf *buf,
                               struct stn_error *err);

/** The bytes, NUL-terminated, the caller's to stn_free(); the buffer is empty
 *  again. NULL on memory failure. */
char *stn_buf_detach(struct stn_buf *buf, size_t *length);

#endif
