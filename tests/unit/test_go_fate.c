#include "golang/fate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "tests/support/go_source.h"

static const char *const closes[] = {"Close", NULL};
static const struct stn_go_release by_close = {closes, NULL};
static const struct stn_go_release by_call = {NULL, NULL};
static const struct stn_go_release by_body = {closes, "Body"};

/* Helpers that bodies may call. */
#define HELPERS                                                                \
    "package p\n\nimport (\n\t\"bufio\"\n\t\"fmt\"\n\t\"io\"\n\t\"log\"\n)\n"  \
    "func closes(c io.Closer) { c.Close() }\n"                                 \
    "func closesSecond(a, c io.Closer) { c.Close() }\n"                        \
    "func closesLast(a int, b, c io.Closer) { c.Close() }\n"                   \
    "func defers(c io.Closer) { defer c.Close() }\n"                           \
    "func defersIn(c io.Closer) { defer func() { c.Close() }() }\n"            \
    "func reads(r io.Reader) { fmt.Println(r) }\n"                             \
    "func ignores(_ io.Reader) {}\n"                                           \
    "func unnamed(io.Reader) {}\n"                                             \
    "func stores(r io.Reader) { kept = r }\n"                                  \
    "func returns(r io.Reader) io.Reader { return r }\n"                       \
    "func sends(r io.Reader) { ch <- r }\n"                                    \
    "func rest(all ...io.Closer) {}\n"                                         \
    "func afterNamed(a int, all ...io.Closer) {}\n"                            \
    "func bodiless(c io.Closer)\n"                                             \
    "func helper(c io.Closer) { closes(c) }\n"                                 \
    "func selfish(c io.Closer) { if kept != nil { selfish(c) } }\n"            \
    "func ping(c io.Closer) { pong(c); c.Close() }\n"                          \
    "func pong(c io.Closer) { if kept != nil { ping(c) } }\n"                  \
    "func calls(fn func() error) { if fn() != nil { log.Print() } }\n"         \
    "func drops(fn func() error) {}\n"                                         \
    "func generic[T io.Closer](c T) { c.Close() }\n"                           \
    "func one(c io.Closer) { two(c) }\n"                                       \
    "func two(c io.Closer) { three(c) }\n"                                     \
    "func three(c io.Closer) { four(c) }\n"                                    \
    "func four(c io.Closer) { five(c) }\n"                                     \
    "func five(c io.Closer) { fmt.Println(c) }\n"                              \
    "func closesBody(r *R) { r.Body.Close() }\n"                               \
    "type S struct{}\n"                                                        \
    "func (s *S) adopt(c io.Closer) { s.c = c }\n"                             \
    "func (s *S) close(c io.Closer) { c.Close() }\n"

struct expected {
    const char *body;
    enum stn_go_fate fate;
};

/* What the first use of x in `func f(x *T, s *S)` does. */
static enum stn_go_fate fate_of(const char *body,
                                const struct stn_go_release *release)
{
    struct go_source source;
    char text[8192];

    snprintf(text, sizeof(text),
             HELPERS "func f(x *T, s *S) any {\n%s\n}\n", body);
    go_source_open(&source, text);
    struct stn_go_package *package = &source.package;
    struct stn_go_file *file = &package->files[0];
    const uint32_t object = go_source_object(&source, 0, "x", 0);
    const uint32_t at = stn_go_next_use(package, file, object, 0);
    if (at == 0)
        fail_msg("%s: x is not used", body);
    const struct stn_go_use use = stn_go_use_at(package, file, object, at);
    const enum stn_go_fate fate = stn_go_use_fate(package, file, &use, release);
    assert_false(package->is_short);
    go_source_close(&source);
    return fate;
}

static void check_fates(const struct expected *all, size_t count,
                        const struct stn_go_release *release)
{
    for (size_t i = 0; i < count; i++) {
        const enum stn_go_fate fate = fate_of(all[i].body, release);
        if (fate != all[i].fate)
            fail_msg("%s: its fate is %d", all[i].body, (int)fate);
    }
}

#define CHECK_FATES(all, release)                                              \
    check_fates(all, sizeof(all) / sizeof((all)[0]), release)

static void a_listed_method_releases(void **state)
{
    static const struct expected all[] = {
        {"x.Close()", STN_GO_FATE_RELEASED},
        {"defer x.Close()", STN_GO_FATE_RELEASED},
        {"go x.Close()", STN_GO_FATE_RELEASED},
        {"x.Read(b)", STN_GO_FATE_IGNORED},
        {"x.conn.Close()", STN_GO_FATE_IGNORED},
        {"x()", STN_GO_FATE_IGNORED},
    };

    (void)state;
    CHECK_FATES(all, &by_close);
}

static void a_method_as_a_value_is_kept_if_it_releases(void **state)
{
    static const struct expected all[] = {
        {"fn := x.Close", STN_GO_FATE_KEPT},
        {"return x.Close", STN_GO_FATE_KEPT},
        {"s.fn = x.Close", STN_GO_FATE_KEPT},
        {"t.Cleanup(x.Close)", STN_GO_FATE_KEPT},
        {"return x.Name", STN_GO_FATE_IGNORED},
        {"n := x.Name", STN_GO_FATE_IGNORED},
        /* Whoever is given it calls it, or not. */
        {"calls(x.Close)", STN_GO_FATE_RELEASED},
        {"defer calls(x.Close)", STN_GO_FATE_RELEASED},
        {"drops(x.Close)", STN_GO_FATE_IGNORED},
    };

    (void)state;
    CHECK_FATES(all, &by_close);
}

static void what_is_to_be_called_is_released_by_a_call(void **state)
{
    static const struct expected all[] = {
        {"x()", STN_GO_FATE_RELEASED},
        {"defer x()", STN_GO_FATE_RELEASED},
        {"calls(x)", STN_GO_FATE_RELEASED},
        {"drops(x)", STN_GO_FATE_IGNORED},
        {"x.Close()", STN_GO_FATE_IGNORED},
        {"return x", STN_GO_FATE_KEPT},
        {"t.Cleanup(x)", STN_GO_FATE_KEPT},
    };

    (void)state;
    CHECK_FATES(all, &by_call);
}

static void what_is_released_through_a_field_has_that_field(void **state)
{
    static const struct expected all[] = {
        {"x.Body.Close()", STN_GO_FATE_RELEASED},
        {"x.Close()", STN_GO_FATE_IGNORED},
        {"x.Other.Close()", STN_GO_FATE_IGNORED},
        {"return x.Body", STN_GO_FATE_KEPT},
        {"return x.Header", STN_GO_FATE_IGNORED},
        {"return x", STN_GO_FATE_KEPT},
        {"s.r = x.Body", STN_GO_FATE_KEPT},
        {"io.ReadAll(x.Body)", STN_GO_FATE_IGNORED},
        {"closes(x.Body)", STN_GO_FATE_RELEASED},
        {"reads(x.Body)", STN_GO_FATE_IGNORED},
        {"reads(x.Header)", STN_GO_FATE_IGNORED},
        {"closes(x)", STN_GO_FATE_IGNORED},
        {"closesBody(x)", STN_GO_FATE_RELEASED},
        {"unknown(x.Body)", STN_GO_FATE_KEPT},
        {"unknown(x.Header)", STN_GO_FATE_IGNORED},
        {"defer closes(x.Body)", STN_GO_FATE_RELEASED},
        {"defer calls(x.Body.Close)", STN_GO_FATE_KEPT},
    };

    (void)state;
    CHECK_FATES(all, &by_body);
}

static void what_takes_it_away_keeps_it(void **state)
{
    static const struct expected all[] = {
        {"y := x", STN_GO_FATE_KEPT},
        {"return x", STN_GO_FATE_KEPT},
        {"s.c = x", STN_GO_FATE_KEPT},
        {"l[0] = x", STN_GO_FATE_KEPT},
        {"_ = T{x}", STN_GO_FATE_KEPT},
        {"ch <- x", STN_GO_FATE_KEPT},
        {"p := &x", STN_GO_FATE_KEPT},
        {"unknown(x)", STN_GO_FATE_KEPT},
        {"lib.Adopt(x)", STN_GO_FATE_KEPT},
        {"unknown[int](x)", STN_GO_FATE_KEPT},
        {"s = append(s, x)", STN_GO_FATE_KEPT},
    };

    (void)state;
    CHECK_FATES(all, &by_close);
}

static void looking_at_it_leaves_it_alone(void **state)
{
    static const struct expected all[] = {
        {"_ = x", STN_GO_FATE_IGNORED},
        {"if x != nil {}", STN_GO_FATE_IGNORED},
        {"fmt.Println(x)", STN_GO_FATE_IGNORED},
        {"io.Copy(w, x)", STN_GO_FATE_IGNORED},
        {"print(x)", STN_GO_FATE_IGNORED},
        {"_ = len(x)", STN_GO_FATE_IGNORED},
        {"for range x {}", STN_GO_FATE_IGNORED},
        {"x <- 1", STN_GO_FATE_IGNORED},
    };

    (void)state;
    CHECK_FATES(all, &by_close);
}

static void what_writes_to_it_from_now_on_keeps_it(void **state)
{
    static const struct expected all[] = {
        {"log.SetOutput(x)", STN_GO_FATE_KEPT},
        {"l := log.New(x, \"\", 0)", STN_GO_FATE_KEPT},
        {"log.Println(x)", STN_GO_FATE_IGNORED},
    };

    (void)state;
    CHECK_FATES(all, &by_close);
}

static void functions_of_the_package_are_opened(void **state)
{
    static const struct expected all[] = {
        {"closes(x)", STN_GO_FATE_RELEASED},
        {"closesSecond(x, 1)", STN_GO_FATE_IGNORED},
        {"closesSecond(1, x)", STN_GO_FATE_RELEASED},
        {"closesLast(1, 2, x)", STN_GO_FATE_RELEASED},
        {"closesLast(1, x, 2)", STN_GO_FATE_IGNORED},
        {"defers(x)", STN_GO_FATE_RELEASED},
        {"defersIn(x)", STN_GO_FATE_RELEASED},
        {"reads(x)", STN_GO_FATE_IGNORED},
        {"ignores(x)", STN_GO_FATE_IGNORED},
        {"unnamed(x)", STN_GO_FATE_IGNORED},
        {"stores(x)", STN_GO_FATE_KEPT},
        {"returns(x)", STN_GO_FATE_KEPT},
        {"sends(x)", STN_GO_FATE_KEPT},
        {"rest(1, x)", STN_GO_FATE_KEPT},
        {"afterNamed(1, x)", STN_GO_FATE_KEPT},
        {"bodiless(x)", STN_GO_FATE_KEPT},
        {"s.adopt(x)", STN_GO_FATE_KEPT},
        {"s.close(x)", STN_GO_FATE_RELEASED},
        {"generic(x)", STN_GO_FATE_RELEASED},
        {"generic[*T](x)", STN_GO_FATE_RELEASED},
        {"func(c io.Closer) { c.Close() }(x)", STN_GO_FATE_RELEASED},
        {"func(c io.Closer) { }(x)", STN_GO_FATE_IGNORED},
        {"go func(c io.Closer) { c.Close() }(x)", STN_GO_FATE_RELEASED},
    };

    (void)state;
    CHECK_FATES(all, &by_close);
}

static void helpers_of_helpers_are_opened_so_far(void **state)
{
    static const struct expected all[] = {
        {"helper(x)", STN_GO_FATE_RELEASED},
        {"two(x)", STN_GO_FATE_IGNORED},
        /* As far as anybody looks: it may keep it. */
        {"one(x)", STN_GO_FATE_KEPT},
        {"selfish(x)", STN_GO_FATE_IGNORED},
        {"ping(x)", STN_GO_FATE_RELEASED},
        {"pong(x)", STN_GO_FATE_RELEASED},
    };

    (void)state;
    CHECK_FATES(all, &by_close);
}

static void wrappers_go_where_they_are_put(void **state)
{
    static const struct expected all[] = {
        {"_ = bufio.NewReader(x)", STN_GO_FATE_IGNORED},
        {"return bufio.NewReader(x)", STN_GO_FATE_KEPT},
        {"r := bufio.NewReader(x)", STN_GO_FATE_KEPT},
        {"s.r = bufio.NewReader(x)", STN_GO_FATE_KEPT},
        {"reads(bufio.NewReader(x))", STN_GO_FATE_IGNORED},
        {"stores(bufio.NewReader(x))", STN_GO_FATE_KEPT},
        {"io.ReadAll(io.LimitReader(x, 5))", STN_GO_FATE_IGNORED},
        {"unknown(io.LimitReader(bufio.NewReader(x), 5))", STN_GO_FATE_KEPT},
        /* What closes the wrapper does not close what it wraps. */
        {"closes(bufio.NewReader(x))", STN_GO_FATE_IGNORED},
    };

    (void)state;
    CHECK_FATES(all, &by_close);
}

/* Whichever of the two is asked first. */
static void a_circle_never_hides_a_release(void **state)
{
    static const char text[] = HELPERS "func f(x *T) { ping(x) }\n"
                                       "func g(y *T) { pong(y) }\n";
    struct go_source source;
    struct stn_go_file *file;

    (void)state;
    go_source_open(&source, text);
    file = &source.package.files[0];
    const uint32_t ping =
        go_source_find(&source, 0, STN_GO_CALL, "ping(x)", 0);
    const uint32_t pong =
        go_source_find(&source, 0, STN_GO_CALL, "pong(y)", 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(stn_go_argument_fate(&source.package, file, ping, 0,
                                              &by_close),
                         STN_GO_FATE_RELEASED);
        assert_int_not_equal(stn_go_argument_fate(&source.package, file, pong,
                                                  0, &by_close),
                             STN_GO_FATE_IGNORED);
    }
    go_source_close(&source);
}

static void releases_of_one_parameter_are_told_apart(void **state)
{
    static const char text[] = HELPERS "func f(x *T) { closes(x) }\n";
    struct go_source source;

    (void)state;
    go_source_open(&source, text);
    struct stn_go_file *file = &source.package.files[0];
    const uint32_t call =
        go_source_find(&source, 0, STN_GO_CALL, "closes(x)", 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(stn_go_argument_fate(&source.package, file, call, 0,
                                              &by_close),
                         STN_GO_FATE_RELEASED);
        assert_int_equal(
            stn_go_argument_fate(&source.package, file, call, 0, &by_call),
            STN_GO_FATE_IGNORED);
        assert_int_equal(
            stn_go_argument_fate(&source.package, file, call, 0, &by_body),
            STN_GO_FATE_IGNORED);
        assert_int_equal(stn_go_argument_fate(&source.package, file, call, 0,
                                              &stn_go_no_release),
                         STN_GO_FATE_IGNORED);
    }
    go_source_close(&source);
}

static void functions_of_other_files_are_opened(void **state)
{
    static const struct go_text texts[] = {
        {"a.go", "package p\nfunc f(x *T) { closes(x) }\n"},
        {"b.go", "package p\nfunc closes(c *T) { c.Close() }\n"},
    };
    struct go_source source;

    (void)state;
    go_source_open_all(&source, texts, 2);
    const uint32_t call =
        go_source_find(&source, 0, STN_GO_CALL, "closes(x)", 0);
    assert_int_equal(stn_go_argument_fate(&source.package,
                                          &source.package.files[0], call, 0,
                                          &by_close),
                     STN_GO_FATE_RELEASED);
    go_source_close(&source);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_listed_method_releases),
        cmocka_unit_test(a_method_as_a_value_is_kept_if_it_releases),
        cmocka_unit_test(what_is_to_be_called_is_released_by_a_call),
        cmocka_unit_test(what_is_released_through_a_field_has_that_field),
        cmocka_unit_test(what_takes_it_away_keeps_it),
        cmocka_unit_test(looking_at_it_leaves_it_alone),
        cmocka_unit_test(what_writes_to_it_from_now_on_keeps_it),
        cmocka_unit_test(functions_of_the_package_are_opened),
        cmocka_unit_test(helpers_of_helpers_are_opened_so_far),
        cmocka_unit_test(wrappers_go_where_they_are_put),
        cmocka_unit_test(a_circle_never_hides_a_release),
        cmocka_unit_test(releases_of_one_parameter_are_told_apart),
        cmocka_unit_test(functions_of_other_files_are_opened),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
