#include "golang/library.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "tests/support/go_source.h"

struct row {
    const char *name, *type, *path, *results;
};

static const struct row rows[] = {
#define R(name, type, path, results, resource, result)                         \
    {name, type, path, results},
#include "golang/library_list.h"
#undef R
};

#define ROW_COUNT (sizeof(rows) / sizeof(rows[0]))

static int compare_rows(const struct row *a, const struct row *b)
{
    int order = stn_str_compare(stn_str_of(a->name), stn_str_of(b->name));

    if (order == 0)
        order = stn_str_compare(stn_str_of(a->type), stn_str_of(b->type));
    return order != 0
               ? order
               : stn_str_compare(stn_str_of(a->path), stn_str_of(b->path));
}

static struct stn_go_library_call call_of(const char *path, const char *type,
                                          const char *name)
{
    return (struct stn_go_library_call){stn_str_of(path), stn_str_of(type),
                                        stn_str_of(name)};
}

static void the_list_is_sorted_without_twins(void **state)
{
    (void)state;
    for (size_t i = 1; i < ROW_COUNT; i++)
        if (compare_rows(&rows[i - 1], &rows[i]) >= 0)
            fail_msg("%s of %s stands in the wrong place", rows[i].name,
                     rows[i].path);
}

static void each_row_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        const struct stn_go_library_call call =
            call_of(rows[i].path, rows[i].type, rows[i].name);
        const char *results = stn_go_library_results(&call);
        if (results == NULL || strcmp(results, rows[i].results) != 0)
            fail_msg("%s of %s is not found", rows[i].name, rows[i].path);
    }
    const struct stn_go_library_call near_ones[] = {
        call_of("os", "", "Ope"), call_of("os", "", "Openn"),
        call_of("o", "", "Open"), call_of("os", "File", "Open"),
        call_of("", "", ""),      call_of("zzz", "zzz", "zzz"),
    };
    for (size_t i = 0; i < sizeof(near_ones) / sizeof(near_ones[0]); i++)
        assert_null(stn_go_library_results(&near_ones[i]));
}

/* Each function of the list, called: what it acquires is one of its results. */
static void what_is_acquired_is_a_result_that_can_be_released(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        char text[512];
        char call[64];
        struct go_source source;
        if (rows[i].type[0] != '\0')
            continue;
        snprintf(call, sizeof(call), "lib.%s()", rows[i].name);
        snprintf(text, sizeof(text),
                 "package p\nimport lib \"%s\"\nfunc f() { %s }\n",
                 rows[i].path, call);
        go_source_open(&source, text);
        struct stn_go_file *file = &source.package.files[0];
        const uint32_t node = go_source_find(&source, 0, STN_GO_CALL, call, 0);
        const struct stn_go_acquired acquired =
            stn_go_acquired_by(&source.package, file, node);
        const struct stn_go_type type =
            stn_go_result_type(&source.package, file, node, acquired.result);
        if (acquired.resource != STN_GO_NO_RESOURCE &&
            type.form == STN_GO_TYPE_UNKNOWN)
            fail_msg("%s of %s acquires no result", rows[i].name, rows[i].path);
        if ((acquired.resource == STN_GO_CANCEL_RESOURCE) !=
            (acquired.resource != STN_GO_NO_RESOURCE &&
             stn_go_releases_of(acquired.resource) == NULL))
            fail_msg("%s of %s cannot be released", rows[i].name, rows[i].path);
        go_source_close(&source);
    }
}

static struct stn_go_acquired acquired_by(const char *call)
{
    struct go_source source;
    char text[512];

    snprintf(text, sizeof(text),
             "package p\nimport (\n\t\"context\"\n\t\"database/sql\"\n"
             "\t\"net/http\"\n\t\"os\"\n)\n"
             "func f(c *http.Client, db *sql.DB, u any) { %s }\n",
             call);
    go_source_open(&source, text);
    const struct stn_go_acquired acquired =
        stn_go_acquired_by(&source.package, &source.package.files[0],
                           go_source_find(&source, 0, STN_GO_CALL, call, 0));
    go_source_close(&source);
    return acquired;
}

static void calls_acquire_by_what_they_call(void **state)
{
    (void)state;
    assert_int_equal(acquired_by("os.Open(1)").resource, STN_GO_FILE_RESOURCE);
    assert_int_equal(acquired_by("c.Do(1)").resource, STN_GO_RESPONSE_RESOURCE);
    assert_int_equal(acquired_by("db.Query(1)").resource, STN_GO_SQL_RESOURCE);
    assert_int_equal(acquired_by("context.WithCancel(1)").resource,
                     STN_GO_CANCEL_RESOURCE);
    assert_int_equal(acquired_by("context.WithCancel(1)").result, 1);
    assert_int_equal(acquired_by("os.ReadFile(1)").resource,
                     STN_GO_NO_RESOURCE);
    assert_int_equal(acquired_by("u.Do(1)").resource, STN_GO_NO_RESOURCE);
    assert_int_equal(acquired_by("Open(1)").resource, STN_GO_NO_RESOURCE);
    assert_int_equal(acquired_by("other.Open(1)").resource, STN_GO_NO_RESOURCE);
}

static void releases_are_methods_or_the_call_itself(void **state)
{
    (void)state;
    assert_string_equal(stn_go_releases_of(STN_GO_FILE_RESOURCE)[0], "Close");
    assert_string_equal(stn_go_releases_of(STN_GO_RESPONSE_RESOURCE)[0],
                        "Close");
    assert_string_equal(stn_go_releases_of(STN_GO_SQL_RESOURCE)[0], "Close");
    assert_string_equal(stn_go_releases_of(STN_GO_POOLED_RESOURCE)[0],
                        "Release");
    assert_string_equal(stn_go_releases_of(STN_GO_TICKER_RESOURCE)[0], "Stop");
    assert_string_equal(stn_go_releases_of(STN_GO_SPAN_RESOURCE)[0], "End");
    assert_null(stn_go_releases_of(STN_GO_CANCEL_RESOURCE));
    assert_null(stn_go_releases_of(STN_GO_NO_RESOURCE));
}

static void variables_of_libraries_have_types(void **state)
{
    (void)state;
    assert_string_equal(
        stn_go_library_variable(STN_STR("os"), STN_STR("Stdin")), "*os.File");
    assert_null(stn_go_library_variable(STN_STR("os"), STN_STR("Stdi")));
    assert_null(stn_go_library_variable(STN_STR("io"), STN_STR("Stdin")));
}

static void who_borrows_is_known(void **state)
{
    static const struct {
        const char *path, *type, *name;
        bool borrows, wraps;
    } all[] = {
        {"fmt", "", "Println", true, false},
        {"io", "", "Copy", true, false},
        {"io", "", "LimitReader", true, true},
        {"io", "", "MultiWriter", true, true},
        {"bufio", "", "NewReader", true, true},
        {"encoding/json", "", "NewDecoder", true, true},
        {"example.org/yaml", "", "NewDecoder", true, true},
        {"log", "", "Println", true, false},
        {"log", "", "SetOutput", false, false},
        {"log", "", "New", false, false},
        {"log/slog", "", "NewTextHandler", false, false},
        {"os", "", "NewFile", false, false},
        {"io", "", "NopCloser", false, false},
        {"example.org/x", "", "Println", false, false},
        {"fmt", "State", "Println", false, false},
        {"", "", "NewDecoder", false, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        const struct stn_go_library_call call =
            call_of(all[i].path, all[i].type, all[i].name);
        if (stn_go_library_borrows(&call) != all[i].borrows ||
            stn_go_library_wraps(&call) != all[i].wraps)
            fail_msg("%s of %s", all[i].name, all[i].path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_list_is_sorted_without_twins),
        cmocka_unit_test(each_row_is_found),
        cmocka_unit_test(what_is_acquired_is_a_result_that_can_be_released),
        cmocka_unit_test(calls_acquire_by_what_they_call),
        cmocka_unit_test(releases_are_methods_or_the_call_itself),
        cmocka_unit_test(variables_of_libraries_have_types),
        cmocka_unit_test(who_borrows_is_known),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
