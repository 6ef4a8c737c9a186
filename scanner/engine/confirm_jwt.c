/** @file JSON Web Tokens: RFC 7519 (signed) and RFC 7516 (encrypted). */
#include "engine/confirm_list.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <strings.h>
#include <time.h>

#include "base/base64.h"
#include "base/buf.h"
#include "engine/verdict.h"

/** Decoded bytes of one part. Headers hold certificates at worst, payloads a
 *  user's groups. */
#define PART_BYTES_MAX ((size_t)32 << 10)

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

/** The day `exp` falls on, and whether it has passed. */
static void judge_expiry(const cJSON *claims, int64_t now,
                         struct stn_confirm_result *result)
{
    /* 9999-12-31: later dates have five digits and no meaning. */
    static const double last = 253402300799.0;
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(claims, "exp");
    struct tm day;
    time_t expiry;

    if (!cJSON_IsNumber(item) || !(item->valuedouble > 0) ||
        item->valuedouble > last)
        return;
    expiry = (time_t)item->valuedouble;
    if ((int64_t)expiry < now) {
        stn_verdict_cap(result, STN_LOW);
        stn_verdict_say(result, "expired");
    }
    if (gmtime_r(&expiry, &day) != NULL)
        snprintf(result->detail, sizeof result->detail,
                 (int64_t)expiry < now ? "expired %04d-%02d-%02d"
                                       : "expires %04d-%02d-%02d",
                 day.tm_year + 1900, day.tm_mon + 1, day.tm_mday);
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

static void judge_claims(const cJSON *claims, int64_t now,
                         struct stn_confirm_result *result)
{
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
    judge_expiry(claims, now, result);
    name_issuer(issuer, result);
}

static bool jwt_holds(const struct stn_confirm_input *input,
                      struct stn_confirm_result *result)
{
    struct stn_str parts[3];
    cJSON *header = NULL;
    cJSON *claims = NULL;
    const char *algorithm;
    bool no_memory = false;
    bool holds = false;

    if (split(input->value, parts, COUNT(parts)) != COUNT(parts))
        return false;
    header = object_of(parts[0], &no_memory);
    if (header == NULL)
        return no_memory; /* no way to tell: let it be seen */
    claims = object_of(parts[1], &no_memory);
    if (claims == NULL) {
        holds = no_memory;
        goto done;
    }
    algorithm = string_at(header, "alg");
    if (algorithm[0] == '\0')
        goto done;
    holds = true;
    if (strcasecmp(algorithm, "none") == 0) {
        stn_verdict_cap(result, STN_LOW);
        stn_verdict_say(result, "not signed");
    }
    judge_claims(claims, input->now, result);
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

    (void)result;
    if (split(input->value, parts, COUNT(parts)) != COUNT(parts) ||
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
