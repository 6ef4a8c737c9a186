/*
 * Any text with a secret somewhere: marks inside the secret never count, and
 * no reason shows it. Two bytes say where the secret is; the rest is the text.
 */
#include <stdint.h>
#include <stdlib.h>

#include "policy/marks.h"
#include "policy/policy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

/* @return Whether a secret there is allowed by the text's marks. */
static bool judge(struct stn_str bytes, size_t start, size_t end)
{
    static const struct stn_rule_info rule = {.id = "fuzz-rule"};
    struct stn_options options = {.now = 1};
    struct stn_text text = {.bytes = bytes};
    struct stn_finding item = {
        .rule = &rule, .start_byte = start, .end_byte = end};
    struct stn_findings findings = {.items = &item, .count = 1};
    struct stn_policy *policy = NULL;
    struct stn_lines *lines = NULL;

    require(stn_policy_new(&policy, &options, NULL) == STN_OK);
    require(stn_lines_new(&lines, &text, NULL) == STN_OK);
    require(stn_policy_judge_text(policy, &findings, 0, &text, lines, NULL) ==
            STN_OK);
    bool is_allowed = item.status == STN_ALLOWED;
    if (is_allowed) {
        /* Shorter ones may be part of a mark's word. */
        require(item.reason.len > 0);
        require(end - start < 48 ||
                stn_str_find(item.reason, stn_str_sub(bytes, start, end)) ==
                    SIZE_MAX);
    } else {
        require(item.reason.len == 0);
    }
    findings.items = NULL;
    stn_findings_dispose(&findings);
    stn_lines_free(lines);
    stn_policy_free(policy);
    return is_allowed;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 3)
        return 0;
    struct stn_str bytes = {(const char *)data + 2, size - 2};
    size_t start = data[0] % bytes.len;
    size_t end = start + 1 + data[1];
    if (end > bytes.len)
        end = bytes.len;
    judge(bytes, start, end);
    require(!judge(bytes, 0, bytes.len));

    struct stn_marks marks;
    stn_marks_find(&marks, bytes);
    for (size_t i = 0; i < marks.count; i++) {
        const struct stn_mark *mark = &marks.items[i];
        require(mark->span.start <= mark->span.end &&
                mark->span.end <= bytes.len);
        require(mark->reason.start <= mark->reason.end &&
                mark->reason.end <= bytes.len);
        stn_mark_names(mark, bytes, STN_STR("fuzz-rule"));
    }
    return 0;
}
