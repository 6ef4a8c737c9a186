#include "reports/html_writer.h"

#include "base/sha256.h"
#include "base/utf8.h"
#include "reports/safe.h"

static const char *entity_of(char byte)
{
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case '#':
        return "&#35;";
    default:
        return NULL;
    }
}

void stn_html_text(struct stn_buf *out, struct stn_str text)
{
    size_t done = 0;

    /* None of these bytes is a part of a longer character. */
    for (size_t at = 0; at < text.len; at++) {
        const char *entity = entity_of(text.ptr[at]);
        if (entity == NULL)
            continue;
        stn_utf8_append_printable(out, stn_str_sub(text, done, at));
        stn_buf_puts(out, entity);
        done = at + 1;
    }
    stn_utf8_append_printable(out, stn_str_sub(text, done, text.len));
}

void stn_html_words(struct stn_buf *out, const char *words)
{
    stn_html_text(out, stn_str_of(words));
}

void stn_html_put_path(struct stn_buf *out, const char *element,
                       const char *attributes, struct stn_str name)
{
    bool is_long = name.len > STN_HTML_LONG_BYTES;

    stn_buf_printf(out, "<%s class=\"path%s%s>", element,
                   is_long ? " long\" tabindex=\"0\"" : "\"", attributes);
    stn_html_text(out, name.len > 0 ? name : STN_STR("-"));
    stn_buf_printf(out, "</%s>", element);
}

void stn_html_count(struct stn_buf *out, uint64_t count, const char *noun)
{
    stn_safe_append_count(out, count);
    stn_buf_printf(out, " %s%s", noun, count == 1 ? "" : "s");
}

void stn_html_hash(struct stn_buf *out, struct stn_str bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned char digest[STN_SHA256_BYTES + 1] = {0};
    struct stn_sha256 hash;

    stn_sha256_init(&hash);
    stn_sha256_update(&hash, bytes);
    stn_sha256_final(&hash, digest);
    stn_buf_puts(out, "sha256-");
    /* Its last group has two bytes: three digits and a '='. */
    for (size_t i = 0; i < STN_SHA256_BYTES; i += 3) {
        unsigned group = (unsigned)digest[i] << 16 |
                         (unsigned)digest[i + 1] << 8 |
                         (i + 2 < STN_SHA256_BYTES ? digest[i + 2] : 0);
        stn_buf_putc(out, digits[group >> 18]);
        stn_buf_putc(out, digits[group >> 12 & 63]);
        stn_buf_putc(out, digits[group >> 6 & 63]);
        stn_buf_putc(out, i + 2 < STN_SHA256_BYTES ? digits[group & 63] : '=');
    }
}

enum stn_severity stn_html_severity(const struct stn_finding *finding)
{
    bool is_one =
        finding->severity >= STN_NOTE && finding->severity <= STN_CRITICAL;

    return is_one ? finding->severity : STN_NOTE;
}
