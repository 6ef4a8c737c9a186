/** @file Which function of the package a call means, and the types that cheap
 *  expressions are spelled with. */
#ifndef STN_GOLANG_CALLEE_H
#define STN_GOLANG_CALLEE_H

#include "golang/function.h"

/** A node of a file. */
struct stn_go_where {
    struct stn_go_file *file; /**< NULL: it is not known. */
    uint32_t node;
};

/** The function, method or literal that a call means, of this package; NULL:
 *  it is of another one, or not known. */
struct stn_go_function *stn_go_callee_function(struct stn_go_package *package,
                                               struct stn_go_file *file,
                                               uint32_t call);

/** The expression that a variable is declared with, alone of all on its left;
 *  0: there is none. In the tree of the object's file. */
uint32_t stn_go_first_value(const struct stn_go_package *package,
                            uint32_t object);

/** The type that a name or field is spelled with where it is declared, without
 *  "*" and type arguments: a TYPE_IDENTIFIER or a QUALIFIED_TYPE. */
struct stn_go_where stn_go_spelled_type(struct stn_go_package *package,
                                        struct stn_go_file *file,
                                        uint32_t expression);

#endif
