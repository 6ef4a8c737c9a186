#include "findings/rule_info.h"

#include "base/str.h"

static const char *const severity_names[] = {
    [STN_NOTE] = "note", [STN_LOW] = "low",           [STN_MEDIUM] = "medium",
    [STN_HIGH] = "high", [STN_CRITICAL] = "critical", [STN_NEVER] = "never",
};

const char *stn_severity_name(enum stn_severity severity)
{
    size_t count = sizeof(severity_names) / sizeof(severity_names[0]);

    return (size_t)severity < count ? severity_names[severity] : NULL;
}

bool stn_severity_parse(enum stn_severity *out, struct stn_str name, bool never)
{
    enum stn_severity last = never ? STN_NEVER : STN_CRITICAL;

    for (enum stn_severity s = STN_NOTE; s <= last; s++) {
        if (stn_str_equal(name, stn_str_of(severity_names[s]))) {
            *out = s;
            return true;
        }
    }
    return false;
}

const char *stn_category_name(enum stn_category category)
{
    switch (category) {
    case STN_CATEGORY_GO:
        return "go";
    case STN_CATEGORY_SECRET:
        break;
    }
    return "secret";
}
