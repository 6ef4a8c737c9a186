#include "engine/prefilter_database.h"

#include "base/alloc.h"

enum stn_status stn_database_fail(struct stn_error *err, hs_error_t error)
{
    if (error == HS_NOMEM)
        return stn_fail_memory(err);
    return stn_fail(err, STN_ELIB, "literal search failed (%d)", (int)error);
}

enum stn_status stn_database_compile(hs_database_t **out,
                                     const struct stn_prefilter_image *image,
                                     struct stn_error *err)
{
    /* As fast as one for this machine, and it runs on any. */
    const hs_platform_info_t generic = {.tune = HS_TUNE_FAMILY_GENERIC};
    const uint32_t count = image->literal_count;
    const char **texts = stn_calloc(count, sizeof(*texts));
    unsigned *flags = stn_calloc(count, sizeof(*flags));
    unsigned *ids = stn_calloc(count, sizeof(*ids));
    size_t *lengths = stn_calloc(count, sizeof(*lengths));
    hs_compile_error_t *fault = NULL;
    enum stn_status status = STN_OK;

    if (texts == NULL || flags == NULL || ids == NULL || lengths == NULL) {
        status = stn_fail_memory(err);
        goto done;
    }
    *out = NULL;
    if (count == 0)
        goto done;
    for (uint32_t i = 0; i < count; i++) {
        texts[i] = (const char *)image->bytes + image->literals[i].text;
        flags[i] = image->literals[i].is_caseless ? HS_FLAG_CASELESS : 0;
        ids[i] = i;
        lengths[i] = image->literals[i].length;
    }
    if (hs_compile_lit_multi(texts, flags, ids, lengths, count, HS_MODE_BLOCK,
                             &generic, out, &fault) != HS_SUCCESS) {
        *out = NULL;
        status = stn_fail(err, STN_ELIB, "literal database: %s",
                          fault != NULL ? fault->message : "not compiled");
        hs_free_compile_error(fault);
    }
done:
    stn_free(texts);
    stn_free(flags);
    stn_free(ids);
    stn_free(lengths);
    return status;
}
