#include "cli/config.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/glob.h"
#include "base/limits.h"
#include "cli/config_reading.h"
#include "findings/rule_info.h"
#include "reports/reporter.h"

typedef enum stn_status read_fn(struct stn_reading *reading,
                                const struct stn_yaml *node,
                                struct stn_error *err);

struct key {
    const char *name;
    read_fn *read;
};

/* Read a map whose keys are known, each by its own function. */
static enum stn_status read_keys(struct stn_reading *reading,
                                 const struct stn_yaml *map,
                                 const struct key *keys, struct stn_error *err)
{
    const char *names[16] = {NULL};
    enum stn_status status;

    for (size_t i = 0; keys[i].name != NULL; i++)
        names[i] = keys[i].name;
    status = stn_yaml_known_keys(map, names, reading->name, err);
    if (status < 0)
        return status;
    for (size_t i = 0; keys[i].name != NULL; i++) {
        const struct stn_yaml *value = stn_yaml_get(map, keys[i].name);
        if (value == NULL)
            continue;
        status = keys[i].read(reading, value, err);
        if (status < 0)
            return status;
    }
    return STN_OK;
}

/* Add a list of strings, each checked as a glob where `is_glob`. */
static enum stn_status read_strings(struct stn_reading *reading,
                                    struct stn_list *list, bool is_glob,
                                    const struct stn_yaml *node,
                                    struct stn_error *err)
{
    enum stn_status status =
        stn_yaml_expect(STN_YAML_LIST, reading->name, node, err);

    if (status < 0)
        return status;
    for (const struct stn_yaml *item = node->first; item != NULL;
         item = item->next) {
        struct stn_str text;
        struct stn_error why;
        status = stn_yaml_string(&text, reading->name, item, err);
        if (status < 0)
            return status;
        if (is_glob && stn_glob_check(text, &why) < 0)
            return stn_yaml_fail(err, reading->name, item, "%s", why.message);
        status =
            stn_list_add(reading->settings, list, text, STN_ORIGIN_FILE, err);
        if (status < 0)
            return status;
    }
    return STN_OK;
}

/* A path beside the configuration file, unless it is absolute. */
static enum stn_status add_path(struct stn_reading *reading,
                                struct stn_list *list, struct stn_str prefix,
                                struct stn_str path, struct stn_error *err)
{
    struct stn_buf full = STN_BUF_INIT(STN_PATH_BYTES_MAX);
    enum stn_status status;

    stn_buf_append(&full, prefix);
    if (!stn_str_starts(path, STN_STR("/")))
        stn_buf_append(&full, reading->folder);
    stn_buf_append(&full, path);
    status = stn_buf_status(&full, err);
    if (status >= 0)
        status = stn_list_add(reading->settings, list, stn_buf_str(&full),
                              STN_ORIGIN_FILE, err);
    stn_buf_dispose(&full);
    return status;
}

static enum stn_status read_version(struct stn_reading *reading,
                                    const struct stn_yaml *node,
                                    struct stn_error *err)
{
    uint64_t version;
    enum stn_status status =
        stn_yaml_uint(&version, UINT32_MAX, reading->name, node, err);

    if (status >= 0 && version != 1)
        return stn_yaml_fail(err, reading->name, node,
                             "version %lu is not known here; this is 1",
                             (unsigned long)version);
    return status;
}

static enum stn_status read_severity(enum stn_severity *out, bool never,
                                     struct stn_reading *reading,
                                     const struct stn_yaml *node,
                                     struct stn_error *err)
{
    struct stn_str text;
    enum stn_status status = stn_yaml_string(&text, reading->name, node, err);

    if (status >= 0 && !stn_severity_parse(out, text, never))
        return stn_yaml_fail(err, reading->name, node,
                             "expected note, low, medium, high%s critical%s",
                             never ? "," : " or", never ? " or never" : "");
    return status;
}

static enum stn_status read_fail_on(struct stn_reading *reading,
                                    const struct stn_yaml *node,
                                    struct stn_error *err)
{
    reading->settings->fail_on_origin = STN_ORIGIN_FILE;
    return read_severity(&reading->settings->fail_on, true, reading, node, err);
}

static enum stn_status read_rule_files(struct stn_reading *reading,
                                       const struct stn_yaml *node,
                                       struct stn_error *err)
{
    enum stn_status status =
        stn_yaml_expect(STN_YAML_LIST, reading->name, node, err);

    for (const struct stn_yaml *item = node->first; item != NULL && status >= 0;
         item = item->next) {
        struct stn_str path;
        status = stn_yaml_string(&path, reading->name, item, err);
        if (status >= 0)
            status = add_path(reading, &reading->settings->rule_files,
                              STN_STR(""), path, err);
    }
    return status;
}

static enum stn_status read_disable(struct stn_reading *reading,
                                    const struct stn_yaml *node,
                                    struct stn_error *err)
{
    return read_strings(reading, &reading->settings->skip, true, node, err);
}

static enum stn_status read_enable(struct stn_reading *reading,
                                   const struct stn_yaml *node,
                                   struct stn_error *err)
{
    return read_strings(reading, &reading->settings->enable, true, node, err);
}

static enum stn_status read_only(struct stn_reading *reading,
                                 const struct stn_yaml *node,
                                 struct stn_error *err)
{
    return read_strings(reading, &reading->settings->only, true, node, err);
}

static enum stn_status read_severities(struct stn_reading *reading,
                                       const struct stn_yaml *node,
                                       struct stn_error *err)
{
    struct stn_settings *settings = reading->settings;
    enum stn_status status =
        stn_yaml_expect(STN_YAML_MAP, reading->name, node, err);

    for (const struct stn_yaml *item = node->first; item != NULL && status >= 0;
         item = item->next) {
        struct stn_severity_override *grown =
            stn_grow(settings->severities, &settings->severity_capacity,
                     settings->severity_count, sizeof(*grown));
        if (grown == NULL)
            return stn_fail_memory(err);
        settings->severities = grown;
        struct stn_severity_override *added = &grown[settings->severity_count];
        added->rule = stn_arena_strdup(&settings->arena, item->key->scalar);
        if (added->rule == NULL)
            return stn_fail_memory(err);
        status = read_severity(&added->severity, false, reading, item, err);
        if (status >= 0)
            settings->severity_count++;
    }
    return status;
}

static enum stn_status read_rules(struct stn_reading *reading,
                                  const struct stn_yaml *node,
                                  struct stn_error *err)
{
    static const struct key keys[] = {
        {"files", read_rule_files},    {"enable", read_enable},
        {"disable", read_disable},     {"only", read_only},
        {"severity", read_severities}, {NULL, NULL}};

    return read_keys(reading, node, keys, err);
}

static enum stn_status read_paths_skip(struct stn_reading *reading,
                                       const struct stn_yaml *node,
                                       struct stn_error *err)
{
    return read_strings(reading, &reading->settings->paths_skip, true, node,
                        err);
}

static enum stn_status read_paths(struct stn_reading *reading,
                                  const struct stn_yaml *node,
                                  struct stn_error *err)
{
    static const struct key keys[] = {{"skip", read_paths_skip}, {NULL, NULL}};

    return read_keys(reading, node, keys, err);
}

enum stn_status stn_reading_string(const char **out, bool is_glob,
                                   struct stn_reading *reading,
                                   const struct stn_yaml *node,
                                   struct stn_error *err)
{
    struct stn_str text;
    struct stn_error why;
    enum stn_status status = stn_yaml_string(&text, reading->name, node, err);

    if (status < 0)
        return status;
    if (is_glob && stn_glob_check(text, &why) < 0)
        return stn_yaml_fail(err, reading->name, node, "%s", why.message);
    const char *copy = stn_arena_strdup(&reading->settings->arena, text);
    if (copy == NULL)
        return stn_fail_memory(err);
    *out = copy;
    return STN_OK;
}

static enum stn_status read_file_bytes(struct stn_reading *reading,
                                       const struct stn_yaml *node,
                                       struct stn_error *err)
{
    return stn_yaml_size(&reading->settings->file_bytes, reading->name, node,
                         err);
}

static enum stn_status read_deadline(struct stn_reading *reading,
                                     const struct stn_yaml *node,
                                     struct stn_error *err)
{
    enum stn_status status =
        stn_yaml_number(&reading->settings->deadline, reading->name, node, err);

    if (status >= 0 && reading->settings->deadline < 0)
        return stn_yaml_fail(err, reading->name, node,
                             "expected a number of seconds");
    return status;
}

static enum stn_status read_ceiling(uint32_t *out, struct stn_reading *reading,
                                    const struct stn_yaml *node,
                                    struct stn_error *err)
{
    uint64_t count;
    enum stn_status status =
        stn_yaml_uint(&count, UINT32_MAX, reading->name, node, err);

    if (status >= 0)
        *out = (uint32_t)count;
    return status;
}

static enum stn_status read_per_rule(struct stn_reading *reading,
                                     const struct stn_yaml *node,
                                     struct stn_error *err)
{
    return read_ceiling(&reading->settings->per_rule, reading, node, err);
}

static enum stn_status read_same(struct stn_reading *reading,
                                 const struct stn_yaml *node,
                                 struct stn_error *err)
{
    return read_ceiling(&reading->settings->same, reading, node, err);
}

static enum stn_status read_limits(struct stn_reading *reading,
                                   const struct stn_yaml *node,
                                   struct stn_error *err)
{
    static const struct key keys[] = {{"file_bytes", read_file_bytes},
                                      {"deadline", read_deadline},
                                      {"per_rule", read_per_rule},
                                      {"same", read_same},
                                      {NULL, NULL}};

    return read_keys(reading, node, keys, err);
}

static enum stn_status read_http_names(struct stn_reading *reading,
                                       const struct stn_yaml *node,
                                       struct stn_error *err)
{
    return read_strings(reading, &reading->settings->http_names, false, node,
                        err);
}

static enum stn_status read_http(struct stn_reading *reading,
                                 const struct stn_yaml *node,
                                 struct stn_error *err)
{
    static const struct key keys[] = {{"names", read_http_names}, {NULL, NULL}};

    return read_keys(reading, node, keys, err);
}

static enum stn_status read_go_version(struct stn_reading *reading,
                                       const struct stn_yaml *node,
                                       struct stn_error *err)
{
    struct stn_settings *settings = reading->settings;
    enum stn_status status =
        stn_reading_string(&settings->go_version, false, reading, node, err);

    if (status < 0)
        return status;
    const char *digits = settings->go_version + 2;
    size_t count = strspn(digits, "0123456789");
    if (strncmp(settings->go_version, "1.", 2) != 0 || count == 0 ||
        count > 3 || (digits[count] != '\0' && digits[count] != '.'))
        return stn_yaml_fail(err, reading->name, node,
                             "expected a version of Go, as '1.22'");
    settings->go_minor = (uint32_t)strtoul(digits, NULL, 10);
    return STN_OK;
}

static enum stn_status read_go(struct stn_reading *reading,
                               const struct stn_yaml *node,
                               struct stn_error *err)
{
    static const struct key keys[] = {{"version", read_go_version},
                                      {NULL, NULL}};

    return read_keys(reading, node, keys, err);
}

static enum stn_status fail_format(struct stn_reading *reading,
                                   const struct stn_yaml *node,
                                   struct stn_error *err)
{
    struct stn_buf known = STN_BUF_INIT(STN_KIB);

    stn_reporter_list(&known);
    enum stn_status status = stn_yaml_fail(
        err, reading->name, node, "no such format; there are: %s", known.ptr);
    stn_buf_dispose(&known);
    return status;
}

static enum stn_status read_report(struct stn_reading *reading,
                                   const struct stn_yaml *node,
                                   struct stn_error *err)
{
    static const char *const keys[] = {"format", "path", NULL};
    const struct stn_yaml *format;
    const struct stn_yaml *path;
    struct stn_str text;
    char prefix[64];
    enum stn_status status =
        stn_yaml_known_keys(node, keys, reading->name, err);

    if (status < 0)
        return status;
    format = stn_yaml_get(node, "format");
    path = stn_yaml_get(node, "path");
    if (format == NULL || path == NULL)
        return stn_yaml_fail(err, reading->name, node,
                             "a report needs a format and a path");
    status = stn_yaml_string(&text, reading->name, format, err);
    if (status < 0)
        return status;
    if (text.len > 32 || stn_reporter_find(text.ptr) == NULL)
        return fail_format(reading, format, err);
    snprintf(prefix, sizeof(prefix), "%s=", text.ptr);
    status = stn_yaml_string(&text, reading->name, path, err);
    if (status < 0)
        return status;
    /* Whoever runs stanch says what is on standard output. */
    if (text.len == 0 || stn_str_equal(text, STN_STR("-")))
        return stn_yaml_fail(err, reading->name, path,
                             "a report needs the path of a file");
    return add_path(reading, &reading->settings->reports, stn_str_of(prefix),
                    text, err);
}

static enum stn_status read_baseline(struct stn_reading *reading,
                                     const struct stn_yaml *node,
                                     struct stn_error *err)
{
    struct stn_settings *settings = reading->settings;
    struct stn_list list = {0};
    struct stn_str path;
    enum stn_status status = stn_yaml_string(&path, reading->name, node, err);

    if (status >= 0 && path.len == 0)
        return stn_yaml_fail(err, reading->name, node, "name a file");
    if (status >= 0)
        status = add_path(reading, &list, STN_STR(""), path, err);
    if (status >= 0)
        settings->baseline = list.items[0];
    stn_free(list.items);
    return status;
}

static enum stn_status read_reports(struct stn_reading *reading,
                                    const struct stn_yaml *node,
                                    struct stn_error *err)
{
    enum stn_status status =
        stn_yaml_expect(STN_YAML_LIST, reading->name, node, err);

    for (const struct stn_yaml *item = node->first; item != NULL && status >= 0;
         item = item->next)
        status = read_report(reading, item, err);
    return status;
}

static const struct key top_keys[] = {
    {"version", read_version},
    {"fail_on", read_fail_on},
    {"rules", read_rules},
    {"paths", read_paths},
    {"allow", stn_reading_allow},
    {"limits", read_limits},
    {"http", read_http},
    {"go", read_go},
    {"reports", read_reports},
    {"baseline", read_baseline},
    {"hook", stn_reading_hook},
    {"cache", stn_reading_cache},
    {NULL, NULL},
};

static enum stn_status read_document(struct stn_reading *reading,
                                     struct stn_str yaml, struct stn_error *err)
{
    struct stn_arena arena = {0};
    struct stn_yaml *root = NULL;
    enum stn_status status =
        stn_yaml_parse(&root, &arena, reading->name, yaml, err);

    if (status >= 0 && (root == NULL || stn_yaml_get(root, "version") == NULL))
        status = stn_fail(err, STN_EINPUT, "%s:1:1: 'version: 1' is missing",
                          reading->name);
    if (status >= 0)
        status = read_keys(reading, root, top_keys, err);
    stn_arena_dispose(&arena);
    return status;
}

enum stn_status stn_config_parse(struct stn_settings *settings,
                                 const char *name, struct stn_str folder,
                                 struct stn_str yaml, struct stn_error *err)
{
    struct stn_reading reading = {
        .settings = settings, .name = name, .folder = folder};

    return read_document(&reading, yaml, err);
}

enum stn_status stn_config_read(struct stn_settings *settings, const char *path,
                                struct stn_error *err)
{
    struct stn_buf yaml = STN_BUF_INIT(STN_YAML_BYTES_MAX);
    const char *slash = strrchr(path, '/');
    struct stn_str folder = {0};

    if (slash != NULL)
        folder = (struct stn_str){path, (size_t)(slash - path) + 1};
    enum stn_status status = stn_file_read(&yaml, path, err);
    if (status >= 0)
        status =
            stn_config_parse(settings, path, folder, stn_buf_str(&yaml), err);
    stn_buf_dispose(&yaml);
    return status;
}
