#include "golang/fate.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "golang/library.h"
#include "golang/names.h"

/* Functions opened from functions: a helper of a helper is as far as people
 * go. */
#define DEPTH_MAX 4

static const char *const no_methods[] = {NULL};

const struct stn_go_release stn_go_no_release = {no_methods, NULL};

/* What is known of parameters, so that none is looked at twice. */
struct known {
    uint32_t object; /* 0: free */
    const char *const *methods;
    const char *through;
    uint8_t fate;
    bool is_open; /* it is being worked out */
};

struct stn_go_fates {
    struct known *items;
    uint32_t count, capacity; /* a power of two */
    uint32_t innermost;       /* the object that is being worked out */
};

static uint32_t slot_of(const struct stn_go_fates *fates, uint32_t object,
                        const struct stn_go_release *release)
{
    uintptr_t hash = object * 2654435761U ^ (uintptr_t)release->methods >> 4;
    uint32_t at = (uint32_t)hash & (fates->capacity - 1);

    while (fates->items[at].object != 0 &&
           (fates->items[at].object != object ||
            fates->items[at].methods != release->methods ||
            fates->items[at].through != release->through))
        at = (at + 1) & (fates->capacity - 1);
    return at;
}

static bool grow_fates(struct stn_go_fates *fates)
{
    struct stn_go_fates grown = {
        .capacity = fates->capacity > 0 ? fates->capacity * 2 : 64,
        .innermost = fates->innermost};

    grown.items = stn_calloc(grown.capacity, sizeof(*grown.items));
    if (grown.items == NULL)
        return false;
    for (uint32_t i = 0; i < fates->capacity; i++) {
        const struct known *known = &fates->items[i];
        struct stn_go_release release = {known->methods, known->through};
        if (known->object == 0)
            continue;
        grown.items[slot_of(&grown, known->object, &release)] = *known;
        grown.count++;
    }
    stn_free(fates->items);
    *fates = grown;
    return true;
}

/* Where what is known of a parameter is kept; NULL without memory. */
static struct known *find_known(struct stn_go_package *package, uint32_t object,
                                const struct stn_go_release *release)
{
    struct stn_go_fates *fates = package->fates;

    if (fates == NULL)
        fates = package->fates = stn_calloc(1, sizeof(*fates));
    if (fates == NULL ||
        (fates->count * 2 >= fates->capacity && !grow_fates(fates)))
        return NULL;
    return &fates->items[slot_of(fates, object, release)];
}

void stn_go_fates_dispose(struct stn_go_package *package)
{
    if (package->fates != NULL)
        stn_free(package->fates->items);
    stn_free(package->fates);
    package->fates = NULL;
}

static enum stn_go_fate argument_fate(struct stn_go_package *package,
                                      struct stn_go_file *file, uint32_t call,
                                      uint32_t n,
                                      const struct stn_go_release *release,
                                      unsigned depth);

static bool is_listed(const char *const *names, struct stn_str name)
{
    for (; names != NULL && *names != NULL; names++)
        if (stn_str_equal(stn_str_of(*names), name))
            return true;
    return false;
}

static bool is_release(const struct stn_go_use *use,
                       const struct stn_go_release *release)
{
    if (!stn_str_equal(use->through, stn_str_of(release->through)))
        return false;
    if (release->methods == NULL)
        return use->kind == STN_GO_USE_CALLED;
    return use->kind == STN_GO_USE_METHOD &&
           is_listed(release->methods, use->method);
}

/* Whether a use is of another field: then nothing happens to the value. */
static bool is_of_other_field(const struct stn_go_use *use,
                              const struct stn_go_release *release)
{
    return use->through.len > 0 && !is_listed(release->methods, use->through) &&
           !stn_str_equal(use->through, stn_str_of(release->through));
}

static enum stn_go_fate use_fate(struct stn_go_package *package,
                                 struct stn_go_file *file,
                                 const struct stn_go_use *use,
                                 const struct stn_go_release *release,
                                 unsigned depth)
{
    if (is_release(use, release))
        return STN_GO_FATE_RELEASED;
    if (is_of_other_field(use, release))
        return STN_GO_FATE_IGNORED;
    switch (use->kind) {
    case STN_GO_USE_METHOD_VALUE:
        return is_listed(release->methods, use->method) ? STN_GO_FATE_KEPT
                                                        : STN_GO_FATE_IGNORED;
    case STN_GO_USE_ARGUMENT: {
        struct stn_go_release rest = *release;
        /* f(x.Close): it is released if f calls what it is given. */
        if (release->through == NULL &&
            is_listed(release->methods, use->through))
            rest.methods = NULL;
        if (use->through.len > 0)
            rest.through = NULL;
        return argument_fate(package, file, use->call, use->argument, &rest,
                             depth);
    }
    case STN_GO_USE_ASSIGNED:
    case STN_GO_USE_RETURNED:
    case STN_GO_USE_STORED:
    case STN_GO_USE_SENT:
    case STN_GO_USE_ADDRESS:
        return STN_GO_FATE_KEPT;
    default:
        return STN_GO_FATE_IGNORED;
    }
}

enum stn_go_fate stn_go_use_fate(struct stn_go_package *package,
                                 struct stn_go_file *file,
                                 const struct stn_go_use *use,
                                 const struct stn_go_release *release)
{
    return use_fate(package, file, use, release, 0);
}

/* The identifier of a function's n-th parameter; 0: it has no name, or takes
 * the rest. */
static uint32_t find_parameter(const struct stn_go_tree *tree,
                               uint32_t function, uint32_t n, bool *is_rest)
{
    uint32_t list = stn_go_child(tree, function, STN_GO_IN_parameters);

    *is_rest = false;
    for (uint32_t item = list != 0 ? stn_go_first(tree, list) : 0; item != 0;
         item = stn_go_next(tree, item)) {
        uint32_t names = 0;
        if (tree->nodes[item].kind == STN_GO_VARIADIC_PARAMETER) {
            *is_rest = true;
            return 0;
        }
        for (uint32_t part = stn_go_first(tree, item); part != 0;
             part = stn_go_next(tree, part)) {
            if (tree->nodes[part].field != STN_GO_IN_name)
                continue;
            if (names++ == n)
                return part;
        }
        if (names == 0 && n == 0)
            return 0;
        n -= names > 0 ? names : 1;
    }
    return 0;
}

/* What a function does with a parameter: the most it does anywhere. What a
 * literal inside of it does is done. */
static enum stn_go_fate parameter_fate(struct stn_go_package *package,
                                       struct stn_go_file *file,
                                       uint32_t object,
                                       const struct stn_go_release *release,
                                       unsigned depth)
{
    enum stn_go_fate fate = STN_GO_FATE_IGNORED;

    for (uint32_t at = stn_go_next_use(package, file, object, 0);
         at != 0 && stn_go_spend(package, STN_GO_USE_STEPS);
         at = stn_go_next_use(package, file, object, at)) {
        struct stn_go_use use = stn_go_use_at(package, file, object, at);
        enum stn_go_fate one = use_fate(package, file, &use, release, depth);
        if (one == STN_GO_FATE_RELEASED)
            return one;
        if (one == STN_GO_FATE_KEPT)
            fate = one;
    }
    return fate;
}

bool stn_go_parameter(struct stn_go_package *package, struct stn_go_file *file,
                      uint32_t function, uint32_t n, uint32_t *object)
{
    bool is_rest;
    uint32_t name = find_parameter(&file->tree, function, n, &is_rest);

    if (is_rest || stn_go_body(&file->tree, function) == 0 ||
        stn_go_names_resolve(package, file, NULL) < 0)
        return false;
    *object = name != 0 ? stn_go_object_at(file, name) : 0;
    return true;
}

static enum stn_go_fate opened_fate(struct stn_go_package *package,
                                    struct stn_go_file *file, uint32_t function,
                                    uint32_t n,
                                    const struct stn_go_release *release,
                                    unsigned depth)
{
    uint32_t object;

    if (n >= STN_GO_PLACES_MAX || depth >= DEPTH_MAX ||
        !stn_go_parameter(package, file, function, n, &object))
        return STN_GO_FATE_KEPT;
    if (object == 0)
        return STN_GO_FATE_IGNORED;
    struct known *known = find_known(package, object, release);
    if (known == NULL) {
        package->is_short = true;
        return STN_GO_FATE_KEPT;
    }
    /* What comes back to itself does nothing by that. Of a circle of several
     * nobody knows before it is worked out. */
    if (known->object != 0 && known->is_open)
        return package->fates->innermost == object ? STN_GO_FATE_IGNORED
                                                   : STN_GO_FATE_KEPT;
    if (known->object != 0)
        return (enum stn_go_fate)known->fate;
    const uint32_t outer = package->fates->innermost;
    *known = (struct known){object, release->methods, release->through,
                            STN_GO_FATE_KEPT, true};
    package->fates->count++;
    package->fates->innermost = object;
    enum stn_go_fate fate =
        parameter_fate(package, file, object, release, depth + 1);
    package->fates->innermost = outer;
    known = &package->fates->items[slot_of(package->fates, object, release)];
    known->fate = (uint8_t)fate;
    known->is_open = false;
    return fate;
}

static bool is_reading_builtin(const struct stn_go_file *file, uint32_t callee)
{
    static const char *const names[] = {"cap", "clear", "close",   "copy",
                                        "len", "print", "println", "recover"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (stn_go_is_predeclared(file, callee, names[i]))
            return true;
    return false;
}

/* bufio.NewReader(x): where the wrapper is kept, so is x. */
static enum stn_go_fate wrapped_fate(struct stn_go_package *package,
                                     struct stn_go_file *file, uint32_t call,
                                     unsigned depth)
{
    struct stn_go_use use = stn_go_use_of(&file->tree, call);

    return depth < DEPTH_MAX
               ? use_fate(package, file, &use, &stn_go_no_release, depth + 1)
               : STN_GO_FATE_KEPT;
}

static enum stn_go_fate argument_fate(struct stn_go_package *package,
                                      struct stn_go_file *file, uint32_t call,
                                      uint32_t n,
                                      const struct stn_go_release *release,
                                      unsigned depth)
{
    struct stn_go_file *other;
    uint32_t function = stn_go_called(package, file, call, &other);

    if (function != 0)
        return opened_fate(package, other, function, n, release, depth);
    uint32_t callee = stn_go_callee(&file->tree, call);
    struct stn_go_library_call library =
        stn_go_library_called(package, file, call);
    if (stn_go_library_wraps(&library))
        return wrapped_fate(package, file, call, depth);
    if (callee != 0 &&
        (stn_go_library_borrows(&library) || is_reading_builtin(file, callee)))
        return STN_GO_FATE_IGNORED;
    return STN_GO_FATE_KEPT;
}

enum stn_go_fate stn_go_argument_fate(struct stn_go_package *package,
                                      struct stn_go_file *file, uint32_t call,
                                      uint32_t n,
                                      const struct stn_go_release *release)
{
    return argument_fate(package, file, call, n, release, 0);
}
