/*
 * Any text is redacted or refused; what was redacted has nothing left to
 * redact, and keeps its length where that was asked for. The first byte says
 * how. Seeds hold {+} in their made-up secrets, which is taken out first.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "stanch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

/* Made once: its rules are compiled. */
static const struct stn_scanner *scanner(void)
{
    static struct stn_scanner *made;
    const struct stn_options options = {.jobs = 1, .now = 1800000000};

    if (made == NULL)
        require(stn_scanner_new(&made, &options, NULL) == STN_OK);
    return made;
}

static void unmark(struct stn_buf *out, struct stn_str text)
{
    const struct stn_str mark = STN_STR("{+}");

    for (;;) {
        const size_t at = stn_str_find(text, mark);
        stn_buf_append(out, stn_str_sub(text, 0, at));
        if (at == SIZE_MAX)
            return;
        text = stn_str_sub(text, at + mark.len, text.len);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct stn_buf text = STN_BUF_INIT(SIZE_MAX);
    struct stn_redaction *once = NULL;
    struct stn_redaction *twice = NULL;
    struct stn_redact_options options = {0};

    if (size == 0)
        return 0;
    options.same_length = (data[0] & 1) != 0;
    unmark(&text, (struct stn_str){(const char *)data + 1, size - 1});
    if (stn_redact_bytes(scanner(), "fuzz", text.ptr, text.len, &options, &once,
                         NULL) == STN_OK) {
        struct stn_str first;
        struct stn_str second;
        first.ptr = stn_redaction_bytes(once, &first.len);
        require(stn_redaction_count(once) > 0 ||
                stn_str_equal(first, stn_buf_str(&text)));
        require(stn_redact_bytes(scanner(), "fuzz", first.ptr, first.len,
                                 &options, &twice, NULL) == STN_OK);
        second.ptr = stn_redaction_bytes(twice, &second.len);
        require(stn_str_equal(first, second));
        require(stn_redaction_count(twice) == 0);
    }
    stn_redaction_free(once);
    stn_redaction_free(twice);
    stn_buf_dispose(&text);
    return 0;
}
