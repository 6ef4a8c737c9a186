/** @file What a deferred call does when it runs. */
#ifndef STN_GOLANG_DEFERRED_H
#define STN_GOLANG_DEFERRED_H

#include "golang/check.h"
#include "golang/uses.h"

/** What is lost when a deferred call never runs. */
struct stn_go_effect {
    /** STN_HIGH: a file stays, data is not written. STN_NOTE: what the end of
     *  the process does as well. 0: nothing. */
    enum stn_severity severity;
    /** Of the call that decided: its callee, in the tree of `file`. */
    struct stn_str name;
};

/** The worst that a deferred call does; literals and functions of the package
 *  are opened. */
struct stn_go_effect stn_go_deferred_effect(struct stn_go_package *package,
                                            struct stn_go_file *file,
                                            uint32_t defer);

/** Whether a call releases something by its name: Close, Stop, Unlock ... */
bool stn_go_is_release_name(struct stn_str name);

/** Whether a use of a variable releases it: x.Close(), cancel(),
 *  os.Remove(x), and what functions of the package do with it. */
bool stn_go_use_releases(struct stn_go_package *package,
                         struct stn_go_file *file,
                         const struct stn_go_use *use);

/** The function, method or literal that a call runs; also the literal that a
 *  variable was declared with.
 *  @param out  Its file. @return 0: it is not known. */
uint32_t stn_go_run_by(struct stn_go_package *package, struct stn_go_file *file,
                       uint32_t call, struct stn_go_file **out);

/** Whether a deferred call recovers, or is named as if it did; functions of the
 *  package are opened. */
bool stn_go_deferred_recovers(struct stn_go_package *package,
                              struct stn_go_file *file, uint32_t defer);

/** The root of `x`, `x.f.g`, `&x`, `*x`: an identifier, or 0. */
uint32_t stn_go_root_of(const struct stn_go_tree *tree, uint32_t node);

#endif
