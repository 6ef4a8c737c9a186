#include "http/xml_body.h"

#include "http/xml_lexer.h"

/* A longer name is no name. */
#define NAME_BYTES_MAX 256

/* A body while it is read. What is borrowed is of its bytes. */
struct reading {
    struct stn_http_walk *walk;
    const struct stn_segment *body;
    struct stn_str element; /* Opened last; empty: it cannot hold a value. */
    struct stn_span text;   /* The only text of `element`; or empty. */
    struct stn_str named;   /* What its name or key attribute says. */
    struct stn_span value;  /* Its value attribute; or empty. */
    struct stn_str sibling; /* <name>this</name> stands before it. */
};

static bool says_name(struct stn_str name)
{
    return stn_str_equal_nocase(name, STN_STR("name")) ||
           stn_str_equal_nocase(name, STN_STR("key"));
}

static bool says_value(struct stn_str name)
{
    return stn_str_equal_nocase(name, STN_STR("value")) ||
           stn_str_equal_nocase(name, STN_STR("string"));
}

static bool is_empty(struct stn_span span)
{
    return span.start == span.end;
}

static struct stn_str bytes_at(const struct reading *reading,
                               struct stn_span span)
{
    return stn_str_sub(reading->body->bytes, span.start, span.end);
}

static enum stn_status give(struct reading *reading, struct stn_str name,
                            struct stn_span span, struct stn_error *err)
{
    struct stn_http_value value = {.within = reading->body};

    value.span = stn_xml_content(reading->body->bytes, span, &value.codec);
    if (is_empty(value.span) || name.len == 0)
        return STN_OK;
    if (name.len > NAME_BYTES_MAX)
        name.len = NAME_BYTES_MAX;
    return stn_http_field(reading->walk, STN_SEGMENT_JSON, name, value, err);
}

/* What is named by an attribute or an element beside it: short, and a word. */
static struct stn_str as_name(const struct reading *reading,
                              struct stn_span span)
{
    const struct stn_str name = stn_str_trim(bytes_at(reading, span));

    if (name.len > NAME_BYTES_MAX || (name.len > 0 && name.ptr[0] == '<'))
        return (struct stn_str){name.ptr, 0};
    return name;
}

static enum stn_status take_attribute(struct reading *reading,
                                      const struct stn_xml_token *token,
                                      struct stn_error *err)
{
    const struct stn_str name = bytes_at(reading, token->name);
    const struct stn_str local = stn_xml_local_name(name);

    if (stn_str_starts(name, STN_STR("xmlns")))
        return STN_OK;
    if (says_value(local) && is_empty(reading->value)) {
        reading->value = token->value; /* its name may be to come */
        return STN_OK;
    }
    if (says_name(local) && reading->named.len == 0)
        reading->named = as_name(reading, token->value);
    return give(reading, local, token->value, err);
}

/* A tag is over: its value attribute is named now, if ever. */
static enum stn_status give_value(struct reading *reading,
                                  struct stn_error *err)
{
    const struct stn_span value = reading->value;

    reading->value = (struct stn_span){0, 0};
    return give(reading,
                reading->named.len > 0 ? reading->named : STN_STR("value"),
                value, err);
}

/* An element is over, and nothing but text was in it. */
static enum stn_status close_leaf(struct reading *reading,
                                  struct stn_error *err)
{
    const struct stn_str sibling = reading->sibling;
    struct stn_str name = reading->element;

    reading->sibling = (struct stn_str){NULL, 0};
    if (says_name(name))
        reading->sibling = as_name(reading, reading->text);
    else if (says_value(name) && sibling.len > 0)
        name = sibling;
    if (reading->named.len > 0)
        name = reading->named;
    return give(reading, name, reading->text, err);
}

static enum stn_status take(struct reading *reading,
                            const struct stn_xml_token *token,
                            struct stn_error *err)
{
    enum stn_status status = STN_OK;

    switch (token->type) {
    case STN_XML_OPEN:
        reading->element = stn_xml_local_name(bytes_at(reading, token->name));
        reading->text = (struct stn_span){0, 0};
        reading->named = (struct stn_str){NULL, 0};
        break;
    case STN_XML_ATTRIBUTE:
        status = take_attribute(reading, token, err);
        break;
    case STN_XML_TEXT:
        if (reading->element.len > 0 && is_empty(reading->text))
            reading->text = token->value;
        break;
    case STN_XML_CLOSE:
        if (reading->element.len > 0 && !is_empty(reading->text))
            status = close_leaf(reading, err);
        reading->element = (struct stn_str){NULL, 0};
        break;
    }
    return status;
}

enum stn_status stn_http_xml_body(struct stn_http_walk *walk,
                                  const struct stn_segment *body,
                                  struct stn_error *err)
{
    struct reading reading = {.walk = walk, .body = body};
    struct stn_xml_lexer lexer;
    struct stn_xml_token token;
    enum stn_status status = STN_OK;

    stn_xml_lexer_init(&lexer, body->bytes, 0, true);
    while (status == STN_OK && stn_xml_lexer_next(&lexer, &token) == STN_OK) {
        /* The first token that is no attribute is behind the tag. */
        if (token.type != STN_XML_ATTRIBUTE && !is_empty(reading.value))
            status = give_value(&reading, err);
        if (status == STN_OK)
            status = take(&reading, &token, err);
    }
    if (status == STN_OK && !is_empty(reading.value))
        status = give_value(&reading, err);
    if (status == STN_OK && reading.element.len > 0 && !is_empty(reading.text))
        status = close_leaf(&reading, err); /* cut off */
    return status;
}
