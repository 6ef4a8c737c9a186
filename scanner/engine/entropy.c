#include "engine/entropy.h"

#include <math.h>

double stn_entropy(struct stn_str value)
{
    size_t counts[256] = {0};
    double bits = 0;

    for (size_t i = 0; i < value.len; i++)
        counts[(unsigned char)value.ptr[i]]++;
    for (size_t i = 0; i < 256; i++) {
        if (counts[i] > 0) {
            double share = (double)counts[i] / (double)value.len;

            bits -= share * log2(share);
        }
    }
    /* A value of one character gives -0. */
    return bits > 0 ? bits : 0;
}
