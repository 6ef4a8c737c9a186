#include "golang/loop_state.h"

#include "base/buf.h"
#include "golang/fix.h"

/* Most bytes of a loop's body that is indented anew. */
#define BODY_BYTES_MAX 4096

/* Whether a statement means something else in a function literal, or the body
 * has parts that are not to be moved: text over several lines. */
static bool is_in_the_way(const struct stn_go_tree *tree, uint32_t node)
{
    switch (stn_go_kind_of(tree, node)) {
    case STN_GO_BREAK:
    case STN_GO_CONTINUE:
    case STN_GO_GOTO:
    case STN_GO_LABELED:
    case STN_GO_EMPTY_LABELED:
    case STN_GO_RETURN:
    case STN_GO_FOR:
        return true;
    default:
        return tree->nodes[node].has_error;
    }
}

static bool is_mechanical(const struct stn_go_tree *tree, uint32_t body,
                          uint32_t defer)
{
    for (uint32_t n = body; n != 0; n = stn_go_walk(tree, body, n, false)) {
        if (is_in_the_way(tree, n) ||
            (tree->nodes[n].kind == STN_GO_DEFER && n < defer))
            return false;
    }
    for (uint32_t n = body; n < stn_go_past(tree, body); n++) {
        struct stn_str text = stn_go_text(tree, n);
        if (tree->nodes[n].kind == STN_GO_STRING && text.len > 0 &&
            memchr(text.ptr, '\n', text.len) != NULL)
            return false;
    }
    return true;
}

/* Each line that holds anything, one tab further in. */
static void indent(struct stn_buf *out, struct stn_str text)
{
    while (text.len > 0) {
        size_t end = stn_str_find(text, STN_STR("\n"));
        struct stn_str line = stn_str_sub(text, 0, end);
        if (stn_str_trim(line).len > 0) {
            stn_buf_append(out, STN_STR("\t"));
            stn_buf_append(out, line);
        }
        stn_buf_append(out, STN_STR("\n"));
        text = end == SIZE_MAX ? STN_STR("")
                               : stn_str_sub(text, end + 1, text.len);
    }
}

static void wrap(struct stn_buf *out, struct stn_str indentation,
                 struct stn_str inside)
{
    stn_buf_append(out, STN_STR("\n"));
    stn_buf_append(out, indentation);
    stn_buf_append(out, STN_STR("\tfunc() {\n"));
    indent(out, inside);
    stn_buf_append(out, indentation);
    stn_buf_append(out, STN_STR("\t}()\n"));
    stn_buf_append(out, indentation);
}

void stn_go_loop_fix(struct stn_go_pass *pass, struct stn_go_hit *hit,
                     const struct stn_go_loop_defer *found)
{
    const struct stn_go_tree *tree = pass->tree;
    uint32_t body = found->loop != 0 ? stn_go_body(tree, found->loop) : 0;
    struct stn_buf text = STN_BUF_INIT(2 * BODY_BYTES_MAX);

    if (body == 0 || tree->nodes[body].kind != STN_GO_BLOCK ||
        !stn_go_holds(tree, body, found->from) ||
        tree->nodes[body].end - tree->nodes[body].start > BODY_BYTES_MAX ||
        !is_mechanical(tree, body, found->defer))
        return;
    struct stn_span inside = {tree->nodes[body].start + 1,
                              tree->nodes[body].end - 1};
    struct stn_str bytes = stn_str_sub(tree->text, inside.start, inside.end);
    struct stn_str kept = bytes;
    while (kept.len > 0 &&
           (kept.ptr[kept.len - 1] == ' ' || kept.ptr[kept.len - 1] == '\t'))
        kept.len--;
    if (!stn_str_starts(kept, STN_STR("\n")) ||
        !stn_str_ends(kept, STN_STR("\n")) ||
        memchr(kept.ptr, '\r', kept.len) != NULL)
        return;
    wrap(&text, stn_go_indentation(tree, found->loop),
         stn_str_sub(kept, 1, kept.len - 1));
    const char *words =
        stn_buf_status(&text, NULL) < 0
            ? NULL
            : stn_arena_strdup(&pass->package->arena, stn_buf_str(&text));
    stn_buf_dispose(&text);
    if (words == NULL)
        return;
    hit->fix_title = "run each turn in a function literal";
    stn_go_fix_replace(hit, inside, words);
}
