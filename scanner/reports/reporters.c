#include "reports/reporter.h"

extern const struct stn_reporter stn_reporter_text;
extern const struct stn_reporter stn_reporter_json;
extern const struct stn_reporter stn_reporter_sarif;
extern const struct stn_reporter stn_reporter_hook;
extern const struct stn_reporter stn_reporter_hook_gitlab;
extern const struct stn_reporter stn_reporter_github;
extern const struct stn_reporter stn_reporter_github_summary;
extern const struct stn_reporter stn_reporter_gitlab_code_quality;
extern const struct stn_reporter stn_reporter_gitlab_secret_detection;
extern const struct stn_reporter stn_reporter_junit;
extern const struct stn_reporter stn_reporter_rdjsonl;
extern const struct stn_reporter stn_reporter_csv;
extern const struct stn_reporter stn_reporter_html;

const struct stn_reporter *const stn_reporters[] = {
    &stn_reporter_text,
    &stn_reporter_json,
    &stn_reporter_sarif,
    &stn_reporter_hook,
    &stn_reporter_hook_gitlab,
    &stn_reporter_github,
    &stn_reporter_github_summary,
    &stn_reporter_gitlab_code_quality,
    &stn_reporter_gitlab_secret_detection,
    &stn_reporter_junit,
    &stn_reporter_rdjsonl,
    &stn_reporter_csv,
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

void stn_reporter_list(struct stn_buf *out)
{
    for (size_t i = 0; stn_reporters[i] != NULL; i++)
        stn_buf_printf(out, "%s%s", i > 0 ? ", " : "", stn_reporters[i]->name);
}
