#include "pipeline/go_lint.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "engine/lint_problem.h"
#include "golang/scan.h"
#include "text/go_source.h"

/* One rule's check made ready, and what is told about the rule. */
struct go_lint {
    struct stn_buf *problems;
    const struct stn_rule *rule;
    struct stn_go_scan *scan;
};

/* Try one snippet. @param what  "example" or "counterexample". */
static enum stn_status try_snippet(const struct go_lint *lint, const char *what,
                                   uint32_t number, const char *snippet,
                                   bool is_to_be_found, struct stn_error *err)
{
    struct stn_buf source = STN_BUF_INIT(STN_YAML_BYTES_MAX);
    struct stn_go_scanned scanned;
    enum stn_status status;

    if (!stn_text_is_go(stn_str_of(snippet)))
        stn_buf_puts(&source, "package p\n");
    stn_buf_puts(&source, snippet);
    status = stn_buf_status(&source, err);
    if (status < 0)
        goto done;
    const struct stn_package_file file = {
        .path = STN_STR("p.go"),
        .bytes = stn_buf_str(&source),
        .is_target = true,
        .is_all_touched = true,
    };
    const struct stn_package package = {.files = &file, .count = 1};
    status = stn_go_scan_package(lint->scan, &package, &scanned, err);
    if (status < 0)
        goto done;
    if (scanned.gap_count > 0)
        stn_lint_problem(lint->problems, lint->rule, "%s %u is no Go", what,
                         (unsigned)number);
    else if ((scanned.count > 0) != is_to_be_found)
        stn_lint_problem(lint->problems, lint->rule, "%s %u is %s", what,
                         (unsigned)number,
                         is_to_be_found ? "not found" : "found");
done:
    stn_buf_dispose(&source);
    return status;
}

static enum stn_status try_snippets(const struct go_lint *lint,
                                    const char *what,
                                    const struct stn_rule_strings *snippets,
                                    bool is_to_be_found, struct stn_error *err)
{
    enum stn_status status = STN_OK;

    if (snippets->count == 0)
        stn_lint_problem(lint->problems, lint->rule, "has no %s", what);
    for (uint32_t i = 0; i < snippets->count && status >= 0; i++)
        status = try_snippet(lint, what, i + 1, snippets->items[i],
                             is_to_be_found, err);
    return status;
}

static enum stn_status lint_rule(struct stn_buf *problems,
                                 const struct stn_rule *rule,
                                 struct stn_error *err)
{
    struct go_lint lint = {.problems = problems, .rule = rule};
    size_t count = 0;

    while (stn_go_checks[count] != NULL)
        count++;
    bool *active = stn_calloc(count, sizeof(*active));
    if (active == NULL)
        return stn_fail_memory(err);
    active[stn_go_check_find(rule->check)] = true;
    const struct stn_go_scan_options options = {.active = active};
    enum stn_status status = stn_go_scan_new(&lint.scan, &options, err);
    if (status >= 0)
        status = try_snippets(&lint, "example", &rule->examples, true, err);
    if (status >= 0)
        status = try_snippets(&lint, "counterexample", &rule->counterexamples,
                              false, err);
    stn_go_scan_free(lint.scan);
    stn_free(active);
    return status;
}

enum stn_status stn_go_lint_rules(struct stn_buf *problems,
                                  const struct stn_ruleset *ruleset,
                                  const bool *chosen, struct stn_error *err)
{
    enum stn_status status = STN_OK;

    for (uint32_t i = ruleset->pattern_count; i < ruleset->count && status >= 0;
         i++)
        if (chosen == NULL || chosen[i])
            status = lint_rule(problems, &ruleset->rules[i], err);
    return status < 0 ? status : stn_buf_status(problems, err);
}
