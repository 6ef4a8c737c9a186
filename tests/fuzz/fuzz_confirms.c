/**
 * @file
 * Every confirm, the placeholders and entropy over any text. The first two
 * bytes say where in the rest the secret stands.
 */
#include <stdlib.h>

#include "engine/confirm.h"
#include "engine/entropy.h"
#include "engine/placeholder.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;

    const struct stn_str text = {(const char *)data + 2, size - 2};
    const size_t start = data[0] % (text.len + 1);
    const size_t length = text.len - start;
    const size_t end = text.len - (length > 0 ? data[1] % length : 0);
    const struct stn_segment segment = {
        .bytes = text,
        .kind = STN_SEGMENT_TEXT,
    };
    const struct stn_confirm_input input = {
        .segment = &segment,
        .match = {start / 2, text.len},
        .secret = {start, end},
        .value = stn_str_sub(text, start, end),
        .now = 1767225600,
    };

    for (size_t i = 0; stn_confirms[i] != NULL; i++) {
        struct stn_confirm_result result = {0};

        stn_confirms[i]->holds(&input, &result);
        if (result.evidence_count > 2 ||
            memchr(result.detail, '\0', sizeof result.detail) == NULL)
            abort();
    }
    stn_placeholder_is(input.value);
    if (stn_entropy(input.value) > 8)
        abort();
    return 0;
}
