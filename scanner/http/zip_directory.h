/**
 * @file
 * The list of members at the end of a zip archive.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
#ifndef STN_HTTP_ZIP_DIRECTORY_H
#define STN_HTTP_ZIP_DIRECTORY_H

#include <stdint.h>

#include "base/error.h"
#include "base/str.h"
#include "text/span.h"

enum stn_zip_fault {
    STN_ZIP_SOUND,
    STN_ZIP_ENCRYPTED,
    STN_ZIP_UNKNOWN_METHOD, /**< Neither stored nor deflated. */
    STN_ZIP_DAMAGED,        /**< It is not where the directory says. */
    STN_ZIP_OVERLAPS, /**< Its bytes are another's, too: made to explode. */
};

struct stn_zip_entry {
    struct stn_str name;   /**< As it is written; of the archive's bytes. */
    size_t start;          /**< Of its local header. */
    struct stn_span bytes; /**< Packed; empty if it has a fault. */
    bool is_deflated;
    enum stn_zip_fault fault;
};

/** Zeroed is empty. */
struct stn_zip_directory {
    struct stn_zip_entry *entries; /**< In the order of the directory. */
    size_t count, capacity;
    bool is_cut; /**< It goes on, past STN_HTTP_MEMBERS_MAX or damage. */
};

/**
 * @return STN_OK; STN_EINPUT if there is no directory, without a message;
 *         STN_ENOMEM. Folders and empty members are left out.
 */
enum stn_status stn_zip_directory_read(struct stn_zip_directory *out,
                                       struct stn_str archive,
                                       struct stn_error *err);
void stn_zip_directory_dispose(struct stn_zip_directory *directory);

#endif
