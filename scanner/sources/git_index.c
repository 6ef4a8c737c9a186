#include "sources/git_index.h"

#include <stdio.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/limits.h"
#include "sources/git_dirs.h"
#include "sources/git_ewah.h"

/* Four million files of long paths. */
#define INDEX_BYTES_MAX ((size_t)1 << 30)

#define HEADER_BYTES ((size_t)12)
#define CHECKSUM_BYTES ((size_t)20)
/* Of an entry, where each part of it stands. */
#define AT_MODE 24
#define AT_ID 40
#define AT_FLAGS 60
#define FIXED_BYTES ((size_t)62)

#define FLAG_EXTENDED 0x4000u
#define FLAG_STAGE(flags) ((flags) >> 12 & 3)
#define MORE_INTENT 0x2000u

void stn_git_index_dispose(struct stn_git_index *index)
{
    stn_free(index->entries);
    stn_arena_dispose(&index->arena);
    *index = (struct stn_git_index){0};
}

static uint32_t read_big(const char *bytes, size_t length)
{
    uint32_t value = 0;

    for (size_t i = 0; i < length; i++)
        value = value << 8 | (unsigned char)bytes[i];
    return value;
}

/* A file being read. */
struct reading {
    struct stn_git_index *index;
    struct stn_str bytes; /* without the checksum */
    size_t at;
    uint32_t version;
    char path[STN_PATH_BYTES_MAX]; /* of the entry before */
    size_t path_len;
};

static enum stn_status malformed(struct stn_error *err)
{
    return stn_fail(err, STN_EINPUT, "the index is malformed");
}

/* How many bytes of the path before are not part of this one: a number of
 * seven bits a byte, the highest first, each but the last one too small. */
static bool read_strip(struct reading *reading, size_t *strip)
{
    size_t value = 0;

    for (size_t i = 0; i < sizeof(value); i++) {
        if (reading->at >= reading->bytes.len)
            return false;
        unsigned char byte = (unsigned char)reading->bytes.ptr[reading->at++];
        value = (value << 7) | (byte & 0x7F);
        if ((byte & 0x80) == 0) {
            *strip = value;
            return true;
        }
        value++;
    }
    return false;
}

/* Read a path up to its NUL into reading->path.
 * @param start  Where the entry begins: it is padded from there. */
static bool read_path(struct reading *reading, size_t start)
{
    size_t kept = 0;

    if (reading->version == 4) {
        size_t strip;
        if (!read_strip(reading, &strip) || strip > reading->path_len)
            return false;
        kept = reading->path_len - strip;
    }
    struct stn_str rest =
        stn_str_sub(reading->bytes, reading->at, reading->bytes.len);
    const char *end = rest.len > 0 ? memchr(rest.ptr, '\0', rest.len) : NULL;
    if (end == NULL)
        return false;
    size_t length = (size_t)(end - rest.ptr);
    if (length > sizeof(reading->path) - kept)
        return false;
    memcpy(reading->path + kept, rest.ptr, length);
    reading->path_len = kept + length;
    reading->at += length + 1;
    /* One to eight NULs, so that the next one begins at a multiple of 8. */
    if (reading->version < 4)
        reading->at = start + ((reading->at - start + 7) & ~(size_t)7);
    return reading->at <= reading->bytes.len;
}

static enum stn_status add_entry(struct stn_git_index *index,
                                 const struct stn_git_index_entry *entry,
                                 struct stn_error *err)
{
    struct stn_git_index_entry copy = *entry;
    struct stn_git_index_entry *entries = stn_grow(
        index->entries, &index->capacity, index->count, sizeof(*entries));

    if (entries == NULL)
        return stn_fail_memory(err);
    index->entries = entries;
    if (index->arena.bytes > INDEX_BYTES_MAX)
        return stn_fail(err, STN_ELIMIT,
                        "the index has over %zu bytes of paths",
                        INDEX_BYTES_MAX);
    if (!stn_arena_copy(&index->arena, &copy.path, entry->path))
        return stn_fail_memory(err);
    entries[index->count++] = copy;
    return STN_OK;
}

static enum stn_status read_entry(struct reading *reading,
                                  struct stn_error *err)
{
    struct stn_git_index_entry entry = {.mode = 0};
    size_t start = reading->at;

    if (reading->bytes.len - start < FIXED_BYTES)
        return malformed(err);
    const char *fixed = reading->bytes.ptr + start;
    uint32_t flags = read_big(fixed + AT_FLAGS, 2);
    entry.mode = read_big(fixed + AT_MODE, 4);
    entry.stage = (uint8_t)FLAG_STAGE(flags);
    memcpy(entry.id, fixed + AT_ID, sizeof(entry.id));
    reading->at += FIXED_BYTES;
    if (reading->version > 2 && (flags & FLAG_EXTENDED) != 0) {
        if (reading->bytes.len - reading->at < 2)
            return malformed(err);
        entry.is_intent = (read_big(fixed + FIXED_BYTES, 2) & MORE_INTENT) != 0;
        reading->at += 2;
    }
    if (!read_path(reading, start))
        return malformed(err);
    entry.path = (struct stn_str){reading->path, reading->path_len};
    return add_entry(reading->index, &entry, err);
}

/* Read what follows the entries. An extension whose name begins with a capital
 * letter may be passed over. */
static enum stn_status read_extensions(struct reading *reading,
                                       struct stn_git_index_link *link,
                                       struct stn_error *err)
{
    struct stn_str rest =
        stn_str_sub(reading->bytes, reading->at, reading->bytes.len);

    while (rest.len >= 8) {
        size_t size = read_big(rest.ptr + 4, 4);
        struct stn_str body = stn_str_sub(rest, 8, rest.len);

        if (size > body.len)
            return malformed(err);
        body.len = size;
        if (stn_str_starts(rest, STN_STR("link"))) {
            if (size < sizeof(link->id))
                return malformed(err);
            link->is_there = true;
            memcpy(link->id, body.ptr, sizeof(link->id));
            link->bitmaps = stn_str_sub(body, sizeof(link->id), size);
        } else if ((rest.ptr[0] < 'A' || rest.ptr[0] > 'Z') &&
                   !stn_str_starts(rest, STN_STR("sdir"))) {
            return stn_fail(err, STN_ELIB,
                            "the index has an extension '%.4s' that is not "
                            "known here",
                            rest.ptr);
        }
        rest = stn_str_sub(rest, 8 + size, rest.len);
    }
    return STN_OK;
}

enum stn_status stn_git_index_parse(struct stn_git_index *index,
                                    struct stn_git_index_link *link,
                                    struct stn_str bytes, struct stn_error *err)
{
    struct reading reading = {.index = index, .at = HEADER_BYTES};
    enum stn_status status = STN_OK;

    *link = (struct stn_git_index_link){.is_there = false};
    if (bytes.len < HEADER_BYTES + CHECKSUM_BYTES ||
        !stn_str_starts(bytes, STN_STR("DIRC")))
        return malformed(err);
    reading.bytes = stn_str_sub(bytes, 0, bytes.len - CHECKSUM_BYTES);
    reading.version = read_big(bytes.ptr + 4, 4);
    if (reading.version < 2 || reading.version > 4)
        return stn_fail(err, STN_ELIB,
                        "the index is of version %u, which is "
                        "not known here",
                        (unsigned)reading.version);
    uint32_t count = read_big(bytes.ptr + 8, 4);
    for (uint32_t i = 0; status >= 0 && i < count; i++)
        status = read_entry(&reading, err);
    return status < 0 ? status : read_extensions(&reading, link, err);
}

/* Let what is replaced take the path of what it replaces.
 * @return How many entries of the index were such. */
static size_t replace(struct stn_git_index *index,
                      const struct stn_git_index *base, const bool *replaced)
{
    size_t used = 0;

    for (size_t i = 0; i < base->count; i++) {
        if (!replaced[i])
            continue;
        if (used == index->count || index->entries[used].path.len > 0)
            return SIZE_MAX;
        index->entries[used++].path = base->entries[i].path;
    }
    return used;
}

enum stn_status stn_git_index_merge(struct stn_git_index *index,
                                    struct stn_git_index *base,
                                    const struct stn_git_index_link *link,
                                    struct stn_error *err)
{
    struct stn_str rest = link->bitmaps;
    bool *gone = stn_calloc(base->count, 2 * sizeof(*gone));
    enum stn_status status = STN_OK;
    size_t named;

    if (gone == NULL)
        return stn_fail_memory(err);
    bool *replaced = gone + base->count;
    if (rest.len > 0) {
        status = stn_git_ewah_read(&rest, gone, base->count);
        if (status >= 0)
            status = stn_git_ewah_read(&rest, replaced, base->count);
    }
    named = status >= 0 ? replace(index, base, replaced) : SIZE_MAX;
    for (size_t i = named; i < index->count; i++)
        if (index->entries[i].path.len == 0)
            named = SIZE_MAX;
    if (named == SIZE_MAX) {
        status = malformed(err);
        goto done;
    }
    for (size_t i = 0; status >= 0 && i < base->count; i++)
        if (!gone[i] && !replaced[i])
            status = add_entry(index, &base->entries[i], err);
    stn_arena_adopt(&index->arena, &base->arena);
done:
    stn_free(gone);
    return status;
}

/* Read the other half of a split index, and put them together. */
static enum stn_status load_base(struct stn_git_index *index,
                                 const struct stn_git_index_link *link,
                                 const char *gitdir, struct stn_error *err)
{
    struct stn_buf bytes = STN_BUF_INIT(INDEX_BYTES_MAX);
    struct stn_git_index base = {.count = 0};
    struct stn_git_index_link none;
    char name[] = "sharedindex.0123456789012345678901234567890123456789";
    enum stn_status status;

    for (size_t i = 0; i < sizeof(link->id); i++)
        snprintf(name + strlen("sharedindex.") + 2 * i, 3, "%02x", link->id[i]);
    char *path = stn_git_join(gitdir, name);
    if (path == NULL)
        return stn_fail_memory(err);
    status = stn_file_read(&bytes, path, err);
    if (status >= 0)
        status = stn_git_index_parse(&base, &none, stn_buf_str(&bytes), err);
    if (status >= 0)
        status = stn_git_index_merge(index, &base, link, err);
    stn_git_index_dispose(&base);
    stn_buf_dispose(&bytes);
    stn_free(path);
    return status;
}

enum stn_status stn_git_index_load(struct stn_git_index *index,
                                   const char *path, const char *gitdir,
                                   struct stn_error *err)
{
    static const unsigned char none[STN_GIT_OID_BYTES];
    struct stn_buf bytes = STN_BUF_INIT(INDEX_BYTES_MAX);
    struct stn_git_index_link link;
    struct stn_error why;

    enum stn_status status = stn_file_read(&bytes, path, &why);
    if (status == STN_ENOTFOUND) {
        stn_buf_dispose(&bytes);
        return STN_OK;
    }
    if (status >= 0)
        status = stn_git_index_parse(index, &link, stn_buf_str(&bytes), &why);
    if (status >= 0 && link.is_there &&
        memcmp(link.id, none, sizeof(none)) != 0)
        status = load_base(index, &link, gitdir, &why);
    stn_buf_dispose(&bytes);
    if (status == STN_ENOMEM)
        return stn_fail_memory(err);
    if (status < 0)
        return stn_fail(err, status == STN_EIO ? STN_EIO : STN_ELIB, "%s: %s",
                        path, why.message);
    return STN_OK;
}
