#include "cli/settings.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/limits.h"

static void list_dispose(struct stn_list *list)
{
    stn_free(list->items);
    *list = (struct stn_list){0};
}

void stn_settings_dispose(struct stn_settings *settings)
{
    list_dispose(&settings->rule_files);
    list_dispose(&settings->only);
    list_dispose(&settings->enable);
    list_dispose(&settings->skip);
    list_dispose(&settings->paths_skip);
    list_dispose(&settings->reports);
    list_dispose(&settings->http_names);
    list_dispose(&settings->notes);
    stn_free(settings->rule_texts);
    stn_free(settings->proposed);
    stn_free(settings->severities);
    stn_free(settings->allow);
    stn_arena_dispose(&settings->arena);
    *settings = (struct stn_settings){0};
}

enum stn_status stn_list_add(struct stn_settings *settings,
                             struct stn_list *list, struct stn_str item,
                             enum stn_origin origin, struct stn_error *err)
{
    const char **grown = stn_grow(list->items, &list->capacity, list->count,
                                  sizeof(*list->items));

    if (grown == NULL)
        return stn_fail_memory(err);
    list->items = grown;
    const char *copy = stn_arena_strdup(&settings->arena, item);
    if (copy == NULL)
        return stn_fail_memory(err);
    list->items[list->count++] = copy;
    list->origin = origin;
    return STN_OK;
}

static struct stn_strings view(const struct stn_list *list)
{
    return (struct stn_strings){list->items, list->count};
}

bool stn_settings_want_format(const struct stn_settings *settings,
                              const char *format)
{
    const size_t length = strlen(format);

    if (settings->format != NULL && strcmp(settings->format, format) == 0)
        return true;
    for (size_t i = 0; i < settings->reports.count; i++)
        if (strncmp(settings->reports.items[i], format, length) == 0 &&
            settings->reports.items[i][length] == '=')
            return true;
    return false;
}

/* No option, since those show in lists of processes. */
static const char *cache_key(void)
{
    const char *key = getenv("STANCH_CACHE_KEY");

    return key != NULL && key[0] != '\0' ? key : NULL;
}

void stn_settings_options(const struct stn_settings *settings,
                          struct stn_options *options)
{
    *options = (struct stn_options){
        .rule_files = view(&settings->rule_files),
        .rule_texts = settings->rule_texts,
        .rule_text_count = settings->rule_text_count,
        .only = view(&settings->only),
        .enable = view(&settings->enable),
        .skip = view(&settings->skip),
        .http_names = view(&settings->http_names),
        .paths_skip = view(&settings->paths_skip),
        .severities = settings->severities,
        .severity_count = settings->severity_count,
        .allow = settings->allow,
        .allow_count = settings->allow_count,
        .is_untrusted = settings->trust != STN_TRUST_WORK_TREE,
        .proposed = settings->proposed,
        .proposed_count = settings->proposed_count,
        .notes = view(&settings->notes),
        .fail_at = settings->fail_on,
        .max_text_bytes = settings->file_bytes,
        .max_per_rule = settings->per_rule,
        .max_same = settings->same,
        .go_minor = settings->go_minor,
        .jobs = settings->jobs,
        .shard = settings->shard,
        .shard_count = settings->shard_count,
        .cache = settings->cache,
        .cache_bytes = settings->cache_bytes,
        .cache_key = cache_key(),
        .deadline_seconds = settings->deadline,
        .baseline = settings->baseline_text.ptr,
        .baseline_length = settings->baseline_text.len,
        .baseline_name = settings->baseline_name,
        .proposed_baseline = settings->proposed_baseline.ptr,
        .proposed_baseline_length = settings->proposed_baseline.len,
        .baseline_root = settings->baseline_root,
        .baseline_prefix = settings->baseline_prefix,
        .allow_late = settings->hook.allow_late,
        /* A part does not know what becomes of the whole. */
        .line_hashes = settings->shard_count > 0 ||
                       stn_settings_want_format(settings, "sarif"),
        .profile = settings->profile,
    };
}
