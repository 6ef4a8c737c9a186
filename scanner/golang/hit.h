/** @file What a check found, before it becomes a finding. */
#ifndef STN_GOLANG_HIT_H
#define STN_GOLANG_HIT_H

#include "findings/finding.h"

/** Other places that explain a hit: where it was acquired, which return misses
 *  it. */
#define STN_GO_RELATED_MAX 4
/** Edits of one fix. */
#define STN_GO_EDITS_MAX 4
/** Spans beside its own by which a hit belongs to a change. */
#define STN_GO_TIES_MAX 3

struct stn_go_related {
    uint32_t file; /**< Index in the package. */
    struct stn_span span;
    const char *what; /**< "f is opened here"; under STN_EVIDENCE_BYTES. */
};

/** Replace a span by a text. */
struct stn_go_edit {
    struct stn_span span;
    struct stn_str text;
};

/** Strings live as long as the package that was scanned. */
struct stn_go_hit {
    const struct stn_go_check *check;
    enum stn_severity severity; /**< 0: the rule's. */
    uint32_t file;              /**< Index in the package. */
    struct stn_span span;       /**< The statement, or what of it is wrong. */
    struct stn_str function; /**< It is in: "Run", "(*Server).Run"; or empty. */
    const char *evidence[STN_EVIDENCE_MAX]; /**< What it rests on. */
    size_t evidence_count;
    struct stn_go_related related[STN_GO_RELATED_MAX];
    size_t related_count;
    /** It was also brought by a change of one of these (of the same file): the
     *  acquisition, the loop around it. */
    struct stn_span ties[STN_GO_TIES_MAX];
    size_t tie_count;
    /** The function it is in, as declared: lines that a change takes away there
     *  may have been the release. Filled in by stn_go_tell(). */
    struct stn_span scope;
    const char *fix_title;                      /**< NULL: there is no fix. */
    struct stn_go_edit edits[STN_GO_EDITS_MAX]; /**< Sorted, none touching. */
    size_t edit_count;
};

#endif
