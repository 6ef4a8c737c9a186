/**
 * @file
 * A glob and a path, one on each side of the first NUL: matching ends, says the
 * same twice, and keeps to what stn_glob_check() says.
 */
#include <stdlib.h>

#include "base/glob.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

/* A path with every byte quoted is a glob of that path. */
static void check_quoted(struct stn_str path)
{
    char quoted[STN_GLOB_BYTES_MAX];
    struct stn_str glob = {quoted, 2 * path.len};

    if (path.len == 0 || glob.len > sizeof(quoted))
        return;
    for (size_t i = 0; i < path.len; i++) {
        quoted[2 * i] = '\\';
        quoted[2 * i + 1] = path.ptr[i];
    }
    check(stn_glob_check(glob, NULL) == STN_OK);
    check(stn_glob_matches(glob, path));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct stn_str bytes = {(const char *)data, size};
    struct stn_error err;
    size_t cut = stn_str_find(bytes, STN_STR("\0"));
    const struct stn_str glob = stn_str_sub(bytes, 0, cut);
    struct stn_str path = {bytes.ptr, 0};

    if (cut < size)
        path = stn_str_sub(bytes, cut + 1, size);
    bool is_good = stn_glob_check(glob, &err) == STN_OK;
    bool does_match = stn_glob_matches(glob, path);
    check(does_match == stn_glob_matches(glob, path));
    check(is_good || !does_match);
    check(is_good || err.message[0] != '\0');
    check(stn_glob_matches(STN_STR("**"), path));
    check_quoted(path);
    return 0;
}
