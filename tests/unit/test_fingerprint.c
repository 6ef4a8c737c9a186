#include "findings/fingerprint.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct stn_rule_info rule = {.id = "some-rule"};

static struct stn_fingerprint of(const char *line, const char *secret)
{
    struct stn_str text = stn_str_of(line);
    struct stn_str value = stn_str_of(secret);
    struct stn_fingerprint fingerprint;
    size_t at = stn_str_find(text, value);

    assert_true(at != SIZE_MAX);
    stn_fingerprint_begin(&fingerprint, stn_str_of(rule.id), text,
                          (struct stn_span){at, at + value.len}, value);
    return fingerprint;
}

static void survives_indentation_and_spacing(void **state)
{
    uint64_t line = of("key = abcdefgh;", "abcdefgh").line;

    (void)state;
    assert_true(line == of("\t\tkey  =\tabcdefgh; \r", "abcdefgh").line);
    assert_true(line != of("kez = abcdefgh;", "abcdefgh").line);
    assert_true(line != of("key =abcdefgh;", "abcdefgh").line);
}

static void the_line_does_not_depend_on_the_secret(void **state)
{
    struct stn_fingerprint a = of("key = abcdefgh;", "abcdefgh");
    struct stn_fingerprint b = of("key = ijklmnopqrst;", "ijklmnopqrst");

    (void)state;
    assert_true(a.line == b.line);
    assert_true(a.secret != b.secret);
}

static void other_occurrences_of_the_secret_are_blanked(void **state)
{
    (void)state;
    assert_true(of("a=abcdefgh b=abcdefgh", "abcdefgh").line ==
                of("a=12345678 b=12345678", "12345678").line);
    assert_true(of("a=aaaa aaa", "aaaa").line == of("a=bbbb aaa", "bbbb").line);
}

static void
an_occurrence_that_overlaps_the_secret_is_blanked_with_it(void **state)
{
    struct stn_fingerprint overlapped;
    struct stn_fingerprint plain;

    (void)state;
    stn_fingerprint_begin(&overlapped, STN_STR("r"), STN_STR("xababay"),
                          (struct stn_span){3, 6}, STN_STR("aba"));
    stn_fingerprint_begin(&plain, STN_STR("r"), STN_STR("xcdcdcy"),
                          (struct stn_span){3, 6}, STN_STR("cdc"));
    assert_true(overlapped.line == plain.line);
}

static void the_rule_is_part_of_the_secrets_identity(void **state)
{
    (void)state;
    assert_true(stn_fingerprint_secret_key(STN_STR("a"), STN_STR("bc")) !=
                stn_fingerprint_secret_key(STN_STR("ab"), STN_STR("c")));
}

static void only_twenty_bits_of_the_secret_are_kept(void **state)
{
    struct stn_fingerprint fingerprint = of("x abcdefgh", "abcdefgh");
    uint64_t key =
        stn_fingerprint_secret_key(stn_str_of(rule.id), STN_STR("abcdefgh"));

    (void)state;
    assert_true(fingerprint.secret <= 0xFFFFF);
    assert_true(fingerprint.secret == key >> 44);
}

static void far_ends_of_a_long_line_do_not_count(void **state)
{
    char line[4096];
    struct stn_fingerprint a, b;
    struct stn_span secret = {2000, 2008};

    (void)state;
    memset(line, 'x', sizeof(line));
    memcpy(line + 2000, "abcdefgh", 8);
    stn_fingerprint_begin(&a, STN_STR("r"),
                          (struct stn_str){line, sizeof(line)}, secret,
                          STN_STR("abcdefgh"));
    line[0] = 'y';
    line[4095] = 'y';
    stn_fingerprint_begin(&b, STN_STR("r"),
                          (struct stn_str){line, sizeof(line)}, secret,
                          STN_STR("abcdefgh"));
    assert_true(a.line == b.line);
    line[1999] = 'y';
    stn_fingerprint_begin(&b, STN_STR("r"),
                          (struct stn_str){line, sizeof(line)}, secret,
                          STN_STR("abcdefgh"));
    assert_true(a.line != b.line);
}

static void a_secret_at_the_end_of_an_empty_line_is_fine(void **state)
{
    struct stn_fingerprint fingerprint;

    (void)state;
    stn_fingerprint_begin(&fingerprint, STN_STR("r"), STN_STR(""),
                          (struct stn_span){0, 0}, STN_STR("abcdefgh"));
    assert_int_equal(fingerprint.nth, 1);
    stn_fingerprint_begin(&fingerprint, STN_STR("r"), STN_STR("ab"),
                          (struct stn_span){5, 9}, STN_STR(""));
    assert_int_equal(fingerprint.nth, 1);
}

static void a_place_is_path_and_line(void **state)
{
    struct stn_fingerprint a = of("k=abcdefgh", "abcdefgh");
    struct stn_fingerprint b = a;
    struct stn_fingerprint c = of("l=abcdefgh", "abcdefgh");

    (void)state;
    stn_fingerprint_place(&a, STN_STR("src/a.c"));
    stn_fingerprint_place(&b, STN_STR("src/b.c"));
    stn_fingerprint_place(&c, STN_STR("src/a.c"));
    assert_true(a.place != b.place);
    assert_true(a.place != c.place);
    stn_fingerprint_place(&b, STN_STR("src/a.c"));
    assert_true(a.place == b.place);
}

static void prints_its_parts(void **state)
{
    struct stn_buf out = STN_BUF_INIT(256);
    struct stn_finding finding = {
        .rule = &rule,
        .fingerprint = {.place = 0xAB, .secret = 0xC, .nth = 12},
    };

    (void)state;
    stn_fingerprint_append(&out, &finding);
    assert_string_equal(out.ptr, "v1:some-rule:00000000000000ab:0000c:12");
    stn_buf_dispose(&out);
}

/* Users keep fingerprints in their configuration: what they are made of may
 * not change within "v1". */
static void version_one_stays_as_it_is(void **state)
{
    struct stn_buf out = STN_BUF_INIT(256);
    struct stn_finding finding = {
        .rule = &rule,
        .fingerprint = of("  key =  abcdefgh ;", "abcdefgh"),
    };

    (void)state;
    stn_fingerprint_place(&finding.fingerprint, STN_STR("src/a.c"));
    stn_fingerprint_append(&out, &finding);
    assert_string_equal(out.ptr, "v1:some-rule:55ae68e4336dc984:21c66:1");
    stn_buf_dispose(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(survives_indentation_and_spacing),
        cmocka_unit_test(the_line_does_not_depend_on_the_secret),
        cmocka_unit_test(other_occurrences_of_the_secret_are_blanked),
        cmocka_unit_test(
            an_occurrence_that_overlaps_the_secret_is_blanked_with_it),
        cmocka_unit_test(the_rule_is_part_of_the_secrets_identity),
        cmocka_unit_test(only_twenty_bits_of_the_secret_are_kept),
        cmocka_unit_test(far_ends_of_a_long_line_do_not_count),
        cmocka_unit_test(a_secret_at_the_end_of_an_empty_line_is_fine),
        cmocka_unit_test(a_place_is_path_and_line),
        cmocka_unit_test(prints_its_parts),
        cmocka_unit_test(version_one_stays_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
