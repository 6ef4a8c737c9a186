#include "sources/git_changes.h"

#include <stdio.h>

#include "base/limits.h"
#include "sources/git_message.h"
#include "sources/git_tree.h"

/* Folders of one run: trees that multiply at each level end here. */
#define FOLDERS_MAX ((size_t)1 << 22)
#define CUT STN_STR("...")

/* A folder of a commit, and the same of its parents. In the arena. */
struct stn_git_pair {
    struct stn_git_pair *below; /* on the stack */
    struct stn_str path;        /* with a '/' at its end; empty for the root */
    uint32_t depth;
    uint32_t count; /* parents that have it */
    git_oid ids[];  /* its own, and theirs */
};

/* One tree being read. */
struct side {
    git_odb_object *object;
    struct stn_str rest;
    struct stn_git_entry entry;
    enum stn_status status; /* STN_OK: `entry` is the next one */
};

static const git_oid empty_tree = {{
    0x4b, 0x82, 0x5d, 0xc6, 0x42, 0xcb, 0x6e, 0xb9, 0xa0, 0x60,
    0xe5, 0x4b, 0xf8, 0xd6, 0x92, 0x88, 0xfb, 0xee, 0x49, 0x04,
}};

static enum stn_status push(struct stn_git_changes *changes,
                            struct stn_str path, uint32_t depth,
                            const git_oid *id, const git_oid *parents,
                            size_t count, struct stn_error *err)
{
    struct stn_git_pair *pair = stn_arena_alloc(
        &changes->arena, sizeof(*pair) + (count + 1) * sizeof(git_oid));

    if (pair == NULL || !stn_arena_copy(&changes->arena, &pair->path, path))
        return stn_fail_memory(err);
    pair->depth = depth;
    pair->count = (uint32_t)count;
    pair->ids[0] = *id;
    if (count > 0)
        memcpy(pair->ids + 1, parents, count * sizeof(git_oid));
    pair->below = changes->stack;
    changes->stack = pair;
    return STN_OK;
}

static enum stn_status refuse(struct stn_git_changes *changes,
                              struct stn_str path, enum stn_skip_reason reason,
                              const char *what, const git_oid *id,
                              struct stn_error *err)
{
    struct stn_git_refusal refusal = {.reason = reason};
    char hex[STN_GIT_HEX_BYTES];

    if (changes->refused == NULL)
        return STN_OK;
    if (path.len > 0)
        path.len--; /* the slash */
    if (reason == STN_SKIP_MISSING)
        stn_git_refuse_missing(&refusal, id);
    else
        snprintf(refusal.detail, sizeof(refusal.detail), "tree %s: %s",
                 stn_git_hex(hex, id), what);
    return changes->refused(changes->payload, path, &refusal, err);
}

static void advance(struct side *side)
{
    side->status = stn_git_tree_next(&side->rest, &side->entry);
}

/* Begin to read a tree. One that cannot be read is told, and seems empty. */
static enum stn_status side_open(struct side *side,
                                 struct stn_git_changes *changes,
                                 struct stn_str path, const git_oid *id,
                                 struct stn_error *err)
{
    *side = (struct side){.status = STN_DONE};
    if (git_oid_equal(id, &empty_tree))
        return STN_OK;
    int code = git_odb_read(&side->object, changes->odb, id);
    if (code < 0) {
        side->object = NULL;
        if (stn_git_ran_out())
            return stn_fail_memory(err);
        return refuse(changes, path,
                      code == GIT_ENOTFOUND ? STN_SKIP_MISSING
                                            : STN_SKIP_UNREADABLE,
                      stn_git_message(), id, err);
    }
    side->rest = (struct stn_str){git_odb_object_data(side->object),
                                  git_odb_object_size(side->object)};
    if (git_odb_object_type(side->object) == GIT_OBJECT_TREE)
        advance(side);
    else
        side->status = STN_EINPUT;
    return STN_OK;
}

/* Join a folder's path and a name; past the limit only the end is kept. */
static struct stn_str join(char room[STN_PATH_BYTES_MAX], struct stn_str folder,
                           struct stn_str name, bool is_folder)
{
    size_t slash = is_folder ? 1 : 0;
    size_t most = STN_PATH_BYTES_MAX - slash;

    if (name.len + folder.len > most) {
        size_t kept = most - CUT.len;
        name =
            stn_str_sub(name, name.len > kept ? name.len - kept : 0, name.len);
        folder =
            stn_str_sub(folder, folder.len - (kept - name.len), folder.len);
        memcpy(room, CUT.ptr, CUT.len);
        memcpy(room + CUT.len, folder.ptr, folder.len);
        folder.len += CUT.len;
    } else if (folder.len > 0) {
        memcpy(room, folder.ptr, folder.len);
    }
    memcpy(room + folder.len, name.ptr, name.len);
    if (is_folder)
        room[folder.len + name.len] = '/';
    return (struct stn_str){room, folder.len + name.len + slash};
}

static bool holds(const git_oid *ids, size_t count, const git_oid *id)
{
    for (size_t i = 0; i < count; i++)
        if (git_oid_equal(&ids[i], id))
            return true;
    return false;
}

/*
 * Gather what the parents have at an entry's path. Their cursors only move on:
 * in a tree that is not sorted an entry may not be found, and then it seems to
 * be new, which is the safe side.
 * @return false: one of them has the same.
 */
static bool differs(struct side *parents, size_t count,
                    const struct stn_git_entry *entry, const git_oid *id,
                    git_oid *theirs, size_t *theirs_count)
{
    *theirs_count = 0;
    for (size_t i = 0; i < count; i++) {
        struct side *side = &parents[i];
        git_oid their;

        while (side->status == STN_OK &&
               stn_git_entry_compare(&side->entry, entry) < 0)
            advance(side);
        if (side->status != STN_OK ||
            stn_git_entry_compare(&side->entry, entry) != 0 ||
            stn_git_kind_of(side->entry.mode) != stn_git_kind_of(entry->mode))
            continue;
        memcpy(their.id, side->entry.id, sizeof(their.id));
        if (git_oid_equal(&their, id))
            return false;
        if (!holds(theirs, *theirs_count, &their))
            theirs[(*theirs_count)++] = their;
    }
    return true;
}

static enum stn_status take_entry(struct stn_git_changes *changes,
                                  const struct stn_git_pair *pair,
                                  struct side *parents,
                                  const struct stn_git_entry *entry,
                                  struct stn_error *err)
{
    git_oid theirs[STN_GIT_PARENTS_MAX];
    char room[STN_PATH_BYTES_MAX];
    size_t count;
    git_oid id;
    bool is_tree = stn_git_kind_of(entry->mode) == STN_GIT_TREE;

    memcpy(id.id, entry->id, sizeof(id.id));
    if (!differs(parents, pair->count, entry, &id, theirs, &count))
        return STN_OK;
    struct stn_str path = join(room, pair->path, entry->name, is_tree);
    if (!is_tree)
        return changes->change(changes->payload,
                               &(struct stn_git_change){
                                   .path = path,
                                   .mode = entry->mode,
                                   .id = &id,
                                   .before = theirs,
                                   .before_count = count,
                               },
                               err);
    if (pair->depth >= STN_TREE_DEPTH_MAX)
        return refuse(changes, path, STN_SKIP_UNREADABLE,
                      "nested too deeply; what is below was not looked at", &id,
                      err);
    if (++changes->folders > FOLDERS_MAX)
        return changes->folders == FOLDERS_MAX + 1
                   ? refuse(changes, path, STN_SKIP_TOO_MANY,
                            "more folders than are looked at in one run", &id,
                            err)
                   : STN_OK;
    return push(changes, path, pair->depth + 1, &id, theirs, count, err);
}

static enum stn_status take_folder(struct stn_git_changes *changes,
                                   const struct stn_git_pair *pair,
                                   struct stn_error *err)
{
    struct side sides[STN_GIT_PARENTS_MAX + 1];
    size_t opened = 0;
    enum stn_status status = STN_OK;

    while (status >= 0 && opened <= pair->count) {
        status = side_open(&sides[opened], changes, pair->path,
                           &pair->ids[opened], err);
        opened++;
    }
    while (status >= 0 && sides[0].status == STN_OK) {
        status = take_entry(changes, pair, sides + 1, &sides[0].entry, err);
        advance(&sides[0]);
    }
    if (status >= 0 && sides[0].status == STN_EINPUT)
        status = refuse(changes, pair->path, STN_SKIP_UNREADABLE,
                        "malformed; see git fsck", &pair->ids[0], err);
    for (size_t i = 0; i < opened; i++)
        git_odb_object_free(sides[i].object);
    return status;
}

enum stn_status stn_git_changes_each(struct stn_git_changes *changes,
                                     const git_oid *tree,
                                     const git_oid *parents, size_t count,
                                     struct stn_error *err)
{
    enum stn_status status = STN_OK;

    if (!holds(parents, count, tree))
        status = push(changes, changes->prefix, 1, tree, parents, count, err);
    while (status >= 0 && changes->stack != NULL) {
        const struct stn_git_pair *pair = changes->stack;
        changes->stack = pair->below;
        status = take_folder(changes, pair, err);
    }
    changes->stack = NULL;
    stn_arena_dispose(&changes->arena);
    return status;
}

int stn_git_commit_tree(git_oid *tree, git_odb *odb, const git_oid *commit)
{
    git_odb_object *object = NULL;
    struct stn_git_message message;
    int code = git_odb_read(&object, odb, commit);

    if (code < 0)
        return code;
    struct stn_str bytes = {git_odb_object_data(object),
                            git_odb_object_size(object)};
    code = git_odb_object_type(object) == GIT_OBJECT_COMMIT &&
                   stn_git_commit_parse(&message, bytes) == STN_OK
               ? 0
               : GIT_EINVALID;
    if (code == 0)
        memcpy(tree->id, message.target, sizeof(tree->id));
    git_odb_object_free(object);
    return code;
}

int stn_git_tag_target(git_oid *target, git_odb *odb, const git_oid *tag)
{
    git_odb_object *object = NULL;
    struct stn_git_message message;
    int code = git_odb_read(&object, odb, tag);

    if (code < 0)
        return code;
    struct stn_str bytes = {git_odb_object_data(object),
                            git_odb_object_size(object)};
    code = git_odb_object_type(object) == GIT_OBJECT_TAG &&
                   stn_git_tag_parse(&message, bytes) == STN_OK
               ? 0
               : GIT_EINVALID;
    if (code == 0)
        memcpy(target->id, message.target, sizeof(target->id));
    git_odb_object_free(object);
    return code;
}

/* Find a name of a kind in a tree's bytes. */
static bool find_name(struct stn_str tree, struct stn_str name,
                      enum stn_git_kind kind, git_oid *id)
{
    struct stn_git_entry entry;

    while (stn_git_tree_next(&tree, &entry) == STN_OK) {
        if (stn_git_kind_of(entry.mode) != kind ||
            !stn_str_equal(entry.name, name))
            continue;
        memcpy(id->id, entry.id, sizeof(id->id));
        return true;
    }
    return false;
}

enum stn_status stn_git_tree_lookup(git_oid *id, git_odb *odb,
                                    const git_oid *tree, struct stn_str path,
                                    struct stn_error *err)
{
    git_oid at = *tree;
    bool is_found = true;

    while (is_found && path.len > 0) {
        git_odb_object *object = NULL;
        const char *slash = memchr(path.ptr, '/', path.len);
        size_t length = slash != NULL ? (size_t)(slash - path.ptr) : path.len;

        if (git_odb_read(&object, odb, &at) < 0)
            return stn_git_ran_out() ? stn_fail_memory(err) : STN_DONE;
        is_found = git_odb_object_type(object) == GIT_OBJECT_TREE &&
                   find_name((struct stn_str){git_odb_object_data(object),
                                              git_odb_object_size(object)},
                             stn_str_sub(path, 0, length),
                             slash != NULL ? STN_GIT_TREE : STN_GIT_BLOB, &at);
        git_odb_object_free(object);
        path = stn_str_sub(path, length + 1, path.len);
    }
    if (!is_found)
        return STN_DONE;
    *id = at;
    return STN_OK;
}
