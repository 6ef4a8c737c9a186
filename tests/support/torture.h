/** @file Failing every allocation of a call, one run at a time. */
#ifndef STN_TESTS_TORTURE_H
#define STN_TESTS_TORTURE_H

#include "stanch.h"

/**
 * Run a call until it succeeds: with its first allocation failing, then its
 * second, and so on. A failed run must give STN_ENOMEM, or success where it can
 * do without; the last one success. Under the address sanitizer nothing may
 * have leaked.
 *
 * @param run  Makes the call and frees what it made.
 */
void torture(enum stn_status (*run)(void *payload), void *payload);

#endif
