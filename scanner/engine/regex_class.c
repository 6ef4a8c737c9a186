#include "engine/regex_class.h"

#include "base/str.h"

static bool take(struct stn_regex_cursor *cursor, char byte)
{
    if (cursor->at == cursor->end || *cursor->at != byte)
        return false;
    cursor->at++;
    return true;
}

/* The value of a digit, or 16. */
static unsigned digit_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return (unsigned)(digit - '0');
    if (digit >= 'a' && digit <= 'f')
        return (unsigned)(digit - 'a') + 10;
    if (digit >= 'A' && digit <= 'F')
        return (unsigned)(digit - 'A') + 10;
    return 16;
}

static bool next_is_digit(const struct stn_regex_cursor *cursor, unsigned base)
{
    return cursor->at < cursor->end && digit_value(*cursor->at) < base;
}

/* At most `most` digits; no digit is 0. false past 255. */
static bool take_number(unsigned char *out, struct stn_regex_cursor *cursor,
                        unsigned base, unsigned most)
{
    unsigned value = 0;

    for (unsigned i = 0; i < most && next_is_digit(cursor, base); i++) {
        value = value * base + digit_value(*cursor->at++);
        if (value > UINT8_MAX)
            return false;
    }
    *out = (unsigned char)value;
    return true;
}

/* `{41}` */
static bool take_braced_number(unsigned char *out,
                               struct stn_regex_cursor *cursor, unsigned base)
{
    return take(cursor, '{') && next_is_digit(cursor, base) &&
           take_number(out, cursor, base, 16) && take(cursor, '}');
}

static bool skip_past(struct stn_regex_cursor *cursor, char closer)
{
    while (cursor->at < cursor->end)
        if (*cursor->at++ == closer)
            return true;
    return false;
}

/* The name or number of \g, \k, \p: `{...}`, `<...>`, `'...'`. */
static bool skip_reference(struct stn_regex_cursor *cursor)
{
    if (take(cursor, '{'))
        return skip_past(cursor, '}');
    if (take(cursor, '<'))
        return skip_past(cursor, '>');
    if (take(cursor, '\''))
        return skip_past(cursor, '\'');
    return false;
}

static bool skip_group_number(struct stn_regex_cursor *cursor)
{
    if (!take(cursor, '+'))
        take(cursor, '-');
    if (!next_is_digit(cursor, 10))
        return false;
    while (next_is_digit(cursor, 10))
        cursor->at++;
    return true;
}

static void add_space(struct stn_byte_set *set)
{
    stn_byte_set_add_range(set, '\t', '\r');
    stn_byte_set_add(set, ' ');
}

/* \d, \w, \s, \h, \v and their opposites. false: another letter. */
static bool read_type(struct stn_byte_set *out, char letter)
{
    struct stn_byte_set set = {0};

    switch (letter) {
    case 'd':
    case 'D':
        stn_byte_set_add_range(&set, '0', '9');
        break;
    case 'w':
    case 'W':
        stn_byte_set_add_word(&set);
        break;
    case 's':
    case 'S':
        add_space(&set);
        break;
    case 'h':
    case 'H':
        stn_byte_set_add(&set, '\t');
        stn_byte_set_add(&set, ' ');
        stn_byte_set_add(&set, 0xA0);
        break;
    case 'v':
    case 'V':
        stn_byte_set_add_range(&set, '\n', '\r');
        stn_byte_set_add(&set, 0x85);
        break;
    default:
        return false;
    }
    if (letter < 'a')
        stn_byte_set_invert(&set);
    *out = set;
    return true;
}

/* Escapes that are one byte. false: another letter, or a bad number. */
static bool read_byte(unsigned char *out, char letter,
                      struct stn_regex_cursor *cursor)
{
    switch (letter) {
    case 'a':
        *out = '\a';
        return true;
    case 'e':
        *out = 0x1B;
        return true;
    case 'f':
        *out = '\f';
        return true;
    case 'n':
        *out = '\n';
        return true;
    case 'r':
        *out = '\r';
        return true;
    case 't':
        *out = '\t';
        return true;
    case '0':
        return take_number(out, cursor, 8, 2);
    case 'o':
        return take_braced_number(out, cursor, 8);
    case 'x':
        if (cursor->at < cursor->end && *cursor->at == '{')
            return take_braced_number(out, cursor, 16);
        return take_number(out, cursor, 16, 2);
    case 'c':
        if (cursor->at == cursor->end)
            return false;
        *out = (unsigned char)*cursor->at++;
        if (*out >= 'a' && *out <= 'z')
            *out -= 'a' - 'A';
        *out ^= 0x40;
        return true;
    default:
        return false;
    }
}

/* Escapes that are neither a byte nor a set, outside classes. */
static enum stn_escape_kind read_other(char letter,
                                       struct stn_regex_cursor *cursor)
{
    switch (letter) {
    case 'b':
        return STN_ESCAPE_BOUNDARY;
    case 'B':
    case 'A':
    case 'z':
    case 'Z':
        return STN_ESCAPE_ASSERT;
    case 'Q':
        return STN_ESCAPE_QUOTE;
    case 'E':
        return STN_ESCAPE_NOTHING;
    case 'K':
    case 'R':
    case 'X':
        return STN_ESCAPE_OPAQUE;
    case 'g':
        return skip_reference(cursor) || skip_group_number(cursor)
                   ? STN_ESCAPE_OPAQUE
                   : STN_ESCAPE_UNKNOWN;
    case 'k':
        return skip_reference(cursor) ? STN_ESCAPE_OPAQUE : STN_ESCAPE_UNKNOWN;
    default:
        break;
    }
    /* More digits may be an octal number, depending on the groups there are. */
    if (letter >= '1' && letter <= '9' && !next_is_digit(cursor, 10))
        return STN_ESCAPE_OPAQUE;
    return STN_ESCAPE_UNKNOWN;
}

static bool is_alphanumeric(unsigned char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z');
}

void stn_escape_read(struct stn_escape *out, struct stn_regex_cursor *cursor,
                     bool in_class)
{
    *out = (struct stn_escape){.kind = STN_ESCAPE_UNKNOWN};
    if (cursor->at == cursor->end)
        return;

    const char letter = *cursor->at++;
    if (!is_alphanumeric((unsigned char)letter)) {
        out->kind = STN_ESCAPE_BYTE;
        out->byte = (unsigned char)letter;
    } else if (in_class && letter == 'b') {
        out->kind = STN_ESCAPE_BYTE;
        out->byte = '\b';
    } else if (read_type(&out->set, letter)) {
        out->kind = STN_ESCAPE_SET;
    } else if (letter == 'p' || letter == 'P') {
        out->set = STN_BYTE_SET_ALL;
        out->is_wide = true;
        if (cursor->at < cursor->end &&
            (*cursor->at != '{' ? cursor->at++ != NULL
                                : skip_past(cursor, '}')))
            out->kind = STN_ESCAPE_SET;
    } else if (!in_class && (letter == 'C' || letter == 'N')) {
        out->set = STN_BYTE_SET_ALL;
        out->is_wide = true;
        /* \N{U+41} is another thing. */
        if (cursor->at == cursor->end || *cursor->at != '{')
            out->kind = STN_ESCAPE_SET;
    } else if (read_byte(&out->byte, letter, cursor)) {
        out->kind = STN_ESCAPE_BYTE;
    } else if (!in_class) {
        out->kind = read_other(letter, cursor);
    }
}

/* Add ranges written as pairs: "09az". */
static void add_pairs(struct stn_byte_set *set, const char *pairs)
{
    for (; pairs[0] != '\0'; pairs += 2)
        stn_byte_set_add_range(set, (unsigned char)pairs[0],
                               (unsigned char)pairs[1]);
}

static const struct {
    const char *name;
    const char *pairs;
} posix_classes[] = {
    {"alnum", "09AZaz"}, {"alpha", "AZaz"},     {"blank", "\t\t  "},
    {"digit", "09"},     {"graph", "!~"},       {"lower", "az"},
    {"print", " ~"},     {"punct", "!/:@[`{~"}, {"space", "\t\r  "},
    {"upper", "AZ"},     {"word", "09AZaz__"},  {"xdigit", "09AFaf"},
};

static bool find_posix(struct stn_byte_set *out, struct stn_str name)
{
    if (stn_str_equal(name, STN_STR("ascii"))) {
        stn_byte_set_add_range(out, 0, 0x7F);
        return true;
    }
    if (stn_str_equal(name, STN_STR("cntrl"))) {
        stn_byte_set_add_range(out, 0, 0x1F);
        stn_byte_set_add(out, 0x7F);
        return true;
    }
    for (size_t i = 0; i < sizeof(posix_classes) / sizeof(*posix_classes); i++)
        if (stn_str_equal(name, stn_str_of(posix_classes[i].name))) {
            add_pairs(out, posix_classes[i].pairs);
            return true;
        }
    return false;
}

/*
 * `[:name:]` and `[:^name:]`, past the '['. What does not look like it is a
 * '[' among others; an unknown name would not compile.
 */
static bool read_posix(struct stn_byte_set *out,
                       struct stn_regex_cursor *cursor, bool caseless)
{
    struct stn_regex_cursor ahead = *cursor;
    struct stn_byte_set set = {0};

    if (!take(&ahead, ':'))
        return false;
    const bool is_negated = take(&ahead, '^');
    const char *name = ahead.at;
    while (ahead.at < ahead.end && *ahead.at >= 'a' && *ahead.at <= 'z')
        ahead.at++;
    const struct stn_str word = {name, (size_t)(ahead.at - name)};
    if (!take(&ahead, ':') || !take(&ahead, ']') || !find_posix(&set, word))
        return false;
    /* upper and lower are alpha then, also when negated. */
    if (caseless)
        stn_byte_set_fold(&set);
    if (is_negated)
        stn_byte_set_invert(&set);
    stn_byte_set_join(out, &set);
    *cursor = ahead;
    return true;
}

/* One thing of a class: a byte, or a set that is joined to `out`. */
static bool read_member(struct stn_byte_set *out, struct stn_escape *member,
                        struct stn_regex_cursor *cursor, bool caseless)
{
    const char byte = *cursor->at++;

    *member = (struct stn_escape){.kind = STN_ESCAPE_BYTE,
                                  .byte = (unsigned char)byte};
    if (byte == '[' && read_posix(out, cursor, caseless))
        member->kind = STN_ESCAPE_SET;
    else if (byte == '\\')
        stn_escape_read(member, cursor, true);
    if (member->kind == STN_ESCAPE_SET)
        stn_byte_set_join(out, &member->set);
    return member->kind == STN_ESCAPE_BYTE || member->kind == STN_ESCAPE_SET;
}

/* What follows a member that is a byte: `-z` makes it a range. */
static bool read_range(struct stn_byte_set *out, unsigned char first,
                       struct stn_regex_cursor *cursor, bool caseless)
{
    struct stn_escape last;

    stn_byte_set_add(out, first);
    if (cursor->end - cursor->at < 2 || cursor->at[0] != '-' ||
        cursor->at[1] == ']')
        return true;
    cursor->at++;
    if (!read_member(out, &last, cursor, caseless) || last.is_wide)
        return false;
    if (last.kind == STN_ESCAPE_SET)
        stn_byte_set_add(out, '-');
    else
        stn_byte_set_add_range(out, first, last.byte);
    return true;
}

bool stn_class_read(struct stn_byte_set *out, struct stn_regex_cursor *cursor,
                    bool caseless)
{
    struct stn_byte_set set = {0};
    struct stn_escape member;
    bool is_wide = false;
    const bool is_negated = take(cursor, '^');
    const char *first = cursor->at;

    for (;;) {
        if (cursor->at == cursor->end)
            return false;
        /* The first ']' is one among others. */
        if (*cursor->at == ']' && cursor->at != first)
            break;
        if (!read_member(&set, &member, cursor, caseless))
            return false;
        is_wide |= member.is_wide;
        if (member.kind == STN_ESCAPE_BYTE &&
            !read_range(&set, member.byte, cursor, caseless))
            return false;
    }
    cursor->at++;
    if (caseless)
        stn_byte_set_fold(&set);
    if (is_negated)
        stn_byte_set_invert(&set);
    *out = is_wide ? STN_BYTE_SET_ALL : set;
    return true;
}
