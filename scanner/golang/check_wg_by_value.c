#include "golang/check.h"
#include "golang/mutex.h"
#include "golang/names.h"

static void tell(struct stn_go_pass *pass, uint32_t parameter,
                 const char *evidence)
{
    struct stn_go_hit hit = stn_go_hit_at(pass, parameter);

    stn_go_add_evidence(&hit, evidence);
    stn_go_tell(pass, &hit);
}

/* A function with a body, whose parameter it is. */
static uint32_t function_of(const struct stn_go_tree *tree, uint32_t parameter)
{
    const uint32_t list = tree->nodes[parameter].parent;
    const uint32_t function = tree->nodes[list].parent;

    return tree->nodes[list].field == STN_GO_IN_parameters &&
                   stn_go_is_function(tree, function) &&
                   stn_go_body(tree, function) != 0
               ? function
               : 0;
}

/* `wg sync.WaitGroup`: what the caller has is another one. */
static void visit_parameter(struct stn_go_pass *pass, uint32_t node)
{
    const struct stn_go_tree *tree = pass->tree;
    const uint32_t spelled = stn_go_child(tree, node, STN_GO_IN_type);
    const uint32_t name = stn_go_child(tree, node, STN_GO_IN_name);

    if (spelled == 0 || name == 0 || stn_go_text_is(tree, name, "_") ||
        tree->nodes[spelled].kind != STN_GO_QUALIFIED_TYPE ||
        function_of(tree, node) == 0)
        return;
    const struct stn_go_type type =
        stn_go_type_at(pass->package, pass->file, spelled);
    const char *value = stn_go_sync_value(&type);
    if (value != NULL)
        tell(
            pass, node,
            stn_go_words(pass, "the sync.%s is a copy of the caller's", value));
}

/* The name that a struct declares a field by, itself and not by what it
 * embeds: what is embedded may be a pointer. */
static struct stn_go_type own_field(struct stn_go_pass *pass,
                                    const struct stn_go_type *type,
                                    struct stn_str name)
{
    struct stn_go_file *file = &pass->package->files[type->file];
    const struct stn_go_tree *tree = &file->tree;
    const uint32_t body = stn_go_child(tree, type->node, STN_GO_IN_type);
    const uint32_t list =
        body != 0 && tree->nodes[body].kind == STN_GO_STRUCT_TYPE
            ? stn_go_child_of(tree, body, STN_GO_FIELD_LIST)
            : 0;

    for (uint32_t field = list != 0 ? stn_go_first(tree, list) : 0; field != 0;
         field = stn_go_next(tree, field)) {
        const uint32_t spelled = stn_go_child(tree, field, STN_GO_IN_type);
        bool is_it = spelled != 0 &&
                     stn_go_child(tree, field, STN_GO_IN_name) == 0 &&
                     stn_str_equal(stn_go_selected(tree, spelled), name);
        for (uint32_t part = stn_go_first(tree, field); part != 0;
             part = stn_go_next(tree, part))
            is_it = is_it || (tree->nodes[part].field == STN_GO_IN_name &&
                              stn_str_equal(stn_go_text(tree, part), name));
        if (!is_it)
            continue;
        struct stn_go_type found = stn_go_type_at(pass->package, file, spelled);
        /* `*sync.Mutex`, embedded, reads as a pointer to it. */
        return found;
    }
    return (struct stn_go_type){STN_GO_TYPE_UNKNOWN};
}

/* The variable of p.Lock(), p.mu.Lock(); 0: it is not of that form. */
static uint32_t variable_of(const struct stn_go_pass *pass,
                            const struct stn_go_sync_call *call)
{
    const struct stn_go_tree *tree = pass->tree;
    uint32_t root = call->operand;

    if (root != 0 && tree->nodes[root].kind == STN_GO_SELECTOR)
        root = stn_go_child(tree, root, STN_GO_IN_operand);
    return root != 0 && tree->nodes[root].kind == STN_GO_IDENTIFIER
               ? stn_go_object_at(pass->file, root)
               : 0;
}

/* A parameter or receiver of a struct's own value, whose mutex is locked. */
static bool is_copy_locked(struct stn_go_pass *pass,
                           const struct stn_go_sync_call *call, uint32_t object)
{
    static const char *const embedded[] = {"Mutex", "RWMutex", "WaitGroup"};
    const struct stn_go_tree *tree = pass->tree;
    const struct stn_go_object known = pass->package->objects[object];

    if ((known.kind != STN_GO_RECEIVER &&
         known.kind != STN_GO_PARAMETER_VARIABLE) ||
        known.file != pass->file->index ||
        tree->nodes[known.decl].kind != STN_GO_PARAMETER)
        return false;
    const struct stn_go_type type = stn_go_object_type(pass->package, object);
    if (type.form != STN_GO_TYPE_NAMED || type.node == 0 || type.is_pointer)
        return false;
    if (tree->nodes[call->operand].kind == STN_GO_SELECTOR) {
        const struct stn_go_type field =
            own_field(pass, &type, stn_go_selected(tree, call->operand));
        return stn_go_sync_value(&field) != NULL;
    }
    for (size_t i = 0; i < sizeof(embedded) / sizeof(embedded[0]); i++) {
        const struct stn_go_type field =
            own_field(pass, &type, stn_str_of(embedded[i]));
        if (stn_go_sync_value(&field) != NULL)
            return true;
    }
    return false;
}

static bool counts(const struct stn_go_sync_call *call)
{
    return stn_go_sync_locks(call) || call->verb == STN_GO_SYNC_ADD ||
           call->verb == STN_GO_SYNC_DONE || call->verb == STN_GO_SYNC_WAIT;
}

/* Whether an earlier call told of the same variable. */
static bool is_told(const struct stn_go_pass *pass,
                    const struct stn_go_sync_calls *calls, size_t n,
                    uint32_t object)
{
    while (n-- > 0)
        if (counts(&calls->items[n]) &&
            variable_of(pass, &calls->items[n]) == object)
            return true;
    return false;
}

static void visit(struct stn_go_pass *pass, uint32_t node)
{
    const struct stn_go_tree *tree = pass->tree;

    if (tree->nodes[node].kind == STN_GO_PARAMETER) {
        visit_parameter(pass, node);
        return;
    }
    const struct stn_go_sync_calls calls =
        stn_go_sync_calls_of(pass->package, pass->file, node);
    for (size_t i = 0; i < calls.count; i++) {
        const struct stn_go_sync_call *call = &calls.items[i];
        const uint32_t object = counts(call) ? variable_of(pass, call) : 0;
        if (object == 0 || !is_copy_locked(pass, call, object) ||
            is_told(pass, &calls, i, object))
            continue;
        tell(pass, pass->package->objects[object].decl,
             "what is locked is a copy of the caller's");
    }
}

const struct stn_go_check stn_go_check_wg_by_value = {
    .name = "wg-by-value",
    .kinds = {STN_GO_PARAMETER, STN_GO_FUNCTION, STN_GO_METHOD,
              STN_GO_VAR_DECLARATION},
    .visit = visit,
};
