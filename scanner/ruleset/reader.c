#include "ruleset/reader.h"

#include "base/limits.h"

/* A field's value; the parser lets no NUL through, so it fits a C string. */
static enum stn_status read_bytes(const struct stn_rule_reader *reader,
                                  const struct stn_yaml *node, size_t max,
                                  struct stn_str *out)
{
    struct stn_str value;
    enum stn_status status =
        stn_yaml_string(&value, reader->name, node, reader->err);

    if (status < 0)
        return status;
    if (value.len == 0)
        return stn_yaml_fail(reader->err, reader->name, node, "empty string");
    if (value.len > max)
        return stn_yaml_fail(reader->err, reader->name, node, "over %zu bytes",
                             max);
    *out = value;
    return STN_OK;
}

static enum stn_status copy(const struct stn_rule_reader *reader,
                            struct stn_str value, const char **out)
{
    const char *text = stn_arena_strdup(reader->arena, value);

    if (text == NULL)
        return stn_fail_memory(reader->err);
    *out = text;
    return STN_OK;
}

enum stn_status stn_rule_reader_string(const struct stn_rule_reader *reader,
                                       const struct stn_yaml *node, size_t max,
                                       const char **out)
{
    struct stn_str value;
    enum stn_status status = read_bytes(reader, node, max, &value);

    return status < 0 ? status : copy(reader, value, out);
}

enum stn_status stn_rule_reader_line(const struct stn_rule_reader *reader,
                                     const struct stn_yaml *node,
                                     const char **out)
{
    struct stn_str value;
    enum stn_status status =
        read_bytes(reader, node, STN_RULE_LINE_BYTES_MAX, &value);

    if (status < 0)
        return status;
    value = stn_str_trim(value);
    if (value.len == 0)
        return stn_yaml_fail(reader->err, reader->name, node, "empty string");
    for (size_t i = 0; i < value.len; i++)
        if ((unsigned char)value.ptr[i] < 0x20 || value.ptr[i] == 0x7F)
            return stn_yaml_fail(reader->err, reader->name, node,
                                 "expected one line of plain text");
    return copy(reader, value, out);
}

enum stn_status stn_rule_reader_strings(const struct stn_rule_reader *reader,
                                        const struct stn_yaml *list,
                                        stn_rule_check_fn check,
                                        struct stn_rule_strings *out)
{
    enum stn_status status =
        stn_yaml_expect(STN_YAML_LIST, reader->name, list, reader->err);

    if (status < 0)
        return status;
    const char **items =
        stn_arena_array(reader->arena, list->count, sizeof(*items));
    if (items == NULL)
        return stn_fail_memory(reader->err);
    uint32_t count = 0;
    for (const struct stn_yaml *node = list->first; node != NULL;
         node = node->next) {
        status = stn_rule_reader_string(reader, node, STN_YAML_BYTES_MAX,
                                        &items[count]);
        if (status >= 0 && check != NULL)
            status = check(reader, node, stn_str_of(items[count]));
        if (status < 0)
            return status;
        count++;
    }
    *out = (struct stn_rule_strings){items, count};
    return STN_OK;
}

static void delete_marks(char *text)
{
    char *to = text;

    for (const char *from = text; *from != '\0';) {
        if (strncmp(from, "{+}", 3) == 0)
            from += 3;
        else
            *to++ = *from++;
    }
    *to = '\0';
}

static enum stn_status check_example(const struct stn_rule_reader *reader,
                                     const struct stn_yaml *node,
                                     struct stn_str value)
{
    /* The copy is ours, in the arena. */
    delete_marks((char *)value.ptr);
    if (value.ptr[0] == '\0')
        return stn_yaml_fail(reader->err, reader->name, node,
                             "empty but for its marks");
    return STN_OK;
}

enum stn_status stn_rule_reader_examples(const struct stn_rule_reader *reader,
                                         const struct stn_yaml *list,
                                         struct stn_rule_strings *out)
{
    return stn_rule_reader_strings(reader, list, check_example, out);
}

/* Lower case letters and digits, in words joined by single hyphens. */
static bool is_kebab_case(struct stn_str id)
{
    char last = '-';

    for (size_t i = 0; i < id.len; i++) {
        char c = id.ptr[i];
        bool is_word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!is_word && (c != '-' || last == '-'))
            return false;
        last = c;
    }
    return last != '-';
}

enum stn_status stn_rule_reader_id(const struct stn_rule_reader *reader,
                                   const struct stn_yaml *node,
                                   const char **out)
{
    const char *id;
    enum stn_status status =
        stn_rule_reader_string(reader, node, STN_RULE_ID_BYTES_MAX, &id);

    if (status < 0)
        return status;
    if (!is_kebab_case(stn_str_of(id)))
        return stn_yaml_fail(reader->err, reader->name, node,
                             "an id is in kebab-case: a-z, 0-9, single "
                             "hyphens between");
    *out = id;
    return STN_OK;
}

enum stn_status stn_rule_reader_severity(const struct stn_rule_reader *reader,
                                         const struct stn_yaml *node,
                                         enum stn_severity *out)
{
    struct stn_str word;
    enum stn_status status =
        stn_yaml_string(&word, reader->name, node, reader->err);

    if (status < 0)
        return status;
    if (!stn_severity_parse(out, word, false))
        return stn_yaml_fail(reader->err, reader->name, node,
                             "severity is note, low, medium, high or "
                             "critical");
    return STN_OK;
}
