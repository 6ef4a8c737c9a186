#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/limits.h"
#include "cli/hook.h"

#define READ_BYTES ((size_t)64 << 10)
/* Of ids, by the repository's hash. */
#define SHA1_DIGITS 40
#define SHA256_DIGITS 64

void stn_hook_event_dispose(struct stn_hook_event *event)
{
    stn_buf_dispose(&event->input);
    stn_free(event->updates);
    stn_arena_dispose(&event->arena);
    *event = (struct stn_hook_event){.count = 0};
}

const char *stn_hook_env(const char *name)
{
    const char *value = getenv(name);

    return value != NULL && value[0] != '\0' ? value : NULL;
}

bool stn_hook_is_none(const char *id)
{
    return id[strspn(id, "0")] == '\0';
}

char *stn_hook_format(struct stn_hook_event *event, const char *format, ...)
{
    char words[2048];
    va_list args;

    va_start(args, format);
    int length = vsnprintf(words, sizeof(words), format, args);
    va_end(args);
    if (length < 0)
        return NULL;
    return stn_arena_strdup(&event->arena, stn_str_of(words));
}

static enum stn_status read_input(struct stn_buf *input, struct stn_error *err)
{
    stn_buf_init(input, STN_HOOK_BYTES_MAX);
    for (;;) {
        char *room = stn_buf_reserve(input, READ_BYTES);
        if (room == NULL)
            return input->status == STN_ELIMIT
                       ? stn_fail(err, STN_EUSAGE,
                                  "more refs at once than are looked at: push "
                                  "fewer of them")
                       : stn_fail_memory(err);
        ssize_t count = read(STDIN_FILENO, room, READ_BYTES);
        if (count == 0)
            return STN_OK;
        if (count > 0)
            stn_buf_added(input, (size_t)count);
        else if (errno != EINTR)
            return stn_fail(err, STN_EUSAGE, "standard input: %s",
                            strerror(errno));
    }
}

static bool is_id(const char *word)
{
    size_t length = 0;

    while (isxdigit((unsigned char)word[length]))
        length++;
    return word[length] == '\0' &&
           (length == SHA1_DIGITS || length == SHA256_DIGITS);
}

enum stn_status stn_hook_add(struct stn_hook_event *event,
                             const struct stn_hook_update *update,
                             struct stn_error *err)
{
    if (!is_id(update->before) || !is_id(update->after) ||
        update->ref[0] == '\0')
        return stn_fail(err, STN_EUSAGE,
                        "what git tells of ref %zu are no two ids and a name",
                        event->count + 1);
    struct stn_hook_update *updates = stn_grow(event->updates, &event->capacity,
                                               event->count, sizeof(*updates));
    if (updates == NULL)
        return stn_fail_memory(err);
    event->updates = updates;
    updates[event->count++] = *update;
    return STN_OK;
}

/* Split a line into words from its end. @return Whether it has that many. */
static bool split_line(char *line, const char **words, size_t count)
{
    for (size_t i = count; i-- > 1;) {
        char *space = strrchr(line, ' ');
        if (space == NULL)
            return false;
        *space = '\0';
        words[i] = space + 1;
    }
    words[0] = line;
    return line[0] != '\0';
}

static enum stn_status add_line(struct stn_hook_event *event, char *line,
                                size_t words, struct stn_error *err)
{
    const char *word[4];

    if (!split_line(line, word, words))
        return stn_fail(err, STN_EUSAGE,
                        "line %zu of standard input is not what git tells a "
                        "hook",
                        event->count + 1);
    return stn_hook_add(event,
                        words == 3
                            ? &(struct stn_hook_update){.before = word[0],
                                                        .after = word[1],
                                                        .ref = word[2]}
                            : &(struct stn_hook_update){.after = word[1],
                                                        .ref = word[2],
                                                        .before = word[3]},
                        err);
}

enum stn_status stn_hook_read_lines(struct stn_hook_event *event, size_t words,
                                    struct stn_error *err)
{
    enum stn_status status = read_input(&event->input, err);

    return status < 0 ? status : stn_hook_parse_lines(event, words, err);
}

enum stn_status stn_hook_parse_lines(struct stn_hook_event *event, size_t words,
                                     struct stn_error *err)
{
    char *line = event->input.ptr;
    char *end = line + event->input.len;
    enum stn_status status = STN_OK;

    if (strlen(line) < event->input.len)
        return stn_fail(err, STN_EUSAGE,
                        "standard input is not what git tells a hook");
    while (status >= 0 && line < end) {
        char *newline = memchr(line, '\n', (size_t)(end - line));
        if (newline != NULL)
            *newline = '\0';
        status = add_line(event, line, words, err);
        line = newline != NULL ? newline + 1 : end;
    }
    return status;
}

enum stn_status stn_hook_aim(struct stn_hook_event *event, const char *verb,
                             struct stn_error *err)
{
    size_t count = event->count;
    const char **ids =
        stn_arena_alloc(&event->arena, (2 * count + 1) * sizeof(*ids));

    if (ids == NULL)
        return stn_fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        ids[i] = event->updates[i].after;
        ids[count + i] = event->updates[i].before;
    }
    event->target.kind = STN_TARGET_PUSH;
    event->target.include = (struct stn_strings){ids, count};
    event->target.exclude = (struct stn_strings){ids + count, count};
    event->target.label =
        count == 1
            ? stn_hook_format(event, "%s to %s", verb, event->updates[0].ref)
            : stn_hook_format(event, "%s to %zu refs", verb, count);
    return event->target.label != NULL ? STN_OK : stn_fail_memory(err);
}
