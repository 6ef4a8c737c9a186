#include "policy/policy.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "base/alloc.h"
#include "base/glob.h"
#include "base/limits.h"
#include "findings/fingerprint.h"

/** One entry of the configuration that still counts, or the note that it does
 *  not. Strings are those of the options. */
struct entry {
    const struct stn_allow *allow;
    bool is_expired;
    atomic_bool is_used;
};

struct stn_policy {
    struct entry *entries; /* in the order of the configuration */
    size_t count;
    /* Entries with a fingerprint by that, so that a hundred thousand of them
     * cost a search; then the others, in their order. */
    struct entry **by_fingerprint;
    size_t fingerprint_count;
    struct entry **others;
    size_t other_count;
};

static int compare_entries(const void *left, const void *right)
{
    const struct entry *a = *(struct entry *const *)left;
    const struct entry *b = *(struct entry *const *)right;
    int order = strcmp(a->allow->fingerprint, b->allow->fingerprint);

    if (order != 0)
        return order;
    return (a > b) - (a < b);
}

static const char *origin_of(const struct stn_allow *allow)
{
    return allow->origin != NULL ? allow->origin : "configuration";
}

static enum stn_status check_glob(const struct stn_allow *allow,
                                  const char *key, const char *glob,
                                  struct stn_error *err)
{
    struct stn_error why = {""};

    if (glob == NULL || stn_glob_check(stn_str_of(glob), &why) == STN_OK)
        return STN_OK;
    return stn_fail(err, STN_EINPUT, "%s: allow: %s: %s", origin_of(allow), key,
                    why.message);
}

static enum stn_status check_entry(const struct stn_allow *allow,
                                   struct stn_error *err)
{
    if (allow->reason == NULL ||
        stn_str_trim(stn_str_of(allow->reason)).len == 0)
        return stn_fail(err, STN_EINPUT, "%s: allow: a reason is needed",
                        origin_of(allow));
    /* It would allow everything; who wants that writes rule: '**'. */
    if (allow->rule == NULL && allow->path == NULL &&
        allow->fingerprint == NULL)
        return stn_fail(err, STN_EINPUT,
                        "%s: allow: name a rule, a path or a fingerprint",
                        origin_of(allow));
    enum stn_status status = check_glob(allow, "rule", allow->rule, err);
    if (status == STN_OK)
        status = check_glob(allow, "path", allow->path, err);
    return status;
}

static void add_entry(struct stn_policy *policy, const struct stn_allow *allow,
                      int64_t now)
{
    struct entry *entry = &policy->entries[policy->count++];

    entry->allow = allow;
    entry->is_expired = allow->until != 0 && now > allow->until;
    atomic_init(&entry->is_used, false);
    if (entry->is_expired)
        return;
    if (allow->fingerprint != NULL)
        policy->by_fingerprint[policy->fingerprint_count++] = entry;
    else
        policy->others[policy->other_count++] = entry;
}

enum stn_status stn_policy_new(struct stn_policy **out,
                               const struct stn_options *options,
                               struct stn_error *err)
{
    int64_t now = options->now != 0 ? options->now : (int64_t)time(NULL);
    size_t count = options->allow_count;
    enum stn_status status = STN_OK;

    struct stn_policy *policy = stn_calloc(1, sizeof(*policy));
    if (policy == NULL)
        return stn_fail_memory(err);
    policy->entries = stn_calloc(count, sizeof(*policy->entries));
    policy->by_fingerprint = stn_calloc(count, sizeof(struct entry *));
    policy->others = stn_calloc(count, sizeof(struct entry *));
    if (policy->entries == NULL || policy->by_fingerprint == NULL ||
        policy->others == NULL) {
        status = stn_fail_memory(err);
        goto done;
    }
    for (size_t i = 0; i < count; i++) {
        status = check_entry(&options->allow[i], err);
        if (status < 0)
            goto done;
        add_entry(policy, &options->allow[i], now);
    }
    if (policy->fingerprint_count > 1)
        qsort(policy->by_fingerprint, policy->fingerprint_count,
              sizeof(struct entry *), compare_entries);
    *out = policy;
    policy = NULL; /* the caller's now */
done:
    stn_policy_free(policy);
    return status;
}

void stn_policy_free(struct stn_policy *policy)
{
    if (policy == NULL)
        return;
    stn_free(policy->entries);
    stn_free(policy->by_fingerprint);
    stn_free(policy->others);
    stn_free(policy);
}

static bool entry_matches(const struct entry *entry,
                          const struct stn_finding *finding)
{
    const struct stn_allow *allow = entry->allow;

    if (allow->rule != NULL && !stn_glob_matches(stn_str_of(allow->rule),
                                                 stn_str_of(finding->rule->id)))
        return false;
    return allow->path == NULL ||
           stn_glob_matches(stn_str_of(allow->path), finding->file);
}

/* The first entry of that fingerprint that matches, or NULL. */
static struct entry *find_by_fingerprint(const struct stn_policy *policy,
                                         const char *fingerprint,
                                         const struct stn_finding *finding)
{
    size_t low = 0;
    size_t high = policy->fingerprint_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(policy->by_fingerprint[middle]->allow->fingerprint,
                   fingerprint) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < policy->fingerprint_count; low++) {
        struct entry *entry = policy->by_fingerprint[low];
        if (strcmp(entry->allow->fingerprint, fingerprint) != 0)
            return NULL;
        if (entry_matches(entry, finding))
            return entry;
    }
    return NULL;
}

static struct entry *find_other(const struct stn_policy *policy,
                                const struct stn_finding *finding)
{
    for (size_t i = 0; i < policy->other_count; i++)
        if (entry_matches(policy->others[i], finding))
            return policy->others[i];
    return NULL;
}

/* The first entry that suppresses a finding; *out NULL if none does. */
static enum stn_status find_entry(struct entry **out,
                                  const struct stn_policy *policy,
                                  const struct stn_finding *finding)
{
    struct entry *entry = find_other(policy, finding);

    if (policy->fingerprint_count > 0) {
        struct stn_buf text = STN_BUF_INIT(STN_PATTERN_BYTES_MAX);
        stn_fingerprint_append(&text, finding);
        if (text.status < 0) {
            enum stn_status status = text.status;
            stn_buf_dispose(&text);
            return status;
        }
        struct entry *exact = find_by_fingerprint(policy, text.ptr, finding);
        stn_buf_dispose(&text);
        if (entry == NULL || (exact != NULL && exact < entry))
            entry = exact;
    }
    *out = entry;
    return STN_OK;
}

enum stn_status stn_policy_judge(const struct stn_policy *policy,
                                 struct stn_finding *finding)
{
    struct entry *entry = NULL;
    enum stn_status status = find_entry(&entry, policy, finding);

    if (status < 0 || entry == NULL)
        return status;
    atomic_store_explicit(&entry->is_used, true, memory_order_relaxed);
    /* What an in-line mark said stands, but the entry was of use. */
    if (finding->status != STN_NEW)
        return STN_OK;
    finding->status = STN_ALLOWED;
    finding->reason = stn_str_of(entry->allow->reason);
    return STN_OK;
}

bool stn_policy_would_allow(const struct stn_policy *policy,
                            const struct stn_finding *finding)
{
    struct entry *entry = NULL;

    return find_entry(&entry, policy, finding) == STN_OK && entry != NULL;
}

static enum stn_status add_note(struct stn_report *report, struct stn_buf *text,
                                struct stn_error *err)
{
    if (stn_buf_status(text, err) < 0)
        return text->status;
    if (stn_shard_is_part(report->part.shard))
        return stn_report_unused(report, stn_buf_str(text), err);
    return stn_report_note(report, stn_buf_str(text), err);
}

static void append_expiry(struct stn_buf *out, int64_t until)
{
    time_t seconds = (time_t)until;
    struct tm date;

    if (gmtime_r(&seconds, &date) == NULL)
        stn_buf_puts(out, "allow entry is past its date");
    else
        stn_buf_printf(out, "allow entry counted until %04d-%02d-%02d",
                       date.tm_year + 1900, date.tm_mon + 1, date.tm_mday);
}

enum stn_status stn_policy_notes(const struct stn_policy *policy,
                                 struct stn_report *report,
                                 struct stn_error *err)
{
    struct stn_buf text = STN_BUF_INIT(STN_YAML_BYTES_MAX);
    enum stn_status status = STN_OK;

    for (size_t i = 0; i < policy->count && status == STN_OK; i++) {
        const struct entry *entry = &policy->entries[i];
        if (!entry->is_expired &&
            atomic_load_explicit(&entry->is_used, memory_order_relaxed))
            continue;
        stn_buf_clear(&text);
        stn_buf_printf(&text, "%s: ", origin_of(entry->allow));
        if (entry->is_expired)
            append_expiry(&text, entry->allow->until);
        else
            stn_buf_puts(&text, "allow entry matched nothing");
        status = add_note(report, &text, err);
    }
    stn_buf_dispose(&text);
    return status;
}
