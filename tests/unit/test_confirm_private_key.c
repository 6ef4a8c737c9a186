#include <stdio.h>

#include "tests/support/confirming.h"

#define BODY_BYTES 160

/** Bytes that look random and are the same each time. */
static void fill(unsigned char *bytes, size_t size)
{
    uint32_t x = 20260101;

    for (size_t i = 0; i < size; i++) {
        x = x * 1664525 + 1013904223;
        bytes[i] = (unsigned char)(x >> 24);
    }
}

/** DER of a made-up key: a SEQUENCE of `claimed` bytes that begins with an
 *  INTEGER; no library would read it. */
static void make_der(unsigned char der[BODY_BYTES], size_t claimed)
{
    fill(der, BODY_BYTES);
    memcpy(der, "\x30\x81", 2);
    der[2] = (unsigned char)claimed;
    memcpy(der + 3, "\x02\x01", 2);
}

/** Base64 of a body in lines of 64 characters with `joint` between, behind
 *  `label` and before an end. */
static struct confirming judge(const char *confirm, const char *label,
                               const unsigned char *bytes, size_t size,
                               const char *joint)
{
    char *encoded = confirming_base64(bytes, size, "+/");
    char body[2048] = "";
    char text[4096];
    size_t length = 0;
    struct confirming outcome;

    for (size_t i = 0; i < strlen(encoded); i += 64)
        length += (size_t)snprintf(body + length, sizeof body - length,
                                   "%.64s%s", encoded + i, joint);
    snprintf(text, sizeof text, "-----BEGIN %s-----%s%s-----END %s-----", label,
             joint, body, label);
    outcome = confirming_in(confirm, text, body);
    free(encoded);
    return outcome;
}

static void a_key_holds_however_its_lines_are_joined(void **state)
{
    static const char *const joints[] = {
        "\n",    "\r\n",   "\\n",         "\\r\\n",
        "\\\\n", "\n    ", "\\n\" +\n\"", "\",\n        \"",
        " ",     "",       "\\n\\\n",     "'\n. '",
        "\n# ",  "\n * ",
    };
    unsigned char der[BODY_BYTES];

    (void)state;
    make_der(der, BODY_BYTES - 3);
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
        struct confirming outcome =
            judge("pem-private-key", "PRIVATE KEY", der, sizeof der, joints[i]);

        if (!outcome.holds || outcome.result.at_most != STN_SEVERITY_DEFAULT)
            fail_msg("joint %zu", i);
    }
}

static void a_key_cut_short_is_medium(void **state)
{
    unsigned char der[BODY_BYTES];
    struct confirming outcome;

    (void)state;
    make_der(der, BODY_BYTES - 3);
    outcome =
        judge("pem-private-key", "RSA PRIVATE KEY", der, BODY_BYTES - 30, "\n");
    assert_true(outcome.holds);
    assert_int_equal(outcome.result.at_most, STN_MEDIUM);
    assert_true(confirming_said(&outcome, "not the whole key"));
}

static void what_is_no_key_does_not_hold(void **state)
{
    unsigned char bytes[BODY_BYTES];

    (void)state;
    fill(bytes, sizeof bytes);
    assert_false(
        judge("pem-private-key", "PRIVATE KEY", bytes, sizeof bytes, "\n")
            .holds);
    make_der(bytes, BODY_BYTES - 3);
    assert_false(
        judge("pem-private-key", "PRIVATE KEY", bytes, 30, "\n").holds);
    assert_false(confirming_in("pem-private-key",
                               "-----BEGIN PRIVATE KEY-----\nMIIE...\n"
                               "[the rest of your key, sixty-four a line]\n"
                               "-----END PRIVATE KEY-----",
                               "\nMIIE...\n"
                               "[the rest of your key, sixty-four a line]\n")
                     .holds);
}

static void an_encrypted_key_is_medium(void **state)
{
    unsigned char der[BODY_BYTES];
    struct confirming outcome;
    char text[1024];
    char *encoded;

    (void)state;
    make_der(der, BODY_BYTES - 3);
    outcome = judge("pem-private-key", "ENCRYPTED PRIVATE KEY", der, sizeof der,
                    "\n");
    assert_true(outcome.holds);
    assert_int_equal(outcome.result.at_most, STN_MEDIUM);

    /* Under these headers all of it is ciphertext. */
    fill(der, sizeof der);
    encoded = confirming_base64(der, sizeof der, "+/");
    snprintf(text, sizeof text,
             "\\nProc-Type: 4,ENCRYPTED\\nDEK-Info: AES-128-CBC,8AB3\\n\\n%s",
             encoded);
    free(encoded);
    outcome = confirming("pem-private-key", text);
    assert_true(outcome.holds);
    assert_int_equal(outcome.result.at_most, STN_MEDIUM);
    assert_true(confirming_said(&outcome, "encrypted with a passphrase"));
}

static void openssh_keys_name_their_cipher(void **state)
{
    static const char plain[] = "openssh-key-v1\0\0\0\0\4none";
    static const char cipher[] = "openssh-key-v1\0\0\0\0\12aes256-ctr";
    unsigned char bytes[BODY_BYTES];
    struct confirming outcome;

    (void)state;
    fill(bytes, sizeof bytes);
    memcpy(bytes, plain, sizeof plain - 1);
    outcome = judge("pem-private-key", "OPENSSH PRIVATE KEY", bytes,
                    sizeof bytes, "\n");
    assert_true(outcome.holds);
    assert_int_equal(outcome.result.at_most, STN_SEVERITY_DEFAULT);
    memcpy(bytes, cipher, sizeof cipher - 1);
    outcome = judge("pem-private-key", "OPENSSH PRIVATE KEY", bytes,
                    sizeof bytes, "\n");
    assert_true(outcome.holds);
    assert_int_equal(outcome.result.at_most, STN_MEDIUM);
}

static void an_openpgp_key_is_a_secret_key_packet(void **state)
{
    unsigned char bytes[BODY_BYTES];

    (void)state;
    fill(bytes, sizeof bytes);
    for (unsigned tag = 0; tag < 256; tag++) {
        bytes[0] = (unsigned char)tag;
        assert_int_equal(judge("pgp-private-key", "PGP PRIVATE KEY BLOCK",
                               bytes, sizeof bytes, "\n")
                             .holds,
                         (tag >= 0x94 && tag <= 0x97) || tag == 0xc5);
    }
}

static void armour_headers_and_checksum_are_no_key(void **state)
{
    unsigned char bytes[BODY_BYTES];
    char *encoded;
    char text[1024];

    (void)state;
    fill(bytes, sizeof bytes);
    bytes[0] = 0x95;
    encoded = confirming_base64(bytes, sizeof bytes, "+/");
    snprintf(text, sizeof text,
             "\nVersion: GnuPG v2\nComment: of ops\n\n%s==\n=b9iM\n", encoded);
    free(encoded);
    assert_true(confirming("pgp-private-key", text).holds);
}

static void without_memory_a_key_is_still_seen(void **state)
{
    unsigned char der[BODY_BYTES];
    char *encoded;

    (void)state;
    make_der(der, BODY_BYTES - 3);
    encoded = confirming_base64(der, sizeof der, "+/");
    confirming_survives("pem-private-key", encoded);
    free(encoded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_holds_however_its_lines_are_joined),
        cmocka_unit_test(a_key_cut_short_is_medium),
        cmocka_unit_test(what_is_no_key_does_not_hold),
        cmocka_unit_test(an_encrypted_key_is_medium),
        cmocka_unit_test(openssh_keys_name_their_cipher),
        cmocka_unit_test(an_openpgp_key_is_a_secret_key_packet),
        cmocka_unit_test(armour_headers_and_checksum_are_no_key),
        cmocka_unit_test(without_memory_a_key_is_still_seen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
