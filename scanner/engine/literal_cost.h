/** @file How often a literal is to be expected in ordinary text. */
#ifndef STN_ENGINE_LITERAL_COST_H
#define STN_ENGINE_LITERAL_COST_H

#include "engine/literals.h"

/** @return About how many times in a megabyte of text and source code. */
double stn_literal_frequency(const struct stn_literal_word *word);

#endif
