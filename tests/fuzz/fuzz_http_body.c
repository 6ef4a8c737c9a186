/*
 * What an exchange is made of, of anybody: the first byte says what the rest is
 * (a body, a URL, a header, a cookie) and how it is written.
 */
#include <stdint.h>

#include "checking_sink.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum stn_status give(struct stn_http_walk *walk, unsigned what,
                            struct stn_http_value value)
{
    static const char *const names[] = {"Cookie",           "Set-Cookie",
                                        "Authorization",    "Location",
                                        "Content-Encoding", "X-A"};

    switch (what) {
    case 0:
        return stn_http_url(walk, value, NULL);
    case 1:
        return stn_http_cookie(walk, STN_STR("sid"), value, true, 0, NULL);
    case 2:
        return stn_http_field(walk, STN_SEGMENT_JSON, STN_STR("token"), value,
                              NULL);
    case 3:
        return stn_http_parameter_text(walk, STN_SEGMENT_FORM, value, NULL);
    case 4:
        return stn_http_text(walk, value, NULL);
    case 5:
        return stn_http_nested(walk, STN_STR("member"), value.within, NULL);
    default:
        if (what < 12)
            return stn_http_header(walk, stn_str_of(names[what - 6]), value,
                                   NULL);
        return stn_http_body(walk, value, NULL);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum stn_codec codecs[] = {
        STN_CODEC_NONE, STN_CODEC_JSON, STN_CODEC_ESCAPED, STN_CODEC_FORM,
        STN_CODEC_XML,  STN_CODEC_WIRE, STN_CODEC_DECIMAL, STN_CODEC_BASE64,
    };
    struct stn_http_walk *walk = NULL;

    if (size < 1)
        return 0;
    struct checking checking = {
        .text = {(const char *)data + 1, size - 1},
    };
    const struct stn_http_sink sink = checking_sink(&checking);
    const struct stn_segment root = {.bytes = checking.text,
                                     .kind = STN_SEGMENT_TEXT};
    const struct stn_http_value value = {
        &root, {0, checking.text.len}, codecs[data[0] >> 5]};
    check(stn_http_walk_new(&walk, NULL) == STN_OK);
    stn_http_walk_begin(walk, &sink);
    check(give(walk, data[0] & 31, value) >= 0);
    check(checking.open == 0);
    stn_http_walk_free(walk);
    return 0;
}
