#include "base/alloc.h"
#include "golang/names_state.h"

/* What a name means at the moment. Bindings are found by the name's hash; what
 * a scope hides is put back when it ends. */
struct binding {
    struct stn_str name;
    uint32_t hash;
    uint32_t object; /* 0: nothing local */
    uint32_t depth;  /* of the scope that declared it */
};

struct hidden {
    uint32_t binding;
    uint32_t object, depth; /* as it was before */
};

struct resolver {
    struct stn_go_package *package;
    struct stn_go_file *file;
    const struct stn_go_tree *tree;
    uint32_t *slots; /* index of a binding, plus 1; a power of two */
    uint32_t slot_count;
    struct binding *bindings;
    size_t binding_count, binding_capacity;
    struct hidden *hidden;
    size_t hidden_count, hidden_capacity;
    uint32_t depth;
    uint32_t function; /* the one at hand; 0: outside of all */
    bool is_short;     /* of memory */
};

static uint32_t hash_of(struct stn_str name)
{
    uint32_t hash = 2166136261U;

    for (size_t i = 0; i < name.len; i++)
        hash = (hash ^ (unsigned char)name.ptr[i]) * 16777619U;
    return hash;
}

static bool grow_slots(struct resolver *resolver)
{
    const uint32_t count =
        resolver->slot_count > 0 ? resolver->slot_count * 2 : 1024;
    uint32_t *slots = stn_calloc(count, sizeof(*slots));

    if (slots == NULL)
        return false;
    for (size_t i = 0; i < resolver->binding_count; i++) {
        uint32_t at = resolver->bindings[i].hash & (count - 1);
        while (slots[at] != 0)
            at = (at + 1) & (count - 1);
        slots[at] = (uint32_t)i + 1;
    }
    stn_free(resolver->slots);
    resolver->slots = slots;
    resolver->slot_count = count;
    return true;
}

/* The binding of a name. @return Its index, or SIZE_MAX: none, or without
 * memory. */
static size_t find_binding(struct resolver *resolver, struct stn_str name,
                           bool is_made)
{
    const uint32_t hash = hash_of(name);

    if (is_made && resolver->binding_count * 2 >= resolver->slot_count &&
        !grow_slots(resolver))
        resolver->is_short = true;
    if (resolver->is_short || resolver->slot_count == 0)
        return SIZE_MAX;
    uint32_t at = hash & (resolver->slot_count - 1);
    for (; resolver->slots[at] != 0;
         at = (at + 1) & (resolver->slot_count - 1)) {
        const struct binding *known =
            &resolver->bindings[resolver->slots[at] - 1];
        if (known->hash == hash && stn_str_equal(known->name, name))
            return resolver->slots[at] - 1;
    }
    if (!is_made)
        return SIZE_MAX;
    struct binding *bindings =
        stn_grow(resolver->bindings, &resolver->binding_capacity,
                 resolver->binding_count, sizeof(*bindings));
    if (bindings == NULL) {
        resolver->is_short = true;
        return SIZE_MAX;
    }
    resolver->bindings = bindings;
    bindings[resolver->binding_count] = (struct binding){name, hash, 0, 0};
    resolver->slots[at] = (uint32_t)++resolver->binding_count;
    return resolver->binding_count - 1;
}

/* @return To be given to leave(). */
static size_t enter(struct resolver *resolver)
{
    resolver->depth++;
    return resolver->hidden_count;
}

static void leave(struct resolver *resolver, size_t mark)
{
    while (resolver->hidden_count > mark) {
        const struct hidden *hidden =
            &resolver->hidden[--resolver->hidden_count];
        struct binding *binding = &resolver->bindings[hidden->binding];
        binding->object = hidden->object;
        binding->depth = hidden->depth;
    }
    resolver->depth--;
}

static void declare(struct resolver *resolver, uint32_t name, uint32_t decl,
                    enum stn_go_object_kind kind)
{
    struct stn_str text = stn_go_text(resolver->tree, name);

    if (stn_str_equal(text, STN_STR("_")))
        return;
    size_t at = find_binding(resolver, text, true);
    struct hidden *hidden =
        stn_grow(resolver->hidden, &resolver->hidden_capacity,
                 resolver->hidden_count, sizeof(*hidden));
    if (hidden != NULL)
        resolver->hidden = hidden;
    if (at == SIZE_MAX || hidden == NULL) {
        resolver->is_short = true;
        return;
    }
    uint32_t object =
        stn_go_object_add(resolver->package, &(struct stn_go_object){
                                                 .kind = (uint8_t)kind,
                                                 .file = resolver->file->index,
                                                 .name = name,
                                                 .decl = decl,
                                                 .function = resolver->function,
                                             });
    if (object == 0) {
        resolver->is_short = !resolver->package->is_crowded;
        return;
    }
    struct binding *binding = &resolver->bindings[at];
    hidden[resolver->hidden_count++] =
        (struct hidden){(uint32_t)at, binding->object, binding->depth};
    binding->object = object;
    binding->depth = resolver->depth;
    resolver->file->objects[name] = object;
}

/* An identifier is used. */
static void use(struct resolver *resolver, uint32_t node)
{
    struct stn_go_file *file = resolver->file;
    struct stn_str name = stn_go_text(resolver->tree, node);
    size_t at = find_binding(resolver, name, false);

    if (at == SIZE_MAX || resolver->bindings[at].object == 0) {
        file->objects[node] = stn_go_names_find(resolver->package, file, name);
        return;
    }
    const uint32_t number = resolver->bindings[at].object;
    struct stn_go_object *object = &resolver->package->objects[number];
    file->objects[node] = number;
    if (object->first_use == 0)
        object->first_use = node;
    else
        file->next_uses[object->last_use] = node;
    object->last_use = node;
    if (object->function != resolver->function)
        object->is_captured = true;
}

static void visit(struct resolver *resolver, uint32_t node);

static void visit_children(struct resolver *resolver, uint32_t node)
{
    for (uint32_t child = stn_go_first(resolver->tree, node); child != 0;
         child = stn_go_next(resolver->tree, child))
        visit(resolver, child);
}

static void visit_if_any(struct resolver *resolver, uint32_t node)
{
    if (node != 0)
        visit(resolver, node);
}

/* Declare each name on the left that its scope does not know yet. */
static void declare_left(struct resolver *resolver, uint32_t left,
                         uint32_t decl)
{
    const struct stn_go_tree *tree = resolver->tree;

    for (uint32_t name = stn_go_first(tree, left); name != 0;
         name = stn_go_next(tree, name)) {
        if (tree->nodes[name].kind != STN_GO_IDENTIFIER) {
            visit(resolver, name);
            continue;
        }
        size_t at = find_binding(resolver, stn_go_text(tree, name), false);
        if (at != SIZE_MAX && resolver->bindings[at].object != 0 &&
            resolver->bindings[at].depth == resolver->depth)
            use(resolver, name);
        else
            declare(resolver, name, decl, STN_GO_VARIABLE);
    }
}

/* `a, b := f()`, and `=`: what is on the right comes first. */
static void visit_assignment(struct resolver *resolver, uint32_t node,
                             bool declares)
{
    const struct stn_go_tree *tree = resolver->tree;
    uint32_t left = stn_go_child(tree, node, STN_GO_IN_left);

    visit_if_any(resolver, stn_go_child(tree, node, STN_GO_IN_right));
    if (left == 0)
        return;
    if (declares)
        declare_left(resolver, left, node);
    else
        visit(resolver, left);
}

/* `var a, b T = x, y`, and const: the names come last. */
static void visit_spec(struct resolver *resolver, uint32_t node,
                       enum stn_go_object_kind kind)
{
    const struct stn_go_tree *tree = resolver->tree;

    for (uint32_t child = stn_go_first(tree, node); child != 0;
         child = stn_go_next(tree, child))
        if (tree->nodes[child].field != STN_GO_IN_name)
            visit(resolver, child);
    for (uint32_t child = stn_go_first(tree, node); child != 0;
         child = stn_go_next(tree, child)) {
        if (tree->nodes[child].field != STN_GO_IN_name)
            continue;
        if (resolver->function != 0)
            declare(resolver, child, node, kind);
        else
            use(resolver, child);
    }
}

static void visit_type(struct resolver *resolver, uint32_t node)
{
    const struct stn_go_tree *tree = resolver->tree;
    uint32_t name = stn_go_child(tree, node, STN_GO_IN_name);

    if (name != 0 && resolver->function != 0)
        declare(resolver, name, node, STN_GO_TYPE_NAME);
    size_t mark = enter(resolver);
    for (uint32_t child = stn_go_first(tree, node); child != 0;
         child = stn_go_next(tree, child))
        if (child != name)
            visit(resolver, child);
    leave(resolver, mark);
}

/* The types of parameters are outside of the scope of their names. */
static void visit_types(struct resolver *resolver, uint32_t list)
{
    const struct stn_go_tree *tree = resolver->tree;

    for (uint32_t item = stn_go_first(tree, list); item != 0;
         item = stn_go_next(tree, item))
        for (uint32_t part = stn_go_first(tree, item); part != 0;
             part = stn_go_next(tree, part))
            if (tree->nodes[part].field != STN_GO_IN_name)
                visit(resolver, part);
}

static void declare_parameters(struct resolver *resolver, uint32_t list,
                               enum stn_go_object_kind kind)
{
    const struct stn_go_tree *tree = resolver->tree;

    for (uint32_t item = stn_go_first(tree, list); item != 0;
         item = stn_go_next(tree, item))
        for (uint32_t part = stn_go_first(tree, item); part != 0;
             part = stn_go_next(tree, part))
            if (tree->nodes[part].field == STN_GO_IN_name)
                declare(resolver, part, item, kind);
}

/* Type parameters are in scope of each other. */
static void visit_type_parameters(struct resolver *resolver, uint32_t list)
{
    declare_parameters(resolver, list, STN_GO_TYPE_NAME);
    visit_types(resolver, list);
}

static void declare_part(struct resolver *resolver, uint32_t part)
{
    switch ((enum stn_go_field)resolver->tree->nodes[part].field) {
    case STN_GO_IN_receiver:
        declare_parameters(resolver, part, STN_GO_RECEIVER);
        break;
    case STN_GO_IN_parameters:
        declare_parameters(resolver, part, STN_GO_PARAMETER_VARIABLE);
        break;
    case STN_GO_IN_result:
        if (resolver->tree->nodes[part].kind == STN_GO_PARAMETER_LIST)
            declare_parameters(resolver, part, STN_GO_RESULT_VARIABLE);
        break;
    default:
        break;
    }
}

/* @param declares  Whether names count: they do not in a type. */
static void visit_signature(struct resolver *resolver, uint32_t node,
                            bool declares)
{
    const struct stn_go_tree *tree = resolver->tree;

    for (uint32_t part = stn_go_first(tree, node); part != 0;
         part = stn_go_next(tree, part)) {
        switch ((enum stn_go_field)tree->nodes[part].field) {
        case STN_GO_IN_type_parameters:
            visit_type_parameters(resolver, part);
            break;
        case STN_GO_IN_receiver:
        case STN_GO_IN_parameters:
        case STN_GO_IN_result:
            if (tree->nodes[part].kind == STN_GO_PARAMETER_LIST)
                visit_types(resolver, part);
            else
                visit(resolver, part);
            break;
        default:
            break;
        }
    }
    if (!declares)
        return;
    for (uint32_t part = stn_go_first(tree, node); part != 0;
         part = stn_go_next(tree, part))
        declare_part(resolver, part);
}

static void visit_function(struct resolver *resolver, uint32_t node)
{
    const uint32_t outer = resolver->function;
    const uint32_t body = stn_go_body(resolver->tree, node);
    size_t mark = enter(resolver);

    resolver->function = node;
    visit_signature(resolver, node, true);
    /* The body's names are in the scope of the parameters. */
    if (body != 0)
        visit_children(resolver, body);
    resolver->function = outer;
    leave(resolver, mark);
}

static void visit_scope(struct resolver *resolver, uint32_t node)
{
    size_t mark = enter(resolver);

    visit_children(resolver, node);
    leave(resolver, mark);
}

static void visit_type_switch(struct resolver *resolver, uint32_t node)
{
    const struct stn_go_tree *tree = resolver->tree;
    size_t mark = enter(resolver);

    visit_if_any(resolver, stn_go_child(tree, node, STN_GO_IN_initializer));
    visit_if_any(resolver, stn_go_child(tree, node, STN_GO_IN_value));
    for (uint32_t child = stn_go_first(tree, node); child != 0;
         child = stn_go_next(tree, child)) {
        switch ((enum stn_go_field)tree->nodes[child].field) {
        case STN_GO_IN_initializer:
        case STN_GO_IN_value:
            break;
        case STN_GO_IN_alias:
            declare_left(resolver, child, node);
            break;
        default:
            visit(resolver, child);
            break;
        }
    }
    leave(resolver, mark);
}

/* The key of a struct's literal is a field, that of a map's an expression. */
static void visit_keyed(struct resolver *resolver, uint32_t node)
{
    const struct stn_go_tree *tree = resolver->tree;
    uint32_t key = stn_go_child(tree, node, STN_GO_IN_key);
    uint32_t literal = tree->nodes[tree->nodes[node].parent].parent;
    uint32_t type = stn_go_child(tree, literal, STN_GO_IN_type);
    const enum stn_go_kind kind =
        type != 0 ? stn_go_kind_of(tree, type) : STN_GO_OTHER;

    if (key != 0 &&
        (tree->nodes[key].kind != STN_GO_IDENTIFIER ||
         kind == STN_GO_MAP_TYPE || kind == STN_GO_SLICE_TYPE ||
         kind == STN_GO_ARRAY_TYPE || kind == STN_GO_IMPLICIT_ARRAY_TYPE))
        visit(resolver, key);
    visit_if_any(resolver, stn_go_child(tree, node, STN_GO_IN_value));
}

static void visit(struct resolver *resolver, uint32_t node)
{
    const struct stn_go_tree *tree = resolver->tree;
    const bool defines = tree->nodes[node].op == STN_GO_OP_DEFINE;

    switch (stn_go_kind_of(tree, node)) {
    case STN_GO_IDENTIFIER:
    case STN_GO_TYPE_IDENTIFIER:
        use(resolver, node);
        return;
    case STN_GO_FUNCTION:
    case STN_GO_METHOD:
    case STN_GO_FUNC_LITERAL:
        visit_function(resolver, node);
        return;
    case STN_GO_FUNCTION_TYPE:
    case STN_GO_METHOD_ELEMENT:
        visit_signature(resolver, node, false);
        return;
    case STN_GO_BLOCK:
    case STN_GO_IF:
    case STN_GO_FOR:
    case STN_GO_SWITCH:
    case STN_GO_EXPRESSION_CASE:
    case STN_GO_TYPE_CASE:
    case STN_GO_DEFAULT_CASE:
    case STN_GO_COMMUNICATION_CASE:
        visit_scope(resolver, node);
        return;
    case STN_GO_TYPE_SWITCH:
        visit_type_switch(resolver, node);
        return;
    case STN_GO_SHORT_VAR:
        visit_assignment(resolver, node, true);
        return;
    case STN_GO_ASSIGNMENT:
    case STN_GO_RANGE_CLAUSE:
    case STN_GO_RECEIVE:
        visit_assignment(resolver, node, defines);
        return;
    case STN_GO_VAR_SPEC:
        visit_spec(resolver, node, STN_GO_VARIABLE);
        return;
    case STN_GO_CONST_SPEC:
        visit_spec(resolver, node, STN_GO_CONSTANT);
        return;
    case STN_GO_TYPE_SPEC:
    case STN_GO_TYPE_ALIAS:
        visit_type(resolver, node);
        return;
    case STN_GO_KEYED_ELEMENT:
        visit_keyed(resolver, node);
        return;
    default:
        visit_children(resolver, node);
        return;
    }
}

enum stn_status stn_go_names_resolve(struct stn_go_package *package,
                                     struct stn_go_file *file,
                                     struct stn_error *err)
{
    struct resolver resolver = {
        .package = package, .file = file, .tree = &file->tree};
    const size_t count = file->tree.count;

    if (file->is_resolved)
        return STN_OK;
    file->objects =
        stn_arena_array(&package->arena, count, sizeof(*file->objects));
    file->next_uses =
        stn_arena_array(&package->arena, count, sizeof(*file->next_uses));
    if (file->objects == NULL || file->next_uses == NULL) {
        package->is_short = true;
        return stn_fail_memory(err);
    }
    if (count > 0)
        visit_children(&resolver, 0);
    stn_free(resolver.slots);
    stn_free(resolver.bindings);
    stn_free(resolver.hidden);
    if (resolver.is_short) {
        package->is_short = true;
        return stn_fail_memory(err);
    }
    file->is_resolved = true;
    return STN_OK;
}
