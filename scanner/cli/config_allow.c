#include <time.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/limits.h"
#include "cli/config_reading.h"

/* The last second of a day written YYYY-MM-DD, in UTC. */
static enum stn_status read_day(int64_t *out, struct stn_reading *reading,
                                const struct stn_yaml *node,
                                struct stn_error *err)
{
    struct stn_str text;
    struct tm day = {0};
    enum stn_status status = stn_yaml_string(&text, reading->name, node, err);

    if (status < 0)
        return status;
    const char *end = strptime(text.ptr, "%Y-%m-%d", &day);
    struct tm normal = day;
    time_t midnight = end != NULL ? timegm(&normal) : -1;
    if (end != text.ptr + text.len || text.len != 10 || midnight < 0 ||
        normal.tm_mday != day.tm_mday)
        return stn_yaml_fail(err, reading->name, node,
                             "expected a day, as in 2027-01-31");
    *out = (int64_t)midnight + 24 * 60 * 60 - 1;
    return STN_OK;
}

/* Where an entry was written, for notes about it. */
static enum stn_status keep_origin(const char **out,
                                   struct stn_reading *reading,
                                   const struct stn_yaml *node,
                                   struct stn_error *err)
{
    struct stn_buf origin = STN_BUF_INIT(STN_PATH_BYTES_MAX + 32);
    enum stn_status status;

    stn_buf_printf(&origin, "%s:%u", reading->name, (unsigned)node->line);
    status = stn_buf_status(&origin, err);
    if (status >= 0) {
        *out =
            stn_arena_strdup(&reading->settings->arena, stn_buf_str(&origin));
        if (*out == NULL)
            status = stn_fail_memory(err);
    }
    stn_buf_dispose(&origin);
    return status;
}

static enum stn_status read_allow_entry(struct stn_allow *entry,
                                        struct stn_reading *reading,
                                        const struct stn_yaml *node,
                                        struct stn_error *err)
{
    static const char *const keys[] = {
        "rule", "path", "fingerprint", "reason", "owner", "until", NULL};
    const struct {
        const char *key;
        const char **out;
        bool is_glob;
    } strings[] = {{"rule", &entry->rule, true},
                   {"path", &entry->path, true},
                   {"fingerprint", &entry->fingerprint, false},
                   {"reason", &entry->reason, false},
                   {"owner", &entry->owner, false}};
    enum stn_status status =
        stn_yaml_known_keys(node, keys, reading->name, err);

    for (size_t i = 0; i < 5 && status >= 0; i++) {
        const struct stn_yaml *value = stn_yaml_get(node, strings[i].key);
        if (value != NULL)
            status = stn_reading_string(strings[i].out, strings[i].is_glob,
                                        reading, value, err);
    }
    const struct stn_yaml *until = stn_yaml_get(node, "until");
    if (status >= 0 && until != NULL)
        status = read_day(&entry->until, reading, until, err);
    if (status >= 0)
        status = keep_origin(&entry->origin, reading, node, err);
    if (status < 0)
        return status;
    if (entry->reason == NULL || entry->reason[0] == '\0')
        return stn_yaml_fail(err, reading->name, node,
                             "an allow entry needs a reason");
    if (entry->rule == NULL && entry->path == NULL &&
        entry->fingerprint == NULL)
        return stn_yaml_fail(err, reading->name, node,
                             "an allow entry needs a rule, a path or a "
                             "fingerprint");
    return STN_OK;
}

enum stn_status stn_reading_allow(struct stn_reading *reading,
                                  const struct stn_yaml *node,
                                  struct stn_error *err)
{
    struct stn_settings *settings = reading->settings;
    enum stn_status status =
        stn_yaml_expect(STN_YAML_LIST, reading->name, node, err);

    for (const struct stn_yaml *item = node->first; item != NULL && status >= 0;
         item = item->next) {
        struct stn_allow *grown =
            stn_grow(settings->allow, &settings->allow_capacity,
                     settings->allow_count, sizeof(*grown));
        if (grown == NULL)
            return stn_fail_memory(err);
        settings->allow = grown;
        struct stn_allow *entry = &grown[settings->allow_count];
        *entry = (struct stn_allow){0};
        status = read_allow_entry(entry, reading, item, err);
        if (status >= 0)
            settings->allow_count++;
    }
    return status;
}
