#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "http/zip.h"
#include "tests/support/http_recorder.h"
#include "tests/support/packer.h"
#include "tests/support/torture.h"

static struct packer pack(size_t count, const struct pack_member *members)
{
    struct packer packer;

    packer_init(&packer);
    for (size_t i = 0; i < count; i++)
        packer_add(&packer, members[i]);
    packer_finish(&packer);
    return packer;
}

static void expect_bytes(struct stn_str archive, const char *lines)
{
    struct stn_http_walk *walk = recorder_new();

    assert_int_equal(recorder_read(walk, &stn_http_zip, archive, 0), STN_OK);
    assert_string_equal(recorder_lines(walk), lines);
    recorder_free(walk);
}

static void expect(size_t count, const struct pack_member *members,
                   const char *lines)
{
    struct packer packer = pack(count, members);

    expect_bytes(stn_buf_str(&packer.archive), lines);
    packer_dispose(&packer);
}

#define EXPECT(members, lines)                                                 \
    expect(sizeof(members) / sizeof((members)[0]), members, lines)

static bool claims(const char *first)
{
    const struct pack_member member = {first, STN_STR("x")};
    struct packer packer = pack(1, &member);
    const bool is_claimed =
        stn_http_zip.sniff(stn_buf_str(&packer.archive), false);

    packer_dispose(&packer);
    return is_claimed;
}

static void documents_and_programs_are_left_alone(void **state)
{
    (void)state;
    assert_true(claims("trace.trace"));
    assert_true(claims("raw/1_c.txt"));
    assert_true(claims("resources/0a1b"));
    assert_false(claims("[Content_Types].xml"));
    assert_false(claims("META-INF/MANIFEST.MF"));
    assert_false(claims("mimetype"));
    assert_true(claims("package/__init__.py"));
    assert_false(claims("a/B.CLASS"));
    assert_false(stn_http_zip.sniff(STN_STR("PK\3\4"), true));
    assert_false(stn_http_zip.sniff(STN_STR("text"), true));
}

static void members_are_read_stored_or_deflated(void **state)
{
    const struct pack_member members[] = {
        {"trace.network", STN_STR("{\"a\":1}\n")},
        {"0_job.txt", STN_STR("a log"), .is_stored = true},
        {"folder/", STN_STR(""), .is_stored = true},
        {"empty.log", STN_STR(""), .is_stored = true},
    };

    (void)state;
    EXPECT(members, "exchange\nnested trace.network: {\"a\":1}\n\n"
                    "exchange\nnested 0_job.txt: a log\n");
}

static void every_text_in_an_archive_is_read(void **state)
{
    const struct pack_member members[] = {
        {"readme.txt", STN_STR("text")},
        {"_x.txt", STN_STR("text")},
    };

    (void)state;
    EXPECT(members, "exchange\nnested readme.txt: text\n"
                    "exchange\nnested _x.txt: text\n");
}

static void binary_members_are_passed_over(void **state)
{
    const struct pack_member members[] = {
        {"a.log", STN_STR("a\0b")},
        {"b.log", STN_STR("\0"), .is_stored = true},
        {"resources/sha1", STN_STR("text")},
    };

    (void)state;
    EXPECT(members, "exchange\nnested resources/sha1: text\n");
}

static void what_cannot_be_read_is_said_once_an_archive(void **state)
{
    const struct pack_member members[] = {
        {"a.log", STN_STR("secret"), .flags = 1},
        {"b.log", STN_STR("secret"), .flags = 1},
        {"c.log", STN_STR("secret"), .method = 99},
        {"d.log", STN_STR("packed"), .method = 93},
        {"e.log", STN_STR("read"), .flags = 8, .has_no_sizes = true},
    };

    (void)state;
    EXPECT(members, "lost a member of an archive is encrypted\n"
                    "lost a member of an archive is compressed in another "
                    "way\n"
                    "exchange\nnested e.log: read\n");
}

static void numbers_of_zip64_are_found(void **state)
{
    const struct pack_member members[] = {
        {"a.log", STN_STR("first")},
        {"b.log", STN_STR("second"), .is_zip64 = true},
    };

    (void)state;
    EXPECT(members,
           "exchange\nnested a.log: first\nexchange\nnested b.log: second\n");
}

static void members_that_share_bytes_are_refused(void **state)
{
    size_t start = 0;
    const struct pack_member members[] = {
        {"a.log", STN_STR("text"), .is_stored = true},
        {"b.log", STN_STR("text"), .is_stored = true, .start = &start},
        {"c.log", STN_STR("else"), .is_stored = true},
    };

    (void)state;
    EXPECT(members,
           "exchange\nnested a.log: text\nlost members of an archive overlap\n"
           "exchange\nnested c.log: else\n");
}

static void names_are_made_fit_for_places(void **state)
{
    const struct pack_member members[] = {{"a\x1b\n.log", STN_STR("x")}};

    (void)state;
    EXPECT(members, "exchange\nnested a??.log: x\n");
}

static void a_stored_member_is_a_view_of_the_archive(void **state)
{
    const struct pack_member members[] = {
        {"a.log", STN_STR("stored"), .is_stored = true},
        {"b.log", STN_STR("deflated")},
    };
    struct packer packer = pack(2, members);
    struct stn_http_walk *walk = recorder_new();

    (void)state;
    recorder_show_places(walk);
    assert_int_equal(
        recorder_read(walk, &stn_http_zip, stn_buf_str(&packer.archive), 0),
        STN_OK);
    /* Ten bytes deflated: a place is all of them. */
    assert_string_equal(recorder_lines(walk),
                        "exchange\n[]@35-41 nested a.log: stored\n"
                        "exchange\n[]@76-86 nested b.log: deflated\n");
    recorder_free(walk);
    packer_dispose(&packer);
}

static void an_archive_that_is_cut_is_lost(void **state)
{
    const struct pack_member member = {"a.log", STN_STR("text")};
    struct packer packer = pack(1, &member);
    const struct stn_str all = stn_buf_str(&packer.archive);

    (void)state;
    for (size_t length = 40; length < all.len; length++)
        expect_bytes(stn_str_sub(all, 0, length),
                     "lost an archive has no directory: it is cut or "
                     "damaged\n");
    packer_dispose(&packer);
}

/* Whatever byte is wrong, there is an end, and no byte outside is read. */
static void damage_anywhere_is_no_failure(void **state)
{
    const struct pack_member members[] = {
        {"a.log", STN_STR("some text some text some text")},
        {"b.log", STN_STR("stored"), .is_stored = true, .is_zip64 = true},
    };
    struct packer packer = pack(2, members);

    (void)state;
    for (size_t i = 0; i < packer.archive.len; i++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            struct stn_http_walk *walk = recorder_new();
            packer.archive.ptr[i] ^= (char)(1 << bit);
            assert_int_equal(recorder_read(walk, &stn_http_zip,
                                           stn_buf_str(&packer.archive), 0),
                             STN_OK);
            packer.archive.ptr[i] ^= (char)(1 << bit);
            recorder_free(walk);
        }
    }
    packer_dispose(&packer);
}

static void a_damaged_member_is_read_as_far_as_it_goes(void **state)
{
    const struct pack_member members[] = {
        {"a.log", STN_STR("some text, and some more of it")},
    };
    struct packer packer = pack(1, members);
    struct stn_http_walk *walk = recorder_new();

    (void)state;
    memset(packer.archive.ptr + 35 + 12, '\xff', 12);
    assert_int_equal(
        recorder_read(walk, &stn_http_zip, stn_buf_str(&packer.archive), 0),
        STN_OK);
    assert_non_null(strstr(recorder_lines(walk), "nested a.log: some"));
    assert_true(
        recorder_has(walk, "lost a member of an archive is damaged or cut"));
    recorder_free(walk);
    packer_dispose(&packer);
}

static struct stn_buf repeat(const char *text, size_t bytes)
{
    struct stn_buf out = STN_BUF_INIT(256 * STN_MIB);

    while (out.len < bytes)
        stn_buf_puts(&out, text);
    return out;
}

static void a_bomb_is_given_up(void **state)
{
    struct stn_buf text = repeat("aaaaaaaaaaaaaaaa", 4 * STN_MIB);
    const struct pack_member member = {"a.log", stn_buf_str(&text)};
    struct packer packer = pack(1, &member);
    struct stn_http_walk *walk = recorder_new();

    (void)state;
    assert_int_equal(
        recorder_read(walk, &stn_http_zip, stn_buf_str(&packer.archive), 0),
        STN_OK);
    assert_true(recorder_has(
        walk, "lost a member of an archive inflates without measure"));
    assert_true(strlen(recorder_lines(walk)) < STN_MIB);
    recorder_free(walk);
    packer_dispose(&packer);
    stn_buf_dispose(&text);
}

static void the_budget_of_the_walk_holds(void **state)
{
    struct stn_buf text = repeat("line of a log that is quite long\n", 20000);
    const struct pack_member members[] = {
        {"a.log", stn_buf_str(&text)},
        {"b.log", stn_buf_str(&text)},
        {"c.log", stn_buf_str(&text)},
    };
    struct packer packer = pack(3, members);
    struct stn_http_walk *walk = recorder_new();

    (void)state;
    recorder_set_budget(walk, 30000);
    assert_int_equal(
        recorder_read(walk, &stn_http_zip, stn_buf_str(&packer.archive), 0),
        STN_OK);
    assert_int_equal(stn_http_budget(walk), 0);
    assert_true(
        recorder_has(walk, "lost archives inflate to more than is looked at"));
    assert_non_null(strstr(recorder_lines(walk), "nested b.log"));
    assert_null(strstr(recorder_lines(walk), "nested c.log"));
    recorder_free(walk);
    packer_dispose(&packer);
    stn_buf_dispose(&text);
}

static void a_large_member_is_read_in_pieces(void **state)
{
    struct stn_buf text = STN_BUF_INIT(256 * STN_MIB);
    struct stn_http_walk *walk = recorder_new();
    char noise[64 * STN_KIB];
    uint32_t random = 1;

    (void)state;
    /* Twice as long as what deflate looks back to. */
    for (size_t i = 0; i < sizeof(noise); i++) {
        random = random * 1664525 + 1013904223;
        noise[i] = i % 80 == 79 ? '\n' : (char)('!' + random / 47721859);
    }
    while (text.len < STN_HTTP_MEMBER_BYTES_MAX + STN_MIB)
        stn_buf_append(&text, (struct stn_str){noise, sizeof(noise)});
    stn_buf_puts(&text, "\nthe last line");
    const struct pack_member member = {"a.log", stn_buf_str(&text)};
    struct packer packer = pack(1, &member);
    assert_int_equal(
        recorder_read(walk, &stn_http_zip, stn_buf_str(&packer.archive), 0),
        STN_OK);
    /* Not line by line, which takes a sanitizer minutes. */
    assert_non_null(strstr(recorder_lines(walk),
                           "note a member of an archive is large, and was "
                           "read in pieces\n"));
    assert_non_null(strstr(recorder_lines(walk), "\nthe last line\n"));
    assert_int_equal(strlen(recorder_lines(walk)),
                     text.len + 2 * strlen("exchange\nnested a.log: \n") +
                         strlen("note a member of an archive is large, and "
                                "was read in pieces\n"));
    recorder_free(walk);
    packer_dispose(&packer);
    stn_buf_dispose(&text);
}

static enum stn_status run_archive(void *payload)
{
    const struct packer *packer = payload;
    struct stn_http_walk *walk = recorder_new();
    const enum stn_status status =
        recorder_read(walk, &stn_http_zip, stn_buf_str(&packer->archive), 0);

    recorder_free(walk);
    return status;
}

static void every_allocation_may_fail(void **state)
{
    const struct pack_member members[] = {
        {"a.log", STN_STR("text")},
        {"b.log", STN_STR("stored"), .is_stored = true},
        {"c.log", STN_STR("x"), .flags = 1},
    };
    struct packer packer = pack(3, members);

    (void)state;
    torture(run_archive, &packer);
    packer_dispose(&packer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_and_programs_are_left_alone),
        cmocka_unit_test(members_are_read_stored_or_deflated),
        cmocka_unit_test(every_text_in_an_archive_is_read),
        cmocka_unit_test(binary_members_are_passed_over),
        cmocka_unit_test(what_cannot_be_read_is_said_once_an_archive),
        cmocka_unit_test(numbers_of_zip64_are_found),
        cmocka_unit_test(members_that_share_bytes_are_refused),
        cmocka_unit_test(names_are_made_fit_for_places),
        cmocka_unit_test(a_stored_member_is_a_view_of_the_archive),
        cmocka_unit_test(an_archive_that_is_cut_is_lost),
        cmocka_unit_test(damage_anywhere_is_no_failure),
        cmocka_unit_test(a_damaged_member_is_read_as_far_as_it_goes),
        cmocka_unit_test(a_bomb_is_given_up),
        cmocka_unit_test(the_budget_of_the_walk_holds),
        cmocka_unit_test(a_large_member_is_read_in_pieces),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
