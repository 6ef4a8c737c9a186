/**
 * @file
 * A change must not disarm the gate that it passes through: configuration, rule
 * files and allow entries count as they are on its base, and in-line marks that
 * it brings do not count at all. What it would alter is noted in the report.
 */
#ifndef STN_CLI_TRUST_H
#define STN_CLI_TRUST_H

#include "cli/settings.h"

/**
 * Have the policy read from a commit. To be called between stn_settings_begin()
 * and stn_settings_finish(). A --config of outside the repository stays as
 * named: it is the administrator's. One of inside is read from the commit.
 *
 * @param base  The commit, of settings->repository; NULL: there is none, and
 *              nothing of the repository counts.
 * @param head  What the change comes to, to see what it alters of the policy;
 *              NULL: unknown.
 */
enum stn_status stn_policy_from_commit(struct stn_settings *settings,
                                       const char *base, const char *head,
                                       struct stn_error *err);

/** Have it read from --config, STANCH_CONFIG or the machine's file alone. */
enum stn_status stn_policy_from_server(struct stn_settings *settings,
                                       struct stn_error *err);

/** @name For stn_settings_finish(). */
/**@{*/
struct stn_base; /**< The commit, opened. */

/** Read the configuration of the base, if it is that which counts; else leave
 *  it to settings->config. @param base  Stays NULL if there is none. */
enum stn_status stn_trust_begin(struct stn_base **base,
                                struct stn_settings *settings,
                                struct stn_error *err);
/** When all options are read: take from the base what they name of inside the
 *  repository, and note what the change alters. */
enum stn_status stn_trust_finish(struct stn_base *base,
                                 struct stn_settings *settings,
                                 struct stn_error *err);
void stn_trust_end(struct stn_base *base);
/**@}*/

#endif
