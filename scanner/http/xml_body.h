/** @file The fields of a body that is XML: SOAP, answers of APIs, settings. */
#ifndef STN_HTTP_XML_BODY_H
#define STN_HTTP_XML_BODY_H

#include "http/walk.h"

/**
 * Hand over, as STN_SEGMENT_JSON, the text of every element that has nothing
 * but text, and every attribute. Names are without namespace prefixes. A value
 * beside its name is named by it:
 *
 *     <property name="password" value="..."/>     <entry key="password">...
 *     <key>password</key><string>...              <name>password</name><value>
 *
 * Where the fields stand is set by the caller.
 *
 * @return STN_OK, whatever the body holds; or a failure of the walk.
 */
enum stn_status stn_http_xml_body(struct stn_http_walk *walk,
                                  const struct stn_segment *body,
                                  struct stn_error *err);

#endif
