/** @file How a confirm fills in its result. */
#ifndef STN_ENGINE_VERDICT_H
#define STN_ENGINE_VERDICT_H

#include "engine/confirm.h"

/** Lower the ceiling to `severity`, if it is not lower yet. */
static inline void stn_verdict_cap(struct stn_confirm_result *result,
                                   enum stn_severity severity)
{
    if (result->at_most == STN_SEVERITY_DEFAULT || result->at_most > severity)
        result->at_most = severity;
}

/** Raise the floor to `severity`, if it is not higher yet. */
static inline void stn_verdict_raise(struct stn_confirm_result *result,
                                     enum stn_severity severity)
{
    if (result->at_least < severity)
        result->at_least = severity;
}

/** Add a piece of evidence, a static string; what finds no room is left out. */
static inline void stn_verdict_say(struct stn_confirm_result *result,
                                   const char *evidence)
{
    size_t room = sizeof result->evidence / sizeof *result->evidence;

    if (result->evidence_count < room)
        result->evidence[result->evidence_count++] = evidence;
}

/**
 * What the field says that the value stands in: sent to this machine, it is a
 * step less severe; past its time, it is low. Elsewhere than in fields it says
 * nothing.
 *
 * @return false: it is no secret. It is empty, was sent to a host that stands
 *         for an example, or was deleted.
 */
bool stn_verdict_field(const struct stn_confirm_input *input,
                       struct stn_confirm_result *result);

#endif
