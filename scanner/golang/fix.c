#include "golang/fix.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/limits.h"
#include "golang/names.h"

struct stn_str stn_go_indentation(const struct stn_go_tree *tree, uint32_t node)
{
    size_t start = tree->nodes[node].start;
    size_t end;

    while (start > 0 && tree->text.ptr[start - 1] != '\n')
        start--;
    end = start;
    while (end < tree->text.len &&
           (tree->text.ptr[end] == ' ' || tree->text.ptr[end] == '\t'))
        end++;
    return stn_str_sub(tree->text, start, end);
}

void stn_go_fix_replace(struct stn_go_hit *hit, struct stn_span span,
                        const char *text)
{
    if (hit->fix_title != NULL && hit->edit_count < STN_GO_EDITS_MAX)
        hit->edits[hit->edit_count++] =
            (struct stn_go_edit){span, stn_str_of(text)};
}

static void take_back(struct stn_go_hit *hit)
{
    hit->fix_title = NULL;
    hit->edit_count = 0;
}

/* Whether the line of a byte ends as lines do on Windows. */
static bool is_before_crlf(struct stn_str text, size_t at)
{
    const char *end =
        at < text.len ? memchr(text.ptr + at, '\n', text.len - at) : NULL;

    return end != NULL && end > text.ptr + at && end[-1] == '\r';
}

void stn_go_fix_add_after(struct stn_go_pass *pass, struct stn_go_hit *hit,
                          uint32_t statement, const char *format, ...)
{
    const size_t end = pass->tree->nodes[statement].end;
    struct stn_str indentation = stn_go_indentation(pass->tree, statement);
    char text[STN_GO_FIX_BYTES_MAX];
    va_list arguments;

    if (indentation.len > sizeof(text) - 3) {
        take_back(hit);
        return;
    }
    size_t used = 0;
    if (is_before_crlf(pass->tree->text, end))
        text[used++] = '\r';
    text[used++] = '\n';
    memcpy(text + used, indentation.ptr, indentation.len);
    used += indentation.len;
    va_start(arguments, format);
    int length = vsnprintf(text + used, sizeof(text) - used, format, arguments);
    va_end(arguments);
    if (length < 0 || (size_t)length >= sizeof(text) - used) {
        take_back(hit);
        return;
    }
    const char *kept =
        stn_arena_strdup(&pass->package->arena, stn_str_of(text));
    if (kept == NULL)
        pass->package->is_short = true;
    else
        stn_go_fix_replace(hit, (struct stn_span){end, end}, kept);
}

/* Whether a statement gives control away at its end. */
static bool leaves(const struct stn_go_tree *tree, uint32_t block)
{
    uint32_t last = 0;

    for (uint32_t child = stn_go_first(tree, block); child != 0;
         child = stn_go_next(tree, child))
        last = child;
    if (last == 0)
        return false;
    const enum stn_go_kind kind = stn_go_kind_of(tree, last);
    return kind == STN_GO_RETURN || kind == STN_GO_BREAK ||
           kind == STN_GO_CONTINUE || kind == STN_GO_GOTO;
}

/* `if err != nil { ...return }`, and no else. */
static bool checks_error(const struct stn_go_pass *pass, uint32_t statement,
                         uint32_t error)
{
    const struct stn_go_tree *tree = pass->tree;
    uint32_t condition = stn_go_child(tree, statement, STN_GO_IN_condition);
    uint32_t block = stn_go_child(tree, statement, STN_GO_IN_consequence);

    if (tree->nodes[statement].kind != STN_GO_IF || condition == 0 ||
        block == 0 ||
        stn_go_child(tree, statement, STN_GO_IN_alternative) != 0 ||
        tree->nodes[condition].op != STN_GO_OP_NOT_EQUAL)
        return false;
    uint32_t left = stn_go_child(tree, condition, STN_GO_IN_left);
    uint32_t right = stn_go_child(tree, condition, STN_GO_IN_right);
    return left != 0 && right != 0 &&
           stn_go_object_at(pass->file, left) == error &&
           tree->nodes[right].kind == STN_GO_NIL && leaves(tree, block);
}

uint32_t stn_go_fix_place(const struct stn_go_pass *pass, uint32_t statement,
                          uint32_t error)
{
    const struct stn_go_tree *tree = pass->tree;
    const uint32_t parent = tree->nodes[statement].parent;

    if (stn_go_loop_of(tree, statement) != 0 ||
        tree->nodes[parent].kind != STN_GO_BLOCK)
        return 0;
    if (error == 0)
        return statement;
    uint32_t next = stn_go_next(tree, statement);
    return next != 0 && checks_error(pass, next, error) ? next : 0;
}
