/** @file What every kind of rule tells about itself. */
#ifndef STN_FINDINGS_RULE_INFO_H
#define STN_FINDINGS_RULE_INFO_H

#include "base/error.h"
#include "base/str.h"

enum stn_category { STN_CATEGORY_SECRET, STN_CATEGORY_GO };

/** Strings are NUL-terminated and live as long as the scanner. */
struct stn_rule_info {
    const char *id;
    const char *title;
    const char *advice; /**< May be NULL. */
    const char *source; /**< The page that documents it; may be NULL. */
    enum stn_category category;
    enum stn_severity severity;
};

/** "note", "low", ... @return NULL for STN_SEVERITY_DEFAULT. */
const char *stn_severity_name(enum stn_severity severity);
/** @param never  Whether "never" is a severity here.
 *  @return false if it is none, with *out untouched. */
bool stn_severity_parse(enum stn_severity *out, struct stn_str name,
                        bool never);
const char *stn_category_name(enum stn_category category);

#endif
