#include "golang/check.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "tests/support/go_source.h"

static void checks_are_sorted_and_found_by_name(void **state)
{
    size_t count = 0;

    (void)state;
    for (; stn_go_checks[count] != NULL; count++) {
        const struct stn_go_check *check = stn_go_checks[count];
        assert_non_null(check->visit);
        assert_int_not_equal(check->kinds[0], STN_GO_OTHER);
        if (count > 0)
            assert_true(strcmp(stn_go_checks[count - 1]->name, check->name) <
                        0);
        assert_int_equal(stn_go_check_find(check->name), count);
        assert_true(stn_go_check_exists(check->name));
    }
    assert_true(count > 0);
}

static void other_names_are_no_checks(void **state)
{
    static const char *const names[] = {"", "lost", "lost-cancel2", "go",
                                        "LOST-CANCEL"};

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        assert_int_equal(stn_go_check_find(names[i]), SIZE_MAX);
        assert_false(stn_go_check_exists(names[i]));
    }
}

/* A pass over one file. */
struct fixture {
    struct go_source source;
    struct stn_go_hits hits;
    struct stn_go_pass pass;
};

static void open_pass(struct fixture *fixture, const char *text)
{
    *fixture = (struct fixture){.hits = {0}};
    go_source_open(&fixture->source, text);
    struct stn_go_package *package = &fixture->source.package;
    fixture->pass = (struct stn_go_pass){
        .package = package,
        .file = &package->files[0],
        .tree = &package->files[0].tree,
        .check = stn_go_checks[0],
        .hits = &fixture->hits,
    };
}

static void close_pass(struct fixture *fixture)
{
    stn_go_hits_dispose(&fixture->hits);
    go_source_close(&fixture->source);
}

static void a_hit_is_told_with_the_function_around_it(void **state)
{
    static const struct {
        const char *node, *function;
    } all[] = {
        {"a()", "f"}, {"b()", "(*T).g"}, {"c()", "(T).h"},  {"d()", "(*G).k"},
        {"e()", "f"}, {"v", ""},         {"package p", ""},
    };
    struct fixture fixture;

    (void)state;
    open_pass(&fixture, "package p\n\nvar v = 1\n\n"
                        "func f() { a(); go func() { e() }() }\n"
                        "func (t *T) g() { b() }\nfunc (T) h() { c() }\n"
                        "func (g *G[A]) k() { d() }\n");
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        const struct stn_go_hit hit = stn_go_hit_at(
            &fixture.pass,
            go_source_find(&fixture.source, 0, STN_GO_OTHER, all[i].node, 0));
        stn_go_tell(&fixture.pass, &hit);
        const struct stn_str function =
            fixture.hits.items[fixture.hits.count - 1].function;
        if (!stn_str_equal(function, stn_str_of(all[i].function)))
            fail_msg("%s is in %.*s", all[i].node, (int)function.len,
                     function.ptr);
    }
    assert_int_equal(fixture.pass.status, STN_OK);
    assert_true(fixture.hits.items[0].check == stn_go_checks[0]);
    close_pass(&fixture);
}

static void words_are_cut_between_characters(void **state)
{
    struct fixture fixture;
    char text[256];

    (void)state;
    open_pass(&fixture, "package p\n");
    assert_string_equal(stn_go_words(&fixture.pass, "%s is %d", "x", 1),
                        "x is 1");
    memset(text, 'a', sizeof(text));
    text[255] = '\0';
    assert_int_equal(strlen(stn_go_words(&fixture.pass, "%s", text)),
                     STN_EVIDENCE_BYTES - 1);
    for (size_t i = 0; i < 8; i++) {
        static const char *const characters[] = {"\u00E9", "\u20AC",
                                                 "\U0001F600"};
        for (size_t c = 0; c < 3; c++) {
            size_t used = i;
            memset(text, 'a', i);
            while (used < 200) {
                memcpy(text + used, characters[c], strlen(characters[c]));
                used += strlen(characters[c]);
            }
            text[used] = '\0';
            const char *words = stn_go_words(&fixture.pass, "%s", text);
            assert_true(strlen(words) < STN_EVIDENCE_BYTES);
            assert_true(strlen(words) >= STN_EVIDENCE_BYTES - 4);
            assert_true(stn_utf8_is_valid(stn_str_of(words)));
        }
    }
    close_pass(&fixture);
}

static void what_is_too_much_of_a_hit_is_left_out(void **state)
{
    struct fixture fixture;

    (void)state;
    open_pass(&fixture, "package p\n\nfunc f() {}\n");
    struct stn_go_hit hit = stn_go_hit_at(&fixture.pass, 1);
    for (size_t i = 0; i < 20; i++) {
        stn_go_add_evidence(&hit, "words");
        stn_go_add_related(&hit, &fixture.pass, 1, "here");
        stn_go_add_tie(&hit, &fixture.pass, 1);
    }
    assert_int_equal(hit.evidence_count, STN_EVIDENCE_MAX);
    assert_int_equal(hit.related_count, STN_GO_RELATED_MAX);
    assert_int_equal(hit.tie_count, STN_GO_TIES_MAX);
    close_pass(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(checks_are_sorted_and_found_by_name),
        cmocka_unit_test(other_names_are_no_checks),
        cmocka_unit_test(a_hit_is_told_with_the_function_around_it),
        cmocka_unit_test(words_are_cut_between_characters),
        cmocka_unit_test(what_is_too_much_of_a_hit_is_left_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
