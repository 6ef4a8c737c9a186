/** @file One parsed Go file: its imports, and what its names mean. */
#ifndef STN_GOLANG_FILE_H
#define STN_GOLANG_FILE_H

#include "base/arena.h"
#include "base/error.h"
#include "golang/tree.h"
#include "text/package.h"

struct stn_go_import {
    struct stn_str path; /**< "net/http" */
    struct stn_str name; /**< It is used by: given, or guessed of the path. */
    uint32_t node;       /**< IMPORT_SPEC */
    bool is_dot;
};

/** Borrowed from its package. */
struct stn_go_file {
    const struct stn_package_file *source;
    uint32_t index; /**< In the package. */
    struct stn_go_tree tree;
    struct stn_str clause; /**< Of "package clause"; "p_test" is another. */
    struct stn_go_import *imports;
    size_t import_count;
    /** @name Imports sorted by name and by path, then as in the file */
    /**@{*/
    const struct stn_go_import **by_name, **by_path;
    /**@}*/
    bool is_test;        /**< Its name ends in _test.go. */
    bool is_generated;   /**< "Code generated ... DO NOT EDIT." */
    uint32_t go_minor;   /**< Of "//go:build go1.N"; 0: as the package. */
    const char *failure; /**< Why it could not be parsed; NULL: it was. */

    /** @name Set by stn_go_names_resolve() */
    /**@{*/
    bool is_resolved;
    /** For each node: the object an identifier means; 0: none, or not known
     *  here. */
    uint32_t *objects;
    /** For each node that is a use: the next use of its object; 0: none. */
    uint32_t *next_uses;
    /**@}*/

    /** Functions, methods and literals, in the order of their nodes, with what
     *  was worked out of each when it was asked for. */
    struct stn_go_function *functions;
    size_t function_count;
};

/** Parse the head of a file: package clause, imports, build tags, marks. The
 *  tree must be there. */
enum stn_status stn_go_file_read_head(struct stn_go_file *file,
                                      struct stn_arena *arena,
                                      struct stn_error *err);

/** The import a name stands for, or NULL. */
const struct stn_go_import *stn_go_file_import(const struct stn_go_file *file,
                                               struct stn_str name);
/** Whether a path is imported, under any name. */
bool stn_go_file_imports(const struct stn_go_file *file, const char *path);

#endif
