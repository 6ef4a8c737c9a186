#include <stdio.h>

#include "tests/support/confirming.h"

static const char *join(char room[256], const char *a, const char *b)
{
    snprintf(room, 256, "%s%s", a, b);
    return room;
}

static void a_newer_id_tells_its_account(void **state)
{
    char room[256];

    (void)state;
    /* Made up; the second has an account with a leading zero. */
    assert_string_equal(
        confirming("aws-access-key-id", join(room, "AKIA", "TCH6YDSYWHWM67KW"))
            .result.detail,
        "AWS account 210987654321");
    assert_string_equal(
        confirming("aws-access-key-id", join(room, "ASIA", "QFX64DQ2UDGJFUZ5"))
            .result.detail,
        "AWS account 012345678901");
}

static void an_older_id_holds_and_tells_nothing(void **state)
{
    char room[256];
    struct confirming outcome =
        confirming("aws-access-key-id", join(room, "AKIA", "JTCH6YDSYWHWM67K"));

    (void)state;
    assert_true(outcome.holds);
    assert_string_equal(outcome.result.detail, "");
}

static void an_id_is_twenty_characters_of_base_32(void **state)
{
    char room[256];

    (void)state;
    assert_false(
        confirming("aws-access-key-id", join(room, "AKIA", "TCH6YDSYWHWM67K"))
            .holds);
    assert_false(
        confirming("aws-access-key-id", join(room, "AKIA", "TCH6YD0YWHWM67KW"))
            .holds);
    assert_false(
        confirming("aws-access-key-id", join(room, "AKIA", "tCH6YDSYWHWM67KW"))
            .holds);
}

static void a_secret_is_forty_random_characters(void **state)
{
    static const char *const others[] = {
        "sX87WYHPRRGwvfxOPxztameJ83ScZoPwmjFr8T1",
        "5feceb66ffc86f38d952786c6d696c79c2dbc239",
        "getSecretAccessKeyFromTheVaultOfProject1",
        "SX87WYHPRRGWVFXOPXZTAMEJ83SCZOPWMJFR8T15",
        "src/Main/java/com/acme/Shop/Config9/AbCd",
        "sX87WYHPRRGwvfxOPxztameJ83ScZoPwmjFr8T_5",
    };
    char room[256];

    (void)state;
    assert_true(confirming("aws-secret", join(room, "sX87WYHPRRGwvfxOPxztame",
                                              "J83ScZoPwmjFr8T15"))
                    .holds);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (confirming("aws-secret", others[i]).holds)
            fail_msg("a secret: %s", others[i]);
}

static struct confirming judge_bedrock(const char *text)
{
    char *encoded = confirming_base64(text, strlen(text), "+/");
    char room[256];
    struct confirming outcome;

    outcome = confirming("aws-bedrock-key", join(room, "ABSK", encoded));
    free(encoded);
    return outcome;
}

static void a_bedrock_key_names_its_account(void **state)
{
    struct confirming outcome = judge_bedrock(
        "BedrockAPIKey-q7sw-at-210987654321:d0Jc73fXts47RntO3XSp6EoA");

    (void)state;
    assert_true(outcome.holds);
    assert_string_equal(outcome.result.detail, "AWS account 210987654321");
}

static void a_bedrock_key_without_account_or_secret_is_none(void **state)
{
    (void)state;
    assert_false(judge_bedrock("jane-at-21098765432x:d0Jc73fXts47RntO3").holds);
    assert_false(judge_bedrock("jane-on-210987654321:d0Jc73fXts47RntO3").holds);
    assert_false(judge_bedrock("jane-at-210987654321:short").holds);
    assert_false(judge_bedrock("210987654321:d0Jc73fXts47RntO3").holds);
    assert_false(confirming("aws-bedrock-key", "ABSK").holds);
    assert_false(confirming("aws-bedrock-key", "ABSK!!!!").holds);
}

static void without_memory_a_bedrock_key_is_still_seen(void **state)
{
    char *encoded =
        confirming_base64("jane-at-210987654321:d0Jc73fXts47RntO3", 38, "+/");
    char room[256];

    (void)state;
    confirming_survives("aws-bedrock-key", join(room, "ABSK", encoded));
    free(encoded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_newer_id_tells_its_account),
        cmocka_unit_test(an_older_id_holds_and_tells_nothing),
        cmocka_unit_test(an_id_is_twenty_characters_of_base_32),
        cmocka_unit_test(a_secret_is_forty_random_characters),
        cmocka_unit_test(a_bedrock_key_names_its_account),
        cmocka_unit_test(a_bedrock_key_without_account_or_secret_is_none),
        cmocka_unit_test(without_memory_a_bedrock_key_is_still_seen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
