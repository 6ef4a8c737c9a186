/** @file Output held to a file of corpus/. */
#ifndef STN_TESTS_GOLDEN_H
#define STN_TESTS_GOLDEN_H

#include "base/str.h"

/**
 * Fail the test unless `bytes` are those of the file. With STANCH_BLESS=1 in
 * the environment the file is written instead, for a reviewer to read the diff.
 *
 * @param name  Below corpus/, as in "reports/text.expected".
 */
void golden(const char *name, struct stn_str bytes);

#endif
