#include "http/test_events.h"

#include "base/alloc.h"
#include "base/sha256.h"
#include "http/log.h"
#include "http/opening.h"

/* Tests that may run at once before the one silent for longest is forgotten:
 * more than the CPUs of any machine, and 1 MiB. */
#define TESTS_MAX 128
/* As much of a name as is shown. */
#define NAME_BYTES_MAX 200

struct test {
    uint64_t key; /* of package and test */
    uint64_t used;
    struct stn_http_log *log;
};

struct stn_http_test_events {
    struct stn_http_walk *walk;
    uint64_t package;
    char name[NAME_BYTES_MAX];
    size_t name_length;
    struct test tests[TESTS_MAX];
    size_t count;
    uint64_t clock;
};

enum stn_status stn_http_test_events_new(struct stn_http_test_events **out,
                                         struct stn_http_walk *walk,
                                         struct stn_error *err)
{
    struct stn_http_test_events *events = stn_calloc(1, sizeof(*events));

    if (events == NULL)
        return stn_fail_memory(err);
    events->walk = walk;
    *out = events;
    return STN_OK;
}

void stn_http_test_events_free(struct stn_http_test_events *events)
{
    if (events == NULL)
        return;
    for (size_t i = 0; i < events->count; i++)
        stn_http_log_free(events->tests[i].log);
    stn_free(events);
}

void stn_http_test_events_package(struct stn_http_test_events *events,
                                  struct stn_str name)
{
    events->package = stn_sha256_u64(name);
    events->name_length = 0;
}

void stn_http_test_events_test(struct stn_http_test_events *events,
                               struct stn_str name)
{
    name = stn_str_sub(name, 0, NAME_BYTES_MAX);
    if (name.len > 0)
        memcpy(events->name, name.ptr, name.len);
    events->name_length = name.len;
}

static struct stn_str name_of(const struct stn_http_test_events *events)
{
    return (struct stn_str){events->name, events->name_length};
}

/* The test with a key; else one to use for it: free, or silent for longest. */
static struct test *find_test(struct stn_http_test_events *events, uint64_t key)
{
    struct test *oldest = &events->tests[0];

    for (size_t i = 0; i < events->count; i++) {
        if (events->tests[i].key == key)
            return &events->tests[i];
        if (events->tests[i].used < oldest->used)
            oldest = &events->tests[i];
    }
    return events->count < TESTS_MAX ? &events->tests[events->count] : oldest;
}

/* The log of the test at hand. */
static enum stn_status find_log(struct stn_http_test_events *events,
                                struct stn_http_log **out,
                                struct stn_error *err)
{
    const uint64_t key = events->package ^ stn_sha256_u64(name_of(events));
    struct test *test = find_test(events, key);

    if (test->log == NULL || test->key != key) {
        struct stn_http_log *log;
        enum stn_status status = stn_http_log_new(&log, events->walk, err);
        if (status < 0)
            return status;
        if (test->log == NULL)
            events->count++;
        stn_http_log_free(test->log);
        *test = (struct test){.key = key, .log = log};
        stn_http_log_name_test(log, name_of(events));
    }
    test->used = ++events->clock;
    *out = test->log;
    return STN_OK;
}

enum stn_status stn_http_test_events_line(struct stn_http_test_events *events,
                                          struct stn_http_value line,
                                          struct stn_error *err)
{
    struct stn_http_log *log;
    struct stn_segment *segment;
    enum stn_status status = find_log(events, &log, err);

    if (status < 0)
        return status;
    status = stn_http_open(events->walk, line, &segment, err);
    if (status < 0)
        return status;
    status = stn_http_log_line(log, segment, err);
    stn_http_close(events->walk);
    return status;
}
