/** @file Bytes that are no text, and may hold texts: archives, recorded flows.
 */
#ifndef STN_TEXT_CONTAINER_H
#define STN_TEXT_CONTAINER_H

#include "base/str.h"

/**
 * Whether the first bytes are those of a zip archive (not of a document or a
 * program that is one), of gzip, of mitmproxy's flows, or of an HTTP message.
 * Such a file is read by its structure although it holds NULs.
 */
bool stn_text_is_container(struct stn_str head);

#endif
