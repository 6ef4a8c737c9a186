#include "sources/git_objects.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "sources/git_packs.h"

#define ID_BYTES sizeof(((git_oid *)NULL)->id)
/* One or two records for each prefix, and no more than 64 MB of prefixes. */
#define PREFIX_BITS_MIN 8
#define PREFIX_BITS_MAX 24

void stn_git_objects_dispose(struct stn_git_objects *objects)
{
    stn_free(objects->records);
    stn_free(objects->order);
    stn_free(objects->fanout);
    *objects = (struct stn_git_objects){0};
}

/* Ids as libgit2 tells them: pack by pack, some more than once. */
struct listing {
    git_oid *ids;
    size_t count, capacity;
    enum stn_status status;
};

static int list_id(const git_oid *id, void *payload)
{
    struct listing *listing = payload;

    git_oid *ids = stn_grow(listing->ids, &listing->capacity, listing->count,
                            sizeof(*ids));
    if (ids == NULL)
        listing->status = STN_ENOMEM;
    else if (listing->count >= STN_OBJECTS_MAX)
        listing->status = STN_ELIMIT;
    if (ids != NULL)
        listing->ids = ids;
    if (listing->status < 0)
        return -1;
    ids[listing->count++] = *id;
    return 0;
}

static enum stn_status list_ids(struct listing *listing,
                                const struct stn_git_repo *repo,
                                struct stn_error *err)
{
    int code = git_odb_foreach(repo->odb, list_id, listing);

    if (listing->status == STN_ENOMEM)
        return stn_fail_memory(err);
    if (listing->status == STN_ELIMIT)
        return stn_fail(err, STN_ELIMIT, "%s: more than %d objects", repo->name,
                        STN_OBJECTS_MAX);
    if (code < 0)
        return stn_git_fail(err, STN_ELIB, "%s: cannot list its objects",
                            repo->name);
    return STN_OK;
}

static uint64_t id_prefix(const unsigned char *id)
{
    uint64_t prefix = 0;

    for (size_t i = 0; i < sizeof(prefix); i++)
        prefix = prefix << 8 | id[i];
    return prefix;
}

static int compare_ids(const void *a, const void *b)
{
    return git_oid_cmp(a, b);
}

/* Ids whose first eight bytes are alike: twice the same one, in honest
 * repositories. */
static void sort_alike(git_oid *ids, size_t count)
{
    for (size_t from = 0; from < count;) {
        uint64_t prefix = id_prefix(ids[from].id);
        size_t to = from + 1;
        while (to < count && id_prefix(ids[to].id) == prefix)
            to++;
        if (to - from > 1)
            qsort(ids + from, to - from, sizeof(*ids), compare_ids);
        from = to;
    }
}

/* Sort the ids into the table's records, each once. */
static enum stn_status make_records(struct stn_git_objects *objects,
                                    const struct listing *listing,
                                    struct stn_error *err)
{
    size_t count = listing->count;
    struct stn_git_key *keys = stn_calloc(count, 2 * sizeof(*keys));
    git_oid *sorted = stn_calloc(count, sizeof(*sorted));
    enum stn_status status = STN_OK;

    if (keys == NULL || sorted == NULL) {
        status = stn_fail_memory(err);
        goto done;
    }
    for (size_t i = 0; i < count; i++)
        keys[i] =
            (struct stn_git_key){id_prefix(listing->ids[i].id), (uint32_t)i};
    stn_git_keys_sort(keys, keys + count, count);
    for (size_t i = 0; i < count; i++)
        sorted[i] = listing->ids[keys[i].item];
    sort_alike(sorted, count);

    size_t unique = 0;
    for (size_t i = 0; i < count; i++)
        if (i == 0 || !git_oid_equal(&sorted[i], &sorted[i - 1]))
            sorted[unique++] = sorted[i];
    objects->records = stn_calloc(unique, sizeof(*objects->records));
    if (objects->records == NULL) {
        status = stn_fail_memory(err);
        goto done;
    }
    for (size_t i = 0; i < unique; i++)
        objects->records[i] = (struct stn_git_record){
            .id = sorted[i],
            .commit = STN_GIT_NONE,
            .parent = STN_GIT_NONE,
        };
    objects->count = (uint32_t)unique;
done:
    stn_free(keys);
    stn_free(sorted);
    return status;
}

static size_t prefix_of(const struct stn_git_objects *objects,
                        const unsigned char *id)
{
    uint32_t first = (uint32_t)id[0] << 24 | (uint32_t)id[1] << 16 |
                     (uint32_t)id[2] << 8 | id[3];

    return first >> (32 - objects->prefix_bits);
}

static enum stn_status make_fanout(struct stn_git_objects *objects,
                                   struct stn_error *err)
{
    unsigned bits = PREFIX_BITS_MIN;

    while (bits < PREFIX_BITS_MAX && objects->count >> bits > 1)
        bits++;
    size_t prefixes = (size_t)1 << bits;
    objects->prefix_bits = bits;
    objects->fanout = stn_calloc(prefixes + 1, sizeof(uint32_t));
    if (objects->fanout == NULL)
        return stn_fail_memory(err);
    for (uint32_t i = 0; i < objects->count; i++)
        objects->fanout[prefix_of(objects, objects->records[i].id.id) + 1]++;
    for (size_t i = 0; i < prefixes; i++)
        objects->fanout[i + 1] += objects->fanout[i];
    return STN_OK;
}

uint32_t stn_git_objects_find(const struct stn_git_objects *objects,
                              const unsigned char *id)
{
    size_t prefix = prefix_of(objects, id);
    uint32_t low = objects->fanout[prefix];
    uint32_t high = objects->fanout[prefix + 1];

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = memcmp(id, objects->records[middle].id.id, ID_BYTES);
        if (order == 0)
            return middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return STN_GIT_NONE;
}

struct hints {
    const struct stn_git_objects *objects;
    struct stn_git_key *keys;
};

/* The first pack that has an object gives its place. */
static enum stn_status take_hints(void *payload,
                                  const struct stn_git_pack *pack,
                                  struct stn_error *err)
{
    const struct hints *hints = payload;

    (void)err;
    for (uint32_t i = 0; i < pack->index.count; i++) {
        uint32_t record = stn_git_objects_find(
            hints->objects, stn_git_pack_index_id(&pack->index, i));
        if (record != STN_GIT_NONE &&
            hints->keys[record].key == STN_GIT_PLACE_NONE)
            hints->keys[record].key = stn_git_pack_place(pack, i);
    }
    return STN_OK;
}

static enum stn_status make_order(struct stn_git_objects *objects,
                                  const struct stn_git_repo *repo,
                                  struct stn_error *err)
{
    size_t count = objects->count;
    struct stn_git_key *keys = stn_calloc(count, 2 * sizeof(*keys));
    struct hints hints = {objects, keys};
    enum stn_status status = STN_OK;

    objects->order = stn_calloc(count, sizeof(uint32_t));
    if (keys == NULL || objects->order == NULL) {
        status = stn_fail_memory(err);
        goto done;
    }
    for (size_t i = 0; i < count; i++)
        keys[i] = (struct stn_git_key){STN_GIT_PLACE_NONE, (uint32_t)i};
    status = stn_git_packs_each(&repo->dirs, take_hints, &hints, err);
    if (status < 0)
        goto done;
    stn_git_keys_sort(keys, keys + count, count);
    for (size_t i = 0; i < count; i++)
        objects->order[i] = keys[i].item;
done:
    stn_free(keys);
    return status;
}

enum stn_status stn_git_objects_load(struct stn_git_objects *objects,
                                     const struct stn_git_repo *repo,
                                     struct stn_error *err)
{
    struct listing listing = {0};
    enum stn_status status = list_ids(&listing, repo, err);

    if (status >= 0)
        status = make_records(objects, &listing, err);
    stn_free(listing.ids);
    if (status >= 0)
        status = make_fanout(objects, err);
    if (status >= 0)
        status = make_order(objects, repo, err);
    return status;
}
