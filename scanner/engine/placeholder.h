/** @file Values that stand for a secret and are none. */
#ifndef STN_ENGINE_PLACEHOLDER_H
#define STN_ENGINE_PLACEHOLDER_H

#include "base/str.h"

/**
 * The one shared predicate, used for every rule: `${TOKEN}`, `<token>`,
 * `xxxx`, `changeme`, `your-api-key-here`, EXAMPLE, runs and sequences,
 * redaction marks of recorders, the keys that providers publish in their
 * documentation.
 *
 * @param value  The secret.
 */
bool stn_placeholder_is(struct stn_str value);

#endif
