#include "sources/git_place.h"

static enum stn_status read_person(struct stn_git_placer *placer, git_odb *odb,
                                   const git_oid *from, struct stn_error *err)
{
    git_odb_object *object = NULL;
    struct stn_git_message message;
    struct stn_str who;
    enum stn_status status;

    if (git_odb_read(&object, odb, from) < 0)
        return stn_git_ran_out() ? stn_fail_memory(err) : STN_OK;
    struct stn_str bytes = {git_odb_object_data(object),
                            git_odb_object_size(object)};
    if (git_odb_object_type(object) == GIT_OBJECT_TAG)
        status = stn_git_tag_parse(&message, bytes);
    else
        status = stn_git_commit_parse(&message, bytes);
    if (status == STN_OK) {
        stn_git_person_split(message.person, &who, placer->date);
        who = stn_str_sub(who, 0, sizeof(placer->who));
        if (who.len > 0)
            memcpy(placer->who, who.ptr, who.len);
        placer->who_len = who.len;
    }
    git_odb_object_free(object);
    return STN_OK;
}

enum stn_status stn_git_placer_fill(struct stn_git_placer *placer, git_odb *odb,
                                    const git_oid *commit, const git_oid *from,
                                    struct stn_place *place,
                                    struct stn_error *err)
{
    if (!placer->is_filled || !git_oid_equal(&placer->id, from)) {
        *placer = (struct stn_git_placer){.id = *from, .is_filled = true};
        enum stn_status status = read_person(placer, odb, from, err);
        if (status < 0) {
            placer->is_filled = false;
            return status;
        }
    }
    placer->hex[0] = '\0';
    if (commit != NULL)
        stn_git_hex(placer->hex, commit);
    place->commit = stn_str_of(placer->hex);
    place->author = (struct stn_str){placer->who, placer->who_len};
    place->date = stn_str_of(placer->date);
    return STN_OK;
}
