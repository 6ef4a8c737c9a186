#include "ruleset/load.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "tests/support/torture.h"
#include "text/segment.h"

#define HEAD "version: 1\nrules:\n"
/* The least a rule has. */
#define RULE(id)                                                               \
    "  - id: " id "\n    title: T\n    severity: high\n    pattern: p\n"

static bool only_crc(const char *name)
{
    return strcmp(name, "crc") == 0;
}

static bool only_eager(const char *name)
{
    return strcmp(name, "eager") == 0;
}

static enum stn_status parse(struct stn_rules *rules, const char *yaml,
                             struct stn_error *err)
{
    const struct stn_rule_names names = {only_crc, only_eager};

    return stn_rules_parse(rules, "r.yml", stn_str_of(yaml), &names, err);
}

static void expect_refusal(const char *yaml, const char *message)
{
    struct stn_rules rules = {0};
    struct stn_error err;

    assert_int_equal(parse(&rules, yaml, &err), STN_EINPUT);
    assert_string_equal(err.message, message);
    assert_int_equal(rules.count, 0);
    stn_rules_dispose(&rules);
}

/* A refusal of one more field in the least rule, which begins at 7:5. */
static void expect_field_refusal(const char *field, const char *message)
{
    char yaml[1024];

    snprintf(yaml, sizeof(yaml), HEAD RULE("a") "    %s\n", field);
    expect_refusal(yaml, message);
}

static void every_field_arrives(void **state)
{
    static const char yaml[] =
        "version: 1\n"
        "rules:\n"
        "  - id: acme-token\n"
        "    title: ' Acme token '\n"
        "    severity: critical\n"
        "    source: https://docs.acme.example/x\n"
        "    keywords: [acme_, ACME]\n"
        "    pattern: 'acme_[a-z]{4}'\n"
        "    in: [header, json]\n"
        "    names: '(?i)^x-acme$'\n"
        "    traits: [http-only, login]\n"
        "    confirm: [crc]\n"
        "    entropy: 2.5\n"
        "    paths: {only: ['*.env'], skip: ['vendor/**']}\n"
        "    allow: {values: [acme_none], patterns: ['^acme_x']}\n"
        "    with: {rule: acme-id, lines: 7}\n"
        "    advice: Revoke it.\n"
        "    examples: ['X-Acme: acme_{+}ab{+}cd', two]\n"
        "    counterexamples: ['acme_{+}a']\n"
        "  - id: acme-id\n"
        "    title: Acme id\n"
        "    severity: low\n"
        "    pattern: 'id[0-9]'\n"
        "    with: {rule: acme-token, severity: medium}\n";
    struct stn_rules rules = {0};
    struct stn_ruleset ruleset;
    struct stn_error err;

    (void)state;
    assert_int_equal(parse(&rules, yaml, &err), STN_OK);
    assert_int_equal(stn_rules_finish(&ruleset, &rules, &err), STN_OK);
    assert_int_equal(ruleset.count, 2);
    assert_false(ruleset.is_builtin);

    const struct stn_rule *id = &ruleset.rules[0];
    assert_string_equal(id->info.id, "acme-id");
    assert_string_equal(id->origin, "r.yml:20");
    assert_int_equal(id->segments, STN_SEGMENT_ALL);
    assert_int_equal(id->near_lines, 5);
    assert_int_equal(id->near_severity, STN_MEDIUM);
    assert_null(id->info.advice);
    assert_null(id->names);
    assert_int_equal(id->keywords.count, 0);

    const struct stn_rule *token = &ruleset.rules[1];
    assert_string_equal(token->info.id, "acme-token");
    assert_string_equal(token->info.title, "Acme token");
    assert_string_equal(token->info.advice, "Revoke it.");
    assert_string_equal(token->info.source, "https://docs.acme.example/x");
    assert_int_equal(token->info.category, STN_CATEGORY_SECRET);
    assert_int_equal(token->info.severity, STN_CRITICAL);
    assert_string_equal(token->pattern, "acme_[a-z]{4}");
    assert_string_equal(token->names, "(?i)^x-acme$");
    assert_string_equal(token->near_rule, "acme-id");
    assert_int_equal(token->near_lines, 7);
    assert_int_equal(token->near_severity, STN_SEVERITY_DEFAULT);
    assert_int_equal(token->segments, STN_SEGMENT_HEADER | STN_SEGMENT_JSON);
    assert_int_equal(token->traits, STN_TRAIT_HTTP_ONLY | STN_TRAIT_LOGIN);
    assert_true(token->entropy == 2.5);
    assert_int_equal(token->keywords.count, 2);
    assert_string_equal(token->keywords.items[1], "ACME");
    assert_string_equal(token->confirms.items[0], "crc");
    assert_string_equal(token->paths_only.items[0], "*.env");
    assert_string_equal(token->paths_skip.items[0], "vendor/**");
    assert_string_equal(token->allow_values.items[0], "acme_none");
    assert_string_equal(token->allow_patterns.items[0], "^acme_x");
    assert_int_equal(token->examples.count, 2);
    assert_string_equal(token->examples.items[0], "X-Acme: acme_abcd");
    assert_string_equal(token->counterexamples.items[0], "acme_a");
    stn_rules_dispose(&rules);
}

static void a_wrong_document_is_refused(void **state)
{
    (void)state;
    expect_refusal("", "r.yml:1:1: empty document");
    expect_refusal("rules: []\n", "r.yml:1:1: missing \"version: 1\"");
    expect_refusal("version: 2\nrules: []\n",
                   "r.yml:1:10: version 2 is not known, only 1 is");
    expect_refusal("version: 1\n", "r.yml:1:1: missing \"rules\"");
    expect_refusal("version: 1\nrules: []\n", "r.yml:2:8: no rule in the list");
}

static void what_a_rule_must_have_is_asked_for(void **state)
{
    (void)state;
    expect_refusal(HEAD "  - title: T\n    severity: low\n    pattern: p\n",
                   "r.yml:3:5: missing \"id\"");
    expect_refusal(HEAD "  - id: a\n    severity: low\n    pattern: p\n",
                   "r.yml:3:5: missing \"title\"");
    expect_refusal(HEAD "  - id: a\n    title: T\n    pattern: p\n",
                   "r.yml:3:5: missing \"severity\"");
    expect_refusal(HEAD "  - id: a\n    title: T\n    severity: low\n",
                   "r.yml:3:5: missing \"pattern\"");
}

static void values_without_sense_are_refused(void **state)
{
    (void)state;
    expect_field_refusal("in: [text, body]",
                         "r.yml:7:16: expected text, header, cookie, query, "
                         "form or json");
    expect_field_refusal("in: []", "r.yml:7:9: an empty list finds nothing; "
                                   "leave it out to look everywhere");
    expect_field_refusal("confirm: [crc, md5]",
                         "r.yml:7:20: unknown confirm \"md5\"");
    expect_field_refusal("entropy: 8.5", "r.yml:7:14: entropy is between 0 "
                                         "and 8 bits a character");
    expect_field_refusal("source: ftp://x",
                         "r.yml:7:13: source is an http or https URL");
    expect_field_refusal("keywords: ['']", "r.yml:7:16: empty string");
    expect_field_refusal("advice: \"one\\ntwo\"",
                         "r.yml:7:13: expected one line of plain text");
    expect_field_refusal("examples: ['{+}']",
                         "r.yml:7:16: empty but for its marks");
}

static void ids_are_in_kebab_case(void **state)
{
    static const char *const bad[] = {"Acme", "a_b", "-a", "a-", "a--b"};

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        char yaml[256];
        snprintf(yaml, sizeof(yaml), HEAD "  - id: %s\n", bad[i]);
        expect_refusal(yaml, "r.yml:3:9: an id is in kebab-case: a-z, 0-9, "
                             "single hyphens between");
    }
}

static void a_partner_must_make_sense(void **state)
{
    (void)state;
    expect_field_refusal("with: {lines: 5}",
                         "r.yml:7:11: missing \"rule\": the id of the partner");
    expect_field_refusal("with: {rule: a}",
                         "r.yml:7:18: a rule is no partner of itself");
    expect_field_refusal("with: {rule: b, severity: high}",
                         "r.yml:7:31: not above the rule's own severity, "
                         "high");
}

static void a_partner_must_exist(void **state)
{
    struct stn_rules rules = {0};
    struct stn_ruleset ruleset;
    struct stn_error err;

    (void)state;
    assert_int_equal(
        parse(&rules, HEAD RULE("a") "    with: {rule: b}\n", &err), STN_OK);
    assert_int_equal(stn_rules_finish(&ruleset, &rules, &err), STN_EINPUT);
    assert_string_equal(err.message,
                        "r.yml:3: the partner of a, b, is no rule");
    stn_rules_dispose(&rules);
}

static void types_lines_and_globs_are_checked(void **state)
{
    static const char *const bad[] = {
        "title: again",
        "names: \"a\\0b\"",

        "unknown: 1",
        "keywords: one",
        "entropy: many",
        "paths: ['*']",
        "paths: {maybe: ['*']}",
        "paths: {only: ['[a']}",
        "with: {rule: b, lines: 1001}",
        "with: {rule: b, severity: bad}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct stn_rules rules = {0};
        struct stn_error err;
        char yaml[256];
        snprintf(yaml, sizeof(yaml), HEAD RULE("a") "    %s\n", bad[i]);
        assert_int_equal(parse(&rules, yaml, &err), STN_EINPUT);
        assert_memory_equal(err.message, "r.yml:7:", 8);
        stn_rules_dispose(&rules);
    }
}

/* The least rule that is a check. */
#define CHECK_RULE(id)                                                         \
    "  - id: " id "\n    title: T\n    severity: high\n    check: eager\n"

static void a_check_stands_in_for_a_pattern(void **state)
{
    static const char yaml[] =
        HEAD CHECK_RULE("a-check") "    default: off\n"
                                   "    examples:\n"
                                   "      - |\n"
                                   "        func f() {\n"
                                   "        }\n" RULE("z-pattern");
    struct stn_rules rules = {0};
    struct stn_ruleset ruleset;
    struct stn_error err;

    (void)state;
    assert_int_equal(parse(&rules, yaml, &err), STN_OK);
    assert_int_equal(stn_rules_finish(&ruleset, &rules, &err), STN_OK);
    assert_int_equal(ruleset.count, 2);
    /* Patterns first: the engine sees no other. */
    assert_int_equal(ruleset.pattern_count, 1);
    assert_string_equal(ruleset.rules[0].info.id, "z-pattern");
    assert_int_equal(stn_ruleset_patterns(&ruleset).count, 1);
    assert_int_equal(stn_ruleset_find(&ruleset, "a-check"), 1);
    assert_int_equal(stn_ruleset_find(&ruleset, "z-pattern"), 0);

    const struct stn_rule *check = &ruleset.rules[1];
    assert_string_equal(check->check, "eager");
    assert_null(check->pattern);
    assert_true(check->is_off);
    assert_false(ruleset.rules[0].is_off);
    assert_int_equal(check->info.category, STN_CATEGORY_GO);
    assert_string_equal(check->examples.items[0], "func f() {\n}\n");
    stn_rules_dispose(&rules);
}

static void what_only_patterns_have_is_refused_beside_a_check(void **state)
{
    static const char *const fields[] = {
        "pattern: p", "keywords: [a]",       "in: [text]",
        "names: x",   "traits: []",          "confirm: [crc]",
        "entropy: 1", "allow: {values: []}", "with: {rule: b}"};

    (void)state;
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        size_t length = strcspn(fields[i], ":");
        char message[128];
        char yaml[256];
        snprintf(yaml, sizeof(yaml), HEAD CHECK_RULE("a") "    %s\n",
                 fields[i]);
        snprintf(message, sizeof(message),
                 "r.yml:7:5: a rule that is a check has no \"%.*s\"",
                 (int)length, fields[i]);
        expect_refusal(yaml, message);
    }
}

static void a_check_must_exist(void **state)
{
    (void)state;
    expect_refusal(HEAD "  - id: a\n    title: T\n    severity: low\n"
                        "    check: lock\n",
                   "r.yml:6:12: unknown check \"lock\"");
}

static void a_rule_is_on_or_off(void **state)
{
    (void)state;
    expect_field_refusal("default: maybe", "r.yml:7:14: default is on or off");
}

static void a_check_is_nobodys_partner(void **state)
{
    struct stn_rules rules = {0};
    struct stn_ruleset ruleset;
    struct stn_error err;

    (void)state;
    assert_int_equal(
        parse(&rules, HEAD RULE("a") "    with: {rule: b}\n" CHECK_RULE("b"),
              &err),
        STN_OK);
    assert_int_equal(stn_rules_finish(&ruleset, &rules, &err), STN_EINPUT);
    stn_rules_dispose(&rules);
}

static void a_pattern_that_is_too_long_is_refused(void **state)
{
    struct stn_buf yaml = STN_BUF_INIT(STN_MIB);
    struct stn_rules rules = {0};
    struct stn_error err;

    (void)state;
    stn_buf_puts(&yaml, HEAD "  - id: a\n    title: T\n    severity: low\n"
                             "    pattern: ");
    for (size_t i = 0; i <= STN_PATTERN_BYTES_MAX; i++)
        stn_buf_putc(&yaml, 'p');
    assert_int_equal(parse(&rules, yaml.ptr, &err), STN_EINPUT);
    assert_string_equal(err.message, "r.yml:6:14: over 8192 bytes");
    stn_rules_dispose(&rules);
    stn_buf_dispose(&yaml);
}

static void an_id_in_one_file_twice_names_both_places(void **state)
{
    (void)state;
    expect_refusal(HEAD RULE("b") RULE("a") RULE("b") RULE("a"),
                   "r.yml:11:9: the id b is taken, at r.yml:3");
}

static void an_id_in_two_files_names_both_places(void **state)
{
    struct stn_rules rules = {0};
    struct stn_error err;

    (void)state;
    assert_int_equal(parse(&rules, HEAD RULE("a"), &err), STN_OK);
    assert_int_equal(stn_rules_parse(&rules, "s.yml",
                                     STN_STR(HEAD RULE("b") RULE("a")), NULL,
                                     &err),
                     STN_EINPUT);
    assert_string_equal(err.message,
                        "s.yml:7:9: the id a is taken, at r.yml:3");
    assert_int_equal(rules.count, 1);
    stn_rules_dispose(&rules);
}

static void rules_already_made_can_be_added_once(void **state)
{
    static const struct stn_rule made[] = {
        {.info = {.id = "m", .severity = STN_LOW},
         .pattern = "p",
         .origin = "rules/m.yml:3"},
    };
    const struct stn_ruleset builtin = {.rules = made, .count = 1};
    struct stn_rules rules = {0};
    struct stn_ruleset ruleset;
    struct stn_error err;

    (void)state;
    assert_int_equal(parse(&rules, HEAD RULE("z"), &err), STN_OK);
    assert_int_equal(stn_rules_add(&rules, &builtin, &err), STN_OK);
    assert_int_equal(stn_rules_add(&rules, &builtin, &err), STN_EINPUT);
    assert_string_equal(err.message,
                        "rules/m.yml:3: the id m is taken, at rules/m.yml:3");
    assert_int_equal(stn_rules_finish(&ruleset, &rules, &err), STN_OK);
    assert_int_equal(ruleset.count, 2);
    assert_string_equal(ruleset.rules[0].info.id, "m");
    stn_rules_dispose(&rules);
}

static void digest_of(unsigned char digest[32], const char *yaml)
{
    struct stn_rules rules = {0};
    struct stn_ruleset ruleset;
    struct stn_error err;

    assert_int_equal(parse(&rules, yaml, &err), STN_OK);
    assert_int_equal(stn_rules_finish(&ruleset, &rules, &err), STN_OK);
    memcpy(digest, ruleset.digest, 32);
    stn_rules_dispose(&rules);
}

static void the_digest_follows_what_matters_only(void **state)
{
    unsigned char one[32];
    unsigned char other[32];

    (void)state;
    digest_of(one, HEAD RULE("a") RULE("b"));
    digest_of(other, HEAD RULE("b") "    advice: Revoke it.\n" RULE("a"));
    assert_memory_equal(one, other, 32);
    digest_of(other, HEAD RULE("a") "    entropy: 1\n" RULE("b"));
    assert_memory_not_equal(one, other, 32);
    digest_of(other, HEAD RULE("a") "    traits: [login]\n" RULE("b"));
    assert_memory_not_equal(one, other, 32);
    digest_of(other, HEAD RULE("a") "    keywords: [p]\n" RULE("b"));
    assert_memory_not_equal(one, other, 32);
    digest_of(other, HEAD RULE("a") RULE("b") RULE("c"));
    assert_memory_not_equal(one, other, 32);
}

static enum stn_status load_something(void *payload)
{
    struct stn_rules rules = {0};
    struct stn_ruleset ruleset;
    struct stn_error err;
    enum stn_status status = parse(&rules, payload, &err);

    if (status >= 0)
        status = stn_rules_finish(&ruleset, &rules, &err);
    stn_rules_dispose(&rules);
    return status;
}

static void every_allocation_may_fail(void **state)
{
    static char yaml[] = HEAD RULE("a") "    keywords: [p, q]\n"
                                        "    examples: ['{+}p']\n" RULE("b");

    (void)state;
    torture(load_something, yaml);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_arrives),
        cmocka_unit_test(a_wrong_document_is_refused),
        cmocka_unit_test(what_a_rule_must_have_is_asked_for),
        cmocka_unit_test(values_without_sense_are_refused),
        cmocka_unit_test(ids_are_in_kebab_case),
        cmocka_unit_test(a_partner_must_make_sense),
        cmocka_unit_test(a_partner_must_exist),
        cmocka_unit_test(types_lines_and_globs_are_checked),
        cmocka_unit_test(a_check_stands_in_for_a_pattern),
        cmocka_unit_test(what_only_patterns_have_is_refused_beside_a_check),
        cmocka_unit_test(a_check_must_exist),
        cmocka_unit_test(a_rule_is_on_or_off),
        cmocka_unit_test(a_check_is_nobodys_partner),
        cmocka_unit_test(a_pattern_that_is_too_long_is_refused),
        cmocka_unit_test(an_id_in_one_file_twice_names_both_places),
        cmocka_unit_test(an_id_in_two_files_names_both_places),
        cmocka_unit_test(rules_already_made_can_be_added_once),
        cmocka_unit_test(the_digest_follows_what_matters_only),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
