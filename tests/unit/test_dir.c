#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "sources/dir.h"

/* A folder of its own for each test, and the working folder while it runs. */
static char folder[] = "dir-test-XXXXXX";

static int enter(void **state)
{
    (void)state;
    memcpy(folder + strlen(folder) - 6, "XXXXXX", 6);
    return mkdtemp(folder) != NULL && chdir(folder) == 0 ? 0 : -1;
}

static int leave(void **state)
{
    char command[] = "rm";
    char flags[] = "-rf";
    char *const argv[] = {command, flags, folder, NULL};

    (void)state;
    if (chdir("..") != 0)
        return -1;
    pid_t child = fork();
    if (child == 0) {
        execvp(command, argv);
        _exit(127);
    }
    int status;
    return waitpid(child, &status, 0) == child ? status : -1;
}

static void write_bytes(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static void write_file(const char *path, const char *text)
{
    write_bytes(path, text, strlen(text));
}

/* What a scan of some paths by some workers, in turn, gave. */
struct seen {
    struct stn_findings skips;
    char paths[1 << 18]; /* each followed by a newline */
    size_t length;
    size_t texts;
};

static void see(struct seen *seen, const char *const *paths, size_t count,
                struct stn_source_options options)
{
    static const _Atomic(bool) never;
    struct stn_target target = {.kind = STN_TARGET_PATHS,
                                .paths = {paths, count}};
    struct stn_text text;
    struct stn_error err;
    void *state = NULL;
    void *worker = NULL;

    options.target = &target;
    options.stop = &never;
    if (options.max_text_bytes == 0)
        options.max_text_bytes = STN_TEXT_BYTES_MAX;
    *seen = (struct seen){0};
    assert_int_equal(stn_source_dir.open(&state, &options, &err), STN_OK);
    assert_int_equal(stn_source_dir.worker_open(&worker, state, &err), STN_OK);
    enum stn_status status;
    while ((status = stn_source_dir.next(worker, &text, &seen->skips, &err)) ==
           STN_OK) {
        seen->texts++;
        seen->length += (size_t)snprintf(
            seen->paths + seen->length, sizeof(seen->paths) - seen->length,
            "%.*s\n", (int)text.path.len, text.path.ptr);
    }
    assert_int_equal(status, STN_DONE);
    stn_source_dir.worker_close(worker);
    stn_source_dir.close(state);
}

static void see_here(struct seen *seen)
{
    static const char *const here[] = {"."};

    see(seen, here, 1, (struct stn_source_options){0});
}

static void files_below_are_named_from_the_folder(void **state)
{
    struct seen seen;

    (void)state;
    mkdir("a", 0755);
    mkdir("a/b", 0755);
    write_file("a/b/c.txt", "x");
    write_file("d.txt", "x");
    see_here(&seen);
    assert_int_equal(seen.texts, 2);
    assert_non_null(strstr(seen.paths, "a/b/c.txt\n"));
    assert_non_null(strstr(seen.paths, "d.txt\n"));

    static const char *const named[] = {"./a//", "d.txt"};
    stn_findings_dispose(&seen.skips);
    see(&seen, named, 2, (struct stn_source_options){0});
    assert_string_equal(seen.paths, "a/b/c.txt\nd.txt\n");
    stn_findings_dispose(&seen.skips);
}

static void git_folders_links_and_pipes_are_left_out(void **state)
{
    struct seen seen;

    (void)state;
    mkdir(".git", 0755);
    write_file(".git/config", "x");
    write_file("a", "x");
    assert_int_equal(symlink("a", "link"), 0);
    assert_int_equal(symlink(".", "loop"), 0);
    assert_int_equal(mkfifo("pipe", 0644), 0);
    see_here(&seen);
    assert_string_equal(seen.paths, "a\n");
    assert_int_equal(seen.skips.skipped[STN_SKIP_SYMLINK], 2);
    assert_int_equal(seen.skips.skipped[STN_SKIP_SPECIAL], 1);
    stn_findings_dispose(&seen.skips);
}

static void a_link_named_by_the_user_is_followed(void **state)
{
    static const char *const named[] = {"link"};
    struct seen seen;

    (void)state;
    write_file("a", "x");
    assert_int_equal(symlink("a", "link"), 0);
    see(&seen, named, 1, (struct stn_source_options){0});
    assert_string_equal(seen.paths, "link\n");
    stn_findings_dispose(&seen.skips);
}

static void a_path_that_is_not_there_is_the_callers_mistake(void **state)
{
    static const char *const named[] = {"no-such-file"};
    struct stn_target target = {.kind = STN_TARGET_PATHS, .paths = {named, 1}};
    struct stn_source_options options = {.target = &target};
    struct stn_error err;
    void *source = NULL;

    (void)state;
    assert_int_equal(stn_source_dir.open(&source, &options, &err), STN_EUSAGE);
    assert_null(source);
    assert_non_null(strstr(err.message, "no-such-file"));
}

static void more_entries_than_one_batch_are_all_given(void **state)
{
    struct seen seen;
    char name[64];

    (void)state;
    for (int i = 0; i < 3000; i++) {
        snprintf(name, sizeof(name), "a-rather-long-file-name-%05d", i);
        write_file(name, "");
    }
    see_here(&seen);
    assert_int_equal(seen.texts, 3000);
    stn_findings_dispose(&seen.skips);
}

static void paths_left_out_by_policy_are_counted(void **state)
{
    static const char *const here[] = {"."};
    static const char *const globs[] = {"vendor/**", "*.min.js"};
    struct seen seen;

    (void)state;
    mkdir("vendor", 0755);
    write_file("vendor/a", "x");
    write_file("b.min.js", "x");
    write_file("c.js", "x");
    see(&seen, here, 1, (struct stn_source_options){.paths_skip = {globs, 2}});
    assert_string_equal(seen.paths, "c.js\n");
    assert_int_equal(seen.skips.skipped[STN_SKIP_PATH], 2);
    stn_findings_dispose(&seen.skips);
}

static void a_file_over_the_users_limit_is_a_failure(void **state)
{
    static const char *const here[] = {"."};
    struct seen seen;

    (void)state;
    write_file("long", "0123456789");
    write_file("short", "01234");
    see(&seen, here, 1,
        (struct stn_source_options){.max_text_bytes = 5,
                                    .max_is_explicit = true});
    assert_string_equal(seen.paths, "short\n");
    assert_int_equal(seen.skips.skipped[STN_SKIP_TOO_LARGE], 1);
    stn_findings_dispose(&seen.skips);
}

static void a_long_binary_is_skipped_with_its_size(void **state)
{
    struct seen seen;
    size_t length = 2 * STN_WINDOW_BYTES;
    char *bytes = calloc(1, length);

    (void)state;
    assert_non_null(bytes);
    write_bytes("image", bytes, length);
    free(bytes);
    see_here(&seen);
    assert_int_equal(seen.texts, 0);
    assert_int_equal(seen.skips.skipped[STN_SKIP_BINARY], 1);
    assert_int_equal(seen.skips.skips[0].bytes, length);
    stn_findings_dispose(&seen.skips);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, enter, leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(files_below_are_named_from_the_folder),
        TEST(git_folders_links_and_pipes_are_left_out),
        TEST(a_link_named_by_the_user_is_followed),
        TEST(a_path_that_is_not_there_is_the_callers_mistake),
        TEST(more_entries_than_one_batch_are_all_given),
        TEST(paths_left_out_by_policy_are_counted),
        TEST(a_file_over_the_users_limit_is_a_failure),
        TEST(a_long_binary_is_skipped_with_its_size),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
