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

const char *stn_skip_remedy(enum stn_skip_reason reason)
{
    switch (reason) {
    case STN_SKIP_TOO_LARGE:
        return "raise limits.file_bytes, or leave them out with paths.skip";
    case STN_SKIP_UNREADABLE:
        return "make them readable, or leave them out with paths.skip";
    case STN_SKIP_CHANGED:
        return "scan again when nothing writes to them";
    case STN_SKIP_MISSING:
        return "fetch what is missing; this is a partial clone";
    case STN_SKIP_SHALLOW:
        return "fetch the whole history with git fetch --unshallow, in CI with "
               "fetch-depth: 0";
    case STN_SKIP_LFS:
        return "fetch the files with git lfs pull";
    case STN_SKIP_REGEX_LIMIT:
        return "a rule gave up; look at these yourself, and report the rule";
    case STN_SKIP_TOO_MANY:
        return "more than one run keeps; scan parts, or switch off noisy rules";
    case STN_SKIP_STOPPED:
        return "give it more time, or less to scan";
    case STN_SKIP_SELF_CHECK:
        return "stanch missed the secret it had planted itself; report this";
    case STN_SKIP_NOTHING:
        return "there was nothing to scan; check the path or the range";
    case STN_SKIP_BINARY:
    case STN_SKIP_PATH:
    case STN_SKIP_SUBMODULE:
    case STN_SKIP_SYMLINK:
    case STN_SKIP_SPECIAL:
    case STN_SKIP_UNSTRUCTURED:
    case STN_SKIP_UNPARSED:
    case STN_SKIP_LATE:
        break;
    case STN_SKIP_UNCHECKED:
        return "split them, or leave them out with paths.skip";
    case STN_SKIP_UNDECODED:
        return "unpack them, and scan what is in them";
    }
    return "";
}

bool stn_preview_tells(struct stn_str preview)
{
    for (size_t i = 0; i < preview.len; i++) {
        unsigned char byte = (unsigned char)preview.ptr[i];
        if ((byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
            (byte >= 'a' && byte <= 'z'))
            return true;
    }
    return false;
}
