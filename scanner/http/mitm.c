#include "http/mitm.h"

#include "base/alloc.h"
#include "http/tnetstring.h"

/* Bytes in which a flow shows that it is one: its length and its first key. */
#define FLOW_HEAD_BYTES 64

/* Flows without an end that are read as far as they go. Each may run over all
 * that follows, so a file of them would take forever. */
#define CUT_FLOWS_MAX 16

/* Any may come first: the order is that of the version that wrote it. */
static const char *const flow_keys[] = {
    "version",     "type",     "id",          "request",
    "response",    "messages", "websocket",   "error",
    "client_conn", "metadata", "server_conn", "timestamp_created",
    "intercepted", "marked",   "is_replay",   "mode",
    "comment",     "backup",
};

struct reader {
    struct stn_http_walk *walk;
    size_t flows;     /* So many were read. */
    size_t cut_flows; /* So many of them had no end. */
    bool is_lost;     /* What follows is no flow, and was said to be none. */
    const char *side; /* Where it stands, for places; or NULL. */
    const char *part;
};

/* One flow. */
struct reading {
    struct reader *reader;
    const struct stn_segment *root;
};

static void put_place(const void *payload, struct stn_buf *out)
{
    const struct reader *reader = payload;

    if (reader->side != NULL)
        stn_buf_printf(out, "flows[%zu].%s%s", reader->flows, reader->side,
                       reader->part);
}

static struct stn_str bytes_of(struct stn_str bytes,
                               const struct stn_tnetstring *item)
{
    return stn_str_sub(bytes, item->payload.start, item->payload.end);
}

/* --- Finding flows --- */

/* Whether a flow begins at `at`: a length, then the key of a flow. */
static bool begins_flow(struct stn_str bytes, size_t at)
{
    const struct stn_str head = stn_str_sub(bytes, 0, at + FLOW_HEAD_BYTES);
    struct stn_tnetstring flow;
    struct stn_tnetstring key;

    if (at >= head.len || stn_tnetstring_read(&flow, head, at) == STN_EINPUT ||
        stn_tnetstring_read(&key, head, flow.payload.start) != STN_OK ||
        !stn_tnetstring_is_string(&key))
        return false;
    for (size_t i = 0; i < sizeof(flow_keys) / sizeof(flow_keys[0]); i++)
        if (stn_str_equal(bytes_of(head, &key), stn_str_of(flow_keys[i])))
            return true;
    return false;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Where the next flow begins from `at` on; bytes.len: none. */
static size_t find_flow(struct stn_str bytes, size_t at)
{
    size_t least = at;

    while (at < bytes.len) {
        const char *hit = memchr(bytes.ptr + at, ':', bytes.len - at);
        if (hit == NULL)
            break;
        const size_t colon = (size_t)(hit - bytes.ptr);
        size_t start = colon;
        while (start > least && is_digit(bytes.ptr[start - 1]))
            start--;
        if (start < colon && begins_flow(bytes, start))
            return start;
        at = colon + 1;
        least = at;
    }
    return bytes.len;
}

static bool sniff(struct stn_str head, bool is_whole)
{
    (void)is_whole;
    return begins_flow(head, 0);
}

/* --- What a flow holds --- */

static struct stn_http_value value_of(const struct reading *reading,
                                      const struct stn_tnetstring *item)
{
    return (struct stn_http_value){reading->root, item->payload,
                                   STN_CODEC_NONE};
}

static bool find_string(struct stn_tnetstring *out,
                        const struct reading *reading,
                        const struct stn_tnetstring *dictionary,
                        struct stn_str key)
{
    return stn_tnetstring_find(out, reading->root->bytes, dictionary, key) &&
           stn_tnetstring_is_string(out) &&
           out->payload.start < out->payload.end;
}

/* A list of pairs. */
static enum stn_status read_headers(const struct reading *reading,
                                    const struct stn_tnetstring *headers,
                                    struct stn_error *err)
{
    const struct stn_str bytes = reading->root->bytes;
    struct stn_span rest = headers->payload;
    struct stn_tnetstring pair;
    struct stn_tnetstring name;
    struct stn_tnetstring value;
    enum stn_status status = STN_OK;

    while (status == STN_OK && stn_tnetstring_next(&pair, bytes, &rest)) {
        struct stn_span both = pair.payload;
        if (pair.type != ']' || !stn_tnetstring_next(&name, bytes, &both) ||
            !stn_tnetstring_next(&value, bytes, &both) ||
            !stn_tnetstring_is_string(&name) ||
            !stn_tnetstring_is_string(&value))
            continue;
        status = stn_http_header(reading->reader->walk, bytes_of(bytes, &name),
                                 value_of(reading, &value), err);
    }
    return status;
}

/* What a request and a response have alike. */
static enum stn_status read_message(const struct reading *reading,
                                    const struct stn_tnetstring *message,
                                    struct stn_error *err)
{
    static const char *const lists[] = {"headers", "trailers"};
    struct reader *reader = reading->reader;
    struct stn_tnetstring item;
    enum stn_status status = STN_OK;

    reader->part = ".headers";
    for (size_t i = 0; status == STN_OK && i < 2; i++)
        if (stn_tnetstring_find(&item, reading->root->bytes, message,
                                stn_str_of(lists[i])) &&
            item.type == ']')
            status = read_headers(reading, &item, err);
    reader->part = ".content";
    if (status == STN_OK &&
        find_string(&item, reading, message, STN_STR("content")))
        status = stn_http_body(reader->walk, value_of(reading, &item), err);
    return status;
}

static enum stn_status read_request(const struct reading *reading,
                                    const struct stn_tnetstring *request,
                                    struct stn_error *err)
{
    struct reader *reader = reading->reader;
    struct stn_tnetstring item;
    enum stn_status status = STN_OK;

    reader->side = "request";
    reader->part = ".host";
    stn_http_side(reader->walk, false);
    if (find_string(&item, reading, request, STN_STR("host")))
        status = stn_http_header(reader->walk, STN_STR("Host"),
                                 value_of(reading, &item), err);
    reader->part = ".path";
    if (status == STN_OK &&
        find_string(&item, reading, request, STN_STR("path")))
        status = stn_http_url(reader->walk, value_of(reading, &item), err);
    return status == STN_OK ? read_message(reading, request, err) : status;
}

/* Of a web socket or a bare connection: lists that hold who sent it and what,
 * among other things. */
static enum stn_status read_messages(const struct reading *reading,
                                     const struct stn_tnetstring *messages,
                                     struct stn_error *err)
{
    const struct stn_str bytes = reading->root->bytes;
    struct reader *reader = reading->reader;
    struct stn_span rest = messages->payload;
    struct stn_tnetstring message;
    struct stn_tnetstring item;
    enum stn_status status = STN_OK;

    reader->side = "messages";
    reader->part = "";
    while (status == STN_OK && stn_tnetstring_next(&message, bytes, &rest)) {
        struct stn_span parts = message.payload;
        if (message.type != ']')
            continue;
        while (stn_tnetstring_next(&item, bytes, &parts)) {
            if (item.type == '!')
                stn_http_side(
                    reader->walk,
                    !stn_str_equal(bytes_of(bytes, &item), STN_STR("true")));
            if (!stn_tnetstring_is_string(&item))
                continue;
            status = stn_http_body(reader->walk, value_of(reading, &item), err);
            break;
        }
    }
    return status;
}

static bool find_container(struct stn_tnetstring *out,
                           const struct reading *reading,
                           const struct stn_tnetstring *dictionary,
                           const char *key, char type)
{
    return stn_tnetstring_find(out, reading->root->bytes, dictionary,
                               stn_str_of(key)) &&
           out->type == type;
}

static enum stn_status read_flow(const struct reading *reading,
                                 const struct stn_tnetstring *flow,
                                 struct stn_error *err)
{
    struct reader *reader = reading->reader;
    struct stn_tnetstring item;
    enum stn_status status = STN_OK;

    stn_http_exchange(reader->walk);
    if (find_container(&item, reading, flow, "request", '}'))
        status = read_request(reading, &item, err);
    if (status == STN_OK &&
        find_container(&item, reading, flow, "response", '}')) {
        reader->side = "response";
        stn_http_side(reader->walk, true);
        status = read_message(reading, &item, err);
    }
    if (status == STN_OK &&
        find_container(&item, reading, flow, "messages", ']'))
        status = read_messages(reading, &item, err);
    if (status == STN_OK &&
        find_container(&item, reading, flow, "websocket", '}') &&
        find_container(&item, reading, &item, "messages", ']'))
        status = read_messages(reading, &item, err);
    reader->side = NULL;
    return status;
}

/* A flow, and what it was before someone edited it. */
static enum stn_status read_versions(struct reader *reader,
                                     const struct stn_segment *root,
                                     const struct stn_tnetstring *flow,
                                     struct stn_error *err)
{
    const struct reading reading = {reader, root};
    struct stn_tnetstring backup;

    enum stn_status status = read_flow(&reading, flow, err);
    if (status == STN_OK &&
        find_container(&backup, &reading, flow, "backup", '}'))
        status = read_flow(&reading, &backup, err);
    reader->flows++;
    reader->is_lost = false;
    return status;
}

/* --- Windows --- */

/* Go on behind what is no flow, or one that has no end. */
static enum stn_status find_next(struct reader *reader,
                                 const struct stn_http_window *window,
                                 size_t *at, struct stn_error *err)
{
    const struct stn_str bytes = window->root->bytes;
    enum stn_status status = STN_OK;

    if (!reader->is_lost)
        status = stn_http_note(reader->walk, "a flow is damaged, or too large",
                               false, err);
    reader->is_lost = true;
    *at = find_flow(bytes, *at + 1);
    /* One may begin in the last bytes and not be told yet. */
    if (*at == bytes.len && !window->is_last)
        *at = window->limit;
    return status;
}

/* Read what is at `at`, and move it along. STN_DONE: more bytes are needed. */
static enum stn_status read_next(struct reader *reader,
                                 const struct stn_http_window *window,
                                 size_t *at, struct stn_error *err)
{
    const struct stn_str bytes = window->root->bytes;
    const bool is_end = window->is_last || window->is_forced;
    struct stn_tnetstring flow;
    enum stn_status status = STN_OK;

    const enum stn_status found = begins_flow(bytes, *at)
                                      ? stn_tnetstring_read(&flow, bytes, *at)
                                      : STN_EINPUT;
    if (!is_end &&
        (found == STN_DONE || (found < 0 && bytes.len - *at < FLOW_HEAD_BYTES)))
        return STN_DONE;
    if (found == STN_OK && flow.type == '}') {
        *at = flow.end;
        return read_versions(reader, window->root, &flow, err);
    }
    if (found == STN_DONE && reader->cut_flows < CUT_FLOWS_MAX) {
        reader->cut_flows++;
        status = read_versions(reader, window->root, &flow, err);
    }
    return status == STN_OK ? find_next(reader, window, at, err) : status;
}

static enum stn_status read_window(void *payload,
                                   const struct stn_http_window *window,
                                   size_t *consumed, struct stn_error *err)
{
    enum stn_status status = STN_OK;

    *consumed = window->from;
    while (status == STN_OK && *consumed < window->limit)
        status = read_next(payload, window, consumed, err);
    return status == STN_DONE ? STN_OK : status;
}

static void close_reader(void *reader)
{
    stn_free(reader);
}

static enum stn_status open_reader(void **out, struct stn_http_walk *walk,
                                   struct stn_error *err)
{
    struct reader *reader = stn_calloc(1, sizeof(*reader));

    if (reader == NULL)
        return stn_fail_memory(err);
    reader->walk = walk;
    stn_http_walk_place(walk, put_place, reader);
    *out = reader;
    return STN_OK;
}

const struct stn_http_format stn_http_mitm = {
    .name = "mitmproxy",
    .summary = "mitmproxy's flow files",
    .is_encoded = true,
    .sniff = sniff,
    .open = open_reader,
    .read = read_window,
    .close = close_reader,
};
