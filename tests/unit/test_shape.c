#include "engine/shape.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void every_byte_is_counted_once(void **state)
{
    struct stn_str text = STN_STR("aB3 \t!~\x7f\xc3\xa9\0");
    struct stn_shape shape = stn_shape_of(text);

    (void)state;
    assert_int_equal(shape.upper, 1);
    assert_int_equal(shape.lower, 1);
    assert_int_equal(shape.digits, 1);
    assert_int_equal(shape.spaces, 2);
    assert_int_equal(shape.marks, 2);
    assert_int_equal(shape.foreign, 4);
    assert_int_equal(stn_shape_kinds(&shape), 4);
}

static void hex_has_letters_of_one_case(void **state)
{
    (void)state;
    assert_true(stn_shape_of(STN_STR("0af9")).is_hex);
    assert_true(stn_shape_of(STN_STR("0AF9")).is_hex);
    assert_false(stn_shape_of(STN_STR("0aF9")).is_hex);
    assert_false(stn_shape_of(STN_STR("0ag9")).is_hex);
    assert_false(stn_shape_of(STN_STR("")).is_hex);
}

struct shape_case {
    bool (*is)(struct stn_str);
    const char *yes[8];
    const char *no[8];
};

static const struct shape_case cases[] = {
    {stn_shape_is_uuid,
     {"4ea38b7b-f563-7709-4bae-87aea2c1f4d9"},
     {"4ea38b7b-f563-7709-4bae-87aea2c1f4d",
      "4ea38b7bf563-7709-4bae-87aea2c1f"
      "4d9a",
      "4ea38b7b-f563-7709-4bae-87aea2c1f4dg"}},
    {stn_shape_is_digest,
     {"d41d8cd98f00b204e9800998ecf8427e",
      "da39a3ee5e6b4b0d3255bfef95601890afd80709"},
     {"d41d8cd98f00b204e9800998ecf8427", "",
      "D41d8cd98f00b204e9800998ecf8427e"}},
    {stn_shape_is_number,
     {"1.2.3", "v1.2.3", "10.0.0.1", "2024-01-31", "10px", "T1003.008",
      "^1.0.4", ">=2.1"},
     {"a1", "abc1.2", "rUZVaeiI6G9j", "", "x2024", "^", "^kT9xq"}},
    {stn_shape_is_path,
     {"/run/secrets/db1", "./key.pem", "https://host/a",
      "secrets/database.json", "C:\\keys\\a", "config/token"},
     {"Kx/9q+Zr", "sX87WYHPRRGwvfxO/PxztameJ", "password"}},
    {stn_shape_is_identifier,
     {"name", "user.password", "Foo::bar", "obj->field", "$this", "a_1"},
     {"1a", "a b", "a-b", "a.1", "", "p@ss"}},
    {stn_shape_is_joined_name,
     {"CLIENT_SECRET_POST", "client-auth-tls13"},
     {"client-secret", "a8d-9xk-2lq", "CLIENT SECRET POST"}},
    {stn_shape_is_guessable,
     {"short1", "Summer2024", "companypassword9", "passw0rd!x9Kq", "lowerand1",
      "12345678901"},
     {"wFlKz~JTKP.A9ye", "rUZVaeiI6G9j", "kzqvwjxhRTPLGMs"}},
};

static void each_shape_is_told_from_its_like(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (size_t k = 0; k < 8 && cases[i].yes[k] != NULL; k++)
            if (!cases[i].is(stn_str_of(cases[i].yes[k])))
                fail_msg("shape %zu: %s is none", i, cases[i].yes[k]);
        for (size_t k = 0; k < 8 && cases[i].no[k] != NULL; k++)
            if (cases[i].is(stn_str_of(cases[i].no[k])))
                fail_msg("shape %zu: %s is one", i, cases[i].no[k]);
    }
}

static void nothing_has_no_shape(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (cases[i].is != stn_shape_is_guessable)
            assert_false(cases[i].is((struct stn_str){NULL, 0}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_is_counted_once),
        cmocka_unit_test(hex_has_letters_of_one_case),
        cmocka_unit_test(each_shape_is_told_from_its_like),
        cmocka_unit_test(nothing_has_no_shape),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
