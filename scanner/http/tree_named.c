/** @file Names and their values, in every layout that recorders have. */
#include "http/date.h"
#include "http/tree_state.h"

/* "entries[3].request.headers" */
static void append_place(const void *reader, struct stn_buf *out)
{
    const struct stn_http_tree *tree = reader;
    const size_t start = out->len;

    for (size_t i = 0; i < tree->shown; i++) {
        const struct stn_tree_level *level = &tree->levels[i];
        if (level->is_list) {
            stn_buf_printf(out, "[%u]", (unsigned)level->index);
            continue;
        }
        struct stn_str key = stn_tree_key_of(tree, level);
        if (i == 0 && stn_str_equal(key, STN_STR("log")))
            continue;
        if (out->len > start)
            stn_buf_putc(out, '.');
        stn_buf_append(out, key);
    }
}

/* Before something is handed over: show `levels` of the path. */
struct stn_http_walk *stn_tree_walk_at(struct stn_http_tree *tree,
                                       size_t levels)
{
    tree->shown = levels;
    stn_http_walk_place(tree->walk, append_place, tree);
    return tree->walk;
}

/* The level at which the named values around here begin. */
static size_t named_level(const struct stn_http_tree *tree)
{
    for (size_t i = stn_tree_known_levels(tree); i > 0; i--)
        if (tree->levels[i - 1].mode == STN_TREE_NAMED ||
            tree->levels[i - 1].mode == STN_TREE_FLAT)
            return i - 1;
    return 0;
}

/* Hand over one named value. */
enum stn_status stn_tree_give(struct stn_http_tree *tree, enum stn_http_act act,
                              struct stn_str name, struct stn_http_value value,
                              size_t levels, struct stn_error *err)
{
    struct stn_http_walk *walk;

    if (tree->walk == NULL)
        return STN_OK;
    walk = stn_tree_walk_at(tree, levels);
    switch (act) {
    case STN_HTTP_ACT_HEADERS:
        return stn_http_header(walk, name, value, err);
    case STN_HTTP_ACT_COOKIES:
        return stn_http_cookie(walk, name, value, tree->pair.is_http_only,
                               tree->pair.expires, err);
    case STN_HTTP_ACT_QUERY:
        return stn_http_field(walk, STN_SEGMENT_QUERY, name, value, err);
    case STN_HTTP_ACT_FORM:
        return stn_http_field(walk, STN_SEGMENT_FORM, name, value, err);
    default:
        return stn_http_field(walk, STN_SEGMENT_JSON, name, value, err);
    }
}

/* A value's bytes as a name: its escapes are read, as far as it counts. */
struct stn_str stn_tree_name_of(struct stn_http_tree *tree,
                                struct stn_http_value value)
{
    struct stn_str bytes =
        stn_str_sub(stn_tree_bytes_of(value), 0, STN_TREE_KEY_BYTES_MAX);
    const struct stn_codec_info *codec = &stn_codecs[value.codec];

    if (codec->decode == NULL || memchr(bytes.ptr, '\\', bytes.len) == NULL)
        return bytes;
    stn_buf_clear(&tree->decoded);
    if (codec->decode(bytes, &tree->decoded, NULL, NULL) == STN_ENOMEM)
        return bytes;
    return stn_buf_str(&tree->decoded);
}

void stn_tree_pair_clear(struct stn_tree_pair *pair)
{
    pair->name_length = 0;
    pair->value_count = 0;
    pair->is_http_only = false;
    pair->expires = 0;
}

static void pair_name(struct stn_http_tree *tree, struct stn_http_value value)
{
    struct stn_str name = stn_tree_name_of(tree, value);

    memcpy(tree->pair.name, name.ptr, name.len);
    tree->pair.name_length = name.len;
}

static void pair_value(struct stn_http_tree *tree, struct stn_http_value value)
{
    if (tree->pair.value_count < STN_TREE_PAIR_VALUES_MAX)
        tree->pair.values[tree->pair.value_count++] = value;
}

/* Hand over what a pair holds. */
enum stn_status stn_tree_give_pair(struct stn_http_tree *tree,
                                   struct stn_error *err)
{
    struct stn_tree_pair *pair = &tree->pair;
    const struct stn_str name = {pair->name, pair->name_length};
    const size_t level = named_level(tree);
    enum stn_status status = STN_OK;

    for (size_t i = 0; i < pair->value_count && status >= 0; i++)
        status = stn_tree_give(tree, tree->levels[level].act, name,
                               pair->values[i], level, err);
    pair->value_count = 0;
    return status;
}

static bool is_one_of(struct stn_str key, const char *const *names)
{
    for (; *names != NULL && key.len > 0; names++)
        if ((key.ptr[0] | 0x20) == **names &&
            stn_str_equal_nocase(key, stn_str_of(*names)))
            return true;
    return false;
}

void stn_tree_take_of_pair(struct stn_http_tree *tree,
                           enum stn_http_scalar type,
                           const struct stn_http_value *value)
{
    static const char *const names[] = {"name", "key", "header", NULL};
    static const char *const values[] = {"value", "values", "text",
                                         "initialValue", NULL};
    const struct stn_str key = stn_tree_nearest_key(tree);

    if (is_one_of(key, names) && type == STN_HTTP_STRING)
        pair_name(tree, *value);
    else if (is_one_of(key, values) && type != STN_HTTP_LITERAL)
        pair_value(tree, *value);
    else if (key.len < 7)
        return;
    else if (stn_str_equal_nocase(key, STN_STR("httpOnly")))
        tree->pair.is_http_only =
            stn_str_equal_nocase(stn_tree_bytes_of(*value), STN_STR("true"));
    else if (stn_str_equal_nocase(key, STN_STR("expires")) ||
             stn_str_equal_nocase(key, STN_STR("expirationDate")))
        tree->pair.expires = stn_http_date(stn_tree_bytes_of(*value));
}

/* A list of "name", "value", ...; in a tuple what follows the name are its
 * values. */
enum stn_status stn_tree_take_of_list(struct stn_http_tree *tree,
                                      struct stn_tree_level *level,
                                      const struct stn_http_value *value,
                                      struct stn_error *err)
{
    struct stn_tree_pair *pair = &tree->pair;
    const bool is_name = level->mode == STN_TREE_TUPLE ? level->index == 0
                                                       : level->index % 2 == 0;

    if (is_name) {
        stn_tree_pair_clear(pair);
        pair_name(tree, *value);
        return STN_OK;
    }
    pair_value(tree, *value);
    return stn_tree_give_pair(tree, err);
}

/* An element of a list of headers that is "Name: value". */
static enum stn_status take_line(struct stn_http_tree *tree,
                                 struct stn_tree_level *level,
                                 struct stn_http_value value,
                                 struct stn_error *err)
{
    const struct stn_str line = stn_tree_bytes_of(value);
    const char *colon = memchr(line.ptr, ':', line.len);

    if (colon == NULL || colon - line.ptr > STN_TREE_KEY_BYTES_MAX)
        return STN_OK;
    size_t at = (size_t)(colon - line.ptr) + 1;
    while (at < line.len && line.ptr[at] == ' ')
        at++;
    const struct stn_str name =
        stn_str_sub(line, 0, (size_t)(colon - line.ptr));
    value.span.start += at;
    return stn_tree_give(tree, level->act, name, value, tree->depth, err);
}

enum stn_status stn_tree_take_named(struct stn_http_tree *tree,
                                    struct stn_tree_level *level,
                                    const struct stn_http_value *value,
                                    struct stn_error *err)
{
    if (level->is_list)
        return take_line(tree, level, *value, err);
    return stn_tree_give(tree, level->act, stn_tree_key_of(tree, level), *value,
                         tree->depth - 1, err);
}

/* A value somewhere below a name: one of several, or what a stub shall match.
 */
enum stn_status stn_tree_take_value(struct stn_http_tree *tree,
                                    const struct stn_http_value *value,
                                    struct stn_error *err)
{
    static const char *const others[] = {"matcher", "type",   "caseInsensitive",
                                         "doMatch", "schema", NULL};
    const struct stn_tree_level *level = stn_tree_top(tree);
    const size_t named = named_level(tree);

    if (!level->is_list && is_one_of(stn_tree_key_of(tree, level), others))
        return STN_OK;
    struct stn_str name = stn_tree_key_of(tree, &tree->levels[named]);
    /* "basic_auth": [user, password] */
    if (level->is_list && stn_str_equal(name, STN_STR("basic_auth"))) {
        if (level->index != 1)
            return STN_OK;
        name = STN_STR("password");
    }
    return stn_tree_give(tree, tree->levels[named].act, name, *value, named,
                         err);
}
