/** @file Where the texts of a history stand: found for findings alone. */
#include <stdio.h>

#include "sources/git_changes.h"
#include "sources/git_history_state.h"

/* Where a text is first seen. */
static enum stn_status find_path(struct stn_git_history *history,
                                 uint32_t index, struct stn_str *path,
                                 struct stn_error *err)
{
    const struct stn_git_record *record = &history->objects.records[index];
    char name[STN_GIT_HEX_BYTES + 16];
    char hex[STN_GIT_HEX_BYTES];

    if ((record->marks & STN_GIT_IS_COMMIT) != 0) {
        *path = STN_STR(STN_GIT_COMMIT_MESSAGE);
        return STN_OK;
    }
    if ((record->marks & STN_GIT_IS_TAG) != 0) {
        *path = STN_STR(STN_GIT_TAG_MESSAGE);
        return STN_OK;
    }
    stn_git_path_clear(&history->path);
    enum stn_status status = stn_git_path_climb(
        &history->path, &history->objects, history->repo.odb, index, err);
    if (status < 0)
        return status;
    /* A ref leads right to it; or the walk was stopped before it got there. */
    if (history->path.start == sizeof(history->path.bytes)) {
        snprintf(name, sizeof(name), "(object %s)",
                 stn_git_hex(hex, &record->id));
        stn_git_path_prepend(&history->path, stn_str_of(name));
    }
    *path = stn_git_path_str(&history->path);
    return STN_OK;
}

static enum stn_status fill_commit(struct stn_git_history *history,
                                   uint32_t commit,
                                   const struct stn_git_record *record,
                                   struct stn_place *place,
                                   struct stn_error *err)
{
    const git_oid *id = NULL;
    const git_oid *from = NULL;

    place->order = commit;
    if (commit != STN_GIT_NONE)
        from = id = &history->commits.items[commit].id;
    if ((record->marks & STN_GIT_IS_TAG) != 0)
        from = &record->id;
    if (from == NULL)
        return STN_OK;
    return stn_git_placer_fill(&history->placer, history->repo.odb, id, from,
                               place, err);
}

/* Whether HEAD has a file no longer. */
bool stn_git_history_is_gone(void *state, struct stn_str path)
{
    struct stn_git_history *history = state;
    git_oid id;

    if (!history->has_head) {
        if (stn_git_repo_head(&id, &history->repo, NULL) != STN_OK ||
            stn_git_commit_tree(&history->head, history->repo.odb, &id) < 0)
            return false;
        history->has_head = true;
    }
    return stn_git_tree_lookup(&id, history->repo.odb, &history->head, path,
                               NULL) == STN_DONE;
}

static bool is_not_skipped(void *payload, struct stn_str path)
{
    const struct stn_git_history *history = payload;

    return !stn_source_skips(&history->repo.options, path);
}

enum stn_status
stn_git_history_place_else(void *state, uint32_t text_id,
                           bool (*accepts)(void *payload, struct stn_str path),
                           void *payload, struct stn_place *place,
                           struct stn_error *err)
{
    struct stn_git_history *history = state;
    struct stn_git_elsewhere *elsewhere = &history->elsewhere;
    const struct stn_git_record *record = &history->objects.records[text_id];

    enum stn_status status =
        stn_git_elsewhere_find(elsewhere, &history->objects, &history->commits,
                               &history->tips, history->repo.odb, err);
    if (status < 0)
        return status;
    *place = (struct stn_place){0};
    for (size_t i = stn_git_elsewhere_first(elsewhere, text_id);
         i < elsewhere->stand_count && elsewhere->stands[i].record == text_id;
         i++) {
        stn_git_elsewhere_path(elsewhere, i, &history->path);
        place->path = stn_git_path_str(&history->path);
        if (accepts(payload, place->path))
            return fill_commit(history, elsewhere->stands[i].commit, record,
                               place, err);
    }
    if (!elsewhere->is_cut)
        return STN_DONE;
    /* Not all paths are known: then it counts. */
    place->path = STN_STR("(one of very many paths)");
    return fill_commit(history, record->commit, record, place, err);
}

enum stn_status stn_git_history_place(void *state, uint32_t text_id,
                                      struct stn_place *place,
                                      struct stn_error *err)
{
    struct stn_git_history *history = state;
    const struct stn_git_record *record = &history->objects.records[text_id];

    *place = (struct stn_place){0};
    place->is_outside = (record->marks & STN_GIT_BROKEN) != 0 ||
                        ((record->marks & STN_GIT_REACHED) == 0 &&
                         atomic_load(&history->is_walked));
    if (place->is_outside)
        return STN_OK;
    enum stn_status status = find_path(history, text_id, &place->path, err);
    if (status < 0)
        return status;
    if (is_not_skipped(history, place->path))
        return fill_commit(history, record->commit, record, place, err);
    status = stn_git_history_place_else(state, text_id, is_not_skipped, history,
                                        place, err);
    place->is_outside = status == STN_DONE;
    return status < 0 ? status : STN_OK;
}
