#include "cli/baseline_audit.h"

#include <stdio.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "cli/output.h"
#include "reports/safe.h"
#include "reports/text_parts.h"

#define LINE_BYTES 1024
#define NO_ENTRY SIZE_MAX

/* Something to decide: a finding, or an entry that nothing is found for. */
struct item {
    const struct stn_finding *finding; /* NULL: there is none */
    size_t entry;                      /* in the set, or NO_ENTRY */
};

struct audit {
    struct stn_baseline_set *set;
    const struct stn_run *run;
    struct item *items;
    size_t count;
    size_t decided;
    char line[LINE_BYTES]; /* the last answer */
};

enum turn { TURN_NEXT, TURN_BACK, TURN_AGAIN, TURN_QUIT };

bool stn_audit_can_ask(void)
{
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

static struct stn_baseline_entry *entry_of(const struct audit *audit,
                                           const struct item *item)
{
    if (item->entry == NO_ENTRY || audit->set->items[item->entry].is_dropped)
        return NULL;
    return &audit->set->items[item->entry].entry;
}

static bool is_expired(const struct audit *audit,
                       const struct stn_baseline_entry *entry)
{
    return stn_baseline_is_expired(entry, audit->run->scanner->options.now);
}

/* Print words from outside. */
static void say(struct stn_str words)
{
    struct stn_buf text = STN_BUF_INIT(STN_MIB);

    stn_safe_append(&text, words);
    fwrite(text.ptr, 1, text.len, stdout);
    stn_buf_dispose(&text);
}

static void say_day(int64_t until)
{
    struct stn_buf text = STN_BUF_INIT(64);

    stn_baseline_append_day(&text, until);
    fputs(text.ptr, stdout);
    stn_buf_dispose(&text);
}

/* Read a line into audit->line, without its break and blanks. false: no more
 * comes. A line that is too long is as good as none. */
static bool read_line(struct audit *audit)
{
    size_t length = 0;
    int byte;

    fflush(stdout);
    while ((byte = getc(stdin)) != EOF && byte != '\n')
        if (length < LINE_BYTES - 1)
            audit->line[length++] = (char)byte;
    if (byte == EOF && length == 0) {
        putchar('\n');
        return false;
    }
    struct stn_str line = {audit->line, length};
    line = length == LINE_BYTES - 1 ? (struct stn_str){audit->line, 0}
                                    : stn_str_trim(line);
    memmove(audit->line, line.ptr, line.len);
    audit->line[line.len] = '\0';
    return true;
}

static enum stn_status list_items(struct audit *audit, struct stn_error *err)
{
    const struct stn_report *report = audit->run->report;
    const struct stn_baseline *baseline = audit->set->baseline;
    const size_t entries = baseline != NULL ? baseline->count : 0;
    size_t room;

    if (!stn_add(&room, report->found.count, entries))
        return stn_fail_memory(err);
    audit->items = stn_calloc(room, sizeof(*audit->items));
    if (audit->items == NULL)
        return stn_fail_memory(err);
    for (size_t i = 0; i < report->found.count; i++) {
        const struct stn_finding *finding = &report->found.items[i];
        struct item item = {finding, NO_ENTRY};
        if (finding->entry != 0)
            item.entry = finding->entry - (size_t)1;
        const struct stn_baseline_entry *entry = entry_of(audit, &item);
        bool is_open = finding->status == STN_NEW;
        if (finding->status == STN_KNOWN && entry != NULL)
            is_open = entry->reason.len == 0 || audit->set->settings->every;
        if (is_open)
            audit->items[audit->count++] = item;
    }
    for (size_t i = 0; i < entries; i++)
        if (report->entries[i] == STN_ENTRY_UNUSED)
            audit->items[audit->count++] = (struct item){NULL, i};
    return STN_OK;
}

static void show_entry(const struct audit *audit,
                       const struct stn_baseline_entry *entry)
{
    if (entry->owner.len > 0) {
        fputs("    owner: ", stdout);
        say(entry->owner);
        putchar('\n');
    }
    if (entry->until != 0) {
        fputs(is_expired(audit, entry) ? "    counted until "
                                       : "    counts until ",
              stdout);
        say_day(entry->until);
        putchar('\n');
    }
}

static void show_unused(const struct audit *audit,
                        const struct stn_baseline_entry *entry)
{
    printf("%s:%u: entry matches nothing\n    ", audit->set->baseline->name,
           (unsigned)entry->row);
    say(entry->path);
    fputs("  ", stdout);
    say(entry->rule);
    putchar('\n');
    if (entry->reason.len > 0) {
        fputs("    because: ", stdout);
        say(entry->reason);
        putchar('\n');
    }
    show_entry(audit, entry);
    putchar('\n');
}

static void show_item(const struct audit *audit, size_t index)
{
    const struct item *item = &audit->items[index];
    const struct stn_baseline_entry *entry = entry_of(audit, item);
    struct stn_buf text = STN_BUF_INIT(STN_MIB);
    const struct stn_reporter_options options = {
        .color = stn_output_has_color(audit->set->settings, STDOUT_FILENO),
    };
    struct stn_text_writer writer = {&text, audit->run->report, &options};

    printf("\n[%zu of %zu] ", index + 1, audit->count);
    if (item->finding != NULL) {
        /* What has been decided since shows. */
        struct stn_finding finding = *item->finding;
        if (entry != NULL && !is_expired(audit, entry)) {
            finding.status = STN_KNOWN;
            finding.reason = entry->reason;
            finding.owner = (struct stn_str){0};
        }
        stn_text_finding(&writer, &finding);
        fwrite(text.ptr, 1, text.len, stdout);
        if (entry != NULL)
            show_entry(audit, entry);
    } else if (entry != NULL) {
        show_unused(audit, entry);
    } else {
        puts("dropped\n");
    }
    stn_buf_dispose(&text);
}

/* Whether words hold what any rule takes for a secret: it would be written. */
static bool holds_secret(const struct audit *audit, struct stn_str words)
{
    struct stn_report *report = NULL;
    struct stn_error err;

    if (stn_scan_bytes(audit->run->scanner, "reason", words.ptr, words.len,
                       &report, &err) < 0)
        return true;
    size_t count = stn_report_count(report);
    stn_report_free(report);
    return count > 0;
}

/*
 * Ask for words. An empty answer keeps what was, "-" takes it away.
 *
 * @return TURN_NEXT; TURN_AGAIN if it cannot be; TURN_QUIT.
 */
static enum turn ask_words(struct audit *audit, const char *question,
                           struct stn_str *words)
{
    fputs(question, stdout);
    if (words->len > 0) {
        fputs(" [", stdout);
        say(*words);
        putchar(']');
    }
    fputs(": ", stdout);
    if (!read_line(audit))
        return TURN_QUIT;
    struct stn_str answer = stn_str_of(audit->line);
    if (answer.len == 0)
        return TURN_NEXT;
    if (stn_str_equal(answer, STN_STR("-"))) {
        *words = (struct stn_str){0};
        return TURN_NEXT;
    }
    if (!stn_baseline_is_sayable(answer)) {
        printf("That is too long, or not plain text: at most %d bytes.\n",
               STN_REASON_BYTES_MAX);
        return TURN_AGAIN;
    }
    if (holds_secret(audit, answer)) {
        puts("That seems to hold a secret, and it would be written down.");
        return TURN_AGAIN;
    }
    return stn_arena_copy(&audit->set->arena, words, answer) ? TURN_NEXT
                                                             : TURN_QUIT;
}

static enum turn ask_day(struct audit *audit, int64_t *until)
{
    fputs("until which day, as in 2027-01-31, or for ever", stdout);
    if (*until != 0) {
        fputs(" [", stdout);
        say_day(*until);
        putchar(']');
    }
    fputs(": ", stdout);
    if (!read_line(audit))
        return TURN_QUIT;
    if (audit->line[0] == '\0')
        return TURN_NEXT;
    if (strcmp(audit->line, "-") == 0) {
        *until = 0;
        return TURN_NEXT;
    }
    if (stn_baseline_read_day(until, stn_str_of(audit->line)))
        return TURN_NEXT;
    puts("That is no day; write it as in 2027-01-31, or '-' for ever.");
    return TURN_AGAIN;
}

/* "rotated: on Monday" */
static bool name_reason(struct audit *audit, struct stn_str *reason,
                        const char *verdict)
{
    struct stn_buf text = STN_BUF_INIT(STN_REASON_BYTES_MAX);

    stn_buf_printf(&text, "%s%s", verdict, reason->len > 0 ? ": " : "");
    stn_buf_append(&text, *reason);
    bool is_good =
        text.status >= 0 &&
        stn_arena_copy(&audit->set->arena, reason, stn_buf_str(&text));
    stn_buf_dispose(&text);
    return is_good;
}

/* Ask what belongs to an answer, into `entry`.
 * @param verdict  NULL: the reason is the person's own. */
static enum turn ask_rest(struct audit *audit, struct stn_baseline_entry *entry,
                          const char *verdict)
{
    struct stn_str words = {0};
    enum turn turn;

    if (verdict == NULL) {
        turn = ask_words(audit, "why", &entry->reason);
        if (turn == TURN_NEXT && entry->reason.len == 0) {
            puts("A reason is needed.");
            turn = TURN_AGAIN;
        }
    } else {
        turn = ask_words(audit, "more about it, if you like", &words);
        if (turn == TURN_NEXT && !name_reason(audit, &words, verdict)) {
            puts("That is too long.");
            turn = TURN_AGAIN;
        }
        if (turn == TURN_NEXT)
            entry->reason = words;
    }
    if (turn == TURN_NEXT)
        turn = ask_words(audit, "owner", &entry->owner);
    /* What is no secret, or opens nothing any more, needs no second look. */
    if (verdict != NULL)
        entry->until = 0;
    else if (turn == TURN_NEXT)
        turn = ask_day(audit, &entry->until);
    return turn;
}

static enum stn_status save(struct audit *audit, struct stn_error *err)
{
    enum stn_status status = stn_baseline_set_save(audit->set, err);

    if (status == STN_OK)
        puts("saved");
    return status < 0 ? status : STN_OK;
}

/* Keep a finding as known. */
static enum stn_status decide(struct audit *audit, struct item *item,
                              const char *verdict, enum turn *turn,
                              struct stn_error *err)
{
    struct stn_baseline_entry answer = {0};
    const struct stn_settings *settings = audit->set->settings;
    struct stn_baseline_entry *entry = entry_of(audit, item);

    if (entry != NULL)
        answer = *entry;
    if (answer.owner.len == 0)
        answer.owner = stn_str_of(settings->owner);
    if (answer.reason.len == 0)
        answer.reason = stn_str_of(settings->reason);
    if (answer.until == 0 || is_expired(audit, &answer))
        answer.until = settings->until;
    *turn = ask_rest(audit, &answer, verdict);
    if (*turn != TURN_NEXT)
        return STN_OK;
    if (entry == NULL) {
        enum stn_status status =
            stn_baseline_set_add(audit->set, &item->entry, item->finding, err);
        if (status == STN_DONE)
            puts("No entry can be about this alone; allow it in the "
                 "configuration.");
        if (status != STN_OK)
            return status < 0 ? status : STN_OK;
        entry = &audit->set->items[item->entry].entry;
    }
    entry->reason = answer.reason;
    entry->owner = answer.owner;
    entry->until = answer.until;
    audit->decided++;
    return save(audit, err);
}

static enum stn_status drop(struct audit *audit, struct item *item,
                            enum turn *turn, struct stn_error *err)
{
    if (entry_of(audit, item) == NULL) {
        puts("There is no entry to drop.");
        *turn = TURN_AGAIN;
        return STN_OK;
    }
    stn_baseline_set_drop(audit->set, item->entry);
    item->entry = NO_ENTRY;
    audit->decided++;
    *turn = TURN_NEXT;
    return save(audit, err);
}

static void explain(void)
{
    puts("k  known: it may stay, and why\n"
         "f  false alarm: it is no secret, or no leak\n"
         "r  rotated: it opens nothing any more\n"
         "d  drop the entry: what it is about is new again\n"
         "s  skip: decide another time\n"
         "b  back to the one before\n"
         "q  quit; what was answered is saved");
}

/* Ask once about one item. */
static enum stn_status ask_item(struct audit *audit, struct item *item,
                                enum turn *turn, struct stn_error *err)
{
    bool has_finding = item->finding != NULL;

    printf("%s%s(s)kip, (b)ack, (q)uit: ",
           has_finding ? "(k)nown, (f)alse alarm, (r)otated, " : "",
           entry_of(audit, item) != NULL ? "(d)rop, " : "");
    *turn = TURN_QUIT;
    if (!read_line(audit))
        return STN_OK;
    *turn = TURN_AGAIN;
    char answer = audit->line[0];
    if (answer != '\0' && audit->line[1] != '\0')
        answer = '?';
    if (has_finding && answer == 'k')
        return decide(audit, item, NULL, turn, err);
    if (has_finding && answer == 'f')
        return decide(audit, item, "false alarm", turn, err);
    if (has_finding && answer == 'r')
        return decide(audit, item, "rotated", turn, err);
    if (answer == 'd')
        return drop(audit, item, turn, err);
    if (answer == 's')
        *turn = TURN_NEXT;
    else if (answer == 'b')
        *turn = TURN_BACK;
    else if (answer == 'q')
        *turn = TURN_QUIT;
    else
        explain();
    return STN_OK;
}

static enum stn_status go_through(struct audit *audit, struct stn_error *err)
{
    enum stn_status status = STN_OK;
    enum turn turn = TURN_NEXT;
    size_t at = 0;

    while (status >= 0 && turn != TURN_QUIT && at < audit->count) {
        if (turn != TURN_AGAIN)
            show_item(audit, at);
        status = ask_item(audit, &audit->items[at], &turn, err);
        if (turn == TURN_NEXT)
            at++;
        else if (turn == TURN_BACK && at > 0)
            at--;
    }
    return status;
}

enum stn_status stn_audit_ask(struct stn_baseline_set *set,
                              const struct stn_run *run, struct stn_error *err)
{
    struct audit audit = {.set = set, .run = run};
    enum stn_status status = list_items(&audit, err);

    if (status >= 0 && audit.count == 0)
        puts("Nothing is to be decided.");
    if (status >= 0)
        status = go_through(&audit, err);
    if (status >= 0 && audit.count > 0)
        printf("\n%zu decided\n", audit.decided);
    stn_free(audit.items);
    return status;
}

/* "file:line: path: entry has no reason, matches nothing" */
static void print_flaws(const struct stn_baseline *baseline,
                        const struct stn_baseline_entry *entry,
                        const char *const *flaws, size_t count)
{
    say(stn_str_of(baseline->name));
    printf(":%u: ", (unsigned)entry->row);
    say(entry->path);
    fputs(": entry", stdout);
    for (size_t i = 0; i < count; i++)
        printf("%s %s", i > 0 ? "," : "", flaws[i]);
    putchar('\n');
}

size_t stn_audit_check(const struct stn_baseline_set *set,
                       const struct stn_run *run)
{
    const struct stn_baseline *baseline = set->baseline;
    const int64_t now = run->scanner->options.now;
    size_t flawed = 0;

    for (size_t i = 0; baseline != NULL && i < baseline->count; i++) {
        const struct stn_baseline_entry *entry = &baseline->entries[i];
        const char *flaws[3];
        size_t count = 0;
        if (entry->reason.len == 0)
            flaws[count++] = "has no reason";
        if (run->report->entries[i] == STN_ENTRY_UNUSED)
            flaws[count++] = "matches nothing";
        if (stn_baseline_is_expired(entry, now))
            flaws[count++] = "is past its date";
        if (count > 0)
            print_flaws(baseline, entry, flaws, count);
        flawed += count > 0;
    }
    return flawed;
}
