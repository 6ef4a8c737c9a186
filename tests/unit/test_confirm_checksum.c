#include <stdio.h>

#include "tests/support/confirming.h"

/* In two halves, so that this file holds no token; made up. */
static const char *token(char room[128], const char *prefix, const char *rest)
{
    snprintf(room, 128, "%s%s", prefix, rest);
    return room;
}

static void a_github_checksum_must_be_right(void **state)
{
    char room[128];
    struct confirming outcome =
        confirming("github-crc32",
                   token(room, "ghp_", "StanchMadeUpNeverIssued00000002wwFFO"));

    (void)state;
    assert_true(outcome.holds);
    assert_true(confirming_said(&outcome, "checksum valid"));
    assert_int_equal(outcome.result.at_most, 0);
    room[10]++;
    assert_false(confirming("github-crc32", room).holds);
}

static void npm_has_the_same_checksum(void **state)
{
    char room[128];

    (void)state;
    assert_true(
        confirming("npm-crc32",
                   token(room, "npm_", "StanchMadeUpNeverIssued00000002wwFFO"))
            .holds);
}

static void a_checksum_of_nothing_is_none(void **state)
{
    (void)state;
    assert_false(confirming("github-crc32", "ghp_000000").holds);
    assert_false(confirming("github-crc32", "000000").holds);
    assert_false(confirming("github-crc32", "ghp_").holds);
}

/* 16 bytes, "o:1\nu:2c" and its length: made up, the checksums computed. */
#define PAYLOAD "AAECAwQFBgcICQoLDA0OD286MQp1OjJjCA"
#define ROUTABLE ".01.0y1o25gka"
#define ROUTABLE_OF_OLD ".0y0kxkt50"
#define ROUTABLE_TOO_LONG ".01.151gq1ejk"

static void a_routable_token_has_length_and_checksum(void **state)
{
    char room[128];
    struct confirming outcome =
        confirming("gitlab-routable", token(room, "glpat-", PAYLOAD ROUTABLE));

    (void)state;
    assert_true(outcome.holds);
    assert_true(confirming_said(&outcome, "checksum valid"));
    assert_true(confirming("gitlab-routable",
                           token(room, "glpat-", PAYLOAD ROUTABLE_OF_OLD))
                    .holds);
    room[8]++;
    assert_false(confirming("gitlab-routable", room).holds);
}

static void a_routable_length_must_fit(void **state)
{
    char room[128];

    (void)state;
    assert_false(confirming("gitlab-routable",
                            token(room, "glpat-", PAYLOAD ROUTABLE_TOO_LONG))
                     .holds);
    assert_false(confirming("gitlab-routable", "glpat-.0000000000").holds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_github_checksum_must_be_right),
        cmocka_unit_test(npm_has_the_same_checksum),
        cmocka_unit_test(a_checksum_of_nothing_is_none),
        cmocka_unit_test(a_routable_token_has_length_and_checksum),
        cmocka_unit_test(a_routable_length_must_fit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
