/** @file JSON Web Tokens: RFC 7519 (signed) and RFC 7516 (encrypted). */
#include "engine/confirm_list.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <strings.h>
#include <time.h>

#include "base/base64.h"
#include "base/buf.h"
#include "engine/placeholder.h"
#include "engine/verdict.h"
#include "engine/words.h"

/** Decoded bytes of one part. Headers hold certificates at worst, payloads a
 *  user's groups. */
#define PART_BYTES_MAX ((size_t)32 << 10)

#define DAY_SECONDS (INT64_C(24) * 60 * 60)

#define COUNT(array) (sizeof(array) / sizeof *(array))

/** Parts between dots. @return How many, at most `max` + 1. */
static size_t split(struct stn_str token, struct stn_str *parts, size_t max)
{
    size_t count = 0;
    size_t start = 0;

    for (size_t i = 0; i <= token.len; i++) {
        if (i < token.len && token.ptr[i] != '.')
            continue;
        if (count == max)
            return max + 1;
        parts[count++] = stn_str_sub(token, start, i);
        start = i + 1;
    }
    return count;
}

/**
 * The JSON object that one part stands for; cJSON_Delete() it.
 *
 * @param no_memory  Set when that is why there is none.
 */
static cJSON *object_of(struct stn_str part, bool *no_memory)
{
    struct stn_buf json = STN_BUF_INIT(PART_BYTES_MAX);
    cJSON *object = NULL;

    if (part.len > PART_BYTES_MAX)
        return NULL;
    if (stn_base64_decode(&json, part) && json.status == STN_OK)
        object = cJSON_ParseWithLength(json.ptr, json.len);
    *no_memory = json.status == STN_ENOMEM;
    stn_buf_dispose(&json);
    if (object != NULL && !cJSON_IsObject(object)) {
        cJSON_Delete(object);
        object = NULL;
    }
    return object;
}

static const char *string_at(const cJSON *object, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);

    return cJSON_IsString(item) ? item->valuestring : "";
}

/** The day `exp` falls on, and whether it has passed. Just past, a clock or a
 *  refresh may still make up for it. @return Whether it has. */
static bool judge_expiry(const cJSON *claims, int64_t now,
                         struct stn_confirm_result *result)
{
    /* 9999-12-31: later dates have five digits and no meaning. */
    static const double last = 253402300799.0;
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(claims, "exp");
    struct tm day;
    time_t expiry;

    if (!cJSON_IsNumber(item) || !(item->valuedouble > 0) ||
        item->valuedouble > last)
        return false;
    expiry = (time_t)item->valuedouble;
    if ((int64_t)expiry < now) {
        stn_verdict_cap(result, now - (int64_t)expiry < DAY_SECONDS ? STN_MEDIUM
                                                                    : STN_LOW);
        stn_verdict_say(result, "expired");
    }
    if (gmtime_r(&expiry, &day) != NULL)
        snprintf(result->detail, sizeof result->detail,
                 (int64_t)expiry < now ? "expired %04d-%02d-%02d"
                                       : "expires %04d-%02d-%02d",
                 day.tm_year + 1900, day.tm_mon + 1, day.tm_mday);
    return (int64_t)expiry < now;
}

/** Who issued it, where the issuer's name is the service's own. */
static void name_issuer(const char *issuer, struct stn_confirm_result *result)
{
    static const struct {
        const char *part;
        const char *evidence;
    } issuers[] = {
        {"kubernetes", "issued by Kubernetes"},
        {"token.actions.githubusercontent.com", "issued by GitHub Actions"},
        {"securetoken.google.com", "issued by Firebase"},
        {"accounts.google.com", "issued by Google"},
        {"login.microsoftonline.com", "issued by Microsoft Entra"},
        {"sts.windows.net", "issued by Microsoft Entra"},
        {"cognito-idp.", "issued by Amazon Cognito"},
        {".auth0.com", "issued by Auth0"},
        {".okta.com", "issued by Okta"},
        {"supabase", "issued by Supabase"},
        {"gitlab", "issued by GitLab"},
        {"/realms/", "issued by Keycloak"},
    };

    for (size_t i = 0; i < COUNT(issuers); i++)
        if (strstr(issuer, issuers[i].part) != NULL) {
            stn_verdict_say(result, issuers[i].evidence);
            return;
        }
}

/** Tokens that something issued say by whom, for whom, when or for what. */
static bool has_purpose(const cJSON *claims)
{
    static const char *const names[] = {
        "iss",   "sub", "aud", "exp",  "iat",   "nbf",         "jti",
        "scope", "scp", "azp", "role", "roles", "permissions", "client_id",
    };

    for (size_t i = 0; i < COUNT(names); i++)
        if (cJSON_GetObjectItemCaseSensitive(claims, names[i]) != NULL)
            return true;
    return false;
}

/** Whether a string is one of the words, in any case. */
static bool is_one_of(struct stn_str text, const char *const *words,
                      size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (stn_str_equal_nocase(text, stn_str_of(words[i])))
            return true;
    return false;
}

/** A claim that is a secret itself, which no expiry makes harmless. */
static bool is_secret_claim(const cJSON *claim)
{
    static const char *const passwords[] = {
        "password", "passwd", "pwd", "pass", "passphrase",
    };
    static const char *const keys[] = {
        "secret",     "client_secret", "clientsecret", "api_key",
        "apikey",     "private_key",   "privatekey",   "secret_key",
        "secretkey",  "access_key",    "accesskey",    "key",
        "credential", "credentials",
    };
    struct stn_str name = stn_str_of(claim->string);
    struct stn_str value = stn_str_of(claim->valuestring);

    if (!cJSON_IsString(claim) || stn_placeholder_is(value))
        return false;
    if (is_one_of(name, passwords, COUNT(passwords)))
        return value.len >= 4;
    return is_one_of(name, keys, COUNT(keys)) && value.len >= 12 &&
           stn_words_share(value) < 50;
}

/** Of the claims, and of the objects among them. */
static bool has_secret(const cJSON *claims)
{
    const cJSON *claim;
    const cJSON *member;

    cJSON_ArrayForEach(claim, claims)
    {
        if (is_secret_claim(claim))
            return true;
        if (!cJSON_IsObject(claim))
            continue;
        cJSON_ArrayForEach(member,
                           claim) if (is_secret_claim(member)) return true;
    }
    return false;
}

/** Whether it is exchanged for new ones, and so outlives them. */
static bool is_refresh(const cJSON *header, const cJSON *claims)
{
    static const char *const words[] = {"refresh", "rt+jwt", "refresh_token",
                                        "offline"};
    const char *const kinds[] = {
        string_at(header, "typ"),       string_at(claims, "typ"),
        string_at(claims, "type"),      string_at(claims, "token_type"),
        string_at(claims, "token_use"),
    };

    for (size_t i = 0; i < COUNT(kinds); i++)
        if (is_one_of(stn_str_of(kinds[i]), words, COUNT(words)))
            return true;
    return false;
}

/** Whether the issuer or the audience is one of tests, or the subject begins
 *  as theirs do. */
static bool is_of_test(const cJSON *claims)
{
    static const char *const names[] = {"iss", "aud"};
    static const char *const words[] = {"example", "test", "localhost"};
    struct stn_str word;
    size_t at = 0;

    if (stn_words_next(stn_str_of(string_at(claims, "sub")), &at, &word) &&
        is_one_of(word, words, COUNT(words)))
        return true;
    for (size_t i = 0; i < COUNT(names); i++) {
        struct stn_str value = stn_str_of(string_at(claims, names[i]));
        at = 0;
        while (stn_words_next(value, &at, &word))
            if (is_one_of(word, words, COUNT(words)))
                return true;
    }
    return false;
}

/** Whether the field's name says that it only keeps requests from being
 *  forged: it is in pages for everyone's scripts. */
static bool is_against_forgery(struct stn_str name)
{
    static const char *const words[] = {"csrf", "xsrf", "antiforgery"};
    struct stn_str word;
    size_t at = 0;

    while (stn_words_next(name, &at, &word))
        for (size_t i = 0; i < COUNT(words); i++)
            if (stn_str_find_nocase(word, stn_str_of(words[i])) != SIZE_MAX)
                return true;
    return false;
}

static void judge_claims(const cJSON *header, const cJSON *claims, int64_t now,
                         struct stn_confirm_result *result)
{
    bool is_expired;
    const char *role = string_at(claims, "role");
    const char *issuer = string_at(claims, "iss");

    /* What jwt.io shows at first, and Supabase's keys for local use. */
    if ((strcmp(string_at(claims, "sub"), "1234567890") == 0 &&
         strcmp(string_at(claims, "name"), "John Doe") == 0) ||
        strcmp(issuer, "supabase-demo") == 0) {
        stn_verdict_cap(result, STN_NOTE);
        stn_verdict_say(result, "documentation sample");
    }
    if (strcmp(role, "anon") == 0) {
        stn_verdict_cap(result, STN_LOW);
        stn_verdict_say(result, "made for public clients");
    } else if (strcmp(role, "service_role") == 0) {
        stn_verdict_say(result, "service role");
    }
    if (!has_purpose(claims)) {
        stn_verdict_cap(result, STN_MEDIUM);
        stn_verdict_say(result, "no registered claim");
    }
    is_expired = judge_expiry(claims, now, result);
    name_issuer(issuer, result);
    if (cJSON_GetObjectItemCaseSensitive(claims, "exp") == NULL)
        stn_verdict_say(result, "never expires");
    if (is_refresh(header, claims) && !is_expired) {
        stn_verdict_raise(result, STN_CRITICAL);
        stn_verdict_say(result, "for new tokens");
    }
    /* A proof is of one request, and made with a key that stays at home. */
    if (strcasecmp(string_at(header, "typ"), "dpop+jwt") == 0) {
        stn_verdict_cap(result, STN_LOW);
        stn_verdict_say(result, "a proof of possession");
    }
    if (is_of_test(claims)) {
        result->steps_down++;
        stn_verdict_say(result, "issued for tests");
    }
}

/** What speaks first: a secret in the open, or that nobody signed it. */
static void judge_content(const cJSON *header, const cJSON *claims,
                          struct stn_str signature, int64_t now,
                          struct stn_confirm_result *result)
{
    if (has_secret(claims)) {
        stn_verdict_raise(result, STN_CRITICAL);
        stn_verdict_say(result, "holds a password or key in the clear");
        return;
    }
    if (signature.len == 0 ||
        strcasecmp(string_at(header, "alg"), "none") == 0) {
        stn_verdict_cap(result, STN_LOW);
        stn_verdict_say(result, "not signed");
    }
    judge_claims(header, claims, now, result);
}

static bool jwt_holds(const struct stn_confirm_input *input,
                      struct stn_confirm_result *result)
{
    struct stn_str parts[3];
    cJSON *header = NULL;
    cJSON *claims = NULL;
    bool no_memory = false;
    bool holds = false;

    if (!stn_verdict_field(input, result) ||
        is_against_forgery(input->segment->name) ||
        split(input->value, parts, COUNT(parts)) != COUNT(parts))
        return false;
    header = object_of(parts[0], &no_memory);
    if (header == NULL)
        return no_memory; /* no way to tell: let it be seen */
    claims = object_of(parts[1], &no_memory);
    if (claims == NULL) {
        holds = no_memory;
        goto done;
    }
    if (string_at(header, "alg")[0] == '\0')
        goto done;
    holds = true;
    judge_content(header, claims, parts[2], input->now, result);
done:
    cJSON_Delete(claims);
    cJSON_Delete(header);
    return holds;
}

static bool jwe_holds(const struct stn_confirm_input *input,
                      struct stn_confirm_result *result)
{
    struct stn_str parts[5];
    cJSON *header;
    bool no_memory = false;
    bool holds;

    if (!stn_verdict_field(input, result) ||
        split(input->value, parts, COUNT(parts)) != COUNT(parts) ||
        parts[2].len == 0 || parts[3].len == 0 || parts[4].len == 0)
        return false;
    header = object_of(parts[0], &no_memory);
    if (header == NULL)
        return no_memory;
    holds = string_at(header, "enc")[0] != '\0';
    cJSON_Delete(header);
    return holds;
}

const struct stn_confirm stn_confirm_jwt = {
    .name = "jwt",
    .summary = "header and payload are JSON; judged by algorithm and claims",
    .holds = jwt_holds,
};

const struct stn_confirm stn_confirm_jwe = {
    .name = "jwe",
    .summary = "five parts, the first of them JSON that names the encryption",
    .holds = jwe_holds,
};
