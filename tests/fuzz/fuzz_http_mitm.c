/**
 * @file
 * Flows of anybody, in windows of a size the first byte chooses.
 */
#include "feeding.h"

#include "http/mitm.h"
#include "http/tnetstring.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_items(struct stn_str text)
{
    struct stn_span rest = {0, text.len};
    struct stn_tnetstring item;
    size_t before = 0;

    while (stn_tnetstring_next(&item, text, &rest)) {
        check(before < item.payload.start &&
              item.payload.start <= item.payload.end &&
              item.payload.end < item.end && item.end == rest.start &&
              item.end <= text.len);
        before = rest.start;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const struct stn_str text = {(const char *)data + 1, size - 1};

    check_items(text);
    feed(&stn_http_mitm, text, (size_t)4 * data[0]);
    return 0;
}
