#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "sources/git_lfs.h"

#define VERSION "version https://git-lfs.github.com/spec/v1\n"
#define HASH "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
#define POINTER VERSION "oid sha256:" HASH "\nsize 4\n"

static void a_pointer_names_a_file(void **state)
{
    struct stn_git_lfs pointer;

    (void)state;
    assert_true(stn_git_lfs_parse(&pointer, STN_STR(POINTER)));
    assert_string_equal(pointer.id, HASH);
    assert_int_equal(pointer.size, 4);
    assert_true(stn_git_lfs_parse(
        &pointer, STN_STR(VERSION "ext-0-x sha256:" HASH "\noid sha256:" HASH
                                  "\nsize 12")));
    assert_int_equal(pointer.size, 12);
}

static void what_has_room_for_more_is_a_text(void **state)
{
    const struct stn_str texts[] = {
        STN_STR(""),
        STN_STR(VERSION),
        STN_STR(POINTER "more\n"),
        STN_STR(VERSION "note x\noid sha256:" HASH "\nsize 4\n"),
        STN_STR(VERSION "oid sha256:" HASH "\nsize \n"),
        STN_STR(VERSION "oid sha256:" HASH "\nsize -1\n"),
        STN_STR(VERSION "oid sha256:" HASH "\nsize 9999999999999999999999\n"),
        STN_STR(VERSION "oid sha1:" HASH "\nsize 4\n"),
        STN_STR(VERSION "oid sha256:../" HASH "\nsize 4\n"),
        STN_STR(VERSION "ext-0-x token\noid sha256:" HASH "\nsize 4\n"),
    };
    struct stn_git_lfs pointer;

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        assert_false(stn_git_lfs_parse(&pointer, texts[i]));
}

/* Run a check with a store that has the pointer's file. */
static void with_store(const char *content, enum stn_status expected)
{
    char folder[] = "/tmp/stanch-lfs-XXXXXX";
    struct stn_buf out = STN_BUF_INIT(STN_KIB);
    struct stn_git_lfs pointer;
    char path[256];
    const char *const parts[] = {"lfs", "lfs/objects", "lfs/objects/9f",
                                 "lfs/objects/9f/86",
                                 "lfs/objects/9f/86/" HASH};

    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < 4; i++) {
        snprintf(path, sizeof(path), "%s/%s", folder, parts[i]);
        assert_int_equal(mkdir(path, 0700), 0);
    }
    snprintf(path, sizeof(path), "%s/%s", folder, parts[4]);
    if (content != NULL) {
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        fputs(content, file);
        fclose(file);
    } else {
        assert_int_equal(symlink("/etc/hostname", path), 0);
    }
    assert_true(stn_git_lfs_parse(&pointer, STN_STR(POINTER)));
    assert_int_equal(stn_git_lfs_read(&out, &pointer, folder, NULL), expected);
    if (expected == STN_OK)
        assert_string_equal(out.ptr, content);
    stn_buf_dispose(&out);
    for (size_t i = 5; i-- > 0;) {
        snprintf(path, sizeof(path), "%s/%s", folder, parts[i]);
        remove(path);
    }
    rmdir(folder);
}

static void content_comes_from_the_repository_s_own_store(void **state)
{
    (void)state;
    with_store("test", STN_OK);
}

static void content_of_another_size_is_not_taken(void **state)
{
    (void)state;
    with_store("other", STN_ENOTFOUND);
}

static void a_link_is_not_followed(void **state)
{
    (void)state;
    with_store(NULL, STN_ENOTFOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pointer_names_a_file),
        cmocka_unit_test(what_has_room_for_more_is_a_text),
        cmocka_unit_test(content_comes_from_the_repository_s_own_store),
        cmocka_unit_test(content_of_another_size_is_not_taken),
        cmocka_unit_test(a_link_is_not_followed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
