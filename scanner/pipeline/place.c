#include "pipeline/place.h"

#include "findings/fingerprint.h"
#include "ruleset/rule_paths.h"

struct placing {
    const struct stn_scanner *scanner;
    const struct stn_source *source;
    const struct stn_source_options *options;
    void *state;
    struct stn_arena *arena;
    struct stn_finding *finding; /* the one being placed */
    struct stn_str was;          /* where an untrusted change had it before */
};

/* Whether a finding may stand at a path at all. */
static bool path_stands(void *payload, struct stn_str path)
{
    const struct placing *placing = payload;

    return (placing->was.len > 0 ||
            !stn_source_skips(placing->options, path)) &&
           stn_rule_covers((const struct stn_rule *)placing->finding->rule,
                           path);
}

/* Whether it would also count there. */
static bool path_counts(void *payload, struct stn_str path)
{
    const struct placing *placing = payload;
    struct stn_finding finding = *placing->finding;

    if (!path_stands(payload, path))
        return false;
    finding.file = path;
    finding.was = placing->was;
    stn_fingerprint_place(&finding.fingerprint, path);
    return !stn_policy_would_allow(placing->scanner->policy, &finding);
}

/* Choose among the paths of one text: one where the finding counts before one
 * where it is allowed; the first sight before any other. STN_DONE: none. */
static enum stn_status choose_place(struct placing *placing,
                                    struct stn_place *place,
                                    struct stn_error *err)
{
    const struct stn_source *source = placing->source;
    uint32_t id = placing->finding->text_id;
    enum stn_status status = source->place(placing->state, id, place, err);

    if (status < 0 || place->is_outside)
        return status < 0 ? status : STN_DONE;
    if (path_counts(placing, place->path))
        return STN_OK;
    if (placing->options->is_untrusted && source->moved_from != NULL) {
        status = source->moved_from(placing->state, id, &placing->was, err);
        if (status < 0 || path_counts(placing, place->path))
            return status;
    }
    bool stands = path_stands(placing, place->path);
    if (source->place_else == NULL)
        return stands ? STN_OK : STN_DONE;
    status = source->place_else(placing->state, id, path_counts, placing, place,
                                err);
    if (status != STN_DONE)
        return status;
    if (stands)
        return source->place(placing->state, id, place, err);
    return source->place_else(placing->state, id, path_stands, placing, place,
                              err);
}

static enum stn_status copy_place(struct placing *placing,
                                  const struct stn_place *place,
                                  struct stn_error *err)
{
    struct stn_finding *finding = placing->finding;

    if (!stn_arena_copy(placing->arena, &finding->file, place->path) ||
        !stn_arena_copy(placing->arena, &finding->was, placing->was) ||
        !stn_arena_copy(placing->arena, &finding->commit, place->commit) ||
        !stn_arena_copy(placing->arena, &finding->author, place->author) ||
        !stn_arena_copy(placing->arena, &finding->date, place->date))
        return stn_fail_memory(err);
    finding->order = place->order;
    return STN_OK;
}

/* Place one finding. STN_DONE: it is to be dropped. */
static enum stn_status place_finding(struct placing *placing,
                                     struct stn_error *err)
{
    struct stn_place place = {0};
    enum stn_status status;

    placing->was = (struct stn_str){0};
    if (placing->source->place == NULL || placing->finding->is_placed)
        return STN_OK;
    status = choose_place(placing, &place, err);
    if (status != STN_OK)
        return status;
    return copy_place(placing, &place, err);
}

static enum stn_status place_skips(struct stn_report *report,
                                   const struct stn_source *source, void *state,
                                   struct stn_error *err)
{
    struct stn_findings *found = &report->found;
    size_t kept = 0;

    for (size_t i = 0; i < found->skip_count; i++) {
        struct stn_skip *skip = &found->skips[i];
        struct stn_place place = {0};

        if (skip->has_text_id && source->place != NULL) {
            enum stn_status status =
                source->place(state, skip->text_id, &place, err);
            if (status < 0)
                return status;
            if (place.is_outside) {
                found->skipped[skip->reason]--;
                continue;
            }
            if (!stn_arena_copy(&found->arena, &skip->file, place.path) ||
                !stn_arena_copy(&found->arena, &skip->commit, place.commit))
                return stn_fail_memory(err);
        }
        found->skips[kept++] = *skip;
    }
    found->skip_count = kept;
    return STN_OK;
}

enum stn_status stn_place_findings(struct stn_report *report,
                                   const struct stn_scanner *scanner,
                                   const struct stn_source *source,
                                   const struct stn_source_options *options,
                                   void *state, struct stn_error *err)
{
    struct stn_findings *found = &report->found;
    struct placing placing = {
        .scanner = scanner,
        .source = source,
        .options = options,
        .state = state,
        .arena = &found->arena,
    };
    size_t kept = 0;

    for (size_t i = 0; i < found->count; i++) {
        placing.finding = &found->items[i];
        enum stn_status status = place_finding(&placing, err);
        if (status < 0)
            return status;
        if (status == STN_DONE)
            continue;
        stn_fingerprint_place(&placing.finding->fingerprint,
                              placing.finding->file);
        status = stn_policy_judge(scanner->policy, placing.finding);
        if (status < 0)
            return stn_fail_memory(err);
        found->items[kept++] = found->items[i];
    }
    found->count = kept;
    return place_skips(report, source, state, err);
}
