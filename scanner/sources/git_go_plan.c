#include "base/alloc.h"
#include "base/limits.h"
#include "sources/git_plan.h"
#include "sources/git_tree.h"
#include "text/go_source.h"

static bool is_regular(uint32_t mode)
{
    return (mode & 0170000) == 0100000;
}

/* One of the changes of a plan, or of a tree against nothing. */
struct adding {
    struct stn_git_go *go;
    const struct stn_source_options *options;
};

static enum stn_status add_target(void *payload,
                                  const struct stn_git_change *change,
                                  struct stn_error *err)
{
    const struct adding *adding = payload;
    struct stn_git_go_file file = {
        .path = change->path,
        .id = *change->id,
        .commit = STN_GIT_NONE,
        .is_target = !stn_source_skips(adding->options, change->path),
        .has_before = change->before_count > 0,
        .is_all_touched = adding->go->has_head,
    };

    if (!is_regular(change->mode))
        return STN_OK;
    if (file.has_before)
        file.before = change->before[0];
    return stn_git_go_add(adding->go, &file, err);
}

static enum stn_status add_gone(void *payload,
                                const struct stn_git_change *change,
                                struct stn_error *err)
{
    const struct adding *adding = payload;

    if (change->before_count > 0 || !is_regular(change->mode) ||
        !stn_path_is_go(change->path))
        return STN_OK;
    return stn_git_gone_add(&adding->go->gone, adding->options, change->path,
                            change->id, err);
}

enum stn_status stn_git_go_plan_tree(struct stn_git_go *go,
                                     const struct stn_git_repo *repo,
                                     const git_oid *commit,
                                     struct stn_error *err)
{
    struct adding adding = {go, &repo->options};
    struct stn_git_changes changes = {
        .odb = repo->odb,
        .change = add_target,
        .payload = &adding,
    };
    git_oid tree;

    go->head = *commit;
    go->has_head = true;
    if (stn_git_commit_tree(&tree, repo->odb, commit) < 0)
        return stn_git_ran_out() ? stn_fail_memory(err) : STN_OK;
    enum stn_status status =
        stn_git_changes_each(&changes, &tree, NULL, 0, err);
    if (status < 0)
        return status;
    stn_git_go_sort(go);
    return stn_git_go_seal(go, err);
}

/* The trees a range's end is compared to: that of the merge base; without one
 * the left end's; for one commit its parents'. */
static enum stn_status find_bases(struct stn_git_plan *plan,
                                  const git_oid *from, const git_oid *to,
                                  git_oid *trees, size_t *count,
                                  struct stn_error *err)
{
    git_oid base;

    *count = 0;
    if (from == NULL)
        return plan->commits.count > 0
                   ? stn_git_plan_parents(plan, plan->repo.odb,
                                          (uint32_t)plan->commits.count - 1,
                                          trees, count, err)
                   : STN_OK;
    if (git_merge_base(&base, plan->repo.handle, from, to) < 0) {
        if (stn_git_ran_out())
            return stn_fail_memory(err);
        base = *from;
    }
    if (stn_git_commit_tree(&trees[0], plan->repo.odb, &base) == 0)
        *count = 1;
    return STN_OK;
}

/* Add the files beside the targets of a folder, and the go.mod above it. */
static enum stn_status add_context(struct stn_git_plan *plan,
                                   struct stn_git_go *go, const git_oid *tree,
                                   struct stn_str folder, struct stn_error *err)
{
    struct stn_buf path = STN_BUF_INIT(STN_PATH_BYTES_MAX + 256);
    git_odb_object *object = NULL;
    struct stn_git_entry entry;
    git_oid id;
    enum stn_status status;

    stn_buf_append(&path, folder);
    if (folder.len > 0)
        stn_buf_putc(&path, '/');
    size_t prefix = path.len;
    status =
        stn_git_tree_lookup(&id, plan->repo.odb, tree, stn_buf_str(&path), err);
    if (status != STN_OK || git_odb_read(&object, plan->repo.odb, &id) < 0)
        goto done;
    struct stn_str rest = {git_odb_object_data(object),
                           git_odb_object_size(object)};
    while (status >= 0 && stn_git_tree_next(&rest, &entry) == STN_OK) {
        struct stn_git_go_file file = {.commit = STN_GIT_NONE};
        if (!is_regular(entry.mode))
            continue;
        stn_buf_truncate(&path, prefix);
        stn_buf_append(&path, entry.name);
        file.path = stn_buf_str(&path);
        memcpy(file.id.id, entry.id, sizeof(file.id.id));
        status = stn_buf_status(&path, err);
        if (status >= 0)
            status = stn_git_go_add(go, &file, err);
    }
done:
    git_odb_object_free(object);
    stn_buf_dispose(&path);
    return status < 0 ? status : STN_OK;
}

/* Add the go.mod of the folders above one, up to the first there is. */
static enum stn_status add_mods_above(struct stn_git_plan *plan,
                                      struct stn_git_go *go,
                                      const git_oid *tree,
                                      struct stn_str folder,
                                      struct stn_error *err)
{
    enum stn_status status = STN_DONE;

    while (status == STN_DONE && folder.len > 0) {
        struct stn_buf path = STN_BUF_INIT(STN_PATH_BYTES_MAX + 256);
        struct stn_git_go_file file = {.commit = STN_GIT_NONE};
        folder = stn_git_go_folder(folder);
        stn_buf_append(&path, folder);
        stn_buf_puts(&path, folder.len > 0 ? "/go.mod" : "go.mod");
        file.path = stn_buf_str(&path);
        status = stn_buf_status(&path, err);
        if (status >= 0)
            status = stn_git_tree_lookup(&file.id, plan->repo.odb, tree,
                                         file.path, err);
        if (status == STN_OK)
            status = stn_git_go_add(go, &file, err);
        stn_buf_dispose(&path);
    }
    return status < 0 ? status : STN_OK;
}

/* Complete the packages of a tree that targets are of. */
static enum stn_status complete_packages(struct stn_git_plan *plan,
                                         struct stn_git_go *go,
                                         const git_oid *tree,
                                         struct stn_error *err)
{
    const size_t count = go->first_count;
    enum stn_status status = STN_OK;

    for (size_t i = 0; i < count && status >= 0; i++) {
        struct stn_str folder =
            stn_git_go_folder(go->files[go->firsts[i]].path);
        status = add_context(plan, go, tree, folder, err);
        if (status >= 0)
            status = add_mods_above(plan, go, tree, folder, err);
    }
    return status;
}

/* The newest commit that brought each target. */
static void find_commits(const struct stn_git_plan *plan, struct stn_git_go *go)
{
    for (size_t i = 0; i < plan->count; i++) {
        const struct stn_git_item *item = &plan->items[i];
        if (item->kind != STN_GIT_ITEM_BLOB || item->commit == STN_GIT_NONE ||
            !stn_path_is_go(item->path))
            continue;
        struct stn_git_go_file *file = stn_git_go_find(go, item->path);
        if (file != NULL &&
            (file->commit == STN_GIT_NONE || file->commit < item->commit))
            file->commit = item->commit;
    }
}

enum stn_status stn_git_go_plan_change(struct stn_git_plan *plan,
                                       struct stn_git_go *go,
                                       const git_oid *tree,
                                       const git_oid *bases, size_t count,
                                       size_t gone, struct stn_error *err)
{
    struct adding adding = {go, &plan->repo.options};
    struct stn_git_changes changes = {
        .odb = plan->repo.odb,
        .change = add_target,
        .payload = &adding,
    };
    enum stn_status status =
        stn_git_changes_each(&changes, tree, bases, count, err);

    changes.change = add_gone;
    for (size_t i = 0; i < gone && status >= 0; i++)
        status = stn_git_changes_each(&changes, &bases[i], tree, 1, err);
    /* Which folders they are of, and then what else is in those. */
    stn_git_go_sort(go);
    if (status >= 0)
        status = stn_git_go_seal(go, err);
    if (status >= 0)
        status = complete_packages(plan, go, tree, err);
    if (status < 0)
        return status;
    stn_git_go_sort(go);
    find_commits(plan, go);
    return stn_git_go_seal(go, err);
}

enum stn_status stn_git_go_plan_range(struct stn_git_plan *plan,
                                      const git_oid *from, const git_oid *to,
                                      struct stn_error *err)
{
    git_oid bases[STN_GIT_PARENTS_MAX];
    git_oid tree;
    size_t count;
    enum stn_status status = find_bases(plan, from, to, bases, &count, err);

    if (status < 0)
        return status;
    if (stn_git_commit_tree(&tree, plan->repo.odb, to) < 0)
        return stn_git_ran_out() ? stn_fail_memory(err) : STN_OK;
    return stn_git_go_plan_change(plan, &plan->go, &tree, bases, count, count,
                                  err);
}

/* Make a text of the plan a target. What is not on disk must be among the
 * files already: a link is none of them. */
static enum stn_status add_item(struct stn_git_plan *plan,
                                const struct stn_git_item *item,
                                struct stn_error *err)
{
    struct stn_git_go_file file = {
        .path = item->path,
        .id = item->id,
        .commit = STN_GIT_NONE,
        .is_target = true,
        .has_before = item->before_count > 0,
    };

    if (file.has_before)
        file.before = plan->before[item->first_before];
    if (plan->go.is_on_disk)
        return stn_git_go_is_mod(item->path)
                   ? STN_OK
                   : stn_git_go_add(&plan->go, &file, err);
    struct stn_git_go_file *known = stn_git_go_find(&plan->go, item->path);
    if (known != NULL && git_oid_equal(&known->id, &item->id)) {
        file.path = known->path;
        *known = file;
    }
    return STN_OK;
}

enum stn_status stn_git_go_plan_items(struct stn_git_plan *plan,
                                      struct stn_error *err)
{
    struct stn_git_go *go = &plan->go;
    enum stn_status status = STN_OK;

    stn_git_go_sort(go);
    for (size_t i = 0; i < plan->count && status >= 0; i++)
        status = add_item(plan, &plan->items[i], err);
    for (size_t i = 0; i < plan->gone.count && status >= 0; i++)
        if (stn_path_is_go(plan->gone.items[i].path))
            status = stn_git_gone_add(&go->gone, &plan->repo.options,
                                      plan->gone.items[i].path,
                                      &plan->gone.items[i].id, err);
    if (status < 0)
        return status;
    stn_git_go_sort(go);
    return stn_git_go_seal(go, err);
}
