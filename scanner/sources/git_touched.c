#include "sources/git_touched.h"

#include "base/alloc.h"
#include "sources/git_repo.h"

void stn_git_touched_dispose(struct stn_git_touched *touched)
{
    stn_free(touched->items);
    *touched = (struct stn_git_touched){.items = NULL};
}

/* Going through the hunks in the order of the file. */
struct comparing {
    struct stn_git_touched *touched;
    struct stn_str after;
    size_t line;   /* from 1 */
    size_t at;     /* where it begins */
    long released; /* lines of the hunk that release something, fewer by so
                      many than there were */
    bool is_out_of_memory;
};

/* Whether a line may release something, or see to it. */
static bool may_release(struct stn_str line)
{
    static const char *const words[] = {
        "defer", "close",    "unlock", "stop", "cancel", "done(",    "end(",
        "wait(", "release(", "free(",  "<-",   "flush",  "rollback", "remove"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (stn_str_find_nocase(line, stn_str_of(words[i])) != SIZE_MAX)
            return true;
    return false;
}

static int add_span(struct comparing *comparing, struct stn_span span)
{
    struct stn_git_touched *touched = comparing->touched;
    struct stn_span *items = stn_grow(touched->items, &touched->capacity,
                                      touched->count, sizeof(*items));

    if (items == NULL) {
        comparing->is_out_of_memory = true;
        return -1;
    }
    touched->items = items;
    items[touched->count++] = span;
    touched->bytes += span.end - span.start;
    return 0;
}

/* A release that the last hunk put something else in place of is gone as much
 * as one that it took away. */
static int end_hunk(struct comparing *comparing)
{
    struct stn_git_touched *touched = comparing->touched;
    const bool is_released = comparing->released > 0;

    comparing->released = 0;
    if (touched->count == 0 || !is_released)
        return 0;
    struct stn_span last = touched->items[touched->count - 1];
    if (last.start == last.end)
        return 0;
    touched->items[touched->count - 1].end = last.start;
    touched->bytes -= last.end - last.start;
    return add_span(comparing, last);
}

/* Go on to a line. @return Where it begins; the end, if there are not so many.
 */
static size_t seek(struct comparing *comparing, size_t line)
{
    while (comparing->line < line && comparing->at < comparing->after.len) {
        const char *from = comparing->after.ptr + comparing->at;
        const char *end =
            memchr(from, '\n', comparing->after.len - comparing->at);
        comparing->at = end != NULL ? (size_t)(end - comparing->after.ptr) + 1
                                    : comparing->after.len;
        comparing->line++;
    }
    return comparing->at;
}

static int take_hunk(const git_diff_delta *delta, const git_diff_hunk *hunk,
                     void *payload)
{
    struct comparing *comparing = payload;
    struct stn_span span;

    (void)delta;
    if (end_hunk(comparing) < 0)
        return -1;
    /* With no lines of its own, it names the line before it. */
    if (hunk->new_lines == 0) {
        span.start = span.end = seek(comparing, (size_t)hunk->new_start + 1);
    } else {
        span.start = seek(comparing, (size_t)hunk->new_start);
        span.end =
            seek(comparing, (size_t)hunk->new_start + (size_t)hunk->new_lines);
    }
    return add_span(comparing, span);
}

static int take_line(const git_diff_delta *delta, const git_diff_hunk *hunk,
                     const git_diff_line *line, void *payload)
{
    struct comparing *comparing = payload;
    const struct stn_str words = {line->content, line->content_len};

    (void)delta;
    (void)hunk;
    if (line->origin == GIT_DIFF_LINE_DELETION)
        comparing->released += may_release(words);
    else if (line->origin == GIT_DIFF_LINE_ADDITION)
        comparing->released -= may_release(words);
    return 0;
}

enum stn_status stn_git_touched_find(struct stn_git_touched *touched,
                                     struct stn_str before,
                                     struct stn_str after,
                                     struct stn_error *err)
{
    git_diff_options options = GIT_DIFF_OPTIONS_INIT;
    struct comparing comparing = {
        .touched = touched, .after = after, .line = 1};

    touched->count = 0;
    touched->bytes = 0;
    options.flags = GIT_DIFF_FORCE_TEXT;
    options.context_lines = 0;
    options.interhunk_lines = 0;
    int code = git_diff_buffers(before.ptr, before.len, "a", after.ptr,
                                after.len, "b", &options, NULL, NULL, take_hunk,
                                take_line, &comparing);
    if (code >= 0)
        code = end_hunk(&comparing);
    if (comparing.is_out_of_memory)
        return stn_fail_memory(err);
    if (code < 0)
        return stn_git_fail(err, STN_ELIB, "cannot compare two versions");
    return STN_OK;
}
