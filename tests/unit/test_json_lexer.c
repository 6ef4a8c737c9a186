#include "http/json_lexer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/buf.h"

/* One token as "kind:text ". */
static void put_token(struct stn_buf *out, struct stn_str bytes,
                      const struct stn_json_token *token)
{
    static const char *const kinds[] = {
        [STN_JSON_MAP] = "{",          [STN_JSON_LIST] = "[",
        [STN_JSON_CLOSE] = "close",    [STN_JSON_KEY] = "key:",
        [STN_JSON_STRING] = "string:", [STN_JSON_NUMBER] = "number:",
        [STN_JSON_LITERAL] = "word:",  [STN_JSON_OTHER] = "other",
    };
    const bool has_text =
        token->kind >= STN_JSON_KEY && token->kind <= STN_JSON_LITERAL;

    assert_true(token->span.start <= token->span.end);
    assert_true(token->span.end <= bytes.len);
    stn_buf_puts(out, kinds[token->kind]);
    if (has_text) {
        const struct stn_str text =
            stn_str_sub(bytes, token->span.start, token->span.end);
        stn_buf_append(out, text);
        assert_int_equal(token->has_escape,
                         text.len > 0 &&
                             memchr(text.ptr, '\\', text.len) != NULL);
    }
    stn_buf_putc(out, ' ');
}

static struct stn_json_token next(struct stn_json_lexer *lexer,
                                  struct stn_str bytes, size_t *at,
                                  bool is_last)
{
    struct stn_json_token token = {0};
    const enum stn_json_token_kind kind =
        stn_json_next(&token, lexer, bytes, at, is_last);

    assert_int_equal(kind, token.kind);
    return token;
}

/* All tokens, from windows that grow by `step` bytes; 0: at once. */
static void read_tokens(struct stn_buf *out, struct stn_json_lexer *lexer,
                        struct stn_str bytes, size_t step)
{
    size_t end = step > 0 && step < bytes.len ? step : bytes.len;
    size_t at = 0;

    for (;;) {
        const bool is_last = end == bytes.len;
        const struct stn_json_token token =
            next(lexer, stn_str_sub(bytes, 0, end), &at, is_last);
        if (token.kind == STN_JSON_END)
            break;
        if (token.kind == STN_JSON_MORE) {
            assert_false(is_last);
            end = end + step < bytes.len ? end + step : bytes.len;
            continue;
        }
        put_token(out, bytes, &token);
        at += token.kind == STN_JSON_OTHER;
    }
    assert_int_equal(at, bytes.len);
}

static struct stn_json_lexer expect(const char *json, const char *tokens)
{
    struct stn_buf out = STN_BUF_INIT(STN_MIB);
    struct stn_json_lexer whole = {0};

    read_tokens(&out, &whole, stn_str_of(json), 0);
    assert_string_equal(out.ptr, tokens);
    for (size_t step = 1; step < 9; step++) {
        struct stn_json_lexer lexer = {0};
        stn_buf_clear(&out);
        read_tokens(&out, &lexer, stn_str_of(json), step);
        assert_string_equal(out.ptr, tokens);
        assert_int_equal(lexer.is_broken, whole.is_broken);
        assert_int_equal(lexer.depth, whole.depth);
    }
    stn_buf_dispose(&out);
    return whole;
}

static void expect_sound(const char *json, const char *tokens)
{
    const struct stn_json_lexer lexer = expect(json, tokens);

    assert_false(lexer.is_broken);
    assert_int_equal(lexer.depth, 0);
}

static void expect_broken(const char *json, const char *tokens)
{
    assert_true(expect(json, tokens).is_broken);
}

static void keys_and_values_are_told_apart(void **state)
{
    (void)state;
    expect_sound("{\"a\": \"b\", \"c\":{\"d\" :1}}",
                 "{ key:a string:b key:c { key:d number:1 close close ");
    expect_sound("[\"a\", [\"b\"], {\"c\":[\"d\"]}]",
                 "[ string:a [ string:b close { key:c [ string:d close close "
                 "close ");
    expect_sound("{\"a\":[{\"b\":\"c\"},\"d\"],\"e\":\"f\"}",
                 "{ key:a [ { key:b string:c close string:d close key:e "
                 "string:f close ");
    expect_sound("{\"\":\"\"}", "{ key: string: close ");
    expect_sound("  \t\r\n[]  {}", "[ close { close ");
}

static void numbers_and_words_are_told_apart(void **state)
{
    (void)state;
    expect_sound("[1,-2.5e+10,true,null,NaN]",
                 "[ number:1 number:-2.5e+10 word:true word:null word:NaN "
                 "close ");
    expect_sound("{a: 1, $b: undefined}",
                 "{ key:a number:1 key:$b word:undefined close ");
}

static void escapes_do_not_end_a_string(void **state)
{
    (void)state;
    expect_sound("[\"a\\\"b\", \"\\\\\", \"\\\\\\\"\", \"\\u00e9\"]",
                 "[ string:a\\\"b string:\\\\ string:\\\\\\\" "
                 "string:\\u00e9 close ");
}

static void documents_may_follow_each_other(void **state)
{
    (void)state;
    expect_sound("{\"a\":1}\n{\"b\":2}\n",
                 "{ key:a number:1 close { key:b number:2 close ");
    expect("{}x{}", "{ close other { close ");
    expect("{}}", "{ close other ");
}

static void trailing_commas_are_passed_over(void **state)
{
    (void)state;
    expect_sound("{\"a\":1,}", "{ key:a number:1 close ");
    expect_sound("[1,,2,]", "[ number:1 number:2 close ");
    expect_sound("{\"a\":,\"b\":2}", "{ key:a key:b number:2 close ");
}

static void comments_are_passed_over(void **state)
{
    (void)state;
    expect_broken("{ // it's \"x\": 1\n\"a\": \"b\" }",
                  "{ key:a string:b close ");
    expect_broken("{\"a\": /* \"no\", { */ \"b\", /**/ \"c\": 1}",
                  "{ key:a string:b key:c number:1 close ");
    expect_broken("[1 / 2]", "[ number:1 number:2 close ");
    expect_broken("[1, // the end", "[ number:1 ");
    expect_broken("[1, /* the end", "[ number:1 ");
    expect_broken("[1, /", "[ number:1 ");
}

static void a_string_without_an_end_ends_with_its_line(void **state)
{
    (void)state;
    expect_broken("{\"a\": \"b,\n\"c\": \"d\"}",
                  "{ key:a string:b, key:c string:d close ");
    expect_broken("[\"a", "[ string:a ");
    expect_broken("[\"a\\", "[ string:a\\ ");
    expect_broken("[\"", "[ string: ");
}

static void a_colon_says_that_a_value_follows(void **state)
{
    (void)state;
    expect("{\"a\" \"b\" \"c\": \"d\"}",
           "{ key:a string:b key:c string:d close ");
    expect("{\"a\": \"b\" \"c\", \"d\": \"e\"}",
           "{ key:a string:b key:c key:d string:e close ");
    expect("{\"a\": \"b\": \"c\", \"d\": 1}",
           "{ key:a string:b string:c key:d number:1 close ");
}

static void a_forgotten_bracket_is_put_in(void **state)
{
    (void)state;
    expect_broken("{\"a\":[1,{\"b\":2],\"c\":3}",
                  "{ key:a [ number:1 { key:b number:2 close close key:c "
                  "number:3 close ");
    expect_broken("[{\"a\":[1},{\"b\":2}]",
                  "[ { key:a [ number:1 close close { key:b number:2 close "
                  "close ");
    expect_broken("{\"a\":1]", "{ key:a number:1 close ");
    expect_broken("[1}", "[ number:1 close ");
    assert_int_equal(expect("{\"a\":[1", "{ key:a [ number:1 ").depth, 2);
}

static void nesting_past_the_ceiling_is_counted(void **state)
{
    const size_t depth = 10000;
    struct stn_buf json = STN_BUF_INIT(STN_MIB);
    struct stn_json_lexer lexer = {0};
    size_t at = 0;
    size_t tokens = 0;

    (void)state;
    for (size_t i = 0; i < depth; i++)
        stn_buf_puts(&json, "{\"a\":[");
    for (size_t i = 0; i < depth; i++)
        stn_buf_puts(&json, "]}");
    stn_buf_puts(&json, "{\"b\":1}");
    const struct stn_str bytes = stn_buf_str(&json);
    while (at < bytes.len) {
        const struct stn_json_token token = next(&lexer, bytes, &at, true);
        tokens++;
        assert_true(token.kind != STN_JSON_END);
        if (lexer.depth == 0 && token.kind == STN_JSON_KEY)
            fail();
    }
    assert_int_equal(lexer.depth, 0);
    assert_int_equal(tokens, 5 * depth + 4);
    stn_buf_dispose(&json);
}

/* Read in windows of `size` bytes, and pass over the string that begins at
 * `long_at`, where there is no end of it. */
static void pass_over(const char *json, size_t long_at, size_t size,
                      const char *after)
{
    const struct stn_str bytes = stn_str_of(json);
    struct stn_buf out = STN_BUF_INIT(STN_MIB);
    struct stn_json_lexer lexer = {0};
    size_t at = 0;

    for (size_t end = size; end < bytes.len;
         end = end + size < bytes.len ? end + size : bytes.len) {
        const struct stn_str window = stn_str_sub(bytes, 0, end);
        struct stn_json_token token = next(&lexer, window, &at, false);
        while (token.kind != STN_JSON_MORE) {
            put_token(&out, bytes, &token);
            token = next(&lexer, window, &at, false);
        }
        if (at < end && at == long_at) {
            token = stn_json_pass_over(&lexer, window, &at);
            if (token.kind != STN_JSON_MORE)
                put_token(&out, bytes, &token);
            token = next(&lexer, window, &at, false);
            assert_int_equal(token.kind, STN_JSON_MORE);
            assert_int_equal(at, end);
        }
        if (end == bytes.len)
            break;
    }
    for (;;) {
        const struct stn_json_token token = next(&lexer, bytes, &at, true);
        if (token.kind == STN_JSON_END)
            break;
        put_token(&out, bytes, &token);
    }
    assert_string_equal(out.ptr, after);
    stn_buf_dispose(&out);
}

static void a_string_passed_over_keeps_its_escapes(void **state)
{
    static const char json[] =
        "{\"a\": \"0123456789\\\"0123456789\\\\\\\"0123456789\\\\\", "
        "\"b\": 1}";

    (void)state;
    for (size_t size = 8; size < 40; size++)
        pass_over(json, 6, size, "{ key:a word: key:b number:1 close ");
}

static void a_key_passed_over_is_a_key(void **state)
{
    (void)state;
    pass_over("{\"a\":1,\"0123456789012345678901234567890123456789\": \"v\"}",
              7, 20, "{ key:a number:1 key:012345678901 string:v close ");
}

static void a_word_passed_over_ends_somewhere(void **state)
{
    struct stn_json_lexer lexer = {0};
    const struct stn_str bytes = STN_STR("[123456789");
    size_t at = 0;

    (void)state;
    assert_int_equal(next(&lexer, bytes, &at, false).kind, STN_JSON_LIST);
    assert_int_equal(next(&lexer, bytes, &at, false).kind, STN_JSON_MORE);
    assert_int_equal(stn_json_pass_over(&lexer, bytes, &at).kind,
                     STN_JSON_MORE);
    assert_int_equal(at, bytes.len);
    assert_int_equal(stn_json_pass_over(&lexer, bytes, &at).kind,
                     STN_JSON_MORE);
    assert_int_equal(at, bytes.len);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_and_values_are_told_apart),
        cmocka_unit_test(numbers_and_words_are_told_apart),
        cmocka_unit_test(escapes_do_not_end_a_string),
        cmocka_unit_test(documents_may_follow_each_other),
        cmocka_unit_test(trailing_commas_are_passed_over),
        cmocka_unit_test(comments_are_passed_over),
        cmocka_unit_test(a_string_without_an_end_ends_with_its_line),
        cmocka_unit_test(a_colon_says_that_a_value_follows),
        cmocka_unit_test(a_forgotten_bracket_is_put_in),
        cmocka_unit_test(nesting_past_the_ceiling_is_counted),
        cmocka_unit_test(a_string_passed_over_keeps_its_escapes),
        cmocka_unit_test(a_key_passed_over_is_a_key),
        cmocka_unit_test(a_word_passed_over_ends_somewhere),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
