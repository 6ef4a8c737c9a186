/**
 * @file
 * Where the bytes of a YAML scalar's value stand. libyaml tells the value but
 * not that, so it is decoded here again, and the two are compared. In broken
 * YAML there is none to compare with: the value's pointer is NULL.
 */
#ifndef STN_HTTP_YAML_SCALAR_H
#define STN_HTTP_YAML_SCALAR_H

#include "base/buf.h"
#include "base/yaml_events.h"
#include "text/map.h"

/**
 * Whether the value stands in the text as it is: on one line, without escapes.
 *
 * @param span  Set to its bytes, without quotes.
 */
bool stn_yaml_scalar_is_view(struct stn_str text,
                             const struct stn_yaml_event *scalar,
                             struct stn_span *span);

/**
 * Decode a scalar of any style: folding, escapes, indentation.
 *
 * @param text  What the event's offsets count in; the map's sources do, too.
 * @param out   Empty; gets the value. What libyaml read with a stand-in is the
 *              byte itself here.
 * @param map   Empty; gets the way back. Where decoding came to something else
 *              than libyaml, all of libyaml's value stands for all of the
 *              scalar.
 * @return STN_OK; STN_ELIMIT if out's ceiling is too low for it; STN_ENOMEM.
 */
enum stn_status stn_yaml_scalar_decode(struct stn_str text,
                                       const struct stn_yaml_event *scalar,
                                       struct stn_buf *out, struct stn_map *map,
                                       struct stn_error *err);

#endif
