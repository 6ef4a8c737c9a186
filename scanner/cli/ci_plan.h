/**
 * @file
 * What `stanch ci` decides: from a CI system's environment and event to what
 * must be scanned. Pure, so that a file for each event tests it (corpus/ci):
 * no repository is asked here, see ci_settle.h.
 */
#ifndef STN_CLI_CI_PLAN_H
#define STN_CLI_CI_PLAN_H

#include "base/arena.h"
#include "base/buf.h"
#include "cli/ci_event.h"

enum stn_ci_kind {
    STN_CI_NOTHING, /**< A ref was deleted: there is nothing to scan. */
    STN_CI_COMMITS, /**< What `include` has and `exclude` has not. */
    STN_CI_HISTORY, /**< The whole history of HEAD. */
    STN_CI_TREE,    /**< The files of the checkout. */
    STN_CI_LOGS,    /**< Files that are the output of tests. */
};

#define STN_CI_NAMES_MAX 4

/** A few strings, each living as long as the plan. */
struct stn_ci_names {
    const char *items[STN_CI_NAMES_MAX];
    size_t count;
};

struct stn_ci_plan {
    struct stn_arena arena;
    const char *host; /**< "github", "gitlab" or "none". */
    enum stn_ci_kind kind;
    const char *label; /**< What happened: "pull_request #12". May hold what
                            attackers wrote. */
    struct stn_ci_names include;
    struct stn_ci_names exclude;     /**< Each must be in the clone. */
    struct stn_ci_names exclude_old; /**< Each counts if it is there. */
    const char *exclude_refs;        /**< See stn_target. */
    const char *exclude_refs_but;
    /** The default branch, if its tip in `exclude_old` or `policy` is worth
     *  fetching: a name without "refs/heads/", safe in a refspec. */
    const char *branch;
    /** Whose configuration counts: of the first of these that is in the clone,
     *  and of none if none is. Only with is_change. */
    struct stn_ci_names policy;
    bool is_change;    /**< Something comes in, which must not judge itself; if
                            not, the configuration of the checkout counts. */
    bool may_be_empty; /**< No commit may be new, as for a tag. */
    bool no_fetch;     /**< Only what the clone has may be looked at. */
    uint64_t commits;  /**< As the event says; 0: it does not. */
    const char *note;  /**< For people; NULL: none. */
};

/** Where a plan comes from. */
struct stn_ci_source {
    /** @return The value of a variable, or NULL; as getenv(). */
    const char *(*get)(void *payload, const char *name);
    /** Append the event. Asked for at most once, and only if it matters. */
    enum stn_status (*read)(void *payload, struct stn_buf *out,
                            struct stn_error *err);
    void *payload;
    const char *base; /**< What the user wants left out; NULL: as the event. */
    const char *head; /**< Likewise, scanned. */
};

/**
 * Decide.
 *
 * @param plan  To be disposed of whatever comes back.
 * @return STN_OK; STN_EINPUT or STN_EUSAGE, with the remedy, if the environment
 *         or the event is not what the system promises; STN_ELIMIT; STN_EIO;
 *         STN_ENOMEM.
 */
enum stn_status stn_ci_plan_make(struct stn_ci_plan *plan,
                                 const struct stn_ci_source *source,
                                 struct stn_error *err);
void stn_ci_plan_dispose(struct stn_ci_plan *plan);

/** One line for people: what was decided, and why. Safe to print. */
void stn_ci_plan_describe(struct stn_buf *out, const struct stn_ci_plan *plan);

/** @name For those who fill a plan. */
/**@{*/
/** One CI system. */
struct stn_ci_system {
    const char *name;
    const char *variable; /**< Set, and not "false", where it runs. */
    enum stn_status (*plan)(struct stn_ci_plan *plan,
                            const struct stn_ci_source *source,
                            struct stn_error *err);
};

extern const struct stn_ci_system stn_ci_github;
extern const struct stn_ci_system stn_ci_gitlab;

/** The value of a variable; NULL if it is not set or empty. */
const char *stn_ci_get(const struct stn_ci_source *source, const char *name);

/** Set the label. */
enum stn_status stn_ci_label(struct stn_ci_plan *plan, struct stn_error *err,
                             const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** Add a copy of a name. At most STN_CI_NAMES_MAX are ever added. */
enum stn_status stn_ci_add(struct stn_ci_plan *plan, struct stn_ci_names *names,
                           const char *name, struct stn_error *err);

/** What `head` has and `base` has not, judged by the policy of `base`. */
enum stn_status stn_ci_plan_range(struct stn_ci_plan *plan, const char *base,
                                  const char *head, struct stn_error *err);

/** A push of one ref. Strings may be NULL but `after`. */
struct stn_ci_push {
    const char *ref; /**< "refs/heads/main" */
    const char *before;
    const char *after;
    const char *default_branch; /**< "main" */
    bool is_created, is_forced, is_deleted;
};

/** Fill a plan for a push; the label says what was pushed. */
enum stn_status stn_ci_plan_push(struct stn_ci_plan *plan,
                                 const struct stn_ci_push *push,
                                 struct stn_error *err);

/** Whether it is an object's id: 40 or 64 hex digits. */
bool stn_ci_is_id(const char *text);
/** Whether it is the id that stands for none: all zeroes. */
bool stn_ci_is_zero(const char *text);
/** Whether it may be handed to git as a revision: nothing that is an option,
 *  a range or a pattern. */
bool stn_ci_is_revision(const char *text);
/** Whether it may be a branch's name in a refspec. */
bool stn_ci_is_branch(const char *text);
/**@}*/

#endif
