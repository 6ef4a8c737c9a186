#include "base/find.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* What the search must answer. */
static size_t find_slowly(struct stn_str bytes, size_t start, const char *three)
{
    for (size_t i = start; i < bytes.len; i++)
        if (memchr(three, bytes.ptr[i], 3) != NULL)
            return i;
    return bytes.len;
}

static void a_byte_is_found_wherever_it_stands(void **state)
{
    char bytes[300];
    const struct stn_str str = {bytes, sizeof(bytes)};

    (void)state;
    for (size_t at = 0; at < sizeof(bytes); at++) {
        memset(bytes, 'x', sizeof(bytes));
        bytes[at] = "\"\\\n"[at % 3];
        for (size_t start = 0; start < sizeof(bytes); start += 7)
            assert_int_equal(stn_find_three(str, start, '"', '\\', '\n'),
                             start <= at ? at : sizeof(bytes));
    }
}

static void the_first_of_many_counts(void **state)
{
    char bytes[257];
    const struct stn_str str = {bytes, sizeof(bytes)};

    (void)state;
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (char)(i * 37 % 251);
    for (size_t start = 0; start < sizeof(bytes); start++)
        assert_int_equal(stn_find_three(str, start, '\xF0', '\x11', '\0'),
                         find_slowly(str, start, "\xF0\x11"));
}

static void nothing_is_read_past_the_end(void **state)
{
    (void)state;
    for (size_t length = 0; length < 200; length++) {
        /* Just so long, for the address sanitizer to see. */
        char *bytes = test_malloc(length + 1);
        memset(bytes, 'x', length);
        bytes[length] = '"';
        assert_int_equal(
            stn_find_three((struct stn_str){bytes, length}, 0, '"', '\\', '\n'),
            length);
        assert_int_equal(stn_find_three((struct stn_str){bytes, length},
                                        length + 5, '"', '\\', '\n'),
                         length);
        test_free(bytes);
    }
}

/* What the search must answer. */
static size_t end_slowly(struct stn_str bytes, size_t at, bool *has_escape)
{
    *has_escape = false;
    while (at < bytes.len && bytes.ptr[at] != '"' && bytes.ptr[at] != '\n') {
        *has_escape |= bytes.ptr[at] == '\\';
        at += bytes.ptr[at] == '\\' ? 2 : 1;
    }
    return at < bytes.len ? at : bytes.len;
}

static void a_string_ends_where_nothing_escapes_its_quote(void **state)
{
    char bytes[300];
    const struct stn_str str = {bytes, sizeof(bytes)};
    uint32_t seed = 1;

    (void)state;
    for (int run = 0; run < 400; run++) {
        const uint32_t rare = 2 + (uint32_t)run % 60;
        for (size_t i = 0; i < sizeof(bytes); i++) {
            seed = seed * 1664525 + 1013904223;
            const uint32_t dice = (seed >> 16) % (3 * rare);
            bytes[i] = dice < 2    ? '\\'
                       : dice == 2 ? '"'
                       : dice == 3 ? '\n'
                                   : 'x';
        }
        for (size_t start = 0; start <= sizeof(bytes); start += 5) {
            bool expected;
            bool has_escape = false;
            assert_int_equal(stn_find_string_end(str, start, &has_escape),
                             end_slowly(str, start, &expected));
            assert_int_equal(has_escape, expected);
        }
    }
}

static void spaces_end_where_anything_else_begins(void **state)
{
    static const char spaces[] = " \t\n\r";
    char bytes[100];
    const struct stn_str str = {bytes, sizeof(bytes)};

    (void)state;
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = spaces[i * 7 / 3 % 4];
    for (size_t start = 0; start <= sizeof(bytes); start++) {
        assert_int_equal(stn_find_no_space(str, start), sizeof(bytes));
        for (size_t end = start; end < sizeof(bytes); end++) {
            const char space = bytes[end];
            bytes[end] = "x\v\f\xA0"[end % 4];
            assert_int_equal(stn_find_no_space(str, start), end);
            bytes[end] = space;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_byte_is_found_wherever_it_stands),
        cmocka_unit_test(the_first_of_many_counts),
        cmocka_unit_test(nothing_is_read_past_the_end),
        cmocka_unit_test(spaces_end_where_anything_else_begins),
        cmocka_unit_test(a_string_ends_where_nothing_escapes_its_quote),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
