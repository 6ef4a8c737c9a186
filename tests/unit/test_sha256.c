#include "base/sha256.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void assert_digest(struct stn_sha256 *hash, const char *expected)
{
    unsigned char digest[STN_SHA256_BYTES];
    char hex[2 * STN_SHA256_BYTES + 1];

    stn_sha256_final(hash, digest);
    for (size_t i = 0; i < sizeof(digest); i++)
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    assert_string_equal(hex, expected);
}

static void assert_hashed(struct stn_str bytes, const char *expected)
{
    struct stn_sha256 hash;

    stn_sha256_init(&hash);
    stn_sha256_update(&hash, bytes);
    assert_digest(&hash, expected);
}

/* https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/
 * example-values */
static void the_examples_of_the_standard_hold(void **state)
{
    (void)state;
    assert_hashed((struct stn_str){0}, "e3b0c44298fc1c149afbf4c8996fb924"
                                       "27ae41e4649b934ca495991b7852b855");
    assert_hashed(STN_STR("abc"), "ba7816bf8f01cfea414140de5dae2223"
                                  "b00361a396177a9cb410ff61f20015ad");
    assert_hashed(
        STN_STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
        "248d6a61d20638b8e5c026930c3e6039"
        "a33ce45964ff2167f6ecedd419db06c1");
}

static void a_million_bytes_in_pieces_hash_as_one(void **state)
{
    (void)state;
    struct stn_sha256 hash;
    char bytes[1000];

    memset(bytes, 'a', sizeof(bytes));
    stn_sha256_init(&hash);
    for (size_t i = 0; i < 1000; i++)
        stn_sha256_update(&hash, (struct stn_str){bytes, sizeof(bytes)});
    assert_digest(&hash, "cdc76e5c9914fb9281a1c7e284d73e67"
                         "f1809a48a497200e046d39ccc7112cd0");
}

/* Around the block, and around where the length still fits into it. */
static void pieces_of_any_length_hash_as_one(void **state)
{
    (void)state;
    char bytes[200];

    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (char)i;
    for (size_t length = 0; length < sizeof(bytes); length++) {
        const struct stn_str all = {bytes, length};
        uint64_t whole = stn_sha256_u64(all);

        for (size_t cut = 0; cut <= length; cut += 7) {
            unsigned char digest[STN_SHA256_BYTES];
            struct stn_sha256 hash;
            uint64_t head = 0;

            stn_sha256_init(&hash);
            stn_sha256_update(&hash, stn_str_sub(all, 0, cut));
            stn_sha256_update(&hash, stn_str_sub(all, cut, length));
            stn_sha256_final(&hash, digest);
            for (size_t i = 0; i < 8; i++)
                head = head << 8 | digest[i];
            assert_int_equal(head, whole);
        }
    }
}

static void u64_is_the_front_of_the_digest(void **state)
{
    (void)state;
    assert_true(stn_sha256_u64(STN_STR("abc")) == 0xba7816bf8f01cfeaU);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_examples_of_the_standard_hold),
        cmocka_unit_test(a_million_bytes_in_pieces_hash_as_one),
        cmocka_unit_test(pieces_of_any_length_hash_as_one),
        cmocka_unit_test(u64_is_the_front_of_the_digest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
