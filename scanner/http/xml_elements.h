/** @file What the elements of captures in XML mean. */
#ifndef STN_HTTP_XML_ELEMENTS_H
#define STN_HTTP_XML_ELEMENTS_H

#include "base/str.h"

enum stn_xml_role {
    STN_XML_CASE,     /**< A test, an item: what follows is of it. */
    STN_XML_LOG,      /**< Its text is a log. */
    STN_XML_PROPERTY, /**< A name and a value. */
    STN_XML_URL,
    STN_XML_REQUEST, /**< Its text is an HTTP message. */
    STN_XML_RESPONSE,
};

struct stn_xml_element {
    const char *name;
    enum stn_xml_role role;
};

/** Those of one kind of capture. */
struct stn_xml_elements {
    const char *const *roots;           /**< NULL ends them. */
    const struct stn_xml_element *list; /**< A NULL name ends it. */
};

/** Test reports: JUnit, TRX, NUnit, xUnit. */
extern const struct stn_xml_elements stn_xml_report;
/** What Burp exports. */
extern const struct stn_xml_elements stn_xml_burp;

/** @return The kind of capture with this root; NULL: none. */
const struct stn_xml_elements *stn_xml_elements_of(struct stn_str root);

/** @return The element of this name; NULL: it is of no interest. */
const struct stn_xml_element *
stn_xml_elements_find(const struct stn_xml_elements *elements,
                      struct stn_str name);

#endif
