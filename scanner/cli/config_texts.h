/** @file Texts about .stanch.yml that are part of the program. */
#ifndef STN_CLI_CONFIG_TEXTS_H
#define STN_CLI_CONFIG_TEXTS_H

#include "base/str.h"

/** schema/stanch.schema.json */
extern const struct stn_str stn_config_schema;
/** cli/starter.yml, which goes below a line that names the schema. */
extern const struct stn_str stn_config_starter;

#endif
