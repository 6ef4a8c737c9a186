#include "engine/literal_cost.h"

#include <math.h>

/*
 * Measured on 60 MB of headers, scripts and documentation: four times the
 * binary logarithm of how unlikely a byte is after another. Symbol 0 is
 * anything but a letter, 1 to 26 are the letters in either case.
 */
#define SYMBOL_COUNT 27

static const unsigned char pair_costs[SYMBOL_COUNT][SYMBOL_COUNT] = {
    {2,  22, 25, 20, 24, 25, 24, 29, 29, 21, 41, 36, 26, 27,
     25, 23, 24, 42, 25, 20, 21, 28, 28, 29, 23, 40, 41},
    {13, 33, 21, 17, 18, 33, 28, 20, 44, 22, 43, 27, 12, 16,
     13, 46, 20, 44, 12, 14, 12, 24, 26, 33, 29, 27, 44},
    {10, 15, 28, 22, 29, 12, 29, 33, 41, 13, 17, 33, 13, 33,
     33, 16, 27, 45, 20, 20, 28, 14, 39, 41, 29, 15, 42},
    {12, 14, 29, 25, 30, 14, 33, 32, 14, 22, 39, 15, 18, 21,
     36, 10, 28, 44, 20, 21, 13, 23, 34, 41, 35, 28, 53},
    {6,  18, 30, 30, 19, 7,  29, 33, 33, 15, 41, 38, 25, 31,
     34, 19, 30, 43, 22, 22, 26, 23, 33, 33, 27, 30, 49},
    {7,  21, 31, 17, 17, 24, 17, 26, 39, 31, 37, 39, 21, 23,
     14, 32, 25, 28, 12, 16, 16, 37, 26, 28, 19, 27, 50},
    {7,  18, 33, 29, 25, 19, 17, 37, 41, 9,  55, 50, 20, 29,
     25, 13, 29, 49, 18, 24, 21, 15, 45, 38, 45, 26, 56},
    {6,  23, 34, 25, 35, 10, 32, 29, 19, 16, 52, 45, 19, 27,
     15, 15, 24, 47, 19, 17, 23, 23, 32, 40, 40, 39, 39},
    {10, 11, 41, 37, 32, 6,  36, 40, 40, 13, 55, 41, 27, 28,
     37, 16, 30, 50, 20, 27, 16, 25, 45, 38, 50, 36, 48},
    {19, 24, 23, 17, 17, 22, 17, 19, 48, 39, 50, 37, 17, 20,
     7,  15, 23, 42, 23, 15, 14, 44, 25, 48, 29, 51, 24},
    {10, 18, 39, 30, 31, 7, 33, 38, 41, 23, 40, 21, 38, 31,
     38, 16, 29, 45, 39, 8, 33, 17, 38, 34, 44, 42, 46},
    {3,  18, 29, 20, 31, 10, 33, 20, 34, 18, 45, 44, 30, 30,
     26, 31, 32, 44, 29, 21, 29, 23, 39, 30, 48, 40, 50},
    {8,  15, 31, 32, 21, 11, 23, 29, 30, 12, 34, 37, 14, 38,
     33, 14, 31, 50, 34, 20, 20, 18, 26, 37, 40, 22, 43},
    {10, 11, 20, 29, 22, 9,  29, 38, 40, 17, 41, 36, 21, 21,
     33, 16, 12, 45, 34, 19, 26, 22, 33, 41, 42, 28, 52},
    {9,  17, 35, 16, 15, 13, 22, 15, 40, 21, 47, 29, 28, 35,
     29, 17, 31, 47, 34, 13, 11, 22, 28, 42, 50, 30, 49},
    {13, 27, 23, 18, 16, 32, 18, 26, 42, 21, 37, 26, 20, 17,
     10, 22, 15, 55, 11, 17, 19, 18, 24, 23, 38, 42, 45},
    {10, 13, 33, 27, 29, 9,  28, 31, 26, 20, 54, 21, 16, 30,
     32, 15, 20, 38, 14, 22, 15, 20, 34, 34, 40, 22, 48},
    {6,  29, 30, 29, 28, 33, 33, 40, 36, 28, 45, 38, 25, 31,
     27, 36, 30, 30, 24, 24, 27, 4,  35, 28, 37, 42, 36},
    {9,  15, 35, 24, 25, 9,  27, 22, 38, 14, 54, 29, 25, 22,
     18, 16, 28, 48, 18, 19, 18, 21, 27, 31, 45, 22, 52},
    {8,  23, 37, 22, 33, 12, 34, 33, 22, 16, 54, 17, 16, 29,
     24, 21, 20, 40, 29, 14, 11, 22, 36, 33, 41, 22, 38},
    {7,  17, 35, 27, 28, 12, 29, 39, 12, 15, 55, 36, 26, 29,
     32, 17, 25, 50, 14, 21, 22, 20, 39, 31, 25, 17, 46},
    {17, 24, 19, 19, 23, 15, 22, 26, 42, 16, 49, 42, 15, 18,
     10, 33, 19, 48, 12, 14, 14, 44, 43, 47, 26, 51, 40},
    {9,  9,  33, 28, 29, 7,  31, 31, 37, 17, 53, 29, 30, 19,
     32, 14, 24, 38, 33, 28, 28, 37, 34, 33, 36, 45, 42},
    {10, 11, 32, 29, 26, 15, 31, 33, 14, 8,  48, 43, 29, 33,
     20, 16, 30, 44, 15, 21, 31, 25, 32, 24, 40, 46, 42},
    {2,  20, 23, 20, 25, 20, 20, 40, 41, 24, 58, 35, 36, 26,
     31, 35, 19, 46, 35, 23, 15, 42, 40, 45, 29, 35, 50},
    {5,  27, 32, 29, 35, 28, 28, 31, 39, 25, 48, 43, 23, 21,
     22, 22, 7,  35, 22, 15, 18, 35, 39, 30, 40, 44, 38},
    {10, 18, 34, 33, 35, 3,  34, 36, 31, 18, 43, 42, 27, 25,
     34, 22, 37, 30, 28, 32, 32, 32, 37, 34, 37, 29, 21},
};

/* Without a byte before. */
static const unsigned char first_costs[SYMBOL_COUNT] = {
    5,  19, 26, 20, 22, 15, 23, 25, 25, 18, 39, 28, 21, 24,
    18, 19, 22, 39, 19, 18, 17, 23, 29, 31, 25, 27, 39};

/* Which of the bytes that are no letters: printable ASCII in order, letters
 * left out. */
static const unsigned char other_costs[] = {
    5,  37, 24, 27, 37, 40, 36, 28, 21, 21, 23, 37, 19, 25, 22,
    21, 19, 24, 25, 27, 27, 28, 27, 30, 28, 28, 25, 28, 28, 25,
    28, 46, 40, 31, 29, 32, 50, 16, 35, 28, 38, 28, 47, 98};

#define TAB_COST 20
#define NEWLINE_COST 15
#define RARE_COST 60

/* Of a letter's case, by that of the letter before. */
#define UPPER_AFTER_UPPER_COST 1
#define UPPER_COST 14
#define LOWER_AFTER_UPPER_COST 9

static bool is_upper(unsigned char byte)
{
    return byte >= 'A' && byte <= 'Z';
}

static bool is_letter(unsigned char byte)
{
    return is_upper(byte) || (byte >= 'a' && byte <= 'z');
}

static unsigned symbol_of(unsigned char byte)
{
    return is_letter(byte) ? byte & 0x1F : 0;
}

static unsigned other_cost(unsigned char byte)
{
    if (byte == '\t')
        return TAB_COST;
    if (byte == '\n')
        return NEWLINE_COST;
    if (byte < ' ' || byte > '~')
        return RARE_COST;
    if (byte < 'A')
        return other_costs[byte - ' '];
    if (byte < 'a')
        return other_costs[byte - ' ' - 26];
    return other_costs[byte - ' ' - 52];
}

static unsigned case_cost(unsigned char byte, unsigned char before)
{
    if (is_upper(byte))
        return is_upper(before) ? UPPER_AFTER_UPPER_COST : UPPER_COST;
    return is_upper(before) ? LOWER_AFTER_UPPER_COST : 0;
}

double stn_literal_frequency(const struct stn_literal_word *word)
{
    unsigned cost = 0;

    for (unsigned i = 0; i < word->length; i++) {
        const unsigned char byte = word->bytes[i];
        const unsigned char before = i > 0 ? word->bytes[i - 1] : 0;
        const unsigned symbol = symbol_of(byte);
        cost +=
            i > 0 ? pair_costs[symbol_of(before)][symbol] : first_costs[symbol];
        if (symbol == 0)
            cost += other_cost(byte);
        else if ((word->folds >> i & 1) == 0)
            cost += case_cost(byte, before);
    }
    return ldexp(1e6, -(int)(cost / 4));
}
