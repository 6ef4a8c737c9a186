/**
 * @file
 * The family of places that texts come from. A source plans its work once,
 * then each worker takes from it until it is empty: who reads a text scans it.
 */
#ifndef STN_SOURCES_SOURCE_H
#define STN_SOURCES_SOURCE_H

#include "base/buf.h"
#include "base/shard.h"
#include "findings/findings.h"
#include "text/package.h"
#include "text/text.h"

struct stn_cache;

struct stn_source_options {
    const struct stn_target *target;
    uint64_t max_text_bytes; /**< Never 0 here. */
    bool max_is_explicit;    /**< The user set it: holds for files too. */
    struct stn_strings paths_skip;
    bool wants_packages; /**< next_package will be asked. */
    /** The change is not trusted: files are looked at wherever it moves them.
     */
    bool is_untrusted;
    uint32_t jobs;
    struct stn_shard shard; /**< The part that is wanted of it all. */
    const struct stn_cache
        *cache; /**< Objects that need not be read; or NULL. */
    /** Set when workers must stop soon; polled between texts. */
    const _Atomic(bool) *stop;
    /** For sources that wait or plan: whether to stop, asking the clock and the
     *  caller too. NULL: `stop` says it. */
    bool (*is_over)(void *payload);
    void *payload;
};

/** Where a text stands; strings are borrowed until the next call. */
struct stn_place {
    struct stn_str path;
    struct stn_str commit; /**< Hex, or empty. */
    struct stn_str author;
    struct stn_str date;
    uint64_t order; /**< Age of the commit: the older, the smaller. */
    /** The text is not part of what was asked (an unreachable blob, or every
     *  path it stands at is left out by policy): its findings are dropped. */
    bool is_outside;
};

struct stn_source {
    const char *name; /**< "folder", "git-history", ... */

    /** Whether this source serves a target. */
    bool (*serves)(const struct stn_target *target);

    /**
     * Plan. What is wrong with the target as a whole fails here; with one text,
     * later and as a skip.
     *
     * @param state  The source's, shared by its workers; freed by close.
     * @return STN_OK; STN_EUSAGE (no such range or path: status 2);
     *         STN_EIO, STN_ELIB (cannot look: status 3); STN_ENOMEM. The
     *         message holds the remedy.
     */
    enum stn_status (*open)(void **state,
                            const struct stn_source_options *options,
                            struct stn_error *err);

    /** Make one worker's handle, called in the thread that will use it. */
    enum stn_status (*worker_open)(void **worker, void *state,
                                   struct stn_error *err);

    /**
     * Give the next text.
     *
     * @param text   Filled; borrowed until the next call with this worker.
     * @param skips  Where what cannot be read is recorded (stn_findings_skip).
     * @return STN_OK; STN_DONE when there is no more for anyone; a failure ends
     *         the run.
     */
    enum stn_status (*next)(void *worker, struct stn_text *text,
                            struct stn_findings *skips, struct stn_error *err);

    /**
     * Bytes of the window last given, from an offset on, must be in the next
     * window too: what began there has no end yet. At most the end of what it
     * owned. NULL if texts are never windows.
     */
    void (*keep)(void *worker, size_t offset);

    /**
     * Give an earlier version of the text last given, to subtract from. NULL if
     * the source has none.
     *
     * @param index  Less than the text's before_count.
     * @return STN_OK; STN_DONE if that version turned out not to be one (say,
     *         too large or binary): nothing is subtracted; a failure ends the
     *         run.
     */
    enum stn_status (*before)(void *worker, size_t index, struct stn_text *text,
                              struct stn_error *err);

    /**
     * Give the next Go package with something in it that is to be looked at,
     * once this worker has no more texts. NULL if the source has none.
     *
     * @param package  Filled; borrowed until the next call with this worker.
     * @param skips    Where files are recorded that should be in it.
     * @return STN_OK; STN_DONE when there is no more for anyone; a failure ends
     *         the run.
     */
    enum stn_status (*next_package)(void *worker, struct stn_package *package,
                                    struct stn_findings *skips,
                                    struct stn_error *err);

    void (*worker_close)(void *worker);

    /**
     * Say where a text stands, once every worker is done. NULL if texts carry
     * their path.
     */
    enum stn_status (*place)(void *state, uint32_t text_id,
                             struct stn_place *place, struct stn_error *err);

    /**
     * Whether a text also stands at a path that `accepts` likes; asked only
     * when policy would drop its findings for its first path. NULL if a text
     * has one path. On STN_OK `place` is that place; STN_DONE: there is none.
     */
    enum stn_status (*place_else)(void *state, uint32_t text_id,
                                  bool (*accepts)(void *payload,
                                                  struct stn_str path),
                                  void *payload, struct stn_place *place,
                                  struct stn_error *err);

    /**
     * Whether no file stands at a path in the end, and whether one stood there
     * before the change; for what moved. Asked when every worker is done; where
     * it cannot be told, false. NULL: never.
     */
    bool (*is_gone)(void *state, struct stn_str path);
    bool (*was_there)(void *state, struct stn_str path);

    /**
     * Where an untrusted change moved a text from; asked only when policy would
     * allow it where it stands. NULL if it is never known.
     *
     * @param was  Borrowed until the next call; empty: from nowhere.
     */
    enum stn_status (*moved_from)(void *state, uint32_t text_id,
                                  struct stn_str *was, struct stn_error *err);

    /** Texts and bytes that turned out to be outside, to be taken off the
     *  coverage; commits looked at. Called once, when every worker is done.
     *  May record skips (shallow history, nothing to scan, missing trees).
     *  `what` gets one line for people: "history of HEAD, 5,120 commits". */
    enum stn_status (*finish)(void *state, struct stn_findings *found,
                              uint64_t *commits, struct stn_buf *what,
                              struct stn_error *err);

    /**
     * Feed what two parts of one scan must have seen alike: the commits, the
     * names of the files. Called once, when every worker is done. NULL: there
     * is nothing to compare.
     */
    void (*identify)(void *state, struct stn_sha256 *hash);

    /**
     * The self-check's object: take the bytes the way this source takes its
     * own (git: write to an in-memory object store and read back). NULL: the
     * bytes are the text.
     */
    enum stn_status (*plant)(void *worker, struct stn_str bytes,
                             struct stn_text *text, struct stn_error *err);

    void (*close)(void *state);
};

/** NULL ends it; the first that serves a target is taken. */
extern const struct stn_source *const stn_sources[];

const struct stn_source *stn_source_find(const struct stn_target *target);

/** Whether to stop, for a source that plans: asked before each step. */
bool stn_source_is_over(const struct stn_source_options *options);

/** Whether a path is left out by globs; shared by all sources. */
bool stn_source_skips(const struct stn_source_options *options,
                      struct stn_str path);

#endif
