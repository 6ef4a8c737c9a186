#include "findings/line_hash.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "tests/support/torture.h"

#define LINES_MAX 16

/* A finding on each of some lines. */
struct fixture {
    struct stn_finding items[LINES_MAX];
    struct stn_findings findings;
    struct stn_text text;
    struct stn_hit hits[2];
    size_t hit_count;
};

static void begin(struct fixture *fixture, struct stn_str bytes, size_t lines)
{
    *fixture = (struct fixture){.text = {.bytes = bytes}};
    for (size_t i = 0; i < lines; i++)
        fixture->items[i].start.line = (uint32_t)i + 1;
    fixture->findings.items = fixture->items;
    fixture->findings.count = lines;
}

static enum stn_status hash(void *payload)
{
    struct fixture *fixture = payload;

    return stn_line_hash_findings(&fixture->findings, 0, &fixture->text,
                                  fixture->hits, fixture->hit_count, NULL);
}

static void check(struct stn_str bytes, const char *const *expected,
                  size_t count)
{
    struct fixture fixture;

    begin(&fixture, bytes, count);
    assert_int_equal(hash(&fixture), STN_OK);
    for (size_t i = 0; i < count; i++) {
        char text[40];
        snprintf(text, sizeof(text), "%" PRIx64 ":%" PRIu32,
                 fixture.items[i].line_hash, fixture.items[i].line_hash_nth);
        assert_string_equal(text, expected[i]);
    }
}

/* As research has them from github/codeql-action, src/fingerprints.test.ts. */
static void the_hashes_are_those_of_github(void **state)
{
    (void)state;
    check(STN_STR(""), (const char *const[]){"c129715d7a2bc9a3:1"}, 1);
    check(STN_STR(" a\nb\n  \t\tc\n d"),
          (const char *const[]){"271789c17abda88f:1", "54703d4cd895b18:1",
                                "180aee12dab6264:1", "a23a3dc5e078b07b:1"},
          4);
}

static void equal_lines_are_numbered(void **state)
{
    struct stn_buf text = STN_BUF_INIT(STN_MIB);
    char expected[6][40];
    const char *pointers[6];

    (void)state;
    for (size_t i = 0; i < 10; i++)
        stn_buf_puts(&text, "Lorem ipsum dolor sit amet.\n");
    for (size_t i = 0; i < 6; i++) {
        snprintf(expected[i], sizeof(expected[i]), "a7f2ff13bc495cf2:%zu",
                 i + 1);
        pointers[i] = expected[i];
    }
    check(stn_buf_str(&text), pointers, 6);
    stn_buf_dispose(&text);
}

static void line_breaks_of_windows_change_nothing(void **state)
{
    (void)state;
    check(STN_STR(" a\r\nb\r\n  \t\tc\r\n d"),
          (const char *const[]){"271789c17abda88f:1", "54703d4cd895b18:1",
                                "180aee12dab6264:1", "a23a3dc5e078b07b:1"},
          4);
}

static void a_line_alone_counts_those_before_it(void **state)
{
    struct fixture fixture;
    struct stn_buf text = STN_BUF_INIT(STN_MIB);

    (void)state;
    for (size_t i = 0; i < 10; i++)
        stn_buf_puts(&text, "Lorem ipsum dolor sit amet.\n");
    begin(&fixture, stn_buf_str(&text), 1);
    fixture.items[0].start.line = 5;
    assert_int_equal(hash(&fixture), STN_OK);
    assert_int_equal(fixture.items[0].line_hash, 0xa7f2ff13bc495cf2);
    assert_int_equal(fixture.items[0].line_hash_nth, 5);
    stn_buf_dispose(&text);
}

/* Of a line with a secret, wherever else it stands. */
static uint64_t hash_with(struct stn_str bytes, struct stn_str value,
                          uint32_t line)
{
    struct fixture fixture;
    size_t at = stn_str_find(bytes, value);

    begin(&fixture, bytes, 1);
    fixture.items[0].start.line = line;
    fixture.hits[0].secret = (struct stn_span){at, at + value.len};
    fixture.hits[0].value = value;
    fixture.hit_count = 1;
    assert_int_equal(hash(&fixture), STN_OK);
    assert_int_equal(fixture.items[0].line_hash_nth, 1);
    return fixture.items[0].line_hash;
}

static void no_hash_tells_anything_of_a_secret(void **state)
{
    (void)state;
    assert_int_equal(
        hash_with(STN_STR("pw=hunter22;\nx=hunter22\n"), STN_STR("hunter22"),
                  1),
        hash_with(
            STN_STR("pw=S3cret\xF0\x9F\x94\x91;\nx=S3cret\xF0\x9F\x94\x91\n"),
            STN_STR("S3cret\xF0\x9F\x94\x91"), 1));
    /* Nor the hash of the line before. */
    assert_int_equal(
        hash_with(STN_STR("a\npw=hunter22\n"), STN_STR("hunter22"), 1),
        hash_with(STN_STR("a\npw=other\n"), STN_STR("other"), 1));
    assert_int_not_equal(
        hash_with(STN_STR("a\npw=hunter22\n"), STN_STR("hunter22"), 2),
        hash_with(STN_STR("a\nno=hunter22\n"), STN_STR("hunter22"), 2));
}

static void lines_after_a_long_secret_keep_their_numbers(void **state)
{
    struct stn_str with = STN_STR("k=AAAA\nBBBB\nCCCC\nlast line\n");
    struct fixture fixture;

    (void)state;
    uint64_t found = hash_with(with, STN_STR("AAAA\nBBBB\nCCCC"), 4);
    begin(&fixture, STN_STR("last line\n"), 1);
    assert_int_equal(hash(&fixture), STN_OK);
    assert_int_equal(found, fixture.items[0].line_hash);
}

static void what_is_not_read_whole_has_no_hash(void **state)
{
    struct fixture fixture;

    (void)state;
    begin(&fixture, STN_STR("a\n"), 1);
    fixture.text.owned = (struct stn_span){0, 2};
    assert_int_equal(hash(&fixture), STN_OK);
    assert_int_equal(fixture.items[0].line_hash_nth, 0);

    begin(&fixture, STN_STR("a\n"), 1);
    fixture.text.is_continued = true;
    assert_int_equal(hash(&fixture), STN_OK);
    assert_int_equal(fixture.items[0].line_hash_nth, 0);

    begin(&fixture,
          STN_STR("\xFF\xFE"
                  "a\0\n\0"),
          1);
    assert_int_equal(hash(&fixture), STN_OK);
    assert_int_equal(fixture.items[0].line_hash_nth, 0);

    begin(&fixture, STN_STR("a\n"), 1);
    fixture.items[0].start.line = STN_LINE_HASH_LINES_MAX + 1;
    assert_int_equal(hash(&fixture), STN_OK);
    assert_int_equal(fixture.items[0].line_hash_nth, 0);
}

static void running_out_of_memory_is_reported(void **state)
{
    struct fixture fixture;

    (void)state;
    begin(&fixture, STN_STR("pw=hunter22\n"), 1);
    fixture.hits[0].secret = (struct stn_span){3, 11};
    fixture.hits[0].value = STN_STR("hunter22");
    fixture.hit_count = 1;
    torture(hash, &fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_hashes_are_those_of_github),
        cmocka_unit_test(equal_lines_are_numbered),
        cmocka_unit_test(line_breaks_of_windows_change_nothing),
        cmocka_unit_test(a_line_alone_counts_those_before_it),
        cmocka_unit_test(no_hash_tells_anything_of_a_secret),
        cmocka_unit_test(lines_after_a_long_secret_keep_their_numbers),
        cmocka_unit_test(what_is_not_read_whole_has_no_hash),
        cmocka_unit_test(running_out_of_memory_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
