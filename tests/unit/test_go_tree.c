#include "golang/tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/limits.h"
#include "tests/support/go_source.h"

static const struct stn_go_tree *tree_of(const struct go_source *source)
{
    return &source->package.files[0].tree;
}

static void what_is_in_parentheses_stands_in_their_place(void **state)
{
    struct go_source source;

    (void)state;
    go_source_open(&source, "package p\nvar v = ((a + (b)))\n");
    const struct stn_go_tree *tree = tree_of(&source);
    uint32_t sum = go_source_find(&source, 0, STN_GO_BINARY, "a + (b)", 0);
    uint32_t right = stn_go_child(tree, sum, STN_GO_IN_right);
    assert_int_equal(tree->nodes[sum].op, STN_GO_OP_PLUS);
    assert_int_equal(tree->nodes[right].kind, STN_GO_IDENTIFIER);
    assert_int_equal(tree->nodes[tree->nodes[sum].parent].kind,
                     STN_GO_EXPRESSION_LIST);
    go_source_close(&source);
}

static void comments_are_listed_apart(void **state)
{
    struct go_source source;

    (void)state;
    go_source_open(&source, "package p\n// one\nfunc f() { a() /* two */ }\n");
    const struct stn_go_tree *tree = tree_of(&source);
    uint32_t body = stn_go_body(tree, go_source_function(&source, 0, "f"));
    assert_int_equal(tree->comment_count, 2);
    assert_int_equal(stn_go_count(tree, body), 1);
    assert_true(stn_go_has_comment(tree, tree->nodes[body].start,
                                   tree->nodes[body].end));
    assert_false(stn_go_has_comment(tree, 0, 10));
    go_source_close(&source);
}

static void operators_belong_to_their_node(void **state)
{
    static const struct {
        const char *text;
        enum stn_go_operator op;
    } known[] = {
        {"a && b", STN_GO_OP_AND_AND},   {"!c", STN_GO_OP_NOT},
        {"<-d", STN_GO_OP_ARROW},        {"e % f", STN_GO_OP_OTHER},
        {"g = 1", STN_GO_OP_ASSIGN},     {"g += 1", STN_GO_OP_OTHER},
        {"<-chan int", STN_GO_OP_ARROW}, {"chan<- int", STN_GO_OP_CHAN_ARROW},
        {"chan bool", STN_GO_OP_CHAN},
    };
    struct go_source source;

    (void)state;
    go_source_open(&source, "package p\nfunc f(x <-chan int, y chan<- int, z "
                            "chan bool) {\nuse(a && b, !c, <-d, e % f)\n"
                            "g = 1\ng += 1\n}\n");
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        assert_int_equal(tree_of(&source)
                             ->nodes[go_source_find(&source, 0, STN_GO_OTHER,
                                                    known[i].text, 0)]
                             .op,
                         known[i].op);
    go_source_close(&source);
}

static void errors_stay_where_they_are(void **state)
{
    struct go_source source;

    (void)state;
    go_source_open(&source, "package p\nfunc f() { a(); := ) }\n"
                            "func g() { b() }\n");
    const struct stn_go_tree *tree = tree_of(&source);
    assert_true(tree->nodes[0].has_error);
    assert_true(tree->nodes[go_source_function(&source, 0, "f")].has_error);
    assert_false(tree->nodes[go_source_function(&source, 0, "g")].has_error);
    go_source_close(&source);
}

static void what_is_too_deep_is_left_out(void **state)
{
    enum { DEPTH = STN_GO_DEPTH_MAX * 2 };
    static const char head[] = "package p\nfunc f() {\n";
    static const char tail[] = "}\nfunc g() { b() }\n";
    char *text = malloc(sizeof(head) + sizeof(tail) + 2 * (size_t)DEPTH);
    struct go_source source;
    char *end = text;

    (void)state;
    assert_non_null(text);
    memcpy(end, head, sizeof(head) - 1);
    end += sizeof(head) - 1;
    memset(end, '{', DEPTH);
    memset(end + DEPTH, '}', DEPTH);
    memcpy(end + 2 * (size_t)DEPTH, tail, sizeof(tail));
    go_source_open(&source, text);
    const struct stn_go_tree *tree = tree_of(&source);
    assert_true(tree->nodes[go_source_function(&source, 0, "f")].has_error);
    assert_false(tree->nodes[go_source_function(&source, 0, "g")].has_error);
    assert_in_range(tree->count, STN_GO_DEPTH_MAX / 2, STN_GO_DEPTH_MAX + 50);
    go_source_close(&source);
    free(text);
}

static void nodes_know_their_neighbours(void **state)
{
    struct go_source source;

    (void)state;
    go_source_open(&source, "package p\nfunc f() { a(); b(); c() }\n");
    const struct stn_go_tree *tree = tree_of(&source);
    uint32_t body = stn_go_body(tree, go_source_function(&source, 0, "f"));
    uint32_t first = stn_go_first(tree, body);
    uint32_t second = stn_go_next(tree, first);
    uint32_t third = stn_go_next(tree, second);
    assert_int_equal(stn_go_count(tree, body), 3);
    assert_int_equal(stn_go_next(tree, third), 0);
    assert_int_equal(stn_go_nth(tree, body, 1), second);
    assert_int_equal(stn_go_nth(tree, body, 3), 0);
    assert_int_equal(stn_go_previous(tree, second), first);
    assert_int_equal(stn_go_previous(tree, first), 0);
    assert_true(stn_go_holds(tree, body, third));
    assert_false(stn_go_holds(tree, first, second));
    go_source_close(&source);
}

static void walks_may_step_over_literals(void **state)
{
    struct go_source source;

    (void)state;
    go_source_open(&source, "package p\nfunc f() { func() { a() }(); b() }\n");
    const struct stn_go_tree *tree = tree_of(&source);
    uint32_t body = stn_go_body(tree, go_source_function(&source, 0, "f"));
    size_t all = 0;
    size_t outer = 0;
    for (uint32_t n = body; n != 0; n = stn_go_walk(tree, body, n, true))
        all += stn_go_is_call(tree, n);
    for (uint32_t n = body; n != 0; n = stn_go_walk(tree, body, n, false))
        outer += stn_go_is_call(tree, n);
    assert_int_equal(all, 3);
    assert_int_equal(outer, 2);
    go_source_close(&source);
}

static void the_same_expressions_mean_the_same(void **state)
{
    struct go_source source;

    (void)state;
    go_source_open(&source, "package p\n"
                            "var v = []any{a.b[1], a . b[1], a.b[2], f(1), "
                            "f(1), x + y, x - y}\n");
    const struct stn_go_tree *tree = tree_of(&source);
    uint32_t list = stn_go_child_of(
        tree,
        go_source_find(&source, 0, STN_GO_COMPOSITE_LITERAL,
                       "[]any{a.b[1], a . b[1], a.b[2], f(1), f(1), x + "
                       "y, x - y}",
                       0),
        STN_GO_LITERAL_VALUE);
    uint32_t items[7];
    for (uint32_t i = 0; i < 7; i++)
        items[i] = stn_go_nth(tree, list, i);
    assert_true(stn_go_same(tree, items[0], items[1]));
    assert_false(stn_go_same(tree, items[0], items[2]));
    assert_false(stn_go_same(tree, items[3], items[4]));
    assert_false(stn_go_same(tree, items[5], items[6]));
    assert_false(stn_go_same(tree, 0, 0));
    go_source_close(&source);
}

static void calls_have_callees_and_arguments(void **state)
{
    struct go_source source;

    (void)state;
    go_source_open(&source, "package p\nfunc f() {\na.b(c, d)\n"
                            "defer e[int](g)\ngo h[int](i, j)\nnew(k)\n}\n");
    const struct stn_go_tree *tree = tree_of(&source);
    uint32_t call = go_source_find(&source, 0, STN_GO_CALL, "a.b(c, d)", 0);
    assert_true(stn_str_equal(stn_go_selected(tree, stn_go_callee(tree, call)),
                              STN_STR("b")));
    assert_true(stn_go_text_is(tree, stn_go_argument(tree, call, 1), "d"));
    assert_int_equal(stn_go_argument(tree, call, 2), 0);
    call = stn_go_statement_call(
        tree, go_source_find(&source, 0, STN_GO_DEFER, "defer e[int](g)", 0));
    assert_true(stn_go_is_call(tree, call));
    assert_true(stn_go_text_is(tree, stn_go_callee(tree, call), "e"));
    assert_true(stn_go_text_is(tree, stn_go_argument(tree, call, 0), "g"));
    call = stn_go_statement_call(
        tree, go_source_find(&source, 0, STN_GO_GO, "go h[int](i, j)", 0));
    assert_true(stn_go_text_is(tree, stn_go_callee(tree, call), "h"));
    assert_true(stn_go_text_is(tree, stn_go_argument(tree, call, 1), "j"));
    call = go_source_find(&source, 0, STN_GO_CALL, "new(k)", 0);
    assert_true(stn_go_text_is(tree, stn_go_argument(tree, call, 0), "k"));
    assert_int_equal(stn_go_selected(tree, 0).len, 0);
    go_source_close(&source);
}

static void nodes_know_what_they_are_in(void **state)
{
    struct go_source source;

    (void)state;
    go_source_open(&source, "package p\nfunc f() {\nfor i := a(); ; {\n"
                            "if x := b(); x {\nc()\n}\n"
                            "func() { d() }()\n}\n}\n");
    const struct stn_go_tree *tree = tree_of(&source);
    const uint32_t f = go_source_function(&source, 0, "f");
    const uint32_t a = go_source_find(&source, 0, STN_GO_CALL, "a()", 0);
    const uint32_t b = go_source_find(&source, 0, STN_GO_CALL, "b()", 0);
    const uint32_t c = go_source_find(&source, 0, STN_GO_CALL, "c()", 0);
    const uint32_t d = go_source_find(&source, 0, STN_GO_CALL, "d()", 0);
    assert_int_equal(stn_go_function_of(tree, c), f);
    assert_int_equal(tree->nodes[stn_go_function_of(tree, d)].kind,
                     STN_GO_FUNC_LITERAL);
    assert_int_equal(stn_go_loop_of(tree, a), 0);
    assert_int_equal(tree->nodes[stn_go_loop_of(tree, c)].kind, STN_GO_FOR);
    assert_int_equal(stn_go_loop_of(tree, d), 0);
    assert_true(stn_go_text_is(tree, stn_go_statement_of(tree, b), "x := b()"));
    assert_int_equal(stn_go_above(tree, c, STN_GO_FUNCTION), f);
    assert_int_equal(stn_go_above(tree, c, STN_GO_SELECT), 0);
    go_source_close(&source);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_in_parentheses_stands_in_their_place),
        cmocka_unit_test(comments_are_listed_apart),
        cmocka_unit_test(operators_belong_to_their_node),
        cmocka_unit_test(errors_stay_where_they_are),
        cmocka_unit_test(what_is_too_deep_is_left_out),
        cmocka_unit_test(nodes_know_their_neighbours),
        cmocka_unit_test(walks_may_step_over_literals),
        cmocka_unit_test(the_same_expressions_mean_the_same),
        cmocka_unit_test(calls_have_callees_and_arguments),
        cmocka_unit_test(nodes_know_what_they_are_in),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
