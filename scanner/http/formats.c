#include "http/format.h"

#include "http/format_list.h"

/* What begins with a signature first, what any text may look like last. */
const struct stn_http_format *const stn_http_formats[] = {
    &stn_http_zip,  &stn_http_gzip, &stn_http_mitm,   &stn_http_json,
    &stn_http_yaml, &stn_http_xml,  &stn_http_replay, &stn_http_trace,
    &stn_http_log,  NULL,
};

const struct stn_http_format *stn_http_format_of(struct stn_str head,
                                                 bool is_whole, bool all)
{
    for (size_t i = 0; stn_http_formats[i] != NULL; i++)
        if ((all || stn_http_formats[i]->is_encoded) &&
            stn_http_formats[i]->sniff(head, is_whole))
            return stn_http_formats[i];
    return NULL;
}

const struct stn_http_format *stn_http_format_log(void)
{
    return &stn_http_log;
}
