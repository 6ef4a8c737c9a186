#include <stdio.h>

#include "tests/support/confirming.h"

/** A token of a header and claims, signed with nothing that counts. */
static struct confirming judge(const char *header, const char *claims,
                               const char *signature)
{
    char *first = confirming_base64(header, strlen(header), "-_");
    char *second = confirming_base64(claims, strlen(claims), "-_");
    char token[1024];
    struct confirming outcome;

    snprintf(token, sizeof token, "%s.%s.%s", first, second, signature);
    outcome = confirming("jwt", token);
    free(second);
    free(first);
    return outcome;
}

/* A password of nobody. */
#define MADE_UP "k7Wd93kLq"

#define HEADER "{\"alg\":\"HS256\",\"typ\":\"JWT\"}"
#define SIGNATURE "oRfi2qdQYhZDKoAHq2HD9SxedxcbKQCxjnlOEeyknCh"

static void a_token_in_force_holds_without_a_ceiling(void **state)
{
    struct confirming outcome =
        judge(HEADER, "{\"sub\":\"u-1\",\"exp\":4102444800}", SIGNATURE);

    (void)state;
    assert_true(outcome.holds);
    assert_int_equal(outcome.result.at_most, STN_SEVERITY_DEFAULT);
    assert_string_equal(outcome.result.detail, "expires 2100-01-01");
}

static void an_expired_token_is_low(void **state)
{
    struct confirming outcome =
        judge(HEADER, "{\"sub\":\"u-1\",\"exp\":1577836800}", SIGNATURE);

    (void)state;
    assert_true(outcome.holds);
    assert_int_equal(outcome.result.at_most, STN_LOW);
    assert_true(confirming_said(&outcome, "expired"));
    assert_string_equal(outcome.result.detail, "expired 2020-01-01");
}

static void an_expiry_out_of_range_says_nothing(void **state)
{
    static const char *const claims[] = {
        "{\"sub\":\"u\",\"exp\":1e300}",
        "{\"sub\":\"u\",\"exp\":-5}",
        "{\"sub\":\"u\",\"exp\":\"soon\"}",
        "{\"sub\":\"u\",\"exp\":0}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) {
        struct confirming outcome = judge(HEADER, claims[i], SIGNATURE);

        assert_true(outcome.holds);
        assert_string_equal(outcome.result.detail, "");
        assert_int_equal(outcome.result.at_most, STN_SEVERITY_DEFAULT);
    }
}

static void a_token_nobody_signed_is_low(void **state)
{
    struct confirming outcome =
        judge("{\"alg\":\"None\"}", "{\"sub\":\"u-1\"}", "");

    (void)state;
    assert_true(outcome.holds);
    assert_int_equal(outcome.result.at_most, STN_LOW);
    assert_true(confirming_said(&outcome, "not signed"));
}

static void the_sample_of_documentation_is_a_note(void **state)
{
    (void)state;
    assert_int_equal(judge(HEADER,
                           "{\"sub\":\"1234567890\",\"name\":\"John Doe\"}",
                           SIGNATURE)
                         .result.at_most,
                     STN_NOTE);
    assert_int_equal(
        judge(HEADER, "{\"iss\":\"supabase-demo\",\"role\":\"service_role\"}",
              SIGNATURE)
            .result.at_most,
        STN_NOTE);
}

static void roles_for_the_public_are_low(void **state)
{
    struct confirming public_key =
        judge(HEADER, "{\"iss\":\"supabase\",\"role\":\"anon\"}", SIGNATURE);
    struct confirming service_key = judge(
        HEADER, "{\"iss\":\"supabase\",\"role\":\"service_role\"}", SIGNATURE);

    (void)state;
    assert_int_equal(public_key.result.at_most, STN_LOW);
    assert_int_equal(service_key.result.at_most, STN_SEVERITY_DEFAULT);
    assert_true(confirming_said(&service_key, "service role"));
    assert_true(confirming_said(&service_key, "issued by Supabase"));
}

static void a_day_after_its_expiry_a_token_is_medium(void **state)
{
    /* 2025-12-31, noon; then 2025-12-30. */
    struct confirming outcome =
        judge(HEADER, "{\"sub\":\"u-1\",\"exp\":1767182400}", SIGNATURE);

    (void)state;
    assert_int_equal(outcome.result.at_most, STN_MEDIUM);
    assert_true(confirming_said(&outcome, "expired"));
    outcome = judge(HEADER, "{\"sub\":\"u-1\",\"exp\":1767052800}", SIGNATURE);
    assert_int_equal(outcome.result.at_most, STN_LOW);
}

static void a_token_without_an_expiry_says_so(void **state)
{
    struct confirming outcome =
        judge(HEADER, "{\"iss\":\"kubernetes/serviceaccount\"}", SIGNATURE);

    (void)state;
    assert_true(confirming_said(&outcome, "never expires"));
    assert_true(confirming_said(&outcome, "issued by Kubernetes"));
}

static void a_password_inside_is_critical_for_ever(void **state)
{
    static const char *const claims[] = {
        "{\"sub\":\"u\",\"exp\":1,\"password\":\"" MADE_UP "\"}",
        "{\"sub\":\"u\",\"exp\":1,\"user\":{\"Passwd\":\"" MADE_UP "\"}}",
        "{\"sub\":\"u\",\"exp\":1,\"secret\":\"" MADE_UP "Zr9xVb3kLm7\"}",
    };
    static const char *const others[] = {
        "{\"sub\":\"u\",\"password\":\"********\"}",
        "{\"sub\":\"u\",\"password\":true}",
        "{\"sub\":\"u\",\"key\":\"name-of-the-user-1\"}",
        "{\"sub\":\"u\",\"passwordChanged\":\"" MADE_UP "\"}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) {
        struct confirming outcome = judge(HEADER, claims[i], SIGNATURE);
        assert_int_equal(outcome.result.at_least, STN_CRITICAL);
        assert_int_equal(outcome.result.at_most, STN_SEVERITY_DEFAULT);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_int_equal(judge(HEADER, others[i], SIGNATURE).result.at_least,
                         STN_SEVERITY_DEFAULT);
}

static void a_refresh_token_in_force_is_raised(void **state)
{
    (void)state;
    assert_int_equal(
        judge(HEADER, "{\"sub\":\"u\",\"typ\":\"Refresh\"}", SIGNATURE)
            .result.at_least,
        STN_CRITICAL);
    assert_int_equal(judge(HEADER,
                           "{\"sub\":\"u\",\"token_use\":\"refresh\","
                           "\"exp\":1577836800}",
                           SIGNATURE)
                         .result.at_least,
                     STN_SEVERITY_DEFAULT);
}

static void tokens_of_tests_are_a_step_less(void **state)
{
    static const char *const claims[] = {
        "{\"sub\":\"test-user\"}",
        "{\"iss\":\"https://login.acme.test/\"}",
        "{\"iss\":\"http://localhost:8080/realms/x\"}",
        "{\"iss\":\"a\",\"aud\":\"example\"}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++)
        assert_int_equal(judge(HEADER, claims[i], SIGNATURE).result.steps_down,
                         1);
    assert_int_equal(
        judge(HEADER, "{\"iss\":\"contest.acme-stanch.io\"}", SIGNATURE)
            .result.steps_down,
        0);
}

static void a_proof_of_possession_is_low(void **state)
{
    (void)state;
    assert_int_equal(judge("{\"alg\":\"ES256\",\"typ\":\"dpop+jwt\"}",
                           "{\"jti\":\"u\",\"htm\":\"POST\"}", SIGNATURE)
                         .result.at_most,
                     STN_LOW);
    assert_int_equal(judge(HEADER, "{\"sub\":\"u\"}", "").result.at_most,
                     STN_LOW);
}

static void what_keeps_requests_from_being_forged_is_none(void **state)
{
    static const char *const names[] = {"x-csrf-jwt", "XSRF-TOKEN",
                                        "csrfToken"};
    char *first = confirming_base64(HEADER, strlen(HEADER), "-_");
    char token[256];

    (void)state;
    snprintf(token, sizeof token, "%s.eyJzdWIiOiJ1In0.%s", first, SIGNATURE);
    free(first);
    assert_true(confirming("jwt", token).holds);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct stn_segment field = {.kind = STN_SEGMENT_HEADER,
                                          .name = stn_str_of(names[i])};
        assert_false(confirming_field("jwt", field, token).holds);
    }
}

static void claims_nobody_registered_are_medium(void **state)
{
    (void)state;
    assert_int_equal(
        judge(HEADER, "{\"some\":\"payload\"}", SIGNATURE).result.at_most,
        STN_MEDIUM);
}

static void no_claim_is_shown(void **state)
{
    struct confirming outcome = judge(
        HEADER,
        "{\"sub\":\"jane@acme.test\",\"name\":\"Jane\",\"exp\":4102444800}",
        SIGNATURE);

    (void)state;
    assert_null(strstr(outcome.result.detail, "jane"));
    assert_int_equal(outcome.result.evidence_count, 0);
}

static void what_is_no_json_object_is_no_token(void **state)
{
    (void)state;
    assert_false(judge("not json at all", "{\"sub\":\"u\"}", "s").holds);
    assert_false(judge(HEADER, "[1,2,3]", SIGNATURE).holds);
    assert_false(judge("{\"typ\":\"JWT\"}", "{\"sub\":\"u\"}", "s").holds);
    assert_false(judge("{\"alg\":7}", "{\"sub\":\"u\"}", "s").holds);
    assert_false(
        confirming("jwt", "eyJhbGciOiJIUzI1NiJ9.{+}eyJzdWIiOiJ1In0").holds);
    assert_false(
        confirming("jwt", "eyJhbGciOiJIUzI1NiJ9.{+}eyJzdWIiOiJ1In0.a.b").holds);
}

static struct confirming judge_encrypted(const char *header, const char *rest)
{
    char *first = confirming_base64(header, strlen(header), "-_");
    char token[512];
    struct confirming outcome;

    snprintf(token, sizeof token, "%s.%s", first, rest);
    outcome = confirming("jwe", token);
    free(first);
    return outcome;
}

static void an_encrypted_token_names_its_encryption(void **state)
{
    (void)state;
    assert_true(judge_encrypted("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}",
                                ".aXY.Y2lwaGVy.dGFn")
                    .holds);
    assert_false(
        judge_encrypted("{\"alg\":\"dir\"}", ".aXY.Y2lwaGVy.dGFn").holds);
    assert_false(
        judge_encrypted("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}", ".aXY..dGFn")
            .holds);
    assert_false(judge_encrypted("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}",
                                 ".aXY.Y2lwaGVy")
                     .holds);
}

static void without_memory_a_token_is_still_seen(void **state)
{
    (void)state;
    confirming_survives("jwt", "eyJhbGciOiJIUzI1NiJ9."
                               "eyJzdWIiOiJ1In0.c2ln");
    confirming_survives("jwe", "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0."
                               ".aXY.Y2lwaGVy.dGFn");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_in_force_holds_without_a_ceiling),
        cmocka_unit_test(an_expired_token_is_low),
        cmocka_unit_test(an_expiry_out_of_range_says_nothing),
        cmocka_unit_test(a_token_nobody_signed_is_low),
        cmocka_unit_test(the_sample_of_documentation_is_a_note),
        cmocka_unit_test(roles_for_the_public_are_low),
        cmocka_unit_test(a_day_after_its_expiry_a_token_is_medium),
        cmocka_unit_test(a_token_without_an_expiry_says_so),
        cmocka_unit_test(a_password_inside_is_critical_for_ever),
        cmocka_unit_test(a_refresh_token_in_force_is_raised),
        cmocka_unit_test(tokens_of_tests_are_a_step_less),
        cmocka_unit_test(a_proof_of_possession_is_low),
        cmocka_unit_test(what_keeps_requests_from_being_forged_is_none),
        cmocka_unit_test(claims_nobody_registered_are_medium),
        cmocka_unit_test(no_claim_is_shown),
        cmocka_unit_test(what_is_no_json_object_is_no_token),
        cmocka_unit_test(an_encrypted_token_names_its_encryption),
        cmocka_unit_test(without_memory_a_token_is_still_seen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
