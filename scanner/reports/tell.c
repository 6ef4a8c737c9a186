#include "reports/tell.h"

#include "reports/names.h"
#include "reports/safe.h"

void stn_tell_finding(struct stn_buf *out, const struct stn_finding *finding,
                      bool location)
{
    stn_buf_puts(out, finding->rule->title);
    for (size_t i = 0; i < finding->evidence_count; i++) {
        stn_buf_puts(out, "; ");
        stn_buf_puts(out, finding->evidence[i]);
    }
    if (!location || finding->location.len == 0)
        return;
    stn_buf_puts(out, "; in ");
    stn_buf_append(out, finding->location);
}

void stn_tell_advice(struct stn_buf *out, const struct stn_finding *finding)
{
    const char *advice = finding->rule->advice;

    if (advice != NULL)
        stn_buf_puts(out, advice);
    if (advice != NULL && finding->cure != NULL)
        stn_buf_putc(out, ' ');
    if (finding->cure != NULL)
        stn_buf_puts(out, finding->cure);
}

void stn_tell_skip(struct stn_buf *out, const struct stn_skip *skip)
{
    stn_buf_append(out, skip->file);
    stn_buf_puts(out, skip->file.len > 0 ? ": " : "");
    stn_buf_puts(out, stn_skip_name(skip->reason));
    stn_buf_puts(out, skip->detail.len > 0 ? ": " : "");
    stn_buf_append(out, skip->detail);
}

bool stn_report_is_whole(const struct stn_report *report)
{
    for (size_t i = 0; i <= STN_SKIP_NOTHING; i++)
        if (report->found.skipped[i] > 0 &&
            stn_skip_is_failure((enum stn_skip_reason)i))
            return false;
    return report->verdict != STN_INCOMPLETE;
}

bool stn_report_blocks(const struct stn_report *report,
                       const struct stn_finding *finding)
{
    return finding->status == STN_NEW && finding->severity >= report->fail_at;
}

const struct stn_finding *stn_worst_next(struct stn_worst *walk)
{
    const struct stn_findings *found = &walk->report->found;

    for (; walk->severity >= STN_NOTE; walk->severity--, walk->at = 0) {
        while (walk->at < found->count) {
            const struct stn_finding *finding = &found->items[walk->at++];
            if (finding->status == STN_NEW &&
                finding->severity == walk->severity)
                return finding;
        }
    }
    return NULL;
}

void stn_tell_failures(struct stn_buf *out, const struct stn_report *report)
{
    const char *separator = "";

    for (size_t i = 0; i <= STN_SKIP_NOTHING; i++) {
        enum stn_skip_reason reason = (enum stn_skip_reason)i;
        uint64_t count = report->found.skipped[i];
        if (count == 0 || !stn_skip_is_failure(reason))
            continue;
        stn_buf_puts(out, separator);
        stn_buf_puts(out, stn_skip_name(reason));
        if (count > 1) {
            stn_buf_puts(out, " (");
            stn_safe_append_count(out, count);
            stn_buf_putc(out, ')');
        }
        if (stn_skip_remedy(reason)[0] != '\0')
            stn_buf_printf(out, ": %s", stn_skip_remedy(reason));
        separator = "; ";
    }
    if (separator[0] == '\0')
        stn_buf_puts(out, "not everything was scanned");
}

void stn_tell_incomplete(struct stn_buf *out, const struct stn_report *report)
{
    stn_buf_puts(out, "stanch could not scan everything: ");
    stn_tell_failures(out, report);
}

struct stn_str stn_report_failed_file(const struct stn_report *report)
{
    const struct stn_findings *found = &report->found;

    for (size_t i = 0; i < found->skip_count; i++)
        if (found->skips[i].file.len > 0 &&
            stn_skip_is_failure(found->skips[i].reason))
            return found->skips[i].file;
    return STN_STR(".");
}

void stn_tell_verdict(struct stn_buf *out, const struct stn_report *report)
{
    static const char *const words[] = {[STN_CLEAN] = "clean",
                                        [STN_FINDINGS] = "blocked",
                                        [STN_INCOMPLETE] = "incomplete"};
    const char *fail_at = stn_severity_name(report->fail_at);

    stn_buf_printf(out, "%s: ", words[report->verdict]);
    if (report->verdict == STN_FINDINGS) {
        stn_safe_append_count(out, report->blocking);
        stn_buf_puts(out, report->blocking == 1 ? " finding" : " findings");
    } else {
        stn_buf_puts(out, "nothing");
    }
    stn_buf_printf(out, " at or above %s", fail_at != NULL ? fail_at : "never");
    if (!stn_report_is_whole(report))
        stn_buf_puts(out, report->verdict == STN_FINDINGS
                              ? ", and not everything was scanned"
                              : " so far, but not everything was scanned");
}
