/*
 * The engine alone: one file in memory, one thread, the built-in rules.
 *
 *     engine_bench FILE      seconds of a pass over it, and its matches
 *     engine_bench --literals  the literals it looks for, one on a line
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "engine/prefilter.h"

/* Texts have this size here: what a file or a blob usually is. */
#define TEXT_BYTES ((size_t)64 << 10)

static int fail(const struct stn_error *err)
{
    fprintf(stderr, "engine_bench: %s\n", err->message);
    return 1;
}

static int print_literals(void)
{
    const struct stn_prefilter_image *image = &stn_prefilter_builtin;

    for (uint32_t i = 0; i < image->literal_count; i++) {
        const struct stn_prefilter_literal *literal = &image->literals[i];
        const char *bytes = (const char *)image->bytes + literal->text;
        if (memchr(bytes, '\n', literal->length) == NULL)
            printf("%.*s\n", (int)literal->length, bytes);
    }
    return 0;
}

static enum stn_status scan(const struct stn_matcher *matcher,
                            struct stn_scratch *scratch, struct stn_str bytes,
                            size_t *found, struct stn_error *err)
{
    for (size_t at = 0; at < bytes.len;) {
        struct stn_str text = stn_str_sub(bytes, at, at + TEXT_BYTES);
        const char *end = memrchr(text.ptr, '\n', text.len);
        if (end != NULL)
            text.len = (size_t)(end - text.ptr) + 1;
        const struct stn_segment segment = {.bytes = text,
                                            .kind = STN_SEGMENT_TEXT};
        struct stn_matches matches;
        enum stn_status status =
            stn_matcher_scan(matcher, scratch, &segment, &matches, err);
        if (status < 0)
            return status;
        *found += matches.count;
        at += text.len;
    }
    return STN_OK;
}

static enum stn_status measure(struct stn_str bytes, struct stn_error *err)
{
    struct stn_matcher *matcher = NULL;
    struct stn_scratch *scratch = NULL;
    const struct stn_matcher_options options = {.now = (int64_t)time(NULL)};
    struct timespec start;
    struct timespec end;
    size_t found = 0;
    const struct stn_ruleset patterns =
        stn_ruleset_patterns(&stn_ruleset_builtin);
    enum stn_status status =
        stn_matcher_new(&matcher, &patterns, &options, err);

    if (status >= 0)
        status = stn_scratch_new(&scratch, matcher, err);
    /* The first pass compiles rules and brings the bytes near. */
    if (status >= 0)
        status = scan(matcher, scratch, bytes, &found, err);
    found = 0;
    clock_gettime(CLOCK_MONOTONIC, &start);
    if (status >= 0)
        status = scan(matcher, scratch, bytes, &found, err);
    clock_gettime(CLOCK_MONOTONIC, &end);
    if (status >= 0)
        printf("%.6f %zu\n",
               (double)(end.tv_sec - start.tv_sec) +
                   (double)(end.tv_nsec - start.tv_nsec) / 1e9,
               found);
    stn_scratch_free(scratch);
    stn_matcher_free(matcher);
    return status;
}

int main(int argc, char **argv)
{
    struct stn_buf bytes = STN_BUF_INIT((size_t)4 << 30);
    struct stn_error err;

    if (argc != 2) {
        fputs("usage: engine_bench FILE | --literals\n", stderr);
        return 2;
    }
    if (strcmp(argv[1], "--literals") == 0)
        return print_literals();
    enum stn_status status = stn_file_read(&bytes, argv[1], &err);
    if (status >= 0)
        status = measure(stn_buf_str(&bytes), &err);
    stn_buf_dispose(&bytes);
    return status < 0 ? fail(&err) : 0;
}
