#include "engine/prefilter.h"

#include "base/alloc.h"
#include "engine/prefilter_build.h"
#include "engine/prefilter_database.h"

struct stn_prefilter {
    struct stn_prefilter_image image; /* borrowed, or in the arena */
    struct stn_arena arena;
    hs_database_t *database; /* NULL: no literals */
};

struct stn_prefilter_scratch {
    hs_scratch_t *hs; /* NULL: no literals */
};

/* One scan, as the callback sees it. */
struct scan {
    const struct stn_prefilter_literal *literals;
    const struct stn_literal_use *uses;
    const struct stn_guard *guards;
    const struct stn_byte_set *classes;
    const bool *runs;
    const unsigned char *text;
    size_t size;
    struct stn_windows *windows;
    struct stn_rule_cost *costs;
    struct stn_anchors *anchors;
    uint32_t first_filler;
    bool has_no_memory;
};

void stn_prefilter_free(struct stn_prefilter *prefilter)
{
    if (prefilter == NULL)
        return;
    hs_free_database(prefilter->database);
    stn_arena_dispose(&prefilter->arena);
    stn_free(prefilter);
}

const struct stn_prefilter_image *
stn_prefilter_tables(const struct stn_prefilter *prefilter)
{
    return &prefilter->image;
}

/* Whether the image is of this ruleset, and the database came to life. */
static bool load_image(struct stn_prefilter *prefilter,
                       const struct stn_ruleset *ruleset)
{
    const struct stn_prefilter_image *image = &stn_prefilter_builtin;

    if (!ruleset->is_builtin || image->rule_count != ruleset->count ||
        image->library == NULL ||
        memcmp(image->digest, ruleset->digest, sizeof(image->digest)) != 0 ||
        strcmp(image->library, hs_version()) != 0)
        return false;
    if (image->literal_count > 0 &&
        hs_deserialize_database((const char *)image->database,
                                image->database_size,
                                &prefilter->database) != HS_SUCCESS) {
        prefilter->database = NULL;
        return false;
    }
    prefilter->image = *image;
    return true;
}

enum stn_status stn_prefilter_new(struct stn_prefilter **out,
                                  const struct stn_ruleset *ruleset,
                                  const bool *runs, struct stn_error *err)
{
    struct stn_prefilter *prefilter = stn_calloc(1, sizeof(*prefilter));
    enum stn_status status = STN_OK;

    if (prefilter == NULL)
        return stn_fail_memory(err);
    if (!load_image(prefilter, ruleset)) {
        status = stn_prefilter_build(&prefilter->image, &prefilter->arena,
                                     ruleset, runs, err);
        if (status >= 0)
            status = stn_database_compile(&prefilter->database,
                                          &prefilter->image, err);
    }
    if (status >= 0) {
        *out = prefilter;
        prefilter = NULL;
    }
    stn_prefilter_free(prefilter);
    return status;
}

void stn_prefilter_scratch_free(struct stn_prefilter_scratch *scratch)
{
    if (scratch == NULL)
        return;
    hs_free_scratch(scratch->hs);
    stn_free(scratch);
}

enum stn_status stn_prefilter_scratch_new(struct stn_prefilter_scratch **out,
                                          const struct stn_prefilter *prefilter,
                                          struct stn_error *err)
{
    struct stn_prefilter_scratch *scratch = stn_calloc(1, sizeof(*scratch));

    if (scratch == NULL)
        return stn_fail_memory(err);
    if (prefilter->database != NULL) {
        hs_error_t error = hs_alloc_scratch(prefilter->database, &scratch->hs);
        if (error != HS_SUCCESS) {
            stn_prefilter_scratch_free(scratch);
            return stn_database_fail(err, error);
        }
    }
    *out = scratch;
    return STN_OK;
}

/* One literal was seen: the hot path of a scan. */
static int on_hit(unsigned id, unsigned long long from, unsigned long long to,
                  unsigned flags, void *context)
{
    struct scan *scan = context;
    const struct stn_prefilter_literal *literal = &scan->literals[id];
    const struct stn_literal_use *use = &scan->uses[literal->first_use];
    const struct stn_literal_use *end = use + literal->use_count;
    const uint32_t hit = (uint32_t)to;

    (void)from;
    (void)flags;
    if (scan->anchors != NULL && id < scan->first_filler &&
        !stn_anchors_add(scan->anchors, hit - literal->length, hit)) {
        scan->has_no_memory = true;
        return 1;
    }
    for (; use < end; use++) {
        if (!scan->runs[use->rule])
            continue;
        if (scan->costs != NULL)
            scan->costs[use->rule].hits++;
        if (hit < use->min_back ||
            !stn_guard_admits(&scan->guards[use->guard], scan->classes,
                              scan->text, scan->size, hit - literal->length,
                              hit))
            continue;
        if (scan->costs != NULL)
            scan->costs[use->rule].guarded++;
        if (!stn_windows_add(scan->windows, use->rule,
                             hit > use->max_back ? hit - use->max_back : 0,
                             hit - use->min_back)) {
            scan->has_no_memory = true;
            return 1;
        }
    }
    return 0;
}

enum stn_status stn_prefilter_scan(const struct stn_prefilter *prefilter,
                                   struct stn_prefilter_scratch *scratch,
                                   struct stn_str text, const bool *runs,
                                   struct stn_windows *windows,
                                   struct stn_rule_cost *costs,
                                   struct stn_anchors *anchors,
                                   struct stn_error *err)
{
    struct scan scan = {
        .literals = prefilter->image.literals,
        .uses = prefilter->image.uses,
        .guards = prefilter->image.guards,
        .classes = prefilter->image.classes,
        .runs = runs,
        .text = (const unsigned char *)text.ptr,
        .size = text.len,
        .windows = windows,
        .costs = costs,
        .anchors = anchors,
        .first_filler =
            prefilter->image.literal_count - prefilter->image.filler_count,
    };

    if (text.len >= UINT32_MAX)
        return stn_fail(err, STN_ELIMIT, "a text of 4 GiB or more");
    if (prefilter->database == NULL || text.len == 0)
        return STN_OK;
    hs_error_t error =
        hs_scan(prefilter->database, text.ptr, (unsigned)text.len, 0,
                scratch->hs, on_hit, &scan);
    if (scan.has_no_memory)
        return stn_fail_memory(err);
    if (error != HS_SUCCESS)
        return stn_database_fail(err, error);
    return STN_OK;
}
