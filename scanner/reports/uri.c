#include "reports/uri.h"

#include <inttypes.h>

/* Of a file that is linked: a page of many stays a page. */
#define NAME_BYTES_MAX 512

/* RFC 3986, section 2.3. */
static bool is_unreserved(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' ||
           byte == '_' || byte == '~';
}

void stn_uri_append_path(struct stn_buf *out, struct stn_str path)
{
    if (path.len > 0 && path.ptr[0] == '/')
        stn_buf_puts(out, "file://");
    for (size_t i = 0; i < path.len; i++) {
        if (is_unreserved(path.ptr[i]) || path.ptr[i] == '/')
            stn_buf_putc(out, path.ptr[i]);
        else
            stn_buf_printf(out, "%%%02X", (unsigned)(unsigned char)path.ptr[i]);
    }
}

bool stn_uri_is_link(const char *uri)
{
    struct stn_str text = stn_str_of(uri);

    if (!stn_str_starts(text, STN_STR("https://")) &&
        !stn_str_starts(text, STN_STR("http://")))
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (!is_unreserved(text.ptr[i]) &&
            strchr("/:?#@&=+,;%$!", text.ptr[i]) == NULL)
            return false;
    return true;
}

static struct stn_str commit_of(const struct stn_reporter_options *options,
                                const struct stn_finding *finding)
{
    return finding->commit.len > 0 ? finding->commit
                                   : stn_str_of(options->commit);
}

/* "(commit message)" is no file. */
bool stn_uri_has_place(const struct stn_reporter_options *options,
                       const struct stn_finding *finding)
{
    return stn_uri_is_link(options->link) &&
           commit_of(options, finding).len > 0 && finding->file.len > 0 &&
           finding->file.len <= NAME_BYTES_MAX && finding->file.ptr[0] != '/' &&
           finding->file.ptr[0] != '(' &&
           !stn_str_starts(finding->file, STN_STR("../"));
}

void stn_uri_append_place(struct stn_buf *out,
                          const struct stn_reporter_options *options,
                          const struct stn_finding *finding)
{
    stn_buf_puts(out, options->link);
    stn_uri_append_path(out, commit_of(options, finding));
    stn_buf_putc(out, '/');
    stn_uri_append_path(out, finding->file);
    stn_buf_printf(out, "#L%" PRIu32, finding->start.line);
}
