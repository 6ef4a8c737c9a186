/**
 * @file
 * Patterns of anybody: whatever they are, literals and guards come out, and
 * what they say of themselves is consistent.
 */
#include <stdlib.h>

#include "base/limits.h"
#include "engine/literals.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct stn_literals *literals)
{
    bool is_far = false;

    if (literals->min_length > literals->max_length ||
        literals->count > STN_RULE_LITERALS_MAX ||
        (literals->count == 0 && literals->reason == NULL))
        abort();
    for (uint32_t i = 0; i < literals->count; i++) {
        const struct stn_literal *literal = &literals->items[i];
        if (literal->word.length == 0 ||
            literal->word.length > STN_LITERAL_BYTES_MAX ||
            literal->min_before > literal->max_before ||
            literal->guard.after_count > STN_GUARD_AFTER_MAX)
            abort();
        is_far |= literal->max_before == STN_SYNTAX_UNBOUNDED;
    }
    if (is_far && literals->reason == NULL)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct stn_literals literals = {0};
    struct stn_error err;

    if (size > STN_PATTERN_BYTES_MAX)
        return 0;
    if (stn_literals_find(&literals, (struct stn_str){(const char *)data, size},
                          &err) < 0)
        abort();
    check(&literals);
    stn_literals_dispose(&literals);
    return 0;
}
