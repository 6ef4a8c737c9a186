/** @file The reader of JSON captures: HAR, cassettes, stubs, logs of lines. */
#include "base/alloc.h"
#include "base/limits.h"
#include "http/format.h"
#include "http/format_list.h"
#include "http/json_lexer.h"
#include "http/tree.h"

/* A capture says what it is soon; other JSON may be long. */
#define SNIFFED_BYTES (16 * STN_KIB)

struct reader {
    struct stn_http_walk *walk;
    struct stn_http_tree *tree;
    struct stn_json_lexer lexer;
    size_t consumed; /* of the last window */
    size_t ahead;    /* bytes read past it */
    bool has_noted;
};

static enum stn_status open_json(void **out, struct stn_http_walk *walk,
                                 struct stn_error *err)
{
    struct reader *reader = stn_calloc(1, sizeof(*reader));

    if (reader == NULL)
        return stn_fail_memory(err);
    reader->walk = walk;
    enum stn_status status = stn_http_tree_new(&reader->tree, walk, err);
    if (status < 0) {
        stn_free(reader);
        return status;
    }
    *out = reader;
    return STN_OK;
}

static void close_json(void *payload)
{
    struct reader *reader = payload;

    stn_http_tree_free(reader->tree);
    stn_free(reader);
}

static enum stn_status note(struct reader *reader, const char *what,
                            struct stn_error *err)
{
    if (reader->has_noted)
        return STN_OK;
    reader->has_noted = true;
    return stn_http_note(reader->walk, what, false, err);
}

/* What is to be said of a document at its end, or the text's. */
static enum stn_status end_document(struct reader *reader, bool is_cut,
                                    struct stn_error *err)
{
    const struct stn_json_lexer *lexer = &reader->lexer;
    enum stn_status status = stn_http_tree_flush(reader->tree, err);

    if (status >= 0 && is_cut)
        status = note(reader, "the capture is cut: its JSON has no end", err);
    else if (status >= 0 && lexer->is_broken)
        status = note(reader, "the capture is not quite JSON", err);
    reader->lexer = (struct stn_json_lexer){0};
    stn_http_tree_reset(reader->tree);
    return status;
}

/* A value that the window has no end of, and cannot get one. */
static enum stn_status pass_over(struct reader *reader,
                                 const struct stn_segment *root,
                                 struct stn_str bytes, size_t *at,
                                 struct stn_error *err)
{
    enum stn_status status = stn_http_tree_flush(reader->tree, err);
    const struct stn_json_token token =
        stn_json_pass_over(&reader->lexer, bytes, at);

    if (status >= 0 && token.kind != STN_JSON_MORE)
        status = stn_http_tree_json(reader->tree, root, &token, err);
    if (status < 0)
        return status;
    return note(reader, "a value is too long to be decoded", err);
}

/* Read tokens that end before the limit: what is found in a value and in the
 * text it stands in must be seen in one window. STN_DONE: what stands at *at is
 * no JSON. */
static enum stn_status read_tokens(struct reader *reader,
                                   const struct stn_http_window *window,
                                   size_t *at, struct stn_error *err)
{
    const struct stn_str bytes =
        stn_str_sub(window->root->bytes, 0, window->limit);
    enum stn_status status = STN_OK;

    while (status == STN_OK && *at < window->limit) {
        struct stn_json_token token;
        stn_json_next(&token, &reader->lexer, bytes, at, window->is_last);
        if (token.kind == STN_JSON_END || token.kind == STN_JSON_OTHER)
            return token.kind == STN_JSON_OTHER ? STN_DONE : STN_OK;
        if (token.kind == STN_JSON_MORE) {
            if (!window->is_forced || *at > window->from)
                return STN_OK; /* a window that begins there may hold it */
            status = pass_over(reader, window->root, bytes, at, err);
            continue;
        }
        status = stn_http_tree_json(reader->tree, window->root, &token, err);
        if (status >= 0 && reader->lexer.depth > STN_HTTP_NESTING_MAX)
            status = note(reader, "JSON nested too deep", err);
        if (status >= 0 && token.kind == STN_JSON_CLOSE &&
            reader->lexer.depth == 0)
            status = end_document(reader, false, err);
    }
    return status;
}

static enum stn_status read_json(void *payload,
                                 const struct stn_http_window *window,
                                 size_t *consumed, struct stn_error *err)
{
    struct reader *reader = payload;
    size_t at = window->from + reader->ahead;

    stn_http_tree_moved(reader->tree, reader->consumed - window->from,
                        window->root);
    enum stn_status status = read_tokens(reader, window, &at, err);
    if (status < 0)
        return status;
    if (window->is_last && status == STN_OK && reader->lexer.depth > 0) {
        enum stn_status ended = end_document(reader, true, err);
        if (ended < 0)
            return ended;
    }
    size_t pending = stn_http_tree_pending(reader->tree);
    if (pending < at && window->is_forced && pending <= window->from) {
        enum stn_status flushed = stn_http_tree_flush(reader->tree, err);
        if (flushed < 0)
            return flushed;
        pending = SIZE_MAX;
    }
    *consumed = pending < at ? pending : at;
    reader->consumed = *consumed;
    reader->ahead = at - *consumed;
    return status;
}

/* Words of which a JSON capture has one; few other files do. */
static bool may_be_capture(struct stn_str head)
{
    static const char *const marks[] = {
        "equest",     "eader",      "\"cookies\"",        "localStorage",
        "\"Output\"", "\"values\"", "_postman_variable_",
    };

    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
        if (stn_str_find(head, stn_str_of(marks[i])) != SIZE_MAX)
            return true;
    return false;
}

/* A bracket, and what may stand behind it: a section of a settings file begins
 * with one, too. */
static bool begins_json(struct stn_str head)
{
    size_t at = 1;

    if (head.len == 0 || (head.ptr[0] != '{' && head.ptr[0] != '['))
        return false;
    while (at < head.len && strchr(" \t\r\n", head.ptr[at]) != NULL)
        at++;
    return at < head.len && strchr("\"{}[]/", head.ptr[at]) != NULL;
}

static bool sniff_json(struct stn_str head, bool is_whole)
{
    struct stn_http_tree *tree = NULL;
    struct stn_json_lexer lexer = {0};
    const struct stn_segment root = {.bytes = head, .kind = STN_SEGMENT_TEXT};
    size_t at = 0;

    (void)is_whole;
    head = stn_str_sub(head, 0, SNIFFED_BYTES);
    while (at < head.len && strchr(" \t\r\n", head.ptr[at]) != NULL)
        at++;
    if (!begins_json(stn_str_sub(head, at, head.len)) ||
        !may_be_capture(head) || stn_http_tree_new(&tree, NULL, NULL) < 0)
        return false;
    while (!stn_http_tree_is_telling(tree)) {
        struct stn_json_token token;
        stn_json_next(&token, &lexer, head, &at, true);
        if (token.kind == STN_JSON_END || token.kind == STN_JSON_OTHER ||
            stn_http_tree_json(tree, &root, &token, NULL) < 0)
            break;
        if (lexer.depth == 0)
            stn_http_tree_reset(tree);
    }
    const bool is_telling = stn_http_tree_is_telling(tree);
    stn_http_tree_free(tree);
    return is_telling;
}

const struct stn_http_format stn_http_json = {
    .name = "json",
    .summary = "HAR, cassettes, stubs, API clients, browser state, test events",
    .is_encoded = true,
    .sniff = sniff_json,
    .open = open_json,
    .read = read_json,
    .close = close_json,
};
