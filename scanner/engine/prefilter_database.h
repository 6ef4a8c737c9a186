/** @file The literal database: vectorscan's own, kept from everyone else. */
#ifndef STN_ENGINE_PREFILTER_DATABASE_H
#define STN_ENGINE_PREFILTER_DATABASE_H

#include <hs.h>

#include "engine/prefilter.h"

/** Say what the library said. @return STN_ENOMEM or STN_ELIB. */
enum stn_status stn_database_fail(struct stn_error *err, hs_error_t error);

/** Compile the literals of an image.
 *  @param out  NULL if there are none; free with hs_free_database(). */
enum stn_status stn_database_compile(hs_database_t **out,
                                     const struct stn_prefilter_image *image,
                                     struct stn_error *err);

#endif
