#include "base/find.h"

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

/* The same in wider blocks, where the processor has them. */
__attribute__((target("avx2"))) static size_t
find_end_in_wide_blocks(struct stn_str bytes, size_t at, bool *has_escape)
{
    const __m256i quote = _mm256_set1_epi8('"');
    const __m256i escape = _mm256_set1_epi8('\\');
    const __m256i line_break = _mm256_set1_epi8('\n');

    while (at < bytes.len && bytes.len - at >= WIDE_BLOCK) {
        const __m256i block =
            _mm256_loadu_si256((const __m256i *)(const void *)(bytes.ptr + at));
        const __m256i found =
            _mm256_or_si256(_mm256_or_si256(_mm256_cmpeq_epi8(block, quote),
                                            _mm256_cmpeq_epi8(block, escape)),
                            _mm256_cmpeq_epi8(block, line_break));
        const unsigned match = (unsigned)_mm256_movemask_epi8(found);
        if (match == 0) {
            at += WIDE_BLOCK;
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
#else
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

size_t stn_find_string_end(struct stn_str bytes, size_t start, bool *has_escape)
{
    size_t at = start;

#ifdef __SSE2__
    if (__builtin_cpu_supports("avx2"))
        at = find_end_in_wide_blocks(bytes, at, has_escape);
#endif
    /* After an end in wide blocks this goes no further. */
    at = find_end_in_blocks(bytes, at, has_escape);
    while (at < bytes.len && bytes.ptr[at] != '"' && bytes.ptr[at] != '\n') {
        const bool is_escape = bytes.ptr[at] == '\\';
        *has_escape |= is_escape;
        at += is_escape ? 2 : 1;
    }
    return at < bytes.len ? at : bytes.len;
}
