#include <ctype.h>

#include "base/limits.h"
#include "reports/sarif_parts.h"
#include "reports/uri.h"

#define WORDS_BYTES_MAX STN_MIB

/*
 * GitHub shows critical above 9.0, high from 7.0, medium from 4.0.
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
static const char *security_severity(enum stn_severity severity)
{
    switch (severity) {
    case STN_NOTE:
        return "1.0";
    case STN_LOW:
        return "3.0";
    case STN_HIGH:
        return "8.0";
    case STN_CRITICAL:
        return "9.5";
    case STN_SEVERITY_DEFAULT:
    case STN_MEDIUM:
    case STN_NEVER:
        break;
    }
    return "5.5";
}

/* What GitHub sorts by; such a number it wants for security alone. */
static const char *problem_severity(enum stn_severity severity)
{
    if (severity >= STN_HIGH)
        return "error";
    return severity == STN_MEDIUM ? "warning" : "recommendation";
}

/* A rule that may well be wrong is ranked lower by whoever wrote it. */
static const char *precision(enum stn_severity severity)
{
    if (severity >= STN_HIGH)
        return "high";
    return severity == STN_MEDIUM ? "medium" : "low";
}

/* "AwsAccessKeyId": SARIF wants a name that is not the id. */
static void add_name(struct stn_json_writer *writer, cJSON *object,
                     const char *id)
{
    struct stn_buf name = STN_BUF_INIT(WORDS_BYTES_MAX);
    bool is_start = true;

    for (; *id != '\0' && name.len < 255; id++) {
        if (!isalnum((unsigned char)*id)) {
            is_start = true;
            continue;
        }
        stn_buf_putc(&name, is_start ? (char)toupper((unsigned char)*id) : *id);
        is_start = false;
    }
    stn_json_add_buf(writer, object, "name", &name);
}

/* GitHub wants both in full, whatever a rule says of itself. */
static void add_help(struct stn_json_writer *writer, cJSON *object,
                     const struct stn_rule_info *rule)
{
    struct stn_buf text = STN_BUF_INIT(WORDS_BYTES_MAX);
    const char *otherwise =
        rule->category == STN_CATEGORY_SECRET
            ? "Revoke it where it was issued, then take it out."
            : "Look at the lines that are named.";

    stn_buf_printf(&text, "%s. %s", rule->title,
                   rule->advice != NULL ? rule->advice : otherwise);
    if (text.status < 0)
        writer->is_out_of_memory = true;
    stn_sarif_add_message(writer, object, "fullDescription",
                          stn_str_sub(stn_buf_str(&text), 0, 1024));
    stn_sarif_add_message(writer, object, "help", stn_buf_str(&text));
    stn_buf_dispose(&text);
}

static void add_tags(struct stn_json_writer *writer, cJSON *properties,
                     const struct stn_rule_info *rule)
{
    static const char *const secret[] = {"security", "secret",
                                         "external/cwe/cwe-798", NULL};
    static const char *const go[] = {"reliability", "go", NULL};
    cJSON *list = stn_json_add_array(writer, properties, "tags");

    for (const char *const *tag = rule->category == STN_CATEGORY_SECRET ? secret
                                                                        : go;
         *tag != NULL; tag++)
        cJSON_AddItemToArray(list, stn_json_string(writer, stn_str_of(*tag)));
}

void stn_sarif_put_rule(struct stn_json_writer *writer,
                        const struct stn_rule_info *rule)
{
    cJSON *object = stn_json_object(writer);

    stn_json_add_words(writer, object, "id", rule->id);
    add_name(writer, object, rule->id);
    stn_sarif_add_message(writer, object, "shortDescription",
                          stn_str_of(rule->title));
    add_help(writer, object, rule);
    if (stn_uri_is_link(rule->source))
        stn_json_add_words(writer, object, "helpUri", rule->source);
    cJSON *defaults =
        stn_json_add_object(writer, object, "defaultConfiguration");
    stn_json_add_words(writer, defaults, "level",
                       stn_sarif_level(rule->severity));
    cJSON *properties = stn_json_add_object(writer, object, "properties");
    stn_json_add_words(writer, properties, "precision",
                       precision(rule->severity));
    if (rule->category == STN_CATEGORY_SECRET)
        stn_json_add_words(writer, properties, "security-severity",
                           security_severity(rule->severity));
    else
        stn_json_add_words(writer, properties, "problem.severity",
                           problem_severity(rule->severity));
    add_tags(writer, properties, rule);
    stn_json_put(writer, object);
}
