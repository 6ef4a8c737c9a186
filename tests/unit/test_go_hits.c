#include "golang/hits.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "golang/check.h"
#include "tests/support/torture.h"

static struct stn_go_hit hit_of(uint32_t file, size_t start, size_t end,
                                size_t check)
{
    return (struct stn_go_hit){
        .check = stn_go_checks[check], .file = file, .span = {start, end}};
}

static bool is_same(const struct stn_go_hit *a, const struct stn_go_hit *b)
{
    return a->check == b->check && a->file == b->file &&
           a->span.start == b->span.start && a->span.end == b->span.end;
}

static void hits_are_sorted_by_file_span_and_check(void **state)
{
    const struct stn_go_hit sorted[] = {
        hit_of(0, 1, 5, 0), hit_of(0, 1, 7, 0), hit_of(0, 1, 7, 1),
        hit_of(0, 9, 9, 0), hit_of(1, 0, 2, 0), hit_of(1, 0, 2, 2),
    };
    static const size_t order[] = {4, 2, 0, 5, 1, 3};
    struct stn_go_hits hits = {0};

    (void)state;
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(stn_go_hits_add(&hits, &sorted[order[i]], NULL),
                         STN_OK);
    stn_go_hits_sort(&hits);
    assert_int_equal(hits.count, 6);
    for (size_t i = 0; i < 6; i++)
        assert_true(is_same(&hits.items[i], &sorted[i]));
    stn_go_hits_dispose(&hits);
}

static void what_one_check_told_twice_is_told_once(void **state)
{
    const struct stn_go_hit one = hit_of(0, 1, 5, 0);
    const struct stn_go_hit other = hit_of(0, 1, 5, 1);
    struct stn_go_hits hits = {0};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(stn_go_hits_add(&hits, &one, NULL), STN_OK);
        assert_int_equal(stn_go_hits_add(&hits, &other, NULL), STN_OK);
    }
    stn_go_hits_sort(&hits);
    assert_int_equal(hits.count, 2);
    assert_true(is_same(&hits.items[0], &one));
    assert_true(is_same(&hits.items[1], &other));
    stn_go_hits_dispose(&hits);
}

static void no_hits_are_sorted_too(void **state)
{
    struct stn_go_hits hits = {0};

    (void)state;
    stn_go_hits_sort(&hits);
    assert_int_equal(hits.count, 0);
    stn_go_hits_dispose(&hits);
    assert_null(hits.items);
}

static enum stn_status add_many(void *payload)
{
    const struct stn_go_hit hit = hit_of(0, 1, 2, 0);
    struct stn_go_hits hits = {0};
    enum stn_status status = STN_OK;

    (void)payload;
    for (size_t i = 0; i < 100 && status >= 0; i++)
        status = stn_go_hits_add(&hits, &hit, NULL);
    stn_go_hits_dispose(&hits);
    return status;
}

static void adding_survives_without_memory(void **state)
{
    (void)state;
    torture(add_many, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hits_are_sorted_by_file_span_and_check),
        cmocka_unit_test(what_one_check_told_twice_is_told_once),
        cmocka_unit_test(no_hits_are_sorted_too),
        cmocka_unit_test(adding_survives_without_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
