#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/tnetstring.h"

static void a_length_says_where_an_item_ends(void **state)
{
    struct stn_tnetstring item;

    (void)state;
    assert_int_equal(stn_tnetstring_read(&item, STN_STR("x5:hello,y"), 1),
                     STN_OK);
    assert_int_equal(item.payload.start, 3);
    assert_int_equal(item.payload.end, 8);
    assert_int_equal(item.end, 9);
    assert_int_equal(item.type, ',');
    assert_true(stn_tnetstring_is_string(&item));
    assert_int_equal(stn_tnetstring_read(&item, STN_STR("0:~"), 0), STN_OK);
    assert_int_equal(item.payload.start, item.payload.end);
    assert_false(stn_tnetstring_is_string(&item));
}

static void what_is_cut_is_read_as_far_as_it_goes(void **state)
{
    static const char *const cut[] = {"", "5", "5:", "5:hel", "5:hello"};
    struct stn_tnetstring item;

    (void)state;
    for (size_t i = 0; i < sizeof(cut) / sizeof(cut[0]); i++) {
        assert_int_equal(stn_tnetstring_read(&item, stn_str_of(cut[i]), 0),
                         STN_DONE);
        assert_int_equal(item.end, strlen(cut[i]));
        assert_int_equal(item.payload.end, strlen(cut[i]));
        assert_int_equal(item.type, '\0');
    }
}

static void what_has_no_length_or_no_type_is_refused(void **state)
{
    static const char *const bad[] = {
        "x", ":x,", "-1:x,", "5;hello,", "1:xy", "1:x\n", "1234567890123:x,"};
    struct stn_tnetstring item;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(stn_tnetstring_read(&item, stn_str_of(bad[i]), 0),
                         STN_EINPUT);
    assert_int_equal(stn_tnetstring_read(&item, (struct stn_str){"1:x", 4}, 0),
                     STN_EINPUT);
}

static void a_list_is_gone_through_item_by_item(void **state)
{
    const struct stn_str bytes = STN_STR("10:1:a,0:~1:b;]");
    struct stn_tnetstring list;
    struct stn_tnetstring item;

    (void)state;
    assert_int_equal(stn_tnetstring_read(&list, bytes, 0), STN_OK);
    struct stn_span rest = list.payload;
    assert_true(stn_tnetstring_next(&item, bytes, &rest));
    assert_int_equal(bytes.ptr[item.payload.start], 'a');
    assert_true(stn_tnetstring_next(&item, bytes, &rest));
    assert_int_equal(item.type, '~');
}

static void an_item_never_reaches_past_its_list(void **state)
{
    const struct stn_str bytes = STN_STR("3:9:a]aaaaaaaaaaaaa,");
    struct stn_tnetstring list;
    struct stn_tnetstring item;

    (void)state;
    assert_int_equal(stn_tnetstring_read(&list, bytes, 0), STN_OK);
    struct stn_span rest = list.payload;
    assert_false(stn_tnetstring_next(&item, bytes, &rest));
    assert_true(rest.start < rest.end);
}

static void a_dictionary_is_asked_by_key(void **state)
{
    const struct stn_str good = STN_STR("19:1:a;1:b;1:b,4:1:a,]}");
    struct stn_tnetstring dictionary;
    struct stn_tnetstring item;

    (void)state;
    assert_int_equal(stn_tnetstring_read(&dictionary, good, 0), STN_OK);
    assert_true(stn_tnetstring_find(&item, good, &dictionary, STN_STR("b")));
    assert_int_equal(item.type, ']');
    assert_true(stn_tnetstring_find(&item, good, &dictionary, STN_STR("a")));
    assert_int_equal(item.type, ';');
    assert_false(stn_tnetstring_find(&item, good, &dictionary, STN_STR("c")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_length_says_where_an_item_ends),
        cmocka_unit_test(what_is_cut_is_read_as_far_as_it_goes),
        cmocka_unit_test(what_has_no_length_or_no_type_is_refused),
        cmocka_unit_test(a_list_is_gone_through_item_by_item),
        cmocka_unit_test(an_item_never_reaches_past_its_list),
        cmocka_unit_test(a_dictionary_is_asked_by_key),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
