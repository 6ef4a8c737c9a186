/** @file Names that a package mentions, wherever. */
#ifndef STN_GOLANG_FIELDS_H
#define STN_GOLANG_FIELDS_H

#include "golang/check.h"

/** Whether anything in the package reads a field or calls a method of that
 *  name, of whatever type: `x.name`, but not on the left of an assignment. */
bool stn_go_field_is_read(struct stn_go_package *package, struct stn_str name);

void stn_go_fields_dispose(struct stn_go_package *package);

/** Whether an identifier of that name stands in a function; true, too, where
 *  stn_go_spend() says it is not to be asked. */
bool stn_go_function_names(const struct stn_go_pass *pass, uint32_t function,
                           const char *name);

#endif
