/** @file The in-line marks of one line: comments that allow a finding. */
#ifndef STN_POLICY_MARKS_H
#define STN_POLICY_MARKS_H

#include "base/str.h"
#include "text/span.h"

/** Marks of one line that are looked at: people write one. */
#define STN_MARKS_MAX 16
/** Bytes of a mark's rules; a longer list does not count. */
#define STN_MARK_RULES_BYTES_MAX 1024
/** Bytes of a mark's reason that are kept. */
#define STN_MARK_REASON_BYTES_MAX 200

enum stn_mark_flaw {
    STN_MARK_GOOD,
    STN_MARK_NO_RULE,   /**< "stanch:allow" alone, or "-- reason" at once. */
    STN_MARK_NO_REASON, /**< "stanch:allow RULE". */
};

/** Spans are of the line. */
struct stn_mark {
    struct stn_span span;   /**< From the mark's word to its end. */
    struct stn_span rules;  /**< Ids and globs; empty: any rule. */
    struct stn_span reason; /**< Empty: the mark's word is the reason. */
    const char *word;       /**< "gitleaks:allow", ... */
    enum stn_mark_flaw flaw;
    bool is_own;      /**< "stanch:allow": with arguments; either line. */
    bool is_for_next; /**< Counts for the line below, not for its own. */
    /** Openers of comments before it: the first and the last one. */
    struct stn_span first_opener, last_opener;
    /** Nothing but an opener stands before it on its line. */
    bool is_alone;
};

struct stn_marks {
    struct stn_mark items[STN_MARKS_MAX];
    size_t count;
};

/** Find the marks of a line, without its line break. */
void stn_marks_find(struct stn_marks *marks, struct stn_str line);

/** Whether a mark's rules name a rule. */
bool stn_mark_names(const struct stn_mark *mark, struct stn_str line,
                    struct stn_str rule);

#endif
