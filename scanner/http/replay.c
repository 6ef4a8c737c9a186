#include "http/replay.h"

#include "base/alloc.h"

/** The lines of a record, in their order. */
enum replay_line {
    REPLAY_SCHEME,
    REPLAY_METHOD,
    REPLAY_HOST,
    REPLAY_PORT,
    REPLAY_PATH,
    REPLAY_REQUEST_HEADERS,
    REPLAY_REQUEST_BODY,
    REPLAY_STATUS,
    REPLAY_RESPONSE_HEADERS,
    REPLAY_RESPONSE_BODY,
    REPLAY_BLANK,
    REPLAY_LINES,
};

struct reader {
    struct stn_http_walk *walk;
    enum replay_line next; /**< Which line comes next. */
    size_t records;        /**< That began. */
    bool is_passing_over;  /**< The rest of a line that was too long. */
};

static enum stn_status open_reader(void **out, struct stn_http_walk *walk,
                                   struct stn_error *err)
{
    struct reader *reader = stn_calloc(1, sizeof(*reader));

    if (reader == NULL)
        return stn_fail_memory(err);
    reader->walk = walk;
    *out = reader;
    return STN_OK;
}

static void close_reader(void *payload)
{
    stn_free(payload);
}

static bool is_scheme(struct stn_str line)
{
    return stn_str_equal(line, STN_STR("https")) ||
           stn_str_equal(line, STN_STR("http"));
}

static bool is_method(struct stn_str line)
{
    for (size_t i = 0; i < line.len; i++)
        if (line.ptr[i] < 'A' || line.ptr[i] > 'Z')
            return false;
    return line.len >= 3 && line.len <= 7;
}

static bool is_number(struct stn_str line)
{
    for (size_t i = 0; i < line.len; i++)
        if (line.ptr[i] < '0' || line.ptr[i] > '9')
            return false;
    return line.len > 0 && line.len <= 5;
}

/* Whether a line is what stands at its place in a record. */
static bool fits(enum replay_line which, struct stn_str line)
{
    switch (which) {
    case REPLAY_SCHEME:
        return is_scheme(line);
    case REPLAY_METHOD:
        return is_method(line);
    case REPLAY_HOST:
        return line.len > 0 && !is_scheme(line);
    case REPLAY_PORT:
        return is_number(line) || stn_str_equal(line, STN_STR("None"));
    case REPLAY_STATUS:
        return is_number(line);
    case REPLAY_BLANK:
        return line.len == 0;
    default:
        return true;
    }
}

/* "[3].response.headers" */
static void append_place(const void *payload, struct stn_buf *out)
{
    static const char *const parts[REPLAY_LINES] = {
        [REPLAY_HOST] = ".request",
        [REPLAY_PATH] = ".request.path",
        [REPLAY_REQUEST_HEADERS] = ".request.headers",
        [REPLAY_REQUEST_BODY] = ".request.body",
        [REPLAY_RESPONSE_HEADERS] = ".response.headers",
        [REPLAY_RESPONSE_BODY] = ".response.body",
    };
    const struct reader *reader = payload;

    stn_buf_printf(out, "[%zu]", reader->records - 1);
    if (parts[reader->next] != NULL)
        stn_buf_puts(out, parts[reader->next]);
}

static bool is_quote(char byte)
{
    return byte == '\'' || byte == '"';
}

/*
 * The next string that Python printed.
 *
 * @param value  Set to what is inside of its quotes.
 * @param at     Where to look from; set to one past its quote.
 * @return false if there is none.
 */
static bool read_string(struct stn_http_value *value, size_t *at, size_t end)
{
    const char *bytes = value->within->bytes.ptr;
    size_t start = *at;

    while (start < end && !is_quote(bytes[start]))
        start++;
    if (start == end)
        return false;
    const char quote = bytes[start];
    value->span = (struct stn_span){start + 1, start + 1};
    value->codec = STN_CODEC_NONE;
    while (value->span.end < end && bytes[value->span.end] != quote) {
        if (bytes[value->span.end] == '\\') {
            value->codec = STN_CODEC_ESCAPED;
            value->span.end++;
        }
        value->span.end++;
    }
    if (value->span.end > end)
        value->span.end = end;
    *at = value->span.end < end ? value->span.end + 1 : end;
    return true;
}

/* Pass over what may stand between a name and its value: a separator, and the
 * u or b of a string. */
static size_t skip_between(struct stn_str bytes, size_t at, size_t end)
{
    if (at < end && (bytes.ptr[at] == ':' || bytes.ptr[at] == ','))
        at++;
    while (at < end && bytes.ptr[at] == ' ')
        at++;
    if (at + 1 < end && (bytes.ptr[at] == 'u' || bytes.ptr[at] == 'b') &&
        is_quote(bytes.ptr[at + 1]))
        at++;
    return at;
}

/* {'name': 'value', ...} or [('name', 'value'), ...] */
static enum stn_status read_headers(struct reader *reader,
                                    const struct stn_segment *root,
                                    struct stn_span line, struct stn_error *err)
{
    struct stn_http_value name = {.within = root};
    struct stn_http_value value = {.within = root};
    enum stn_status status = STN_OK;
    size_t at = line.start;

    while (status == STN_OK && read_string(&name, &at, line.end)) {
        at = skip_between(root->bytes, at, line.end);
        if (at == line.end || !is_quote(root->bytes.ptr[at]))
            continue;
        read_string(&value, &at, line.end);
        if (name.span.start < name.span.end)
            status = stn_http_header(
                reader->walk,
                stn_str_sub(root->bytes, name.span.start, name.span.end), value,
                err);
    }
    return status;
}

static enum stn_status read_line(struct reader *reader,
                                 const struct stn_segment *root,
                                 struct stn_span line, struct stn_error *err)
{
    const struct stn_str bytes = stn_str_sub(root->bytes, line.start, line.end);
    const struct stn_http_value value = {root, line, STN_CODEC_NONE};
    const bool is_none = stn_str_equal(bytes, STN_STR("null")) ||
                         stn_str_equal(bytes, STN_STR("None"));

    stn_http_walk_place(reader->walk, append_place, reader);
    switch (reader->next) {
    case REPLAY_METHOD:
        reader->records++;
        stn_http_exchange(reader->walk);
        stn_http_side(reader->walk, false);
        return STN_OK;
    case REPLAY_HOST:
        return stn_http_header(reader->walk, STN_STR("Host"), value, err);
    case REPLAY_PATH:
        return stn_http_url(reader->walk, value, err);
    case REPLAY_STATUS:
        stn_http_side(reader->walk, true);
        return STN_OK;
    case REPLAY_REQUEST_HEADERS:
    case REPLAY_RESPONSE_HEADERS:
        return read_headers(reader, root, line, err);
    case REPLAY_REQUEST_BODY:
    case REPLAY_RESPONSE_BODY:
        return is_none ? STN_OK : stn_http_body(reader->walk, value, err);
    default:
        return STN_OK;
    }
}

/* A line; what does not fit its place may begin another record. */
static enum stn_status take_line(struct reader *reader,
                                 const struct stn_segment *root,
                                 struct stn_span line, struct stn_error *err)
{
    if (line.end > line.start && root->bytes.ptr[line.end - 1] == '\r')
        line.end--;
    const struct stn_str bytes = stn_str_sub(root->bytes, line.start, line.end);
    if (!fits(reader->next, bytes)) {
        reader->next = REPLAY_SCHEME;
        if (!is_scheme(bytes))
            return STN_OK;
    }
    const enum stn_status status = read_line(reader, root, line, err);
    reader->next = (reader->next + 1) % REPLAY_LINES;
    return status;
}

/* A line that the window has no end of, and cannot get one. */
static enum stn_status pass_over(struct reader *reader, struct stn_error *err)
{
    if (reader->is_passing_over)
        return STN_OK;
    reader->is_passing_over = true;
    reader->next = (reader->next + 1) % REPLAY_LINES;
    return stn_http_note(reader->walk, "a value is too long to be decoded",
                         false, err);
}

static enum stn_status read_window(void *payload,
                                   const struct stn_http_window *window,
                                   size_t *consumed, struct stn_error *err)
{
    struct reader *reader = payload;
    const struct stn_str bytes = window->root->bytes;
    enum stn_status status = STN_OK;
    size_t at = window->from;

    while (status == STN_OK && at < window->limit) {
        const char *stop = memchr(bytes.ptr + at, '\n', bytes.len - at);
        const size_t end =
            stop != NULL ? (size_t)(stop - bytes.ptr) : bytes.len;
        if (stop == NULL && !window->is_last) {
            if (!window->is_forced)
                break;
            status = pass_over(reader, err);
        } else if (reader->is_passing_over) {
            reader->is_passing_over = false;
        } else {
            status = take_line(reader, window->root, (struct stn_span){at, end},
                               err);
        }
        at = stop != NULL ? end + 1 : end;
    }
    *consumed = at;
    return status;
}

static bool sniff(struct stn_str head, bool is_whole)
{
    size_t at = 0;

    for (enum replay_line line = REPLAY_SCHEME; line <= REPLAY_PATH; line++) {
        const char *stop =
            at < head.len ? memchr(head.ptr + at, '\n', head.len - at) : NULL;
        if (stop == NULL)
            return false;
        const struct stn_str bytes =
            stn_str_trim(stn_str_sub(head, at, (size_t)(stop - head.ptr)));
        if (!fits(line, bytes))
            return false;
        if (line == REPLAY_PATH)
            return stn_str_starts(bytes, STN_STR("/"));
        at = (size_t)(stop - head.ptr) + 1;
    }
    (void)is_whole;
    return false;
}

const struct stn_http_format stn_http_replay = {
    .name = "replay",
    .summary = "ReplayData of PyGithub's tests",
    .is_encoded = true,
    .sniff = sniff,
    .open = open_reader,
    .read = read_window,
    .close = close_reader,
};
