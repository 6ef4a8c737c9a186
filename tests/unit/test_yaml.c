#include "base/yaml.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "tests/support/torture.h"

static int make_arena(void **state)
{
    static struct stn_arena arena;

    *state = &arena;
    return 0;
}

static int dispose_arena(void **state)
{
    stn_arena_dispose(*state);
    return 0;
}

static struct stn_yaml *parse(void **state, const char *yaml)
{
    struct stn_yaml *root = NULL;
    struct stn_error err;

    if (stn_yaml_parse(&root, *state, "f.yml", stn_str_of(yaml), &err) < 0)
        fail_msg("%s", err.message);
    return root;
}

static void assert_scalar(const struct stn_yaml *node, const char *expected)
{
    assert_non_null(node);
    assert_int_equal(node->kind, STN_YAML_SCALAR);
    assert_int_equal(node->scalar.len, strlen(expected));
    assert_string_equal(node->scalar.ptr, expected);
}

static void assert_place(const struct stn_yaml *node, uint32_t line,
                         uint32_t column)
{
    assert_int_equal(node->line, line);
    assert_int_equal(node->column, column);
}

static void a_tree_has_every_value_and_its_place(void **state)
{
    const struct stn_yaml *root = parse(state, "version: 1\n"
                                               "# why\n"
                                               "rules:\n"
                                               "  - id: 'a b'\n"
                                               "    in: [text, \"x\"]\n"
                                               "  - {}\n"
                                               "n\xC3\xA9: z\n");

    assert_int_equal(root->kind, STN_YAML_MAP);
    assert_int_equal(root->count, 3);
    assert_null(root->key);
    assert_place(root, 1, 1);
    const struct stn_yaml *version = stn_yaml_get(root, "version");
    assert_scalar(version, "1");
    assert_scalar(version->key, "version");
    assert_true(version->plain);
    assert_place(version, 1, 10);

    const struct stn_yaml *rules = stn_yaml_get(root, "rules");
    assert_ptr_equal(version->next, rules);
    assert_int_equal(rules->kind, STN_YAML_LIST);
    assert_int_equal(rules->count, 2);
    assert_place(rules->first, 4, 5);
    const struct stn_yaml *id = stn_yaml_get(rules->first, "id");
    assert_scalar(id, "a b");
    assert_false(id->plain);
    assert_place(id, 4, 9);
    const struct stn_yaml *in = stn_yaml_get(rules->first, "in");
    assert_scalar(in->first, "text");
    assert_null(in->first->key);
    assert_scalar(in->first->next, "x");
    assert_null(in->first->next->next);
    assert_int_equal(rules->first->next->kind, STN_YAML_MAP);
    assert_int_equal(rules->first->next->count, 0);
    /* Columns are code points. */
    assert_place(stn_yaml_get(root, "n\xC3\xA9"), 7, 5);
}

static void get_of_no_map_is_nothing(void **state)
{
    const struct stn_yaml *root = parse(state, "[a]\n");

    assert_null(stn_yaml_get(NULL, "a"));
    assert_null(stn_yaml_get(root, "a"));
    assert_null(stn_yaml_get(root->first, "a"));
    assert_null(stn_yaml_get(parse(state, "a: 1"), "b"));
}

static void an_empty_document_has_no_root(void **state)
{
    assert_null(parse(state, ""));
    assert_null(parse(state, "# nothing\n"));
    assert_null(parse(state, "\xEF\xBB\xBF"));
    assert_scalar(parse(state, "---\n"), "");
}

static void a_byte_order_mark_is_no_column(void **state)
{
    const struct stn_yaml *root = parse(state, "\xEF\xBB\xBF"
                                               "a: b\n");

    assert_place(root->first->key, 1, 1);
    assert_place(root->first, 1, 4);
}

static void escapes_are_read(void **state)
{
    const struct stn_yaml *root =
        parse(state, "- \"a\\tb\\u00e9\"\n- 'it''s'\n- |\n  one\n  two\n");

    assert_scalar(root->first, "a\tb\xC3\xA9");
    assert_scalar(root->first->next, "it's");
    assert_scalar(root->first->next->next, "one\ntwo\n");
}

struct refusal {
    struct stn_str yaml;
    const char *message;
};

#define REFUSAL(yaml, message)                                                 \
    {                                                                          \
        {yaml, sizeof(yaml) - 1}, "f.yml:" message                             \
    }

static const struct refusal refusals[] = {
    REFUSAL("a: 1\nb: 2\n'a': 3\na: 4\n",
            "3:1: duplicate key 'a', first at line 1"),
    REFUSAL("a: 1\nb: {x: 1, y: 2, x: 3}\n",
            "2:17: duplicate key 'x', first at line 2"),
    REFUSAL("z: 1\nz: 2\na: 1\na: 2\n",
            "2:1: duplicate key 'z', first at line 1"),
    REFUSAL("\"a\\x1b\": 1\n\"a\\x1b\": 2\n",
            "2:1: duplicate key 'a\\x1B', first at line 1"),
    REFUSAL("a: &x 1\n", "1:4: anchors are not supported"),
    REFUSAL("a: &x [1]\n", "1:4: anchors are not supported"),
    REFUSAL("&x {a: 1}\n", "1:1: anchors are not supported"),
    REFUSAL("a: 1\nb: *a\n", "2:4: aliases are not supported"),
    REFUSAL("a: !!str 1\n", "1:4: tags are not supported"),
    REFUSAL("a: !x {b: 1}\n", "1:4: tags are not supported"),
    REFUSAL("a: ! [1]\n", "1:4: tags are not supported"),
    REFUSAL("%TAG !e! tag:e:\n---\na: 1\n", "1:1: tags are not supported"),
    REFUSAL("a: 1\n<<: {b: 2}\n", "2:1: merge keys are not supported"),
    REFUSAL("{[a]: 1}\n", "1:2: a key that is no text"),
    REFUSAL("? {a: 1}\n: 2\n", "1:3: a key that is no text"),
    REFUSAL("a: 1\n---\nb: 2\n", "2:1: a second document"),
    REFUSAL("a: \"x\\0y\"\n", "1:4: a NUL in a value"),
    REFUSAL("a: 1\nb: x\0y\n", "2:5: control characters are not allowed"),
    REFUSAL("a: 1\nb\xC3\xA9: \x80\n", "2:5: invalid leading UTF-8 octet"),
    REFUSAL("a: \xE2\x82", "1:4: incomplete UTF-8 octet sequence"),
    REFUSAL("a\0:\0 \0", "1:2: control characters are not allowed"),
    REFUSAL("\xFF\xFE"
            "a\0",
            "1:1: invalid leading UTF-8 octet"),
    REFUSAL("a: [1\nb: 2\n", "2:2: did not find expected ',' or ']'"),
    REFUSAL("a: 1\n\tb: 2\n",
            "2:1: found a tab character that violates indentation"),
    REFUSAL("a: 'x\n", "2:1: found unexpected end of stream"),
    REFUSAL("a: b: c\n", "1:5: mapping values are not allowed in this context"),
};

static void what_is_not_supported_is_refused_at_its_place(void **state)
{
    for (size_t i = 0; i < sizeof(refusals) / sizeof(*refusals); i++) {
        struct stn_yaml *root = NULL;
        struct stn_error err;

        assert_int_equal(
            stn_yaml_parse(&root, *state, "f.yml", refusals[i].yaml, &err),
            STN_EINPUT);
        assert_string_equal(err.message, refusals[i].message);
        assert_null(root);
    }
}

static void a_plain_key_may_look_like_a_merge_elsewhere(void **state)
{
    assert_scalar(parse(state, "- <<\n")->first, "<<");
    assert_scalar(stn_yaml_get(parse(state, "'<<': a\n"), "<<"), "a");
}

static void of_many_keys_the_duplicate_is_found(void **state)
{
    struct stn_buf yaml = STN_BUF_INIT(STN_MIB);
    struct stn_yaml *root = NULL;
    struct stn_error err;

    for (int i = 0; i < 20000; i++)
        stn_buf_printf(&yaml, "key-%d: 1\n", i * 7919 % 20000);
    assert_int_equal(
        stn_yaml_parse(&root, *state, "f.yml", stn_buf_str(&yaml), &err),
        STN_OK);
    assert_int_equal(root->count, 20000);
    stn_buf_puts(&yaml, "key-7919: 1\n");
    assert_int_equal(
        stn_yaml_parse(&root, *state, "f.yml", stn_buf_str(&yaml), &err),
        STN_EINPUT);
    assert_string_equal(
        err.message,
        "f.yml:20001:1: duplicate key 'key-7919', first at line 2");
    stn_buf_dispose(&yaml);
}

static void depth_has_an_end(void **state)
{
    struct stn_buf yaml = STN_BUF_INIT(STN_MIB);
    struct stn_error err;
    struct stn_yaml *root = NULL;

    for (size_t i = 0; i < STN_YAML_DEPTH_MAX; i++)
        stn_buf_putc(&yaml, '[');
    for (size_t i = 0; i < STN_YAML_DEPTH_MAX; i++)
        stn_buf_putc(&yaml, ']');
    assert_non_null(parse(state, yaml.ptr));
    stn_buf_clear(&yaml);
    for (size_t i = 0; i < 100000; i++)
        stn_buf_putc(&yaml, '[');
    assert_int_equal(
        stn_yaml_parse(&root, *state, "f.yml", stn_buf_str(&yaml), &err),
        STN_EINPUT);
    assert_string_equal(err.message, "f.yml:1:33: nested over 32 deep");
    stn_buf_dispose(&yaml);
}

static void size_has_an_end(void **state)
{
    struct stn_buf yaml = STN_BUF_INIT(2 * STN_YAML_BYTES_MAX);
    struct stn_yaml *root = NULL;
    struct stn_error err;

    memset(stn_buf_reserve(&yaml, STN_YAML_BYTES_MAX + 1), ' ',
           STN_YAML_BYTES_MAX + 1);
    stn_buf_added(&yaml, STN_YAML_BYTES_MAX + 1);
    assert_int_equal(
        stn_yaml_parse(&root, *state, "f.yml", stn_buf_str(&yaml), &err),
        STN_ELIMIT);
    assert_string_equal(err.message, "f.yml: over 33554432 bytes");
    stn_buf_dispose(&yaml);
}

static void strings_are_any_scalar_but_null(void **state)
{
    const struct stn_yaml *root = parse(
        state, "[a, 1, true, '', 'null', '~', ~, ~, null, NULL, [x], {x: y}]");
    const struct stn_yaml *node = root->first;
    struct stn_str text = STN_STR("before");
    struct stn_error err;

    for (size_t i = 0; i < 6; i++, node = node->next) {
        assert_int_equal(stn_yaml_string(&text, "f.yml", node, &err), STN_OK);
        assert_true(stn_str_equal(text, node->scalar));
    }
    text = STN_STR("before");
    for (; node != NULL; node = node->next)
        assert_int_equal(stn_yaml_string(&text, "f.yml", node, &err),
                         STN_EINPUT);
    assert_string_equal(err.message,
                        "f.yml:1:54: expected a text, found a map");
    assert_int_equal(stn_yaml_string(&text, "f.yml", NULL, &err), STN_EINPUT);
    assert_string_equal(err.message,
                        "f.yml:1:1: expected a text, found nothing");
    assert_true(stn_str_equal(text, STN_STR("before")));
}

static void booleans_are_true_and_false(void **state)
{
    const struct stn_yaml *node = parse(state, "[true, false]")->first;
    bool value = false;
    struct stn_error err;

    assert_int_equal(stn_yaml_bool(&value, "f", node, &err), STN_OK);
    assert_true(value);
    assert_int_equal(stn_yaml_bool(&value, "f", node->next, &err), STN_OK);
    assert_false(value);
    assert_int_equal(stn_yaml_bool(&value, "f", NULL, &err), STN_EINPUT);
    node =
        parse(state, "[yes, 'true', 1, True, ~, [true], {true: true}]")->first;
    for (; node != NULL; node = node->next)
        assert_int_equal(stn_yaml_bool(&value, "f", node, &err), STN_EINPUT);
    assert_false(value);
    node = parse(state, "a: 'true'");
    stn_yaml_bool(&value, "f", node->first, &err);
    assert_string_equal(err.message,
                        "f:1:4: expected true or false, found a quoted text");
}

static void whole_numbers_are_digits_up_to_a_ceiling(void **state)
{
    const struct stn_yaml *node =
        parse(state, "[0, 7, 18446744073709551615]")->first;
    uint64_t value = 5;
    struct stn_error err;

    assert_int_equal(stn_yaml_uint(&value, 10, "f", node, &err), STN_OK);
    assert_int_equal(value, 0);
    assert_int_equal(stn_yaml_uint(&value, 7, "f", node->next, &err), STN_OK);
    assert_int_equal(value, 7);
    assert_int_equal(stn_yaml_uint(&value, 6, "f", node->next, &err),
                     STN_EINPUT);
    assert_string_equal(err.message, "f:1:5: expected a whole number from 0 to "
                                     "6, found another value");
    node = node->next->next;
    assert_int_equal(stn_yaml_uint(&value, UINT64_MAX, "f", node, &err),
                     STN_OK);
    assert_true(value == UINT64_MAX);
    node = parse(state, "[-1, +1, 1.0, 1e3, 010, 0x1, '1', ~, 1 2, a, "
                        "18446744073709551616, 99999999999999999999, [1]]")
               ->first;
    for (; node != NULL; node = node->next)
        assert_int_equal(stn_yaml_uint(&value, UINT64_MAX, "f", node, &err),
                         STN_EINPUT);
    assert_int_equal(stn_yaml_uint(&value, 9, "f", NULL, &err), STN_EINPUT);
    assert_true(value == UINT64_MAX);
}

static void numbers_are_decimal(void **state)
{
    const struct stn_yaml *node = parse(state, "[3.5, -2, .25]")->first;
    double value = 0;
    struct stn_error err;

    assert_int_equal(stn_yaml_number(&value, "f", node, &err), STN_OK);
    assert_true(value == 3.5);
    assert_int_equal(stn_yaml_number(&value, "f", node->next, &err), STN_OK);
    assert_true(value == -2);
    assert_int_equal(stn_yaml_number(&value, "f", node->next->next, &err),
                     STN_OK);
    assert_true(value == 0.25);
    node =
        parse(state, "[.inf, nan, 1e9, 0x10, 1.2.3, '.', -, 1-, '1', ~, [1]]")
            ->first;
    for (; node != NULL; node = node->next)
        assert_int_equal(stn_yaml_number(&value, "f", node, &err), STN_EINPUT);
    assert_int_equal(stn_yaml_number(&value, "f", NULL, &err), STN_EINPUT);
    assert_true(value == 0.25);
}

static void a_number_past_all_doubles_is_none(void **state)
{
    struct stn_buf yaml = STN_BUF_INIT(1000);
    double value = 0;

    for (size_t i = 0; i < 400; i++)
        stn_buf_putc(&yaml, '9');
    assert_int_equal(stn_yaml_number(&value, "f", parse(state, yaml.ptr), NULL),
                     STN_EINPUT);
    stn_buf_dispose(&yaml);
}

static void sizes_have_units(void **state)
{
    static const uint64_t expected[] = {
        0, 512, 1024, 64 << 20, 2ULL << 30, 17179869183ULL << 30};
    const struct stn_yaml *node =
        parse(state, "[0, 512, 1KiB, 64MiB, 2GiB, 17179869183GiB]")->first;
    uint64_t value = 0;
    struct stn_error err;

    for (size_t i = 0; node != NULL; node = node->next, i++) {
        assert_int_equal(stn_yaml_size(&value, "f", node, &err), STN_OK);
        assert_true(value == expected[i]);
    }
    node = parse(state, "[1KB, 1kib, 1 KiB, KiB, -1, 1.5MiB, '1', ~, [1], "
                        "17179869184GiB, 18446744073709551616]")
               ->first;
    for (; node != NULL; node = node->next)
        assert_int_equal(stn_yaml_size(&value, "f", node, &err), STN_EINPUT);
    assert_int_equal(stn_yaml_size(&value, "f", NULL, &err), STN_EINPUT);
}

static void the_wrong_kind_is_told_without_the_value(void **state)
{
    const struct stn_yaml *root = parse(state, "a: hidden\nb: []\nc:\n");
    const struct stn_yaml *a = stn_yaml_get(root, "a");
    const struct stn_yaml *b = stn_yaml_get(root, "b");
    struct stn_error err;

    assert_int_equal(stn_yaml_expect(STN_YAML_MAP, "f", root, &err), STN_OK);
    assert_int_equal(stn_yaml_expect(STN_YAML_LIST, "f", b, &err), STN_OK);
    assert_int_equal(stn_yaml_expect(STN_YAML_LIST, "f", a, &err), STN_EINPUT);
    assert_string_equal(err.message,
                        "f:1:4: expected a list, found another value");
    assert_int_equal(stn_yaml_expect(STN_YAML_MAP, "f", b, &err), STN_EINPUT);
    assert_string_equal(err.message, "f:2:4: expected a map, found a list");
    assert_int_equal(
        stn_yaml_expect(STN_YAML_MAP, "f", stn_yaml_get(root, "c"), &err),
        STN_EINPUT);
    assert_string_equal(err.message, "f:3:3: expected a map, found nothing");
    assert_int_equal(stn_yaml_expect(STN_YAML_SCALAR, "f", root, &err),
                     STN_EINPUT);
    assert_string_equal(err.message,
                        "f:1:1: expected a single value, found a map");
}

static void assert_unknown(void **state, const char *yaml, const char *message)
{
    static const char *const keys[] = {"id", "title", "pattern", "paths", NULL};
    struct stn_error err;

    assert_int_equal(stn_yaml_known_keys(parse(state, yaml), keys, "f", &err),
                     STN_EINPUT);
    assert_string_equal(err.message, message);
}

static void unknown_keys_name_the_nearest(void **state)
{
    static const char *const keys[] = {"a", "b", NULL};

    assert_int_equal(
        stn_yaml_known_keys(parse(state, "b: 1\na: 2\n"), keys, "f", NULL),
        STN_OK);
    assert_unknown(state, "id: 1\ntitel: 2\n",
                   "f:2:1: unknown key 'titel'; did you mean 'title'?");
    assert_unknown(state, "patern: 1\n",
                   "f:1:1: unknown key 'patern'; did you mean 'pattern'?");
    assert_unknown(state, "path: 1\n",
                   "f:1:1: unknown key 'path'; did you mean 'paths'?");
    assert_unknown(
        state, "severity: 1\n",
        "f:1:1: unknown key 'severity'; there are: id, title, pattern, paths");
    assert_unknown(
        state, "x: 1\n",
        "f:1:1: unknown key 'x'; there are: id, title, pattern, paths");
    assert_unknown(
        state, "'': 1\n",
        "f:1:1: unknown key ''; there are: id, title, pattern, paths");
    assert_unknown(state, "[]", "f:1:1: expected a map, found a list");
}

static void a_key_in_a_message_is_short_and_tame(void **state)
{
    struct stn_error err;
    static const char *const keys[] = {NULL};
    const struct stn_yaml *root =
        parse(state, "\"\\e[2J\\u202e0123456789012345678901234567890123456789"
                     "01234567890123456\\u00e9tail\": 1\n");

    assert_int_equal(stn_yaml_known_keys(root, keys, "f", &err), STN_EINPUT);
    assert_string_equal(err.message,
                        "f:1:1: unknown key '\\x1B[2J\\u{202E}0123456789012345"
                        "67890123456789012345678901234567890123456...'");
}

static enum stn_status parse_something(void *payload)
{
    static const char *const keys[] = {"c", NULL};
    struct stn_arena arena = {0};
    struct stn_yaml *root = NULL;
    (void)payload;

    enum stn_status status = stn_yaml_parse(
        &root, &arena, "f", STN_STR("a: [1, {b: 2, c: 3}]\nd: 4\n"), NULL);
    if (status == STN_OK) {
        status = stn_yaml_known_keys(root, keys, "f", NULL);
        status = status == STN_EINPUT ? STN_OK : status;
    }
    stn_arena_dispose(&arena);
    return status;
}

static void no_memory_is_no_leak(void **state)
{
    (void)state;
    torture(parse_something, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tree_has_every_value_and_its_place),
        cmocka_unit_test(get_of_no_map_is_nothing),
        cmocka_unit_test(an_empty_document_has_no_root),
        cmocka_unit_test(a_byte_order_mark_is_no_column),
        cmocka_unit_test(escapes_are_read),
        cmocka_unit_test(what_is_not_supported_is_refused_at_its_place),
        cmocka_unit_test(a_plain_key_may_look_like_a_merge_elsewhere),
        cmocka_unit_test(of_many_keys_the_duplicate_is_found),
        cmocka_unit_test(depth_has_an_end),
        cmocka_unit_test(size_has_an_end),
        cmocka_unit_test(strings_are_any_scalar_but_null),
        cmocka_unit_test(booleans_are_true_and_false),
        cmocka_unit_test(whole_numbers_are_digits_up_to_a_ceiling),
        cmocka_unit_test(numbers_are_decimal),
        cmocka_unit_test(a_number_past_all_doubles_is_none),
        cmocka_unit_test(sizes_have_units),
        cmocka_unit_test(the_wrong_kind_is_told_without_the_value),
        cmocka_unit_test(unknown_keys_name_the_nearest),
        cmocka_unit_test(a_key_in_a_message_is_short_and_tame),
        cmocka_unit_test(no_memory_is_no_leak),
    };

    return cmocka_run_group_tests(tests, make_arena, dispose_arena);
}
