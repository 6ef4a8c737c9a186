#include "golang/library.h"

struct row {
    const char *name, *type, *path, *results;
    enum stn_go_resource resource;
    uint8_t result;
};

#define NO STN_GO_NO_RESOURCE
#define FILE STN_GO_FILE_RESOURCE
#define INFLATE STN_GO_INFLATE_RESOURCE
#define RESPONSE STN_GO_RESPONSE_RESOURCE
#define SQL STN_GO_SQL_RESOURCE
#define POOLED STN_GO_POOLED_RESOURCE
#define TICKER STN_GO_TICKER_RESOURCE
#define TIMER STN_GO_TIMER_RESOURCE
#define SPAN STN_GO_SPAN_RESOURCE
#define CANCEL STN_GO_CANCEL_RESOURCE

/* Sorted by name, type and path, bytewise. */
static const struct row rows[] = {
#define R(name, type, path, results, resource, result)                         \
    {name, type, path, results, resource, result},
#include "golang/library_list.h"
#undef R
};

#define ROW_COUNT (sizeof(rows) / sizeof(rows[0]))

static int compare_row(const struct row *row,
                       const struct stn_go_library_call *call)
{
    int order = stn_str_compare(stn_str_of(row->name), call->name);

    if (order == 0)
        order = stn_str_compare(stn_str_of(row->type), call->type);
    return order != 0 ? order
                      : stn_str_compare(stn_str_of(row->path), call->path);
}

static const struct row *find_row(const struct stn_go_library_call *call)
{
    size_t low = 0;
    size_t high = ROW_COUNT;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_row(&rows[middle], call);
        if (order == 0)
            return &rows[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* Whether any row has a name: most calls end here. */
static bool is_name_known(struct stn_str name)
{
    size_t low = 0;
    size_t high = ROW_COUNT;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (stn_str_compare(stn_str_of(rows[middle].name), name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < ROW_COUNT && stn_str_equal(stn_str_of(rows[low].name), name);
}

struct stn_go_acquired stn_go_acquired_by(struct stn_go_package *package,
                                          struct stn_go_file *file,
                                          uint32_t call)
{
    struct stn_go_acquired none = {STN_GO_NO_RESOURCE, 0};
    uint32_t callee = stn_go_callee(&file->tree, call);

    if (!is_name_known(stn_go_selected(&file->tree, callee)))
        return none;
    struct stn_go_library_call known =
        stn_go_library_called(package, file, call);
    const struct row *row = known.path.len > 0 ? find_row(&known) : NULL;
    if (row == NULL)
        return none;
    return (struct stn_go_acquired){row->resource, row->result};
}

const char *const *stn_go_releases_of(enum stn_go_resource resource)
{
    static const char *const closes[] = {"Close", NULL};
    static const char *const file_closes[] = {"Close", "CloseWithError", "Quit",
                                              NULL};
    static const char *const releases[] = {"Release", "Hijack", NULL};
    static const char *const stops[] = {"Stop", NULL};
    static const char *const ends[] = {"End", NULL};

    switch (resource) {
    case STN_GO_FILE_RESOURCE:
        return file_closes;
    case STN_GO_INFLATE_RESOURCE:
    case STN_GO_RESPONSE_RESOURCE:
    case STN_GO_SQL_RESOURCE:
        return closes;
    case STN_GO_POOLED_RESOURCE:
        return releases;
    case STN_GO_TICKER_RESOURCE:
    case STN_GO_TIMER_RESOURCE:
        return stops;
    case STN_GO_SPAN_RESOURCE:
        return ends;
    case STN_GO_CANCEL_RESOURCE:
    case STN_GO_NO_RESOURCE:
        break;
    }
    return NULL;
}

const char *stn_go_library_results(const struct stn_go_library_call *call)
{
    const struct row *row = find_row(call);

    return row != NULL ? row->results : NULL;
}

struct stn_go_type stn_go_table_type(const char *results, uint32_t n)
{
    struct stn_str rest = stn_str_of(results);
    struct stn_go_type type = {.form = STN_GO_TYPE_NAMED};

    for (;; n--) {
        size_t space = stn_str_find(rest, STN_STR(" "));
        struct stn_str word = stn_str_sub(rest, 0, space);
        if (n > 0) {
            if (space == SIZE_MAX)
                return (struct stn_go_type){STN_GO_TYPE_UNKNOWN};
            rest = stn_str_sub(rest, space + 1, rest.len);
            continue;
        }
        if (stn_str_equal(word, STN_STR("func")))
            return (struct stn_go_type){.form = STN_GO_TYPE_FUNCTION};
        if (stn_str_equal(word, STN_STR("chan")))
            return (struct stn_go_type){.form = STN_GO_TYPE_CHANNEL};
        if (stn_str_starts(word, STN_STR("*"))) {
            type.is_pointer = true;
            word = stn_str_sub(word, 1, word.len);
        }
        size_t dot = word.len;
        while (dot > 0 && word.ptr[dot - 1] != '.' && word.ptr[dot - 1] != '/')
            dot--;
        const bool has_path = dot > 0 && word.ptr[dot - 1] == '.';
        type.name = has_path ? stn_str_sub(word, dot, word.len) : word;
        type.path = has_path ? stn_str_sub(word, 0, dot - 1) : STN_STR("");
        return type;
    }
}

const char *stn_go_library_variable(struct stn_str path, struct stn_str name)
{
    static const struct {
        const char *path, *name, *type;
    } variables[] = {
        {"net/http", "DefaultClient", "*net/http.Client"},
        {"net/http", "DefaultTransport", "net/http.RoundTripper"},
        {"os", "Stderr", "*os.File"},
        {"os", "Stdin", "*os.File"},
        {"os", "Stdout", "*os.File"},
    };

    for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
        if (stn_str_equal(name, stn_str_of(variables[i].name)) &&
            stn_str_equal(path, stn_str_of(variables[i].path)))
            return variables[i].type;
    return NULL;
}

/* Packages whose functions only use what they are given. */
static bool is_borrowing_package(struct stn_str path)
{
    static const char *const paths[] = {
        "bytes",        "encoding/base64", "encoding/binary",
        "encoding/hex", "errors",          "encoding/json",
        "fmt",          "io/fs",           "log",
        "log/slog",     "strconv",         "strings",
    };

    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
        if (stn_str_equal(path, stn_str_of(paths[i])))
            return true;
    return false;
}

/* log.SetOutput, log.New, slog.NewTextHandler: they write to it from now on. */
static bool is_keeper(const struct stn_go_library_call *call)
{
    return stn_str_starts(call->path, STN_STR("log")) &&
           (stn_str_starts(call->name, STN_STR("Set")) ||
            stn_str_starts(call->name, STN_STR("New")));
}

bool stn_go_library_wraps(const struct stn_go_library_call *call)
{
    return stn_go_library_borrows(call) &&
           (stn_str_starts(call->name, STN_STR("New")) ||
            stn_str_ends(call->name, STN_STR("Reader")) ||
            stn_str_ends(call->name, STN_STR("Writer")));
}

bool stn_go_library_borrows(const struct stn_go_library_call *call)
{
    /* Names that mean it in any package: a decoder over a reader. */
    static const char *const wrappers[] = {"NewDecoder", "NewEncoder",
                                           "NewScanner"};
    static const struct {
        const char *path, *name;
    } functions[] = {
        {"archive/tar", "NewReader"},
        {"archive/tar", "NewWriter"},
        {"archive/zip", "NewReader"},
        {"archive/zip", "NewWriter"},
        {"bufio", "NewReadWriter"},
        {"bufio", "NewReader"},
        {"bufio", "NewReaderSize"},
        {"bufio", "NewWriter"},
        {"bufio", "NewWriterSize"},
        {"compress/bzip2", "NewReader"},
        {"compress/flate", "NewReader"},
        {"compress/flate", "NewWriter"},
        {"compress/gzip", "NewReader"},
        {"compress/gzip", "NewWriter"},
        {"compress/gzip", "NewWriterLevel"},
        {"compress/zlib", "NewReader"},
        {"compress/zlib", "NewWriter"},
        {"debug/elf", "NewFile"},
        {"debug/macho", "NewFile"},
        {"debug/pe", "NewFile"},
        {"encoding/csv", "NewReader"},
        {"encoding/csv", "NewWriter"},
        {"encoding/pem", "Encode"},
        {"encoding/xml", "Unmarshal"},
        {"go/format", "Node"},
        {"image", "Decode"},
        {"image", "DecodeConfig"},
        {"image/gif", "Decode"},
        {"image/gif", "DecodeAll"},
        {"image/gif", "EncodeAll"},
        {"image/jpeg", "Decode"},
        {"image/jpeg", "Encode"},
        {"image/png", "Decode"},
        {"image/png", "Encode"},
        {"io", "Copy"},
        {"io", "CopyBuffer"},
        {"io", "CopyN"},
        {"io", "LimitReader"},
        {"io", "MultiReader"},
        {"io", "MultiWriter"},
        {"io", "NewSectionReader"},
        {"io", "ReadAll"},
        {"io", "ReadAtLeast"},
        {"io", "ReadFull"},
        {"io", "TeeReader"},
        {"io", "WriteString"},
        {"io/ioutil", "ReadAll"},
        {"net/http", "DetectContentType"},
        {"net/http", "ReadRequest"},
        {"net/http", "ServeContent"},
        {"net/http/httputil", "DumpResponse"},
        {"runtime/pprof", "StartCPUProfile"},
        {"runtime/pprof", "WriteHeapProfile"},
        {"runtime/trace", "Start"},
        {"text/tabwriter", "NewWriter"},
    };

    if (call->path.len == 0 || call->type.len > 0 || is_keeper(call))
        return false;
    if (is_borrowing_package(call->path))
        return true;
    for (size_t i = 0; i < sizeof(wrappers) / sizeof(wrappers[0]); i++)
        if (stn_str_equal(call->name, stn_str_of(wrappers[i])))
            return true;
    for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
        if (stn_str_equal(call->name, stn_str_of(functions[i].name)) &&
            stn_str_equal(call->path, stn_str_of(functions[i].path)))
            return true;
    return false;
}
