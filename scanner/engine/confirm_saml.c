/** @file SAML responses and assertions: OASIS SAML 2.0, bindings and core. */
#include "engine/confirm_list.h"

#include <stdint.h>
#include <time.h>

#include "base/base64.h"
#include "base/buf.h"
#include "base/limits.h"
#include "engine/verdict.h"

/** Decoded; with certificates and groups some ten KiB are usual. */
#define ASSERTION_BYTES_MAX (256 * STN_KIB)

/** "2026-01-02T03:04:05", the rest is fractions and a Z. */
#define INSTANT_BYTES 19

/** @return Unix time, or 0. */
static int64_t parse_instant(struct stn_str text)
{
    static const char shape[] = "dddd-dd-ddTdd:dd:dd";
    struct tm day = {0};
    int numbers[6] = {0};
    size_t at = 0;

    if (text.len < INSTANT_BYTES)
        return 0;
    for (size_t i = 0; i < INSTANT_BYTES; i++) {
        char c = text.ptr[i];
        if (shape[i] != 'd') {
            if (c != shape[i])
                return 0;
            at++;
        } else if (c < '0' || c > '9') {
            return 0;
        } else {
            numbers[at] = numbers[at] * 10 + (c - '0');
        }
    }
    day.tm_year = numbers[0] - 1900;
    day.tm_mon = numbers[1] - 1;
    day.tm_mday = numbers[2];
    day.tm_hour = numbers[3];
    day.tm_min = numbers[4];
    day.tm_sec = numbers[5];
    return (int64_t)timegm(&day);
}

/** The latest time before which it must be used; 0: it does not say. */
static int64_t expiry_of(struct stn_str xml)
{
    static const char mark[] = "NotOnOrAfter=\"";
    int64_t latest = 0;

    for (;;) {
        size_t found = stn_str_find(xml, stn_str_of(mark));
        if (found == SIZE_MAX)
            return latest;
        xml = stn_str_sub(xml, found + sizeof(mark) - 1, xml.len);
        int64_t instant = parse_instant(xml);
        if (instant > latest)
            latest = instant;
    }
}

static bool saml_holds(const struct stn_confirm_input *input,
                       struct stn_confirm_result *result)
{
    struct stn_buf decoded = STN_BUF_INIT(ASSERTION_BYTES_MAX);
    struct stn_str xml = input->value;
    bool holds = true;

    if (!stn_verdict_field(input, result))
        return false;
    if (xml.ptr[0] != '<') {
        /* Deflated, as in a redirect, it is not looked into. */
        if (stn_base64_decode(&decoded, xml))
            xml = stn_buf_str(&decoded);
        holds = decoded.status != STN_OK || decoded.len > 0;
    }
    const int64_t expiry = holds ? expiry_of(xml) : 0;
    if (expiry != 0 && expiry < input->now) {
        stn_verdict_cap(result, STN_LOW);
        stn_verdict_say(result, "expired");
    }
    stn_buf_dispose(&decoded);
    return holds;
}

const struct stn_confirm stn_confirm_saml = {
    .name = "saml",
    .summary = "base64 or XML of an assertion; low once it has expired",
    .holds = saml_holds,
};
