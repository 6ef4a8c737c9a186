/** @file Types on the way from name to name; private to types.c and
 *  called.c. */
#ifndef STN_GOLANG_TYPES_STATE_H
#define STN_GOLANG_TYPES_STATE_H

#include "golang/types.h"

/** How far a type is followed: what is asked at a greater depth is not known.
 */
#define STN_GO_TYPE_DEPTH_MAX 12

/*
 * Another file of the package may not have been looked into yet. Objects move
 * when one is: none is held on to across a call of what is below.
 */

/** @name As the functions of types.h and called.h, at a depth */
/**@{*/
struct stn_go_type stn_go_type_at_depth(struct stn_go_package *package,
                                        struct stn_go_file *file, uint32_t node,
                                        unsigned depth);
struct stn_go_type stn_go_type_of_depth(struct stn_go_package *package,
                                        struct stn_go_file *file, uint32_t node,
                                        unsigned depth);
struct stn_go_type stn_go_field_type_depth(struct stn_go_package *package,
                                           const struct stn_go_type *type,
                                           struct stn_str name, unsigned depth);
struct stn_go_type stn_go_result_type_depth(struct stn_go_package *package,
                                            struct stn_go_file *file,
                                            uint32_t call, uint32_t n,
                                            unsigned depth);
/**@}*/

/** A named type of the package; what is only another name is followed. */
struct stn_go_type stn_go_own_type(struct stn_go_package *package,
                                   uint32_t object, unsigned depth);

/** The type that a named type of the package is declared as. */
struct stn_go_type stn_go_underlying_type(struct stn_go_package *package,
                                          const struct stn_go_type *type,
                                          unsigned depth);

/** pkg.T, or what looks like it, with pkg an import. */
struct stn_go_type stn_go_qualified_type(const struct stn_go_file *file,
                                         uint32_t node);

#endif
