/**
 * @file
 * The baseline: findings that are known, one on a line.
 *
 *     # stanch-baseline v1
 *     v1:jwt:9f86d081884c7d65:1a2b3:1 e3b0c44298fc1c14 a.env owner=ada -- why
 *
 * A line is a fingerprint; the line's own identity, which knows no path; the
 * path; then in any order `in=history` or `in=refs`, `owner=NAME` and
 * `until=YYYY-MM-DD`; then ` -- ` and the reason. Paths and owners are in
 * percent encoding. Lines that begin with '#' are comments. Written, lines are
 * in the order of their bytes and hold no time of writing, so that branches
 * that add different entries merge.
 *
 * What a reader of the file learns of a secret: twenty bits of its digest, in
 * the fingerprint, once. The other two numbers are digests of the line with
 * every secret found on it blanked, so no guess of a secret changes them. A
 * secret on that line that no rule finds does: who has the baseline, and not
 * the file, could test guesses of the line as a whole.
 */
#ifndef STN_POLICY_BASELINE_H
#define STN_POLICY_BASELINE_H

#include "base/buf.h"
#include "findings/report.h"

/** Its name at the root of a repository. */
#define STN_BASELINE_FILE ".stanch-baseline"

/** What an entry is about, and what a run looked at. */
enum stn_baseline_scope {
    STN_SCOPE_TREE,    /**< All files, as they are. */
    STN_SCOPE_HISTORY, /**< All that HEAD ever held. */
    STN_SCOPE_REFS,    /**< All that any ref ever held. */
    STN_SCOPE_PART,    /**< Less; no entry is about that. */
};

/** Strings are borrowed from the file's bytes or its arena. */
struct stn_baseline_entry {
    struct stn_str fingerprint;
    struct stn_str rule; /**< In it. */
    struct stn_str path; /**< Decoded. */
    struct stn_str owner;
    struct stn_str reason;
    uint64_t line; /**< See struct stn_fingerprint. */
    uint32_t secret;
    uint32_t row;  /**< In the file, from 1. */
    int64_t until; /**< Last second it counts, Unix time; 0: for ever. */
    enum stn_baseline_scope scope;
};

/** Const once made. */
struct stn_baseline {
    const char *name;
    struct stn_arena arena;
    struct stn_baseline_entry *entries; /**< Sorted by fingerprint. */
    size_t count;
    struct stn_str *comments; /**< But for the header. */
    size_t comment_count;
};

/**
 * Read a baseline.
 *
 * @param bytes  Borrowed as long as the baseline lives, as is the name.
 * @return STN_OK; STN_EINPUT, STN_ELIMIT ("NAME:LINE:COLUMN: ...");
 *         STN_ENOMEM.
 */
enum stn_status stn_baseline_parse(struct stn_baseline **out,
                                   struct stn_str bytes, const char *name,
                                   struct stn_error *err);
void stn_baseline_free(struct stn_baseline *baseline);

/** @return The entry of a fingerprint, or NULL. */
const struct stn_baseline_entry *
stn_baseline_find(const struct stn_baseline *baseline,
                  struct stn_str fingerprint);

/** @name Writing */
/**@{*/
void stn_baseline_append_header(struct stn_buf *out);
/** One line, with its break. */
void stn_baseline_append(struct stn_buf *out,
                         const struct stn_baseline_entry *entry);
/** "2027-01-31", of its last second. */
void stn_baseline_append_day(struct stn_buf *out, int64_t until);
/** The last second of a day, in UTC. @return false if that is no day. */
bool stn_baseline_read_day(int64_t *out, struct stn_str text);
/** Whether words can be a reason or an owner: UTF-8 without control
 *  characters, not empty, at most STN_REASON_BYTES_MAX. */
bool stn_baseline_is_sayable(struct stn_str words);
/** Whether fingerprint and path are short enough for a line. */
bool stn_baseline_has_room(const struct stn_baseline_entry *entry);
/**@}*/

/** What a run can tell about files and rules. Callbacks get `payload`. */
struct stn_baseline_run {
    const struct stn_baseline *baseline;
    int64_t now;
    enum stn_baseline_scope scope; /**< What was looked at. */
    bool is_complete;              /**< All of that was. */
    /** Whether what stood at a path may have moved: the file is gone, or all of
     *  it was looked at. */
    bool (*has_left)(void *payload, struct stn_str path);
    /** Of commits: whether a file is there no longer after the last of them.
     *  NULL elsewhere, where findings are of what is there. */
    bool (*is_past)(void *payload, struct stn_str path);
    /** Whether a rule was looked for; also one that does not exist. */
    bool (*runs)(void *payload, struct stn_str rule);
    /** The path of a finding as an entry has it. */
    enum stn_status (*path)(void *payload, struct stn_buf *out,
                            struct stn_str file);
    void *payload;
};

/**
 * Say which findings are known, sorted ones; and what became of each entry.
 *
 * An entry is good for one finding: the one of its fingerprint, or, if there is
 * none, of those that equal it but for the path the first that no entry is good
 * for, provided that has_left() its path. So what was renamed stays known, and
 * a copy is new.
 *
 * Of commits, the places that a line once had and has no longer are known with
 * the one it moved to: they take no entry from a finding that is still there.
 */
enum stn_status stn_baseline_judge(const struct stn_baseline_run *run,
                                   struct stn_report *report,
                                   struct stn_error *err);

/** What it is said of findings that a change's own baseline has. */
#define STN_EVIDENCE_OWN_BASELINE "in the change's own baseline: no effect"

/** Say of findings that count that the run's baseline, which is the change's
 *  own, has them: in their evidence, and in a tally. */
enum stn_status stn_baseline_propose(const struct stn_baseline_run *run,
                                     struct stn_report *report,
                                     struct stn_error *err);

/** Append notes to the report: entries unused, entries past their date. */
enum stn_status stn_baseline_notes(const struct stn_baseline *baseline,
                                   int64_t now, struct stn_report *report,
                                   struct stn_error *err);

/** Append the fingerprint of a finding as its entry has it.
 *  @param path  Of the entry; see struct stn_baseline_run. */
void stn_baseline_print(struct stn_buf *out, const struct stn_finding *finding,
                        struct stn_str path);

static inline bool
stn_baseline_is_expired(const struct stn_baseline_entry *entry, int64_t now)
{
    return entry->until != 0 && now > entry->until;
}

#endif
