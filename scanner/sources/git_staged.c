#include <stdlib.h>

#include "base/alloc.h"
#include "sources/git.h"
#include "sources/git_index.h"
#include "sources/git_plan.h"
#include "sources/git_tree.h"
#include "sources/git_what.h"
#include "text/go_source.h"

static bool serves_staged(const struct stn_target *target)
{
    return target->kind == STN_TARGET_STAGED;
}

/* A file of HEAD. */
struct head_file {
    struct stn_str path;
    git_oid id;
    bool is_kept; /* the index has it too */
};

struct head {
    struct stn_git_plan *plan;
    struct head_file *files; /* sorted by path */
    size_t count, capacity;
    struct stn_arena arena;
};

static void head_dispose(struct head *head)
{
    stn_free(head->files);
    stn_arena_dispose(&head->arena);
}

static enum stn_status add_file(void *payload,
                                const struct stn_git_change *change,
                                struct stn_error *err)
{
    struct head *head = payload;
    struct head_file *files =
        stn_grow(head->files, &head->capacity, head->count, sizeof(*files));

    if (files == NULL)
        return stn_fail_memory(err);
    head->files = files;
    files[head->count] = (struct head_file){.id = *change->id};
    if (!stn_arena_copy(&head->arena, &files[head->count].path, change->path))
        return stn_fail_memory(err);
    /* A submodule is no earlier version of anything. */
    files[head->count].is_kept =
        stn_git_kind_of(change->mode) == STN_GIT_SUBMODULE;
    head->count++;
    return STN_OK;
}

/* What is below seems new then, and the run is not complete. */
static enum stn_status note_refused(void *payload, struct stn_str path,
                                    const struct stn_git_refusal *refusal,
                                    struct stn_error *err)
{
    struct head *head = payload;

    return stn_git_notes_skip(&head->plan->notes, refusal, path,
                              (struct stn_str){0}, err);
}

static int compare_files(const void *a, const void *b)
{
    return stn_str_compare(((const struct head_file *)a)->path,
                           ((const struct head_file *)b)->path);
}

/* List the files of HEAD; none if there is no commit yet. */
static enum stn_status list_head(struct head *head, struct stn_error *err)
{
    struct stn_git_changes changes = {
        .odb = head->plan->repo.odb,
        .change = add_file,
        .refused = note_refused,
        .payload = head,
    };
    git_oid tree;
    enum stn_status status = stn_git_plan_head(&tree, head->plan, err);

    if (status != STN_OK)
        return status < 0 ? status : STN_OK;
    status = stn_git_changes_each(&changes, &tree, NULL, 0, err);
    if (status >= 0 && head->count > 1)
        qsort(head->files, head->count, sizeof(*head->files), compare_files);
    return status;
}

static struct head_file *find_file(const struct head *head, struct stn_str path)
{
    const struct head_file wanted = {.path = path};

    if (head->count == 0)
        return NULL;
    return bsearch(&wanted, head->files, head->count, sizeof(wanted),
                   compare_files);
}

/* Compare one entry of the index with HEAD. */
static enum stn_status add_entry(struct head *head, struct stn_str path,
                                 const git_oid *id, uint32_t mode,
                                 bool is_intent, struct stn_error *err)
{
    struct head_file *file = find_file(head, path);

    if (file != NULL) {
        bool is_same = git_oid_equal(&file->id, id);
        file->is_kept = true;
        if (is_same)
            return STN_OK;
    }
    if (is_intent)
        return STN_OK;
    if (stn_git_kind_of(mode) == STN_GIT_SUBMODULE)
        return stn_git_plan_submodule(head->plan, path, id, err);
    return stn_git_plan_add(head->plan,
                            &(struct stn_git_item){
                                .path = path,
                                .id = *id,
                                .commit = STN_GIT_NONE,
                                .kind = STN_GIT_ITEM_BLOB,
                                .is_added = file == NULL,
                            },
                            file != NULL ? &file->id : NULL, file != NULL, err);
}

static enum stn_status add_sparse_file(void *payload,
                                       const struct stn_git_change *change,
                                       struct stn_error *err)
{
    return add_entry(payload, change->path, change->id, change->mode, false,
                     err);
}

/* A sparse index has one entry for a folder that is not checked out. */
static enum stn_status add_folder(struct head *head, struct stn_str path,
                                  const git_oid *tree, struct stn_error *err)
{
    struct stn_git_changes changes = {
        .odb = head->plan->repo.odb,
        .change = add_sparse_file,
        .refused = note_refused,
        .payload = head,
        .prefix = path,
    };

    return stn_git_changes_each(&changes, tree, NULL, 0, err);
}

/* Compare the index with HEAD; every stage of a conflict is an entry of its
 * own, and all are scanned. */
static enum stn_status add_index(struct head *head,
                                 const struct stn_git_index *index,
                                 struct stn_error *err)
{
    enum stn_status status = STN_OK;

    for (size_t i = 0; status >= 0 && i < index->count; i++) {
        const struct stn_git_index_entry *entry = &index->entries[i];
        git_oid id;

        memcpy(id.id, entry->id, sizeof(id.id));
        if (stn_git_kind_of(entry->mode) == STN_GIT_TREE)
            status = add_folder(head, entry->path, &id, err);
        else
            status = add_entry(head, entry->path, &id, entry->mode,
                               entry->is_intent, err);
    }
    for (size_t i = 0; status >= 0 && i < head->count; i++)
        if (!head->files[i].is_kept)
            status =
                stn_git_gone_add(&head->plan->gone, &head->plan->repo.options,
                                 head->files[i].path, &head->files[i].id, err);
    return status;
}

static enum stn_status load_index(struct stn_git_index *index,
                                  const struct stn_git_repo *repo,
                                  struct stn_error *err)
{
    if (git_repository_is_bare(repo->handle) &&
        getenv("GIT_INDEX_FILE") == NULL)
        return stn_fail(err, STN_EUSAGE, "%s: a bare repository has no index",
                        repo->name);
    char *path = stn_git_repo_index_path(repo);
    if (path == NULL)
        return stn_fail_memory(err);
    enum stn_status status =
        stn_git_index_load(index, path, git_repository_path(repo->handle), err);
    stn_free(path);
    return status;
}

static int compare_strs(const void *a, const void *b)
{
    return stn_str_compare(*(const struct stn_str *)a,
                           *(const struct stn_str *)b);
}

/* List the folders of the Go files that changed, sorted. */
static enum stn_status list_folders(struct stn_str **out, size_t *count,
                                    const struct stn_git_plan *plan,
                                    struct stn_error *err)
{
    struct stn_str *folders = stn_calloc(plan->count, sizeof(*folders));

    if (folders == NULL)
        return stn_fail_memory(err);
    *count = 0;
    for (size_t i = 0; i < plan->count; i++)
        if (stn_path_is_go_source(plan->items[i].path))
            folders[(*count)++] = stn_git_go_folder(plan->items[i].path);
    if (*count > 1)
        qsort(folders, *count, sizeof(*folders), compare_strs);
    *out = folders;
    return STN_OK;
}

/* Whether an entry of the index may be a file of one of those packages, or tell
 * their version of Go; of a conflict's stages, none. */
static bool is_of_package(const struct stn_git_index_entry *entry,
                          const struct stn_str *folders, size_t count)
{
    if (entry->stage != 0 || entry->is_intent ||
        (entry->mode & 0170000) != 0100000)
        return false;
    if (stn_git_go_is_mod(entry->path))
        return true;
    if (count == 0 || !stn_path_is_go(entry->path))
        return false;
    const struct stn_str folder = stn_git_go_folder(entry->path);
    return bsearch(&folder, folders, count, sizeof(folder), compare_strs) !=
           NULL;
}

/* The Go packages of the files that changed, as the index has them. */
static enum stn_status plan_packages(struct stn_git_plan *plan,
                                     const struct stn_git_index *index,
                                     struct stn_error *err)
{
    struct stn_str *folders = NULL;
    size_t count = 0;
    enum stn_status status = list_folders(&folders, &count, plan, err);

    for (size_t i = 0; status >= 0 && i < index->count; i++) {
        const struct stn_git_index_entry *entry = &index->entries[i];
        struct stn_git_go_file file = {
            .path = entry->path,
            .commit = STN_GIT_NONE,
        };
        if (!is_of_package(entry, folders, count))
            continue;
        memcpy(file.id.id, entry->id, sizeof(file.id.id));
        status = stn_git_go_add(&plan->go, &file, err);
    }
    stn_free(folders);
    return status < 0 ? status : stn_git_go_plan_items(plan, err);
}

static enum stn_status open_staged(void **state,
                                   const struct stn_source_options *options,
                                   struct stn_error *err)
{
    struct head head = {.count = 0};
    struct stn_git_index index = {.count = 0};
    enum stn_status status = stn_git_plan_new(&head.plan, options, err);

    if (status >= 0)
        status = load_index(&index, &head.plan->repo, err);
    if (status >= 0)
        status = list_head(&head, err);
    if (status >= 0)
        status = add_index(&head, &index, err);
    if (status >= 0)
        status = stn_git_plan_order(head.plan, err);
    if (status >= 0 && options->wants_packages)
        status = plan_packages(head.plan, &index, err);
    stn_git_index_dispose(&index);
    head_dispose(&head);
    if (status < 0) {
        stn_git_plan_free(head.plan);
        return status;
    }
    *state = head.plan;
    return STN_OK;
}

static int compare_entries(const void *a, const void *b)
{
    return stn_str_compare(((const struct stn_git_index_entry *)a)->path,
                           ((const struct stn_git_index_entry *)b)->path);
}

/* The index once more: it is asked rarely, and large. */
static enum stn_status keep_index(struct stn_git_plan *plan)
{
    struct stn_git_index *index = stn_calloc(1, sizeof(*index));

    if (index == NULL)
        return STN_ENOMEM;
    enum stn_status status = load_index(index, &plan->repo, NULL);
    if (status < 0) {
        stn_git_index_dispose(index);
        stn_free(index);
        return status;
    }
    if (index->count > 1)
        qsort(index->entries, index->count, sizeof(*index->entries),
              compare_entries);
    plan->index = index;
    return STN_OK;
}

/* Of a folder that a sparse index holds as one, all are there. */
static bool is_in_index(const struct stn_git_index *index, struct stn_str path)
{
    struct stn_git_index_entry wanted = {.path = path};

    for (;;) {
        if (index->count > 0 && bsearch(&wanted, index->entries, index->count,
                                        sizeof(wanted), compare_entries))
            return true;
        if (stn_str_ends(wanted.path, STN_STR("/")))
            wanted.path.len--;
        while (wanted.path.len > 0 &&
               wanted.path.ptr[wanted.path.len - 1] != '/')
            wanted.path.len--;
        if (wanted.path.len == 0)
            return false;
    }
}

static bool is_gone(void *state, struct stn_str path)
{
    struct stn_git_plan *plan = state;

    return (plan->index != NULL || keep_index(plan) >= 0) &&
           !is_in_index(plan->index, path);
}

static enum stn_status finish_staged(void *state, struct stn_findings *found,
                                     uint64_t *commits, struct stn_buf *what,
                                     struct stn_error *err)
{
    struct stn_git_plan *plan = state;
    enum stn_status status = stn_findings_join(found, &plan->notes.found, err);

    if (status < 0)
        return status;
    *commits = 0;
    stn_buf_puts(what, "staged changes, ");
    stn_git_what_count(what, plan->count, "file", "files");
    return stn_buf_status(what, err);
}

static void close_plan(void *state)
{
    stn_git_plan_free(state);
}

const struct stn_source stn_source_git_staged = {
    .name = "git-staged",
    .serves = serves_staged,
    .open = open_staged,
    .worker_open = stn_git_take_open,
    .next = stn_git_take_next,
    .before = stn_git_take_before,
    .next_package = stn_git_take_package,
    .worker_close = stn_git_take_close,
    .is_gone = is_gone,
    .was_there = stn_git_plan_was_in_head,
    .finish = finish_staged,
    .identify = stn_git_plan_identify,
    .plant = stn_git_take_plant,
    .close = close_plan,
};
