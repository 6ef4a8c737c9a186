#include "golang/mutex.h"

#include "golang/names.h"

static bool ends_word(struct stn_str name, const char *word)
{
    struct stn_str end = stn_str_of(word);

    return name.len >= end.len &&
           stn_str_equal_nocase(stn_str_sub(name, name.len - end.len, name.len),
                                end);
}

/* "mu", "statsMu", "mutex", "cacheLock", "lk" */
static bool is_mutex_name(struct stn_str name)
{
    return ends_word(name, "mutex") || ends_word(name, "lock") ||
           ends_word(name, "mtx") || ends_word(name, "lck") ||
           stn_str_ends(name, STN_STR("Mu")) ||
           stn_str_equal(name, STN_STR("mu")) ||
           stn_str_equal(name, STN_STR("lk")) ||
           stn_str_equal(name, STN_STR("mux"));
}

static enum stn_go_mutex mutex_of_sync(struct stn_str name)
{
    if (stn_str_equal(name, STN_STR("Mutex")))
        return STN_GO_MUTEX_PLAIN;
    if (stn_str_equal(name, STN_STR("RWMutex")))
        return STN_GO_MUTEX_RW;
    return stn_str_equal(name, STN_STR("Locker")) ? STN_GO_MUTEX_OWN
                                                  : STN_GO_NO_MUTEX;
}

/* A method without parameters and results. */
static bool has_plain_method(struct stn_go_package *package,
                             const struct stn_go_type *type, const char *name)
{
    const struct stn_go_file *file = &package->files[type->file];
    const uint32_t object =
        stn_go_names_find_method(package, file, type->name, stn_str_of(name));

    if (object == 0)
        return false;
    const struct stn_go_object *known = &package->objects[object];
    const struct stn_go_tree *tree = &package->files[known->file].tree;
    const uint32_t list = stn_go_child(tree, known->decl, STN_GO_IN_parameters);
    return list != 0 && stn_go_first(tree, list) == 0 &&
           stn_go_child(tree, known->decl, STN_GO_IN_result) == 0;
}

static bool has_method(struct stn_go_package *package,
                       const struct stn_go_type *type, const char *name)
{
    return stn_go_names_find_method(package, &package->files[type->file],
                                    type->name, stn_str_of(name)) != 0;
}

/* A type of the package: with such methods, or with a mutex embedded. */
static enum stn_go_mutex mutex_of_own(struct stn_go_package *package,
                                      const struct stn_go_type *type)
{
    if (has_method(package, type, "Lock") ||
        has_method(package, type, "RLock") ||
        has_method(package, type, "Unlock"))
        return has_plain_method(package, type, "Lock") &&
                       has_plain_method(package, type, "Unlock")
                   ? STN_GO_MUTEX_OWN
                   : STN_GO_NO_MUTEX;
    struct stn_go_type field =
        stn_go_field_type(package, type, STN_STR("Mutex"));
    if (field.form == STN_GO_TYPE_UNKNOWN)
        field = stn_go_field_type(package, type, STN_STR("RWMutex"));
    if (stn_str_equal(field.path, STN_STR("sync")))
        return mutex_of_sync(field.name);
    return STN_GO_MUTEX_LIKELY;
}

enum stn_go_mutex stn_go_mutex_at(struct stn_go_package *package,
                                  struct stn_go_file *file, uint32_t operand)
{
    const struct stn_go_tree *tree = &file->tree;

    if (operand == 0 || stn_go_import_at(file, operand) != NULL)
        return STN_GO_NO_MUTEX;
    const struct stn_go_type type = stn_go_type_of(package, file, operand);
    if (type.form == STN_GO_TYPE_NAMED && type.node != 0) {
        enum stn_go_mutex own = mutex_of_own(package, &type);
        if (own != STN_GO_MUTEX_LIKELY)
            return own;
    } else if (type.form == STN_GO_TYPE_NAMED) {
        if (stn_str_equal(type.path, STN_STR("sync")))
            return mutex_of_sync(type.name);
        /* Drop-in mutexes of other libraries are named as those of sync. */
        if (!ends_word(type.name, "mutex"))
            return STN_GO_NO_MUTEX;
        return stn_str_equal(type.name, STN_STR("RWMutex")) ? STN_GO_MUTEX_RW
                                                            : STN_GO_MUTEX_OWN;
    } else if (type.form == STN_GO_TYPE_STRUCT) {
        /* struct { sync.Mutex; ... } */
        return mutex_of_own(package, &type);
    }
    return is_mutex_name(stn_go_sync_last_name(tree, operand)) ||
                   stn_go_file_imports(file, "sync")
               ? STN_GO_MUTEX_LIKELY
               : STN_GO_NO_MUTEX;
}

void stn_go_locks_each(struct stn_go_pass *pass, uint32_t declaration,
                       void (*look)(struct stn_go_pass *pass,
                                    const struct stn_go_sync_call *lock))
{
    const struct stn_go_sync_calls calls =
        stn_go_sync_calls_of(pass->package, pass->file, declaration);

    for (size_t i = 0; i < calls.count; i++)
        if (stn_go_sync_locks(&calls.items[i]))
            look(pass, &calls.items[i]);
}

bool stn_go_is_wait_group(struct stn_go_package *package,
                          struct stn_go_file *file, uint32_t operand)
{
    if (operand == 0 || stn_go_import_at(file, operand) != NULL)
        return false;
    const struct stn_go_type type = stn_go_type_of(package, file, operand);
    if (type.form != STN_GO_TYPE_UNKNOWN)
        return stn_go_type_is(&type, "sync", "WaitGroup");
    struct stn_str name = stn_go_sync_last_name(&file->tree, operand);
    return (ends_word(name, "wg") || ends_word(name, "waitgroup")) &&
           stn_go_file_imports(file, "sync");
}

const char *stn_go_sync_value(const struct stn_go_type *type)
{
    static const char *const names[] = {"Mutex", "RWMutex", "WaitGroup", "Once",
                                        "Cond"};

    if (type->is_pointer)
        return NULL;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (stn_go_type_is(type, "sync", names[i]))
            return names[i];
    return NULL;
}
