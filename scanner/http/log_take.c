/** @file Handing over to the walk, and the words for where things stood. */
#include <string.h>

#include "http/log_reader.h"

void stn_log_place(const void *reader, struct stn_buf *out)
{
    static const char *const names[] = {
        [STN_LOG_IN_URL] = "url",         [STN_LOG_IN_HEADERS] = "headers",
        [STN_LOG_IN_COOKIES] = "cookies", [STN_LOG_IN_BODY] = "body",
        [STN_LOG_IN_COMMAND] = "command",
    };
    const struct stn_http_log *log = reader;
    const struct stn_log_state *state = &log->state;

    if (state->test_length > 0) {
        stn_buf_append(out, (struct stn_str){state->test, state->test_length});
        stn_buf_puts(out, " \xe2\x80\xba ");
    }
    if (log->is_lone || state->exchanges == 0)
        stn_buf_puts(out, "log");
    else
        stn_buf_printf(out, "exchange[%zu].%s", state->exchanges - 1,
                       state->is_response ? "response" : "request");
    stn_buf_printf(out, ".%s", names[log->where]);
}

enum stn_status stn_log_take_url(struct stn_http_log *log,
                                 const struct stn_segment *within,
                                 struct stn_span span, enum stn_codec codec,
                                 struct stn_error *err)
{
    const struct stn_http_value value = {within, span, codec};

    log->where = STN_LOG_IN_URL;
    return stn_http_url(log->walk, value, err);
}

/* The headers that say how the body is written. */
static void note_header(struct stn_log_message *message, struct stn_str name,
                        struct stn_str value)
{
    message->header_count++;
    if (stn_str_equal_nocase(name, STN_STR("content-length"))) {
        size_t length = 0;

        for (size_t i = 0; i < value.len && i < 9; i++)
            if (value.ptr[i] >= '0' && value.ptr[i] <= '9')
                length = length * 10 + (size_t)(value.ptr[i] - '0');
        message->length = length;
    } else if (stn_str_equal_nocase(name, STN_STR("transfer-encoding"))) {
        message->is_chunked =
            stn_str_find_nocase(value, STN_STR("chunked")) != SIZE_MAX;
    } else if (stn_str_equal_nocase(name, STN_STR("content-type"))) {
        message->has_type = true;
        message->is_json =
            stn_str_find_nocase(value, STN_STR("json")) != SIZE_MAX;
        message->is_multipart =
            stn_str_find_nocase(value, STN_STR("multipart/")) != SIZE_MAX;
    }
}

enum stn_status stn_log_take_header(struct stn_http_log *log,
                                    const struct stn_segment *within,
                                    struct stn_str name, struct stn_span span,
                                    enum stn_codec codec, struct stn_error *err)
{
    span = stn_log_trim(within->bytes, span);
    const struct stn_http_value value = {within, span, codec};
    note_header(&log->state.message, name,
                stn_str_sub(within->bytes, span.start, span.end));
    if (span.end == span.start || name.len == 0)
        return STN_OK;
    log->where = STN_LOG_IN_HEADERS;
    return stn_http_header(log->walk, name, value, err);
}

enum stn_status stn_log_take_body(struct stn_http_log *log,
                                  const struct stn_segment *within,
                                  struct stn_span span, enum stn_codec codec,
                                  struct stn_error *err)
{
    span = stn_log_trim(within->bytes, span);
    const struct stn_http_value value = {within, span, codec};

    if (span.end == span.start)
        return STN_OK;
    log->where = STN_LOG_IN_BODY;
    return stn_http_body(log->walk, value, err);
}

enum stn_status stn_log_take_field(struct stn_http_log *log,
                                   enum stn_segment_kind kind,
                                   struct stn_str name,
                                   const struct stn_segment *within,
                                   struct stn_span span, enum stn_codec codec,
                                   struct stn_error *err)
{
    const struct stn_http_value value = {within, span, codec};

    if (span.end <= span.start || name.len == 0)
        return STN_OK;
    return stn_http_field(log->walk, kind, name, value, err);
}

enum stn_status stn_log_take_cookie(struct stn_http_log *log,
                                    const struct stn_segment *within,
                                    struct stn_str name, struct stn_span span,
                                    bool is_http_only, int64_t expires,
                                    struct stn_error *err)
{
    const struct stn_http_value value = {within, span, STN_CODEC_NONE};

    if (span.end <= span.start || name.len == 0)
        return STN_OK;
    log->where = STN_LOG_IN_COOKIES;
    return stn_http_cookie(log->walk, name, value, is_http_only, expires, err);
}
