/**
 * @file
 * A pattern, a line end, a text: the prefilter must change nothing of what is
 * found. The engine's central promise.
 */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "engine/matcher.h"

/* Long texts find nothing that short ones do not. */
#define TEXT_BYTES_MAX 4096
#define PATTERN_BYTES_MAX 512

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct trial {
    struct stn_matcher *matcher;
    struct stn_scratch *scratch;
    struct stn_matches matches;
};

static void close_trial(struct trial *trial)
{
    stn_scratch_free(trial->scratch);
    stn_matcher_free(trial->matcher);
}

/* false: the pattern does not compile. Anything else must work. */
static bool open_trial(struct trial *trial, const struct stn_ruleset *ruleset,
                       bool no_prefilter, struct stn_str text)
{
    const struct stn_matcher_options options = {.no_prefilter = no_prefilter};
    const struct stn_segment segment = {.bytes = text,
                                        .kind = STN_SEGMENT_TEXT};
    struct stn_error err;

    *trial = (struct trial){0};
    enum stn_status status =
        stn_matcher_new(&trial->matcher, ruleset, &options, &err);
    if (status == STN_EINPUT)
        return false;
    if (status < 0 ||
        stn_scratch_new(&trial->scratch, trial->matcher, &err) < 0 ||
        stn_matcher_scan(trial->matcher, trial->scratch, &segment,
                         &trial->matches, &err) < 0)
        abort();
    return true;
}

static void compare(const struct stn_matches *with,
                    const struct stn_matches *without)
{
    if (with->gave_up_count > 0 || without->gave_up_count > 0)
        return; /* the limits count from where the search starts */
    if (with->count != without->count)
        abort();
    for (size_t i = 0; i < with->count; i++) {
        const struct stn_match *a = &with->items[i];
        const struct stn_match *b = &without->items[i];
        if (a->match.start != b->match.start || a->match.end != b->match.end ||
            a->secret.start != b->secret.start ||
            a->secret.end != b->secret.end)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char pattern[PATTERN_BYTES_MAX + 1];
    const uint8_t *end = memchr(data, '\n', size);
    const size_t length = end != NULL ? (size_t)(end - data) : size;
    struct stn_rule rule = {
        .info = {.id = "fuzz", .title = "Fuzz", .severity = STN_HIGH},
        .pattern = pattern,
        .segments = STN_SEGMENT_ALL,
    };
    const struct stn_ruleset ruleset = {.rules = &rule, .count = 1};
    struct trial with = {0};
    struct trial without = {0};

    if (end == NULL || length > PATTERN_BYTES_MAX)
        return 0;
    memcpy(pattern, data, length);
    pattern[length] = '\0';
    const struct stn_str text =
        stn_str_sub((struct stn_str){(const char *)end + 1, size - length - 1},
                    0, TEXT_BYTES_MAX);
    if (open_trial(&with, &ruleset, false, text)) {
        if (open_trial(&without, &ruleset, true, text))
            compare(&with.matches, &without.matches);
        close_trial(&without);
    }
    close_trial(&with);
    return 0;
}
