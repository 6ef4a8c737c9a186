#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base64.h"
#include "engine/placeholder.h"
#include "pipeline/stand_in.h"

/* The stand-in for a value that a rule found. */
static const struct stn_stand_in *stand_in(struct stn_stand_ins *stand_ins,
                                           const char *rule, const char *value)
{
    const size_t index =
        stn_stand_in_of(stand_ins, stn_str_of(rule), stn_str_of(value));

    assert_true(index < stand_ins->count);
    return &stand_ins->items[index];
}

static void assert_text(const struct stn_stand_in *stand_in, const char *text)
{
    assert_true(stn_str_equal(stand_in->text, stn_str_of(text)));
}

static void a_value_has_one_stand_in_whichever_rule_finds_it(void **state)
{
    struct stn_stand_ins stand_ins = {0};

    (void)state;
    assert_text(stand_in(&stand_ins, "http-password-field", "a"),
                "REDACTED-PASSWORD-1");
    assert_text(stand_in(&stand_ins, "jwt", "b"), "REDACTED-JWT-2");
    assert_text(stand_in(&stand_ins, "generic-secret", "a"),
                "REDACTED-PASSWORD-1");
    assert_int_equal(stand_ins.count, 2);
    stn_stand_ins_dispose(&stand_ins);
}

static void the_words_of_a_rule_tell_the_kind(void **state)
{
    static const char *const cases[][2] = {
        {"github-pat-classic", "REDACTED-TOKEN-1"},
        {"http-session-cookie", "REDACTED-COOKIE-1"},
        {"aws-secret-access-key", "REDACTED-KEY-1"},
        {"connection-string-url", "REDACTED-PASSWORD-1"},
        {"slack-webhook-url", "REDACTED-WEBHOOK-1"},
        {"keyboard-patent", "REDACTED-SECRET-1"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct stn_stand_ins stand_ins = {0};
        assert_text(stand_in(&stand_ins, cases[i][0], "x"), cases[i][1]);
        stn_stand_ins_dispose(&stand_ins);
    }
}

static void numbers_of_an_earlier_redaction_are_not_used_again(void **state)
{
    struct stn_stand_ins stand_ins = {0};

    (void)state;
    stn_stand_ins_skip(&stand_ins, STN_STR("a=REDACTED-TOKEN-41; REDACTED-, "
                                           "REDACTED-KEY-7"));
    assert_text(stand_in(&stand_ins, "jwt", "b"), "REDACTED-JWT-42");
    stn_stand_ins_dispose(&stand_ins);
}

static void basic_credentials_stay_some(void **state)
{
    struct stn_stand_ins stand_ins = {0};
    struct stn_buf decoded = STN_BUF_INIT(100);

    (void)state;
    const struct stn_stand_in *made =
        stand_in(&stand_ins, "http-authorization-basic", "bWlyYTpzZXNhbQ==");
    assert_true(stn_base64_decode(&decoded, made->text));
    assert_string_equal(decoded.ptr, "REDACTED:REDACTED");
    assert_text(stand_in(&stand_ins, "http-authorization-basic", "no pair"),
                "REDACTED-BASIC-1");
    stn_buf_dispose(&decoded);
    stn_stand_ins_dispose(&stand_ins);
}

static void any_length_is_kept_and_is_no_secret(void **state)
{
    struct stn_stand_ins stand_ins = {0};

    (void)state;
    const struct stn_stand_in *made =
        stand_in(&stand_ins, "http-password-field", "v");
    for (size_t length = 1; length < 1200; length++) {
        struct stn_buf text = STN_BUF_INIT(2000);
        assert_true(stn_stand_in_fit(made, length, &text));
        assert_int_equal(text.len, length);
        assert_true(length < 3 || stn_placeholder_is(stn_buf_str(&text)));
        stn_buf_dispose(&text);
    }
    stn_stand_ins_dispose(&stand_ins);
}

static void credentials_keep_their_length_too(void **state)
{
    static const char *const values[] = {
        "YTpi", "bWlyYTpzZXNhbQ==", "bWlyYTpzZXNhbQ",
        "bWlyYTphLWxvbmctcGFzc3dvcmQtb2YtbWlyYQ=="};

    (void)state;
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        struct stn_stand_ins stand_ins = {0};
        struct stn_buf text = STN_BUF_INIT(200);
        const struct stn_stand_in *made =
            stand_in(&stand_ins, "http-authorization-basic", values[i]);
        assert_true(made->is_pair);
        assert_true(stn_stand_in_fit(made, strlen(values[i]), &text));
        assert_int_equal(text.len, strlen(values[i]));
        stn_buf_dispose(&text);
        stn_stand_ins_dispose(&stand_ins);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_has_one_stand_in_whichever_rule_finds_it),
        cmocka_unit_test(the_words_of_a_rule_tell_the_kind),
        cmocka_unit_test(numbers_of_an_earlier_redaction_are_not_used_again),
        cmocka_unit_test(basic_credentials_stay_some),
        cmocka_unit_test(any_length_is_kept_and_is_no_secret),
        cmocka_unit_test(credentials_keep_their_length_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
