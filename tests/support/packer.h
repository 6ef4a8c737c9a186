/** @file Archives made up for tests. */
#ifndef STN_TESTS_PACKER_H
#define STN_TESTS_PACKER_H

#include <stdint.h>

#include "base/buf.h"

/** Append a text deflated, raw. */
void pack_deflated(struct stn_buf *out, struct stn_str text);
/** Append a text as a gzip file. @param name  Its name; NULL: none. */
void pack_gzip(struct stn_buf *out, struct stn_str text, const char *name);

/** A zip archive that grows. */
struct packer {
    struct stn_buf archive;
    struct stn_buf directory;
    unsigned count;
};

struct pack_member {
    const char *name;
    struct stn_str text;
    bool is_stored;
    uint16_t flags;
    uint16_t method;   /**< In place of the real one; 0: that. */
    size_t *start;     /**< Where another's local header is, in its place. */
    bool is_zip64;     /**< Its numbers stand in the extra field. */
    bool has_no_sizes; /**< In its local header; they follow its bytes. */
};

void packer_init(struct packer *packer);
void packer_add(struct packer *packer, struct pack_member member);
/** Append the directory: the archive is whole. */
void packer_finish(struct packer *packer);
void packer_dispose(struct packer *packer);

#endif
