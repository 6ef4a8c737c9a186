#include "reports/sarif_parts.h"

#include "base/limits.h"
#include "reports/uri.h"

#define VALUE_BYTES_MAX (16 * STN_MIB)

const char *stn_sarif_level(enum stn_severity severity)
{
    switch (severity) {
    case STN_NOTE:
    case STN_LOW:
        return "note";
    case STN_HIGH:
    case STN_CRITICAL:
        return "error";
    case STN_SEVERITY_DEFAULT:
    case STN_MEDIUM:
    case STN_NEVER:
        break;
    }
    return "warning";
}

void stn_sarif_add_artifact(struct stn_json_writer *writer, cJSON *object,
                            struct stn_str path)
{
    struct stn_buf uri = STN_BUF_INIT(VALUE_BYTES_MAX);
    cJSON *item = stn_json_add_object(writer, object, "artifactLocation");

    stn_uri_append_path(&uri, path);
    if (uri.status < 0)
        writer->is_out_of_memory = true;
    stn_json_add_string(writer, item, "uri", stn_buf_str(&uri));
    if (path.ptr[0] != '/')
        stn_json_add_words(writer, item, "uriBaseId", STN_SARIF_BASE);
    stn_buf_dispose(&uri);
}

void stn_sarif_add_message(struct stn_json_writer *writer, cJSON *object,
                           const char *key, struct stn_str text)
{
    struct stn_buf words = STN_BUF_INIT(VALUE_BYTES_MAX);
    cJSON *message = stn_json_add_object(writer, object, key);

    for (;;) {
        size_t found = stn_str_find(text, STN_STR("]("));
        if (found == SIZE_MAX)
            break;
        stn_buf_append(&words, stn_str_sub(text, 0, found));
        stn_buf_puts(&words, "\\](");
        text = stn_str_sub(text, found + 2, text.len);
    }
    stn_buf_append(&words, text);
    if (words.status < 0)
        writer->is_out_of_memory = true;
    cJSON_AddItemToObject(message, "text",
                          stn_json_string(writer, stn_buf_str(&words)));
    stn_buf_dispose(&words);
}
