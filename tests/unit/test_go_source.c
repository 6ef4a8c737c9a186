#include "text/go_source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void a_package_clause_makes_it_go(void **state)
{
    (void)state;
    assert_true(stn_text_is_go(STN_STR("package main\n")));
    assert_true(stn_text_is_go(STN_STR("\xEF\xBB\xBFpackage p")));
    assert_true(stn_text_is_go(STN_STR("// Copyright\n\n/* of\nus */\n"
                                       "package p // import \"p\"\n")));
    assert_true(stn_text_is_go(STN_STR("package p;import \"os\"")));
}

static void other_texts_are_not_go(void **state)
{
    (void)state;
    assert_false(stn_text_is_go(STN_STR("")));
    assert_false(stn_text_is_go(STN_STR("// package p\n")));
    assert_false(stn_text_is_go(STN_STR("/* package p\n")));
    assert_false(stn_text_is_go(STN_STR("package ")));
    assert_false(stn_text_is_go(STN_STR("package 1\n")));
    assert_false(stn_text_is_go(STN_STR("package manager of choice\n")));
    assert_false(stn_text_is_go(STN_STR("import os\n")));
}

static void names_are_those_of_the_go_tool(void **state)
{
    (void)state;
    assert_true(stn_path_is_go(STN_STR("a/b.go")));
    assert_true(stn_path_is_go(STN_STR("b_test.go")));
    assert_false(stn_path_is_go(STN_STR("a/_b.go")));
    assert_false(stn_path_is_go(STN_STR(".b.go")));
    assert_false(stn_path_is_go(STN_STR(".go")));
    assert_false(stn_path_is_go(STN_STR("a.go/b.c")));
    assert_false(stn_path_is_go(STN_STR("")));
    assert_true(stn_folder_is_no_go(STN_STR("testdata")));
    assert_true(stn_folder_is_no_go(STN_STR("vendor")));
    assert_true(stn_folder_is_no_go(STN_STR("_old")));
    assert_true(stn_folder_is_no_go(STN_STR(".github")));
    assert_false(stn_folder_is_no_go(STN_STR("internal")));
    assert_true(stn_path_is_go_source(STN_STR("a/b/c.go")));
    assert_true(stn_path_is_go_source(STN_STR("c.go")));
    assert_false(stn_path_is_go_source(STN_STR("vendor/b/c.go")));
    assert_false(stn_path_is_go_source(STN_STR("a/testdata/c.go")));
    assert_false(stn_path_is_go_source(STN_STR("a/_c.go")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_package_clause_makes_it_go),
        cmocka_unit_test(other_texts_are_not_go),
        cmocka_unit_test(names_are_those_of_the_go_tool),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
