#include "golang/condense.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/limits.h"
#include "golang/syntax.h"
#include "tests/support/torture.h"

struct fixture {
    struct stn_go_tree tree;
    struct stn_go_condensed condensed;
};

static void condense(struct fixture *fixture, struct stn_str text)
{
    fixture->tree.text = text;
    assert_int_equal(stn_go_condense(&fixture->condensed, &fixture->tree, NULL),
                     STN_OK);
}

static void dispose(struct fixture *fixture)
{
    stn_go_condensed_dispose(&fixture->condensed);
    stn_go_tree_dispose(&fixture->tree);
}

static void what_a_tree_does_not_depend_on_is_left_out(void **state)
{
    static const struct {
        const char *text, *condensed;
        size_t comments;
    } known[] = {
        {"a  :=\tb", "a := b", 0},
        {"a() // one\n\tb()", "a()\nb()", 1},
        {"a/* x */b", "a b", 1},
        {"a /* x */ /* y */\nb", "a\nb", 2},
        {"a()\n\n\t// b\n\t// c\n\n\td()", "a()\n\nd()", 2},
        {"a()\n \nb()", "a()\n \nb()", 0},
        {"a \"// not \\\" one\" b", "a \"\" b", 0},
        {"a(\"\\x41\")", "a(\"\\x41\")", 0},
        {"a `/* \n \" */` b ``", "a `x` b ``", 0},
        {"'\"' '\\'' '`' // c", "'\"' '\\'' '`'", 1},
        {"a / b /*c*// d", "a / b / d", 1},
        {"// a", "", 1},
    };
    struct fixture fixture = {0};

    (void)state;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        condense(&fixture, stn_str_of(known[i].text));
        const struct stn_go_condensed *condensed = &fixture.condensed;
        assert_true(condensed->is_usable);
        assert_int_equal(condensed->len, strlen(known[i].condensed));
        assert_memory_equal(condensed->bytes, known[i].condensed,
                            condensed->len);
        assert_int_equal(fixture.tree.comment_count, known[i].comments);
    }
    dispose(&fixture);
}

static void places_are_those_of_the_text(void **state)
{
    const struct stn_str text = STN_STR("a // b\n\tc(\"de\")");
    static const uint32_t places[] = {0, 6, 8, 9, 10, 13, 14};
    struct fixture fixture = {0};

    (void)state;
    condense(&fixture, text);
    assert_int_equal(fixture.condensed.len, 7);
    assert_memory_equal(fixture.condensed.places, places, sizeof(places));
    assert_int_equal(fixture.tree.comments[0].start, 2);
    assert_int_equal(fixture.tree.comments[0].end, 6);
    dispose(&fixture);
}

static void what_does_not_end_is_not_usable(void **state)
{
    static const struct stn_str texts[] = {
        STN_STR(""),           STN_STR("a /* b"),   STN_STR("a /*/"),
        STN_STR("a \"b\nc\""), STN_STR("a \"b\\"),  STN_STR("a `b"),
        STN_STR("a 'b"),       STN_STR("a // \0b"), STN_STR("a '\\"),
    };
    struct fixture fixture = {0};

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        condense(&fixture, texts[i]);
        assert_false(fixture.condensed.is_usable);
        assert_int_equal(fixture.tree.comment_count, 0);
    }
    dispose(&fixture);
}

/* Trees of one text, parsed both ways. */
struct trees {
    struct stn_go_parser *parser;
    struct stn_go_tree condensed, whole;
};

static void compare(struct trees *trees, struct stn_str text)
{
    const struct stn_go_tree *a = &trees->condensed;
    const struct stn_go_tree *b = &trees->whole;

    assert_int_equal(stn_go_parse(trees->parser, &trees->condensed, text, NULL),
                     STN_OK);
    assert_int_equal(
        stn_go_parse_whole(trees->parser, &trees->whole, text, NULL), STN_OK);
    assert_int_equal(a->count, b->count);
    assert_memory_equal(a->nodes, b->nodes, a->count * sizeof(*a->nodes));
    assert_int_equal(a->comment_count, b->comment_count);
    if (a->comment_count > 0)
        assert_memory_equal(a->comments, b->comments,
                            a->comment_count * sizeof(*a->comments));
}

static void dispose_trees(struct trees *trees)
{
    stn_go_parser_free(trees->parser);
    stn_go_tree_dispose(&trees->condensed);
    stn_go_tree_dispose(&trees->whole);
}

static void a_tree_is_that_of_the_whole_text(void **state)
{
    static const char *const texts[] = {
        "",
        "\n // a\n",
        "// a\npackage p // b\n// c\n",
        "package p\r\n\r\nfunc f() { a()\r\n\r\n}\r\n",
        "package p\nfunc f() { /* a\nb */ c() /* d\ne */\n}",
        "package p\nfunc f() { switch a {\ncase 1:\n\tb()\n\n\t// c\n\n"
        "\tcase 2:\n\td()\n \n\n\tdefault: // e\n\n} }\n",
        "package p\nvar s = \"\\q\\x1\" + `\n` + \"\xff\" + 'ab'\n",
        "package p\nfunc f( { a(); := /* b */ ) }\n// c",
    };
    struct trees trees = {0};

    (void)state;
    assert_int_equal(stn_go_parser_new(&trees.parser, NULL), STN_OK);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        compare(&trees, stn_str_of(texts[i]));
    dispose_trees(&trees);
}

static void so_it_is_for_all_of_the_corpus(void **state)
{
    struct trees trees = {0};
    struct stn_buf text = STN_BUF_INIT(STN_MIB);
    glob_t paths;

    (void)state;
    assert_int_equal(stn_go_parser_new(&trees.parser, NULL), STN_OK);
    assert_int_equal(glob(STANCH_CORPUS "/go/*/*.go", 0, NULL, &paths), 0);
    assert_true(paths.gl_pathc > 50);
    for (size_t i = 0; i < paths.gl_pathc; i++) {
        stn_buf_clear(&text);
        assert_int_equal(stn_file_read(&text, paths.gl_pathv[i], NULL), STN_OK);
        compare(&trees, stn_buf_str(&text));
    }
    globfree(&paths);
    stn_buf_dispose(&text);
    dispose_trees(&trees);
}

static enum stn_status condense_once(void *payload)
{
    struct fixture fixture = {.tree.text = STN_STR("a // b\nc /* d */")};

    (void)payload;
    enum stn_status status =
        stn_go_condense(&fixture.condensed, &fixture.tree, NULL);
    dispose(&fixture);
    return status;
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    torture(condense_once, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_tree_does_not_depend_on_is_left_out),
        cmocka_unit_test(places_are_those_of_the_text),
        cmocka_unit_test(what_does_not_end_is_not_usable),
        cmocka_unit_test(a_tree_is_that_of_the_whole_text),
        cmocka_unit_test(so_it_is_for_all_of_the_corpus),
        cmocka_unit_test(any_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
