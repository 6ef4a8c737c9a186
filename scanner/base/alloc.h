/**
 * @file
 * The one door to the heap. Everything but the insides of libraries allocates
 * here, so that a test can fail the n-th allocation (see tests/support).
 */
#ifndef STN_BASE_ALLOC_H
#define STN_BASE_ALLOC_H

#include <stdbool.h>
#include <stddef.h>

/** @return `size` bytes, or NULL; a size of 0 gives a valid pointer. */
void *stn_malloc(size_t size);

/** @return Zeroed room for `count` items, or NULL, also on overflow. */
void *stn_calloc(size_t count, size_t size);

/** As realloc(); on NULL the old block is untouched. */
void *stn_realloc(void *block, size_t size);

void stn_free(void *block);

/** @return A NUL-terminated copy of `length` bytes, the caller's, or NULL. */
char *stn_strndup(const char *bytes, size_t length);

/**
 * Make room for one more item in a growing array.
 *
 * @param items     The array, or NULL; may move.
 * @param capacity  In items; updated.
 * @param count     Items in use now.
 * @param size      Bytes of an item.
 * @return The array with capacity > count, or NULL with all untouched.
 */
void *stn_grow(void *items, size_t *capacity, size_t count, size_t size);

/** Sums and products of sizes that came from input.
 *  @return false on overflow, with *out untouched. */
bool stn_add(size_t *out, size_t a, size_t b);
bool stn_mul(size_t *out, size_t a, size_t b);

/**
 * For tests: let the n-th allocation from now on fail, once; 0 turns it off.
 * Counts per thread.
 */
void stn_alloc_fail_after(size_t n);

/** @return Whether the failure asked for has happened; for tests. */
bool stn_alloc_failed(void);

#endif
