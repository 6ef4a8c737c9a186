/* `stanch redact`: captures and logs without their secrets. */
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "reports/safe.h"

/* A line that tells of one place: its path, location and stand-in. */
#define LINE_BYTES_MAX (4 * STN_PATH_BYTES_MAX + 32 * STN_KIB)

struct run {
    const struct stn_settings *settings;
    struct stn_scanner *scanner;
    struct stn_redact_options options;
    bool would_change;
    bool is_incomplete;
};

static int help(void)
{
    puts("Usage: stanch redact [options] FILE...\n"
         "\n"
         "Write captures and logs with every secret replaced, wherever and in "
         "whatever\n"
         "encoding it stands, and every other byte as it was. What stands in "
         "for a secret\n"
         "is REDACTED-TOKEN-1 and the like: the same for the same secret. One "
         "file, or\n"
         "standard input (-), goes to standard output.\n"
         "\n"
         "    stanch redact --in-place tests/cassettes/*.yaml\n"
         "\n"
         "Options:");
    stn_options_help(stdout, STN_OPTIONS_REDACT);
    puts("\n"
         "Exit status: 0 done, 1 with --check if something would change, 2 "
         "usage or\n"
         "configuration error, 3 something could not be read or redacted.");
    return STN_EXIT_CLEAN;
}

static bool is_stdin(const char *path)
{
    return strcmp(path, "-") == 0;
}

static const char *name_of(const char *path)
{
    return is_stdin(path) ? "<stdin>" : path;
}

static const char *base_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL ? slash + 1 : path;
}

/* --- What was asked for --- */

static enum stn_status check_names(const struct stn_arguments *files,
                                   const char *option, bool in_one_folder,
                                   struct stn_error *err)
{
    for (size_t i = 0; i < files->count; i++) {
        if (is_stdin(files->operands[i]))
            return stn_fail(err, STN_EUSAGE,
                            "standard input has no name to go with %s", option);
        for (size_t j = 0; j < i && in_one_folder; j++)
            if (strcmp(base_of(files->operands[i]),
                       base_of(files->operands[j])) == 0)
                return stn_fail(err, STN_EUSAGE,
                                "two files are named '%s': one would replace "
                                "the other",
                                base_of(files->operands[i]));
    }
    return STN_OK;
}

static enum stn_status check_usage(const struct stn_settings *settings,
                                   const struct stn_arguments *files,
                                   struct stn_error *err)
{
    const int chosen =
        settings->in_place + settings->check + (settings->output != NULL);

    if (files->count == 0)
        return stn_fail(err, STN_EUSAGE,
                        "name a file, or - for standard input");
    if (chosen > 1)
        return stn_fail(err, STN_EUSAGE,
                        "--in-place, --output-dir and --check exclude each "
                        "other");
    if (files->count > 1 && chosen == 0)
        return stn_fail(err, STN_EUSAGE,
                        "several files need --in-place or --output-dir");
    if (settings->in_place)
        return check_names(files, "--in-place", false, err);
    if (settings->output != NULL)
        return check_names(files, "--output-dir", true, err);
    return STN_OK;
}

/* --- What people are told --- */

/* Print a line that begins with the file's name. */
static void tell(const char *path, const char *text)
{
    struct stn_buf line = STN_BUF_INIT(LINE_BYTES_MAX);

    stn_buf_puts(&line, "stanch: ");
    stn_safe_append(&line, stn_str_of(name_of(path)));
    fprintf(stderr, "%s: %s\n", line.ptr, text);
    stn_buf_dispose(&line);
}

static void tell_place(const char *path, const struct stn_replaced *place)
{
    struct stn_buf line = STN_BUF_INIT(LINE_BYTES_MAX);

    stn_safe_append(&line, stn_str_of(name_of(path)));
    stn_buf_printf(&line, ":%u:%u", place->line, place->column);
    if (place->location[0] != '\0') {
        stn_buf_putc(&line, ' ');
        stn_safe_append(&line, stn_str_of(place->location));
    }
    stn_buf_printf(&line, " -> %s", place->stand_in);
    fprintf(stderr, "%s\n", line.ptr);
    stn_buf_dispose(&line);
}

static void tell_warnings(struct run *run, const char *path,
                          const struct stn_redaction *redaction)
{
    const unsigned warnings = stn_redaction_warnings(redaction);

    if (warnings & STN_REDACT_PARTLY) {
        run->is_incomplete = true;
        tell(path, stn_redaction_detail(redaction)[0] != '\0'
                       ? stn_redaction_detail(redaction)
                       : "something could not be looked into");
    }
    if (run->settings->quiet)
        return;
    if (warnings & STN_REDACT_BINARY)
        tell(path, "binary: left as it is");
    if (warnings & STN_REDACT_LENGTHS)
        tell(path, "lengths that it tells (Content-Length, bodySize) may fit "
                   "no longer: see --same-length");
    if (warnings & STN_REDACT_REQUESTS)
        tell(path, "a URL or a body of a request changed: a recorder that "
                   "tells requests apart by them wants the same change in "
                   "the test");
}

static void tell_all(struct run *run, const char *path,
                     const struct stn_redaction *redaction)
{
    if (!run->settings->quiet)
        for (size_t i = 0; i < stn_redaction_count(redaction); i++)
            tell_place(path, stn_redaction_at(redaction, i));
    tell_warnings(run, path, redaction);
}

/* --- Files --- */

/* Write beside the other results; not over what was read. */
static enum stn_status write_there(const char *folder, const char *path,
                                   struct stn_str bytes, struct stn_error *err)
{
    struct stn_buf to = STN_BUF_INIT(2 * STN_PATH_BYTES_MAX);
    struct stat source;
    struct stat target;

    stn_buf_printf(&to, "%s/%s", folder, base_of(path));
    enum stn_status status = stn_buf_status(&to, err);
    if (status >= 0 && stat(path, &source) == 0 && stat(to.ptr, &target) == 0 &&
        source.st_dev == target.st_dev && source.st_ino == target.st_ino)
        status = stn_fail(err, STN_EUSAGE,
                          "%s: it is there already: see --in-place", path);
    if (status >= 0)
        status = stn_file_write(to.ptr, bytes, err);
    stn_buf_dispose(&to);
    return status;
}

static enum stn_status write_result(struct run *run, const char *path,
                                    struct stn_str bytes, bool is_changed,
                                    struct stn_error *err)
{
    const struct stn_settings *settings = run->settings;

    run->would_change |= is_changed;
    if (settings->check || (settings->in_place && !is_changed))
        return STN_OK;
    if (settings->in_place)
        return stn_file_replace(path, bytes, err);
    if (settings->output != NULL)
        return write_there(settings->output, path, bytes, err);
    return stn_fd_write(STDOUT_FILENO, "standard output", bytes, err);
}

static enum stn_status read_file(struct stn_buf *out, const char *path,
                                 struct stn_error *err)
{
    return stn_file_read(out, is_stdin(path) ? "/dev/stdin" : path, err);
}

static void redact_file(struct run *run, const char *path)
{
    const uint64_t most = run->settings->file_bytes;
    struct stn_buf bytes =
        STN_BUF_INIT(most > 0 ? (size_t)most : STN_TEXT_BYTES_MAX);
    struct stn_redaction *redaction = NULL;
    struct stn_error err;
    enum stn_status status = read_file(&bytes, path, &err);

    if (status < 0) {
        stn_output_error(&err);
        goto done;
    }
    status = stn_redact_bytes(run->scanner, name_of(path), bytes.ptr, bytes.len,
                              &run->options, &redaction, &err);
    if (status < 0) {
        tell(path, err.message);
        goto done;
    }
    struct stn_str result;
    result.ptr = stn_redaction_bytes(redaction, &result.len);
    tell_all(run, path, redaction);
    status = write_result(run, path, result,
                          !stn_str_equal(result, stn_buf_str(&bytes)), &err);
    if (status < 0)
        stn_output_error(&err);
done:
    run->is_incomplete |= status < 0;
    stn_redaction_free(redaction);
    stn_buf_dispose(&bytes);
}

static int run_redact(const struct stn_settings *settings,
                      const struct stn_arguments *files)
{
    struct run run = {.settings = settings,
                      .options = {.min_severity = settings->min_severity,
                                  .same_length = settings->same_length}};
    struct stn_options options;
    struct stn_error err;

    stn_settings_options(settings, &options);
    options.logs = settings->logs;
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is a write that fails */
    enum stn_status status = stn_scanner_new(&run.scanner, &options, &err);
    if (status < 0) {
        stn_output_error(&err);
        return status == STN_ENOMEM ? STN_EXIT_INCOMPLETE : STN_EXIT_USAGE;
    }
    for (size_t i = 0; i < files->count; i++)
        redact_file(&run, files->operands[i]);
    stn_scanner_free(run.scanner);
    if (settings->check && run.would_change)
        return STN_EXIT_FINDINGS;
    return run.is_incomplete ? STN_EXIT_INCOMPLETE : STN_EXIT_CLEAN;
}

int stn_cmd_redact(int argc, char **argv)
{
    struct stn_settings settings = {0};
    struct stn_arguments arguments = {0};
    struct stn_error err;
    int exit_status = STN_EXIT_USAGE;

    if (stn_settings_read(&settings, &arguments, STN_OPTIONS_REDACT, argc, argv,
                          &err) < 0)
        stn_output_error(&err);
    else if (arguments.wants_help)
        exit_status = help();
    else if (check_usage(&settings, &arguments, &err) < 0)
        stn_output_error(&err);
    else
        exit_status = run_redact(&settings, &arguments);
    stn_settings_dispose(&settings);
    return exit_status;
}
