#include "cli/baseline_find.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/config.h"
#include "policy/baseline.h"

static enum stn_status keep(struct stn_settings *settings, const char **out,
                            struct stn_buf *text, struct stn_error *err)
{
    enum stn_status status = stn_buf_status(text, err);

    if (status < 0)
        return status;
    *out = stn_arena_strdup(&settings->arena, stn_buf_str(text));
    return *out != NULL ? STN_OK : stn_fail_memory(err);
}

/* Where the working folder is in its repository, whatever is scanned: the paths
 * of entries are from the root. */
static enum stn_status find_prefix(struct stn_settings *settings,
                                   struct stn_error *err)
{
    struct stn_settings here = {.arena = settings->arena};
    struct stn_buf text = STN_BUF_INIT(STN_PATH_BYTES_MAX);
    const char *root = NULL;
    char *folder = NULL;
    enum stn_status status = stn_config_root(&here, &root, err);

    settings->arena = here.arena;
    if (status != STN_OK)
        return status < 0 ? status : STN_OK;
    folder = realpath(root[0] != '\0' ? root : ".", NULL);
    if (folder != NULL) {
        settings->baseline_root =
            stn_arena_strdup(&settings->arena, stn_str_of(folder));
        if (settings->baseline_root == NULL)
            status = stn_fail_memory(err);
    }
    free(folder);
    if (status < 0 || settings->baseline_root == NULL || root[0] == '\0')
        return status;
    folder = realpath(".", NULL);
    /* What is a root is above it. */
    size_t length = strlen(settings->baseline_root);
    if (folder != NULL &&
        strncmp(folder, settings->baseline_root, length) == 0 &&
        folder[length] == '/') {
        stn_buf_printf(&text, "%s/", folder + length + 1);
        status = keep(settings, &settings->baseline_prefix, &text, err);
    }
    free(folder);
    stn_buf_dispose(&text);
    return status;
}

/* The one at the root. */
static enum stn_status find_file(struct stn_settings *settings,
                                 struct stn_error *err)
{
    struct stn_buf path = STN_BUF_INIT(STN_PATH_BYTES_MAX);
    const char *root = NULL;
    enum stn_status status = stn_config_root(settings, &root, err);

    if (status == STN_OK) {
        stn_buf_printf(&path, "%s%s%s", root, root[0] != '\0' ? "/" : "",
                       STN_BASELINE_FILE);
        status = keep(settings, &settings->baseline_name, &path, err);
    }
    stn_buf_dispose(&path);
    return status < 0 ? status : STN_OK;
}

static enum stn_status read_file(struct stn_settings *settings,
                                 struct stn_error *err)
{
    struct stn_buf text = STN_BUF_INIT(STN_BASELINE_BYTES_MAX);
    enum stn_status status = stn_file_read(&text, settings->baseline_name, err);

    if (status == STN_ENOTFOUND)
        status = settings->baseline == NULL || settings->baseline_may_be_new
                     ? STN_OK
                     : STN_EUSAGE;
    else if (status >= 0 &&
             !stn_arena_copy(&settings->arena, &settings->baseline_text,
                             stn_buf_str(&text)))
        status = stn_fail_memory(err);
    stn_buf_dispose(&text);
    return status;
}

/* The file that counts, if it is to be looked for on disk. */
static enum stn_status locate(struct stn_settings *settings,
                              struct stn_error *err)
{
    settings->baseline_is_settled = true;
    if (settings->baseline != NULL) {
        settings->baseline_name = settings->baseline;
        return STN_OK;
    }
    /* Nothing of the repository, where it is not to be trusted. */
    if (settings->trust != STN_TRUST_WORK_TREE ||
        (settings->no_config && !settings->baseline_may_be_new))
        return STN_OK;
    return find_file(settings, err);
}

enum stn_status stn_baseline_settle(struct stn_settings *settings,
                                    struct stn_error *err)
{
    enum stn_status status = STN_OK;

    if (settings->no_baseline)
        return STN_OK;
    if (!settings->baseline_is_settled) {
        status = locate(settings, err);
        if (status >= 0 && settings->baseline_name != NULL)
            status = read_file(settings, err);
    }
    if (status >= 0 &&
        (settings->baseline_text.ptr != NULL || settings->baseline_may_be_new))
        status = find_prefix(settings, err);
    return status;
}
