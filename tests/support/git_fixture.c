#include "tests/support/git_fixture.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/limits.h"

#define FIRST_TIME 1767258000 /* 2026-01-01 09:00:00 UTC */

static void must(int code)
{
    if (code < 0)
        fail_msg("libgit2: %s", git_error_last()->message);
}

void git_fixture_open(struct git_fixture *fixture, bool bare)
{
    *fixture = (struct git_fixture){.time = FIRST_TIME};
    git_libgit2_init();
    snprintf(fixture->folder, sizeof(fixture->folder),
             "/tmp/stanch-git-XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    must(git_repository_init(&fixture->repo, fixture->folder, bare));
    must(git_repository_set_head(fixture->repo, "refs/heads/main"));
    must(git_repository_odb(&fixture->odb, fixture->repo));
}

static int remove_one(const char *path, const struct stat *info, int type,
                      struct FTW *where)
{
    (void)info;
    (void)type;
    (void)where;
    return remove(path);
}

void git_fixture_close(struct git_fixture *fixture)
{
    git_odb_free(fixture->odb);
    git_repository_free(fixture->repo);
    git_libgit2_shutdown();
    nftw(fixture->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

git_oid git_fixture_object(struct git_fixture *fixture, git_object_t type,
                           const void *bytes, size_t length)
{
    git_oid id;

    must(git_odb_write(&id, fixture->odb, bytes, length, type));
    return id;
}

git_oid git_fixture_blob(struct git_fixture *fixture, const char *text)
{
    return git_fixture_object(fixture, GIT_OBJECT_BLOB, text, strlen(text));
}

git_oid git_fixture_tree(struct git_fixture *fixture,
                         const struct git_fixture_entry *entries, size_t count)
{
    struct stn_buf bytes = STN_BUF_INIT(STN_MIB);

    for (size_t i = 0; i < count; i++) {
        stn_buf_printf(&bytes, "%o %s", (unsigned)entries[i].mode,
                       entries[i].name);
        stn_buf_putc(&bytes, '\0');
        stn_buf_append(&bytes,
                       (struct stn_str){(const char *)entries[i].id.id, 20});
    }
    git_oid id =
        git_fixture_object(fixture, GIT_OBJECT_TREE, bytes.ptr, bytes.len);
    stn_buf_dispose(&bytes);
    return id;
}

git_oid git_fixture_tree_of(struct git_fixture *fixture, const char *name,
                            const char *text)
{
    const struct git_fixture_entry entry = {GIT_FIXTURE_FILE, name,
                                            git_fixture_blob(fixture, text)};

    return git_fixture_tree(fixture, &entry, 1);
}

git_oid git_fixture_commit(struct git_fixture *fixture, git_oid tree,
                           const git_oid *parents, size_t count)
{
    struct stn_buf bytes = STN_BUF_INIT(STN_MIB);
    git_reference *ref = NULL;

    stn_buf_printf(&bytes, "tree %s\n", git_oid_tostr_s(&tree));
    for (size_t i = 0; i < count; i++)
        stn_buf_printf(&bytes, "parent %s\n", git_oid_tostr_s(&parents[i]));
    stn_buf_printf(&bytes,
                   "author Ada Author <ada@stanch.example> %lld +0200\n"
                   "committer Carl <carl@stanch.example> %lld +0000\n\n"
                   "change\n",
                   (long long)fixture->time, (long long)fixture->time);
    fixture->time += 60;
    git_oid id =
        git_fixture_object(fixture, GIT_OBJECT_COMMIT, bytes.ptr, bytes.len);
    stn_buf_dispose(&bytes);
    must(git_reference_create(&ref, fixture->repo, "refs/heads/main", &id, 1,
                              NULL));
    git_reference_free(ref);
    return id;
}

const char *git_fixture_path(struct git_fixture *fixture, const char *name)
{
    static char path[512];

    snprintf(path, sizeof(path), "%s/%s", fixture->folder, name);
    return path;
}

void git_fixture_write(struct git_fixture *fixture, const char *name,
                       const char *text)
{
    char path[512];

    snprintf(path, sizeof(path), "%s", git_fixture_path(fixture, name));
    for (char *slash = strchr(path + strlen(fixture->folder) + 1, '/');
         slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0755);
        *slash = '/';
    }
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

void git_fixture_remove(struct git_fixture *fixture, git_oid id)
{
    const char *hex = git_oid_tostr_s(&id);
    char path[512];

    snprintf(path, sizeof(path), "%sobjects/%.2s/%s",
             git_repository_path(fixture->repo), hex, hex + 2);
    assert_int_equal(unlink(path), 0);
}

static void copy(char *to, size_t size, struct stn_str from)
{
    from = stn_str_sub(from, 0, size - 1);
    if (from.len > 0)
        memcpy(to, from.ptr, from.len);
    to[from.len] = '\0';
}

/* What earlier versions there are of the text just taken. */
static enum stn_status take_before(const struct stn_source *source,
                                   void *worker, size_t count,
                                   struct git_seen_text *seen,
                                   struct stn_error *err)
{
    for (size_t i = 0; i < count; i++) {
        struct stn_text before = {.id = 0};
        enum stn_status status = source->before(worker, i, &before, err);
        if (status < 0)
            return status;
        if (status == STN_DONE)
            continue;
        if (seen->before_count < 2)
            copy(seen->before[seen->before_count], sizeof(seen->before[0]),
                 before.bytes);
        seen->before_count++;
    }
    return STN_OK;
}

static enum stn_status take_texts(struct git_seen *seen, uint32_t *ids,
                                  const struct stn_source *source, void *worker)
{
    struct stn_text text;
    enum stn_status status;

    while ((status = source->next(worker, &text, &seen->found, &seen->err)) ==
           STN_OK) {
        struct git_seen_text *at = &seen->texts[seen->count];
        assert_true(seen->count < sizeof(seen->texts) / sizeof(*at));
        *at = (struct git_seen_text){.length = text.bytes.len};
        ids[seen->count++] = text.id;
        copy(at->path, sizeof(at->path), text.path);
        copy(at->bytes, sizeof(at->bytes), text.bytes);
        if (stn_text_classify(text.bytes) != STN_TEXT_BINARY) {
            seen->found.texts++;
            seen->found.bytes += text.bytes.len;
        }
        status = take_before(source, worker, text.before_count, at, &seen->err);
        if (status < 0)
            return status;
    }
    return status < 0 ? status : STN_OK;
}

static enum stn_status place_texts(struct git_seen *seen, const uint32_t *ids,
                                   const struct stn_source *source, void *state)
{
    for (size_t i = 0; source->place != NULL && i < seen->count; i++) {
        struct git_seen_text *at = &seen->texts[i];
        struct stn_place place = {.order = 0};
        enum stn_status status =
            source->place(state, ids[i], &place, &seen->err);
        if (status < 0)
            return status;
        at->is_outside = place.is_outside;
        copy(at->path, sizeof(at->path), place.path);
        copy(at->commit, sizeof(at->commit), place.commit);
        copy(at->author, sizeof(at->author), place.author);
        copy(at->date, sizeof(at->date), place.date);
    }
    return STN_OK;
}

static enum stn_status place_skips(struct git_seen *seen,
                                   const struct stn_source *source, void *state)
{
    struct stn_findings *found = &seen->found;
    size_t kept = 0;

    for (size_t i = 0; i < found->skip_count; i++) {
        struct stn_skip *skip = &found->skips[i];
        struct stn_place place = {.order = 0};
        if (skip->has_text_id) {
            enum stn_status status =
                source->place(state, skip->text_id, &place, &seen->err);
            if (status < 0)
                return status;
            if (place.is_outside) {
                found->skipped[skip->reason]--;
                continue;
            }
            if (!stn_arena_copy(&found->arena, &skip->file, place.path))
                return STN_ENOMEM;
        }
        found->skips[kept++] = *skip;
    }
    found->skip_count = kept;
    return STN_OK;
}

void git_seen_scan(struct git_seen *seen, struct git_fixture *fixture,
                   const struct stn_source *source,
                   const struct stn_target *target,
                   const struct stn_source_options *options)
{
    struct stn_target here = *target;
    struct stn_source_options all = {.max_text_bytes = STN_TEXT_BYTES_MAX};
    struct stn_buf what = STN_BUF_INIT(STN_KIB);
    uint32_t ids[64];
    void *state = NULL;
    void *worker = NULL;

    *seen = (struct git_seen){.count = 0};
    if (options != NULL)
        all = *options;
    if (here.repository == NULL)
        here.repository = fixture->folder;
    all.target = &here;
    assert_true(source->serves(&here));
    seen->status = source->open(&state, &all, &seen->err);
    if (seen->status < 0)
        return;
    seen->status = source->worker_open(&worker, state, &seen->err);
    if (seen->status >= 0)
        seen->status = take_texts(seen, ids, source, worker);
    source->worker_close(worker);
    if (seen->status >= 0)
        seen->status = place_texts(seen, ids, source, state);
    if (seen->status >= 0)
        seen->status = place_skips(seen, source, state);
    if (seen->status >= 0)
        seen->status = source->finish(state, &seen->found, &seen->commits,
                                      &what, &seen->err);
    copy(seen->what, sizeof(seen->what), stn_buf_str(&what));
    stn_buf_dispose(&what);
    source->close(state);
}

void git_seen_dispose(struct git_seen *seen)
{
    stn_findings_dispose(&seen->found);
}

const struct git_seen_text *git_seen_at(const struct git_seen *seen,
                                        const char *path)
{
    for (size_t i = 0; i < seen->count; i++)
        if (!seen->texts[i].is_outside &&
            strcmp(seen->texts[i].path, path) == 0)
            return &seen->texts[i];
    return NULL;
}

const struct stn_skip *git_seen_skip(const struct git_seen *seen,
                                     enum stn_skip_reason reason)
{
    for (size_t i = 0; i < seen->found.skip_count; i++)
        if (seen->found.skips[i].reason == reason)
            return &seen->found.skips[i];
    return NULL;
}
