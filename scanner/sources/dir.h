/** @file Files, folders and standard input. */
#ifndef STN_SOURCES_DIR_H
#define STN_SOURCES_DIR_H

#include "sources/source.h"

extern const struct stn_source stn_source_dir;

#endif
