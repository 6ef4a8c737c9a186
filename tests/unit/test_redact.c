#include "findings/redact.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/utf8.h"

#define DOTS "\xE2\x80\xA6"

static void check_preview(const char *secret, const char *expected)
{
    struct stn_buf out = STN_BUF_INIT(1024);

    stn_redact_preview(&out, stn_str_of(secret));
    assert_string_equal(out.ptr, expected);
    stn_buf_dispose(&out);
}

static void a_preview_is_at_most_a_quarter(void **state)
{
    (void)state;
    check_preview("", DOTS);
    check_preview("abc", DOTS);
    check_preview("abcd", "a" DOTS);
    check_preview("abcdefg", "a" DOTS);
    check_preview("abcdefghijkl", "abc" DOTS);
}

static void a_preview_is_at_most_four_code_points(void **state)
{
    (void)state;
    check_preview("abcdefghijklmnopqrstuvwxyz", "abcd" DOTS);
    check_preview("\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F"
                  "6789abcdef01",
                  "\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F" DOTS);
}

static void a_preview_ends_at_what_is_not_printable(void **state)
{
    (void)state;
    check_preview("ab\033defghijklmnop", "ab" DOTS);
    check_preview("a\xFF"
                  "cdefghijklmnop",
                  "a" DOTS);
    check_preview("\nbcdefghijklmnop", DOTS);
}

/* `#` marks hidden bytes, `^` the one it is about, in a row under the line. */
static void check_excerpt(const char *line, const char *row,
                          const char *expected, size_t expected_mark)
{
    struct stn_buf out = STN_BUF_INIT(4096);
    struct stn_span hidden[8];
    size_t count = 0;
    size_t marked = 0;
    size_t mark = 999;
    size_t width = 999;

    for (size_t i = 0; row[i] != '\0';) {
        size_t end = i;
        while (row[end] == row[i])
            end++;
        if (row[i] != ' ') {
            if (row[i] == '^')
                marked = count;
            hidden[count++] = (struct stn_span){i, end};
        }
        i = end;
    }
    stn_redact_excerpt(&out, stn_str_of(line), hidden, count, marked, &mark,
                       &width);
    assert_string_equal(out.ptr, expected);
    assert_int_equal(mark, expected_mark);
    assert_int_equal(width, 8);
    stn_buf_dispose(&out);
}

static void the_secret_is_eight_stars_whatever_its_length(void **state)
{
    (void)state;
    check_excerpt("key = abc;", "      ^^^", "key = ********;", 6);
    check_excerpt("key = abcdefghijk;", "      ^^^^^^^^^^^", "key = ********;",
                  6);
    check_excerpt("abc", "^^^", "********", 0);
}

static void every_hidden_span_is_blanked(void **state)
{
    (void)state;
    check_excerpt("a=ABC b=DEF c=GHI", "  ###   ^^^   ###",
                  "a=******** b=******** c=********", 13);
}

static void other_occurrences_are_blanked(void **state)
{
    (void)state;
    check_excerpt("ABC=ABC # ABCABC DEF x=DEF", "    ^^^                ###",
                  "********=******** # ******** ******** x=********", 9);
}

static void overlapping_occurrences_leave_nothing(void **state)
{
    (void)state;
    check_excerpt("x ababa y", "    ^^^", "x ******** y", 2);
    check_excerpt("x aaaaa y", "  ^^^^", "x ******** y", 2);
}

static void hidden_neighbours_are_one_blank(void **state)
{
    (void)state;
    check_excerpt("x=ABCDEF;", "  ###^^^", "x=********;", 2);
}

static void space_around_the_line_goes(void **state)
{
    (void)state;
    check_excerpt("\t  key\t= abc \r", "         ^^^", "key = ********", 6);
}

static void what_is_not_printable_is_escaped(void **state)
{
    (void)state;
    check_excerpt("\033[1m\xFF k=abc\b", "        ^^^",
                  "\\x1B[1m\\xFF k=********\\x08", 14);
}

static void a_mark_counts_code_points(void **state)
{
    (void)state;
    check_excerpt("\xC3\xA4\xE2\x82\xAC=abc", "      ^^^",
                  "\xC3\xA4\xE2\x82\xAC=********", 3);
}

static void check_long(size_t before, size_t after, const char *unit)
{
    struct stn_buf line = STN_BUF_INIT(1 << 20);
    struct stn_buf out = STN_BUF_INIT(1 << 20);
    size_t mark;
    size_t width;

    for (size_t i = 0; i < before; i++)
        stn_buf_puts(&line, unit);
    struct stn_span secret = {line.len, line.len + 6};
    stn_buf_puts(&line, "SECRET");
    for (size_t i = 0; i < after; i++)
        stn_buf_puts(&line, unit);
    stn_redact_excerpt(&out, stn_buf_str(&line), &secret, 1, 0, &mark, &width);
    assert_in_range(out.len, STN_EXCERPT_BYTES_MAX / 2, STN_EXCERPT_BYTES_MAX);
    assert_true(stn_utf8_is_valid(stn_buf_str(&out)));
    assert_null(strstr(out.ptr, "SECRET"));
    assert_int_equal(stn_str_starts(stn_buf_str(&out), STN_STR(DOTS)),
                     before > 400);
    assert_int_equal(stn_str_ends(stn_buf_str(&out), STN_STR(DOTS)),
                     after > 400);
    size_t at = stn_str_find(stn_buf_str(&out), STN_STR("********"));
    assert_int_equal(stn_utf8_count(stn_str_sub(stn_buf_str(&out), 0, at)),
                     mark);
    stn_buf_dispose(&line);
    stn_buf_dispose(&out);
}

static void a_long_line_is_cut_around_the_secret(void **state)
{
    (void)state;
    check_long(5000, 5000, "x");
    check_long(5000, 1, "x");
    check_long(1, 5000, "x");
    check_long(5000, 5000, "\xE2\x82\xAC");
    check_long(5000, 5000,
               "\xF0\x9F\x98\x80"
               "a");
    check_long(5000, 5000, "\001");
    check_long(5000, 5000, "\xE2\x80\xAE");
}

static void a_line_that_fits_is_not_cut(void **state)
{
    struct stn_buf line = STN_BUF_INIT(4096);
    struct stn_buf out = STN_BUF_INIT(4096);
    size_t mark;
    size_t width;

    (void)state;
    for (size_t i = 0; i < 450; i++)
        stn_buf_putc(&line, 'x');
    stn_buf_puts(&line, "SECRET");
    struct stn_span secret = {450, 456};
    stn_redact_excerpt(&out, stn_buf_str(&line), &secret, 1, 0, &mark, &width);
    assert_int_equal(out.len, 458);
    assert_int_equal(mark, 450);
    stn_buf_dispose(&line);
    stn_buf_dispose(&out);
}

static void an_occurrence_across_the_cut_is_blanked(void **state)
{
    struct stn_buf line = STN_BUF_INIT(1 << 20);
    struct stn_buf out = STN_BUF_INIT(1 << 20);
    size_t mark;
    size_t width;

    (void)state;
    for (size_t shift = 0; shift < 40; shift++) {
        stn_buf_clear(&line);
        stn_buf_clear(&out);
        for (size_t i = 0; i < 100; i++)
            stn_buf_puts(&line, "TOPSECRET.");
        for (size_t i = 0; i < shift; i++)
            stn_buf_puts(&line, "-");
        struct stn_span secret = {line.len, line.len + 9};
        for (size_t i = 0; i < 100; i++)
            stn_buf_puts(&line, "TOPSECRET.");
        stn_redact_excerpt(&out, stn_buf_str(&line), &secret, 1, 0, &mark,
                           &width);
        assert_null(strpbrk(out.ptr, "TOPSECR"));
    }
    stn_buf_dispose(&line);
    stn_buf_dispose(&out);
}

static void spans_past_the_line_are_cut_to_it(void **state)
{
    struct stn_buf out = STN_BUF_INIT(4096);
    struct stn_span hidden[] = {{2, 400}, {500, 600}};
    size_t mark;
    size_t width;

    (void)state;
    stn_redact_excerpt(&out, STN_STR("x=SECRET"), hidden, 2, 0, &mark, &width);
    assert_string_equal(out.ptr, "x=********");
    stn_buf_clear(&out);
    stn_redact_excerpt(&out, STN_STR("x=SECRET"), hidden, 2, 1, &mark, &width);
    assert_string_equal(out.ptr, "x=********");
    stn_buf_dispose(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_preview_is_at_most_a_quarter),
        cmocka_unit_test(a_preview_is_at_most_four_code_points),
        cmocka_unit_test(a_preview_ends_at_what_is_not_printable),
        cmocka_unit_test(the_secret_is_eight_stars_whatever_its_length),
        cmocka_unit_test(every_hidden_span_is_blanked),
        cmocka_unit_test(other_occurrences_are_blanked),
        cmocka_unit_test(overlapping_occurrences_leave_nothing),
        cmocka_unit_test(hidden_neighbours_are_one_blank),
        cmocka_unit_test(space_around_the_line_goes),
        cmocka_unit_test(what_is_not_printable_is_escaped),
        cmocka_unit_test(a_mark_counts_code_points),
        cmocka_unit_test(a_long_line_is_cut_around_the_secret),
        cmocka_unit_test(a_line_that_fits_is_not_cut),
        cmocka_unit_test(an_occurrence_across_the_cut_is_blanked),
        cmocka_unit_test(spans_past_the_line_are_cut_to_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
