#include "http/xml.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "http/printable.h"
#include "http/xml_elements.h"
#include "http/xml_lexer.h"

struct reader {
    struct stn_http_walk *walk;
    const struct stn_xml_elements
        *elements;                        /* NULL: the root is still to come. */
    struct stn_buf name;                  /* Of the test. */
    size_t cases;                         /* So many began. */
    const struct stn_xml_element *inside; /* The window was too small for it. */
    const char *part; /* Of it: the element handed over; or NULL. */
    struct stn_buf decoded;
    struct stn_map map;
};

/* One window of it. Spans are of the window's bytes. */
struct reading {
    struct reader *reader;
    const struct stn_http_window *window;
    const struct stn_xml_element *element; /* Open, and of interest; or NULL. */
    size_t element_start;
    bool in_tag;             /* Its attributes are still read. */
    struct stn_span content; /* From its tag's end. */
    struct stn_xml_token name, value, message; /* Its attributes; or empty. */
    bool is_base64;
};

/* --- What a text begins with --- */

static bool sniff(struct stn_str head, bool is_whole)
{
    struct stn_xml_lexer lexer;
    struct stn_xml_token token;

    if (stn_str_trim(head).len == 0 || stn_str_trim(head).ptr[0] != '<')
        return false;
    stn_xml_lexer_init(&lexer, head, 0, is_whole);
    do {
        if (stn_xml_lexer_next(&lexer, &token) != STN_OK)
            return false;
        if (token.type == STN_XML_TEXT &&
            stn_str_trim(stn_str_sub(head, token.value.start, token.value.end))
                    .len > 0)
            return false;
    } while (token.type != STN_XML_OPEN);
    const struct stn_str root =
        stn_xml_local_name(stn_str_sub(head, token.name.start, token.name.end));
    const struct stn_xml_elements *elements = stn_xml_elements_of(root);
    if (elements != &stn_xml_burp)
        return elements != NULL;
    return stn_str_find(head, STN_STR("burpVersion")) != SIZE_MAX ||
           stn_str_find(head, STN_STR("<request base64=")) != SIZE_MAX;
}

/* --- Names and places --- */

static void put_place(const void *payload, struct stn_buf *out)
{
    const struct reader *reader = payload;
    const bool is_burp = reader->elements == &stn_xml_burp;
    const size_t before = out->len;

    if (!is_burp)
        stn_buf_append(out, stn_buf_str(&reader->name));
    else if (reader->cases > 0)
        stn_buf_printf(out, "items[%zu]", reader->cases - 1);
    if (reader->part == NULL)
        return;
    if (out->len > before)
        stn_buf_puts(out, is_burp ? "." : " › ");
    stn_buf_puts(out, reader->part);
}

static struct stn_str bytes_at(const struct reading *reading,
                               struct stn_span span)
{
    return stn_str_sub(reading->window->root->bytes, span.start, span.end);
}

/* --- What is handed over --- */

/* What a span holds, decoded into the reader's buffer if that is needed.
 *
 * @param view     Filled: the span as it is written.
 * @param decoded  Filled; its parent is `view` if it was decoded. */
static enum stn_status decode(struct reading *reading, struct stn_span span,
                              enum stn_codec codec, struct stn_segment *view,
                              struct stn_segment *decoded,
                              struct stn_error *err)
{
    struct reader *reader = reading->reader;

    *view = (struct stn_segment){.bytes = bytes_at(reading, span),
                                 .kind = STN_SEGMENT_TEXT,
                                 .parent = reading->window->root};
    *decoded = *view;
    if (codec == STN_CODEC_NONE)
        return STN_OK;
    stn_buf_clear(&reader->decoded);
    stn_map_clear(&reader->map);
    const enum stn_status status = stn_codecs[codec].decode(
        view->bytes, &reader->decoded, &reader->map, err);
    if (status == STN_ENOMEM)
        return status;
    *decoded = (struct stn_segment){.bytes = stn_buf_str(&reader->decoded),
                                    .kind = STN_SEGMENT_TEXT,
                                    .parent = view,
                                    .origin = stn_segment_map_origin,
                                    .origin_data = &reader->map,
                                    .codec = codec};
    if (status < 0)
        return stn_http_note(reader->walk, "text in XML is damaged",
                             status == STN_ELIMIT, err);
    return STN_OK;
}

static enum stn_status give_log(struct reading *reading, struct stn_span span,
                                enum stn_codec codec, struct stn_error *err)
{
    struct stn_segment view;
    struct stn_segment decoded;

    const enum stn_status status =
        decode(reading, span, codec, &view, &decoded, err);
    if (status < 0 || decoded.bytes.len == 0)
        return status;
    return stn_http_nested(reading->reader->walk, STN_STR(""), &decoded, err);
}

static enum stn_status give_message(struct reading *reading,
                                    struct stn_span span, enum stn_codec codec,
                                    struct stn_error *err)
{
    stn_http_side(reading->reader->walk,
                  reading->element->role == STN_XML_RESPONSE);
    if (reading->is_base64 && codec == STN_CODEC_NONE)
        codec = STN_CODEC_BASE64;
    return give_log(reading, span, codec, err);
}

static struct stn_http_value value_of(const struct reading *reading,
                                      const struct stn_xml_token *token)
{
    return (struct stn_http_value){reading->window->root, token->value,
                                   token->is_coded ? STN_CODEC_XML
                                                   : STN_CODEC_NONE};
}

static enum stn_status give_text(struct reading *reading, struct stn_error *err)
{
    struct stn_http_value value = value_of(reading, &reading->message);

    /* As it is written, it is read with the rest of the text. */
    if (value.codec != STN_CODEC_NONE) {
        const enum stn_status status =
            stn_http_text(reading->reader->walk, value, err);
        if (status < 0)
            return status;
    }
    value.span =
        stn_xml_content(value.within->bytes, reading->content, &value.codec);
    if (value.span.start == value.span.end)
        return STN_OK;
    switch (reading->element->role) {
    case STN_XML_LOG:
        stn_http_exchange(reading->reader->walk);
        return give_log(reading, value.span, value.codec, err);
    case STN_XML_REQUEST:
    case STN_XML_RESPONSE:
        return give_message(reading, value.span, value.codec, err);
    case STN_XML_URL:
        return stn_http_url(reading->reader->walk, value, err);
    default:
        return STN_OK;
    }
}

/* What an element of interest holds. */
static enum stn_status give_content(struct reading *reading,
                                    struct stn_error *err)
{
    reading->reader->part = reading->element->name;
    const enum stn_status status = give_text(reading, err);
    reading->reader->part = NULL;
    return status;
}

static bool is_empty(struct stn_span span)
{
    return span.start == span.end;
}

static void begin_case(struct reading *reading)
{
    struct reader *reader = reading->reader;

    reader->cases++;
    stn_buf_clear(&reader->name);
    if (reader->elements == &stn_xml_burp)
        stn_http_exchange(reader->walk);
    else
        stn_http_put_name(&reader->name,
                          bytes_at(reading, reading->name.value));
}

/* The tag of what has no content is over: what its attributes say. */
static enum stn_status give_attributes(struct reading *reading,
                                       struct stn_error *err)
{
    struct stn_http_walk *walk = reading->reader->walk;

    switch (reading->element->role) {
    case STN_XML_CASE:
        begin_case(reading);
        return STN_OK;
    case STN_XML_PROPERTY:
        if (is_empty(reading->name.value) || is_empty(reading->value.value))
            return STN_OK;
        return stn_http_field(walk, STN_SEGMENT_JSON,
                              bytes_at(reading, reading->name.value),
                              value_of(reading, &reading->value), err);
    default:
        return STN_OK;
    }
}

/* --- Token by token --- */

static void open_element(struct reading *reading,
                         const struct stn_xml_token *token)
{
    struct reader *reader = reading->reader;
    const struct stn_str name =
        stn_xml_local_name(bytes_at(reading, token->name));

    if (reader->elements == NULL)
        reader->elements = stn_xml_elements_of(name);
    if (reader->elements == NULL)
        reader->elements = &stn_xml_report;
    reading->element = stn_xml_elements_find(reader->elements, name);
    reading->element_start = token->span.start;
    reading->in_tag = reading->element != NULL;
    reading->name = (struct stn_xml_token){0};
    reading->value = (struct stn_xml_token){0};
    reading->message = (struct stn_xml_token){0};
    reading->is_base64 = false;
}

static void take_attribute(struct reading *reading,
                           const struct stn_xml_token *token)
{
    const struct stn_str name = bytes_at(reading, token->name);

    if (stn_str_equal(name, STN_STR("name")) ||
        stn_str_equal(name, STN_STR("testName")))
        reading->name = *token;
    else if (stn_str_equal(name, STN_STR("value")))
        reading->value = *token;
    else if (stn_str_equal(name, STN_STR("message")))
        reading->message = *token;
    else if (stn_str_equal(name, STN_STR("base64")))
        reading->is_base64 =
            stn_str_equal(bytes_at(reading, token->value), STN_STR("true"));
}

/* The first token behind a tag. */
static enum stn_status end_tag(struct reading *reading,
                               const struct stn_xml_token *token,
                               struct stn_error *err)
{
    const enum stn_status status = give_attributes(reading, err);

    reading->in_tag = false;
    reading->content = (struct stn_span){token->span.start, token->span.start};
    if (reading->element->role == STN_XML_CASE ||
        reading->element->role == STN_XML_PROPERTY)
        reading->element = NULL; /* what is in it is looked at by itself */
    return status;
}

/* Whether a token ends the element that is open. */
static bool closes(const struct reading *reading,
                   const struct stn_xml_token *token)
{
    if (token->type != STN_XML_CLOSE)
        return false;
    if (token->name.start == token->name.end)
        return token->span.start == reading->content.start;
    return stn_str_equal(stn_xml_local_name(bytes_at(reading, token->name)),
                         stn_str_of(reading->element->name));
}

static enum stn_status take(struct reading *reading,
                            const struct stn_xml_token *token,
                            struct stn_error *err)
{
    enum stn_status status = STN_OK;

    if (reading->in_tag && token->type == STN_XML_ATTRIBUTE) {
        take_attribute(reading, token);
        return STN_OK;
    }
    if (reading->in_tag)
        status = end_tag(reading, token, err);
    if (status == STN_OK && reading->element != NULL) {
        /* Tags within a log are text that nobody escaped. */
        if (closes(reading, token)) {
            reading->content.end = token->span.start;
            status = give_content(reading, err);
            reading->element = NULL;
        }
    } else if (status == STN_OK && token->type == STN_XML_OPEN) {
        if (token->span.start >= reading->window->limit)
            return STN_DONE;
        open_element(reading, token);
    }
    return status;
}

/* --- Windows --- */

/* Where a log that is longer than any window may be cut: behind a line. */
static size_t find_cut(const struct reading *reading)
{
    const struct stn_str bytes = reading->window->root->bytes;
    size_t at = reading->window->limit;

    while (at > reading->content.start && bytes.ptr[at - 1] != '\n')
        at--;
    return at > reading->content.start ? at : reading->window->limit;
}

/* An element that the bytes end in; the window will not grow. */
static enum stn_status give_up(struct reading *reading, size_t *consumed,
                               struct stn_error *err)
{
    struct reader *reader = reading->reader;
    enum stn_status status;

    if (reading->in_tag || reading->is_base64) {
        *consumed = reading->window->limit;
        return stn_http_note(reader->walk,
                             reading->in_tag
                                 ? "a tag is too long"
                                 : "a message in base64 is too large",
                             reading->is_base64 && !reading->in_tag, err);
    }
    reading->content.end = find_cut(reading);
    status = give_content(reading, err);
    if (status == STN_OK && reader->inside == NULL)
        status = stn_http_note(reader->walk,
                               "a log in XML is large, and was read in pieces",
                               false, err);
    reader->inside = reading->element;
    *consumed = reading->content.end;
    return status;
}

/* The bytes ended. */
static enum stn_status end_window(struct reading *reading, size_t at,
                                  size_t *consumed, struct stn_error *err)
{
    const struct stn_http_window *window = reading->window;

    *consumed = at;
    if (reading->element == NULL)
        return STN_OK;
    if (window->is_last) {
        *consumed = window->root->bytes.len;
        if (reading->in_tag)
            return STN_OK;
        reading->content.end = *consumed;
        return give_content(reading, err);
    }
    if (window->is_forced && window->limit > reading->element_start)
        return give_up(reading, consumed, err);
    *consumed = reading->element_start;
    return STN_OK;
}

static enum stn_status read_window(void *payload,
                                   const struct stn_http_window *window,
                                   size_t *consumed, struct stn_error *err)
{
    struct reader *reader = payload;
    struct reading reading = {.reader = reader,
                              .window = window,
                              .element = reader->inside,
                              .element_start = window->from,
                              .content = {window->from, window->from}};
    struct stn_xml_lexer lexer;
    struct stn_xml_token token;

    stn_xml_lexer_init(&lexer, window->root->bytes, window->from,
                       window->is_last || window->is_forced);
    while (stn_xml_lexer_next(&lexer, &token) == STN_OK) {
        const enum stn_status status = take(&reading, &token, err);
        if (status < 0)
            return status;
        if (status == STN_DONE) {
            *consumed = token.span.start;
            return STN_OK;
        }
        if (reading.element == NULL)
            reader->inside = NULL;
    }
    return end_window(&reading, lexer.at, consumed, err);
}

static void close_reader(void *payload)
{
    struct reader *reader = payload;

    if (reader == NULL)
        return;
    stn_buf_dispose(&reader->name);
    stn_buf_dispose(&reader->decoded);
    stn_map_dispose(&reader->map);
    stn_free(reader);
}

static enum stn_status open_reader(void **out, struct stn_http_walk *walk,
                                   struct stn_error *err)
{
    struct reader *reader = stn_calloc(1, sizeof(*reader));

    if (reader == NULL)
        return stn_fail_memory(err);
    reader->walk = walk;
    stn_buf_init(&reader->name, STN_KIB);
    stn_buf_init(&reader->decoded, STN_TEXT_BYTES_MAX);
    stn_http_walk_place(walk, put_place, reader);
    *out = reader;
    return STN_OK;
}

const struct stn_http_format stn_http_xml = {
    .name = "xml",
    .summary = "test reports (JUnit, TRX, NUnit, xUnit), Burp exports",
    .is_encoded = true,
    .sniff = sniff,
    .open = open_reader,
    .read = read_window,
    .close = close_reader,
};
