#include "golang/duty.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "golang/flow.h"
#include "tests/support/go_source.h"

static const char *const closes[] = {"Close", NULL};

/* A body of `func f(cond bool, r *R) (res *T, failure error)`: what the first
 * call of open() gives the first name must be closed. */
#define HEAD                                                                   \
    "package p\n\nimport (\n\t\"bufio\"\n\t\"errors\"\n\t\"io\"\n\t\"log\"\n"  \
    "\t\"os\"\n)\n"                                                            \
    "func closes(c io.Closer) { c.Close() }\n"                                 \
    "func reads(r io.Reader) { r.Read(nil) }\n"                                \
    "func dies() { os.Exit(1) }\n"                                             \
    "func check(fn func() error) { if fn() != nil { log.Print() } }\n"         \
    "func f(cond bool, r *R) (res *T, failure error) {\n"

struct fixture {
    struct go_source source;
    const struct stn_go_tree *tree;
    struct stn_go_duty duty;
    struct stn_go_settled settled;
    char text[4096];
};

static void settle_as(struct fixture *fixture, const char *body,
                      struct stn_go_release release, const char *drained_by)
{
    snprintf(fixture->text, sizeof(fixture->text), HEAD "%s\n}\n", body);
    go_source_open(&fixture->source, fixture->text);
    struct stn_go_package *package = &fixture->source.package;
    struct stn_go_file *file = &package->files[0];
    fixture->tree = &file->tree;
    const uint32_t call =
        go_source_find(&fixture->source, 0, STN_GO_CALL, "open()", 0);
    const uint32_t name = stn_go_assigned_to(&file->tree, call, 0);
    const uint32_t error = stn_go_assigned_to(&file->tree, call, 1);
    assert_int_not_equal(name, 0);
    fixture->duty = (struct stn_go_duty){
        .object = stn_go_object_at(file, name),
        .error = error != 0 ? stn_go_object_at(file, error) : 0,
        .from = stn_go_statement_of(&file->tree, call),
        .release = release,
        .drained_by = drained_by,
    };
    assert_int_not_equal(fixture->duty.object, 0);
    fixture->settled = stn_go_duty_settle(package, file, &fixture->duty);
    assert_false(package->is_short);
    assert_false(package->is_limited);
}

static void settle(struct fixture *fixture, const char *body)
{
    settle_as(fixture, body, (struct stn_go_release){closes, NULL}, NULL);
}

static void close_fixture(struct fixture *fixture)
{
    go_source_close(&fixture->source);
}

struct expected {
    const char *body;
    enum stn_go_duty_end end;
};

static void check_end(const struct fixture *fixture, const char *body,
                      enum stn_go_duty_end end)
{
    static const char *const names[] = {"unknown", "done", "missed", "never"};

    if (fixture->settled.end != end)
        fail_msg("%s: it is %s, not %s", body, names[fixture->settled.end],
                 names[end]);
}

static void check_ends(const struct expected *all, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct fixture fixture;
        settle(&fixture, all[i].body);
        check_end(&fixture, all[i].body, all[i].end);
        close_fixture(&fixture);
    }
}

#define CHECK_ENDS(all) check_ends(all, sizeof(all) / sizeof((all)[0]))

#define DONE STN_GO_DUTY_DONE
#define MISSED STN_GO_DUTY_MISSED
#define NEVER STN_GO_DUTY_NEVER
#define UNKNOWN STN_GO_DUTY_UNKNOWN

static void a_release_must_be_on_every_path(void **state)
{
    static const struct expected all[] = {
        {"x, _ := open()\nreads(x)", NEVER},
        {"x, _ := open()\nx.Close()", DONE},
        {"x, _ := open()\ndefer x.Close()\nreads(x)", DONE},
        {"x, _ := open()\nif cond { return }\nx.Close()", MISSED},
        {"x, _ := open()\nif cond { x.Close() }", MISSED},
        {"x, _ := open()\nif cond { x.Close() } else { x.Close() }", DONE},
        {"x, _ := open()\nif cond { x.Close(); return }\nx.Close()", DONE},
        {"x, _ := open()\nswitch { case cond: x.Close() }", MISSED},
        {"x, _ := open()\nswitch { case cond: x.Close(); default: x.Close() }",
         DONE},
        {"x, _ := open()\nfor cond { x.Close() }", MISSED},
        {"x, _ := open()\nreads(x)\nfor { }", DONE},
        {"if x, _ := open(); cond { x.Close() }", MISSED},
        {"var x, _ = open()\nreads(x)", NEVER},
        {"var x, _ = open()\nx.Close()", DONE},
        {"var (\n\tx, _ = open()\n)\nreads(x)", NEVER},
        {"var x *T\nx, _ = open()\nreads(x)", NEVER},
        {"switch x, _ := open(); { case cond: reads(x) }", NEVER},
    };

    (void)state;
    CHECK_ENDS(all);
}

static void the_branch_of_the_error_owes_nothing(void **state)
{
    static const struct expected all[] = {
        {"x, err := open()\nif err != nil { return }\nx.Close()", DONE},
        {"x, err := open()\nif nil != err { return }\nx.Close()", DONE},
        {"x, err := open()\nif err == nil { x.Close() }", DONE},
        {"x, err := open()\nif err == nil { return }\nx.Close()", MISSED},
        {"x, err := open()\nif err != nil && cond { return }\nx.Close()", DONE},
        {"x, err := open()\nif err != nil || cond { return }\nx.Close()",
         MISSED},
        {"x, err := open()\nif !(err == nil) { return }\nx.Close()", DONE},
        {"if x, err := open(); err == nil { x.Close() }", DONE},
        {"if x, err := open(); err != nil { return } else { x.Close() }", DONE},
        {"x, err := open()\nif err != nil { return }\nreads(x)", NEVER},
        {"x, err := open()\nfor err != nil { return }\nx.Close()", DONE},
        {"x, err := open()\nif failure != nil { return }\nx.Close()", MISSED},
    };

    (void)state;
    CHECK_ENDS(all);
}

static void an_error_assigned_anew_tells_nothing(void **state)
{
    static const struct expected all[] = {
        {"x, err := open()\nif err != nil { return }\nerr = g()\n"
         "if err != nil { return }\nx.Close()",
         MISSED},
        {"x, err := open()\nif err != nil { return }\n_, err = g()\n"
         "if err != nil { return }\nx.Close()",
         MISSED},
        {"x, err := open()\nerr = g()\nif err != nil { return }\nx.Close()",
         MISSED},
        {"x, err := open()\nscan(&err)\nif err != nil { return }\nx.Close()",
         MISSED},
        {"x, err := open()\nif err != nil { return }\n"
         "func() { err = g() }()\nif err != nil { return }\nx.Close()",
         MISSED},
        /* Another variable of the same name. */
        {"x, err := open()\nif err != nil { return }\n"
         "if err := g(); err != nil { return }\nx.Close()",
         MISSED},
        {"x, err := open()\nif cond { err := g(); use(err) }\n"
         "if err != nil { return }\nx.Close()",
         DONE},
        /* On the way that assigns it, and only there. */
        {"x, err := open()\nif cond { err = g() }\nif err != nil { return }\n"
         "x.Close()",
         MISSED},
        {"x, err := open()\nif err != nil { err = wrap(err); return }\n"
         "x.Close()",
         DONE},
    };

    (void)state;
    CHECK_ENDS(all);
}

static void what_is_asked_of_the_error_means_it(void **state)
{
    static const struct expected all[] = {
        {"x, err := open()\nif errors.Is(err, io.EOF) { return }\n"
         "if err != nil { return }\nx.Close()",
         DONE},
        {"x, err := open()\nif os.IsNotExist(err) { return }\nx.Close()", DONE},
        {"x, err := open()\nif errors.As(err, &r) { return }\nx.Close()", DONE},
        {"x, err := open()\nif !os.IsNotExist(err) { return }\nx.Close()",
         MISSED},
        {"x, err := open()\nif g(r, err) { return }\nx.Close()", MISSED},
        {"x, err := open()\nswitch {\ncase errors.Is(err, io.EOF):\n\treturn\n"
         "case err != nil:\n\treturn\n}\nx.Close()",
         DONE},
    };

    (void)state;
    CHECK_ENDS(all);
}

static void a_switch_over_the_error_is_a_check_of_it(void **state)
{
    static const struct expected all[] = {
        {"x, err := open()\nswitch err {\ncase nil:\n\tx.Close()\n"
         "case io.EOF:\n\treturn\ndefault:\n\treturn\n}",
         DONE},
        {"x, err := open()\nswitch err {\ncase nil:\ndefault:\n\treturn\n}\n"
         "x.Close()",
         DONE},
        {"x, err := open()\nswitch err {\ncase io.EOF:\n\treturn\n}\nx.Close()",
         DONE},
        {"x, err := open()\nswitch err {\ncase nil:\n\treturn\n}\nx.Close()",
         MISSED},
        /* nil is one of several. */
        {"x, err := open()\nswitch err {\ncase nil, io.EOF:\n\tx.Close()\n"
         "default:\n\treturn\n}",
         DONE},
        {"x, err := open()\nswitch err {\ncase io.EOF, nil:\n\tx.Close()\n"
         "default:\n\treturn\n}",
         DONE},
        {"x, err := open()\nswitch err {\ncase io.EOF, nil:\n\treturn\n}\n"
         "x.Close()",
         MISSED},
        {"x, err := open()\nswitch failure {\ncase io.EOF:\n\treturn\n}\n"
         "x.Close()",
         MISSED},
        {"x, err := open()\nswitch err.(type) {\ncase nil:\n\tx.Close()\n"
         "case *os.PathError:\n\treturn\ndefault:\n\treturn\n}",
         DONE},
        {"x, err := open()\nswitch e := err.(type) {\n"
         "case *os.PathError:\n\tuse(e)\n\treturn\n}\nx.Close()",
         DONE},
        {"x, err := open()\nswitch err.(type) {\ncase nil:\n\treturn\n}\n"
         "x.Close()",
         MISSED},
    };

    (void)state;
    CHECK_ENDS(all);
}

static void nothing_is_owed_for_nil(void **state)
{
    static const struct expected all[] = {
        {"x, _ := open()\nif x == nil { return }\nx.Close()", DONE},
        {"x, _ := open()\nif x != nil { x.Close() }", DONE},
        {"x, _ := open()\nif nil != x { x.Close() }", DONE},
        {"x, _ := open()\nif x == nil || cond { return }\nx.Close()", MISSED},
        {"x, _ := open()\nif x != nil { return }\nx.Close()", MISSED},
        {"x, _ := open()\ny := x\nif y != nil { y.Close() }", DONE},
        {"x, err := open()\nerr = g()\nif x == nil { return }\nx.Close()",
         DONE},
        /* A field of it may well be nil. */
        {"x, _ := open()\nif x.next == nil { return }\nx.Close()", MISSED},
    };

    (void)state;
    CHECK_ENDS(all);
}

static void what_is_given_away_is_settled(void **state)
{
    static const struct expected all[] = {
        {"x, _ := open()\nreturn x, nil", DONE},
        {"x, _ := open()\nr.c = x", DONE},
        {"x, _ := open()\nch <- x", DONE},
        {"x, _ := open()\nunknown(x)", DONE},
        {"x, _ := open()\nkeep[int](x)", DONE},
        {"x, _ := open()\nl = append(l, x)", DONE},
        {"x, _ := open()\np := &x", DONE},
        {"x, _ := open()\nreturn &T{x}, nil", DONE},
        {"x, _ := open()\ncloses(x)", DONE},
        {"x, _ := open()\ndefer closes(x)", DONE},
        {"x, _ := open()\ndefer check(x.Close)\nreads(x)", DONE},
        {"x, _ := open()\nif cond { return x, nil }\nreturn", MISSED},
        {"x, _ := open()\nif cond { r.c = x }", MISSED},
        {"x, _ := open()\nx = nil\nx.Close()", DONE},
        {"x, _ := open()\nlog.Println(x)", NEVER},
    };

    (void)state;
    CHECK_ENDS(all);
}

static void aliases_are_other_names_of_it(void **state)
{
    static const struct expected all[] = {
        {"x, _ := open()\ny := x\ny.Close()", DONE},
        {"x, _ := open()\ny := x\nreads(y)", NEVER},
        {"x, _ := open()\ny := x\nz := y\nz.Close()", DONE},
        {"x, _ := open()\ny := x\nif cond { y.Close() }\nx.Close()", DONE},
        {"x, _ := open()\nvar y io.Closer = x\ndefer y.Close()", DONE},
        {"x, _ := open()\ny := x.(io.Closer)\ndefer y.Close()", DONE},
        {"x, _ := open()\ny := x\nreturn y, nil", DONE},
        {"x, _ := open()\ny := x\nif cond { return }\ny.Close()", MISSED},
        {"x, _ := open()\na := x\nb := a\nc := b\nd := c\nreads(d)", DONE},
        {"x, _ := open()\nr = x", DONE},
        {"x, _ := open()\nfunc() { y := x; reads(y) }()", DONE},
        /* It is captured: who knows. */
        {"x, _ := open()\ny := x\nfunc() { y.Close() }()", DONE},
    };

    (void)state;
    CHECK_ENDS(all);
}

static void a_type_switch_makes_an_alias(void **state)
{
    static const struct expected all[] = {
        {"x, _ := open()\nswitch y := x.(type) {\ncase io.Closer:\n"
         "\ty.Close()\ndefault:\n\tx.Close()\n}",
         DONE},
        {"x, _ := open()\nswitch y := x.(type) {\ncase io.Closer:\n"
         "\ty.Close()\n}",
         MISSED},
        {"x, _ := open()\nswitch y := x.(type) {\ncase io.Closer:\n"
         "\treads(y)\n}",
         NEVER},
        {"x, _ := open()\nswitch y := x.(type) {\ncase int:\n\treads(y)\n"
         "default:\n\treads(y)\n}\nx.Close()",
         DONE},
    };

    (void)state;
    CHECK_ENDS(all);
}

static void where_a_wrapper_goes_it_goes(void **state)
{
    static const struct expected all[] = {
        {"x, _ := open()\nb := bufio.NewReader(x)\nreads(b)", NEVER},
        {"x, _ := open()\nb := bufio.NewReader(x)\nreads(b)\nx.Close()", DONE},
        {"x, _ := open()\nb := bufio.NewReader(x)\nreturn b, nil", DONE},
        {"x, _ := open()\nb := bufio.NewReader(x)\nr.b = b", DONE},
        {"x, _ := open()\nb := bufio.NewReader(x)\nunknown(b)", DONE},
        {"x, _ := open()\nreturn bufio.NewReader(x), nil", DONE},
        {"x, _ := open()\nreads(bufio.NewReader(x))", NEVER},
        /* Closing a wrapper leaves open what it wraps. */
        {"x, _ := open()\nw := bufio.NewWriter(x)\nw.Close()", NEVER},
    };

    (void)state;
    CHECK_ENDS(all);
}

static void literals_count_by_their_role(void **state)
{
    static const struct expected all[] = {
        {"x, _ := open()\ndefer func() { x.Close() }()", DONE},
        {"x, _ := open()\ndefer func() { if x != nil { x.Close() } }()", DONE},
        {"x, _ := open()\nfunc() { x.Close() }()", DONE},
        {"x, _ := open()\nfunc() { reads(x) }()", NEVER},
        {"x, _ := open()\ndefer func() { reads(x) }()", NEVER},
        {"x, _ := open()\nt.Cleanup(func() { x.Close() })", DONE},
        {"x, _ := open()\nr.stop = func() { x.Close() }", DONE},
        {"x, _ := open()\nreturn func() { x.Close() }, nil", DONE},
        {"x, _ := open()\nstop := func() { x.Close() }\ndefer stop()", DONE},
        {"x, _ := open()\neach(func() { reads(x) })", NEVER},
        {"x, _ := open()\nif cond { return }\ndefer func() { x.Close() }()",
         MISSED},
    };

    (void)state;
    CHECK_ENDS(all);
}

static void what_a_goroutine_uses_is_its_own(void **state)
{
    static const struct expected all[] = {
        {"x, _ := open()\ngo func() { reads(x) }()", DONE},
        {"x, _ := open()\ngo func() { defer x.Close(); reads(x) }()", DONE},
        {"x, _ := open()\ngo x.Close()", DONE},
        {"x, _ := open()\ngo closes(x)", DONE},
        {"x, _ := open()\ngo unknown(x)", DONE},
        {"x, _ := open()\nif cond { go func() { reads(x) }() }", MISSED},
    };

    (void)state;
    CHECK_ENDS(all);
}

static void a_named_result_is_given_back_by_a_bare_return(void **state)
{
    static const struct expected all[] = {
        {"res, failure = open()\nreturn", DONE},
        {"res, failure = open()\nif failure != nil { return }\nreturn", DONE},
        {"res, failure = open()\nreturn res, nil", DONE},
        {"res, failure = open()\nif cond { return nil, nil }\nreturn", NEVER},
        {"x, err := open()\nres = x\nreturn", DONE},
        {"x, err := open()\nreturn", NEVER},
    };

    (void)state;
    CHECK_ENDS(all);
}

static void a_process_that_ends_owes_nothing(void **state)
{
    static const struct expected all[] = {
        {"x, _ := open()\nif cond { os.Exit(1) }\nx.Close()", DONE},
        {"x, _ := open()\nif cond { log.Fatal(1) }\nx.Close()", DONE},
        {"x, _ := open()\nif cond { panic(1) }\nx.Close()", DONE},
        {"x, _ := open()\nif cond { dies() }\nx.Close()", DONE},
        {"x, _ := open()\nreads(x)\nos.Exit(0)", DONE},
        {"x, _ := open()\nif cond { log.Print(1) }\nreads(x)", NEVER},
    };

    (void)state;
    CHECK_ENDS(all);
}

static void a_loop_that_acquires_again_misses_the_first(void **state)
{
    static const struct expected all[] = {
        {"for cond {\n\tx, _ := open()\n\treads(x)\n}", NEVER},
        {"for cond {\n\tx, _ := open()\n\tx.Close()\n}", DONE},
        {"for {\n\tx, err := open()\n\tif err != nil { continue }\n"
         "\tx.Close()\n}",
         DONE},
        {"for {\n\tx, err := open()\n\tif err != nil { return }\n"
         "\tif cond { continue }\n\tx.Close()\n}",
         MISSED},
        {"var x *T\nfor cond {\n\tx, _ = open()\n}\nx.Close()", MISSED},
        {"for {\n\tx, err := open()\n\tif err == nil {\n\t\tr.c = x\n"
         "\t\tbreak\n\t}\n}",
         DONE},
        {"for {\n\tx, err := open()\n\tif err != nil { return }\n"
         "\tdefer x.Close()\n}",
         DONE},
    };

    (void)state;
    CHECK_ENDS(all);
}

static void a_drained_value_is_released(void **state)
{
    static const struct expected all[] = {
        {"x, err := open()\nif err != nil { return }\n"
         "for x.Next() { reads(x) }",
         DONE},
        {"x, err := open()\nif err != nil { return }\n"
         "for x.Next() { if cond { return } }",
         NEVER},
        {"x, err := open()\nif err != nil { return }\n"
         "for x.Next() { break }",
         NEVER},
        {"x, _ := open()\nif !x.Next() { return }\nx.Close()", DONE},
        {"x, _ := open()\ny := x\nfor y.Next() { }", DONE},
        {"x, _ := open()\nfor r.Next() { }", NEVER},
        {"x, _ := open()\nfor x.More() { }", NEVER},
        {"x, _ := open()\nfor x.rows.Next() { }", NEVER},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        struct fixture fixture;
        settle_as(&fixture, all[i].body,
                  (struct stn_go_release){closes, NULL}, "Next");
        check_end(&fixture, all[i].body, all[i].end);
        close_fixture(&fixture);
    }
}

static void a_field_may_be_what_is_released(void **state)
{
    static const struct expected all[] = {
        {"x, err := open()\nif err != nil { return }\ndefer x.Body.Close()",
         DONE},
        {"x, _ := open()\nx.Close()", NEVER},
        {"x, _ := open()\nbody := x.Body\ndefer body.Close()", DONE},
        {"x, _ := open()\nbody := x.Body\nio.ReadAll(body)", NEVER},
        {"x, _ := open()\nhead := x.Header\nreturn head, nil", NEVER},
        {"x, _ := open()\nreturn x.Body, nil", DONE},
        {"x, _ := open()\nif x.Body == nil { return }\nx.Body.Close()", DONE},
        {"x, _ := open()\nif x.Body != nil { x.Body.Close() }", DONE},
        {"x, _ := open()\nif x.Header == nil { return }\nx.Body.Close()",
         MISSED},
        {"x, _ := open()\nif x != nil && x.Body != nil { x.Body.Close() }",
         DONE},
        {"x, _ := open()\ncloses(x.Body)", DONE},
        {"x, _ := open()\ndefer check(x.Body.Close)", DONE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        struct fixture fixture;
        settle_as(&fixture, all[i].body,
                  (struct stn_go_release){closes, "Body"}, NULL);
        check_end(&fixture, all[i].body, all[i].end);
        close_fixture(&fixture);
    }
}

static void a_function_may_be_what_is_to_be_called(void **state)
{
    static const struct expected all[] = {
        {"x, _ := open()\ndefer x()", DONE},
        {"x, _ := open()\nx()", DONE},
        {"x, _ := open()\nif cond { return }\nx()", MISSED},
        {"x, _ := open()\nr.cancel = x", DONE},
        {"x, _ := open()\ndefer func() { x() }()", DONE},
        {"x, _ := open()\n_ = x", NEVER},
        {"x, _ := open()\ntime.AfterFunc(1, x)", DONE},
        {"x, _ := open()\ngo func() { x() }()", DONE},
        {"x, _ := open()\ncheck(x)", DONE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        struct fixture fixture;
        settle_as(&fixture, all[i].body, (struct stn_go_release){NULL, NULL},
                  NULL);
        check_end(&fixture, all[i].body, all[i].end);
        close_fixture(&fixture);
    }
}

static void where_nothing_can_be_said_it_is_unknown(void **state)
{
    static const struct expected all[] = {
        {"x, _ := open()\ngoto nowhere", UNKNOWN},
        {"return\nx, _ := open()\nreads(x)", UNKNOWN},
        {"var x *T\nfunc() { x, _ = open() }()", UNKNOWN},
    };

    (void)state;
    CHECK_ENDS(all);
}

static void literals_have_duties_of_their_own(void **state)
{
    static const struct expected all[] = {
        {"go func() {\n\tx, _ := open()\n\treads(x)\n}()", NEVER},
        {"go func() {\n\tx, _ := open()\n\tdefer x.Close()\n}()", DONE},
        {"fn := func() {\n\tx, err := open()\n\tif err != nil { return }\n"
         "\tx.Close()\n}",
         DONE},
    };

    (void)state;
    CHECK_ENDS(all);
}

static void a_missed_path_tells_where_it_ends(void **state)
{
    static const struct {
        const char *body, *where;
    } all[] = {
        {"x, _ := open()\nif cond { return r, nil }\nx.Close()",
         "return r, nil"},
        {"for cond {\n\tx, _ := open()\n\tif !cond { x.Close() }\n}",
         "x, _ := open()"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        struct fixture fixture;
        settle(&fixture, all[i].body);
        check_end(&fixture, all[i].body, MISSED);
        if (!stn_go_text_is(fixture.tree, fixture.settled.where, all[i].where))
            fail_msg("%s: it is not at %s", all[i].body, all[i].where);
        close_fixture(&fixture);
    }
    struct fixture fixture;
    settle(&fixture, "x, _ := open()\nif cond { x.Close() }");
    assert_int_equal(
        fixture.settled.where,
        stn_go_body(fixture.tree, go_source_function(&fixture.source, 0, "f")));
    close_fixture(&fixture);
}

static void the_release_is_told_a_deferred_one_first(void **state)
{
    struct fixture fixture;

    (void)state;
    settle(&fixture, "x, _ := open()\nx.Close()");
    assert_false(fixture.settled.is_deferred);
    assert_int_equal(
        stn_go_kind_of(fixture.tree, fixture.settled.release),
        STN_GO_IDENTIFIER);
    assert_true(stn_go_text_is(
        fixture.tree,
        stn_go_statement_of(fixture.tree, fixture.settled.release),
        "x.Close()"));
    close_fixture(&fixture);
    settle(&fixture, "x, _ := open()\nif cond { x.Close(); return }\n"
                     "defer x.Close()");
    assert_true(fixture.settled.is_deferred);
    assert_true(stn_go_text_is(
        fixture.tree,
        stn_go_statement_of(fixture.tree, fixture.settled.release),
        "defer x.Close()"));
    close_fixture(&fixture);
    settle(&fixture, "x, _ := open()\ndefer func() { x.Close() }()");
    assert_true(fixture.settled.is_deferred);
    close_fixture(&fixture);
    settle(&fixture, "x, _ := open()\nreads(x)");
    assert_int_equal(fixture.settled.release, 0);
    assert_false(fixture.settled.is_deferred);
    close_fixture(&fixture);
}

static void variables_of_the_package_have_no_duty(void **state)
{
    struct go_source source;

    (void)state;
    go_source_open(&source, "package p\nvar x, _ = open()\n"
                            "func f() { x, _ = open() }\n");
    struct stn_go_file *file = &source.package.files[0];
    const uint32_t call =
        go_source_find(&source, 0, STN_GO_CALL, "open()", 1);
    const struct stn_go_duty duty = {
        .object = stn_go_object_at(file,
                                   stn_go_assigned_to(&file->tree, call, 0)),
        .from = stn_go_statement_of(&file->tree, call),
        .release = {closes, NULL},
    };
    assert_int_not_equal(duty.object, 0);
    assert_int_equal(
        stn_go_duty_settle(&source.package, file, &duty).end,
        STN_GO_DUTY_UNKNOWN);
    go_source_close(&source);
}

static void results_are_assigned_to_names(void **state)
{
    static const struct {
        const char *statement;
        uint32_t n;
        const char *name; /* NULL: to none */
    } all[] = {
        {"x, err := open()", 0, "x"},
        {"x, err := open()", 1, "err"},
        {"x, err := open()", 2, NULL},
        {"x, err = open()", 1, "err"},
        {"_, err = open()", 0, "_"},
        {"var x, err = open()", 0, "x"},
        {"var x, err = open()", 1, "err"},
        {"var x, err T = open()", 2, NULL},
        {"x := open()", 0, "x"},
        {"a, x := g(), open()", 0, "x"},
        {"a, x := g(), open()", 1, NULL},
        {"x, a := open(), g()", 0, "x"},
        {"var a, x = g(), open()", 0, "x"},
        {"r.c, err = open()", 0, NULL},
        {"r.c, err = open()", 1, "err"},
        {"l[0] = open()", 0, NULL},
        {"open()", 0, NULL},
        {"g(open())", 0, NULL},
        {"return open()", 0, NULL},
        {"x := g(open())", 0, NULL},
        {"x := open().(T)", 0, NULL},
        {"for _, v := range open() { }", 0, NULL},
        {"if x, err := open(); err != nil { }", 0, "x"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        char text[256];
        struct go_source source;
        snprintf(text, sizeof(text), "package p\nfunc f() {\n%s\n}\n",
                 all[i].statement);
        go_source_open(&source, text);
        const struct stn_go_tree *tree = &source.package.files[0].tree;
        const uint32_t name = stn_go_assigned_to(
            tree, go_source_find(&source, 0, STN_GO_CALL, "open()", 0),
            all[i].n);
        if (all[i].name == NULL ? name != 0
                                : name == 0 || !stn_go_text_is(tree, name,
                                                               all[i].name))
            fail_msg("%s: result %u", all[i].statement, all[i].n);
        go_source_close(&source);
    }
}

static void errors_are_known_by_their_names(void **state)
{
    (void)state;
    assert_true(stn_go_is_error_name(STN_STR("err")));
    assert_true(stn_go_is_error_name(STN_STR("err2")));
    assert_true(stn_go_is_error_name(STN_STR("readErr")));
    assert_true(stn_go_is_error_name(STN_STR("rerr")));
    assert_true(stn_go_is_error_name(STN_STR("closeError")));
    assert_false(stn_go_is_error_name(STN_STR("ok")));
    assert_false(stn_go_is_error_name(STN_STR("e")));
    assert_false(stn_go_is_error_name(STN_STR("")));
}

static void past_the_ceiling_nothing_is_said(void **state)
{
    struct fixture fixture;

    (void)state;
    settle(&fixture, "x, _ := open()\nreads(x)");
    check_end(&fixture, "before", NEVER);
    while (stn_go_spend(&fixture.source.package, 1000000))
        ;
    assert_int_equal(stn_go_duty_settle(&fixture.source.package,
                                        &fixture.source.package.files[0],
                                        &fixture.duty)
                         .end,
                     STN_GO_DUTY_UNKNOWN);
    close_fixture(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_release_must_be_on_every_path),
        cmocka_unit_test(the_branch_of_the_error_owes_nothing),
        cmocka_unit_test(an_error_assigned_anew_tells_nothing),
        cmocka_unit_test(what_is_asked_of_the_error_means_it),
        cmocka_unit_test(a_switch_over_the_error_is_a_check_of_it),
        cmocka_unit_test(nothing_is_owed_for_nil),
        cmocka_unit_test(what_is_given_away_is_settled),
        cmocka_unit_test(aliases_are_other_names_of_it),
        cmocka_unit_test(a_type_switch_makes_an_alias),
        cmocka_unit_test(where_a_wrapper_goes_it_goes),
        cmocka_unit_test(literals_count_by_their_role),
        cmocka_unit_test(what_a_goroutine_uses_is_its_own),
        cmocka_unit_test(a_named_result_is_given_back_by_a_bare_return),
        cmocka_unit_test(a_process_that_ends_owes_nothing),
        cmocka_unit_test(a_loop_that_acquires_again_misses_the_first),
        cmocka_unit_test(a_drained_value_is_released),
        cmocka_unit_test(a_field_may_be_what_is_released),
        cmocka_unit_test(a_function_may_be_what_is_to_be_called),
        cmocka_unit_test(where_nothing_can_be_said_it_is_unknown),
        cmocka_unit_test(literals_have_duties_of_their_own),
        cmocka_unit_test(a_missed_path_tells_where_it_ends),
        cmocka_unit_test(the_release_is_told_a_deferred_one_first),
        cmocka_unit_test(variables_of_the_package_have_no_duty),
        cmocka_unit_test(results_are_assigned_to_names),
        cmocka_unit_test(errors_are_known_by_their_names),
        cmocka_unit_test(past_the_ceiling_nothing_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
