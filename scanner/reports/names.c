#include "reports/names.h"

const char *stn_finding_status_name(enum stn_finding_status status)
{
    switch (status) {
    case STN_NEW:
        break;
    case STN_ALLOWED:
        return "allowed";
    case STN_KNOWN:
        return "known";
    }
    return "new";
}

const char *stn_verdict_name(enum stn_verdict verdict)
{
    switch (verdict) {
    case STN_CLEAN:
        return "clean";
    case STN_FINDINGS:
        return "findings";
    case STN_INCOMPLETE:
        break;
    }
    return "incomplete";
}
