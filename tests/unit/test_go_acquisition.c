#include "golang/acquisition.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "tests/support/go_source.h"

struct fixture {
    struct go_source source;
    struct stn_go_pass pass;
    struct stn_go_acquisition found;
    bool is_found;
    char text[2048];
};

#define HEAD                                                                   \
    "package p\n\nimport (\n\t\"context\"\n\t\"database/sql\"\n"               \
    "\t\"net/http\"\n\t\"os\"\n)\n"                                            \
    "type doer interface {\n\tDo(r int) (*http.Response, error)\n}\n"          \
    "func gives() (*http.Response, error) { return http.Get(\"a\") }\n"        \
    "func closed() (*http.Response, error) {\n\tr, err := http.Get(\"a\")\n"   \
    "\tdefer r.Body.Close()\n\treturn r, err\n}\n"                             \
    "func makes() (*http.Response, error) { return &http.Response{}, nil }\n"

static void find(struct fixture *fixture, const char *body, const char *call)
{
    snprintf(fixture->text, sizeof(fixture->text),
             HEAD "func f(d doer, db *sql.DB, s *S) error {\n%s\n}\n", body);
    go_source_open(&fixture->source, fixture->text);
    struct stn_go_package *package = &fixture->source.package;
    fixture->pass = (struct stn_go_pass){
        .package = package,
        .file = &package->files[0],
        .tree = &package->files[0].tree,
        .check = stn_go_checks[0],
    };
    fixture->is_found = stn_go_acquisition_at(
        &fixture->pass,
        go_source_find(&fixture->source, 0, STN_GO_CALL, call, 0),
        &fixture->found);
}

static void close_fixture(struct fixture *fixture)
{
    go_source_close(&fixture->source);
}

static void calls_acquire_what_the_table_says(void **state)
{
    static const struct {
        const char *call;
        enum stn_go_resource resource;
    } all[] = {
        {"os.Open(1)", STN_GO_FILE_RESOURCE},
        {"http.Head(1)", STN_GO_RESPONSE_RESOURCE},
        {"db.Query(1)", STN_GO_SQL_RESOURCE},
        {"context.WithCancel(1)", STN_GO_CANCEL_RESOURCE},
        {"d.Do(1)", STN_GO_RESPONSE_RESOURCE},
        {"gives()", STN_GO_RESPONSE_RESOURCE},
        {"closed()", STN_GO_NO_RESOURCE},
        {"makes()", STN_GO_NO_RESOURCE},
        {"os.ReadFile(1)", STN_GO_NO_RESOURCE},
        {"unknown(1)", STN_GO_NO_RESOURCE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        struct fixture fixture;
        char body[128];
        snprintf(body, sizeof(body), "\tx, y := %s", all[i].call);
        find(&fixture, body, all[i].call);
        if (fixture.is_found != (all[i].resource != STN_GO_NO_RESOURCE) ||
            fixture.found.resource != all[i].resource)
            fail_msg("%s acquires %d", all[i].call,
                     (int)fixture.found.resource);
        close_fixture(&fixture);
    }
}

static void it_goes_to_a_variable_to_nothing_or_elsewhere(void **state)
{
    static const struct {
        const char *body;
        enum stn_go_destination destination;
        const char *name, *error; /* NULL: none */
    } all[] = {
        {"\tx, err := os.Open(1)", STN_GO_TO_VARIABLE, "x", "err"},
        {"\tx, readErr := os.Open(1)", STN_GO_TO_VARIABLE, "x", "readErr"},
        {"\tx, ok := os.Open(1)", STN_GO_TO_VARIABLE, "x", NULL},
        {"\tx, _ := os.Open(1)", STN_GO_TO_VARIABLE, "x", NULL},
        {"\tvar x, err = os.Open(1)", STN_GO_TO_VARIABLE, "x", "err"},
        {"\tvar x *os.File\n\tvar err error\n\tx, err = os.Open(1)",
         STN_GO_TO_VARIABLE, "x", "err"},
        {"\tif x, err := os.Open(1); err != nil { }", STN_GO_TO_VARIABLE, "x",
         "err"},
        {"\t_, err := os.Open(1)", STN_GO_TO_NOTHING, "_", NULL},
        {"\tos.Open(1)", STN_GO_TO_NOTHING, NULL, NULL},
        {"\treturn os.Open(1)", STN_GO_TO_OTHER, NULL, NULL},
        {"\tuse(os.Open(1))", STN_GO_TO_OTHER, NULL, NULL},
        {"\ts.file, err := os.Open(1)", STN_GO_TO_OTHER, NULL, NULL},
        {"\tvar x *os.File\n\tfunc() { x, _ = os.Open(1) }()", STN_GO_TO_OTHER,
         "x", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        struct fixture fixture;
        find(&fixture, all[i].body, "os.Open(1)");
        const struct stn_go_acquisition *found = &fixture.found;
        const struct stn_go_tree *tree = fixture.pass.tree;
        assert_true(fixture.is_found);
        if (found->destination != all[i].destination ||
            (all[i].name == NULL
                 ? found->name != 0
                 : found->name == 0 ||
                       !stn_go_text_is(tree, found->name, all[i].name)))
            fail_msg("%s: it goes to %d", all[i].body, (int)found->destination);
        if (all[i].error == NULL
                ? found->error != 0
                : found->error == 0 ||
                      !stn_go_text_is(
                          tree,
                          fixture.source.package.objects[found->error].name,
                          all[i].error))
            fail_msg("%s: it has another error", all[i].body);
        assert_true(found->object != 0 ||
                    found->destination != STN_GO_TO_VARIABLE);
        assert_true(found->statement != 0 && found->function != 0);
        close_fixture(&fixture);
    }
}

static void what_the_package_acquires_is_not_looked_at(void **state)
{
    struct go_source source;

    (void)state;
    go_source_open(&source, "package p\nimport \"os\"\n"
                            "var x, err = os.Open(1)\n");
    struct stn_go_pass pass = {
        .package = &source.package,
        .file = &source.package.files[0],
        .tree = &source.package.files[0].tree,
    };
    struct stn_go_acquisition found;
    assert_false(stn_go_acquisition_at(
        &pass, go_source_find(&source, 0, STN_GO_CALL, "os.Open(1)", 0),
        &found));
    go_source_close(&source);
}

static void a_release_is_looked_for_by_what_it_is(void **state)
{
    static const struct {
        const char *body, *call;
        enum stn_go_duty_end end;
    } all[] = {
        {"\tx, _ := os.Open(1)\n\tx.Close()\n\treturn nil", "os.Open(1)",
         STN_GO_DUTY_DONE},
        {"\tx, _ := os.Open(1)\n\treturn nil", "os.Open(1)", STN_GO_DUTY_NEVER},
        {"\tx, _ := http.Get(1)\n\tx.Close()\n\treturn nil", "http.Get(1)",
         STN_GO_DUTY_NEVER},
        {"\tx, _ := http.Get(1)\n\tx.Body.Close()\n\treturn nil", "http.Get(1)",
         STN_GO_DUTY_DONE},
        {"\tx, _ := db.Query(1)\n\tfor x.Next() { }\n\treturn nil",
         "db.Query(1)", STN_GO_DUTY_DONE},
        {"\tx, _ := os.Open(1)\n\tfor x.Next() { }\n\treturn nil", "os.Open(1)",
         STN_GO_DUTY_NEVER},
        {"\t_, x := context.WithCancel(1)\n\tdefer x()\n\treturn nil",
         "context.WithCancel(1)", STN_GO_DUTY_DONE},
        {"\treturn os.Open(1)", "os.Open(1)", STN_GO_DUTY_UNKNOWN},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        struct fixture fixture;
        find(&fixture, all[i].body, all[i].call);
        assert_true(fixture.is_found);
        const struct stn_go_settled settled =
            stn_go_acquisition_settle(&fixture.pass, &fixture.found);
        if (settled.end != all[i].end)
            fail_msg("%s: it is %d", all[i].body, (int)settled.end);
        close_fixture(&fixture);
    }
}

static void a_hit_tells_how_it_was_acquired_and_what_misses_it(void **state)
{
    static const struct {
        const char *body;
        const char *evidence[2];
        const char *related[2];
    } all[] = {
        {"\tx, _ := os.Open(1)\n\treturn nil",
         {"acquired by os.Open", "nothing in the function releases it"},
         {NULL, NULL}},
        {"\tx, _ := os.Open(1)\n\tif d != nil {\n\t\treturn err\n\t}\n"
         "\tx.Close()",
         {"acquired by os.Open", NULL},
         {"return err", "x"}},
        {"\tx, _ := os.Open(1)\n\tif d != nil {\n\t\tx.Close()\n\t}",
         {"acquired by os.Open", "the end of the function misses the release"},
         {"x", NULL}},
        {"\tfor {\n\t\tx, _ := os.Open(1)\n\t\tif d != nil {\n"
         "\t\t\tx.Close()\n\t\t}\n\t}",
         {"acquired by os.Open", "acquired again before it is released"},
         {"x", NULL}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        struct fixture fixture;
        find(&fixture, all[i].body, "os.Open(1)");
        const struct stn_go_settled settled =
            stn_go_acquisition_settle(&fixture.pass, &fixture.found);
        const struct stn_go_hit hit =
            stn_go_acquisition_hit(&fixture.pass, &fixture.found, &settled);
        assert_true(stn_str_equal(
            stn_str_sub(fixture.pass.tree->text, hit.span.start, hit.span.end),
            STN_STR("x, _ := os.Open(1)")));
        for (size_t n = 0; n < 2; n++) {
            if (all[i].evidence[n] == NULL)
                assert_int_equal(hit.evidence_count, n);
            else
                assert_string_equal(hit.evidence[n], all[i].evidence[n]);
            if (all[i].related[n] == NULL) {
                assert_true(hit.related_count <= n);
                break;
            }
            const struct stn_span span = hit.related[n].span;
            assert_true(hit.related_count > n);
            assert_true(stn_str_equal(
                stn_str_sub(fixture.pass.tree->text, span.start, span.end),
                stn_str_of(all[i].related[n])));
        }
        close_fixture(&fixture);
    }
}

static void what_runs_once_is_main(void **state)
{
    static const struct go_text texts[] = {
        {"a.go", "package p\nfunc main() { func() {}() }\nfunc init() {}\n"
                 "func TestMain() {}\nfunc other() {}\n"
                 "func (t *T) main() {}\n"},
        {"a_test.go", "package p\nfunc TestMain() {}\nfunc TestA() {}\n"},
    };
    struct go_source source;

    (void)state;
    go_source_open_all(&source, texts, 2);
    struct stn_go_pass pass = {
        .package = &source.package,
        .file = &source.package.files[0],
        .tree = &source.package.files[0].tree,
    };
    assert_true(stn_go_is_main(&pass, go_source_function(&source, 0, "main")));
    assert_true(stn_go_is_main(&pass, go_source_function(&source, 0, "init")));
    assert_false(
        stn_go_is_main(&pass, go_source_function(&source, 0, "TestMain")));
    assert_false(
        stn_go_is_main(&pass, go_source_function(&source, 0, "other")));
    assert_false(stn_go_is_main(&pass, 0));
    assert_false(
        stn_go_is_main(&pass, go_source_find(&source, 0, STN_GO_FUNC_LITERAL,
                                             "func() {}", 0)));
    assert_false(
        stn_go_is_main(&pass, go_source_find(&source, 0, STN_GO_METHOD,
                                             "func (t *T) main() {}", 0)));
    pass.file = &source.package.files[1];
    pass.tree = &pass.file->tree;
    assert_true(
        stn_go_is_main(&pass, go_source_function(&source, 1, "TestMain")));
    assert_false(
        stn_go_is_main(&pass, go_source_function(&source, 1, "TestA")));
    go_source_close(&source);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calls_acquire_what_the_table_says),
        cmocka_unit_test(it_goes_to_a_variable_to_nothing_or_elsewhere),
        cmocka_unit_test(what_the_package_acquires_is_not_looked_at),
        cmocka_unit_test(a_release_is_looked_for_by_what_it_is),
        cmocka_unit_test(a_hit_tells_how_it_was_acquired_and_what_misses_it),
        cmocka_unit_test(what_runs_once_is_main),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
