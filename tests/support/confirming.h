/** @file Running one confirm over one value, for its unit tests. */
#ifndef STN_TESTS_CONFIRMING_H
#define STN_TESTS_CONFIRMING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "engine/confirm.h"

/** 2026-01-01. */
#define CONFIRMING_NOW INT64_C(1767225600)

struct confirming {
    bool holds;
    struct stn_confirm_result result;
};

/** A copy in a block of just its size, so that the address sanitizer sees a
 *  read past it; the {+} of made-up values deleted. The caller's to free. */
static inline char *confirming_copy(const char *text, size_t *length)
{
    char *bytes;

    *length = 0;
    for (const char *at = text; *at != '\0'; at++)
        if (strncmp(at, "{+}", 3) == 0)
            at += 2;
        else
            ++*length;
    bytes = malloc(*length > 0 ? *length : 1);
    assert_non_null(bytes);
    *length = 0;
    for (const char *at = text; *at != '\0'; at++)
        if (strncmp(at, "{+}", 3) == 0)
            at += 2;
        else
            bytes[(*length)++] = *at;
    return bytes;
}

/** Ask a confirm about `secret` where it first stands in `text`. */
static inline struct confirming
confirming_in(const char *name, const char *text, const char *secret)
{
    const struct stn_confirm *confirm = stn_confirm_find(name);
    struct confirming out = {0};
    size_t length;
    size_t size;
    char *bytes = confirming_copy(text, &length);
    char *value = confirming_copy(secret, &size);
    size_t start = stn_str_find((struct stn_str){bytes, length},
                                (struct stn_str){value, size});

    free(value);
    assert_non_null(confirm);
    assert_true(start != SIZE_MAX);
    struct stn_segment segment = {
        .bytes = {bytes, length},
        .kind = STN_SEGMENT_TEXT,
    };
    struct stn_confirm_input input = {
        .segment = &segment,
        .match = {0, length},
        .secret = {start, start + size},
        .value = {bytes + start, size},
        .now = CONFIRMING_NOW,
    };
    out.holds = confirm->holds(&input, &out.result);
    free(bytes);
    return out;
}

/** The same where the secret is all there is. */
static inline struct confirming confirming(const char *name, const char *secret)
{
    return confirming_in(name, secret, secret);
}

/** The same where the secret is the value of a field: `field` without its
 *  bytes. */
static inline struct confirming
confirming_field(const char *name, struct stn_segment field, const char *secret)
{
    const struct stn_confirm *confirm = stn_confirm_find(name);
    struct confirming out = {0};
    size_t length;
    char *bytes = confirming_copy(secret, &length);

    assert_non_null(confirm);
    field.bytes = (struct stn_str){bytes, length};
    struct stn_confirm_input input = {
        .segment = &field,
        .match = {0, length},
        .secret = {0, length},
        .value = field.bytes,
        .now = CONFIRMING_NOW,
    };
    out.holds = confirm->holds(&input, &out.result);
    free(bytes);
    return out;
}

static inline bool confirming_said(const struct confirming *outcome,
                                   const char *evidence)
{
    for (size_t i = 0; i < outcome->result.evidence_count; i++)
        if (strcmp(outcome->result.evidence[i], evidence) == 0)
            return true;
    return false;
}

/** A confirm that cannot get memory must let the match be seen. */
static inline void confirming_survives(const char *name, const char *secret)
{
    for (size_t n = 1;; n++) {
        struct confirming outcome;

        stn_alloc_fail_after(n);
        outcome = confirming(name, secret);
        if (!stn_alloc_failed())
            break;
        assert_true(outcome.holds);
    }
    stn_alloc_fail_after(0);
}

/** Base64 with `alphabet`'s last two characters, unpadded; the caller's to
 *  free. */
static inline char *confirming_base64(const void *bytes, size_t size,
                                      const char *last_two)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "abcdefghijklmnopqrstuvwxyz0123456789";
    const unsigned char *in = bytes;
    char *out = malloc(size * 4 / 3 + 4);
    size_t length = 0;

    assert_non_null(out);
    for (size_t bit = 0; bit < size * 8; bit += 6) {
        unsigned value = 0;

        for (size_t i = bit; i < bit + 6; i++)
            value = value << 1 |
                    (i < size * 8 ? in[i / 8] >> (7 - i % 8) & 1U : 0U);
        out[length++] = value < 62 ? letters[value] : last_two[value - 62];
    }
    out[length] = '\0';
    return out;
}

#endif
