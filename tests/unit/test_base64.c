#include "base/base64.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "tests/support/torture.h"

static void assert_decoded(struct stn_str encoded, struct stn_str expected)
{
    struct stn_buf out = STN_BUF_INIT(1000);

    stn_buf_puts(&out, "before ");
    assert_true(stn_base64_decode(&out, encoded));
    assert_int_equal(stn_buf_status(&out, NULL), STN_OK);
    assert_int_equal(out.len, 7 + expected.len);
    assert_memory_equal(out.ptr, "before ", 7);
    assert_true(
        stn_str_equal(stn_str_sub(stn_buf_str(&out), 7, out.len), expected));
    stn_buf_dispose(&out);
}

/* RFC 4648, 10. */
static void the_examples_of_the_standard_hold(void **state)
{
    (void)state;
    assert_decoded(STN_STR(""), STN_STR(""));
    assert_decoded(STN_STR("Zg=="), STN_STR("f"));
    assert_decoded(STN_STR("Zm8="), STN_STR("fo"));
    assert_decoded(STN_STR("Zm9v"), STN_STR("foo"));
    assert_decoded(STN_STR("Zm9vYg=="), STN_STR("foob"));
    assert_decoded(STN_STR("Zm9vYmE="), STN_STR("fooba"));
    assert_decoded(STN_STR("Zm9vYmFy"), STN_STR("foobar"));
}

static void padding_may_be_left_out(void **state)
{
    (void)state;
    assert_decoded((struct stn_str){0}, STN_STR(""));
    assert_decoded(STN_STR("Zg"), STN_STR("f"));
    assert_decoded(STN_STR("Zm8"), STN_STR("fo"));
    assert_decoded(STN_STR("Zm9vYg"), STN_STR("foob"));
}

static void both_alphabets_are_read(void **state)
{
    (void)state;
    assert_decoded(STN_STR("+/+/"), STN_STR("\xFB\xFF\xBF"));
    assert_decoded(STN_STR("-_-_"), STN_STR("\xFB\xFF\xBF"));
    assert_decoded(STN_STR("AP8A"), STN_STR("\0\xFF\0"));
    /* Bits left over are whatever they are. */
    assert_decoded(STN_STR("Zh=="), STN_STR("f"));
}

static void anything_else_is_refused_untouched(void **state)
{
    (void)state;
    static const struct stn_str bad[] = {
        {"Z", 1},     {"Zm9vY", 5},    {"Z===", 4},     {"Zg=", 3},
        {"Zm9v=", 5}, {"Zm9v==", 6},   {"=", 1},        {"====", 4},
        {"Zm=v", 4},  {"Zm9v\n", 5},   {"Zm 9v", 5},    {"Zm9\x80", 4},
        {"Zm9\0", 4}, {"Zm9v====", 8}, {"Zg==Zg==", 8},
    };
    struct stn_buf out = STN_BUF_INIT(1000);

    stn_buf_puts(&out, "before");
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        assert_false(stn_base64_decode(&out, bad[i]));
    assert_string_equal(out.ptr, "before");
    assert_int_equal(stn_buf_status(&out, NULL), STN_OK);
    stn_buf_dispose(&out);
}

static void the_ceiling_is_that_of_what_is_decoded(void **state)
{
    (void)state;
    struct stn_buf out = STN_BUF_INIT(4);

    assert_true(stn_base64_decode(&out, STN_STR("Zm9vYg==")));
    assert_int_equal(stn_buf_status(&out, NULL), STN_OK);
    assert_string_equal(out.ptr, "foob");
    stn_buf_clear(&out);
    assert_true(stn_base64_decode(&out, STN_STR("Zm9vYmE=")));
    assert_int_equal(stn_buf_status(&out, NULL), STN_ELIMIT);
    stn_buf_dispose(&out);
}

static enum stn_status decode(void *payload)
{
    struct stn_buf out = STN_BUF_INIT(1000);
    (void)payload;

    assert_true(stn_base64_decode(&out, STN_STR("Zm9vYmFy")));
    enum stn_status status = stn_buf_status(&out, NULL);
    stn_buf_dispose(&out);
    return status;
}

static void no_memory_sticks_in_the_buffer(void **state)
{
    (void)state;
    torture(decode, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_examples_of_the_standard_hold),
        cmocka_unit_test(padding_may_be_left_out),
        cmocka_unit_test(both_alphabets_are_read),
        cmocka_unit_test(anything_else_is_refused_untouched),
        cmocka_unit_test(the_ceiling_is_that_of_what_is_decoded),
        cmocka_unit_test(no_memory_sticks_in_the_buffer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
