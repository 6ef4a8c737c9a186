#include "pipeline/memo.h"

#include "base/alloc.h"

/* A capture has some hundred different fields that rules ask for. */
#define ENTRIES 512

struct stn_memo {
    struct stn_memo_entry entries[ENTRIES];
};

enum stn_status stn_memo_new(struct stn_memo **out, struct stn_error *err)
{
    struct stn_memo *memo = stn_calloc(1, sizeof(*memo));

    if (memo == NULL)
        return stn_fail_memory(err);
    *out = memo;
    return STN_OK;
}

void stn_memo_free(struct stn_memo *memo)
{
    stn_free(memo);
}

/* FNV-1a. */
static uint32_t hash_more(uint32_t hash, struct stn_str bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        hash = (hash ^ (unsigned char)bytes.ptr[i]) * UINT32_C(16777619);
    return hash;
}

static size_t slot_of(const struct stn_segment *field)
{
    uint32_t hash = UINT32_C(2166136261) ^ (uint32_t)field->kind;

    hash = hash_more(hash, field->name);
    hash = hash_more(hash, field->bytes);
    return (hash ^ hash >> 15) % ENTRIES;
}

static bool fits(const struct stn_segment *field)
{
    return field->name.len <= STN_MEMO_BYTES_MAX &&
           field->bytes.len <= STN_MEMO_BYTES_MAX - field->name.len;
}

static bool is_same(const struct stn_memo_entry *entry,
                    const struct stn_segment *field)
{
    const struct stn_str name = {entry->bytes, entry->name_length};
    const struct stn_str value = {entry->bytes + entry->name_length,
                                  entry->value_length};

    return entry->kind == field->kind && entry->traits == field->traits &&
           entry->expires == field->expires &&
           stn_str_equal(name, field->name) &&
           stn_str_equal(value, field->bytes);
}

const struct stn_memo_entry *stn_memo_find(const struct stn_memo *memo,
                                           const struct stn_segment *field)
{
    if (!fits(field))
        return NULL;
    const struct stn_memo_entry *entry = &memo->entries[slot_of(field)];
    return is_same(entry, field) ? entry : NULL;
}

/* A match whose evidence stays. */
static void keep_match(struct stn_memo_match *kept,
                       const struct stn_match *match)
{
    kept->match = *match;
    for (size_t i = 0; i < match->evidence_count; i++) {
        const size_t length =
            strnlen(match->evidence[i], STN_EVIDENCE_BYTES - 1);
        memcpy(kept->evidence[i], match->evidence[i], length);
        kept->evidence[i][length] = '\0';
        kept->match.evidence[i] = kept->evidence[i];
    }
}

void stn_memo_keep(struct stn_memo *memo, const struct stn_segment *field,
                   const struct stn_matches *matches)
{
    if (!fits(field) || matches->count > STN_MEMO_MATCHES_MAX ||
        matches->gave_up_count > 0)
        return;
    struct stn_memo_entry *entry = &memo->entries[slot_of(field)];
    entry->kind = field->kind;
    entry->traits = field->traits;
    entry->expires = field->expires;
    entry->name_length = (uint32_t)field->name.len;
    entry->value_length = (uint32_t)field->bytes.len;
    if (field->name.len > 0)
        memcpy(entry->bytes, field->name.ptr, field->name.len);
    if (field->bytes.len > 0)
        memcpy(entry->bytes + field->name.len, field->bytes.ptr,
               field->bytes.len);
    entry->count = matches->count;
    for (size_t i = 0; i < matches->count; i++)
        keep_match(&entry->matches[i], &matches->items[i]);
}
