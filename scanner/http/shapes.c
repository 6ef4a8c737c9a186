#include "http/shapes.h"

/*
 * What recorders offer themselves against the next leak. Their names are those
 * of their own manuals.
 */
#define CURE_HAR                                                               \
    "Export the HAR sanitized (the default of Chrome's DevTools), or run "     \
    "'stanch redact' on it."
#define CURE_VCR                                                               \
    "In VCR, name it with filter_sensitive_data; Basic credentials and "       \
    "compressed bodies need before_record."
#define CURE_CASSETTE                                                          \
    "Let the recorder leave it out: filter_headers and "                       \
    "before_record_response in vcrpy, a BeforeSaveHook in go-vcr."
#define CURE_NOCK                                                              \
    "In nock, record without enable_reqheaders_recording, and replace it in "  \
    "afterRecord or with filteringRequestBody."
#define CURE_STUBS "Match the header by its presence, not by a real value."
#define CURE_POSTMAN                                                           \
    "Keep it in a variable of type secret, as current value only; export "     \
    "leaves that out."
#define CURE_NEWMAN                                                            \
    "Export Newman's report without environment and bodies (omitHeaders, "     \
    "hideRequestBody of the reporter), or do not commit it."
#define CURE_PLAYWRIGHT                                                        \
    "Keep playwright/.auth, traces and HARs out of the repository with "       \
    ".gitignore."
#define CURE_AZURE "Register a sanitizer with the test proxy."

/* A row; one whose path says that the file is a capture; one that goes on in
 * another table. */
#define ROW(path, name)                                                        \
    {                                                                          \
        path, STN_HTTP_ACT_##name, NULL, NULL, false                           \
    }
#define MARK(path, name)                                                       \
    {                                                                          \
        path, STN_HTTP_ACT_##name, NULL, NULL, true                            \
    }
#define MARK_OF(path, name, cure)                                              \
    {                                                                          \
        path, STN_HTTP_ACT_##name, NULL, cure, true                            \
    }
#define DOWN(path, name, below)                                                \
    {                                                                          \
        path, STN_HTTP_ACT_##name, below, NULL, false                          \
    }
#define DOWN_OF(path, name, below, cure)                                       \
    {                                                                          \
        path, STN_HTTP_ACT_##name, below, cure, false                          \
    }
#define ROW_OF(path, name, cure)                                               \
    {                                                                          \
        path, STN_HTTP_ACT_##name, NULL, cure, false                           \
    }
#define END                                                                    \
    {                                                                          \
        NULL, STN_HTTP_ACT_NONE, NULL, NULL, false                             \
    }

/*
 * A request, whoever recorded it: the names differ, and none means two things.
 */
static const struct stn_http_shape request[] = {
    ROW("url", URL),
    ROW("url.raw", URL),
    ROW("url.query", QUERY),
    ROW("uri", URL),
    ROW("urlPath", URL),
    ROW("urlPattern", URL),
    ROW("urlPathPattern", URL),
    ROW("path", URL),
    ROW("destination", URL),
    MARK("headers", HEADERS),
    MARK("header", HEADERS),
    ROW("header.headers", HEADERS),
    ROW("cookies", COOKIES),
    ROW("query", QUERY),
    ROW("queryString", QUERY),
    ROW("queryParameters", QUERY),
    ROW("queryStringParameters", QUERY),
    ROW("form", FORM),
    ROW("formParameters", FORM),
    ROW("post_fields", FORM),
    MARK("postData.text", BODY),
    ROW("postData.params", FORM),
    ROW("body", BODY),
    ROW("body.raw", BODY),
    ROW("body.text", BODY),
    ROW("body.string", BODY),
    ROW("body.base64_string", BODY),
    ROW("body.urlencoded", FORM),
    ROW("body.formdata", FORM),
    ROW("body.graphql", BODY),
    ROW("bodyAsBase64", BODY),
    ROW("parsed_body", BODY),
    ROW("request_body", BODY),
    ROW("bodyPatterns.[].equalToJson", BODY),
    ROW("bodyPatterns.[].equalTo", BODY),
    ROW("bodyPatterns.[].contains", BODY),
    ROW("auth.*", FIELDS),
    MARK("basicAuthCredentials", FIELDS),
    ROW("options", FIELDS),
    END,
};

static const struct stn_http_shape response[] = {
    MARK("headers", HEADERS),
    MARK("header", HEADERS),
    ROW("header.headers", HEADERS),
    ROW("trailer", HEADERS),
    ROW("cookies", COOKIES),
    ROW("cookie", COOKIES),
    ROW("content", BODY),
    MARK("content.text", BODY),
    ROW("content.string", BODY),
    ROW("body", BODY),
    ROW("body.text", BODY),
    ROW("body.string", BODY),
    ROW("body.base64_string", BODY),
    ROW("body.data", BODY),
    ROW("parsed_body", BODY),
    ROW("jsonBody", BODY),
    ROW("base64Body", BODY),
    ROW("bodyAsBase64", BODY),
    ROW("stream", BODY),
    ROW("stream.data", BYTES),
    ROW("redirectURL", URL),
    ROW("url", URL),
    ROW("curl_info.url", URL),
    END,
};

/* One entry that holds both. */
static const struct stn_http_shape exchange[] = {
    DOWN("request", REQUEST, request),
    DOWN("response", RESPONSE, response),
    DOWN("httpRequest", REQUEST, request),
    DOWN("httpResponse", RESPONSE, response),
    ROW("_webSocketMessages.[].data", BODY),
    END,
};

/* An element of a list that is the whole document: php-vcr, ExVCR, Charles,
 * MockServer (with both), nock and Thunder Client (flat). */
static const struct stn_http_shape list_element[] = {
    DOWN("request", REQUEST, request),
    DOWN("response", ANSWER, response),
    DOWN("httpRequest", REQUEST, request),
    DOWN("httpResponse", RESPONSE, response),
    ROW_OF("scope", URL, CURE_NOCK),
    ROW("path", URL),
    MARK_OF("rawHeaders", FLAT, CURE_NOCK),
    MARK_OF("reqheaders", HEADERS, CURE_NOCK),
    MARK("headers", HEADERS),
    ROW("url", URL),
    ROW("query", QUERY),
    ROW("params", QUERY),
    ROW("body", BODY),
    ROW("body.raw", BODY),
    ROW("body.form", FORM),
    ROW("body.formencoded", FORM),
    ROW("auth", FIELDS),
    END,
};

/* Postman's and Insomnia's folders hold folders. */
static const struct stn_http_shape postman_item[] = {
    DOWN("item.[]", EXCHANGE, postman_item),
    DOWN("request", REQUEST, request),
    DOWN("response.[].originalRequest", REQUEST, request),
    ROW("response.[].header", HEADERS),
    ROW("response.[].cookie", COOKIES),
    ROW("response.[].body", BODY),
    ROW("auth.*", FIELDS),
    ROW("variable", FIELDS),
    ROW("event.[].script.exec.[]", TEXT),
    END,
};

static const struct stn_http_shape insomnia_request[] = {
    DOWN("children.[]", EXCHANGE, insomnia_request),
    ROW("url", URL),
    MARK("headers", HEADERS),
    ROW("parameters", QUERY),
    MARK("authentication", FIELDS),
    ROW("body.text", BODY),
    ROW("body.params", FORM),
    ROW("data", FIELDS),
    ROW("environment", FIELDS),
    ROW("cookies", COOKIES),
    END,
};

/* Mountebank's predicates and answers. */
static const struct stn_http_shape stub[] = {
    DOWN("predicates.[].*", REQUEST, request),
    DOWN("responses.[].is", RESPONSE, response),
    END,
};

static const struct stn_http_shape root[] = {
    /* HAR 1.2, Polly.js, Playwright's traces */
    DOWN_OF("log.entries.[]", EXCHANGE, exchange, CURE_HAR),
    ROW("log.pages.[].title", URL),
    DOWN_OF("snapshot", EXCHANGE, exchange, CURE_PLAYWRIGHT),
    ROW_OF("params.value", FIELD, CURE_PLAYWRIGHT),
    ROW("params.text", FIELD),
    /* VCR, Betamax; vcrpy, go-vcr, Betamax of the JVM, Pact */
    DOWN_OF("http_interactions.[]", EXCHANGE, exchange, CURE_VCR),
    DOWN_OF("interactions.[]", EXCHANGE, exchange, CURE_CASSETTE),
    DOWN_OF("[]", EXCHANGE, list_element, CURE_CASSETTE),
    /* WireMock, MockServer, JSON lines of loggers */
    DOWN_OF("mappings.[]", EXCHANGE, exchange, CURE_STUBS),
    DOWN_OF("requests.[]", EXCHANGE, exchange, CURE_STUBS),
    DOWN("request", REQUEST, request),
    DOWN("response", RESPONSE, response),
    DOWN_OF("httpRequest", REQUEST, request, CURE_STUBS),
    DOWN("httpResponse", RESPONSE, response),
    DOWN("req", REQUEST, request),
    DOWN("res", RESPONSE, response),
    MARK("headers", HEADERS),
    /* Hoverfly, mountebank, Azure's test proxy, nock alone */
    DOWN_OF("data.pairs.[]", EXCHANGE, exchange, CURE_STUBS),
    DOWN_OF("imposters.[].stubs.[]", EXCHANGE, stub, CURE_STUBS),
    DOWN_OF("stubs.[]", EXCHANGE, stub, CURE_STUBS),
    ROW_OF("Entries.[]", EXCHANGE, CURE_AZURE),
    MARK("Entries.[].RequestUri", URL),
    MARK("Entries.[].RequestHeaders", HEADERS),
    ROW("Entries.[].RequestBody", BODY),
    ROW("Entries.[].ResponseHeaders", HEADERS),
    ROW("Entries.[].ResponseBody", BODY),
    MARK_OF("rawHeaders", FLAT, CURE_NOCK),
    MARK_OF("reqheaders", HEADERS, CURE_NOCK),
    /* Postman and Newman */
    MARK_OF("info._postman_id", NONE, CURE_POSTMAN),
    MARK("_postman_variable_scope", NONE),
    DOWN_OF("item.[]", EXCHANGE, postman_item, CURE_POSTMAN),
    ROW("auth.*", FIELDS),
    ROW("variable", FIELDS),
    ROW_OF("values", FIELDS, CURE_POSTMAN),
    DOWN_OF("collection.[]", EXCHANGE, insomnia_request, CURE_POSTMAN),
    DOWN_OF("collection.item.[]", EXCHANGE, postman_item, CURE_NEWMAN),
    MARK_OF("environment.values", FIELDS, CURE_NEWMAN),
    ROW("globals.values", FIELDS),
    DOWN_OF("run.executions.[]", EXCHANGE, exchange, CURE_NEWMAN),
    /* Insomnia 4 and 5 */
    DOWN_OF("resources.[]", EXCHANGE, insomnia_request, CURE_POSTMAN),
    ROW("environments", FIELDS),
    ROW("cookieJar.cookies", COOKIES),
    /* The state of a browser, saved by Playwright */
    ROW_OF("cookies", COOKIES, CURE_PLAYWRIGHT),
    MARK("origins", NONE),
    MARK_OF("origins.[].localStorage", FIELDS, CURE_PLAYWRIGHT),
    ROW("origins.[].sessionStorage", FIELDS),
    /* go test -json */
    ROW("Package", PACKAGE),
    ROW("Test", TEST),
    ROW("Output", LINE),
    END,
};

/* Whether a part of a path stands for `part`, to the letter or as any key.
 * @return Its length, or 0. */
static size_t match_part(const char *path, struct stn_str part, bool any)
{
    size_t length = 0;

    if (any)
        return path[0] == '*' && part.len > 0 && part.ptr[0] != '[' ? 1 : 0;
    while (length < part.len && path[length] == part.ptr[length] &&
           path[length] != '.' && path[length] != '\0')
        length++;
    if (length < part.len || (path[length] != '.' && path[length] != '\0'))
        return 0;
    return length;
}

struct stn_http_shapes stn_http_shapes_root(void)
{
    return (struct stn_http_shapes){
        root, root + sizeof(root) / sizeof(root[0]) - 1, 0};
}

/* The rest of a row's path; NULL: it ends where the walk stands. */
static const char *rest_of(const struct stn_http_shape *row, size_t length)
{
    if (length == 0)
        return row->path;
    return row->path[length] == '.' ? row->path + length + 1 : NULL;
}

/* The rows whose next part is `part`: they stand together. */
static struct stn_http_shapes narrow(struct stn_http_shapes shapes,
                                     struct stn_str part, bool any)
{
    struct stn_http_shapes found = {shapes.last, shapes.last, 0};

    for (const struct stn_http_shape *row = shapes.first; row < shapes.last;
         row++) {
        const char *rest = rest_of(row, shapes.length);
        const size_t length = rest != NULL ? match_part(rest, part, any) : 0;
        if (length == 0 && found.first < found.last)
            break;
        if (length == 0)
            continue;
        if (found.first >= found.last) {
            found.first = row;
            found.length = (size_t)(rest - row->path) + length;
        }
        found.last = row + 1;
    }
    return found;
}

struct stn_http_shapes stn_http_shapes_step(struct stn_http_shapes shapes,
                                            struct stn_str part)
{
    const struct stn_http_shape *here = stn_http_shapes_here(shapes);

    if (here != NULL && here->below != NULL) {
        shapes.first = here->below;
        shapes.last = shapes.first;
        while (shapes.last->path != NULL)
            shapes.last++;
        shapes.length = 0;
    }
    struct stn_http_shapes found = narrow(shapes, part, false);
    if (found.first < found.last)
        return found;
    return narrow(shapes, part, true);
}

const struct stn_http_shape *stn_http_shapes_here(struct stn_http_shapes shapes)
{
    if (shapes.first >= shapes.last || shapes.length == 0 ||
        shapes.first->path[shapes.length] != '\0')
        return NULL;
    return shapes.first;
}
