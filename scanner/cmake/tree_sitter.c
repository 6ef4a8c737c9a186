/*
 * The runtime of tree-sitter and the Go grammar in one file, so that what one
 * calls of the other is no call.
 */

/* A tree never leaves the thread that parsed it: its counts of references need
 * not be atomic, and that is a tenth of a parse. */
#define TREE_SITTER_ATOMIC_H_
#include <stddef.h>
#include <stdint.h>

static inline size_t atomic_load(const volatile size_t *count)
{
    return *count;
}

static inline uint32_t atomic_inc(volatile uint32_t *count)
{
    uint32_t *plain = (uint32_t *)count;

    return ++*plain;
}

static inline uint32_t atomic_dec(volatile uint32_t *count)
{
    uint32_t *plain = (uint32_t *)count;

    return --*plain;
}

/* All of it is of the heap of one parse. */
#include "golang/parse_heap.h"
#define ts_malloc stn_go_heap_malloc
#define ts_calloc stn_go_heap_calloc
#define ts_realloc stn_go_heap_realloc
#define ts_free stn_go_heap_release

/* The grammar's header is the newer one and serves both. */
#include STANCH_GO_GRAMMAR_HEADER

#include "lib.c"

/* To the next character: what ts_lexer__advance() does, for the case that one
 * byte of ASCII follows another. A NUL means that the text ends. */
static inline void step(TSLexer *data, bool skip)
{
    Lexer *lexer = (Lexer *)data;
    const uint32_t next =
        lexer->current_position.bytes + 1 - lexer->chunk_start;

    if (lexer->lookahead_size != 1 || data->lookahead == '\n' ||
        next >= lexer->chunk_size || lexer->chunk[next] <= 0) {
        ts_lexer__advance(data, skip);
        return;
    }
    lexer->current_position.bytes++;
    lexer->current_position.extent.column++;
    if (skip)
        lexer->token_start_position = lexer->current_position;
    data->lookahead = lexer->chunk[next];
}

/* As in the header, with step() for the call by way of a pointer. */
#undef START_LEXER
#define START_LEXER()                                                          \
    bool result = false;                                                       \
    bool skip = false;                                                         \
    bool eof = false;                                                          \
    int32_t lookahead;                                                         \
    goto start;                                                                \
    next_state:                                                                \
    step(lexer, skip);                                                         \
    start:                                                                     \
    skip = false;                                                              \
    lookahead = lexer->lookahead;

#include STANCH_GO_GRAMMAR
