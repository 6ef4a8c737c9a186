#include "sources/git_tips.h"

#include <stdlib.h>

#include <stdio.h>

#include "base/alloc.h"
#include "sources/git_changes.h"

void stn_git_tips_dispose(struct stn_git_tips *tips)
{
    stn_free(tips->items);
    stn_git_set_dispose(&tips->set);
    *tips = (struct stn_git_tips){0};
}

static bool is_tip(const void *items, uint32_t index, const void *key)
{
    const struct stn_git_tip *tips = items;

    return git_oid_equal(&tips[index].id, key);
}

/* Add a tip. STN_DONE: it is there already. */
static enum stn_status add(struct stn_git_tips *tips, const git_oid *id,
                           git_object_t type, struct stn_error *err)
{
    uint32_t hash = stn_git_set_hash(
        &tips->set, (struct stn_str){(const char *)id->id, sizeof(id->id)}, 0);

    if (stn_git_set_find(&tips->set, hash, is_tip, tips->items, id) !=
        STN_GIT_NONE)
        return STN_DONE;
    struct stn_git_tip *items =
        stn_grow(tips->items, &tips->capacity, tips->count, sizeof(*items));
    if (items == NULL)
        return stn_fail_memory(err);
    tips->items = items;
    enum stn_status status =
        stn_git_set_add(&tips->set, hash, (uint32_t)tips->count, err);
    if (status >= 0)
        items[tips->count++] =
            (struct stn_git_tip){.id = *id, .type = type, .target = *id};
    return status;
}

static enum stn_status note_broken(struct stn_git_notes *notes,
                                   const char *name, const git_oid *id,
                                   int code, struct stn_error *err)
{
    struct stn_git_refusal refusal = {.reason = code == GIT_ENOTFOUND
                                                    ? STN_SKIP_MISSING
                                                    : STN_SKIP_UNREADABLE};
    char hex[STN_GIT_HEX_BYTES];

    if (stn_git_ran_out())
        return stn_fail_memory(err);
    snprintf(refusal.detail, sizeof(refusal.detail),
             "%.120s leads to %s, which %s; see git fsck", name,
             stn_git_hex(hex, id),
             code == GIT_ENOTFOUND ? "is not here" : "cannot be read");
    return stn_git_notes_skip(notes, &refusal, (struct stn_str){0},
                              (struct stn_str){0}, err);
}

/* Add what a ref points to and, through tags, leads to. */
static enum stn_status add_ref(struct stn_git_tips *tips,
                               const struct stn_git_repo *repo,
                               const char *name, const git_oid *ref,
                               struct stn_git_notes *notes,
                               struct stn_error *err)
{
    git_oid id = *ref;
    size_t first_tag = tips->count;

    for (int i = 0; i < STN_GIT_TAGS_MAX; i++) {
        git_object_t type;
        size_t size;
        int code = git_odb_read_header(&size, &type, repo->odb, &id);
        if (code < 0)
            return note_broken(notes, name, &id, code, err);
        size_t tag = tips->count;
        enum stn_status status = add(tips, &id, type, err);
        if (status < 0)
            return status;
        for (size_t t = first_tag; t < tag; t++)
            tips->items[t].target = id;
        if (type != GIT_OBJECT_TAG || status == STN_DONE)
            return STN_OK;
        code = stn_git_tag_target(&id, repo->odb, &id);
        if (code < 0)
            return note_broken(notes, name, &id, code, err);
    }
    return note_broken(notes, name, &id, GIT_EINVALID, err);
}

static enum stn_status add_refs(struct stn_git_tips *tips,
                                const struct stn_git_repo *repo,
                                git_reference_iterator *refs,
                                struct stn_git_notes *notes,
                                struct stn_error *err)
{
    const char *name;
    int code;

    while ((code = git_reference_next_name(&name, refs)) == 0) {
        git_oid id;
        enum stn_status status = STN_OK;

        if (git_reference_name_to_id(&id, repo->handle, name) == 0) {
            status = add_ref(tips, repo, name, &id, notes, err);
        } else {
            char detail[256];
            snprintf(detail, sizeof(detail),
                     "%.160s cannot be resolved; see git fsck", name);
            status = stn_git_notes_run(notes, STN_SKIP_UNREADABLE, detail, err);
        }
        if (status < 0)
            return status;
    }
    if (code != GIT_ITEROVER)
        return stn_git_fail(err, STN_ELIB, "%s: cannot list its refs",
                            repo->name);
    return STN_OK;
}

enum stn_status stn_git_tips_gather(struct stn_git_tips *tips,
                                    const struct stn_git_repo *repo,
                                    bool all_refs, struct stn_git_notes *notes,
                                    struct stn_error *err)
{
    git_reference_iterator *refs = NULL;
    git_oid head;
    enum stn_status status = stn_git_repo_head(&head, repo, err);

    if (status < 0)
        return status;
    if (status == STN_OK)
        status = add_ref(tips, repo, "HEAD", &head, notes, err);
    if (status < 0 || !all_refs)
        return status < 0 ? status : STN_OK;
    if (git_reference_iterator_new(&refs, repo->handle) < 0)
        return stn_git_fail(err, STN_ELIB, "%s: cannot list its refs",
                            repo->name);
    status = add_refs(tips, repo, refs, notes, err);
    git_reference_iterator_free(refs);
    return status;
}

static int compare_tips(const void *left, const void *right)
{
    const struct stn_git_tip *a = left;
    const struct stn_git_tip *b = right;

    return git_oid_cmp(&a->id, &b->id);
}

void stn_git_tips_identify(struct stn_git_tips *tips, struct stn_sha256 *hash)
{
    if (tips->count > 1)
        qsort(tips->items, tips->count, sizeof(*tips->items), compare_tips);
    for (size_t i = 0; i < tips->count; i++)
        stn_sha256_update(hash,
                          (struct stn_str){(const char *)tips->items[i].id.id,
                                           sizeof(tips->items[i].id.id)});
}
