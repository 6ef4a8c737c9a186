/** @file What wget -d and curl -v say besides the messages. */
#include <string.h>

#include "http/log_reader.h"

/* "Setting --header (header) to Name: value". */
static enum stn_status read_setting(struct stn_http_log *log,
                                    const struct stn_log_line *line, size_t at,
                                    struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    const struct stn_str rest = stn_str_sub(bytes, at, at + 80);
    const size_t to = stn_str_find(rest, STN_STR(") to "));
    const size_t open = stn_str_find(rest, STN_STR(" ("));
    struct stn_log_field field;

    if (to == SIZE_MAX || open == SIZE_MAX || open + 2 > to)
        return STN_OK;
    const struct stn_str name = stn_str_sub(rest, open + 2, to);
    const struct stn_span value = {at + to + strlen(") to "), line->end};
    if (stn_str_equal(name, STN_STR("header"))) {
        if (!stn_log_field_at(bytes, value.start, &field))
            return STN_OK;
        return stn_log_take_header(log, line->within, field.name, field.value,
                                   STN_CODEC_NONE, err);
    }
    if (stn_str_equal(name, STN_STR("postdata")) ||
        stn_str_equal(name, STN_STR("bodydata")))
        return stn_log_take_body(log, line->within, value, STN_CODEC_NONE, err);
    if (stn_str_find(name, STN_STR("password")) == SIZE_MAX)
        return STN_OK;
    log->where = STN_LOG_IN_COMMAND;
    return stn_log_take_field(log, STN_SEGMENT_FORM, STN_STR("password"),
                              line->within, value, STN_CODEC_NONE, err);
}

/* "Stored cookie host 80 / <session> <insecure> [expiry none] name value". */
static enum stn_status read_cookie(struct stn_http_log *log,
                                   const struct stn_log_line *line,
                                   struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    size_t value = line->end;

    while (value > line->start && bytes.ptr[value - 1] != ' ')
        value--;
    if (value <= line->start + 1)
        return STN_OK;
    size_t name = value - 1;
    while (name > line->start && bytes.ptr[name - 1] != ' ')
        name--;
    return stn_log_take_cookie(
        log, line->within, stn_str_sub(bytes, name, value - 1),
        (struct stn_span){value, line->end}, false, 0, err);
}

/* "Added cookie name="value" for domain". */
static enum stn_status read_added(struct stn_http_log *log,
                                  const struct stn_log_line *line, size_t at,
                                  struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    struct stn_log_string string;

    at += strlen(bytes.ptr[at] == 'A' ? "Added cookie " : "Replaced cookie ");
    const char *equals = memchr(bytes.ptr + at, '=', bytes.len - at);
    if (equals == NULL)
        return STN_OK;
    const size_t end = (size_t)(equals - bytes.ptr);
    if (!stn_log_string_at(bytes, end + 1, &string))
        return STN_OK;
    return stn_log_take_cookie(log, line->within, stn_str_sub(bytes, at, end),
                               string.span, false, 0, err);
}

static enum stn_status read_wget(struct stn_http_log *log,
                                 const struct stn_log_line *line, size_t at,
                                 size_t *next, struct stn_error *err)
{
    static const struct stn_str data = STN_STR("[BODY data: ");
    const struct stn_str bytes = stn_log_bytes(line);

    *next = line->end;
    if (bytes.ptr[at] == '[') {
        size_t end = line->end;
        end -= bytes.ptr[end - 1] == ']';
        if (log->state.is_response)
            stn_log_set_side(log, false);
        return stn_log_take_body(log, line->within,
                                 (struct stn_span){at + data.len, end},
                                 STN_CODEC_NONE, err);
    }
    log->is_lone = true;
    enum stn_status status;
    if (bytes.ptr[at] != 'S')
        status = read_added(log, line, at, err);
    else if (bytes.ptr[at + 1] == 't')
        status = read_cookie(log, line, err);
    else
        status = read_setting(log, line, at, err);
    log->is_lone = false;
    return status;
}

const struct stn_log_grammar stn_log_wget = {
    .name = "wget",
    .read = read_wget,
};
