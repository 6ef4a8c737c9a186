#include "sources/git_packs.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"

/* A pack has a terabyte of places before the next pack's begin. */
#define OFFSET_BITS 40
#define PACKS_MAX ((size_t)1 << (63 - OFFSET_BITS))
/* One digit of a key: its counts fit the first-level cache. */
#define DIGIT_BITS 11
#define DIGITS ((size_t)1 << DIGIT_BITS)

struct names {
    char **items;
    size_t count, capacity;
};

static void names_dispose(struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        stn_free(names->items[i]);
    stn_free(names->items);
}

static enum stn_status add_name(struct names *names, const char *name,
                                struct stn_error *err)
{
    char **items =
        stn_grow(names->items, &names->capacity, names->count, sizeof(*items));

    if (items == NULL)
        return stn_fail_memory(err);
    names->items = items;
    items[names->count] = stn_strndup(name, strlen(name));
    if (items[names->count] == NULL)
        return stn_fail_memory(err);
    names->count++;
    return STN_OK;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static enum stn_status list_indexes(struct names *names, DIR *folder,
                                    struct stn_error *err)
{
    const struct dirent *entry;

    while ((entry = readdir(folder)) != NULL) {
        if (!stn_str_ends(stn_str_of(entry->d_name), STN_STR(".idx")))
            continue;
        enum stn_status status = add_name(names, entry->d_name, err);
        if (status < 0)
            return status;
    }
    if (names->count > 1)
        qsort(names->items, names->count, sizeof(*names->items), compare_names);
    return STN_OK;
}

/* Map an index and call for it. Nothing is said about what cannot be read:
 * libgit2 will, if it needs it. */
static enum stn_status use_index(
    int folder, const char *name, uint64_t base,
    enum stn_status (*each)(void *payload, const struct stn_git_pack *pack,
                            struct stn_error *err),
    void *payload, struct stn_error *err)
{
    struct stn_git_pack pack = {.base = base};
    enum stn_status status = STN_OK;
    struct stat info;
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);

    if (fd < 0)
        return STN_OK;
    if (fstat(fd, &info) < 0 || !S_ISREG(info.st_mode) || info.st_size <= 0) {
        close(fd);
        return STN_OK;
    }
    size_t size = (size_t)info.st_size;
    void *map = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
    close(fd);
    if (map == MAP_FAILED)
        return STN_OK;
    if (stn_git_pack_index_parse(&pack.index, (struct stn_str){map, size}) ==
        STN_OK)
        status = each(payload, &pack, err);
    munmap(map, size);
    return status;
}

enum stn_status stn_git_packs_each(
    const struct stn_git_dirs *dirs,
    enum stn_status (*each)(void *payload, const struct stn_git_pack *pack,
                            struct stn_error *err),
    void *payload, struct stn_error *err)
{
    enum stn_status status = STN_OK;
    size_t packs = 0;

    for (size_t d = 0; status >= 0 && d < dirs->count; d++) {
        struct names names = {0};
        char *path = stn_git_join(dirs->items[d], "pack");
        if (path == NULL)
            return stn_fail_memory(err);
        DIR *folder = opendir(path);
        stn_free(path);
        if (folder == NULL)
            continue;
        status = list_indexes(&names, folder, err);
        for (size_t i = 0; status >= 0 && i < names.count && packs < PACKS_MAX;
             i++)
            status =
                use_index(dirfd(folder), names.items[i],
                          (uint64_t)packs++ << OFFSET_BITS, each, payload, err);
        names_dispose(&names);
        closedir(folder);
    }
    return status;
}

uint64_t stn_git_pack_place(const struct stn_git_pack *pack, uint32_t at)
{
    const uint64_t most = ((uint64_t)1 << OFFSET_BITS) - 1;
    uint64_t offset = stn_git_pack_index_offset(&pack->index, at);

    return pack->base + (offset < most ? offset : most);
}

void stn_git_keys_sort(struct stn_git_key *keys, struct stn_git_key *spare,
                       size_t count)
{
    struct stn_git_key *from = keys;
    struct stn_git_key *to = spare;
    uint64_t varying = 0;

    for (size_t i = 1; i < count; i++)
        varying |= keys[i].key ^ keys[0].key;
    for (unsigned shift = 0; shift < 64; shift += DIGIT_BITS) {
        size_t starts[DIGITS] = {0};
        size_t start = 0;

        if (((varying >> shift) & (DIGITS - 1)) == 0)
            continue;
        for (size_t i = 0; i < count; i++)
            starts[(from[i].key >> shift) & (DIGITS - 1)]++;
        for (size_t d = 0; d < DIGITS; d++) {
            size_t here = starts[d];
            starts[d] = start;
            start += here;
        }
        for (size_t i = 0; i < count; i++)
            to[starts[(from[i].key >> shift) & (DIGITS - 1)]++] = from[i];
        struct stn_git_key *other = from;
        from = to;
        to = other;
    }
    if (from != keys)
        memcpy(keys, from, count * sizeof(*keys));
}
