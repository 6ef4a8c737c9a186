/* What a repository's bytes are read by: trees, commits, tags, indexes, LFS
 * pointers. Whatever they hold, what is borrowed lies inside of them. */
#include <stdint.h>
#include <stdlib.h>

#include "sources/git_index.h"
#include "sources/git_lfs.h"
#include "sources/git_message.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_inside(struct stn_str part, struct stn_str whole)
{
    if (part.len == 0)
        return;
    if (part.ptr < whole.ptr || part.len > whole.len ||
        part.ptr + part.len > whole.ptr + whole.len)
        abort();
}

static void read_tree(struct stn_str bytes)
{
    struct stn_str rest = bytes;
    struct stn_git_entry entry;
    size_t before = rest.len;

    while (stn_git_tree_next(&rest, &entry) == STN_OK) {
        check_inside(entry.name, bytes);
        check_inside(
            (struct stn_str){(const char *)entry.id, STN_GIT_OID_BYTES}, bytes);
        if (entry.name.len == 0 || rest.len >= before)
            abort();
        before = rest.len;
    }
}

static void read_message(struct stn_str bytes,
                         enum stn_status (*parse)(struct stn_git_message *out,
                                                  struct stn_str bytes))
{
    struct stn_git_message message;
    unsigned char id[STN_GIT_OID_BYTES];

    enum stn_status status = parse(&message, bytes);
    check_inside(message.text, bytes);
    if (status != STN_OK) {
        if (message.text.len != bytes.len)
            abort();
        return;
    }
    check_inside(message.person, bytes);
    for (size_t i = 0; i < message.parent_count && i < 64; i++)
        stn_git_message_parent(&message, i, id);
}

static void read_index(struct stn_str bytes)
{
    struct stn_git_index index = {0};
    struct stn_git_index_link link = {0};
    struct stn_error err;

    if (stn_git_index_parse(&index, &link, bytes, &err) == STN_OK &&
        link.is_there)
        check_inside(link.bitmaps, bytes);
    stn_git_index_dispose(&index);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct stn_str bytes = {(const char *)data, size};
    struct stn_git_lfs pointer;

    read_tree(bytes);
    read_message(bytes, stn_git_commit_parse);
    read_message(bytes, stn_git_tag_parse);
    read_index(bytes);
    (void)stn_git_lfs_parse(&pointer, bytes);
    return 0;
}
