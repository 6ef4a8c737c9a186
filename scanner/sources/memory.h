/** @file One buffer, for hooks, editors and fuzzers. */
#ifndef STN_SOURCES_MEMORY_H
#define STN_SOURCES_MEMORY_H

#include "sources/source.h"

extern const struct stn_source stn_source_memory;

#endif
