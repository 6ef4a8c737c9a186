/**
 * @file
 * stanch_embed FOLDER FILE...
 *
 * Runs when stanch is built: reads rule files and writes builtin_rules.c and
 * builtin_prefilter.c into the folder. Linked from the same objects as stanch
 * itself, all but those two.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/limits.h"
#include "engine/confirm.h"
#include "engine/prefilter_emit.h"
#include "ruleset/emit.h"
#include "ruleset/load.h"

/* Rules as C take three times their YAML; the database of 20,000 literals, as
 * numbers, some megabytes. */
#define SOURCE_BYTES_MAX (256 * STN_MIB)

/* What the objects ask for and this program is to make. */
const struct stn_ruleset stn_ruleset_builtin = {0};
const struct stn_prefilter_image stn_prefilter_builtin = {0};

/* Names of the Go checks, as identifiers: '_' stands for their '-'. */
static const char *const checks[] = {
#define CHECK(name) #name,
#include "golang/check_list.h"
#undef CHECK
};

static bool is_check(const char *name)
{
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
        size_t at = 0;
        while (name[at] != '\0' &&
               checks[i][at] == (name[at] == '-' ? '_' : name[at]))
            at++;
        if (name[at] == '\0' && checks[i][at] == '\0')
            return true;
    }
    return false;
}

static enum stn_status read_rules(struct stn_rules *rules, const char *path,
                                  struct stn_error *err)
{
    static const struct stn_rule_names names = {stn_confirm_exists, is_check};
    struct stn_buf yaml = STN_BUF_INIT(STN_YAML_BYTES_MAX);
    enum stn_status status = stn_file_read(&yaml, path, err);

    if (status >= 0)
        status = stn_rules_parse(rules, path, stn_buf_str(&yaml), &names, err);
    stn_buf_dispose(&yaml);
    return status;
}

typedef enum stn_status (*emit_fn)(struct stn_buf *out,
                                   const struct stn_ruleset *ruleset,
                                   struct stn_error *err);

static enum stn_status write_source(const char *folder, const char *name,
                                    emit_fn emit,
                                    const struct stn_ruleset *ruleset,
                                    struct stn_error *err)
{
    struct stn_buf path = STN_BUF_INIT(STN_PATH_BYTES_MAX);
    struct stn_buf source = STN_BUF_INIT(SOURCE_BYTES_MAX);
    enum stn_status status;

    stn_buf_printf(&path, "%s/%s", folder, name);
    status = emit(&source, ruleset, err);
    if (status >= 0)
        status = stn_buf_status(&path, err);
    if (status >= 0)
        status = stn_file_write(path.ptr, stn_buf_str(&source), err);
    stn_buf_dispose(&source);
    stn_buf_dispose(&path);
    return status;
}

int main(int argc, char **argv)
{
    struct stn_rules rules = {0};
    struct stn_ruleset ruleset;
    struct stn_ruleset patterns;
    struct stn_error err;
    enum stn_status status = STN_OK;

    if (argc < 2) {
        fputs("Usage: stanch_embed FOLDER FILE...\n", stderr);
        return EXIT_FAILURE;
    }
    for (int i = 2; i < argc && status >= 0; i++)
        status = read_rules(&rules, argv[i], &err);
    if (status >= 0)
        status = stn_rules_finish(&ruleset, &rules, &err);
    if (status >= 0)
        patterns = stn_ruleset_patterns(&ruleset);
    if (status >= 0)
        status = write_source(argv[1], "builtin_rules.c", stn_ruleset_emit,
                              &ruleset, &err);
    if (status >= 0)
        status = write_source(argv[1], "builtin_prefilter.c",
                              stn_prefilter_emit, &patterns, &err);
    stn_rules_dispose(&rules);
    if (status >= 0)
        return EXIT_SUCCESS;
    fprintf(stderr, "stanch_embed: %s\n", err.message);
    return EXIT_FAILURE;
}
