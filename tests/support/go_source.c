#include "tests/support/go_source.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "golang/syntax.h"

enum stn_status go_source_try(struct go_source *out,
                              const struct go_text *texts, size_t count,
                              const char *go_mod)
{
    enum stn_status status;

    *out = (struct go_source){0};
    assert_true(count <= GO_SOURCE_FILES_MAX);
    for (size_t i = 0; i < count; i++)
        out->files[i] = (struct stn_package_file){
            .path = stn_str_of(texts[i].path),
            .bytes = stn_str_of(texts[i].text),
            .is_target = true,
            .is_all_touched = true,
        };
    out->source = (struct stn_package){
        .files = out->files, .count = count, .go_mod = stn_str_of(go_mod)};
    status = stn_go_parser_new(&out->parser, NULL);
    if (status >= 0)
        status = stn_go_package_read(&out->package, out->parser, &out->source,
                                     0, NULL);
    for (size_t i = 0; i < out->package.count && status >= 0; i++)
        status =
            stn_go_names_resolve(&out->package, &out->package.files[i], NULL);
    return status;
}

void go_source_open_all(struct go_source *out, const struct go_text *texts,
                        size_t count)
{
    assert_int_equal(go_source_try(out, texts, count, ""), STN_OK);
}

void go_source_open(struct go_source *out, const char *text)
{
    go_source_open_all(out, &(struct go_text){"a.go", text}, 1);
}

void go_source_close(struct go_source *source)
{
    stn_go_package_dispose(&source->package);
    stn_go_parser_free(source->parser);
}

uint32_t go_source_find(const struct go_source *source, size_t file,
                        enum stn_go_kind kind, const char *text, size_t n)
{
    const struct stn_go_tree *tree = &source->package.files[file].tree;

    for (uint32_t node = 1; node < tree->count; node++) {
        const uint32_t first = stn_go_first(tree, node);
        const bool is_inside = first != 0 && stn_go_text_is(tree, first, text);
        if ((kind == STN_GO_OTHER ? !is_inside
                                  : tree->nodes[node].kind == kind) &&
            stn_go_text_is(tree, node, text) && n-- == 0)
            return node;
    }
    fail_msg("there is no \"%s\"", text);
    return 0;
}

uint32_t go_source_function(const struct go_source *source, size_t file,
                            const char *name)
{
    const struct stn_go_tree *tree = &source->package.files[file].tree;

    for (uint32_t node = 1; node < tree->count; node++) {
        uint32_t called = stn_go_child(tree, node, STN_GO_IN_name);
        if (stn_go_is_function(tree, node) && called != 0 &&
            stn_go_text_is(tree, called, name))
            return node;
    }
    fail_msg("there is no function %s", name);
    return 0;
}

uint32_t go_source_object(const struct go_source *source, size_t file,
                          const char *name, size_t n)
{
    return stn_go_object_at(
        &source->package.files[file],
        go_source_find(source, file, STN_GO_IDENTIFIER, name, n));
}
