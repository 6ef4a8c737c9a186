/**
 * @file
 * The public API of libstanch: make a scanner ready once, scan with it, read
 * the report.
 *
 *     struct stn_error err;
 *     struct stn_scanner *scanner = NULL;
 *     struct stn_options options = {.jobs = 2};
 *     if (stn_scanner_new(&scanner, &options, &err) < 0)
 *         ...err.message...
 *
 * There is no init call and no global state. A scanner is const once made and
 * may be shared by threads; a report belongs to whoever asked for it, and the
 * scanner must outlive it.
 */
#ifndef STANCH_H
#define STANCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** How a call went: 0 is good, failures are negative. */
enum stn_status {
    STN_OK = 0,
    STN_DONE = 1,    /**< An iteration has no more; not a failure. */
    STN_ENOMEM = -1, /**< Memory is exhausted. */
    STN_EIO = -2,    /**< The system refused to read or write. */
    STN_ELIMIT = -3, /**< A ceiling of limits.h, or of the options. */
    STN_EINPUT = -4, /**< Malformed input: YAML, pattern, encoding, object. */
    STN_EUSAGE = -5, /**< The caller asked for what makes no sense. */
    STN_ENOTFOUND = -6, /**< What was named does not exist. */
    STN_ELIB = -7,      /**< A library failed in a way none of these names. */
    STN_ESTOPPED = -8,  /**< The deadline passed, or the caller said stop. */
};

/** Most bytes of a message, with its NUL. */
#define STN_ERROR_BYTES 1024

/**
 * What went wrong, for a person: one line, without the program's name, never
 * with bytes of a scanned text. Meaningful only after a negative status.
 */
struct stn_error {
    char message[STN_ERROR_BYTES];
};

/** How bad a true finding is. Zero, in options, means the default. */
enum stn_severity {
    STN_SEVERITY_DEFAULT = 0,
    STN_NOTE = 1,
    STN_LOW = 2,
    STN_MEDIUM = 3,
    STN_HIGH = 4,
    STN_CRITICAL = 5,
    STN_NEVER = 6, /**< As a threshold only: nothing reaches it. */
};

/** What a run came to. */
enum stn_verdict {
    STN_CLEAN,      /**< All was scanned; nothing blocks. */
    STN_FINDINGS,   /**< At least one finding blocks. */
    STN_INCOMPLETE, /**< Nothing blocks, but something was not scanned. */
};

/** What the policy says of one finding. */
enum stn_finding_status {
    STN_NEW,     /**< Counts. */
    STN_ALLOWED, /**< Suppressed, in line or by the configuration. */
    STN_KNOWN,   /**< In the baseline. */
};

/** Strings that the caller keeps alive as long as the scanner. */
struct stn_strings {
    const char *const *items;
    size_t count;
};

/** One `allow` entry of the configuration. NULL members do not restrict. */
struct stn_allow {
    const char *rule;        /**< Rule id or glob of ids. */
    const char *path;        /**< Glob of paths. */
    const char *fingerprint; /**< Exact, as printed in a report. */
    const char *reason;      /**< Never NULL. */
    const char *owner;       /**< Who answers for it; NULL: nobody is named. */
    int64_t until;      /**< Last second it counts, Unix time; 0: for ever. */
    const char *origin; /**< "file:line", for "unused entry" notes. */
};

/** A rule file that was read already. The bytes are the caller's. */
struct stn_rule_text {
    const char *name; /**< For messages. */
    const void *bytes;
    size_t length;
};

/** A rule's severity as the configuration has it. */
struct stn_severity_override {
    const char *rule; /**< Rule id or glob of ids. */
    enum stn_severity severity;
};

/** How far a running scan is; see stn_options.progress. */
struct stn_progress {
    uint64_t texts;
    uint64_t bytes;
    uint64_t findings;
};

/** How to scan. Zero everywhere is a good default. */
struct stn_options {
    struct stn_strings rule_files; /**< YAML, added to the built-in rules. */
    const struct stn_rule_text *rule_texts; /**< Likewise. */
    size_t rule_text_count;
    struct stn_strings only;   /**< Category, rule id or glob; empty: all. */
    struct stn_strings enable; /**< Likewise; put to what `only` left, or to
                                    what is on by default. */
    struct stn_strings skip;   /**< Likewise; taken off what that leaves. */
    const struct stn_severity_override *severities;
    size_t severity_count;
    const struct stn_allow *allow;
    size_t allow_count;
    /** Text of a baseline, which the caller keeps alive as long as the scanner:
     *  what is known and does not count. NULL: none. */
    const char *baseline;
    size_t baseline_length;
    const char *baseline_name; /**< Of its file, for messages. */
    /** Text of the baseline that the change brings: without effect, but what is
     *  found says so. NULL: none. */
    const char *proposed_baseline;
    size_t proposed_baseline_length;
    /** Of files and folders that are scanned: the folder that the paths of
     *  entries are from (absolute, no final '/'), and the working folder as
     *  seen from it, with a final '/'. NULL: they are the same. */
    const char *baseline_root;
    const char *baseline_prefix;
    /**
     * The change that is scanned must not judge itself: in-line marks that it
     * brings have no effect, nor has a move into an allowed place. What is
     * found says so.
     */
    bool is_untrusted;
    /** Allow entries that the change brings: they have no effect, and what
     *  they are about says so. */
    const struct stn_allow *proposed;
    size_t proposed_count;
    struct stn_strings notes; /**< Lines for the report. */
    /** Names of fields in captures that hold secrets: headers, cookies,
     *  parameters, members. */
    struct stn_strings http_names;
    struct stn_strings paths_skip; /**< Globs of paths left out by policy. */
    enum stn_severity fail_at;     /**< 0: STN_HIGH. */
    uint64_t max_text_bytes; /**< 0: see STN_TEXT_BYTES_MAX in limits.h. */
    uint32_t max_per_rule;   /**< Findings listed of one rule; 0: all. */
    uint32_t max_same;       /**< Occurrences listed of one secret; 0: all. */
    uint32_t go_minor;       /**< 22 for Go 1.22; 0: as go.mod says. */
    uint32_t jobs;           /**< Threads; 0: one for each core. */
    /** Scan one part of so many, counted from 1; 0 and 0: the whole. Which
     *  texts are in a part, names and object ids decide. */
    uint32_t shard, shard_count;
    double deadline_seconds; /**< From stn_scan(); 0: none. */
    bool allow_late;         /**< What the deadline leaves out is no failure. */
    int64_t now;             /**< Unix time for expiry tests; 0: the clock. */
    bool no_prefilter;       /**< Run every rule over every byte: for tests. */
    bool no_captures;        /**< Scan captures as plain text: for tests. */
    bool logs; /**< Texts are test output: what is no other capture is read as
                    a log. */
    bool line_hashes; /**< Hash the lines of findings as GitHub does, for
                           SARIF. */
    /** Folder where it is remembered which git objects had no findings; NULL:
     *  nowhere. It must be this user's alone to write to. */
    const char *cache;
    uint64_t cache_bytes;  /**< Of its file; 0: STN_CACHE_BYTES. */
    const char *cache_key; /**< A secret that what is remembered is signed with;
                                NULL: one that is kept in the folder. */
    bool profile;          /**< Count and time each rule; see the profile. */
    /** Called from the thread that called stn_scan(), a few times a second;
     *  NULL: never. */
    void (*progress)(void *payload, const struct stn_progress *progress);
    void *progress_payload;
    /** Set by the caller (a signal handler may) to end the scan early; NULL:
     *  never. Read as a lock-free atomic. */
    const _Atomic(bool) *stop;
};

/** What to scan. */
enum stn_target_kind {
    STN_TARGET_PATHS,    /**< Files, folders, "-" for standard input. */
    STN_TARGET_HISTORY,  /**< Every blob reachable from HEAD, or all refs. */
    STN_TARGET_RANGE,    /**< What the commits of `A..B` bring. */
    STN_TARGET_PUSH,     /**< What some objects bring that others do not have.
                              That may be nothing, and then it is clean. */
    STN_TARGET_STAGED,   /**< The index against HEAD. */
    STN_TARGET_WORKTREE, /**< The work tree against HEAD. */
    STN_TARGET_BYTES,    /**< One buffer; see stn_scan_bytes(). */
};

struct stn_target {
    enum stn_target_kind kind;
    struct stn_strings paths;
    const char *repository; /**< Folder in the repository; NULL: ".". */
    const char *range;
    bool all_refs;

    /** @name Of a push. Ids of zeros, as git writes for "none", are ignored. */
    /**@{*/
    struct stn_strings include; /**< Revisions or ids, of commits, tags, trees
                                     or blobs: what comes in. */
    /** Revisions or ids that are there already. Ids that are not here make the
     *  run incomplete when nothing else bounds it. */
    struct stn_strings exclude;
    /** Globs of refs that are there already, with spaces between them; a star
     *  stands for slashes, too. NULL: none. */
    const char *exclude_refs;
    const char *exclude_refs_but; /**< One of them that does not count; NULL:
                                       none. */
    /** Folder of the objects that a push brings: a commit that is elsewhere
     *  too is there already, and no ref is asked. NULL: walk. */
    const char *quarantine;
    bool is_strict;    /**< It is there only if a ref or an id that is excluded
                            leads to it: objects may be another's. */
    const char *label; /**< For people, what this is: "push to refs/heads/main";
                            NULL: the revisions. */
    /**@}*/

    const char *name; /**< Of the buffer. */
    const void *bytes;
    size_t length;
};

struct stn_scanner;
struct stn_report;
struct stn_finding;

/**
 * Load and compile the rules and the policy.
 *
 * @return STN_OK; STN_EUSAGE or STN_EINPUT for options or rule files that are
 *         wrong (the message names file, line and column); STN_ENOMEM.
 */
enum stn_status stn_scanner_new(struct stn_scanner **out,
                                const struct stn_options *options,
                                struct stn_error *err);
void stn_scanner_free(struct stn_scanner *scanner);

/**
 * Scan a target. What could not be scanned is in the report, and makes it
 * incomplete; only what stops the whole run comes back as a failure.
 *
 * @param out  The report, the caller's.
 */
enum stn_status stn_scan(const struct stn_scanner *scanner,
                         const struct stn_target *target,
                         struct stn_report **out, struct stn_error *err);

/** Scan one buffer under a name, as a file of that name would be. */
enum stn_status stn_scan_bytes(const struct stn_scanner *scanner,
                               const char *name, const void *bytes,
                               size_t length, struct stn_report **out,
                               struct stn_error *err);

/** How many findings, suppressed ones among them. */
size_t stn_report_count(const struct stn_report *report);

/** @param index  Less than the count. Borrowed from the report. */
const struct stn_finding *stn_report_at(const struct stn_report *report,
                                        size_t index);

enum stn_verdict stn_report_verdict(const struct stn_report *report);

/** The exit status of DESIGN: 0 clean, 1 findings, 3 incomplete. */
int stn_report_exit_status(const struct stn_report *report);

void stn_report_free(struct stn_report *report);

/** How to redact. Zero everywhere is a good default. */
struct stn_redact_options {
    enum stn_severity min_severity; /**< Redact from this on; 0: STN_LOW. */
    /** Replace each secret by as many bytes as it has, so that lengths that a
     *  capture tells stay right. */
    bool same_length;
};

/** What somebody who uses the redacted text should know. Values are bits. */
enum stn_redact_warning {
    STN_REDACT_LENGTHS = 1 << 0,  /**< The text tells lengths, and some changed:
                                       Content-Length, bodySize. */
    STN_REDACT_REQUESTS = 1 << 1, /**< A URL or body of a request changed, by
                                       which recorders tell requests apart. */
    STN_REDACT_PARTLY = 1 << 2,   /**< Part of it could not be looked into. */
    STN_REDACT_BINARY = 1 << 3,   /**< It is no text, and is as it was. */
};

/** One place where a secret stood. Strings live as long as the redaction. */
struct stn_replaced {
    uint32_t line, column; /**< From 1; of the text as it was. */
    const char *location;  /**< In a capture; or "". */
    const char *stand_in;  /**< "REDACTED-TOKEN-1" */
};

struct stn_redaction;

/**
 * Replace every secret of a text that the policy does not allow, wherever and
 * in whatever encoding it stands, and leave all other bytes as they are. The
 * result scans clean, and redacts to itself.
 *
 * @param name     Of the text, for the policy.
 * @param options  NULL: the defaults.
 * @param out      The result, the caller's; not set on failure.
 * @return STN_OK; STN_EINPUT if a secret stands where it cannot be replaced;
 *         STN_ELIMIT; STN_ENOMEM. The message does not name the text.
 */
enum stn_status stn_redact_bytes(const struct stn_scanner *scanner,
                                 const char *name, const void *bytes,
                                 size_t length,
                                 const struct stn_redact_options *options,
                                 struct stn_redaction **out,
                                 struct stn_error *err);

/** The redacted text; borrowed. */
const void *stn_redaction_bytes(const struct stn_redaction *redaction,
                                size_t *length);
/** How many places were replaced; 0: the text is as it was. */
size_t stn_redaction_count(const struct stn_redaction *redaction);
/** @param index  Less than the count; in the order of the text. */
const struct stn_replaced *
stn_redaction_at(const struct stn_redaction *redaction, size_t index);
/** @return Bits of enum stn_redact_warning. */
unsigned stn_redaction_warnings(const struct stn_redaction *redaction);
/** What was not looked into, one line; "" if nothing was left out. */
const char *stn_redaction_detail(const struct stn_redaction *redaction);
void stn_redaction_free(struct stn_redaction *redaction);

#endif
