#include "policy/policy.h"

bool stn_gate_is_incomplete(const struct stn_report *report)
{
    for (size_t i = 0; i <= STN_SKIP_NOTHING; i++)
        if (stn_skip_is_failure((enum stn_skip_reason)i) &&
            report->found.skipped[i] > 0)
            return true;
    return false;
}

void stn_gate_decide(struct stn_report *report)
{
    enum stn_severity fail_at =
        report->fail_at != STN_SEVERITY_DEFAULT ? report->fail_at : STN_HIGH;

    report->blocking = 0;
    report->suppressed = 0;
    for (size_t i = 0; i < report->found.count; i++) {
        const struct stn_finding *finding = &report->found.items[i];
        if (finding->status != STN_NEW)
            report->suppressed++;
        else if (finding->severity >= fail_at)
            report->blocking++;
    }
    report->fail_at = fail_at;
    if (report->blocking > 0)
        report->verdict = STN_FINDINGS;
    else if (stn_gate_is_incomplete(report))
        report->verdict = STN_INCOMPLETE;
    else
        report->verdict = STN_CLEAN;
}

int stn_gate_exit_status(const struct stn_report *report)
{
    return stn_verdict_exit_status(report->verdict);
}
