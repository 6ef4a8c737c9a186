#include "http/yaml_parts.h"

/** Where keys stand that tell all by themselves. */
#define YAML_FRONT_BYTES 1024

/** What the first bytes of a text hold. */
struct signs {
    bool certain;   /**< Only a cassette has it. */
    bool list;      /**< interactions: */
    bool items;     /**< - request: */
    bool log;       /**< log: */
    bool entries;   /**< entries:, in something */
    bool request;   /**< request:, in something */
    bool exchange;  /**< url:, uri:, method: or response:, in something */
    bool is_dashed; /**< The line before was nothing but a dash. */
};

static bool has_key(struct stn_str line, const char *key)
{
    const struct stn_str name = stn_str_of(key);

    return stn_str_starts(line, name) && line.len > name.len &&
           line.ptr[name.len] == ':';
}

/* Keys of the root. */
static void read_root(struct signs *signs, struct stn_str line)
{
    if (has_key(line, "http_interactions") || has_key(line, "recorded_with") ||
        has_key(line, "__export_format") ||
        stn_str_starts(line, STN_STR("!tape")) ||
        stn_str_starts(line, STN_STR("--- !tape")) ||
        stn_str_starts(line, STN_STR("- !ruby/struct:VCR::HTTPInteraction")) ||
        stn_str_starts(line, STN_STR("type: collection.insomnia.rest/")))
        signs->certain = true;
    else if (has_key(line, "interactions"))
        signs->list = true;
    else if (has_key(line, "log"))
        signs->log = true;
}

/* Keys of anything, without dashes and indentation. */
static void read_inner(struct signs *signs, struct stn_str key, bool is_item)
{
    if (has_key(key, "request")) {
        signs->request = true;
        signs->items |= is_item || signs->is_dashed;
    } else if (has_key(key, "entries")) {
        signs->entries = true;
    } else if (has_key(key, "url") || has_key(key, "uri") ||
               has_key(key, "method") || has_key(key, "response")) {
        signs->exchange = true;
    }
}

static void read_line(struct signs *signs, struct stn_str line)
{
    struct stn_str key = stn_str_trim(line);
    bool is_item = false;

    if (key.len == 0 || key.ptr[0] == '#')
        return;
    if (key.ptr == line.ptr)
        read_root(signs, line);
    while (key.len > 1 && key.ptr[0] == '-' && key.ptr[1] == ' ') {
        key = stn_str_trim(stn_str_sub(key, 1, key.len));
        is_item = true;
    }
    if (key.ptr != line.ptr)
        read_inner(signs, key, is_item);
    signs->is_dashed = stn_str_equal(key, STN_STR("-"));
}

/* Whether the first line that says something can be of YAML: other texts need
 * not be looked at any further. */
static bool may_begin(struct stn_str line)
{
    size_t length = 0;

    if (line.ptr[0] == '-' || line.ptr[0] == '%' || line.ptr[0] == '!')
        return true;
    while (length < line.len &&
           (line.ptr[length] == '_' || line.ptr[length] == '-' ||
            (line.ptr[length] >= '0' && line.ptr[length] <= '9') ||
            ((line.ptr[length] | 0x20) >= 'a' &&
             (line.ptr[length] | 0x20) <= 'z')))
        length++;
    return length > 0 && length < line.len && line.ptr[length] == ':' &&
           (length + 1 == line.len || line.ptr[length + 1] == ' ');
}

static bool are_enough(const struct signs *signs)
{
    return signs->certain || (signs->list && signs->request) ||
           (signs->items && signs->exchange) ||
           (signs->log && signs->entries && signs->request);
}

bool stn_yaml_is_capture(struct stn_str head, bool is_whole)
{
    struct signs signs = {0};
    bool has_begun = false;
    size_t at = 0;

    (void)is_whole;
    /* All but Insomnia's have it, and what they do have stands in front. */
    if (stn_str_find(head, STN_STR("request:")) == SIZE_MAX)
        head = stn_str_sub(head, 0, YAML_FRONT_BYTES);
    while (at < head.len && !are_enough(&signs)) {
        const char *start = head.ptr + at;
        const char *stop = memchr(start, '\n', head.len - at);
        struct stn_str line = {start, stop != NULL ? (size_t)(stop - start)
                                                   : head.len - at};
        at += line.len + 1;
        while (line.len > 0 && line.ptr[line.len - 1] == '\r')
            line.len--;
        if (!has_begun && stn_str_trim(line).len > 0 && line.ptr[0] != '#') {
            if (!may_begin(line))
                return false;
            has_begun = true;
        }
        read_line(&signs, line);
    }
    return are_enough(&signs);
}
