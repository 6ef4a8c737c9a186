#include "cli/baseline_set.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/limits.h"
#include "pipeline/known.h"

static enum stn_status grow(struct stn_baseline_set *set, struct stn_error *err)
{
    struct stn_baseline_item *items =
        stn_grow(set->items, &set->capacity, set->count, sizeof(*items));

    if (items == NULL)
        return stn_fail_memory(err);
    set->items = items;
    items[set->count] = (struct stn_baseline_item){0};
    return STN_OK;
}

enum stn_status stn_baseline_set_begin(struct stn_baseline_set *set,
                                       const struct stn_settings *settings,
                                       const struct stn_baseline *baseline,
                                       const struct stn_target *target,
                                       struct stn_error *err)
{
    struct stn_options options;
    enum stn_status status;

    set->settings = settings;
    set->baseline = baseline;
    set->kind = target->kind;
    set->exists = settings->baseline_text.ptr != NULL;
    stn_buf_init(&set->text, STN_BASELINE_BYTES_MAX);
    stn_buf_append(&set->text, settings->baseline_text);
    stn_settings_options(settings, &options);
    status = stn_known_scope(&set->scope, &options, target);
    if (status >= 0)
        status = stn_buf_status(&set->text, err);
    for (size_t i = 0; baseline != NULL && i < baseline->count && status >= 0;
         i++) {
        status = grow(set, err);
        if (status >= 0)
            set->items[set->count++].entry = baseline->entries[i];
    }
    return status;
}

void stn_baseline_set_dispose(struct stn_baseline_set *set)
{
    if (set->settings != NULL)
        stn_buf_dispose(&set->text);
    stn_free(set->items);
    stn_arena_dispose(&set->arena);
    *set = (struct stn_baseline_set){0};
}

/* Path and fingerprint of a finding as an entry has them. */
static enum stn_status identify(struct stn_buf *path, struct stn_buf *print,
                                const struct stn_baseline_set *set,
                                const struct stn_finding *finding)
{
    struct stn_options options;

    stn_settings_options(set->settings, &options);
    enum stn_status status =
        stn_known_path(path, &options, set->kind, finding->file);
    if (status < 0)
        return status;
    stn_buf_clear(print);
    stn_baseline_print(print, finding, stn_buf_str(path));
    return print->status;
}

/* Let an entry be about a finding. */
static enum stn_status describe(struct stn_baseline_set *set,
                                struct stn_baseline_entry *entry,
                                const struct stn_finding *finding,
                                struct stn_error *err)
{
    struct stn_buf path = STN_BUF_INIT(STN_MIB);
    struct stn_buf print = STN_BUF_INIT(STN_BASELINE_LINE_BYTES_MAX);
    enum stn_status status = identify(&path, &print, set, finding);

    if (status >= 0 &&
        (!stn_arena_copy(&set->arena, &entry->path, stn_buf_str(&path)) ||
         !stn_arena_copy(&set->arena, &entry->fingerprint,
                         stn_buf_str(&print))))
        status = STN_ENOMEM;
    stn_buf_dispose(&path);
    stn_buf_dispose(&print);
    if (status < 0)
        return stn_fail_memory(err);
    entry->rule = stn_str_of(finding->rule->id);
    entry->line = finding->fingerprint.line;
    entry->secret = finding->fingerprint.secret;
    /* What the history holds it goes on holding. */
    if (set->scope != STN_SCOPE_PART && set->scope > entry->scope)
        entry->scope = set->scope;
    return STN_OK;
}

enum stn_status stn_baseline_set_follow(struct stn_baseline_set *set,
                                        const struct stn_report *report,
                                        struct stn_error *err)
{
    enum stn_status status = STN_OK;

    for (size_t i = 0; i < report->found.count && status >= 0; i++) {
        const struct stn_finding *finding = &report->found.items[i];
        if (finding->entry == 0)
            continue;
        size_t index = finding->entry - (size_t)1;
        set->moved += report->entries[index] == STN_ENTRY_MOVED;
        status = describe(set, &set->items[index].entry, finding, err);
    }
    return status;
}

enum stn_status stn_baseline_set_add(struct stn_baseline_set *set,
                                     size_t *index,
                                     const struct stn_finding *finding,
                                     struct stn_error *err)
{
    const struct stn_settings *settings = set->settings;
    enum stn_status status = grow(set, err);

    if (status < 0)
        return status;
    struct stn_baseline_entry *entry = &set->items[set->count].entry;
    entry->reason = stn_str_of(settings->reason);
    entry->owner = stn_str_of(settings->owner);
    entry->until = settings->until;
    status = describe(set, entry, finding, err);
    if (status < 0)
        return status;
    if (!stn_baseline_has_room(entry) ||
        (set->baseline != NULL &&
         stn_baseline_find(set->baseline, entry->fingerprint) != NULL))
        return STN_DONE;
    *index = set->count++;
    set->added++;
    return STN_OK;
}

void stn_baseline_set_drop(struct stn_baseline_set *set, size_t index)
{
    if (set->items[index].is_dropped)
        return;
    set->items[index].is_dropped = true;
    if (set->baseline != NULL && index < set->baseline->count)
        set->dropped++;
    else
        set->added--;
}

static int compare_items(const void *left, const void *right)
{
    const struct stn_baseline_item *a =
        *(const struct stn_baseline_item *const *)left;
    const struct stn_baseline_item *b =
        *(const struct stn_baseline_item *const *)right;
    int order = stn_str_compare(a->entry.fingerprint, b->entry.fingerprint);

    return order != 0 ? order : (a > b) - (a < b);
}

/* The file as it is to be. Of two findings that have a fingerprint in common
 * the first is known, and the other stays new. */
static enum stn_status put_file(struct stn_buf *out,
                                const struct stn_baseline_set *set,
                                struct stn_error *err)
{
    const struct stn_baseline *baseline = set->baseline;
    const struct stn_baseline_item **order =
        stn_calloc(set->count, sizeof(struct stn_baseline_item *));
    size_t count = 0;

    if (order == NULL)
        return stn_fail_memory(err);
    for (size_t i = 0; i < set->count; i++)
        if (!set->items[i].is_dropped)
            order[count++] = &set->items[i];
    if (count > 1)
        qsort(order, count, sizeof(struct stn_baseline_item *), compare_items);
    stn_baseline_append_header(out);
    for (size_t i = 0; baseline != NULL && i < baseline->comment_count; i++) {
        stn_buf_append(out, baseline->comments[i]);
        stn_buf_putc(out, '\n');
    }
    for (size_t i = 0; i < count; i++)
        if (i == 0 || !stn_str_equal(order[i - 1]->entry.fingerprint,
                                     order[i]->entry.fingerprint))
            stn_baseline_append(out, &order[i]->entry);
    stn_free(order);
    return stn_buf_status(out, err);
}

/* Somebody else may have written the file since it was read. */
static enum stn_status check_unchanged(const struct stn_baseline_set *set,
                                       struct stn_error *err)
{
    const char *path = set->settings->baseline_name;
    struct stn_buf now = STN_BUF_INIT(STN_BASELINE_BYTES_MAX);
    enum stn_status status = stn_file_read(&now, path, err);
    bool is_same =
        status == STN_ENOTFOUND
            ? !set->exists
            : status >= 0 && set->exists &&
                  stn_str_equal(stn_buf_str(&now), stn_buf_str(&set->text));

    stn_buf_dispose(&now);
    if (is_same)
        return STN_OK;
    if (status < 0 && status != STN_ENOTFOUND)
        return status;
    return stn_fail(err, STN_EIO,
                    "%s: somebody else wrote it meanwhile; begin "
                    "again",
                    path);
}

enum stn_status stn_baseline_set_save(struct stn_baseline_set *set,
                                      struct stn_error *err)
{
    struct stn_buf text = STN_BUF_INIT(STN_BASELINE_BYTES_MAX);
    enum stn_status status = put_file(&text, set, err);

    if (status >= 0 && !set->exists && set->added == 0)
        status = STN_DONE;
    if (status == STN_OK &&
        stn_str_equal(stn_buf_str(&text), stn_buf_str(&set->text)))
        status = STN_DONE;
    if (status == STN_OK)
        status = check_unchanged(set, err);
    if (status == STN_OK)
        status = stn_file_write(set->settings->baseline_name,
                                stn_buf_str(&text), err);
    if (status != STN_OK) {
        stn_buf_dispose(&text);
        return status;
    }
    stn_buf_dispose(&set->text);
    set->text = text;
    set->exists = true;
    return STN_OK;
}

static bool blocks(const struct stn_report *report,
                   const struct stn_finding *finding)
{
    return finding->status == STN_NEW && finding->severity >= report->fail_at;
}

enum stn_status stn_baseline_set_count_left(const struct stn_baseline_set *set,
                                            const struct stn_report *report,
                                            int64_t now, size_t *left,
                                            struct stn_error *err)
{
    struct stn_buf path = STN_BUF_INIT(STN_MIB);
    struct stn_buf print = STN_BUF_INIT(STN_BASELINE_LINE_BYTES_MAX);
    struct stn_baseline *baseline = NULL;
    enum stn_status status = STN_OK;

    *left = 0;
    if (set->exists)
        status = stn_baseline_parse(&baseline, stn_buf_str(&set->text),
                                    set->settings->baseline_name, err);
    for (size_t i = 0; i < report->found.count && status >= 0; i++) {
        const struct stn_finding *finding = &report->found.items[i];
        if (!blocks(report, finding))
            continue;
        if (identify(&path, &print, set, finding) < 0)
            status = stn_fail_memory(err);
        const struct stn_baseline_entry *entry = NULL;
        if (status >= 0 && baseline != NULL)
            entry = stn_baseline_find(baseline, stn_buf_str(&print));
        *left += entry == NULL || stn_baseline_is_expired(entry, now);
    }
    stn_baseline_free(baseline);
    stn_buf_dispose(&path);
    stn_buf_dispose(&print);
    return status;
}
