#include "engine/regex_syntax.h"

#include "base/alloc.h"
#include "engine/regex_parser.h"

void stn_syntax_dispose(struct stn_syntax *syntax)
{
    stn_free(syntax->nodes);
    *syntax = (struct stn_syntax){0};
}

/* `\Q...`, past it: all as it stands, up to `\E` or the end. */
static void read_quoted(struct stn_parser *parser)
{
    while (!stn_parser_at_end(parser) && !stn_parser_looks_at(parser, "\\E"))
        stn_parser_add_byte(parser, (unsigned char)*parser->cursor.at++);
    if (!stn_parser_at_end(parser))
        parser->cursor.at += 2;
}

static void read_escape(struct stn_parser *parser)
{
    struct stn_escape escape;

    stn_escape_read(&escape, &parser->cursor, false);
    switch (escape.kind) {
    case STN_ESCAPE_BYTE:
        stn_parser_add_byte(parser, escape.byte);
        return;
    case STN_ESCAPE_SET:
        stn_parser_add_item(parser, STN_SYNTAX_SET, &escape.set);
        return;
    case STN_ESCAPE_BOUNDARY:
        stn_parser_add_item(parser, STN_SYNTAX_BOUNDARY, NULL);
        return;
    case STN_ESCAPE_ASSERT:
        stn_parser_add_item(parser, STN_SYNTAX_ASSERT, NULL);
        return;
    case STN_ESCAPE_OPAQUE:
        stn_parser_add_item(parser, STN_SYNTAX_OPAQUE, NULL);
        return;
    case STN_ESCAPE_QUOTE:
        read_quoted(parser);
        return;
    case STN_ESCAPE_NOTHING:
        return;
    case STN_ESCAPE_UNKNOWN:
        stn_parser_give_up(parser, "it has an escape that is not understood");
        return;
    }
}

static void read_class(struct stn_parser *parser)
{
    struct stn_byte_set set;

    /* Word boundaries, as BSD writes them. */
    if (stn_parser_looks_at(parser, "[:<:]]") ||
        stn_parser_looks_at(parser, "[:>:]]")) {
        parser->cursor.at += strlen("[:<:]]");
        stn_parser_add_item(parser, STN_SYNTAX_ASSERT, NULL);
    } else if (stn_class_read(&set, &parser->cursor, parser->flags.caseless)) {
        stn_parser_add_item(parser, STN_SYNTAX_SET, &set);
    } else {
        stn_parser_give_up(parser, "it has a class that is not understood");
    }
}

/* The number at *at, which moves past it; saturates. */
static uint32_t read_count(const char **at, const char *end)
{
    uint32_t value = 0;

    while (*at < end && **at >= '0' && **at <= '9') {
        const uint32_t digit = (uint32_t)(*(*at)++ - '0');
        value = value > (UINT32_MAX - digit - 1) / 10 ? UINT32_MAX - 1
                                                      : value * 10 + digit;
    }
    return value;
}

/*
 * `{n}`, `{n,}`, `{n,m}`, past the '{'. Anything else is a literal '{', but for
 * `{,m}` and spaces, which newer PCRE2 takes for a quantifier: then give up.
 */
static bool read_braces(struct stn_parser *parser, uint32_t *least,
                        uint32_t *most)
{
    const char *at = parser->cursor.at;
    const char *end = parser->cursor.end;
    const char *digits = at;

    *least = *most = read_count(&at, end);
    if (at > digits && at < end && *at == ',') {
        digits = ++at;
        *most = read_count(&at, end);
        if (at == digits)
            *most = STN_SYNTAX_UNBOUNDED;
    } else if (at == digits) {
        at = end;
    }
    if (at < end && *at == '}') {
        if (*most < *least)
            stn_parser_give_up(parser,
                               "a quantifier asks for more than it allows");
        parser->cursor.at = at + 1;
        return true;
    }
    for (at = parser->cursor.at; at < end && *at != '}'; at++)
        if (strchr("0123456789, \t", *at) == NULL || *at == '\0')
            return false;
    if (at < end && at > parser->cursor.at)
        stn_parser_give_up(parser,
                           "it has a '{' that may or may not be a quantifier");
    return false;
}

/* White space and comments, in extended mode. */
static bool skip_ignored(struct stn_parser *parser)
{
    const char *start = parser->cursor.at;

    while (parser->flags.extended && !stn_parser_at_end(parser)) {
        const char byte = *parser->cursor.at;
        if (byte == '#') {
            while (!stn_parser_at_end(parser) && *parser->cursor.at != '\n')
                parser->cursor.at++;
        } else if (byte != ' ' && (byte < '\t' || byte > '\r')) {
            break;
        } else {
            parser->cursor.at++;
        }
    }
    return parser->cursor.at > start;
}

static bool read_quantifier(struct stn_parser *parser)
{
    uint32_t least = 0;
    uint32_t most = STN_SYNTAX_UNBOUNDED;

    if (stn_parser_take(parser, '?')) {
        most = 1;
    } else if (stn_parser_take(parser, '+')) {
        least = 1;
    } else if (stn_parser_take(parser, '{')) {
        if (!read_braces(parser, &least, &most)) {
            stn_parser_add_byte(parser, '{');
            return true;
        }
    } else if (!stn_parser_take(parser, '*')) {
        return false;
    }
    stn_parser_repeat_last(parser, least, most);
    /* Lazy and possessive ones match the same, or less. */
    skip_ignored(parser);
    if (!stn_parser_take(parser, '?'))
        stn_parser_take(parser, '+');
    return true;
}

static void read_item(struct stn_parser *parser)
{
    if (skip_ignored(parser) || read_quantifier(parser))
        return;

    const char byte = *parser->cursor.at++;
    switch (byte) {
    case '(':
        stn_parser_read_group(parser);
        return;
    case ')':
        if (parser->depth == 0)
            stn_parser_give_up(parser, "a ')' closes nothing");
        else
            stn_parser_close_group(parser);
        return;
    case '|':
        stn_parser_end_branch(parser);
        return;
    case '[':
        read_class(parser);
        return;
    case '\\':
        read_escape(parser);
        return;
    case '.':
        stn_parser_add_item(parser, STN_SYNTAX_SET, &STN_BYTE_SET_ALL);
        return;
    case '^':
        stn_parser_add_item(parser, STN_SYNTAX_LINE_START, NULL);
        return;
    case '$':
        stn_parser_add_item(parser, STN_SYNTAX_ASSERT, NULL);
        return;
    default:
        stn_parser_add_byte(parser, (unsigned char)byte);
        return;
    }
}

enum stn_status stn_syntax_parse(struct stn_syntax *out, struct stn_str pattern,
                                 struct stn_error *err)
{
    const char *start = pattern.len > 0 ? pattern.ptr : "";
    struct stn_parser parser = {
        .tree = out,
        .cursor = {start, start + pattern.len},
    };

    stn_parser_reset(&parser);
    while (!stn_parser_at_end(&parser) && out->mystery == NULL &&
           !parser.has_no_memory)
        read_item(&parser);
    if (parser.depth > 0)
        stn_parser_give_up(&parser, "a group does not end");
    if (out->mystery != NULL && !parser.has_no_memory) {
        stn_parser_reset(&parser);
        stn_parser_add_item(&parser, STN_SYNTAX_OPAQUE, NULL);
    }
    if (!parser.has_no_memory)
        out->root = stn_parser_end_branches(&parser);
    if (parser.has_no_memory)
        return stn_fail_memory(err);

    out->secret = out->root;
    if (parser.named_secret != STN_SYNTAX_NONE)
        out->secret = parser.named_secret;
    else if (parser.first_group != STN_SYNTAX_NONE)
        out->secret = parser.first_group;
    return STN_OK;
}
