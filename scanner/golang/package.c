#include "golang/package.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "golang/fate.h"
#include "golang/fields.h"
#include "golang/flow.h"
#include "golang/mentions.h"
#include "golang/names.h"
#include "text/go_source.h"

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* N of the line "go 1.N" of a go.mod; 0: there is none. */
static uint32_t read_go_mod(struct stn_str text)
{
    while (text.len > 0) {
        size_t end = stn_str_find(text, STN_STR("\n"));
        struct stn_str line = stn_str_trim(stn_str_sub(text, 0, end));
        text = end == SIZE_MAX ? STN_STR("")
                               : stn_str_sub(text, end + 1, text.len);
        if (!stn_str_starts(line, STN_STR("go ")) &&
            !stn_str_starts(line, STN_STR("go\t")))
            continue;
        line = stn_str_trim(stn_str_sub(line, 3, line.len));
        if (!stn_str_starts(line, STN_STR("1.")))
            return 0;
        uint32_t minor = 0;
        for (size_t i = 2; i < line.len && is_digit(line.ptr[i]); i++)
            if (minor < 1000)
                minor = minor * 10 + (uint32_t)(line.ptr[i] - '0');
        return minor;
    }
    return 0;
}

/* Whether any target is a test: what is none sees no test, and to parse those
 * takes as long as all else. */
static bool asks_for_tests(const struct stn_package *source)
{
    for (size_t i = 0; i < source->count; i++)
        if (source->files[i].is_target &&
            stn_path_is_go_test(source->files[i].path))
            return true;
    return false;
}

/* @param is_left_out  It is as if it were empty. */
static enum stn_status read_file(struct stn_go_package *package,
                                 struct stn_go_parser *parser,
                                 struct stn_go_file *file, bool is_left_out,
                                 struct stn_error *err)
{
    struct stn_str bytes = is_left_out ? STN_STR("") : file->source->bytes;
    struct stn_error why;
    enum stn_status status = stn_go_parse(parser, &file->tree, bytes, &why);

    if (status == STN_ELIMIT) {
        /* It is as if it were empty, and said to be so. */
        file->failure =
            stn_arena_strdup(&package->arena, stn_str_of(why.message));
        if (file->failure == NULL)
            return stn_fail_memory(err);
        status = stn_go_parse(parser, &file->tree, STN_STR(""), err);
    } else if (status < 0 && err != NULL) {
        *err = why;
    }
    if (status >= 0)
        status = stn_go_file_read_head(file, &package->arena, err);
    if (status >= 0)
        status = stn_go_names_declare(package, file, err);
    return status;
}

enum stn_status stn_go_package_read(struct stn_go_package *package,
                                    struct stn_go_parser *parser,
                                    const struct stn_package *source,
                                    uint32_t go_minor, struct stn_error *err)
{
    const bool has_tests = asks_for_tests(source);
    enum stn_status status = STN_OK;

    package->source = source;
    package->go_minor = go_minor != 0 ? go_minor : read_go_mod(source->go_mod);
    if (package->go_minor == 0)
        package->go_minor = STN_GO_MINOR_NEWEST;
    package->files = stn_calloc(source->count, sizeof(*package->files));
    if (package->files == NULL)
        return stn_fail_memory(err);
    package->count = source->count;
    for (size_t i = 0; i < source->count && status >= 0; i++) {
        struct stn_go_file *file = &package->files[i];
        file->source = &source->files[i];
        file->index = (uint32_t)i;
        status = read_file(
            package, parser, file,
            stn_path_is_go_test(file->source->path) && !has_tests, err);
    }
    return status;
}

void stn_go_package_dispose(struct stn_go_package *package)
{
    for (size_t i = 0; i < package->count; i++)
        stn_go_tree_dispose(&package->files[i].tree);
    stn_free(package->files);
    stn_go_names_dispose(package);
    stn_go_fates_dispose(package);
    stn_go_fields_dispose(package);
    stn_go_mentions_dispose(package);
    stn_go_flow_dispose(package);
    stn_free(package->objects);
    stn_arena_dispose(&package->arena);
    *package = (struct stn_go_package){0};
}

uint32_t stn_go_minor_of(const struct stn_go_package *package,
                         const struct stn_go_file *file)
{
    return file->go_minor != 0 ? file->go_minor : package->go_minor;
}

bool stn_go_spend(struct stn_go_package *package, size_t steps)
{
    package->steps += steps;
    package->total_steps += steps;
    if (package->steps <= STN_GO_STEPS_MAX &&
        package->total_steps <= STN_GO_PACKAGE_STEPS_MAX)
        return true;
    package->is_limited = true;
    return false;
}
