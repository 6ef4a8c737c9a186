#include <inttypes.h>

#include "base/buf.h"
#include "base/limits.h"
#include "policy/policy.h"

static void append_proposed(struct stn_buf *text, const struct stn_tally *tally)
{
    stn_buf_printf(text, "%s: allow entry of the change: no effect%s",
                   tally->text, tally->uses > 0 ? ", though " : "");
    if (tally->uses > 0)
        stn_buf_printf(text, "%" PRIu64 " %s would be allowed", tally->uses,
                       tally->uses == 1 ? "finding" : "findings");
}

/* Nothing, if there is nothing to say. */
static void append_tally(struct stn_buf *text, const struct stn_tally *tally)
{
    switch (tally->kind) {
    case STN_TALLY_PROPOSED:
        append_proposed(text, tally);
        break;
    case STN_TALLY_OWN:
        if (tally->uses > 0)
            stn_buf_printf(text,
                           "%" PRIu64 " finding%s in the baseline of the "
                           "change itself: no effect",
                           tally->uses, tally->uses == 1 ? " is" : "s are");
        break;
    case STN_TALLY_SAID:
    case STN_TALLY_IDLE:
        stn_buf_puts(text, tally->text);
        break;
    }
}

/* Add what is in a buffer, which is empty then. */
static enum stn_status add_note(struct stn_report *report, struct stn_buf *text,
                                struct stn_error *err)
{
    enum stn_status status = stn_buf_status(text, err);

    if (status >= 0 && text->len > 0)
        status = stn_report_note(report, stn_buf_str(text), err);
    stn_buf_clear(text);
    return status;
}

static enum stn_status write_tallies(struct stn_report *report, bool idle,
                                     struct stn_buf *text,
                                     struct stn_error *err)
{
    const struct stn_tallies *tallies = &report->part.tallies;
    enum stn_status status = STN_OK;

    for (size_t i = 0; i < tallies->count && status >= 0; i++) {
        const struct stn_tally *tally = &tallies->items[i];
        if ((tally->kind == STN_TALLY_IDLE) != idle)
            continue;
        append_tally(text, tally);
        status = add_note(report, text, err);
    }
    return status;
}

/* In-line marks of the change, which had no effect. */
static enum stn_status write_marks(struct stn_report *report,
                                   struct stn_buf *text, struct stn_error *err)
{
    size_t marks = 0;

    for (size_t i = 0; i < report->found.count; i++)
        marks += report->found.items[i].is_mark_ignored;
    if (marks == 0)
        return STN_OK;
    stn_buf_printf(text, "%zu %s in line by the change itself: no effect",
                   marks,
                   marks == 1 ? "finding is allowed" : "findings are allowed");
    return add_note(report, text, err);
}

enum stn_status stn_policy_write_notes(struct stn_report *report,
                                       struct stn_error *err)
{
    struct stn_buf text = STN_BUF_INIT(STN_YAML_BYTES_MAX);
    enum stn_status status;

    if (stn_shard_is_part(report->part.shard))
        return STN_OK;
    status = write_tallies(report, false, &text, err);
    if (status >= 0)
        status = write_marks(report, &text, err);
    report->change_notes = report->note_count;
    if (status >= 0)
        status = write_tallies(report, true, &text, err);
    stn_buf_dispose(&text);
    return status;
}
