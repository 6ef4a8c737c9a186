#include "golang/names.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "golang/file.h"
#include "tests/support/go_source.h"
#include "tests/support/torture.h"

/* Whether the n-th and the m-th identifier `name` are one object. */
static bool are_one(const char *text, const char *name, size_t n, size_t m)
{
    struct go_source source;

    go_source_open(&source, text);
    uint32_t left = go_source_object(&source, 0, name, n);
    uint32_t right = go_source_object(&source, 0, name, m);
    go_source_close(&source);
    return left != 0 && left == right;
}

static void names_end_with_their_scope(void **state)
{
    (void)state;
    assert_true(are_one("package p\nfunc f() { x := 1; { g(x) } }", "x", 0, 1));
    assert_false(
        are_one("package p\nfunc f() { { x := 1; h(x) }; g(x) }", "x", 0, 2));
    assert_false(are_one("package p\nfunc f() { if x := 1; x > 0 {}; g(x) }",
                         "x", 0, 2));
    assert_true(are_one("package p\nfunc f() { if x := 1; x > 0 { g(x) } else "
                        "{ h(x) } }",
                        "x", 0, 3));
    assert_true(are_one(
        "package p\nfunc f() { for i := 0; i < 1; i++ { g(i) } }", "i", 0, 3));
    assert_true(are_one("package p\nfunc f() { for _, v := range l { g(v) } }",
                        "v", 0, 1));
    assert_true(are_one("package p\nfunc f() { switch x := 1; x { case x: } }",
                        "x", 0, 2));
    assert_false(are_one(
        "package p\nfunc f() { switch { case a: x := 1; case b: g(x) } }", "x",
        0, 1));
    assert_true(are_one(
        "package p\nfunc f() { select { case x := <-c: g(x) } }", "x", 0, 1));
}

static void inner_names_hide_outer_ones(void **state)
{
    static const char text[] = "package p\nvar x int\n"
                               "func f(x int) { { x := x; g(x) }; h(x) }\n"
                               "func k() { g(x) }\n";
    struct go_source source;

    (void)state;
    go_source_open(&source, text);
    const uint32_t of_package = go_source_object(&source, 0, "x", 0);
    const uint32_t parameter = go_source_object(&source, 0, "x", 1);
    const uint32_t inner = go_source_object(&source, 0, "x", 2);
    assert_true(of_package != 0 && parameter != 0 && inner != 0);
    assert_true(of_package != parameter && parameter != inner);
    assert_int_equal(go_source_object(&source, 0, "x", 3), parameter);
    assert_int_equal(go_source_object(&source, 0, "x", 4), inner);
    assert_int_equal(go_source_object(&source, 0, "x", 5), parameter);
    assert_int_equal(go_source_object(&source, 0, "x", 6), of_package);
    go_source_close(&source);
}

static void defining_again_assigns_in_the_same_scope(void **state)
{
    (void)state;
    assert_true(are_one("package p\nfunc f() { a, err := g(); b, err := h() }",
                        "err", 0, 1));
    assert_false(
        are_one("package p\nfunc f() { a, err := g(); { b, err := h() } }",
                "err", 0, 1));
    assert_true(
        are_one("package p\nfunc f(err error) { a, err := g() }", "err", 0, 1));
    assert_false(are_one("package p\nfunc f() { _ = 1; _ = 2 }", "_", 0, 1));
}

static void uses_are_listed_in_order(void **state)
{
    struct go_source source;

    (void)state;
    go_source_open(&source, "package p\nfunc f() { x := 1; x = 2; g(x) }");
    const struct stn_go_file *file = &source.package.files[0];
    const struct stn_go_object *object =
        &source.package.objects[go_source_object(&source, 0, "x", 0)];
    const uint32_t first =
        go_source_find(&source, 0, STN_GO_IDENTIFIER, "x", 1);
    const uint32_t last = go_source_find(&source, 0, STN_GO_IDENTIFIER, "x", 2);
    assert_int_equal(object->first_use, first);
    assert_int_equal(file->next_uses[first], last);
    assert_int_equal(object->last_use, last);
    assert_int_equal(file->next_uses[last], 0);
    go_source_close(&source);
}

static void uses_in_literals_capture(void **state)
{
    struct go_source source;

    (void)state;
    go_source_open(&source, "package p\nfunc f(c int) {\na, b := 1, 2\n"
                            "func(d int) { use(a, c, d) }(b)\n}");
    const struct stn_go_object *objects = source.package.objects;
    assert_true(objects[go_source_object(&source, 0, "a", 0)].is_captured);
    assert_false(objects[go_source_object(&source, 0, "b", 0)].is_captured);
    assert_true(objects[go_source_object(&source, 0, "c", 0)].is_captured);
    assert_false(objects[go_source_object(&source, 0, "d", 0)].is_captured);
    go_source_close(&source);
}

static void a_type_switch_declares_its_alias(void **state)
{
    static const char text[] = "package p\nfunc f(v any) {\n"
                               "switch v := v.(type) { case int: g(v) }\n"
                               "h(v)\n}";

    (void)state;
    assert_true(are_one(text, "v", 1, 3));
    assert_true(are_one(text, "v", 0, 2));
    assert_true(are_one(text, "v", 0, 4));
}

static void keys_of_structs_are_fields(void **state)
{
    struct go_source source;

    (void)state;
    go_source_open(&source, "package p\nfunc f(a int) {\n"
                            "_ = s{a: 1}\n_ = map[int]int{a: 1}\n"
                            "_ = []int{a: 1}\n_ = s{b: a}\n}");
    const uint32_t a = go_source_object(&source, 0, "a", 0);
    assert_int_not_equal(a, 0);
    assert_int_equal(go_source_object(&source, 0, "a", 1), 0);
    assert_int_equal(go_source_object(&source, 0, "a", 2), a);
    assert_int_equal(go_source_object(&source, 0, "a", 3), a);
    assert_int_equal(go_source_object(&source, 0, "a", 4), a);
    go_source_close(&source);
}

static void types_of_parameters_are_outside_of_their_names(void **state)
{
    struct go_source source;

    (void)state;
    go_source_open(&source, "package p\ntype s int\n"
                            "func (s s) f(a int, b *s) (s, error) { }\n");
    const struct stn_go_file *file = &source.package.files[0];
    const uint32_t type =
        stn_go_names_find(&source.package, file, STN_STR("s"));
    for (size_t i = 1; i < 4; i++)
        assert_int_equal(
            stn_go_object_at(
                file,
                go_source_find(&source, 0, STN_GO_TYPE_IDENTIFIER, "s", i)),
            type);
    go_source_close(&source);
}

static void type_parameters_are_names_of_their_function(void **state)
{
    struct go_source source;

    (void)state;
    go_source_open(&source, "package p\ntype T int\n"
                            "func f[T any](v T) { var w T }\n");
    const struct stn_go_file *file = &source.package.files[0];
    const uint32_t used = stn_go_object_at(
        file, go_source_find(&source, 0, STN_GO_TYPE_IDENTIFIER, "T", 1));
    assert_int_not_equal(used, 0);
    assert_int_equal(source.package.objects[used].function,
                     go_source_function(&source, 0, "f"));
    go_source_close(&source);
}

static void objects_tell_what_they_are(void **state)
{
    static const struct {
        const char *name;
        enum stn_go_object_kind kind;
    } known[] = {
        {"variable", STN_GO_VARIABLE},
        {"constant", STN_GO_CONSTANT},
        {"f", STN_GO_FUNCTION_NAME},
        {"receiver", STN_GO_RECEIVER},
        {"parameter", STN_GO_PARAMETER_VARIABLE},
        {"result", STN_GO_RESULT_VARIABLE},
        {"local", STN_GO_VARIABLE},
    };
    struct go_source source;

    (void)state;
    go_source_open(&source,
                   "package p\nvar (\n variable int\n)\nconst constant = 1\n"
                   "func f() {}\ntype t struct{}\n"
                   "func (receiver t) g(parameter int) (result int) {\n"
                   "var local int\n"
                   "use(variable, constant, f, receiver, parameter, result, "
                   "local)\n}\n");
    uint32_t list = go_source_find(&source, 0, STN_GO_IDENTIFIER, "use", 0);
    list = stn_go_next(&source.package.files[0].tree, list);
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        uint32_t node =
            stn_go_nth(&source.package.files[0].tree, list, (uint32_t)i);
        uint32_t object = stn_go_object_at(&source.package.files[0], node);
        if (object == 0 || source.package.objects[object].kind != known[i].kind)
            fail_msg("%s is something else", known[i].name);
    }
    go_source_close(&source);
}

static void names_of_a_package_are_those_of_its_files(void **state)
{
    static const struct go_text texts[] = {
        {"a.go", "package p\nfunc f() { g() }\n"},
        {"b.go", "package p\nfunc g() {}\nfunc (t *T[int]) m() {}\n"
                 "func init() {}\nfunc _() {}\n"},
        {"b_test.go", "package p_test\nfunc h() { g() }\n"},
    };
    struct go_source source;

    (void)state;
    go_source_open_all(&source, texts, 3);
    const struct stn_go_package *package = &source.package;
    const struct stn_go_file *files = package->files;
    const uint32_t g = stn_go_names_find(package, &files[0], STN_STR("g"));
    assert_int_not_equal(g, 0);
    assert_int_equal(package->objects[g].file, 1);
    assert_int_equal(go_source_object(&source, 0, "g", 0), g);
    assert_int_equal(stn_go_names_find(package, &files[2], STN_STR("g")), 0);
    assert_int_not_equal(stn_go_names_find_method(package, &files[0],
                                                  STN_STR("T"), STN_STR("m")),
                         0);
    assert_int_equal(
        stn_go_names_find_method(package, &files[0], STN_STR(""), STN_STR("g")),
        0);
    assert_int_equal(stn_go_names_find(package, &files[1], STN_STR("init")), 0);
    assert_int_equal(stn_go_names_find(package, &files[1], STN_STR("_")), 0);
    go_source_close(&source);
}

static void imports_have_the_name_their_path_suggests(void **state)
{
    static const char text[] = "package p\nimport (\n"
                               "\"net/http\"\n"
                               "\"example.org/thing/v2\"\n"
                               "\"gopkg.in/yaml.v3\"\n"
                               "\"example.org/go-redis\"\n"
                               "\"example.org/nats-go\"\n"
                               "alias \"example.org/other\"\n"
                               ". \"example.org/dotted\"\n"
                               "_ \"example.org/blank\"\n)\n";
    static const char *const names[] = {"http",  "thing", "yaml",
                                        "redis", "nats",  "alias"};
    struct go_source source;

    (void)state;
    go_source_open(&source, text);
    const struct stn_go_file *file = &source.package.files[0];
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (stn_go_file_import(file, stn_str_of(names[i])) != &file->imports[i])
            fail_msg("%s is not imported", names[i]);
    assert_null(stn_go_file_import(file, STN_STR("dotted")));
    assert_null(stn_go_file_import(file, STN_STR("other")));
    assert_true(stn_go_file_imports(file, "example.org/dotted"));
    assert_false(stn_go_file_imports(file, "example.org/none"));
    go_source_close(&source);
}

static void a_local_name_hides_an_import(void **state)
{
    struct go_source source;

    (void)state;
    go_source_open(&source, "package p\nimport \"os\"\n"
                            "func f() { os.Exit(1) }\n"
                            "func g(os int) { use(os) }\n");
    const struct stn_go_file *file = &source.package.files[0];
    const uint32_t used =
        go_source_find(&source, 0, STN_GO_IDENTIFIER, "os", 0);
    const uint32_t hidden =
        go_source_find(&source, 0, STN_GO_IDENTIFIER, "os", 2);
    const struct stn_go_import *import = stn_go_import_at(file, used);
    assert_non_null(import);
    assert_true(stn_str_equal(import->path, STN_STR("os")));
    assert_null(stn_go_import_at(file, hidden));
    assert_null(stn_go_import_at(file, 0));
    go_source_close(&source);
}

static void names_of_the_language_can_be_hidden(void **state)
{
    struct go_source source;

    (void)state;
    go_source_open(&source, "package p\nfunc f() { panic(nil) }\n"
                            "func g(panic func(int)) { panic(1) }\n");
    const struct stn_go_file *file = &source.package.files[0];
    assert_true(stn_go_is_predeclared(
        file, go_source_find(&source, 0, STN_GO_IDENTIFIER, "panic", 0),
        "panic"));
    assert_true(stn_go_is_predeclared(
        file, go_source_find(&source, 0, STN_GO_NIL, "nil", 0), "nil"));
    assert_false(stn_go_is_predeclared(
        file, go_source_find(&source, 0, STN_GO_IDENTIFIER, "panic", 2),
        "panic"));
    assert_false(stn_go_is_predeclared(file, 0, "nil"));
    go_source_close(&source);
}

static uint32_t minor_of(const char *go_mod, const char *text)
{
    struct go_source source;

    assert_int_equal(
        go_source_try(&source, &(struct go_text){"a.go", text}, 1, go_mod),
        STN_OK);
    uint32_t minor = stn_go_minor_of(&source.package, &source.package.files[0]);
    go_source_close(&source);
    return minor;
}

static void the_version_is_that_of_go_mod_or_of_the_file(void **state)
{
    (void)state;
    assert_int_equal(minor_of("", "package p\n"), STN_GO_MINOR_NEWEST);
    assert_int_equal(minor_of("module m\n\ngo 1.21\n", "package p\n"), 21);
    assert_int_equal(minor_of("go 1.21.3\n", "package p\n"), 21);
    assert_int_equal(minor_of("go 2.1\n", "package p\n"), STN_GO_MINOR_NEWEST);
    assert_int_equal(minor_of("go 1.21\n", "//go:build go1.22\n\npackage p\n"),
                     22);
    assert_int_equal(minor_of("go 1.21\n", "//go:build !go1.22\n\npackage p\n"),
                     21);
    assert_int_equal(
        minor_of("go 1.21\n", "//go:build linux || go1.22\n\npackage p\n"), 21);
    assert_int_equal(minor_of("go 1.21\n", "package p\n\n//go:build go1.22\n"),
                     21);
}

static bool is_generated(const char *text)
{
    struct go_source source;

    go_source_open(&source, text);
    const bool answer = source.package.files[0].is_generated;
    go_source_close(&source);
    return answer;
}

static void generated_files_are_marked_before_the_package(void **state)
{
    (void)state;
    assert_true(
        is_generated("// Code generated by hand. DO NOT EDIT.\n\npackage p\n"));
    assert_false(
        is_generated("// Code generated by hand. Please edit.\npackage p\n"));
    assert_false(
        is_generated("package p\n\n// Code generated by hand. DO NOT EDIT.\n"));
}

static enum stn_status read_all(void *payload)
{
    static const struct go_text texts[] = {
        {"a.go", "package p\nimport \"os\"\nvar v int\n"
                 "func (s *s) f(x bool) { a := v; func() { g(a) }() }\n"},
        {"b.go", "package p\nfunc g(int) {}\n"},
    };
    struct go_source source;
    enum stn_status status = go_source_try(&source, texts, 2, "go 1.22\n");

    (void)payload;
    go_source_close(&source);
    return status;
}

static void reading_survives_without_memory(void **state)
{
    (void)state;
    torture(read_all, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_end_with_their_scope),
        cmocka_unit_test(inner_names_hide_outer_ones),
        cmocka_unit_test(defining_again_assigns_in_the_same_scope),
        cmocka_unit_test(uses_are_listed_in_order),
        cmocka_unit_test(uses_in_literals_capture),
        cmocka_unit_test(a_type_switch_declares_its_alias),
        cmocka_unit_test(keys_of_structs_are_fields),
        cmocka_unit_test(types_of_parameters_are_outside_of_their_names),
        cmocka_unit_test(type_parameters_are_names_of_their_function),
        cmocka_unit_test(objects_tell_what_they_are),
        cmocka_unit_test(names_of_a_package_are_those_of_its_files),
        cmocka_unit_test(imports_have_the_name_their_path_suggests),
        cmocka_unit_test(a_local_name_hides_an_import),
        cmocka_unit_test(names_of_the_language_can_be_hidden),
        cmocka_unit_test(the_version_is_that_of_go_mod_or_of_the_file),
        cmocka_unit_test(generated_files_are_marked_before_the_package),
        cmocka_unit_test(reading_survives_without_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
