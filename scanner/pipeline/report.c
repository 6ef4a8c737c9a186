#include "findings/report.h"

#include "base/alloc.h"
#include "policy/policy.h"

size_t stn_report_count(const struct stn_report *report)
{
    return report->found.count;
}

const struct stn_finding *stn_report_at(const struct stn_report *report,
                                        size_t index)
{
    return &report->found.items[index];
}

enum stn_verdict stn_report_verdict(const struct stn_report *report)
{
    return report->verdict;
}

int stn_report_exit_status(const struct stn_report *report)
{
    return stn_gate_exit_status(report);
}

void stn_report_free(struct stn_report *report)
{
    if (report == NULL)
        return;
    stn_report_dispose(report);
    stn_free(report);
}
