#include "findings/findings.h"

#include "base/alloc.h"
#include "base/limits.h"

const char *stn_skip_name(enum stn_skip_reason reason)
{
    switch (reason) {
    case STN_SKIP_BINARY:
        return "binary";
    case STN_SKIP_PATH:
        return "path";
    case STN_SKIP_SUBMODULE:
        return "submodule";
    case STN_SKIP_SYMLINK:
        return "symlink";
    case STN_SKIP_SPECIAL:
        return "special";
    case STN_SKIP_UNSTRUCTURED:
        return "unstructured";
    case STN_SKIP_UNPARSED:
        return "unparsed";
    case STN_SKIP_LATE:
        return "late";
    case STN_SKIP_UNCHECKED:
        return "unchecked";
    case STN_SKIP_UNDECODED:
        return "undecoded";
    case STN_SKIP_TOO_LARGE:
        return "too-large";
    case STN_SKIP_UNREADABLE:
        return "unreadable";
    case STN_SKIP_CHANGED:
        return "changed";
    case STN_SKIP_MISSING:
        return "missing";
    case STN_SKIP_SHALLOW:
        return "shallow";
    case STN_SKIP_LFS:
        return "lfs";
    case STN_SKIP_REGEX_LIMIT:
        return "regex-limit";
    case STN_SKIP_TOO_MANY:
        return "too-many";
    case STN_SKIP_STOPPED:
        return "stopped";
    case STN_SKIP_SELF_CHECK:
        return "self-check";
    case STN_SKIP_NOTHING:
        return "nothing";
    }
    return "unknown";
}

bool stn_skip_is_failure(enum stn_skip_reason reason)
{
    return reason > STN_SKIP_POLICY_LAST;
}

/* Policy skips, or failures, counted so far. */
static uint64_t count_like(const struct stn_findings *findings, bool failures)
{
    uint64_t sum = 0;

    for (size_t i = 0; i <= STN_SKIP_NOTHING; i++)
        if (stn_skip_is_failure((enum stn_skip_reason)i) == failures)
            sum += findings->skipped[i];
    return sum;
}

enum stn_status stn_findings_skip(struct stn_findings *findings,
                                  const struct stn_skip *skip,
                                  struct stn_error *err)
{
    bool is_failure = stn_skip_is_failure(skip->reason);
    struct stn_skip copy = *skip;

    /* Counted even when memory for the listing is short. */
    findings->skipped[skip->reason]++;
    /*
     * Failures have a share of their own: a folder of a million pictures does
     * not push the one unreadable file off the list.
     */
    if (count_like(findings, is_failure) > STN_SKIPS_LISTED_MAX &&
        !(is_failure && findings->skipped[skip->reason] == 1))
        return STN_OK;

    struct stn_skip *skips = stn_grow(findings->skips, &findings->skip_capacity,
                                      findings->skip_count, sizeof(*skips));
    if (skips == NULL)
        return stn_fail_memory(err);
    findings->skips = skips;
    if (!stn_arena_copy(&findings->arena, &copy.file, skip->file) ||
        !stn_arena_copy(&findings->arena, &copy.commit, skip->commit) ||
        !stn_arena_copy(&findings->arena, &copy.detail, skip->detail))
        return stn_fail_memory(err);
    findings->skips[findings->skip_count++] = copy;
    return STN_OK;
}
