/* Patterns as trees: what they can match, and what is not understood. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "engine/regex_syntax.h"
#include "tests/support/torture.h"

static struct stn_syntax parse(const char *pattern)
{
    struct stn_syntax syntax = {0};
    struct stn_error err;

    assert_int_equal(stn_syntax_parse(&syntax, stn_str_of(pattern), &err),
                     STN_OK);
    return syntax;
}

static void assert_lengths(const char *pattern, uint32_t least, uint32_t most)
{
    struct stn_syntax syntax = parse(pattern);
    const struct stn_syntax_node *root = &syntax.nodes[syntax.root];

    if (syntax.mystery != NULL)
        fail_msg("%s: %s", pattern, syntax.mystery);
    if (root->min_length != least || root->max_length != most)
        fail_msg("%s: %u to %u bytes", pattern, root->min_length,
                 root->max_length);
    stn_syntax_dispose(&syntax);
}

static void assert_mystery(const char *pattern)
{
    struct stn_syntax syntax = parse(pattern);

    if (syntax.mystery == NULL)
        fail_msg("%s was understood", pattern);
    assert_int_equal(syntax.nodes[syntax.root].kind, STN_SYNTAX_OPAQUE);
    assert_int_equal(syntax.nodes[syntax.root].max_length,
                     STN_SYNTAX_UNBOUNDED);
    stn_syntax_dispose(&syntax);
}

/* The pattern is one class; `members` are just what it matches. */
static void assert_set(const char *pattern, const char *members)
{
    struct stn_syntax syntax = parse(pattern);
    struct stn_byte_set want = {0};

    assert_int_equal(syntax.nodes[syntax.root].kind, STN_SYNTAX_SET);
    for (; *members != '\0'; members++)
        stn_byte_set_add(&want, (unsigned char)*members);
    if (!stn_byte_set_equal(&syntax.nodes[syntax.root].set, &want))
        fail_msg("%s is another set", pattern);
    stn_syntax_dispose(&syntax);
}

static void lengths_add_up(void **state)
{
    (void)state;
    assert_lengths("", 0, 0);
    assert_lengths("abc", 3, 3);
    assert_lengths("a|bcd|", 0, 3);
    assert_lengths("(ab){2,3}c?", 4, 7);
    assert_lengths("[a-z]{36}x*", 36, STN_SYNTAX_UNBOUNDED);
    assert_lengths("(?:a{3}){4}", 12, 12);
    assert_lengths("\\x41\\x{42}\\n\\.\\0\\cA\\Qa.b\\E", 9, 9);
    assert_lengths("a{,b", 4, 4);
    assert_lengths("a{0}b", 1, 1);
    assert_lengths("a{65535}{65535}{65535}", STN_SYNTAX_UNBOUNDED,
                   STN_SYNTAX_UNBOUNDED);
}

static void tests_take_no_bytes(void **state)
{
    (void)state;
    assert_lengths("^\\ba\\B(?=bcd)(?<!x)(?<=a|bc)(?!y)$\\z", 1, 1);
    assert_lengths("[[:<:]]a[[:>:]]", 1, 1);
}

static void groups_of_every_kind_are_read(void **state)
{
    (void)state;
    assert_lengths("(a)(?:b)(?>c)(?<n>d)(?'m'e)(?P<o>f)(?|g|h)", 7, 7);
    assert_lengths("(?i)a(?-i:b)(?x: c # d\n e )(?s-m)f", 5, 5);
    assert_lengths("a(?#comment)b", 2, 2);
}

static void references_may_be_any_bytes(void **state)
{
    (void)state;
    assert_lengths("(a)\\1b", 2, STN_SYNTAX_UNBOUNDED);
    assert_lengths("(?<n>a)\\k<n>(?P=n)(?&n)(?1)(?-1)\\g{n}", 1,
                   STN_SYNTAX_UNBOUNDED);
    assert_lengths("(a)?(?(1)b|c)(?(?=d)e)x", 1, STN_SYNTAX_UNBOUNDED);
    assert_lengths("a\\Kb", 2, STN_SYNTAX_UNBOUNDED);
}

static void what_is_not_understood_is_opaque_as_a_whole(void **state)
{
    (void)state;
    assert_mystery("(*UTF)a");
    assert_mystery("a(*SKIP)b");
    assert_mystery("\\Ga");
    assert_mystery("a\\12");
    assert_mystery("a{,3}");
    assert_mystery("a{ 1 }");
    assert_mystery("a{3,2}");
    assert_mystery("(a");
    assert_mystery("a)");
    assert_mystery("*a");
    assert_mystery("[a");
    assert_mystery("\\");
    assert_mystery("(?xx)a");
    assert_mystery("(?C1)a");
}

static void classes_are_sets(void **state)
{
    (void)state;
    assert_set("[abc]", "abc");
    assert_set("[]a]", "]a");
    assert_set("[a\\]b-]", "a]b-");
    assert_set("[\\d.-]", "0123456789.-");
    assert_set("[\\x41-C]", "ABC");
    assert_set("[[:xdigit:]]", "0123456789abcdefABCDEF");
}

static void a_negated_class_has_the_rest(void **state)
{
    struct stn_syntax syntax = parse("[^a-z\\s]");
    const struct stn_byte_set *set = &syntax.nodes[syntax.root].set;

    (void)state;
    assert_int_equal(stn_byte_set_count(set), 256 - 26 - 6);
    assert_false(stn_byte_set_has(set, 'q'));
    assert_true(stn_byte_set_has(set, 0xFF));
    stn_syntax_dispose(&syntax);
}

static void case_is_folded_where_it_should_be(void **state)
{
    (void)state;
    assert_set("(?i)k", "kK");
    assert_set("(?i:[a-b])", "aAbB");
    assert_set("(?i)[^\\x00-@\\[-\\xff]", "");
    /* Negated after it was folded: upper and lower are alpha then. */
    struct stn_syntax syntax = parse("(?i)[^[:^lower:]]");
    assert_int_equal(stn_byte_set_count(&syntax.nodes[syntax.root].set), 52);
    stn_syntax_dispose(&syntax);
    /* To the end of the group, in later branches too. */
    syntax = parse("(?:a(?i)b|c)d");
    unsigned folded = 0;
    for (size_t i = 0; i < syntax.count; i++)
        folded += stn_byte_set_count(&syntax.nodes[i].set) == 2;
    assert_int_equal(folded, 2);
    stn_syntax_dispose(&syntax);
}

static void the_secret_is_named_or_first_or_all(void **state)
{
    static const struct {
        const char *pattern;
        uint32_t group;
    } cases[] = {{"a(b)(?<secret>c)", 2}, {"a(?:b)(c)(d)", 1}, {"ab", 0}};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct stn_syntax syntax = parse(cases[i].pattern);
        assert_int_equal(syntax.nodes[syntax.secret].group, cases[i].group);
        if (cases[i].group == 0)
            assert_int_equal(syntax.secret, syntax.root);
        stn_syntax_dispose(&syntax);
    }
}

static void children_stand_before_their_parents(void **state)
{
    struct stn_syntax syntax = parse("a(b|c(d|e)*f){2}(?=g)h");

    (void)state;
    for (uint32_t i = 0; i < syntax.count; i++) {
        const struct stn_syntax_node *node = &syntax.nodes[i];
        if (i != syntax.root)
            assert_true(node->parent > i && node->parent < syntax.count);
        assert_true(node->begin <= i);
        for (uint32_t j = node->first; j != STN_SYNTAX_NONE;
             j = syntax.nodes[j].next)
            assert_int_equal(syntax.nodes[j].parent, i);
    }
    stn_syntax_dispose(&syntax);
}

static void nesting_has_a_ceiling(void **state)
{
    char pattern[4 * STN_PATTERN_DEPTH_MAX + 8];
    size_t length = 0;

    (void)state;
    for (int i = 0; i < STN_PATTERN_DEPTH_MAX; i++)
        pattern[length++] = '(';
    pattern[length++] = 'a';
    for (int i = 0; i < STN_PATTERN_DEPTH_MAX; i++)
        pattern[length++] = ')';
    pattern[length] = '\0';
    assert_lengths(pattern, 1, 1);

    memmove(pattern + 1, pattern, length + 1);
    strncat(pattern, ")", 2);
    assert_mystery(pattern);
}

static enum stn_status parse_once(void *payload)
{
    struct stn_syntax syntax = {0};
    struct stn_error err;
    enum stn_status status =
        stn_syntax_parse(&syntax, stn_str_of(payload), &err);

    stn_syntax_dispose(&syntax);
    return status;
}

static void lack_of_memory_is_reported(void **state)
{
    char pattern[] = "(a|b(?<secret>[c-e]{2,3})\\b)*f?";
    char unusual[] = "(*UTF)abcdefghijklmnop";

    (void)state;
    torture(parse_once, pattern);
    torture(parse_once, unusual);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths_add_up),
        cmocka_unit_test(tests_take_no_bytes),
        cmocka_unit_test(groups_of_every_kind_are_read),
        cmocka_unit_test(references_may_be_any_bytes),
        cmocka_unit_test(what_is_not_understood_is_opaque_as_a_whole),
        cmocka_unit_test(classes_are_sets),
        cmocka_unit_test(a_negated_class_has_the_rest),
        cmocka_unit_test(case_is_folded_where_it_should_be),
        cmocka_unit_test(the_secret_is_named_or_first_or_all),
        cmocka_unit_test(children_stand_before_their_parents),
        cmocka_unit_test(nesting_has_a_ceiling),
        cmocka_unit_test(lack_of_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
