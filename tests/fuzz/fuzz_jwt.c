/**
 * @file
 * Tokens of anybody: "HEADER.PAYLOAD.SIGNATURE" through both confirms.
 */
#include "engine/confirm.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ask(const char *name, struct stn_str token)
{
    struct stn_segment segment = {.bytes = token, .kind = STN_SEGMENT_TEXT};
    struct stn_confirm_result result = {0};
    struct stn_confirm_input input = {
        .segment = &segment,
        .match = {0, token.len},
        .secret = {0, token.len},
        .value = token,
        .now = 1767225600,
    };

    stn_confirm_find(name)->holds(&input, &result);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct stn_str token = {(const char *)data, size};

    ask("jwt", token);
    ask("jwe", token);
    return 0;
}
