/** @file The baseline that a change is judged by: that of its base. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/limits.h"
#include "cli/config.h"
#include "cli/trust_state.h"
#include "policy/baseline.h"

/* The path that the base's configuration names, from the root; NULL: it leads
 * outside. */
static enum stn_status find_named(const char **out,
                                  struct stn_settings *settings,
                                  struct stn_error *err)
{
    struct stn_buf path = STN_BUF_INIT((size_t)2 * STN_PATH_BYTES_MAX);

    stn_buf_printf(&path, "/%s", settings->baseline);
    enum stn_status status = stn_buf_status(&path, err);
    if (status >= 0) {
        stn_base_normalise(path.ptr);
        const char *copy =
            stn_arena_strdup(&settings->arena, stn_str_of(path.ptr + 1));
        if (copy == NULL)
            status = stn_fail_memory(err);
        *out = copy;
    }
    stn_buf_dispose(&path);
    return status;
}

/* Read it. What is named must be there. */
static enum stn_status take(struct stn_base *base,
                            struct stn_settings *settings, const char *path,
                            bool is_named, struct stn_error *err)
{
    struct stn_buf text = STN_BUF_INIT(STN_BASELINE_BYTES_MAX);
    enum stn_status status =
        stn_base_name_file(&settings->baseline_name, settings, path, err);

    if (status >= 0)
        status = stn_git_snapshot_read(base->commit, path, &text, err);
    if (status == STN_ENOTFOUND)
        status = is_named ? stn_fail(err, STN_EUSAGE,
                                     "%s: there is no such baseline",
                                     settings->baseline_name)
                          : STN_OK;
    else if (status >= 0 &&
             !stn_arena_copy(&settings->arena, &settings->baseline_text,
                             stn_buf_str(&text)))
        status = stn_fail_memory(err);
    stn_buf_dispose(&text);
    if (status >= 0) {
        settings->baseline = NULL;
        settings->baseline_is_settled = true;
        base->baseline = path;
        (void)stn_base_note_file(base, path);
    }
    return status;
}

enum stn_status stn_base_take_baseline(struct stn_base *base,
                                       struct stn_settings *settings,
                                       bool is_config, struct stn_error *err)
{
    const char *inside = NULL;
    enum stn_status status = STN_OK;

    if (settings->no_baseline)
        return STN_OK;
    if (settings->baseline == NULL) {
        if (is_config || settings->baseline_is_settled)
            return STN_OK;
        settings->baseline_is_settled = true;
        return settings->no_config
                   ? STN_OK
                   : take(base, settings, STN_BASELINE_FILE, false, err);
    }
    if (is_config && settings->baseline[0] != '/')
        status = find_named(&inside, settings, err);
    else
        status =
            stn_base_find_inside(&inside, stn_git_snapshot_root(base->commit),
                                 settings, settings->baseline, err);
    if (status < 0)
        return status;
    if (inside != NULL)
        return take(base, settings, inside, true, err);
    /* An option comes after the configuration, and wins. */
    settings->baseline_is_settled = false;
    return STN_OK;
}

static enum stn_status note(struct stn_settings *settings, const char *format,
                            const char *name, struct stn_error *err)
{
    struct stn_buf words = STN_BUF_INIT((size_t)2 * STN_PATH_BYTES_MAX);

    stn_buf_printf(&words, "%s: %s", name, format);
    enum stn_status status = stn_buf_status(&words, err);
    if (status >= 0)
        status = stn_list_add(settings, &settings->notes, stn_buf_str(&words),
                              STN_ORIGIN_FILE, err);
    stn_buf_dispose(&words);
    return status;
}

enum stn_status stn_base_refuse_baseline(struct stn_settings *settings,
                                         struct stn_error *err)
{
    struct stn_buf root = STN_BUF_INIT((size_t)2 * STN_PATH_BYTES_MAX);
    const char *folder = NULL;
    const char *inside = NULL;
    enum stn_status status;

    /* No more is needed where none is named. */
    if (settings->baseline == NULL || settings->no_baseline) {
        settings->baseline_is_settled = true;
        return STN_OK;
    }
    status = stn_config_root(settings, &folder, err);
    if (status == STN_OK) {
        char *real = realpath(folder[0] != '\0' ? folder : ".", NULL);
        stn_buf_printf(&root, "%s/", real != NULL ? real : folder);
        free(real);
        status = stn_buf_status(&root, err);
    }
    if (status == STN_OK)
        status = stn_base_find_inside(&inside, root.ptr, settings,
                                      settings->baseline, err);
    stn_buf_dispose(&root);
    if (status < 0 || inside == NULL)
        return status < 0 ? status : STN_OK;
    settings->baseline_is_settled = true;
    return note(settings, "it may be the change's own: no effect on this run",
                inside, err);
}

enum stn_status stn_base_propose_baseline(const struct stn_base *base,
                                          const struct stn_git_snapshot *head,
                                          struct stn_settings *settings,
                                          struct stn_error *err)
{
    struct stn_buf text = STN_BUF_INIT(STN_BASELINE_BYTES_MAX);
    struct stn_baseline *parsed = NULL;
    struct stn_error why;
    enum stn_status status;

    if (base->baseline == NULL ||
        stn_git_snapshot_read(head, base->baseline, &text, &why) < 0) {
        stn_buf_dispose(&text);
        return STN_OK;
    }
    status =
        stn_baseline_parse(&parsed, stn_buf_str(&text), base->baseline, &why);
    stn_baseline_free(parsed);
    if (status == STN_ENOMEM)
        status = stn_fail_memory(err);
    else if (status < 0)
        status = note(settings, "what the change makes of it is no baseline",
                      base->baseline, err);
    else if (!stn_arena_copy(&settings->arena, &settings->proposed_baseline,
                             stn_buf_str(&text)))
        status = stn_fail_memory(err);
    stn_buf_dispose(&text);
    return status;
}
