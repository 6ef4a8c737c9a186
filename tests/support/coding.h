/** @file Decoding and encoding with one codec, for the unit tests of each. */
#ifndef STN_TESTS_CODING_H
#define STN_TESTS_CODING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/limits.h"
#include "text/codec.h"

/** What decoding gave. */
struct coding {
    struct stn_buf out; /**< After "before ", which was there. */
    struct stn_map map;
    enum stn_status status;
};

static inline struct stn_str coding_decoded(const struct coding *coding)
{
    return stn_str_sub(stn_buf_str(&coding->out), 7, coding->out.len);
}

static inline void coding_dispose(struct coding *coding)
{
    stn_buf_dispose(&coding->out);
    stn_map_dispose(&coding->map);
}

/** Every byte stands for some of the source, in order. */
static inline void coding_check_map(const struct coding *coding,
                                    size_t source_length)
{
    const size_t length = coding_decoded(coding).len;
    struct stn_span last = {0, 0};

    assert_int_equal(coding->map.decoded_end, length);
    for (size_t at = 0; at < length; at++) {
        const struct stn_span origin =
            stn_map_origin(&coding->map, (struct stn_span){at, at + 1});
        assert_true(origin.start < origin.end && origin.end <= source_length);
        assert_true(origin.start >= last.start && origin.end >= last.end);
        assert_true(origin.start >= last.end || origin.start == last.start);
        last = origin;
    }
}

/** Decode a copy in a block of just its size, so that the address sanitizer
 *  sees a read past it. The caller's to dispose. */
static inline struct coding coding_decode(enum stn_codec codec,
                                          struct stn_str source, size_t ceiling)
{
    struct coding coding = {.out = STN_BUF_INIT(7 + ceiling)};
    char *copy = malloc(source.len > 0 ? source.len : 1);
    struct stn_error err = {""};

    assert_non_null(copy);
    if (source.len > 0)
        memcpy(copy, source.ptr, source.len);
    stn_buf_puts(&coding.out, "before ");
    coding.status = stn_codecs[codec].decode((struct stn_str){copy, source.len},
                                             &coding.out, &coding.map, &err);
    assert_memory_equal(coding.out.ptr, "before ", 7);
    assert_true((coding.status < 0) == (err.message[0] != '\0'));
    coding_check_map(&coding, source.len);
    free(copy);
    return coding;
}

/** What is decoded, and how it ends. */
static inline void assert_decodes(enum stn_codec codec, struct stn_str source,
                                  struct stn_str expected,
                                  enum stn_status status)
{
    struct coding coding = coding_decode(codec, source, STN_MIB);

    assert_int_equal(coding.status, status);
    assert_int_equal(coding_decoded(&coding).len, expected.len);
    assert_true(stn_str_equal(coding_decoded(&coding), expected));
    coding_dispose(&coding);
}

/** Where a span of what is decoded stands in the source. */
static inline void assert_stands(enum stn_codec codec, struct stn_str source,
                                 size_t start, size_t end, size_t source_start,
                                 size_t source_end)
{
    struct coding coding = coding_decode(codec, source, STN_MIB);
    const struct stn_span origin =
        stn_map_origin(&coding.map, (struct stn_span){start, end});

    assert_int_equal(origin.start, source_start);
    assert_int_equal(origin.end, source_end);
    coding_dispose(&coding);
}

/** How bytes are written, and that they are read again. */
static inline void assert_encodes(enum stn_codec codec, struct stn_str bytes,
                                  struct stn_str like, struct stn_str expected)
{
    struct stn_buf out = STN_BUF_INIT(STN_MIB);

    assert_int_equal(stn_codecs[codec].encode(bytes, like, &out, NULL), STN_OK);
    assert_int_equal(out.len, expected.len);
    assert_true(stn_str_equal(stn_buf_str(&out), expected));
    assert_decodes(codec, stn_buf_str(&out), bytes, STN_OK);
    stn_buf_dispose(&out);
}

/** That bytes are read again as they were written. */
static inline void assert_returns(enum stn_codec codec, struct stn_str bytes,
                                  struct stn_str like)
{
    struct stn_buf out = STN_BUF_INIT(STN_MIB);

    assert_int_equal(stn_codecs[codec].encode(bytes, like, &out, NULL), STN_OK);
    assert_decodes(codec, stn_buf_str(&out), bytes, STN_OK);
    stn_buf_dispose(&out);
}

#endif
