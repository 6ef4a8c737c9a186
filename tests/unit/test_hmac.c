#include "base/hmac.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void check(struct stn_str key, struct stn_str text, const char *want)
{
    unsigned char digest[STN_SHA256_BYTES];
    char hex[2 * STN_SHA256_BYTES + 1];
    struct stn_hmac mac;

    stn_hmac_init(&mac, key);
    stn_hmac_update(&mac, stn_str_sub(text, 0, text.len / 2));
    stn_hmac_update(&mac, stn_str_sub(text, text.len / 2, text.len));
    stn_hmac_final(&mac, digest);
    for (size_t i = 0; i < sizeof(digest); i++)
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    assert_string_equal(hex, want);
}

/* RFC 4231, 4.3 and 4.7. */
static void the_examples_of_the_standard_hold(void **state)
{
    char key[131];

    (void)state;
    memset(key, 0xaa, sizeof(key));
    check(STN_STR("Jefe"), STN_STR("what do ya want for nothing?"),
          "5bdcc146bf60754e6a042426089575c7"
          "5a003f089d2739839dec58b964ec3843");
    check((struct stn_str){key, sizeof(key)},
          STN_STR("Test Using Larger Than Block-Size Key - Hash Key First"),
          "60e431591ee0b67f0d8a26aacbf5b77f"
          "8e0bc6213728c5140546040f0ee37f54");
}

static void bytes_are_equal_or_not(void **state)
{
    const unsigned char a[] = {1, 2, 3};
    const unsigned char b[] = {1, 2, 4};

    (void)state;
    assert_true(stn_hmac_equal(a, a, 3));
    assert_true(stn_hmac_equal(a, b, 2));
    assert_false(stn_hmac_equal(a, b, 3));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_examples_of_the_standard_hold),
        cmocka_unit_test(bytes_are_equal_or_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
