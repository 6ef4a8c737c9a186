/** @file How surprising a value's characters are. */
#ifndef STN_ENGINE_ENTROPY_H
#define STN_ENGINE_ENTROPY_H

#include "base/str.h"

/** Shannon entropy of the bytes, in bits per byte; 0 for an empty value. */
double stn_entropy(struct stn_str value);

#endif
