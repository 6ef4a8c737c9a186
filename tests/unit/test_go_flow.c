#include "golang/flow.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/limits.h"
#include "tests/support/go_source.h"
#include "tests/support/torture.h"

/* The flow of `func f(x, y, z bool, ch chan int)` with a body. */
struct fixture {
    struct go_source source;
    const struct stn_go_flow *flow;
    char text[4096];
};

static void open_body(struct fixture *fixture, const char *body)
{
    snprintf(fixture->text, sizeof(fixture->text),
             "package p\n\nimport \"os\"\n\n"
             "func f(x, y, z bool, ch chan int) {\n%s\n}\n",
             body);
    go_source_open(&fixture->source, fixture->text);
    fixture->flow = stn_go_flow_of(
        &fixture->source.package, &fixture->source.package.files[0],
        go_source_function(&fixture->source, 0, "f"));
}

static uint32_t point_of(const struct fixture *fixture, const char *text)
{
    return stn_go_flow_point(
        fixture->flow, &fixture->source.package.files[0].tree,
        go_source_find(&fixture->source, 0, STN_GO_OTHER, text, 0));
}

/* Ways through bodies: "a()" reaches what stands behind it, and not what
 * stands behind '!'. */
struct way {
    const char *body;
    const char *from;
    const char *to;
    bool is_there;
};

static bool is_way(struct fixture *fixture, const struct way *way)
{
    uint32_t from = point_of(fixture, way->from);
    uint32_t to = point_of(fixture, way->to);

    return from != UINT32_MAX && to != UINT32_MAX &&
           stn_go_flow_reaches(&fixture->source.package, fixture->flow, from,
                               to);
}

static void check_ways(const struct way *ways, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct fixture fixture;
        open_body(&fixture, ways[i].body);
        if (fixture.flow == NULL)
            fail_msg("%s: there is no flow", ways[i].body);
        if (is_way(&fixture, &ways[i]) != ways[i].is_there)
            fail_msg("%s: from %s to %s", ways[i].body, ways[i].from,
                     ways[i].to);
        go_source_close(&fixture.source);
    }
}

#define CHECK_WAYS(ways) check_ways(ways, sizeof(ways) / sizeof((ways)[0]))

/* How a function is left, as a set of bits. */
static int note_leave(void *payload, enum stn_go_leave how, uint32_t node,
                      int state)
{
    (void)node;
    (void)state;
    *(unsigned *)payload |= 1U << how;
    return STN_GO_PATH_ENDS;
}

static unsigned leaves_of(struct fixture *fixture)
{
    unsigned leaves = 0;
    const struct stn_go_search search = {.leave = note_leave,
                                         .payload = &leaves};

    assert_false(stn_go_flow_search(&fixture->source.package, fixture->flow,
                                    UINT32_MAX, 0, &search, NULL));
    return leaves;
}

static void check_leaves(const char *body, unsigned expected)
{
    struct fixture fixture;

    open_body(&fixture, body);
    if (fixture.flow == NULL)
        fail_msg("%s: there is no flow", body);
    unsigned leaves = leaves_of(&fixture);
    if (leaves != expected)
        fail_msg("%s: leaves are %#x", body, leaves);
    go_source_close(&fixture.source);
}

#define BIT(how) (1U << STN_GO_##how)

static void statements_follow_each_other(void **state)
{
    static const struct way ways[] = {
        {"a(); b()", "a()", "b()", true},
        {"a(); b()", "b()", "a()", false},
        {"a(); b()", "a()", "a()", false},
        {"{ a() }; { b() }", "a()", "b()", true},
        {"var v = a(); b(v)", "v = a()", "b(v)", true},
        {"defer a(); go b(); ch <- 1; x = y", "defer a()", "x = y", true},
        {"a(); const c = 1; type t int; b()", "a()", "b()", true},
    };

    (void)state;
    CHECK_WAYS(ways);
}

static void nothing_follows_what_leaves(void **state)
{
    static const struct way ways[] = {
        {"a(); return; b()", "a()", "b()", false},
        {"a(); panic(1); b()", "a()", "b()", false},
        {"a(); os.Exit(1); b()", "a()", "b()", false},
        {"a(); if x { return }; b()", "a()", "b()", true},
        {"a(); if x { return } else { panic(1) }; b()", "a()", "b()", false},
        {"a(); defer os.Exit(1); go panic(1); b()", "a()", "b()", true},
        {"a(); panic := a; panic(1); b()", "a()", "b()", true},
        {"a(); return; l: b(); goto l", "b()", "b()", false},
    };

    (void)state;
    CHECK_WAYS(ways);
}

static void ends_are_told_apart(void **state)
{
    (void)state;
    check_leaves("", BIT(LEAVES_END));
    check_leaves("return", BIT(LEAVES_RETURN));
    check_leaves("if x { return }", BIT(LEAVES_RETURN) | BIT(LEAVES_END));
    check_leaves("if x { panic(1) }; os.Exit(1)",
                 BIT(LEAVES_PANIC) | BIT(LEAVES_PROCESS));
    check_leaves("for {}", 0);
    check_leaves("for true { a() }", 0);
    check_leaves("select {}", 0);
    check_leaves("for { if x { break } }", BIT(LEAVES_END));
    check_leaves("for { if x { return } }", BIT(LEAVES_RETURN));
    check_leaves("for { select { case <-ch: break } }", 0);
    check_leaves("for { switch { case x: break } }", 0);
    check_leaves("l: for { switch { case x: break l } }", BIT(LEAVES_END));
    check_leaves("l: a(); goto l", 0);
    check_leaves("_ = func() { return }", BIT(LEAVES_END));
}

static void conditions_are_taken_apart(void **state)
{
    static const struct way ways[] = {
        {"if x && c(y) { a() } else { b() }", "c(y)", "a()", true},
        {"if x && c(y) { a() } else { b() }", "c(y)", "b()", true},
        {"if c(x) && c(y) || !c(z) { a() }", "c(x)", "c(y)", true},
        {"if c(x) && c(y) || !c(z) { a() }", "c(x)", "c(z)", true},
        {"if c(x) && c(y) || !c(z) { a() }", "c(z)", "c(y)", false},
        {"if v := a(); c(v) { b() }", "v := a()", "c(v)", true},
        {"if c(x) { a() } else if c(y) { b() } else { d() }", "c(x)", "d()",
         true},
        {"if c(x) { a() } else if c(y) { b() } else { d() }", "a()", "b()",
         false},
    };

    (void)state;
    CHECK_WAYS(ways);
}

static void loops_come_around(void **state)
{
    static const struct way ways[] = {
        {"for { a() }; b()", "a()", "a()", true},
        {"for { a() }; b()", "a()", "b()", false},
        {"for { a(); break }; b()", "a()", "a()", false},
        {"for { a(); break }; b()", "a()", "b()", true},
        {"for c(x) { a() }; b()", "a()", "c(x)", true},
        {"for c(x) { a() }; b()", "c(x)", "b()", true},
        {"for i := a(); c(i); i++ { b() }", "i := a()", "c(i)", true},
        {"for i := a(); c(i); i++ { b() }", "c(i)", "i := a()", false},
        {"for i := a(); c(i); i++ { b() }", "i++", "i++", true},
        {"for i := 0; ; i++ { a(); continue; b() }", "a()", "i++", true},
        {"for i := 0; ; i++ { a(); continue; b() }", "a()", "b()", false},
        {"for i := 0; ; i++ { a(); return }", "a()", "i++", false},
        {"for v := range list() { a(v) }; b()", "list()", "list()", false},
        {"for v := range list() { a(v) }; b()", "a(v)", "a(v)", true},
        {"for v := range list() { a(v) }; b()", "list()", "b()", true},
        {"for range 10 { a() }; b()", "a()", "b()", true},
        {"o: for { for { a(); continue o }; b() }", "a()", "a()", true},
        {"o: for { for { a(); continue o }; b() }", "a()", "b()", false},
        {"o: for { for { a(); break o } }; b()", "a()", "a()", false},
        {"o: for { for { a(); break o } }; b()", "a()", "b()", true},
        {"for { select { case <-ch: a(); continue }; b() }", "a()", "b()",
         false},
        {"for { select { case <-ch: a(); break }; b() }", "a()", "b()", true},
    };

    (void)state;
    CHECK_WAYS(ways);
}

static void switches_ask_their_cases_in_order(void **state)
{
    static const struct way ways[] = {
        {"switch v := a(); c(v) { case p(1), p(2): b() }; d()", "v := a()",
         "c(v)", true},
        {"switch c(x) { case p(1), p(2): b(); case p(3): d() }", "p(2)", "p(3)",
         true},
        {"switch c(x) { case p(1): b(); case p(3): d() }", "p(3)", "p(1)",
         false},
        {"switch c(x) { case p(1): a(); case p(2): b() }", "a()", "b()", false},
        {"switch c(x) { case p(1): a(); fallthrough; case p(2): b() }", "a()",
         "b()", true},
        {"switch c(x) { case p(1): a(); fallthrough; case p(2): b() }", "a()",
         "p(2)", false},
        {"switch c(x) { default: a(); case p(2): b() }", "p(2)", "a()", true},
        {"switch { case c(x): return; default: return }; b()", "c(x)", "b()",
         false},
        {"switch c(x) { case p(1): return }; b()", "p(1)", "b()", true},
        {"switch c(x) { case p(1): return; default: panic(1) }; b()", "p(1)",
         "b()", false},
        {"switch c(x) { case p(1): if y { break }; return; default: return };"
         "b()",
         "c(x)", "b()", true},
        {"switch v := c(x).(type) { case int, bool: a(v); default: b() }",
         "c(x)", "a(v)", true},
        {"switch v := c(x).(type) { case int: a(v); case bool: b() }", "a(v)",
         "b()", false},
        {"switch { case c(x) && c(y): a() }", "c(x)", "c(y)", true},
        {"switch {}; a(); switch x {}; b()", "a()", "b()", true},
    };

    (void)state;
    CHECK_WAYS(ways);
}

static void selects_take_one_case(void **state)
{
    static const struct way ways[] = {
        {"a(); select { case v := <-ch: b(v); case ch <- 1: d() }", "a()",
         "v := <-ch", true},
        {"a(); select { case v := <-ch: b(v); case ch <- 1: d() }", "v := <-ch",
         "b(v)", true},
        {"a(); select { case v := <-ch: b(v); case ch <- 1: d() }", "b(v)",
         "d()", false},
        {"a(); select { case <-ch: return; default: b() }", "a()", "b()", true},
        {"a(); select { case <-ch: return }; b()", "a()", "b()", false},
        {"a(); select {}; b()", "a()", "b()", false},
        {"l: select { case <-ch: for { a(); break l } }; b()", "a()", "b()",
         true},
    };

    (void)state;
    CHECK_WAYS(ways);
}

static void gotos_lead_to_their_labels(void **state)
{
    static const struct way ways[] = {
        {"l: a(); if x { goto l }; b()", "a()", "a()", true},
        {"a(); goto l; b(); l: d()", "a()", "d()", true},
        {"a(); goto l; b(); l: d()", "a()", "b()", false},
        {"l: { a(); if x { goto l } }; b()", "a()", "a()", true},
        {"for { a(); goto done }; done:", "a()", "a()", false},
        {"_: a(); _: b()", "a()", "b()", true},
    };

    (void)state;
    CHECK_WAYS(ways);
    check_leaves("for { a(); goto done }; done:", BIT(LEAVES_END));
}

static void labels_that_are_not_there_break_a_function(void **state)
{
    static const char *const bodies[] = {
        "goto nowhere",       "break",
        "continue",           "l: a(); l: b()",
        "l: for {}; break l", "l: a(); for { continue l }",
        "fallthrough",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        struct fixture fixture;
        open_body(&fixture, bodies[i]);
        assert_null(fixture.flow);
        assert_true(stn_go_can_return(
            &fixture.source.package, &fixture.source.package.files[0],
            go_source_function(&fixture.source, 0, "f")));
        go_source_close(&fixture.source);
    }
}

static void what_does_not_parse_has_no_flow(void **state)
{
    struct go_source source;
    struct stn_go_file *file;

    (void)state;
    go_source_open(&source, "package p\nfunc f() { a(); := ) }\n"
                            "func g() { b() }\nfunc h()\n");
    file = &source.package.files[0];
    assert_null(stn_go_flow_of(&source.package, file,
                               go_source_function(&source, 0, "f")));
    assert_non_null(stn_go_flow_of(&source.package, file,
                                   go_source_function(&source, 0, "g")));
    assert_null(stn_go_flow_of(&source.package, file,
                               go_source_function(&source, 0, "h")));
    assert_null(stn_go_flow_of(&source.package, file, 0));
    go_source_close(&source);
}

static void points_hold_what_is_in_them_but_literals(void **state)
{
    struct fixture fixture;

    (void)state;
    open_body(&fixture, "a(one, func() { inner() }, two)\n"
                        "for i, v := range list(three) { b() }\n"
                        "return\ndead()");
    const uint32_t call = point_of(&fixture, "one");
    assert_int_not_equal(call, UINT32_MAX);
    assert_int_equal(point_of(&fixture, "two"), call);
    assert_int_equal(point_of(&fixture, "func() { inner() }"), call);
    assert_int_equal(point_of(&fixture, "inner()"), UINT32_MAX);
    assert_int_equal(point_of(&fixture, "dead()"), UINT32_MAX);
    assert_int_equal(point_of(&fixture, "p"), UINT32_MAX);
    const uint32_t operand = point_of(&fixture, "three");
    const uint32_t turn = point_of(&fixture, "v");
    assert_int_not_equal(operand, turn);
    assert_int_equal(fixture.source.package.files[0]
                         .tree.nodes[fixture.flow->points[turn]]
                         .kind,
                     STN_GO_RANGE_CLAUSE);
    go_source_close(&fixture.source);
}

/* Carries the number of conditions that held, and finds the call of a(). */
struct counting {
    const struct stn_go_tree *tree;
    int at_call; /* the state at a() */
};

static int count_step(void *payload, uint32_t node, int state)
{
    struct counting *counting = payload;

    if (!stn_go_text_is(counting->tree, node, "a()"))
        return state;
    counting->at_call = state;
    return STN_GO_PATH_FOUND;
}

static int count_edge(void *payload, uint32_t condition, bool is_true,
                      int state)
{
    const struct counting *counting = payload;

    if (stn_go_text_is(counting->tree, condition, "z") && is_true)
        return STN_GO_PATH_ENDS;
    return is_true ? state + 1 : state;
}

static int count_held(const char *body)
{
    struct fixture fixture;
    struct counting counting = {.at_call = -1};
    uint32_t where = 0;

    open_body(&fixture, body);
    counting.tree = &fixture.source.package.files[0].tree;
    const struct stn_go_search search = {
        .step = count_step, .edge = count_edge, .payload = &counting};
    assert_non_null(fixture.flow);
    const bool is_found = stn_go_flow_search(
        &fixture.source.package, fixture.flow, UINT32_MAX, 0, &search, &where);
    assert_int_equal(is_found, counting.at_call >= 0);
    if (is_found)
        assert_true(stn_go_text_is(counting.tree, where, "a()"));
    go_source_close(&fixture.source);
    return counting.at_call;
}

static void edges_tell_what_decided(void **state)
{
    (void)state;
    assert_int_equal(count_held("a()"), 0);
    assert_int_equal(count_held("if x { a() }"), 1);
    assert_int_equal(count_held("if !x { a() }"), 0);
    assert_int_equal(count_held("if x && y { a() }"), 2);
    assert_int_equal(count_held("if !(x || y) { a() }"), 0);
    assert_int_equal(count_held("for x { a() }"), 1);
    assert_int_equal(count_held("for range ch { a() }"), 1);
    assert_int_equal(count_held("for range ch { }; a()"), 0);
    assert_int_equal(count_held("switch 1 { case 1: return; case 2: a() }"), 1);
    assert_int_equal(count_held("switch 1 { case 1: return; default: a() }"),
                     0);
    assert_int_equal(count_held("switch { case x, y: a() }"), 1);
    assert_int_equal(count_held("switch { case x && y: a() }"), 2);
    assert_int_equal(count_held("switch x.(type) { case int, bool: a() }"), 1);
    assert_int_equal(count_held("select { case <-ch: a() }"), 1);
    assert_int_equal(count_held("select { default: a() }"), 1);
    assert_int_equal(count_held("if z { a() }"), -1);
    assert_int_equal(count_held("if z { b() } else { a() }"), 0);
}

static int find_never(void *payload, uint32_t node, int state)
{
    (void)node;
    (*(size_t *)payload)++;
    return (state + 1) % STN_GO_PATH_STATES;
}

static void a_search_enters_a_block_once_with_each_state(void **state)
{
    struct fixture fixture;
    size_t steps = 0;
    const struct stn_go_search search = {.step = find_never, .payload = &steps};

    (void)state;
    open_body(&fixture, "for { if x { a() } else { b() } }");
    for (int again = 0; again < 2; again++) {
        steps = 0;
        assert_false(stn_go_flow_search(&fixture.source.package, fixture.flow,
                                        UINT32_MAX, 0, &search, NULL));
        assert_in_range(steps, 8, 3 * STN_GO_PATH_STATES);
    }
    assert_false(stn_go_flow_search(&fixture.source.package, fixture.flow,
                                    UINT32_MAX, STN_GO_PATH_STATES, &search,
                                    NULL));
    assert_false(stn_go_flow_search(&fixture.source.package, fixture.flow,
                                    fixture.flow->point_count, 0, &search,
                                    NULL));
    go_source_close(&fixture.source);
}

/* A search at each step of another. */
static int search_again(void *payload, uint32_t node, int state)
{
    struct fixture *fixture = payload;
    uint32_t to = point_of(fixture, "b()");

    (void)node;
    assert_true(
        stn_go_flow_reaches(&fixture->source.package, fixture->flow, 0, to));
    return state;
}

static void a_search_may_hold_another(void **state)
{
    struct fixture fixture;
    const struct stn_go_search search = {.step = search_again,
                                         .payload = &fixture};

    (void)state;
    open_body(&fixture, "a(); for { b() }");
    assert_false(stn_go_flow_search(&fixture.source.package, fixture.flow,
                                    UINT32_MAX, 0, &search, NULL));
    go_source_close(&fixture.source);
}

static void searches_have_a_ceiling(void **state)
{
    struct fixture fixture;

    (void)state;
    open_body(&fixture, "a(); b()");
    assert_true(
        stn_go_flow_reaches(&fixture.source.package, fixture.flow, 0, 1));
    fixture.source.package.steps = STN_GO_STEPS_MAX;
    assert_false(
        stn_go_flow_reaches(&fixture.source.package, fixture.flow, 0, 1));
    assert_true(fixture.source.package.is_limited);
    go_source_close(&fixture.source);
}

/* A function that repeats a statement. */
static char *repeat(const char *head, const char *statement, size_t count,
                    const char *tail)
{
    const size_t length = strlen(statement);
    char *text = malloc(strlen(head) + count * length + strlen(tail) + 1);

    assert_non_null(text);
    memcpy(text, head, strlen(head));
    char *end = text + strlen(head);
    for (size_t i = 0; i < count; i++, end += length)
        memcpy(end, statement, length);
    memcpy(end, tail, strlen(tail) + 1);
    return text;
}

static void a_function_that_is_too_large_has_no_flow(void **state)
{
    struct {
        const char *head, *statement, *tail;
    } const large[] = {
        {"package p\nfunc f() {\n", "a()\n", "}\n"},
        {"package p\nfunc f() {\nswitch x {\n", "case 1:\n", "}}\n"},
        {"package p\nfunc f() {\nselect {\n", "default:\n", "}}\n"},
        {"package p\nfunc f() {\n", "if x {}\n", "}\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(large) / sizeof(large[0]); i++) {
        struct go_source source;
        char *text = repeat(large[i].head, large[i].statement,
                            STN_GO_FLOW_POINTS_MAX + 1, large[i].tail);
        go_source_open(&source, text);
        assert_null(stn_go_flow_of(&source.package, &source.package.files[0],
                                   go_source_function(&source, 0, "f")));
        assert_true(source.package.is_limited);
        go_source_close(&source);
        free(text);
    }
}

static enum stn_status run_all(void *payload)
{
    static const struct go_text texts[] = {
        {"a.go", "package p\nimport \"os\"\n"
                 "func f(x bool) {\nl:\n"
                 "for i := 0; x && i < 9; i++ {\n"
                 "switch { case x: die(); default: continue l }\n"
                 "select { case <-ch: g(); default: }\n"
                 "defer func() { recover() }()\n}\n}\n"
                 "func g() { f(true) }\n"},
        {"b.go", "package p\nimport \"os\"\nfunc die() { os.Exit(1) }\n"},
    };
    struct go_source source;
    enum stn_status status = go_source_try(&source, texts, 2, "");

    (void)payload;
    if (status >= 0) {
        struct stn_go_file *file = &source.package.files[0];
        uint32_t function = go_source_function(&source, 0, "f");
        const struct stn_go_flow *flow =
            stn_go_flow_of(&source.package, file, function);
        if (flow == NULL || !stn_go_flow_reaches(&source.package, flow, 0,
                                                 flow->point_count - 1))
            status = STN_ENOMEM;
    }
    go_source_close(&source);
    return status;
}

static void building_and_searching_survive_without_memory(void **state)
{
    (void)state;
    torture(run_all, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statements_follow_each_other),
        cmocka_unit_test(nothing_follows_what_leaves),
        cmocka_unit_test(ends_are_told_apart),
        cmocka_unit_test(conditions_are_taken_apart),
        cmocka_unit_test(loops_come_around),
        cmocka_unit_test(switches_ask_their_cases_in_order),
        cmocka_unit_test(selects_take_one_case),
        cmocka_unit_test(gotos_lead_to_their_labels),
        cmocka_unit_test(labels_that_are_not_there_break_a_function),
        cmocka_unit_test(what_does_not_parse_has_no_flow),
        cmocka_unit_test(points_hold_what_is_in_them_but_literals),
        cmocka_unit_test(edges_tell_what_decided),
        cmocka_unit_test(a_search_enters_a_block_once_with_each_state),
        cmocka_unit_test(a_search_may_hold_another),
        cmocka_unit_test(searches_have_a_ceiling),
        cmocka_unit_test(a_function_that_is_too_large_has_no_flow),
        cmocka_unit_test(building_and_searching_survive_without_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
