/** @file Go packages in, hits out: the door of golang/. */
#ifndef STN_GOLANG_SCAN_H
#define STN_GOLANG_SCAN_H

#include "golang/check.h"
#include "text/package.h"

struct stn_go_scan; /**< One worker's. */

struct stn_go_scan_options {
    /** One for each of stn_go_checks[]; NULL: all run. Borrowed. */
    const bool *active;
    uint32_t go_minor; /**< 22 for Go 1.22; 0: as go.mod says. */
};

/** Why a target was not checked, or not all of it. */
struct stn_go_gap {
    uint32_t file; /**< Index in the package. */
    bool is_all;   /**< Nothing of it was checked: a failure. Else a part of it
                        did not parse, or was too much to follow. */
    const char *detail;
};

/** Borrowed until the next package. */
struct stn_go_scanned {
    const struct stn_go_hit *hits; /**< Sorted by file, span, check. */
    size_t count;
    const struct stn_go_gap *gaps;
    size_t gap_count;
};

enum stn_status stn_go_scan_new(struct stn_go_scan **out,
                                const struct stn_go_scan_options *options,
                                struct stn_error *err);
void stn_go_scan_free(struct stn_go_scan *scan);

/** Run every active check over the targets of a package. */
enum stn_status stn_go_scan_package(struct stn_go_scan *scan,
                                    const struct stn_package *package,
                                    struct stn_go_scanned *out,
                                    struct stn_error *err);

#endif
