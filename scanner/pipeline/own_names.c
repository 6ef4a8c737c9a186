#include "pipeline/own_names.h"

#include "base/buf.h"
#include "base/limits.h"

#define RULE_HEAD                                                              \
    "version: 1\n"                                                             \
    "rules:\n"                                                                 \
    "  - id: http-configured-field\n"                                          \
    "    title: Field named in the configuration\n"                            \
    "    severity: high\n"                                                     \
    "    in: [header, cookie, query, form, json]\n"                            \
    "    pattern: '^(?<secret>\\S[^\\r\\n]{3,4000})$'\n"                       \
    "    advice: Revoke it with whoever issued it; http.names says that "      \
    "fields of this name hold secrets.\n"                                      \
    "    names: '(?i)^(?:"

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/* A name as a part of a pattern, in a YAML scalar in single quotes. */
static bool append_name(struct stn_buf *yaml, struct stn_str name)
{
    for (size_t i = 0; i < name.len; i++) {
        const char c = name.ptr[i];
        if ((unsigned char)c < ' ' || c == '\x7f')
            return false;
        if (!is_plain(c) && (unsigned char)c < 0x80)
            stn_buf_putc(yaml, '\\');
        if (c == '\'')
            stn_buf_putc(yaml, c);
        stn_buf_putc(yaml, c);
    }
    return name.len > 0;
}

enum stn_status stn_own_names_add(struct stn_rules *rules,
                                  struct stn_strings names,
                                  struct stn_error *err)
{
    struct stn_buf yaml = STN_BUF_INIT(STN_YAML_BYTES_MAX);
    enum stn_status status = STN_OK;

    stn_buf_puts(&yaml, RULE_HEAD);
    for (size_t i = 0; i < names.count && status >= 0; i++) {
        if (i > 0)
            stn_buf_putc(&yaml, '|');
        if (!append_name(&yaml, stn_str_of(names.items[i])))
            status =
                stn_fail(err, STN_EUSAGE,
                         "http.names: the %zuth is no field's name", i + 1);
    }
    stn_buf_puts(&yaml, ")$'\n");
    if (status >= 0)
        status = stn_buf_status(&yaml, err);
    if (status >= 0)
        status =
            stn_rules_parse(rules, "http.names", stn_buf_str(&yaml), NULL, err);
    stn_buf_dispose(&yaml);
    return status;
}
