#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <cjson/cJSON.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/ci_plan.h"
#include "tests/support/golden.h"
#include "tests/support/torture.h"

#define CASES_MAX 256
#define VARIABLES_MAX 32

/*
 * A case is a folder of corpus/ci: `env` holds a variable a line ("\n" stands
 * for a line break), event.json the event, expected.json what is decided.
 * STANCH_BASE and STANCH_HEAD stand for --base and --head.
 */
struct ci_case {
    const char *name;
    struct stn_buf lines;
    char *variables[VARIABLES_MAX]; /* "NAME=value", in `lines` */
    size_t count;
};

static void keep_variable(struct ci_case *ci, char *line)
{
    char *to = line;

    for (const char *from = line; *from != '\0'; from++) {
        bool is_break = from[0] == '\\' && from[1] == 'n';
        *to++ = is_break ? '\n' : *from;
        from += is_break;
    }
    *to = '\0';
    assert_true(ci->count < VARIABLES_MAX);
    ci->variables[ci->count++] = line;
}

static void load_case(struct ci_case *ci, const char *name)
{
    char path[STN_PATH_BYTES_MAX];
    struct stn_error err;

    *ci = (struct ci_case){.name = name};
    stn_buf_init(&ci->lines, STN_MIB);
    snprintf(path, sizeof(path), "%s/ci/%s/env", STANCH_CORPUS, name);
    assert_int_equal(stn_file_read(&ci->lines, path, &err), STN_OK);
    for (char *line = ci->lines.ptr; *line != '\0';) {
        char *end = strchr(line, '\n');
        *end = '\0';
        keep_variable(ci, line);
        line = end + 1;
    }
}

static const char *get_variable(void *payload, const char *name)
{
    const struct ci_case *ci = payload;
    size_t length = strlen(name);

    for (size_t i = 0; i < ci->count; i++)
        if (strncmp(ci->variables[i], name, length) == 0 &&
            ci->variables[i][length] == '=')
            return ci->variables[i] + length + 1;
    return NULL;
}

static enum stn_status read_event(void *payload, struct stn_buf *out,
                                  struct stn_error *err)
{
    const struct ci_case *ci = payload;
    char path[STN_PATH_BYTES_MAX];
    struct stn_error why;

    snprintf(path, sizeof(path), "%s/ci/%s/event.json", STANCH_CORPUS,
             ci->name);
    enum stn_status status = stn_file_read(out, path, &why);
    if (status == STN_ENOTFOUND)
        return stn_fail(err, STN_EUSAGE, "there is no event");
    if (status < 0)
        *err = why;
    return status;
}

static enum stn_status make_plan(struct stn_ci_plan *plan, struct ci_case *ci,
                                 struct stn_error *err)
{
    const struct stn_ci_source source = {
        .get = get_variable,
        .read = read_event,
        .payload = ci,
        .base = get_variable(ci, "STANCH_BASE"),
        .head = get_variable(ci, "STANCH_HEAD"),
    };

    return stn_ci_plan_make(plan, &source, err);
}

static void add_names(cJSON *object, const char *key,
                      const struct stn_ci_names *names)
{
    cJSON *array = NULL;

    if (names->count > 0)
        array = cJSON_AddArrayToObject(object, key);
    for (size_t i = 0; i < names->count; i++)
        cJSON_AddItemToArray(array, cJSON_CreateString(names->items[i]));
}

static void add_word(cJSON *object, const char *key, const char *word)
{
    if (word != NULL)
        cJSON_AddStringToObject(object, key, word);
}

static void add_flag(cJSON *object, const char *key, bool is_set)
{
    if (is_set)
        cJSON_AddTrueToObject(object, key);
}

static cJSON *json_of(const struct stn_ci_plan *plan)
{
    static const char *const kinds[] = {"nothing", "commits", "history", "tree",
                                        "logs"};
    struct stn_buf says = STN_BUF_INIT(STN_MIB);
    cJSON *object = cJSON_CreateObject();

    stn_ci_plan_describe(&says, plan);
    add_word(object, "says", says.ptr);
    add_word(object, "host", plan->host);
    add_word(object, "kind", kinds[plan->kind]);
    add_names(object, "include", &plan->include);
    add_names(object, "exclude", &plan->exclude);
    add_names(object, "exclude_old", &plan->exclude_old);
    add_word(object, "exclude_refs", plan->exclude_refs);
    add_word(object, "exclude_refs_but", plan->exclude_refs_but);
    add_word(object, "branch", plan->branch);
    add_names(object, "policy", &plan->policy);
    add_flag(object, "is_change", plan->is_change);
    add_flag(object, "may_be_empty", plan->may_be_empty);
    add_flag(object, "no_fetch", plan->no_fetch);
    stn_buf_dispose(&says);
    return object;
}

static void the_case_is_decided_as_expected(void **state)
{
    struct stn_ci_plan plan = {0};
    struct stn_error err = {""};
    char name[STN_PATH_BYTES_MAX];
    struct ci_case ci;
    cJSON *object;

    load_case(&ci, *state);
    enum stn_status status = make_plan(&plan, &ci, &err);
    if (status < 0) {
        object = cJSON_CreateObject();
        add_word(object, "error", err.message);
        assert_int_not_equal(status, STN_ENOMEM);
    } else {
        object = json_of(&plan);
    }
    char *text = cJSON_Print(object);
    struct stn_buf bytes = STN_BUF_INIT(STN_MIB);
    stn_buf_printf(&bytes, "%s\n", text);
    snprintf(name, sizeof(name), "ci/%s/expected.json", ci.name);
    golden(name, stn_buf_str(&bytes));
    stn_buf_dispose(&bytes);
    cJSON_free(text);
    cJSON_Delete(object);
    stn_ci_plan_dispose(&plan);
    stn_buf_dispose(&ci.lines);
}

static enum stn_status attempt(void *payload)
{
    struct stn_ci_plan plan = {0};
    struct stn_error err;

    enum stn_status status = make_plan(&plan, payload, &err);
    stn_ci_plan_dispose(&plan);
    return status;
}

static void running_out_of_memory_is_reported(void **state)
{
    static const char *const names[] = {"push-forced", "pull-request",
                                        "gitlab-merged-results",
                                        "push-created-no-default"};
    struct ci_case ci;

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        load_case(&ci, names[i]);
        torture(attempt, &ci);
        stn_buf_dispose(&ci.lines);
    }
}

static enum stn_status read_flood(void *payload, struct stn_buf *out,
                                  struct stn_error *err)
{
    struct stn_buf piece = STN_BUF_INIT(STN_MIB);

    while (piece.len < STN_MIB / 2)
        stn_buf_puts(&piece, payload);
    stn_buf_puts(out, "{\"a\": [");
    for (size_t i = 0; i < STN_EVENT_BYTES_MAX / piece.len; i++)
        stn_buf_append(out, stn_buf_str(&piece));
    stn_buf_puts(out, "0]}");
    stn_buf_dispose(&piece);
    return stn_buf_status(out, err);
}

static const char *get_push(void *payload, const char *name)
{
    (void)payload;
    return strcmp(name, "GITHUB_ACTIONS") == 0      ? "true"
           : strcmp(name, "GITHUB_EVENT_NAME") == 0 ? "push"
                                                    : NULL;
}

static void an_event_larger_than_any_is_refused(void **state)
{
    char many[] = "1,1,1,1,1,1,1,1,";
    char large[] = "                ";
    char *const floods[] = {many, large};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct stn_ci_plan plan = {0};
        struct stn_error err = {""};
        const struct stn_ci_source source = {
            .get = get_push, .read = read_flood, .payload = floods[i]};
        assert_int_equal(stn_ci_plan_make(&plan, &source, &err), STN_ELIMIT);
        assert_true(err.message[0] != '\0');
        stn_ci_plan_dispose(&plan);
    }
}

static void ids_are_told_by_their_length(void **state)
{
    char id[66];

    (void)state;
    memset(id, '0', sizeof(id));
    for (size_t length = 0; length < sizeof(id); length++) {
        id[length] = '\0';
        bool is_id = length == 40 || length == 64;
        assert_int_equal(stn_ci_is_id(id), is_id);
        assert_int_equal(stn_ci_is_zero(id), is_id);
        if (length > 0) {
            id[length - 1] = 'a';
            assert_int_equal(stn_ci_is_id(id), is_id);
            assert_false(stn_ci_is_zero(id));
            id[length - 1] = 'g';
            assert_false(stn_ci_is_id(id));
            id[length - 1] = '0';
        }
        id[length] = '0';
    }
}

static void no_option_and_no_pattern_is_a_revision(void **state)
{
    static const char *const good[] = {
        "main", "origin/main", "v1.0", "HEAD~3", "HEAD^", "feature/a+b@2"};
    static const char *const bad[] = {"",      "-x",    "--all", "a..b",
                                      "^main", "a b",   "a\nb",  "a:b",
                                      "a*",    "a\x1b", "$(x)",  "a;b"};

    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        assert_true(stn_ci_is_revision(good[i]));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(stn_ci_is_revision(bad[i]));
    assert_true(stn_ci_is_branch("release/1.2"));
    assert_false(stn_ci_is_branch("main~1"));
    assert_false(stn_ci_is_branch("/main"));
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const struct CMUnitTest *)a)->name,
                  ((const struct CMUnitTest *)b)->name);
}

/* One test for each folder of the corpus. */
static size_t list_cases(struct CMUnitTest *tests)
{
    DIR *folder = opendir(STANCH_CORPUS "/ci");
    const struct dirent *entry;
    size_t count = 0;

    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.' || count == CASES_MAX)
            continue;
        char *name = stn_strndup(entry->d_name, strlen(entry->d_name));
        tests[count++] = (struct CMUnitTest){
            name, the_case_is_decided_as_expected, NULL, NULL, name};
    }
    closedir(folder);
    qsort(tests, count, sizeof(*tests), compare_names);
    return count;
}

int main(void)
{
    const struct CMUnitTest others[] = {
        cmocka_unit_test(running_out_of_memory_is_reported),
        cmocka_unit_test(an_event_larger_than_any_is_refused),
        cmocka_unit_test(ids_are_told_by_their_length),
        cmocka_unit_test(no_option_and_no_pattern_is_a_revision),
    };
    static struct CMUnitTest cases[CASES_MAX];
    size_t count = list_cases(cases);
    int failed = _cmocka_run_group_tests("corpus/ci", cases, count, NULL, NULL);

    for (size_t i = 0; i < count; i++)
        stn_free(cases[i].initial_state);
    return failed + cmocka_run_group_tests(others, NULL, NULL);
}
