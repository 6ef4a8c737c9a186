#include "cli/baseline_options.h"

#include "base/error.h"
#include "base/limits.h"
#include "policy/baseline.h"

static enum stn_status set_words(struct stn_settings *settings,
                                 const char **out, const char *value,
                                 const char *what, struct stn_error *err)
{
    if (!stn_baseline_is_sayable(stn_str_of(value)))
        return stn_fail(err, STN_EUSAGE,
                        "%s is UTF-8 without control characters, of at most "
                        "%d bytes",
                        what, STN_REASON_BYTES_MAX);
    const char *copy = stn_arena_strdup(&settings->arena, stn_str_of(value));
    if (copy == NULL)
        return stn_fail_memory(err);
    *out = copy;
    return STN_OK;
}

enum stn_status stn_set_reason(struct stn_settings *settings, const char *value,
                               enum stn_origin origin, struct stn_error *err)
{
    (void)origin;
    return set_words(settings, &settings->reason, value, "a reason", err);
}

enum stn_status stn_set_owner(struct stn_settings *settings, const char *value,
                              enum stn_origin origin, struct stn_error *err)
{
    (void)origin;
    return set_words(settings, &settings->owner, value, "an owner", err);
}

enum stn_status stn_set_until(struct stn_settings *settings, const char *value,
                              enum stn_origin origin, struct stn_error *err)
{
    (void)origin;
    if (!stn_baseline_read_day(&settings->until, stn_str_of(value)))
        return stn_fail(err, STN_EUSAGE,
                        "'%s' is no day; write it as in 2027-01-31", value);
    return STN_OK;
}
