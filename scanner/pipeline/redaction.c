/**
 * @file
 * A text without its secrets: scan it, replace what is found, scan again, until
 * nothing is. What is found only then is what another finding hid.
 */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "http/zip.h"
#include "pipeline/redact_found.h"
#include "pipeline/rewrite.h"

struct stn_redaction {
    struct stn_arena arena;
    struct stn_buf bytes;
    struct stn_replaced *items;
    size_t count;
    unsigned warnings;
    const char *detail;
};

/** A place, until its line is known. */
struct replaced {
    size_t offset; /* of the text as it was at first */
    size_t stand_in;
    struct stn_str location;
};

/** One call. */
struct job {
    const struct stn_scanner *scanner;
    struct stn_redact_options options;
    struct stn_str name;
    struct stn_worker worker;
    struct stn_trail trail;
    struct stn_stand_ins stand_ins;
    struct stn_edits rounds[STN_REDACT_ROUNDS_MAX]; /* in the text's bytes */
    size_t round;
    struct replaced *replaced;
    size_t count, capacity;
    bool has_new_length;
    struct stn_redaction *out;
};

/* --- Replacing it --- */

/* Where a byte of this round's text stood at first. */
static size_t first_offset(const struct job *job, size_t offset)
{
    for (size_t i = job->round; i > 0; i--)
        offset = stn_edits_before(&job->rounds[i - 1], offset);
    return offset;
}

static bool add_replaced(struct job *job, size_t offset, size_t stand_in,
                         struct stn_str location)
{
    struct replaced *items =
        stn_grow(job->replaced, &job->capacity, job->count, sizeof(*items));

    if (items == NULL)
        return false;
    job->replaced = items;
    items[job->count] = (struct replaced){.offset = first_offset(job, offset),
                                          .stand_in = stand_in};
    return stn_arena_copy(&job->out->arena, &items[job->count++].location,
                          location);
}

/* Whether a place is one by which recorders tell requests apart. */
static bool tells_request(struct stn_str location)
{
    static const char *const parts[] = {"uri", "url", "body", "path",
                                        "postData"};
    const size_t request = stn_str_find_nocase(location, STN_STR("request"));
    const struct stn_str rest = stn_str_sub(
        location, request == SIZE_MAX ? location.len : request, location.len);

    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
        if (stn_str_find(rest, stn_str_of(parts[i])) != SIZE_MAX)
            return true;
    return false;
}

static enum stn_status replace_one(struct job *job, struct stn_rewrite *rewrite,
                                   const struct stn_hit *hit,
                                   struct stn_error *err)
{
    const size_t stand_in =
        stn_stand_in_of(&job->stand_ins, stn_str_of(hit->rule->id), hit->value);
    bool is_done = false;

    if (stand_in == SIZE_MAX)
        return stn_fail_memory(err);
    enum stn_status status =
        stn_rewrite_replace(rewrite, hit->trail, stand_in, &is_done, err);
    if (status < 0 || !is_done)
        return status;
    if (tells_request(hit->location))
        job->out->warnings |= STN_REDACT_REQUESTS;
    if (!add_replaced(job, hit->secret.start, stand_in, hit->location))
        return stn_fail_memory(err);
    return STN_OK;
}

/* Every value that was found so far is looked for everywhere. */
static enum stn_status finish(struct job *job, struct stn_rewrite *rewrite,
                              struct stn_error *err)
{
    struct stn_repeats repeats = {0};
    enum stn_status status = STN_OK;

    for (size_t i = 0; i < job->stand_ins.count && status >= 0; i++)
        if (!stn_repeats_add(&repeats, job->stand_ins.items[i].value, i))
            status = stn_fail_memory(err);
    if (status >= 0 && !stn_repeats_seal(&repeats))
        status = stn_fail_memory(err);
    if (status >= 0)
        status = stn_rewrite_finish(rewrite, &repeats, err);
    stn_repeats_dispose(&repeats);
    return status;
}

static enum stn_status replace_all(struct job *job,
                                   const struct stn_redact_found *found,
                                   struct stn_rewrite *rewrite,
                                   struct stn_error *err)
{
    enum stn_status status = STN_OK;

    for (size_t i = 0; i < found->count && status >= 0; i++)
        if (found->verdicts[i] == STN_REDACT_TARGET)
            status = replace_one(job, rewrite, &found->hits[i], err);
    for (size_t i = 0; i < found->count && status >= 0; i++)
        if (found->verdicts[i] == STN_REDACT_ALLOWED &&
            !stn_rewrite_keep(rewrite, found->hits[i].trail))
            status = stn_fail_memory(err);
    if (status >= 0)
        status = finish(job, rewrite, err);
    for (size_t i = 0; i < rewrite->repeat_count && status >= 0; i++) {
        const struct stn_rewrite_repeat *repeat = &rewrite->repeats[i];
        struct stn_span at = {repeat->offset, repeat->offset + 1};
        if (found->root.origin != NULL)
            at = found->root.origin(&found->root, at);
        if (!add_replaced(job, at.start, repeat->stand_in, STN_STR("")))
            status = stn_fail_memory(err);
    }
    return status;
}

/* Stand-ins are ASCII: each byte is one unit of UTF-16. */
static bool widen(struct stn_arena *arena, struct stn_str *text,
                  enum stn_text_class class)
{
    char *wide = stn_arena_alloc(arena, 2 * text->len + 1);

    if (wide == NULL)
        return false;
    for (size_t i = 0; i < text->len; i++)
        wide[2 * i + (class == STN_TEXT_UTF16BE)] = text->ptr[i];
    *text = (struct stn_str){wide, 2 * text->len};
    return true;
}

/* The edits of a text's bytes from those of its transcoded ones. */
static enum stn_status settle_edits(struct stn_rewrite *rewrite,
                                    const struct stn_redact_found *found,
                                    struct stn_edits *out,
                                    struct stn_error *err)
{
    const struct stn_edits *edits = &rewrite->edits[0];

    stn_edits_begin(out, found->text.bytes.len);
    for (size_t i = 0; i < edits->count; i++) {
        struct stn_edit edit = edits->items[i];
        if (found->root.origin != NULL) {
            edit.span = found->root.origin(&found->root, edit.span);
            if (!widen(&rewrite->arena, &edit.with, found->class))
                return stn_fail_memory(err);
        }
        if (!stn_edits_add(out, edit))
            return stn_fail_memory(err);
    }
    return STN_OK;
}

static enum stn_status make_edits(struct job *job, struct stn_rewrite *rewrite,
                                  const struct stn_redact_found *found,
                                  struct stn_error *err)
{
    struct stn_edits *edits = &job->rounds[job->round];
    struct stn_buf made = STN_BUF_INIT(job->out->bytes.ceiling);
    enum stn_status status = settle_edits(rewrite, found, edits, err);

    if (status >= 0 && edits->count == 0)
        status = stn_fail(err, STN_EINPUT,
                          "a secret stands where it cannot be replaced");
    if (status >= 0) {
        stn_edits_make(edits, found->text.bytes, &made);
        status = stn_buf_status(&made, err);
    }
    if (status < 0) {
        stn_buf_dispose(&made);
        return status;
    }
    stn_buf_dispose(&job->out->bytes);
    job->out->bytes = made;
    return STN_OK;
}

/* Say in which line it is that cannot be replaced. */
static enum stn_status name_line(const struct stn_redact_found *found,
                                 const struct stn_rewrite *rewrite,
                                 struct stn_error *err)
{
    struct stn_span at = {rewrite->failed_at, rewrite->failed_at + 1};
    struct stn_lines *lines = NULL;

    if (err == NULL)
        return STN_EINPUT;
    const struct stn_error why = *err;
    enum stn_status status = stn_lines_new(&lines, &found->text, err);
    if (status < 0)
        return status;
    if (found->root.origin != NULL)
        at = found->root.origin(&found->root, at);
    const struct stn_pos line = stn_lines_locate(lines, at.start);
    stn_lines_free(lines);
    return stn_fail(err, STN_EINPUT, "line %u: %s", line.line, why.message);
}

/* Replace what one scan finds. @return STN_DONE: nothing is found. */
static enum stn_status run_round(struct job *job, struct stn_error *err)
{
    struct stn_rewrite rewrite = {0};
    struct stn_redact_found found = {0};
    enum stn_status status = stn_redact_find(&found, &job->worker, job->name,
                                             stn_buf_str(&job->out->bytes),
                                             job->options.min_severity, err);

    if (found.is_binary)
        job->out->warnings |= STN_REDACT_BINARY;
    if (status >= 0 && found.targets == 0)
        status = STN_DONE;
    else if (status >= 0 && job->round == STN_REDACT_ROUNDS_MAX)
        status = stn_fail(err, STN_EINPUT,
                          "something is still found after %d rounds",
                          STN_REDACT_ROUNDS_MAX);
    else if (status >= 0 && stn_http_zip.sniff(found.text.bytes, false))
        status = stn_fail(err, STN_EINPUT,
                          "a secret stands in an archive: unpack it, redact "
                          "what is in it, and pack it again");
    if (status != STN_OK)
        goto done;
    status = stn_rewrite_begin(&rewrite, &job->trail, &job->stand_ins,
                               job->options.same_length, err);
    if (status >= 0)
        status = replace_all(job, &found, &rewrite, err);
    if (status == STN_EINPUT)
        status = name_line(&found, &rewrite, err);
    if (status >= 0)
        status = make_edits(job, &rewrite, &found, err);
    job->has_new_length |= rewrite.has_new_length;
    job->round++;
done:
    stn_rewrite_dispose(&rewrite);
    stn_redact_found_dispose(&found);
    return status;
}

/* --- The result --- */

static int compare_replaced(const void *left, const void *right)
{
    const struct replaced *a = left;
    const struct replaced *b = right;

    if (a->offset != b->offset)
        return a->offset < b->offset ? -1 : 1;
    return (a->stand_in > b->stand_in) - (a->stand_in < b->stand_in);
}

/* Find the lines of what was replaced, in the text as it was. */
static enum stn_status list_replaced(struct job *job,
                                     const struct stn_text *text,
                                     struct stn_error *err)
{
    struct stn_redaction *out = job->out;
    struct stn_lines *lines = NULL;
    enum stn_status status = stn_lines_new(&lines, text, err);

    if (status < 0 || job->count == 0)
        goto done;
    qsort(job->replaced, job->count, sizeof(*job->replaced), compare_replaced);
    out->items = stn_arena_array(&out->arena, job->count, sizeof(*out->items));
    if (out->items == NULL)
        status = stn_fail_memory(err);
    for (size_t i = 0; i < job->count && status >= 0; i++) {
        const struct replaced *from = &job->replaced[i];
        const struct stn_pos at = stn_lines_locate(lines, from->offset);
        struct stn_replaced *item = &out->items[out->count++];
        item->line = at.line;
        item->column = at.column;
        item->location = stn_arena_strdup(&out->arena, from->location);
        item->stand_in = stn_arena_strdup(
            &out->arena, job->stand_ins.items[from->stand_in].text);
        if (item->location == NULL || item->stand_in == NULL)
            status = stn_fail_memory(err);
    }
done:
    stn_lines_free(lines);
    return status;
}

/* What could not be looked into, if anything. */
static enum stn_status note_losses(struct job *job, struct stn_error *err)
{
    const struct stn_findings *found = &job->worker.found;

    for (size_t i = 0; i < found->skip_count; i++) {
        if (!stn_skip_is_failure(found->skips[i].reason))
            continue;
        job->out->warnings |= STN_REDACT_PARTLY;
        job->out->detail =
            stn_arena_strdup(&job->out->arena, found->skips[i].detail);
        return job->out->detail == NULL ? stn_fail_memory(err) : STN_OK;
    }
    return STN_OK;
}

static bool tells_lengths(struct stn_str bytes)
{
    return stn_str_find_nocase(bytes, STN_STR("content-length")) != SIZE_MAX ||
           stn_str_find_nocase(bytes, STN_STR("bodySize")) != SIZE_MAX;
}

static enum stn_status run_job(struct job *job, const struct stn_text *text,
                               struct stn_error *err)
{
    enum stn_status status = stn_worker_init(&job->worker, job->scanner, err);

    if (status < 0)
        return status;
    job->worker.capture.gather.trail = &job->trail;
    stn_stand_ins_skip(&job->stand_ins, text->bytes);
    stn_buf_append(&job->out->bytes, text->bytes);
    status = stn_buf_status(&job->out->bytes, err);
    while (status == STN_OK)
        status = run_round(job, err);
    if (status >= 0)
        status = list_replaced(job, text, err);
    if (status >= 0)
        status = note_losses(job, err);
    if (job->has_new_length && tells_lengths(text->bytes))
        job->out->warnings |= STN_REDACT_LENGTHS;
    return status;
}

static void dispose_job(struct job *job)
{
    stn_worker_dispose(&job->worker);
    stn_trail_dispose(&job->trail);
    stn_stand_ins_dispose(&job->stand_ins);
    for (size_t i = 0; i < STN_REDACT_ROUNDS_MAX; i++)
        stn_edits_dispose(&job->rounds[i]);
    stn_free(job->replaced);
    stn_redaction_free(job->out);
}

enum stn_status stn_redact_bytes(const struct stn_scanner *scanner,
                                 const char *name, const void *bytes,
                                 size_t length,
                                 const struct stn_redact_options *options,
                                 struct stn_redaction **out,
                                 struct stn_error *err)
{
    const struct stn_text text = {.path = stn_str_of(name),
                                  .bytes = {bytes, length}};
    struct job job = {.scanner = scanner, .name = text.path};

    if (options != NULL)
        job.options = *options;
    if (job.options.min_severity == STN_SEVERITY_DEFAULT)
        job.options.min_severity = STN_LOW;
    job.out = stn_calloc(1, sizeof(*job.out));
    if (job.out == NULL)
        return stn_fail_memory(err);
    stn_buf_init(&job.out->bytes, length + STN_REDACT_BYTES_MAX);
    job.out->detail = "";
    enum stn_status status = run_job(&job, &text, err);
    if (status >= 0) {
        *out = job.out;
        job.out = NULL; /* the caller's now */
        status = STN_OK;
    }
    dispose_job(&job);
    return status;
}

const void *stn_redaction_bytes(const struct stn_redaction *redaction,
                                size_t *length)
{
    *length = redaction->bytes.len;
    return redaction->bytes.ptr;
}

size_t stn_redaction_count(const struct stn_redaction *redaction)
{
    return redaction->count;
}

const struct stn_replaced *
stn_redaction_at(const struct stn_redaction *redaction, size_t index)
{
    return &redaction->items[index];
}

unsigned stn_redaction_warnings(const struct stn_redaction *redaction)
{
    return redaction->warnings;
}

const char *stn_redaction_detail(const struct stn_redaction *redaction)
{
    return redaction->detail;
}

void stn_redaction_free(struct stn_redaction *redaction)
{
    if (redaction == NULL)
        return;
    stn_arena_dispose(&redaction->arena);
    stn_buf_dispose(&redaction->bytes);
    stn_free(redaction);
}
