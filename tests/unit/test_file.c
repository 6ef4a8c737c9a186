#include "base/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "tests/support/torture.h"

static int enter_folder(void **state)
{
    char folder[] = "test-file-XXXXXX";

    if (mkdtemp(folder) == NULL || chdir(folder) < 0)
        return -1;
    *state = stn_strndup(folder, strlen(folder));
    return *state == NULL;
}

static int leave_folder(void **state)
{
    DIR *entries = opendir(".");
    const struct dirent *entry;

    while (entries != NULL && (entry = readdir(entries)) != NULL)
        if (unlink(entry->d_name) < 0)
            rmdir(entry->d_name);
    if (entries != NULL)
        closedir(entries);
    int failed = chdir("..") < 0 || rmdir(*state) < 0;
    stn_free(*state);
    return failed;
}

static size_t count_entries(void)
{
    DIR *entries = opendir(".");
    size_t count = 0;

    assert_non_null(entries);
    while (readdir(entries) != NULL)
        count++;
    closedir(entries);
    return count - 2;
}

static mode_t mode_of(const char *path)
{
    struct stat stat_of;

    assert_int_equal(lstat(path, &stat_of), 0);
    return stat_of.st_mode;
}

static void assert_content(const char *path, struct stn_str expected)
{
    struct stn_buf out = STN_BUF_INIT(1 << 20);
    struct stn_error err;

    assert_int_equal(stn_file_read(&out, path, &err), STN_OK);
    assert_true(stn_str_equal(stn_buf_str(&out), expected));
    stn_buf_dispose(&out);
}

static void write_file(const char *path, struct stn_str bytes)
{
    struct stn_error err;

    assert_int_equal(stn_file_write(path, bytes, &err), STN_OK);
}

static void what_was_written_is_read(void **state)
{
    (void)state;
    struct stn_buf big = STN_BUF_INIT(1 << 20);

    while (big.len < 300000)
        stn_buf_printf(&big, "line %zu\n", big.len);
    write_file("big", stn_buf_str(&big));
    assert_content("big", stn_buf_str(&big));
    write_file("nuls", STN_STR("a\0b"));
    assert_content("nuls", STN_STR("a\0b"));
    write_file("empty", STN_STR(""));
    assert_content("empty", STN_STR(""));
    assert_int_equal(count_entries(), 3);
    stn_buf_dispose(&big);
}

static void read_appends_and_needs_no_size(void **state)
{
    (void)state;
    struct stn_buf out = STN_BUF_INIT(1 << 20);
    struct stn_error err;

    write_file("a", STN_STR("file"));
    stn_buf_puts(&out, "before ");
    assert_int_equal(stn_file_read(&out, "a", &err), STN_OK);
    assert_string_equal(out.ptr, "before file");
    stn_buf_clear(&out);
    assert_int_equal(stn_file_read(&out, "/proc/self/status", &err), STN_OK);
    assert_true(stn_str_starts(stn_buf_str(&out), STN_STR("Name:")));
    stn_buf_dispose(&out);
}

static void what_is_not_there_is_named(void **state)
{
    (void)state;
    struct stn_buf out = STN_BUF_INIT(100);
    struct stn_error err;

    stn_buf_puts(&out, "before");
    assert_int_equal(stn_file_read(&out, "none", &err), STN_ENOTFOUND);
    assert_string_equal(err.message, "none: No such file or directory");
    write_file("a", STN_STR("x"));
    assert_int_equal(stn_file_read(&out, "a/b", &err), STN_ENOTFOUND);
    assert_int_equal(stn_file_read(&out, ".", &err), STN_EIO);
    assert_string_equal(err.message, ".: Is a directory");
    assert_string_equal(out.ptr, "before");
    assert_int_equal(stn_file_write("none/b", STN_STR("x"), &err),
                     STN_ENOTFOUND);
    assert_string_equal(err.message, "none/b: No such file or directory");
    assert_int_equal(stn_file_write(".", STN_STR("x"), &err), STN_EIO);
    stn_buf_dispose(&out);
}

static void the_ceiling_holds_to_the_byte(void **state)
{
    (void)state;
    struct stn_buf out = STN_BUF_INIT(10);
    struct stn_error err;

    write_file("ten", STN_STR("0123456789"));
    write_file("eleven", STN_STR("0123456789x"));
    assert_int_equal(stn_file_read(&out, "ten", &err), STN_OK);
    assert_string_equal(out.ptr, "0123456789");
    assert_int_equal(stn_file_read(&out, "ten", &err), STN_ELIMIT);
    assert_string_equal(err.message, "ten: over 10 bytes");
    assert_string_equal(out.ptr, "0123456789");
    stn_buf_clear(&out);
    assert_int_equal(stn_file_read(&out, "eleven", &err), STN_ELIMIT);
    assert_int_equal(out.len, 0);
    assert_int_equal(stn_file_read(&out, "/dev/zero", &err), STN_ELIMIT);
    stn_buf_dispose(&out);
}

static void a_new_file_is_its_owners_alone(void **state)
{
    (void)state;
    write_file("new", STN_STR("x"));
    assert_int_equal(mode_of("new"), S_IFREG | 0600);
    assert_int_equal(chmod("new", 0644), 0);
    write_file("new", STN_STR("y"));
    assert_int_equal(mode_of("new"), S_IFREG | 0644);
    assert_content("new", STN_STR("y"));
}

static void a_link_is_replaced_and_its_target_kept(void **state)
{
    (void)state;
    write_file("target", STN_STR("kept"));
    assert_int_equal(symlink("target", "link"), 0);
    write_file("link", STN_STR("x"));
    assert_true(S_ISREG(mode_of("link")));
    assert_content("target", STN_STR("kept"));
    assert_content("link", STN_STR("x"));
}

static void only_a_regular_file_is_replaced_for_good(void **state)
{
    struct stn_error err;

    (void)state;
    write_file("old", STN_STR("x"));
    assert_int_equal(chmod("old", 0640), 0);
    assert_int_equal(symlink("old", "link"), 0);
    assert_int_equal(stn_file_replace("./old", STN_STR("y"), &err), STN_OK);
    assert_int_equal(mode_of("old"), S_IFREG | 0640);
    assert_content("old", STN_STR("y"));
    assert_int_equal(stn_file_replace("link", STN_STR("z"), &err), STN_EUSAGE);
    assert_int_equal(stn_file_replace(".", STN_STR("z"), &err), STN_EUSAGE);
    assert_int_equal(stn_file_replace("none", STN_STR("z"), &err),
                     STN_ENOTFOUND);
    assert_content("old", STN_STR("y"));
    assert_int_equal(count_entries(), 2);
}

static void a_failed_write_leaves_all_as_it_was(void **state)
{
    (void)state;
    static char bytes[8192];
    struct rlimit before;
    struct stn_error err;

    write_file("old", STN_STR("old"));
    /* A file that may not grow stands for a disk that is full. */
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(
        setrlimit(RLIMIT_FSIZE, &(struct rlimit){4096, before.rlim_max}), 0);
    enum stn_status status =
        stn_file_write("old", (struct stn_str){bytes, sizeof(bytes)}, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_DFL);
    assert_int_equal(status, STN_EIO);
    assert_string_equal(err.message, "old: File too large");
    assert_content("old", STN_STR("old"));
    assert_int_equal(count_entries(), 1);
}

static void what_is_appended_comes_last(void **state)
{
    struct stn_error err;

    (void)state;
    write_file("a", STN_STR("one\n"));
    assert_int_equal(stn_file_append("a", STN_STR("two\n"), &err), STN_OK);
    assert_content("a", STN_STR("one\ntwo\n"));
    assert_int_equal(stn_file_append("none", STN_STR("x"), &err),
                     STN_ENOTFOUND);
    assert_int_equal(stn_file_append("/dev/full", STN_STR("x"), &err), STN_EIO);
}

static void a_full_device_is_told(void **state)
{
    (void)state;
    struct stn_error err;

    assert_int_equal(stn_file_write("/dev/full", STN_STR("x"), &err), STN_EIO);
    assert_string_equal(err.message, "/dev/full: No space left on device");
    assert_true(S_ISCHR(mode_of("/dev/full")));
    write_file("/dev/null", STN_STR("x"));
    assert_true(S_ISCHR(mode_of("/dev/null")));
}

static void our_own_output_is_not_replaced(void **state)
{
    (void)state;
    int output = dup(STDOUT_FILENO);
    int fd = open("log", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    struct stn_error err;

    assert_true(output >= 0 && fd >= 0);
    fflush(stdout);
    dup2(fd, STDOUT_FILENO);
    enum stn_status status =
        stn_file_write("/dev/stdout", STN_STR("one\n"), &err);
    ssize_t more = write(STDOUT_FILENO, "two\n", 4);
    dup2(output, STDOUT_FILENO);
    close(output);
    close(fd);
    assert_int_equal(status, STN_OK);
    assert_int_equal(more, 4);
    assert_content("log", STN_STR("one\ntwo\n"));
}

static void a_closed_pipe_is_told(void **state)
{
    (void)state;
    struct stn_error err;
    int ends[2];

    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    assert_int_equal(stn_fd_write(ends[1], "stdout", STN_STR("x"), &err),
                     STN_EIO);
    assert_string_equal(err.message, "stdout: the reader closed the pipe");
    close(ends[1]);
    assert_int_equal(stn_fd_write(ends[1], "stdout", STN_STR("x"), &err),
                     STN_EIO);
    assert_string_equal(err.message, "stdout: Bad file descriptor");
    assert_int_equal(stn_fd_write(ends[1], "stdout", STN_STR(""), &err),
                     STN_OK);
}

/* Reads slowly what comes through a pipe. Returns how many bytes came. */
static size_t drain_slowly(int fd)
{
    static char bytes[30000];
    size_t count = 0;
    ssize_t some;

    while ((some = read(fd, bytes, sizeof(bytes))) > 0) {
        count += (size_t)some;
        usleep(1000);
    }
    return count;
}

static void short_writes_are_carried_on(void **state)
{
    (void)state;
    static char bytes[1000000];
    struct stn_error err;
    int ends[2];

    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    pid_t reader = fork();
    if (reader == 0) {
        close(ends[1]);
        _exit(drain_slowly(ends[0]) == sizeof(bytes) ? 0 : 1);
    }
    close(ends[0]);
    /* Such a pipe takes some bytes and says no to more. */
    assert_int_equal(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
    assert_int_equal(stn_fd_write(ends[1], "pipe",
                                  (struct stn_str){bytes, sizeof(bytes)}, &err),
                     STN_OK);
    close(ends[1]);
    int status = -1;
    assert_int_equal(waitpid(reader, &status, 0), reader);
    assert_int_equal(status, 0);
}

static enum stn_status copy_file(void *payload)
{
    struct stn_buf out = STN_BUF_INIT(1 << 20);
    (void)payload;

    enum stn_status status = stn_file_read(&out, "from", NULL);
    if (status == STN_OK)
        status = stn_file_write("./to", stn_buf_str(&out), NULL);
    stn_buf_dispose(&out);
    return status;
}

static void no_memory_leaves_nothing(void **state)
{
    (void)state;
    write_file("from", STN_STR("x"));
    torture(copy_file, NULL);
    assert_content("to", STN_STR("x"));
    assert_int_equal(count_entries(), 2);
}

/* In a folder of its own. */
#define FILE_TEST(test)                                                        \
    cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FILE_TEST(what_was_written_is_read),
        FILE_TEST(read_appends_and_needs_no_size),
        FILE_TEST(what_is_not_there_is_named),
        FILE_TEST(the_ceiling_holds_to_the_byte),
        FILE_TEST(a_new_file_is_its_owners_alone),
        FILE_TEST(a_link_is_replaced_and_its_target_kept),
        FILE_TEST(only_a_regular_file_is_replaced_for_good),
        FILE_TEST(a_failed_write_leaves_all_as_it_was),
        FILE_TEST(what_is_appended_comes_last),
        FILE_TEST(a_full_device_is_told),
        FILE_TEST(our_own_output_is_not_replaced),
        FILE_TEST(a_closed_pipe_is_told),
        FILE_TEST(short_writes_are_carried_on),
        FILE_TEST(no_memory_leaves_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
