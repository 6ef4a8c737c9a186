#include "golang/fix.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/limits.h"
#include "tests/support/go_source.h"

struct fixture {
    struct go_source source;
    struct stn_go_pass pass;
    char text[2048];
};

static void open_body(struct fixture *fixture, const char *body)
{
    snprintf(fixture->text, sizeof(fixture->text),
             "package p\n\nfunc f(err error) {\n%s\n}\n", body);
    go_source_open(&fixture->source, fixture->text);
    struct stn_go_package *package = &fixture->source.package;
    fixture->pass = (struct stn_go_pass){
        .package = package,
        .file = &package->files[0],
        .tree = &package->files[0].tree,
    };
}

static void close_body(struct fixture *fixture)
{
    go_source_close(&fixture->source);
}

static uint32_t statement_of(const struct fixture *fixture, const char *call)
{
    return stn_go_statement_of(
        fixture->pass.tree,
        go_source_find(&fixture->source, 0, STN_GO_CALL, call, 0));
}

static void indentation_is_that_of_the_line(void **state)
{
    static const struct {
        const char *body, *indentation;
    } all[] = {
        {"\topen()", "\t"},       {"\t\tx, y := open()", "\t\t"},
        {"  \t open()", "  \t "}, {"open()", ""},
        {"\ta(); open()", "\t"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        struct fixture fixture;
        open_body(&fixture, all[i].body);
        assert_true(stn_str_equal(
            stn_go_indentation(
                fixture.pass.tree,
                go_source_find(&fixture.source, 0, STN_GO_CALL, "open()", 0)),
            stn_str_of(all[i].indentation)));
        close_body(&fixture);
    }
}

static void a_statement_is_added_on_a_line_of_its_own(void **state)
{
    struct fixture fixture;
    struct stn_go_hit hit = {.fix_title = "add"};

    (void)state;
    open_body(&fixture, "\t\tx := open()\n\t\tuse(x)");
    const uint32_t statement = statement_of(&fixture, "open()");
    stn_go_fix_add_after(&fixture.pass, &hit, statement, "defer %s.Close()",
                         "x");
    assert_int_equal(hit.edit_count, 1);
    assert_int_equal(hit.edits[0].span.start,
                     fixture.pass.tree->nodes[statement].end);
    assert_int_equal(hit.edits[0].span.end, hit.edits[0].span.start);
    assert_true(
        stn_str_equal(hit.edits[0].text, STN_STR("\n\t\tdefer x.Close()")));
    close_body(&fixture);
}

static void a_line_that_is_added_ends_as_those_around_it(void **state)
{
    struct fixture fixture;
    struct stn_go_hit hit = {.fix_title = "add"};

    (void)state;
    open_body(&fixture, "\tx := open()\r\n\tuse(x)\r");
    stn_go_fix_add_after(&fixture.pass, &hit, statement_of(&fixture, "open()"),
                         "defer x.Close()");
    assert_true(
        stn_str_equal(hit.edits[0].text, STN_STR("\r\n\tdefer x.Close()")));
    close_body(&fixture);
}

static void a_node_is_replaced_by_a_text(void **state)
{
    struct fixture fixture;
    struct stn_go_hit hit = {.fix_title = "replace"};

    (void)state;
    open_body(&fixture, "\tx, _ := open()");
    const uint32_t name =
        go_source_find(&fixture.source, 0, STN_GO_IDENTIFIER, "_", 0);
    stn_go_fix_replace(&hit, stn_go_span(fixture.pass.tree, name), "cancel");
    assert_int_equal(hit.edit_count, 1);
    assert_int_equal(hit.edits[0].span.start,
                     fixture.pass.tree->nodes[name].start);
    assert_int_equal(hit.edits[0].span.end, fixture.pass.tree->nodes[name].end);
    assert_true(stn_str_equal(hit.edits[0].text, STN_STR("cancel")));
    close_body(&fixture);
}

static void a_fix_is_whole_or_none(void **state)
{
    struct fixture fixture;
    char name[STN_GO_FIX_BYTES_MAX + 1];
    struct stn_go_hit hit = {.fix_title = "add"};

    (void)state;
    open_body(&fixture, "\tx := open()");
    const uint32_t statement = statement_of(&fixture, "open()");
    memset(name, 'n', sizeof(name));
    name[100] = '\0';
    stn_go_fix_add_after(&fixture.pass, &hit, statement, "defer %s.Close()",
                         name);
    assert_int_equal(hit.edit_count, 1);
    assert_int_equal(hit.edits[0].text.len, strlen("\n\tdefer .Close()") + 100);
    assert_true(stn_str_ends(hit.edits[0].text, STN_STR(".Close()")));
    name[100] = 'n';
    name[STN_GO_FIX_BYTES_MAX] = '\0';
    stn_go_fix_add_after(&fixture.pass, &hit, statement, "defer %s.Close()",
                         name);
    assert_int_equal(hit.edit_count, 0);
    assert_null(hit.fix_title);
    stn_go_fix_replace(&hit, stn_go_span(fixture.pass.tree, statement), "y");
    assert_int_equal(hit.edit_count, 0);
    close_body(&fixture);
}

static void a_fix_has_room_for_so_many_edits(void **state)
{
    struct fixture fixture;
    struct stn_go_hit hit = {.fix_title = "replace"};

    (void)state;
    open_body(&fixture, "\tx := open()");
    for (size_t i = 0; i < STN_GO_EDITS_MAX + 2; i++)
        stn_go_fix_replace(&hit, stn_go_span(fixture.pass.tree, 1), "y");
    assert_int_equal(hit.edit_count, STN_GO_EDITS_MAX);
    close_body(&fixture);
}

static void a_defer_belongs_behind_the_check_of_the_error(void **state)
{
    static const struct {
        const char *body;
        bool has_error;
        const char *place; /* how it begins; NULL: none */
    } all[] = {
        {"\tx := open()\n\tuse(x)", false, "x := open()"},
        {"\tx, err := open()\n\tif err != nil { return }\n\tuse(x)", true,
         "if err"},
        {"\tx, err := open()\n\tif err != nil { log(); return }\n\tuse(x)",
         true, "if err"},
        {"\tx, err := open()\n\tuse(x)", true, NULL},
        {"\tx, err := open()", true, NULL},
        {"\tx, err := open()\n\tif err != nil { log() }\n\tuse(x)", true, NULL},
        {"\tx, err := open()\n\tif err != nil { }\n\tuse(x)", true, NULL},
        {"\tx, err := open()\n\tif err == nil { return }\n\tuse(x)", true,
         NULL},
        {"\tx, err := open()\n\tif other != nil { return }\n\tuse(x)", true,
         NULL},
        {"\tx, err := open()\n\tif err != nil { return } else { a() }", true,
         NULL},
        {"\tx, err := open()\n\tif err != nil && b { return }\n\tuse(x)", true,
         NULL},
        /* A defer in a loop waits for the function's end. */
        {"\tfor {\n\t\tx := open()\n\t\tuse(x)\n\t}", false, NULL},
        {"\tfor {\n\t\tfunc() {\n\t\t\tx := open()\n\t\t}()\n\t}", false,
         "x := open()"},
        {"\tif x := open(); x != nil { }", false, NULL},
        {"\tswitch {\n\tcase b:\n\t\tx := open()\n\t}", false, NULL},
        {"\tif b {\n\t\tx := open()\n\t}", false, "x := open()"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        struct fixture fixture;
        open_body(&fixture, all[i].body);
        const struct stn_go_tree *tree = fixture.pass.tree;
        const uint32_t call =
            go_source_find(&fixture.source, 0, STN_GO_CALL, "open()", 0);
        uint32_t error = 0;
        if (all[i].has_error)
            error = stn_go_object_at(
                fixture.pass.file,
                stn_go_next(tree,
                            stn_go_first(
                                tree, stn_go_child(
                                          tree, stn_go_statement_of(tree, call),
                                          STN_GO_IN_left))));
        assert_true(!all[i].has_error || error != 0);
        const uint32_t place = stn_go_fix_place(
            &fixture.pass, stn_go_statement_of(tree, call), error);
        if (all[i].place == NULL
                ? place != 0
                : place == 0 || !stn_str_starts(stn_go_text(tree, place),
                                                stn_str_of(all[i].place)))
            fail_msg("%s: it belongs elsewhere", all[i].body);
        close_body(&fixture);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(indentation_is_that_of_the_line),
        cmocka_unit_test(a_statement_is_added_on_a_line_of_its_own),
        cmocka_unit_test(a_line_that_is_added_ends_as_those_around_it),
        cmocka_unit_test(a_node_is_replaced_by_a_text),
        cmocka_unit_test(a_fix_is_whole_or_none),
        cmocka_unit_test(a_fix_has_room_for_so_many_edits),
        cmocka_unit_test(a_defer_belongs_behind_the_check_of_the_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
