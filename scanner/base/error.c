#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Cut a UTF-8 tail that snprintf may have torn. */
static void drop_torn_code_point(char *message)
{
    size_t end = strlen(message);
    size_t start = end;

    while (start > 0 && ((unsigned char)message[start - 1] & 0xC0) == 0x80)
        start--;
    if (start > 0 && (unsigned char)message[start - 1] >= 0xC0)
        message[start - 1] = '\0';
}

enum stn_status stn_fail(struct stn_error *err, enum stn_status status,
                         const char *format, ...)
{
    if (err == NULL)
        return status;

    va_list args;
    va_start(args, format);
    int length = vsnprintf(err->message, sizeof(err->message), format, args);
    va_end(args);

    if (length < 0)
        err->message[0] = '\0';
    else if ((size_t)length >= sizeof(err->message))
        drop_torn_code_point(err->message);
    for (char *byte = err->message; *byte != '\0'; byte++)
        if ((unsigned char)*byte < 0x20 || *byte == 0x7F)
            *byte = '?';
    return status;
}

enum stn_status stn_fail_memory(struct stn_error *err)
{
    return stn_fail(err, STN_ENOMEM, "out of memory");
}
