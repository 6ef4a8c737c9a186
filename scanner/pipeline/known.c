#include "pipeline/known.h"

#include <errno.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/limits.h"

/* Take the next part of a path, up to a slash. */
static struct stn_str take_part(struct stn_str *rest)
{
    size_t slash = stn_str_find(*rest, STN_STR("/"));
    struct stn_str part = stn_str_sub(*rest, 0, slash);

    *rest = stn_str_sub(*rest, slash == SIZE_MAX ? rest->len : slash + 1,
                        rest->len);
    return part;
}

/* Add a path to one without a final '/'. @return false if it leaves the top. */
static bool join(struct stn_buf *out, struct stn_str path)
{
    while (path.len > 0) {
        struct stn_str part = take_part(&path);
        if (part.len == 0 || stn_str_equal(part, STN_STR(".")))
            continue;
        if (!stn_str_equal(part, STN_STR(".."))) {
            if (out->len > 0)
                stn_buf_putc(out, '/');
            stn_buf_append(out, part);
            continue;
        }
        if (out->len == 0)
            return false;
        size_t keep = out->len;
        while (keep > 0 && out->ptr[keep - 1] != '/')
            keep--;
        stn_buf_truncate(out, keep > 0 ? keep - 1 : 0);
    }
    return true;
}

enum stn_status stn_known_path(struct stn_buf *out,
                               const struct stn_options *options,
                               enum stn_target_kind kind, struct stn_str file)
{
    struct stn_str root = stn_str_of(options->baseline_root);
    struct stn_str prefix = stn_str_of(options->baseline_prefix);
    struct stn_str rest = file;
    bool is_inside = true;

    stn_buf_clear(out);
    if (kind != STN_TARGET_PATHS || stn_str_starts(file, STN_STR("<"))) {
        stn_buf_append(out, file);
        return out->status;
    }
    if (stn_str_starts(file, STN_STR("/"))) {
        is_inside = root.len > 0 && stn_str_starts(file, root) &&
                    (file.len == root.len || file.ptr[root.len] == '/');
        rest = stn_str_sub(file, root.len, file.len);
    } else {
        is_inside = join(out, prefix);
    }
    if (!is_inside || !join(out, rest)) {
        stn_buf_clear(out);
        stn_buf_append(out, file);
    }
    return out->status;
}

enum stn_status stn_known_scope(enum stn_baseline_scope *out,
                                const struct stn_options *options,
                                const struct stn_target *target)
{
    struct stn_buf path = STN_BUF_INIT(STN_MIB);
    enum stn_status status = STN_OK;

    *out = STN_SCOPE_PART;
    if (target->kind == STN_TARGET_HISTORY)
        *out = target->all_refs ? STN_SCOPE_REFS : STN_SCOPE_HISTORY;
    if (target->kind != STN_TARGET_PATHS)
        return STN_OK;
    for (size_t i = 0; i < target->paths.count && status >= 0; i++) {
        status = stn_known_path(&path, options, target->kind,
                                stn_str_of(target->paths.items[i]));
        if (status >= 0 && path.len == 0)
            *out = STN_SCOPE_TREE;
    }
    stn_buf_dispose(&path);
    return status;
}

/* Whether one of the named files and folders is a path, or above it. */
static bool is_covered(const struct stn_known *known, struct stn_str path)
{
    const struct stn_options *options = &known->scanner->options;
    const struct stn_strings *paths = &known->options->target->paths;
    struct stn_buf root = STN_BUF_INIT(STN_MIB);
    bool is_in = false;

    for (size_t i = 0; i < paths->count && !is_in; i++) {
        if (stn_known_path(&root, options, STN_TARGET_PATHS,
                           stn_str_of(paths->items[i])) < 0)
            break;
        is_in = root.len == 0 ||
                (stn_str_starts(path, stn_buf_str(&root)) &&
                 (path.len == root.len || path.ptr[root.len] == '/'));
    }
    stn_buf_dispose(&root);
    return is_in && !stn_source_skips(known->options, path);
}

/* On disk: a file that is not there, or one that was scanned whole. */
static bool has_left_disk(const struct stn_known *known, struct stn_str path)
{
    const struct stn_options *options = &known->scanner->options;
    struct stn_buf full = STN_BUF_INIT(STN_MIB);
    struct stat info;
    bool has_left = false;

    if (stn_str_find(path, STN_STR("\0")) != SIZE_MAX)
        return false;
    if (options->baseline_root != NULL)
        stn_buf_printf(&full, "%s/", options->baseline_root);
    stn_buf_append(&full, path);
    if (full.status >= 0)
        has_left = lstat(full.ptr, &info) == 0
                       ? is_covered(known, path)
                       : errno == ENOENT || errno == ENOTDIR;
    stn_buf_dispose(&full);
    return has_left;
}

static bool has_left(void *payload, struct stn_str path)
{
    const struct stn_known *known = payload;

    /* Another part may have found it where it was. */
    if (stn_shard_is_part(known->options->shard))
        return false;
    switch (known->options->target->kind) {
    case STN_TARGET_PATHS:
        return has_left_disk(known, path);
    case STN_TARGET_HISTORY: /* all there ever was is looked at */
        return !stn_source_skips(known->options, path);
    default:
        return known->source->is_gone != NULL &&
               known->source->was_there != NULL &&
               known->source->was_there(known->state, path) &&
               known->source->is_gone(known->state, path);
    }
}

static bool is_past(void *payload, struct stn_str path)
{
    const struct stn_known *known = payload;

    return known->source->is_gone(known->state, path);
}

static bool runs(void *payload, struct stn_str rule)
{
    const struct stn_known *known = payload;
    const struct stn_ruleset *rules = &known->scanner->ruleset;

    for (uint32_t r = 0; r < rules->count; r++)
        if (stn_str_equal(stn_str_of(rules->rules[r].info.id), rule))
            return known->scanner->active[r];
    return true;
}

static enum stn_status path_of(void *payload, struct stn_buf *out,
                               struct stn_str file)
{
    const struct stn_known *known = payload;

    return stn_known_path(out, &known->scanner->options,
                          known->options->target->kind, file);
}

enum stn_status stn_known_judge(struct stn_known *known,
                                struct stn_report *report,
                                struct stn_error *err)
{
    const struct stn_options *options = &known->scanner->options;
    struct stn_baseline_run run = {
        .baseline = known->scanner->baseline,
        .now = options->now,
        /* What was not looked at may hold what an entry is about. */
        .is_complete = !stn_gate_is_incomplete(report) &&
                       report->found.count <= STN_FINDINGS_MAX,
        .has_left = has_left,
        .runs = runs,
        .path = path_of,
        .payload = known,
    };
    const struct stn_target *target = known->options->target;
    enum stn_status status = stn_known_scope(&run.scope, options, target);

    /* Commits show files that the last of them has no longer. */
    if (stn_shard_is_part(known->options->shard))
        run.scope = STN_SCOPE_PART;
    else if ((target->kind == STN_TARGET_HISTORY ||
              target->kind == STN_TARGET_RANGE ||
              target->kind == STN_TARGET_PUSH) &&
             known->source->is_gone != NULL)
        run.is_past = is_past;
    if (status < 0)
        return stn_fail(err, status, "%s: cannot tell what is scanned",
                        options->baseline_name);
    if (run.baseline != NULL)
        status = stn_baseline_judge(&run, report, err);
    run.baseline = known->scanner->proposed;
    if (status >= 0 && run.baseline != NULL)
        status = stn_baseline_propose(&run, report, err);
    return status;
}
