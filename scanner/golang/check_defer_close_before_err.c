#include "golang/called.h"
#include "golang/deferred.h"
#include "golang/fix.h"
#include "golang/names.h"
#include "golang/types.h"

/* The n-th name on the left; 0: it is no plain name. */
static uint32_t left_name(const struct stn_go_tree *tree, uint32_t list,
                          uint32_t n)
{
    uint32_t name = stn_go_nth(tree, list, n);

    return name != 0 && tree->nodes[name].kind == STN_GO_IDENTIFIER ? name : 0;
}

/* The call on the right, alone; 0: it is something else. */
static uint32_t only_call(const struct stn_go_tree *tree, uint32_t statement)
{
    uint32_t right = stn_go_child(tree, statement, STN_GO_IN_right);
    uint32_t call = right != 0 ? stn_go_first(tree, right) : 0;

    return call != 0 && stn_go_next(tree, call) == 0 &&
                   stn_go_is_call(tree, call)
               ? call
               : 0;
}

static bool is_without_error(struct stn_go_pass *pass, uint32_t call)
{
    return stn_go_calls(pass->package, pass->file, call, "io", "", "Pipe") ||
           stn_go_calls(pass->package, pass->file, call, "net", "", "Pipe");
}

/* Whether the deferred call, or a literal that looks at nothing first, closes
 * the variable. */
static bool closes(struct stn_go_pass *pass, uint32_t defer, uint32_t object)
{
    const struct stn_go_tree *tree = pass->tree;
    bool is_closed = false;

    for (uint32_t n = defer; n != 0; n = stn_go_walk(tree, defer, n, true)) {
        if (tree->nodes[n].kind == STN_GO_NIL)
            return false;
        if (tree->nodes[n].kind != STN_GO_CALL)
            continue;
        uint32_t callee = stn_go_callee(tree, n);
        uint32_t root = stn_go_root_of(tree, callee);
        is_closed |=
            callee != 0 && root != 0 &&
            stn_str_equal(stn_go_selected(tree, callee), STN_STR("Close")) &&
            stn_go_object_at(pass->file, root) == object;
    }
    return is_closed;
}

/* Where the next statement checks the error and leaves, the defer goes after
 * it. */
static void add_fix(struct stn_go_pass *pass, struct stn_go_hit *hit,
                    uint32_t defer, uint32_t error)
{
    const struct stn_go_tree *tree = pass->tree;
    uint32_t check = stn_go_fix_place(pass, defer, error);
    struct stn_str text = stn_go_text(tree, defer);
    size_t from = tree->nodes[defer].start;

    if (check == 0 || check == defer || text.len > STN_EVIDENCE_BYTES / 2 ||
        memchr(text.ptr, '\n', text.len) != NULL)
        return;
    while (from > 0 && tree->text.ptr[from - 1] != '\n')
        from--;
    size_t to = tree->nodes[check].start;
    while (to > from && tree->text.ptr[to - 1] != '\n')
        to--;
    /* Nothing but white space is taken away with it. */
    if (to < tree->nodes[defer].end ||
        stn_str_trim(stn_str_sub(tree->text, from, to)).len != text.len)
        return;
    hit->fix_title = "check the error first";
    stn_go_fix_replace(hit, (struct stn_span){from, to}, "");
    stn_go_fix_add_after(pass, hit, check, "%.*s", (int)text.len, text.ptr);
}

static enum stn_severity severity_of(struct stn_go_pass *pass, uint32_t object)
{
    struct stn_go_type type = stn_go_object_type(pass->package, object);

    /* Close of a nil *os.File only gives back an error. */
    return stn_go_type_is(&type, "os", "File") ? STN_LOW : STN_SEVERITY_DEFAULT;
}

static void visit(struct stn_go_pass *pass, uint32_t node)
{
    const struct stn_go_tree *tree = pass->tree;
    uint32_t left = stn_go_child(tree, node, STN_GO_IN_left);
    uint32_t defer = stn_go_next(tree, node);
    uint32_t call = only_call(tree, node);

    if (left == 0 || defer == 0 || call == 0 ||
        tree->nodes[defer].kind != STN_GO_DEFER || stn_go_count(tree, left) < 2)
        return;
    uint32_t error = left_name(tree, left, stn_go_count(tree, left) - 1);
    if (error == 0 || !stn_go_is_error_name(stn_go_text(tree, error)) ||
        is_without_error(pass, call))
        return;
    for (uint32_t n = stn_go_first(tree, left); n != 0 && n != error;
         n = stn_go_next(tree, n)) {
        uint32_t object = tree->nodes[n].kind == STN_GO_IDENTIFIER
                              ? stn_go_object_at(pass->file, n)
                              : 0;
        if (object == 0 || !closes(pass, defer, object))
            continue;
        struct stn_go_hit hit = stn_go_hit_at_head(pass, defer);
        struct stn_str name = stn_go_text(tree, n);
        hit.severity = severity_of(pass, object);
        stn_go_add_evidence(
            &hit, stn_go_words(pass, "%.*s may be nil: the error is not known",
                               (int)name.len, name.ptr));
        stn_go_add_related(&hit, pass, node, "it is acquired here");
        stn_go_add_tie(&hit, pass, node);
        add_fix(pass, &hit, defer, stn_go_object_at(pass->file, error));
        stn_go_tell(pass, &hit);
        return;
    }
}

const struct stn_go_check stn_go_check_defer_close_before_err = {
    .name = "defer-close-before-err",
    .kinds = {STN_GO_SHORT_VAR, STN_GO_ASSIGNMENT},
    .visit = visit,
};
