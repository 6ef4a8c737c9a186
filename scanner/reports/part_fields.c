#include "reports/part_fields.h"

static void mark(struct stn_part_fields *fields, const char *key)
{
    if (fields->wrong == NULL)
        fields->wrong = key;
}

static bool is_known(const char *key, const char *const *known)
{
    for (size_t i = 0; known[i] != NULL; i++)
        if (strcmp(known[i], key) == 0)
            return true;
    return false;
}

/* At most as many members as there are names are looked at in pairs. */
static bool has_known_keys(const cJSON *object, const char *const *known)
{
    const cJSON *item;

    cJSON_ArrayForEach(item, object)
    {
        if (!is_known(item->string, known))
            return false;
        for (const cJSON *other = object->child; other != item;
             other = other->next)
            if (strcmp(other->string, item->string) == 0)
                return false;
    }
    return true;
}

bool stn_part_fields_within(struct stn_part_fields *fields,
                            struct stn_arena *arena, cJSON *object,
                            const char *const *known)
{
    *fields = (struct stn_part_fields){.object = object, .arena = arena};
    return cJSON_IsObject(object) && has_known_keys(object, known);
}

enum stn_status stn_part_fields_parse(struct stn_part_fields *fields,
                                      struct stn_arena *arena,
                                      struct stn_str json,
                                      const char *const *known)
{
    const char *end = NULL;
    cJSON *object = cJSON_ParseWithLengthOpts(json.ptr, json.len, &end, 0);

    if (stn_part_fields_within(fields, arena, object, known) &&
        end == json.ptr + json.len)
        return STN_OK;
    stn_part_fields_dispose(fields);
    return STN_EINPUT;
}

void stn_part_fields_dispose(struct stn_part_fields *fields)
{
    cJSON_Delete(fields->object);
    fields->object = NULL;
}

enum stn_status stn_part_fields_status(const struct stn_part_fields *fields)
{
    if (fields->is_out_of_memory)
        return STN_ENOMEM;
    return fields->wrong != NULL ? STN_EINPUT : STN_OK;
}

static int hex_value(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (byte >= 'A' && byte <= 'F')
        return byte - 'A' + 10;
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    return -1;
}

/* A copy with every \xNN as the byte it stands for. */
static struct stn_str unescape(struct stn_part_fields *fields, const char *text)
{
    const size_t length = strlen(text);
    char *copy = stn_arena_alloc(fields->arena, length + 1);
    size_t written = 0;

    if (copy == NULL) {
        fields->is_out_of_memory = true;
        return (struct stn_str){0};
    }
    for (size_t at = 0; at < length;) {
        if (length - at >= 4 && text[at] == '\\' && text[at + 1] == 'x' &&
            hex_value(text[at + 2]) >= 0 && hex_value(text[at + 3]) >= 0) {
            copy[written++] =
                (char)(hex_value(text[at + 2]) << 4 | hex_value(text[at + 3]));
            at += 4;
        } else {
            copy[written++] = text[at++];
        }
    }
    return (struct stn_str){copy, written};
}

struct stn_str stn_part_item(struct stn_part_fields *fields, const char *key,
                             const cJSON *item)
{
    if (cJSON_IsString(item))
        return unescape(fields, item->valuestring);
    mark(fields, key);
    return (struct stn_str){0};
}

struct stn_str stn_part_string(struct stn_part_fields *fields, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(fields->object, key);

    if (item == NULL)
        return (struct stn_str){0};
    return stn_part_item(fields, key, item);
}

const char *stn_part_words(struct stn_part_fields *fields, const char *key)
{
    struct stn_str text = stn_part_string(fields, key);

    if (text.len > 0 && memchr(text.ptr, '\0', text.len) != NULL)
        mark(fields, key);
    return text.ptr;
}

const char *stn_part_name(struct stn_part_fields *fields, const char *key)
{
    const char *words = stn_part_words(fields, key);

    if (words == NULL || words[0] == '\0')
        mark(fields, key);
    return words != NULL ? words : "";
}

uint64_t stn_part_item_number(struct stn_part_fields *fields, const char *key,
                              const cJSON *item, uint64_t most)
{
    if (!cJSON_IsNumber(item) || !(item->valuedouble >= 0) ||
        !(item->valuedouble <= (double)most) ||
        item->valuedouble != (double)(uint64_t)item->valuedouble) {
        mark(fields, key);
        return 0;
    }
    return (uint64_t)item->valuedouble;
}

uint64_t stn_part_number(struct stn_part_fields *fields, const char *key,
                         uint64_t most)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(fields->object, key);

    return item != NULL ? stn_part_item_number(fields, key, item, most) : 0;
}

bool stn_part_flag(struct stn_part_fields *fields, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(fields->object, key);

    if (item != NULL && !cJSON_IsTrue(item))
        mark(fields, key);
    return item != NULL;
}

cJSON *stn_part_items(struct stn_part_fields *fields, const char *key,
                      size_t *count)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(fields->object, key);

    *count = 0;
    if (item == NULL)
        return NULL;
    if (!cJSON_IsArray(item)) {
        mark(fields, key);
        return NULL;
    }
    *count = (size_t)cJSON_GetArraySize(item);
    return item->child;
}
