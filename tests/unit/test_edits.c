#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pipeline/edits.h"

#define TEXT STN_STR("one two three")

static void add(struct stn_edits *edits, size_t start, size_t end,
                const char *with)
{
    const struct stn_edit edit = {.span = {start, end},
                                  .with = stn_str_of(with)};

    assert_true(stn_edits_add(edits, edit));
}

static void edits_are_made_in_the_order_of_the_text(void **state)
{
    struct stn_edits edits = {0};
    struct stn_buf out = STN_BUF_INIT(100);

    (void)state;
    stn_edits_begin(&edits, TEXT.len);
    add(&edits, 8, 13, "3");
    add(&edits, 0, 3, "first");
    stn_edits_make(&edits, TEXT, &out);
    assert_string_equal(out.ptr, "first two 3");
    stn_buf_dispose(&out);
    stn_edits_dispose(&edits);
}

static void without_edits_all_is_as_it_was(void **state)
{
    struct stn_edits edits = {0};
    struct stn_buf out = STN_BUF_INIT(100);

    (void)state;
    stn_edits_begin(&edits, TEXT.len);
    stn_edits_make(&edits, TEXT, &out);
    assert_string_equal(out.ptr, TEXT.ptr);
    assert_int_equal(stn_edits_before(&edits, 7), 7);
    stn_buf_dispose(&out);
    stn_edits_dispose(&edits);
}

static void what_is_edited_or_taken_is_not_free(void **state)
{
    struct stn_edits edits = {0};

    (void)state;
    stn_edits_begin(&edits, TEXT.len);
    assert_true(stn_edits_is_free(&edits, (struct stn_span){0, 13}));
    add(&edits, 4, 7, "2");
    assert_true(stn_edits_take(&edits, (struct stn_span){12, 13}));
    assert_false(stn_edits_is_free(&edits, (struct stn_span){0, 5}));
    assert_false(stn_edits_is_free(&edits, (struct stn_span){6, 8}));
    assert_false(stn_edits_is_free(&edits, (struct stn_span){8, 13}));
    assert_true(stn_edits_is_free(&edits, (struct stn_span){7, 12}));
    assert_true(stn_edits_is_free(&edits, (struct stn_span){0, 4}));
    stn_edits_begin(&edits, TEXT.len);
    assert_true(stn_edits_is_free(&edits, (struct stn_span){0, 13}));
    stn_edits_dispose(&edits);
}

static void the_way_back_leads_to_where_a_byte_stood(void **state)
{
    struct stn_edits edits = {0};
    struct stn_buf out = STN_BUF_INIT(100);

    (void)state;
    stn_edits_begin(&edits, TEXT.len);
    add(&edits, 0, 3, "first");
    add(&edits, 4, 7, "2");
    stn_edits_make(&edits, TEXT, &out);
    assert_string_equal(out.ptr, "first 2 three");
    assert_int_equal(stn_edits_before(&edits, 0), 0);
    assert_int_equal(stn_edits_before(&edits, 4), 0);
    assert_int_equal(stn_edits_before(&edits, 5), 3);
    assert_int_equal(stn_edits_before(&edits, 6), 4);
    assert_int_equal(stn_edits_before(&edits, 7), 7);
    assert_int_equal(stn_edits_before(&edits, 8), 8);
    assert_int_equal(stn_edits_before(&edits, 13), 13);
    stn_buf_dispose(&out);
    stn_edits_dispose(&edits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edits_are_made_in_the_order_of_the_text),
        cmocka_unit_test(without_edits_all_is_as_it_was),
        cmocka_unit_test(what_is_edited_or_taken_is_not_free),
        cmocka_unit_test(the_way_back_leads_to_where_a_byte_stood),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
