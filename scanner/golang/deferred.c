#include "golang/deferred.h"

#include "golang/called.h"
#include "golang/fate.h"
#include "golang/names.h"
#include "golang/types.h"

/* Nodes of opened functions that one deferred call may take: what it does is
 * said early, or not at all. */
#define OPENED_NODES_MAX 1024
/* A helper of a helper is as far as people go. */
#define DEPTH_MAX 2

static const char *const releases[] = {
    "Close",          "Stop",    "Unlock",   "RUnlock", "Release",
    "Rollback",       "End",     "Cancel",   "Finish",  "Free",
    "CloseWithError", "Destroy", "Shutdown", "CloseFd", NULL};

static bool is_listed(const char *const *names, struct stn_str name)
{
    for (; *names != NULL; names++)
        if (stn_str_equal(stn_str_of(*names), name))
            return true;
    return false;
}

bool stn_go_is_release_name(struct stn_str name)
{
    return is_listed(releases, name);
}

uint32_t stn_go_run_by(struct stn_go_package *package, struct stn_go_file *file,
                       uint32_t call, struct stn_go_file **out)
{
    uint32_t function = stn_go_called(package, file, call, out);
    uint32_t callee = stn_go_callee(&file->tree, call);

    if (function != 0 || callee == 0 ||
        file->tree.nodes[callee].kind != STN_GO_IDENTIFIER)
        return function;
    uint32_t object = stn_go_object_at(file, callee);
    if (object == 0 || package->objects[object].function == 0 ||
        package->objects[object].kind != STN_GO_VARIABLE)
        return 0;
    uint32_t value = stn_go_object_value(package, object);
    *out = file;
    return value != 0 && file->tree.nodes[value].kind == STN_GO_FUNC_LITERAL
               ? value
               : 0;
}

uint32_t stn_go_root_of(const struct stn_go_tree *tree, uint32_t node)
{
    while (node != 0) {
        switch (stn_go_kind_of(tree, node)) {
        case STN_GO_IDENTIFIER:
            return node;
        case STN_GO_SELECTOR:
        case STN_GO_UNARY:
            node = stn_go_child(tree, node, STN_GO_IN_operand);
            break;
        default:
            return 0;
        }
    }
    return 0;
}

/* The name of what is called: of `x.f` its f. */
static struct stn_str called_name(const struct stn_go_tree *tree, uint32_t call)
{
    uint32_t callee = stn_go_callee(tree, call);

    if (callee == 0)
        return STN_STR("");
    if (tree->nodes[callee].kind == STN_GO_IDENTIFIER)
        return stn_go_text(tree, callee);
    return stn_go_selected(tree, callee);
}

static bool holds_word(struct stn_str name, const char *word)
{
    return stn_str_find_nocase(name, stn_str_of(word)) != SIZE_MAX;
}

/* closeFile(f), os.Remove(name), errs.Capture(&err, f.Close) */
static bool argument_is_released(struct stn_go_package *package,
                                 struct stn_go_file *file,
                                 const struct stn_go_use *use)
{
    const struct stn_go_release release = {releases, NULL};
    struct stn_str name = called_name(&file->tree, use->call);

    if (stn_go_calls(package, file, use->call, "os", "", "Remove") ||
        stn_go_calls(package, file, use->call, "os", "", "RemoveAll"))
        return true;
    struct stn_go_file *other;
    if (stn_go_called(package, file, use->call, &other) != 0)
        return stn_go_argument_fate(package, file, use->call, use->argument,
                                    &release) == STN_GO_FATE_RELEASED;
    return use->through.len == 0 &&
           (stn_str_starts(name, STN_STR("Close")) ||
            stn_str_starts(name, STN_STR("MustClose")));
}

bool stn_go_use_releases(struct stn_go_package *package,
                         struct stn_go_file *file, const struct stn_go_use *use)
{
    const struct stn_go_tree *tree = &file->tree;

    switch (use->kind) {
    case STN_GO_USE_CALLED:
        return true;
    case STN_GO_USE_METHOD:
        if (is_listed(releases, use->method))
            return true;
        /* os.Remove(f.Name()) */
        if (tree->nodes[tree->nodes[use->call].parent].kind ==
            STN_GO_ARGUMENT_LIST) {
            struct stn_go_use outer = *use;
            outer.kind = STN_GO_USE_ARGUMENT;
            outer.call = tree->nodes[tree->nodes[use->call].parent].parent;
            return stn_go_calls(package, file, outer.call, "os", "", "Remove");
        }
        return false;
    case STN_GO_USE_METHOD_VALUE:
        return is_listed(releases, use->method);
    case STN_GO_USE_ARGUMENT:
        if (use->through.len > 0 && is_listed(releases, use->through))
            return true;
        return argument_is_released(package, file, use);
    default:
        return false;
    }
}

static bool is_for_panics(struct stn_str name)
{
    return holds_word(name, "recover") || holds_word(name, "panic") ||
           holds_word(name, "crash");
}

static bool calls_for_panics(const struct stn_go_tree *tree, uint32_t top)
{
    size_t nodes = 0;

    for (uint32_t n = top; n != 0 && nodes < OPENED_NODES_MAX;
         n = stn_go_walk(tree, top, n, true), nodes++)
        if (stn_go_is_call(tree, n) && is_for_panics(called_name(tree, n)))
            return true;
    return false;
}

bool stn_go_deferred_recovers(struct stn_go_package *package,
                              struct stn_go_file *file, uint32_t defer)
{
    uint32_t call = stn_go_statement_call(&file->tree, defer);
    struct stn_go_file *other = file;
    uint32_t function =
        call != 0 ? stn_go_run_by(package, file, call, &other) : 0;

    return calls_for_panics(&file->tree, defer) ||
           (function != 0 && calls_for_panics(&other->tree, function));
}

/* What runs when the function ends, and what of it the process's end does as
 * well. */
struct effect_row {
    const char *path; /* NULL: any method or function */
    const char *name;
    enum stn_severity severity;
};

static const struct effect_row rows[] = {
    {"os", "Remove", STN_HIGH},
    {"os", "RemoveAll", STN_HIGH},
    {"os", "Chdir", STN_NOTE},
    {"os", "Setenv", STN_NOTE},
    {"os", "Unsetenv", STN_NOTE},
    {"os", "Exit", STN_NOTE},
    {"syscall", "Unlink", STN_HIGH},
    {"syscall", "Unmount", STN_HIGH},
    {"golang.org/x/sys/unix", "Unmount", STN_HIGH},
    {"runtime/pprof", "StopCPUProfile", STN_HIGH},
    {"runtime/trace", "Stop", STN_HIGH},
    {"golang.org/x/term", "Restore", STN_HIGH},
    {"golang.org/x/crypto/ssh/terminal", "Restore", STN_HIGH},
    {"os/signal", "Stop", STN_NOTE},
    {NULL, "StopCPUProfile", STN_HIGH},
    {NULL, "Flush", STN_HIGH},
    {NULL, "Commit", STN_HIGH},
    /* What is written is the system's already, but for the last lines of a
     * log. */
    {NULL, "Sync", STN_LOW},
    {NULL, "RemoveAll", STN_HIGH},
    {NULL, "Kill", STN_MEDIUM},
    {NULL, "Shutdown", STN_MEDIUM},
    {NULL, "Wait", STN_MEDIUM},
    {NULL, "Terminate", STN_MEDIUM},
    {NULL, "Close", STN_NOTE},
    {NULL, "CloseWithError", STN_NOTE},
    {NULL, "CloseIdleConnections", STN_NOTE},
    {NULL, "Unlock", STN_NOTE},
    {NULL, "RUnlock", STN_NOTE},
    {NULL, "Rollback", STN_NOTE},
    {NULL, "Release", STN_NOTE},
    {NULL, "Free", STN_NOTE},
    {NULL, "Put", STN_NOTE},
    {NULL, "Cancel", STN_NOTE},
    {NULL, "Reset", STN_NOTE},
};

/* Nothing of these is missed. */
static bool is_nothing(const struct stn_go_file *file, uint32_t call,
                       struct stn_str name)
{
    static const char *const names[] = {
        "Done",    "Error",   "Errorf", "Fatal", "Fatalf", "HandleCrash",
        "Info",    "Infof",   "Name",   "Add",   "Now",    "Since",
        "Stderr",  "Warn",    "Warnf",  "Debug", "Debugf", "Background",
        "Seconds", "Observe", "Inc",    "Dec",   "Err",    "Is",
        "As",      "Sub",     "String", "Load",  "Store",  NULL};
    static const char *const builtins[] = {"recover", "panic",  "close", "len",
                                           "delete",  "append", "cap",   NULL};
    uint32_t callee = stn_go_callee(&file->tree, call);

    if (stn_go_object_at(file, callee) == 0 && is_listed(builtins, name))
        return true;
    return is_listed(names, name) || holds_word(name, "print");
}

/* Whether closing it writes what it holds: a compressor, an archive. */
static bool is_writer(struct stn_go_package *package, struct stn_go_file *file,
                      uint32_t call)
{
    uint32_t operand = stn_go_child(
        &file->tree, stn_go_callee(&file->tree, call), STN_GO_IN_operand);
    struct stn_go_type type = stn_go_type_of(package, file, operand);

    return type.form == STN_GO_TYPE_NAMED &&
           stn_str_equal(type.name, STN_STR("Writer")) &&
           (stn_str_starts(type.path, STN_STR("archive/")) ||
            stn_str_starts(type.path, STN_STR("compress/")) ||
            stn_str_equal(type.path, STN_STR("mime/multipart")));
}

/* What only logs loses the last lines at worst. */
static bool is_of_log(const struct stn_go_tree *tree, uint32_t call)
{
    return holds_word(stn_go_text(tree, stn_go_callee(tree, call)), "log");
}

static bool is_ticking(struct stn_go_package *package, struct stn_go_file *file,
                       uint32_t call)
{
    uint32_t operand = stn_go_child(
        &file->tree, stn_go_callee(&file->tree, call), STN_GO_IN_operand);
    struct stn_go_type type = stn_go_type_of(package, file, operand);

    return stn_go_type_is(&type, "time", "Ticker") ||
           stn_go_type_is(&type, "time", "Timer");
}

static enum stn_severity named_severity(struct stn_go_package *package,
                                        struct stn_go_file *file, uint32_t call,
                                        struct stn_str name)
{
    struct stn_go_library_call library =
        stn_go_library_called(package, file, call);

    if (stn_str_equal(name, STN_STR("Close")) && is_writer(package, file, call))
        return STN_HIGH;
    if (stn_str_equal(name, STN_STR("Stop")) && is_ticking(package, file, call))
        return STN_NOTE;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (!stn_str_equal(name, stn_str_of(rows[i].name)) ||
            (rows[i].path != NULL &&
             !stn_str_equal(library.path, stn_str_of(rows[i].path))))
            continue;
        return rows[i].severity > STN_LOW && is_of_log(&file->tree, call)
                   ? STN_LOW
                   : rows[i].severity;
    }
    if (holds_word(name, "cleanup") || holds_word(name, "teardown"))
        return STN_MEDIUM;
    return holds_word(name, "cancel") || holds_word(name, "close") ||
                   holds_word(name, "unlock")
               ? STN_NOTE
               : STN_LOW;
}

struct opening {
    struct stn_go_package *package;
    size_t nodes;
    struct stn_go_effect worst;
};

static void take_call(struct opening *opening, struct stn_go_file *file,
                      uint32_t call, unsigned depth);

static void take_body(struct opening *opening, struct stn_go_file *file,
                      uint32_t top, unsigned depth)
{
    const struct stn_go_tree *tree = &file->tree;

    for (uint32_t n = top; n != 0; n = stn_go_walk(tree, top, n, true)) {
        if (++opening->nodes > OPENED_NODES_MAX ||
            !stn_go_spend(opening->package, 1))
            return;
        if (stn_go_is_call(tree, n))
            take_call(opening, file, n, depth);
    }
}

static void take_call(struct opening *opening, struct stn_go_file *file,
                      uint32_t call, unsigned depth)
{
    struct stn_go_package *package = opening->package;
    struct stn_str name = called_name(&file->tree, call);
    uint32_t callee = stn_go_callee(&file->tree, call);

    /* The body of a literal is part of what is walked. */
    if (file->tree.nodes[callee].kind == STN_GO_FUNC_LITERAL ||
        is_nothing(file, call, name))
        return;
    enum stn_severity severity = named_severity(package, file, call, name);
    struct stn_go_file *other;
    uint32_t function = stn_go_run_by(package, file, call, &other);
    if (function != 0 && depth < DEPTH_MAX && severity <= STN_MEDIUM) {
        take_body(opening, other, function, depth + 1);
        return;
    }
    /* Inside of another function, what is not known is no news. */
    if ((depth > 0 && severity == STN_LOW) ||
        severity <= opening->worst.severity)
        return;
    opening->worst = (struct stn_go_effect){
        severity, callee != 0 ? stn_go_text(&file->tree, callee) : name};
}

struct stn_go_effect stn_go_deferred_effect(struct stn_go_package *package,
                                            struct stn_go_file *file,
                                            uint32_t defer)
{
    struct opening opening = {.package = package};

    take_body(&opening, file, defer, 0);
    return opening.worst;
}
