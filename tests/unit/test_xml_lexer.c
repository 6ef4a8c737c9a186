#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "http/xml_lexer.h"

/* All tokens in a line: <name, name=value, >name, "text". */
static void put_token(struct stn_buf *out, struct stn_str bytes,
                      const struct stn_xml_token *token)
{
    const struct stn_str name =
        stn_str_sub(bytes, token->name.start, token->name.end);
    const struct stn_str value =
        stn_str_sub(bytes, token->value.start, token->value.end);

    assert_true(token->span.start <= token->span.end);
    assert_true(token->span.end <= bytes.len);
    switch (token->type) {
    case STN_XML_OPEN:
        stn_buf_putc(out, '<');
        stn_buf_append(out, name);
        break;
    case STN_XML_CLOSE:
        stn_buf_putc(out, '>');
        stn_buf_append(out, name);
        break;
    case STN_XML_ATTRIBUTE:
        stn_buf_append(out, name);
        stn_buf_putc(out, '=');
        stn_buf_append(out, value);
        break;
    case STN_XML_TEXT:
        stn_buf_putc(out, '"');
        stn_buf_append(out, value);
        stn_buf_putc(out, '"');
        break;
    }
    if (token->is_coded)
        stn_buf_putc(out, '*');
    stn_buf_putc(out, ' ');
}

static void expect(const char *xml, const char *tokens)
{
    struct stn_buf out = STN_BUF_INIT(64 * STN_KIB);
    const struct stn_str bytes = stn_str_of(xml);
    struct stn_xml_lexer lexer;
    struct stn_xml_token token;

    stn_xml_lexer_init(&lexer, bytes, 0, true);
    while (stn_xml_lexer_next(&lexer, &token) == STN_OK)
        put_token(&out, bytes, &token);
    assert_string_equal(out.ptr, tokens);
    assert_int_equal(lexer.at, bytes.len);
    stn_buf_dispose(&out);
}

static void elements_attributes_and_text_come_in_order(void **state)
{
    (void)state;
    expect("<a><b c=\"1\" d='2'>x</b></a>", "<a <b c=1 d=2 \"x\" >b >a ");
    expect("<ns:a  x = 'y'  />", "<ns:a x=y > ");
    expect("<a\n\tb='>'>t</a >", "<a b=> \"t\" >a ");
    expect("", "");
    expect("just text", "\"just text\" ");
}

static void references_and_sections_are_marked_not_expanded(void **state)
{
    (void)state;
    expect("<a b='&amp;'>&#65;</a>", "<a b=&amp;* \"&#65;\"* >a ");
    expect("<a>x<![CDATA[<b>]]>y</a>", "<a \"x<![CDATA[<b>]]>y\"* >a ");
    expect("<a><![CDATA[1]]]]><![CDATA[>2]]></a>",
           "<a \"<![CDATA[1]]]]><![CDATA[>2]]>\"* >a ");
}

static void comments_instructions_and_declarations_are_passed_over(void **state)
{
    (void)state;
    expect("<?xml version='1.0'?><!-- <x> --><a/>", "<a > ");
    expect("<!DOCTYPE a [<!ENTITY b \"<c>]>\"><!-- don't > -->]><a>t</a>",
           "<a \"t\" >a ");
    expect("<a>1<!-- x -->2</a>", "<a \"1\" \"2\" >a ");
}

static void what_is_no_markup_is_text(void **state)
{
    (void)state;
    expect("1 < 2 <3 <", "\"1 < 2 <3 <\" ");
    expect("<a>x <!- y <! z </ w</a>", "<a \"x <!- y <! z </ w\" >a ");
    expect("<a><!-- no end</a>", "<a \"<!-- no end\" >a ");
    expect("<a><? no end</a>", "<a \"<? no end\" >a ");
    expect("<!DOCTYPE [ <a>", "\"<!DOCTYPE [ \" <a ");
    expect("<a><![CDATA[no end</a>", "<a \"<![CDATA[no end</a>\"* ");
}

static void broken_tags_are_read_on(void **state)
{
    (void)state;
    expect("<a b <c>", "<a b= <c ");
    expect("<a b=1 c=>t", "<a b=1 c= \"t\" ");
    expect("<a \"x='1'>t", "<a x=1 \"t\" ");
    expect("<a b=\"x>t</a>", "<a b= x= \"t\" >a ");
    expect("<a b=\"1", "<a b= ");
    expect("<a b", "<a ");
    expect("<a /x>", "<a x= ");
    expect("</a<b>", ">a <b ");
}

/* Every prefix, as a window that is not the last, gives the tokens that the
 * whole gives, as far as it goes. */
static void a_token_waits_for_its_end(void **state)
{
    const struct stn_str xml =
        STN_STR("<?p?><a b='1' c=2><!--x-->t<![CDATA[&]]>u</a><d/>e<f>");
    struct stn_xml_token token;
    struct stn_xml_lexer lexer;

    (void)state;
    for (size_t length = 0; length <= xml.len; length++) {
        struct stn_buf out = STN_BUF_INIT(STN_KIB);
        size_t at = 0;
        bool in_tag = false;
        for (size_t end = length;; end = xml.len) {
            stn_xml_lexer_init(&lexer, stn_str_sub(xml, 0, end), at,
                               end == xml.len);
            lexer.in_tag = in_tag;
            while (stn_xml_lexer_next(&lexer, &token) == STN_OK)
                put_token(&out, xml, &token);
            at = lexer.at;
            in_tag = lexer.in_tag;
            if (end == xml.len)
                break;
        }
        assert_string_equal(out.ptr, "<a b=1 c=2 \"t<![CDATA[&]]>u\"* >a <d > "
                                     "\"e\" <f ");
        stn_buf_dispose(&out);
    }
}

static void the_content_of_a_text_is_without_its_marks(void **state)
{
    static const struct {
        const char *text;
        const char *content;
        enum stn_codec codec;
    } cases[] = {
        {" x ", "x", STN_CODEC_NONE},
        {"", "", STN_CODEC_NONE},
        {" \n", "", STN_CODEC_NONE},
        {"a &lt; b", "a &lt; b", STN_CODEC_XML},
        {"\n<![CDATA[ a & b ]]>\n", " a & b ", STN_CODEC_NONE},
        {"<![CDATA[cut", "cut", STN_CODEC_NONE},
        {"<![CDATA[a]]>b", "<![CDATA[a]]>b", STN_CODEC_XML},
        {"a<![CDATA[b]]>", "a<![CDATA[b]]>", STN_CODEC_XML},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct stn_str bytes = stn_str_of(cases[i].text);
        enum stn_codec codec;
        const struct stn_span span =
            stn_xml_content(bytes, (struct stn_span){0, bytes.len}, &codec);
        const struct stn_str content = stn_str_sub(bytes, span.start, span.end);
        assert_true(stn_str_equal(content, stn_str_of(cases[i].content)));
        assert_int_equal(codec, cases[i].codec);
    }
}

static void a_local_name_is_behind_the_last_colon(void **state)
{
    (void)state;
    assert_true(
        stn_str_equal(stn_xml_local_name(STN_STR("a:b")), STN_STR("b")));
    assert_true(stn_str_equal(stn_xml_local_name(STN_STR("b")), STN_STR("b")));
    assert_int_equal(stn_xml_local_name(STN_STR("a:")).len, 0);
}

/* Each repetition of these would be looked through to the end. */
static void what_never_ends_is_looked_for_once(void **state)
{
    static const char *const pieces[] = {"<!--",      "<?a",     "<!A ",
                                         "<![CDATA[", "<a b=\"", "<a b='",
                                         "<a ",       "</a",     "<!A[<!--"};
    struct stn_buf xml = STN_BUF_INIT(16 * STN_MIB);
    struct stn_xml_token token;
    struct stn_xml_lexer lexer;

    (void)state;
    for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
        stn_buf_clear(&xml);
        while (xml.len < STN_MIB / 2)
            stn_buf_puts(&xml, pieces[i]);
        const clock_t start = clock();
        stn_xml_lexer_init(&lexer, stn_buf_str(&xml), 0, true);
        while (stn_xml_lexer_next(&lexer, &token) == STN_OK)
            ;
        assert_true(clock() - start < 10 * CLOCKS_PER_SEC);
    }
    stn_buf_dispose(&xml);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_attributes_and_text_come_in_order),
        cmocka_unit_test(references_and_sections_are_marked_not_expanded),
        cmocka_unit_test(
            comments_instructions_and_declarations_are_passed_over),
        cmocka_unit_test(what_is_no_markup_is_text),
        cmocka_unit_test(broken_tags_are_read_on),
        cmocka_unit_test(a_token_waits_for_its_end),
        cmocka_unit_test(the_content_of_a_text_is_without_its_marks),
        cmocka_unit_test(a_local_name_is_behind_the_last_colon),
        cmocka_unit_test(what_never_ends_is_looked_for_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
