#include "reports/reporter.h"

extern const struct stn_reporter stn_reporter_text;
extern const struct stn_reporter stn_reporter_json;
extern const struct stn_reporter stn_reporter_sarif;
extern const struct stn_reporter stn_reporter_html;

const struct stn_reporter *const stn_reporters[] = {
    &stn_reporter_text,
    &stn_reporter_json,
    &stn_reporter_sarif,
    &stn_reporter_html,
    NULL,
};

const struct stn_reporter *stn_reporter_find(const char *name)
{
    for (size_t i = 0; stn_reporters[i] != NULL; i++)
        if (strcmp(stn_reporters[i]->name, name) == 0)
            return stn_reporters[i];
    return NULL;
}
