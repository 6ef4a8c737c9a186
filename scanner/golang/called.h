/** @file What a call calls, and what it gives back. */
#ifndef STN_GOLANG_CALLED_H
#define STN_GOLANG_CALLED_H

#include "golang/types.h"

/**
 * The function or method of the package that a call calls.
 *
 * @param out  Its file.
 * @return Its node, or 0: of a library, a variable, not known.
 */
uint32_t stn_go_called(struct stn_go_package *package, struct stn_go_file *file,
                       uint32_t call, struct stn_go_file **out);

/** What a call calls of a library. */
struct stn_go_library_call {
    struct stn_str path; /**< Import path; empty: it calls none. */
    struct stn_str type; /**< Of the receiver; empty: a function. */
    struct stn_str name;
};

/** The receiver's type must be known for a method to be told. */
struct stn_go_library_call stn_go_library_called(struct stn_go_package *package,
                                                 struct stn_go_file *file,
                                                 uint32_t call);

/** Whether a call calls `path.name`, or `(path.type).name`. */
bool stn_go_calls(struct stn_go_package *package, struct stn_go_file *file,
                  uint32_t call, const char *path, const char *type,
                  const char *name);

/** The n-th result of a call, from 0. */
struct stn_go_type stn_go_result_type(struct stn_go_package *package,
                                      struct stn_go_file *file, uint32_t call,
                                      uint32_t n);

#endif
