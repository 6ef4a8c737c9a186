#include "pipeline/capture.h"

#include "base/limits.h"

/* Places of one text that are looked at for another capture: each may cost as
 * much as STN_HTTP_SNIFF_BYTES of reading. */
#define SNIFFS_MAX 1000

/* As much of a text's start, and of what is around a literal, is looked at to
 * tell whether it is a log; and around so many literals. */
#define LOG_HEAD_BYTES ((size_t)4096)
#define LOG_NEAR_BYTES ((size_t)1024)
#define LOG_BEHIND_BYTES ((size_t)256)
#define LOG_ANCHORS_MAX 4

enum stn_status stn_capture_init(struct stn_capture *capture,
                                 const struct stn_scanner *scanner,
                                 struct stn_scratch *scratch,
                                 struct stn_error *err)
{
    *capture = (struct stn_capture){.is_log = scanner->options.logs};
    enum stn_status status =
        stn_gather_init(&capture->gather, scanner, scratch, err);
    if (status < 0)
        return status;
    capture->sink = stn_gather_sink(&capture->gather);
    status = stn_http_walk_new(&capture->walk, err);
    capture->gather.walk = capture->walk;
    return status;
}

static void close_reader(struct stn_capture *capture)
{
    if (capture->format != NULL) {
        capture->format->close(capture->reader);
        stn_http_walk_place(capture->walk, NULL, NULL);
    }
    capture->format = NULL;
    capture->reader = NULL;
}

void stn_capture_dispose(struct stn_capture *capture)
{
    close_reader(capture);
    stn_http_walk_free(capture->walk);
    stn_gather_dispose(&capture->gather);
    *capture = (struct stn_capture){0};
}

/* Whether a text is all there is of it. */
static bool is_whole(const struct stn_text *text)
{
    return text->owned.end == text->owned.start;
}

/* Whether something follows in another window. */
static bool goes_on(const struct stn_text *text)
{
    return !is_whole(text) && text->owned.end < text->bytes.len;
}

/*
 * Whether a text is a log of HTTP: its first lines say so, or the lines before
 * what a rule may find something in. To look through all of every text would
 * take longer than to scan it.
 */
static bool may_be_log(const struct stn_capture *capture,
                       const struct stn_http_window *window)
{
    const struct stn_http_format *log = stn_http_format_log();
    const struct stn_anchors *anchors = &capture->gather.bases[0].anchors;
    const struct stn_str bytes = window->root->bytes;
    const size_t from = window->from;

    if (log->sniff(stn_str_sub(bytes, from, from + LOG_HEAD_BYTES), false))
        return true;
    for (size_t i = 0; i < anchors->count && i < LOG_ANCHORS_MAX; i++) {
        const size_t at = anchors->items[i].start;
        size_t start = at > from + LOG_NEAR_BYTES ? at - LOG_NEAR_BYTES : from;
        const char *line =
            start > from ? memchr(bytes.ptr + start, '\n', at - start) : NULL;
        if (line != NULL)
            start = (size_t)(line - bytes.ptr) + 1;
        if (log->sniff(stn_str_sub(bytes, start, at + LOG_BEHIND_BYTES), false))
            return true;
    }
    return false;
}

/*
 * Find a reader for what stands at `from`. Without a literal of any rule in the
 * text only what is encoded could hold something, so only formats that encode
 * are asked.
 */
static enum stn_status find_reader(struct stn_capture *capture,
                                   const struct stn_http_window *window,
                                   struct stn_error *err)
{
    const struct stn_str rest =
        stn_str_sub(window->root->bytes, window->from, window->root->bytes.len);
    const struct stn_str head = stn_str_sub(rest, 0, STN_HTTP_SNIFF_BYTES);
    const bool is_all = head.len == rest.len && window->is_last;
    const struct stn_http_format *format;

    if (head.len == 0)
        return STN_OK;
    capture->is_asked =
        stn_gather_has_anchors(&capture->gather) || capture->is_log;
    format = stn_http_format_of(head, is_all, false);
    if (format == NULL &&
        (capture->is_log || (capture->is_asked && may_be_log(capture, window))))
        format = stn_http_format_log();
    if (format == NULL)
        return STN_OK;
    enum stn_status status = format->open(&capture->reader, capture->walk, err);
    if (status < 0)
        return status;
    capture->format = format;
    capture->is_capture = true;
    return STN_OK;
}

/* A format that needs its text as a whole is given up when that is too large
 * to hold. */
static enum stn_status give_up_whole(struct stn_capture *capture,
                                     struct stn_error *err)
{
    close_reader(capture);
    return capture->sink.note(capture->sink.payload,
                              "the capture is too large to be read by its "
                              "structure",
                              false, err);
}

/* How a document of JSON begins on a line of a log: as people see it printed,
 * or as recorders write it on one line. */
static bool begins_document(struct stn_str rest)
{
    static const char *const begins[] = {
        "{\n",       "{\r\n",      "[\n",         "[\r\n",
        "{\"log\":", "{\"Time\":", "{\"http_int", "[{\"",
    };

    for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
        if (stn_str_starts(rest, stn_str_of(begins[i])))
            return true;
    return false;
}

/*
 * Where, in a log, a capture of another format begins; the limit: nowhere.
 * Captures follow each other in the output of a test run.
 */
static size_t find_document(struct stn_capture *capture,
                            const struct stn_http_window *window)
{
    const struct stn_str bytes = window->root->bytes;
    size_t at = window->from;

    while (at < window->limit && capture->sniffs < SNIFFS_MAX) {
        const char *line = memchr(bytes.ptr + at, '\n', window->limit - at);
        if (line == NULL)
            break;
        at = (size_t)(line - bytes.ptr) + 1;
        const struct stn_str rest = stn_str_sub(bytes, at, bytes.len);
        if (rest.len == 0 || (rest.ptr[0] != '{' && rest.ptr[0] != '[') ||
            !begins_document(rest))
            continue;
        capture->sniffs++;
        const struct stn_http_format *format = stn_http_format_of(
            stn_str_sub(rest, 0, STN_HTTP_SNIFF_BYTES), false, false);
        if (format != NULL && format != capture->format)
            return at;
    }
    return window->limit;
}

/* Read a log as far as another capture. */
static enum stn_status read_log(struct stn_capture *capture,
                                struct stn_http_window *window,
                                size_t *consumed, struct stn_error *err)
{
    struct stn_http_window part = *window;

    part.limit = find_document(capture, window);
    if (part.limit == window->limit)
        return capture->format->read(capture->reader, window, consumed, err);
    part.is_last = false;
    part.is_forced = true;
    enum stn_status status =
        capture->format->read(capture->reader, &part, consumed, err);
    *consumed = part.limit;
    return status < 0 ? status : STN_DONE;
}

/* Read what there is, reader after reader. */
static enum stn_status read_window(struct stn_capture *capture,
                                   struct stn_http_window *window,
                                   struct stn_error *err)
{
    enum stn_status status = STN_OK;

    while (capture->format != NULL && window->from < window->limit) {
        size_t consumed = window->from;
        if (capture->format->needs_whole && !window->is_last) {
            if (window->root->bytes.len < STN_TEXT_BYTES_MAX)
                return STN_OK;
            return give_up_whole(capture, err);
        }
        status = capture->format->yields
                     ? read_log(capture, window, &consumed, err)
                     : capture->format->read(capture->reader, window, &consumed,
                                             err);
        if (status < 0)
            return status;
        const bool has_moved = consumed > window->from;
        window->from = consumed;
        if (status != STN_DONE)
            return STN_OK;
        close_reader(capture);
        if (!has_moved)
            return STN_OK;
        status = find_reader(capture, window, err);
        if (status < 0)
            return status;
    }
    return STN_OK;
}

/* Begin a text: find out what it is. */
static enum stn_status begin(struct stn_capture *capture,
                             struct stn_http_window *window,
                             struct stn_error *err)
{
    static const struct stn_str mark = {"\xEF\xBB\xBF", 3};

    close_reader(capture);
    capture->is_capture = false;
    capture->is_asked = false;
    capture->sniffs = 0;
    stn_http_walk_begin(capture->walk, &capture->sink);
    if (stn_str_starts(window->root->bytes, mark))
        window->from = mark.len;
    return find_reader(capture, window, err);
}

static enum stn_status read_text(struct stn_capture *capture,
                                 const struct stn_text *text,
                                 struct stn_http_window *window,
                                 struct stn_error *err)
{
    enum stn_status status = STN_OK;

    if (capture->gather.scanner->options.no_captures) {
        window->from = window->limit;
        return STN_OK;
    }
    if (!text->is_continued)
        status = begin(capture, window, err);
    /* A log may be megabytes in when a rule first has anything to begin with.
     */
    else if (capture->format == NULL && !capture->is_asked &&
             stn_gather_has_anchors(&capture->gather))
        status = find_reader(capture, window, err);
    if (status >= 0)
        status = read_window(capture, window, err);
    /* What no reader wants is done with when it is scanned. */
    if (capture->format == NULL && window->from < window->limit)
        window->from = window->limit;
    return status;
}

/* Where a place in the stream is among the bytes at hand. */
static size_t offset_of(const struct stn_text *text, uint64_t position)
{
    if (position <= text->base_byte)
        return 0;
    position -= text->base_byte;
    return position < text->bytes.len ? (size_t)position : text->bytes.len;
}

/*
 * Where what is found as plain bytes ceases to count, and does in the next
 * window: where reading did, so that it is known what it stands in. Not so near
 * to the window's end that a rule does not see enough.
 */
static size_t owned_end(const struct stn_http_window *window)
{
    const size_t most =
        window->limit + (window->root->bytes.len - window->limit) / 2;

    /* A last window's end is no start of anything, so all of it is owned. */
    if (window->is_last)
        return SIZE_MAX;
    return window->from < most ? window->from : most;
}

enum stn_status
stn_capture_scan(struct stn_capture *capture, const struct stn_text *text,
                 const struct stn_segment *root, struct stn_findings *skips,
                 struct stn_captured *out, struct stn_error *err)
{
    const bool is_last = !goes_on(text);
    struct stn_http_window window = {
        .root = root,
        .from = text->is_continued ? offset_of(text, capture->position) : 0,
        .limit = is_last ? root->bytes.len : text->owned.end,
        .is_last = is_last,
    };
    enum stn_status status =
        stn_gather_begin(&capture->gather, text, root, skips, err);
    struct stn_span owned = {
        text->is_continued ? offset_of(text, capture->owned) : 0, SIZE_MAX};

    if (status < 0)
        return status;
    window.is_forced =
        !is_last && root->bytes.len - window.from > STN_HTTP_VALUE_BYTES_MAX;
    status = read_text(capture, text, &window, err);
    if (status < 0)
        return status;
    owned.end = owned_end(&window);
    if (is_last)
        window.from = root->bytes.len;
    capture->position = text->base_byte + window.from;
    capture->owned = text->base_byte + owned.end;
    out->consumed = window.from < owned.end ? window.from : owned.end;
    return stn_gather_end(&capture->gather, owned, capture->is_capture,
                          &out->hits, &out->count, err);
}
