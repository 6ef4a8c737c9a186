#include "http/yaml_parts.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "http/yaml_scalar.h"

/** Values that wait for their map to end: its other members, as a rule two. */
#define YAML_VALUES_MAX 1024
/** What they may hold together. */
#define YAML_VALUES_BYTES_MAX (2 * STN_HTTP_VALUE_BYTES_MAX)
/** What one keeps for the next: cookies and JSON bodies fit. */
#define YAML_VALUE_BYTES_KEPT (64 * STN_KIB)

/** One value; never moves. */
struct yaml_value {
    struct stn_buf bytes;
    struct stn_map map;
    struct stn_segment segment;
};

struct stn_yaml_values {
    struct yaml_value *items[YAML_VALUES_MAX]; /**< NULL: never used. */
    size_t count;                              /**< In use. */
    size_t bytes;                              /**< That they hold. */
};

enum stn_status stn_yaml_values_new(struct stn_yaml_values **out,
                                    struct stn_error *err)
{
    struct stn_yaml_values *values = stn_calloc(1, sizeof(*values));

    if (values == NULL)
        return stn_fail_memory(err);
    *out = values;
    return STN_OK;
}

void stn_yaml_values_free(struct stn_yaml_values *values)
{
    if (values == NULL)
        return;
    for (size_t i = 0; i < YAML_VALUES_MAX && values->items[i] != NULL; i++) {
        stn_buf_dispose(&values->items[i]->bytes);
        stn_map_dispose(&values->items[i]->map);
        stn_free(values->items[i]);
    }
    stn_free(values);
}

bool stn_yaml_values_are_full(const struct stn_yaml_values *values)
{
    return values->count == YAML_VALUES_MAX ||
           values->bytes >= YAML_VALUES_BYTES_MAX;
}

/* Empty again; what it holds is kept if that is little. */
static void clear_value(struct yaml_value *value)
{
    if (value->bytes.capacity > YAML_VALUE_BYTES_KEPT)
        stn_buf_dispose(&value->bytes);
    else
        stn_buf_clear(&value->bytes);
    if (value->map.capacity > YAML_VALUE_BYTES_KEPT / sizeof(struct stn_piece))
        stn_map_dispose(&value->map);
    else
        stn_map_clear(&value->map);
}

void stn_yaml_values_let_go(struct stn_yaml_values *values)
{
    for (size_t i = 0; i < values->count; i++)
        clear_value(values->items[i]);
    values->count = 0;
    values->bytes = 0;
}

/* A value that is not in use; NULL without memory. */
static struct yaml_value *next_value(struct stn_yaml_values *values)
{
    struct yaml_value **slot = &values->items[values->count];

    if (*slot == NULL) {
        *slot = stn_calloc(1, sizeof(**slot));
        if (*slot == NULL)
            return NULL;
        stn_buf_init(&(*slot)->bytes, STN_HTTP_VALUE_BYTES_MAX);
    }
    return *slot;
}

enum stn_status stn_yaml_values_make(struct stn_yaml_values *values,
                                     const struct stn_segment *root,
                                     const struct stn_yaml_event *scalar,
                                     struct stn_http_value *out,
                                     struct stn_error *err)
{
    out->codec = STN_CODEC_NONE;
    out->within = root;
    if (stn_yaml_scalar_is_view(root->bytes, scalar, &out->span))
        return STN_OK;
    if (stn_yaml_values_are_full(values))
        return stn_fail(err, STN_ELIMIT, "over %d values in one map",
                        YAML_VALUES_MAX);
    struct yaml_value *value = next_value(values);
    if (value == NULL)
        return stn_fail_memory(err);
    const enum stn_status status = stn_yaml_scalar_decode(
        root->bytes, scalar, &value->bytes, &value->map, err);
    if (status < 0) {
        clear_value(value);
        return status;
    }
    value->segment = (struct stn_segment){
        .bytes = stn_buf_str(&value->bytes),
        .kind = STN_SEGMENT_TEXT,
        .parent = root,
        .origin = stn_segment_map_origin,
        .origin_data = &value->map,
        .codec = STN_CODEC_YAML,
        .traits = root->traits,
    };
    values->count++;
    values->bytes += value->bytes.len;
    out->within = &value->segment;
    out->span = (struct stn_span){0, value->bytes.len};
    return STN_OK;
}

static size_t skip_digits(struct stn_str bytes, size_t at)
{
    while (at < bytes.len && bytes.ptr[at] >= '0' && bytes.ptr[at] <= '9')
        at++;
    return at;
}

static size_t skip_one_of(struct stn_str bytes, size_t at, char a, char b)
{
    return at < bytes.len && (bytes.ptr[at] == a || bytes.ptr[at] == b) ? at + 1
                                                                        : at;
}

/* A decimal number, as YAML writes most. */
static bool is_number(struct stn_str bytes)
{
    const size_t start = skip_one_of(bytes, 0, '+', '-');
    size_t at = skip_digits(bytes, start);

    if (at == start)
        return false;
    if (skip_one_of(bytes, at, '.', '.') > at)
        at = skip_digits(bytes, at + 1);
    if (skip_one_of(bytes, at, 'e', 'E') > at) {
        const size_t digits = skip_one_of(bytes, at + 1, '+', '-');
        at = skip_digits(bytes, digits);
        if (at == digits)
            return false;
    }
    return at == bytes.len;
}

enum stn_http_scalar stn_yaml_scalar_type(const struct stn_yaml_event *scalar)
{
    static const char *const literals[] = {"", "~", "null", "true", "false"};

    if (scalar->style != STN_YAML_PLAIN || scalar->is_binary)
        return STN_HTTP_STRING;
    for (size_t i = 0; i < sizeof(literals) / sizeof(literals[0]); i++)
        if (stn_str_equal_nocase(scalar->value, stn_str_of(literals[i])))
            return STN_HTTP_LITERAL;
    return is_number(scalar->value) ? STN_HTTP_NUMBER : STN_HTTP_STRING;
}
