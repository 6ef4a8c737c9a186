#include "sources/git_paths.h"

#include "sources/git_tree.h"

#define CUT "..."

bool stn_git_path_prepend(struct stn_git_path *path, struct stn_str name)
{
    size_t slash = path->start < sizeof(path->bytes) ? 1 : 0;
    size_t room = path->start > slash ? path->start - slash : 0;
    bool fits = name.len <= room;

    if (!fits)
        name = stn_str_sub(name, name.len - room, name.len);
    if (slash > 0 && path->start > 0)
        path->bytes[--path->start] = '/';
    path->start -= name.len;
    memcpy(path->bytes + path->start, name.ptr, name.len);
    if (!fits)
        memcpy(path->bytes, CUT, strlen(CUT));
    return fits;
}

/* Prepend the name that an object has in a tree. */
static enum stn_status prepend_name(struct stn_git_path *path,
                                    struct stn_str tree, const git_oid *id,
                                    bool *fits)
{
    struct stn_git_entry entry;

    while (stn_git_tree_next(&tree, &entry) == STN_OK) {
        if (memcmp(entry.id, id->id, sizeof(id->id)) != 0 ||
            stn_git_kind_of(entry.mode) == STN_GIT_SUBMODULE)
            continue;
        *fits = stn_git_path_prepend(path, entry.name);
        return STN_OK;
    }
    return STN_DONE;
}

enum stn_status stn_git_path_climb(struct stn_git_path *path,
                                   const struct stn_git_objects *objects,
                                   git_odb *odb, uint32_t record,
                                   struct stn_error *err)
{
    bool fits = true;

    /* A record's parent was reached before it, so this ends. */
    while (fits && objects->records[record].parent != STN_GIT_NONE) {
        const struct stn_git_record *child = &objects->records[record];
        git_odb_object *object = NULL;

        if (git_odb_read(&object, odb, &objects->records[child->parent].id) < 0)
            return stn_git_ran_out() ? stn_fail_memory(err) : STN_DONE;
        struct stn_str tree = {git_odb_object_data(object),
                               git_odb_object_size(object)};
        enum stn_status status = prepend_name(path, tree, &child->id, &fits);
        git_odb_object_free(object);
        if (status != STN_OK)
            return status;
        record = child->parent;
    }
    return STN_OK;
}
