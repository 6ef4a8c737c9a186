/**
 * @file
 * What a run was asked to do, gathered from options, environment and
 * configuration file.
 */
#ifndef STN_CLI_SETTINGS_H
#define STN_CLI_SETTINGS_H

#include "base/arena.h"
#include "base/str.h"
#include "stanch.h"

/** Where a setting came from; a higher one replaces a lower one. */
enum stn_origin {
    STN_ORIGIN_DEFAULT,
    STN_ORIGIN_FILE,
    STN_ORIGIN_ENVIRONMENT,
    STN_ORIGIN_OPTION,
};

/** A growing list of strings in the settings' arena. */
struct stn_list {
    const char **items;
    size_t count, capacity;
    enum stn_origin origin; /**< Of its last item. */
};

enum stn_color { STN_COLOR_AUTO, STN_COLOR_ALWAYS, STN_COLOR_NEVER };

/** Whether a hook asks refs what is new, or where objects are. */
enum stn_hook_strict { STN_STRICT_AUTO, STN_STRICT_YES, STN_STRICT_NO };

/** The configuration's `hook`. */
struct stn_hook_settings {
    enum stn_hook_strict strict;
    bool trust_repository;
    bool has_deadline;
    double deadline;
    bool allow_late;
    const char *bypass; /**< Push option that skips the scan; NULL: none. */
};

/** Whose policy counts. */
enum stn_trust {
    STN_TRUST_WORK_TREE, /**< What is on disk, as for every local scan. */
    STN_TRUST_COMMIT,    /**< What is in a commit: the base of a change. */
    STN_TRUST_SERVER,    /**< The machine's alone. */
};

/** Zeroed holds the defaults. */
struct stn_settings {
    struct stn_arena arena;

    /** @name The baseline
     * Whoever reads it from elsewhere than the disk (policy from a commit) sets
     * its text and name, and that it is settled, before
     * stn_settings_finish(). */
    /**@{*/
    const char *baseline; /**< Path that option, environment or file names. */
    bool no_baseline;
    bool baseline_is_settled;
    bool baseline_may_be_new;     /**< It need not exist: it will be written. */
    struct stn_str baseline_text; /**< In the arena; ptr NULL: there is none. */
    const char *baseline_name;    /**< Its path; set also where it does not
                                       exist. NULL: there is no place for it. */
    struct stn_str proposed_baseline; /**< The change's own: no effect. */
    const char *baseline_root, *baseline_prefix; /**< See struct stn_options. */
    /**@}*/

    const char *config; /**< Path of the configuration that was read. */
    bool no_config;
    struct stn_list rule_files, only, enable, skip, paths_skip, reports;
    struct stn_list http_names; /**< Header names of the user's own. */
    const char *go_version;     /**< "1.22" */
    uint32_t go_minor;          /**< 22 of that; 0: not set. */
    enum stn_severity fail_on;
    enum stn_origin fail_on_origin;
    const char *format; /**< NULL: text. */
    const char *output; /**< NULL: standard output. */
    double deadline;
    enum stn_origin deadline_origin;
    uint32_t jobs, per_rule, same;
    uint32_t shard, shard_count; /**< 2 of 7; 0: the whole. */
    uint64_t file_bytes;
    const char *cache; /**< Folder of the cache; NULL: none. */
    uint64_t cache_bytes;
    bool quiet, verbose, profile;
    enum stn_color color;

    struct stn_severity_override *severities;
    size_t severity_count, severity_capacity;
    struct stn_allow *allow;
    size_t allow_count, allow_capacity;

    /* Whose policy counts, if not the work tree's; see trust.h. */
    enum stn_trust trust;
    const char *base, *head;
    struct stn_rule_text *rule_texts; /* in the arena */
    size_t rule_text_count, rule_text_capacity;
    struct stn_allow *proposed; /* by the change at hand */
    size_t proposed_count, proposed_capacity;
    struct stn_list notes; /* for the report */

    /* Of `stanch git`. */
    const char *repository;
    bool all, staged, worktree;

    /* Of `stanch baseline`. */
    const char *range;
    bool history, add, every;
    const char *reason, *owner; /**< For entries that are added. */
    int64_t until;

    /* Of `stanch ci`. */
    const char *ci_base, *ci_head; /**< Instead of the event's. */
    const char *ci_command;        /**< NULL: "auto". */
    bool fetch;                    /**< Complete a clone that lacks history. */
    bool no_annotations, no_summary;

    /* Of `stanch hook`. */
    struct stn_hook_settings hook;
    bool force;
    /** Tells what kept a scan from its report; NULL: as every command. */
    void (*tell)(const struct stn_error *err);

    /* Of `stanch redact`. */
    bool in_place, check, same_length, logs;
    enum stn_severity min_severity;
};

void stn_settings_dispose(struct stn_settings *settings);

/** Add a copy of a string to a list. */
enum stn_status stn_list_add(struct stn_settings *settings,
                             struct stn_list *list, struct stn_str item,
                             enum stn_origin origin, struct stn_error *err);

/** Whether a format is among those asked for, of the main report or beside. */
bool stn_settings_want_format(const struct stn_settings *settings,
                              const char *format);

/** The library's view; strings stay the settings'. */
void stn_settings_options(const struct stn_settings *settings,
                          struct stn_options *options);

#endif
