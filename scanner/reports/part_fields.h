/**
 * @file
 * Fields of a JSON report, read with distrust: each has its type, every key is
 * known, and nothing is read over.
 */
#ifndef STN_REPORTS_PART_FIELDS_H
#define STN_REPORTS_PART_FIELDS_H

#include <cjson/cJSON.h>

#include "base/arena.h"
#include "base/error.h"

/** Numbers above are no longer exact. */
#define STN_PART_NUMBER_MAX ((uint64_t)1 << 53)

/** An object being read. The first thing that is wrong with it sticks. */
struct stn_part_fields {
    cJSON *object;
    struct stn_arena *arena; /**< Of the strings that are read. */
    const char *wrong;       /**< The key that is; NULL: none yet. */
    bool is_out_of_memory;
};

/**
 * Parse an object whose keys are all among some, each at most once.
 *
 * @param known  NULL ends it.
 * @return STN_OK; STN_EINPUT, without words; STN_ENOMEM.
 */
enum stn_status stn_part_fields_parse(struct stn_part_fields *fields,
                                      struct stn_arena *arena,
                                      struct stn_str json,
                                      const char *const *known);
/** The same of an object that is a member of another. */
bool stn_part_fields_within(struct stn_part_fields *fields,
                            struct stn_arena *arena, cJSON *object,
                            const char *const *known);
void stn_part_fields_dispose(struct stn_part_fields *fields);

/** @return STN_OK; STN_EINPUT; STN_ENOMEM. */
enum stn_status stn_part_fields_status(const struct stn_part_fields *fields);

/** A string, its \xNN taken back; empty if it is not there. */
struct stn_str stn_part_string(struct stn_part_fields *fields, const char *key);
/** The same, NUL-terminated; NULL if it is not there. */
const char *stn_part_words(struct stn_part_fields *fields, const char *key);
/** A string that must be there. */
const char *stn_part_name(struct stn_part_fields *fields, const char *key);
/** @return 0 if it is not there. */
uint64_t stn_part_number(struct stn_part_fields *fields, const char *key,
                         uint64_t most);
bool stn_part_flag(struct stn_part_fields *fields, const char *key);
/** An array's items; NULL if it is not there. */
cJSON *stn_part_items(struct stn_part_fields *fields, const char *key,
                      size_t *count);
/** A string of an array; notes what is wrong under the array's key. */
struct stn_str stn_part_item(struct stn_part_fields *fields, const char *key,
                             const cJSON *item);
/** A number of an array. */
uint64_t stn_part_item_number(struct stn_part_fields *fields, const char *key,
                              const cJSON *item, uint64_t most);

#endif
