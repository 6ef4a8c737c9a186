#include "http/printable.h"

/* As long as a place is still read. */
#define NAME_BYTES_MAX 160

static bool goes_on(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

void stn_http_put_name(struct stn_buf *out, struct stn_str name)
{
    size_t length = name.len;

    if (length > NAME_BYTES_MAX) {
        length = NAME_BYTES_MAX;
        while (length > 0 && goes_on(name.ptr[length]))
            length--;
    }
    for (size_t i = 0; i < length; i++) {
        const unsigned char byte = (unsigned char)name.ptr[i];
        stn_buf_putc(out, byte < 0x20 || byte == 0x7F ? '?' : name.ptr[i]);
    }
}
