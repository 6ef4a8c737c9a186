#include "cli/ci_event.h"

#include <cjson/cJSON.h>

#include "base/limits.h"
#include "cli/ci_plan.h"

/* 2^53: past it a double leaves numbers out. */
#define COUNT_MAX 9007199254740992.0

/* An event is the tree of cJSON, under our name. */
static const cJSON *json_of(const struct stn_ci_event *event)
{
    return (const cJSON *)(const void *)event;
}

/* cJSON makes a tree of any size; this says how large before it does. */
static bool is_too_much(struct stn_str json)
{
    size_t marks = 0;

    for (size_t i = 0; i < json.len; i++) {
        char byte = json.ptr[i];
        marks += byte == ',' || byte == '{' || byte == '[';
    }
    return marks > STN_EVENT_MARKS_MAX;
}

enum stn_status stn_ci_event_parse(struct stn_ci_event **out,
                                   struct stn_str json, struct stn_error *err)
{
    const char *end = NULL;

    if (is_too_much(json))
        return stn_fail(err, STN_ELIMIT,
                        "the event has over %d values: no CI system sends such "
                        "a one",
                        STN_EVENT_MARKS_MAX);
    cJSON *tree = cJSON_ParseWithLengthOpts(json.ptr, json.len, &end, false);
    if (tree != NULL && cJSON_IsObject(tree) &&
        stn_str_trim(stn_str_sub(json, (size_t)(end - json.ptr), json.len))
                .len == 0) {
        *out = (struct stn_ci_event *)(void *)tree;
        return STN_OK;
    }
    cJSON_Delete(tree);
    return stn_fail(err, STN_EINPUT, "the event is not one JSON object");
}

void stn_ci_event_free(struct stn_ci_event *event)
{
    cJSON_Delete((cJSON *)(void *)event);
}

/* NULL if there is no such value, or null. */
static const cJSON *value_at(const struct stn_ci_event *event, const char *path)
{
    const cJSON *value = json_of(event);
    char name[64];

    while (value != NULL && path[0] != '\0') {
        size_t length = strcspn(path, ".");
        if (length >= sizeof(name))
            return NULL;
        memcpy(name, path, length);
        name[length] = '\0';
        path += length + (path[length] == '.');
        value = cJSON_GetObjectItemCaseSensitive(value, name);
    }
    return cJSON_IsNull(value) ? NULL : value;
}

static enum stn_status fail_type(struct stn_error *err, const char *path,
                                 const char *type)
{
    return stn_fail(err, STN_EINPUT, "in the event %s is no %s", path, type);
}

bool stn_ci_event_has(const struct stn_ci_event *event, const char *path)
{
    return cJSON_IsObject(value_at(event, path));
}

enum stn_status stn_ci_event_string(const char **out,
                                    const struct stn_ci_event *event,
                                    const char *path, struct stn_error *err)
{
    const cJSON *value = value_at(event, path);

    if (value == NULL)
        return STN_DONE;
    if (!cJSON_IsString(value))
        return fail_type(err, path, "string");
    if (strnlen(value->valuestring, STN_REVISION_BYTES_MAX + 1) >
        STN_REVISION_BYTES_MAX)
        return stn_fail(err, STN_EINPUT, "in the event %s is over %d bytes",
                        path, STN_REVISION_BYTES_MAX);
    *out = value->valuestring;
    return STN_OK;
}

enum stn_status stn_ci_event_bool(bool *out, const struct stn_ci_event *event,
                                  const char *path, struct stn_error *err)
{
    const cJSON *value = value_at(event, path);

    if (value == NULL)
        return STN_DONE;
    if (!cJSON_IsBool(value))
        return fail_type(err, path, "boolean");
    *out = cJSON_IsTrue(value);
    return STN_OK;
}

enum stn_status stn_ci_event_count(uint64_t *out,
                                   const struct stn_ci_event *event,
                                   const char *path, struct stn_error *err)
{
    const cJSON *value = value_at(event, path);

    if (value == NULL)
        return STN_DONE;
    if (!cJSON_IsNumber(value) ||
        !(value->valuedouble >= 0 && value->valuedouble <= COUNT_MAX))
        return fail_type(err, path, "number");
    *out = (uint64_t)value->valuedouble;
    return STN_OK;
}

enum stn_status stn_ci_event_id(const char **out,
                                const struct stn_ci_event *event,
                                const char *path, struct stn_error *err)
{
    const char *id = NULL;
    enum stn_status status = stn_ci_event_string(&id, event, path, err);

    if (status < 0)
        return status;
    if (status == STN_DONE)
        return stn_fail(err, STN_EINPUT, "the event has no %s", path);
    if (!stn_ci_is_id(id))
        return stn_fail(err, STN_EINPUT,
                        "in the event %s is no id of 40 or 64 hex digits",
                        path);
    *out = id;
    return STN_OK;
}
