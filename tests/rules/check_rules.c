/**
 * @file
 * Checks the built-in rules of one file: check_rules rules/NAME.yml
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "engine/lint.h"
#include "pipeline/go_lint.h"

/** Whether a rule was written in a file: its origin is "FILE:LINE". */
static bool is_of(const struct stn_rule *rule, struct stn_str file)
{
    struct stn_str origin = stn_str_of(rule->origin);

    return stn_str_starts(origin, file) && origin.len > file.len &&
           origin.ptr[file.len] == ':';
}

static uint32_t choose(bool *chosen, const char *file)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < stn_ruleset_builtin.count; i++) {
        chosen[i] = is_of(&stn_ruleset_builtin.rules[i], stn_str_of(file));
        count += chosen[i];
    }
    return count;
}

int main(int argc, char **argv)
{
    struct stn_buf problems = STN_BUF_INIT(16 * STN_MIB);
    bool *chosen = stn_calloc(stn_ruleset_builtin.count, sizeof(*chosen));
    int exit_status = EXIT_FAILURE;
    struct stn_error err;

    if (argc != 2 || chosen == NULL)
        goto done;
    uint32_t count = choose(chosen, argv[1]);
    if (count == 0) {
        fprintf(stderr, "%s: no rule of it is built in\n", argv[1]);
        goto done;
    }
    const struct stn_ruleset patterns =
        stn_ruleset_patterns(&stn_ruleset_builtin);
    if (stn_lint_rules(&problems, &patterns, chosen, &err) < 0 ||
        stn_go_lint_rules(&problems, &stn_ruleset_builtin, chosen, &err) < 0) {
        fprintf(stderr, "%s\n", err.message);
        goto done;
    }
    fputs(problems.ptr, stdout);
    printf("%u rules\n", (unsigned)count);
    if (problems.len == 0)
        exit_status = EXIT_SUCCESS;
done:
    stn_free(chosen);
    stn_buf_dispose(&problems);
    return exit_status;
}
