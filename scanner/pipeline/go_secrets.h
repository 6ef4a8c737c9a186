/**
 * @file
 * What must not be shown of the files of a Go package: the secrets that any
 * rule finds in them, whatever the run at hand looks for.
 */
#ifndef STN_PIPELINE_GO_SECRETS_H
#define STN_PIPELINE_GO_SECRETS_H

#include "pipeline/capture.h"
#include "text/package.h"

/** Secrets of one file, or of all. Strings live as long as the package. */
struct stn_go_secret_list {
    struct stn_hit *items; /**< Sorted by secret.start, of one file. */
    size_t count, capacity;
    bool is_known; /**< It was looked for them. */
};

/** One worker's. Zeroed is ready; what it takes is made when a file is first
 *  asked for. */
struct stn_go_secrets {
    struct stn_scanner all; /**< The scanner, with every pattern active. */
    struct stn_scratch *scratch;
    struct stn_plain *plain;
    struct stn_capture capture;
    struct stn_findings unused; /**< What is skipped is told elsewhere. */
    const struct stn_package *package;
    struct stn_arena arena;           /**< Of values. */
    struct stn_go_secret_list *files; /**< One for each of the package. */
    struct stn_go_secret_list words;  /**< Of all. */
};

void stn_go_secrets_dispose(struct stn_go_secrets *secrets);

/** Begin a package, the last one ended; borrowed until its end. */
enum stn_status stn_go_secrets_begin(struct stn_go_secrets *secrets,
                                     const struct stn_scanner *scanner,
                                     const struct stn_package *package,
                                     struct stn_error *err);

void stn_go_secrets_end(struct stn_go_secrets *secrets);

/** The secrets of one of its files. Each is there twice, as it is written and
 *  as it was decoded. */
enum stn_status stn_go_secrets_of(struct stn_go_secrets *secrets, uint32_t file,
                                  const struct stn_go_secret_list **out,
                                  struct stn_error *err);

/** Those of all files, for words that may repeat any of them. */
enum stn_status stn_go_secrets_words(struct stn_go_secrets *secrets,
                                     const struct stn_go_secret_list **out,
                                     struct stn_error *err);

#endif
