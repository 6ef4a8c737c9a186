/**
 * @file
 * Rule files of anybody: what loads must also finish and come out as C.
 */
#include "base/limits.h"
#include "ruleset/emit.h"
#include "ruleset/load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct stn_str yaml = {(const char *)data, size};
    struct stn_buf source = STN_BUF_INIT(64 * STN_MIB);
    struct stn_rules rules = {0};
    struct stn_ruleset ruleset;
    struct stn_error err;

    if (stn_rules_parse(&rules, "fuzz", yaml, NULL, &err) >= 0 &&
        stn_rules_finish(&ruleset, &rules, &err) >= 0)
        stn_ruleset_emit(&source, &ruleset, &err);
    stn_buf_dispose(&source);
    stn_rules_dispose(&rules);
    return 0;
}
