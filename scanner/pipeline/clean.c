#include "pipeline/clean.h"

#include "pipeline/options_digest.h"

enum stn_status stn_clean_open(struct stn_cache **out,
                               const struct stn_scanner *scanner,
                               const struct stn_target *target,
                               struct stn_error *note, struct stn_error *err)
{
    const struct stn_options *options = &scanner->options;
    struct stn_cache_options how = {
        .folder = options->cache,
        .bytes = options->cache_bytes,
        .key = options->cache_key,
    };

    note->message[0] = '\0';
    if (options->cache == NULL || target->kind == STN_TARGET_PATHS ||
        target->kind == STN_TARGET_BYTES)
        return STN_OK;
    /* What the policy says of findings does not matter: there are none. */
    stn_options_digest(how.scope, scanner, STN_DIGEST_ENGINE);
    return stn_cache_open(out, &how, note, err);
}
