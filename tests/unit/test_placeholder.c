#include "engine/placeholder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const char *const placeholders[] = {
    "",
    "  ",
    /* Templates, variables, formats. */
    "${DB_PASSWORD}",
    "prefix-${TOKEN}",
    "{{ vault.secret }}",
    "<%= token %>",
    "$(cat secret.txt)",
    "#{token}",
    "%(password)s",
    "$PASSWORD",
    "$password",
    "$1",
    ":password",
    "@DbPassword",
    "%s",
    "{}",
    "token-%d",
    "<your token>",
    "<token>",
    "[secret]",
    "%TOKEN%",
    "__API_KEY__",
    "&lt;token&gt;",
    /* Kept elsewhere. */
    "ENC(Gk3fP0q8xYb2)",
    "vault:v1:8SDd3WHDOjf7mq69CyCqYjBXAiQQAVZRkFM13ok481zoCmHnSeDX",
    "op://vault/item/password",
    "arn:aws:secretsmanager:eu-west-1:210987654321:secret:db",
    "{cipher}7d1bd2a7b6dd3b",
    /* Redacted. */
    "********",
    "abc***xyz",
    "ghp_...",
    "[REDACTED]",
    "REDACTED_BY_CI_9f8e",
    "xxxxxxxxxxxx",
    "sk-XXXXXXXXXXXXXXXX",
    "K9q2xxxxW7mP4v",
    "\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2",
    /* What recorders write. */
    "<AUTH_TOKEN>",
    "<<TOKEN>>",
    "@@TOKEN@@",
    "Sanitized",
    "SANITIZED",
    "FILTERED",
    "[FILTERED]",
    "Filtered",
    "REDACTED",
    "REDACTED-PASSWORD-1",
    "REDACTED-JWT-12",
    "UkVEQUNURUQ6UkVEQUNURUQ=",
    "*",
    "**",
    "***",
    "\xe2\x96\x88\xe2\x96\x88",
    "00000000-0000-0000-0000-000000000000",
    "jwt_removed",
    "private_token_removed",
    "{{access_token}}",
    "{{{token}}}",
    "ONE_OFF_SCOPE_AUTHORIZATION_TOKEN",
    "another access token",
    "theToken",
    /* Regular. */
    "aaaaaaaaaaaaaaaaaaaa",
    "0000000000000000",
    "12345678",
    "0123456789abcdef",
    "abc123",
    "qwerty",
    "QWERTY123",
    "a1b2c3d4e5f6a7b8c9d0",
    "AB1C2defGHijkLMNo3PqQRstUvwxyz",
    "deadbeefdeadbeefdeadbeef",
    "abcabcabcabc",
    "7Kq9x7Kq9x7Kq9x",
    "11111111-2222-3333-4444-555555555555",
    "glpat-{+}AAAAAAAAAAAAAAAAAAAA",
    "KEYOFNOBODY123456789",
    /* Words. */
    "changeme",
    "ChangeMe123",
    "your-api-key-here",
    "my-secret",
    "mySecretToken",
    "supersecret",
    "password123",
    "P@ssw0rd",
    "p4$$w0rd!",
    "s3cr3t",
    "test-password-1",
    "MockClientSecret7",
    "dummy-3f9ac1",
    "sample_Kx81Lq",
    "INSERT_TOKEN_HERE",
    "none",
    "null",
    "True",
    "undefined",
    "TODO",
    "AKIA7Q9EXAMPLE",
    "example-9sK2mQ",
    "postgres",
    /* Base64 of one: Kubernetes' secrets. */
    "cGFzc3dvcmQ=",
    "Y2hhbmdlbWU=",
};

static const char *const secrets[] = {
    "wFlKz~JTKP.A9ye",
    "rUZVaeiI6G9j",
    "p8RafMpRnoogsNpzxvOAk59ZwKaUd2W3",
    "5feceb66ffc86f38d952786c6d696c79c2dbc239",
    "sX87WYHPRRGwvfxOPxztameJ83ScZoPwmjFr8T15",
    "hK9testQ2xW7vB4nM1zL", /* "test" by chance */
    "Rq7fakeV3mP0sXk2Jd8bTc5W",
    "Summer2024!",
    "zq_test_Zr9xVb3kLm7pQs5dTf1gHj8c",
    "QT7K_W9X2_KEY5R_M3P8",
    "kRx0abcK2",
    "a$Kz{9q}Vt",
    "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAl+Ls5SS2Xsp+ZJfEFHT1M",
    "4ea38b7b-f563-7709-4bae-87aea2c1f4d9",
    "0x7Fk2!pQ",
};

static bool is_placeholder(const char *text)
{
    /* In a block of just its size: the sanitizer sees a read past it. */
    size_t length = strlen(text);
    char *bytes = malloc(length > 0 ? length : 1);
    bool answer;

    assert_non_null(bytes);
    memcpy(bytes, text, length);
    answer = stn_placeholder_is((struct stn_str){bytes, length});
    free(bytes);
    return answer;
}

static void what_stands_for_a_secret_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof placeholders / sizeof *placeholders; i++)
        if (!is_placeholder(placeholders[i]))
            fail_msg("no placeholder: %s", placeholders[i]);
}

static void secrets_stay_secrets(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
        if (is_placeholder(secrets[i]))
            fail_msg("a placeholder: %s", secrets[i]);
}

/* In two halves, so that this file holds none of them. */
static const char *const published[][2] = {
    {"sk_test_", "4eC39HqLyjWDarjtT1zdp7dc"},
    {"Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZF",
     "PTOtr/KBHBeksoGMGw=="},
    {"C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZn",
     "qyMsEcaGQy67XIw/Jw=="},
    {"QWxhZGRpbjpv", "cGVuIHNlc2FtZQ=="},
    {"2YotnFZFEj", "r1zCsicMWpAA"},
    {"mF_9.B5", "f-4.1JqM"},
};

static void published_keys_are_known_by_their_digest(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof published / sizeof *published; i++) {
        char text[256];

        snprintf(text, sizeof text, "%s%s", published[i][0], published[i][1]);
        if (!is_placeholder(text))
            fail_msg("published key %zu is not known", i);
        text[0]++;
        if (is_placeholder(text))
            fail_msg("what is near published key %zu is one, too", i);
    }
}

static void line_breaks_do_not_hide_a_published_key(void **state)
{
    char text[256];

    (void)state;
    snprintf(text, sizeof text, "  %s\\n\n\t%s \\r\\n", published[1][0],
             published[1][1]);
    assert_true(is_placeholder(text));
}

static void long_values_are_bounded_work(void **state)
{
    size_t length = (size_t)1 << 20;
    char *bytes = malloc(length);

    (void)state;
    assert_non_null(bytes);
    for (size_t i = 0; i < length; i++)
        bytes[i] = "AbZ9+/xK3"[i * 7919 % 9];
    stn_placeholder_is((struct stn_str){bytes, length});
    memset(bytes, 'A', length);
    assert_true(stn_placeholder_is((struct stn_str){bytes, length}));
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stands_for_a_secret_is_told),
        cmocka_unit_test(secrets_stay_secrets),
        cmocka_unit_test(published_keys_are_known_by_their_digest),
        cmocka_unit_test(line_breaks_do_not_hide_a_published_key),
        cmocka_unit_test(long_values_are_bounded_work),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
