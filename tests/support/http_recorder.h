/**
 * @file
 * A walk for tests of readers: it writes down what it is told, decoded, a line
 * each. To be compiled into a test instead of scanner/http/walk.c.
 */
#ifndef STN_TESTS_HTTP_RECORDER_H
#define STN_TESTS_HTTP_RECORDER_H

#include "http/format.h"

struct stn_http_walk *recorder_new(void);
void recorder_free(struct stn_http_walk *recorder);
/** What it was told so far: "header Cookie: a=b", "field x = y", ... */
const char *recorder_lines(const struct stn_http_walk *recorder);
/** Whether a line was written. */
bool recorder_has(const struct stn_http_walk *recorder, const char *line);
void recorder_set_budget(struct stn_http_walk *recorder, size_t bytes);
/** Write places and origins down, too: "@12-15 ". */
void recorder_show_places(struct stn_http_walk *recorder);

/**
 * Read all of a text by one format, as a whole or in windows.
 *
 * @param window  Bytes of a window; 0: the whole text. A window never grows
 *                past twice of it.
 */
enum stn_status recorder_read(struct stn_http_walk *recorder,
                              const struct stn_http_format *format,
                              struct stn_str text, size_t window);

#endif
