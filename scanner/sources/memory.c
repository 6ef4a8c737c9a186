#include "sources/memory.h"

#include <stdatomic.h>

#include "base/alloc.h"
#include "sources/packing.h"
#include "text/go_source.h"

struct memory {
    const struct stn_target *target;
    atomic_bool is_taken;
    atomic_bool is_packed;      /* its package was given, */
    struct stn_packing packing; /* which is here */
};

static bool serves_bytes(const struct stn_target *target)
{
    return target->kind == STN_TARGET_BYTES;
}

static enum stn_status open_memory(void **state,
                                   const struct stn_source_options *options,
                                   struct stn_error *err)
{
    struct memory *memory = stn_calloc(1, sizeof(*memory));

    if (memory == NULL)
        return stn_fail_memory(err);
    memory->target = options->target;
    *state = memory;
    return STN_OK;
}

static enum stn_status open_worker(void **worker, void *state,
                                   struct stn_error *err)
{
    (void)err;
    *worker = state;
    return STN_OK;
}

static enum stn_status next_text(void *worker, struct stn_text *text,
                                 struct stn_findings *skips,
                                 struct stn_error *err)
{
    struct memory *memory = worker;
    const struct stn_target *target = memory->target;

    (void)skips;
    (void)err;
    if (atomic_exchange(&memory->is_taken, true))
        return STN_DONE;
    *text = (struct stn_text){
        .path = stn_str_of(target->name),
        .bytes = {target->bytes, target->length},
    };
    return STN_OK;
}

static enum stn_status next_package(void *worker, struct stn_package *package,
                                    struct stn_findings *skips,
                                    struct stn_error *err)
{
    struct memory *memory = worker;
    const struct stn_target *target = memory->target;
    const struct stn_package_file file = {
        .path = stn_str_of(target->name),
        .bytes = {target->bytes, target->length},
        .is_target = true,
        .is_all_touched = true,
    };

    if (atomic_exchange(&memory->is_packed, true) ||
        (!stn_str_ends(file.path, STN_STR(".go")) &&
         !stn_text_is_go(file.bytes)))
        return STN_DONE;
    enum stn_status status =
        stn_packing_add(&memory->packing, &file, skips, err);
    if (status < 0)
        return status;
    return stn_packing_finish(&memory->packing, STN_STR(""), STN_STR(""),
                              package, err);
}

static void close_worker(void *worker)
{
    (void)worker;
}

static enum stn_status finish_memory(void *state, struct stn_findings *found,
                                     uint64_t *commits, struct stn_buf *what,
                                     struct stn_error *err)
{
    const struct memory *memory = state;

    (void)found;
    *commits = 0;
    stn_buf_puts(what, memory->target->name);
    return stn_buf_status(what, err);
}

static void close_memory(void *state)
{
    struct memory *memory = state;

    if (memory == NULL)
        return;
    stn_packing_dispose(&memory->packing);
    stn_free(memory);
}

const struct stn_source stn_source_memory = {
    .name = "memory",
    .serves = serves_bytes,
    .open = open_memory,
    .worker_open = open_worker,
    .next = next_text,
    .next_package = next_package,
    .worker_close = close_worker,
    .finish = finish_memory,
    .close = close_memory,
};
