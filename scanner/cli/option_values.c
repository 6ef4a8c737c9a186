#include "cli/option_values.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/limits.h"
#include "policy/baseline.h"

enum stn_status stn_set_deadline(struct stn_settings *settings,
                                 const char *value, enum stn_origin origin,
                                 struct stn_error *err)
{
    char *end;

    errno = 0;
    double seconds = strtod(value, &end);
    if (errno != 0 || end == value || *end != '\0' || !isfinite(seconds) ||
        seconds < 0)
        return stn_fail(err, STN_EUSAGE, "'%s' is no number of seconds", value);
    settings->deadline = seconds;
    settings->deadline_origin = origin;
    return STN_OK;
}

enum stn_status stn_set_jobs(struct stn_settings *settings, const char *value,
                             enum stn_origin origin, struct stn_error *err)
{
    char *end;

    (void)origin;
    errno = 0;
    unsigned long jobs = strtoul(value, &end, 10);
    if (errno != 0 || end == value || *end != '\0' || value[0] == '-' ||
        jobs > STN_JOBS_MAX)
        return stn_fail(err, STN_EUSAGE,
                        "'%s' is no number of threads, 0 (one for each core) "
                        "to %d",
                        value, STN_JOBS_MAX);
    settings->jobs = (uint32_t)jobs;
    return STN_OK;
}

enum stn_status stn_set_shard(struct stn_settings *settings, const char *value,
                              enum stn_origin origin, struct stn_error *err)
{
    unsigned numbers[2];
    int end = 0;

    (void)origin;
    if (strspn(value, "0123456789/") != strlen(value) || strlen(value) > 16 ||
        sscanf(value, "%u/%u%n", &numbers[0], &numbers[1], &end) != 2 ||
        value[end] != '\0' || numbers[0] < 1 || numbers[0] > numbers[1] ||
        numbers[1] > STN_SHARDS_MAX)
        return stn_fail(err, STN_EUSAGE,
                        "'%s' is no part: say K/N, as in 1/4 to 4/4; N is at "
                        "most %d",
                        value, STN_SHARDS_MAX);
    settings->shard = numbers[0];
    settings->shard_count = numbers[1];
    return STN_OK;
}

enum stn_status stn_set_color(struct stn_settings *settings, const char *value,
                              enum stn_origin origin, struct stn_error *err)
{
    (void)origin;
    if (strcmp(value, "auto") == 0)
        settings->color = STN_COLOR_AUTO;
    else if (strcmp(value, "always") == 0)
        settings->color = STN_COLOR_ALWAYS;
    else if (strcmp(value, "never") == 0)
        settings->color = STN_COLOR_NEVER;
    else
        return stn_fail(err, STN_EUSAGE,
                        "--color wants auto, always or never, not '%s'", value);
    return STN_OK;
}

enum stn_status stn_set_fetch(struct stn_settings *settings, const char *value,
                              enum stn_origin origin, struct stn_error *err)
{
    (void)origin;
    if (strcmp(value, "auto") != 0 && strcmp(value, "never") != 0)
        return stn_fail(err, STN_EUSAGE,
                        "--fetch wants auto or never, not '%s'", value);
    settings->fetch = strcmp(value, "auto") == 0;
    return STN_OK;
}

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
