#include "tests/support/coding.h"

static void decodes(struct stn_str source, struct stn_str expected)
{
    assert_decodes(STN_CODEC_XML, source, expected, STN_OK);
}

static void entities_are_read(void **state)
{
    (void)state;
    decodes(STN_STR("a &lt;b&gt; &amp;amp; &quot;&apos;"),
            STN_STR("a <b> &amp; \"'"));
    decodes(STN_STR("&#65;&#x41;&#X20AC;&#x1F600;&#0065;"),
            STN_STR("AA\xE2\x82\xAC\xF0\x9F\x98\x80"
                    "A"));
    decodes(STN_STR("&#13;&#xD800;&#0;"), STN_STR("\r\xEF\xBF\xBD\0"));
}

static void what_is_no_entity_stands_for_itself(void **state)
{
    (void)state;
    static const struct stn_str same[] = {
        {"a & b", 5},       {"&", 1},
        {"&;", 2},          {"&#;", 3},
        {"&#x;", 4},        {"&#xg;", 5},
        {"&nbsp;", 6},      {"&#1114112;", 10},
        {"&#x110000;", 10}, {"&#99999999999;", 14},
        {"&amp", 4},        {"a <b c> d", 9},
        {"<![CDATA", 8},
    };

    for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++)
        decodes(same[i], same[i]);
    decodes(STN_STR("&&amp;&a&lt;"), STN_STR("&&&a<"));
}

static void sections_are_unwrapped(void **state)
{
    (void)state;
    decodes(STN_STR("a<![CDATA[<b> &amp; ]]>c"), STN_STR("a<b> &amp; c"));
    decodes(STN_STR("<![CDATA[]]>"), STN_STR(""));
    decodes(STN_STR("<![CDATA[a]]]]><![CDATA[>b]]>&lt;"), STN_STR("a]]>b<"));
    /* Without its end it goes on. */
    decodes(STN_STR("&lt;<![CDATA[&lt;"), STN_STR("<&lt;"));
}

static void a_text_may_begin_inside_of_a_section(void **state)
{
    (void)state;
    decodes(STN_STR("&amp;]]]]><![CDATA[>&amp;"), STN_STR("&amp;]]>&amp;"));
    decodes(STN_STR("&amp;]]>&amp;"), STN_STR("&amp;&"));
}

static void what_is_left_out_belongs_to_nothing(void **state)
{
    (void)state;
    const struct stn_str source = STN_STR("a&lt;<![CDATA[bc]]>d");

    assert_stands(STN_CODEC_XML, source, 0, 1, 0, 1);
    assert_stands(STN_CODEC_XML, source, 1, 2, 1, 5);
    assert_stands(STN_CODEC_XML, source, 2, 4, 14, 16);
    assert_stands(STN_CODEC_XML, source, 4, 5, 19, 20);
    assert_stands(STN_CODEC_XML, source, 1, 5, 1, 20);
}

static void text_is_written_with_entities(void **state)
{
    (void)state;
    assert_encodes(STN_CODEC_XML, STN_STR("a<b>&\"'\r\n\x01]]>\xFF"),
                   STN_STR("x"),
                   STN_STR("a&lt;b&gt;&amp;&quot;&apos;&#13;\n&#1;"
                           "]]&gt;\xFF"));
}

static void text_is_written_on_the_same_side_of_a_section(void **state)
{
    (void)state;
    const struct stn_str bytes = STN_STR("a\"&b");

    assert_encodes(STN_CODEC_XML, bytes, STN_STR("x<![CDATA[y]]>z"),
                   STN_STR("a&quot;&amp;b"));
    assert_encodes(STN_CODEC_XML, bytes, STN_STR("x<![CDATA[y"),
                   STN_STR("a&quot;&amp;b<![CDATA["));
    assert_encodes(STN_CODEC_XML, bytes, STN_STR("x]]>y"),
                   STN_STR("a\"]]>&amp;<![CDATA[b]]>"));
    assert_encodes(STN_CODEC_XML, bytes, STN_STR("x]]]]><![CDATA[>y"),
                   STN_STR("a\"]]>&amp;<![CDATA[b"));
    assert_encodes(STN_CODEC_XML, STN_STR("a]]>b"), STN_STR("x]]>"),
                   STN_STR("a]]]]>&gt;<![CDATA[b]]>"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entities_are_read),
        cmocka_unit_test(what_is_no_entity_stands_for_itself),
        cmocka_unit_test(sections_are_unwrapped),
        cmocka_unit_test(a_text_may_begin_inside_of_a_section),
        cmocka_unit_test(what_is_left_out_belongs_to_nothing),
        cmocka_unit_test(text_is_written_with_entities),
        cmocka_unit_test(text_is_written_on_the_same_side_of_a_section),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
