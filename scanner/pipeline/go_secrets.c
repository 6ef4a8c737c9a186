#include "pipeline/go_secrets.h"

#include "base/alloc.h"

void stn_go_secrets_end(struct stn_go_secrets *secrets)
{
    for (size_t i = 0; secrets->files != NULL && i < secrets->package->count;
         i++)
        stn_free(secrets->files[i].items);
    stn_free(secrets->files);
    secrets->files = NULL;
    secrets->package = NULL;
    secrets->words.count = 0;
    secrets->words.is_known = false;
    stn_arena_dispose(&secrets->arena);
}

void stn_go_secrets_dispose(struct stn_go_secrets *secrets)
{
    stn_go_secrets_end(secrets);
    stn_free(secrets->words.items);
    stn_findings_dispose(&secrets->unused);
    stn_capture_dispose(&secrets->capture);
    stn_scratch_free(secrets->scratch);
    stn_plain_free(secrets->plain);
    stn_matcher_free(secrets->all.matcher);
    *secrets = (struct stn_go_secrets){.package = NULL};
}

enum stn_status stn_go_secrets_begin(struct stn_go_secrets *secrets,
                                     const struct stn_scanner *scanner,
                                     const struct stn_package *package,
                                     struct stn_error *err)
{
    secrets->all.options = scanner->options;
    secrets->all.ruleset = scanner->ruleset;
    secrets->all.patterns = scanner->patterns;
    secrets->package = package;
    secrets->files = stn_calloc(package->count, sizeof(*secrets->files));
    return secrets->files != NULL ? STN_OK : stn_fail_memory(err);
}

/* Make the matcher and what it works with. */
static enum stn_status make_ready(struct stn_go_secrets *secrets,
                                  struct stn_error *err)
{
    struct stn_scanner *all = &secrets->all;
    const struct stn_matcher_options how = {.now = all->options.now};
    enum stn_status status = STN_OK;

    if (secrets->capture.walk != NULL)
        return STN_OK;
    if (all->matcher == NULL)
        status = stn_matcher_new(&all->matcher, &all->patterns, &how, err);
    if (status >= 0 && secrets->scratch == NULL)
        status = stn_scratch_new(&secrets->scratch, all->matcher, err);
    if (status >= 0 && secrets->plain == NULL)
        status = stn_plain_new(&secrets->plain, err);
    if (status >= 0)
        status =
            stn_capture_init(&secrets->capture, all, secrets->scratch, err);
    return status;
}

static enum stn_status add(struct stn_go_secrets *secrets,
                           struct stn_go_secret_list *list,
                           const struct stn_hit *hit, struct stn_str value,
                           struct stn_error *err)
{
    struct stn_hit copy = {
        .rule = hit->rule, .secret = hit->secret, .value = value};
    struct stn_hit *items =
        stn_grow(list->items, &list->capacity, list->count, sizeof(*items));

    if (items == NULL)
        return stn_fail_memory(err);
    list->items = items;
    if (!stn_arena_copy(&secrets->arena, &copy.value, value))
        return stn_fail_memory(err);
    items[list->count++] = copy;
    return STN_OK;
}

static enum stn_status look_into(struct stn_go_secrets *secrets,
                                 const struct stn_package_file *file,
                                 struct stn_go_secret_list *list,
                                 struct stn_error *err)
{
    /* Without a path no rule looks away. */
    const struct stn_text text = {.bytes = file->bytes};
    struct stn_segment segment;
    struct stn_captured captured;
    enum stn_status status = make_ready(secrets, err);

    if (status >= 0)
        status = stn_plain_segment(secrets->plain, &text, STN_TEXT_PLAIN,
                                   &segment, err);
    if (status >= 0)
        status = stn_capture_scan(&secrets->capture, &text, &segment,
                                  &secrets->unused, &captured, err);
    for (size_t i = 0; status >= 0 && i < captured.count; i++) {
        const struct stn_hit *hit = &captured.hits[i];
        status = add(secrets, list, hit, hit->value, err);
        if (status >= 0)
            status =
                add(secrets, list, hit,
                    stn_str_sub(text.bytes, hit->secret.start, hit->secret.end),
                    err);
    }
    return status;
}

enum stn_status stn_go_secrets_of(struct stn_go_secrets *secrets, uint32_t file,
                                  const struct stn_go_secret_list **out,
                                  struct stn_error *err)
{
    struct stn_go_secret_list *list = &secrets->files[file];
    enum stn_status status = STN_OK;

    if (!list->is_known)
        status = look_into(secrets, &secrets->package->files[file], list, err);
    if (status < 0)
        return status;
    list->is_known = true;
    *out = list;
    return STN_OK;
}

enum stn_status stn_go_secrets_words(struct stn_go_secrets *secrets,
                                     const struct stn_go_secret_list **out,
                                     struct stn_error *err)
{
    struct stn_go_secret_list *words = &secrets->words;
    enum stn_status status = STN_OK;

    for (uint32_t file = 0;
         file < secrets->package->count && status >= 0 && !words->is_known;
         file++) {
        const struct stn_go_secret_list *list;
        status = stn_go_secrets_of(secrets, file, &list, err);
        for (size_t i = 0; status >= 0 && i < list->count; i++)
            status =
                add(secrets, words, &list->items[i], list->items[i].value, err);
    }
    if (status < 0)
        return status;
    words->is_known = true;
    *out = words;
    return STN_OK;
}
