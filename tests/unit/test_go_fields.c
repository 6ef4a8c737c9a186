#include "golang/fields.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "tests/support/go_source.h"

static void a_field_is_read_where_it_is_not_written(void **state)
{
    static const struct go_text texts[] = {
        {"a.go", "package p\nfunc f(s *S) {\n\ts.written = 1\n"
                 "\ts.both = 1\n\ts.added += 1\n\ts.one, s.two = g()\n"
                 "\ts.outer.inner = 1\n\ts.list[0] = 1\n\ts.called()\n}\n"},
        {"b.go", "package p\nfunc h(s *S) { use(s.both) }\n"},
    };
    static const struct {
        const char *name;
        bool is_read;
    } all[] = {
        {"written", false}, {"both", true},   {"one", false}, {"two", false},
        {"outer", true},    {"inner", false}, {"list", true}, {"called", true},
        {"none", false},    {"", false},      {"s", false},   {"writte", false},
    };
    struct go_source source;

    (void)state;
    go_source_open_all(&source, texts, 2);
    for (int again = 0; again < 2; again++)
        for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
            if (stn_go_field_is_read(&source.package,
                                     stn_str_of(all[i].name)) != all[i].is_read)
                fail_msg("%s", all[i].name);
    assert_false(source.package.is_short);
    go_source_close(&source);
}

static void many_fields_are_told_apart(void **state)
{
    static char text[64 * 1024];
    struct go_source source;
    size_t used;

    (void)state;
    used = (size_t)snprintf(text, sizeof(text), "package p\nvar v = f(");
    for (int i = 0; i < 2000; i++)
        used +=
            (size_t)snprintf(text + used, sizeof(text) - used, "s.f%d, ", i);
    snprintf(text + used, sizeof(text) - used, "1)\n");
    go_source_open(&source, text);
    for (int i = 0; i < 4000; i++) {
        char name[16];
        snprintf(name, sizeof(name), "f%d", i);
        assert_int_equal(
            stn_go_field_is_read(&source.package, stn_str_of(name)), i < 2000);
    }
    go_source_close(&source);
}

static void a_package_without_fields_reads_none(void **state)
{
    struct go_source source;

    (void)state;
    go_source_open(&source, "package p\n");
    assert_false(stn_go_field_is_read(&source.package, STN_STR("a")));
    go_source_close(&source);
}

static void names_of_a_function_are_those_in_it(void **state)
{
    struct go_source source;

    (void)state;
    go_source_open(&source, "package p\nfunc f(a int) {\n"
                            "\tfunc() { cancel() }()\n}\nfunc g() { b.c() }\n");
    const struct stn_go_pass pass = {
        .package = &source.package,
        .file = &source.package.files[0],
        .tree = &source.package.files[0].tree,
    };
    const uint32_t f = go_source_function(&source, 0, "f");
    const uint32_t g = go_source_function(&source, 0, "g");
    assert_true(stn_go_function_names(&pass, f, "a"));
    assert_true(stn_go_function_names(&pass, f, "cancel"));
    assert_false(stn_go_function_names(&pass, f, "b"));
    assert_true(stn_go_function_names(&pass, g, "b"));
    assert_false(stn_go_function_names(&pass, g, "cancel"));
    while (stn_go_spend(&source.package, 1000000))
        ;
    assert_true(stn_go_function_names(&pass, g, "cancel"));
    go_source_close(&source);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_field_is_read_where_it_is_not_written),
        cmocka_unit_test(many_fields_are_told_apart),
        cmocka_unit_test(a_package_without_fields_reads_none),
        cmocka_unit_test(names_of_a_function_are_those_in_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
