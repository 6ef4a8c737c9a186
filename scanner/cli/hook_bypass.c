#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <syslog.h>

#include "cli/hook.h"
#include "cli/output.h"
#include "reports/safe.h"

/* Options of one push that are looked at: git sets no ceiling itself. */
#define PUSH_OPTIONS_MAX 1000
/* Bytes of a reason that are kept. */
#define REASON_BYTES_MAX ((size_t)400)

/* The value of a push option: what is after '='. NULL: it is not given.
 * @see https://git-scm.com/docs/githooks#pre-receive */
static const char *push_option(const char *name)
{
    const char *count = stn_hook_env("GIT_PUSH_OPTION_COUNT");
    unsigned long options = count != NULL ? strtoul(count, NULL, 10) : 0;
    size_t length = strlen(name);

    for (unsigned long i = 0; i < options && i < PUSH_OPTIONS_MAX; i++) {
        char variable[48];
        snprintf(variable, sizeof(variable), "GIT_PUSH_OPTION_%lu", i);
        const char *option = stn_hook_env(variable);
        if (option == NULL || strncmp(option, name, length) != 0)
            continue;
        if (option[length] == '=')
            return option + length + 1;
        if (option[length] == '\0')
            return option + length;
    }
    return NULL;
}

/* Who pushes, as hosts tell their hooks. */
static const char *who(void)
{
    static const char *const names[] = {
        "GL_USERNAME",
        "GL_ID",
        "GITEA_PUSHER_NAME",
        "GITHUB_USER_LOGIN",
        "REMOTE_USER",
        "SSH_USER",
        "USER",
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (stn_hook_env(names[i]) != NULL)
            return stn_hook_env(names[i]);
    return "somebody";
}

/* One line, whatever is in its parts. */
static void log_bypass(const struct stn_hook_event *event, struct stn_str why)
{
    struct stn_buf line = STN_BUF_INIT(8 * STN_ERROR_BYTES);
    char *here = realpath(".", NULL);

    stn_buf_puts(&line, "push not scanned: ");
    stn_safe_append(&line, why);
    stn_buf_puts(&line, "; by ");
    stn_safe_append(&line, stn_str_sub(stn_str_of(who()), 0, 200));
    stn_buf_puts(&line, "; ");
    stn_safe_append(&line,
                    stn_str_sub(stn_str_of(event->target.label), 0, 400));
    if (event->count == 1)
        stn_buf_printf(&line, " at %.64s", event->updates[0].after);
    stn_buf_puts(&line, "; ");
    stn_safe_append(&line, stn_str_sub(stn_str_of(here), 0, 400));
    openlog("stanch", LOG_PID, LOG_AUTH);
    syslog(LOG_WARNING, "%s", line.ptr);
    closelog();
    stn_buf_dispose(&line);
    free(here);
}

bool stn_hook_is_bypassed(const struct stn_settings *settings,
                          const struct stn_hook_event *event)
{
    struct stn_buf words = STN_BUF_INIT(2 * STN_ERROR_BYTES);
    const char *value = NULL;

    if (settings->hook.bypass != NULL)
        value = push_option(settings->hook.bypass);
    if (value == NULL)
        return false;
    struct stn_str why =
        stn_str_sub(stn_str_trim(stn_str_of(value)), 0, REASON_BYTES_MAX);
    if (why.len > 0) {
        stn_buf_puts(&words, "not scanned, and that is logged: ");
        stn_buf_append(&words, why);
        log_bypass(event, why);
    } else {
        stn_buf_printf(&words,
                       "scanned all the same: %s needs a reason, as in "
                       "-o %s='why'",
                       settings->hook.bypass, settings->hook.bypass);
    }
    stn_hook_say("warning: stanch: ", words.ptr);
    stn_buf_dispose(&words);
    return why.len > 0;
}
