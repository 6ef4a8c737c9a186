/** @file Values that are source code, not data. */
#ifndef STN_ENGINE_CODE_H
#define STN_ENGINE_CODE_H

#include "base/str.h"

/**
 * Whether a value is an expression: a call, a subscript, a member of an
 * object, an operator, markup, a bound parameter.
 *
 * @param is_quoted  As a string literal; then only what templates and
 *                   generated code put there counts.
 */
bool stn_code_is(struct stn_str value, bool is_quoted);

/** Whether a value is a setting, name and all: "server.port=0". */
bool stn_code_is_setting(struct stn_str value);

/** Whether a value is the name of a type, an algorithm, an encoding or a
 *  literal that APIs take where a secret could stand. */
bool stn_code_is_keyword(struct stn_str value);

#endif
