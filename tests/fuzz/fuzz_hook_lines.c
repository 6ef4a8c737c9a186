/**
 * @file
 * What git tells a hook on standard input, in lines of three words and of four:
 * what is taken has ids for ids and a name for a ref, and no line is lost.
 */
#include <stdlib.h>

#include "base/limits.h"
#include "cli/hook.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const char *id)
{
    size_t length = strspn(id, "0123456789abcdefABCDEF");

    if (id[length] != '\0' || (length != 40 && length != 64))
        abort();
}

static size_t count_lines(const uint8_t *data, size_t size)
{
    size_t count = size > 0 && data[size - 1] != '\n';

    for (size_t i = 0; i < size; i++)
        count += data[i] == '\n';
    return count;
}

static void feed(const uint8_t *data, size_t size, size_t words)
{
    struct stn_hook_event event = {.input = STN_BUF_INIT(STN_MIB)};
    struct stn_error err = {""};

    stn_buf_append(&event.input, (struct stn_str){(const char *)data, size});
    enum stn_status status = stn_hook_parse_lines(&event, words, &err);
    if (status < 0 && err.message[0] == '\0')
        abort();
    if (status >= 0 && event.count != count_lines(data, size))
        abort();
    for (size_t i = 0; i < event.count; i++) {
        check(event.updates[i].before);
        check(event.updates[i].after);
        if (event.updates[i].ref[0] == '\0')
            abort();
    }
    if (status >= 0 && stn_hook_aim(&event, "push", &err) < 0)
        abort();
    stn_hook_event_dispose(&event);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > STN_MIB / 2)
        return 0;
    feed(data, size, 3);
    feed(data, size, 4);
    return 0;
}
