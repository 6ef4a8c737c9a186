#include "text/container.h"

#include <stdint.h>

/* The first flow's length has at most so many digits. */
#define LENGTH_DIGITS_MAX 9

/* Bytes of a member's header, before its name. */
#define MEMBER_BYTES 30

/* What documents and programs begin with: archives, but of nothing that is read
 * as text. */
static const char *const foreign_starts[] = {
    "[Content_Types].xml",
    "_rels/",
    "docProps/",
    "word/",
    "xl/",
    "ppt/",
    "META-INF/",
    "mimetype",
    "AndroidManifest.xml",
};
static const char *const foreign_ends[] = {
    ".class", ".dex", ".pyc", ".so", ".dll", ".exe",
};

static bool ends_nocase(struct stn_str name, struct stn_str end)
{
    return name.len >= end.len &&
           stn_str_equal_nocase(stn_str_sub(name, name.len - end.len, name.len),
                                end);
}

/* The name of the first member says what an archive is for. */
static bool is_archive(struct stn_str head)
{
    if (!stn_str_starts(head, (struct stn_str){"PK\3\4", 4}) ||
        head.len <= MEMBER_BYTES)
        return false;
    const size_t length = (size_t)(unsigned char)head.ptr[26] |
                          (size_t)(unsigned char)head.ptr[27] << 8;
    const struct stn_str name =
        stn_str_sub(head, MEMBER_BYTES, MEMBER_BYTES + length);

    /* Fiddler's archives of sessions are packages, too. */
    if (stn_str_find(head, STN_STR("_c.txt")) != SIZE_MAX)
        return true;
    for (size_t i = 0; i < sizeof(foreign_starts) / sizeof(foreign_starts[0]);
         i++)
        if (stn_str_starts(name, stn_str_of(foreign_starts[i])))
            return false;
    for (size_t i = 0; i < sizeof(foreign_ends) / sizeof(foreign_ends[0]); i++)
        if (ends_nocase(name, stn_str_of(foreign_ends[i])))
            return false;
    return name.len > 0;
}

/* Whether a compressed file was a text of a kind that captures and logs are: by
 * the name it had, since most compressed files are data of other kinds, and to
 * inflate them all would take longer than to scan the rest. */
static bool was_text(struct stn_str name)
{
    static const char *const marks[] = {
        ".har", ".json", ".ndjson", ".yaml", ".yml", ".xml",
        ".log", ".txt",  ".http",   ".mitm", ".out", ".trace",
    };

    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
        if (stn_str_find_nocase(name, stn_str_of(marks[i])) != SIZE_MAX)
            return true;
    return false;
}

/* Magic, method, flags that there are, and the name of what was compressed. */
static bool is_gzip(struct stn_str head)
{
    size_t at = 10;

    if (head.len <= at ||
        !stn_str_starts(head, (struct stn_str){"\x1f\x8b\x08", 3}))
        return false;
    const unsigned flags = (unsigned char)head.ptr[3];
    if ((flags & 0xE0) != 0 || (flags & 0x08) == 0)
        return false;
    if ((flags & 0x04) != 0 && head.len > 12)
        at = 12 + ((size_t)(unsigned char)head.ptr[10] |
                   (size_t)(unsigned char)head.ptr[11] << 8);
    const struct stn_str rest = stn_str_sub(head, at, at + 256);
    const char *end = rest.len > 0 ? memchr(rest.ptr, '\0', rest.len) : NULL;
    return end != NULL &&
           was_text(stn_str_sub(rest, 0, (size_t)(end - rest.ptr)));
}

/* "2694:9:websocket;...": a dictionary with a length before it, and in it one
 * of the names that flows have. */
static bool is_flow(struct stn_str head)
{
    static const char *const keys[] = {
        "7:version;",  "9:websocket;", "7:request;",
        "8:response;", "4:type;",      "2:id;",
        "5:error;",    "6:backup;",    "11:client_conn;",
    };
    size_t at = 0;

    while (at < head.len && head.ptr[at] >= '0' && head.ptr[at] <= '9')
        at++;
    if (at == 0 || at > LENGTH_DIGITS_MAX || at >= head.len ||
        head.ptr[at] != ':')
        return false;
    const struct stn_str rest = stn_str_sub(head, at + 1, head.len);
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        if (stn_str_starts(rest, stn_str_of(keys[i])))
            return true;
    return false;
}

/* A message as it was sent: its body may be of any bytes. */
static bool is_message(struct stn_str head)
{
    const char *end = head.len > 0 ? memchr(head.ptr, '\n', head.len) : NULL;
    const struct stn_str line =
        stn_str_sub(head, 0, end != NULL ? (size_t)(end - head.ptr) : 0);

    return stn_str_find(line, STN_STR(" HTTP/1.")) != SIZE_MAX ||
           stn_str_starts(line, STN_STR("HTTP/1."));
}

bool stn_text_is_container(struct stn_str head)
{
    return is_archive(head) || is_gzip(head) || is_flow(head) ||
           is_message(head);
}
