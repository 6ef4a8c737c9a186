#include "findings/report.h"

#include "base/alloc.h"

/* Append a copy to an array. */
static enum stn_status append(const char ***items, size_t *count,
                              size_t *capacity, struct stn_arena *arena,
                              struct stn_str text, struct stn_error *err)
{
    const char **grown = stn_grow(*items, capacity, *count, sizeof(*grown));

    if (grown == NULL)
        return stn_fail_memory(err);
    *items = grown;
    grown[*count] = stn_arena_strdup(arena, text);
    if (grown[*count] == NULL)
        return stn_fail_memory(err);
    ++*count;
    return STN_OK;
}

enum stn_status stn_report_note(struct stn_report *report, struct stn_str text,
                                struct stn_error *err)
{
    return append(&report->notes, &report->note_count, &report->note_capacity,
                  &report->found.arena, text, err);
}

enum stn_status stn_report_unused(struct stn_report *report,
                                  struct stn_str text, struct stn_error *err)
{
    struct stn_report_notes *unused = &report->part.unused;

    return append(&unused->items, &unused->count, &unused->capacity,
                  &report->found.arena, text, err);
}

void stn_report_dispose(struct stn_report *report)
{
    stn_findings_dispose(&report->found);
    stn_free(report->notes);
    stn_free(report->part.unused.items);
    *report = (struct stn_report){0};
}
