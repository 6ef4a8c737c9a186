#include <stdarg.h>
#include <stdio.h>

#include "golang/check.h"
#include "golang/hits.h"
#include "golang/names.h"

#define CHECK(name) extern const struct stn_go_check stn_go_check_##name;
#include "golang/check_list.h"
#undef CHECK

const struct stn_go_check *const stn_go_checks[] = {
#define CHECK(name) &stn_go_check_##name,
#include "golang/check_list.h"
#undef CHECK
    NULL,
};

size_t stn_go_check_find(const char *name)
{
    for (size_t i = 0; stn_go_checks[i] != NULL; i++)
        if (strcmp(stn_go_checks[i]->name, name) == 0)
            return i;
    return SIZE_MAX;
}

bool stn_go_check_exists(const char *name)
{
    return stn_go_check_find(name) != SIZE_MAX;
}

struct stn_go_hit stn_go_hit_at(const struct stn_go_pass *pass, uint32_t node)
{
    return (struct stn_go_hit){
        .check = pass->check,
        .file = pass->file->index,
        .span = stn_go_span(pass->tree, node),
    };
}

/* The first line of a node, without what ends it. */
static struct stn_span head_of(const struct stn_go_tree *tree, uint32_t node)
{
    struct stn_span span = stn_go_span(tree, node);
    struct stn_str text = stn_go_text(tree, node);
    const char *line = text.len > 0 ? memchr(text.ptr, '\n', text.len) : NULL;

    if (line != NULL)
        span.end = span.start + (size_t)(line - text.ptr);
    while (span.end > span.start + 1 && tree->text.ptr[span.end - 1] == '\r')
        span.end--;
    return span;
}

struct stn_go_hit stn_go_hit_at_head(const struct stn_go_pass *pass,
                                     uint32_t node)
{
    struct stn_go_hit hit = stn_go_hit_at(pass, node);

    hit.span = head_of(pass->tree, node);
    return hit;
}

/* What is declared around a byte; 0: nothing. */
static uint32_t find_top(const struct stn_go_tree *tree, size_t at)
{
    uint32_t low = 0;
    uint32_t high = tree->count;

    /* Nodes are in the order of their first bytes. */
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (tree->nodes[middle].start <= at)
            low = middle + 1;
        else
            high = middle;
    }
    const uint32_t node = stn_go_top_of(tree, low > 0 ? low - 1 : 0);
    return at < tree->nodes[node].end ? node : 0;
}

static bool is_of_pointer(const struct stn_go_tree *tree, uint32_t method)
{
    uint32_t list = stn_go_child(tree, method, STN_GO_IN_receiver);
    uint32_t parameter = list != 0 ? stn_go_first(tree, list) : 0;
    uint32_t type =
        parameter != 0 ? stn_go_child(tree, parameter, STN_GO_IN_type) : 0;

    return type != 0 && tree->nodes[type].kind == STN_GO_POINTER_TYPE;
}

/* "Run", "(*Server).Run" */
static struct stn_str name_function(struct stn_go_pass *pass, uint32_t top)
{
    const struct stn_go_tree *tree = pass->tree;
    const enum stn_go_kind kind = stn_go_kind_of(tree, top);

    if (top == 0 || (kind != STN_GO_FUNCTION && kind != STN_GO_METHOD))
        return STN_STR("");
    uint32_t name = stn_go_child(tree, top, STN_GO_IN_name);
    struct stn_str text = stn_go_text(tree, name);
    if (kind == STN_GO_FUNCTION)
        return text;
    struct stn_str type = stn_go_receiver_type(tree, top);
    return stn_str_of(
        stn_go_words(pass, "(%s%.*s).%.*s", is_of_pointer(tree, top) ? "*" : "",
                     (int)type.len, type.ptr, (int)text.len, text.ptr));
}

void stn_go_tell(struct stn_go_pass *pass, const struct stn_go_hit *hit)
{
    struct stn_go_hit told = *hit;
    const uint32_t top = find_top(pass->tree, told.span.start);

    told.scope = top != 0 ? stn_go_span(pass->tree, top) : told.span;
    if (told.function.len == 0)
        told.function = name_function(pass, top);
    enum stn_status status = stn_go_hits_add(pass->hits, &told, pass->err);
    if (status < 0 && pass->status >= 0)
        pass->status = status;
}

/* Names are in UTF-8: take away a character that was cut in two. */
static void cut_character(char *words, size_t length)
{
    size_t start = length;
    size_t size = 1;

    while (start > 0 && ((unsigned char)words[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0)
        return;
    const unsigned char lead = (unsigned char)words[--start];
    if (lead >= 0xC0)
        size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (start + size > length)
        words[start] = '\0';
}

const char *stn_go_words(struct stn_go_pass *pass, const char *format, ...)
{
    char words[STN_EVIDENCE_BYTES];
    va_list arguments;

    va_start(arguments, format);
    const int length = vsnprintf(words, sizeof(words), format, arguments);
    va_end(arguments);
    if (length >= (int)sizeof(words))
        cut_character(words, sizeof(words) - 1);
    const char *kept =
        stn_arena_strdup(&pass->package->arena, stn_str_of(words));
    if (kept == NULL && pass->status >= 0)
        pass->status = stn_fail_memory(pass->err);
    return kept != NULL ? kept : "";
}

void stn_go_add_evidence(struct stn_go_hit *hit, const char *words)
{
    if (hit->evidence_count < STN_EVIDENCE_MAX)
        hit->evidence[hit->evidence_count++] = words;
}

void stn_go_add_related(struct stn_go_hit *hit, const struct stn_go_pass *pass,
                        uint32_t node, const char *what)
{
    if (hit->related_count < STN_GO_RELATED_MAX)
        hit->related[hit->related_count++] = (struct stn_go_related){
            pass->file->index, stn_go_span(pass->tree, node), what};
}

void stn_go_add_tie(struct stn_go_hit *hit, const struct stn_go_pass *pass,
                    uint32_t node)
{
    if (hit->tie_count < STN_GO_TIES_MAX)
        hit->ties[hit->tie_count++] = stn_go_span(pass->tree, node);
}

void stn_go_add_tie_at_head(struct stn_go_hit *hit,
                            const struct stn_go_pass *pass, uint32_t node)
{
    if (hit->tie_count < STN_GO_TIES_MAX)
        hit->ties[hit->tie_count++] = head_of(pass->tree, node);
}
