/*
 * Any line, any secrets in it: no excerpt shows one of them, and each keeps to
 * its bounds. The first byte says how many secrets, two more for each say
 * where; the rest is the text.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "findings/findings.h"

#define SECRETS_MAX 8

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

/* Letters that no escape, ellipsis or blank is written with. */
static bool is_plain_word(struct stn_str value)
{
    for (size_t i = 0; i < value.len; i++)
        if (value.ptr[i] < 'g' || value.ptr[i] > 'z' || value.ptr[i] == 'u' ||
            value.ptr[i] == 'x')
            return false;
    return value.len >= 4;
}

static int compare_hits(const void *left, const void *right)
{
    const struct stn_hit *a = left;
    const struct stn_hit *b = right;

    return (a->secret.start > b->secret.start) -
           (a->secret.start < b->secret.start);
}

static void check_finding(const struct stn_finding *finding,
                          const struct stn_hit *hits, size_t count)
{
    struct stn_str excerpt = finding->excerpt;

    require(excerpt.len <= STN_EXCERPT_BYTES_MAX);
    require(stn_utf8_is_valid(excerpt));
    require(stn_utf8_is_valid(finding->preview));
    require(excerpt.len == 0 ||
            finding->excerpt_mark + finding->excerpt_marked <=
                stn_utf8_count(excerpt));
    for (size_t i = 0; i < count; i++)
        require(!is_plain_word(hits[i].value) ||
                stn_str_find(excerpt, hits[i].value) == SIZE_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct stn_rule_info rule = {.id = "fuzz",
                                              .severity = STN_LOW};
    struct stn_hit hits[SECRETS_MAX] = {0};
    size_t count = size > 0 ? data[0] % SECRETS_MAX : 0;
    struct stn_findings findings = {0};
    struct stn_lines *lines = NULL;

    if (size < 1 + 2 * count || size == 1 + 2 * count)
        return 0;
    struct stn_text text = {
        .bytes = {(const char *)data + 1 + 2 * count, size - 1 - 2 * count}};
    for (size_t i = 0; i < count; i++) {
        size_t start = data[1 + 2 * i] % text.bytes.len;
        size_t end = start + 1 + data[2 + 2 * i];
        if (end > text.bytes.len)
            end = text.bytes.len;
        hits[i] = (struct stn_hit){
            .rule = &rule,
            .secret = {start, end},
            .value = stn_str_sub(text.bytes, start, end),
        };
    }
    qsort(hits, count, sizeof(hits[0]), compare_hits);
    require(stn_lines_new(&lines, &text, NULL) == STN_OK);
    require(stn_findings_add(&findings, &text, lines, hits, count, NULL) ==
            STN_OK);
    for (size_t i = 0; i < findings.count; i++)
        check_finding(&findings.items[i], hits, count);
    stn_lines_free(lines);
    stn_findings_dispose(&findings);
    return 0;
}
