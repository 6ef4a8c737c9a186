#include "golang/flow.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "golang/function.h"
#include "tests/support/go_source.h"

#define IMPORTS                                                                \
    "package p\n\nimport (\n\"log\"\n\"os\"\n\"runtime\"\n\"syscall\"\n"       \
    "\"testing\"\n\"github.com/golang/glog\"\n"                                \
    "\"github.com/sirupsen/logrus\"\n\"go.uber.org/zap\"\n"                    \
    "\"k8s.io/klog/v2\"\nzlog \"github.com/rs/zerolog/log\"\n)\n\n"

/* How the last call of a function f ends. */
static enum stn_go_leave how_call_ends(const char *declarations)
{
    struct go_source source;
    char text[4096];

    snprintf(text, sizeof(text), IMPORTS "%s\n", declarations);
    go_source_open(&source, text);
    struct stn_go_file *file = &source.package.files[0];
    const struct stn_go_tree *tree = &file->tree;
    uint32_t function = go_source_function(&source, 0, "f");
    uint32_t body = stn_go_body(tree, function);
    uint32_t call = 0;
    for (uint32_t n = stn_go_first(tree, body); n != 0;
         n = stn_go_next(tree, n))
        call = stn_go_statement_call(tree, n);
    if (call == 0)
        fail_msg("%s: there is no call", declarations);
    enum stn_go_leave how = stn_go_call_leaves(&source.package, file, call);
    go_source_close(&source);
    return how;
}

struct ending {
    const char *declarations;
    enum stn_go_leave how;
};

static void check_endings(const struct ending *endings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        enum stn_go_leave how = how_call_ends(endings[i].declarations);
        if (how != endings[i].how)
            fail_msg("%s: it is %d", endings[i].declarations, (int)how);
    }
}

#define CHECK_ENDINGS(endings)                                                 \
    check_endings(endings, sizeof(endings) / sizeof((endings)[0]))

static void functions_of_libraries_end(void **state)
{
    static const struct ending endings[] = {
        {"func f() { panic(1) }", STN_GO_LEAVES_PANIC},
        {"func f() { (panic)(1) }", STN_GO_LEAVES_PANIC},
        {"func f() { os.Exit(1) }", STN_GO_LEAVES_PROCESS},
        {"func f() { syscall.Exit(1) }", STN_GO_LEAVES_PROCESS},
        {"func f() { log.Fatalf(`x`) }", STN_GO_LEAVES_PROCESS},
        {"func f() { log.Panicln() }", STN_GO_LEAVES_PANIC},
        {"func f() { runtime.Goexit() }", STN_GO_LEAVES_GOEXIT},
        {"func f() { logrus.Fatal() }", STN_GO_LEAVES_PROCESS},
        {"func f() { logrus.WithError(e).WithField(`a`, 1).Fatal() }",
         STN_GO_LEAVES_PROCESS},
        {"func f() { glog.Exitf(`x`) }", STN_GO_LEAVES_PROCESS},
        {"func f() { klog.FatalDepth(1) }", STN_GO_LEAVES_PROCESS},
        {"func f() { zap.L().Fatal(`x`) }", STN_GO_LEAVES_PROCESS},
        {"func f() { zap.S().With(1).Fatalw(`x`) }", STN_GO_LEAVES_PROCESS},
        {"func f() { zlog.Fatal().Err(e).Msg(`x`) }", STN_GO_LEAVES_PROCESS},
        {"func f() { zlog.Fatal().Send() }", STN_GO_LEAVES_PROCESS},
        {"func f() { zlog.Error().Msg(`x`) }", STN_GO_GOES_ON},
        {"func f() { zlog.Fatal() }", STN_GO_GOES_ON},
        {"func f() { log.Println() }", STN_GO_GOES_ON},
        {"func f() { os.Remove(`x`) }", STN_GO_GOES_ON},
    };

    (void)state;
    CHECK_ENDINGS(endings);
}

static void what_hides_a_name_goes_on(void **state)
{
    static const struct ending endings[] = {
        {"func f(panic func(int)) { panic(1) }", STN_GO_GOES_ON},
        {"func f(os thing) { os.Exit(1) }", STN_GO_GOES_ON},
        {"func panic(int) {}\nfunc f() { panic(1) }", STN_GO_GOES_ON},
        {"func f() { other.Exit(1) }", STN_GO_GOES_ON},
    };

    (void)state;
    CHECK_ENDINGS(endings);
}

static void methods_of_spelled_types_end(void **state)
{
    static const struct ending endings[] = {
        {"func f(t *testing.T) { t.FailNow() }", STN_GO_LEAVES_GOEXIT},
        {"func f(b *testing.B) { b.Fatal() }", STN_GO_LEAVES_GOEXIT},
        {"func f(tb testing.TB) { tb.Skipf(`x`) }", STN_GO_LEAVES_GOEXIT},
        {"func f(t *testing.T) { t.Error() }", STN_GO_GOES_ON},
        {"func f(t *tested) { t.FailNow() }", STN_GO_GOES_ON},
        {"func f(l *log.Logger) { l.Fatal() }", STN_GO_LEAVES_PROCESS},
        {"func f(l *log.Logger) { l.Panicf(`x`) }", STN_GO_LEAVES_PANIC},
        {"func f() { l := log.New(w, ``, 0); l.Fatal() }",
         STN_GO_LEAVES_PROCESS},
        {"var l = log.New(w, ``, 0)\nfunc f() { l.Fatalln() }",
         STN_GO_LEAVES_PROCESS},
        {"var a, l = 1, log.Default()\nfunc f() { l.Fatalln() }",
         STN_GO_LEAVES_PROCESS},
        {"var l *log.Logger\nfunc f() { l.Fatalln() }", STN_GO_LEAVES_PROCESS},
        {"func f() { l := &log.Logger{}; l.Fatal() }", STN_GO_LEAVES_PROCESS},
        {"func f() { l := new(log.Logger); l.Fatal() }", STN_GO_LEAVES_PROCESS},
        {"type s struct { a, b int; l *log.Logger }\n"
         "func (s *s) f() { s.l.Fatal() }",
         STN_GO_LEAVES_PROCESS},
        {"type s struct { l *mine }\nfunc (s *s) f() { s.l.Fatal() }",
         STN_GO_GOES_ON},
    };

    (void)state;
    CHECK_ENDINGS(endings);
}

static void functions_of_the_package_end_as_they_do(void **state)
{
    static const struct ending endings[] = {
        {"func die() { os.Exit(1) }\nfunc f() { die() }",
         STN_GO_LEAVES_PROCESS},
        {"func die() { log.Print(); panic(1) }\nfunc f() { die() }",
         STN_GO_LEAVES_PANIC},
        {"func die() { if x { os.Exit(1) }; panic(1) }\nfunc f() { die() }",
         STN_GO_LEAVES_PANIC},
        {"func die() { if x { os.Exit(1) } }\nfunc f() { die() }",
         STN_GO_GOES_ON},
        {"func spin() { for { work() } }\nfunc f() { spin() }",
         STN_GO_LEAVES_NEVER},
        {"func wait() { select {} }\nfunc f() { wait() }", STN_GO_LEAVES_NEVER},
        {"func die() { spin() }\nfunc spin() { for {} }\nfunc f() { die() }",
         STN_GO_LEAVES_NEVER},
        {"func a() { b() }\nfunc b() { c() }\nfunc c() { os.Exit(1) }\n"
         "func f() { a() }",
         STN_GO_LEAVES_PROCESS},
        {"func f() { func() { os.Exit(1) }() }", STN_GO_LEAVES_PROCESS},
        {"func die[T any](v T) { panic(v) }\nfunc f() { die[int](1) }",
         STN_GO_LEAVES_PANIC},
        {"func die() { go os.Exit(1); defer os.Exit(1) }\nfunc f() { die() }",
         STN_GO_GOES_ON},
        {"func die() { _ = func() { os.Exit(1) } }\nfunc f() { die() }",
         STN_GO_GOES_ON},
        {"func fail(t *testing.T) { t.Helper(); t.Fatal() }\n"
         "func f(t *testing.T) { fail(t) }",
         STN_GO_LEAVES_GOEXIT},
        {"func die()\nfunc f() { die() }", STN_GO_GOES_ON},
    };

    (void)state;
    CHECK_ENDINGS(endings);
}

static void methods_of_the_package_end_as_they_do(void **state)
{
    static const struct ending endings[] = {
        {"type s struct{}\nfunc (s *s) die() { os.Exit(1) }\n"
         "func (s *s) f() { s.die() }",
         STN_GO_LEAVES_PROCESS},
        {"type s[T any] struct{}\nfunc (s s[T]) die() { os.Exit(1) }\n"
         "func f(v *s[int]) { v.die() }",
         STN_GO_LEAVES_PROCESS},
        {"type s struct{}\nfunc (s *s) die() { os.Exit(1) }\n"
         "func f() { v := &s{}; v.die() }",
         STN_GO_LEAVES_PROCESS},
        {"type s struct{}\nfunc (s *s) die() { os.Exit(1) }\n"
         "func f() { var v s; v.die() }",
         STN_GO_LEAVES_PROCESS},
        {"type s struct{}\ntype o struct{ v *s }\n"
         "func (s *s) die() { os.Exit(1) }\nfunc (o *o) f() { o.v.die() }",
         STN_GO_LEAVES_PROCESS},
        {"type s interface{ die() }\ntype o struct{}\n"
         "func (o o) die() { os.Exit(1) }\nfunc f(v s) { v.die() }",
         STN_GO_GOES_ON},
        {"type s struct{}\nfunc (s *s) die() { os.Exit(1) }\n"
         "func f() { type s struct{}; var v s; v.die() }",
         STN_GO_GOES_ON},
    };

    (void)state;
    CHECK_ENDINGS(endings);
}

static void a_circle_of_calls_may_return(void **state)
{
    static const struct ending endings[] = {
        {"func a() { a() }\nfunc f() { a() }", STN_GO_GOES_ON},
        {"func a() { b() }\nfunc b() { a() }\nfunc f() { a() }",
         STN_GO_GOES_ON},
        {"func a() { b(); panic(1) }\nfunc b() { a() }\nfunc f() { a() }",
         STN_GO_LEAVES_PANIC},
        {"func a() { b(); panic(1) }\nfunc b() { a() }\nfunc f() { b() }",
         STN_GO_GOES_ON},
    };

    (void)state;
    CHECK_ENDINGS(endings);
}

static void a_panic_that_is_recovered_returns(void **state)
{
    static const struct ending endings[] = {
        {"func a() { defer func() { recover() }(); panic(1) }\n"
         "func f() { a() }",
         STN_GO_GOES_ON},
        {"func a() { defer b(); panic(1) }\n"
         "func b() { if r := recover(); r != nil { log.Print(r) } }\n"
         "func f() { a() }",
         STN_GO_GOES_ON},
        {"func a() { defer b(); panic(1) }\nfunc b() {}\nfunc f() { a() }",
         STN_GO_LEAVES_PANIC},
        {"func a() { defer func() { recover() }(); os.Exit(1) }\n"
         "func f() { a() }",
         STN_GO_LEAVES_PROCESS},
    };

    (void)state;
    CHECK_ENDINGS(endings);
}

static void functions_of_other_files_are_known(void **state)
{
    static const struct go_text texts[] = {
        {"a.go", "package p\nfunc f() { die(); stay() }\n"},
        {"b.go", "package p\nimport \"os\"\n"
                 "func die() { os.Exit(1) }\nfunc stay() {}\n"},
        {"c_test.go", "package p_test\nfunc f() { die() }\n"},
    };
    struct go_source source;

    (void)state;
    go_source_open_all(&source, texts, 3);
    struct stn_go_package *package = &source.package;
    assert_int_equal(
        stn_go_call_leaves(package, &package->files[0],
                           go_source_find(&source, 0, STN_GO_CALL, "die()", 0)),
        STN_GO_LEAVES_PROCESS);
    assert_int_equal(stn_go_call_leaves(
                         package, &package->files[0],
                         go_source_find(&source, 0, STN_GO_CALL, "stay()", 0)),
                     STN_GO_GOES_ON);
    assert_int_equal(
        stn_go_call_leaves(package, &package->files[2],
                           go_source_find(&source, 2, STN_GO_CALL, "die()", 0)),
        STN_GO_GOES_ON);
    assert_false(stn_go_can_return(package, &package->files[0],
                                   go_source_function(&source, 0, "f")));
    assert_true(stn_go_can_return(package, &package->files[2],
                                  go_source_function(&source, 2, "f")));
    assert_int_equal(stn_go_call_leaves(package, &package->files[0], 0),
                     STN_GO_GOES_ON);
    go_source_close(&source);
}

static void a_function_is_kept_once(void **state)
{
    struct go_source source;

    (void)state;
    go_source_open(&source,
                   "package p\nfunc f() { g := func() {}; g() }\nvar v int\n");
    struct stn_go_package *package = &source.package;
    struct stn_go_file *file = &package->files[0];
    uint32_t literal =
        go_source_find(&source, 0, STN_GO_FUNC_LITERAL, "func() {}", 0);
    struct stn_go_function *function =
        stn_go_function_at(package, file, literal);
    assert_non_null(function);
    assert_int_equal(function->node, literal);
    assert_ptr_equal(stn_go_function_at(package, file, literal), function);
    assert_null(stn_go_function_at(package, file, literal + 1));
    assert_ptr_equal(stn_go_flow_of(package, file, literal),
                     stn_go_flow_of(package, file, literal));
    go_source_close(&source);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(functions_of_libraries_end),
        cmocka_unit_test(what_hides_a_name_goes_on),
        cmocka_unit_test(methods_of_spelled_types_end),
        cmocka_unit_test(functions_of_the_package_end_as_they_do),
        cmocka_unit_test(methods_of_the_package_end_as_they_do),
        cmocka_unit_test(a_circle_of_calls_may_return),
        cmocka_unit_test(a_panic_that_is_recovered_returns),
        cmocka_unit_test(functions_of_other_files_are_known),
        cmocka_unit_test(a_function_is_kept_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
