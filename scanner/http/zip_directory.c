#include "http/zip_directory.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/limits.h"

#define LOCAL_BYTES 30
#define ENTRY_BYTES 46
#define END_BYTES 22
#define END_64_BYTES 56
#define LOCATOR_BYTES 20
#define COMMENT_BYTES_MAX 65535

#define LOCAL_MAGIC STN_STR("PK\3\4")
#define ENTRY_MAGIC STN_STR("PK\1\2")
#define END_MAGIC STN_STR("PK\5\6")
#define END_64_MAGIC STN_STR("PK\6\6")
#define LOCATOR_MAGIC STN_STR("PK\6\7")

#define FLAG_ENCRYPTED 0x1
#define FLAG_MASKED 0x2000
#define METHOD_STORED 0
#define METHOD_DEFLATED 8
#define METHOD_AES 99
/* A number that is in the zip64 extra field instead. */
#define ELSEWHERE UINT32_MAX
#define EXTRA_ZIP64 1

/* Little-endian; the caller knows that they are there. */
static uint64_t number_at(struct stn_str bytes, size_t at, size_t size)
{
    uint64_t number = 0;

    for (size_t i = size; i > 0; i--)
        number = number << 8 | (unsigned char)bytes.ptr[at + i - 1];
    return number;
}

/* Whether a record of `size` bytes with this magic is at `at`. */
static bool is_record(struct stn_str bytes, size_t at, size_t size,
                      struct stn_str magic)
{
    return at <= bytes.len && bytes.len - at >= size &&
           memcmp(bytes.ptr + at, magic.ptr, magic.len) == 0;
}

/* The last record of the archive, with its comment behind it; SIZE_MAX: none.
 */
static size_t find_end(struct stn_str archive)
{
    size_t least = 0;

    if (archive.len < END_BYTES)
        return SIZE_MAX;
    if (archive.len > END_BYTES + COMMENT_BYTES_MAX)
        least = archive.len - END_BYTES - COMMENT_BYTES_MAX;
    for (size_t at = archive.len - END_BYTES + 1; at > least; at--)
        if (is_record(archive, at - 1, END_BYTES, END_MAGIC) &&
            number_at(archive, at - 1 + 20, 2) <=
                archive.len - (at - 1) - END_BYTES)
            return at - 1;
    return SIZE_MAX;
}

/* Where the first entry is, as the end says, or the end of zip64 before it. */
static size_t find_first(struct stn_str archive, size_t end)
{
    const uint64_t start = number_at(archive, end + 16, 4);

    if (start != ELSEWHERE)
        return (size_t)start;
    if (end < LOCATOR_BYTES ||
        !is_record(archive, end - LOCATOR_BYTES, LOCATOR_BYTES, LOCATOR_MAGIC))
        return SIZE_MAX;
    const uint64_t end_64 = number_at(archive, end - LOCATOR_BYTES + 8, 8);
    if (end_64 > archive.len ||
        !is_record(archive, (size_t)end_64, END_64_BYTES, END_64_MAGIC))
        return SIZE_MAX;
    const uint64_t start_64 = number_at(archive, (size_t)end_64 + 48, 8);
    return start_64 <= archive.len ? (size_t)start_64 : SIZE_MAX;
}

/* The zip64 extra field of an entry: only what is elsewhere stands in it, in
 * this order. */
static void read_extra(struct stn_str extra, uint64_t *size, uint64_t *packed,
                       uint64_t *start)
{
    uint64_t *const numbers[] = {size, packed, start};

    while (extra.len >= 4) {
        const size_t length = 4 + (size_t)number_at(extra, 2, 2);
        if (number_at(extra, 0, 2) == EXTRA_ZIP64) {
            const struct stn_str field = stn_str_sub(extra, 4, length);
            size_t at = 0;
            for (size_t i = 0; i < 3; i++) {
                if (*numbers[i] != ELSEWHERE || field.len - at < 8)
                    continue;
                *numbers[i] = number_at(field, at, 8);
                at += 8;
            }
            return;
        }
        extra = stn_str_sub(extra, length, extra.len);
    }
}

/* Where a member's bytes are. */
static enum stn_zip_fault find_bytes(struct stn_zip_entry *entry,
                                     struct stn_str archive, uint64_t start,
                                     uint64_t packed)
{
    if (start > archive.len ||
        !is_record(archive, (size_t)start, LOCAL_BYTES, LOCAL_MAGIC))
        return STN_ZIP_DAMAGED;
    const size_t data = (size_t)start + LOCAL_BYTES +
                        (size_t)number_at(archive, (size_t)start + 26, 2) +
                        (size_t)number_at(archive, (size_t)start + 28, 2);
    if (data > archive.len || packed > archive.len - data)
        return STN_ZIP_DAMAGED;
    entry->start = (size_t)start;
    entry->bytes = (struct stn_span){data, data + (size_t)packed};
    return STN_ZIP_SOUND;
}

/* One entry; its size in the directory. */
static size_t read_entry(struct stn_zip_entry *entry, struct stn_str archive,
                         size_t at)
{
    const uint64_t flags = number_at(archive, at + 8, 2);
    const uint64_t method = number_at(archive, at + 10, 2);
    uint64_t packed = number_at(archive, at + 20, 4);
    uint64_t size = number_at(archive, at + 24, 4);
    uint64_t start = number_at(archive, at + 42, 4);
    const size_t name = at + ENTRY_BYTES;
    const size_t extra = name + (size_t)number_at(archive, at + 28, 2);
    const size_t comment = extra + (size_t)number_at(archive, at + 30, 2);

    read_extra(stn_str_sub(archive, extra, comment), &size, &packed, &start);
    *entry = (struct stn_zip_entry){.name = stn_str_sub(archive, name, extra),
                                    .is_deflated = method == METHOD_DEFLATED};
    if ((flags & (FLAG_ENCRYPTED | FLAG_MASKED)) != 0 || method == METHOD_AES)
        entry->fault = STN_ZIP_ENCRYPTED;
    else if (method != METHOD_STORED && method != METHOD_DEFLATED)
        entry->fault = STN_ZIP_UNKNOWN_METHOD;
    else
        entry->fault = find_bytes(entry, archive, start, packed);
    return comment + (size_t)number_at(archive, at + 32, 2) - at;
}

static bool is_nothing(const struct stn_zip_entry *entry)
{
    return stn_str_ends(entry->name, STN_STR("/")) ||
           (entry->fault == STN_ZIP_SOUND &&
            entry->bytes.start == entry->bytes.end);
}

static enum stn_status read_entries(struct stn_zip_directory *directory,
                                    struct stn_str archive, size_t at,
                                    struct stn_error *err)
{
    while (is_record(archive, at, ENTRY_BYTES, ENTRY_MAGIC)) {
        struct stn_zip_entry entry;
        if (directory->count == STN_HTTP_MEMBERS_MAX)
            break;
        at += read_entry(&entry, archive, at);
        if (is_nothing(&entry))
            continue;
        struct stn_zip_entry *entries =
            stn_grow(directory->entries, &directory->capacity, directory->count,
                     sizeof(*entries));
        if (entries == NULL)
            return stn_fail_memory(err);
        directory->entries = entries;
        entries[directory->count++] = entry;
    }
    /* Behind the entries stands one of the ends. */
    directory->is_cut = !is_record(archive, at, 4, END_MAGIC) &&
                        !is_record(archive, at, 4, END_64_MAGIC);
    return STN_OK;
}

static int compare_starts(const void *a, const void *b)
{
    const struct stn_zip_entry *one = *(struct stn_zip_entry *const *)a;
    const struct stn_zip_entry *other = *(struct stn_zip_entry *const *)b;

    if (one->start != other->start)
        return one->start < other->start ? -1 : 1;
    return (one > other) - (one < other);
}

/* Mark what begins before its neighbour ends. */
static enum stn_status find_overlaps(struct stn_zip_directory *directory,
                                     struct stn_error *err)
{
    struct stn_zip_entry **sorted =
        stn_calloc(directory->count, sizeof(*sorted));
    size_t end = 0;

    if (sorted == NULL)
        return stn_fail_memory(err);
    for (size_t i = 0; i < directory->count; i++)
        sorted[i] = &directory->entries[i];
    if (directory->count > 0)
        qsort(sorted, directory->count, sizeof(*sorted), compare_starts);
    for (size_t i = 0; i < directory->count; i++) {
        if (sorted[i]->fault != STN_ZIP_SOUND)
            continue;
        if (sorted[i]->start < end) {
            sorted[i]->fault = STN_ZIP_OVERLAPS;
            sorted[i]->bytes = (struct stn_span){0, 0};
        } else {
            end = sorted[i]->bytes.end;
        }
    }
    stn_free(sorted);
    return STN_OK;
}

enum stn_status stn_zip_directory_read(struct stn_zip_directory *out,
                                       struct stn_str archive,
                                       struct stn_error *err)
{
    struct stn_zip_directory directory = {0};
    const size_t end = find_end(archive);
    enum stn_status status;

    if (end == SIZE_MAX)
        return STN_EINPUT;
    const size_t first = find_first(archive, end);
    if (first > end)
        return STN_EINPUT;
    status = read_entries(&directory, archive, first, err);
    if (status == STN_OK)
        status = find_overlaps(&directory, err);
    if (status < 0) {
        stn_zip_directory_dispose(&directory);
        return status;
    }
    *out = directory;
    return STN_OK;
}

void stn_zip_directory_dispose(struct stn_zip_directory *directory)
{
    stn_free(directory->entries);
    *directory = (struct stn_zip_directory){0};
}
