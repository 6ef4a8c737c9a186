#include "http/tree.h"

#include "base/alloc.h"
#include "http/json_lexer.h"
#include "http/tree_state.h"

enum stn_status stn_http_tree_new(struct stn_http_tree **out,
                                  struct stn_http_walk *walk,
                                  struct stn_error *err)
{
    struct stn_http_tree *tree = stn_calloc(1, sizeof(*tree));

    if (tree == NULL)
        return stn_fail_memory(err);
    tree->walk = walk;
    stn_buf_init(&tree->keys, STN_HTTP_NESTING_MAX * STN_TREE_KEY_BYTES_MAX);
    stn_buf_init(&tree->decoded, STN_TREE_KEY_BYTES_MAX);
    *out = tree;
    return STN_OK;
}

void stn_http_tree_free(struct stn_http_tree *tree)
{
    if (tree == NULL)
        return;
    stn_buf_dispose(&tree->keys);
    stn_buf_dispose(&tree->decoded);
    stn_http_test_events_free(tree->events);
    stn_free(tree);
}

void stn_http_tree_reset(struct stn_http_tree *tree)
{
    tree->depth = 0;
    tree->pair.value_count = 0;
    tree->bytes = (struct stn_http_value){0};
    tree->has_action = false;
    tree->is_fields = false;
    stn_buf_clear(&tree->keys);
}

void stn_http_tree_fields(struct stn_http_tree *tree)
{
    tree->is_fields = true;
}

size_t stn_http_tree_depth(const struct stn_http_tree *tree)
{
    return tree->depth;
}

bool stn_http_tree_is_telling(const struct stn_http_tree *tree)
{
    return tree->is_telling;
}

static void take_byte(struct stn_http_tree *tree, struct stn_http_value value)
{
    if (tree->bytes.within == NULL)
        tree->bytes = value;
    tree->bytes.span.end = value.span.end;
    tree->bytes.codec = STN_CODEC_DECIMAL;
}

enum stn_status stn_http_tree_scalar(struct stn_http_tree *tree,
                                     enum stn_http_scalar type,
                                     const struct stn_http_value *value,
                                     struct stn_error *err)
{
    struct stn_tree_level *level = stn_tree_top(tree);

    if (level == NULL)
        return STN_OK;
    if (level->is_list)
        level->index++;
    switch (level->mode) {
    case STN_TREE_DEAD:
        return STN_OK;
    case STN_TREE_SHAPES:
        return stn_tree_take_shaped(tree, level, type, value, err);
    case STN_TREE_NAMED:
        return type == STN_HTTP_LITERAL
                   ? STN_OK
                   : stn_tree_take_named(tree, level, value, err);
    case STN_TREE_VALUES:
        return type == STN_HTTP_LITERAL ? STN_OK
                                        : stn_tree_take_value(tree, value, err);
    case STN_TREE_PAIR:
    case STN_TREE_PAIR_VALUES:
        stn_tree_take_of_pair(tree, type, value);
        return STN_OK;
    case STN_TREE_TUPLE:
    case STN_TREE_FLAT:
        return stn_tree_take_of_list(tree, level, value, err);
    case STN_TREE_FIELDS:
        return type == STN_HTTP_LITERAL
                   ? STN_OK
                   : stn_tree_give(tree, STN_HTTP_ACT_FIELDS,
                                   stn_tree_nearest_key(tree), *value,
                                   stn_tree_nearest_level(tree), err);
    case STN_TREE_BYTES:
        if (type == STN_HTTP_NUMBER)
            take_byte(tree, *value);
        return STN_OK;
    }
    return STN_OK;
}

enum stn_status stn_http_tree_key(struct stn_http_tree *tree,
                                  struct stn_str name, struct stn_error *err)
{
    struct stn_tree_level *level = stn_tree_top(tree);

    if (level == NULL || level->mode == STN_TREE_DEAD)
        return STN_OK;
    stn_buf_truncate(&tree->keys, level->key);
    stn_buf_append(&tree->keys, stn_str_sub(name, 0, STN_TREE_KEY_BYTES_MAX));
    level->key_end = (uint32_t)tree->keys.len;
    tree->has_action |=
        tree->depth == 1 && stn_str_equal(name, STN_STR("Action"));
    return stn_buf_status(&tree->keys, err);
}

/* What a map or list is that begins among named values. */
static enum stn_tree_mode begin_named(const struct stn_tree_level *parent,
                                      bool is_list)
{
    if (!parent->is_list)
        return parent->act == STN_HTTP_ACT_FIELDS && !is_list ? STN_TREE_FIELDS
                                                              : STN_TREE_VALUES;
    return is_list ? STN_TREE_TUPLE : STN_TREE_PAIR;
}

static enum stn_tree_mode mode_below(const struct stn_tree_level *parent,
                                     bool is_list)
{
    switch (parent->mode) {
    case STN_TREE_NAMED:
        return begin_named(parent, is_list);
    case STN_TREE_VALUES:
    case STN_TREE_FIELDS:
        return parent->mode;
    case STN_TREE_PAIR:
        return is_list ? STN_TREE_PAIR_VALUES : STN_TREE_DEAD;
    default:
        return STN_TREE_DEAD;
    }
}

/* Whether a map of named values holds what has a row of its own: "header" is
 * one with some recorders, and holds "headers" with others. */
static bool leads_on(struct stn_http_tree *tree,
                     const struct stn_tree_level *parent)
{
    return parent->mode == STN_TREE_NAMED && !parent->is_list &&
           stn_http_shapes_here(stn_tree_step(tree, parent)) != NULL;
}

enum stn_status stn_http_tree_begin(struct stn_http_tree *tree, bool is_list,
                                    struct stn_error *err)
{
    struct stn_tree_level *parent = stn_tree_top(tree);

    (void)err;
    if (parent != NULL && parent->is_list)
        parent->index++;
    if (tree->depth++ >= STN_HTTP_NESTING_MAX)
        return STN_OK;
    struct stn_tree_level *child = &tree->levels[tree->depth - 1];
    *child = (struct stn_tree_level){.is_list = is_list,
                                     .index = UINT32_MAX,
                                     .key = (uint32_t)tree->keys.len,
                                     .key_end = (uint32_t)tree->keys.len};
    if (parent == NULL || parent->mode == STN_TREE_SHAPES ||
        leads_on(tree, parent))
        stn_tree_begin_shaped(tree, parent, child);
    else
        child->mode = mode_below(parent, is_list);
    if (child->mode == STN_TREE_PAIR || child->mode == STN_TREE_TUPLE ||
        child->mode == STN_TREE_FLAT)
        stn_tree_pair_clear(&tree->pair);
    return STN_OK;
}

enum stn_status stn_http_tree_end(struct stn_http_tree *tree,
                                  struct stn_error *err)
{
    struct stn_tree_level *level = stn_tree_top(tree);
    enum stn_status status = STN_OK;

    if (tree->depth == 0)
        return STN_OK;
    if (level == NULL) {
        tree->depth--;
        return STN_OK;
    }
    if (level->mode == STN_TREE_PAIR)
        status = stn_tree_give_pair(tree, err);
    stn_buf_truncate(&tree->keys, level->key);
    tree->depth--;
    if (level->mode == STN_TREE_BYTES && tree->bytes.within != NULL &&
        tree->walk != NULL) {
        const struct stn_http_value bytes = tree->bytes;
        tree->bytes = (struct stn_http_value){0};
        status = stn_http_body(stn_tree_walk_at(tree, tree->depth), bytes, err);
    }
    return status;
}

/* A key; its escapes are read, as far as it counts. */
static enum stn_status take_key(struct stn_http_tree *tree,
                                struct stn_http_value value,
                                const struct stn_json_token *token,
                                struct stn_error *err)
{
    return stn_http_tree_key(tree,
                             token->has_escape ? stn_tree_name_of(tree, value)
                                               : stn_tree_bytes_of(value),
                             err);
}

enum stn_status stn_http_tree_json(struct stn_http_tree *tree,
                                   const struct stn_segment *within,
                                   const struct stn_json_token *token,
                                   struct stn_error *err)
{
    const struct stn_http_value value = {within, token->span,
                                         token->has_escape ? STN_CODEC_JSON
                                                           : STN_CODEC_NONE};

    switch (token->kind) {
    case STN_JSON_MAP:
    case STN_JSON_LIST:
        return stn_http_tree_begin(tree, token->kind == STN_JSON_LIST, err);
    case STN_JSON_CLOSE:
        return stn_http_tree_end(tree, err);
    case STN_JSON_KEY:
        return take_key(tree, value, token, err);
    case STN_JSON_STRING:
        return stn_http_tree_scalar(tree, STN_HTTP_STRING, &value, err);
    case STN_JSON_NUMBER:
        return stn_http_tree_scalar(tree, STN_HTTP_NUMBER, &value, err);
    case STN_JSON_LITERAL:
        return stn_http_tree_scalar(tree, STN_HTTP_LITERAL, &value, err);
    default:
        return STN_OK;
    }
}

size_t stn_http_tree_pending(const struct stn_http_tree *tree)
{
    size_t pending = SIZE_MAX;

    for (size_t i = 0; i < tree->pair.value_count; i++)
        if (tree->pair.values[i].span.start < pending)
            pending = tree->pair.values[i].span.start;
    if (tree->bytes.within != NULL && tree->bytes.span.start < pending)
        pending = tree->bytes.span.start;
    return pending;
}

static void move_value(struct stn_http_value *value, size_t by,
                       const struct stn_segment *root)
{
    value->within = root;
    value->span.start -= by;
    value->span.end -= by;
}

void stn_http_tree_moved(struct stn_http_tree *tree, size_t by,
                         const struct stn_segment *root)
{
    for (size_t i = 0; i < tree->pair.value_count; i++)
        move_value(&tree->pair.values[i], by, root);
    if (tree->bytes.within != NULL)
        move_value(&tree->bytes, by, root);
}

/* The level of the list whose bytes are pending. */
static size_t bytes_level(const struct stn_http_tree *tree)
{
    size_t level = stn_tree_known_levels(tree);

    while (level > 0 && tree->levels[level - 1].mode != STN_TREE_BYTES)
        level--;
    return level > 0 ? level - 1 : 0;
}

enum stn_status stn_http_tree_flush(struct stn_http_tree *tree,
                                    struct stn_error *err)
{
    enum stn_status status = STN_OK;

    if (tree->pair.value_count > 0)
        status = stn_tree_give_pair(tree, err);
    if (status >= 0 && tree->bytes.within != NULL && tree->walk != NULL) {
        const struct stn_http_value bytes = tree->bytes;
        tree->bytes = (struct stn_http_value){0};
        status = stn_http_body(stn_tree_walk_at(tree, bytes_level(tree)), bytes,
                               err);
    }
    return status;
}
