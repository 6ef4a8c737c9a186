#include "pipeline/go_worker.h"

#include "base/alloc.h"
#include "findings/line_hash.h"
#include "findings/veil.h"
#include "ruleset/rule_paths.h"

static void end_package(struct stn_go_worker *worker)
{
    for (size_t i = 0; worker->lines != NULL && i < worker->package->count; i++)
        stn_lines_free(worker->lines[i]);
    stn_go_secrets_end(&worker->secrets);
    stn_free(worker->texts);
    stn_free(worker->lines);
    worker->package = NULL;
    worker->texts = NULL;
    worker->lines = NULL;
}

void stn_go_worker_dispose(struct stn_go_worker *worker)
{
    end_package(worker);
    stn_go_scan_free(worker->scan);
    stn_go_secrets_dispose(&worker->secrets);
    stn_free(worker->hits);
    *worker = (struct stn_go_worker){.scanner = NULL};
}

static enum stn_status begin_package(struct stn_go_worker *worker,
                                     const struct stn_package *package,
                                     struct stn_error *err)
{
    const struct stn_scanner *scanner = worker->scanner;
    const struct stn_go_scan_options options = {
        .active = scanner->checks,
        .go_minor = scanner->options.go_minor,
    };

    worker->package = package;
    worker->texts = stn_calloc(package->count, sizeof(*worker->texts));
    worker->lines = stn_calloc(package->count, sizeof(struct stn_lines *));
    if (worker->texts == NULL || worker->lines == NULL)
        return stn_fail_memory(err);
    enum stn_status status =
        stn_go_secrets_begin(&worker->secrets, scanner, package, err);
    if (status >= 0 && worker->scan == NULL)
        status = stn_go_scan_new(&worker->scan, &options, err);
    return status;
}

static enum stn_status note_gap(const struct stn_package *package,
                                const struct stn_go_gap *gap,
                                struct stn_findings *found,
                                struct stn_error *err)
{
    const struct stn_package_file *file = &package->files[gap->file];

    return stn_findings_skip(
        found,
        &(struct stn_skip){
            .reason = gap->is_all ? STN_SKIP_UNCHECKED : STN_SKIP_UNPARSED,
            .file = file->path,
            .commit = file->commit,
            .detail = stn_str_of(gap->detail),
            .bytes = file->bytes.len,
        },
        err);
}

/* The lines of a file, indexed when they are first asked for. */
static enum stn_status lines_of(struct stn_go_worker *worker, uint32_t file,
                                struct stn_error *err)
{
    if (worker->lines[file] != NULL)
        return STN_OK;
    const struct stn_package_file *from = &worker->package->files[file];
    worker->texts[file] = (struct stn_text){
        .path = from->path,
        .bytes = from->bytes,
        .touched = from->touched,
        .touched_count = from->touched_count,
        .is_all_touched = from->is_all_touched,
    };
    return stn_lines_new(&worker->lines[file], &worker->texts[file], err);
}

/* An empty span, where lines were taken away, touches what it stands in or
 * beside. */
static bool meets(struct stn_span touched, struct stn_span span)
{
    if (touched.start == touched.end)
        return span.start <= touched.start && touched.start <= span.end;
    return stn_span_touches(touched, span);
}

static bool is_touched(const struct stn_package_file *file,
                       struct stn_span span)
{
    for (size_t i = 0; i < file->touched_count; i++)
        if (meets(file->touched[i], span))
            return true;
    return false;
}

/* Whether a change took lines away from a function. */
static bool is_cut(const struct stn_package_file *file, struct stn_span scope)
{
    for (size_t i = 0; i < file->touched_count; i++)
        if (file->touched[i].start == file->touched[i].end &&
            meets(file->touched[i], scope))
            return true;
    return false;
}

/* Whether a hit was there before the change: neither its statement nor what it
 * is tied to was touched, and nothing went that may have kept it away. */
static bool is_old(const struct stn_package_file *file,
                   const struct stn_go_hit *hit)
{
    if (file->is_all_touched || is_touched(file, hit->span) ||
        is_cut(file, hit->scope))
        return false;
    for (size_t i = 0; i < hit->tie_count; i++)
        if (is_touched(file, hit->ties[i]))
            return false;
    return true;
}

/*
 * How bad a hit is. The configuration ranks the rule; what a check knows to be
 * better than the rule says stays so.
 */
static enum stn_severity rank(const struct stn_scanner *scanner, uint32_t rule,
                              const struct stn_go_hit *hit)
{
    const enum stn_severity own = scanner->ruleset.rules[rule].info.severity;
    const enum stn_severity wanted = scanner->severities[rule];

    if (wanted == STN_SEVERITY_DEFAULT)
        return hit->severity;
    if (hit->severity != STN_SEVERITY_DEFAULT && hit->severity < own &&
        hit->severity < wanted)
        return hit->severity;
    return wanted;
}

static struct stn_code_hit convert(const struct stn_go_worker *worker,
                                   const struct stn_go_hit *hit, uint32_t rule)
{
    const struct stn_package_file *files = worker->package->files;
    struct stn_code_hit code = {
        .rule = &worker->scanner->ruleset.rules[rule].info,
        .severity = rank(worker->scanner, rule, hit),
        .span = hit->span,
        .function = hit->function,
        .evidence_count = hit->evidence_count,
        .related_count = hit->related_count,
        .fix_title = hit->edit_count > 0 ? hit->fix_title : NULL,
        .edit_count = hit->edit_count,
        .is_old = is_old(&files[hit->file], hit),
    };

    _Static_assert(STN_GO_RELATED_MAX <= STN_RELATED_MAX, "all fit");
    _Static_assert(STN_GO_EDITS_MAX <= STN_FIX_EDITS_MAX, "all fit");
    for (size_t i = 0; i < hit->evidence_count; i++)
        code.evidence[i] = hit->evidence[i];
    for (size_t i = 0; i < hit->related_count; i++)
        code.related[i] = (struct stn_code_place){
            .path = files[hit->related[i].file].path,
            .lines = worker->lines[hit->related[i].file],
            .span = hit->related[i].span,
            .what = hit->related[i].what,
        };
    for (size_t i = 0; i < hit->edit_count; i++)
        code.edits[i] =
            (struct stn_code_edit){hit->edits[i].span, hit->edits[i].text};
    return code;
}

/* Add a hit once for each rule that is its check. */
static enum stn_status add_hit(struct stn_go_worker *worker,
                               const struct stn_go_hit *hit,
                               struct stn_error *err)
{
    const struct stn_scanner *scanner = worker->scanner;
    const struct stn_ruleset *ruleset = &scanner->ruleset;
    struct stn_str path = worker->package->files[hit->file].path;

    for (size_t i = 0; i < hit->related_count; i++) {
        enum stn_status status = lines_of(worker, hit->related[i].file, err);
        if (status < 0)
            return status;
    }
    for (uint32_t r = ruleset->pattern_count; r < ruleset->count; r++) {
        const struct stn_rule *rule = &ruleset->rules[r];
        if (!scanner->active[r] || strcmp(rule->check, hit->check->name) != 0 ||
            !stn_rule_covers(rule, path))
            continue;
        struct stn_code_hit *hits =
            stn_grow(worker->hits, &worker->hit_capacity, worker->hit_count,
                     sizeof(*hits));
        if (hits == NULL)
            return stn_fail_memory(err);
        worker->hits = hits;
        hits[worker->hit_count++] = convert(worker, hit, r);
    }
    return STN_OK;
}

/* A reason given in line is written by hand, beside whatever stands there. */
static enum stn_status hide_reasons(struct stn_findings *found, size_t from,
                                    const struct stn_go_secret_list *words,
                                    struct stn_error *err)
{
    struct stn_veil veil = {0};
    enum stn_status status =
        stn_veil_init(&veil, words->items, words->count, err);

    for (size_t i = from; i < found->count && status >= 0; i++) {
        struct stn_finding *finding = &found->items[i];
        if (finding->status != STN_ALLOWED)
            continue;
        status = stn_veil_cover_words(&veil, finding->reason, err);
        if (veil.covered_count > 0)
            finding->reason =
                STN_STR("in line; the reason given holds a secret");
    }
    stn_veil_dispose(&veil);
    return status;
}

/* Turn the hits of one file into findings. */
static enum stn_status add_findings(struct stn_go_worker *worker, uint32_t file,
                                    struct stn_findings *found,
                                    struct stn_error *err)
{
    const struct stn_package_file *source = &worker->package->files[file];
    const struct stn_text *text = &worker->texts[file];
    const struct stn_go_secret_list *secrets = NULL;
    const struct stn_go_secret_list *words = NULL;
    const size_t from = found->count;
    enum stn_status status;

    status = stn_go_secrets_of(&worker->secrets, file, &secrets, err);
    if (status >= 0)
        status = stn_go_secrets_words(&worker->secrets, &words, err);
    if (status < 0)
        return status;
    const struct stn_code_text code = {
        .text = text,
        .lines = worker->lines[file],
        .secrets = secrets->items,
        .secret_count = secrets->count,
        .words = words->items,
        .word_count = words->count,
        .commit = source->commit,
        .author = source->author,
        .date = source->date,
        .order = source->order,
    };
    status = stn_findings_add_code(found, &code, worker->hits,
                                   worker->hit_count, err);
    if (status >= 0)
        status = stn_policy_judge_text(worker->scanner->policy, found, from,
                                       text, worker->lines[file], err);
    if (status >= 0 && worker->scanner->options.line_hashes)
        status = stn_line_hash_findings(found, from, text, secrets->items,
                                        secrets->count, err);
    return status < 0 ? status : hide_reasons(found, from, words, err);
}

/* The hits of one file: those from `first` on. @return Their number. */
static enum stn_status add_file(struct stn_go_worker *worker,
                                const struct stn_go_scanned *scanned,
                                size_t first, size_t *count,
                                struct stn_findings *found,
                                struct stn_error *err)
{
    const uint32_t file = scanned->hits[first].file;
    enum stn_status status = lines_of(worker, file, err);

    *count = 0;
    worker->hit_count = 0;
    while (status >= 0 && first + *count < scanned->count &&
           scanned->hits[first + *count].file == file) {
        status = add_hit(worker, &scanned->hits[first + *count], err);
        (*count)++;
    }
    if (status < 0 || worker->hit_count == 0)
        return status;
    return add_findings(worker, file, found, err);
}

enum stn_status stn_go_worker_scan(struct stn_go_worker *worker,
                                   const struct stn_package *package,
                                   struct stn_findings *found,
                                   struct stn_error *err)
{
    struct stn_go_scanned scanned = {.count = 0};
    enum stn_status status = begin_package(worker, package, err);

    if (status >= 0)
        status = stn_go_scan_package(worker->scan, package, &scanned, err);
    for (size_t i = 0; status >= 0 && i < scanned.gap_count; i++)
        status = note_gap(package, &scanned.gaps[i], found, err);
    for (size_t i = 0; status >= 0 && i < scanned.count;) {
        size_t count;
        status = add_file(worker, &scanned, i, &count, found, err);
        i += count;
    }
    if (status >= 0)
        found->packages++;
    end_package(worker);
    return status;
}
