#include "engine/prefilter_emit.h"

#include <inttypes.h>
#include <stdlib.h>

#include "engine/prefilter_build.h"
#include "engine/prefilter_database.h"

static void emit_bytes(struct stn_buf *out, const unsigned char *bytes,
                       size_t count)
{
    for (size_t i = 0; i < count; i++)
        stn_buf_printf(out, "%s%u,", i % 20 == 0 ? "\n    " : "", bytes[i]);
}

static void emit_array(struct stn_buf *out, const char *name,
                       const unsigned char *bytes, size_t count)
{
    stn_buf_printf(out, "static const unsigned char %s[] = {", name);
    emit_bytes(out, bytes, count);
    /* An array of nothing is no C. */
    stn_buf_puts(out, count == 0 ? "0};\n\n" : "\n};\n\n");
}

static const char *truth(bool value)
{
    return value ? "true" : "false";
}

static void emit_plans(struct stn_buf *out,
                       const struct stn_prefilter_image *image)
{
    stn_buf_puts(out, "static const struct stn_rule_plan plans[] = {\n");
    for (uint32_t i = 0; i < image->rule_count; i++) {
        const struct stn_rule_plan *plan = &image->plans[i];
        stn_buf_printf(out, "    {%" PRIu32 "u, %" PRIu32 "u, %s, %s, %s},\n",
                       plan->rank, plan->max_length, truth(plan->has_literals),
                       truth(plan->has_name_literals), truth(plan->is_local));
    }
    stn_buf_puts(out, "    {0},\n};\n\n");
}

static void emit_literals(struct stn_buf *out,
                          const struct stn_prefilter_image *image)
{
    stn_buf_puts(out,
                 "static const struct stn_prefilter_literal literals[] = {\n");
    for (uint32_t i = 0; i < image->literal_count; i++) {
        const struct stn_prefilter_literal *literal = &image->literals[i];
        stn_buf_printf(out,
                       "    {%" PRIu32 ", %" PRIu32 ", %" PRIu32 ", %u, %s},\n",
                       literal->first_use, literal->use_count, literal->text,
                       literal->length, truth(literal->is_caseless));
    }
    stn_buf_puts(out, "    {0},\n};\n\n");
    emit_array(out, "bytes", image->bytes, image->byte_count);

    stn_buf_puts(out, "static const struct stn_literal_use uses[] = {\n");
    for (uint32_t i = 0; i < image->use_count; i++) {
        const struct stn_literal_use *use = &image->uses[i];
        stn_buf_printf(out,
                       "    {%" PRIu32 ", %" PRIu32 ", %" PRIu32 "u, %" PRIu32
                       "u},\n",
                       use->rule, use->guard, use->min_back, use->max_back);
    }
    stn_buf_puts(out, "    {0},\n};\n\n");
}

static void emit_names(struct stn_buf *out,
                       const struct stn_prefilter_image *image)
{
    stn_buf_puts(out,
                 "static const struct stn_name_literal name_literals[] = {\n");
    for (uint32_t i = 0; i < image->name_literal_count; i++) {
        const struct stn_name_literal *literal = &image->name_literals[i];
        stn_buf_printf(out, "    {%" PRIu32 ", %" PRIu32 ", %u},\n",
                       literal->rule, literal->text, literal->length);
    }
    stn_buf_puts(out, "    {0},\n};\n\n");
}

static void emit_guards(struct stn_buf *out,
                        const struct stn_prefilter_image *image)
{
    stn_buf_puts(out, "static const struct stn_guard guards[] = {\n");
    for (uint32_t i = 0; i < image->guard_count; i++) {
        const struct stn_guard *guard = &image->guards[i];
        stn_buf_printf(out, "    {%u, %s, %u, {", guard->before,
                       truth(guard->may_start), guard->after_count);
        for (unsigned j = 0; j < STN_GUARD_AFTER_MAX; j++)
            stn_buf_printf(out, "%u,", guard->after[j]);
        stn_buf_printf(out, "}, %u, %u, %u, %s},\n", guard->gap, guard->gap_end,
                       guard->gap_most, truth(guard->gap_may_go_on));
    }
    stn_buf_puts(out, "    {0},\n};\n\n"
                      "static const struct stn_byte_set classes[] = {\n");
    for (uint32_t i = 0; i < image->class_count; i++) {
        const uint64_t *words = image->classes[i].words;
        stn_buf_printf(out,
                       "    {{0x%" PRIx64 "u, 0x%" PRIx64 "u, 0x%" PRIx64
                       "u, 0x%" PRIx64 "u}},\n",
                       words[0], words[1], words[2], words[3]);
    }
    stn_buf_puts(out, "    {{0}},\n};\n\n");
}

static void emit_image(struct stn_buf *out,
                       const struct stn_prefilter_image *image,
                       size_t database_size)
{
    stn_buf_puts(out, "const struct stn_prefilter_image "
                      "stn_prefilter_builtin = {\n    .digest = {");
    emit_bytes(out, image->digest, sizeof(image->digest));
    stn_buf_printf(out,
                   "},\n"
                   "    .library = \"%s\",\n"
                   "    .rule_count = %" PRIu32 ",\n"
                   "    .literal_count = %" PRIu32 ",\n"
                   "    .use_count = %" PRIu32 ",\n"
                   "    .guard_count = %" PRIu32 ",\n"
                   "    .class_count = %" PRIu32 ",\n"
                   "    .name_literal_count = %" PRIu32 ",\n"
                   "    .filler_count = %" PRIu32 ",\n"
                   "    .byte_count = %zu,\n"
                   "    .plans = plans,\n"
                   "    .literals = literals,\n"
                   "    .uses = uses,\n"
                   "    .guards = guards,\n"
                   "    .classes = classes,\n"
                   "    .name_literals = name_literals,\n"
                   "    .bytes = bytes,\n"
                   "    .database = database,\n"
                   "    .database_size = %zu,\n"
                   "};\n",
                   hs_version(), image->rule_count, image->literal_count,
                   image->use_count, image->guard_count, image->class_count,
                   image->name_literal_count, image->filler_count,
                   image->byte_count, database_size);
}

enum stn_status stn_prefilter_emit(struct stn_buf *out,
                                   const struct stn_ruleset *ruleset,
                                   struct stn_error *err)
{
    struct stn_arena arena = {0};
    struct stn_prefilter_image image;
    hs_database_t *database = NULL;
    char *bytes = NULL; /* malloc'ed by the library */
    size_t size = 0;
    enum stn_status status;

    status = stn_prefilter_build(&image, &arena, ruleset, NULL, err);
    if (status < 0)
        goto done;
    status = stn_database_compile(&database, &image, err);
    if (status < 0)
        goto done;
    if (database != NULL) {
        hs_error_t error = hs_serialize_database(database, &bytes, &size);
        if (error != HS_SUCCESS) {
            status = stn_database_fail(err, error);
            goto done;
        }
    }
    stn_buf_puts(out, "/* Written by stanch_embed. */\n"
                      "#include \"engine/prefilter.h\"\n\n");
    emit_plans(out, &image);
    emit_literals(out, &image);
    emit_guards(out, &image);
    emit_names(out, &image);
    emit_array(out, "database", (const unsigned char *)bytes, size);
    emit_image(out, &image, size);
    status = stn_buf_status(out, err);
done:
    free(bytes);
    hs_free_database(database);
    stn_arena_dispose(&arena);
    return status;
}
