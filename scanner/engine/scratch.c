#include "engine/scratch.h"

#include "base/alloc.h"

#define DETAILS_PER_BLOCK 32

struct stn_detail_block {
    struct stn_detail_block *next;
    size_t count;
    char details[DETAILS_PER_BLOCK][STN_EVIDENCE_BYTES];
};

void stn_scratch_free(struct stn_scratch *scratch)
{
    if (scratch == NULL)
        return;
    while (scratch->details != NULL) {
        struct stn_detail_block *block = scratch->details;
        scratch->details = block->next;
        stn_free(block);
    }
    stn_prefilter_scratch_free(scratch->prefilter);
    stn_regex_scratch_free(scratch->regex);
    stn_windows_dispose(&scratch->windows);
    stn_name_cache_dispose(&scratch->names);
    stn_free(scratch->todo);
    stn_free(scratch->held);
    stn_free(scratch->matches);
    stn_free(scratch->gave_up);
    stn_free(scratch->lines);
    stn_free(scratch->contenders);
    stn_free(scratch->kept);
    stn_free(scratch->costs);
    stn_free(scratch);
}

enum stn_status stn_scratch_new(struct stn_scratch **out,
                                const struct stn_matcher *matcher,
                                struct stn_error *err)
{
    const uint32_t count = matcher->ruleset->count;
    struct stn_scratch *scratch = stn_calloc(1, sizeof(*scratch));
    enum stn_status status;

    if (scratch == NULL)
        return stn_fail_memory(err);
    scratch->todo = stn_calloc(count, sizeof(*scratch->todo));
    scratch->gave_up = stn_calloc(count, sizeof(*scratch->gave_up));
    scratch->lines = stn_calloc(count, sizeof(*scratch->lines));
    scratch->costs = stn_calloc(count, sizeof(*scratch->costs));
    status = scratch->todo != NULL && scratch->gave_up != NULL &&
                     scratch->lines != NULL && scratch->costs != NULL
                 ? STN_OK
                 : stn_fail_memory(err);
    if (status >= 0)
        status = stn_windows_init(&scratch->windows, count, err);
    if (status >= 0)
        status = stn_regex_scratch_new(&scratch->regex, err);
    if (status >= 0)
        status = stn_prefilter_scratch_new(&scratch->prefilter,
                                           matcher->prefilter, err);
    if (status < 0) {
        stn_scratch_free(scratch);
        return status;
    }
    *out = scratch;
    return STN_OK;
}

const struct stn_rule_cost *stn_scratch_costs(const struct stn_scratch *scratch)
{
    return scratch->costs;
}

void stn_scratch_set_anchors(struct stn_scratch *scratch,
                             struct stn_anchors *anchors)
{
    scratch->anchors = anchors;
}

void stn_scratch_reset(struct stn_scratch *scratch)
{
    stn_windows_reset(&scratch->windows);
    if (scratch->anchors != NULL)
        stn_anchors_clear(scratch->anchors);
    scratch->held_count = 0;
    scratch->gave_up_count = 0;
    scratch->is_flooded = false;
    scratch->detail = scratch->details;
    if (scratch->detail != NULL)
        scratch->detail->count = 0;
}

/* Go on to the next block, or add one. */
static bool next_block(struct stn_scratch *scratch)
{
    struct stn_detail_block *block =
        scratch->detail != NULL ? scratch->detail->next : NULL;

    if (block == NULL) {
        block = stn_calloc(1, sizeof(*block));
        if (block == NULL)
            return false;
        if (scratch->detail != NULL)
            scratch->detail->next = block;
        else
            scratch->details = block;
    }
    block->count = 0;
    scratch->detail = block;
    return true;
}

const char *stn_scratch_detail(struct stn_scratch *scratch, const char *detail)
{
    if ((scratch->detail == NULL ||
         scratch->detail->count == DETAILS_PER_BLOCK) &&
        !next_block(scratch))
        return NULL;
    char *copy = scratch->detail->details[scratch->detail->count++];
    snprintf(copy, STN_EVIDENCE_BYTES, "%s", detail);
    return copy;
}
