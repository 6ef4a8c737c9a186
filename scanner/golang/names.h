/** @file What identifiers mean: the names of a package, and those inside of
 *  functions. */
#ifndef STN_GOLANG_NAMES_H
#define STN_GOLANG_NAMES_H

#include "golang/package.h"

/** List what a file declares for its package. */
enum stn_status stn_go_names_declare(struct stn_go_package *package,
                                     struct stn_go_file *file,
                                     struct stn_error *err);
void stn_go_names_dispose(struct stn_go_package *package);

/** Find out what every identifier of a file means; once. */
enum stn_status stn_go_names_resolve(struct stn_go_package *package,
                                     struct stn_go_file *file,
                                     struct stn_error *err);

/** A name of the package as a file sees it: function, variable, constant, type.
 *  @return The object, or 0. */
uint32_t stn_go_names_find(const struct stn_go_package *package,
                           const struct stn_go_file *file, struct stn_str name);

/** A method by the name of its receiver's type, without "*". */
uint32_t stn_go_names_find_method(const struct stn_go_package *package,
                                  const struct stn_go_file *file,
                                  struct stn_str type, struct stn_str name);

/** The name of a method's receiver type, without "*" and type arguments. */
struct stn_str stn_go_receiver_type(const struct stn_go_tree *tree,
                                    uint32_t method);

/** What an identifier of a resolved file means; 0: nothing that is declared in
 *  the package, so an import, or predeclared. */
static inline uint32_t stn_go_object_at(const struct stn_go_file *file,
                                        uint32_t node)
{
    return file->is_resolved ? file->objects[node] : 0;
}

/** The import that an identifier means; NULL: none. */
const struct stn_go_import *stn_go_import_at(const struct stn_go_file *file,
                                             uint32_t node);

/** Whether an expression is a name of the language, such as `panic`, `nil`,
 *  that nothing hides. */
bool stn_go_is_predeclared(const struct stn_go_file *file, uint32_t node,
                           const char *name);

/** Whether a name is what people call an error. */
bool stn_go_is_error_name(struct stn_str name);

#endif
