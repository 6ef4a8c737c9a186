#include "tests/support/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/limits.h"

/* The line where two texts part, from 1. */
static size_t line_of_difference(struct stn_str a, struct stn_str b)
{
    size_t line = 1;

    for (size_t i = 0; i < a.len && i < b.len && a.ptr[i] == b.ptr[i]; i++)
        line += a.ptr[i] == '\n';
    return line;
}

void golden(const char *name, struct stn_str bytes)
{
    struct stn_buf path = STN_BUF_INIT(STN_PATH_BYTES_MAX);
    struct stn_buf expected = STN_BUF_INIT(STN_TEXT_BYTES_MAX);
    struct stn_error err = {""};
    const char *bless = getenv("STANCH_BLESS");
    size_t line = 0;

    stn_buf_printf(&path, "%s/%s", STANCH_CORPUS, name);
    if (bless != NULL && bless[0] != '\0') {
        if (stn_file_write(path.ptr, bytes, &err) < 0)
            fail_msg("%s", err.message);
    } else if (stn_file_read(&expected, path.ptr, &err) < 0) {
        fail_msg("%s", err.message);
    } else if (!stn_str_equal(stn_buf_str(&expected), bytes)) {
        line = line_of_difference(stn_buf_str(&expected), bytes);
    }
    stn_buf_dispose(&expected);
    stn_buf_dispose(&path);
    if (line > 0)
        fail_msg("corpus/%s:%zu: differs; STANCH_BLESS=1 writes it anew", name,
                 line);
}
