/** @file Secrets that a log names as such: a mask told to GitHub Actions, a
 *  variable of an .http file. */
#include <string.h>

#include "http/log_reader.h"

static enum stn_status take(struct stn_http_log *log,
                            const struct stn_log_line *line,
                            struct stn_str name, struct stn_span span,
                            struct stn_error *err)
{
    log->is_lone = true;
    log->where = STN_LOG_IN_COMMAND;
    const enum stn_status status = stn_log_take_field(
        log, STN_SEGMENT_FORM, name, line->within,
        stn_log_trim(line->within->bytes, span), STN_CODEC_NONE, err);
    log->is_lone = false;
    return status;
}

/* "::add-mask::value": what must not be seen, for all to see. */
static enum stn_status read_mask(struct stn_http_log *log,
                                 const struct stn_log_line *line, size_t at,
                                 size_t *next, struct stn_error *err)
{
    *next = line->end;
    return take(log, line, STN_STR("secret"),
                (struct stn_span){at + strlen("::add-mask::"), line->end}, err);
}

const struct stn_log_grammar stn_log_mask = {
    .name = "mask",
    .read = read_mask,
};

/* "@name = value", at the start of a line. */
static enum stn_status read_variable(struct stn_http_log *log,
                                     const struct stn_log_line *line, size_t at,
                                     size_t *next, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    size_t end = at + 1;

    if (at != line->start)
        return STN_OK;
    while (end < bytes.len && stn_log_is_word(bytes.ptr[end]))
        end++;
    const size_t equals = stn_log_skip_spaces(bytes, end);
    if (equals >= bytes.len || bytes.ptr[equals] != '=')
        return STN_OK;
    *next = equals + 1; /* It may be a URL. */
    return take(log, line, stn_str_sub(bytes, at + 1, end),
                (struct stn_span){equals + 1, line->end}, err);
}

const struct stn_log_grammar stn_log_variable = {
    .name = "variable",
    .read = read_variable,
};
