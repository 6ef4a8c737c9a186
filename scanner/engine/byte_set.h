/** @file A set of bytes, as a character class is one. */
#ifndef STN_ENGINE_BYTE_SET_H
#define STN_ENGINE_BYTE_SET_H

#include <stdbool.h>
#include <stdint.h>

/** Bit b of the 256 is byte b. Zeroed is empty. */
struct stn_byte_set {
    uint64_t words[4];
};

/** Every byte. */
#define STN_BYTE_SET_ALL                                                       \
    ((struct stn_byte_set){{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX}})

static inline bool stn_byte_set_has(const struct stn_byte_set *set,
                                    unsigned char byte)
{
    return (set->words[byte >> 6] >> (byte & 63) & 1) != 0;
}

static inline void stn_byte_set_add(struct stn_byte_set *set,
                                    unsigned char byte)
{
    set->words[byte >> 6] |= UINT64_C(1) << (byte & 63);
}

/** Add [first, last]. */
static inline void stn_byte_set_add_range(struct stn_byte_set *set,
                                          unsigned char first,
                                          unsigned char last)
{
    for (unsigned byte = first; byte <= last; byte++)
        stn_byte_set_add(set, (unsigned char)byte);
}

/** Add every byte of `more`. */
static inline void stn_byte_set_join(struct stn_byte_set *set,
                                     const struct stn_byte_set *more)
{
    for (unsigned i = 0; i < 4; i++)
        set->words[i] |= more->words[i];
}

/** Keep what is in both. */
static inline void stn_byte_set_meet(struct stn_byte_set *set,
                                     const struct stn_byte_set *other)
{
    for (unsigned i = 0; i < 4; i++)
        set->words[i] &= other->words[i];
}

static inline void stn_byte_set_invert(struct stn_byte_set *set)
{
    for (unsigned i = 0; i < 4; i++)
        set->words[i] = ~set->words[i];
}

static inline unsigned stn_byte_set_count(const struct stn_byte_set *set)
{
    unsigned count = 0;

    for (unsigned i = 0; i < 4; i++)
        for (uint64_t word = set->words[i]; word != 0; word &= word - 1)
            count++;
    return count;
}

static inline bool stn_byte_set_equal(const struct stn_byte_set *a,
                                      const struct stn_byte_set *b)
{
    return a->words[0] == b->words[0] && a->words[1] == b->words[1] &&
           a->words[2] == b->words[2] && a->words[3] == b->words[3];
}

/** Add the other case of every ASCII letter. */
static inline void stn_byte_set_fold(struct stn_byte_set *set)
{
    for (unsigned byte = 'A'; byte <= 'Z'; byte++) {
        const unsigned char upper = (unsigned char)byte;
        const unsigned char lower = (unsigned char)(byte + ('a' - 'A'));
        if (stn_byte_set_has(set, upper))
            stn_byte_set_add(set, lower);
        else if (stn_byte_set_has(set, lower))
            stn_byte_set_add(set, upper);
    }
}

/** What `\w` matches, in byte mode and the C locale. */
static inline void stn_byte_set_add_word(struct stn_byte_set *set)
{
    stn_byte_set_add_range(set, '0', '9');
    stn_byte_set_add_range(set, 'A', 'Z');
    stn_byte_set_add_range(set, 'a', 'z');
    stn_byte_set_add(set, '_');
}

#endif
