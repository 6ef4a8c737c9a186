/** @file Functions of libraries that never come back. */
#ifndef STN_GOLANG_LEAVES_KNOWN_H
#define STN_GOLANG_LEAVES_KNOWN_H

#include "golang/flow.h"

/** Whether any of them has that name: what is asked first. */
bool stn_go_known_name(struct stn_str name);

/** `path.name()` */
enum stn_go_leave stn_go_known_function(struct stn_str path,
                                        struct stn_str name);
/** `path.base().other().name()` */
enum stn_go_leave stn_go_known_chain(struct stn_str path, struct stn_str base,
                                     struct stn_str name);
/** A method of `path.type`, or of a pointer to it. */
enum stn_go_leave stn_go_known_method(struct stn_str path, struct stn_str type,
                                      struct stn_str name);

#endif
