#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/alloc.h"

/* What an empty buffer points to: never written, since capacity is 0. */
char stn_buf_empty[1] = "";

void stn_buf_init(struct stn_buf *buf, size_t ceiling)
{
    *buf = (struct stn_buf)STN_BUF_INIT(ceiling);
}

void stn_buf_dispose(struct stn_buf *buf)
{
    if (buf->capacity > 0)
        stn_free(buf->ptr);
    stn_buf_init(buf, buf->ceiling);
}

void stn_buf_clear(struct stn_buf *buf)
{
    buf->len = 0;
    buf->status = STN_OK;
    if (buf->capacity > 0)
        buf->ptr[0] = '\0';
}

/* Room for `more` bytes and the NUL; false once the failure is on record. */
static bool make_room(struct stn_buf *buf, size_t more)
{
    size_t needed;

    if (buf->status < 0)
        return false;
    if (!stn_add(&needed, buf->len, more) || needed > buf->ceiling ||
        needed == SIZE_MAX) {
        buf->status = STN_ELIMIT;
        return false;
    }
    if (needed < buf->capacity)
        return true;

    size_t capacity = buf->capacity + buf->capacity / 2;
    if (capacity < needed + 1)
        capacity = needed + 1;
    if (capacity < 64)
        capacity = 64;
    char *moved = stn_realloc(buf->capacity > 0 ? buf->ptr : NULL, capacity);
    if (moved == NULL) {
        buf->status = STN_ENOMEM;
        return false;
    }
    buf->ptr = moved;
    buf->capacity = capacity;
    return true;
}

void stn_buf_append(struct stn_buf *buf, struct stn_str bytes)
{
    if (bytes.len == 0 || !make_room(buf, bytes.len))
        return;
    memcpy(buf->ptr + buf->len, bytes.ptr, bytes.len);
    stn_buf_added(buf, bytes.len);
}

void stn_buf_puts(struct stn_buf *buf, const char *text)
{
    stn_buf_append(buf, stn_str_of(text));
}

void stn_buf_putc(struct stn_buf *buf, char byte)
{
    stn_buf_append(buf, (struct stn_str){&byte, 1});
}

void stn_buf_printf(struct stn_buf *buf, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length <= 0 || !make_room(buf, (size_t)length))
        return;
    va_start(args, format);
    vsnprintf(buf->ptr + buf->len, (size_t)length + 1, format, args);
    va_end(args);
    buf->len += (size_t)length;
}

void stn_buf_truncate(struct stn_buf *buf, size_t length)
{
    if (length >= buf->len)
        return;
    buf->len = length;
    buf->ptr[length] = '\0';
}

char *stn_buf_reserve(struct stn_buf *buf, size_t more)
{
    if (!make_room(buf, more))
        return NULL;
    buf->ptr[buf->len] = '\0'; /* nothing may come to be added */
    return buf->ptr + buf->len;
}

void stn_buf_added(struct stn_buf *buf, size_t count)
{
    assert(count < buf->capacity - buf->len);
    buf->len += count;
    buf->ptr[buf->len] = '\0';
}

enum stn_status stn_buf_status(const struct stn_buf *buf, struct stn_error *err)
{
    if (buf->status == STN_ELIMIT)
        return stn_fail(err, STN_ELIMIT, "over %zu bytes", buf->ceiling);
    if (buf->status < 0)
        return stn_fail_memory(err);
    return STN_OK;
}

char *stn_buf_detach(struct stn_buf *buf, size_t *length)
{
    char *bytes = buf->ptr;

    if (buf->capacity == 0)
        bytes = stn_strndup("", 0);
    if (bytes == NULL)
        return NULL;
    if (length != NULL)
        *length = buf->len;
    stn_buf_init(buf, buf->ceiling);
    return bytes;
}
