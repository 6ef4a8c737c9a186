#include "golang/called.h"
#include "golang/types.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "tests/support/go_source.h"

/* Declarations that expressions may use. */
#define HEAD                                                                   \
    "package p\n\nimport (\n\t\"context\"\n\t\"net/http\"\n\tsys \"os\"\n)\n"  \
    "type own struct {\n\tplain int\n\tfile, other *sys.File\n\tinner\n"       \
    "\t*http.Client\n\tfn func() (*sys.File, error)\n\tlist []*own\n}\n"       \
    "type inner struct {\n\tdeep chan int\n\tconn sys.File\n}\n"               \
    "type doer interface {\n\tDo(r int) (*http.Response, error)\n}\n"          \
    "type alias = own\ntype named own\ntype loop loop\n"                       \
    "type generic[T any] struct {\n\titem T\n\tfile *sys.File\n}\n"            \
    "func (o *own) open(a, b int) (f *sys.File, err error) { return }\n"       \
    "func makes() *own { return nil }\n"                                       \
    "func pair() (int, *own) { return 0, nil }\n"                              \
    "func many() (a, b int, c *own) { return }\n"                              \
    "var global *own\nvar infers = makes()\nvar x1, x2 = 1, makes()\n"

/* "*os.File", "own", "chan", "?" */
static const char *spell(const struct stn_go_type *type, char *out, size_t size)
{
    static const char *const forms[] = {"?",   "",     "chan",   "func",
                                        "map", "list", "struct", "interface"};
    const char *star = type->is_pointer ? "*" : "";

    if (type->form == STN_GO_TYPE_NAMED)
        snprintf(out, size, "%s%.*s%s%.*s", star, (int)type->path.len,
                 type->path.ptr, type->path.len > 0 ? "." : "",
                 (int)type->name.len, type->name.ptr);
    else
        snprintf(out, size, "%s%s", star, forms[type->form]);
    return out;
}

struct expected {
    const char *declarations; /* before `use(...)` */
    const char *expression;
    const char *type;
};

static void check_types(const struct expected *all, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct go_source source;
        char text[4096];
        char spelled[128];
        snprintf(text, sizeof(text),
                 HEAD "func f(p *own, v own, d doer, w http.ResponseWriter, "
                      "r *http.Request, l []*own, m map[string]*own, "
                      "c chan *own, e error, all ...*own) {\n%s\nuse(%s)\n}\n",
                 all[i].declarations, all[i].expression);
        go_source_open(&source, text);
        struct stn_go_file *file = &source.package.files[0];
        const uint32_t callee =
            go_source_find(&source, 0, STN_GO_IDENTIFIER, "use", 0);
        const struct stn_go_type type = stn_go_type_of(
            &source.package, file,
            stn_go_argument(&file->tree, file->tree.nodes[callee].parent, 0));
        spell(&type, spelled, sizeof(spelled));
        if (!stn_str_equal(stn_str_of(spelled), stn_str_of(all[i].type)))
            fail_msg("%s; %s is %s, not %s", all[i].declarations,
                     all[i].expression, spelled, all[i].type);
        go_source_close(&source);
    }
}

#define CHECK_TYPES(all) check_types(all, sizeof(all) / sizeof((all)[0]))

static void parameters_are_what_they_are_declared(void **state)
{
    static const struct expected all[] = {
        {"", "p", "*own"},
        {"", "v", "own"},
        {"", "d", "doer"},
        {"", "w", "net/http.ResponseWriter"},
        {"", "r", "*net/http.Request"},
        {"", "l", "list"},
        {"", "m", "map"},
        {"", "c", "chan"},
        {"", "e", "error"},
        {"", "all", "?"},
        {"", "nobody", "?"},
        {"", "1", "?"},
    };

    (void)state;
    CHECK_TYPES(all);
}

static void variables_are_what_they_are_given(void **state)
{
    static const struct expected all[] = {
        {"var x *sys.File", "x", "*os.File"},
        {"var a, b sys.File", "b", "os.File"},
        {"x := p", "x", "*own"},
        {"a, b := 1, p", "b", "*own"},
        {"a, b := 1, p", "a", "?"},
        {"var a, b = p, v", "b", "own"},
        {"_, x := pair()", "x", "*own"},
        {"x, _ := pair()", "x", "int"},
        {"a, b, n := many()", "b", "int"},
        {"a, b, n := many()", "n", "*own"},
        {"x, ok := m[\"k\"]", "x", "*own"},
        {"x, ok := m[\"k\"]", "ok", "?"},
        {"x, ok := <-c", "x", "*own"},
        {"x, ok := any(1).(*sys.File)", "x", "*os.File"},
        {"", "global", "*own"},
        {"", "infers", "*own"},
        {"", "x2", "*own"},
        {"x := x", "x", "?"},
        {"a := b; b := a", "b", "?"},
        {"x := p; y := x; z := y", "z", "*own"},
    };

    (void)state;
    CHECK_TYPES(all);
}

static void ranges_and_receives_give_elements(void **state)
{
    static const struct expected all[] = {
        {"for _, x := range l { use(x) }", "1", "*own"},
        {"for x := range l { use(x) }", "1", "?"},
        {"for _, x := range m { use(x) }", "1", "*own"},
        {"for x := range c { use(x) }", "1", "*own"},
        {"select { case x := <-c: use(x) }", "1", "*own"},
        {"select { case x, ok := <-c: use(x) }", "1", "*own"},
        {"for _, x := range p.list { use(x) }", "1", "*own"},
    };

    (void)state;
    CHECK_TYPES(all);
}

static void expressions_have_the_type_of_what_they_give(void **state)
{
    static const struct expected all[] = {
        {"", "own{}", "own"},
        {"", "&own{}", "*own"},
        {"", "&http.Client{}", "*net/http.Client"},
        {"", "*p", "own"},
        {"", "&v", "*own"},
        {"", "&p", "?"},
        {"", "*v", "?"},
        {"", "(p)", "*own"},
        {"", "e.(*sys.File)", "*os.File"},
        {"", "l[0]", "*own"},
        {"", "m[\"k\"]", "*own"},
        {"", "<-c", "*own"},
        {"", "func() {}", "func"},
        {"", "new(own)", "*own"},
        {"", "new(*own)", "?"},
        {"", "make(chan int)", "chan"},
        {"", "make([]int, 1)", "list"},
        {"", "[]int{1}", "list"},
        {"", "map[int]int{}", "map"},
        {"", "named(v)", "named"},
        {"", "alias(v)", "own"},
        {"", "alias{}", "own"},
        {"", "generic[int]{}", "generic"},
        {"", "p == nil", "?"},
        {"new := makes", "new(own)", "?"},
    };

    (void)state;
    CHECK_TYPES(all);
}

static void fields_are_found_embedded_ones_too(void **state)
{
    static const struct expected all[] = {
        {"", "p.plain", "int"},
        {"", "p.file", "*os.File"},
        {"", "p.other", "*os.File"},
        {"", "v.other", "*os.File"},
        {"", "p.inner", "inner"},
        {"", "p.deep", "chan"},
        {"", "p.conn", "os.File"},
        {"", "p.Client", "*net/http.Client"},
        {"", "p.list", "list"},
        {"", "p.list[0].list[1].file", "*os.File"},
        {"", "p.none", "?"},
        {"", "p.open", "?"},
        {"", "w.file", "?"},
        {"var n named", "n.file", "*os.File"},
        {"var n alias", "n.file", "*os.File"},
        {"var n loop", "n.file", "?"},
        {"var g generic[int]", "g.file", "*os.File"},
        {"var s struct { file *sys.File }", "s.file", "*os.File"},
        {"", "http.DefaultClient", "*net/http.Client"},
        {"", "sys.Stdout", "*os.File"},
        {"", "sys.Nothing", "?"},
    };

    (void)state;
    CHECK_TYPES(all);
}

static void calls_give_their_first_result(void **state)
{
    static const struct expected all[] = {
        {"", "makes()", "*own"},
        {"", "pair()", "int"},
        {"", "many()", "int"},
        {"", "p.open(1, 2)", "*os.File"},
        {"", "v.open(1, 2)", "*os.File"},
        {"", "makes().open(1, 2)", "*os.File"},
        {"", "d.Do(1)", "*net/http.Response"},
        {"", "p.fn()", "*os.File"},
        {"", "sys.Open(\"a\")", "*os.File"},
        {"", "context.Background()", "context.Context"},
        {"", "http.DefaultClient.Do(r)", "*net/http.Response"},
        {"", "p.Client.Do(r)", "*net/http.Response"},
        {"", "sys.Nothing()", "?"},
        {"", "nobody()", "?"},
        {"fn := func() *own { return nil }", "fn()", "*own"},
        {"var fn func() (*own, error)", "fn()", "*own"},
        {"makes := func() int { return 0 }", "makes()", "int"},
        {"sys := p", "sys.Open(\"a\")", "?"},
        {"", "func() *own { return nil }()", "*own"},
    };

    (void)state;
    CHECK_TYPES(all);
}

static void results_are_counted(void **state)
{
    static const struct {
        const char *call;
        uint32_t n;
        const char *type;
    } all[] = {
        {"many()", 1, "int"},
        {"many()", 2, "*own"},
        {"many()", 3, "?"},
        {"makes()", 1, "?"},
        {"p.open(1, 2)", 1, "error"},
        {"sys.Open(1)", 1, "error"},
        {"sys.Open(1)", 2, "?"},
        {"d.Do(1)", 1, "error"},
        {"context.WithCancel(1)", 1, "func"},
        {"new(own)", 1, "?"},
        {"named(v)", 1, "?"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        struct go_source source;
        char text[4096];
        char spelled[128];
        snprintf(text, sizeof(text),
                 HEAD "func f(p *own, v own, d doer) {\n%s\n}\n", all[i].call);
        go_source_open(&source, text);
        const struct stn_go_type type = stn_go_result_type(
            &source.package, &source.package.files[0],
            go_source_find(&source, 0, STN_GO_CALL, all[i].call, 0), all[i].n);
        spell(&type, spelled, sizeof(spelled));
        if (!stn_str_equal(stn_str_of(spelled), stn_str_of(all[i].type)))
            fail_msg("result %u of %s is %s", all[i].n, all[i].call, spelled);
        go_source_close(&source);
    }
}

static void a_type_is_asked_by_path_and_name(void **state)
{
    const struct stn_go_type type = {
        .form = STN_GO_TYPE_NAMED,
        .is_pointer = true,
        .path = STN_STR("net/http"),
        .name = STN_STR("Client"),
    };
    const struct stn_go_type none = {STN_GO_TYPE_UNKNOWN};

    (void)state;
    assert_true(stn_go_type_is(&type, "net/http", "Client"));
    assert_false(stn_go_type_is(&type, "net/http", "Request"));
    assert_false(stn_go_type_is(&type, "http", "Client"));
    assert_false(stn_go_type_is(&type, "", "Client"));
    assert_false(stn_go_type_is(&none, "", ""));
}

static void functions_of_the_package_are_called(void **state)
{
    static const struct {
        const char *call, *function; /* NULL: none */
    } all[] = {
        {"makes()", "makes"},     {"p.open(1, 2)", "open"},
        {"v.open(1, 2)", "open"}, {"makes().open(1, 2)", "open"},
        {"sys.Open(1)", NULL},    {"p.fn()", NULL},
        {"d.Do(1)", NULL},        {"nobody()", NULL},
        {"own(v)", NULL},         {"p.none()", NULL},
        {"l.open(1)", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        struct go_source source;
        struct stn_go_file *out = NULL;
        char text[4096];
        snprintf(text, sizeof(text),
                 HEAD "func f(p *own, v own, d doer) {\n"
                      "type local own\nvar l local\n%s\n}\n",
                 all[i].call);
        go_source_open(&source, text);
        const uint32_t function = stn_go_called(
            &source.package, &source.package.files[0],
            go_source_find(&source, 0, STN_GO_OTHER, all[i].call, 0), &out);
        const uint32_t expected =
            all[i].function != NULL
                ? go_source_function(&source, 0, all[i].function)
                : 0;
        if (function != expected)
            fail_msg("%s calls something else", all[i].call);
        go_source_close(&source);
    }
}

static void library_calls_are_named(void **state)
{
    static const struct {
        const char *call, *path, *type, *name;
    } all[] = {
        {"sys.Open(1)", "os", "", "Open"},
        {"http.DefaultClient.Do(1)", "net/http", "Client", "Do"},
        {"p.file.Close()", "os", "File", "Close"},
        {"p.Client.Get(1)", "net/http", "Client", "Get"},
        {"p.open(1, 2)", "", "", ""},
        {"makes()", "", "", ""},
        {"unknown.Open(1)", "", "", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        struct go_source source;
        char text[4096];
        snprintf(text, sizeof(text), HEAD "func f(p *own) {\n%s\n}\n",
                 all[i].call);
        go_source_open(&source, text);
        struct stn_go_file *file = &source.package.files[0];
        const uint32_t call =
            go_source_find(&source, 0, STN_GO_CALL, all[i].call, 0);
        const struct stn_go_library_call called =
            stn_go_library_called(&source.package, file, call);
        if (!stn_str_equal(called.path, stn_str_of(all[i].path)) ||
            !stn_str_equal(called.type, stn_str_of(all[i].type)) ||
            !stn_str_equal(called.name, stn_str_of(all[i].name)))
            fail_msg("%s is another call", all[i].call);
        if (called.path.len > 0)
            assert_true(stn_go_calls(&source.package, file, call, all[i].path,
                                     all[i].type, all[i].name));
        assert_false(
            stn_go_calls(&source.package, file, call, "os", "", "Create"));
        go_source_close(&source);
    }
}

static void the_value_of_a_variable_is_the_one_across(void **state)
{
    static const struct {
        const char *declaration, *value; /* NULL: none */
    } all[] = {
        {"x := makes()", "makes()"},
        {"a, x := 1, makes()", "makes()"},
        {"x, a := makes(), 1", "makes()"},
        {"var x = makes()", "makes()"},
        {"var a, x = 1, makes()", "makes()"},
        {"var x *own", NULL},
        {"x, a := pair()", NULL},
        {"a, x := pair()", NULL},
        {"for x := range makes() { }", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        struct go_source source;
        char text[4096];
        snprintf(text, sizeof(text), HEAD "func f() {\n%s\n}\n",
                 all[i].declaration);
        go_source_open(&source, text);
        const struct stn_go_tree *tree = &source.package.files[0].tree;
        const uint32_t value = stn_go_object_value(
            &source.package, go_source_object(&source, 0, "x", 0));
        if (all[i].value == NULL
                ? value != 0
                : value == 0 || !stn_go_text_is(tree, value, all[i].value))
            fail_msg("%s: it has another value", all[i].declaration);
        go_source_close(&source);
    }
}

static void types_of_other_files_are_known(void **state)
{
    static const struct go_text texts[] = {
        {"a.go", "package p\nfunc f(t *T) { use(t.file) }\n"},
        {"b.go", "package p\nimport \"os\"\ntype T struct { file *os.File }\n"},
        {"b_test.go", "package p_test\nfunc g(t *T) { use(t.file) }\n"},
    };
    struct go_source source;

    (void)state;
    go_source_open_all(&source, texts, 3);
    struct stn_go_type type = stn_go_type_of(
        &source.package, &source.package.files[0],
        go_source_find(&source, 0, STN_GO_SELECTOR, "t.file", 0));
    assert_true(type.is_pointer && stn_go_type_is(&type, "os", "File"));
    type = stn_go_type_of(
        &source.package, &source.package.files[2],
        go_source_find(&source, 2, STN_GO_SELECTOR, "t.file", 0));
    assert_int_equal(type.form, STN_GO_TYPE_UNKNOWN);
    type = stn_go_object_type(&source.package, 0);
    assert_int_equal(type.form, STN_GO_TYPE_UNKNOWN);
    go_source_close(&source);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parameters_are_what_they_are_declared),
        cmocka_unit_test(variables_are_what_they_are_given),
        cmocka_unit_test(ranges_and_receives_give_elements),
        cmocka_unit_test(expressions_have_the_type_of_what_they_give),
        cmocka_unit_test(fields_are_found_embedded_ones_too),
        cmocka_unit_test(calls_give_their_first_result),
        cmocka_unit_test(results_are_counted),
        cmocka_unit_test(a_type_is_asked_by_path_and_name),
        cmocka_unit_test(functions_of_the_package_are_called),
        cmocka_unit_test(library_calls_are_named),
        cmocka_unit_test(the_value_of_a_variable_is_the_one_across),
        cmocka_unit_test(types_of_other_files_are_known),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
