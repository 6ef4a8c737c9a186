#include "text/map.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "tests/support/torture.h"

static void assert_origin(const struct stn_map *map, size_t start, size_t end,
                          size_t source_start, size_t source_end)
{
    const struct stn_span origin =
        stn_map_origin(map, (struct stn_span){start, end});

    assert_int_equal(origin.start, source_start);
    assert_int_equal(origin.end, source_end);
}

static void an_empty_map_is_the_identity(void **state)
{
    (void)state;
    const struct stn_map map = {0};

    assert_origin(&map, 3, 9, 3, 9);
    assert_origin(&map, 4, 4, 4, 4);
}

/* "ab\n\u00e9c" between quotes: ab, two escapes, c. */
static void escapes_are_taken_whole(void **state)
{
    (void)state;
    struct stn_map map = {0};

    assert_true(stn_map_add_same(&map, 1, 2));
    assert_true(stn_map_add(&map, 1, 3, 2, 1, 2));
    assert_true(stn_map_add(&map, 2, 5, 6, 2, 6));
    assert_true(stn_map_add_same(&map, 11, 1));
    assert_int_equal(map.count, 4);
    assert_int_equal(map.decoded_end, 6);
    assert_int_equal(map.source_end, 12);

    assert_origin(&map, 0, 6, 1, 12);
    assert_origin(&map, 0, 1, 1, 2);
    assert_origin(&map, 0, 2, 1, 3);
    assert_origin(&map, 1, 3, 2, 5);
    assert_origin(&map, 2, 3, 3, 5);
    /* Half of a character is all of its escape. */
    assert_origin(&map, 3, 4, 5, 11);
    assert_origin(&map, 4, 5, 5, 11);
    assert_origin(&map, 4, 6, 5, 12);
    assert_origin(&map, 5, 6, 11, 12);
    stn_map_dispose(&map);
}

static void what_goes_on_joins_the_piece_before(void **state)
{
    (void)state;
    struct stn_map map = {0};

    assert_true(stn_map_add_same(&map, 10, 5));
    assert_true(stn_map_add_same(&map, 15, 5));
    assert_int_equal(map.count, 1);
    assert_true(stn_map_add(&map, 1, 20, 2, 1, 2));
    assert_true(stn_map_add(&map, 1, 22, 2, 1, 2));
    assert_int_equal(map.count, 2);
    /* Not what stands further on. */
    assert_true(stn_map_add(&map, 1, 25, 2, 1, 2));
    assert_int_equal(map.count, 3);

    assert_origin(&map, 0, 13, 10, 27);
    assert_origin(&map, 9, 11, 19, 22);
    assert_origin(&map, 11, 12, 22, 24);
    assert_origin(&map, 12, 13, 25, 27);
    stn_map_dispose(&map);
}

static void base64_is_cut_at_its_groups(void **state)
{
    (void)state;
    struct stn_map map = {0};

    /* Two lines of 8 digits, the second with "==" at its end. */
    assert_true(stn_map_add(&map, 6, 0, 8, 3, 4));
    assert_true(stn_map_add(&map, 3, 9, 4, 3, 4));
    assert_true(stn_map_add(&map, 1, 13, 4, 3, 4));
    assert_int_equal(map.count, 2);

    assert_origin(&map, 0, 1, 0, 4);
    assert_origin(&map, 2, 3, 0, 4);
    assert_origin(&map, 2, 4, 0, 8);
    assert_origin(&map, 5, 6, 4, 8);
    assert_origin(&map, 5, 7, 4, 13);
    assert_origin(&map, 6, 9, 9, 13);
    assert_origin(&map, 9, 10, 13, 17);
    assert_origin(&map, 0, 10, 0, 17);
    stn_map_dispose(&map);
}

static void a_part_of_a_last_unit_ends_where_the_source_does(void **state)
{
    (void)state;
    struct stn_map map = {0};

    /* "Zm9vYg": 4 bytes of 6 digits. */
    assert_true(stn_map_add(&map, 4, 0, 6, 3, 4));
    assert_origin(&map, 3, 4, 4, 6);
    assert_origin(&map, 0, 4, 0, 6);
    assert_origin(&map, 0, 3, 0, 4);
    /* Nothing joins it, and it does not reach into what follows. */
    assert_true(stn_map_add(&map, 3, 6, 4, 3, 4));
    assert_int_equal(map.count, 2);
    assert_origin(&map, 3, 4, 4, 6);
    assert_origin(&map, 3, 5, 4, 10);
    stn_map_dispose(&map);
}

static void a_whole_answers_with_all_of_it(void **state)
{
    (void)state;
    struct stn_map map = {0};

    assert_true(stn_map_add_whole(&map, 100, 20, 50));
    assert_true(stn_map_add_same(&map, 75, 10));
    assert_origin(&map, 7, 9, 20, 70);
    assert_origin(&map, 99, 100, 20, 70);
    assert_origin(&map, 99, 101, 20, 76);
    assert_origin(&map, 100, 101, 75, 76);
    stn_map_dispose(&map);

    /* Larger than a unit can be: up to the next. */
    assert_true(stn_map_add_whole(&map, 100000, 20, 50));
    assert_origin(&map, 7, 9, 20, 70);
    assert_origin(&map, 0, 100000, 20, 70);
    assert_true(stn_map_add_same(&map, 75, 10));
    assert_origin(&map, 99999, 100000, 20, 75);
    assert_origin(&map, 100000, 100001, 75, 76);
    stn_map_dispose(&map);
}

static void an_empty_span_is_empty_where_it_stands(void **state)
{
    (void)state;
    struct stn_map map = {0};

    assert_true(stn_map_add_same(&map, 5, 3));
    assert_true(stn_map_add(&map, 2, 8, 6, 2, 6));
    assert_origin(&map, 0, 0, 5, 5);
    assert_origin(&map, 2, 2, 7, 7);
    assert_origin(&map, 3, 3, 8, 8);
    assert_origin(&map, 4, 4, 8, 8);
    assert_origin(&map, 5, 5, 14, 14);
    stn_map_dispose(&map);
}

static void spans_past_the_end_end_there(void **state)
{
    (void)state;
    struct stn_map map = {0};

    assert_true(stn_map_add(&map, 4, 2, 6, 3, 4));
    assert_origin(&map, 3, 50, 6, 8);
    assert_origin(&map, 4, 50, 8, 8);
    assert_origin(&map, 50, 60, 8, 8);
    assert_origin(&map, 50, 50, 8, 8);
    stn_map_dispose(&map);
}

static void nothing_decoded_is_no_piece(void **state)
{
    (void)state;
    struct stn_map map = {0};

    assert_true(stn_map_add_same(&map, 0, 0));
    assert_true(stn_map_add_whole(&map, 0, 0, 9));
    assert_int_equal(map.count, 0);
    assert_true(stn_map_add_same(&map, 9, 2));
    assert_true(stn_map_add(&map, 0, 11, 9, 1, 2));
    assert_true(stn_map_add_same(&map, 20, 2));
    assert_int_equal(map.count, 2);
    assert_origin(&map, 1, 3, 10, 21);
    assert_origin(&map, 1, 2, 10, 11);
    stn_map_dispose(&map);
}

static void clearing_forgets_all_pieces(void **state)
{
    (void)state;
    struct stn_map map = {0};

    assert_true(stn_map_add_same(&map, 7, 2));
    stn_map_clear(&map);
    assert_origin(&map, 1, 2, 1, 2);
    assert_true(stn_map_add_same(&map, 3, 2));
    assert_origin(&map, 1, 2, 4, 5);
    stn_map_dispose(&map);
    assert_null(map.pieces);
}

static void what_no_offset_can_hold_is_refused(void **state)
{
    (void)state;
    struct stn_map map = {0};

    assert_false(stn_map_add_same(&map, (size_t)UINT32_MAX + 1, 1));
    assert_false(stn_map_add_same(&map, UINT32_MAX, 1));
    assert_false(stn_map_add_same(&map, 0, (size_t)UINT32_MAX + 1));
    assert_true(stn_map_add_same(&map, 0, 9));
    assert_false(stn_map_add_whole(&map, UINT32_MAX, 9, 1));
    assert_int_equal(map.decoded_end, 9);
    assert_origin(&map, 8, 9, 8, 9);
    stn_map_dispose(&map);
}

/* Many pieces, each found again. */
static void any_piece_is_found(void **state)
{
    (void)state;
    struct stn_map map = {0};

    for (size_t i = 0; i < 1000; i++) {
        assert_true(stn_map_add_same(&map, 10 * i, 3));
        assert_true(stn_map_add(&map, 1, 10 * i + 3, 7, 1, 7));
    }
    assert_int_equal(map.count, 2000);
    for (size_t i = 0; i < 1000; i++) {
        assert_origin(&map, 4 * i, 4 * i + 4, 10 * i, 10 * i + 10);
        assert_origin(&map, 4 * i + 2, 4 * i + 3, 10 * i + 2, 10 * i + 3);
        assert_origin(&map, 4 * i + 3, 4 * i + 4, 10 * i + 3, 10 * i + 10);
    }
    stn_map_dispose(&map);
}

static enum stn_status add_pieces(void *payload)
{
    struct stn_map map = {0};
    enum stn_status status = STN_OK;
    (void)payload;

    for (size_t i = 0; i < 30 && status == STN_OK; i++) {
        const size_t before = map.count;

        if (!stn_map_add_same(&map, 2 * i, 1)) {
            status = STN_ENOMEM;
            assert_int_equal(map.count, before);
            assert_int_equal(map.decoded_end, i);
        }
    }
    stn_map_dispose(&map);
    return status;
}

static void no_memory_leaves_the_map_as_it_was(void **state)
{
    (void)state;
    torture(add_pieces, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_map_is_the_identity),
        cmocka_unit_test(escapes_are_taken_whole),
        cmocka_unit_test(what_goes_on_joins_the_piece_before),
        cmocka_unit_test(base64_is_cut_at_its_groups),
        cmocka_unit_test(a_part_of_a_last_unit_ends_where_the_source_does),
        cmocka_unit_test(a_whole_answers_with_all_of_it),
        cmocka_unit_test(an_empty_span_is_empty_where_it_stands),
        cmocka_unit_test(spans_past_the_end_end_there),
        cmocka_unit_test(nothing_decoded_is_no_piece),
        cmocka_unit_test(clearing_forgets_all_pieces),
        cmocka_unit_test(what_no_offset_can_hold_is_refused),
        cmocka_unit_test(any_piece_is_found),
        cmocka_unit_test(no_memory_leaves_the_map_as_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
