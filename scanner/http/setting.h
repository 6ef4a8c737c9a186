/** @file "name=value", as cookies, parameters and attributes are written. */
#ifndef STN_HTTP_SETTING_H
#define STN_HTTP_SETTING_H

#include "base/str.h"
#include "text/span.h"

struct stn_setting {
    struct stn_str name;   /**< Without spaces around it. */
    struct stn_span value; /**< Of the bytes, without spaces and quotes. */
};

/** One that begins at `at` and ends before `end`. Without a "=" it is a name
 *  alone. */
struct stn_setting stn_setting_read(struct stn_str bytes, size_t at,
                                    size_t end);

/** [start, end) without spaces and quotes at its ends. */
struct stn_span stn_setting_trim(struct stn_str bytes, size_t start,
                                 size_t end);

/** The first `byte` of [at, end); else `end`. */
size_t stn_setting_find(struct stn_str bytes, size_t at, size_t end, char byte);

/** Whether a name is that one, in any case. */
static inline bool stn_setting_is(struct stn_str name, const char *of)
{
    return stn_str_equal_nocase(name, stn_str_of(of));
}

#endif
