/** @file What stands at the paths of the tables of shapes.c. */
#include "http/tree_state.h"

/* What a test printed, or whose it is. */
static enum stn_status take_event(struct stn_http_tree *tree,
                                  enum stn_http_act act,
                                  struct stn_http_value value,
                                  struct stn_error *err)
{
    if (tree->events == NULL) {
        enum stn_status status =
            stn_http_test_events_new(&tree->events, tree->walk, err);
        if (status < 0)
            return status;
    }
    if (act == STN_HTTP_ACT_PACKAGE)
        stn_http_test_events_package(tree->events, stn_tree_bytes_of(value));
    else if (act == STN_HTTP_ACT_TEST)
        stn_http_test_events_test(tree->events, stn_tree_name_of(tree, value));
    else
        return stn_http_test_events_line(tree->events, value, err);
    return STN_OK;
}

static enum stn_status take_at_shape(struct stn_http_tree *tree,
                                     const struct stn_http_shape *shape,
                                     struct stn_http_value value,
                                     struct stn_error *err)
{
    switch (shape->act) {
    case STN_HTTP_ACT_URL:
        return stn_http_url(stn_tree_walk_at(tree, tree->depth), value, err);
    case STN_HTTP_ACT_ANSWER:
        stn_http_side(tree->walk, true);
        return stn_http_body(stn_tree_walk_at(tree, tree->depth), value, err);
    case STN_HTTP_ACT_BODY:
        return stn_http_body(stn_tree_walk_at(tree, tree->depth), value, err);
    case STN_HTTP_ACT_FIELD:
        return stn_tree_give(tree, STN_HTTP_ACT_FIELDS,
                             stn_tree_nearest_key(tree), value,
                             stn_tree_nearest_level(tree), err);
    case STN_HTTP_ACT_PACKAGE:
    case STN_HTTP_ACT_TEST:
    case STN_HTTP_ACT_LINE:
        return tree->has_action ? take_event(tree, shape->act, value, err)
                                : STN_OK;
    case STN_HTTP_ACT_QUERY:
        return stn_http_parameter_text(stn_tree_walk_at(tree, tree->depth),
                                       STN_SEGMENT_QUERY, value, err);
    case STN_HTTP_ACT_FORM:
        return stn_http_parameter_text(stn_tree_walk_at(tree, tree->depth),
                                       STN_SEGMENT_FORM, value, err);
    case STN_HTTP_ACT_COOKIES:
        return stn_http_header(stn_tree_walk_at(tree, tree->depth - 1),
                               STN_STR("Cookie"), value, err);
    case STN_HTTP_ACT_NONE:
        return STN_OK;
    default:
        return stn_http_text(stn_tree_walk_at(tree, tree->depth), value, err);
    }
}

enum stn_status stn_tree_take_shaped(struct stn_http_tree *tree,
                                     struct stn_tree_level *level,
                                     enum stn_http_scalar type,
                                     const struct stn_http_value *value,
                                     struct stn_error *err)
{
    const struct stn_http_shapes shapes = stn_tree_step(tree, level);
    const struct stn_http_shape *shape = stn_http_shapes_here(shapes);

    if (shape == NULL) {
        if (level->is_body && type != STN_HTTP_LITERAL)
            return stn_tree_give(tree, STN_HTTP_ACT_FIELDS,
                                 stn_tree_nearest_key(tree), *value,
                                 stn_tree_nearest_level(tree), err);
        return STN_OK;
    }
    tree->is_telling |= shape->is_telling ||
                        (shape->act == STN_HTTP_ACT_LINE && tree->has_action);
    if (tree->walk == NULL || type == STN_HTTP_LITERAL)
        return STN_OK;
    if (shape->cure != NULL)
        stn_http_walk_cure(tree->walk, shape->cure);
    return take_at_shape(tree, shape, *value, err);
}

/* What a shape says of a map or list that begins. */
static void begin_at_shape(struct stn_http_tree *tree,
                           struct stn_tree_level *child,
                           const struct stn_http_shape *shape)
{
    tree->is_telling |= shape->is_telling;
    if (tree->walk != NULL && shape->cure != NULL)
        stn_http_walk_cure(tree->walk, shape->cure);
    child->act = shape->act;
    switch (shape->act) {
    case STN_HTTP_ACT_EXCHANGE:
        if (tree->walk != NULL)
            stn_http_exchange(tree->walk);
        break;
    case STN_HTTP_ACT_REQUEST:
    case STN_HTTP_ACT_RESPONSE:
        if (tree->walk != NULL)
            stn_http_side(tree->walk, shape->act == STN_HTTP_ACT_RESPONSE);
        break;
    case STN_HTTP_ACT_ANSWER:
        if (tree->walk != NULL)
            stn_http_side(tree->walk, true);
        child->is_body = true;
        break;
    case STN_HTTP_ACT_BODY:
        child->is_body = true;
        break;
    case STN_HTTP_ACT_HEADERS:
    case STN_HTTP_ACT_COOKIES:
    case STN_HTTP_ACT_QUERY:
    case STN_HTTP_ACT_FORM:
    case STN_HTTP_ACT_FIELDS:
        child->mode = STN_TREE_NAMED;
        stn_tree_pair_clear(&tree->pair);
        break;
    case STN_HTTP_ACT_FLAT:
        child->mode = STN_TREE_FLAT;
        child->act = STN_HTTP_ACT_HEADERS;
        break;
    case STN_HTTP_ACT_BYTES:
        child->mode = STN_TREE_BYTES;
        tree->bytes = (struct stn_http_value){0};
        break;
    default:
        break;
    }
}

void stn_tree_begin_shaped(struct stn_http_tree *tree,
                           const struct stn_tree_level *parent,
                           struct stn_tree_level *child)
{
    child->shapes =
        parent != NULL ? stn_tree_step(tree, parent) : stn_http_shapes_root();
    child->mode =
        parent == NULL && tree->is_fields ? STN_TREE_FIELDS : STN_TREE_SHAPES;
    if (parent == NULL)
        return;
    child->is_body = parent->is_body;
    const struct stn_http_shape *shape = stn_http_shapes_here(child->shapes);
    if (shape != NULL)
        begin_at_shape(tree, child, shape);
    else if (child->shapes.first == child->shapes.last)
        child->mode = child->is_body ? STN_TREE_FIELDS : STN_TREE_DEAD;
}
