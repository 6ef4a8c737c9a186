/**
 * @file
 * YAML as a tree of nodes that know where they stand, over libyaml. Strict: a
 * duplicate key, a key that is no scalar, an anchor, an alias, a tag, a merge
 * key, a second document, a NUL (also an escaped one), bad UTF-8 or nesting
 * past STN_YAML_DEPTH_MAX is an error at file:line:column. Of what the file
 * holds, messages name keys only.
 */
#ifndef STN_BASE_YAML_H
#define STN_BASE_YAML_H

#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"

enum stn_yaml_kind { STN_YAML_SCALAR, STN_YAML_LIST, STN_YAML_MAP };

/** In the arena of its document. */
struct stn_yaml {
    enum stn_yaml_kind kind;
    bool plain;             /**< A scalar without quotes. */
    uint32_t line, column;  /**< From 1; columns in code points. */
    struct stn_str scalar;  /**< Unescaped; NUL-terminated past its end. */
    struct stn_yaml *key;   /**< In a map: this value's key, else NULL. */
    struct stn_yaml *first; /**< First child of a list or map. */
    struct stn_yaml *next;  /**< Next sibling. */
    size_t count;           /**< Children. */
};

/**
 * @param out    Root node, in the arena; NULL for an empty document.
 * @param name   The file's name, for messages: "NAME:LINE:COLUMN: ...". Must
 *               live as long as the tree is asked.
 * @return STN_OK; STN_EINPUT with the place; STN_ELIMIT; STN_ENOMEM.
 */
enum stn_status stn_yaml_parse(struct stn_yaml **out, struct stn_arena *arena,
                               const char *name, struct stn_str bytes,
                               struct stn_error *err);

/** @return The value of a key, or NULL; a non-map has none. */
struct stn_yaml *stn_yaml_get(const struct stn_yaml *map, const char *key);

/** Fail at a node: "NAME:LINE:COLUMN: message". Without a node (an empty
 *  document) the place is 1:1. @return STN_EINPUT. */
enum stn_status stn_yaml_fail(struct stn_error *err, const char *name,
                              const struct stn_yaml *node, const char *format,
                              ...) __attribute__((format(printf, 4, 5)));

/** Fail at a key and name it: "NAME:LINE:COLUMN: WHAT 'KEY'REST", the key made
 *  printable and cut to 64 bytes. @return STN_EINPUT; STN_ENOMEM. */
enum stn_status stn_yaml_fail_key(struct stn_error *err, const char *name,
                                  const struct stn_yaml *key, const char *what,
                                  const char *rest);

/** Typed reads; each fails at the node's place if the type is wrong, and leaves
 *  *out as it was. A node of NULL is nothing: the wrong type for all of them.
 *  A string is any scalar but a plain null ("", ~, null). */
enum stn_status stn_yaml_string(struct stn_str *out, const char *name,
                                const struct stn_yaml *node,
                                struct stn_error *err);
enum stn_status stn_yaml_bool(bool *out, const char *name,
                              const struct stn_yaml *node,
                              struct stn_error *err);
/** Decimal, not negative, at most `max`; without a leading zero. */
enum stn_status stn_yaml_uint(uint64_t *out, uint64_t max, const char *name,
                              const struct stn_yaml *node,
                              struct stn_error *err);
/** Decimal, without an exponent. */
enum stn_status stn_yaml_number(double *out, const char *name,
                                const struct stn_yaml *node,
                                struct stn_error *err);
/** A plain count of bytes, or one with KiB, MiB, GiB right after it. */
enum stn_status stn_yaml_size(uint64_t *out, const char *name,
                              const struct stn_yaml *node,
                              struct stn_error *err);
/** Fail unless the node is of that kind ("expected a list, ..."). */
enum stn_status stn_yaml_expect(enum stn_yaml_kind kind, const char *name,
                                const struct stn_yaml *node,
                                struct stn_error *err);
/** Fail unless the node is a map, and at the first key that is not in the
 *  NULL-terminated list; the message names the nearest known key when one is
 *  close, else all of them. */
enum stn_status stn_yaml_known_keys(const struct stn_yaml *map,
                                    const char *const *keys, const char *name,
                                    struct stn_error *err);

#endif
