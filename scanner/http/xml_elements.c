#include "http/xml_elements.h"

#include <stdint.h>

static const char *const report_roots[] = {
    "testsuites", "testsuite",  "TestRun",      "test-run",
    "assemblies", "test-suite", "test-results", NULL};

static const struct stn_xml_element report_list[] = {
    {"testcase", STN_XML_CASE},
    {"system-out", STN_XML_LOG},
    {"system-err", STN_XML_LOG},
    {"failure", STN_XML_LOG},
    {"error", STN_XML_LOG},
    {"skipped", STN_XML_LOG},
    {"property", STN_XML_PROPERTY},
    /* Surefire */
    {"rerunFailure", STN_XML_LOG},
    {"flakyFailure", STN_XML_LOG},
    {"stackTrace", STN_XML_LOG},
    /* TRX */
    {"UnitTestResult", STN_XML_CASE},
    {"StdOut", STN_XML_LOG},
    {"StdErr", STN_XML_LOG},
    {"DebugTrace", STN_XML_LOG},
    {"Message", STN_XML_LOG},
    {"StackTrace", STN_XML_LOG},
    /* NUnit and xUnit */
    {"test-case", STN_XML_CASE},
    {"test", STN_XML_CASE},
    {"output", STN_XML_LOG},
    {"message", STN_XML_LOG},
    {"stack-trace", STN_XML_LOG},
    {"stacktrace", STN_XML_LOG},
    {NULL, STN_XML_CASE},
};

const struct stn_xml_elements stn_xml_report = {report_roots, report_list};

static const char *const burp_roots[] = {"items", "item", NULL};

static const struct stn_xml_element burp_list[] = {
    {"item", STN_XML_CASE},       {"url", STN_XML_URL},
    {"request", STN_XML_REQUEST}, {"response", STN_XML_RESPONSE},
    {NULL, STN_XML_CASE},
};

const struct stn_xml_elements stn_xml_burp = {burp_roots, burp_list};

static bool has_root(const struct stn_xml_elements *elements,
                     struct stn_str root)
{
    for (size_t i = 0; elements->roots[i] != NULL; i++)
        if (stn_str_equal(root, stn_str_of(elements->roots[i])))
            return true;
    return false;
}

const struct stn_xml_elements *stn_xml_elements_of(struct stn_str root)
{
    if (has_root(&stn_xml_report, root))
        return &stn_xml_report;
    return has_root(&stn_xml_burp, root) ? &stn_xml_burp : NULL;
}

const struct stn_xml_element *
stn_xml_elements_find(const struct stn_xml_elements *elements,
                      struct stn_str name)
{
    const struct stn_xml_element *element = elements->list;

    for (; element->name != NULL; element++)
        if (stn_str_equal(name, stn_str_of(element->name)))
            return element;
    return NULL;
}
