/*
 * One large capture, scanned by its structure or as the same bytes of plain
 * text: built-in rules, from the page cache, one thread.
 *
 *     capture_bench captures|plain FILE    seconds, MiB at most, findings
 */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "stanch.h"

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    struct stn_options options = {.jobs = 1};
    struct stn_scanner *scanner = NULL;
    struct stn_report *report = NULL;
    struct stn_error err;
    struct rusage usage;

    if (argc != 3 ||
        (strcmp(argv[1], "captures") != 0 && strcmp(argv[1], "plain") != 0)) {
        fputs("usage: capture_bench captures|plain FILE\n", stderr);
        return 2;
    }
    options.no_captures = strcmp(argv[1], "plain") == 0;
    const char *path = argv[2];
    const struct stn_target target = {.kind = STN_TARGET_PATHS,
                                      .paths = {&path, 1}};
    enum stn_status status = stn_scanner_new(&scanner, &options, &err);
    const double start = seconds();
    if (status >= 0)
        status = stn_scan(scanner, &target, &report, &err);
    const double taken = seconds() - start;
    if (status < 0) {
        fprintf(stderr, "capture_bench: %s\n", err.message);
        stn_scanner_free(scanner);
        return 1;
    }
    getrusage(RUSAGE_SELF, &usage);
    printf("%.6f %.1f %zu\n", taken, (double)usage.ru_maxrss / 1024,
           stn_report_count(report));
    stn_report_free(report);
    stn_scanner_free(scanner);
    return 0;
}
