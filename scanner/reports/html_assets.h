/** @file What is the same in every HTML report; made from reports/html/. */
#ifndef STN_REPORTS_HTML_ASSETS_H
#define STN_REPORTS_HTML_ASSETS_H

#include "base/str.h"

extern const struct stn_str stn_html_style;
extern const struct stn_str stn_html_script;

#endif
