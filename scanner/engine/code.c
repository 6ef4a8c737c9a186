#include "engine/code.h"

#include <stdint.h>

#include "engine/shape.h"
#include "engine/words.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool contains(struct stn_str value, char c)
{
    return value.len > 0 && memchr(value.ptr, c, value.len) != NULL;
}

/** "name(...", "name[...": an identifier up to a bracket. */
static bool is_call(struct stn_str value)
{
    size_t name = 0;

    while (name < value.len && strchr("([", value.ptr[name]) == NULL)
        name++;
    return name > 0 && name < value.len && value.ptr[name] != '\0' &&
           stn_shape_is_identifier(stn_str_sub(value, 0, name)) &&
           (contains(value, ')') || contains(value, ']') ||
            stn_words_share(stn_str_sub(value, 0, name)) >= 50);
}

/** "user.password", "Config::SECRET", "obj->pass": names, joined. */
static bool is_member(struct stn_str value)
{
    size_t joint = value.len;

    for (size_t i = 1; i + 1 < value.len; i++)
        if (value.ptr[i] == '.' || value.ptr[i] == ':' ||
            (value.ptr[i] == '-' && value.ptr[i + 1] == '>'))
            joint = i;
    return joint < value.len && stn_shape_is_identifier(value) &&
           (stn_words_share(stn_str_sub(value, 0, joint)) >= 50 ||
            stn_words_share(stn_str_sub(value, joint, value.len)) >= 50);
}

static bool is_markup(struct stn_str value)
{
    static const char *const marks[] = {"</",   "/>",    "<br",   "&lt;",
                                        "&gt;", "&amp;", "&quot", "\\x1b"};

    for (size_t i = 0; i < COUNT(marks); i++)
        if (stn_str_find(value, stn_str_of(marks[i])) != SIZE_MAX)
            return true;
    return contains(value, '<') && contains(value, '>');
}

/** A regular expression or a character class: "^[a-z]{8,}$". */
static bool is_pattern(struct stn_str value)
{
    static const char *const marks[] = {"[a-z", "[A-Z", "[0-9", "[^", "(?",
                                        "\\d",  "\\w",  "\\s",  ".*", ".+"};

    for (size_t i = 0; i < COUNT(marks); i++)
        if (stn_str_find(value, stn_str_of(marks[i])) != SIZE_MAX)
            return true;
    return false;
}

/** Operators and punctuation that end or join expressions. */
static bool has_operator(struct stn_str value)
{
    static const char *const marks[] = {
        "==", "!=", "=>", "&&", "||",  "->", "::", "++", "+=",  "?.", "??",
        "};", ");", "),", "')", "\")", "[]", "()", "';", "\";", "',", "\",",
    };

    for (size_t i = 0; i < COUNT(marks); i++)
        if (stn_str_find(value, stn_str_of(marks[i])) != SIZE_MAX)
            return true;
    return false;
}

/** "#password", ".pass-field": what a style sheet or a test picks. */
static bool is_selector(struct stn_str value)
{
    return value.len > 2 && (value.ptr[0] == '#' || value.ptr[0] == '.') &&
           stn_words_share(value) >= 50;
}

bool stn_code_is(struct stn_str value, bool is_quoted)
{
    if (value.len == 0)
        return false;
    if (is_markup(value) || is_pattern(value) || is_call(value) ||
        is_member(value) || is_selector(value))
        return true;
    if (is_quoted)
        return false;
    while (value.len > 1 && value.ptr[value.len - 1] == '=')
        value.len--; /* the padding of base64 */
    if (has_operator(value))
        return true;
    /* Operators, references, and whatever opens something. */
    if (strchr("&*[({|!=+-<>?~\\,;/", value.ptr[0]) != NULL &&
        stn_words_share(value) >= 50)
        return true;
    if (strchr("[({|<>,;", value.ptr[0]) != NULL)
        return true;
    return stn_shape_is_identifier(value) && stn_words_share(value) >= 50;
}

bool stn_code_is_setting(struct stn_str value)
{
    size_t equals = stn_str_find(value, STN_STR("="));
    struct stn_str name;

    if (equals == SIZE_MAX || equals < 4)
        return false;
    name = stn_str_sub(value, 0, equals);
    for (size_t i = 0; i < name.len; i++)
        if (stn_shape_of(stn_str_sub(name, i, i + 1)).marks > 0 &&
            strchr("._-", name.ptr[i]) == NULL)
            return false;
    return stn_words_share(name) >= 50;
}

bool stn_code_is_keyword(struct stn_str value)
{
    static const char *const words[] = {
        "aes128",  "aes192",  "aes256",     "argon2",   "argon2i", "argon2id",
        "base32",  "base64",  "bcrypt",     "blowfish", "byte[]",  "char*",
        "crypt",   "des3",    "ed25519",    "float64",  "hmac",    "hs256",
        "hs384",   "hs512",   "int32",      "int64",    "iso8859", "latin1",
        "md5",     "oauth1",  "oauth2",     "p256",     "pbkdf2",  "pkcs1",
        "pkcs12",  "pkcs7",   "pkcs8",      "rs256",    "rs384",   "rs512",
        "rsa2048", "rsa4096", "scram",      "scrypt",   "sha1",    "sha224",
        "sha256",  "sha384",  "sha512",     "uint32",   "uint64",  "uint8",
        "utf16",   "utf8",    "varchar255", "win32",    "x25519",  "x509",
    };
    char folded[16];
    size_t length = 0;

    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];

        if (c == '-' || c == '_' || c == ' ' || c == '(' || c == ')')
            continue;
        if (length == sizeof folded)
            return false;
        folded[length++] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
    }
    for (size_t i = 0; i < COUNT(words); i++)
        if (stn_str_equal((struct stn_str){folded, length},
                          stn_str_of(words[i])))
            return true;
    return false;
}
