#include "golang/uses.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "tests/support/go_source.h"

/* `func f(x *T, y *T, c chan *T)` with a body; the first use of x. */
struct fixture {
    struct go_source source;
    const struct stn_go_tree *tree;
    struct stn_go_file *file;
    uint32_t object;
    struct stn_go_use use;
    char text[1024];
};

static void open_body(struct fixture *fixture, const char *body)
{
    snprintf(fixture->text, sizeof(fixture->text),
             "package p\n\nfunc f(x *T, y *T, c chan *T) any {\n%s\n}\n", body);
    go_source_open(&fixture->source, fixture->text);
    fixture->file = &fixture->source.package.files[0];
    fixture->tree = &fixture->file->tree;
    fixture->object = go_source_object(&fixture->source, 0, "x", 0);
    assert_int_not_equal(fixture->object, 0);
    const uint32_t at = stn_go_next_use(&fixture->source.package, fixture->file,
                                        fixture->object, 0);
    if (at == 0)
        fail_msg("%s: x is not used", body);
    fixture->use = stn_go_use_at(&fixture->source.package, fixture->file,
                                 fixture->object, at);
    assert_int_equal(fixture->use.node, at);
}

static void close_body(struct fixture *fixture)
{
    go_source_close(&fixture->source);
}

struct expected {
    const char *body;
    enum stn_go_use_kind kind;
};

static void check_kinds(const struct expected *all, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct fixture fixture;
        open_body(&fixture, all[i].body);
        if (fixture.use.kind != all[i].kind)
            fail_msg("%s: x is used as %d", all[i].body,
                     (int)fixture.use.kind);
        close_body(&fixture);
    }
}

#define CHECK_KINDS(all) check_kinds(all, sizeof(all) / sizeof((all)[0]))

static void what_looks_at_a_value_reads_it(void **state)
{
    static const struct expected all[] = {
        {"if x == nil { return 1 }", STN_GO_USE_READ},
        {"_ = x", STN_GO_USE_READ},
        {"_ = x[1]", STN_GO_USE_READ},
        {"_ = *x + 1", STN_GO_USE_READ},
        {"switch x { case y: }", STN_GO_USE_READ},
        {"switch x.(type) { }", STN_GO_USE_READ},
        {"var _ = x", STN_GO_USE_READ},
        {"if x { }", STN_GO_USE_READ},
    };

    (void)state;
    CHECK_KINDS(all);
}

static void what_is_called_is_told_from_what_is_passed(void **state)
{
    static const struct expected all[] = {
        {"x()", STN_GO_USE_CALLED},
        {"defer x()", STN_GO_USE_CALLED},
        {"x.Close()", STN_GO_USE_METHOD},
        {"(x).Close()", STN_GO_USE_METHOD},
        {"g(x)", STN_GO_USE_ARGUMENT},
        {"g((x))", STN_GO_USE_ARGUMENT},
        {"g(y, x...)", STN_GO_USE_ARGUMENT},
        {"g(any(x))", STN_GO_USE_ARGUMENT},
        {"g(x.(io.Closer))", STN_GO_USE_ARGUMENT},
        {"g[int](x)", STN_GO_USE_ARGUMENT},
        {"g[int](x, y)", STN_GO_USE_ARGUMENT},
        {"y.m(x)", STN_GO_USE_ARGUMENT},
        {"_ = x.Close", STN_GO_USE_METHOD_VALUE},
        {"_ = x.field", STN_GO_USE_METHOD_VALUE},
    };

    (void)state;
    CHECK_KINDS(all);
}

static void what_takes_a_value_away_is_told(void **state)
{
    static const struct expected all[] = {
        {"y := x", STN_GO_USE_ASSIGNED},
        {"y = x", STN_GO_USE_ASSIGNED},
        {"var z = x", STN_GO_USE_ASSIGNED},
        {"var z any = x", STN_GO_USE_ASSIGNED},
        {"y, z := 1, x", STN_GO_USE_ASSIGNED},
        {"z := x.(io.Closer)", STN_GO_USE_ASSIGNED},
        {"switch z := x.(type) { case int: g(z) }", STN_GO_USE_ASSIGNED},
        {"return x", STN_GO_USE_RETURNED},
        {"return 1, x", STN_GO_USE_RETURNED},
        {"y.field = x", STN_GO_USE_STORED},
        {"l[0] = x", STN_GO_USE_STORED},
        {"*y = x", STN_GO_USE_STORED},
        {"_ = T{x}", STN_GO_USE_STORED},
        {"_ = T{field: x}", STN_GO_USE_STORED},
        {"_ = map[int]*T{1: x}", STN_GO_USE_STORED},
        {"return T{field: x}", STN_GO_USE_STORED},
        {"c <- x", STN_GO_USE_SENT},
        {"y = &x", STN_GO_USE_ADDRESS},
    };

    (void)state;
    CHECK_KINDS(all);
}

static void what_writes_to_a_variable_is_told(void **state)
{
    static const struct expected all[] = {
        {"x = nil", STN_GO_USE_WRITTEN},
        {"x, y = g()", STN_GO_USE_WRITTEN},
        {"y, x := g()", STN_GO_USE_WRITTEN},
        {"x++", STN_GO_USE_WRITTEN},
        {"x--", STN_GO_USE_WRITTEN},
        {"x += 1", STN_GO_USE_WRITTEN},
        {"for x = range l { }", STN_GO_USE_WRITTEN},
        {"select { case x = <-c: }", STN_GO_USE_WRITTEN},
    };

    (void)state;
    CHECK_KINDS(all);
}

static void channels_are_used_in_their_own_ways(void **state)
{
    static const struct expected all[] = {
        {"<-x", STN_GO_USE_RECEIVED},
        {"v := <-x", STN_GO_USE_RECEIVED},
        {"for range x { }", STN_GO_USE_RECEIVED},
        {"for v := range x { g(v) }", STN_GO_USE_RECEIVED},
        {"select { case <-x: }", STN_GO_USE_RECEIVED},
        {"select { case v := <-x: g(v) }", STN_GO_USE_RECEIVED},
        {"x <- 1", STN_GO_USE_SENT_ON},
        {"select { case x <- 1: }", STN_GO_USE_SENT_ON},
    };

    (void)state;
    CHECK_KINDS(all);
}

static void fields_are_looked_through(void **state)
{
    static const struct {
        const char *body;
        enum stn_go_use_kind kind;
        const char *through, *method;
    } all[] = {
        {"x.Close()", STN_GO_USE_METHOD, "", "Close"},
        {"x.Body.Close()", STN_GO_USE_METHOD, "Body", "Close"},
        {"_ = x.Body.Close", STN_GO_USE_METHOD_VALUE, "Body", "Close"},
        {"g(x.Body)", STN_GO_USE_ARGUMENT, "Body", ""},
        {"return x.Body", STN_GO_USE_RETURNED, "Body", ""},
        {"y.b = x.Body", STN_GO_USE_STORED, "Body", ""},
        {"b := x.Body", STN_GO_USE_ASSIGNED, "Body", ""},
        {"c <- x.Body", STN_GO_USE_SENT, "Body", ""},
        {"_ = x.Body", STN_GO_USE_METHOD_VALUE, "", "Body"},
        {"if x.Body == nil { }", STN_GO_USE_METHOD_VALUE, "", "Body"},
        {"x.Body = nil", STN_GO_USE_WRITTEN, "Body", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        struct fixture fixture;
        open_body(&fixture, all[i].body);
        const struct stn_go_use *use = &fixture.use;
        if (use->kind != all[i].kind ||
            !stn_str_equal(use->through, stn_str_of(all[i].through)) ||
            (use->kind != STN_GO_USE_ARGUMENT &&
             !stn_str_equal(use->method, stn_str_of(all[i].method))))
            fail_msg("%s: it is used as %d, through %.*s", all[i].body,
                     (int)use->kind, (int)use->through.len, use->through.ptr);
        close_body(&fixture);
    }
}

static void a_call_tells_how_it_is_made_and_which_argument_it_is(void **state)
{
    static const struct {
        const char *body;
        const char *call;
        enum stn_go_call_kind how;
        uint32_t argument;
    } all[] = {
        {"g(x)", "g(x)", STN_GO_CALL_NOW, 0},
        {"g(1, y, x)", "g(1, y, x)", STN_GO_CALL_NOW, 2},
        {"g(h(x), y)", "h(x)", STN_GO_CALL_NOW, 0},
        {"defer g(y, x)", "g(y, x)", STN_GO_CALL_DEFERRED, 1},
        {"defer g(h(x))", "h(x)", STN_GO_CALL_NOW, 0},
        {"go g(x)", "g(x)", STN_GO_CALL_GO, 0},
        {"x.Close()", "x.Close()", STN_GO_CALL_NOW, 0},
        {"defer x.Close()", "x.Close()", STN_GO_CALL_DEFERRED, 0},
        {"go x.Close()", "x.Close()", STN_GO_CALL_GO, 0},
        {"defer x.Body.Close()", "x.Body.Close()", STN_GO_CALL_DEFERRED, 0},
        {"defer x()", "x()", STN_GO_CALL_DEFERRED, 0},
        {"g(/* first */ y, // more\n\tx)", NULL, STN_GO_CALL_NOW, 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        struct fixture fixture;
        open_body(&fixture, all[i].body);
        const struct stn_go_use *use = &fixture.use;
        if (use->how != all[i].how || use->argument != all[i].argument ||
            (all[i].call != NULL &&
             !stn_go_text_is(fixture.tree, use->call, all[i].call)))
            fail_msg("%s: how %d, argument %u", all[i].body, (int)use->how,
                     use->argument);
        close_body(&fixture);
    }
}

static void an_assignment_tells_the_name_across_from_it(void **state)
{
    static const struct {
        const char *body, *target;
    } all[] = {
        {"z := x", "z"},
        {"a, b := y, x", "b"},
        {"var a, b = x, y", "a"},
        {"var a, b any = y, x", "b"},
        {"var (\n\ta = 1\n\tb = x\n)", "b"},
        {"switch z := x.(type) { }", "z"},
        {"y, z = x, 1", "y"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        struct fixture fixture;
        open_body(&fixture, all[i].body);
        if (fixture.use.kind != STN_GO_USE_ASSIGNED ||
            !stn_go_text_is(fixture.tree, fixture.use.target, all[i].target))
            fail_msg("%s: it is not assigned to %s", all[i].body,
                     all[i].target);
        close_body(&fixture);
    }
}

static void literals_around_a_use_have_a_role(void **state)
{
    static const struct {
        const char *body;
        enum stn_go_role role;
    } all[] = {
        {"func() { g(x) }()", STN_GO_ROLE_CALLED},
        {"v := func() int { return g(x) }()", STN_GO_ROLE_CALLED},
        {"defer func() { g(x) }()", STN_GO_ROLE_DEFERRED},
        {"go func() { g(x) }()", STN_GO_ROLE_GO},
        {"h(func() { g(x) })", STN_GO_ROLE_ARGUMENT},
        {"defer h(func() { g(x) })", STN_GO_ROLE_ARGUMENT},
        {"fn := func() { g(x) }", STN_GO_ROLE_ASSIGNED},
        {"fn = func() { g(x) }", STN_GO_ROLE_ASSIGNED},
        {"var fn = func() { g(x) }", STN_GO_ROLE_ASSIGNED},
        {"return func() { g(x) }", STN_GO_ROLE_OTHER},
        {"_ = T{field: func() { g(x) }}", STN_GO_ROLE_OTHER},
        {"c <- func() { g(x) }", STN_GO_ROLE_OTHER},
        /* The outermost one counts. */
        {"go func() { func() { g(x) }() }()", STN_GO_ROLE_GO},
        {"func() { go func() { g(x) }() }()", STN_GO_ROLE_CALLED},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        struct fixture fixture;
        open_body(&fixture, all[i].body);
        if (fixture.use.literal == 0)
            fail_msg("%s: there is no literal", all[i].body);
        if (stn_go_role_of(fixture.tree, fixture.use.literal) != all[i].role)
            fail_msg("%s: its role is %d", all[i].body,
                     (int)stn_go_role_of(fixture.tree, fixture.use.literal));
        close_body(&fixture);
    }
}

static void what_is_outside_of_literals_has_none(void **state)
{
    struct fixture fixture;

    (void)state;
    open_body(&fixture, "g(x, func() { h() })");
    assert_int_equal(fixture.use.literal, 0);
    const uint32_t function = go_source_function(&fixture.source, 0, "f");
    const uint32_t literal =
        go_source_find(&fixture.source, 0, STN_GO_FUNC_LITERAL,
                       "func() { h() }", 0);
    const uint32_t inner =
        go_source_find(&fixture.source, 0, STN_GO_CALL, "h()", 0);
    assert_int_equal(stn_go_literal_in(fixture.tree, function, inner), literal);
    assert_int_equal(stn_go_literal_in(fixture.tree, literal, inner), 0);
    assert_int_equal(stn_go_literal_in(fixture.tree, function, literal), 0);
    close_body(&fixture);
}

static void a_variable_of_a_literal_is_local_to_it(void **state)
{
    struct go_source source;

    (void)state;
    go_source_open(&source, "package p\nfunc f() {\n\tg(func() {\n"
                            "\t\tv := h()\n\t\tv.Close()\n\t})\n}\n");
    struct stn_go_file *file = &source.package.files[0];
    const uint32_t object = go_source_object(&source, 0, "v", 0);
    const uint32_t at = stn_go_next_use(&source.package, file, object, 0);
    const struct stn_go_use use =
        stn_go_use_at(&source.package, file, object, at);
    assert_int_equal(use.kind, STN_GO_USE_METHOD);
    assert_int_equal(use.literal, 0);
    go_source_close(&source);
}

static void uses_come_in_the_order_of_the_file(void **state)
{
    struct fixture fixture;
    uint32_t count = 0;
    uint32_t before = 0;

    (void)state;
    open_body(&fixture, "g(x)\nx.m()\nfunc() { h(x) }()\nreturn x");
    for (uint32_t at = fixture.use.node; at != 0;
         at = stn_go_next_use(&fixture.source.package, fixture.file,
                              fixture.object, at)) {
        assert_true(at > before);
        assert_true(stn_go_text_is(fixture.tree, at, "x"));
        before = at;
        count++;
    }
    assert_int_equal(count, 4);
    close_body(&fixture);
}

static void any_expression_has_a_use(void **state)
{
    struct fixture fixture;

    (void)state;
    open_body(&fixture, "r := wrap(x)");
    const struct stn_go_use use = stn_go_use_of(
        fixture.tree,
        go_source_find(&fixture.source, 0, STN_GO_CALL, "wrap(x)", 0));
    assert_int_equal(use.kind, STN_GO_USE_ASSIGNED);
    assert_true(stn_go_text_is(fixture.tree, use.target, "r"));
    assert_int_equal(use.literal, 0);
    close_body(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_looks_at_a_value_reads_it),
        cmocka_unit_test(what_is_called_is_told_from_what_is_passed),
        cmocka_unit_test(what_takes_a_value_away_is_told),
        cmocka_unit_test(what_writes_to_a_variable_is_told),
        cmocka_unit_test(channels_are_used_in_their_own_ways),
        cmocka_unit_test(fields_are_looked_through),
        cmocka_unit_test(a_call_tells_how_it_is_made_and_which_argument_it_is),
        cmocka_unit_test(an_assignment_tells_the_name_across_from_it),
        cmocka_unit_test(literals_around_a_use_have_a_role),
        cmocka_unit_test(what_is_outside_of_literals_has_none),
        cmocka_unit_test(a_variable_of_a_literal_is_local_to_it),
        cmocka_unit_test(uses_come_in_the_order_of_the_file),
        cmocka_unit_test(any_expression_has_a_use),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
