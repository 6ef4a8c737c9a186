/** @file The family of git hooks that stanch can be. */
#ifndef STN_CLI_HOOK_H
#define STN_CLI_HOOK_H

#include "base/buf.h"
#include "cli/options.h"

/** One ref that a push moves. Ids are hex, zeros for none. */
struct stn_hook_update {
    const char *ref;
    const char *before;
    const char *after;
};

/** What git tells a hook. Zeroed is ready. */
struct stn_hook_event {
    struct stn_buf input; /**< What updates point into. */
    struct stn_hook_update *updates;
    size_t count, capacity;
    struct stn_arena arena;
    struct stn_target target; /**< What it asks for. */
};

void stn_hook_event_dispose(struct stn_hook_event *event);

struct stn_hook {
    const char *name;     /**< As git calls it. */
    const char *summary;  /**< For --help. */
    const char *operands; /**< Likewise. */
    /** It runs where pushes arrive: nothing that comes with one is trusted. */
    bool is_server;
    /**
     * Find out what is to be scanned.
     *
     * @return STN_OK; STN_DONE: nothing; STN_EUSAGE for what git would not say;
     *         STN_EIO; STN_ELIMIT; STN_ENOMEM.
     */
    enum stn_status (*read)(struct stn_hook_event *event,
                            const struct stn_settings *settings,
                            const struct stn_arguments *arguments,
                            struct stn_error *err);
};

/** NULL ends it. */
extern const struct stn_hook *const stn_hooks[];

/** @name What hooks share. */
/**@{*/
/** Read the lines of standard input, to its end; each is split into words, of
 *  which the first may hold spaces.
 *  @param words  How many a line has: 3 (before, after, ref) or 4 (any, after,
 *                ref, before). */
enum stn_status stn_hook_read_lines(struct stn_hook_event *event, size_t words,
                                    struct stn_error *err);
/** The same for lines that are in event->input already. */
enum stn_status stn_hook_parse_lines(struct stn_hook_event *event, size_t words,
                                     struct stn_error *err);
enum stn_status stn_hook_add(struct stn_hook_event *event,
                             const struct stn_hook_update *update,
                             struct stn_error *err);
/** Make the target of the updates. */
enum stn_status stn_hook_aim(struct stn_hook_event *event, const char *verb,
                             struct stn_error *err);
/** Whether an id is that of nothing. */
bool stn_hook_is_none(const char *id);
/** Words in the event's arena; NULL for want of memory. */
char *stn_hook_format(struct stn_hook_event *event, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/** A variable of the environment; NULL if it is empty, too. */
const char *stn_hook_env(const char *name);
/**@}*/

/** What lines for GitLab's users begin with; "" elsewhere. */
const char *stn_hook_prefix(void);
/** Tell somebody who pushes, on standard error. @param lead  "warning: ". */
void stn_hook_say(const char *lead, const char *words);

/**
 * Whether this push is not to be scanned, because it says so and the server's
 * configuration lets it. It is logged, and said.
 */
bool stn_hook_is_bypassed(const struct stn_settings *settings,
                          const struct stn_hook_event *event);

/** `stanch hook install`. @return Exit status. */
int stn_hook_install(int argc, char **argv);

#endif
