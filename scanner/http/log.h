/**
 * @file
 * The reader of line logs: what clients, servers and test runs print of HTTP,
 * among lines that have nothing to do with it. A line at a time goes through
 * one machine, whoever cuts the lines.
 */
#ifndef STN_HTTP_LOG_H
#define STN_HTTP_LOG_H

#include "http/walk.h"

/** What is known of one stream of lines: its prefix, the exchange it is in. */
struct stn_http_log;

enum stn_status stn_http_log_new(struct stn_http_log **out,
                                 struct stn_http_walk *walk,
                                 struct stn_error *err);
void stn_http_log_free(struct stn_http_log *log);

/** Name the test whose output follows, for places; cut if it is long, empty:
 *  none. Lines such as "=== RUN TestX" do the same. */
void stn_http_log_name_test(struct stn_http_log *log, struct stn_str name);

/**
 * Take one line that something else wrapped, as `go test -json` does.
 *
 * Streams may take turns: each call tells the walk again which side of an
 * exchange it is on, and sets stn_http_walk_place(), which the caller has to
 * set anew for its own events. A body that spans lines is handed over by lines,
 * as far as they stand for themselves.
 *
 * @param line  Decoded, with or without its break; lives until the call
 *              returns.
 */
enum stn_status stn_http_log_line(struct stn_http_log *log,
                                  const struct stn_segment *line,
                                  struct stn_error *err);

#endif
