/** @file The event of a CI run, as JSON: typed values at dotted paths. */
#ifndef STN_CLI_CI_EVENT_H
#define STN_CLI_CI_EVENT_H

#include "base/error.h"
#include "base/str.h"

struct stn_ci_event;

/**
 * @return STN_OK; STN_EINPUT if it is no JSON object; STN_ELIMIT if it holds
 *         more than any event does. Messages show none of it.
 */
enum stn_status stn_ci_event_parse(struct stn_ci_event **out,
                                   struct stn_str json, struct stn_error *err);
void stn_ci_event_free(struct stn_ci_event *event);

/** Whether there is an object at a path, as "pull_request". */
bool stn_ci_event_has(const struct stn_ci_event *event, const char *path);

/**
 * The value at a path, as "pull_request.head.sha". Null is absent.
 *
 * @param out  Borrowed from the event. Untouched if the value is absent.
 * @return STN_OK; STN_DONE if it is absent; STN_EINPUT if it is of another
 *         type, or longer than STN_REVISION_BYTES_MAX.
 */
enum stn_status stn_ci_event_string(const char **out,
                                    const struct stn_ci_event *event,
                                    const char *path, struct stn_error *err);
enum stn_status stn_ci_event_bool(bool *out, const struct stn_ci_event *event,
                                  const char *path, struct stn_error *err);
enum stn_status stn_ci_event_count(uint64_t *out,
                                   const struct stn_ci_event *event,
                                   const char *path, struct stn_error *err);

/** An object's id, which must be there. @return STN_OK; STN_EINPUT. */
enum stn_status stn_ci_event_id(const char **out,
                                const struct stn_ci_event *event,
                                const char *path, struct stn_error *err);

#endif
