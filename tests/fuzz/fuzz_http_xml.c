/**
 * @file
 * XML of anybody, as a report, in windows of a size the first byte chooses; and
 * as a body. Tokens follow each other, and lie inside of the text.
 */
#include "feeding.h"

#include "http/xml.h"
#include "http/xml_lexer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_span(struct stn_span span, struct stn_span all)
{
    check(all.start <= span.start && span.start <= span.end &&
          span.end <= all.end);
}

static void check_tokens(struct stn_str text, bool is_last)
{
    struct stn_xml_lexer lexer;
    struct stn_xml_token token;
    size_t before = 0;

    stn_xml_lexer_init(&lexer, text, 0, is_last);
    while (stn_xml_lexer_next(&lexer, &token) == STN_OK) {
        enum stn_codec codec;
        check_span(token.span, (struct stn_span){before, text.len});
        check_span(token.name, (struct stn_span){before, text.len});
        check_span(token.value, (struct stn_span){before, text.len});
        check_span(stn_xml_content(text, token.value, &codec), token.value);
        check(lexer.at > before && lexer.at >= token.span.end);
        before = lexer.at;
    }
    check(lexer.at == text.len || !is_last);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const struct stn_str text = {(const char *)data + 1, size - 1};

    check_tokens(text, true);
    check_tokens(text, false);
    feed(&stn_http_xml, text, data[0]);
    return 0;
}
