#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "pipeline/clean.h"
#include "pipeline/known.h"
#include "pipeline/options_digest.h"
#include "pipeline/part.h"
#include "pipeline/place.h"
#include "pipeline/self_check.h"

#define PROGRESS_NANOSECONDS 100000000L

/* One run, shared by its threads. */
struct run {
    const struct stn_scanner *scanner;
    const struct stn_source *source;
    struct stn_source_options options;
    void *state;
    _Atomic(bool) stop;
    atomic_bool is_late; /* the deadline passed, or the caller said stop */
    atomic_uint_fast64_t texts, bytes, findings; /* for the progress */
    struct stn_error cache_note; /* what is wrong with the cache; or empty */
    struct timespec start;
    int64_t started; /* Unix time */
    pthread_mutex_t lock;
    pthread_cond_t ended;
    uint32_t running;
};

struct runner {
    struct run *run;
    struct stn_worker worker;
    pthread_t thread;
    bool is_first;
    bool is_started;
    enum stn_status status;
    struct stn_error err;
};

static double seconds_since(const struct timespec *start)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) +
           (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

/* Whether to end early; said once for all threads. */
static bool must_stop(struct run *run)
{
    const struct stn_options *options = &run->scanner->options;

    if (atomic_load_explicit(&run->stop, memory_order_relaxed))
        return true;
    bool is_told = options->stop != NULL &&
                   atomic_load_explicit(options->stop, memory_order_relaxed);
    if (!is_told && (options->deadline_seconds <= 0 ||
                     seconds_since(&run->start) < options->deadline_seconds))
        return false;
    atomic_store(&run->is_late, true);
    atomic_store(&run->stop, true);
    return true;
}

static bool is_over(void *payload)
{
    return must_stop(payload);
}

static enum stn_status scan_texts(struct runner *runner, void *handle)
{
    struct run *run = runner->run;
    struct stn_worker *worker = &runner->worker;
    struct stn_text text;
    enum stn_status status;

    for (;;) {
        if (must_stop(run))
            return STN_OK;
        status = run->source->next(handle, &text, &worker->found, &runner->err);
        if (status != STN_OK)
            return status == STN_DONE ? STN_OK : status;
        size_t bytes = text.bytes.len;
        size_t before = worker->found.count;
        status =
            stn_worker_scan(worker, &text, run->source, handle, &runner->err);
        if (status < 0)
            return status;
        if (run->scanner->options.progress == NULL)
            continue;
        atomic_fetch_add_explicit(&run->texts, 1, memory_order_relaxed);
        atomic_fetch_add_explicit(&run->bytes, bytes, memory_order_relaxed);
        if (worker->found.count > before)
            atomic_fetch_add_explicit(&run->findings,
                                      worker->found.count - before,
                                      memory_order_relaxed);
    }
}

/* What only shows in files that are read together, texts being done. */
static enum stn_status scan_packages(struct runner *runner, void *handle)
{
    struct run *run = runner->run;
    struct stn_worker *worker = &runner->worker;
    struct stn_package package;
    enum stn_status status = STN_OK;

    if (!run->options.wants_packages || run->source->next_package == NULL)
        return STN_OK;
    while (status >= 0 && !must_stop(run)) {
        status = run->source->next_package(handle, &package, &worker->found,
                                           &runner->err);
        if (status == STN_DONE)
            return STN_OK;
        if (status >= 0)
            status = stn_go_worker_scan(&worker->go, &package, &worker->found,
                                        &runner->err);
    }
    return status;
}

static void *run_worker(void *payload)
{
    struct runner *runner = payload;
    struct run *run = runner->run;
    void *handle = NULL;

    runner->status =
        run->source->worker_open(&handle, run->state, &runner->err);
    if (runner->status >= 0)
        runner->status =
            stn_worker_init(&runner->worker, run->scanner, &runner->err);
    runner->worker.wants_clean = run->options.cache != NULL;
    if (runner->status >= 0 && runner->is_first)
        runner->status =
            stn_self_check(&runner->worker, run->source, handle, &runner->err);
    if (runner->status >= 0)
        runner->status = scan_texts(runner, handle);
    if (runner->status >= 0)
        runner->status = scan_packages(runner, handle);
    if (runner->status < 0)
        atomic_store(&run->stop, true);
    run->source->worker_close(handle);

    pthread_mutex_lock(&run->lock);
    run->running--;
    pthread_cond_signal(&run->ended);
    pthread_mutex_unlock(&run->lock);
    return NULL;
}

static void show_progress(struct run *run)
{
    const struct stn_options *options = &run->scanner->options;
    struct timespec until;

    pthread_mutex_lock(&run->lock);
    while (run->running > 0) {
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += PROGRESS_NANOSECONDS;
        if (until.tv_nsec >= 1000000000L) {
            until.tv_nsec -= 1000000000L;
            until.tv_sec++;
        }
        if (pthread_cond_timedwait(&run->ended, &run->lock, &until) !=
            ETIMEDOUT)
            continue;
        struct stn_progress progress = {
            .texts = atomic_load(&run->texts),
            .bytes = atomic_load(&run->bytes),
            .findings = atomic_load(&run->findings),
        };
        options->progress(options->progress_payload, &progress);
    }
    pthread_mutex_unlock(&run->lock);
}

/* Start the threads, wait for them, and give the first failure. The calling
 * thread is a worker itself unless it has progress to show. */
static enum stn_status run_workers(struct run *run, struct runner *runners,
                                   uint32_t jobs, struct stn_error *err)
{
    bool shows = run->scanner->options.progress != NULL;
    enum stn_status status = STN_OK;

    run->running = jobs;
    for (uint32_t i = 0; i < jobs; i++) {
        runners[i].run = run;
        runners[i].is_first = i == 0;
    }
    for (uint32_t i = shows ? 0 : 1; i < jobs; i++) {
        if (pthread_create(&runners[i].thread, NULL, run_worker, &runners[i]) ==
            0) {
            runners[i].is_started = true;
        } else {
            pthread_mutex_lock(&run->lock);
            run->running--;
            pthread_mutex_unlock(&run->lock);
        }
    }
    /* Too few threads only make it slower; none at all is made good here. */
    if (!shows || !runners[0].is_started) {
        if (shows) {
            pthread_mutex_lock(&run->lock);
            run->running++;
            pthread_mutex_unlock(&run->lock);
        }
        run_worker(&runners[0]);
    } else {
        show_progress(run);
    }
    for (uint32_t i = 0; i < jobs; i++) {
        if (runners[i].is_started)
            pthread_join(runners[i].thread, NULL);
        if (runners[i].status < 0 && status == STN_OK) {
            status = runners[i].status;
            if (err != NULL)
                *err = runners[i].err;
        }
    }
    return status;
}

static enum stn_status join_workers(struct run *run, struct runner *runners,
                                    uint32_t jobs, struct stn_report *report,
                                    struct stn_error *err)
{
    const struct stn_scanner *scanner = run->scanner;

    for (uint32_t i = 0; i < jobs; i++) {
        if (runners[i].worker.scratch == NULL)
            continue;
        enum stn_status status =
            stn_findings_join(&report->found, &runners[i].worker.found, err);
        if (status < 0)
            return status;
        if (scanner->costs == NULL)
            continue;
        const struct stn_rule_cost *costs =
            stn_scratch_costs(runners[i].worker.scratch);
        for (uint32_t r = 0; r < scanner->patterns.count; r++) {
            scanner->costs[r].hits += costs[r].hits;
            scanner->costs[r].guarded += costs[r].guarded;
            scanner->costs[r].calls += costs[r].calls;
            scanner->costs[r].matches += costs[r].matches;
            scanner->costs[r].nanoseconds += costs[r].nanoseconds;
        }
    }
    if (!atomic_load(&run->is_late))
        return STN_OK;
    bool is_told =
        scanner->options.stop != NULL && atomic_load(scanner->options.stop);
    struct stn_skip late = {
        .reason = STN_SKIP_STOPPED,
        .is_shared = true,
        .detail = STN_STR("interrupted: the rest was not scanned"),
    };
    if (!is_told)
        late.detail = STN_STR("the deadline passed: the rest was not scanned; "
                              "raise --deadline");
    if (!is_told && scanner->options.allow_late)
        late.reason = STN_SKIP_LATE;
    return stn_findings_skip(&report->found, &late, err);
}

static enum stn_status describe(struct run *run, struct stn_report *report,
                                struct stn_error *err)
{
    struct stn_buf what = STN_BUF_INIT(4096);
    struct stn_part_mark mark;
    enum stn_status status;

    stn_part_mark(&mark, &report->found);
    status = run->source->finish(run->state, &report->found, &report->commits,
                                 &what, err);
    if (status >= 0) {
        report->what =
            stn_arena_strdup(&report->found.arena, stn_buf_str(&what));
        if (report->what == NULL)
            status = stn_fail_memory(err);
    }
    stn_buf_dispose(&what);
    if (status >= 0 && stn_shard_is_part(run->options.shard))
        status = stn_part_describe(report, &mark, run->scanner, run->source,
                                   &run->options, run->state, err);
    return status;
}

static const char *mode_of(const struct stn_target *target,
                           const struct stn_options *options)
{
    if (target->kind != STN_TARGET_PATHS && target->kind != STN_TARGET_BYTES)
        return "git";
    return options->logs ? "logs" : "scan";
}

static enum stn_status make_report(struct run *run, struct stn_report *report,
                                   struct stn_error *err)
{
    const struct stn_scanner *scanner = run->scanner;
    const struct stn_options *options = &scanner->options;
    enum stn_status status;

    status = stn_place_findings(report, scanner, run->source, &run->options,
                                run->state, err);
    if (status < 0)
        return status;
    status = describe(run, report, err);
    if (status < 0)
        return status;
    if (scanner->baseline != NULL || scanner->proposed != NULL) {
        struct stn_known known = {scanner, run->source, &run->options,
                                  run->state};
        /* Before the ceilings: what is known must not take the place of what
         * counts. */
        stn_findings_unite(&report->found);
        status = stn_known_judge(&known, report, err);
        if (status < 0)
            return status;
    }
    /* What a part leaves out could be what the whole would list. */
    report->dropped =
        stn_shard_is_part(run->options.shard)
            ? stn_findings_settle(&report->found, 0, 0)
            : stn_findings_settle(&report->found, options->max_per_rule,
                                  options->max_same);
    report->fail_at =
        options->fail_at != STN_SEVERITY_DEFAULT ? options->fail_at : STN_HIGH;
    report->rule_count = scanner->active_count;
    stn_digest_write(report->ruleset, scanner->ruleset.digest);
    if (scanner->baseline != NULL)
        status =
            stn_baseline_notes(scanner->baseline, options->now, report, err);
    if (status >= 0)
        status = stn_policy_notes(scanner->policy, report, err);
    if (status >= 0 && run->cache_note.message[0] != '\0')
        status =
            stn_report_note(report, stn_str_of(run->cache_note.message), err);
    if (status < 0)
        return status;
    stn_gate_decide(report);
    report->mode = mode_of(run->options.target, options);
    report->started = run->started;
    report->ended = (int64_t)time(NULL);
    report->seconds = seconds_since(&run->start);
    return STN_OK;
}

static uint32_t pick_jobs(const struct stn_options *options)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    uint32_t jobs = options->jobs;

    if (jobs == 0)
        jobs = cores > 0 ? (uint32_t)cores : 1;
    return jobs < STN_JOBS_MAX ? jobs : STN_JOBS_MAX;
}

/* Remember what is clean, unless what found it so is not to be trusted. */
static void remember_clean(struct run *run, struct runner *runners,
                           uint32_t jobs, const struct stn_report *report)
{
    if (run->options.cache == NULL ||
        report->found.skipped[STN_SKIP_SELF_CHECK] > 0)
        return;
    for (uint32_t i = 0; i < jobs; i++)
        stn_cache_put(run->options.cache, runners[i].worker.clean.items,
                      runners[i].worker.clean.count);
}

/* The whole of a run, its state opened. */
static enum stn_status run_all(struct run *run, struct stn_report **out,
                               struct stn_error *err)
{
    uint32_t jobs = run->options.jobs;
    struct stn_report *report = stn_calloc(1, sizeof(*report));
    struct runner *runners = stn_calloc(jobs, sizeof(*runners));
    enum stn_status status;

    if (report == NULL || runners == NULL) {
        status = stn_fail_memory(err);
        goto done;
    }
    status = run_workers(run, runners, jobs, err);
    if (status >= 0)
        status = join_workers(run, runners, jobs, report, err);
    if (status >= 0)
        remember_clean(run, runners, jobs, report);
    if (status >= 0)
        status = make_report(run, report, err);
    if (status < 0)
        goto done;
    *out = report;
    report = NULL;
done:
    for (uint32_t i = 0; runners != NULL && i < jobs; i++)
        stn_worker_dispose(&runners[i].worker);
    stn_free(runners);
    stn_report_free(report);
    return status;
}

enum stn_status stn_scan(const struct stn_scanner *scanner,
                         const struct stn_target *target,
                         struct stn_report **out, struct stn_error *err)
{
    const struct stn_source *source = stn_source_find(target);
    const struct stn_options *options = &scanner->options;
    struct run run = {
        .scanner = scanner,
        .source = source,
        .options =
            {
                .target = target,
                .max_text_bytes = options->max_text_bytes > 0
                                      ? options->max_text_bytes
                                      : STN_TEXT_BYTES_MAX,
                .max_is_explicit = options->max_text_bytes > 0,
                .paths_skip = options->paths_skip,
                .wants_packages = scanner->has_checks,
                .is_untrusted = options->is_untrusted,
                .jobs = pick_jobs(options),
                .shard = {options->shard, options->shard_count},
            },
    };
    struct stn_cache *cache = NULL;
    enum stn_status status;

    if (source == NULL)
        return stn_fail(err, STN_EUSAGE, "nothing scans such a target");
    if (options->shard > options->shard_count ||
        (options->shard == 0) != (options->shard_count == 0))
        return stn_fail(err, STN_EUSAGE, "there is no part %u of %u",
                        (unsigned)options->shard,
                        (unsigned)options->shard_count);
    run.options.stop = &run.stop;
    run.options.is_over = is_over;
    run.options.payload = &run;
    clock_gettime(CLOCK_MONOTONIC, &run.start);
    run.started = (int64_t)time(NULL);
    pthread_mutex_init(&run.lock, NULL);
    pthread_cond_init(&run.ended, NULL);
    status = stn_clean_open(&cache, scanner, target, &run.cache_note, err);
    run.options.cache = cache;
    if (status >= 0)
        status = source->open(&run.state, &run.options, err);
    if (status >= 0) {
        status = run_all(&run, out, err);
        source->close(run.state);
    }
    stn_cache_close(cache);
    pthread_cond_destroy(&run.ended);
    pthread_mutex_destroy(&run.lock);
    return status;
}

enum stn_status stn_scan_bytes(const struct stn_scanner *scanner,
                               const char *name, const void *bytes,
                               size_t length, struct stn_report **out,
                               struct stn_error *err)
{
    struct stn_target target = {
        .kind = STN_TARGET_BYTES,
        .name = name,
        .bytes = bytes,
        .length = length,
    };

    return stn_scan(scanner, &target, out, err);
}
