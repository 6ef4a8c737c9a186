/**
 * @file
 * From the events of a tree (JSON, YAML) to a walk: which path of which
 * recorder's files means what stands in one table, shapes.c. A new JSON or YAML
 * format is rows there, no code.
 *
 * A reader of trees calls key, scalar, begin and end in the order of the text.
 * Names and values may come in either order ("value" before "name"), so a tree
 * may need bytes of the window until an object ends; see
 * stn_http_tree_pending().
 */
#ifndef STN_HTTP_TREE_H
#define STN_HTTP_TREE_H

#include "http/walk.h"

enum stn_http_scalar {
    STN_HTTP_STRING,
    STN_HTTP_NUMBER,
    STN_HTTP_LITERAL, /**< true, false, null. */
};

struct stn_http_tree;

enum stn_status stn_http_tree_new(struct stn_http_tree **out,
                                  struct stn_http_walk *walk,
                                  struct stn_error *err);
void stn_http_tree_free(struct stn_http_tree *tree);

/** Another document begins: back to the root. */
void stn_http_tree_reset(struct stn_http_tree *tree);

/** All of the document are named values, whatever their paths: a body. Holds
 *  until the next reset. */
void stn_http_tree_fields(struct stn_http_tree *tree);

struct stn_json_token;

/** One token of JSON, as an event; not STN_JSON_MORE, _END, _OTHER.
 *  @param within  What the token's span is of. */
enum stn_status stn_http_tree_json(struct stn_http_tree *tree,
                                   const struct stn_segment *within,
                                   const struct stn_json_token *token,
                                   struct stn_error *err);

/** A map or a list begins, under the last key if in a map. Past
 *  STN_HTTP_NESTING_MAX it only counts. */
enum stn_status stn_http_tree_begin(struct stn_http_tree *tree, bool is_list,
                                    struct stn_error *err);
enum stn_status stn_http_tree_end(struct stn_http_tree *tree,
                                  struct stn_error *err);
/** @param name  Decoded; copied (its first bytes, if it is long). */
enum stn_status stn_http_tree_key(struct stn_http_tree *tree,
                                  struct stn_str name, struct stn_error *err);
/** @param value  Without quotes; value->within is the window's root. */
enum stn_status stn_http_tree_scalar(struct stn_http_tree *tree,
                                     enum stn_http_scalar type,
                                     const struct stn_http_value *value,
                                     struct stn_error *err);

/** Whether a path came that only captures have. A tree without a walk (NULL)
 *  is for asking that. */
bool stn_http_tree_is_telling(const struct stn_http_tree *tree);

/** Maps and lists that are open. */
size_t stn_http_tree_depth(const struct stn_http_tree *tree);
/** @return Where the first value stands that is still to be handed over;
 *          SIZE_MAX: there is none. */
size_t stn_http_tree_pending(const struct stn_http_tree *tree);
/** The window moved: all offsets are smaller by so much from now on, and values
 *  stand in `root`. */
void stn_http_tree_moved(struct stn_http_tree *tree, size_t by,
                         const struct stn_segment *root);
/** Hand over or forget what is pending: the window cannot grow. */
enum stn_status stn_http_tree_flush(struct stn_http_tree *tree,
                                    struct stn_error *err);

#endif
