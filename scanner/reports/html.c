#include "base/limits.h"
#include "reports/html_assets.h"
#include "reports/html_parts.h"
#include "reports/names.h"
#include "reports/reporter.h"

/*
 * Nothing but these two may act in the page: what a scanned text brought is
 * shown, and if it ever got out of its place, it would still do nothing.
 */
static void put_policy(struct stn_buf *out)
{
    stn_buf_puts(out, "<meta http-equiv=\"Content-Security-Policy\" "
                      "content=\"default-src 'none'; style-src '");
    stn_html_hash(out, stn_html_style);
    stn_buf_puts(out, "'; script-src '");
    stn_html_hash(out, stn_html_script);
    stn_buf_puts(out, "'; base-uri 'none'; form-action 'none'\">\n");
}

static void put_title(const struct stn_html *page)
{
    static const char *const words[] = {[STN_CLEAN] = "Clean",
                                        [STN_FINDINGS] = "Blocked",
                                        [STN_INCOMPLETE] = "Incomplete"};
    const struct stn_report *report = page->report;

    stn_buf_printf(page->out, "<title>%s", words[report->verdict]);
    if (report->what != NULL) {
        stn_buf_puts(page->out, ": ");
        stn_html_words(page->out, report->what);
    }
    stn_buf_puts(page->out, " - stanch</title>\n");
}

static void put_head(const struct stn_html *page)
{
    struct stn_buf *out = page->out;

    stn_buf_puts(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
                      "<meta charset=\"utf-8\">\n");
    put_policy(out);
    stn_buf_puts(out,
                 "<meta name=\"viewport\" "
                 "content=\"width=device-width, initial-scale=1\">\n"
                 "<meta name=\"color-scheme\" content=\"light dark\">\n"
                 "<meta name=\"referrer\" content=\"no-referrer\">\n"
                 "<meta name=\"robots\" content=\"noindex\">\n"
                 "<meta name=\"generator\" content=\"stanch " STANCH_VERSION
                 "\">\n");
    put_title(page);
    stn_buf_puts(out, "<style>");
    stn_buf_append(out, stn_html_style);
    stn_buf_puts(out, "</style>\n</head>\n");
}

static enum stn_status put_body(const struct stn_html *page,
                                struct stn_error *err)
{
    struct stn_buf *out = page->out;

    stn_buf_puts(out, "<body>\n");
    stn_html_put_verdict(page);
    stn_buf_puts(out, "<main>\n");
    enum stn_status status = stn_html_put_overview(page, err);
    if (status < 0)
        return status;
    stn_html_put_advice(page);
    stn_html_put_list(page);
    stn_html_put_coverage(page);
    stn_buf_puts(out,
                 "</main>\n<footer>\n<p>Written by stanch " STANCH_VERSION
                 ", offline. At most four characters of a secret are shown; "
                 "this file holds no more of any. It still tells where they "
                 "are: share it as you would share the sources.</p>\n"
                 "</footer>\n<script>");
    stn_buf_append(out, stn_html_script);
    stn_buf_puts(out, "</script>\n</body>\n</html>\n");
    return STN_OK;
}

static enum stn_status write_html(struct stn_buf *out,
                                  const struct stn_report *report,
                                  const struct stn_reporter_options *options,
                                  struct stn_error *err)
{
    struct stn_html_tally tally = {0};
    enum stn_status status = stn_html_tally_init(&tally, report, err);
    const struct stn_html page = {out, report, options, &tally};

    if (status < 0)
        return status;
    put_head(&page);
    status = put_body(&page, err);
    stn_html_tally_dispose(&tally);
    return status < 0 ? status : stn_buf_status(out, err);
}

const struct stn_reporter stn_reporter_html = {
    .name = "html",
    .summary = "one page for people, complete in itself",
    .write = write_html,
};
