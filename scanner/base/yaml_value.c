#include "base/yaml.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"

/** Keys longer than this are no misspelt ones of ours. */
#define YAML_KNOWN_KEY_BYTES_MAX 32
/** Letters that may be wrong in a key for it to be recognised. */
#define YAML_TYPOS_MAX 2

struct stn_yaml *stn_yaml_get(const struct stn_yaml *map, const char *key)
{
    struct stn_str wanted = stn_str_of(key);

    if (map == NULL || map->kind != STN_YAML_MAP)
        return NULL;
    for (struct stn_yaml *value = map->first; value != NULL;
         value = value->next)
        if (stn_str_equal(value->key->scalar, wanted))
            return value;
    return NULL;
}

static bool is_plain(const struct stn_yaml *node, const char *text)
{
    return node->plain && stn_str_equal(node->scalar, stn_str_of(text));
}

static bool is_null(const struct stn_yaml *node)
{
    return node == NULL || (node->kind == STN_YAML_SCALAR &&
                            (is_plain(node, "") || is_plain(node, "~") ||
                             is_plain(node, "null") || is_plain(node, "Null") ||
                             is_plain(node, "NULL")));
}

/* What is there instead; never the value itself. */
static const char *found(const struct stn_yaml *node)
{
    if (is_null(node))
        return "nothing";
    if (node->kind == STN_YAML_LIST)
        return "a list";
    if (node->kind == STN_YAML_MAP)
        return "a map";
    return node->plain ? "another value" : "a quoted text";
}

static enum stn_status fail_expected(struct stn_error *err, const char *name,
                                     const struct stn_yaml *node,
                                     const char *what)
{
    return stn_yaml_fail(err, name, node, "expected %s, found %s", what,
                         found(node));
}

enum stn_status stn_yaml_string(struct stn_str *out, const char *name,
                                const struct stn_yaml *node,
                                struct stn_error *err)
{
    if (is_null(node) || node->kind != STN_YAML_SCALAR)
        return fail_expected(err, name, node, "a text");
    *out = node->scalar;
    return STN_OK;
}

enum stn_status stn_yaml_bool(bool *out, const char *name,
                              const struct stn_yaml *node,
                              struct stn_error *err)
{
    bool is_scalar = node != NULL && node->kind == STN_YAML_SCALAR;

    if (!is_scalar || !(is_plain(node, "true") || is_plain(node, "false")))
        return fail_expected(err, name, node, "true or false");
    *out = is_plain(node, "true");
    return STN_OK;
}

/* The digits at the front of a text: their value and how many. A value that
 * does not fit, or digits that YAML 1.1 would take for octal, count none. */
static size_t read_digits(struct stn_str text, uint64_t *value)
{
    size_t count = 0;

    *value = 0;
    for (; count < text.len && text.ptr[count] >= '0' && text.ptr[count] <= '9';
         count++) {
        uint64_t digit = (uint64_t)(text.ptr[count] - '0');
        if (*value > (UINT64_MAX - digit) / 10)
            return 0;
        *value = *value * 10 + digit;
    }
    return count > 1 && text.ptr[0] == '0' ? 0 : count;
}

enum stn_status stn_yaml_uint(uint64_t *out, uint64_t max, const char *name,
                              const struct stn_yaml *node,
                              struct stn_error *err)
{
    uint64_t value = 0;
    size_t digits = 0;
    char what[64];

    if (node != NULL && node->plain)
        digits = read_digits(node->scalar, &value);
    if (digits == 0 || digits != node->scalar.len || value > max) {
        snprintf(what, sizeof(what), "a whole number from 0 to %llu",
                 (unsigned long long)max);
        return fail_expected(err, name, node, what);
    }
    *out = value;
    return STN_OK;
}

/* Whether a text is digits, at most one point among them, and a sign. */
static bool is_decimal(struct stn_str text)
{
    size_t digits = 0;
    size_t points = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9')
            digits++;
        else if (text.ptr[i] == '.')
            points++;
        else if (i > 0 || text.ptr[i] != '-')
            return false;
    }
    return digits > 0 && points <= 1;
}

enum stn_status stn_yaml_number(double *out, const char *name,
                                const struct stn_yaml *node,
                                struct stn_error *err)
{
    double value = 0;

    if (node == NULL || !node->plain || !is_decimal(node->scalar))
        return fail_expected(err, name, node, "a number");
    value = strtod(node->scalar.ptr, NULL);
    if (!isfinite(value))
        return fail_expected(err, name, node, "a number");
    *out = value;
    return STN_OK;
}

enum stn_status stn_yaml_size(uint64_t *out, const char *name,
                              const struct stn_yaml *node,
                              struct stn_error *err)
{
    static const char *const units[] = {"", "KiB", "MiB", "GiB"};
    uint64_t value = 0;
    size_t digits = 0;

    if (node != NULL && node->plain)
        digits = read_digits(node->scalar, &value);
    for (size_t i = 0; digits > 0 && i < sizeof(units) / sizeof(*units); i++) {
        struct stn_str unit =
            stn_str_sub(node->scalar, digits, node->scalar.len);
        if (stn_str_equal(unit, stn_str_of(units[i])) &&
            value <= UINT64_MAX >> (10 * i)) {
            *out = value << (10 * i);
            return STN_OK;
        }
    }
    return fail_expected(err, name, node,
                         "a size in bytes (or KiB, MiB, GiB: 64MiB)");
}

enum stn_status stn_yaml_expect(enum stn_yaml_kind kind, const char *name,
                                const struct stn_yaml *node,
                                struct stn_error *err)
{
    static const char *const what[] = {
        [STN_YAML_SCALAR] = "a single value",
        [STN_YAML_LIST] = "a list",
        [STN_YAML_MAP] = "a map",
    };

    if (node != NULL && node->kind == kind)
        return STN_OK;
    return fail_expected(err, name, node, what[kind]);
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* How many bytes to put in, take out or change to get from one to the other
 * (Levenshtein); both at most YAML_KNOWN_KEY_BYTES_MAX long. */
static size_t edit_distance(struct stn_str a, struct stn_str b)
{
    size_t row[YAML_KNOWN_KEY_BYTES_MAX + 1];

    for (size_t j = 0; j <= b.len; j++)
        row[j] = j;
    for (size_t i = 0; i < a.len; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < b.len; j++) {
            size_t above = row[j + 1];
            size_t changed = diagonal + (a.ptr[i] != b.ptr[j] ? 1 : 0);
            row[j + 1] = least(changed, least(above, row[j]) + 1);
            diagonal = above;
        }
    }
    return row[b.len];
}

/* The known key that is meant, or NULL: a short one must share more letters
 * with it than it has wrong. */
static const char *nearest_key(struct stn_str key, const char *const *keys)
{
    size_t nearest = YAML_TYPOS_MAX + 1;
    const char *meant = NULL;

    if (key.len > YAML_KNOWN_KEY_BYTES_MAX)
        return NULL;
    for (; *keys != NULL; keys++) {
        struct stn_str known = stn_str_of(*keys);
        if (known.len > YAML_KNOWN_KEY_BYTES_MAX)
            continue;
        size_t distance = edit_distance(key, known);
        if (distance < nearest && distance * 2 < known.len) {
            nearest = distance;
            meant = *keys;
        }
    }
    return meant;
}

static bool is_known(struct stn_str key, const char *const *keys)
{
    for (; *keys != NULL; keys++)
        if (stn_str_equal(key, stn_str_of(*keys)))
            return true;
    return false;
}

/* Tell the key that is meant, or, if none is near, which ones there are. */
static enum stn_status fail_unknown(const struct stn_yaml *key,
                                    const char *const *keys, const char *name,
                                    struct stn_error *err)
{
    struct stn_buf rest = STN_BUF_INIT(STN_ERROR_BYTES);
    const char *meant = nearest_key(key->scalar, keys);
    enum stn_status status;

    if (meant != NULL)
        stn_buf_printf(&rest, "; did you mean '%s'?", meant);
    for (size_t i = 0; meant == NULL && keys[i] != NULL; i++)
        stn_buf_printf(&rest, "%s%s", i > 0 ? ", " : "; there are: ", keys[i]);
    status = rest.status == STN_ENOMEM ? stn_fail_memory(err) : STN_OK;
    if (status >= 0)
        status = stn_yaml_fail_key(err, name, key, "unknown key", rest.ptr);
    stn_buf_dispose(&rest);
    return status;
}

enum stn_status stn_yaml_known_keys(const struct stn_yaml *map,
                                    const char *const *keys, const char *name,
                                    struct stn_error *err)
{
    enum stn_status status = stn_yaml_expect(STN_YAML_MAP, name, map, err);

    if (status < 0)
        return status;
    for (const struct stn_yaml *value = map->first; value != NULL;
         value = value->next) {
        if (is_known(value->key->scalar, keys))
            continue;
        return fail_unknown(value->key, keys, name, err);
    }
    return STN_OK;
}
