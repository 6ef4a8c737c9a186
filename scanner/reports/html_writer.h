/** @file Words as HTML: whatever they are, they stay words. */
#ifndef STN_REPORTS_HTML_WRITER_H
#define STN_REPORTS_HTML_WRITER_H

#include "base/buf.h"
#include "findings/finding.h"

/**
 * Append bytes from outside as text, between tags or in a quoted attribute.
 * They are made printable (see stn_utf8_append_printable()), then escaped. '#'
 * is escaped too, so that no runner takes "##[" for a command when a report is
 * printed in its log.
 */
void stn_html_text(struct stn_buf *out, struct stn_str text);
/** The same; NULL is empty. */
void stn_html_words(struct stn_buf *out, const char *words);

/** A name of more bytes gets a box that scrolls, with a stop for the keyboard.
 */
#define STN_HTML_LONG_BYTES 256

/**
 * Append the name of a file as an element.
 *
 * @param attributes  More of them, with a space before; or "".
 * @param name        May be empty: a stream has none.
 */
void stn_html_put_path(struct stn_buf *out, const char *element,
                       const char *attributes, struct stn_str name);

/** "1 finding", "5,120 findings" */
void stn_html_count(struct stn_buf *out, uint64_t count, const char *noun);

/** Append "sha256-" and the digest of `bytes` in base64, as a Content Security
 *  Policy names the one script or style that it lets run. */
void stn_html_hash(struct stn_buf *out, struct stn_str bytes);

/** What is no severity counts as a note. */
enum stn_severity stn_html_severity(const struct stn_finding *finding);

#endif
