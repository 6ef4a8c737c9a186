#include "sources/git_elsewhere.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "sources/git_tree.h"

/* Trees at folders, and blobs at paths: in honest histories about as many as
 * there are objects. Trees made to multiply at each level end here. */
#define SLACK ((size_t)1 << 20)

struct finder {
    struct stn_git_elsewhere *to;
    const struct stn_git_objects *objects;
    git_odb *odb;
    size_t most;
    size_t seen;     /* visits whose entries were seen */
    uint32_t commit; /* being looked at */
};

void stn_git_elsewhere_dispose(struct stn_git_elsewhere *elsewhere)
{
    stn_arena_dispose(&elsewhere->arena);
    stn_free(elsewhere->folders);
    stn_free(elsewhere->visits);
    stn_free(elsewhere->stands);
    stn_git_set_dispose(&elsewhere->folder_set);
    stn_git_set_dispose(&elsewhere->visit_set);
    stn_git_set_dispose(&elsewhere->stand_set);
    *elsewhere = (struct stn_git_elsewhere){0};
}

static bool is_folder(const void *items, uint32_t index, const void *key)
{
    const struct stn_git_folder *folder =
        (const struct stn_git_folder *)items + index;
    const struct stn_git_folder *wanted = key;

    return folder->above == wanted->above &&
           stn_str_equal(folder->name, wanted->name);
}

static bool is_visit(const void *items, uint32_t index, const void *key)
{
    const struct stn_git_visit *visit =
        (const struct stn_git_visit *)items + index;
    const struct stn_git_visit *wanted = key;

    return visit->tree == wanted->tree && visit->folder == wanted->folder;
}

static bool is_stand(const void *items, uint32_t index, const void *key)
{
    const struct stn_git_stand *stand =
        (const struct stn_git_stand *)items + index;
    const struct stn_git_stand *wanted = key;

    return stand->record == wanted->record && stand->folder == wanted->folder &&
           stn_str_equal(stand->name, wanted->name);
}

/* The number of a folder's path. */
static enum stn_status enter(struct stn_git_elsewhere *to, uint32_t above,
                             struct stn_str name, uint32_t *folder,
                             struct stn_error *err)
{
    struct stn_git_folder wanted = {above, name};
    uint32_t hash = stn_git_set_hash(&to->folder_set, name, above);

    *folder = stn_git_set_find(&to->folder_set, hash, is_folder, to->folders,
                               &wanted);
    if (*folder != STN_GIT_NONE)
        return STN_OK;
    struct stn_git_folder *folders = stn_grow(
        to->folders, &to->folder_capacity, to->folder_count, sizeof(*folders));
    if (folders == NULL)
        return stn_fail_memory(err);
    to->folders = folders;
    if (!stn_arena_copy(&to->arena, &wanted.name, name))
        return stn_fail_memory(err);
    *folder = (uint32_t)to->folder_count;
    folders[to->folder_count++] = wanted;
    return stn_git_set_add(&to->folder_set, hash, *folder, err);
}

static enum stn_status visit(struct finder *finder, uint32_t tree,
                             uint32_t folder, struct stn_error *err)
{
    struct stn_git_elsewhere *to = finder->to;
    struct stn_git_visit wanted = {tree, folder};
    uint32_t hash = stn_git_set_hash(&to->visit_set, (struct stn_str){0},
                                     (uint64_t)tree << 32 | folder);

    if (stn_git_set_find(&to->visit_set, hash, is_visit, to->visits, &wanted) !=
        STN_GIT_NONE)
        return STN_OK;
    if (to->visit_count >= finder->most) {
        to->is_cut = true;
        return STN_OK;
    }
    struct stn_git_visit *visits = stn_grow(to->visits, &to->visit_capacity,
                                            to->visit_count, sizeof(*visits));
    if (visits == NULL)
        return stn_fail_memory(err);
    to->visits = visits;
    enum stn_status status =
        stn_git_set_add(&to->visit_set, hash, (uint32_t)to->visit_count, err);
    if (status >= 0)
        visits[to->visit_count++] = wanted;
    return status;
}

static enum stn_status stand(struct finder *finder, uint32_t record,
                             uint32_t folder, struct stn_str name,
                             struct stn_error *err)
{
    struct stn_git_elsewhere *to = finder->to;
    struct stn_git_stand wanted = {record, folder, finder->commit, name};
    uint32_t hash =
        stn_git_set_hash(&to->stand_set, name, (uint64_t)record << 32 | folder);

    if (stn_git_set_find(&to->stand_set, hash, is_stand, to->stands, &wanted) !=
        STN_GIT_NONE)
        return STN_OK;
    if (to->stand_count >= finder->most) {
        to->is_cut = true;
        return STN_OK;
    }
    struct stn_git_stand *stands = stn_grow(to->stands, &to->stand_capacity,
                                            to->stand_count, sizeof(*stands));
    if (stands == NULL)
        return stn_fail_memory(err);
    to->stands = stands;
    if (!stn_arena_copy(&to->arena, &wanted.name, name))
        return stn_fail_memory(err);
    enum stn_status status =
        stn_git_set_add(&to->stand_set, hash, (uint32_t)to->stand_count, err);
    if (status >= 0)
        stands[to->stand_count++] = wanted;
    return status;
}

static enum stn_status see_entry(struct finder *finder, uint32_t folder,
                                 const struct stn_git_entry *entry,
                                 struct stn_error *err)
{
    enum stn_git_kind kind = stn_git_kind_of(entry->mode);
    uint32_t record = STN_GIT_NONE;
    uint32_t below;

    if (kind != STN_GIT_SUBMODULE)
        record = stn_git_objects_find(finder->objects, entry->id);
    if (record == STN_GIT_NONE)
        return STN_OK;
    if (kind == STN_GIT_BLOB)
        return stand(finder, record, folder, entry->name, err);
    enum stn_status status =
        enter(finder->to, folder, entry->name, &below, err);
    if (status < 0)
        return status;
    return visit(finder, record, below, err);
}

/* What cannot be read here, the walk has noted. */
static enum stn_status see_tree(struct finder *finder, struct stn_git_visit at,
                                struct stn_error *err)
{
    git_odb_object *object = NULL;
    struct stn_git_entry entry;
    enum stn_status status = STN_OK;

    if (git_odb_read(&object, finder->odb,
                     &finder->objects->records[at.tree].id) < 0)
        return stn_git_ran_out() ? stn_fail_memory(err) : STN_OK;
    struct stn_str rest = {git_odb_object_data(object),
                           git_odb_object_size(object)};
    if (git_odb_object_type(object) == GIT_OBJECT_TREE)
        while (status >= 0 && stn_git_tree_next(&rest, &entry) == STN_OK)
            status = see_entry(finder, at.folder, &entry, err);
    git_odb_object_free(object);
    return status;
}

static enum stn_status see_root(struct finder *finder, const git_oid *id,
                                uint32_t commit, struct stn_error *err)
{
    uint32_t tree = stn_git_objects_find(finder->objects, id->id);
    enum stn_status status = STN_OK;

    if (tree == STN_GIT_NONE)
        return STN_OK;
    finder->commit = commit;
    status = visit(finder, tree, 0, err);
    while (status >= 0 && finder->seen < finder->to->visit_count)
        status = see_tree(finder, finder->to->visits[finder->seen++], err);
    return status;
}

static int compare_stands(const void *a, const void *b)
{
    const struct stn_git_stand *x = a;
    const struct stn_git_stand *y = b;

    if (x->record != y->record)
        return x->record < y->record ? -1 : 1;
    if (x->commit != y->commit)
        return x->commit < y->commit ? -1 : 1;
    if (x->folder != y->folder)
        return x->folder < y->folder ? -1 : 1;
    return stn_str_compare(x->name, y->name);
}

enum stn_status stn_git_elsewhere_find(struct stn_git_elsewhere *elsewhere,
                                       const struct stn_git_objects *objects,
                                       const struct stn_git_commits *commits,
                                       const struct stn_git_tips *tips,
                                       git_odb *odb, struct stn_error *err)
{
    struct finder finder = {
        .to = elsewhere,
        .objects = objects,
        .odb = odb,
        .most = 2 * (size_t)objects->count + SLACK,
    };
    uint32_t root;

    if (elsewhere->is_done)
        return STN_OK;
    enum stn_status status =
        enter(elsewhere, STN_GIT_NONE, (struct stn_str){0}, &root, err);
    for (size_t i = 0; status >= 0 && i < commits->count; i++)
        status = see_root(&finder, &commits->items[i].tree, (uint32_t)i, err);
    for (size_t i = 0; status >= 0 && i < tips->count; i++)
        if (tips->items[i].type == GIT_OBJECT_TREE)
            status = see_root(&finder, &tips->items[i].id, STN_GIT_NONE, err);
    if (status < 0)
        return status;
    if (elsewhere->stand_count > 1)
        qsort(elsewhere->stands, elsewhere->stand_count,
              sizeof(*elsewhere->stands), compare_stands);
    stn_git_set_dispose(&elsewhere->stand_set);
    stn_git_set_dispose(&elsewhere->visit_set);
    elsewhere->is_done = true;
    return STN_OK;
}

size_t stn_git_elsewhere_first(const struct stn_git_elsewhere *elsewhere,
                               uint32_t record)
{
    size_t low = 0;
    size_t high = elsewhere->stand_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (elsewhere->stands[middle].record < record)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void stn_git_elsewhere_path(const struct stn_git_elsewhere *elsewhere,
                            size_t at, struct stn_git_path *path)
{
    const struct stn_git_stand *found = &elsewhere->stands[at];
    uint32_t folder = found->folder;

    stn_git_path_clear(path);
    bool fits = stn_git_path_prepend(path, found->name);
    while (fits && folder != 0) {
        fits = stn_git_path_prepend(path, elsewhere->folders[folder].name);
        folder = elsewhere->folders[folder].above;
    }
}
