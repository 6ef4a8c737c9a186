/** @file Captures in XML. */
#ifndef STN_HTTP_XML_H
#define STN_HTTP_XML_H

#include "http/format.h"

/**
 * Test reports (JUnit, TRX, NUnit, xUnit), whose outputs are whole logs, and
 * what Burp exports: whole messages, mostly in base64. Other XML is no capture.
 */
extern const struct stn_http_format stn_http_xml;

#endif
