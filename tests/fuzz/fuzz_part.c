/**
 * @file
 * A part of a scan, from anybody: sealed anew, so that what is behind the seal
 * is looked at. It is read, and can be written in every format, or refused.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "pipeline/merge.h"
#include "reports/json_part.h"
#include "reports/reporter.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void write_all(const struct stn_report *report)
{
    const struct stn_reporter_options options = {.verbose = true};
    struct stn_error err;

    for (size_t i = 0; stn_reporters[i] != NULL; i++) {
        struct stn_buf out = STN_BUF_INIT(16 * STN_MIB);
        enum stn_status status =
            stn_reporters[i]->write(&out, report, &options, &err);
        check(status == STN_OK || status == STN_ELIMIT);
        stn_buf_dispose(&out);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct stn_str all = {(const char *)data, size};
    const size_t seal = stn_str_find(all, STN_STR(",\n\"seal\":"));
    const struct stn_str body = stn_str_sub(all, 0, seal);
    struct stn_buf bytes = STN_BUF_INIT(4 * STN_MIB);
    struct stn_merge *merge = NULL;
    struct stn_report *report = NULL;
    struct stn_error err = {""};
    char words[STN_SEAL_BYTES];

    stn_part_seal(words, body, NULL);
    stn_buf_append(&bytes, body);
    stn_buf_printf(&bytes, ",\n\"seal\":\"%s\"}\n", words);
    check(stn_merge_new(&merge, &err) == STN_OK);
    enum stn_status status =
        stn_merge_add(merge, "part", stn_buf_str(&bytes), NULL, &err);
    check(status == STN_OK || err.message[0] != '\0');
    if (status == STN_OK)
        status = stn_merge_finish(merge, &report, &err);
    if (status == STN_OK)
        write_all(report);
    stn_report_free(report);
    stn_merge_free(merge);
    stn_buf_dispose(&bytes);
    return 0;
}
