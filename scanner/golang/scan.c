#include "golang/scan.h"

#include "base/alloc.h"
#include "golang/names.h"

/* Checks that want one kind of node. */
struct wanting {
    const struct stn_go_check **checks;
    size_t count;
};

#define KINDS (STN_GO_IOTA + 1)

struct stn_go_scan {
    struct stn_go_scan_options options;
    struct stn_go_parser *parser;
    struct wanting by_kind[KINDS];
    struct stn_arena arena; /* of by_kind */
    struct stn_go_package package;
    struct stn_go_hits hits;
    struct stn_go_gap *gaps;
    size_t gap_count, gap_capacity;
};

static bool wants(const struct stn_go_check *check, size_t kind)
{
    for (size_t i = 0; check->kinds[i] != STN_GO_OTHER; i++)
        if ((size_t)check->kinds[i] == kind)
            return true;
    return false;
}

static bool is_active(const struct stn_go_scan_options *options, size_t check)
{
    return options->active == NULL || options->active[check];
}

/* Sort the checks by what they want. */
static enum stn_status sort_checks(struct stn_go_scan *scan,
                                   struct stn_error *err)
{
    size_t total = 0;

    while (stn_go_checks[total] != NULL)
        total++;
    for (size_t kind = 0; kind < KINDS; kind++) {
        struct wanting *wanting = &scan->by_kind[kind];
        wanting->checks = stn_arena_array(&scan->arena, total,
                                          sizeof(const struct stn_go_check *));
        if (wanting->checks == NULL)
            return stn_fail_memory(err);
        for (size_t i = 0; i < total; i++)
            if (is_active(&scan->options, i) && wants(stn_go_checks[i], kind))
                wanting->checks[wanting->count++] = stn_go_checks[i];
    }
    return STN_OK;
}

enum stn_status stn_go_scan_new(struct stn_go_scan **out,
                                const struct stn_go_scan_options *options,
                                struct stn_error *err)
{
    struct stn_go_scan *scan = stn_calloc(1, sizeof(*scan));

    if (scan == NULL)
        return stn_fail_memory(err);
    scan->options = *options;
    enum stn_status status = sort_checks(scan, err);
    if (status >= 0)
        status = stn_go_parser_new(&scan->parser, err);
    if (status < 0) {
        stn_go_scan_free(scan);
        return status;
    }
    *out = scan;
    return STN_OK;
}

void stn_go_scan_free(struct stn_go_scan *scan)
{
    if (scan == NULL)
        return;
    stn_go_parser_free(scan->parser);
    stn_go_package_dispose(&scan->package);
    stn_go_hits_dispose(&scan->hits);
    stn_free(scan->gaps);
    stn_arena_dispose(&scan->arena);
    stn_free(scan);
}

static enum stn_status add_gap(struct stn_go_scan *scan, uint32_t file,
                               bool is_all, const char *detail,
                               struct stn_error *err)
{
    struct stn_go_gap *gaps = stn_grow(scan->gaps, &scan->gap_capacity,
                                       scan->gap_count, sizeof(*gaps));

    if (gaps == NULL)
        return stn_fail_memory(err);
    scan->gaps = gaps;
    gaps[scan->gap_count++] = (struct stn_go_gap){file, is_all, detail};
    return STN_OK;
}

static enum stn_status check_file(struct stn_go_scan *scan,
                                  struct stn_go_file *file,
                                  struct stn_error *err)
{
    struct stn_go_pass pass = {
        .package = &scan->package,
        .file = file,
        .tree = &file->tree,
        .hits = &scan->hits,
        .err = err,
    };
    enum stn_status status = stn_go_names_resolve(&scan->package, file, err);

    if (status < 0)
        return status;
    scan->package.steps = 0;
    scan->package.is_limited = false;
    for (uint32_t node = 0; node < file->tree.count; node++) {
        const struct wanting *wanting =
            &scan->by_kind[file->tree.nodes[node].kind];
        for (size_t i = 0; i < wanting->count; i++) {
            pass.check = wanting->checks[i];
            pass.check->visit(&pass, node);
        }
    }
    if (pass.status >= 0 && scan->package.is_short)
        return stn_fail_memory(err);
    if (pass.status >= 0 &&
        (scan->package.is_limited || scan->package.is_crowded))
        return add_gap(scan, file->index, false,
                       "it has too much to be followed through", err);
    return pass.status;
}

static enum stn_status scan_file(struct stn_go_scan *scan,
                                 struct stn_go_file *file,
                                 struct stn_error *err)
{
    if (!file->source->is_target)
        return STN_OK;
    if (file->failure != NULL)
        return add_gap(scan, file->index, true, file->failure, err);
    if (file->is_generated)
        return STN_OK;
    enum stn_status status = STN_OK;
    if (file->tree.count > 0 && file->tree.nodes[0].has_error)
        status = add_gap(scan, file->index, false,
                         "part of the Go file did not parse", err);
    return status < 0 ? status : check_file(scan, file, err);
}

enum stn_status stn_go_scan_package(struct stn_go_scan *scan,
                                    const struct stn_package *package,
                                    struct stn_go_scanned *out,
                                    struct stn_error *err)
{
    enum stn_status status;

    stn_go_package_dispose(&scan->package);
    scan->hits.count = 0;
    scan->gap_count = 0;
    status = stn_go_package_read(&scan->package, scan->parser, package,
                                 scan->options.go_minor, err);
    for (size_t i = 0; i < scan->package.count && status >= 0; i++)
        status = scan_file(scan, &scan->package.files[i], err);
    if (status < 0)
        return status;
    stn_go_hits_sort(&scan->hits);
    *out = (struct stn_go_scanned){
        .hits = scan->hits.items,
        .count = scan->hits.count,
        .gaps = scan->gaps,
        .gap_count = scan->gap_count,
    };
    return STN_OK;
}
