#include "cli/trust.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/limits.h"
#include "cli/config.h"
#include "cli/trust_state.h"

static enum stn_status keep(const char **out, struct stn_settings *settings,
                            const char *text, struct stn_error *err)
{
    *out = NULL;
    if (text == NULL)
        return STN_OK;
    *out = stn_arena_strdup(&settings->arena, stn_str_of(text));
    return *out != NULL ? STN_OK : stn_fail_memory(err);
}

enum stn_status stn_policy_from_commit(struct stn_settings *settings,
                                       const char *base, const char *head,
                                       struct stn_error *err)
{
    enum stn_status status = keep(&settings->base, settings, base, err);

    if (status >= 0)
        status = keep(&settings->head, settings, head, err);
    settings->trust = STN_TRUST_COMMIT;
    return status;
}

enum stn_status stn_policy_from_server(struct stn_settings *settings,
                                       struct stn_error *err)
{
    settings->trust = STN_TRUST_SERVER;
    return stn_config_find_machine(settings, err);
}

/* Take out "." and "..", by the letter: "/a/./b/../c" is "/a/c". */
void stn_base_normalise(char *path)
{
    char *out = path;
    const char *in = path;

    while (*in != '\0') {
        size_t length = strcspn(in + 1, "/");
        if (length == 2 && in[1] == '.' && in[2] == '.') {
            while (out > path && *--out != '/')
                continue;
        } else if (length > 0 && !(length == 1 && in[1] == '.')) {
            memmove(out, in, length + 1);
            out += length + 1;
        }
        in += length + 1;
    }
    *out = '\0';
}

/* What of a path is below the root, or NULL. */
static const char *below(const char *path, const char *root)
{
    size_t length = strlen(root);

    return strncmp(path, root, length) == 0 && path[length] != '\0'
               ? path + length
               : NULL;
}

enum stn_status stn_base_find_inside(const char **out, const char *root,
                                     struct stn_settings *settings,
                                     const char *path, struct stn_error *err)
{
    char here[STN_PATH_BYTES_MAX];
    struct stn_buf full = STN_BUF_INIT((size_t)2 * STN_PATH_BYTES_MAX);
    enum stn_status status;

    *out = NULL;
    if (root == NULL)
        return STN_OK;
    if (path[0] != '/' && getcwd(here, sizeof(here)) != NULL)
        stn_buf_printf(&full, "%s/", here);
    stn_buf_puts(&full, path);
    status = stn_buf_status(&full, err);
    if (status >= 0) {
        char *real = realpath(full.ptr, NULL);
        stn_base_normalise(full.ptr);
        const char *inside = below(full.ptr, root);
        if (inside == NULL && real != NULL)
            inside = below(real, root);
        status = keep(out, settings, inside, err);
        free(real);
    }
    stn_buf_dispose(&full);
    return status;
}

static enum stn_status find_inside(const char **out,
                                   const struct stn_base *base,
                                   struct stn_settings *settings,
                                   const char *path, struct stn_error *err)
{
    const char *root =
        base->commit != NULL ? stn_git_snapshot_root(base->commit) : base->root;

    return stn_base_find_inside(out, root, settings, path, err);
}

static enum stn_status open_base(struct stn_base *base,
                                 const struct stn_settings *settings,
                                 struct stn_error *err)
{
    struct stn_error why;
    enum stn_status status = stn_git_snapshot_open(
        &base->commit, settings->repository, settings->base, &why);

    if (status == STN_ENOTFOUND)
        return stn_fail(err, STN_EUSAGE,
                        "the policy is to be read from the base of the change: "
                        "%s",
                        why.message);
    if (status < 0)
        return stn_fail(err, status, "%s", why.message);
    return STN_OK;
}

bool stn_base_note_file(struct stn_base *base, const char *path)
{
    if (base->file_count == STN_POLICY_FILES_MAX)
        return false;
    base->files[base->file_count++] = path;
    return true;
}

enum stn_status stn_base_name_file(const char **out,
                                   struct stn_settings *settings,
                                   const char *path, struct stn_error *err)
{
    struct stn_buf name = STN_BUF_INIT((size_t)2 * STN_PATH_BYTES_MAX);
    size_t length = strlen(settings->base);

    /* Of a full id, as much as people read. */
    if (length >= 40 && strspn(settings->base, "0123456789abcdef") == length)
        length = 12;
    stn_buf_append(&name, (struct stn_str){settings->base, length});
    stn_buf_printf(&name, ":%s", path);
    enum stn_status status = stn_buf_status(&name, err);
    if (status >= 0)
        status = keep(out, settings, name.ptr, err);
    stn_buf_dispose(&name);
    return status;
}

/* Read a configuration of the base. STN_DONE: it has none of that name. */
static enum stn_status read_config(struct stn_base *base,
                                   struct stn_settings *settings,
                                   const char *path, struct stn_error *err)
{
    struct stn_buf yaml = STN_BUF_INIT(STN_YAML_BYTES_MAX);
    const char *slash = strrchr(path, '/');
    struct stn_str folder = {path,
                             slash != NULL ? (size_t)(slash - path) + 1 : 0};
    const char *name = NULL;
    enum stn_status status =
        stn_git_snapshot_read(base->commit, path, &yaml, err);

    if (status == STN_ENOTFOUND)
        status = STN_DONE;
    if (status == STN_OK)
        status = stn_base_name_file(&name, settings, path, err);
    if (status == STN_OK) {
        status =
            stn_config_parse(settings, name, folder, stn_buf_str(&yaml), err);
        base->config = path;
    }
    stn_buf_dispose(&yaml);
    return status;
}

/* The configuration that stands at the root. */
static enum stn_status read_root_config(struct stn_base *base,
                                        struct stn_settings *settings,
                                        struct stn_error *err)
{
    enum stn_status status = read_config(base, settings, ".stanch.yml", err);
    struct stn_buf other = STN_BUF_INIT(STN_YAML_BYTES_MAX);

    if (status == STN_DONE)
        return read_config(base, settings, ".stanch.yaml", err);
    if (status < 0)
        return status;
    enum stn_status also =
        stn_git_snapshot_read(base->commit, ".stanch.yaml", &other, err);
    stn_buf_dispose(&other);
    if (also == STN_OK)
        return stn_fail(err, STN_EUSAGE,
                        "the base holds both .stanch.yml and .stanch.yaml; "
                        "keep one");
    return also == STN_ENOTFOUND ? STN_OK : also;
}

/* Take a rule file from the base; its bytes go to the settings. */
static enum stn_status take_rules(struct stn_base *base,
                                  struct stn_settings *settings,
                                  const char *path, struct stn_error *err)
{
    struct stn_buf yaml = STN_BUF_INIT(STN_YAML_BYTES_MAX);
    struct stn_rule_text text = {0};
    struct stn_rule_text *grown = NULL;
    enum stn_status status =
        stn_base_name_file(&text.name, settings, path, err);

    if (status >= 0)
        status = stn_git_snapshot_read(base->commit, path, &yaml, err);
    if (status == STN_ENOTFOUND)
        status = stn_fail(err, STN_EUSAGE, "%s: there is no such rule file",
                          text.name);
    if (status < 0)
        goto done;
    text.bytes = stn_arena_strdup(&settings->arena, stn_buf_str(&yaml));
    text.length = yaml.len;
    grown = stn_grow(settings->rule_texts, &settings->rule_text_capacity,
                     settings->rule_text_count, sizeof(*grown));
    if (grown != NULL)
        settings->rule_texts = grown;
    if (text.bytes == NULL || grown == NULL) {
        status = stn_fail_memory(err);
        goto done;
    }
    grown[settings->rule_text_count++] = text;
    if (!stn_base_note_file(base, path))
        status = stn_fail(err, STN_ELIMIT, "over %d rule files",
                          STN_POLICY_FILES_MAX - 1);
done:
    stn_buf_dispose(&yaml);
    return status;
}

/* The rule files that the configuration of the base names, and, once options
 * are read, those named there of inside the repository.
 * @param is_config  Relative paths begin at the root. */
static enum stn_status take_rule_files(struct stn_base *base,
                                       struct stn_settings *settings,
                                       bool is_config, struct stn_error *err)
{
    struct stn_list *list = &settings->rule_files;
    size_t kept = 0;
    enum stn_status status = STN_OK;

    for (size_t i = 0; i < list->count && status >= 0; i++) {
        const char *inside = list->items[i];
        if (!is_config || inside[0] == '/')
            status = find_inside(&inside, base, settings, list->items[i], err);
        if (status >= 0 && inside != NULL)
            status = take_rules(base, settings, inside, err);
        else
            list->items[kept++] = list->items[i];
    }
    if (status >= 0)
        list->count = kept;
    return status;
}

/* Without a base nothing says whether a file of the repository counts that was
 * named on the command line: the change may have brought it. */
static enum stn_status refuse_inside(const struct stn_base *base,
                                     struct stn_settings *settings,
                                     const char *path, struct stn_error *err)
{
    const char *inside = NULL;
    enum stn_status status = find_inside(&inside, base, settings, path, err);

    if (status < 0 || inside == NULL)
        return status;
    return stn_fail(err, STN_EUSAGE,
                    "%s: the change has no base that says whether this counts; "
                    "name a file outside of the repository",
                    path);
}

static enum stn_status begin_without(struct stn_base *base,
                                     struct stn_settings *settings,
                                     struct stn_error *err)
{
    enum stn_status status = stn_config_work_root(&base->root, settings, err);

    if (status >= 0 && settings->config != NULL && !settings->no_config)
        status = refuse_inside(base, settings, settings->config, err);
    return status < 0 ? status : stn_config_find_outside(settings, err);
}

enum stn_status stn_trust_begin(struct stn_base **out,
                                struct stn_settings *settings,
                                struct stn_error *err)
{
    const char *inside = NULL;
    enum stn_status status = STN_OK;

    if (settings->trust != STN_TRUST_COMMIT)
        return STN_OK;
    struct stn_base *base = stn_calloc(1, sizeof(*base));
    if (base == NULL)
        return stn_fail_memory(err);
    *out = base;
    if (settings->base == NULL)
        return begin_without(base, settings, err);
    status = open_base(base, settings, err);
    if (status >= 0 && settings->config != NULL)
        status = find_inside(&inside, base, settings, settings->config, err);
    if (status < 0 || settings->no_config)
        return status;
    (void)stn_base_note_file(base, inside != NULL ? inside : ".stanch.yml");
    if (inside != NULL) {
        status = read_config(base, settings, inside, err);
        if (status == STN_DONE)
            return stn_fail(err, STN_EUSAGE,
                            "%s: the base of the change has no such file",
                            inside);
        settings->config = NULL;
    } else if (settings->config == NULL) {
        status = read_root_config(base, settings, err);
        if (status == STN_DONE)
            return stn_config_find_outside(settings, err);
    }
    if (status >= 0 && base->config != NULL) {
        base->files[0] = base->config;
        status = take_rule_files(base, settings, true, err);
        if (status >= 0)
            status = stn_base_take_baseline(base, settings, true, err);
    }
    return status;
}

enum stn_status stn_trust_finish(struct stn_base *base,
                                 struct stn_settings *settings,
                                 struct stn_error *err)
{
    enum stn_status status = STN_OK;

    if (base == NULL)
        return STN_OK;
    if (base->commit == NULL) {
        for (size_t i = 0; i < settings->rule_files.count && status >= 0; i++)
            status = refuse_inside(base, settings,
                                   settings->rule_files.items[i], err);
        return status < 0 ? status : stn_base_refuse_baseline(settings, err);
    }
    status = take_rule_files(base, settings, false, err);
    if (status >= 0)
        status = stn_base_take_baseline(base, settings, false, err);
    if (status >= 0 && settings->head != NULL)
        status = stn_trust_compare(base, settings, err);
    return status;
}

void stn_trust_end(struct stn_base *base)
{
    if (base == NULL)
        return;
    stn_git_snapshot_close(base->commit);
    stn_free(base);
}
