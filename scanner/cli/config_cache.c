#include "base/error.h"
#include "cli/config_reading.h"

/*
 * A path from here on would be in the repository, or wherever the configuration
 * is read: what a change brings must not pass for the cache.
 */
static enum stn_status read_path(struct stn_reading *reading,
                                 const struct stn_yaml *node,
                                 struct stn_error *err)
{
    const char **path = &reading->settings->cache;
    enum stn_status status =
        stn_reading_string(path, false, reading, node, err);

    if (status >= 0 && (*path)[0] != '/')
        return stn_yaml_fail(err, reading->name, node,
                             "expected a path from the root on");
    return status;
}

enum stn_status stn_reading_cache(struct stn_reading *reading,
                                  const struct stn_yaml *node,
                                  struct stn_error *err)
{
    static const char *const keys[] = {"path", "bytes", NULL};
    enum stn_status status =
        stn_yaml_known_keys(node, keys, reading->name, err);

    if (status < 0)
        return status;
    const struct stn_yaml *path = stn_yaml_get(node, "path");
    const struct stn_yaml *bytes = stn_yaml_get(node, "bytes");
    if (path != NULL)
        status = read_path(reading, path, err);
    if (status >= 0 && bytes != NULL)
        status = stn_yaml_size(&reading->settings->cache_bytes, reading->name,
                               bytes, err);
    return status;
}
