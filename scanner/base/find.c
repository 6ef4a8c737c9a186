#include "base/find.h"

#include <stdint.h>

#ifdef __SSE2__
#include <immintrin.h>

#define BLOCK 16
#define BLOCKS 4

struct three {
    __m128i a, b, c;
};

/* Bytes of all ones where a block has one of the three. */
static inline __m128i match_block(const char *at, const struct three *three)
{
    const __m128i block = _mm_loadu_si128((const __m128i *)(const void *)at);

    return _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(block, three->a),
                                     _mm_cmpeq_epi8(block, three->b)),
                        _mm_cmpeq_epi8(block, three->c));
}

/* Past all runs of four blocks without any of the three: long strings are most
 * of what is searched. */
static size_t skip_runs(struct stn_str bytes, size_t start,
                        const struct three *three)
{
    while (bytes.len - start >= BLOCKS * BLOCK) {
        const char *at = bytes.ptr + start;
        const __m128i match =
            _mm_or_si128(_mm_or_si128(match_block(at, three),
                                      match_block(at + BLOCK, three)),
                         _mm_or_si128(match_block(at + 2 * BLOCK, three),
                                      match_block(at + 3 * BLOCK, three)));
        if (_mm_movemask_epi8(match) != 0)
            break;
        start += BLOCKS * BLOCK;
    }
    return start;
}

/* As far as whole blocks go. */
static size_t find_in_blocks(struct stn_str bytes, size_t start, char a, char b,
                             char c)
{
    const struct three three = {_mm_set1_epi8(a), _mm_set1_epi8(b),
                                _mm_set1_epi8(c)};

    if (bytes.len - start >= 2 * BLOCKS * BLOCK)
        start = skip_runs(bytes, start, &three);
    while (bytes.len - start >= BLOCK) {
        const unsigned match =
            (unsigned)_mm_movemask_epi8(match_block(bytes.ptr + start, &three));
        if (match != 0)
            return start + (size_t)__builtin_ctz(match);
        start += BLOCK;
    }
    return start;
}

/* As far as whole blocks go: the indent of a line is one, for the most part. */
static size_t find_no_space_in_blocks(struct stn_str bytes, size_t start)
{
    const __m128i blank = _mm_set1_epi8(' ');
    const struct three others = {_mm_set1_epi8('\t'), _mm_set1_epi8('\n'),
                                 _mm_set1_epi8('\r')};

    while (bytes.len - start >= BLOCK) {
        const char *at = bytes.ptr + start;
        const __m128i block =
            _mm_loadu_si128((const __m128i *)(const void *)at);
        const __m128i match = _mm_or_si128(_mm_cmpeq_epi8(block, blank),
                                           match_block(at, &others));
        const unsigned rest = ~(unsigned)_mm_movemask_epi8(match) & 0xFFFF;
        if (rest != 0)
            return start + (size_t)__builtin_ctz(rest);
        start += BLOCK;
    }
    return start;
}

/* As far as whole blocks go. Escapes stand close together, so the next one is
 * looked for without starting anew. */
static size_t find_end_in_blocks(struct stn_str bytes, size_t at,
                                 bool *has_escape)
{
    const struct three three = {_mm_set1_epi8('"'), _mm_set1_epi8('\\'),
                                _mm_set1_epi8('\n')};

    while (at < bytes.len && bytes.len - at >= BLOCK) {
        const unsigned match =
            (unsigned)_mm_movemask_epi8(match_block(bytes.ptr + at, &three));
        if (match == 0) {
            at = skip_runs(bytes, at + BLOCK, &three);
            continue;
        }
        at += (size_t)__builtin_ctz(match);
        if (bytes.ptr[at] != '\\')
            return at;
        *has_escape = true;
        at += 2;
    }
    return at;
}

#define WIDE_BLOCK 32

/*
 * The bytes of a block that a backslash before them escapes, a bit for each: in
 * a run of backslashes every second one is, and what follows a run of odd
 * length. All runs at once, as simdjson does it, since JSON in JSON has an
 * escape every few bytes. A subtraction carries through each run; whether it
 * ends at an odd bit tells the parity of the run.
 *
 * @param is_first_escaped  Whether the block's first byte is, by the byte
 *                          before it; then the same of the next block. 0 or 1.
 */
static uint64_t find_escaped(uint64_t escapes, uint64_t *is_first_escaped)
{
    const uint64_t odd = UINT64_C(0xAAAAAAAAAAAAAAAA);
    const uint64_t starts = escapes & ~*is_first_escaped;
    const uint64_t parity = ((starts << 1 | odd) - starts) ^ odd;
    const uint64_t escaped = parity ^ (escapes | *is_first_escaped);

    *is_first_escaped = (parity & escapes) >> (WIDE_BLOCK - 1);
    return escaped;
}

/* The same in wider blocks, where the processor has them. true: *at is the
 * end. */
__attribute__((target("avx2"))) static bool
find_end_in_wide_blocks(struct stn_str bytes, size_t *at, bool *has_escape)
{
    const __m256i quote = _mm256_set1_epi8('"');
    const __m256i escape = _mm256_set1_epi8('\\');
    const __m256i line_break = _mm256_set1_epi8('\n');
    uint64_t is_first_escaped = 0;
    uint64_t passed = 0; /* all escapes of the blocks before */
    size_t start = *at;

    for (; bytes.len - start >= WIDE_BLOCK; start += WIDE_BLOCK) {
        const __m256i block = _mm256_loadu_si256(
            (const __m256i *)(const void *)(bytes.ptr + start));
        const __m256i is_escape = _mm256_cmpeq_epi8(block, escape);
        const __m256i is_end =
            _mm256_or_si256(_mm256_cmpeq_epi8(block, quote),
                            _mm256_cmpeq_epi8(block, line_break));
        const uint64_t escapes = (uint32_t)_mm256_movemask_epi8(is_escape);
        const uint64_t ends = (uint32_t)_mm256_movemask_epi8(is_end) &
                              ~find_escaped(escapes, &is_first_escaped);
        if (ends != 0) {
            const int first = __builtin_ctzll(ends);
            passed |= escapes & ((UINT64_C(1) << first) - 1);
            *has_escape |= passed != 0;
            *at = start + (size_t)first;
            return true;
        }
        passed |= escapes;
    }
    *has_escape |= passed != 0;
    *at = start + is_first_escaped;
    return false;
}
#else
static size_t find_no_space_in_blocks(struct stn_str bytes, size_t start)
{
    (void)bytes;
    return start;
}

static size_t find_end_in_blocks(struct stn_str bytes, size_t at,
                                 bool *has_escape)
{
    (void)bytes, (void)has_escape;
    return at;
}

static size_t find_in_blocks(struct stn_str bytes, size_t start, char a, char b,
                             char c)
{
    (void)bytes, (void)a, (void)b, (void)c;
    return start;
}
#endif

size_t stn_find_three(struct stn_str bytes, size_t start, char a, char b,
                      char c)
{
    if (start >= bytes.len)
        return bytes.len;
    for (size_t i = find_in_blocks(bytes, start, a, b, c); i < bytes.len; i++)
        if (bytes.ptr[i] == a || bytes.ptr[i] == b || bytes.ptr[i] == c)
            return i;
    return bytes.len;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

size_t stn_find_no_space(struct stn_str bytes, size_t start)
{
    /* Most bytes are none, and need no block. */
    if (start >= bytes.len || !is_space(bytes.ptr[start]))
        return start < bytes.len ? start : bytes.len;
    start = find_no_space_in_blocks(bytes, start + 1);
    while (start < bytes.len && is_space(bytes.ptr[start]))
        start++;
    return start;
}

size_t stn_find_string_end(struct stn_str bytes, size_t start, bool *has_escape)
{
    size_t at = start;

#ifdef __SSE2__
    if (start <= bytes.len && __builtin_cpu_supports("avx2") &&
        find_end_in_wide_blocks(bytes, &at, has_escape))
        return at;
#endif
    at = find_end_in_blocks(bytes, at, has_escape);
    while (at < bytes.len && bytes.ptr[at] != '"' && bytes.ptr[at] != '\n') {
        const bool is_escape = bytes.ptr[at] == '\\';
        *has_escape |= is_escape;
        at += is_escape ? 2 : 1;
    }
    return at < bytes.len ? at : bytes.len;
}
