#include "base/glob.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#include <cmocka.h>

struct glob_case {
    const char *glob;
    const char *path;
};

static const struct glob_case matching[] = {
    {"a", "a"},
    {"a/b.c", "a/b.c"},
    {"*", ""},
    {"*", "abc"},
    {"a*c", "ac"},
    {"a*c", "abcbc"},
    {"src/*.c", "src/a.c"},
    {"?b?", "abc"},
    {"**", ""},
    {"**", "a/b/c"},
    {"vendor/**", "vendor/a/b.c"},
    {"vendor/**", "vendor/"},
    {"a**c", "ab/bc"},
    {"***", "a/b"},
    /* Folders, also none. */
    {"**/a", "a"},
    {"**/a", "b/c/a"},
    {"**/a/b", "a/b"},
    {"x/**/a", "x/a"},
    {"x/**/a", "x/y/z/a"},
    {"**/**/a", "a"},
    {"{**/a,b}/c", "x/a/c"},
    {"{z,**/a}/c", "a/c"},
    /* Classes. */
    {"[abc]", "b"},
    {"[a-c]x", "bx"},
    {"[!a-c]", "d"},
    {"[^a-c]", "d"},
    {"[a-]", "-"},
    {"[]a]", "]"},
    {"[!]a]", "b"},
    {"[\\]]", "]"},
    {"[a-z0-9]", "7"},
    {"[a\\-c]", "-"},
    {"[[]", "["},
    /* Alternatives. */
    {"{a,b}", "a"},
    {"{a,b}", "b"},
    {"x{a,b,}y", "xy"},
    {"*.{c,h}", "a.h"},
    {"{a,b}{c,d}{e,f}", "bde"},
    {"{*.c,[a-z]*}", "zip"},
    {"{}", ""},
    {"{a\\,b,c}", "a,b"},
    {"a,b}", "a,b}"},
    /* Quotes. */
    {"\\*", "*"},
    {"\\{a", "{a"},
    {"a\\b", "ab"},
    /* The last component, without a '/' in the glob. */
    {"*.pem", "deep/in/here/a.pem"},
    {"id_{rsa,dsa}", ".ssh/id_rsa"},
    {"\xC3\xA9*", "\xC3\xA9t\xC3\xA9"},
};

static const struct glob_case others[] = {
    {"a", "b"},
    {"a", ""},
    {"a", "ab"},
    {"ab", "a"},
    {"a/*", "a/b/c"},
    {"a?b", "a/b"},
    {"a[!x]b", "a/b"},
    {"a[/]b", "a/b"},
    {"a*", "a/"},
    {"**/a", "ba"},
    {"**/a", "b/ca"},
    {"x/**/a", "xa"},
    {"x/**/a", "x/ya"},
    {"x/**/a", "x/y/a/b"},
    {"x**/a", "xa"},
    {"vendor/**", "vendor"},
    {"vendor/**", "a/vendor/b"},
    {"a/*.pem", "b/a/x.pem"},
    {"[a-c]", "d"},
    {"[!a-c]", "b"},
    {"[a\\-c]", "b"},
    {"{a,b}", "ab"},
    {"{a,b}", "{a,b}"},
    {"x{a,b}", "x"},
    {"\\*", "a"},
    {"A", "a"},
};

static const struct glob_case refused[] = {
    {"", "no good glob: nothing in it"},
    {"[a", "no good glob: an open '['"},
    {"[]", "no good glob: an open '['"},
    {"[!]", "no good glob: an open '['"},
    {"[a\\]", "no good glob: an open '['"},
    {"[\\", "no good glob: an open '['"},
    {"{a,b", "no good glob: an open '{'"},
    {"{a,{b}}", "no good glob: a '{' inside another"},
    {"[z-a]", "no good glob: a range that runs backwards"},
    {"a\\", "no good glob: a '\\' at the end"},
};

static void globs_match_what_they_say(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(matching) / sizeof(*matching); i++) {
        struct stn_str glob = stn_str_of(matching[i].glob);

        assert_int_equal(stn_glob_check(glob, NULL), STN_OK);
        if (!stn_glob_matches(glob, stn_str_of(matching[i].path)))
            fail_msg("%s does not match %s", glob.ptr, matching[i].path);
    }
}

static void globs_match_nothing_else(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
        struct stn_str glob = stn_str_of(others[i].glob);

        assert_int_equal(stn_glob_check(glob, NULL), STN_OK);
        if (stn_glob_matches(glob, stn_str_of(others[i].path)))
            fail_msg("%s matches %s", glob.ptr, others[i].path);
    }
}

static void a_refused_glob_says_why_and_matches_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
        struct stn_str glob = stn_str_of(refused[i].glob);
        struct stn_error err;

        assert_int_equal(stn_glob_check(glob, &err), STN_EINPUT);
        assert_string_equal(err.message, refused[i].path);
        assert_false(stn_glob_matches(glob, glob));
    }
}

static void the_longest_glob_works_and_one_more_byte_is_refused(void **state)
{
    (void)state;
    char glob[STN_GLOB_BYTES_MAX + 1];
    struct stn_str all = {glob, STN_GLOB_BYTES_MAX};
    struct stn_error err;

    memset(glob, '?', sizeof(glob));
    assert_int_equal(stn_glob_check(all, &err), STN_OK);
    assert_true(stn_glob_matches(all, all));
    all.len++;
    assert_int_equal(stn_glob_check(all, &err), STN_EINPUT);
    assert_string_equal(err.message, "no good glob: it is over 1024 bytes");
    assert_false(stn_glob_matches(all, all));
}

/* Where backtracking would take longer than the universe will last. */
static void no_glob_makes_it_go_back(void **state)
{
    (void)state;
    static const char *const parts[] = {"*a", "**a", "{a,*}", "{a,aa,aaa}"};
    char path[4096];
    clock_t start = clock();

    memset(path, 'a', sizeof(path));
    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
        char glob[STN_GLOB_BYTES_MAX + 1] = "";
        size_t length = 0;

        while (length + 16 < sizeof(glob))
            length += (size_t)snprintf(glob + length, sizeof(glob) - length,
                                       "%s", parts[i]);
        glob[length++] = 'b';
        assert_false(stn_glob_matches((struct stn_str){glob, length},
                                      (struct stn_str){path, sizeof(path)}));
    }
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(globs_match_what_they_say),
        cmocka_unit_test(globs_match_nothing_else),
        cmocka_unit_test(a_refused_glob_says_why_and_matches_nothing),
        cmocka_unit_test(the_longest_glob_works_and_one_more_byte_is_refused),
        cmocka_unit_test(no_glob_makes_it_go_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
