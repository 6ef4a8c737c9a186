#include "findings/findings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "findings/fingerprint.h"
#include "tests/support/torture.h"

#define HITS_MAX 16

static const struct stn_rule_info token = {
    .id = "token", .severity = STN_HIGH, .category = STN_CATEGORY_SECRET};
static const struct stn_rule_info other = {
    .id = "other", .severity = STN_LOW, .category = STN_CATEGORY_SECRET};

/* A hit for each of the words, in turn, from the front of the text on. */
static size_t find_hits(struct stn_hit *hits, struct stn_str text,
                        const char *const *words)
{
    size_t count = 0;
    size_t at = 0;

    for (; words[count] != NULL; count++) {
        struct stn_str word = stn_str_of(words[count]);
        size_t found = stn_str_find(stn_str_sub(text, at, text.len), word);
        assert_true(found != SIZE_MAX);
        found += at;
        hits[count] = (struct stn_hit){
            .rule = &token,
            .severity = STN_HIGH,
            .secret = {found, found + word.len},
            .value = word,
        };
        at = found + word.len;
    }
    return count;
}

static enum stn_status add_hits(struct stn_findings *findings,
                                const struct stn_text *text,
                                const struct stn_hit *hits, size_t count)
{
    struct stn_lines *lines = NULL;

    enum stn_status status = stn_lines_new(&lines, text, NULL);
    if (status == STN_OK)
        status = stn_findings_add(findings, text, lines, hits, count, NULL);
    stn_lines_free(lines);
    return status;
}

static void add_words(struct stn_findings *findings, const char *path,
                      const char *bytes, const char *const *words)
{
    struct stn_hit hits[HITS_MAX];
    struct stn_text text = {.path = stn_str_of(path),
                            .bytes = stn_str_of(bytes)};
    size_t count = find_hits(hits, text.bytes, words);

    assert_int_equal(add_hits(findings, &text, hits, count), STN_OK);
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void check_str(struct stn_str str, const char *expected)
{
    struct stn_str wanted = stn_str_of(expected);

    if (!stn_str_equal(str, wanted))
        fail_msg("\"%.*s\" is not \"%s\"", (int)str.len, str.ptr, expected);
}

static void a_hit_becomes_a_finding_with_its_place(void **state)
{
    struct stn_findings findings = {0};
    struct stn_hit hit = {
        .rule = &token,
        .severity = STN_MEDIUM,
        .secret = {7, 19},
        .value = STN_STR("SECRETSECRET"),
        .location = STN_STR("entries[0]"),
        .evidence = {"checksum valid", "in HEAD"},
        .evidence_count = 2,
    };
    struct stn_text text = {.path = STN_STR("a/b.c"),
                            .bytes = STN_STR("x\n\xC3\xA4k: SECRETSECRET;\n"),
                            .id = 7};

    (void)state;
    assert_int_equal(add_hits(&findings, &text, &hit, 1), STN_OK);
    assert_int_equal(findings.count, 1);
    const struct stn_finding *finding = &findings.items[0];
    assert_ptr_equal(finding->rule, &token);
    assert_int_equal(finding->severity, STN_MEDIUM);
    check_str(finding->file, "a/b.c");
    check_str(finding->location, "entries[0]");
    assert_int_equal(finding->start.line, 2);
    assert_int_equal(finding->start.column, 5);
    assert_int_equal(finding->end.line, 2);
    assert_int_equal(finding->end.column, 17);
    assert_int_equal(finding->start_byte, 7);
    assert_int_equal(finding->end_byte, 19);
    check_str(finding->preview, "SEC\xE2\x80\xA6");
    check_str(finding->excerpt, "\xC3\xA4k: ********;");
    assert_int_equal(finding->excerpt_mark, 4);
    assert_int_equal(finding->excerpt_marked, 8);
    assert_int_equal(finding->evidence_count, 2);
    assert_string_equal(finding->evidence[1], "in HEAD");
    assert_int_equal(finding->text_id, 7);
    assert_int_equal(finding->fingerprint.nth, 1);
    assert_true(finding->fingerprint.place != 0);
    assert_int_equal(finding->status, STN_NEW);
    stn_findings_dispose(&findings);
}

static void a_window_counts_from_the_start_of_its_file(void **state)
{
    struct stn_findings findings = {0};
    struct stn_hit hit = {
        .rule = &token, .secret = {4, 12}, .value = STN_STR("SECRETXY")};
    struct stn_text text = {.bytes = STN_STR("key=SECRETXY\n"),
                            .base_byte = 5000000000,
                            .base_line = 100,
                            .is_continued = true};

    (void)state;
    assert_int_equal(add_hits(&findings, &text, &hit, 1), STN_OK);
    assert_true(findings.items[0].start_byte == 5000000004);
    assert_true(findings.items[0].end_byte == 5000000012);
    assert_int_equal(findings.items[0].start.line, 101);
    /* No severity given: the rule's; no path yet: no place. */
    assert_int_equal(findings.items[0].severity, STN_HIGH);
    assert_true(findings.items[0].fingerprint.place == 0);
    stn_findings_dispose(&findings);
}

static void every_secret_of_a_line_is_blanked_in_each_excerpt(void **state)
{
    struct stn_findings findings = {0};

    (void)state;
    add_words(&findings, "f", "id=SECRET01 key=SECRET02 # SECRET01\n",
              WORDS("SECRET01", "SECRET02"));
    assert_int_equal(findings.count, 2);
    check_str(findings.items[0].excerpt, "id=******** key=******** # ********");
    assert_int_equal(findings.items[0].excerpt_mark, 3);
    check_str(findings.items[1].excerpt, "id=******** key=******** # ********");
    assert_int_equal(findings.items[1].excerpt_mark, 16);
    stn_findings_dispose(&findings);
}

static void
a_secret_of_another_line_is_blanked_where_it_stands_again(void **state)
{
    struct stn_findings findings = {0};

    (void)state;
    add_words(&findings, "f", "a=SECRET01\nb=SECRET02 (was: xSECRET01x)\n",
              WORDS("SECRET01", "SECRET02"));
    check_str(findings.items[1].excerpt, "b=******** (was: x********x)");
    stn_findings_dispose(&findings);
}

static void a_decoded_secret_is_blanked_where_it_stands_in_clear(void **state)
{
    struct stn_findings findings = {0};
    struct stn_hit hit = {
        .rule = &token, .secret = {6, 14}, .value = STN_STR("hunter12")};
    struct stn_text text = {
        .bytes = STN_STR("Basic aHVudGVy # hunter12, hunter1\n")};

    (void)state;
    assert_int_equal(add_hits(&findings, &text, &hit, 1), STN_OK);
    check_str(findings.items[0].excerpt, "Basic ******** # ********, hunter1");
    check_str(findings.items[0].preview, "hu\xE2\x80\xA6");
    stn_findings_dispose(&findings);
}

static void a_secret_over_several_lines_shows_its_first(void **state)
{
    struct stn_findings findings = {0};

    (void)state;
    add_words(&findings, "f", "  k: BEGIN x\n  body\n  END\nrest\n",
              WORDS("BEGIN x\n  body\n  END\n"));
    check_str(findings.items[0].excerpt, "k: ********");
    assert_int_equal(findings.items[0].start.line, 1);
    assert_int_equal(findings.items[0].start.column, 6);
    assert_int_equal(findings.items[0].end.line, 3);
    assert_int_equal(findings.items[0].end.column, 6);
    stn_findings_dispose(&findings);
}

static void utf_16_has_places_but_no_excerpt(void **state)
{
    struct stn_findings findings = {0};
    char bytes[64] = "\xFF\xFE";
    const char *line = "a\nkey=SECRET";
    size_t length = 2;

    (void)state;
    for (size_t i = 0; line[i] != '\0'; i++, length += 2)
        bytes[length] = line[i];
    struct stn_text text = {.path = STN_STR("f"), .bytes = {bytes, length}};
    struct stn_hit hit = {
        .rule = &token, .secret = {14, 26}, .value = STN_STR("SECRET")};
    assert_int_equal(add_hits(&findings, &text, &hit, 1), STN_OK);
    assert_int_equal(findings.items[0].excerpt.len, 0);
    assert_int_equal(findings.items[0].start.line, 2);
    assert_int_equal(findings.items[0].start.column, 5);
    stn_findings_dispose(&findings);
}

static void the_same_hit_twice_is_one_finding(void **state)
{
    struct stn_findings findings = {0};
    struct stn_hit hits[] = {
        {.rule = &token, .secret = {2, 8}, .value = STN_STR("SECRET")},
        {.rule = &other, .secret = {2, 8}, .value = STN_STR("SECRET")},
        {.rule = &token, .secret = {2, 8}, .value = STN_STR("SECRET")},
    };
    struct stn_text text = {.bytes = STN_STR("k=SECRET")};

    (void)state;
    assert_int_equal(add_hits(&findings, &text, hits, 3), STN_OK);
    assert_int_equal(findings.count, 2);
    stn_findings_dispose(&findings);
}

static void equal_findings_of_a_text_are_numbered(void **state)
{
    struct stn_findings findings = {0};

    (void)state;
    add_words(&findings, "f", "k=SECRET1\nk=SECRET1\nk=SECRET2\n\tk=SECRET1\n",
              WORDS("SECRET1", "SECRET1", "SECRET2", "SECRET1"));
    assert_int_equal(findings.items[0].fingerprint.nth, 1);
    assert_int_equal(findings.items[1].fingerprint.nth, 2);
    assert_int_equal(findings.items[2].fingerprint.nth, 1);
    assert_int_equal(findings.items[3].fingerprint.nth, 3);
    stn_findings_dispose(&findings);
}

static void a_neighbour_that_changes_leaves_the_fingerprint(void **state)
{
    struct stn_findings findings = {0};

    (void)state;
    add_words(&findings, "f", "id=SECRET01 key=OTHER001\n",
              WORDS("SECRET01", "OTHER001"));
    add_words(&findings, "f", "id=SECRET01 key=OTHER00000002\n",
              WORDS("SECRET01", "OTHER00000002"));
    assert_true(findings.items[0].fingerprint.place ==
                findings.items[2].fingerprint.place);
    assert_true(findings.items[1].fingerprint.secret !=
                findings.items[3].fingerprint.secret);
    stn_findings_dispose(&findings);
}

static void long_evidence_is_cut(void **state)
{
    struct stn_findings findings = {0};
    struct stn_hit hit = {
        .rule = &token,
        .secret = {0, 6},
        .value = STN_STR("SECRET"),
        .evidence = {"\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4"
                     "\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4"
                     "\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4"
                     "\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4"
                     "\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4"},
        .evidence_count = 1,
    };
    struct stn_text text = {.bytes = STN_STR("SECRET")};

    (void)state;
    assert_int_equal(add_hits(&findings, &text, &hit, 1), STN_OK);
    assert_int_equal(strlen(findings.items[0].evidence[0]), 62);
    stn_findings_dispose(&findings);
}

static void past_the_ceiling_findings_are_dropped_and_counted(void **state)
{
    struct stn_findings findings = {0};
    struct stn_hit hit = {
        .rule = &token, .secret = {0, 6}, .value = STN_STR("SECRET")};
    struct stn_text text = {.bytes = STN_STR("SECRET")};

    (void)state;
    findings.count = STN_FINDINGS_MAX;
    assert_int_equal(add_hits(&findings, &text, &hit, 1), STN_OK);
    assert_int_equal(findings.count, STN_FINDINGS_MAX);
    assert_int_equal(findings.skipped[STN_SKIP_TOO_MANY], 1);
    findings.count = 0;
    stn_findings_dispose(&findings);
}

/* Thousands of secrets on one line take a moment, not a minute. */
static void a_line_full_of_secrets_is_no_trouble(void **state)
{
    enum { COUNT = 8000, UNIT = 20 };
    char *bytes = stn_malloc((size_t)COUNT * UNIT);
    struct stn_hit *hits = stn_calloc(COUNT, sizeof(*hits));
    struct stn_findings findings = {0};

    (void)state;
    for (size_t i = 0; i < COUNT; i++) {
        char *at = bytes + i * UNIT;
        char word[UNIT + 1];
        snprintf(word, sizeof(word), "key=tok_%010zu, ", i);
        memcpy(at, word, UNIT);
        hits[i] = (struct stn_hit){
            .rule = &token,
            .secret = {i * UNIT + 4, i * UNIT + 18},
            .value = {at + 4, 14},
        };
    }
    struct stn_text text = {.bytes = {bytes, (size_t)COUNT * UNIT}};
    assert_int_equal(add_hits(&findings, &text, hits, COUNT), STN_OK);
    assert_int_equal(findings.count, COUNT);
    for (size_t i = 0; i < COUNT; i += 997)
        assert_int_equal(
            stn_str_find(findings.items[i].excerpt, STN_STR("tok_")), SIZE_MAX);
    stn_findings_dispose(&findings);
    stn_free(hits);
    stn_free(bytes);
}

static void skips_are_copied_and_counted(void **state)
{
    struct stn_findings findings = {0};
    char file[] = "a.bin";
    struct stn_skip skip = {
        .reason = STN_SKIP_BINARY, .file = stn_str_of(file), .bytes = 12};

    (void)state;
    assert_int_equal(stn_findings_skip(&findings, &skip, NULL), STN_OK);
    file[0] = 'x';
    check_str(findings.skips[0].file, "a.bin");
    assert_int_equal(findings.skips[0].bytes, 12);
    assert_int_equal(findings.skipped[STN_SKIP_BINARY], 1);
    stn_findings_dispose(&findings);
}

static void a_flood_of_skips_is_counted_and_failures_stay_listed(void **state)
{
    struct stn_findings findings = {0};
    struct stn_skip binary = {.reason = STN_SKIP_BINARY,
                              .file = STN_STR("a.bin")};
    struct stn_skip unreadable = {.reason = STN_SKIP_UNREADABLE,
                                  .file = STN_STR("b")};

    (void)state;
    for (size_t i = 0; i < STN_SKIPS_LISTED_MAX + 5; i++)
        stn_findings_skip(&findings, &binary, NULL);
    assert_int_equal(findings.skip_count, STN_SKIPS_LISTED_MAX);
    stn_findings_skip(&findings, &unreadable, NULL);
    assert_int_equal(findings.skip_count, STN_SKIPS_LISTED_MAX + 1);
    assert_int_equal(findings.skipped[STN_SKIP_BINARY],
                     STN_SKIPS_LISTED_MAX + 5);
    /* Which of the binaries each worker listed depends on the threads. */
    stn_findings_settle(&findings, 0, 0);
    assert_int_equal(findings.skip_count, 1);
    assert_int_equal(findings.skips[0].reason, STN_SKIP_UNREADABLE);
    stn_findings_dispose(&findings);
}

static void the_first_failure_of_a_reason_is_always_listed(void **state)
{
    struct stn_findings findings = {0};
    struct stn_skip unreadable = {.reason = STN_SKIP_UNREADABLE};
    struct stn_skip lfs = {.reason = STN_SKIP_LFS};

    (void)state;
    for (size_t i = 0; i < STN_SKIPS_LISTED_MAX + 5; i++)
        stn_findings_skip(&findings, &unreadable, NULL);
    assert_int_equal(findings.skip_count, STN_SKIPS_LISTED_MAX);
    stn_findings_skip(&findings, &lfs, NULL);
    stn_findings_skip(&findings, &lfs, NULL);
    assert_int_equal(findings.skip_count, STN_SKIPS_LISTED_MAX + 1);
    assert_int_equal(findings.skipped[STN_SKIP_LFS], 2);
    stn_findings_dispose(&findings);
}

static void skip_names_are_words_of_their_own(void **state)
{
    (void)state;
    assert_string_equal(stn_skip_name(STN_SKIP_BINARY), "binary");
    assert_string_equal(stn_skip_name(STN_SKIP_TOO_LARGE), "too-large");
    assert_string_equal(stn_skip_name(STN_SKIP_NOTHING), "nothing");
    assert_false(stn_skip_is_failure(STN_SKIP_SPECIAL));
    assert_true(stn_skip_is_failure(STN_SKIP_TOO_LARGE));
    for (size_t i = 0; i <= STN_SKIP_NOTHING; i++)
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(stn_skip_name((enum stn_skip_reason)i),
                                    stn_skip_name((enum stn_skip_reason)j));
}

static void what_was_there_before_is_taken_off(void **state)
{
    struct stn_findings before = {0};
    struct stn_findings now = {0};

    (void)state;
    add_words(&before, "f", "k=SECRET1\nold=SECRET2\n",
              WORDS("SECRET1", "SECRET2"));
    add_words(&now, "f", "new=SECRET9\n", WORDS("SECRET9"));
    add_words(&now, "f",
              "k=SECRET3\n\n  k=SECRET1\nk=SECRET1\nold = SECRET2\nn=SECRET9\n",
              WORDS("SECRET3", "SECRET1", "SECRET1", "SECRET2", "SECRET9"));
    stn_findings_subtract(&now, 1, &before);
    /* Stay: what `from` protects, another secret in an old line, a second
     * copy of an old line, a changed line, a new line; in their order. */
    assert_int_equal(now.count, 5);
    assert_int_equal(now.items[1].start.line, 1);
    assert_int_equal(now.items[2].start.line, 4);
    assert_int_equal(now.items[2].fingerprint.nth, 2);
    assert_int_equal(now.items[3].start.line, 5);
    assert_int_equal(now.items[4].start.line, 6);
    stn_findings_dispose(&before);
    stn_findings_dispose(&now);
}

static void joining_moves_everything(void **state)
{
    struct stn_findings a = {0};
    struct stn_findings b = {0};
    struct stn_skip skip = {.reason = STN_SKIP_LFS, .file = STN_STR("x")};

    (void)state;
    add_words(&a, "f", "k=SECRET1\n", WORDS("SECRET1"));
    add_words(&b, "g", "k=SECRET2\n", WORDS("SECRET2"));
    stn_findings_skip(&b, &skip, NULL);
    a.texts = 1;
    b.texts = 2;
    b.bytes = 30;
    assert_int_equal(stn_findings_join(&a, &b, NULL), STN_OK);
    assert_int_equal(a.count, 2);
    check_str(a.items[1].file, "g");
    assert_int_equal(a.skip_count, 1);
    assert_int_equal(a.skipped[STN_SKIP_LFS], 1);
    assert_int_equal(a.texts, 3);
    assert_int_equal(a.bytes, 30);
    assert_int_equal(b.count, 0);
    assert_null(b.items);
    assert_int_equal(b.texts, 0);
    /* An empty one changes nothing. */
    assert_int_equal(stn_findings_join(&a, &b, NULL), STN_OK);
    assert_int_equal(a.count, 2);
    stn_findings_dispose(&a);
    stn_findings_dispose(&b);
}

static void settling_sorts_by_place(void **state)
{
    struct stn_findings findings = {0};

    (void)state;
    add_words(&findings, "b", "k=SECRET1 l=SECRET2\nm=SECRET3",
              WORDS("SECRET1", "SECRET2", "SECRET3"));
    add_words(&findings, "a", "\nk=SECRET1\n", WORDS("SECRET1"));
    assert_int_equal(stn_findings_settle(&findings, 0, 0), 0);
    assert_int_equal(findings.count, 4);
    check_str(findings.items[0].file, "a");
    assert_int_equal(findings.items[1].start.column, 3);
    assert_int_equal(findings.items[2].start.column, 13);
    assert_int_equal(findings.items[3].start.line, 2);
    stn_findings_dispose(&findings);
}

/* What blobs of a file show at two commits. */
static void add_version(struct stn_findings *findings, const char *bytes,
                        const char *commit, uint32_t id, uint64_t order)
{
    size_t from = findings->count;

    add_words(findings, "f", bytes, WORDS("SECRET1"));
    findings->items[from].commit = stn_str_of(commit);
    findings->items[from].text_id = id;
    findings->items[from].order = order;
}

static void of_many_versions_the_oldest_stays(void **state)
{
    struct stn_findings findings = {0};

    (void)state;
    add_version(&findings, "x\nk=SECRET1\n", "cc", 3, 30);
    add_version(&findings, "k=SECRET1\n", "aa", 1, 10);
    add_version(&findings, "x\ny\n  k=SECRET1\n", "bb", 2, 20);
    add_version(&findings, "other=SECRET1\n", "dd", 4, 40);
    assert_int_equal(stn_findings_settle(&findings, 0, 0), 0);
    assert_int_equal(findings.count, 2);
    check_str(findings.items[0].commit, "aa");
    check_str(findings.items[1].commit, "dd");
    stn_findings_dispose(&findings);
}

static void an_allowed_version_does_not_hide_one_that_counts(void **state)
{
    struct stn_findings findings = {0};

    (void)state;
    add_version(&findings, "k=SECRET1\n", "aa", 1, 10);
    add_version(&findings, "k=SECRET1\n", "bb", 2, 20);
    add_version(&findings, "k=SECRET1\n", "cc", 3, 30);
    findings.items[0].status = STN_ALLOWED;
    stn_findings_settle(&findings, 0, 0);
    assert_int_equal(findings.count, 1);
    check_str(findings.items[0].commit, "bb");
    assert_int_equal(findings.items[0].status, STN_NEW);
    stn_findings_dispose(&findings);
}

static void equal_lines_of_two_windows_are_two_findings(void **state)
{
    struct stn_findings findings = {0};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        add_words(&findings, "f", "k=SECRET1\n", WORDS("SECRET1"));
        findings.items[i].start_byte += 4096 * (2 - i);
        findings.items[i].start.line += (uint32_t)(100 * (2 - i));
    }
    stn_findings_settle(&findings, 0, 0);
    assert_int_equal(findings.count, 3);
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(findings.items[i].start.line, 100 * i + 1);
        assert_int_equal(findings.items[i].fingerprint.nth, i + 1);
    }
    stn_findings_dispose(&findings);
}

static void ceilings_take_off_what_weighs_least(void **state)
{
    struct stn_findings findings = {0};

    (void)state;
    add_words(&findings, "f", "a=SECRET1\nb=SECRET1\nc=SECRET2\nd=SECRET3\n",
              WORDS("SECRET1", "SECRET1", "SECRET2", "SECRET3"));
    findings.items[0].status = STN_ALLOWED;
    findings.items[3].severity = STN_CRITICAL;
    assert_int_equal(stn_findings_settle(&findings, 0, 1), 1);
    assert_int_equal(findings.count, 3);
    assert_int_equal(findings.items[0].start.line, 2);
    assert_int_equal(stn_findings_settle(&findings, 1, 0), 2);
    assert_int_equal(findings.count, 1);
    assert_int_equal(findings.items[0].start.line, 4);
    stn_findings_dispose(&findings);
}

static enum stn_status attempt(void *payload)
{
    static const char bytes[] = "id=SECRET01 key=SECRET02\nSECRET01\n";
    struct stn_hit hits[HITS_MAX];
    struct stn_text text = {.path = STN_STR("f"), .bytes = stn_str_of(bytes)};
    struct stn_findings a = {0};
    struct stn_findings b = {0};
    struct stn_skip skip = {.reason = STN_SKIP_LFS, .file = STN_STR("x")};
    size_t count =
        find_hits(hits, text.bytes, WORDS("SECRET01", "SECRET02", "SECRET01"));

    (void)payload;
    hits[0].evidence[0] = "valid";
    hits[0].evidence_count = 1;
    enum stn_status status = add_hits(&a, &text, hits, count);
    if (status == STN_OK)
        status = add_hits(&b, &text, hits, count);
    else
        assert_int_equal(a.count, 0);
    if (status == STN_OK)
        status = stn_findings_skip(&b, &skip, NULL);
    if (status == STN_OK)
        status = stn_findings_join(&a, &b, NULL);
    if (status == STN_OK)
        assert_int_equal(a.count, 6);
    stn_findings_dispose(&a);
    stn_findings_dispose(&b);
    return status;
}

/* Hits of a capture: each with a place. */
static size_t find_capture_hits(struct stn_hit *hits, struct stn_str text,
                                const char *const *words, const char *place)
{
    const size_t count = find_hits(hits, text, words);

    for (size_t i = 0; i < count; i++) {
        hits[i].is_capture = true;
        hits[i].location = stn_str_of(place);
    }
    return count;
}

static void
a_value_of_a_capture_is_one_finding_with_all_its_places(void **state)
{
    static const char bytes[] = "SECRET01\nSECRET02\n SECRET01\nSECRET01\n";
    struct stn_findings findings = {0};
    const struct stn_text text = {.path = STN_STR("a.har"),
                                  .bytes = STN_STR(bytes)};
    struct stn_hit hits[HITS_MAX];
    const size_t count = find_capture_hits(
        hits, text.bytes, WORDS("SECRET01", "SECRET02", "SECRET01", "SECRET01"),
        "entries[0].a");

    (void)state;
    hits[2].location = STN_STR("entries[1].b");
    hits[2].rule = &other;
    hits[2].severity = STN_SEVERITY_DEFAULT;
    assert_int_equal(add_hits(&findings, &text, hits, count), STN_OK);
    assert_int_equal(findings.count, 2);
    assert_int_equal(findings.items[0].start.line, 1);
    assert_int_equal(findings.items[0].also_count, 2);
    assert_int_equal(findings.items[0].also[0].start.line, 3);
    assert_int_equal(findings.items[0].also[0].start.column, 2);
    check_str(findings.items[0].also[0].location, "entries[1].b");
    assert_int_equal(findings.items[0].also[1].start.line, 4);
    assert_int_equal(findings.items[1].also_count, 0);
    stn_findings_dispose(&findings);
}

static void the_worst_place_of_a_value_is_the_finding(void **state)
{
    struct stn_findings findings = {0};
    const struct stn_text text = {.path = STN_STR("a.har"),
                                  .bytes = STN_STR("SECRET01 SECRET01 "
                                                   "SECRET01")};
    struct stn_hit hits[HITS_MAX];
    const size_t count = find_capture_hits(
        hits, text.bytes, WORDS("SECRET01", "SECRET01", "SECRET01"), "a");

    (void)state;
    hits[0].severity = STN_LOW;
    hits[1].severity = STN_SEVERITY_DEFAULT; /* its rule's: high */
    hits[1].location = STN_STR("b");
    hits[2].severity = STN_MEDIUM;
    assert_int_equal(add_hits(&findings, &text, hits, count), STN_OK);
    assert_int_equal(findings.count, 1);
    assert_int_equal(findings.items[0].severity, STN_HIGH);
    assert_int_equal(findings.items[0].start_byte, 9);
    check_str(findings.items[0].location, "b");
    assert_int_equal(findings.items[0].also_count, 2);
    assert_int_equal(findings.items[0].also[0].start.column, 1);
    assert_int_equal(findings.items[0].also[1].start.column, 19);
    stn_findings_dispose(&findings);
}

static void a_value_seen_twice_at_one_place_stands_there_once(void **state)
{
    struct stn_findings findings = {0};
    const struct stn_text text = {.path = STN_STR("a.har"),
                                  .bytes = STN_STR("SECRET01")};
    struct stn_hit hits[HITS_MAX];

    (void)state;
    find_capture_hits(hits, text.bytes, WORDS("SECRET01"), "a");
    hits[1] = hits[0];
    hits[1].rule = &other;
    hits[1].severity = STN_LOW;
    hits[2] = hits[0];
    hits[2].severity = STN_CRITICAL;
    assert_int_equal(add_hits(&findings, &text, hits, 3), STN_OK);
    assert_int_equal(findings.count, 1);
    assert_int_equal(findings.items[0].also_count, 0);
    assert_int_equal(findings.items[0].severity, STN_HIGH);
    /* In the next window it comes a second time, and worse. */
    assert_int_equal(add_hits(&findings, &text, hits + 2, 1), STN_OK);
    assert_int_equal(findings.count, 1);
    assert_int_equal(findings.items[0].also_count, 0);
    assert_int_equal(findings.items[0].severity, STN_CRITICAL);
    stn_findings_dispose(&findings);
}

static void places_past_the_most_are_counted(void **state)
{
    struct stn_findings findings = {0};
    const struct stn_text text = {.path = STN_STR("a.har"),
                                  .bytes = STN_STR("SECRET01 ")};
    struct stn_hit hits[HITS_MAX];

    (void)state;
    find_capture_hits(hits, text.bytes, WORDS("SECRET01"), "a");
    for (size_t i = 0; i <= 3 * STN_ALSO_MAX; i++) {
        struct stn_text window = text;
        window.base_byte = 9 * i;
        window.is_continued = i > 0;
        assert_int_equal(add_hits(&findings, &window, hits, 1), STN_OK);
    }
    assert_int_equal(findings.count, 1);
    assert_int_equal(findings.items[0].also_count, 3 * STN_ALSO_MAX);
    stn_findings_dispose(&findings);
}

static void values_of_another_text_are_others(void **state)
{
    struct stn_findings findings = {0};
    const struct stn_text text = {.path = STN_STR("a.har"),
                                  .bytes = STN_STR("SECRET01")};
    struct stn_hit hits[HITS_MAX];

    (void)state;
    find_capture_hits(hits, text.bytes, WORDS("SECRET01"), "a");
    assert_int_equal(add_hits(&findings, &text, hits, 1), STN_OK);
    stn_findings_begin_text(&findings);
    assert_int_equal(add_hits(&findings, &text, hits, 1), STN_OK);
    assert_int_equal(findings.count, 2);
    stn_findings_dispose(&findings);
}

static enum stn_status attempt_capture(void *payload)
{
    struct stn_findings findings = {0};
    const struct stn_text text = {.path = STN_STR("a.har"),
                                  .bytes = STN_STR("SECRET01 SECRET01 "
                                                   "SECRET01")};
    struct stn_hit hits[HITS_MAX];
    const size_t count = find_capture_hits(
        hits, text.bytes, WORDS("SECRET01", "SECRET01", "SECRET01"), "a");

    (void)payload;
    hits[2].severity = STN_CRITICAL;
    enum stn_status status = add_hits(&findings, &text, hits, count);
    if (status == STN_OK)
        assert_int_equal(findings.count, 1);
    stn_findings_dispose(&findings);
    return status;
}

static void joining_the_places_of_a_value_survives_without_memory(void **state)
{
    (void)state;
    torture(attempt_capture, NULL);
}

static void running_out_of_memory_leaves_nothing_behind(void **state)
{
    (void)state;
    torture(attempt, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hit_becomes_a_finding_with_its_place),
        cmocka_unit_test(a_window_counts_from_the_start_of_its_file),
        cmocka_unit_test(every_secret_of_a_line_is_blanked_in_each_excerpt),
        cmocka_unit_test(
            a_secret_of_another_line_is_blanked_where_it_stands_again),
        cmocka_unit_test(a_decoded_secret_is_blanked_where_it_stands_in_clear),
        cmocka_unit_test(a_secret_over_several_lines_shows_its_first),
        cmocka_unit_test(utf_16_has_places_but_no_excerpt),
        cmocka_unit_test(the_same_hit_twice_is_one_finding),
        cmocka_unit_test(equal_findings_of_a_text_are_numbered),
        cmocka_unit_test(a_neighbour_that_changes_leaves_the_fingerprint),
        cmocka_unit_test(long_evidence_is_cut),
        cmocka_unit_test(past_the_ceiling_findings_are_dropped_and_counted),
        cmocka_unit_test(a_line_full_of_secrets_is_no_trouble),
        cmocka_unit_test(skips_are_copied_and_counted),
        cmocka_unit_test(a_flood_of_skips_is_counted_and_failures_stay_listed),
        cmocka_unit_test(the_first_failure_of_a_reason_is_always_listed),
        cmocka_unit_test(skip_names_are_words_of_their_own),
        cmocka_unit_test(what_was_there_before_is_taken_off),
        cmocka_unit_test(joining_moves_everything),
        cmocka_unit_test(settling_sorts_by_place),
        cmocka_unit_test(of_many_versions_the_oldest_stays),
        cmocka_unit_test(an_allowed_version_does_not_hide_one_that_counts),
        cmocka_unit_test(equal_lines_of_two_windows_are_two_findings),
        cmocka_unit_test(ceilings_take_off_what_weighs_least),
        cmocka_unit_test(
            a_value_of_a_capture_is_one_finding_with_all_its_places),
        cmocka_unit_test(the_worst_place_of_a_value_is_the_finding),
        cmocka_unit_test(a_value_seen_twice_at_one_place_stands_there_once),
        cmocka_unit_test(places_past_the_most_are_counted),
        cmocka_unit_test(values_of_another_text_are_others),
        cmocka_unit_test(joining_the_places_of_a_value_survives_without_memory),
        cmocka_unit_test(running_out_of_memory_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
