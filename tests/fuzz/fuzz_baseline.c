/**
 * @file
 * A baseline: reading ends, says where it failed, finds what it has read, and
 * reads what it writes as the same entries.
 */
#include <stdlib.h>

#include "base/limits.h"
#include "policy/baseline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void check_same(const struct stn_baseline_entry *a,
                       const struct stn_baseline_entry *b)
{
    check(stn_str_equal(a->fingerprint, b->fingerprint));
    check(stn_str_equal(a->rule, b->rule));
    check(stn_str_equal(a->path, b->path));
    check(stn_str_equal(a->owner, b->owner));
    check(stn_str_equal(a->reason, b->reason));
    check(a->line == b->line && a->secret == b->secret);
    check(a->until == b->until && a->scope == b->scope);
}

/* Write it, and read that. */
static void check_written(const struct stn_baseline *baseline)
{
    struct stn_buf text = STN_BUF_INIT(SIZE_MAX);
    struct stn_baseline *again = NULL;
    struct stn_error err = {""};

    stn_baseline_append_header(&text);
    for (size_t i = 0; i < baseline->count; i++)
        stn_baseline_append(&text, &baseline->entries[i]);
    check(text.status == STN_OK);
    check(stn_baseline_parse(&again, stn_buf_str(&text), "again", &err) ==
          STN_OK);
    check(again->count == baseline->count);
    for (size_t i = 0; i < again->count; i++)
        check_same(&baseline->entries[i], &again->entries[i]);
    stn_baseline_free(again);
    stn_buf_dispose(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct stn_str bytes = {(const char *)data, size};
    struct stn_baseline *baseline = NULL;
    struct stn_error err = {""};

    if (stn_baseline_parse(&baseline, bytes, "name", &err) < 0) {
        check(stn_str_starts(stn_str_of(err.message), STN_STR("name:")));
        return 0;
    }
    for (size_t i = 0; i < baseline->count; i++)
        check(stn_baseline_find(baseline, baseline->entries[i].fingerprint) ==
              &baseline->entries[i]);
    check_written(baseline);
    stn_baseline_free(baseline);
    return 0;
}
