/** @file Private keys in ASCII armour: RFC 7468, OpenSSH, RFC 9580. */
#include "engine/confirm_list.h"

#include "base/base64.h"
#include "base/buf.h"
#include "engine/verdict.h"

/** Base64 characters kept: enough for a magic and the lengths behind it. */
#define HEAD_CHARS 96

/** The shortest key there is: PKCS #8 of Ed25519, 48 bytes. */
#define KEY_CHARS_MIN 60

/** A body as it stands in files, in JSON strings and in source code. */
struct armour {
    char head[HEAD_CHARS];
    size_t chars; /**< Of base64 in all, padding not counted. */
    size_t line;  /**< Of those, in the current line. */
    bool is_encrypted;
};

static bool is_base64(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c >= '0' && c <= '9') || c == '+' || c == '/';
}

/** Where the line that holds `at` ends: a line break, written or escaped. */
static size_t line_end(struct stn_str body, size_t at)
{
    while (at < body.len && body.ptr[at] != '\n' && body.ptr[at] != '\r' &&
           !(body.ptr[at] == '\\' && at + 1 < body.len &&
             (body.ptr[at + 1] == 'n' || body.ptr[at + 1] == 'r')))
        at++;
    return at;
}

/** "Proc-Type: 4,ENCRYPTED": a name, a colon. @return Its end, or 0. */
static size_t header_end(struct stn_str body, size_t at)
{
    size_t name = at;

    while (name < body.len && name - at < 32 &&
           (is_base64(body.ptr[name]) || body.ptr[name] == '-'))
        name++;
    if (name == at || name >= body.len || body.ptr[name] != ':')
        return 0;
    return line_end(body, name);
}

/** The checksum line of OpenPGP's armour: "=" and four characters. */
static bool is_pgp_sum(struct stn_str body, size_t at)
{
    if (body.ptr[at] != '=' || at + 5 > body.len)
        return false;
    for (size_t i = 1; i < 5; i++)
        if (!is_base64(body.ptr[at + i]))
            return false;
    return true;
}

static void take(struct armour *armour, char c)
{
    if (armour->chars < HEAD_CHARS)
        armour->head[armour->chars] = c;
    armour->chars++;
    armour->line++;
}

/** Gather the base64 of a body, past headers, escapes, quotes, indentation and
 *  the operators that join strings. @return false if it holds anything else. */
static bool armour_read(struct armour *armour, struct stn_str body)
{
    *armour = (struct armour){.chars = 0};
    for (size_t i = 0; i < body.len; i++) {
        char c = body.ptr[i];
        size_t end = armour->line == 0 ? header_end(body, i) : 0;

        if (end > 0) {
            if (stn_str_find(stn_str_sub(body, i, end), STN_STR("ENCRYPTED")) !=
                SIZE_MAX)
                armour->is_encrypted = true;
            i = end - 1;
        } else if (is_pgp_sum(body, i)) {
            return true;
        } else if (c == '\\') {
            while (i + 1 < body.len && body.ptr[i + 1] == '\\')
                i++; /* escaped more than once */
            if (i + 1 < body.len && strchr("nrt", body.ptr[i + 1]) != NULL)
                i++;
            armour->line = 0;
        } else if (c == '+' &&
                   (i + 1 == body.len || !is_base64(body.ptr[i + 1])) &&
                   (i == 0 || !is_base64(body.ptr[i - 1]))) {
            continue; /* "..." + "..." */
        } else if (is_base64(c)) {
            take(armour, c);
        } else if (c == '\n' || c == '\r') {
            armour->line = 0;
        } else if (c == '\0' || strchr(" \t\"'`=,;.()#*>|&%-", c) == NULL) {
            return false;
        }
    }
    return true;
}

static size_t decoded_length(const struct armour *armour)
{
    return armour->chars / 4 * 3 + armour->chars % 4 * 3 / 4;
}

/** DER: a SEQUENCE that is as long as it says. */
static bool der_holds(struct stn_str head, size_t length,
                      struct stn_confirm_result *result)
{
    size_t size = 0;
    size_t count;
    unsigned char first;

    if (head.len < 6 || head.ptr[0] != 0x30)
        return false;
    first = (unsigned char)head.ptr[1];
    count = first & 0x7f;
    if (first < 0x80) {
        size = first;
        count = 0;
    } else if (count == 0 || count > 3) {
        return false;
    }
    for (size_t i = 0; i < count; i++)
        size = size << 8 | (unsigned char)head.ptr[2 + i];
    /* The version, or the algorithm of an encrypted key. */
    if (head.ptr[2 + count] != 0x02 && head.ptr[2 + count] != 0x30)
        return false;
    if (size + 2 + count != length) {
        stn_verdict_cap(result, STN_MEDIUM);
        stn_verdict_say(result, "not the whole key");
    }
    return true;
}

/** OpenSSH's own format: "openssh-key-v1", a NUL, the cipher's name.
 *  https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key */
static bool openssh_holds(struct stn_str head, bool *is_encrypted)
{
    static const char magic[] = "openssh-key-v1"; /* with its NUL */
    static const char none[] = "\0\0\0\4none";
    struct stn_str cipher;

    if (!stn_str_starts(head, (struct stn_str){magic, sizeof magic}))
        return false;
    cipher = stn_str_sub(head, sizeof magic, head.len);
    if (!stn_str_starts(cipher, (struct stn_str){none, sizeof none - 1}))
        *is_encrypted = true;
    return true;
}

/** ssh.com's: magic number 0x3f6ff9eb. */
static bool ssh2_holds(struct stn_str head)
{
    return stn_str_starts(head, STN_STR("\x3f\x6f\xf9\xeb"));
}

static bool pem_head_holds(struct armour *armour, struct stn_str head,
                           struct stn_confirm_result *result)
{
    /* Under Proc-Type all of it is ciphertext, the SEQUENCE too. */
    if (!armour->is_encrypted && !openssh_holds(head, &armour->is_encrypted) &&
        !ssh2_holds(head) && !der_holds(head, decoded_length(armour), result))
        return false;
    return true;
}

/** OpenPGP: a packet with tag 5, a secret key. RFC 9580, 4.2 and 5.5.1.3. */
static bool pgp_head_holds(struct armour *armour, struct stn_str head,
                           struct stn_confirm_result *result)
{
    unsigned char tag = (unsigned char)head.ptr[0];

    (void)armour;
    (void)result;
    return (tag & 0xfc) == 0x94 || tag == 0xc5;
}

static bool key_holds(const struct stn_confirm_input *input,
                      struct stn_confirm_result *result,
                      bool (*head_holds)(struct armour *, struct stn_str,
                                         struct stn_confirm_result *))
{
    struct stn_buf head = STN_BUF_INIT(HEAD_CHARS);
    struct stn_str label = stn_str_sub(input->segment->bytes,
                                       input->match.start, input->secret.start);
    struct armour armour;
    bool holds = false;

    if (!armour_read(&armour, input->value) || armour.chars < KEY_CHARS_MIN)
        return false;
    if (stn_str_find(label, STN_STR("ENCRYPTED")) != SIZE_MAX)
        armour.is_encrypted = true;
    if (stn_base64_decode(&head, (struct stn_str){armour.head, KEY_CHARS_MIN}))
        holds = head.status == STN_OK && head.len > 0 &&
                head_holds(&armour, stn_buf_str(&head), result);
    if (head.status == STN_ENOMEM)
        holds = true; /* no way to tell: let it be seen */
    stn_buf_dispose(&head);
    if (holds && armour.is_encrypted) {
        stn_verdict_cap(result, STN_MEDIUM);
        stn_verdict_say(result, "encrypted with a passphrase");
    }
    return holds;
}

static bool pem_private_key_holds(const struct stn_confirm_input *input,
                                  struct stn_confirm_result *result)
{
    return key_holds(input, result, pem_head_holds);
}

static bool pgp_private_key_holds(const struct stn_confirm_input *input,
                                  struct stn_confirm_result *result)
{
    return key_holds(input, result, pgp_head_holds);
}

const struct stn_confirm stn_confirm_pem_private_key = {
    .name = "pem-private-key",
    .summary = "the armour holds a private key of DER, OpenSSH or ssh.com",
    .holds = pem_private_key_holds,
};

const struct stn_confirm stn_confirm_pgp_private_key = {
    .name = "pgp-private-key",
    .summary = "the armour holds an OpenPGP secret key packet",
    .holds = pgp_private_key_holds,
};
