/** @file Building the message of a failure; the types are in stanch.h. */
#ifndef STN_BASE_ERROR_H
#define STN_BASE_ERROR_H

#include "stanch.h"

/**
 * Write the message of a failure and hand its status on, so that a failing
 * function ends in `return stn_fail(err, STN_EIO, "...", ...)`. Control bytes
 * are replaced by '?', since names in messages come from attackers; a message
 * that is too long is cut between code points.
 *
 * @param err  May be NULL.
 * @return status.
 */
enum stn_status stn_fail(struct stn_error *err, enum stn_status status,
                         const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** Say that memory is exhausted; always returns STN_ENOMEM. */
enum stn_status stn_fail_memory(struct stn_error *err);

#endif
