#include "reports/hook.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "reports/names.h"
#include "reports/reporter.h"
#include "reports/safe.h"

/* git puts "remote: " before each line, and terminals have 80 columns. */
#define COLUMNS_MAX ((size_t)72)
/* Findings, and texts that were not looked at, that are listed. */
#define FINDINGS_LISTED_MAX 20
#define SKIPS_LISTED_MAX 5
#define NOTES_LISTED_MAX 5
/* Rules whose advice is given. */
#define ADVISED_MAX 3
#define COMMIT_DIGITS 12
#define CUT "..."

/* One report being written. */
struct hook_writer {
    struct stn_buf *out;
    const struct stn_report *report;
    const char *prefix;
    /* What blocks, or of which something is told. */
    const struct stn_finding *oldest; /* that a commit brought */
    size_t secrets, leaks, places;
    bool is_by_commit; /* places are commits, not files */
};

/* How many bytes of some words go on one line, and where the next begins. */
static size_t cut_line(struct stn_str words, size_t columns, size_t *next)
{
    size_t end = stn_utf8_offset(words, columns);

    *next = end;
    if (end == words.len)
        return end;
    const char *space = memrchr(words.ptr, ' ', end + 1);
    if (space != NULL && space > words.ptr) {
        end = (size_t)(space - words.ptr);
        *next = end + 1;
    }
    return end;
}

void stn_hook_words(struct stn_buf *out, const char *prefix, const char *lead,
                    struct stn_str words)
{
    const char *colon = strchr(lead, ':');
    struct stn_str start = stn_str_of(lead);
    struct stn_buf safe = STN_BUF_INIT(STN_ERROR_BYTES * 8);

    stn_safe_append(&safe, words);
    if (safe.status == STN_ENOMEM)
        out->status = STN_ENOMEM;
    struct stn_str rest = stn_buf_str(&safe);
    while (rest.len > 0 && out->status == STN_OK) {
        size_t next;
        size_t end =
            cut_line(rest, COLUMNS_MAX - strlen(prefix) - start.len, &next);
        stn_buf_puts(out, prefix);
        stn_buf_append(out, start);
        stn_buf_append(out, stn_str_sub(rest, 0, end));
        stn_buf_putc(out, '\n');
        rest = stn_str_sub(rest, next, rest.len);
        if (colon != NULL)
            start = stn_str_sub(start, 0, (size_t)(colon - lead) + 2);
    }
    stn_buf_dispose(&safe);
}

static void put_words(struct hook_writer *writer, const char *lead,
                      const char *words)
{
    stn_hook_words(writer->out, writer->prefix, lead, stn_str_of(words));
}

static bool blocks(const struct stn_report *report,
                   const struct stn_finding *finding)
{
    return finding->status == STN_NEW && finding->severity >= report->fail_at;
}

/* What findings are told apart by, when it is counted where they are. */
static struct stn_str place_of(const struct hook_writer *writer,
                               const struct stn_finding *finding)
{
    return writer->is_by_commit ? finding->commit : finding->file;
}

static int compare_strs(const void *a, const void *b)
{
    return stn_str_compare(*(const struct stn_str *)a,
                           *(const struct stn_str *)b);
}

static void count_places(struct hook_writer *writer)
{
    const struct stn_findings *found = &writer->report->found;
    struct stn_str *places = stn_calloc(found->count, sizeof(*places));
    size_t count = 0;

    if (places == NULL) {
        writer->out->status = STN_ENOMEM;
        return;
    }
    for (size_t i = 0; i < found->count; i++)
        if (blocks(writer->report, &found->items[i]))
            places[count++] = place_of(writer, &found->items[i]);
    if (count > 1)
        qsort(places, count, sizeof(*places), compare_strs);
    for (size_t i = 0; i < count; i++)
        writer->places += places[i].len > 0 &&
                          (i == 0 || !stn_str_equal(places[i], places[i - 1]));
    stn_free(places);
}

static void count_findings(struct hook_writer *writer)
{
    const struct stn_findings *found = &writer->report->found;

    for (size_t i = 0; i < found->count; i++) {
        const struct stn_finding *finding = &found->items[i];
        if (!blocks(writer->report, finding))
            continue;
        if (finding->rule->category == STN_CATEGORY_GO)
            writer->leaks++;
        else
            writer->secrets++;
        if (finding->commit.len == 0)
            continue;
        writer->is_by_commit = true;
        if (writer->oldest == NULL || finding->order < writer->oldest->order)
            writer->oldest = finding;
    }
    count_places(writer);
}

static void put_count(struct stn_buf *out, size_t count, const char *one,
                      const char *many)
{
    stn_safe_append_count(out, count);
    stn_buf_printf(out, " %s", count == 1 ? one : many);
}

/* "error: stanch: 2 secrets and 1 leak in Go code, in 1 commit" */
static void put_headline(struct hook_writer *writer)
{
    struct stn_buf words = STN_BUF_INIT(256);

    if (writer->secrets > 0)
        put_count(&words, writer->secrets, "secret", "secrets");
    if (writer->secrets > 0 && writer->leaks > 0)
        stn_buf_puts(&words, " and ");
    if (writer->leaks > 0)
        put_count(&words, writer->leaks, "mistake in Go code",
                  "mistakes in Go code");
    if (writer->places > 0) {
        stn_buf_puts(&words, writer->leaks > 0 ? ", in " : " in ");
        if (writer->is_by_commit)
            put_count(&words, writer->places, "commit", "commits");
        else
            put_count(&words, writer->places, "file", "files");
    }
    put_words(writer, "error: stanch: ", words.ptr);
    stn_buf_dispose(&words);
}

/* The end of a line that is too long, as it stands on a line of its own. */
static void put_tail(struct stn_buf *out, struct stn_str line, size_t columns)
{
    size_t count = stn_utf8_count(line);

    if (count > columns) {
        stn_buf_puts(out, CUT);
        line = stn_str_sub(line,
                           stn_utf8_offset(line, count - columns + strlen(CUT)),
                           line.len);
    }
    stn_buf_append(out, line);
}

/* "  path:line  rule  AKIA..."; the rule goes below a long path. */
static void put_finding(struct hook_writer *writer,
                        const struct stn_finding *finding)
{
    const size_t columns = COLUMNS_MAX - strlen(writer->prefix) - 2;
    struct stn_buf place = STN_BUF_INIT(STN_MIB);
    struct stn_buf rule = STN_BUF_INIT(STN_KIB);

    stn_safe_append(&place,
                    finding->file.len > 0 ? finding->file : STN_STR("-"));
    stn_buf_printf(&place, ":%" PRIu32, finding->start.line);
    stn_safe_append(&rule, stn_str_of(finding->rule->id));
    if (finding->preview.len > 0) {
        stn_buf_puts(&rule, "  ");
        stn_safe_append(&rule, finding->preview);
    }
    bool fits = stn_utf8_count(stn_buf_str(&place)) + 2 +
                    stn_utf8_count(stn_buf_str(&rule)) <=
                columns;
    stn_buf_printf(writer->out, "%s  ", writer->prefix);
    put_tail(writer->out, stn_buf_str(&place), columns);
    if (!fits)
        stn_buf_printf(writer->out, "\n%s  ", writer->prefix);
    stn_buf_puts(writer->out, "  ");
    put_tail(writer->out, stn_buf_str(&rule), columns - 2);
    stn_buf_putc(writer->out, '\n');
    if (place.status == STN_ENOMEM || rule.status == STN_ENOMEM)
        writer->out->status = STN_ENOMEM;
    stn_buf_dispose(&place);
    stn_buf_dispose(&rule);
}

static void put_findings(struct hook_writer *writer)
{
    const struct stn_findings *found = &writer->report->found;
    size_t listed = 0;

    for (size_t i = 0; i < found->count && listed < FINDINGS_LISTED_MAX; i++) {
        if (!blocks(writer->report, &found->items[i]))
            continue;
        put_finding(writer, &found->items[i]);
        listed++;
    }
    if (writer->report->blocking > listed)
        stn_buf_printf(writer->out, "%s  and %zu more\n", writer->prefix,
                       writer->report->blocking - listed);
}

/* What the first few rules say to do. */
static void put_advice(struct hook_writer *writer)
{
    const struct stn_findings *found = &writer->report->found;
    const struct stn_rule_info *advised[ADVISED_MAX];
    size_t count = 0;

    for (size_t i = 0; i < found->count && count < ADVISED_MAX; i++) {
        const struct stn_rule_info *rule = found->items[i].rule;
        bool is_told = rule->advice == NULL || rule->advice[0] == '\0';
        for (size_t k = 0; k < count; k++)
            is_told = is_told || advised[k] == rule;
        if (is_told || !blocks(writer->report, &found->items[i]))
            continue;
        advised[count++] = rule;
        put_words(writer, "hint: ", rule->advice);
    }
}

/* How to take it out again. */
static void put_remedy(struct hook_writer *writer)
{
    char words[160];

    put_advice(writer);
    if (!writer->is_by_commit) {
        put_words(writer, "hint: ",
                  writer->secrets > 0
                      ? "Then take it out of the file, and git add it again."
                      : "Then git add it again.");
        return;
    }
    if (writer->secrets > 0)
        put_words(
            writer, "hint: ",
            "A push may have been seen on its way, so do that first. Then "
            "take it out of every commit, the oldest first:");
    else
        put_words(writer, "hint: ", "Mend it in the commit that brought it:");
    snprintf(words, sizeof(words), "git rebase -i %.*s^",
             (int)(writer->oldest->commit.len < COMMIT_DIGITS
                       ? writer->oldest->commit.len
                       : COMMIT_DIGITS),
             writer->oldest->commit.ptr);
    put_words(writer, "hint:     ", words);
}

/* What to do about each kind of failure. */
static void put_remedies(struct hook_writer *writer)
{
    for (size_t i = 0; i <= STN_SKIP_NOTHING; i++)
        if (stn_skip_is_failure((enum stn_skip_reason)i) &&
            writer->report->found.skipped[i] > 0)
            put_words(writer,
                      "hint: ", stn_skip_remedy((enum stn_skip_reason)i));
}

/* What could not be looked at, and what to do about it. */
static void put_skips(struct hook_writer *writer)
{
    const struct stn_findings *found = &writer->report->found;
    size_t listed = 0;
    size_t failures = 0;

    put_words(writer, "error: stanch: ", "not all of it could be looked at");
    for (size_t i = 0; i <= STN_SKIP_NOTHING; i++)
        if (stn_skip_is_failure((enum stn_skip_reason)i))
            failures += found->skipped[i];
    for (size_t i = 0; i < found->skip_count && listed < SKIPS_LISTED_MAX;
         i++) {
        const struct stn_skip *skip = &found->skips[i];
        struct stn_buf words = STN_BUF_INIT(STN_ERROR_BYTES);
        if (!stn_skip_is_failure(skip->reason))
            continue;
        listed++;
        stn_buf_append(&words, stn_str_sub(skip->file, 0, 200));
        stn_buf_puts(&words, skip->file.len > 0 ? ": " : "");
        stn_buf_append(&words, skip->detail.len > 0
                                   ? stn_str_sub(skip->detail, 0, 600)
                                   : stn_str_of(stn_skip_name(skip->reason)));
        stn_hook_words(writer->out, writer->prefix, "  ", stn_buf_str(&words));
        stn_buf_dispose(&words);
    }
    if (failures > listed)
        stn_buf_printf(writer->out, "%s  and %zu more\n", writer->prefix,
                       failures - listed);
    put_remedies(writer);
}

/* What did not count. */
static void put_besides(struct hook_writer *writer)
{
    const struct stn_report *report = writer->report;
    struct stn_buf words = STN_BUF_INIT(256);
    size_t below = report->found.count - report->suppressed - report->blocking;

    if (report->suppressed > 0) {
        put_count(&words, report->suppressed, "finding is", "findings are");
        stn_buf_puts(&words, " allowed or known");
    }
    if (below > 0) {
        stn_buf_puts(&words, report->suppressed > 0 ? ", " : "");
        put_count(&words, below, "is", "are");
        stn_buf_printf(&words, " below %s", stn_severity_name(report->fail_at));
    }
    if (words.len > 0)
        put_words(writer, "hint: ", words.ptr);
    stn_buf_dispose(&words);
    for (size_t i = 0; i < report->change_notes && i < NOTES_LISTED_MAX; i++)
        put_words(writer, "hint: ", report->notes[i]);
}

static enum stn_status write_lines(struct stn_buf *out,
                                   const struct stn_report *report,
                                   const char *prefix, struct stn_error *err)
{
    struct hook_writer writer = {out, report, prefix, NULL, 0, 0, 0, false};
    const size_t start = out->len;

    stn_buf_putc(out, '\n');
    if (report->found.skipped[STN_SKIP_LATE] > 0)
        put_words(&writer, "warning: stanch: ",
                  "out of time: the rest was let in without a look");
    if (report->verdict == STN_FINDINGS) {
        count_findings(&writer);
        put_headline(&writer);
        put_findings(&writer);
        put_remedy(&writer);
    } else if (report->verdict == STN_INCOMPLETE) {
        put_skips(&writer);
    }
    put_besides(&writer);
    /* Who has done nothing wrong is not told so with every push. */
    if (out->len == start + 1)
        stn_buf_truncate(out, start);
    else
        stn_buf_putc(out, '\n');
    return stn_buf_status(out, err);
}

static enum stn_status write_hook(struct stn_buf *out,
                                  const struct stn_report *report,
                                  const struct stn_reporter_options *options,
                                  struct stn_error *err)
{
    (void)options;
    return write_lines(out, report, "", err);
}

static enum stn_status write_gitlab(struct stn_buf *out,
                                    const struct stn_report *report,
                                    const struct stn_reporter_options *options,
                                    struct stn_error *err)
{
    (void)options;
    return write_lines(out, report, STN_HOOK_GITLAB_PREFIX, err);
}

const struct stn_reporter stn_reporter_hook = {
    .name = "hook",
    .summary = "what a git hook tells who pushes",
    .write = write_hook,
};

const struct stn_reporter stn_reporter_hook_gitlab = {
    .name = "hook-gitlab",
    .summary = "the same, so that GitLab shows it",
    .write = write_gitlab,
};
