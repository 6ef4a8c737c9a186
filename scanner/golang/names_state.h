/** @file Adding objects; private to names*.c. */
#ifndef STN_GOLANG_NAMES_STATE_H
#define STN_GOLANG_NAMES_STATE_H

#include "golang/names.h"

/** @return The new object, or 0: without memory, or the package is_crowded. */
uint32_t stn_go_object_add(struct stn_go_package *package,
                           const struct stn_go_object *object);

#endif
