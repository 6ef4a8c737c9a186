#include "text/go_source.h"

#include <stdint.h>

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           byte == '_' || (unsigned char)byte >= 0x80;
}

/* What follows the first `closer`; nothing if there is none. */
static struct stn_str skip_past(struct stn_str text, struct stn_str closer)
{
    size_t found = stn_str_find(text, closer);

    return stn_str_sub(text, found == SIZE_MAX ? text.len : found + closer.len,
                       text.len);
}

bool stn_text_is_go(struct stn_str bytes)
{
    if (stn_str_starts(bytes, STN_STR("\xEF\xBB\xBF")))
        bytes = stn_str_sub(bytes, 3, bytes.len);
    while (bytes.len > 0) {
        if (is_space(bytes.ptr[0]))
            bytes = stn_str_sub(bytes, 1, bytes.len);
        else if (stn_str_starts(bytes, STN_STR("//")))
            bytes = skip_past(bytes, STN_STR("\n"));
        else if (stn_str_starts(bytes, STN_STR("/*")))
            bytes = skip_past(bytes, STN_STR("*/"));
        else
            break;
    }
    if (!stn_str_starts(bytes, STN_STR("package ")))
        return false;
    size_t at = strlen("package ");
    while (at < bytes.len && bytes.ptr[at] == ' ')
        at++;
    if (at == bytes.len || !is_letter(bytes.ptr[at]))
        return false;
    while (at < bytes.len && (is_letter(bytes.ptr[at]) ||
                              (bytes.ptr[at] >= '0' && bytes.ptr[at] <= '9')))
        at++;
    /* In a sentence other words follow. */
    struct stn_str rest = stn_str_sub(bytes, at, bytes.len);
    rest.len = rest.len - skip_past(rest, STN_STR("\n")).len;
    rest = stn_str_trim(rest);
    return rest.len == 0 || rest.ptr[0] == ';' || rest.ptr[0] == '/';
}

bool stn_path_is_go(struct stn_str path)
{
    const char *slash = path.len > 0 ? memrchr(path.ptr, '/', path.len) : NULL;
    size_t start = slash != NULL ? (size_t)(slash - path.ptr) + 1 : 0;
    struct stn_str name = stn_str_sub(path, start, path.len);

    return stn_str_ends(name, STN_STR(".go")) && name.ptr[0] != '_' &&
           name.ptr[0] != '.';
}

bool stn_path_is_go_test(struct stn_str path)
{
    return stn_str_ends(path, STN_STR("_test.go"));
}

bool stn_folder_is_no_go(struct stn_str name)
{
    return name.len == 0 || name.ptr[0] == '_' || name.ptr[0] == '.' ||
           stn_str_equal(name, STN_STR("testdata")) ||
           stn_str_equal(name, STN_STR("vendor"));
}

bool stn_path_is_go_source(struct stn_str path)
{
    if (!stn_path_is_go(path))
        return false;
    for (;;) {
        size_t slash = stn_str_find(path, STN_STR("/"));
        if (slash == SIZE_MAX)
            return true;
        if (stn_folder_is_no_go(stn_str_sub(path, 0, slash)))
            return false;
        path = stn_str_sub(path, slash + 1, path.len);
    }
}
