#include "reports/html_parts.h"

static void put_step(struct stn_buf *out, const char *name, const char *words)
{
    stn_buf_printf(out, "<li><b>%s</b> %s</li>\n", name, words);
}

static void put_secrets(struct stn_buf *out, const struct stn_html_traits *had)
{
    put_step(out, "Rotate first.",
             "Revoke or change each secret where it was issued. Whoever could "
             "read this before you may have it, and no later commit takes it "
             "back from them.");
    put_step(out, "Take it out of the text.",
             "Let the program read it from its environment or from a secret "
             "store, and commit that.");
    if (had->captures)
        put_step(out, "Clean the captures.",
                 "<code>stanch redact --in-place FILE</code> replaces every "
                 "secret and leaves the rest as it was. A recorder that "
                 "filters keeps the next one out: see each finding.");
    if (had->commits)
        put_step(out, "Then decide about the history.",
                 "A rotated secret in it opens nothing any more. If it must "
                 "go, rewrite every branch and tag that has the commit (with "
                 "<code>git filter-repo</code>), push with force, have the "
                 "host drop its cached views, and have everybody clone anew. "
                 "Rewriting instead of rotating does not help.");
}

static void put_missing(struct stn_buf *out)
{
    put_step(out, "Scan what was not scanned.",
             "<a href=\"#coverage\">Coverage</a> says what is missing and how "
             "to have it looked at. Until then this result proves nothing "
             "about it.");
}

bool stn_html_has_advice(const struct stn_html *page)
{
    return page->tally->traits.secrets || page->tally->traits.code ||
           page->tally->failures > 0;
}

void stn_html_put_advice(const struct stn_html *page)
{
    const struct stn_html_traits *traits = &page->tally->traits;
    bool is_incomplete = page->report->verdict == STN_INCOMPLETE;
    struct stn_buf *out = page->out;

    if (!stn_html_has_advice(page))
        return;
    stn_buf_puts(out, "<section id=\"advice\" aria-labelledby=\"h-advice\">\n"
                      "<h2 id=\"h-advice\">What to do</h2>\n"
                      "<ol class=\"steps\">\n");
    /* First what counts most. */
    if (is_incomplete)
        put_missing(out);
    if (traits->secrets)
        put_secrets(out, traits);
    if (traits->code)
        put_step(out, "Mend the Go code.",
                 "Each finding says what is held, and until when; where the "
                 "repair is mechanical, it comes with a diff. Read it before "
                 "you apply it.");
    if (traits->secrets || traits->code)
        put_step(out, "A false alarm?",
                 "Write <code>stanch:allow RULE -- why</code> in a comment on "
                 "the line, or an <code>allow</code> entry with the "
                 "finding&#39;s fingerprint and a reason in "
                 "<code>.stanch.yml</code>.");
    if (!is_incomplete && page->tally->failures > 0)
        put_missing(out);
    stn_buf_puts(out, "</ol>\n</section>\n");
}
