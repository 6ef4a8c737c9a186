/**
 * @file
 * The family of Go checks. Each looks at nodes of the kinds it names, one after
 * the other, and tells what is wrong with them; the shared layer of names,
 * types, flow and ownership answers its questions.
 *
 * A check is listed in check_list.h, and described for people by the rule in
 * rules/go-*.yml whose `check:` names it.
 */
#ifndef STN_GOLANG_CHECK_H
#define STN_GOLANG_CHECK_H

#include "golang/hits.h"
#include "golang/package.h"

/** Kinds of nodes one check looks at. */
#define STN_GO_CHECK_KINDS_MAX 4

/** One check at work on one file. */
struct stn_go_pass {
    struct stn_go_package *package;
    struct stn_go_file *file;
    const struct stn_go_tree *tree; /**< The file's. */
    const struct stn_go_check *check;
    struct stn_go_hits *hits;
    /** The first failure; sticks. A check need not look at it: what fails
     *  answers as if nothing were known. */
    enum stn_status status;
    struct stn_error *err;
};

struct stn_go_check {
    const char *name; /**< "defer-in-loop" */
    /** What it wants to look at; STN_GO_OTHER ends it. */
    enum stn_go_kind kinds[STN_GO_CHECK_KINDS_MAX + 1];
    /** Look at one node. Files that are generated are not shown to it. */
    void (*visit)(struct stn_go_pass *pass, uint32_t node);
};

/** Sorted by name; NULL ends it. */
extern const struct stn_go_check *const stn_go_checks[];

/** @return Its index in stn_go_checks[], or SIZE_MAX. */
size_t stn_go_check_find(const char *name);
/** Whether there is one of that name. */
bool stn_go_check_exists(const char *name);

/** Tell what was found; the function around it is filled in. */
void stn_go_tell(struct stn_go_pass *pass, const struct stn_go_hit *hit);

/** A hit at a node: its statement is what is shown. */
struct stn_go_hit stn_go_hit_at(const struct stn_go_pass *pass, uint32_t node);

/** A hit at the first line of a statement: a literal's body is not shown. */
struct stn_go_hit stn_go_hit_at_head(const struct stn_go_pass *pass,
                                     uint32_t node);

/** Words for people, in the package's arena, cut to STN_EVIDENCE_BYTES; ""
 *  without memory. */
const char *stn_go_words(struct stn_go_pass *pass, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** @name Parts of a hit; what is too many is left out. */
/**@{*/
void stn_go_add_evidence(struct stn_go_hit *hit, const char *words);
void stn_go_add_related(struct stn_go_hit *hit, const struct stn_go_pass *pass,
                        uint32_t node, const char *what);
void stn_go_add_tie(struct stn_go_hit *hit, const struct stn_go_pass *pass,
                    uint32_t node);
/** To the first line alone: of a loop its head. */
void stn_go_add_tie_at_head(struct stn_go_hit *hit,
                            const struct stn_go_pass *pass, uint32_t node);
/**@}*/

#endif
