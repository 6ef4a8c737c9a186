/**
 * @file
 * What tree-sitter allocates. It asks for a great many small blocks, gives most
 * of them back soon, and cannot be told that there is no memory: so everything
 * of one parse lives in a heap that dies as a whole, also in the middle.
 */
#ifndef STN_GOLANG_PARSE_HEAP_H
#define STN_GOLANG_PARSE_HEAP_H

#include <stdbool.h>
#include <stddef.h>

struct stn_go_heap; /**< One worker's. */

/** @return NULL if memory is short. */
struct stn_go_heap *stn_go_heap_new(void);
void stn_go_heap_free(struct stn_go_heap *heap);

/**
 * Do what allocates of a heap. Afterwards all of it is gone: `work` must leave
 * behind nothing that points into it.
 *
 * @param work  May be left where it allocates, when memory is short.
 * @return false if it was.
 */
bool stn_go_heap_run(struct stn_go_heap *heap, void (*work)(void *payload),
                     void *payload);

/** @name As those of the C library, but they always come back with memory
 *  Only called by what stn_go_heap_run() does, for its heap. */
/**@{*/
void *stn_go_heap_malloc(size_t size);
void *stn_go_heap_calloc(size_t count, size_t size);
void *stn_go_heap_realloc(void *block, size_t size);
void stn_go_heap_release(void *block);
/**@}*/

#endif
