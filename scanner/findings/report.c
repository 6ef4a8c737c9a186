#include "findings/report.h"

#include "base/alloc.h"

enum stn_status stn_report_note(struct stn_report *report, struct stn_str text,
                                struct stn_error *err)
{
    const char **notes = stn_grow(report->notes, &report->note_capacity,
                                  report->note_count, sizeof(*notes));

    if (notes == NULL)
        return stn_fail_memory(err);
    report->notes = notes;
    notes[report->note_count] = stn_arena_strdup(&report->found.arena, text);
    if (notes[report->note_count] == NULL)
        return stn_fail_memory(err);
    report->note_count++;
    return STN_OK;
}

enum stn_status stn_report_tally(struct stn_report *report,
                                 enum stn_tally_kind kind, struct stn_str text,
                                 uint64_t uses, struct stn_error *err)
{
    struct stn_tallies *tallies = &report->part.tallies;
    struct stn_tally *items = stn_grow(tallies->items, &tallies->capacity,
                                       tallies->count, sizeof(*items));

    if (items == NULL)
        return stn_fail_memory(err);
    tallies->items = items;
    const char *copy = stn_arena_strdup(&report->found.arena, text);
    if (copy == NULL)
        return stn_fail_memory(err);
    items[tallies->count++] = (struct stn_tally){kind, copy, uses};
    return STN_OK;
}

enum stn_status stn_report_tally_words(struct stn_report *report,
                                       enum stn_tally_kind kind,
                                       const struct stn_buf *words,
                                       struct stn_error *err)
{
    enum stn_status status = stn_buf_status(words, err);

    if (status < 0)
        return status;
    return stn_report_tally(report, kind, stn_buf_str(words), 0, err);
}

void stn_report_dispose(struct stn_report *report)
{
    stn_findings_dispose(&report->found);
    stn_free(report->notes);
    stn_free(report->part.tallies.items);
    *report = (struct stn_report){0};
}
