#include "reports/json_writer.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "findings/fingerprint.h"

/* Bytes of one value: a path, a reason, a location. */
#define VALUE_BYTES_MAX (16 * STN_MIB)

void stn_json_begin(struct stn_json_writer *writer, struct stn_buf *out)
{
    *writer = (struct stn_json_writer){.out = out,
                                       .value = STN_BUF_INIT(VALUE_BYTES_MAX)};
}

enum stn_status stn_json_finish(struct stn_json_writer *writer,
                                struct stn_error *err)
{
    enum stn_status status = stn_buf_status(writer->out, err);

    if (status == STN_OK)
        status = stn_buf_status(&writer->value, err);
    if (status == STN_OK && writer->is_out_of_memory)
        status = stn_fail_memory(err);
    stn_buf_dispose(&writer->value);
    return status;
}

bool stn_json_has_failed(const struct stn_json_writer *writer)
{
    return writer->is_out_of_memory || writer->out->status < 0;
}

void stn_json_keep(struct stn_json_writer *writer, const void *made)
{
    if (made == NULL)
        writer->is_out_of_memory = true;
}

cJSON *stn_json_object(struct stn_json_writer *writer)
{
    cJSON *object = cJSON_CreateObject();

    stn_json_keep(writer, object);
    return object;
}

cJSON *stn_json_add_object(struct stn_json_writer *writer, cJSON *object,
                           const char *key)
{
    cJSON *item = cJSON_AddObjectToObject(object, key);

    stn_json_keep(writer, item);
    return item;
}

cJSON *stn_json_add_array(struct stn_json_writer *writer, cJSON *object,
                          const char *key)
{
    cJSON *item = cJSON_AddArrayToObject(object, key);

    stn_json_keep(writer, item);
    return item;
}

static bool is_hex(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f') ||
           (byte >= 'A' && byte <= 'F');
}

static void append_utf8(struct stn_buf *out, struct stn_str bytes)
{
    for (size_t at = 0; at < bytes.len;) {
        struct stn_str rest = stn_str_sub(bytes, at, bytes.len);
        size_t length;
        uint32_t code_point = stn_utf8_decode(rest, &length);
        bool is_escape = rest.len >= 4 && rest.ptr[0] == '\\' &&
                         rest.ptr[1] == 'x' && is_hex(rest.ptr[2]) &&
                         is_hex(rest.ptr[3]);

        if (code_point == UINT32_MAX || code_point == 0 || is_escape)
            stn_buf_printf(out, "\\x%02X", (unsigned)(unsigned char)*rest.ptr);
        else
            stn_buf_append(out, stn_str_sub(rest, 0, length));
        at += length;
    }
}

cJSON *stn_json_string(struct stn_json_writer *writer, struct stn_str text)
{
    cJSON *item = NULL;

    stn_buf_clear(&writer->value);
    append_utf8(&writer->value, text);
    if (writer->value.status == STN_OK)
        item = cJSON_CreateString(writer->value.ptr);
    stn_json_keep(writer, item);
    return item;
}

void stn_json_add_string(struct stn_json_writer *writer, cJSON *object,
                         const char *key, struct stn_str text)
{
    if (text.len > 0)
        cJSON_AddItemToObject(object, key, stn_json_string(writer, text));
}

void stn_json_add_words(struct stn_json_writer *writer, cJSON *object,
                        const char *key, const char *words)
{
    stn_json_add_string(writer, object, key, stn_str_of(words));
}

void stn_json_add_buf(struct stn_json_writer *writer, cJSON *object,
                      const char *key, struct stn_buf *text)
{
    if (text->status < 0)
        writer->is_out_of_memory = true;
    stn_json_add_string(writer, object, key, stn_buf_str(text));
    stn_buf_dispose(text);
}

bool stn_json_is_exact(struct stn_str text)
{
    return stn_utf8_is_valid(text) &&
           stn_str_find(text, (struct stn_str){"", 1}) == SIZE_MAX;
}

void stn_json_add_exact(struct stn_json_writer *writer, cJSON *object,
                        const char *key, struct stn_str text)
{
    char *copy = stn_strndup(text.ptr, text.len);

    stn_json_keep(writer, copy);
    if (copy != NULL)
        stn_json_keep(writer, cJSON_AddStringToObject(object, key, copy));
    stn_free(copy);
}

void stn_json_add_number(struct stn_json_writer *writer, cJSON *object,
                         const char *key, uint64_t number)
{
    char digits[32];

    snprintf(digits, sizeof(digits), "%" PRIu64, number);
    stn_json_keep(writer, cJSON_AddRawToObject(object, key, digits));
}

void stn_json_add_fingerprint(struct stn_json_writer *writer, cJSON *object,
                              const char *key,
                              const struct stn_finding *finding)
{
    struct stn_buf text = STN_BUF_INIT(VALUE_BYTES_MAX);

    stn_fingerprint_append(&text, finding);
    stn_json_add_buf(writer, object, key, &text);
}

/*
 * Reports end up in the logs of CI systems, where "##[" is a command. Within a
 * JSON string, and nowhere else is a '#', an escape means the same.
 */
static void put_quiet(struct stn_buf *out, struct stn_str json)
{
    for (;;) {
        size_t found = stn_str_find(json, STN_STR("##"));
        if (found == SIZE_MAX)
            break;
        stn_buf_append(out, stn_str_sub(json, 0, found + 1));
        stn_buf_puts(out, "\\u0023");
        json = stn_str_sub(json, found + 2, json.len);
    }
    stn_buf_append(out, json);
}

void stn_json_put(struct stn_json_writer *writer, cJSON *object)
{
    char *text =
        writer->is_out_of_memory ? NULL : cJSON_PrintUnformatted(object);

    stn_json_keep(writer, text);
    if (text != NULL)
        put_quiet(writer->out, stn_str_of(text));
    cJSON_free(text);
    cJSON_Delete(object);
}
