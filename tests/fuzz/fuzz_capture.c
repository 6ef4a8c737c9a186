/*
 * A file of anybody, all the way: what is found stands in it, shows no more
 * than a few characters, and is the same a second time. Seeds hold {+} in their
 * made-up secrets, which is taken out first.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "findings/report.h"
#include "stanch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A preview: four characters of at most four bytes, and an ellipsis. */
#define PREVIEW_BYTES_MAX 19

static void require(bool holds)
{
    if (!holds)
        abort();
}

/* Made once: its rules are compiled. */
static const struct stn_scanner *scanner(bool logs)
{
    static struct stn_scanner *made[2];
    const struct stn_options options = {
        .jobs = 1, .now = 1800000000, .logs = logs};

    if (made[logs] == NULL)
        require(stn_scanner_new(&made[logs], &options, NULL) == STN_OK);
    return made[logs];
}

static void unmark(struct stn_buf *out, struct stn_str text)
{
    const struct stn_str mark = STN_STR("{+}");

    for (;;) {
        const size_t at = stn_str_find(text, mark);
        stn_buf_append(out, stn_str_sub(text, 0, at));
        if (at == SIZE_MAX)
            return;
        text = stn_str_sub(text, at + mark.len, text.len);
    }
}

static void check_finding(const struct stn_finding *finding, size_t size)
{
    require(finding->start_byte < finding->end_byte &&
            finding->end_byte <= size);
    require(finding->preview.len <= PREVIEW_BYTES_MAX);
    require(finding->start.line >= 1 && finding->start.column >= 1);
    require(finding->also_count == 0 || finding->also != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct stn_buf text = STN_BUF_INIT(SIZE_MAX);
    struct stn_report *report = NULL;
    struct stn_report *again = NULL;

    if (size == 0)
        return 0;
    unmark(&text, (struct stn_str){(const char *)data + 1, size - 1});
    const struct stn_scanner *with = scanner((data[0] & 1) != 0);
    require(stn_scan_bytes(with, "fuzz", text.ptr, text.len, &report, NULL) ==
            STN_OK);
    for (size_t i = 0; i < stn_report_count(report); i++)
        check_finding(stn_report_at(report, i), text.len);
    if ((data[0] & 2) != 0) {
        require(stn_scan_bytes(with, "fuzz", text.ptr, text.len, &again,
                               NULL) == STN_OK);
        require(stn_report_count(again) == stn_report_count(report));
    }
    stn_report_free(report);
    stn_report_free(again);
    stn_buf_dispose(&text);
    return 0;
}
