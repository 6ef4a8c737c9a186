#include "sources/git_notes.h"

#include "base/alloc.h"

/* Missing objects listed by name. A clone without its blobs misses all of
 * them, and one line of each would say nothing more. */
#define MISSING_LISTED_MAX 20

void stn_git_notes_dispose(struct stn_git_notes *notes)
{
    stn_findings_dispose(&notes->found);
    stn_free(notes->noted);
    stn_git_set_dispose(&notes->set);
    *notes = (struct stn_git_notes){0};
}

bool stn_git_notes_lists_missing(const struct stn_git_notes *notes)
{
    return notes->missing < MISSING_LISTED_MAX;
}

static bool is_noted(const void *items, uint32_t index, const void *key)
{
    const struct stn_git_noted *noted = items;
    const struct stn_git_noted *wanted = key;

    return git_oid_equal(&noted[index].id, &wanted->id) &&
           stn_str_equal(noted[index].name, wanted->name);
}

enum stn_status stn_git_notes_once(struct stn_git_notes *notes, const void *id,
                                   struct stn_str name, bool *is_new,
                                   struct stn_error *err)
{
    struct stn_git_noted noted = {.name = name};
    uint32_t hash = stn_git_set_hash(
        &notes->set, (struct stn_str){id, sizeof(noted.id.id)}, name.len);

    memcpy(noted.id.id, id, sizeof(noted.id.id));
    *is_new = stn_git_set_find(&notes->set, hash, is_noted, notes->noted,
                               &noted) == STN_GIT_NONE;
    if (!*is_new)
        return STN_OK;
    struct stn_git_noted *items =
        stn_grow(notes->noted, &notes->capacity, notes->count, sizeof(*items));
    if (items == NULL)
        return stn_fail_memory(err);
    notes->noted = items;
    if (name.len > 0 && !stn_arena_copy(&notes->found.arena, &noted.name, name))
        return stn_fail_memory(err);
    enum stn_status status =
        stn_git_set_add(&notes->set, hash, (uint32_t)notes->count, err);
    if (status >= 0)
        items[notes->count++] = noted;
    return status;
}

enum stn_status stn_git_notes_skip(struct stn_git_notes *notes,
                                   const struct stn_git_refusal *refusal,
                                   struct stn_str file, struct stn_str commit,
                                   struct stn_error *err)
{
    if (refusal->reason == STN_SKIP_MISSING &&
        notes->missing++ >= MISSING_LISTED_MAX) {
        notes->found.skipped[STN_SKIP_MISSING]++;
        return STN_OK;
    }
    return stn_findings_skip(&notes->found,
                             &(struct stn_skip){
                                 .reason = refusal->reason,
                                 .file = file,
                                 .commit = commit,
                                 .detail = stn_str_of(refusal->detail),
                                 .bytes = refusal->bytes,
                             },
                             err);
}

enum stn_status stn_git_notes_run(struct stn_git_notes *notes,
                                  enum stn_skip_reason reason,
                                  const char *detail, struct stn_error *err)
{
    return stn_findings_skip(&notes->found,
                             &(struct stn_skip){
                                 .reason = reason,
                                 .detail = stn_str_of(detail),
                             },
                             err);
}
