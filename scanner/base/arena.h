/** @file Many small things that die together. */
#ifndef STN_BASE_ARENA_H
#define STN_BASE_ARENA_H

#include "base/str.h"

struct stn_arena_block;

/** Zeroed is ready to use. Not for two threads at once. */
struct stn_arena {
    struct stn_arena_block *blocks;
    size_t bytes; /**< Handed out in all. */
};

/** Frees everything; the arena is empty again. */
void stn_arena_dispose(struct stn_arena *arena);

/** @return Zeroed bytes, aligned for any type, or NULL. */
void *stn_arena_alloc(struct stn_arena *arena, size_t size);
/** @return Room for `count` items, zeroed, or NULL, also on overflow. */
void *stn_arena_array(struct stn_arena *arena, size_t count, size_t size);
/** @return A NUL-terminated copy, or NULL. */
char *stn_arena_strdup(struct stn_arena *arena, struct stn_str str);
/** A copy as a stn_str; false on memory failure, with *out untouched. */
bool stn_arena_copy(struct stn_arena *arena, struct stn_str *out,
                    struct stn_str str);
/** Give everything of `from` to `arena`; `from` is empty afterwards. */
void stn_arena_adopt(struct stn_arena *arena, struct stn_arena *from);

#endif
