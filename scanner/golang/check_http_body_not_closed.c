#include "golang/acquisition.h"
#include "golang/names.h"
#include "golang/uses.h"

/* Uses of a request that are looked at. */
#define USES_MAX 64

static bool is_head(const struct stn_go_tree *tree, uint32_t method)
{
    return method != 0 && (stn_go_text_is(tree, method, "\"HEAD\"") ||
                           stn_str_equal(stn_go_selected(tree, method),
                                         STN_STR("MethodHead")));
}

/* Whether a variable is declared with a request for the head, and keeps it. */
static bool holds_head_request(struct stn_go_pass *pass, uint32_t object)
{
    const struct stn_go_tree *tree = pass->tree;
    const struct stn_go_object *known = &pass->package->objects[object];
    size_t looked = 0;

    if (known->function == 0 ||
        tree->nodes[known->decl].kind != STN_GO_SHORT_VAR)
        return false;
    uint32_t right = stn_go_child(tree, known->decl, STN_GO_IN_right);
    uint32_t call = right != 0 ? stn_go_first(tree, right) : 0;
    if (call == 0 || !stn_go_is_call(tree, call))
        return false;
    struct stn_go_library_call library =
        stn_go_library_called(pass->package, pass->file, call);
    const bool has_context =
        stn_str_equal(library.name, STN_STR("NewRequestWithContext"));
    if (!stn_str_equal(library.path, STN_STR("net/http")) ||
        !stn_str_starts(library.name, STN_STR("NewRequest")) ||
        !is_head(tree, stn_go_argument(tree, call, has_context ? 1 : 0)))
        return false;
    for (uint32_t at = stn_go_next_use(pass->package, pass->file, object, 0);
         at != 0; at = stn_go_next_use(pass->package, pass->file, object, at))
        if (++looked > USES_MAX ||
            stn_go_use_at(pass->package, pass->file, object, at).kind ==
                STN_GO_USE_WRITTEN)
            return false;
    return true;
}

/*
 * Whether it asks for the head alone. The answer has no body: its connection is
 * free before the response is given back, and closing it does nothing.
 * https://github.com/golang/go/blob/go1.22.0/src/net/http/transport.go#L2246
 */
static bool asks_for_head(struct stn_go_pass *pass, uint32_t call)
{
    struct stn_go_library_call library =
        stn_go_library_called(pass->package, pass->file, call);

    if (!stn_str_equal(library.path, STN_STR("net/http")))
        return false;
    if (stn_str_equal(library.name, STN_STR("Head")))
        return true;
    uint32_t request = stn_str_equal(library.name, STN_STR("Do"))
                           ? stn_go_argument(pass->tree, call, 0)
                           : 0;
    uint32_t object =
        request != 0 && pass->tree->nodes[request].kind == STN_GO_IDENTIFIER
            ? stn_go_object_at(pass->file, request)
            : 0;
    return object != 0 && holds_head_request(pass, object);
}

/* The severity of it all, in the end. */
static void tell_of(struct stn_go_pass *pass,
                    const struct stn_go_acquisition *found,
                    struct stn_go_hit *hit)
{
    /* A test's process ends soon, and its server with it. */
    if (pass->file->is_test)
        hit->severity = STN_LOW;
    if (asks_for_head(pass, found->call)) {
        hit->severity = STN_NOTE;
        stn_go_add_evidence(hit, "a response to HEAD has no body");
    }
    stn_go_tell(pass, hit);
}

static void tell_dropped(struct stn_go_pass *pass,
                         const struct stn_go_acquisition *found)
{
    struct stn_go_hit hit = stn_go_hit_at(pass, found->statement);
    struct stn_str name =
        stn_go_selected(pass->tree, stn_go_callee(pass->tree, found->call));

    stn_go_add_evidence(&hit, "the response is dropped, its body left open");
    /* Whoever calls a transport himself may have made one up. */
    if (stn_str_equal(name, STN_STR("RoundTrip")))
        hit.severity = STN_MEDIUM;
    tell_of(pass, found, &hit);
}

static void tell_open(struct stn_go_pass *pass,
                      const struct stn_go_acquisition *found,
                      const struct stn_go_settled *settled)
{
    struct stn_go_hit hit = stn_go_acquisition_hit(pass, found, settled);

    stn_go_acquisition_fix(pass, &hit, found, settled,
                           "close the body when the function ends");
    if (settled->end == STN_GO_DUTY_MISSED)
        hit.severity = STN_MEDIUM;
    tell_of(pass, found, &hit);
}

static void visit(struct stn_go_pass *pass, uint32_t node)
{
    struct stn_go_acquisition found;

    if (!stn_go_acquisition_at(pass, node, &found) ||
        found.resource != STN_GO_RESPONSE_RESOURCE ||
        stn_go_is_main(pass, found.function))
        return;
    if (found.destination == STN_GO_TO_NOTHING) {
        tell_dropped(pass, &found);
        return;
    }
    struct stn_go_settled settled = stn_go_acquisition_settle(pass, &found);
    if (settled.end == STN_GO_DUTY_MISSED || settled.end == STN_GO_DUTY_NEVER)
        tell_open(pass, &found, &settled);
}

const struct stn_go_check stn_go_check_http_body_not_closed = {
    .name = "http-body-not-closed",
    .kinds = {STN_GO_CALL},
    .visit = visit,
};
