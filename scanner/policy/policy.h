/** @file Which findings count. */
#ifndef STN_POLICY_POLICY_H
#define STN_POLICY_POLICY_H

#include "base/buf.h"
#include "findings/report.h"

/** Evidence that a change would allow what it brings, which has no effect. */
#define STN_EVIDENCE_OWN_ALLOW "allowed by the change itself: no effect"

struct stn_policy; /**< Const once made, but for its use counts (atomic). */

enum stn_status stn_policy_new(struct stn_policy **out,
                               const struct stn_options *options,
                               struct stn_error *err);
void stn_policy_free(struct stn_policy *policy);

/** Whether what a change brings must not judge itself. */
bool stn_policy_is_untrusted(const struct stn_policy *policy);

/**
 * Judge findings [from, count) of one text while it is at hand: in-line marks
 * set STN_ALLOWED and the reason.
 *
 * `stanch:allow RULE -- reason` (RULE: id, glob or comma-separated list; a
 * reason is needed), `gitleaks:allow`, `pragma: allowlist secret`,
 * `//nolint:stanch`, each in a comment on the line; `stanch:allow ...` and
 * `pragma: allowlist nextline secret` alone on the line above. A mark inside
 * the secret does not count. A statement of code has two lines of its own: its
 * first and its last. Of an untrusted change a mark counts only for code, and
 * only on a line that was there before: what is found of other kinds is the
 * change's own.
 */
enum stn_status stn_policy_judge_text(const struct stn_policy *policy,
                                      struct stn_findings *findings,
                                      size_t from, const struct stn_text *text,
                                      const struct stn_lines *lines,
                                      struct stn_error *err);

/** Judge one placed finding: allow entries of the configuration. One that the
 *  change brings is only told of. */
enum stn_status stn_policy_judge(const struct stn_policy *policy,
                                 struct stn_finding *finding);

/** Whether an allow entry suppresses a finding at its place; counts as no use
 *  of the entry. false also when memory is short. */
bool stn_policy_would_allow(const struct stn_policy *policy,
                            const struct stn_finding *finding);

/** Append notes to the report: those of the options, what the change tried,
 *  entries unused, entries past their date. */
enum stn_status stn_policy_notes(const struct stn_policy *policy,
                                 struct stn_report *report,
                                 struct stn_error *err);

/**
 * The same of what was tallied; of a report that joins parts, once their
 * tallies are joined. A part has none: it does not know enough.
 */
enum stn_status stn_policy_write_notes(struct stn_report *report,
                                       struct stn_error *err);

/** Whether something was not scanned that should have been. */
bool stn_gate_is_incomplete(const struct stn_report *report);
/** Count what blocks, and set the verdict. */
void stn_gate_decide(struct stn_report *report);
int stn_gate_exit_status(const struct stn_report *report);

#endif
