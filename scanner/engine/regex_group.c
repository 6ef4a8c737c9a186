#include "engine/regex_parser.h"

/* `(?<name>`, past the '<' or '\''. */
static void open_named(struct stn_parser *parser, char closer)
{
    const char *name = parser->cursor.at;

    while (!stn_parser_at_end(parser) && *parser->cursor.at != closer)
        parser->cursor.at++;
    const struct stn_str word = {name, (size_t)(parser->cursor.at - name)};
    if (!stn_parser_take(parser, closer)) {
        stn_parser_give_up(parser, "a group's name does not end");
        return;
    }
    stn_parser_open_group(parser, STN_ROLE_CAPTURE)->is_secret =
        stn_str_equal(word, STN_STR("secret"));
}

/* Whether `(?` goes on as what read_reference() reads. */
static bool looks_at_reference(const struct stn_parser *parser)
{
    const char *at = parser->cursor.at;

    if (stn_parser_looks_at(parser, "P=") ||
        stn_parser_looks_at(parser, "P>") || stn_parser_looks_at(parser, "&") ||
        stn_parser_looks_at(parser, "R"))
        return true;
    if (stn_parser_looks_at(parser, "+") || stn_parser_looks_at(parser, "-"))
        at++;
    return at < parser->cursor.end && *at >= '0' && *at <= '9';
}

/* What stands for bytes found elsewhere: `(?1)`, `(?&name)`, `(?P=name)`. */
static void read_reference(struct stn_parser *parser)
{
    while (!stn_parser_at_end(parser) && *parser->cursor.at != ')')
        parser->cursor.at++;
    if (!stn_parser_take(parser, ')'))
        stn_parser_give_up(parser, "a group does not end");
    stn_parser_add_item(parser, STN_SYNTAX_OPAQUE, NULL);
}

/* `(?(condition)yes|no)`, past the second '('. */
static void open_condition(struct stn_parser *parser)
{
    stn_parser_open_group(parser, STN_ROLE_OPAQUE);
    if (stn_parser_looks_at(parser, "?") || stn_parser_looks_at(parser, "*")) {
        parser->cursor.at--; /* an assertion: a group like others */
        return;
    }
    while (!stn_parser_at_end(parser) && *parser->cursor.at != ')')
        parser->cursor.at++;
    if (!stn_parser_take(parser, ')'))
        stn_parser_give_up(parser, "a condition does not end");
}

/* `(?i)`, `(?i:`, `(?^x-i)`, past the '?'. */
static void read_flags(struct stn_parser *parser)
{
    struct stn_parser_flags flags = parser->flags;
    bool value = true;

    while (!stn_parser_at_end(parser)) {
        switch (*parser->cursor.at++) {
        case '^':
            flags = (struct stn_parser_flags){0};
            break;
        case '-':
            value = false;
            break;
        case 'i':
            flags.caseless = value;
            break;
        case 'x':
            if (stn_parser_looks_at(parser, "x"))
                stn_parser_give_up(parser, "(?xx) is not understood");
            flags.extended = value;
            break;
        case 'n':
            flags.no_capture = value;
            break;
        case 'm':
        case 's':
        case 'J':
        case 'U':
            break;
        case ':':
            stn_parser_open_group(parser, STN_ROLE_PLAIN);
            parser->flags = flags;
            return;
        case ')':
            parser->flags = flags;
            return;
        default:
            stn_parser_give_up(parser, "a group's options are not understood");
            return;
        }
    }
    stn_parser_give_up(parser, "a group does not end");
}

/* What begins with "(?", past it. */
static void open_special(struct stn_parser *parser)
{
    static const struct {
        const char *text;
        enum stn_parser_role role;
    } openers[] = {
        {"<!", STN_ROLE_BEHIND_NOT}, {"<=", STN_ROLE_BEHIND},
        {"<*", STN_ROLE_ASSERT},     {"=", STN_ROLE_ASSERT},
        {"!", STN_ROLE_ASSERT},      {"*", STN_ROLE_ASSERT},
        {":", STN_ROLE_PLAIN},       {">", STN_ROLE_PLAIN},
        {"|", STN_ROLE_PLAIN},
    };
    static const char *const names[] = {"<", "P<", "'"};

    for (size_t i = 0; i < sizeof(openers) / sizeof(openers[0]); i++)
        if (stn_parser_looks_at(parser, openers[i].text)) {
            parser->cursor.at += strlen(openers[i].text);
            stn_parser_open_group(parser, openers[i].role);
            return;
        }
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (stn_parser_looks_at(parser, names[i])) {
            parser->cursor.at += strlen(names[i]);
            open_named(parser, names[i][0] == '\'' ? '\'' : '>');
            return;
        }
    if (stn_parser_take(parser, '#')) {
        while (!stn_parser_at_end(parser) && *parser->cursor.at != ')')
            parser->cursor.at++;
        stn_parser_take(parser, ')');
        return;
    }
    if (stn_parser_take(parser, '('))
        open_condition(parser);
    else if (looks_at_reference(parser))
        read_reference(parser);
    else
        read_flags(parser);
}

void stn_parser_read_group(struct stn_parser *parser)
{
    if (stn_parser_looks_at(parser, "*")) {
        stn_parser_give_up(parser, "it has a verb, as in (*UTF)");
    } else if (stn_parser_take(parser, '?')) {
        open_special(parser);
    } else if (parser->flags.no_capture) {
        stn_parser_open_group(parser, STN_ROLE_PLAIN);
    } else {
        stn_parser_open_group(parser, STN_ROLE_CAPTURE);
    }
}
