/**
 * @file
 * Which words begin which grammar. Most of a log is none of them, so the first
 * two bytes of a word decide, by one load and one shift.
 */
#include "http/log_reader.h"

struct mark {
    const char *text;
    uint8_t length;
    bool any_case;
    const struct stn_log_grammar *grammar;
};

#define MARK(literal, grammar)                                                 \
    {                                                                          \
        literal, sizeof(literal) - 1, false, &(grammar)                        \
    }
/* Of any case; written here in lower case. */
#define NAME(literal, grammar)                                                 \
    {                                                                          \
        literal, sizeof(literal) - 1, true, &(grammar)                         \
    }
#define END                                                                    \
    {                                                                          \
        NULL, 0, false, NULL                                                   \
    }

static const struct mark marks_a[] = {
    NAME("authorization", stn_log_pair), NAME("api-key", stn_log_pair),
    NAME("api_key", stn_log_pair),       NAME("apikey", stn_log_pair),
    NAME("access_token", stn_log_json),  MARK("Added cookie ", stn_log_wget),
    NAME("accesstoken", stn_log_json),   END,
};
static const struct mark marks_b[] = {
    MARK("body", stn_log_literal),
    END,
};
static const struct mark marks_c[] = {
    NAME("cookie", stn_log_pair),        MARK("curl ", stn_log_command),
    MARK("curl.exe ", stn_log_command),  MARK("CONNECT ", stn_log_request),
    NAME("client_secret", stn_log_json), END,
};
static const struct mark marks_d[] = {
    MARK("DELETE ", stn_log_request),
    MARK("data", stn_log_literal),
    END,
};
static const struct mark marks_f[] = {
    MARK("FALSE\t/", stn_log_jar),
    MARK("field \"", stn_log_pair),
    END,
};
static const struct mark marks_g[] = {
    MARK("GET ", stn_log_request),
    END,
};
static const struct mark marks_h[] = {
    MARK("HTTP/", stn_log_status),    MARK("HEAD ", stn_log_request),
    MARK("header: ", stn_log_python), MARK("header \"", stn_log_pair),
    NAME("headers", stn_log_object),  MARK("https://", stn_log_address),
    MARK("http://", stn_log_address), END,
};
static const struct mark marks_m[] = {
    MARK("map[", stn_log_go_map),
    END,
};
static const struct mark marks_o[] = {
    MARK("OPTIONS ", stn_log_request),
    END,
};
static const struct mark marks_p[] = {
    MARK("POST ", stn_log_request),
    MARK("PUT ", stn_log_request),
    MARK("PATCH ", stn_log_request),
    NAME("proxy-authorization", stn_log_pair),
    NAME("private-token", stn_log_pair),
    NAME("password", stn_log_json),
    END,
};
static const struct mark marks_r[] = {
    MARK("rawHeaders: [", stn_log_object),
    MARK("Request method:\t", stn_log_sections),
    MARK("Replaced cookie ", stn_log_wget),
    NAME("refresh_token", stn_log_json),
    NAME("refreshtoken", stn_log_json),
    END,
};
static const struct mark marks_s[] = {
    NAME("set-cookie", stn_log_pair), MARK("send: b", stn_log_literal),
    MARK("Setting --", stn_log_wget), MARK("Stored cookie ", stn_log_wget),
    NAME("secret", stn_log_json),     END,
};
static const struct mark marks_t[] = {
    MARK("TRUE\t/", stn_log_jar),
    NAME("token", stn_log_json),
    MARK("TRACE ", stn_log_request),
    END,
};
static const struct mark marks_w[] = {
    MARK("wget ", stn_log_command),
    END,
};
static const struct mark marks_x[] = {
    NAME("x-", stn_log_pair),
    END,
};
static const struct mark marks_hash[] = {
    MARK("# domain\tpath\tname\tvalue\tdate", stn_log_table),
    MARK("# Netscape HTTP Cookie File", stn_log_divider),
    MARK("# HTTP Cookie File", stn_log_divider),
    END,
};
static const struct mark marks_equals[] = {
    MARK("=> Send ", stn_log_trace),
    MARK("== Info:", stn_log_trace),
    MARK("=== RUN ", stn_log_test),
    MARK("=== CONT ", stn_log_test),
    MARK("=== NAME ", stn_log_test),
    MARK("=== PAUSE ", stn_log_test),
    END,
};
static const struct mark marks_less[] = {
    MARK("<-- ", stn_log_okhttp), MARK("<= Recv ", stn_log_trace),
    MARK("<< ", stn_log_wire),    MARK("<- \"", stn_log_ruby),
    MARK("< ", stn_log_karate),   END,
};
static const struct mark marks_more[] = {
    MARK(">> ", stn_log_wire),
    END,
};
static const struct mark marks_minus[] = {
    MARK("-> \"", stn_log_ruby),
    MARK("--> END", stn_log_okhttp),
    MARK("---request begin---", stn_log_divider),
    MARK("---response begin---", stn_log_divider),
    MARK("---[ REQUEST", stn_log_divider),
    MARK("---[ RESPONSE", stn_log_divider),
    MARK("--- PASS: ", stn_log_test),
    MARK("--- FAIL: ", stn_log_test),
    MARK("--- SKIP: ", stn_log_test),
    END,
};
static const struct mark marks_bracket[] = {
    MARK("[BODY data: ", stn_log_wget),
    MARK("[HTTP/2] [", stn_log_curl_pair),
    END,
};
static const struct mark marks_line[] = {
    MARK("___", stn_log_test),
    END,
};

static const struct mark marks_at[] = {
    MARK("@", stn_log_variable),
    END,
};
static const struct mark marks_colon[] = {
    MARK("::add-mask::", stn_log_mask),
    END,
};
static const struct mark marks_box[] = {
    MARK("\xe2\x94\x8c \xe2\x86", stn_log_box), /* corner, arrow */
    END,
};

static const struct mark *const marks[256] = {
    ['a'] = marks_a,       ['A'] = marks_a,    ['b'] = marks_b,
    ['c'] = marks_c,       ['C'] = marks_c,    ['d'] = marks_d,
    ['D'] = marks_d,       ['f'] = marks_f,    ['F'] = marks_f,
    ['G'] = marks_g,       ['h'] = marks_h,    ['H'] = marks_h,
    ['m'] = marks_m,       ['O'] = marks_o,    ['p'] = marks_p,
    ['P'] = marks_p,       ['r'] = marks_r,    ['R'] = marks_r,
    ['s'] = marks_s,       ['S'] = marks_s,    ['t'] = marks_t,
    ['T'] = marks_t,       ['w'] = marks_w,    ['x'] = marks_x,
    ['X'] = marks_x,       ['#'] = marks_hash, ['='] = marks_equals,
    ['<'] = marks_less,    ['>'] = marks_more, ['-'] = marks_minus,
    ['['] = marks_bracket, ['_'] = marks_line, ['@'] = marks_at,
    [':'] = marks_colon,   [0xe2] = marks_box,
};

/*
 * By first byte: which second and which third bytes there are, by their low
 * five bits, so that a letter stands for both its cases. What only seems to be
 * a mark is found out by is_mark().
 *
 * A mark begins at the first byte of a word only; whether a byte is of a word
 * stands in the bit of '_', where it can do no harm. So a byte costs one load
 * and no branch, unless a mark is near.
 */
#define BIT(byte) (UINT64_C(1) << ((byte)&31))
#define LETTERS UINT64_C(0x07fffffe)
#define ANY UINT64_C(0xffffffff)
#define PAIR(second, third) ((second) | (third) << 32)
#define WORD BIT('_')
static const uint64_t seconds[256] = {
    ['a'] = WORD | PAIR(BIT('u') | BIT('p') | BIT('c'),
                        BIT('t') | BIT('i') | BIT('c')),
    ['A'] = WORD | PAIR(BIT('u') | BIT('p') | BIT('c') | BIT('d'),
                        BIT('t') | BIT('i') | BIT('c') | BIT('d')),
    ['b'] = WORD | PAIR(BIT('o'), BIT('d')),
    ['c'] = WORD | PAIR(BIT('o') | BIT('u') | BIT('l'),
                        BIT('o') | BIT('r') | BIT('i')),
    ['C'] = WORD | PAIR(BIT('o') | BIT('l'), BIT('o') | BIT('n') | BIT('i')),
    ['d'] = WORD | PAIR(BIT('a'), BIT('t')),
    ['D'] = WORD | PAIR(BIT('e'), BIT('l')),
    ['f'] = WORD | PAIR(BIT('i'), BIT('e')),
    ['F'] = WORD | PAIR(BIT('a'), BIT('l')),
    ['G'] = WORD | PAIR(BIT('e'), BIT('t')),
    ['h'] = WORD | PAIR(BIT('e') | BIT('t'), BIT('a') | BIT('t')),
    ['H'] = WORD | PAIR(BIT('e') | BIT('t'), BIT('a') | BIT('t')),
    ['m'] = WORD | PAIR(BIT('a'), BIT('p')),
    ['O'] = WORD | PAIR(BIT('p'), BIT('t')),
    ['p'] = WORD | PAIR(BIT('r') | BIT('a'), BIT('o') | BIT('i') | BIT('s')),
    ['P'] = WORD | PAIR(BIT('r') | BIT('a') | BIT('o') | BIT('u'),
                        BIT('o') | BIT('i') | BIT('s') | BIT('t')),
    ['r'] = WORD | PAIR(BIT('a') | BIT('e'), BIT('w') | BIT('f')),
    ['R'] = WORD | PAIR(BIT('e'), BIT('q') | BIT('f') | BIT('p')),
    ['s'] = WORD | PAIR(BIT('e'), BIT('t') | BIT('n') | BIT('c')),
    ['S'] = WORD | PAIR(BIT('e') | BIT('t'), BIT('t') | BIT('o') | BIT('c')),
    ['t'] = WORD | PAIR(BIT('o'), BIT('k')),
    ['T'] = WORD | PAIR(BIT('o') | BIT('r'), BIT('u') | BIT('k') | BIT('a')),
    ['w'] = WORD | PAIR(BIT('g'), BIT('e')),
    ['x'] = WORD | PAIR(BIT('-'), LETTERS),
    ['X'] = WORD | PAIR(BIT('-'), LETTERS),
    ['_'] = WORD | PAIR(BIT('_'), BIT('_')),
    ['-'] = WORD | PAIR(BIT('-') | BIT('>'), BIT('-') | BIT('>') | BIT(' ')),
    ['#'] = PAIR(BIT(' '), BIT('d') | BIT('n') | BIT('h')),
    ['='] = PAIR(BIT('>') | BIT('='), BIT(' ') | BIT('=')),
    ['<'] = PAIR(BIT('-') | BIT('=') | BIT('<') | BIT(' '),
                 BIT('-') | BIT(' ') | BIT('1') | BIT('2') | BIT('3') |
                     BIT('4') | BIT('5')),
    ['>'] = PAIR(BIT('>'), BIT(' ')),
    ['['] = PAIR(BIT('b') | BIT('h'), BIT('o') | BIT('t')),
    [':'] = PAIR(BIT(':'), BIT('a')),
    ['@'] = PAIR(LETTERS, LETTERS),
    ['\x1b'] = PAIR(BIT('['), ANY),
    [0xe2] = PAIR(BIT(0x94), BIT(0x8c)),
    ['e'] = WORD,
    ['g'] = WORD,
    ['i'] = WORD,
    ['j'] = WORD,
    ['k'] = WORD,
    ['l'] = WORD,
    ['n'] = WORD,
    ['o'] = WORD,
    ['q'] = WORD,
    ['u'] = WORD,
    ['v'] = WORD,
    ['y'] = WORD,
    ['z'] = WORD,
    ['B'] = WORD,
    ['E'] = WORD,
    ['I'] = WORD,
    ['J'] = WORD,
    ['K'] = WORD,
    ['L'] = WORD,
    ['M'] = WORD,
    ['N'] = WORD,
    ['Q'] = WORD,
    ['U'] = WORD,
    ['V'] = WORD,
    ['W'] = WORD,
    ['Y'] = WORD,
    ['Z'] = WORD,
    ['0'] = WORD,
    ['1'] = WORD,
    ['2'] = WORD,
    ['3'] = WORD,
    ['4'] = WORD,
    ['5'] = WORD,
    ['6'] = WORD,
    ['7'] = WORD,
    ['8'] = WORD,
    ['9'] = WORD,
};

bool stn_log_is_word(char byte)
{
    return (seconds[(unsigned char)byte] & WORD) != 0;
}

size_t stn_log_next_mark(struct stn_str bytes, size_t at, size_t end)
{
    const unsigned char *byte = (const unsigned char *)bytes.ptr;
    const size_t room = bytes.len > 2 ? bytes.len - 2 : 0;
    const size_t last = end < room ? end : room;
    uint64_t before = at > 0 && at < last ? seconds[byte[at - 1]] : 0;

    for (; at < last; at++) {
        const uint64_t here = seconds[byte[at]];

        if ((here >> (byte[at + 1] & 31) & here >> (32 + (byte[at + 2] & 31)) &
             ~(before >> 31) & 1) != 0)
            return at;
        before = here;
    }
    return end;
}

static bool is_mark(const struct mark *mark, struct stn_str bytes, size_t at)
{
    if (bytes.len - at < mark->length)
        return false;
    /* Most are told apart by their third byte. */
    if (mark->length > 2 && ((bytes.ptr[at + 2] ^ mark->text[2]) & ~0x20) != 0)
        return false;
    if (!mark->any_case)
        return memcmp(bytes.ptr + at, mark->text, mark->length) == 0;
    for (size_t i = 0; i < mark->length; i++) {
        char byte = bytes.ptr[at + i];

        if (byte >= 'A' && byte <= 'Z')
            byte = (char)(byte | 0x20);
        if (byte != mark->text[i])
            return false;
    }
    return true;
}

const struct stn_log_grammar *stn_log_mark_at(struct stn_str bytes, size_t at)
{
    const struct mark *mark = marks[(unsigned char)bytes.ptr[at]];

    if (mark == NULL)
        return NULL;
    for (; mark->text != NULL; mark++)
        if (is_mark(mark, bytes, at))
            return mark->grammar;
    return NULL;
}
