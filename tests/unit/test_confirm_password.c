#include "tests/support/confirming.h"

struct password_case {
    const char *text;
    const char *secret;
};

static const struct password_case strong[] = {
    {"db_password = \"wFlK{+}z~JTKP.A9ye\"", "wFlK{+}z~JTKP.A9ye"},
    {"DB_PASSWORD=rUZV{+}aeiI6G9j", "rUZV{+}aeiI6G9j"},
    {"password: Zq!k{+}Wm@pRtXc", "Zq!k{+}Wm@pRtXc"},
    {"pwd='kzqv{+}wjxhRTPLGMs'", "kzqv{+}wjxhRTPLGMs"},
};

static const struct password_case weak[] = {
    {"password = \"Summ{+}er2024!\"", "Summ{+}er2024!"},
    {"password = \"comp{+}anypassword9\"", "comp{+}anypassword9"},
    {"password = \"lowe{+}rand1x\"", "lowe{+}rand1x"},
    {"password = \"4ea3{+}8b7b-f563-7709-4bae-87aea2c1f4d9\"",
     "4ea3{+}8b7b-f563-7709-4bae-87aea2c1f4d9"},
    {"PASSWORD_HASH='k{+}c7ItvdN5.WQ'", "k{+}c7ItvdN5.WQ"},
};

static const struct password_case none[] = {
    {"password = getPassword()", "getPassword()"},
    {"password = user.password1", "user.password1"},
    {"password = newPassword2", "newPassword2"},
    {"password: \"Password\"", "Password"},
    {"smtp_password = \"smtpPassword1\"", "smtpPassword1"},
    {"password: \"Enter-your-password-1\"", "Enter-your-password-1"},
    {"password_file: \"a8Kx{+}!9qLpz\"", "a8Kx{+}!9qLpz"},
    {"password = \"/run/secrets/db1\"", "/run/secrets/db1"},
    {"password = \"https://vault.acme.test/v1\"", "https://vault.acme.test/v1"},
    {"passwordEncoder = \"sha-256\"", "sha-256"},
    {"password_hash = \"d41d{+}8cd98f00b204e9800998ecf8427e\"",
     "d41d{+}8cd98f00b204e9800998ecf8427e"},
    {"password = \"$2b${+}12$lWake1BoMfUSYH96sXnbZhFsf\"",
     "$2b${+}12$lWake1BoMfUSYH96sXnbZhFsf"},
    {"password = \"geheim\"", "geheim"},
    {"password = \"Contrase\xc3\xb1"
     "a\"",
     "Contrase\xc3\xb1"
     "a"},
    {"password = \"1.2.3\"", "1.2.3"},
    {"password = \"1234\"", "1234"},
    {"password = \"user@host\"", "user@host"},
    {"password = \"a1b\"", "a1b"},
    {"password = \"CLIENT_AUTH_TLS13\"", "CLIENT_AUTH_TLS13"},
    {"password\", \"spring.server.port=0\"", "spring.server.port=0"},
};

static void random_passwords_have_no_ceiling(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof strong / sizeof *strong; i++) {
        struct confirming outcome =
            confirming_in("password-value", strong[i].text, strong[i].secret);

        if (!outcome.holds || outcome.result.at_most != STN_SEVERITY_DEFAULT)
            fail_msg("not strong: %s", strong[i].text);
    }
}

static void guessable_passwords_are_medium(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof weak / sizeof *weak; i++) {
        struct confirming outcome =
            confirming_in("password-value", weak[i].text, weak[i].secret);

        if (!outcome.holds || outcome.result.at_most != STN_MEDIUM)
            fail_msg("not weak: %s", weak[i].text);
    }
}

static void short_ones_and_digits_are_low(void **state)
{
    (void)state;
    assert_int_equal(
        confirming_in("password-value", "pwd = \"vr00{+}m\"", "vr00{+}m")
            .result.at_most,
        STN_LOW);
    assert_int_equal(
        confirming_in("password-value", "pwd = \"8473{+}6251\"", "8473{+}6251")
            .result.at_most,
        STN_LOW);
}

static void code_labels_and_paths_do_not_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (confirming_in("password-value", none[i].text, none[i].secret).holds)
            fail_msg("a password: %s", none[i].text);
}

static void a_word_sent_beside_a_user_is_low(void **state)
{
    struct stn_segment field = {.kind = STN_SEGMENT_FORM,
                                .name = STN_STR("password"),
                                .traits = STN_TRAIT_LOGIN};
    struct confirming outcome =
        confirming_field("password-value", field, "moonflower");

    (void)state;
    assert_true(outcome.holds);
    assert_int_equal(outcome.result.at_most, STN_LOW);
    field.traits = 0;
    assert_false(confirming_field("password-value", field, "moonflower").holds);
    field.traits = STN_TRAIT_LOGIN | STN_TRAIT_RESPONSE;
    assert_false(confirming_field("password-value", field, "moonflower").holds);
}

static void the_name_of_a_field_counts(void **state)
{
    struct stn_segment field = {.kind = STN_SEGMENT_JSON,
                                .name = STN_STR("passwordFile")};

    (void)state;
    assert_false(confirming_field("password-value", field, "k7Wd93kLq").holds);
    field.name = STN_STR("password");
    assert_true(confirming_field("password-value", field, "k7Wd93kLq").holds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_passwords_have_no_ceiling),
        cmocka_unit_test(guessable_passwords_are_medium),
        cmocka_unit_test(short_ones_and_digits_are_low),
        cmocka_unit_test(code_labels_and_paths_do_not_hold),
        cmocka_unit_test(a_word_sent_beside_a_user_is_low),
        cmocka_unit_test(the_name_of_a_field_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
