/** @file What a change would alter of the policy that it is judged by. */
#include "cli/trust_state.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/limits.h"
#include "cli/config.h"

/* Allow entries of a change that are looked at: each is compared with every
 * finding. */
#define PROPOSED_MAX 1000

static enum stn_status note(struct stn_settings *settings,
                            const struct stn_buf *words, struct stn_error *err)
{
    enum stn_status status = stn_buf_status(words, err);

    if (status < 0)
        return status;
    return stn_list_add(settings, &settings->notes, stn_buf_str(words),
                        STN_ORIGIN_FILE, err);
}

/* A file in a commit. @return Whether it is there, and can be read. */
static bool read_at(const struct stn_git_snapshot *commit, const char *path,
                    struct stn_buf *out)
{
    struct stn_error unused;

    return commit != NULL &&
           stn_git_snapshot_read(commit, path, out, &unused) == STN_OK;
}

static int compare_texts(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

/* By what they allow, however they give their reasons. */
static int compare_allow(const void *left, const void *right)
{
    const struct stn_allow *a = *(const struct stn_allow *const *)left;
    const struct stn_allow *b = *(const struct stn_allow *const *)right;
    int order = compare_texts(a->rule, b->rule);

    if (order == 0)
        order = compare_texts(a->path, b->path);
    if (order == 0)
        order = compare_texts(a->fingerprint, b->fingerprint);
    return order != 0 ? order : (a->until > b->until) - (a->until < b->until);
}

static int compare_strings(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

typedef int compare_fn(const void *left, const void *right);

/* Pointers of an array, sorted. @return stn_free() it; NULL: no memory. */
static const void **sorted(const void *items, size_t count, size_t size,
                           bool is_pointers, compare_fn *compare)
{
    const void **list = stn_calloc(count + 1, sizeof(*list));

    for (size_t i = 0; list != NULL && i < count; i++)
        list[i] = is_pointers ? ((const void *const *)items)[i]
                              : (const char *)items + i * size;
    if (list != NULL && count > 1)
        qsort(list, count, sizeof(*list), compare);
    return list;
}

/*
 * Keep of sorted `now` what sorted `before` has not.
 * @return How many are left.
 */
static size_t keep_added(const void **now, size_t now_count,
                         const void **before, size_t before_count,
                         compare_fn *compare)
{
    size_t kept = 0;
    size_t b = 0;

    for (size_t i = 0; i < now_count; i++) {
        int order = 1;
        while (b < before_count && (order = compare(&before[b], &now[i])) < 0)
            b++;
        if (b == before_count || order != 0)
            now[kept++] = now[i];
    }
    return kept;
}

/* How many strings the change adds to a list. */
static enum stn_status count_added(size_t *out, const struct stn_list *now,
                                   const struct stn_list *before,
                                   struct stn_error *err)
{
    const void **a = sorted(now->items, now->count, 0, true, compare_strings);
    const void **b =
        sorted(before->items, before->count, 0, true, compare_strings);
    enum stn_status status = STN_OK;

    if (a == NULL || b == NULL)
        status = stn_fail_memory(err);
    else
        *out = keep_added(a, now->count, b, before->count, compare_strings);
    stn_free(a);
    stn_free(b);
    return status;
}

/* Take the allow entries that the change adds, in the order of the file. */
static enum stn_status propose(struct stn_settings *settings,
                               const struct stn_settings *change,
                               size_t *left_out, struct stn_error *err)
{
    const void **now = sorted(change->allow, change->allow_count,
                              sizeof(*change->allow), false, compare_allow);
    const void **before =
        sorted(settings->allow, settings->allow_count, sizeof(*settings->allow),
               false, compare_allow);
    enum stn_status status = STN_OK;
    size_t added = 0;

    if (now == NULL || before == NULL)
        status = stn_fail_memory(err);
    else
        added = keep_added(now, change->allow_count, before,
                           settings->allow_count, compare_allow);
    *left_out = added > PROPOSED_MAX ? added - PROPOSED_MAX : 0;
    for (size_t i = 0; i < added - *left_out && status >= 0; i++) {
        struct stn_allow *grown =
            stn_grow(settings->proposed, &settings->proposed_capacity,
                     settings->proposed_count, sizeof(*grown));
        if (grown == NULL) {
            status = stn_fail_memory(err);
            break;
        }
        settings->proposed = grown;
        grown[settings->proposed_count++] = *(const struct stn_allow *)now[i];
    }
    stn_free(now);
    stn_free(before);
    return status;
}

static void put_count(struct stn_buf *out, size_t count, const char *one,
                      const char *many)
{
    if (count > 0)
        stn_buf_printf(out, "; it would %s", count == 1 ? one : many);
}

/* Say what a configuration would weaken; what it holds is not shown: that is
 * the change's text. */
static enum stn_status put_weaker(struct stn_buf *out,
                                  struct stn_settings *settings,
                                  struct stn_settings *change,
                                  struct stn_error *err)
{
    const enum stn_severity mine =
        settings->fail_on != 0 ? settings->fail_on : STN_HIGH;
    const enum stn_severity its =
        change->fail_on != 0 ? change->fail_on : STN_HIGH;
    size_t skipped = 0;
    size_t disabled = 0;
    size_t left_out = 0;
    enum stn_status status =
        count_added(&skipped, &change->paths_skip, &settings->paths_skip, err);

    if (status >= 0)
        status = count_added(&disabled, &change->skip, &settings->skip, err);
    if (status >= 0)
        status = propose(settings, change, &left_out, err);
    if (status < 0)
        return status;
    put_count(out, skipped, "leave out a path", "leave out paths");
    put_count(out, disabled, "switch off a rule", "switch off rules");
    put_count(out, change->only.count > 0 && settings->only.count == 0,
              "run some rules only", "");
    put_count(out, its > mine, "fail later", "");
    put_count(out, change->severity_count > settings->severity_count,
              "rank rules anew", "");
    put_count(out, settings->proposed_count, "allow findings",
              "allow findings");
    if (left_out > 0)
        stn_buf_printf(out, " (%zu entries were not looked at)", left_out);
    return STN_OK;
}

/* Read the change's configuration beside ours, and compare.
 */
static enum stn_status compare_config(struct stn_buf *out,
                                      struct stn_settings *settings,
                                      const char *path, struct stn_str yaml,
                                      struct stn_error *err)
{
    struct stn_settings change = {0};
    struct stn_error unused;
    struct stn_buf name = STN_BUF_INIT((size_t)2 * STN_PATH_BYTES_MAX);
    enum stn_status status;

    stn_buf_printf(&name, "the change's %s", path);
    status = stn_buf_status(&name, err);
    if (status < 0)
        return status;
    status =
        stn_config_parse(&change, name.ptr, (struct stn_str){0}, yaml, &unused);
    if (status == STN_EINPUT) {
        stn_buf_puts(out, "; it cannot be read as a configuration: see stanch "
                          "config check");
        status = STN_OK;
    } else if (status >= 0) {
        status = put_weaker(out, settings, &change, err);
        /* What was taken lives on. */
        stn_arena_adopt(&settings->arena, &change.arena);
    } else {
        status = stn_fail(err, status, "%s", unused.message);
    }
    stn_settings_dispose(&change);
    stn_buf_dispose(&name);
    return status;
}

static enum stn_status compare_file(const struct stn_base *base,
                                    const struct stn_git_snapshot *head,
                                    struct stn_settings *settings,
                                    const char *path, bool is_config,
                                    struct stn_error *err)
{
    struct stn_buf before = STN_BUF_INIT(STN_YAML_BYTES_MAX);
    struct stn_buf after = STN_BUF_INIT(STN_YAML_BYTES_MAX);
    struct stn_buf words = STN_BUF_INIT((size_t)2 * STN_PATH_BYTES_MAX);
    const bool was = read_at(base->commit, path, &before);
    const bool is = read_at(head, path, &after);
    const char *verb = !was ? "adds" : is ? "alters" : "removes";
    enum stn_status status = STN_OK;

    if (was == is && stn_str_equal(stn_buf_str(&before), stn_buf_str(&after)))
        goto done;
    stn_buf_printf(&words, "the change %s %s: no effect on this run", verb,
                   path);
    if (is_config && is)
        status =
            compare_config(&words, settings, path, stn_buf_str(&after), err);
    if (status >= 0)
        status = note(settings, &words, err);
done:
    stn_buf_dispose(&before);
    stn_buf_dispose(&after);
    stn_buf_dispose(&words);
    return status;
}

enum stn_status stn_trust_compare(const struct stn_base *base,
                                  struct stn_settings *settings,
                                  struct stn_error *err)
{
    struct stn_git_snapshot *head = NULL;
    struct stn_error unused;
    enum stn_status status = stn_git_snapshot_open(&head, settings->repository,
                                                   settings->head, &unused);

    /* The scan itself will say that it is not there. */
    if (status < 0)
        return status == STN_ENOMEM ? stn_fail_memory(err) : STN_OK;
    for (size_t i = 0; i < base->file_count && status >= 0; i++)
        status =
            compare_file(base, head, settings, base->files[i], i == 0, err);
    /* One of the other name would count, too. */
    if (status >= 0 && base->file_count > 0 &&
        strcmp(base->files[0], ".stanch.yml") == 0)
        status = compare_file(base, head, settings, ".stanch.yaml",
                              base->config == NULL, err);
    if (status >= 0)
        status = stn_base_propose_baseline(base, head, settings, err);
    stn_git_snapshot_close(head);
    return status;
}
