#include "sources/go_folders.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/limits.h"
#include "tests/support/torture.h"

static char folder[] = "go-folders-XXXXXX";

static void write_file(const char *name, const char *text)
{
    char path[128];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* The folder of these tests: a module with one package below it. */
static int make_folder(void **state)
{
    char path[128];

    (void)state;
    if (mkdtemp(folder) == NULL)
        return -1;
    snprintf(path, sizeof(path), "%s/p", folder);
    if (mkdir(path, 0700) < 0)
        return -1;
    write_file("go.mod", "module m\n");
    write_file("p/a.go", "package p\n");
    write_file("p/b.go", "package p // b\n");
    write_file("p/_c.go", "package p\n");
    write_file("p/d.txt", "package p\n");
    snprintf(path, sizeof(path), "%s/p/link.go", folder);
    return symlink("a.go", path);
}

static int remove_folder(void **state)
{
    static const char *const names[] = {
        "go.mod", "p/a.go", "p/b.go", "p/_c.go", "p/d.txt", "p/link.go",
    };
    char path[128];

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
        unlink(path);
    }
    snprintf(path, sizeof(path), "%s/p", folder);
    return rmdir(path) < 0 ? -1 : rmdir(folder);
}

static void note(struct stn_go_folders *folders, const char *name)
{
    char path[64];

    snprintf(path, sizeof(path), "%s/p", folder);
    assert_int_equal(
        stn_go_folders_note(folders,
                            &(struct stn_go_note){.folder = stn_str_of(path),
                                                  .name = stn_str_of(name)},
                            NULL),
        STN_OK);
}

static bool is_target(const struct stn_package *package, const char *name)
{
    for (size_t i = 0; i < package->count; i++)
        if (stn_str_ends(package->files[i].path, stn_str_of(name)))
            return package->files[i].is_target;
    fail_msg("%s is not there", name);
    return false;
}

static enum stn_status take(struct stn_go_folders *folders,
                            struct stn_packing *packing,
                            struct stn_package *package)
{
    const struct stn_source_options options = {.max_text_bytes =
                                                   STN_TEXT_BYTES_MAX};
    struct stn_findings skips = {0};
    struct stn_error err;

    enum stn_status status =
        stn_go_folders_next(folders, &options, packing, package, &skips, &err);
    assert_int_equal(skips.skip_count, 0);
    stn_findings_dispose(&skips);
    return status;
}

static void a_folder_is_one_package_however_often_it_is_noted(void **state)
{
    struct stn_packing packing = {.count = 0};
    struct stn_go_folders folders;
    struct stn_package package;

    (void)state;
    stn_go_folders_init(&folders, true);
    note(&folders, "b.go");
    note(&folders, "");
    note(&folders, "");
    assert_int_equal(take(&folders, &packing, &package), STN_OK);
    assert_int_equal(package.count, 2);
    assert_true(is_target(&package, "a.go"));
    assert_true(is_target(&package, "b.go"));
    assert_true(stn_str_equal(package.go_mod, STN_STR("module m\n")));
    assert_int_equal(take(&folders, &packing, &package), STN_DONE);
    stn_packing_dispose(&packing);
    stn_go_folders_dispose(&folders);
}

static void a_file_that_is_named_is_the_target_among_the_others(void **state)
{
    struct stn_packing packing = {.count = 0};
    struct stn_go_folders folders;
    struct stn_package package;

    (void)state;
    stn_go_folders_init(&folders, true);
    note(&folders, "_c.go");
    assert_int_equal(take(&folders, &packing, &package), STN_OK);
    assert_int_equal(package.count, 3);
    assert_true(is_target(&package, "_c.go"));
    assert_false(is_target(&package, "a.go"));
    stn_packing_dispose(&packing);
    stn_go_folders_dispose(&folders);
}

static void without_a_target_there_is_no_package(void **state)
{
    struct stn_packing packing = {.count = 0};
    struct stn_go_folders folders;
    struct stn_package package;

    (void)state;
    stn_go_folders_init(&folders, true);
    note(&folders, "link.go");
    note(&folders, "gone.go");
    assert_int_equal(take(&folders, &packing, &package), STN_DONE);
    stn_packing_dispose(&packing);
    stn_go_folders_dispose(&folders);
}

static void nothing_is_noted_where_nothing_is_wanted(void **state)
{
    struct stn_go_folders folders;

    (void)state;
    stn_go_folders_init(&folders, false);
    note(&folders, "");
    assert_int_equal(folders.count, 0);
    stn_go_folders_dispose(&folders);
}

static void what_is_too_large_is_told_of_targets_alone(void **state)
{
    struct stn_packing packing = {.count = 0};
    struct stn_findings skips = {0};
    size_t length = STN_GO_FILE_BYTES_MAX + 1;
    char *bytes = malloc(length);
    struct stn_package_file file = {.path = STN_STR("a.go")};

    (void)state;
    assert_non_null(bytes);
    memset(bytes, ' ', length);
    file.bytes = (struct stn_str){bytes, length};
    assert_int_equal(stn_packing_add(&packing, &file, &skips, NULL), STN_OK);
    assert_int_equal(skips.skip_count, 0);
    file.is_target = true;
    assert_int_equal(stn_packing_add(&packing, &file, &skips, NULL), STN_OK);
    assert_int_equal(skips.skipped[STN_SKIP_UNCHECKED], 1);
    assert_int_equal(packing.count, 0);
    free(bytes);
    stn_findings_dispose(&skips);
    stn_packing_dispose(&packing);
}

static enum stn_status attempt(void *payload)
{
    struct stn_packing packing = {.count = 0};
    struct stn_go_folders folders;
    struct stn_package package;
    struct stn_error err;
    char path[64];

    (void)payload;
    snprintf(path, sizeof(path), "%s/p/b.go", folder);
    stn_go_folders_init(&folders, true);
    enum stn_status status =
        stn_go_folders_note_file(&folders, stn_str_of(path), &err);
    if (status >= 0)
        status = take(&folders, &packing, &package);
    stn_packing_dispose(&packing);
    stn_go_folders_dispose(&folders);
    return status;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    torture(attempt, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_is_one_package_however_often_it_is_noted),
        cmocka_unit_test(a_file_that_is_named_is_the_target_among_the_others),
        cmocka_unit_test(without_a_target_there_is_no_package),
        cmocka_unit_test(nothing_is_noted_where_nothing_is_wanted),
        cmocka_unit_test(what_is_too_large_is_told_of_targets_alone),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
