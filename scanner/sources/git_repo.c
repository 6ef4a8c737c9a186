#include "sources/git_repo.h"

#include <git2/sys/repository.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/limits.h"

/* Open pack files kept open: a thousand packs shall not exhaust descriptors. */
#define PACK_FILES_MAX ((size_t)256)
/* Of trees and commits that libgit2 keeps. */
#define CACHE_BYTES ((ssize_t)32 << 20)
/* "shallow" has 41 bytes for each commit at the edge. */
#define SHALLOW_BYTES_MAX (64 * STN_MIB)

const char *stn_git_message(void)
{
    const git_error *error = git_error_last();

    return error != NULL && error->message != NULL ? error->message
                                                   : "libgit2 gave no reason";
}

bool stn_git_ran_out(void)
{
    const git_error *error = git_error_last();

    return error != NULL && error->klass == GIT_ERROR_NOMEMORY;
}

enum stn_status stn_git_fail(struct stn_error *err, enum stn_status status,
                             const char *format, ...)
{
    char words[STN_ERROR_BYTES];

    if (stn_git_ran_out())
        return stn_fail_memory(err);
    va_list args;
    va_start(args, format);
    vsnprintf(words, sizeof(words), format, args);
    va_end(args);
    return stn_fail(err, status, "%s: %s", words, stn_git_message());
}

const char *stn_git_hex(char hex[STN_GIT_HEX_BYTES], const void *id)
{
    const unsigned char *bytes = id;

    for (size_t i = 0; i < (STN_GIT_HEX_BYTES - 1) / 2; i++) {
        hex[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
        hex[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
    }
    hex[STN_GIT_HEX_BYTES - 1] = '\0';
    return hex;
}

static enum stn_status start_library(struct stn_git_repo *repo,
                                     struct stn_error *err)
{
    if (git_libgit2_init() < 0)
        return stn_git_fail(err, STN_ELIB, "libgit2 does not start");
    repo->has_library = true;
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
    /* A wrong hash is git's to find: checking it would be four fifths of the
     * time of a read, and a text is scanned whatever its name is. */
    git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
    git_libgit2_opts(GIT_OPT_SET_MWINDOW_FILE_LIMIT, PACK_FILES_MAX);
    /* A history reads each object about once, and a full cache is slower than
     * none. In a range a tree is read again as the next commit's parent. */
    git_libgit2_opts(GIT_OPT_ENABLE_CACHING,
                     repo->options.target->kind != STN_TARGET_HISTORY);
    git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, CACHE_BYTES);
    return STN_OK;
}

static enum stn_status refuse(const struct stn_git_repo *repo, int code,
                              struct stn_error *err)
{
    const char *message = stn_git_message();

    /* The object format is named so, and its only other kind is SHA-256. */
    if (strstr(message, "objectformat") != NULL)
        message = "its objects are named by sha256, which libgit2 cannot read";
    else if (strstr(message, "unsupported extension") == NULL)
        message = NULL;
    if (message != NULL)
        return stn_fail(err, STN_ELIB,
                        "%s: %s; scan what git prints instead: git log -p "
                        "--all | stanch scan -",
                        repo->name, message);
    if (code == GIT_ENOTFOUND)
        return stn_fail(err, STN_EUSAGE,
                        "%s: no git repository here or above; name one with "
                        "-C",
                        repo->name);
    return stn_git_fail(err, STN_ELIB, "%s: cannot open the repository",
                        repo->name);
}

static enum stn_status open_handle(struct stn_git_repo *repo,
                                   struct stn_error *err)
{
    const char *named = repo->options.target->repository;
    const char *env = getenv("GIT_DIR");
    int code;

    repo->name = named != NULL ? named : ".";
    if (named == NULL && env != NULL && env[0] != '\0') {
        repo->name = env;
        code = git_repository_open_ext(&repo->handle, env,
                                       GIT_REPOSITORY_OPEN_NO_SEARCH, NULL);
    } else {
        code = git_repository_open_ext(&repo->handle, repo->name, 0, NULL);
    }
    if (code < 0)
        return refuse(repo, code, err);

    const char *tree = getenv("GIT_WORK_TREE");
    if (named == NULL && tree != NULL && tree[0] != '\0' &&
        git_repository_set_workdir(repo->handle, tree, 0) < 0)
        return stn_git_fail(err, STN_ELIB, "%s: cannot use as work tree", tree);
    return STN_OK;
}

/* Whether the GIT_* variables, as a hook inherits them, are about the opened
 * repository and not about the one that stanch happens to be called from. */
static bool env_applies(const struct stn_git_repo *repo)
{
    const char *env = getenv("GIT_DIR");
    struct stat a;
    struct stat b;

    if (env == NULL || env[0] == '\0' ||
        repo->options.target->repository == NULL)
        return true;
    return stat(env, &a) == 0 &&
           stat(git_repository_path(repo->handle), &b) == 0 &&
           a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static int compare_ids(const void *a, const void *b)
{
    return git_oid_cmp(a, b);
}

static enum stn_status parse_shallow(struct stn_git_repo *repo,
                                     struct stn_str lines,
                                     struct stn_error *err)
{
    size_t capacity = 0;

    while (lines.len > 0) {
        const char *end = memchr(lines.ptr, '\n', lines.len);
        size_t length = end != NULL ? (size_t)(end - lines.ptr) : lines.len;
        git_oid id;

        if (length == STN_GIT_HEX_BYTES - 1 &&
            git_oid_fromstrn(&id, lines.ptr, length) == 0) {
            git_oid *ids = stn_grow(repo->shallow, &capacity,
                                    repo->shallow_count, sizeof(*ids));
            if (ids == NULL)
                return stn_fail_memory(err);
            repo->shallow = ids;
            repo->shallow[repo->shallow_count++] = id;
        }
        lines = stn_str_sub(lines, length + 1, lines.len);
    }
    if (repo->shallow_count > 1)
        qsort(repo->shallow, repo->shallow_count, sizeof(git_oid), compare_ids);
    return STN_OK;
}

/* libgit2 before 1.7 knows nothing of shallow clones; so we do. */
static enum stn_status read_shallow(struct stn_git_repo *repo,
                                    struct stn_error *err)
{
    const char *env = repo->use_env ? getenv("GIT_SHALLOW_FILE") : NULL;
    struct stn_buf lines = STN_BUF_INIT(SHALLOW_BYTES_MAX);
    char *path = NULL;
    enum stn_status status;

    if (env != NULL)
        path = stn_strndup(env, strlen(env));
    else
        path = stn_git_join(git_repository_commondir(repo->handle), "shallow");
    if (path == NULL)
        return stn_fail_memory(err);
    /* An empty variable says: none. */
    status = path[0] != '\0' ? stn_file_read(&lines, path, err) : STN_OK;
    if (status == STN_ENOTFOUND)
        status = STN_OK;
    if (status >= 0)
        status = parse_shallow(repo, stn_buf_str(&lines), err);
    stn_free(path);
    stn_buf_dispose(&lines);
    return status;
}

/* Open the objects of all folders but one; NULL: but none. STN_DONE: no folder
 * is left. */
static enum stn_status open_dirs(git_odb **out, const struct stn_git_repo *repo,
                                 const char *without, struct stn_error *err)
{
    const struct stn_git_dirs *dirs = &repo->dirs;
    git_odb *odb = NULL;

    for (size_t i = 0; i < dirs->count; i++) {
        if (dirs->items[i] == without)
            continue;
        int code = odb == NULL
                       ? git_odb_open(&odb, dirs->items[i])
                       : git_odb_add_disk_alternate(odb, dirs->items[i]);
        if (code < 0) {
            git_odb_free(odb);
            return stn_git_fail(err, STN_ELIB,
                                "%s: cannot open the objects in %s", repo->name,
                                dirs->items[i]);
        }
    }
    *out = odb;
    return odb != NULL ? STN_OK : STN_DONE;
}

enum stn_status stn_git_repo_odb(git_odb **out, const struct stn_git_repo *repo,
                                 struct stn_error *err)
{
    return open_dirs(out, repo, NULL, err);
}

enum stn_status stn_git_repo_odb_without(git_odb **out,
                                         const struct stn_git_repo *repo,
                                         const char *folder,
                                         struct stn_error *err)
{
    struct stat wanted;

    if (stat(folder, &wanted) < 0)
        return STN_DONE;
    for (size_t i = 0; i < repo->dirs.count; i++) {
        struct stat info;
        if (stat(repo->dirs.items[i], &info) == 0 &&
            info.st_dev == wanted.st_dev && info.st_ino == wanted.st_ino)
            return open_dirs(out, repo, repo->dirs.items[i], err);
    }
    return STN_DONE;
}

enum stn_status stn_git_repo_open(struct stn_git_repo *repo,
                                  const struct stn_source_options *options,
                                  struct stn_error *err)
{
    enum stn_status status;

    repo->options = *options;
    status = start_library(repo, err);
    if (status >= 0)
        status = open_handle(repo, err);
    if (status < 0)
        return status;
    repo->use_env = env_applies(repo);
    status =
        stn_git_dirs_gather(&repo->dirs, git_repository_commondir(repo->handle),
                            repo->use_env, err);
    if (status >= 0)
        status = read_shallow(repo, err);
    if (status >= 0)
        status = stn_git_repo_odb(&repo->odb, repo, err);
    if (status >= 0 && git_repository_set_odb(repo->handle, repo->odb) < 0)
        status = stn_git_fail(err, STN_ELIB, "%s: cannot use its objects",
                              repo->name);
    return status;
}

enum stn_status stn_git_repo_open_at(struct stn_git_repo *repo,
                                     const char *repository,
                                     struct stn_error *err)
{
    repo->own =
        (struct stn_target){.kind = STN_TARGET_RANGE, .repository = repository};
    return stn_git_repo_open(
        repo,
        &(struct stn_source_options){.target = &repo->own,
                                     .max_text_bytes = STN_TEXT_BYTES_MAX},
        err);
}

bool stn_git_is_id(const char *name)
{
    size_t length = strspn(name, "0123456789abcdefABCDEF");

    return length == STN_GIT_HEX_BYTES - 1 && name[length] == '\0';
}

enum stn_status stn_git_repo_find(git_oid *out, const struct stn_git_repo *repo,
                                  const char *revision, struct stn_error *err)
{
    git_object *object = NULL;

    if (stn_git_is_id(revision))
        return git_oid_fromstr(out, revision) == 0 &&
                       git_odb_exists(repo->odb, out) == 1
                   ? STN_OK
                   : STN_DONE;
    if (git_revparse_single(&object, repo->handle, revision) < 0)
        return stn_git_ran_out() ? stn_fail_memory(err) : STN_DONE;
    *out = *git_object_id(object);
    git_object_free(object);
    return STN_OK;
}

enum stn_status stn_git_repo_peel(git_object **out,
                                  const struct stn_git_repo *repo,
                                  const char *revision, git_object_t type,
                                  struct stn_error *err)
{
    git_object *object = NULL;
    git_oid id;
    enum stn_status status = stn_git_repo_find(&id, repo, revision, err);

    if (status == STN_DONE)
        return stn_fail(err, STN_ENOTFOUND,
                        "'%s' names no commit here (git fetch it; in CI "
                        "fetch-depth: 0)",
                        revision);
    if (status < 0)
        return status;
    int code = git_object_lookup(&object, repo->handle, &id, GIT_OBJECT_ANY);
    if (code == 0)
        code = git_object_peel(out, object, type);
    git_object_free(object);
    if (code < 0)
        return stn_git_fail(err, STN_ENOTFOUND, "'%s' leads to no commit",
                            revision);
    return STN_OK;
}

void stn_git_repo_close(struct stn_git_repo *repo)
{
    git_odb_free(repo->odb);
    git_repository_free(repo->handle);
    stn_git_dirs_dispose(&repo->dirs);
    stn_free(repo->shallow);
    if (repo->has_library)
        git_libgit2_shutdown();
    *repo = (struct stn_git_repo){0};
}

bool stn_git_repo_is_shallow(const struct stn_git_repo *repo,
                             const git_oid *commit)
{
    return repo->shallow_count > 0 &&
           bsearch(commit, repo->shallow, repo->shallow_count, sizeof(git_oid),
                   compare_ids) != NULL;
}

enum stn_status stn_git_repo_head(git_oid *out, const struct stn_git_repo *repo,
                                  struct stn_error *err)
{
    int unborn = git_repository_head_unborn(repo->handle);

    if (unborn > 0)
        return STN_DONE;
    if (unborn < 0 || git_reference_name_to_id(out, repo->handle, "HEAD") < 0)
        return stn_git_fail(err, STN_ELIB, "%s: cannot resolve HEAD",
                            repo->name);
    return STN_OK;
}

char *stn_git_repo_index_path(const struct stn_git_repo *repo)
{
    const char *env = repo->use_env ? getenv("GIT_INDEX_FILE") : NULL;
    const char *work = git_repository_workdir(repo->handle);

    if (env == NULL || env[0] == '\0')
        return stn_git_join(git_repository_path(repo->handle), "index");
    /* git sets it as seen from the top of the work tree. */
    if (env[0] != '/' && repo->options.target->repository != NULL &&
        work != NULL)
        return stn_git_join(work, env);
    return stn_strndup(env, strlen(env));
}
