#include <inttypes.h>

#include "base/limits.h"
#include "policy/baseline.h"

/* What is wrong with an entry. @return Whether anything is. */
static bool put_flaw(struct stn_buf *out, const struct stn_baseline *baseline,
                     size_t index, enum stn_entry_state state, int64_t now)
{
    const struct stn_baseline_entry *entry = &baseline->entries[index];
    bool is_expired = stn_baseline_is_expired(entry, now);

    if (!is_expired && state != STN_ENTRY_UNUSED)
        return false;
    stn_buf_clear(out);
    stn_buf_printf(out, "%s:%" PRIu32 ": ", baseline->name, entry->row);
    if (state == STN_ENTRY_UNUSED) {
        stn_buf_puts(out, "entry matches nothing; 'stanch baseline update' "
                          "drops it");
    } else {
        stn_buf_puts(out, "entry counted until ");
        stn_baseline_append_day(out, entry->until);
    }
    if (entry->owner.len > 0) {
        stn_buf_puts(out, " (owner: ");
        stn_buf_append(out, entry->owner);
        stn_buf_putc(out, ')');
    }
    return true;
}

enum stn_status stn_baseline_notes(const struct stn_baseline *baseline,
                                   int64_t now, struct stn_report *report,
                                   struct stn_error *err)
{
    struct stn_buf text = STN_BUF_INIT(STN_BASELINE_LINE_BYTES_MAX);
    enum stn_status status = STN_OK;
    size_t count = 0; /* all, noted or not */

    for (size_t i = 0; i < baseline->count && status == STN_OK; i++) {
        enum stn_entry_state state =
            report->entries != NULL ? report->entries[i] : STN_ENTRY_UNMET;
        if (put_flaw(&text, baseline, i, state, now) &&
            count++ < STN_BASELINE_NOTES_MAX)
            status = stn_report_tally_words(report, STN_TALLY_IDLE, &text, err);
    }
    if (status == STN_OK && count > STN_BASELINE_NOTES_MAX) {
        stn_buf_clear(&text);
        stn_buf_printf(&text,
                       "%s: %zu more entries match nothing or are past their "
                       "date",
                       baseline->name, count - STN_BASELINE_NOTES_MAX);
        status = stn_report_tally_words(report, STN_TALLY_IDLE, &text, err);
    }
    stn_buf_dispose(&text);
    return status;
}
