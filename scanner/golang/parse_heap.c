#include "golang/parse_heap.h"

#include <setjmp.h>
#include <stdint.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"

#define CLASS_BYTES ((size_t)16)
#define CHUNK_BYTES (256 * STN_KIB)
/* Chunks that stay for the next parse: enough for most files, and for the
 * caches. */
#define CHUNKS_KEPT 16

/*
 * Small blocks are cut off chunks, by classes of 16 bytes, and wait for the
 * next of their class. All others are blocks of the C library; so are the small
 * ones where a sanitizer is to watch them: there are no classes then.
 */
#ifdef STANCH_SANITIZED
#define CLASSES ((size_t)0)
#else
#define CLASSES ((size_t)64)
#endif

struct chunk {
    struct chunk *next;
    char bytes[];
};

/* Before every block: its class, and 0 for a large one. */
struct mark {
    uint64_t class;
};

struct large {
    struct large *previous, *next;
    size_t size;
    struct mark mark;
};

struct stn_go_heap {
    char *at, *end;       /* what is not cut yet of the first chunk */
    struct chunk *chunks; /* in use */
    struct chunk *spare;
    size_t spare_count;
    void *waiting[CLASSES + 1];
    struct large *larges;
    jmp_buf no_memory;
};

/* Tree-sitter hands nothing on to what allocates for it. Set while
 * stn_go_heap_run() runs, and no longer. */
static _Thread_local struct stn_go_heap *current;

struct stn_go_heap *stn_go_heap_new(void)
{
    return stn_calloc(1, sizeof(struct stn_go_heap));
}

/* Take back all that was given. */
static void clear(struct stn_go_heap *heap)
{
    while (heap->larges != NULL) {
        struct large *next = heap->larges->next;
        stn_free(heap->larges);
        heap->larges = next;
    }
    while (heap->chunks != NULL) {
        struct chunk *next = heap->chunks->next;
        if (heap->spare_count < CHUNKS_KEPT) {
            heap->chunks->next = heap->spare;
            heap->spare = heap->chunks;
            heap->spare_count++;
        } else {
            stn_free(heap->chunks);
        }
        heap->chunks = next;
    }
    heap->at = heap->end = NULL;
    memset(heap->waiting, 0, sizeof(heap->waiting));
}

void stn_go_heap_free(struct stn_go_heap *heap)
{
    if (heap == NULL)
        return;
    clear(heap);
    while (heap->spare != NULL) {
        struct chunk *next = heap->spare->next;
        stn_free(heap->spare);
        heap->spare = next;
    }
    stn_free(heap);
}

bool stn_go_heap_run(struct stn_go_heap *heap, void (*work)(void *payload),
                     void *payload)
{
    bool is_done = false;

    current = heap;
    if (setjmp(heap->no_memory) == 0) {
        work(payload);
        is_done = true;
    }
    current = NULL;
    clear(heap);
    return is_done;
}

_Noreturn static void leave(void)
{
    longjmp(current->no_memory, 1);
}

static void *allocate_large(size_t size)
{
    size_t bytes;
    struct large *large = NULL;

    if (stn_add(&bytes, size, sizeof(*large)))
        large = stn_malloc(bytes);
    if (large == NULL)
        leave();
    *large = (struct large){.next = current->larges, .size = size};
    if (large->next != NULL)
        large->next->previous = large;
    current->larges = large;
    return large + 1;
}

static void add_chunk(struct stn_go_heap *heap)
{
    struct chunk *chunk = heap->spare;

    if (chunk != NULL) {
        heap->spare = chunk->next;
        heap->spare_count--;
    } else {
        chunk = stn_malloc(CHUNK_BYTES);
        if (chunk == NULL)
            leave();
    }
    chunk->next = heap->chunks;
    heap->chunks = chunk;
    heap->at = chunk->bytes;
    heap->end = (char *)chunk + CHUNK_BYTES;
}

static void *cut(struct stn_go_heap *heap, size_t class)
{
    const size_t size = sizeof(struct mark) + class * CLASS_BYTES;

    if ((size_t)(heap->end - heap->at) < size)
        add_chunk(heap);
    struct mark *mark = (struct mark *)heap->at;
    heap->at += size;
    mark->class = class;
    return mark + 1;
}

void *stn_go_heap_malloc(size_t size)
{
    struct stn_go_heap *heap = current;

    const size_t class = size > 0 ? (size - 1) / CLASS_BYTES + 1 : 1;
    if (class > CLASSES)
        return allocate_large(size);
    void *block = heap->waiting[class];
    if (block == NULL)
        return cut(heap, class);
    heap->waiting[class] = *(void **)block;
    return block;
}

void *stn_go_heap_calloc(size_t count, size_t size)
{
    size_t bytes;

    if (!stn_mul(&bytes, count, size))
        leave();
    return memset(stn_go_heap_malloc(bytes), 0, bytes);
}

static size_t class_of(const void *block)
{
    return (size_t)((const struct mark *)block)[-1].class;
}

static struct large *large_of(void *block)
{
    return (struct large *)block - 1;
}

void *stn_go_heap_realloc(void *block, size_t size)
{
    if (block == NULL)
        return stn_go_heap_malloc(size);
    const size_t class = class_of(block);
    const size_t old = class > 0 ? class * CLASS_BYTES : large_of(block)->size;
    if (class > 0 && size <= old)
        return block;
    void *moved = stn_go_heap_malloc(size);
    memcpy(moved, block, old < size ? old : size);
    stn_go_heap_release(block);
    return moved;
}

void stn_go_heap_release(void *block)
{
    if (block == NULL)
        return;
    const size_t class = class_of(block);
    if (class > 0) {
        *(void **)block = current->waiting[class];
        current->waiting[class] = block;
        return;
    }
    struct large *large = large_of(block);
    if (large->next != NULL)
        large->next->previous = large->previous;
    if (large->previous != NULL)
        large->previous->next = large->next;
    else
        current->larges = large->next;
    stn_free(large);
}
