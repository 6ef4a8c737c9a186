/**
 * @file
 * The output of `go test -json`: an event a line, tests taking turns. Each
 * test's lines go through a machine of their own, so that a request of one does
 * not get the headers of another.
 */
#ifndef STN_HTTP_TEST_EVENTS_H
#define STN_HTTP_TEST_EVENTS_H

#include "http/walk.h"

struct stn_http_test_events;

enum stn_status stn_http_test_events_new(struct stn_http_test_events **out,
                                         struct stn_http_walk *walk,
                                         struct stn_error *err);
void stn_http_test_events_free(struct stn_http_test_events *events);

/** Which package or test the next lines are of; empty: none. */
void stn_http_test_events_package(struct stn_http_test_events *events,
                                  struct stn_str name);
void stn_http_test_events_test(struct stn_http_test_events *events,
                               struct stn_str name);

/** One line of output. */
enum stn_status stn_http_test_events_line(struct stn_http_test_events *events,
                                          struct stn_http_value line,
                                          struct stn_error *err);

#endif
