#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>

#include "base/alloc.h"

#define ARENA_BLOCK_BYTES ((size_t)16 << 10)

struct stn_arena_block {
    struct stn_arena_block *next;
    size_t used;
    size_t capacity;
    alignas(max_align_t) char bytes[];
};

void stn_arena_dispose(struct stn_arena *arena)
{
    while (arena->blocks != NULL) {
        struct stn_arena_block *next = arena->blocks->next;
        stn_free(arena->blocks);
        arena->blocks = next;
    }
    arena->bytes = 0;
}

static struct stn_arena_block *add_block(struct stn_arena *arena, size_t size)
{
    size_t capacity = size > ARENA_BLOCK_BYTES ? size : ARENA_BLOCK_BYTES;
    size_t total;

    if (!stn_add(&total, capacity, sizeof(struct stn_arena_block)))
        return NULL;
    struct stn_arena_block *block = stn_malloc(total);
    if (block == NULL)
        return NULL;
    *block = (struct stn_arena_block){.capacity = capacity};
    /* A large item gets a block of its own behind the one being filled. */
    if (size > ARENA_BLOCK_BYTES / 4 && arena->blocks != NULL) {
        block->next = arena->blocks->next;
        arena->blocks->next = block;
    } else {
        block->next = arena->blocks;
        arena->blocks = block;
    }
    return block;
}

void *stn_arena_alloc(struct stn_arena *arena, size_t size)
{
    const size_t mask = alignof(max_align_t) - 1;
    size_t rounded;

    if (!stn_add(&rounded, size, mask))
        return NULL;
    rounded &= ~mask;
    struct stn_arena_block *block = arena->blocks;
    if (block == NULL || block->capacity - block->used < rounded) {
        block = add_block(arena, rounded);
        if (block == NULL)
            return NULL;
    }
    void *item = block->bytes + block->used;
    block->used += rounded;
    arena->bytes += rounded;
    memset(item, 0, rounded);
    return item;
}

void *stn_arena_array(struct stn_arena *arena, size_t count, size_t size)
{
    size_t bytes;

    if (!stn_mul(&bytes, count, size))
        return NULL;
    return stn_arena_alloc(arena, bytes);
}

char *stn_arena_strdup(struct stn_arena *arena, struct stn_str str)
{
    size_t size;

    if (!stn_add(&size, str.len, 1))
        return NULL;
    char *copy = stn_arena_alloc(arena, size);
    if (copy != NULL && str.len > 0)
        memcpy(copy, str.ptr, str.len);
    return copy;
}

bool stn_arena_copy(struct stn_arena *arena, struct stn_str *out,
                    struct stn_str str)
{
    char *copy = stn_arena_strdup(arena, str);

    if (copy == NULL)
        return false;
    *out = (struct stn_str){copy, str.len};
    return true;
}

void stn_arena_adopt(struct stn_arena *arena, struct stn_arena *from)
{
    struct stn_arena_block **tail = &arena->blocks;

    while (*tail != NULL)
        tail = &(*tail)->next;
    *tail = from->blocks;
    arena->bytes += from->bytes;
    *from = (struct stn_arena){0};
}
