#include "pipeline/scanner.h"

#include <time.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/glob.h"
#include "base/limits.h"
#include "engine/confirm.h"
#include "pipeline/own_names.h"

const struct stn_rule_names stn_scanner_names = {stn_confirm_exists,
                                                 stn_go_check_exists};

static bool is_named(const char *selector, const struct stn_rule_info *info)
{
    return strcmp(selector, info->id) == 0 ||
           stn_glob_matches(stn_str_of(selector), stn_str_of(info->id));
}

static bool selector_matches(const char *selector,
                             const struct stn_rule_info *info)
{
    return strcmp(selector, stn_category_name(info->category)) == 0 ||
           is_named(selector, info);
}

/* Set or clear the rules a list of selectors means. What is off by default a
 * category does not switch on. */
static enum stn_status apply_selectors(bool *active, bool value,
                                       const struct stn_ruleset *rules,
                                       struct stn_strings selectors,
                                       struct stn_error *err)
{
    for (size_t i = 0; i < selectors.count; i++) {
        bool is_used = false;
        for (uint32_t r = 0; r < rules->count; r++)
            if (selector_matches(selectors.items[i], &rules->rules[r].info)) {
                is_used = true;
                if (!value || !rules->rules[r].is_off ||
                    is_named(selectors.items[i], &rules->rules[r].info))
                    active[r] = value;
            }
        if (!is_used)
            return stn_fail(err, STN_EUSAGE,
                            "no rule is selected by '%s'; 'stanch rules list' "
                            "lists them",
                            selectors.items[i]);
    }
    return STN_OK;
}

/* `only`, `enable`, `skip`: a category, a rule id, or a glob of ids. Fails with
 * STN_EUSAGE on a selector that selects nothing. */
static enum stn_status select_rules(bool *active,
                                    const struct stn_ruleset *rules,
                                    const struct stn_options *options,
                                    struct stn_error *err)
{
    enum stn_status status;

    for (uint32_t r = 0; r < rules->count; r++)
        active[r] = options->only.count == 0 && !rules->rules[r].is_off;
    status = apply_selectors(active, true, rules, options->only, err);
    if (status >= 0)
        status = apply_selectors(active, true, rules, options->enable, err);
    if (status < 0)
        return status;
    return apply_selectors(active, false, rules, options->skip, err);
}

static enum stn_status read_rules(struct stn_scanner *scanner,
                                  struct stn_error *err)
{
    const struct stn_options *options = &scanner->options;
    const struct stn_strings *files = &options->rule_files;
    enum stn_status status;

    if (files->count == 0 && options->rule_text_count == 0 &&
        options->http_names.count == 0) {
        scanner->ruleset = stn_ruleset_builtin;
        return STN_OK;
    }
    status = stn_rules_add(&scanner->rules, &stn_ruleset_builtin, err);
    for (size_t i = 0; i < files->count && status >= 0; i++) {
        struct stn_buf yaml = STN_BUF_INIT(STN_YAML_BYTES_MAX);
        status = stn_file_read(&yaml, files->items[i], err);
        if (status >= 0)
            status =
                stn_rules_parse(&scanner->rules, files->items[i],
                                stn_buf_str(&yaml), &stn_scanner_names, err);
        else if (status != STN_ENOMEM)
            status = STN_EUSAGE;
        stn_buf_dispose(&yaml);
    }
    for (size_t i = 0; i < options->rule_text_count && status >= 0; i++) {
        const struct stn_rule_text *text = &options->rule_texts[i];
        status = stn_rules_parse(&scanner->rules, text->name,
                                 (struct stn_str){text->bytes, text->length},
                                 &stn_scanner_names, err);
    }
    if (status >= 0 && options->http_names.count > 0)
        status = stn_own_names_add(&scanner->rules, options->http_names, err);
    if (status < 0)
        return status;
    return stn_rules_finish(&scanner->ruleset, &scanner->rules, err);
}

/* Which rules run, and how severe they are. */
static enum stn_status choose_rules(struct stn_scanner *scanner,
                                    struct stn_error *err)
{
    const struct stn_options *options = &scanner->options;
    const struct stn_ruleset *rules = &scanner->ruleset;
    enum stn_status status;

    scanner->active = stn_calloc(rules->count, sizeof(*scanner->active));
    scanner->severities =
        stn_calloc(rules->count, sizeof(*scanner->severities));
    if (scanner->active == NULL || scanner->severities == NULL)
        return stn_fail_memory(err);
    status = select_rules(scanner->active, rules, options, err);
    if (status < 0)
        return status;
    for (uint32_t r = 0; r < rules->count; r++)
        scanner->active_count += scanner->active[r];
    if (scanner->active_count == 0)
        return stn_fail(err, STN_EUSAGE,
                        "no rule is active: --only and --skip leave nothing "
                        "to look for");

    for (size_t i = 0; i < options->severity_count; i++) {
        const struct stn_severity_override *wanted = &options->severities[i];
        bool is_used = false;
        for (uint32_t r = 0; r < rules->count; r++)
            if (selector_matches(wanted->rule, &rules->rules[r].info)) {
                scanner->severities[r] = wanted->severity;
                is_used = true;
            }
        if (!is_used)
            return stn_fail(err, STN_EUSAGE,
                            "rules.severity: no rule is called '%s'",
                            wanted->rule);
    }
    return STN_OK;
}

/* Which Go checks the active rules want. */
static enum stn_status choose_checks(struct stn_scanner *scanner,
                                     struct stn_error *err)
{
    const struct stn_ruleset *rules = &scanner->ruleset;
    size_t count = 0;

    while (stn_go_checks[count] != NULL)
        count++;
    scanner->checks = stn_calloc(count, sizeof(*scanner->checks));
    if (scanner->checks == NULL)
        return stn_fail_memory(err);
    for (uint32_t r = rules->pattern_count; r < rules->count; r++) {
        if (!scanner->active[r])
            continue;
        scanner->checks[stn_go_check_find(rules->rules[r].check)] = true;
        scanner->has_checks = true;
    }
    return STN_OK;
}

enum stn_status stn_scanner_new(struct stn_scanner **out,
                                const struct stn_options *options,
                                struct stn_error *err)
{
    struct stn_scanner *scanner = stn_calloc(1, sizeof(*scanner));
    enum stn_status status;

    if (scanner == NULL)
        return stn_fail_memory(err);
    scanner->options = *options;
    if (scanner->options.now == 0)
        scanner->options.now = (int64_t)time(NULL);
    /* In which formats the whole will be told is not known yet. */
    if (options->shard_count > 0)
        scanner->options.line_hashes = true;
    status = read_rules(scanner, err);
    if (status < 0)
        goto done;
    scanner->patterns = stn_ruleset_patterns(&scanner->ruleset);
    status = choose_rules(scanner, err);
    if (status >= 0)
        status = choose_checks(scanner, err);
    if (status < 0)
        goto done;

    struct stn_matcher_options how = {
        .active = scanner->active,
        .severities = scanner->severities,
        .now = scanner->options.now,
        .no_prefilter = options->no_prefilter,
        .profile = options->profile,
    };
    status = stn_matcher_new(&scanner->matcher, &scanner->patterns, &how, err);
    if (status < 0)
        goto done;
    status = stn_policy_new(&scanner->policy, &scanner->options, err);
    if (status >= 0 && options->baseline != NULL)
        status = stn_baseline_parse(
            &scanner->baseline,
            (struct stn_str){options->baseline, options->baseline_length},
            options->baseline_name, err);
    if (status >= 0 && options->proposed_baseline != NULL)
        status = stn_baseline_parse(
            &scanner->proposed,
            (struct stn_str){options->proposed_baseline,
                             options->proposed_baseline_length},
            "the change's baseline", err);
    if (status < 0)
        goto done;
    if (options->profile) {
        scanner->costs =
            stn_calloc(scanner->ruleset.count, sizeof(*scanner->costs));
        if (scanner->costs == NULL) {
            status = stn_fail_memory(err);
            goto done;
        }
    }
    *out = scanner;
    scanner = NULL;
done:
    stn_scanner_free(scanner);
    return status;
}

void stn_scanner_free(struct stn_scanner *scanner)
{
    if (scanner == NULL)
        return;
    stn_policy_free(scanner->policy);
    stn_baseline_free(scanner->baseline);
    stn_baseline_free(scanner->proposed);
    stn_matcher_free(scanner->matcher);
    stn_free(scanner->costs);
    stn_free(scanner->checks);
    stn_free(scanner->severities);
    stn_free(scanner->active);
    stn_rules_dispose(&scanner->rules);
    stn_free(scanner);
}
