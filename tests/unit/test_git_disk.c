#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sources/git_disk.h"

static enum stn_status read_at(int root, const char *path, size_t most,
                               enum stn_skip_reason *reason)
{
    struct stn_buf out = STN_BUF_INIT(most);
    struct stn_git_refusal refusal = {.reason = STN_SKIP_NOTHING};
    enum stn_status status =
        stn_git_disk_read(&out, root, stn_str_of(path), &refusal, NULL);

    *reason = refusal.reason;
    stn_buf_dispose(&out);
    return status;
}

static void only_regular_files_below_the_folder_are_read(void **state)
{
    static const struct {
        const char *path;
        enum stn_skip_reason reason; /* STN_SKIP_NOTHING: it is read */
    } cases[] = {
        {"sub/file", STN_SKIP_NOTHING},
        {"link", STN_SKIP_SYMLINK},
        {"linked/file", STN_SKIP_CHANGED},
        {"fifo", STN_SKIP_SPECIAL},
        {"sub", STN_SKIP_SPECIAL},
        {"none", STN_SKIP_CHANGED},
        {"sub/../sub/file", STN_SKIP_UNREADABLE},
        {"../x", STN_SKIP_UNREADABLE},
        {"/etc/hostname", STN_SKIP_UNREADABLE},
        {"sub//file", STN_SKIP_UNREADABLE},
        {".GIT/config", STN_SKIP_UNREADABLE},
        {"", STN_SKIP_UNREADABLE},
    };
    char folder[] = "/tmp/stanch-disk-XXXXXX";
    enum stn_skip_reason reason;

    (void)state;
    assert_non_null(mkdtemp(folder));
    int root = open(folder, O_RDONLY | O_DIRECTORY);
    assert_int_equal(mkdirat(root, "sub", 0700), 0);
    int fd = openat(root, "sub/file", O_WRONLY | O_CREAT, 0600);
    assert_int_equal(write(fd, "12345", 5), 5);
    close(fd);
    assert_int_equal(symlinkat("sub/file", root, "link"), 0);
    assert_int_equal(symlinkat("sub", root, "linked"), 0);
    assert_int_equal(mkfifoat(root, "fifo", 0600), 0);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        enum stn_status status = read_at(root, cases[i].path, 5, &reason);
        if (reason != cases[i].reason)
            fail_msg("%s: %d", cases[i].path, (int)reason);
        assert_int_equal(status,
                         reason == STN_SKIP_NOTHING ? STN_OK : STN_DONE);
    }
    assert_int_equal(read_at(root, "sub/file", 4, &reason), STN_DONE);
    assert_int_equal(reason, STN_SKIP_TOO_LARGE);
    unlinkat(root, "sub/file", 0);
    unlinkat(root, "sub", AT_REMOVEDIR);
    unlinkat(root, "link", 0);
    unlinkat(root, "linked", 0);
    unlinkat(root, "fifo", 0);
    close(root);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_regular_files_below_the_folder_are_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
