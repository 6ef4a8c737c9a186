#include "cli/ci_fetch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/str.h"

extern char **environ;

/* The words of one call: git's own, ids and the end. */
#define WORDS_MAX 40
/* Of what git says the last bytes are kept: its reason comes last. */
#define WORDS_BYTES_MAX 4096

/*
 * Only what a fetch needs: a repository's own configuration says where origin
 * is and how to log in, and shall start nothing else.
 */
static const char *const fetch_words[] = {
    "git",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "maintenance.auto=false",
    "-c",
    "gc.auto=0",
    "-C",
};

static const char *const fetch_options[] = {
    "fetch",
    "--quiet",
    "--no-tags",
    "--no-recurse-submodules",
    "--no-write-fetch-head",
    "--no-filter",
};

struct words {
    const char *items[WORDS_MAX + 1];
    size_t count;
};

static void add_word(struct words *words, const char *word)
{
    if (words->count < WORDS_MAX)
        words->items[words->count++] = word;
}

static void begin_words(struct words *words, const char *repository)
{
    *words = (struct words){0};
    for (size_t i = 0; i < sizeof(fetch_words) / sizeof(fetch_words[0]); i++)
        add_word(words, fetch_words[i]);
    add_word(words, repository != NULL ? repository : ".");
    for (size_t i = 0; i < sizeof(fetch_options) / sizeof(fetch_options[0]);
         i++)
        add_word(words, fetch_options[i]);
}

/* What git said last, in a buffer that forgets its beginning. */
struct said {
    char bytes[WORDS_BYTES_MAX + 1];
    size_t length;
};

static void keep_said(struct said *said, const char *bytes, size_t count)
{
    if (count > WORDS_BYTES_MAX / 2) {
        bytes += count - WORDS_BYTES_MAX / 2;
        count = WORDS_BYTES_MAX / 2;
    }
    if (said->length + count > WORDS_BYTES_MAX) {
        size_t gone = said->length + count - WORDS_BYTES_MAX;
        memmove(said->bytes, said->bytes + gone, said->length - gone);
        said->length -= gone;
    }
    memcpy(said->bytes + said->length, bytes, count);
    said->length += count;
}

/* What went wrong in one line: the first that git calls fatal, else the last.
 * Nothing of an address that may hold a password. */
static struct stn_str reason_of(const struct said *said)
{
    struct stn_str text = stn_str_trim(
        (struct stn_str){said->bytes, strnlen(said->bytes, said->length)});
    struct stn_str line = {0};

    while (text.len > 0 && !stn_str_starts(line, STN_STR("fatal: "))) {
        size_t end = 0;
        while (end < text.len && text.ptr[end] != '\n')
            end++;
        line = stn_str_sub(text, 0, end);
        text = stn_str_sub(text, end + 1, text.len);
    }
    size_t at = stn_str_find(line, STN_STR("@"));
    size_t address = stn_str_find(line, STN_STR("://"));
    if (address < at && at < line.len)
        return stn_str_sub(line, 0, address);
    return line;
}

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Read what a child says until it ends or time is over.
 * @return Whether it ended by itself. */
static bool listen_to(int fd, struct said *said)
{
    const int64_t end = now_ms() + (int64_t)STN_FETCH_SECONDS_MAX * 1000;
    char bytes[1024];

    for (;;) {
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        int64_t left = end - now_ms();
        if (left <= 0)
            return false;
        int code = poll(&ready, 1, (int)left);
        if (code < 0 && errno == EINTR)
            continue;
        if (code <= 0)
            return false;
        ssize_t count = read(fd, bytes, sizeof(bytes));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return true;
        keep_said(said, bytes, (size_t)count);
    }
}

static int wait_for(pid_t child)
{
    int how = 0;

    while (waitpid(child, &how, 0) < 0 && errno == EINTR)
        ;
    return how;
}

/* Start git in a group of its own, so that its helpers end with it. */
static int start_git(pid_t *child, const int ends[2], const struct words *words)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int code = posix_spawn_file_actions_init(&actions);

    if (code != 0)
        return code;
    code = posix_spawnattr_init(&attributes);
    if (code != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return code;
    }
    code = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null",
                                            O_RDONLY, 0);
    if (code == 0)
        code =
            posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    if (code == 0)
        code =
            posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
    if (code == 0)
        code = posix_spawnattr_setpgroup(&attributes, 0);
    if (code == 0)
        code = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    if (code == 0)
        code = posix_spawnp(child, "git", &actions, &attributes,
                            (char *const *)(uintptr_t)words->items, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return code;
}

static enum stn_status run_git(const struct words *words, struct stn_error *err)
{
    struct said said = {.length = 0};
    pid_t child = 0;
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0)
        return stn_fail(err, STN_EIO, "git fetch: %m");
    int code = start_git(&child, ends, words);
    close(ends[1]);
    if (code != 0) {
        close(ends[0]);
        return stn_fail(err, STN_EIO, "git fetch: %s", strerror(code));
    }
    bool has_ended = listen_to(ends[0], &said);
    if (!has_ended)
        kill(-child, SIGKILL);
    int how = wait_for(child);
    close(ends[0]);
    if (!has_ended)
        return stn_fail(err, STN_ESTOPPED,
                        "git fetch took over %d seconds and was stopped",
                        STN_FETCH_SECONDS_MAX);
    if (WIFEXITED(how) && WEXITSTATUS(how) == 0)
        return STN_OK;
    struct stn_str why = reason_of(&said);
    return stn_fail(err, STN_EIO, "git fetch failed: %.*s", (int)why.len,
                    why.ptr);
}

static enum stn_status fetch_history(const struct stn_ci_lack *lack,
                                     struct stn_error *err)
{
    struct words words;

    begin_words(&words, lack->repository);
    add_word(&words, "--unshallow");
    add_word(&words, "origin");
    return run_git(&words, err);
}

static enum stn_status fetch_branch(const struct stn_ci_lack *lack,
                                    struct stn_error *err)
{
    char refspec[2 * STN_REVISION_BYTES_MAX + 64];
    struct words words;

    snprintf(refspec, sizeof(refspec), "+refs/heads/%s:refs/remotes/origin/%s",
             lack->branch, lack->branch);
    begin_words(&words, lack->repository);
    add_word(&words, "origin");
    add_word(&words, refspec);
    return run_git(&words, err);
}

/* One by one: of several, a server that does not have one sends none. */
static enum stn_status fetch_ids(const struct stn_ci_lack *lack,
                                 struct stn_error *err)
{
    enum stn_status first = STN_OK;
    struct stn_error why;

    for (size_t i = 0; i < lack->id_count; i++) {
        struct words words;
        begin_words(&words, lack->repository);
        add_word(&words, "origin");
        add_word(&words, lack->ids[i]);
        enum stn_status status = run_git(&words, &why);
        if (status < 0 && first >= 0) {
            first = status;
            *err = why;
        }
    }
    return first;
}

enum stn_status stn_ci_fetch(const struct stn_ci_lack *lack,
                             struct stn_error *err)
{
    enum stn_status status = STN_OK;

    setenv("GIT_TERMINAL_PROMPT", "0", 1);
    setenv("GIT_NO_LAZY_FETCH", "1", 1);
    setenv("LC_ALL", "C", 0);
    if (lack->is_shallow)
        status = fetch_history(lack, err);
    if (status >= 0 && lack->branch != NULL)
        status = fetch_branch(lack, err);
    if (status >= 0 && lack->id_count > 0)
        status = fetch_ids(lack, err);
    return status;
}
