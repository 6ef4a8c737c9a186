/** @file One thing to scan, as a source yields it. */
#ifndef STN_TEXT_TEXT_H
#define STN_TEXT_TEXT_H

#include "base/error.h"
#include "base/str.h"
#include "text/span.h"

/**
 * A file, a blob, a message; or a window of one that is too large to hold.
 * All of it is borrowed from the worker that read it, until it reads the next.
 */
struct stn_text {
    /** As people see it: relative to the repository or as the user named it.
     *  Empty while only the source knows it (history); see `id`. */
    struct stn_str path;
    struct stn_str bytes;
    /** Id, of 20 bytes, of the git object that it is all of; NULL: none. */
    const unsigned char *object;
    /** The source's own number for it, given back when findings are placed. */
    uint32_t id;

    /** @name A window of a stream; all zero for a whole text. */
    /**@{*/
    uint64_t base_byte;   /**< Bytes of the stream before `bytes`. */
    uint32_t base_line;   /**< Newlines among those. */
    uint32_t base_column; /**< Code points of the line so far. */
    /** Only what starts in here counts; an empty span means everything. */
    struct stn_span owned;
    bool is_continued; /**< Not the first window: never sniffed anew. */
    /**@}*/

    /** @name Of code in a change; see struct stn_package_file. */
    /**@{*/
    const struct stn_span *touched;
    size_t touched_count;
    bool is_all_touched;
    /**@}*/

    /** Earlier versions the source can give, to subtract from; 0: none. */
    size_t before_count;
};

/** What the first bytes say. */
enum stn_text_class {
    STN_TEXT_PLAIN,   /**< Bytes to scan as they are. */
    STN_TEXT_UTF16LE, /**< With or without a byte order mark. */
    STN_TEXT_UTF16BE,
    STN_TEXT_BINARY, /**< A NUL among the first STN_SNIFF_BYTES. */
};

enum stn_text_class stn_text_classify(struct stn_str bytes);

#endif
