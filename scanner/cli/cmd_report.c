#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/run.h"
#include "pipeline/merge.h"

static int help_report(void)
{
    puts("Usage: stanch report merge [options] PART.json...\n"
         "\n"
         "Join the reports of all parts of one scan, each made with\n"
         "--shard K/N --format json, into the report of the whole. Nothing is\n"
         "written when a part is missing, there twice, damaged, or of another\n"
         "scan: other rules, other options, other commits or files. With\n"
         "STANCH_SHARD_KEY set to one secret for all, nobody without it can\n"
         "change a part.\n"
         "\n"
         "Options:");
    stn_options_help(stdout, STN_OPTIONS_REPORT);
    puts("\n"
         "Exit status: as that of the whole scan: 0 clean, 1 findings, 3\n"
         "something could not be scanned, or a part is missing or damaged;\n"
         "2 usage error, or parts that do not belong together.");
    return STN_EXIT_CLEAN;
}

static enum stn_status add_file(struct stn_merge *merge, const char *path,
                                struct stn_error *err)
{
    struct stn_buf bytes = STN_BUF_INIT(STN_PART_BYTES_MAX);
    enum stn_status status = stn_file_read(&bytes, path, err);

    if (status >= 0)
        status = stn_merge_add(merge, path, stn_buf_str(&bytes),
                               stn_output_part_key(), err);
    stn_buf_dispose(&bytes);
    return status;
}

/* Parts that do not belong together are the user's mistake; one that cannot be
 * read is a part of the scan that nobody has seen. */
static int fail(enum stn_status status, const struct stn_error *err)
{
    stn_output_error(err);
    return status == STN_EUSAGE ? STN_EXIT_USAGE : STN_EXIT_INCOMPLETE;
}

static int merge_parts(const struct stn_settings *settings,
                       const struct stn_arguments *arguments)
{
    struct stn_merge *merge = NULL;
    struct stn_report *report = NULL;
    struct stn_error err;
    int exit_status;
    enum stn_status status = stn_merge_new(&merge, &err);

    for (size_t i = 1; i < arguments->count && status >= 0; i++)
        status = add_file(merge, arguments->operands[i], &err);
    if (status >= 0)
        status = stn_merge_finish(merge, &report, &err);
    if (status < 0) {
        exit_status = fail(status, &err);
        goto done;
    }
    exit_status = stn_report_exit_status(report);
    if (stn_output_reports(settings, report, &err) < 0) {
        stn_output_error(&err);
        /* What nobody could read is no clean verdict. */
        if (exit_status == STN_EXIT_CLEAN)
            exit_status = STN_EXIT_INCOMPLETE;
    }
done:
    stn_report_free(report);
    stn_merge_free(merge);
    return exit_status;
}

int stn_cmd_report(int argc, char **argv)
{
    struct stn_settings settings = {0};
    struct stn_arguments arguments = {0};
    struct stn_error err;
    int exit_status;
    /* Which findings count was decided by the parts: no configuration. */
    enum stn_status status = stn_settings_begin(
        &settings, &arguments, STN_OPTIONS_REPORT, argc, argv, &err);

    if (status >= 0 && !arguments.wants_help)
        status = stn_settings_finish(&settings, &arguments, STN_OPTIONS_REPORT,
                                     argc, argv, &err);
    if (status >= 0 && !arguments.wants_help &&
        (arguments.count < 2 || strcmp(arguments.operands[0], "merge") != 0))
        status =
            stn_fail(&err, STN_EUSAGE, "say: stanch report merge PART.json...");
    if (status < 0)
        exit_status = stn_fail_usage(&err);
    else if (arguments.wants_help)
        exit_status = help_report();
    else
        exit_status = merge_parts(&settings, &arguments);
    stn_settings_dispose(&settings);
    return exit_status;
}
