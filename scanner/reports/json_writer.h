/** @file What the formats made of JSON write alike. */
#ifndef STN_REPORTS_JSON_WRITER_H
#define STN_REPORTS_JSON_WRITER_H

#include <cjson/cJSON.h>

#include "base/buf.h"
#include "findings/finding.h"

/**
 * One object of the report being made. Each finding is a small tree of its own,
 * printed on a line of its own: memory does not follow the number of findings,
 * and reports can be compared by line. The first failure sticks.
 */
struct stn_json_writer {
    struct stn_buf *out;
    struct stn_buf value; /**< The string at hand. */
    bool is_out_of_memory;
};

/** @param out  The report; the caller's. Follow with stn_json_finish(). */
void stn_json_begin(struct stn_json_writer *writer, struct stn_buf *out);
/** Dispose of what is the writer's. @return STN_OK, or the first failure. */
enum stn_status stn_json_finish(struct stn_json_writer *writer,
                                struct stn_error *err);
/** Whether it makes no sense to go on. */
bool stn_json_has_failed(const struct stn_json_writer *writer);

/** Note that memory ran out if `made` is NULL. */
void stn_json_keep(struct stn_json_writer *writer, const void *made);

cJSON *stn_json_object(struct stn_json_writer *writer);
/** An object that becomes an item of `object`, whose it is. */
cJSON *stn_json_add_object(struct stn_json_writer *writer, cJSON *object,
                           const char *key);
cJSON *stn_json_add_array(struct stn_json_writer *writer, cJSON *object,
                          const char *key);

/**
 * File names and authors may be any bytes. What is no UTF-8 becomes \xNN, and
 * so does a backslash that would read as such an escape: different names stay
 * different.
 */
cJSON *stn_json_string(struct stn_json_writer *writer, struct stn_str text);
/** An empty string does not apply and is left out. */
void stn_json_add_string(struct stn_json_writer *writer, cJSON *object,
                         const char *key, struct stn_str text);
void stn_json_add_words(struct stn_json_writer *writer, cJSON *object,
                        const char *key, const char *words);
/** What was put together in a buffer, which is disposed of. */
void stn_json_add_buf(struct stn_json_writer *writer, cJSON *object,
                      const char *key, struct stn_buf *text);
/** Whether a JSON string can hold a text as it is: code, which an escape would
 *  make another. */
bool stn_json_is_exact(struct stn_str text);
/** Such a text, with no escape of ours; an empty one too. */
void stn_json_add_exact(struct stn_json_writer *writer, cJSON *object,
                        const char *key, struct stn_str text);
/** cJSON's numbers are doubles; ours are exact. */
void stn_json_add_number(struct stn_json_writer *writer, cJSON *object,
                         const char *key, uint64_t number);
/** See stn_fingerprint_append(). */
void stn_json_add_fingerprint(struct stn_json_writer *writer, cJSON *object,
                              const char *key,
                              const struct stn_finding *finding);

/** Print an object and free it. */
void stn_json_put(struct stn_json_writer *writer, cJSON *object);

#endif
