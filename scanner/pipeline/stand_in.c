#include "pipeline/stand_in.h"

#include "base/alloc.h"
#include "base/sha256.h"
#include "text/codec.h"

#define MARK STN_STR("REDACTED-")
#define PAIR STN_STR("REDACTED:REDACTED")
/** Most bytes of a user and a password that are looked into. */
#define PAIR_BYTES_MAX 4096
/** Digits of a number from an earlier redaction that count. */
#define NUMBER_DIGITS_MAX 7

/** Words of rule ids, and the kind they tell; the first that fits counts. */
static const struct {
    const char *word;
    const char *kind;
} kinds[] = {
    {"basic", "BASIC"},
    {"jwt", "JWT"},
    {"jwe", "JWT"},
    {"cookie", "COOKIE"},
    {"saml", "ASSERTION"},
    {"signature", "SIGNATURE"},
    {"webhook", "WEBHOOK"},
    {"password", "PASSWORD"},
    {"credentials", "PASSWORD"},
    {"connection-string", "PASSWORD"},
    {"pin", "PIN"},
    {"authorization-code", "CODE"},
    {"token", "TOKEN"},
    {"pat", "TOKEN"},
    {"bearer", "TOKEN"},
    {"key", "KEY"},
};

void stn_stand_ins_dispose(struct stn_stand_ins *stand_ins)
{
    stn_arena_dispose(&stand_ins->arena);
    stn_free(stand_ins->items);
    stn_seen_dispose(&stand_ins->known);
    *stand_ins = (struct stn_stand_ins){0};
}

static bool is_letter(char byte)
{
    return (byte >= 'A' && byte <= 'Z') || byte == '-';
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

void stn_stand_ins_skip(struct stn_stand_ins *stand_ins, struct stn_str text)
{
    for (;;) {
        const size_t found = stn_str_find(text, MARK);
        size_t number = 0;
        size_t at;

        if (found == SIZE_MAX)
            return;
        at = found + MARK.len;
        while (at < text.len && is_letter(text.ptr[at]))
            at++;
        const size_t first = at;
        while (at < text.len && is_digit(text.ptr[at]) &&
               at - first < NUMBER_DIGITS_MAX)
            number = number * 10 + (size_t)(text.ptr[at++] - '0');
        if (number > stand_ins->number)
            stand_ins->number = number;
        text = stn_str_sub(text, at, text.len);
    }
}

/* Whether a word stands in a rule's id as a whole one. */
static bool has_word(struct stn_str id, struct stn_str word)
{
    for (size_t from = 0; from < id.len;) {
        const size_t found = stn_str_find(stn_str_sub(id, from, id.len), word);
        if (found == SIZE_MAX)
            return false;
        const size_t start = from + found;
        const size_t end = start + word.len;
        if ((start == 0 || id.ptr[start - 1] == '-') &&
            (end == id.len || id.ptr[end] == '-'))
            return true;
        from = start + 1;
    }
    return false;
}

static const char *kind_of(struct stn_str rule)
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (has_word(rule, stn_str_of(kinds[i].word)))
            return kinds[i].kind;
    return "SECRET";
}

static const struct stn_codec_info *base64(void)
{
    return &stn_codecs[STN_CODEC_BASE64];
}

/* Whether a value is base64 of "user:password". */
static bool is_pair(struct stn_str value)
{
    struct stn_buf text = STN_BUF_INIT(PAIR_BYTES_MAX);
    const bool holds =
        base64()->decode(value, &text, NULL, NULL) == STN_OK &&
        stn_str_find(stn_buf_str(&text), STN_STR(":")) != SIZE_MAX;

    stn_buf_dispose(&text);
    return holds;
}

static bool write_text(struct stn_stand_ins *stand_ins,
                       struct stn_stand_in *made, const char *kind)
{
    struct stn_buf text = STN_BUF_INIT(SIZE_MAX);

    if (made->is_pair)
        base64()->encode(PAIR, made->value, &text, NULL);
    else
        stn_buf_printf(&text, "%s%s-%zu", MARK.ptr, kind,
                       stand_ins->number + 1);
    const bool is_done =
        text.status == STN_OK &&
        stn_arena_copy(&stand_ins->arena, &made->text, stn_buf_str(&text));
    stn_buf_dispose(&text);
    return is_done;
}

size_t stn_stand_in_of(struct stn_stand_ins *stand_ins, struct stn_str rule,
                       struct stn_str value)
{
    const uint64_t key = stn_sha256_u64(value);
    const size_t known = stn_seen_find(&stand_ins->known, key);
    const char *kind = kind_of(rule);
    struct stn_stand_in made = {.is_pair = strcmp(kind, "BASIC") == 0 &&
                                           is_pair(value)};

    if (known != SIZE_MAX)
        return known;
    if (!stn_arena_copy(&stand_ins->arena, &made.value, value) ||
        !write_text(stand_ins, &made, kind))
        return SIZE_MAX;
    struct stn_stand_in *items =
        stn_grow(stand_ins->items, &stand_ins->capacity, stand_ins->count,
                 sizeof(*items));
    if (items == NULL)
        return SIZE_MAX;
    stand_ins->items = items;
    items[stand_ins->count] = made;
    if (!stn_seen_add(&stand_ins->known, key, stand_ins->count))
        return SIZE_MAX;
    if (!made.is_pair)
        stand_ins->number++;
    return stand_ins->count++;
}

static void fill(struct stn_buf *out, size_t count)
{
    char *to = stn_buf_reserve(out, count);

    if (to == NULL)
        return;
    memset(to, 'x', count);
    stn_buf_added(out, count);
}

/* A user and a password of so many bytes. */
static void append_pair(size_t length, struct stn_buf *out)
{
    const struct stn_str start = length >= PAIR.len ? PAIR : STN_STR("x:");

    stn_buf_append(out, stn_str_sub(start, 0, length));
    if (length > start.len)
        fill(out, length - start.len);
}

/* Base64 is as long as what it is of; what has a padding of its own is filled
 * up. */
static bool fit_pair(const struct stn_stand_in *stand_in, size_t length,
                     struct stn_buf *out)
{
    struct stn_buf was = STN_BUF_INIT(PAIR_BYTES_MAX);
    struct stn_buf pair = STN_BUF_INIT(PAIR_BYTES_MAX);
    struct stn_buf text = STN_BUF_INIT(SIZE_MAX);

    base64()->decode(stand_in->value, &was, NULL, NULL);
    append_pair(was.len, &pair);
    base64()->encode(stn_buf_str(&pair), stand_in->value, &text, NULL);
    if (text.len == length)
        stn_buf_append(out, stn_buf_str(&text));
    else
        fill(out, length);
    const bool is_done = was.status != STN_ENOMEM && pair.status == STN_OK &&
                         text.status == STN_OK && out->status == STN_OK;
    stn_buf_dispose(&was);
    stn_buf_dispose(&pair);
    stn_buf_dispose(&text);
    return is_done;
}

bool stn_stand_in_fit(const struct stn_stand_in *stand_in, size_t length,
                      struct stn_buf *out)
{
    const struct stn_str text = stand_in->text;
    const size_t end = out->len + length;
    size_t start = text.len;

    if (stand_in->is_pair)
        return fit_pair(stand_in, length, out);
    while (start > 0 && text.ptr[start - 1] != '-')
        start--;
    const struct stn_str number = stn_str_sub(text, start, text.len);
    /* Short of room, the number says more than the kind. */
    if (text.len <= length) {
        stn_buf_append(out, text);
    } else if (MARK.len + number.len <= length) {
        stn_buf_append(out, MARK);
        stn_buf_append(out, number);
    } else if (MARK.len - 1 <= length) {
        stn_buf_append(out, stn_str_sub(MARK, 0, MARK.len - 1));
    }
    fill(out, end - out->len);
    return out->status == STN_OK;
}
