/**
 * @file
 * Records of anybody, as a whole and in windows: every value lies inside.
 */
#include "checking_walk.h"

#include "http/replay.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Read a text in windows of at most `most` bytes; the ends before the last are
 * no limits of anything. */
static void read_windows(struct stn_str text, size_t most)
{
    struct stn_http_walk walk = {.text = text};
    void *reader = NULL;
    size_t from = 0;

    check(stn_http_replay.open(&reader, &walk, NULL) == STN_OK);
    while (from < text.len) {
        const size_t end = text.len - from < most ? text.len : from + most;
        const struct stn_segment root = {.bytes = stn_str_sub(text, 0, end),
                                         .kind = STN_SEGMENT_TEXT};
        const struct stn_http_window window = {.root = &root,
                                               .from = from,
                                               .limit = end,
                                               .is_last = end == text.len,
                                               .is_forced = true};
        size_t consumed = from;
        check(stn_http_replay.read(reader, &window, &consumed, NULL) == STN_OK);
        check(consumed > from && consumed <= end);
        from = consumed;
    }
    stn_http_replay.close(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct stn_str text = {(const char *)data, size};

    stn_http_replay.sniff(text, true);
    read_windows(text, size);
    read_windows(text, 64);
    return 0;
}
