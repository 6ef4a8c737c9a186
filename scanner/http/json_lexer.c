#include "http/json_lexer.h"

#include "base/find.h"

/* Whether the level at a depth, from 1, is a list; so are those past the
 * ceiling. */
static bool is_list_at(const struct stn_json_lexer *lexer, size_t depth)
{
    const size_t level = depth - 1;

    if (level >= STN_HTTP_NESTING_MAX)
        return true;
    return (lexer->lists[level / 64] >> level % 64 & 1) != 0;
}

static bool is_list(const struct stn_json_lexer *lexer)
{
    return lexer->depth > 0 && is_list_at(lexer, lexer->depth);
}

static bool is_map(const struct stn_json_lexer *lexer)
{
    return lexer->depth > 0 && !is_list_at(lexer, lexer->depth);
}

static void open_level(struct stn_json_lexer *lexer, bool list)
{
    const size_t level = lexer->depth++;

    if (level < STN_HTTP_NESTING_MAX) {
        const uint64_t bit = (uint64_t)1 << level % 64;
        if (list)
            lexer->lists[level / 64] |= bit;
        else
            lexer->lists[level / 64] &= ~bit;
    }
    lexer->expects_key = !list;
}

static void close_level(struct stn_json_lexer *lexer)
{
    lexer->depth--;
    lexer->expects_key = is_map(lexer);
}

/* What a string or a word is where it stands: what follows is the other. */
static enum stn_json_token_kind kind_of(struct stn_json_lexer *lexer,
                                        enum stn_json_token_kind value)
{
    if (!is_map(lexer))
        return value;
    lexer->expects_key = !lexer->expects_key;
    return lexer->expects_key ? value : STN_JSON_KEY;
}

static void read_string(struct stn_json_token *out,
                        struct stn_json_lexer *lexer, struct stn_str bytes,
                        size_t *at, bool is_last)
{
    const size_t start = *at + 1;
    bool has_escape = false;
    const size_t end = stn_find_string_end(bytes, start, &has_escape);

    if (end >= bytes.len && !is_last) {
        out->kind = STN_JSON_MORE;
        return;
    }
    lexer->is_broken |= end >= bytes.len || bytes.ptr[end] != '"';
    *at = end < bytes.len ? end + 1 : bytes.len;
    out->span = (struct stn_span){start, end};
    out->has_escape = has_escape;
    out->kind = kind_of(lexer, STN_JSON_STRING);
}

static bool is_word_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || c == '-' || c == '+' || c == '.' ||
           c == '_' || c == '$';
}

/* A number, a literal, or a bare word, as JavaScript has them. */
static void read_word(struct stn_json_token *out, struct stn_json_lexer *lexer,
                      struct stn_str bytes, size_t *at, bool is_last)
{
    const char first = bytes.ptr[*at];
    size_t end = *at;

    while (end < bytes.len && is_word_byte(bytes.ptr[end]))
        end++;
    if (end >= bytes.len && !is_last) {
        out->kind = STN_JSON_MORE;
        return;
    }
    out->span = (struct stn_span){*at, end};
    out->has_escape = false;
    out->kind = kind_of(lexer, (first >= '0' && first <= '9') || first == '-'
                                   ? STN_JSON_NUMBER
                                   : STN_JSON_LITERAL);
    *at = end;
}

static void open_bracket(struct stn_json_token *out,
                         struct stn_json_lexer *lexer, char c, size_t *at)
{
    out->kind = c == '{' ? STN_JSON_MAP : STN_JSON_LIST;
    out->span = (struct stn_span){*at, *at + 1};
    out->has_escape = false;
    open_level(lexer, c == '[');
    (*at)++;
}

/* A bracket that does not fit closes one level more, if it fits that: its own
 * was forgotten. Any fits what is past the ceiling. */
static void close_bracket(struct stn_json_token *out,
                          struct stn_json_lexer *lexer, char c, size_t *at)
{
    const bool fits =
        lexer->depth > STN_HTTP_NESTING_MAX || is_list(lexer) == (c == ']');
    const bool is_forgotten = !fits && lexer->depth > 1 &&
                              is_list_at(lexer, lexer->depth - 1) == (c == ']');
    const size_t end = is_forgotten ? *at : *at + 1;

    out->kind = STN_JSON_CLOSE;
    out->span = (struct stn_span){*at, end};
    out->has_escape = false;
    lexer->is_broken |= !fits;
    close_level(lexer);
    *at = end;
}

/* Past a comment, as people write them into JSON: to where it ends, or to what
 * is no comment. false: it has no end yet. */
static bool skip_comment(struct stn_str bytes, size_t *at, bool is_last)
{
    const struct stn_str rest = stn_str_sub(bytes, *at, bytes.len);
    const bool is_line = stn_str_starts(rest, STN_STR("//"));
    size_t length = 1;

    if (rest.len == 1 && !is_last)
        return false;
    if (is_line || stn_str_starts(rest, STN_STR("/*"))) {
        const struct stn_str mark = is_line ? STN_STR("\n") : STN_STR("*/");
        const size_t end = stn_str_find(stn_str_sub(rest, 2, rest.len), mark);
        if (end == SIZE_MAX && !is_last)
            return false;
        length = end == SIZE_MAX ? rest.len : 2 + end + mark.len;
    }
    *at += length;
    return true;
}

/* On in a string that was too long to hold, up to its end. */
static void leave_string(struct stn_json_lexer *lexer, struct stn_str bytes,
                         size_t *at)
{
    if (*at < bytes.len && lexer->is_after_escape) {
        lexer->is_after_escape = false;
        (*at)++;
    }
    while (*at < bytes.len) {
        *at = stn_find_three(bytes, *at, '"', '\\', '\n');
        if (*at >= bytes.len)
            return;
        if (bytes.ptr[*at] != '\\') {
            (*at)++;
            lexer->is_inside_string = false;
            return;
        }
        lexer->is_after_escape = *at + 1 == bytes.len;
        *at += lexer->is_after_escape ? 1 : 2;
    }
}

/* Read on to the next token. */
static void read_token(struct stn_json_token *out, struct stn_json_lexer *lexer,
                       struct stn_str bytes, size_t *at, bool is_last)
{
    out->kind = is_last ? STN_JSON_END : STN_JSON_MORE;
    for (;;) {
        *at = stn_find_no_space(bytes, *at);
        if (*at >= bytes.len)
            return;
        const char c = bytes.ptr[*at];
        if (c == '"') {
            read_string(out, lexer, bytes, at, is_last);
            return;
        }
        if (c == '{' || c == '[') {
            open_bracket(out, lexer, c, at);
            return;
        }
        if ((c == '}' || c == ']') && lexer->depth > 0) {
            close_bracket(out, lexer, c, at);
            return;
        }
        if (c == ':' || c == ',') {
            lexer->expects_key = c == ',' && is_map(lexer);
            (*at)++;
            continue;
        }
        if (lexer->depth == 0) {
            *out = (struct stn_json_token){.kind = STN_JSON_OTHER,
                                           .span = {*at, *at}};
            return;
        }
        if (is_word_byte(c)) {
            read_word(out, lexer, bytes, at, is_last);
            return;
        }
        lexer->is_broken = true;
        if (c != '/')
            (*at)++;
        else if (!skip_comment(bytes, at, is_last))
            return;
    }
}

enum stn_json_token_kind stn_json_next(struct stn_json_token *out,
                                       struct stn_json_lexer *lexer,
                                       struct stn_str bytes, size_t *at,
                                       bool is_last)
{
    if (lexer->is_inside_string)
        leave_string(lexer, bytes, at);
    if (lexer->is_inside_string)
        out->kind = is_last ? STN_JSON_END : STN_JSON_MORE;
    else
        read_token(out, lexer, bytes, at, is_last);
    return out->kind;
}

struct stn_json_token stn_json_pass_over(struct stn_json_lexer *lexer,
                                         struct stn_str bytes, size_t *at)
{
    struct stn_json_token token = {.kind = STN_JSON_MORE};

    if (*at >= bytes.len || lexer->is_inside_string)
        return token;
    if (bytes.ptr[(*at)++] == '"') {
        lexer->is_inside_string = true;
        lexer->is_after_escape = false;
        token.kind = kind_of(lexer, STN_JSON_LITERAL);
        token.span = (struct stn_span){
            *at, token.kind == STN_JSON_KEY ? bytes.len : *at};
        return token;
    }
    /* A word of megabytes; what is left of it is another. */
    while (*at < bytes.len && is_word_byte(bytes.ptr[*at]))
        (*at)++;
    return token;
}
