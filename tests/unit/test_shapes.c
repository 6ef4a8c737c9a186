#include "http/shapes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define TABLES_MAX 64

/* Down a path, from where a walk stands. */
static struct stn_http_shapes step_down(struct stn_http_shapes shapes,
                                        const char *path)
{
    struct stn_str rest = stn_str_of(path);

    while (rest.len > 0) {
        const size_t dot = stn_str_find(rest, STN_STR("."));
        const struct stn_str part =
            stn_str_sub(rest, 0, dot == SIZE_MAX ? rest.len : dot);
        shapes = stn_http_shapes_step(
            shapes, stn_str_equal(part, STN_STR("*")) ? STN_STR("any") : part);
        rest = dot == SIZE_MAX ? STN_STR("")
                               : stn_str_sub(rest, dot + 1, rest.len);
    }
    return shapes;
}

static enum stn_http_act act_of(const char *path)
{
    const struct stn_http_shape *row =
        stn_http_shapes_here(step_down(stn_http_shapes_root(), path));

    return row != NULL ? row->act : STN_HTTP_ACT_NONE;
}

/* A table, and a place from which a step leads into it. */
struct table {
    const struct stn_http_shape *rows;
    struct stn_http_shapes above;
};

struct tables {
    struct table items[TABLES_MAX];
    size_t count;
};

static void add_table(struct tables *tables, const struct stn_http_shape *rows,
                      struct stn_http_shapes above)
{
    for (size_t i = 0; i < tables->count; i++)
        if (tables->items[i].rows == rows)
            return;
    assert_true(tables->count < TABLES_MAX);
    tables->items[tables->count++] = (struct table){rows, above};
}

/* Every row of a table is where its path leads. */
static void check_table(struct tables *tables, struct table table)
{
    for (const struct stn_http_shape *row = table.rows; row->path != NULL;
         row++) {
        const struct stn_http_shapes there = step_down(table.above, row->path);
        const struct stn_http_shape *here = stn_http_shapes_here(there);
        if (here != row)
            fail_msg("\"%s\" leads to \"%s\"", row->path,
                     here != NULL ? here->path : "nothing");
        if (row->below != NULL)
            add_table(tables, row->below, there);
    }
}

static void every_row_of_every_table_is_reached(void **state)
{
    struct tables tables = {.count = 0};
    const struct stn_http_shapes root = stn_http_shapes_root();

    (void)state;
    add_table(&tables, root.first, root);
    for (size_t i = 0; i < tables.count; i++)
        check_table(&tables, tables.items[i]);
    assert_true(tables.count > 5);
}

/* How much of two paths is the same, in whole parts. */
static size_t shared_length(const char *a, const char *b)
{
    size_t shared = 0;

    for (size_t i = 0;; i++) {
        const bool ends_a = a[i] == '.' || a[i] == '\0';
        const bool ends_b = b[i] == '.' || b[i] == '\0';
        if (ends_a && ends_b)
            shared = i;
        if (a[i] != b[i] || a[i] == '\0')
            return shared;
    }
}

/* What a walk narrows is a run of rows: no row with a part in common stands
 * apart from the others. */
static void rows_with_a_part_in_common_stand_together(void **state)
{
    struct tables tables = {.count = 0};
    const struct stn_http_shapes root = stn_http_shapes_root();

    (void)state;
    add_table(&tables, root.first, root);
    for (size_t i = 0; i < tables.count; i++) {
        const struct stn_http_shape *rows = tables.items[i].rows;
        check_table(&tables, tables.items[i]);
        for (size_t a = 0; rows[a].path != NULL; a++)
            for (size_t b = a + 1; rows[b].path != NULL; b++)
                for (size_t c = a + 1; c < b; c++)
                    if (shared_length(rows[c].path, rows[a].path) <
                        shared_length(rows[b].path, rows[a].path))
                        fail_msg("\"%s\" stands between \"%s\" and \"%s\"",
                                 rows[c].path, rows[a].path, rows[b].path);
    }
}

static void an_element_of_a_list_is_no_key(void **state)
{
    (void)state;
    assert_int_equal(act_of("log.entries.[]"), STN_HTTP_ACT_EXCHANGE);
    assert_int_equal(act_of("log.entries.a"), STN_HTTP_ACT_NONE);
    assert_int_equal(act_of("log.entries"), STN_HTTP_ACT_NONE);
    assert_int_equal(act_of("log.entries.[].request.url"), STN_HTTP_ACT_URL);
    assert_int_equal(act_of("log.entries.[].[].url"), STN_HTTP_ACT_NONE);
}

static void any_key_fits_where_none_is_named(void **state)
{
    (void)state;
    assert_int_equal(act_of("auth.bearer"), STN_HTTP_ACT_FIELDS);
    assert_int_equal(act_of("auth.a_new_one"), STN_HTTP_ACT_FIELDS);
    assert_int_equal(act_of("auth.[]"), STN_HTTP_ACT_NONE);
    assert_int_equal(act_of("auth"), STN_HTTP_ACT_NONE);
}

static void a_part_fits_as_a_whole(void **state)
{
    (void)state;
    assert_int_equal(act_of("header"), STN_HTTP_ACT_NONE);
    assert_int_equal(act_of("headersX"), STN_HTTP_ACT_NONE);
    assert_int_equal(act_of("headers"), STN_HTTP_ACT_HEADERS);
    /* A key may have dots, and they are not those of a path. */
    const struct stn_http_shapes shapes =
        stn_http_shapes_step(stn_http_shapes_root(), STN_STR("log.entries"));
    assert_true(shapes.first == shapes.last);
    assert_null(stn_http_shapes_here(shapes));
    assert_null(stn_http_shapes_here(
        stn_http_shapes_step(stn_http_shapes_root(), STN_STR(""))));
}

static void folders_of_folders_are_gone_down(void **state)
{
    (void)state;
    assert_int_equal(act_of("item.[].item.[].item.[].request.url"),
                     STN_HTTP_ACT_URL);
    assert_int_equal(act_of("item.[].item.[].response.[].header"),
                     STN_HTTP_ACT_HEADERS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_of_every_table_is_reached),
        cmocka_unit_test(rows_with_a_part_in_common_stand_together),
        cmocka_unit_test(an_element_of_a_list_is_no_key),
        cmocka_unit_test(any_key_fits_where_none_is_named),
        cmocka_unit_test(a_part_fits_as_a_whole),
        cmocka_unit_test(folders_of_folders_are_gone_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
