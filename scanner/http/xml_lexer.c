#include "http/xml_lexer.h"

#define COMMENT_OPEN STN_STR("<!--")
#define COMMENT_CLOSE STN_STR("-->")
#define SECTION_OPEN STN_STR("<![CDATA[")
#define SECTION_CLOSE STN_STR("]]>")

/* What may have no end. */
enum endless {
    ENDLESS_COMMENT = 1 << 0,
    ENDLESS_INSTRUCTION = 1 << 1,
    ENDLESS_DECLARATION = 1 << 2,
    ENDLESS_QUOTE = 1 << 3,
    ENDLESS_APOSTROPHE = 1 << 4,
    ENDLESS_SECTION = 1 << 5,
};

/* What a '<' begins. */
enum markup {
    MARKUP_NONE, /* Text. */
    MARKUP_CUT,  /* Too few bytes to tell. */
    MARKUP_OPEN,
    MARKUP_CLOSE,
    MARKUP_SECTION,
    MARKUP_COMMENT,
    MARKUP_INSTRUCTION,
    MARKUP_DECLARATION,
};

void stn_xml_lexer_init(struct stn_xml_lexer *lexer, struct stn_str bytes,
                        size_t at, bool is_last)
{
    *lexer = (struct stn_xml_lexer){bytes, at, is_last, false, 0};
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static bool begins_name(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           byte == '_' || byte == ':' || (unsigned char)byte >= 0x80;
}

static bool ends_name(char byte)
{
    return is_space(byte) || byte == '/' || byte == '>' || byte == '=' ||
           byte == '<' || byte == '"' || byte == '\'';
}

static size_t skip_spaces(struct stn_str bytes, size_t at)
{
    while (at < bytes.len && is_space(bytes.ptr[at]))
        at++;
    return at;
}

static size_t skip_name(struct stn_str bytes, size_t at)
{
    while (at < bytes.len && !ends_name(bytes.ptr[at]))
        at++;
    return at;
}

/* The offset of `needle` from `at` on, or SIZE_MAX; then never looked for
 * again. */
static size_t find_end(struct stn_xml_lexer *lexer, size_t at,
                       struct stn_str needle, enum endless endless)
{
    size_t found = SIZE_MAX;

    if ((lexer->endless & endless) == 0)
        found = stn_str_find(stn_str_sub(lexer->bytes, at, lexer->bytes.len),
                             needle);
    if (found == SIZE_MAX) {
        lexer->endless |= endless;
        return SIZE_MAX;
    }
    return at + found;
}

/* Whether the bytes at `at` begin with `literal`, or end within it. */
static bool begins(struct stn_str bytes, size_t at, struct stn_str literal,
                   bool *is_cut)
{
    const struct stn_str rest = stn_str_sub(bytes, at, at + literal.len);

    *is_cut = rest.len < literal.len && stn_str_starts(literal, rest);
    return rest.len == literal.len && stn_str_equal(rest, literal);
}

static enum markup markup_after_bang(const struct stn_xml_lexer *lexer,
                                     size_t at)
{
    bool is_cut_comment;
    bool is_cut_section;

    if (begins(lexer->bytes, at, COMMENT_OPEN, &is_cut_comment))
        return lexer->endless & ENDLESS_COMMENT ? MARKUP_NONE : MARKUP_COMMENT;
    if (begins(lexer->bytes, at, SECTION_OPEN, &is_cut_section))
        return MARKUP_SECTION;
    if (is_cut_comment || is_cut_section)
        return lexer->is_last ? MARKUP_NONE : MARKUP_CUT;
    if (at + 2 < lexer->bytes.len && begins_name(lexer->bytes.ptr[at + 2]))
        return lexer->endless & ENDLESS_DECLARATION ? MARKUP_NONE
                                                    : MARKUP_DECLARATION;
    return MARKUP_NONE;
}

static enum markup markup_at(const struct stn_xml_lexer *lexer, size_t at)
{
    const struct stn_str bytes = lexer->bytes;
    const enum markup cut = lexer->is_last ? MARKUP_NONE : MARKUP_CUT;

    if (at + 1 == bytes.len)
        return cut;
    const char byte = bytes.ptr[at + 1];
    if (begins_name(byte))
        return MARKUP_OPEN;
    switch (byte) {
    case '/':
        if (at + 2 == bytes.len)
            return cut;
        return begins_name(bytes.ptr[at + 2]) ? MARKUP_CLOSE : MARKUP_NONE;
    case '?':
        return lexer->endless & ENDLESS_INSTRUCTION ? MARKUP_NONE
                                                    : MARKUP_INSTRUCTION;
    case '!':
        return markup_after_bang(lexer, at);
    default:
        return MARKUP_NONE;
    }
}

/* From one CDATA section's start to its end; SIZE_MAX: there is none yet. */
static size_t skip_section(struct stn_xml_lexer *lexer, size_t at)
{
    const size_t end =
        find_end(lexer, at + SECTION_OPEN.len, SECTION_CLOSE, ENDLESS_SECTION);

    if (end != SIZE_MAX)
        return end + SECTION_CLOSE.len;
    return lexer->is_last ? lexer->bytes.len : SIZE_MAX;
}

/* Text, and sections within it, up to the next other markup. */
static enum stn_status read_text(struct stn_xml_lexer *lexer,
                                 struct stn_xml_token *token)
{
    const struct stn_str bytes = lexer->bytes;
    size_t at = lexer->at;
    bool has_section = false;

    while (at < bytes.len) {
        const char *tag = memchr(bytes.ptr + at, '<', bytes.len - at);
        at = tag != NULL ? (size_t)(tag - bytes.ptr) : bytes.len;
        if (at == bytes.len)
            break;
        const enum markup markup = markup_at(lexer, at);
        if (markup == MARKUP_CUT)
            return STN_DONE;
        if (markup == MARKUP_SECTION) {
            has_section = true;
            at = skip_section(lexer, at);
            if (at == SIZE_MAX)
                return STN_DONE;
        } else if (markup == MARKUP_NONE) {
            at++;
        } else {
            break;
        }
    }
    if (at == bytes.len && !lexer->is_last)
        return STN_DONE;
    const struct stn_span span = {lexer->at, at};
    *token =
        (struct stn_xml_token){STN_XML_TEXT, span, {at, at}, span, has_section};
    if (!has_section)
        token->is_coded =
            memchr(bytes.ptr + lexer->at, '&', at - lexer->at) != NULL;
    lexer->at = at;
    return STN_OK;
}

/* Past "<!DOCTYPE ... [ ... ]>": quotes, brackets and comments may hold '>'. */
static size_t skip_declaration(struct stn_xml_lexer *lexer, size_t at)
{
    const struct stn_str bytes = lexer->bytes;
    size_t brackets = 0;
    bool is_cut;

    for (at += 2; at < bytes.len; at++) {
        const char byte = bytes.ptr[at];
        if (byte == '"' || byte == '\'') {
            const char *end =
                memchr(bytes.ptr + at + 1, byte, bytes.len - at - 1);
            if (end == NULL)
                break;
            at = (size_t)(end - bytes.ptr);
        } else if (byte == '<' && begins(bytes, at, COMMENT_OPEN, &is_cut)) {
            const size_t length =
                stn_str_find(stn_str_sub(bytes, at, bytes.len), COMMENT_CLOSE);
            if (length == SIZE_MAX)
                break;
            at += length + COMMENT_CLOSE.len - 1;
        } else if (byte == '[') {
            brackets++;
        } else if (byte == ']' && brackets > 0) {
            brackets--;
        } else if (byte == '>' && brackets == 0) {
            return at + 1;
        }
    }
    lexer->endless |= ENDLESS_DECLARATION;
    return SIZE_MAX;
}

/* Past what is of no interest; false if it has no end (yet). */
static bool skip_markup(struct stn_xml_lexer *lexer, enum markup markup)
{
    size_t end;

    if (markup == MARKUP_DECLARATION) {
        end = skip_declaration(lexer, lexer->at);
    } else if (markup == MARKUP_COMMENT) {
        end = find_end(lexer, lexer->at + COMMENT_OPEN.len, COMMENT_CLOSE,
                       ENDLESS_COMMENT);
        if (end != SIZE_MAX)
            end += COMMENT_CLOSE.len;
    } else {
        end =
            find_end(lexer, lexer->at + 2, STN_STR("?>"), ENDLESS_INSTRUCTION);
        if (end != SIZE_MAX)
            end += 2;
    }
    if (end == SIZE_MAX)
        return false;
    lexer->at = end;
    return true;
}

static enum stn_status read_open(struct stn_xml_lexer *lexer,
                                 struct stn_xml_token *token)
{
    const size_t end = skip_name(lexer->bytes, lexer->at + 1);

    if (end == lexer->bytes.len && !lexer->is_last)
        return STN_DONE;
    *token = (struct stn_xml_token){STN_XML_OPEN,
                                    {lexer->at, end},
                                    {lexer->at + 1, end},
                                    {end, end},
                                    false};
    lexer->at = end;
    lexer->in_tag = true;
    return STN_OK;
}

static enum stn_status read_close(struct stn_xml_lexer *lexer,
                                  struct stn_xml_token *token)
{
    const struct stn_str bytes = lexer->bytes;
    const size_t name_end = skip_name(bytes, lexer->at + 2);
    size_t end = skip_spaces(bytes, name_end);

    if (end == bytes.len && !lexer->is_last)
        return STN_DONE;
    if (end < bytes.len && bytes.ptr[end] == '>')
        end++;
    *token = (struct stn_xml_token){STN_XML_CLOSE,
                                    {lexer->at, end},
                                    {lexer->at + 2, name_end},
                                    {end, end},
                                    false};
    lexer->at = end;
    return STN_OK;
}

/* The value behind '='; STN_DONE: it has no end yet. A quote that none closes
 * is passed over. */
static enum stn_status read_value(struct stn_xml_lexer *lexer, size_t at,
                                  struct stn_xml_token *token)
{
    const struct stn_str bytes = lexer->bytes;

    at = skip_spaces(bytes, at);
    if (at == bytes.len)
        return STN_DONE;
    const char quote = bytes.ptr[at];
    size_t end = at;
    if (quote == '"' || quote == '\'') {
        at++;
        end = find_end(lexer, at, (struct stn_str){&quote, 1},
                       quote == '"' ? ENDLESS_QUOTE : ENDLESS_APOSTROPHE);
        if (end == SIZE_MAX && !lexer->is_last)
            return STN_DONE;
        token->value = end != SIZE_MAX ? (struct stn_span){at, end}
                                       : (struct stn_span){at, at};
        token->span.end = end != SIZE_MAX ? end + 1 : at;
    } else {
        while (end < bytes.len && !is_space(bytes.ptr[end]) &&
               bytes.ptr[end] != '>' && bytes.ptr[end] != '<')
            end++;
        if (end == bytes.len && !lexer->is_last)
            return STN_DONE;
        token->value = (struct stn_span){at, end};
        token->span.end = end;
    }
    return STN_OK;
}

static enum stn_status read_attribute(struct stn_xml_lexer *lexer,
                                      struct stn_xml_token *token)
{
    const struct stn_str bytes = lexer->bytes;
    const size_t name_end = skip_name(bytes, lexer->at);
    const size_t equals = skip_spaces(bytes, name_end);

    if (equals == bytes.len)
        return STN_DONE;
    *token = (struct stn_xml_token){STN_XML_ATTRIBUTE,
                                    {lexer->at, name_end},
                                    {lexer->at, name_end},
                                    {name_end, name_end},
                                    false};
    if (bytes.ptr[equals] == '=') {
        const enum stn_status status = read_value(lexer, equals + 1, token);
        if (status != STN_OK)
            return status;
        const size_t length = token->value.end - token->value.start;
        token->is_coded = length > 0 && memchr(bytes.ptr + token->value.start,
                                               '&', length) != NULL;
    }
    lexer->at = token->span.end;
    return STN_OK;
}

/* The next attribute, or the end of an element without content. STN_DONE: go on
 * outside of the tag, unless the bytes end within it. */
static enum stn_status read_in_tag(struct stn_xml_lexer *lexer,
                                   struct stn_xml_token *token)
{
    const struct stn_str bytes = lexer->bytes;

    while (lexer->in_tag) {
        const size_t at = skip_spaces(bytes, lexer->at);
        if (at == bytes.len || (bytes.ptr[at] == '/' && at + 1 == bytes.len))
            return STN_DONE;
        lexer->at = at;
        if (bytes.ptr[at] == '>') {
            lexer->at++;
            lexer->in_tag = false;
        } else if (bytes.ptr[at] == '/' && bytes.ptr[at + 1] == '>') {
            *token = (struct stn_xml_token){
                STN_XML_CLOSE, {at, at + 2}, {at, at}, {at, at}, false};
            lexer->at += 2;
            lexer->in_tag = false;
            return STN_OK;
        } else if (bytes.ptr[at] == '<') {
            lexer->in_tag = false; /* it was not closed */
        } else if (ends_name(bytes.ptr[at])) {
            lexer->at++; /* a stray quote or '=' */
        } else {
            return read_attribute(lexer, token);
        }
    }
    return STN_DONE;
}

enum stn_status stn_xml_lexer_next(struct stn_xml_lexer *lexer,
                                   struct stn_xml_token *token)
{
    if (lexer->in_tag) {
        const enum stn_status status = read_in_tag(lexer, token);
        if (status == STN_OK)
            return STN_OK;
        if (lexer->in_tag) {
            /* The bytes end in a tag. */
            if (lexer->is_last) {
                lexer->at = lexer->bytes.len;
                lexer->in_tag = false;
            }
            return STN_DONE;
        }
    }
    while (lexer->at < lexer->bytes.len) {
        const enum markup markup = lexer->bytes.ptr[lexer->at] == '<'
                                       ? markup_at(lexer, lexer->at)
                                       : MARKUP_NONE;
        switch (markup) {
        case MARKUP_CUT:
            return STN_DONE;
        case MARKUP_OPEN:
            return read_open(lexer, token);
        case MARKUP_CLOSE:
            return read_close(lexer, token);
        case MARKUP_NONE:
        case MARKUP_SECTION:
            return read_text(lexer, token);
        default:
            if (!skip_markup(lexer, markup) && !lexer->is_last)
                return STN_DONE;
        }
    }
    return STN_DONE;
}

struct stn_str stn_xml_local_name(struct stn_str name)
{
    size_t start = name.len;

    while (start > 0 && name.ptr[start - 1] != ':')
        start--;
    return stn_str_sub(name, start, name.len);
}

struct stn_span stn_xml_content(struct stn_str bytes, struct stn_span text,
                                enum stn_codec *codec)
{
    const struct stn_str trimmed =
        stn_str_trim(stn_str_sub(bytes, text.start, text.end));
    struct stn_span span = {text.start, text.start};

    *codec = STN_CODEC_NONE;
    if (trimmed.len == 0)
        return span;
    span.start = (size_t)(trimmed.ptr - bytes.ptr);
    span.end = span.start + trimmed.len;
    if (stn_str_starts(trimmed, SECTION_OPEN)) {
        const size_t end = stn_str_find(trimmed, SECTION_CLOSE);
        if (end == trimmed.len - SECTION_CLOSE.len || end == SIZE_MAX) {
            span.start += SECTION_OPEN.len;
            if (end != SIZE_MAX)
                span.end -= SECTION_CLOSE.len;
            return span;
        }
    }
    if (memchr(trimmed.ptr, '&', trimmed.len) != NULL ||
        stn_str_find(trimmed, SECTION_OPEN) != SIZE_MAX)
        *codec = STN_CODEC_XML;
    return span;
}
