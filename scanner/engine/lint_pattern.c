#include "engine/lint_problem.h"

#include "base/limits.h"
#include "engine/literals.h"

/* Whether some keyword occurs wherever a literal of the pattern does. */
static bool is_covered(const struct stn_rule *rule,
                       const struct stn_literal *literal)
{
    const struct stn_str bytes = {(const char *)literal->word.bytes,
                                  literal->word.length};

    for (uint32_t i = 0; i < rule->keywords.count; i++)
        if (stn_str_find_nocase(bytes, stn_str_of(rule->keywords.items[i])) !=
            SIZE_MAX)
            return true;
    return false;
}

static void check_keywords(const struct stn_lint *lint,
                           const struct stn_literals *literals)
{
    if (lint->rule->keywords.count == 0)
        return;
    for (uint32_t i = 0; i < literals->count; i++) {
        if (is_covered(lint->rule, &literals->items[i]))
            continue;
        stn_lint_problem(lint->problems, lint->rule,
                         "the pattern matches without a keyword in it; leave "
                         "keywords out, they are taken from the pattern");
        return;
    }
}

enum stn_status stn_lint_pattern(const struct stn_lint *lint,
                                 struct stn_error *err)
{
    struct stn_literals literals = {0};
    enum stn_status status =
        stn_literals_find(&literals, stn_str_of(lint->rule->pattern), err);

    if (status < 0)
        goto done;
    /* A field is looked at whole: its bounds are those of the match. */
    if (literals.reason != NULL && lint->rule->names == NULL)
        stn_lint_problem(lint->problems, lint->rule,
                         "the pattern is not local: %s", literals.reason);
    if (literals.max_length == STN_SYNTAX_UNBOUNDED)
        stn_lint_problem(lint->problems, lint->rule,
                         "a match has no longest length; give repeats an "
                         "upper bound");
    else if (literals.max_length > STN_WINDOW_OVERLAP_BYTES)
        stn_lint_problem(lint->problems, lint->rule,
                         "a match may be %u bytes long, over %zu",
                         (unsigned)literals.max_length,
                         STN_WINDOW_OVERLAP_BYTES);
    check_keywords(lint, &literals);
done:
    stn_literals_dispose(&literals);
    return status;
}
