/**
 * @file
 * No reader of `go test -json`, for programs that take the place of the walk:
 * it looks into the walk itself. Included by one file of a program.
 */
#ifndef STN_TESTS_NO_TEST_EVENTS_H
#define STN_TESTS_NO_TEST_EVENTS_H

#include "http/test_events.h"

enum stn_status stn_http_test_events_new(struct stn_http_test_events **out,
                                         struct stn_http_walk *walk,
                                         struct stn_error *err)
{
    (void)walk;
    (void)err;
    *out = NULL;
    return STN_OK;
}

void stn_http_test_events_free(struct stn_http_test_events *events)
{
    (void)events;
}

void stn_http_test_events_package(struct stn_http_test_events *events,
                                  struct stn_str name)
{
    (void)events;
    (void)name;
}

void stn_http_test_events_test(struct stn_http_test_events *events,
                               struct stn_str name)
{
    (void)events;
    (void)name;
}

enum stn_status stn_http_test_events_line(struct stn_http_test_events *events,
                                          struct stn_http_value line,
                                          struct stn_error *err)
{
    (void)events;
    (void)line;
    (void)err;
    return STN_OK;
}

#endif
