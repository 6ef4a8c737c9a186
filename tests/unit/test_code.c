#include "engine/code.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char *const always[] = {
    "getPassword()",   "os.environ[KEY]", "config.get(token)",
    "user.password",   "Config::SECRET",  "obj->password",
    "<b>password</b>", "&lt;secret&gt;",  "^[a-zA-Z0-9]{8,}$",
    "#user-password",  ".password-field",
};

static const char *const bare_only[] = {
    "password", "newPassword2", "a==b1", "Token);", "&password1", "{x9",
};

static const char *const never[] = {
    "wFlKz~JTKP.A9ye", "rUZVaeiI6G9j", "0r.Q^g5_xqnPQJ", "Wm6!W^FwoQZF", "",
};

static void expressions_are_code_quoted_or_not(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        if (!stn_code_is(stn_str_of(always[i]), true) ||
            !stn_code_is(stn_str_of(always[i]), false))
            fail_msg("no code: %s", always[i]);
}

static void names_and_operators_are_code_without_quotes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bare_only / sizeof *bare_only; i++) {
        if (!stn_code_is(stn_str_of(bare_only[i]), false))
            fail_msg("no code: %s", bare_only[i]);
        if (stn_code_is(stn_str_of(bare_only[i]), true))
            fail_msg("code in quotes: %s", bare_only[i]);
    }
}

static void secrets_are_no_code(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (stn_code_is(stn_str_of(never[i]), false))
            fail_msg("code: %s", never[i]);
}

static void settings_have_a_name_of_words(void **state)
{
    (void)state;
    assert_true(stn_code_is_setting(STN_STR("spring.server.port=0")));
    assert_false(stn_code_is_setting(STN_STR("Kx9Zq=81")));
    assert_false(stn_code_is_setting(STN_STR("p8RafMpR==")));
    assert_false(stn_code_is_setting(STN_STR("a=b")));
}

static void keywords_are_known_in_any_spelling(void **state)
{
    (void)state;
    assert_true(stn_code_is_keyword(STN_STR("SHA-256")));
    assert_true(stn_code_is_keyword(STN_STR("utf_8")));
    assert_true(stn_code_is_keyword(STN_STR("varchar(255)")));
    assert_false(stn_code_is_keyword(STN_STR("sha256x")));
    assert_false(stn_code_is_keyword(STN_STR("a value of seventeen")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expressions_are_code_quoted_or_not),
        cmocka_unit_test(names_and_operators_are_code_without_quotes),
        cmocka_unit_test(secrets_are_no_code),
        cmocka_unit_test(settings_have_a_name_of_words),
        cmocka_unit_test(keywords_are_known_in_any_spelling),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
