#include "sources/git_what.h"

#include <inttypes.h>
#include <stdio.h>

void stn_git_what_count(struct stn_buf *what, uint64_t count, const char *one,
                        const char *many)
{
    char digits[24];
    int length = snprintf(digits, sizeof(digits), "%" PRIu64, count);

    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            stn_buf_putc(what, ',');
        stn_buf_putc(what, digits[i]);
    }
    stn_buf_printf(what, " %s", count == 1 ? one : many);
}

enum stn_status stn_git_note_shallow(struct stn_git_notes *notes, size_t edges,
                                     struct stn_error *err)
{
    struct stn_buf words = STN_BUF_INIT(512);

    stn_buf_puts(&words, "history is cut off at ");
    stn_git_what_count(&words, edges, "commit", "commits");
    stn_buf_puts(&words, ": git fetch --unshallow, or fetch-depth: 0 in CI");
    enum stn_status status = stn_buf_status(&words, err);
    if (status >= 0)
        status = stn_git_notes_run(notes, STN_SKIP_SHALLOW, words.ptr, err);
    stn_buf_dispose(&words);
    return status;
}
