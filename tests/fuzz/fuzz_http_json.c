/*
 * JSON of anybody, as a capture: the first byte says in what windows it is
 * read.
 */
#include <stdint.h>

#include "checking_sink.h"
#include "http/format_list.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct stn_http_walk *walk = NULL;

    if (size < 1)
        return 0;
    struct checking checking = {
        .text = {(const char *)data + 1, size - 1},
    };
    const struct stn_http_sink sink = checking_sink(&checking);
    check(stn_http_walk_new(&walk, NULL) == STN_OK);
    stn_http_walk_begin(walk, &sink);
    (void)stn_http_json.sniff(
        stn_str_sub(checking.text, 0, STN_HTTP_SNIFF_BYTES), true);
    read_windows(&stn_http_json, walk, checking.text, 8 + (size_t)data[0] * 16);
    check(checking.open == 0);
    stn_http_walk_free(walk);
    return 0;
}
