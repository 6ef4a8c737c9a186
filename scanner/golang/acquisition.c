#include "golang/acquisition.h"

#include "golang/fix.h"
#include "golang/function.h"
#include "golang/names.h"

/* x.Body.Close, called or not. */
static bool closes_body(const struct stn_go_tree *tree, uint32_t selector)
{
    uint32_t operand = stn_go_child(tree, selector, STN_GO_IN_operand);

    return stn_str_equal(stn_go_selected(tree, selector), STN_STR("Close")) &&
           stn_str_equal(stn_go_selected(tree, operand), STN_STR("Body"));
}

/* Whether a function asks a server, and leaves closing the body to whom it
 * gives the response. */
static bool hands_response_on(struct stn_go_pass *pass,
                              struct stn_go_file *file, uint32_t function)
{
    const struct stn_go_tree *tree = &file->tree;
    bool asks = false;

    for (uint32_t n = function; n < stn_go_past(tree, function); n++) {
        if (tree->nodes[n].kind == STN_GO_SELECTOR && closes_body(tree, n))
            return false;
        if (!asks && stn_go_is_call(tree, n))
            asks = stn_go_acquired_by(pass->package, file, n).resource ==
                   STN_GO_RESPONSE_RESOURCE;
    }
    return asks;
}

/* The same, asked of each function once. */
static bool is_response_giver(struct stn_go_pass *pass,
                              struct stn_go_file *file, uint32_t node)
{
    struct stn_go_function *function =
        stn_go_function_at(pass->package, file, node);

    if (function == NULL || file->tree.nodes[node].kind == STN_GO_FUNC_LITERAL)
        return false;
    if (function->gives_response == STN_GO_NOT_ASKED)
        function->gives_response =
            hands_response_on(pass, file, node) ? STN_GO_YES : STN_GO_NO;
    return function->gives_response == STN_GO_YES;
}

/*
 * A call that gives back a response whose body is open: of a function of the
 * package that hands on what it got, or of an interface that stands for an
 * http.Client or an http.RoundTripper.
 */
static bool gives_response(struct stn_go_pass *pass, uint32_t call)
{
    struct stn_go_file *other;
    struct stn_str name =
        stn_go_selected(pass->tree, stn_go_callee(pass->tree, call));

    if (!stn_go_file_imports(pass->file, "net/http"))
        return false;
    uint32_t function = stn_go_called(pass->package, pass->file, call, &other);
    if (function == 0 && !stn_str_equal(name, STN_STR("Do")) &&
        !stn_str_equal(name, STN_STR("RoundTrip")))
        return false;
    struct stn_go_library_call library =
        stn_go_library_called(pass->package, pass->file, call);
    if (library.path.len > 0)
        return false;
    struct stn_go_type type =
        stn_go_result_type(pass->package, pass->file, call, 0);
    if (!type.is_pointer || !stn_go_type_is(&type, "net/http", "Response"))
        return false;
    return function == 0 || is_response_giver(pass, other, function);
}

/* The object of the error on the same left side: the last name, if people call
 * errors so. */
static uint32_t error_beside(const struct stn_go_pass *pass, uint32_t name)
{
    const struct stn_go_tree *tree = pass->tree;
    uint32_t last = name;

    for (uint32_t next = name; next != 0; next = stn_go_next(tree, next))
        if (tree->nodes[next].field == tree->nodes[name].field)
            last = next;
    if (last == name || tree->nodes[last].kind != STN_GO_IDENTIFIER ||
        !stn_go_is_error_name(stn_go_text(tree, last)))
        return 0;
    return stn_go_object_at(pass->file, last);
}

static void find_destination(const struct stn_go_pass *pass,
                             struct stn_go_acquisition *found, uint32_t result)
{
    const struct stn_go_tree *tree = pass->tree;
    const uint32_t parent = tree->nodes[found->call].parent;

    found->destination = STN_GO_TO_OTHER;
    if (tree->nodes[parent].kind == STN_GO_EXPRESSION_STATEMENT) {
        found->destination = STN_GO_TO_NOTHING;
        return;
    }
    found->name = stn_go_assigned_to(tree, found->call, result);
    if (found->name == 0)
        return;
    if (stn_go_text_is(tree, found->name, "_")) {
        found->destination = STN_GO_TO_NOTHING;
        return;
    }
    found->object = stn_go_object_at(pass->file, found->name);
    if (found->object == 0 ||
        pass->package->objects[found->object].function != found->function)
        return;
    found->destination = STN_GO_TO_VARIABLE;
    found->error = error_beside(pass, found->name);
}

bool stn_go_acquisition_at(struct stn_go_pass *pass, uint32_t call,
                           struct stn_go_acquisition *out)
{
    struct stn_go_acquired acquired =
        stn_go_acquired_by(pass->package, pass->file, call);

    *out = (struct stn_go_acquisition){.resource = acquired.resource,
                                       .call = call};
    if (out->resource == STN_GO_NO_RESOURCE && gives_response(pass, call))
        out->resource = STN_GO_RESPONSE_RESOURCE;
    if (out->resource == STN_GO_NO_RESOURCE)
        return false;
    out->statement = stn_go_statement_of(pass->tree, call);
    out->function = stn_go_function_of(pass->tree, call);
    if (out->statement == 0 || out->function == 0)
        return false;
    find_destination(pass, out, acquired.result);
    return true;
}

struct stn_go_settled
stn_go_acquisition_settle(struct stn_go_pass *pass,
                          const struct stn_go_acquisition *acquisition)
{
    struct stn_go_duty duty = {
        .object = acquisition->object,
        .error = acquisition->error,
        .from = acquisition->statement,
        .release = {.methods = stn_go_releases_of(acquisition->resource)},
    };

    if (acquisition->destination != STN_GO_TO_VARIABLE)
        return (struct stn_go_settled){STN_GO_DUTY_UNKNOWN};
    if (acquisition->resource == STN_GO_RESPONSE_RESOURCE)
        duty.release.through = "Body";
    if (acquisition->resource == STN_GO_SQL_RESOURCE)
        duty.drained_by = "Next";
    return stn_go_duty_settle(pass->package, pass->file, &duty);
}

struct stn_go_hit
stn_go_acquisition_hit(struct stn_go_pass *pass,
                       const struct stn_go_acquisition *acquisition,
                       const struct stn_go_settled *settled)
{
    const struct stn_go_tree *tree = pass->tree;
    struct stn_go_hit hit = stn_go_hit_at(pass, acquisition->statement);
    struct stn_str by =
        stn_go_text(tree, stn_go_callee(tree, acquisition->call));
    const uint32_t where = settled->where;

    /* What spans lines, as a literal in a chain of calls, says nothing. */
    if (by.len > 40 || stn_str_find(by, STN_STR("\n")) != SIZE_MAX)
        by = stn_go_selected(tree, stn_go_callee(tree, acquisition->call));
    stn_go_add_evidence(
        &hit, stn_go_words(pass, "acquired by %.*s", (int)by.len, by.ptr));
    if (settled->end == STN_GO_DUTY_NEVER)
        stn_go_add_evidence(&hit, "nothing in the function releases it");
    if (settled->end != STN_GO_DUTY_MISSED)
        return hit;
    if (where == acquisition->statement ||
        stn_go_holds(tree, acquisition->statement, where))
        stn_go_add_evidence(&hit, "acquired again before it is released");
    else if (tree->nodes[where].kind == STN_GO_RETURN)
        stn_go_add_related(&hit, pass, where, "this return misses the release");
    else
        stn_go_add_evidence(&hit, "the end of the function misses the release");
    if (settled->release != 0)
        stn_go_add_related(&hit, pass, settled->release,
                           "other paths release it here");
    return hit;
}

/* Whether what acquires it can fail, and says so by an error. */
static bool can_fail(enum stn_go_resource resource)
{
    return resource != STN_GO_TICKER_RESOURCE &&
           resource != STN_GO_TIMER_RESOURCE &&
           resource != STN_GO_SPAN_RESOURCE &&
           resource != STN_GO_CANCEL_RESOURCE;
}

void stn_go_acquisition_fix(struct stn_go_pass *pass, struct stn_go_hit *hit,
                            const struct stn_go_acquisition *acquisition,
                            const struct stn_go_settled *settled,
                            const char *title)
{
    if (settled->end != STN_GO_DUTY_NEVER ||
        (acquisition->error == 0 && can_fail(acquisition->resource)))
        return;
    const uint32_t place =
        stn_go_fix_place(pass, acquisition->statement, acquisition->error);
    if (place == 0)
        return;
    const struct stn_str name = stn_go_text(pass->tree, acquisition->name);
    const char *const *methods = stn_go_releases_of(acquisition->resource);
    const bool is_body = acquisition->resource == STN_GO_RESPONSE_RESOURCE;
    hit->fix_title = title;
    stn_go_fix_add_after(pass, hit, place, "defer %.*s%s%s%s()", (int)name.len,
                         name.ptr, is_body ? ".Body" : "",
                         methods != NULL ? "." : "",
                         methods != NULL ? methods[0] : "");
}

bool stn_go_is_main(const struct stn_go_pass *pass, uint32_t function)
{
    const struct stn_go_tree *tree = pass->tree;
    uint32_t name = 0;

    if (function != 0 && tree->nodes[function].kind == STN_GO_FUNCTION)
        name = stn_go_child(tree, function, STN_GO_IN_name);
    if (name == 0)
        return false;
    return stn_go_text_is(tree, name, "main") ||
           stn_go_text_is(tree, name, "init") ||
           (stn_go_text_is(tree, name, "TestMain") && pass->file->is_test);
}
