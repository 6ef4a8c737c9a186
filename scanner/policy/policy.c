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
    atomic_size_t uses;
};

struct entries {
    struct entry *items; /* in the order of the configuration */
    size_t count;
    /* Entries with a fingerprint by that, so that a hundred thousand of them
     * cost a search; then the others, in their order. */
    struct entry **by_fingerprint;
    size_t fingerprint_count;
    struct entry **others;
    size_t other_count;
};

struct stn_policy {
    struct entries allow;
    struct entries proposed; /* of the change: without effect */
    struct stn_strings notes;
    bool is_untrusted;
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

static void add_entry(struct entries *entries, const struct stn_allow *allow,
                      int64_t now)
{
    struct entry *entry = &entries->items[entries->count++];

    entry->allow = allow;
    entry->is_expired = allow->until != 0 && now > allow->until;
    atomic_init(&entry->uses, 0);
    if (entry->is_expired)
        return;
    if (allow->fingerprint != NULL)
        entries->by_fingerprint[entries->fingerprint_count++] = entry;
    else
        entries->others[entries->other_count++] = entry;
}

static void entries_dispose(struct entries *entries)
{
    stn_free(entries->items);
    stn_free(entries->by_fingerprint);
    stn_free(entries->others);
}

static enum stn_status entries_init(struct entries *entries,
                                    const struct stn_allow *allow, size_t count,
                                    int64_t now, struct stn_error *err)
{
    entries->items = stn_calloc(count, sizeof(*entries->items));
    entries->by_fingerprint = stn_calloc(count, sizeof(struct entry *));
    entries->others = stn_calloc(count, sizeof(struct entry *));
    if (entries->items == NULL || entries->by_fingerprint == NULL ||
        entries->others == NULL)
        return stn_fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        enum stn_status status = check_entry(&allow[i], err);
        if (status < 0)
            return status;
        add_entry(entries, &allow[i], now);
    }
    if (entries->fingerprint_count > 1)
        qsort(entries->by_fingerprint, entries->fingerprint_count,
              sizeof(struct entry *), compare_entries);
    return STN_OK;
}

enum stn_status stn_policy_new(struct stn_policy **out,
                               const struct stn_options *options,
                               struct stn_error *err)
{
    int64_t now = options->now != 0 ? options->now : (int64_t)time(NULL);
    struct stn_policy *policy = stn_calloc(1, sizeof(*policy));

    if (policy == NULL)
        return stn_fail_memory(err);
    policy->notes = options->notes;
    policy->is_untrusted = options->is_untrusted;
    enum stn_status status = entries_init(&policy->allow, options->allow,
                                          options->allow_count, now, err);
    if (status >= 0)
        status = entries_init(&policy->proposed, options->proposed,
                              options->proposed_count, now, err);
    if (status < 0) {
        stn_policy_free(policy);
        return status;
    }
    *out = policy;
    return STN_OK;
}

void stn_policy_free(struct stn_policy *policy)
{
    if (policy == NULL)
        return;
    entries_dispose(&policy->allow);
    entries_dispose(&policy->proposed);
    stn_free(policy);
}

bool stn_policy_is_untrusted(const struct stn_policy *policy)
{
    return policy->is_untrusted;
}

static bool entry_matches(const struct entry *entry,
                          const struct stn_finding *finding)
{
    const struct stn_allow *allow = entry->allow;

    if (allow->rule != NULL && !stn_glob_matches(stn_str_of(allow->rule),
                                                 stn_str_of(finding->rule->id)))
        return false;
    /* What a change moves into an allowed place was not allowed before. */
    return allow->path == NULL ||
           (stn_glob_matches(stn_str_of(allow->path), finding->file) &&
            (finding->was.len == 0 ||
             stn_glob_matches(stn_str_of(allow->path), finding->was)));
}

/* The first entry of that fingerprint that matches, or NULL. */
static struct entry *find_by_fingerprint(const struct entries *entries,
                                         const char *fingerprint,
                                         const struct stn_finding *finding)
{
    size_t low = 0;
    size_t high = entries->fingerprint_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(entries->by_fingerprint[middle]->allow->fingerprint,
                   fingerprint) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < entries->fingerprint_count; low++) {
        struct entry *entry = entries->by_fingerprint[low];
        if (strcmp(entry->allow->fingerprint, fingerprint) != 0)
            return NULL;
        if (entry_matches(entry, finding))
            return entry;
    }
    return NULL;
}

static struct entry *find_other(const struct entries *entries,
                                const struct stn_finding *finding)
{
    for (size_t i = 0; i < entries->other_count; i++)
        if (entry_matches(entries->others[i], finding))
            return entries->others[i];
    return NULL;
}

/* The first entry that is about a finding; *out NULL if none is. */
static enum stn_status find_entry(struct entry **out,
                                  const struct entries *entries,
                                  const struct stn_finding *finding)
{
    struct entry *entry = find_other(entries, finding);

    if (entries->fingerprint_count > 0) {
        struct stn_buf text = STN_BUF_INIT(STN_PATTERN_BYTES_MAX);
        stn_fingerprint_append(&text, finding);
        if (text.status < 0) {
            enum stn_status status = text.status;
            stn_buf_dispose(&text);
            return status;
        }
        struct entry *exact = find_by_fingerprint(entries, text.ptr, finding);
        stn_buf_dispose(&text);
        if (entry == NULL || (exact != NULL && exact < entry))
            entry = exact;
    }
    *out = entry;
    return STN_OK;
}

static void count_use(struct entry *entry)
{
    atomic_fetch_add_explicit(&entry->uses, 1, memory_order_relaxed);
}

/* Say of a finding that counts what the change would make of it. */
static enum stn_status judge_proposed(const struct stn_policy *policy,
                                      struct stn_finding *finding)
{
    struct entry *entry = NULL;
    enum stn_status status = STN_OK;

    if (policy->proposed.count > 0)
        status = find_entry(&entry, &policy->proposed, finding);
    if (status < 0 || entry == NULL)
        return status;
    count_use(entry);
    stn_finding_add_evidence(finding, STN_EVIDENCE_OWN_ALLOW);
    return STN_OK;
}

enum stn_status stn_policy_judge(const struct stn_policy *policy,
                                 struct stn_finding *finding)
{
    struct entry *entry = NULL;
    enum stn_status status = find_entry(&entry, &policy->allow, finding);

    if (status < 0)
        return status;
    if (entry == NULL)
        return finding->status == STN_NEW ? judge_proposed(policy, finding)
                                          : STN_OK;
    count_use(entry);
    /* What an in-line mark said stands, but the entry was of use. */
    if (finding->status != STN_NEW)
        return STN_OK;
    finding->status = STN_ALLOWED;
    finding->reason = stn_str_of(entry->allow->reason);
    finding->owner = stn_str_of(entry->allow->owner);
    return STN_OK;
}

bool stn_policy_would_allow(const struct stn_policy *policy,
                            const struct stn_finding *finding)
{
    struct entry *entry = NULL;

    return find_entry(&entry, &policy->allow, finding) == STN_OK &&
           entry != NULL;
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

/* Entries that did nothing. */
static enum stn_status note_idle(const struct entries *entries,
                                 struct stn_report *report,
                                 struct stn_buf *text, struct stn_error *err)
{
    enum stn_status status = STN_OK;

    for (size_t i = 0; i < entries->count && status == STN_OK; i++) {
        const struct entry *entry = &entries->items[i];
        if (!entry->is_expired &&
            atomic_load_explicit(&entry->uses, memory_order_relaxed) > 0)
            continue;
        stn_buf_clear(text);
        stn_buf_printf(text, "%s: ", origin_of(entry->allow));
        if (entry->is_expired)
            append_expiry(text, entry->allow->until);
        else
            stn_buf_puts(text, "allow entry matched nothing");
        if (entry->allow->owner != NULL)
            stn_buf_printf(text, " (owner: %s)", entry->allow->owner);
        status = stn_report_tally_words(report, STN_TALLY_IDLE, text, err);
    }
    return status;
}

enum stn_status stn_policy_notes(const struct stn_policy *policy,
                                 struct stn_report *report,
                                 struct stn_error *err)
{
    struct stn_buf text = STN_BUF_INIT(STN_YAML_BYTES_MAX);
    enum stn_status status = STN_OK;

    for (size_t i = 0; i < policy->notes.count && status == STN_OK; i++) {
        stn_buf_clear(&text);
        stn_buf_puts(&text, policy->notes.items[i]);
        status = stn_report_tally_words(report, STN_TALLY_SAID, &text, err);
    }
    for (size_t i = 0; i < policy->proposed.count && status == STN_OK; i++) {
        const struct entry *entry = &policy->proposed.items[i];
        status = stn_report_tally(report, STN_TALLY_PROPOSED,
                                  stn_str_of(origin_of(entry->allow)),
                                  entry->uses, err);
    }
    if (status >= 0)
        status = note_idle(&policy->allow, report, &text, err);
    stn_buf_dispose(&text);
    return status < 0 ? status : stn_policy_write_notes(report, err);
}
