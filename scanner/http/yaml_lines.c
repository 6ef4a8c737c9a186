#include "http/yaml_parts.h"

/** As far as a key is looked for from the start of its line. */
#define YAML_COLUMN_MAX 256

/** A line, taken apart. Offsets are of the root. */
struct line {
    size_t start;
    size_t end;            /**< Without its break and trailing blanks. */
    size_t column;         /**< Where its key or value stands; no dash. */
    size_t dash_column;    /**< Of its first dash; SIZE_MAX: it has none. */
    struct stn_str key;    /**< Empty: it has none. */
    struct stn_span value; /**< Of the key, or of the item. */
    bool is_tabbed;        /**< Indented with tabs: no column is sure. */
};

enum stn_yaml_section stn_yaml_section_of(struct stn_str key)
{
    static const struct {
        const char *key;
        enum stn_yaml_section section;
    } sections[] = {
        {"headers", STN_YAML_SECTION_HEADERS},
        {"header", STN_YAML_SECTION_HEADERS},
        {"trailer", STN_YAML_SECTION_HEADERS},
        {"form", STN_YAML_SECTION_FORM},
        {"post_fields", STN_YAML_SECTION_FORM},
    };

    for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
        if (stn_str_equal_nocase(key, stn_str_of(sections[i].key)))
            return sections[i].section;
    return STN_YAML_SECTION_NONE;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

static size_t skip_blanks(struct stn_str text, size_t at, size_t end)
{
    while (at < end && is_blank(text.ptr[at]))
        at++;
    return at;
}

static bool is_of_key(char byte)
{
    return (byte >= '0' && byte <= '9') || byte == '_' || byte == '-' ||
           byte == '.' || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

/* Take "key:" or "'key':" off the front; a Ruby symbol has a colon before. */
static void read_key(struct line *line, struct stn_str text, size_t at)
{
    const char first = at < line->end ? text.ptr[at] : '\0';
    const bool is_quoted = first == '"' || first == '\'';
    const size_t start = is_quoted || first == ':' ? at + 1 : at;
    size_t end = start;

    while (end < line->end && is_of_key(text.ptr[end]))
        end++;
    const size_t colon = is_quoted ? end + 1 : end;
    if (end == start || colon >= line->end || text.ptr[colon] != ':' ||
        (is_quoted && text.ptr[end] != first) ||
        (colon + 1 < line->end && !is_blank(text.ptr[colon + 1])))
        return;
    line->key = stn_str_sub(text, start, end);
    line->value.start = skip_blanks(text, colon + 1, line->end);
}

/* Take apart the line at an offset. @return Where the next one starts. */
static size_t read_line(struct line *line, struct stn_str text, size_t start)
{
    const char *stop = memchr(text.ptr + start, '\n', text.len - start);
    const size_t end = stop != NULL ? (size_t)(stop - text.ptr) : text.len;

    *line = (struct line){.start = start, .end = end, .dash_column = SIZE_MAX};
    while (line->end > start && (is_blank(text.ptr[line->end - 1]) ||
                                 text.ptr[line->end - 1] == '\r'))
        line->end--;
    size_t at = skip_blanks(text, start, line->end);
    while (at < line->end && text.ptr[at] == '-' &&
           (at + 1 == line->end || is_blank(text.ptr[at + 1]))) {
        if (line->dash_column == SIZE_MAX)
            line->dash_column = at - start;
        at = skip_blanks(text, at + 1, line->end);
    }
    line->column = at - start;
    line->is_tabbed = at > start && memchr(text.ptr + start, '\t', at - start);
    line->value = (struct stn_span){at, line->end};
    read_key(line, text, at);
    return stop != NULL ? end + 1 : text.len;
}

/* A value on one line, without what it is wrapped in. */
static struct stn_yaml_event event_of(struct stn_str text,
                                      struct stn_span value)
{
    struct stn_yaml_event event = {.kind = STN_YAML_EVENT_SCALAR,
                                   .style = STN_YAML_PLAIN};

    /* A list of one: Name: [value] */
    if (value.end - value.start >= 2 && text.ptr[value.start] == '[' &&
        text.ptr[value.end - 1] == ']') {
        value.start = skip_blanks(text, value.start + 1, value.end - 1);
        value.end--;
    }
    event.start = value.start;
    event.end = value.end;
    if (value.start < value.end) {
        const char quote = text.ptr[value.start];
        const bool is_closed =
            value.end - value.start >= 2 && text.ptr[value.end - 1] == quote;
        if (quote != '"' && quote != '\'')
            return event;
        if (!is_closed)
            event.start++;
        else
            event.style =
                quote == '"' ? STN_YAML_DOUBLE_QUOTED : STN_YAML_SINGLE_QUOTED;
    }
    return event;
}

/* Whether there is a value on the line itself. */
static bool has_value(struct stn_str text, struct stn_span value)
{
    const struct stn_str bytes = stn_str_sub(text, value.start, value.end);

    return bytes.len > 0 && bytes.ptr[0] != '|' && bytes.ptr[0] != '>' &&
           !stn_str_equal(bytes, STN_STR("{}")) &&
           !stn_str_equal(bytes, STN_STR("[]")) &&
           !stn_str_equal(bytes, STN_STR("null"));
}

static bool is_key(const struct line *line, const char *key)
{
    return stn_str_equal_nocase(line->key, stn_str_of(key));
}

/* "response.headers" */
static void append_place(const void *reader, struct stn_buf *out)
{
    const struct stn_yaml_lines *lines = reader;

    stn_buf_puts(out, lines->is_response ? "response" : "request");
    if (lines->section == STN_YAML_SECTION_HEADERS)
        stn_buf_puts(out, ".headers");
    else if (lines->section == STN_YAML_SECTION_FORM)
        stn_buf_puts(out, ".form");
}

/* Hand over the value of a line by what its key says. */
static enum stn_status give(struct stn_yaml_lines *lines,
                            const struct line *line, struct stn_str name,
                            struct stn_error *err)
{
    const struct stn_yaml_event event =
        event_of(lines->root->bytes, line->value);
    struct stn_http_value value;

    if (!has_value(lines->root->bytes, line->value))
        return STN_OK;
    enum stn_status status =
        stn_yaml_values_make(lines->values, lines->root, &event, &value, err);
    if (status == STN_ELIMIT)
        return STN_OK;
    if (status < 0)
        return status;
    if (lines->section == STN_YAML_SECTION_HEADERS)
        status = stn_http_header(lines->walk, name, value, err);
    else if (lines->section == STN_YAML_SECTION_FORM)
        status =
            stn_http_field(lines->walk, STN_SEGMENT_FORM, name, value, err);
    else if (is_key(line, "uri") || is_key(line, "url"))
        status = stn_http_url(lines->walk, value, err);
    else if (is_key(line, "body") || is_key(line, "string"))
        status = stn_http_body(lines->walk, value, err);
    stn_yaml_values_let_go(lines->values);
    return status;
}

/* Keys outside of a section, or the end of one. */
static enum stn_status take_key(struct stn_yaml_lines *lines,
                                const struct line *line, struct stn_error *err)
{
    lines->section = STN_YAML_SECTION_NONE;
    lines->name = (struct stn_str){0};
    if (is_key(line, "request")) {
        lines->is_response = false;
        stn_http_exchange(lines->walk);
        stn_http_side(lines->walk, false);
        return STN_OK;
    }
    if (is_key(line, "response")) {
        lines->is_response = true;
        stn_http_side(lines->walk, true);
        return STN_OK;
    }
    if (!has_value(lines->root->bytes, line->value)) {
        lines->section = stn_yaml_section_of(line->key);
        lines->section_column = line->column;
        return STN_OK;
    }
    return give(lines, line, line->key, err);
}

/* Whether a line is under its section's key. With tabs nothing tells but the
 * key: then what is no part of a message is a header. */
static bool is_inside(const struct stn_yaml_lines *lines,
                      const struct line *line)
{
    static const char *const parts[] = {
        "request", "response", "status",  "uri",  "url", "method",
        "body",    "string",   "headers", "form", "code"};

    for (size_t i = 0; line->is_tabbed && line->key.len > 0 &&
                       i < sizeof(parts) / sizeof(parts[0]);
         i++)
        if (is_key(line, parts[i]))
            return false;
    return line->is_tabbed || (line->column > lines->section_column &&
                               (line->dash_column == SIZE_MAX ||
                                line->dash_column >= lines->section_column));
}

static enum stn_status take_line(struct stn_yaml_lines *lines,
                                 const struct line *line, struct stn_error *err)
{
    const bool is_item = line->dash_column != SIZE_MAX;

    if (line->value.start == line->end && line->key.len == 0)
        return STN_OK;
    if (lines->section == STN_YAML_SECTION_NONE)
        return line->key.len > 0 ? take_key(lines, line, err) : STN_OK;
    if (!is_inside(lines, line))
        return line->key.len > 0 ? take_key(lines, line, err) : STN_OK;
    if (is_item && lines->name.len > 0) {
        struct line item = *line;
        if (item.key.len > 0)
            item.value.start = item.start + item.column;
        return give(lines, &item, lines->name, err);
    }
    if (line->key.len == 0)
        return STN_OK;
    lines->name = line->key;
    return give(lines, line, line->key, err);
}

size_t stn_yaml_column_of(struct stn_str text, size_t at)
{
    size_t start = at;

    while (start > 0 && text.ptr[start - 1] != '\n') {
        if (at - start == YAML_COLUMN_MAX)
            return SIZE_MAX;
        start--;
    }
    return at - start;
}

/* Whether YAML may be read again from a line on. */
static bool begins_exchange(const struct stn_yaml_lines *lines,
                            const struct line *line)
{
    const bool is_empty = line->value.start >= line->end;

    return (is_empty && is_key(line, "request")) ||
           (line->dash_column != SIZE_MAX &&
            line->dash_column == lines->dash_column && line->key.len > 0);
}

enum stn_status stn_yaml_lines_read(struct stn_yaml_lines *lines, size_t from,
                                    bool resumes, size_t *stopped,
                                    struct stn_error *err)
{
    const struct stn_str text = lines->root->bytes;
    size_t at = from;

    stn_http_walk_place(lines->walk, append_place, lines);
    while (at < text.len) {
        struct line line;
        const size_t next = read_line(&line, text, at);
        if (resumes && at > from && begins_exchange(lines, &line))
            break;
        const enum stn_status status = take_line(lines, &line, err);
        if (status < 0)
            return status;
        at = next;
    }
    *stopped = at;
    return STN_OK;
}
