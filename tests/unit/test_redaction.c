/* Redaction, end to end: what is replaced, and that nothing else is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "tests/support/torture.h"
#include "text/codec.h"

/* A made-up token, put together here so that none is in the tree. */
#define TOKEN                                                                  \
    "ghp_"                                                                     \
    "StanchMadeUpNeverIssued00000002wwFFO"
/* A session's, of 36 bytes, which only its place tells. */
#define SESSION                                                                \
    "q7Vz2Rk"                                                                  \
    "9LmXw4Tb8NcYd3HfPg6JsUe1AoKi0"

/* So deflate shows that it is. */
#define ZLIB_HEADER STN_STR("\x78\x9c")

/* Redact a text, and again: that changes nothing. The caller's to free. */
static struct stn_redaction *redact(const struct stn_options *options,
                                    const struct stn_redact_options *how,
                                    struct stn_str text)
{
    struct stn_scanner *scanner = NULL;
    struct stn_redaction *once = NULL;
    struct stn_redaction *twice = NULL;
    struct stn_error err = {""};
    size_t length, again;

    assert_int_equal(stn_scanner_new(&scanner, options, &err), STN_OK);
    if (stn_redact_bytes(scanner, "a.txt", text.ptr, text.len, how, &once,
                         &err) != STN_OK)
        fail_msg("%s", err.message);
    const char *bytes = stn_redaction_bytes(once, &length);
    assert_int_equal(
        stn_redact_bytes(scanner, "a.txt", bytes, length, how, &twice, &err),
        STN_OK);
    const char *others = stn_redaction_bytes(twice, &again);
    assert_int_equal(length, again);
    assert_memory_equal(bytes, others, length);
    assert_int_equal(stn_redaction_count(twice), 0);
    stn_redaction_free(twice);
    stn_scanner_free(scanner);
    return once;
}

/* Redact a text by default; what is expected of it. */
static void assert_redacts(const char *text, const char *expected)
{
    const struct stn_options options = {.jobs = 1};
    size_t length;
    struct stn_redaction *done = redact(&options, NULL, stn_str_of(text));
    const char *bytes = stn_redaction_bytes(done, &length);

    assert_string_equal(bytes, expected);
    assert_int_equal(length, strlen(expected));
    stn_redaction_free(done);
}

static void a_secret_is_replaced_and_nothing_else(void **state)
{
    (void)state;
    assert_redacts("a\r\nkey = \xC3\xA9 " TOKEN "\r\n\xFF",
                   "a\r\nkey = \xC3\xA9 REDACTED-TOKEN-1\r\n\xFF");
    assert_redacts("\xEF\xBB\xBF" TOKEN, "\xEF\xBB\xBFREDACTED-TOKEN-1");
}

static void a_text_without_secrets_is_as_it_was(void **state)
{
    (void)state;
    assert_redacts("nothing\r\nto see\n", "nothing\r\nto see\n");
    assert_redacts("", "");
}

static void each_place_is_told_without_the_secret(void **state)
{
    const struct stn_options options = {.jobs = 1};

    (void)state;
    struct stn_redaction *done =
        redact(&options, NULL, STN_STR("\n  " TOKEN "\n" TOKEN "\n"));
    assert_int_equal(stn_redaction_count(done), 2);
    assert_int_equal(stn_redaction_at(done, 0)->line, 2);
    assert_int_equal(stn_redaction_at(done, 0)->column, 3);
    assert_int_equal(stn_redaction_at(done, 1)->line, 3);
    assert_string_equal(stn_redaction_at(done, 1)->stand_in,
                        "REDACTED-TOKEN-1");
    assert_string_equal(stn_redaction_at(done, 1)->location, "");
    assert_int_equal(stn_redaction_warnings(done), 0);
    stn_redaction_free(done);
}

static void a_repeat_in_another_writing_is_replaced_too(void **state)
{
    (void)state;
    assert_redacts("{\"log\":{\"entries\":[{\"request\":{\"method\":\"GET\","
                   "\"url\":\"http://h/\",\"headers\":[{\"name\":\"Cookie\","
                   "\"value\":\"session=" SESSION "\"}]},"
                   "\"response\":{}}]}}\n# " SESSION "\n",
                   "{\"log\":{\"entries\":[{\"request\":{\"method\":\"GET\","
                   "\"url\":\"http://h/\",\"headers\":[{\"name\":\"Cookie\","
                   "\"value\":\"session=REDACTED-COOKIE-1\"}]},"
                   "\"response\":{}}]}}\n# REDACTED-COOKIE-1\n");
}

static void the_same_length_can_be_kept(void **state)
{
    const struct stn_options options = {.jobs = 1};
    const struct stn_redact_options how = {.same_length = true};
    size_t length;

    (void)state;
    struct stn_redaction *done =
        redact(&options, &how, STN_STR("a=" TOKEN "\n"));
    assert_string_equal(stn_redaction_bytes(done, &length),
                        "a=REDACTED-TOKEN-1xxxxxxxxxxxxxxxxxxxxxxxx\n");
    assert_int_equal(length, strlen("a=" TOKEN "\n"));
    stn_redaction_free(done);
}

static void a_text_in_utf16_stays_one(void **state)
{
    const struct stn_options options = {.jobs = 1};
    static const char text[] = "k " TOKEN "\n";
    static const char expected[] = "k REDACTED-TOKEN-1\n";
    char wide[2 + 2 * sizeof(text)] = "\xFF\xFE";
    size_t length;

    (void)state;
    for (size_t i = 0; i + 1 < sizeof(text); i++)
        wide[2 + 2 * i] = text[i];
    struct stn_redaction *done =
        redact(&options, NULL, (struct stn_str){wide, 2 * sizeof(text)});
    const char *bytes = stn_redaction_bytes(done, &length);
    assert_int_equal(length, 2 * sizeof(expected));
    assert_memory_equal(bytes, "\xFF\xFE", 2);
    for (size_t i = 0; i + 1 < sizeof(expected); i++) {
        assert_int_equal(bytes[2 + 2 * i], expected[i]);
        assert_int_equal(bytes[3 + 2 * i], 0);
    }
    stn_redaction_free(done);
}

static void what_the_policy_allows_stays(void **state)
{
    const struct stn_allow allow = {
        .rule = "github-*", .reason = "samples", .origin = "here:1"};
    const struct stn_options options = {
        .jobs = 1, .allow = &allow, .allow_count = 1};
    size_t length;

    (void)state;
    struct stn_redaction *done = redact(&options, NULL, STN_STR(TOKEN));
    assert_string_equal(stn_redaction_bytes(done, &length), TOKEN);
    stn_redaction_free(done);
    assert_redacts(TOKEN " # stanch:allow github-pat-classic -- a sample\n",
                   TOKEN " # stanch:allow github-pat-classic -- a sample\n");
}

static void what_is_below_the_least_severity_stays(void **state)
{
    const struct stn_severity_override low = {"github-pat-classic", STN_NOTE};
    const struct stn_options options = {
        .jobs = 1, .severities = &low, .severity_count = 1};
    const struct stn_redact_options all = {.min_severity = STN_NOTE};
    size_t length;

    (void)state;
    struct stn_redaction *done = redact(&options, NULL, STN_STR(TOKEN));
    assert_string_equal(stn_redaction_bytes(done, &length), TOKEN);
    stn_redaction_free(done);
    done = redact(&options, &all, STN_STR(TOKEN));
    assert_string_equal(stn_redaction_bytes(done, &length), "REDACTED-TOKEN-1");
    stn_redaction_free(done);
}

/* A HAR with one response, its body in base64 of what `pack` makes of it. */
static void write_har(struct stn_buf *out, enum stn_codec codec)
{
    struct stn_buf packed = STN_BUF_INIT(10000);
    const struct stn_str body =
        STN_STR("{\"access_token\":\"" SESSION "\",\"n\":1}");

    if (codec == STN_CODEC_NONE)
        stn_buf_append(&packed, body);
    else
        assert_int_equal(
            stn_codecs[codec].encode(body, ZLIB_HEADER, &packed, NULL), STN_OK);
    stn_buf_puts(out, "{\"log\": {\"entries\": [{\"request\": {\"method\": "
                      "\"GET\", \"url\": \"http://h/\", \"headers\": []},\n"
                      "\"response\": {\"status\": 200, \"headers\": [], "
                      "\"content\": {\"mimeType\": \"application/json\",\n"
                      "\"encoding\": \"base64\", \"text\": \"");
    stn_codecs[STN_CODEC_BASE64].encode(stn_buf_str(&packed), STN_STR(""), out,
                                        NULL);
    stn_buf_puts(out, "\"}}}]}}\n");
    stn_buf_dispose(&packed);
}

/* The body of such a HAR. */
static void read_har(struct stn_buf *out, struct stn_str har,
                     enum stn_codec codec)
{
    const struct stn_str mark = STN_STR("\"text\": \"");
    const size_t start = stn_str_find(har, mark) + mark.len;
    const struct stn_str rest = stn_str_sub(har, start, har.len);
    struct stn_buf packed = STN_BUF_INIT(10000);

    assert_int_equal(
        stn_codecs[STN_CODEC_BASE64].decode(
            stn_str_sub(rest, 0, stn_str_find(rest, STN_STR("\""))), &packed,
            NULL, NULL),
        STN_OK);
    if (codec == STN_CODEC_NONE)
        stn_buf_append(out, stn_buf_str(&packed));
    else
        assert_int_equal(
            stn_codecs[codec].decode(stn_buf_str(&packed), out, NULL, NULL),
            STN_OK);
    stn_buf_dispose(&packed);
}

static void packed_bodies_are_packed_again(void **state)
{
    static const enum stn_codec codecs[] = {STN_CODEC_NONE, STN_CODEC_GZIP,
                                            STN_CODEC_DEFLATE};
    const struct stn_options options = {.jobs = 1};

    (void)state;
    for (size_t i = 0; i < sizeof(codecs) / sizeof(codecs[0]); i++) {
        struct stn_buf har = STN_BUF_INIT(10000);
        struct stn_buf body = STN_BUF_INIT(10000);
        struct stn_str result;
        write_har(&har, codecs[i]);
        struct stn_redaction *done = redact(&options, NULL, stn_buf_str(&har));
        result.ptr = stn_redaction_bytes(done, &result.len);
        read_har(&body, result, codecs[i]);
        assert_string_equal(body.ptr,
                            "{\"access_token\":\"REDACTED-TOKEN-1\",\"n\":1}");
        stn_redaction_free(done);
        stn_buf_dispose(&har);
        stn_buf_dispose(&body);
    }
}

static void packed_with_gzip_they_keep_their_length(void **state)
{
    const struct stn_options options = {.jobs = 1};
    const struct stn_redact_options how = {.same_length = true};
    struct stn_buf har = STN_BUF_INIT(10000);
    struct stn_buf body = STN_BUF_INIT(10000);
    struct stn_str result;

    (void)state;
    write_har(&har, STN_CODEC_GZIP);
    struct stn_redaction *done = redact(&options, &how, stn_buf_str(&har));
    result.ptr = stn_redaction_bytes(done, &result.len);
    assert_int_equal(result.len, har.len);
    read_har(&body, result, STN_CODEC_GZIP);
    assert_string_equal(body.ptr, "{\"access_token\":\"REDACTED-TOKEN-1"
                                  "xxxxxxxxxxxxxxxxxxxx\",\"n\":1}");
    stn_redaction_free(done);
    stn_buf_dispose(&har);
    stn_buf_dispose(&body);
}

static void a_secret_is_replaced_in_json_in_json(void **state)
{
    (void)state;
    assert_redacts("{\"log\":{\"entries\":[{\"request\":{\"method\":\"POST\","
                   "\"url\":\"http://h/login\",\"headers\":[],\"postData\":"
                   "{\"mimeType\":\"application/json\",\"text\":"
                   "\"{\\\"password\\\":\\\"" SESSION "\\\"}\"}},"
                   "\"response\":{}}]}}\n",
                   "{\"log\":{\"entries\":[{\"request\":{\"method\":\"POST\","
                   "\"url\":\"http://h/login\",\"headers\":[],\"postData\":"
                   "{\"mimeType\":\"application/json\",\"text\":"
                   "\"{\\\"password\\\":\\\"REDACTED-PASSWORD-1\\\"}\"}},"
                   "\"response\":{}}]}}\n");
}

static void a_number_of_json_stays_one(void **state)
{
    (void)state;
    assert_redacts("{\"log\":{\"entries\":[{\"request\":{\"method\":\"POST\","
                   "\"url\":\"http://h/login\",\"headers\":[],\"postData\":"
                   "{\"mimeType\":\"application/json\",\"text\":"
                   "\"{\\\"password\\\": 7301946582}\"}},"
                   "\"response\":{}}]}}\n",
                   "{\"log\":{\"entries\":[{\"request\":{\"method\":\"POST\","
                   "\"url\":\"http://h/login\",\"headers\":[],\"postData\":"
                   "{\"mimeType\":\"application/json\",\"text\":"
                   "\"{\\\"password\\\": 1111111111}\"}},"
                   "\"response\":{}}]}}\n");
}

/* Append a typed netstring. */
static void append_item(struct stn_buf *out, struct stn_str payload, char type)
{
    stn_buf_printf(out, "%zu:", payload.len);
    stn_buf_append(out, payload);
    stn_buf_putc(out, type);
}

/* A flow with one header, of a request; as long as its value makes it. */
static void write_flow(struct stn_buf *out, const char *value)
{
    struct stn_buf parts[] = {STN_BUF_INIT(1000), STN_BUF_INIT(1000)};
    static const struct {
        const char *before;
        char type;
    } levels[] = {{"13:authorization,", ']'}, /* a pair */
                  {"", ']'},                  /* the headers */
                  {"4:host;1:h;7:headers;", '}'},
                  {"7:version;1:7#7:request;", '}'}};
    struct stn_str inner;

    append_item(&parts[0], stn_str_of(value), ',');
    inner = stn_buf_str(&parts[0]);
    for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
        struct stn_buf level = STN_BUF_INIT(1000);
        stn_buf_puts(&level, levels[i].before);
        stn_buf_append(&level, inner);
        stn_buf_clear(&parts[(i + 1) % 2]);
        append_item(&parts[(i + 1) % 2], stn_buf_str(&level), levels[i].type);
        inner = stn_buf_str(&parts[(i + 1) % 2]);
        stn_buf_dispose(&level);
    }
    stn_buf_append(out, inner);
    stn_buf_dispose(&parts[0]);
    stn_buf_dispose(&parts[1]);
}

static void a_flow_tells_its_new_lengths(void **state)
{
    const struct stn_options options = {.jobs = 1};
    struct stn_buf flow = STN_BUF_INIT(2000);
    struct stn_buf expected = STN_BUF_INIT(2000);
    struct stn_str result;

    (void)state;
    write_flow(&flow, "Bearer " TOKEN);
    write_flow(&flow, "none");
    write_flow(&expected, "Bearer REDACTED-TOKEN-1");
    write_flow(&expected, "none");
    struct stn_redaction *done = redact(&options, NULL, stn_buf_str(&flow));
    result.ptr = stn_redaction_bytes(done, &result.len);
    assert_string_equal(result.ptr, expected.ptr);
    stn_redaction_free(done);
    stn_buf_dispose(&flow);
    stn_buf_dispose(&expected);
}

static void lengths_and_requests_are_warned_of(void **state)
{
    const struct stn_options options = {.jobs = 1};

    (void)state;
    struct stn_redaction *done =
        redact(&options, NULL,
               STN_STR("POST http://h/login\r\nContent-Length: 55\r\n"
                       "Content-Type: application/json\r\n\r\n"
                       "{\"password\": \"" SESSION "\"}\r\n\r\n###\r\n\r\n"
                       "GET http://h/?access_token=" TOKEN "\r\n\r\n"));
    assert_int_equal(stn_redaction_warnings(done) & STN_REDACT_LENGTHS,
                     STN_REDACT_LENGTHS);
    stn_redaction_free(done);
}

static void a_binary_file_is_left_alone(void **state)
{
    const struct stn_options options = {.jobs = 1};
    static const char text[] = "\x7F"
                               "ELF\0\0\1 " TOKEN;
    size_t length;

    (void)state;
    struct stn_redaction *done =
        redact(&options, NULL, (struct stn_str){text, sizeof(text) - 1});
    assert_int_equal(stn_redaction_warnings(done), STN_REDACT_BINARY);
    assert_memory_equal(stn_redaction_bytes(done, &length), text,
                        sizeof(text) - 1);
    stn_redaction_free(done);
}

static enum stn_status redact_tortured(void *payload)
{
    const struct stn_buf *har = payload;
    static struct stn_scanner *scanner;
    const struct stn_options options = {.jobs = 1};
    struct stn_redaction *out = NULL;

    if (har == NULL) {
        stn_scanner_free(scanner);
        scanner = NULL;
        return STN_OK;
    }
    if (scanner == NULL)
        return stn_scanner_new(&scanner, &options, NULL);
    enum stn_status status = stn_redact_bytes(scanner, "a.har", har->ptr,
                                              har->len, NULL, &out, NULL);
    stn_redaction_free(out);
    return status;
}

static void no_memory_is_a_failure_at_any_point(void **state)
{
    struct stn_buf har = STN_BUF_INIT(10000);

    (void)state;
    write_har(&har, STN_CODEC_GZIP);
    assert_int_equal(redact_tortured(&har), STN_OK); /* the scanner */
    torture(redact_tortured, &har);
    redact_tortured(NULL);
    stn_buf_dispose(&har);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_secret_is_replaced_and_nothing_else),
        cmocka_unit_test(a_text_without_secrets_is_as_it_was),
        cmocka_unit_test(each_place_is_told_without_the_secret),
        cmocka_unit_test(a_repeat_in_another_writing_is_replaced_too),
        cmocka_unit_test(the_same_length_can_be_kept),
        cmocka_unit_test(a_text_in_utf16_stays_one),
        cmocka_unit_test(what_the_policy_allows_stays),
        cmocka_unit_test(what_is_below_the_least_severity_stays),
        cmocka_unit_test(packed_bodies_are_packed_again),
        cmocka_unit_test(packed_with_gzip_they_keep_their_length),
        cmocka_unit_test(a_secret_is_replaced_in_json_in_json),
        cmocka_unit_test(a_number_of_json_stays_one),
        cmocka_unit_test(a_flow_tells_its_new_lengths),
        cmocka_unit_test(lengths_and_requests_are_warned_of),
        cmocka_unit_test(a_binary_file_is_left_alone),
        cmocka_unit_test(no_memory_is_a_failure_at_any_point),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
