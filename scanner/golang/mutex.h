/** @file Whether what is locked is a mutex, and which kind of wait group or
 *  mutex a value is. */
#ifndef STN_GOLANG_MUTEX_H
#define STN_GOLANG_MUTEX_H

#include "golang/check.h"
#include "golang/sync_calls.h"
#include "golang/types.h"

enum stn_go_mutex {
    STN_GO_NO_MUTEX,     /**< It is known to be something else. */
    STN_GO_MUTEX_LIKELY, /**< Its type is not known; its name says so. */
    STN_GO_MUTEX_OWN,    /**< A type with methods Lock and Unlock. */
    STN_GO_MUTEX_PLAIN,  /**< sync.Mutex */
    STN_GO_MUTEX_RW,     /**< sync.RWMutex */
};

/** What x of x.Lock() is. */
enum stn_go_mutex stn_go_mutex_at(struct stn_go_package *package,
                                  struct stn_go_file *file, uint32_t operand);

/** Look at each call of Lock and RLock of a top level declaration. */
void stn_go_locks_each(struct stn_go_pass *pass, uint32_t declaration,
                       void (*look)(struct stn_go_pass *pass,
                                    const struct stn_go_sync_call *lock));

/** Whether x of x.Wait() is a sync.WaitGroup, or named as one in a file that
 *  imports sync where its type is not known. */
bool stn_go_is_wait_group(struct stn_go_package *package,
                          struct stn_go_file *file, uint32_t operand);

/** The name in package sync of a type that must not be copied: "Mutex",
 *  "RWMutex", "WaitGroup", "Once", "Cond"; NULL: it is none, or a pointer. */
const char *stn_go_sync_value(const struct stn_go_type *type);

#endif
