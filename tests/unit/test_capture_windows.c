/* Captures from bytes to findings, in windows and with more than is kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glob.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "pipeline/worker.h"
#include "tests/support/packer.h"

/* What a window shows on either side of its own bytes: more than any match. */
#define LEFT_BYTES (2 * STN_KIB)
#define RIGHT_BYTES (2 * STN_KIB)

/* A text that comes in windows, as a stream does. */
struct windows {
    struct stn_str text;
    size_t size;
    size_t base, fresh, end; /* of the text */
};

static void keep_bytes(void *payload, size_t offset)
{
    struct windows *windows = payload;

    assert_true(windows->base + offset <= windows->fresh);
    windows->fresh = windows->base + offset;
}

static const struct stn_source source = {.name = "windows", .keep = keep_bytes};

static void count_lines(struct stn_str bytes, struct stn_text *text)
{
    for (size_t i = 0; i < bytes.len; i++) {
        if (bytes.ptr[i] == '\n') {
            text->base_line++;
            text->base_column = 0;
        } else if (((unsigned char)bytes.ptr[i] & 0xC0) != 0x80) {
            text->base_column++;
        }
    }
}

/* The next window. false: there is none. */
static bool next_window(struct windows *windows, struct stn_text *text)
{
    const size_t length = windows->text.len;

    if (windows->end == length)
        return false;
    text->is_continued = windows->end > 0;
    windows->end = windows->end + windows->size - RIGHT_BYTES;
    if (!text->is_continued)
        windows->end = windows->size;
    if (windows->end > length)
        windows->end = length;
    if (windows->fresh > windows->base + LEFT_BYTES)
        windows->base = windows->fresh - LEFT_BYTES;
    const size_t limit =
        windows->end < length ? windows->end - RIGHT_BYTES : length;
    text->bytes = stn_str_sub(windows->text, windows->base, windows->end);
    text->base_byte = windows->base;
    text->base_line = 0;
    text->base_column = 0;
    count_lines(stn_str_sub(windows->text, 0, windows->base), text);
    text->owned = (struct stn_span){windows->fresh - windows->base,
                                    limit - windows->base};
    windows->fresh = limit;
    return true;
}

static enum stn_status scan_windows(struct stn_worker *worker,
                                    struct stn_str path, struct stn_str bytes,
                                    size_t size, struct stn_error *err)
{
    struct windows windows = {.text = bytes, .size = size};
    struct stn_text text = {.path = path, .bytes = bytes};
    enum stn_status status = STN_OK;

    if (size == 0 || size >= bytes.len)
        return stn_worker_scan(worker, &text, &source, &windows, err);
    while (status == STN_OK && next_window(&windows, &text))
        status = stn_worker_scan(worker, &text, &source, &windows, err);
    return status;
}

static void put_findings(struct stn_buf *out,
                         const struct stn_findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct stn_finding *finding = &findings->items[i];
        stn_buf_printf(
            out, "%s %llu-%llu %u:%u %d [%.*s] %.*s", finding->rule->id,
            (unsigned long long)finding->start_byte,
            (unsigned long long)finding->end_byte, finding->start.line,
            finding->start.column, (int)finding->severity,
            (int)finding->location.len, finding->location.ptr,
            (int)finding->preview.len, finding->preview.ptr);
        for (size_t j = 0; j < finding->also_count && j < STN_ALSO_MAX; j++)
            stn_buf_printf(out, " also %u:%u [%.*s]",
                           finding->also[j].start.line,
                           finding->also[j].start.column,
                           (int)finding->also[j].location.len,
                           finding->also[j].location.ptr);
        stn_buf_putc(out, '\n');
    }
}

/* What is found in a text: whole (0), or in windows. */
static void find_in(struct stn_buf *out, const struct stn_scanner *scanner,
                    struct stn_str bytes, size_t size)
{
    struct stn_worker worker;
    struct stn_error err;

    stn_buf_clear(out);
    assert_int_equal(stn_worker_init(&worker, scanner, &err), STN_OK);
    assert_int_equal(scan_windows(&worker, STN_STR("x"), bytes, size, &err),
                     STN_OK);
    stn_findings_settle(&worker.found, 0, 0);
    put_findings(out, &worker.found);
    for (size_t i = 0; i < worker.found.skip_count; i++)
        stn_buf_printf(out, "%s: %.*s\n",
                       stn_skip_name(worker.found.skips[i].reason),
                       (int)worker.found.skips[i].detail.len,
                       worker.found.skips[i].detail.ptr);
    assert_int_equal(worker.found.bytes, bytes.len);
    stn_worker_dispose(&worker);
}

/* Rules of three kinds: a token with a form of its own; a guess from what
 * stands around it in text; a field of a name. */
static const char rules[] =
    "version: 1\n"
    "rules:\n"
    "  - id: token\n"
    "    title: token\n"
    "    severity: high\n"
    "    pattern: '\\b(mtk_[a-z0-9]{12})\\b'\n"
    "  - id: guess\n"
    "    title: guess\n"
    "    severity: low\n"
    "    in: [text]\n"
    "    pattern: "
    "'x-key\\W{1,20}(?:value\\W{1,20})?(?<secret>[a-z0-9_]{8,30})'\n"
    "  - id: field\n"
    "    title: field\n"
    "    severity: medium\n"
    "    in: [header, cookie, query, form, json]\n"
    "    names: '^x-key$'\n"
    "    pattern: '^(?<secret>\\S{8,})$'\n";

static int make_scanner(void **state)
{
    char path[] = "capture-rules-XXXXXX";
    const char *const files[] = {path};
    static const char *const only[] = {"token", "guess", "field"};
    const struct stn_options options = {
        .jobs = 1, .rule_files = {files, 1}, .only = {only, 3}};
    const int fd = mkstemp(path);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, rules, sizeof(rules) - 1), sizeof(rules) - 1);
    close(fd);
    struct stn_error err;
    struct stn_scanner *scanner = NULL;
    assert_int_equal(stn_scanner_new(&scanner, &options, &err), STN_OK);
    unlink(path);
    *state = scanner;
    return 0;
}

static int free_scanner(void **state)
{
    stn_scanner_free(*state);
    return 0;
}

#define ENTRY(headers) "{\"request\":{\"headers\":" headers "}}"

/* A body with its text packed, in base64. */
static void put_packed(struct stn_buf *out, const char *text)
{
    struct stn_buf packed = STN_BUF_INIT(STN_MIB);
    struct stn_error err;

    pack_gzip(&packed, stn_str_of(text), NULL);
    stn_buf_puts(out, ENTRY("{}") "{\"response\":{\"body\":\"");
    assert_int_equal(stn_codecs[STN_CODEC_BASE64].encode(
                         stn_buf_str(&packed), STN_STR("AA=="), out, &err),
                     STN_OK);
    stn_buf_puts(out, "\"}}");
    stn_buf_dispose(&packed);
}

static void two_rules_on_one_secret_in_a_container_are_one_finding(void **state)
{
    struct stn_buf text = STN_BUF_INIT(STN_MIB);
    struct stn_buf found = STN_BUF_INIT(STN_MIB);

    put_packed(&text, "{\"x-key\":\"mtk_7fq2x9zk4wpd\"}");
    find_in(&found, *state, stn_buf_str(&text), 0);
    assert_non_null(strstr(found.ptr, "token "));
    assert_non_null(strstr(found.ptr, " › json.x-key] mtk_…\n"));
    assert_null(strstr(found.ptr, "field "));
    assert_null(strstr(found.ptr, "also"));
    stn_buf_dispose(&found);
    stn_buf_dispose(&text);
}

static void unmark(struct stn_buf *out, struct stn_str text)
{
    for (;;) {
        const size_t at = stn_str_find(text, STN_STR("{+}"));
        stn_buf_append(out, stn_str_sub(text, 0, at));
        if (at == SIZE_MAX)
            return;
        text = stn_str_sub(text, at + 3, text.len);
    }
}

/* A capture of the corpus in windows of some sizes. */
static void cut_file(const struct stn_scanner *scanner, const char *path)
{
    struct stn_buf file = STN_BUF_INIT(STN_MIB);
    struct stn_buf text = STN_BUF_INIT(STN_MIB);
    struct stn_buf whole = STN_BUF_INIT(STN_MIB);
    struct stn_buf cut = STN_BUF_INIT(STN_MIB);

    assert_int_equal(stn_file_read(&file, path, NULL), STN_OK);
    unmark(&text, stn_buf_str(&file));
    if (stn_text_classify(stn_buf_str(&text)) == STN_TEXT_PLAIN &&
        text.len > 9 * STN_KIB) {
        find_in(&whole, scanner, stn_buf_str(&text), 0);
        for (size_t size = 9 * STN_KIB; size < text.len; size += 8009) {
            find_in(&cut, scanner, stn_buf_str(&text), size);
            assert_string_equal(cut.ptr, whole.ptr);
        }
    }
    stn_buf_dispose(&file);
    stn_buf_dispose(&text);
    stn_buf_dispose(&whole);
    stn_buf_dispose(&cut);
}

static void windows_make_no_difference(void **state)
{
    const struct stn_options options = {.jobs = 1, .now = 1800000000};
    struct stn_scanner *scanner = NULL;
    glob_t paths;

    (void)state;
    assert_int_equal(stn_scanner_new(&scanner, &options, NULL), STN_OK);
    assert_int_equal(glob(STANCH_CORPUS "/http/*/*/input.*", 0, NULL, &paths),
                     0);
    for (size_t i = 0; i < paths.gl_pathc; i++)
        cut_file(scanner, paths.gl_pathv[i]);
    globfree(&paths);
    stn_scanner_free(scanner);
}

/* Every field and token of a capture cut anywhere is found once. */
static void every_cut_finds_the_same(void **state)
{
    struct stn_buf text = STN_BUF_INIT(STN_MIB);
    struct stn_buf whole = STN_BUF_INIT(STN_MIB);
    struct stn_buf cut = STN_BUF_INIT(STN_MIB);

    stn_buf_putc(&text, '[');
    for (unsigned i = 0; i < 100; i++)
        stn_buf_printf(&text,
                       "%s{\"request\":{\"headers\":[{\"value\":"
                       "\"v9k2qp7xw3zt%u\",\"name\":\"x-key\"},{\"name\":"
                       "\"a\",\"value\":\"mtk_7fq2x9%06u\"}]}}",
                       i > 0 ? ",\n" : "", i, i);
    stn_buf_putc(&text, ']');
    find_in(&whole, *state, stn_buf_str(&text), 0);
    assert_non_null(strstr(whole.ptr, "[99].request.headers.x-key"));
    for (size_t size = 5 * STN_KIB; size < 6 * STN_KIB; size += 7) {
        find_in(&cut, *state, stn_buf_str(&text), size);
        assert_string_equal(cut.ptr, whole.ptr);
    }
    stn_buf_dispose(&text);
    stn_buf_dispose(&whole);
    stn_buf_dispose(&cut);
}

static void a_log_may_begin_with_nothing(void **state)
{
    struct stn_buf text = STN_BUF_INIT(STN_MIB);
    struct stn_buf found = STN_BUF_INIT(STN_MIB);

    while (text.len < 30 * STN_KIB)
        stn_buf_puts(&text, "nothing to be seen here\n");
    stn_buf_puts(&text, "> GET / HTTP/1.1\r\n> Host: a.io\r\n"
                        "> x-key: v9k2qp7xw3ztmb\r\n> \r\n"
                        "< HTTP/1.1 200 OK\r\n< \r\n");
    find_in(&found, *state, stn_buf_str(&text), 8 * STN_KIB);
    assert_non_null(strstr(found.ptr, "field "));
    assert_non_null(strstr(found.ptr, ".x-key] v9k…"));
    stn_buf_dispose(&text);
    stn_buf_dispose(&found);
}

/* A string of 20 MB in a capture, in windows as large as a stream's, with a
 * token where each of them ends. */
static void a_string_longer_than_any_window_is_scanned_as_text(void **state)
{
    const size_t length = 20 * STN_MIB;
    const size_t size = 4 * STN_MIB;
    struct stn_buf text = STN_BUF_INIT(64 * STN_MIB);
    struct stn_buf found = STN_BUF_INIT(STN_MIB);
    unsigned tokens = 0;

    stn_buf_puts(
        &text,
        "[" ENTRY("{\"x-key\":\"v9k2qp7xw3ztmb\"}") ",{\"request\":{"
                                                    "\"headers\":{\"a\":\"");
    while (text.len < length) {
        /* Close before the end of a window, and across that of what it owns. */
        const size_t next = (tokens / 2 + 1) * (size - RIGHT_BYTES) +
                            (tokens % 2 == 0 ? 0 : RIGHT_BYTES) - 8;
        while (text.len < next)
            stn_buf_append(&text,
                           stn_str_sub(STN_STR("\\\"0 123456789 abcdef \\n "),
                                       0, next - text.len));
        stn_buf_printf(&text, " mtk_7fq2x9%06u ", tokens++);
    }
    stn_buf_puts(&text, "\"}}}," ENTRY("{\"x-key\":\"b7d1xq9wk4z\"}") "]");
    find_in(&found, *state, stn_buf_str(&text), size);
    for (unsigned i = 0; i < tokens; i++) {
        char preview[32];
        size_t count = 0;
        snprintf(preview, sizeof(preview), "token ");
        for (const char *at = found.ptr; (at = strstr(at, preview)) != NULL;
             at++)
            count++;
        assert_int_equal(count, tokens);
    }
    assert_non_null(strstr(found.ptr, "[0].request.headers.x-key"));
    assert_non_null(strstr(found.ptr, "[2].request.headers.x-key"));
    assert_non_null(
        strstr(found.ptr, "unstructured: a value is too long to be decoded\n"));
    stn_buf_dispose(&text);
    stn_buf_dispose(&found);
}

static void a_flood_of_fields_is_recorded(void **state)
{
    struct stn_buf text = STN_BUF_INIT(64 * STN_MIB);
    struct stn_buf found = STN_BUF_INIT(256 * STN_MIB);

    stn_buf_puts(&text, "{\"request\":{\"headers\":{");
    for (unsigned i = 0; i < 5 * STN_TEXT_MATCHES_MAX; i++)
        stn_buf_puts(&text, "\"x-key\":\"v9k2qp7xw3ztmb\",");
    stn_buf_puts(&text, "\"a\":1}}}");
    find_in(&found, *state, stn_buf_str(&text), 0);
    assert_non_null(strstr(
        found.ptr, "too-many: more matches than are kept of one text\n"));
    stn_buf_dispose(&text);
    stn_buf_dispose(&found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            two_rules_on_one_secret_in_a_container_are_one_finding),
        cmocka_unit_test(windows_make_no_difference),
        cmocka_unit_test(every_cut_finds_the_same),
        cmocka_unit_test(a_log_may_begin_with_nothing),
        cmocka_unit_test(a_string_longer_than_any_window_is_scanned_as_text),
        cmocka_unit_test(a_flood_of_fields_is_recorded),
    };

    return cmocka_run_group_tests(tests, make_scanner, free_scanner);
}
