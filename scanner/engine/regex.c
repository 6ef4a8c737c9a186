#define PCRE2_CODE_UNIT_WIDTH 8

#include "engine/regex.h"

#include <pcre2.h>

#include "base/alloc.h"
#include "base/limits.h"

/* What a JIT stack starts with; it grows to STN_JIT_STACK_BYTES_MAX. */
#define JIT_STACK_BYTES_MIN (32 * STN_KIB)

struct stn_regex {
    pcre2_code *code;
    uint32_t secret; /* group named so; 0: none */
    uint32_t groups;
};

struct stn_regex_scratch {
    pcre2_general_context *general;
    pcre2_match_context *context;
    pcre2_match_data *match;
    pcre2_jit_stack *stack;
    uint32_t pairs; /* that `match` has room for */
};

static void *allocate(size_t size, void *data)
{
    (void)data;
    return stn_malloc(size);
}

static void release(void *block, void *data)
{
    (void)data;
    stn_free(block);
}

static void describe(struct stn_regex_fault *fault, int error, size_t offset)
{
    if (fault == NULL)
        return;
    fault->offset = offset;
    if (pcre2_get_error_message(error, (PCRE2_UCHAR *)fault->message,
                                sizeof(fault->message)) < 0)
        fault->message[sizeof(fault->message) - 1] = '\0';
}

static enum stn_status compile(pcre2_code **out, const char *pattern,
                               struct stn_regex_fault *fault,
                               struct stn_error *err)
{
    pcre2_general_context *general =
        pcre2_general_context_create(allocate, release, NULL);
    pcre2_compile_context *context =
        general != NULL ? pcre2_compile_context_create(general) : NULL;
    pcre2_code *code = NULL;
    enum stn_status status = STN_OK;
    /* Texts are no UTF-8 to be relied on. */
    const uint32_t options = PCRE2_USE_OFFSET_LIMIT | PCRE2_NEVER_UTF;
    PCRE2_SIZE offset = 0;
    int error = 0;

    if (context == NULL) {
        status = stn_fail_memory(err);
        goto done;
    }
    code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, options,
                         &error, &offset, context);
    if (code == NULL &&
        (error == PCRE2_ERROR_NOMEMORY || error == PCRE2_ERROR_HEAP_FAILED)) {
        status = stn_fail_memory(err);
    } else if (code == NULL) {
        describe(fault, error, offset);
        status = STN_EINPUT;
    } else {
        *out = code;
    }
done:
    pcre2_compile_context_free(context);
    pcre2_general_context_free(general);
    return status;
}

enum stn_status stn_regex_check(const char *pattern,
                                struct stn_regex_fault *fault,
                                struct stn_error *err)
{
    pcre2_code *code = NULL;
    enum stn_status status = compile(&code, pattern, fault, err);

    pcre2_code_free(code);
    return status;
}

void stn_regex_free(struct stn_regex *regex)
{
    if (regex == NULL)
        return;
    pcre2_code_free(regex->code);
    stn_free(regex);
}

/* Whether the quantifier before `at`, a '+', repeats a group. */
static bool repeats_group(const char *pattern, const char *at)
{
    const char *quantifier = at - 1;

    if (*quantifier == '}')
        while (quantifier > pattern && *quantifier != '{')
            quantifier--;
    else if (*quantifier != '*' && *quantifier != '+' && *quantifier != '?')
        return false;
    return quantifier > pattern && quantifier[-1] == ')';
}

/*
 * The JIT compiler of PCRE2 10.42 is wrong about groups that are repeated
 * possessively, as in (a)*+: captures and choices of an earlier start live on
 * at later ones. The interpreter is right. A class that only looks like it
 * does without JIT, too.
 */
static bool is_safe_for_jit(const char *pattern)
{
    for (const char *at = strchr(pattern, '+'); at != NULL;
         at = strchr(at + 1, '+'))
        if (at > pattern && repeats_group(pattern, at))
            return false;
    return true;
}

enum stn_status stn_regex_new(struct stn_regex **out, const char *pattern,
                              struct stn_regex_fault *fault,
                              struct stn_error *err)
{
    struct stn_regex *regex = stn_calloc(1, sizeof(*regex));

    if (regex == NULL)
        return stn_fail_memory(err);
    enum stn_status status = compile(&regex->code, pattern, fault, err);
    if (status < 0) {
        stn_regex_free(regex);
        return status;
    }
    /* Without JIT, or memory for it, the interpreter does: slower, the same. */
    if (is_safe_for_jit(pattern))
        pcre2_jit_compile(regex->code, PCRE2_JIT_COMPLETE);
    pcre2_pattern_info(regex->code, PCRE2_INFO_CAPTURECOUNT, &regex->groups);
    const int secret =
        pcre2_substring_number_from_name(regex->code, (PCRE2_SPTR) "secret");
    if (secret > 0)
        regex->secret = (uint32_t)secret;
    *out = regex;
    return STN_OK;
}

void stn_regex_scratch_free(struct stn_regex_scratch *scratch)
{
    if (scratch == NULL)
        return;
    pcre2_match_data_free(scratch->match);
    pcre2_match_context_free(scratch->context);
    pcre2_jit_stack_free(scratch->stack);
    pcre2_general_context_free(scratch->general);
    stn_free(scratch);
}

enum stn_status stn_regex_scratch_new(struct stn_regex_scratch **out,
                                      struct stn_error *err)
{
    struct stn_regex_scratch *scratch = stn_calloc(1, sizeof(*scratch));

    if (scratch == NULL)
        return stn_fail_memory(err);
    scratch->general = pcre2_general_context_create(allocate, release, NULL);
    if (scratch->general != NULL)
        scratch->context = pcre2_match_context_create(scratch->general);
    if (scratch->context == NULL) {
        stn_regex_scratch_free(scratch);
        return stn_fail_memory(err);
    }
    pcre2_set_match_limit(scratch->context, STN_MATCH_STEPS_MAX);
    pcre2_set_heap_limit(scratch->context, STN_MATCH_HEAP_KIB_MAX);
    /* NULL where there is no JIT. */
    scratch->stack = pcre2_jit_stack_create(
        JIT_STACK_BYTES_MIN, STN_JIT_STACK_BYTES_MAX, scratch->general);
    if (scratch->stack != NULL)
        pcre2_jit_stack_assign(scratch->context, NULL, scratch->stack);
    *out = scratch;
    return STN_OK;
}

/* Room for the groups up to the secret. */
static enum stn_status make_room(struct stn_regex_scratch *scratch,
                                 uint32_t pairs, struct stn_error *err)
{
    if (pairs <= scratch->pairs)
        return STN_OK;
    pcre2_match_data *match = pcre2_match_data_create(pairs, scratch->general);
    if (match == NULL)
        return stn_fail_memory(err);
    pcre2_match_data_free(scratch->match);
    scratch->match = match;
    scratch->pairs = pairs;
    return STN_OK;
}

static bool take_group(struct stn_span *out, const PCRE2_SIZE *pairs,
                       uint32_t group)
{
    const PCRE2_SIZE start = pairs[2 * group];
    const PCRE2_SIZE end = pairs[2 * group + 1];

    if (start == PCRE2_UNSET || end < start)
        return false;
    *out = (struct stn_span){start, end};
    return true;
}

static void take_match(struct stn_regex_match *out,
                       const struct stn_regex *regex,
                       const struct stn_regex_scratch *scratch, uint32_t count)
{
    const PCRE2_SIZE *pairs = pcre2_get_ovector_pointer(scratch->match);
    PCRE2_SIZE start = pairs[0];

    /* \K may stand behind the end, in a lookahead of older versions. */
    if (start > pairs[1])
        start = pairs[1];
    out->match = (struct stn_span){start, pairs[1]};
    if (regex->secret > 0 && regex->secret < count &&
        take_group(&out->secret, pairs, regex->secret))
        return;
    if (count > 1 && take_group(&out->secret, pairs, 1))
        return;
    out->secret = out->match;
}

static enum stn_status explain_failure(int error, struct stn_error *err)
{
    switch (error) {
    case PCRE2_ERROR_NOMATCH:
        return STN_DONE;
    case PCRE2_ERROR_MATCHLIMIT:
    case PCRE2_ERROR_DEPTHLIMIT:
    case PCRE2_ERROR_HEAPLIMIT:
    case PCRE2_ERROR_JIT_STACKLIMIT:
    case PCRE2_ERROR_RECURSELOOP:
        return STN_ELIMIT;
    case PCRE2_ERROR_NOMEMORY:
        return stn_fail_memory(err);
    default:
        return stn_fail(err, STN_ELIB, "PCRE2 failed (%d)", error);
    }
}

enum stn_status stn_regex_find(const struct stn_regex *regex,
                               struct stn_regex_scratch *scratch,
                               struct stn_str subject, size_t first,
                               size_t last, struct stn_regex_match *out,
                               struct stn_error *err)
{
    const uint32_t secret = regex->secret;
    const uint32_t pairs = 1 + (secret > 0          ? secret
                                : regex->groups > 0 ? 1
                                                    : 0);
    const PCRE2_SPTR bytes = (PCRE2_SPTR)(subject.len > 0 ? subject.ptr : "");

    enum stn_status status = make_room(scratch, pairs, err);
    if (status < 0)
        return status;
    pcre2_set_offset_limit(scratch->context, last);
    int count = pcre2_match(regex->code, bytes, subject.len, first, 0,
                            scratch->match, scratch->context);
    /* The interpreter has the heap instead, under its own limit. */
    if (count == PCRE2_ERROR_JIT_STACKLIMIT)
        count = pcre2_match(regex->code, bytes, subject.len, first,
                            PCRE2_NO_JIT, scratch->match, scratch->context);
    if (count < 0)
        return explain_failure(count, err);
    /* 0: more groups than pairs; all pairs are filled then. */
    take_match(out, regex, scratch,
               count > 0 ? (uint32_t)count : scratch->pairs);
    return STN_OK;
}

size_t stn_regex_next(const struct stn_regex_match *match, size_t first)
{
    size_t next = match->match.end;

    if (match->match.start == match->match.end)
        next++;
    return next > first ? next : first + 1;
}
