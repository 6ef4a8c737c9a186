/** @file A Go package being put together; one worker's. */
#ifndef STN_SOURCES_PACKING_H
#define STN_SOURCES_PACKING_H

#include "base/arena.h"
#include "findings/findings.h"
#include "text/package.h"

/** Zeroed is ready. */
struct stn_packing {
    struct stn_arena arena; /**< All that the package borrows. */
    struct stn_package_file *files;
    size_t count, capacity;
    size_t bytes; /**< Of all files. */
};

void stn_packing_dispose(struct stn_packing *packing);
/** Begin another package. */
void stn_packing_clear(struct stn_packing *packing);

/**
 * Add a file; everything of it is copied. What is no text is left out, and so
 * is what is too large, which for a target is recorded.
 */
enum stn_status stn_packing_add(struct stn_packing *packing,
                                const struct stn_package_file *file,
                                struct stn_findings *skips,
                                struct stn_error *err);

/** The package, borrowed from the packing.
 *  @return STN_DONE if nothing in it is a target. */
enum stn_status stn_packing_finish(struct stn_packing *packing,
                                   struct stn_str folder, struct stn_str go_mod,
                                   struct stn_package *out,
                                   struct stn_error *err);

#endif
