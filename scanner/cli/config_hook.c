#include "base/error.h"
#include "cli/config_reading.h"

static enum stn_status read_bool(bool *out, struct stn_reading *reading,
                                 const struct stn_yaml *node,
                                 struct stn_error *err)
{
    return node == NULL ? STN_OK : stn_yaml_bool(out, reading->name, node, err);
}

static enum stn_status read_strict(struct stn_hook_settings *hook,
                                   struct stn_reading *reading,
                                   const struct stn_yaml *node,
                                   struct stn_error *err)
{
    bool is_strict = false;
    enum stn_status status = read_bool(&is_strict, reading, node, err);

    if (status >= 0 && node != NULL)
        hook->strict = is_strict ? STN_STRICT_YES : STN_STRICT_NO;
    return status;
}

static enum stn_status read_deadline(struct stn_hook_settings *hook,
                                     struct stn_reading *reading,
                                     const struct stn_yaml *node,
                                     struct stn_error *err)
{
    if (node == NULL)
        return STN_OK;
    enum stn_status status =
        stn_yaml_number(&hook->deadline, reading->name, node, err);
    if (status >= 0 && hook->deadline < 0)
        return stn_yaml_fail(err, reading->name, node,
                             "expected a number of seconds");
    hook->has_deadline = true;
    return status;
}

static enum stn_status read_on_deadline(struct stn_hook_settings *hook,
                                        struct stn_reading *reading,
                                        const struct stn_yaml *node,
                                        struct stn_error *err)
{
    struct stn_str text;

    if (node == NULL)
        return STN_OK;
    enum stn_status status = stn_yaml_string(&text, reading->name, node, err);
    if (status < 0)
        return status;
    hook->allow_late = stn_str_equal(text, STN_STR("allow"));
    if (!hook->allow_late && !stn_str_equal(text, STN_STR("fail")))
        return stn_yaml_fail(err, reading->name, node,
                             "expected fail or allow");
    return STN_OK;
}

/* As git hands push options on: one without '=' is to be had after it. */
static bool is_push_option(const char *name)
{
    return name[0] != '\0' && strpbrk(name, "= \t\n") == NULL;
}

static enum stn_status read_bypass(struct stn_hook_settings *hook,
                                   struct stn_reading *reading,
                                   const struct stn_yaml *node,
                                   struct stn_error *err)
{
    static const char *const keys[] = {"push_option", NULL};

    if (node == NULL)
        return STN_OK;
    enum stn_status status =
        stn_yaml_known_keys(node, keys, reading->name, err);
    if (status < 0)
        return status;
    const struct stn_yaml *option = stn_yaml_get(node, "push_option");
    if (option == NULL)
        return stn_yaml_fail(err, reading->name, node,
                             "a bypass needs the name of a push_option");
    status = stn_reading_string(&hook->bypass, false, reading, option, err);
    if (status >= 0 && !is_push_option(hook->bypass))
        return stn_yaml_fail(err, reading->name, option,
                             "expected the name of a push option, as "
                             "stanch.skip");
    return status;
}

enum stn_status stn_reading_hook(struct stn_reading *reading,
                                 const struct stn_yaml *node,
                                 struct stn_error *err)
{
    static const char *const keys[] = {"strict",   "trust_repository",
                                       "deadline", "on_deadline",
                                       "bypass",   NULL};
    struct stn_hook_settings *hook = &reading->settings->hook;
    enum stn_status status =
        stn_yaml_known_keys(node, keys, reading->name, err);

    if (status >= 0)
        status = read_strict(hook, reading, stn_yaml_get(node, "strict"), err);
    if (status >= 0)
        status = read_bool(&hook->trust_repository, reading,
                           stn_yaml_get(node, "trust_repository"), err);
    if (status >= 0)
        status =
            read_deadline(hook, reading, stn_yaml_get(node, "deadline"), err);
    if (status >= 0)
        status = read_on_deadline(hook, reading,
                                  stn_yaml_get(node, "on_deadline"), err);
    if (status >= 0)
        status = read_bypass(hook, reading, stn_yaml_get(node, "bypass"), err);
    return status;
}
