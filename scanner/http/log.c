#include "http/log.h"

#include <string.h>

#include "base/alloc.h"
#include "http/format_list.h"
#include "http/log_reader.h"

/* Every file is asked; a trace says what it is at once. */
#define TRACE_SNIFF_BYTES 256

static bool sniff(struct stn_str head, bool is_whole)
{
    (void)is_whole;
    return stn_log_sniff(head);
}

static enum stn_status open_reader(void **reader, struct stn_http_walk *walk,
                                   struct stn_error *err)
{
    struct stn_http_log *log = NULL;
    enum stn_status status = stn_http_log_new(&log, walk, err);

    if (status < 0)
        return status;
    stn_http_walk_place(walk, stn_log_place, log);
    *reader = log;
    return STN_OK;
}

static void close_reader(void *reader)
{
    stn_http_log_free(reader);
}

enum cut {
    CUT_LINE, /* There is a line. */
    CUT_WAIT, /* Its end is not there yet. */
    CUT_LONG, /* It is too long to be read by structure. */
};

/* The line that begins at `start`. */
static enum cut cut_line(const struct stn_http_log *log,
                         const struct stn_http_window *window, size_t start,
                         struct stn_log_line *line)
{
    const struct stn_str bytes = window->root->bytes;
    const size_t most = log->state.phase == STN_LOG_BODY
                            ? STN_LOG_GATHER_BYTES_MAX
                            : STN_LOG_LINE_BYTES_MAX;
    const size_t room = bytes.len - start;
    const char *end =
        memchr(bytes.ptr + start, '\n', room < most ? room : most);

    *line = (struct stn_log_line){.within = window->root, .start = start};
    if (end != NULL)
        line->end = (size_t)(end - bytes.ptr);
    else if (room >= most)
        return CUT_LONG;
    else if (window->is_last || window->is_forced)
        line->end = bytes.len;
    else
        return CUT_WAIT;
    line->whole.start = start;
    line->whole.end = line->end + (end != NULL);
    while (line->end > start && bytes.ptr[line->end - 1] == '\r')
        line->end--;
    return CUT_LINE;
}

/* Past a line that is too long, as far as it goes in the window. */
static size_t pass_line(struct stn_http_log *log,
                        const struct stn_http_window *window, size_t at)
{
    const struct stn_str bytes = window->root->bytes;
    const char *end = memchr(bytes.ptr + at, '\n', window->limit - at);

    log->is_mid_line = end == NULL;
    return end == NULL ? window->limit : (size_t)(end - bytes.ptr) + 1;
}

/* Past all lines without a mark, `at` being the start of one. */
static size_t pass_idle(struct stn_http_log *log,
                        const struct stn_http_window *window, size_t at,
                        size_t *mark)
{
    const struct stn_str bytes = window->root->bytes;
    size_t hit = at;

    for (;; hit++) {
        hit = stn_log_next_mark(bytes, hit, window->limit);
        if (hit >= window->limit)
            break;
        if (bytes.ptr[hit] == '\x1b' || stn_log_mark_at(bytes, hit) != NULL)
            break;
    }
    /* Back to the start of its line. */
    size_t start = hit;
    const size_t least =
        hit - at > STN_LOG_LINE_BYTES_MAX ? hit - STN_LOG_LINE_BYTES_MAX : at;
    while (start > least && bytes.ptr[start - 1] != '\n')
        start--;
    *mark = hit;
    log->is_mid_line = start > at && bytes.ptr[start - 1] != '\n';
    return start;
}

/* One line, or a run of lines without a mark. @return Whether to go on. */
static bool step(struct stn_http_log *log, const struct stn_http_window *window,
                 size_t *at, enum stn_status *status, struct stn_error *err)
{
    struct stn_log_line line;
    size_t start = *at;
    size_t mark = start;

    if (log->is_mid_line) {
        *at = pass_line(log, window, start);
        return !log->is_mid_line;
    }
    if (log->state.phase == STN_LOG_IDLE) {
        start = pass_idle(log, window, start, &mark);
        *at = start;
        if (mark >= window->limit) {
            if (window->is_last || log->is_mid_line)
                *at = window->limit;
            return false;
        }
        if (log->is_mid_line)
            return true;
    }
    switch (cut_line(log, window, start, &line)) {
    case CUT_WAIT:
        return false;
    case CUT_LONG:
        *status = stn_log_finish(log, err);
        if (*status >= 0 && log->rewind == SIZE_MAX)
            *at = pass_line(log, window, start);
        return *status >= 0 && !log->is_mid_line;
    case CUT_LINE:
        break;
    }
    *status = log->state.phase == STN_LOG_IDLE
                  ? stn_log_scan_line(log, &line, mark, err)
                  : stn_log_read_line(log, line, err);
    *at = line.whole.end;
    return *status >= 0;
}

/* What is unfinished when the window ends is handed over as it is, or waits
 * for the next one, which begins where it began. */
static enum stn_status leave(struct stn_http_log *log,
                             const struct stn_http_window *window, size_t *at,
                             struct stn_error *err)
{
    if (!log->gather.is_open)
        return STN_OK;
    if (window->is_last || window->is_forced ||
        *at - log->gather.run.start >= STN_LOG_GATHER_BYTES_MAX)
        return stn_log_finish(log, err);
    *at = log->gather.run.start;
    log->state = log->gather.before;
    log->gather.is_open = false;
    return STN_OK;
}

/* @return Whether lines are to be read again, as what they are on their own. */
static bool take_rewind(struct stn_http_log *log, size_t *at)
{
    const bool is_asked = log->rewind != SIZE_MAX;

    if (is_asked)
        *at = log->rewind;
    log->rewind = SIZE_MAX;
    return is_asked;
}

static enum stn_status read_window(void *reader,
                                   const struct stn_http_window *window,
                                   size_t *consumed, struct stn_error *err)
{
    struct stn_http_log *log = reader;
    enum stn_status status = STN_OK;
    size_t at = window->from;

    log->root = window->root;
    do {
        while (at < window->limit && step(log, window, &at, &status, err))
            take_rewind(log, &at);
        if (status >= 0)
            status = leave(log, window, &at, err);
    } while (status >= 0 && take_rewind(log, &at));
    if (window->is_forced && at <= window->from) {
        log->is_mid_line = true;
        at = window->limit;
    }
    log->root = NULL;
    *consumed = at;
    return status < 0 ? status : STN_OK;
}

/* A hex dump cuts words at its rows, so no rule may have anything to begin with
 * in one. */
static bool sniff_trace(struct stn_str head, bool is_whole)
{
    static const struct stn_str marks[] = {
        {"== Info: ", 9}, {"=> Send ", 8}, {"<= Recv ", 8}};

    (void)is_whole;
    head = stn_str_sub(head, 0, TRACE_SNIFF_BYTES);
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
        if (stn_str_find(head, marks[i]) != SIZE_MAX)
            return true;
    return false;
}

const struct stn_http_format stn_http_trace = {
    .name = "trace",
    .summary = "what curl --trace writes",
    .is_encoded = true,
    .sniff = sniff_trace,
    .open = open_reader,
    .read = read_window,
    .close = close_reader,
};

const struct stn_http_format stn_http_log = {
    .name = "log",
    .summary = "what curl, wget, HTTP libraries, servers and test runs print",
    .yields = true,
    .sniff = sniff,
    .open = open_reader,
    .read = read_window,
    .close = close_reader,
};
