#include "pipeline/self_check.h"

/* The rule whose example is planted: the first that looks at plain text. */
static const struct stn_rule *pick_rule(const struct stn_scanner *scanner)
{
    for (uint32_t i = 0; i < scanner->patterns.count; i++) {
        const struct stn_rule *rule = &scanner->ruleset.rules[i];

        if (scanner->active[i] && rule->examples.count > 0 &&
            (rule->segments & STN_SEGMENT_TEXT) != 0 && rule->names == NULL)
            return rule;
    }
    return NULL;
}

static enum stn_status record(struct stn_worker *worker, const char *detail,
                              struct stn_error *err)
{
    return stn_findings_skip(&worker->found,
                             &(struct stn_skip){.reason = STN_SKIP_SELF_CHECK,
                                                .detail = stn_str_of(detail),
                                                .is_shared = true},
                             err);
}

/* Whether a worker finds what is planted for it. */
static enum stn_status finds_planted(struct stn_worker *worker,
                                     const struct stn_rule *rule,
                                     const struct stn_source *source,
                                     void *handle, bool *out,
                                     struct stn_error *err)
{
    struct stn_text text = {.bytes = stn_str_of(rule->examples.items[0])};

    if (source->plant != NULL) {
        enum stn_status status = source->plant(handle, text.bytes, &text, err);
        if (status < 0)
            return status;
    }
    return stn_worker_finds(worker, &text, out, err);
}

/* The same with a built-in rule, where no active rule has an example: rules of
 * the user's own need none. */
static enum stn_status finds_builtin(const struct stn_worker *worker,
                                     const struct stn_source *source,
                                     void *handle, bool *out,
                                     struct stn_error *err)
{
    struct stn_scanner *scanner = NULL;
    struct stn_worker other = {0};
    const struct stn_options options = {
        .now = worker->scanner->options.now,
        .no_prefilter = worker->scanner->options.no_prefilter,
    };
    enum stn_status status = stn_scanner_new(&scanner, &options, err);

    if (status >= 0)
        status = stn_worker_init(&other, scanner, err);
    if (status >= 0)
        status =
            finds_planted(&other, pick_rule(scanner), source, handle, out, err);
    stn_worker_dispose(&other);
    stn_scanner_free(scanner);
    return status;
}

enum stn_status stn_self_check(struct stn_worker *worker,
                               const struct stn_source *source, void *handle,
                               struct stn_error *err)
{
    const struct stn_rule *rule = pick_rule(worker->scanner);
    enum stn_status status;
    bool is_found;

    if (rule != NULL)
        status = finds_planted(worker, rule, source, handle, &is_found, err);
    else
        status = finds_builtin(worker, source, handle, &is_found, err);
    if (status < 0 || is_found)
        return status;
    return record(worker,
                  "a planted secret was not found: this build or its "
                  "rules cannot be trusted",
                  err);
}
