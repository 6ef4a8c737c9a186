/** @file A borrowed run of bytes. */
#ifndef STN_BASE_STR_H
#define STN_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/** Borrowed bytes: may hold NULs, need not end in one, may be empty. */
struct stn_str {
    const char *ptr; /**< Not NULL when len is not 0. */
    size_t len;      /**< Bytes. */
};

/** A string literal as a stn_str. */
#define STN_STR(literal) ((struct stn_str){(literal), sizeof(literal) - 1})

/** A C string as a stn_str; NULL gives an empty one. */
static inline struct stn_str stn_str_of(const char *text)
{
    return (struct stn_str){text, text != NULL ? strlen(text) : 0};
}

/** The bytes [start, end); both are cut to what there is. */
static inline struct stn_str stn_str_sub(struct stn_str str, size_t start,
                                         size_t end)
{
    if (end > str.len)
        end = str.len;
    if (start >= end)
        return (struct stn_str){str.ptr, 0};
    return (struct stn_str){str.ptr + start, end - start};
}

bool stn_str_equal(struct stn_str a, struct stn_str b);
/** Bytewise, shorter first on a tie: <0, 0, >0. */
int stn_str_compare(struct stn_str a, struct stn_str b);
bool stn_str_starts(struct stn_str str, struct stn_str prefix);
bool stn_str_ends(struct stn_str str, struct stn_str suffix);
/** ASCII letters compare without case. */
bool stn_str_equal_nocase(struct stn_str a, struct stn_str b);
/** @return Offset of the first `needle`, or SIZE_MAX. */
size_t stn_str_find(struct stn_str str, struct stn_str needle);
size_t stn_str_find_nocase(struct stn_str str, struct stn_str needle);
/** Without spaces, tabs, CR and LF at both ends. */
struct stn_str stn_str_trim(struct stn_str str);

#endif
