/**
 * @file
 * Cheap types: what is spelled near by, what the package declares, and what a
 * table knows of libraries. No type is guessed: where nothing tells it, the
 * form is STN_GO_TYPE_UNKNOWN.
 */
#ifndef STN_GOLANG_TYPES_H
#define STN_GOLANG_TYPES_H

#include "golang/package.h"

enum stn_go_form {
    STN_GO_TYPE_UNKNOWN,
    STN_GO_TYPE_NAMED, /**< Of a library, of the package, or predeclared. */
    STN_GO_TYPE_CHANNEL,
    STN_GO_TYPE_FUNCTION,
    STN_GO_TYPE_MAP,
    STN_GO_TYPE_LIST, /**< A slice or an array. */
    STN_GO_TYPE_STRUCT,
    STN_GO_TYPE_INTERFACE,
};

struct stn_go_type {
    enum stn_go_form form;
    bool is_pointer;     /**< To that. */
    struct stn_str path; /**< Import path of a named type; empty: the package's
                              own, or predeclared. */
    struct stn_str name; /**< Of a named type, without type arguments. */
    /** What spells it: a type expression; of the package's own named type its
     *  TYPE_SPEC. 0 in types of the table. */
    uint32_t file, node;
};

/** What an expression is; of a call with several results the first. */
struct stn_go_type stn_go_type_of(struct stn_go_package *package,
                                  struct stn_go_file *file, uint32_t node);

/** What a variable, parameter, field or result is. */
struct stn_go_type stn_go_object_type(struct stn_go_package *package,
                                      uint32_t object);

/** The expression that a variable is declared with, which is alone on its side
 *  or stands across from it; in the tree of the object's file. 0: none. */
uint32_t stn_go_object_value(struct stn_go_package *package, uint32_t object);

/** What a type expression means. */
struct stn_go_type stn_go_type_at(struct stn_go_package *package,
                                  struct stn_go_file *file, uint32_t node);

/** A field of a struct that the package declares; embedded ones count. */
struct stn_go_type stn_go_field_type(struct stn_go_package *package,
                                     const struct stn_go_type *type,
                                     struct stn_str name);

/** Whether it is, or points to, a named type of an import path. */
bool stn_go_type_is(const struct stn_go_type *type, const char *path,
                    const char *name);

#endif
