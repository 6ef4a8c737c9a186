#include "engine/field.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct stn_field field_in(const struct stn_segment *segment,
                                 size_t match, size_t secret)
{
    struct stn_confirm_input input = {
        .segment = segment,
        .match = {match, segment->bytes.len},
        .secret = {secret, segment->bytes.len},
    };

    return stn_field_of(&input);
}

static void the_name_begins_before_the_match(void **state)
{
    struct stn_segment segment = {.bytes = STN_STR("x my.db_password = \"v")};
    struct stn_field field = field_in(&segment, 8, 20);

    (void)state;
    assert_true(stn_str_equal(field.name, STN_STR("my.db_password")));
    assert_true(field.is_quoted);
}

static void without_a_quote_the_value_is_bare(void **state)
{
    struct stn_segment segment = {.bytes = STN_STR("password=v")};

    (void)state;
    assert_false(field_in(&segment, 0, 9).is_quoted);
}

static void a_secret_at_the_start_has_no_name(void **state)
{
    struct stn_segment segment = {.bytes = STN_STR("v")};
    struct stn_field field = field_in(&segment, 0, 0);

    (void)state;
    assert_int_equal(field.name.len, 0);
    assert_false(field.is_quoted);
}

static void names_about_a_secret_are_told_from_its_own(void **state)
{
    (void)state;
    assert_true(stn_field_is_about(STN_STR("password_file")));
    assert_true(stn_field_is_about(STN_STR("resetPasswordUrl")));
    assert_true(stn_field_is_about(STN_STR("TOKEN_TYPE")));
    assert_false(stn_field_is_about(STN_STR("db_password")));
    assert_false(stn_field_is_about(STN_STR("profilePassword")));
    assert_true(stn_field_is_digest(STN_STR("password_hash")));
    assert_true(stn_field_is_digest(STN_STR("encryptedPassword")));
    assert_false(stn_field_is_digest(STN_STR("hashicorpPassword")));
}

static void a_value_may_say_its_name_again(void **state)
{
    (void)state;
    assert_true(
        stn_field_is_echoed(STN_STR("user_password"), STN_STR("UserPassword")));
    assert_true(stn_field_is_echoed(STN_STR("password"), STN_STR("password2")));
    assert_true(
        stn_field_is_echoed(STN_STR("confirm-password"), STN_STR("password")));
    assert_false(
        stn_field_is_echoed(STN_STR("password"), STN_STR("rUZVaeiI6G9j")));
    assert_false(stn_field_is_echoed(STN_STR(""), STN_STR("password")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_name_begins_before_the_match),
        cmocka_unit_test(without_a_quote_the_value_is_bare),
        cmocka_unit_test(a_secret_at_the_start_has_no_name),
        cmocka_unit_test(names_about_a_secret_are_told_from_its_own),
        cmocka_unit_test(a_value_may_say_its_name_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
