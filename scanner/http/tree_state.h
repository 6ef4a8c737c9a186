/** @file The insides of a tree; private to the files that make it up. */
#ifndef STN_HTTP_TREE_STATE_H
#define STN_HTTP_TREE_STATE_H

#include "base/limits.h"
#include "http/shape_memo.h"
#include "http/test_events.h"
#include "http/tree.h"

/** What counts of a key. */
#define STN_TREE_KEY_BYTES_MAX 256
/** Values under one name of a pair: {"name": ..., "values": [...]}. */
#define STN_TREE_PAIR_VALUES_MAX 8

/** What an open map or list is. */
enum stn_tree_mode {
    STN_TREE_DEAD,   /**< nothing in it is of use */
    STN_TREE_SHAPES, /**< its path may lead somewhere */
    STN_TREE_NAMED,  /**< its keys are names; or its elements are pairs */
    STN_TREE_VALUES, /**< all in it are values of the name above */
    STN_TREE_PAIR,   /**< {"name": ..., "value": ...} */
    STN_TREE_PAIR_VALUES,
    STN_TREE_TUPLE,  /**< ["name", "value"] */
    STN_TREE_FLAT,   /**< ["name", "value", "name", ...] */
    STN_TREE_FIELDS, /**< a tree of named values */
    STN_TREE_BYTES,  /**< [104, 101, 108, ...] */
};

struct stn_tree_level {
    struct stn_http_shapes shapes;
    enum stn_tree_mode mode;
    enum stn_http_act act; /**< of named values: which kind */
    bool is_list;
    bool is_body;   /**< what leads nowhere is a field */
    uint32_t index; /**< of the element, from 0; UINT32_MAX before the first */
    uint32_t key;   /**< into `keys`; ends where the next level's begins */
    uint32_t key_end;
};

/** A name and its values, in whichever order they come. */
struct stn_tree_pair {
    char name[STN_TREE_KEY_BYTES_MAX];
    size_t name_length;
    struct stn_http_value values[STN_TREE_PAIR_VALUES_MAX];
    size_t value_count;
    bool is_http_only;
    int64_t expires;
};

struct stn_http_tree {
    struct stn_http_walk *walk; /**< NULL: only to see what it is */
    struct stn_tree_level levels[STN_HTTP_NESTING_MAX];
    size_t depth; /**< may pass the ceiling */
    struct stn_buf keys;
    struct stn_buf decoded; /**< of a name with escapes */
    struct stn_tree_pair pair;
    struct stn_http_value bytes; /**< of STN_TREE_BYTES; empty: none yet */
    size_t shown;                /**< levels that a place names */
    struct stn_http_test_events *events; /**< made when there are any */
    struct stn_shape_memo memo;
    bool has_action;
    bool is_telling;
    bool is_fields; /**< at the root already */
};

/** How many levels are known of; those past the ceiling are only counted. */
static inline size_t stn_tree_known_levels(const struct stn_http_tree *tree)
{
    return tree->depth < STN_HTTP_NESTING_MAX ? tree->depth
                                              : STN_HTTP_NESTING_MAX;
}

/** The innermost level; NULL at the root, and past the ceiling. */
static inline struct stn_tree_level *stn_tree_top(struct stn_http_tree *tree)
{
    if (tree->depth == 0 || tree->depth > STN_HTTP_NESTING_MAX)
        return NULL;
    return &tree->levels[tree->depth - 1];
}

static inline struct stn_str stn_tree_key_of(const struct stn_http_tree *tree,
                                             const struct stn_tree_level *level)
{
    return stn_str_sub(stn_buf_str(&tree->keys), level->key, level->key_end);
}

/** The level of the key nearest to what comes next; the depth: there is
 *  none. */
static inline size_t stn_tree_nearest_level(const struct stn_http_tree *tree)
{
    for (size_t i = tree->depth; i > 0; i--)
        if (!tree->levels[i - 1].is_list)
            return i - 1;
    return tree->depth;
}

static inline struct stn_str
stn_tree_nearest_key(const struct stn_http_tree *tree)
{
    const size_t level = stn_tree_nearest_level(tree);

    return level < tree->depth ? stn_tree_key_of(tree, &tree->levels[level])
                               : STN_STR("");
}

static inline struct stn_str stn_tree_bytes_of(struct stn_http_value value)
{
    return stn_str_sub(value.within->bytes, value.span.start, value.span.end);
}

/** The rows for what comes next. */
static inline struct stn_http_shapes
stn_tree_step(struct stn_http_tree *tree, const struct stn_tree_level *level)
{
    return stn_shape_memo_step(&tree->memo, level->shapes,
                               level->is_list ? STN_STR("[]")
                                              : stn_tree_key_of(tree, level));
}

/** Before something is handed over: show `levels` of the path. */
struct stn_http_walk *stn_tree_walk_at(struct stn_http_tree *tree,
                                       size_t levels);

/** A value's bytes as a name: its escapes are read, as far as it counts. */
struct stn_str stn_tree_name_of(struct stn_http_tree *tree,
                                struct stn_http_value value);

/** @name Named values, in all their layouts; see tree_named.c. */
/**@{*/
enum stn_status stn_tree_give(struct stn_http_tree *tree, enum stn_http_act act,
                              struct stn_str name, struct stn_http_value value,
                              size_t levels, struct stn_error *err);
void stn_tree_pair_clear(struct stn_tree_pair *pair);
enum stn_status stn_tree_give_pair(struct stn_http_tree *tree,
                                   struct stn_error *err);
void stn_tree_take_of_pair(struct stn_http_tree *tree,
                           enum stn_http_scalar type,
                           const struct stn_http_value *value);
enum stn_status stn_tree_take_of_list(struct stn_http_tree *tree,
                                      struct stn_tree_level *level,
                                      const struct stn_http_value *value,
                                      struct stn_error *err);
enum stn_status stn_tree_take_named(struct stn_http_tree *tree,
                                    struct stn_tree_level *level,
                                    const struct stn_http_value *value,
                                    struct stn_error *err);
enum stn_status stn_tree_take_value(struct stn_http_tree *tree,
                                    const struct stn_http_value *value,
                                    struct stn_error *err);
/**@}*/

/** @name Paths that shapes tell of; see tree_shaped.c. */
/**@{*/
enum stn_status stn_tree_take_shaped(struct stn_http_tree *tree,
                                     struct stn_tree_level *level,
                                     enum stn_http_scalar type,
                                     const struct stn_http_value *value,
                                     struct stn_error *err);
/** @param parent  NULL: the document begins. */
void stn_tree_begin_shaped(struct stn_http_tree *tree,
                           const struct stn_tree_level *parent,
                           struct stn_tree_level *child);
/**@}*/

#endif
