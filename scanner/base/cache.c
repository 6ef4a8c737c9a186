#include "base/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/hmac.h"
#include "base/limits.h"

/* The file: a header, then buckets of entries, the newest of each first. What
 * is torn when two write at a time has a wrong tag, and is no entry. */
#define MAGIC "stanch cache 1\n"
#define HEADER_BYTES 64
#define KEY_BYTES 32
#define ENTRY_COUNT 8
#define TABLE_NAME "clean"
#define KEY_NAME "key"

struct entry {
    unsigned char mark[8]; /* of id and scope: where to look further */
    unsigned char size[4];
    unsigned char tag[20]; /* of id, scope and size */
};

struct bucket {
    struct entry entries[ENTRY_COUNT];
};

struct stn_cache {
    int fd;
    uint64_t buckets;
    unsigned char scope[8];
    struct stn_hmac mac; /* with the scope fed */
};

static void put_u32(unsigned char bytes[4], uint32_t number)
{
    for (size_t i = 0; i < 4; i++)
        bytes[i] = (unsigned char)(number >> (24 - 8 * i));
}

static uint64_t get_number(const unsigned char *bytes, size_t count)
{
    uint64_t number = 0;

    for (size_t i = 0; i < count; i++)
        number = number << 8 | bytes[i];
    return number;
}

static void make_entry(const struct stn_cache *cache, struct entry *entry,
                       const unsigned char *id, uint32_t size)
{
    struct stn_hmac mac = cache->mac;
    unsigned char digest[STN_SHA256_BYTES];

    for (size_t i = 0; i < sizeof(entry->mark); i++)
        entry->mark[i] = id[i] ^ cache->scope[i];
    put_u32(entry->size, size);
    stn_hmac_update(&mac,
                    (struct stn_str){(const char *)id, STN_CACHE_ID_BYTES});
    stn_hmac_update(
        &mac, (struct stn_str){(const char *)entry->size, sizeof(entry->size)});
    stn_hmac_final(&mac, digest);
    memcpy(entry->tag, digest, sizeof(entry->tag));
}

static uint64_t bucket_of(const struct stn_cache *cache,
                          const unsigned char *id)
{
    return get_number(id + 8, 8) % cache->buckets;
}

static off_t offset_of(uint64_t bucket)
{
    return (off_t)(HEADER_BYTES + bucket * sizeof(struct bucket));
}

static bool read_bucket(const struct stn_cache *cache, uint64_t at,
                        struct bucket *bucket)
{
    return pread(cache->fd, bucket, sizeof(*bucket), offset_of(at)) ==
           (ssize_t)sizeof(*bucket);
}

bool stn_cache_find(const struct stn_cache *cache,
                    const unsigned char id[STN_CACHE_ID_BYTES], uint32_t *size)
{
    struct bucket bucket;

    if (!read_bucket(cache, bucket_of(cache, id), &bucket))
        return false;
    for (size_t i = 0; i < ENTRY_COUNT; i++) {
        const struct entry *entry = &bucket.entries[i];
        struct entry wanted;
        bool is_marked = true;
        for (size_t b = 0; b < sizeof(entry->mark) && is_marked; b++)
            is_marked = entry->mark[b] == (id[b] ^ cache->scope[b]);
        if (!is_marked)
            continue;
        const uint32_t given = (uint32_t)get_number(entry->size, 4);
        make_entry(cache, &wanted, id, given);
        if (!stn_hmac_equal(wanted.tag, entry->tag, sizeof(wanted.tag)))
            continue;
        *size = given;
        return true;
    }
    return false;
}

static int compare_places(const void *left, const void *right)
{
    const struct stn_cache_entry *a = left;
    const struct stn_cache_entry *b = right;

    return memcmp(a->id + 8, b->id + 8, STN_CACHE_ID_BYTES - 8);
}

/* Put an entry in front, in the place of one for the same object. */
static void push(struct bucket *bucket, const struct entry *entry)
{
    size_t at = 0;

    while (at < ENTRY_COUNT - 1 && memcmp(bucket->entries[at].mark, entry->mark,
                                          sizeof(entry->mark)) != 0)
        at++;
    memmove(bucket->entries + 1, bucket->entries, at * sizeof(*entry));
    bucket->entries[0] = *entry;
}

void stn_cache_put(const struct stn_cache *cache,
                   struct stn_cache_entry *entries, size_t count)
{
    /* Several threads, or paths, may have had the same object. */
    if (count > 1)
        qsort(entries, count, sizeof(*entries), compare_places);
    for (size_t i = 0; i < count; i++) {
        const uint64_t at = bucket_of(cache, entries[i].id);
        struct bucket bucket;
        struct entry entry;
        if (i > 0 &&
            memcmp(entries[i].id, entries[i - 1].id, STN_CACHE_ID_BYTES) == 0)
            continue;
        if (!read_bucket(cache, at, &bucket))
            memset(&bucket, 0, sizeof(bucket));
        make_entry(cache, &entry, entries[i].id, entries[i].size);
        push(&bucket, &entry);
        if (pwrite(cache->fd, &bucket, sizeof(bucket), offset_of(at)) !=
            (ssize_t)sizeof(bucket))
            return;
    }
}

/* Whether a folder is in a work tree: what is there, a change may bring. */
static bool is_in_repository(const char *folder)
{
    char path[PATH_MAX + 8];

    if (realpath(folder, path) == NULL)
        return false;
    for (size_t length = strlen(path); length > 0; length--) {
        if (path[length] != '\0' && path[length] != '/')
            continue;
        snprintf(path + length, sizeof(path) - length, "/.git");
        if (access(path, F_OK) == 0)
            return true;
        path[length] = '\0';
    }
    return false;
}

static enum stn_status check_folder(const char *folder, int fd,
                                    struct stn_error *err)
{
    struct stat info;

    if (fstat(fd, &info) < 0 || info.st_uid != geteuid())
        return stn_fail(err, STN_EUSAGE,
                        "%s: as a cache it must be this user's own", folder);
    if ((info.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return stn_fail(err, STN_EUSAGE,
                        "%s: as a cache nobody else may write to it: chmod "
                        "go-w",
                        folder);
    if (is_in_repository(folder))
        return stn_fail(err, STN_EUSAGE,
                        "%s: a cache in a repository could come with a change",
                        folder);
    return STN_OK;
}

/* Open a file of the folder that is this user's. @return -1 if there is none,
 * with the reason in errno. */
static int open_own(int folder, const char *name, int flags, mode_t forbidden)
{
    struct stat info;
    int fd =
        openat(folder, name, flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600);

    if (fd < 0)
        return -1;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) &&
        info.st_uid == geteuid() && (info.st_mode & forbidden) == 0)
        return fd;
    close(fd);
    errno = EPERM;
    return -1;
}

/* Make a key, under a name of its own first: another run may do the same. */
static bool make_key(int folder)
{
    unsigned char key[KEY_BYTES];
    char name[64];

    if (getrandom(key, sizeof(key), 0) != (ssize_t)sizeof(key))
        return false;
    snprintf(name, sizeof(name), KEY_NAME ".%ld", (long)getpid());
    (void)unlinkat(folder, name, 0);
    int fd = openat(folder, name,
                    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return false;
    bool is_made =
        write(fd, key, sizeof(key)) == (ssize_t)sizeof(key) &&
        (linkat(folder, name, folder, KEY_NAME, 0) == 0 || errno == EEXIST);
    close(fd);
    (void)unlinkat(folder, name, 0);
    return is_made;
}

static bool read_key(int folder, unsigned char key[KEY_BYTES])
{
    const mode_t others = S_IRWXG | S_IRWXO;
    unsigned char more;
    int fd = open_own(folder, KEY_NAME, O_RDONLY, others);

    if (fd < 0 && errno == ENOENT && make_key(folder))
        fd = open_own(folder, KEY_NAME, O_RDONLY, others);
    if (fd < 0)
        return false;
    bool is_read =
        read(fd, key, KEY_BYTES) == KEY_BYTES && read(fd, &more, 1) == 0;
    close(fd);
    if (!is_read)
        errno = EINVAL;
    return is_read;
}

static void make_header(unsigned char header[HEADER_BYTES], uint64_t buckets)
{
    memset(header, 0, HEADER_BYTES);
    memcpy(header, MAGIC, sizeof(MAGIC));
    put_u32(header + 16, (uint32_t)(buckets >> 32));
    put_u32(header + 20, (uint32_t)buckets);
}

/* Whether a table is whole, but of another size than is wanted. */
static bool is_of_another_size(int fd, off_t size)
{
    unsigned char header[HEADER_BYTES];
    unsigned char wanted[HEADER_BYTES];

    if (size < HEADER_BYTES)
        return false;
    make_header(wanted,
                ((uint64_t)size - HEADER_BYTES) / sizeof(struct bucket));
    return pread(fd, header, sizeof(header), 0) == (ssize_t)sizeof(header) &&
           memcmp(header, wanted, sizeof(header)) == 0;
}

/* Open the table; one that is damaged, or of another size, is begun anew. */
static int open_table(int folder, uint64_t buckets, bool *is_damaged)
{
    const off_t size = offset_of(buckets);
    unsigned char wanted[HEADER_BYTES];
    unsigned char header[HEADER_BYTES];
    struct stat info;
    int fd = open_own(folder, TABLE_NAME, O_RDWR | O_CREAT, S_IWGRP | S_IWOTH);

    make_header(wanted, buckets);
    if (fd < 0)
        return -1;
    if (fstat(fd, &info) == 0 && info.st_size == size &&
        pread(fd, header, sizeof(header), 0) == (ssize_t)sizeof(header) &&
        memcmp(header, wanted, sizeof(header)) == 0)
        return fd;
    *is_damaged = info.st_size > 0 && !is_of_another_size(fd, info.st_size);
    /* Cut before it is made: nothing of the old one is left behind. */
    if (ftruncate(fd, 0) == 0 && ftruncate(fd, size) == 0 &&
        pwrite(fd, wanted, sizeof(wanted), 0) == (ssize_t)sizeof(wanted))
        return fd;
    int saved = errno;
    close(fd);
    errno = saved;
    return -1;
}

static int open_folder(const char *folder)
{
    if (mkdir(folder, 0700) < 0 && errno != EEXIST)
        return -1;
    return open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static void begin_mac(struct stn_cache *cache,
                      const struct stn_cache_options *options,
                      const unsigned char key[KEY_BYTES])
{
    struct stn_str words = {(const char *)key, KEY_BYTES};

    if (options->key != NULL)
        words = stn_str_of(options->key);
    stn_hmac_init(&cache->mac, words);
    stn_hmac_update(&cache->mac, STN_STR(MAGIC));
    stn_hmac_update(&cache->mac, (struct stn_str){(const char *)options->scope,
                                                  sizeof(options->scope)});
    memcpy(cache->scope, options->scope, sizeof(cache->scope));
}

enum stn_status stn_cache_open(struct stn_cache **out,
                               const struct stn_cache_options *options,
                               struct stn_error *note, struct stn_error *err)
{
    unsigned char key[KEY_BYTES] = {0};
    uint64_t bytes = options->bytes > 0 ? options->bytes : STN_CACHE_BYTES;
    struct stn_cache *cache = NULL;
    bool is_damaged = false;
    enum stn_status status;

    note->message[0] = '\0';
    if (bytes < STN_CACHE_BYTES_MIN)
        bytes = STN_CACHE_BYTES_MIN;
    if (bytes > STN_CACHE_BYTES_MAX)
        bytes = STN_CACHE_BYTES_MAX;
    int folder = open_folder(options->folder);
    if (folder < 0) {
        stn_fail(note, STN_EIO, "the cache is not used: %s: %s",
                 options->folder, strerror(errno));
        return STN_OK;
    }
    status = check_folder(options->folder, folder, err);
    if (status < 0)
        goto done;
    cache = stn_calloc(1, sizeof(*cache));
    if (cache == NULL) {
        status = stn_fail_memory(err);
        goto done;
    }
    cache->fd = -1;
    cache->buckets = (bytes - HEADER_BYTES) / sizeof(struct bucket);
    if (options->key == NULL && !read_key(folder, key)) {
        stn_fail(note, STN_EIO, "the cache is not used: %s/" KEY_NAME ": %s",
                 options->folder, strerror(errno));
        goto done;
    }
    begin_mac(cache, options, key);
    cache->fd = open_table(folder, cache->buckets, &is_damaged);
    if (cache->fd < 0) {
        stn_fail(note, STN_EIO, "the cache is not used: %s/" TABLE_NAME ": %s",
                 options->folder, strerror(errno));
        goto done;
    }
    if (is_damaged)
        stn_fail(note, STN_EIO, "the cache was damaged, and is begun anew: %s",
                 options->folder);
    *out = cache;
    cache = NULL;
done:
    stn_cache_close(cache);
    close(folder);
    return status;
}

void stn_cache_close(struct stn_cache *cache)
{
    if (cache == NULL)
        return;
    if (cache->fd >= 0)
        close(cache->fd);
    stn_free(cache);
}
