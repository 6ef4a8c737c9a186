/* Rules made ready, and what they find. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "engine/matcher.h"
#include "tests/support/torture.h"

#define RULES_MAX 6

/* A matcher of a few rules. Fill `rules`, then open. */
struct tool {
    struct stn_rule rules[RULES_MAX];
    struct stn_ruleset ruleset;
    struct stn_matcher_options options;
    struct stn_matcher *matcher;
    struct stn_scratch *scratch;
    struct stn_matches matches;
    struct stn_error err;
};

static struct stn_rule rule_of(const char *id, const char *pattern)
{
    return (struct stn_rule){
        .info = {.id = id, .title = id, .severity = STN_HIGH},
        .pattern = pattern,
        .segments = STN_SEGMENT_ALL,
        .origin = "rules/test.yml:7",
    };
}

static enum stn_status try_open(struct tool *tool)
{
    tool->ruleset.rules = tool->rules;
    tool->ruleset.count = 0;
    while (tool->ruleset.count < RULES_MAX &&
           tool->rules[tool->ruleset.count].pattern != NULL)
        tool->ruleset.count++;
    enum stn_status status = stn_matcher_new(&tool->matcher, &tool->ruleset,
                                             &tool->options, &tool->err);
    if (status < 0)
        return status;
    return stn_scratch_new(&tool->scratch, tool->matcher, &tool->err);
}

static void close_tool(struct tool *tool)
{
    stn_scratch_free(tool->scratch);
    stn_matcher_free(tool->matcher);
    tool->scratch = NULL;
    tool->matcher = NULL;
}

static enum stn_status scan_segment(struct tool *tool,
                                    const struct stn_segment *segment)
{
    return stn_matcher_scan(tool->matcher, tool->scratch, segment,
                            &tool->matches, &tool->err);
}

static enum stn_status scan_text(struct tool *tool, const char *text)
{
    const struct stn_segment segment = {.bytes = stn_str_of(text),
                                        .kind = STN_SEGMENT_TEXT};

    return scan_segment(tool, &segment);
}

/* What is found, as "0:4-8 1:10-12": rule and secret. */
static const char *found(const struct tool *tool)
{
    static char words[512];
    size_t length = 0;

    words[0] = '\0';
    for (size_t i = 0; i < tool->matches.count; i++)
        length += (size_t)snprintf(words + length, sizeof(words) - length,
                                   "%s%u:%zu-%zu", i > 0 ? " " : "",
                                   tool->matches.items[i].rule,
                                   tool->matches.items[i].secret.start,
                                   tool->matches.items[i].secret.end);
    return words;
}

/* With the prefilter and without it. */
static void assert_found(struct tool *tool, const char *text, const char *want)
{
    for (int i = 0; i < 2; i++) {
        tool->options.no_prefilter = i == 1;
        assert_int_equal(try_open(tool), STN_OK);
        assert_int_equal(scan_text(tool, text), STN_OK);
        assert_string_equal(found(tool), want);
        close_tool(tool);
    }
    tool->options.no_prefilter = false;
}

static void all_matches_are_found_from_left_to_right(void **state)
{
    struct tool tool = {.rules = {rule_of("a", "zq(\\d\\w{3,5})")}};

    (void)state;
    assert_found(&tool, "zq7Wd9zq zq3kLm zq8x", "0:2-8 0:11-15");
    assert_found(&tool, "", "");
}

static void a_match_ends_where_the_next_may_start(void **state)
{
    struct tool tool = {.rules = {rule_of("a", "(?:k7|zq)w?zq")}};

    (void)state;
    assert_found(&tool, "zqzqzqzqk7wzqzq", "0:0-4 0:4-8 0:8-13");
}

static void a_rule_without_literals_is_tried_everywhere(void **state)
{
    struct tool tool = {.rules = {rule_of("a", "\\b[0-9][a-f]{3}\\b"),
                                  rule_of("b", "zq[0-9]")}};

    (void)state;
    assert_found(&tool, "zq7 9cab zq 3fade 8bed", "1:0-3 0:4-8 0:18-22");
}

static void a_rule_looks_at_its_segments_only(void **state)
{
    struct tool tool = {
        .rules = {rule_of("a", "zq\\d"), rule_of("b", "zq\\d\\w")}};
    struct stn_segment segment = {.bytes = STN_STR("zq7w"),
                                  .kind = STN_SEGMENT_HEADER,
                                  .name = STN_STR("X-Api-Key")};

    (void)state;
    tool.rules[0].segments = STN_SEGMENT_TEXT | STN_SEGMENT_COOKIE;
    tool.rules[1].names = "(?i)^x-api-";
    assert_int_equal(try_open(&tool), STN_OK);
    assert_int_equal(scan_segment(&tool, &segment), STN_OK);
    assert_string_equal(found(&tool), "1:0-4");
    segment.name = STN_STR("Accept");
    assert_int_equal(scan_segment(&tool, &segment), STN_OK);
    assert_string_equal(found(&tool), "");
    segment.kind = STN_SEGMENT_COOKIE;
    assert_int_equal(scan_segment(&tool, &segment), STN_OK);
    assert_string_equal(found(&tool), "0:0-3");
    /* No name is no name that matches. */
    assert_int_equal(scan_text(&tool, "zq7w"), STN_OK);
    assert_string_equal(found(&tool), "0:0-3");
    close_tool(&tool);
}

static void what_is_no_secret_is_dropped(void **state)
{
    static const char *const values[] = {"q7Wd93"};
    static const char *const patterns[] = {"^k.*m$", "[!]"};
    struct tool tool = {.rules = {rule_of("a", "zq=(\\S*)")}};

    (void)state;
    tool.rules[0].allow_values.items = values;
    tool.rules[0].allow_values.count = 1;
    tool.rules[0].allow_patterns.items = patterns;
    tool.rules[0].allow_patterns.count = 2;
    assert_found(&tool, "zq= zq=q7Wd93 zq=q7Wd94", "0:17-23");
    assert_found(&tool, "zq=k7Wm zq=k7W! zq=k7W2", "0:19-23");
    assert_found(&tool, "zq=${TOKEN} zq=changeme", "");
}

static void a_declared_keyword_must_occur(void **state)
{
    static const char *const keywords[] = {"acme", "Borel"};
    struct tool tool = {.rules = {rule_of("a", "zq(\\d{4})")}};

    (void)state;
    tool.rules[0].keywords.items = keywords;
    tool.rules[0].keywords.count = 2;
    assert_found(&tool, "zq7391", "");
    assert_found(&tool, "zq7391 of ACME", "0:2-6");
    assert_found(&tool, "borel zq7391", "0:8-12");
}

static void entropy_is_asked_for(void **state)
{
    struct tool tool = {.rules = {rule_of("a", "zq=(\\S*)")}};

    (void)state;
    tool.rules[0].entropy = 2.5;
    assert_found(&tool, "zq=a7a7a7b8 zq=q7Wd93kL", "0:15-23");
}

static void a_confirm_caps_the_severity_and_says_why(void **state)
{
    static const char *const names[] = {"basic-auth"};
    struct tool tool = {.rules = {rule_of("a", "Basic (\\S+)")}};

    (void)state;
    tool.rules[0].confirms.items = names;
    tool.rules[0].confirms.count = 1;
    assert_int_equal(try_open(&tool), STN_OK);
    /* maria:maria, and then what is no base64. */
    assert_int_equal(scan_text(&tool, "Basic bW"
                                      "FyaWE6bWFyaWE= Basic q7-"),
                     STN_OK);
    assert_string_equal(found(&tool), "0:6-22");
    assert_int_equal(tool.matches.items[0].severity, STN_MEDIUM);
    assert_in_range(tool.matches.items[0].evidence_count, 1, STN_EVIDENCE_MAX);
    assert_non_null(tool.matches.items[0].evidence[0]);
    close_tool(&tool);
}

/* The severity of a cookie's session; STN_SEVERITY_DEFAULT: none. */
static enum stn_severity severity_of(struct tool *tool, uint32_t traits,
                                     int64_t expires)
{
    const struct stn_segment segment = {.bytes = STN_STR("k7Wd93kLqZr9xVb3kLm"),
                                        .kind = STN_SEGMENT_COOKIE,
                                        .name = STN_STR("acme"),
                                        .traits = traits,
                                        .expires = expires};

    assert_int_equal(try_open(tool), STN_OK);
    assert_int_equal(scan_segment(tool, &segment), STN_OK);
    const enum stn_severity severity = tool->matches.count > 0
                                           ? tool->matches.items[0].severity
                                           : STN_SEVERITY_DEFAULT;
    close_tool(tool);
    return severity;
}

static void a_confirm_raises_and_lowers_the_severity(void **state)
{
    static const char *const names[] = {"session-cookie"};
    const enum stn_severity severities[] = {STN_LOW};
    struct tool tool = {.rules = {rule_of("a", "^\\S{12,40}$")},
                        .options = {.now = 1767225600}};

    (void)state;
    tool.rules[0].names = "^acme$";
    tool.rules[0].info.severity = STN_MEDIUM;
    tool.rules[0].confirms.items = names;
    tool.rules[0].confirms.count = 1;
    assert_int_equal(severity_of(&tool, 0, 0), STN_MEDIUM);
    assert_int_equal(severity_of(&tool, STN_TRAIT_LOCAL, 0), STN_LOW);
    assert_int_equal(severity_of(&tool, STN_TRAIT_HTTP_ONLY, 0), STN_HIGH);
    assert_int_equal(
        severity_of(&tool, STN_TRAIT_HTTP_ONLY | STN_TRAIT_LOCAL, 0),
        STN_MEDIUM);
    assert_int_equal(severity_of(&tool, STN_TRAIT_HTTP_ONLY, 1700000000),
                     STN_LOW);
    assert_int_equal(severity_of(&tool, STN_TRAIT_LOCAL, 1700000000), STN_NOTE);
    assert_int_equal(severity_of(&tool, STN_TRAIT_EXAMPLE, 0),
                     STN_SEVERITY_DEFAULT);
    /* What the configuration says is not raised. */
    tool.options.severities = severities;
    assert_int_equal(severity_of(&tool, STN_TRAIT_HTTP_ONLY, 0), STN_LOW);
    assert_int_equal(severity_of(&tool, STN_TRAIT_LOCAL, 0), STN_NOTE);
}

static void a_rule_asks_for_traits(void **state)
{
    struct tool tool = {.rules = {rule_of("a", "^\\S{12,40}$")}};

    (void)state;
    tool.rules[0].names = "^acme$";
    tool.rules[0].traits = STN_TRAIT_HTTP_ONLY | STN_TRAIT_LOGIN;
    assert_int_equal(severity_of(&tool, STN_TRAIT_HTTP_ONLY, 0),
                     STN_SEVERITY_DEFAULT);
    assert_int_equal(
        severity_of(&tool,
                    STN_TRAIT_HTTP_ONLY | STN_TRAIT_LOGIN | STN_TRAIT_RESPONSE,
                    0),
        STN_HIGH);
    tool.rules[0].names = NULL;
    assert_int_equal(severity_of(&tool, STN_TRAIT_LOGIN, 0),
                     STN_SEVERITY_DEFAULT);
}

static void a_confirm_nobody_knows_is_refused(void **state)
{
    static const char *const names[] = {"nonsense"};
    struct tool tool = {.rules = {rule_of("a", "zq")}};

    (void)state;
    tool.rules[0].confirms.items = names;
    tool.rules[0].confirms.count = 1;
    assert_int_equal(try_open(&tool), STN_EINPUT);
    assert_non_null(strstr(tool.err.message, "nonsense"));
}

static void a_bad_pattern_is_told_with_its_origin(void **state)
{
    static const char *const patterns[] = {"a(b"};
    struct tool tool = {.rules = {rule_of("a", "zq"), rule_of("b", "zq[b-a]")}};

    (void)state;
    assert_int_equal(try_open(&tool), STN_EINPUT);
    assert_string_equal(tool.err.message,
                        "rules/test.yml:7: b: pattern: range out of order in "
                        "character class, at offset 5");
    tool.rules[1] = rule_of("b", "zq");
    tool.rules[1].names = "*";
    assert_int_equal(try_open(&tool), STN_EINPUT);
    assert_non_null(strstr(tool.err.message, "b: names: "));
    tool.rules[1].names = NULL;
    tool.rules[1].allow_patterns.items = patterns;
    tool.rules[1].allow_patterns.count = 1;
    assert_int_equal(try_open(&tool), STN_EINPUT);
    assert_non_null(strstr(tool.err.message, "b: allow.patterns: "));
    /* Switched off, it hurts nobody. */
    const bool active[] = {true, false};
    tool.options.active = active;
    assert_int_equal(try_open(&tool), STN_OK);
    close_tool(&tool);
}

static void a_required_partner_must_be_near(void **state)
{
    struct tool tool = {
        .rules = {rule_of("a", "id=\\d\\w{3}"), rule_of("b", "key=\\d\\w{3}")}};

    (void)state;
    tool.rules[1].near_rule = "a";
    tool.rules[1].near_lines = 2;
    assert_found(&tool, "id=7kWd\n\nkey=9qLm", "0:0-7 1:9-17");
    assert_found(&tool, "id=7kWd\n\n\nkey=9qLm", "0:0-7");
    assert_found(&tool, "key=9qLm\nid=7kWd\n\n\nkey=3fGh", "1:0-8 0:9-16");
    /* A partner that is off is still looked for, and not reported. */
    const bool active[] = {false, true};
    tool.options.active = active;
    assert_found(&tool, "id=7kWd\nkey=9qLm", "1:8-16");
    assert_found(&tool, "key=9qLm", "");
}

static void a_partner_changes_the_severity(void **state)
{
    const enum stn_severity severities[] = {0, STN_NOTE};
    struct tool tool = {
        .rules = {rule_of("a", "id=\\d\\w{3}"), rule_of("b", "key=\\d\\w{3}")}};

    (void)state;
    tool.rules[1].info.severity = STN_LOW;
    tool.rules[1].near_rule = "a";
    tool.rules[1].near_lines = 1;
    tool.rules[1].near_severity = STN_CRITICAL;
    assert_int_equal(try_open(&tool), STN_OK);
    assert_int_equal(scan_text(&tool, "key=9qLm"), STN_OK);
    assert_int_equal(tool.matches.items[0].severity, STN_LOW);
    assert_int_equal(tool.matches.items[0].evidence_count, 0);
    assert_int_equal(scan_text(&tool, "id=7kWd key=9qLm"), STN_OK);
    assert_int_equal(tool.matches.items[1].severity, STN_CRITICAL);
    assert_string_equal(tool.matches.items[1].evidence[0], "next to a");
    close_tool(&tool);
    /* What the configuration says is not raised. */
    tool.options.severities = severities;
    assert_int_equal(try_open(&tool), STN_OK);
    assert_int_equal(scan_text(&tool, "id=7kWd key=9qLm"), STN_OK);
    assert_int_equal(tool.matches.items[0].severity, STN_HIGH);
    assert_int_equal(tool.matches.items[1].severity, STN_NOTE);
    close_tool(&tool);
}

static void a_partner_counts_before_it_is_overruled(void **state)
{
    struct tool tool = {.rules = {rule_of("a", "\\w\\w=(\\d\\w{3})"),
                                  rule_of("b", "key=\\d\\w{3}"),
                                  rule_of("c", "id=(\\d\\w{3})")}};

    (void)state;
    tool.rules[1].near_rule = "a";
    /* c is as specific as a, or more; a's match is gone, and yet it was there.
     */
    assert_found(&tool, "id=7kWd key=9qLm", "2:3-7 1:8-16");
}

static void of_secrets_that_overlap_the_most_specific_stays(void **state)
{
    struct tool tool = {.rules = {rule_of("generic-key", "key=(\\w{8,})"),
                                  rule_of("prefix", "\\b(zqx_\\w{4,8})"),
                                  rule_of("vendor", "acme_key=(\\w{8,})")}};

    (void)state;
    assert_found(&tool, "acme_key=zqx_7kWd", "1:9-17");
    assert_found(&tool, "acme_key=a7kWd93Lm", "2:9-18");
    assert_found(&tool, "key=a7kWd93Lm", "0:4-13");
}

static void an_overruled_match_overrules_nothing(void **state)
{
    /* Each overlaps its neighbour. The last overrules the middle one, which so
     * cannot overrule the first. */
    struct tool tool = {.rules = {rule_of("a", "q7Wd(?=9)"),
                                  rule_of("b", "(?<=q7)Wd93(?=k)"),
                                  rule_of("c", "93kL")}};

    (void)state;
    tool.rules[1].info.severity = STN_MEDIUM;
    tool.rules[0].info.severity = STN_LOW;
    assert_found(&tool, "-q7Wd93kL-", "0:1-5 2:5-9");
}

static void the_same_secret_is_found_once(void **state)
{
    struct tool tool = {
        .rules = {rule_of("a", "z(?=z?q(?<secret>\\d\\w{4}))")}};

    (void)state;
    assert_found(&tool, "zzq7Wd93", "0:3-8");
}

static void a_rule_that_gives_up_is_on_record(void **state)
{
    struct tool tool = {
        .rules = {rule_of("a", "zq(?:\\w+)+!"), rule_of("b", "zq\\d\\w")}};
    char text[128] = "zq7Wd93kL zq";

    (void)state;
    memset(text + 12, 'a', 60);
    memcpy(text + 72, " !", 2);
    assert_int_equal(try_open(&tool), STN_OK);
    assert_int_equal(scan_text(&tool, text), STN_OK);
    assert_int_equal(tool.matches.gave_up_count, 1);
    assert_int_equal(tool.matches.gave_up[0], 0);
    assert_string_equal(found(&tool), "1:0-4");
    assert_int_equal(scan_text(&tool, "zq7W!"), STN_OK);
    assert_int_equal(tool.matches.gave_up_count, 0);
    close_tool(&tool);
}

static void a_flood_is_cut_off_and_said(void **state)
{
    struct tool tool = {.rules = {rule_of("a", "zq\\d")}};
    const size_t count = STN_TEXT_MATCHES_MAX + 10;
    struct stn_buf text = STN_BUF_INIT(16 * STN_MIB);
    struct stn_segment segment = {.kind = STN_SEGMENT_TEXT};

    (void)state;
    for (size_t i = 0; i < count; i++)
        stn_buf_printf(&text, "zq%zu\n", i % 10);
    segment.bytes = stn_buf_str(&text);
    assert_int_equal(try_open(&tool), STN_OK);
    assert_int_equal(scan_segment(&tool, &segment), STN_OK);
    assert_true(tool.matches.is_flooded);
    assert_int_equal(tool.matches.count, STN_TEXT_MATCHES_MAX);
    segment.bytes.len = 4;
    assert_int_equal(scan_segment(&tool, &segment), STN_OK);
    assert_false(tool.matches.is_flooded);
    close_tool(&tool);
    stn_buf_dispose(&text);
}

static void more_windows_than_are_kept_change_nothing(void **state)
{
    struct tool tool = {.rules = {rule_of("a", "zq\\d\\w*!")}};
    struct stn_buf text = STN_BUF_INIT(16 * STN_MIB);
    struct stn_segment segment = {.kind = STN_SEGMENT_TEXT};

    (void)state;
    for (size_t i = 0; i < STN_RULE_WINDOWS_MAX + 10; i++)
        stn_buf_puts(&text, i % 1000 == 999 ? "zq7! " : "zq7 ");
    segment.bytes = stn_buf_str(&text);
    assert_int_equal(try_open(&tool), STN_OK);
    assert_int_equal(scan_segment(&tool, &segment), STN_OK);
    assert_int_equal(tool.matches.count, STN_RULE_WINDOWS_MAX / 1000);
    close_tool(&tool);
    stn_buf_dispose(&text);
}

static void costs_are_counted_when_profiling(void **state)
{
    struct tool tool = {.rules = {rule_of("a", "zq(\\d[a-f]{2})")},
                        .options = {.profile = true}};

    (void)state;
    assert_int_equal(try_open(&tool), STN_OK);
    assert_int_equal(scan_text(&tool, "zqa zq7ab zq7xy"), STN_OK);
    assert_int_equal(scan_text(&tool, "zq7cd"), STN_OK);
    const struct stn_rule_cost *cost = stn_scratch_costs(tool.scratch);
    assert_int_equal(cost->hits, 4);
    assert_int_equal(cost->guarded, 2);
    assert_int_equal(cost->calls, 2);
    assert_int_equal(cost->matches, 2);
    close_tool(&tool);
}

static void literals_are_explained(void **state)
{
    struct tool tool = {
        .rules = {rule_of("a", "\\b(zq_[0-9]{4})"),
                  rule_of("b", "(?i)\\w{0,5}acme\\s{0,3}[:=]\\w"),
                  rule_of("c", "[a-f0-9]{40}")}};
    struct stn_buf text = STN_BUF_INIT(4096);

    (void)state;
    assert_int_equal(try_open(&tool), STN_OK);
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(stn_matcher_explain(&text, tool.matcher, i, &tool.err),
                         STN_OK);
    assert_string_equal(
        text.ptr, "\"zq_\", after [^0-9A-Z_a-z] or nothing, before [0-9]\n"
                  "\"acme\" in any case, 0 to 5 bytes into a match, "
                  "before [\\t-\\x0D ]{0,3} and [:=]\n"
                  "not local: no literal is in every match\n");
    stn_buf_dispose(&text);
    close_tool(&tool);
}

static void *scan_in_thread(void *payload)
{
    struct tool *tool = payload;
    struct tool own = *tool;

    own.scratch = NULL;
    assert_int_equal(stn_scratch_new(&own.scratch, own.matcher, &own.err),
                     STN_OK);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(scan_text(&own, "id=7kWd key=9qLm"), STN_OK);
        assert_int_equal(own.matches.count, 2);
    }
    stn_scratch_free(own.scratch);
    return NULL;
}

static void threads_share_a_matcher(void **state)
{
    struct tool tool = {
        .rules = {rule_of("a", "id=\\d\\w{3}"), rule_of("b", "key=\\d\\w{3}")}};
    pthread_t threads[4];

    (void)state;
    assert_int_equal(try_open(&tool), STN_OK);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(
            pthread_create(&threads[i], NULL, scan_in_thread, &tool), 0);
    for (size_t i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    close_tool(&tool);
}

static enum stn_status use_once(void *payload)
{
    struct tool *tool = payload;
    enum stn_status status = try_open(tool);

    if (status >= 0)
        status = scan_text(tool, "id=7kWd\nacme_key=9qLm93k\nkey=9qLm\n"
                                 "Basic bW"
                                 "FyaWE6bWFyaWE=");
    close_tool(tool);
    return status;
}

static void lack_of_memory_is_reported(void **state)
{
    static const char *const names[] = {"basic-auth"};
    static const char *const patterns[] = {"!!"};
    struct tool tool = {
        .rules = {rule_of("a", "id=\\d\\w{3}"), rule_of("b", "key=\\d\\w{3}"),
                  rule_of("c", "acme_key=(\\d\\w{3,})"),
                  rule_of("d", "Basic (\\S+)"), rule_of("e", "[0-9]q[A-Z]")}};

    (void)state;
    tool.rules[1].near_rule = "a";
    tool.rules[1].near_lines = 3;
    tool.rules[2].allow_patterns.items = patterns;
    tool.rules[2].allow_patterns.count = 1;
    tool.rules[3].confirms.items = names;
    tool.rules[3].confirms.count = 1;
    torture(use_once, &tool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_matches_are_found_from_left_to_right),
        cmocka_unit_test(a_match_ends_where_the_next_may_start),
        cmocka_unit_test(a_rule_without_literals_is_tried_everywhere),
        cmocka_unit_test(a_rule_looks_at_its_segments_only),
        cmocka_unit_test(what_is_no_secret_is_dropped),
        cmocka_unit_test(a_declared_keyword_must_occur),
        cmocka_unit_test(entropy_is_asked_for),
        cmocka_unit_test(a_confirm_caps_the_severity_and_says_why),
        cmocka_unit_test(a_confirm_raises_and_lowers_the_severity),
        cmocka_unit_test(a_rule_asks_for_traits),
        cmocka_unit_test(a_confirm_nobody_knows_is_refused),
        cmocka_unit_test(a_bad_pattern_is_told_with_its_origin),
        cmocka_unit_test(a_required_partner_must_be_near),
        cmocka_unit_test(a_partner_changes_the_severity),
        cmocka_unit_test(a_partner_counts_before_it_is_overruled),
        cmocka_unit_test(of_secrets_that_overlap_the_most_specific_stays),
        cmocka_unit_test(an_overruled_match_overrules_nothing),
        cmocka_unit_test(the_same_secret_is_found_once),
        cmocka_unit_test(a_rule_that_gives_up_is_on_record),
        cmocka_unit_test(a_flood_is_cut_off_and_said),
        cmocka_unit_test(more_windows_than_are_kept_change_nothing),
        cmocka_unit_test(costs_are_counted_when_profiling),
        cmocka_unit_test(literals_are_explained),
        cmocka_unit_test(threads_share_a_matcher),
        cmocka_unit_test(lack_of_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
