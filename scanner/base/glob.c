#include "base/glob.h"

#include <stdint.h>

enum glob_kind {
    GLOB_BYTE,      /* That byte. */
    GLOB_ANY,       /* One byte but '/'. */
    GLOB_CLASS,     /* One byte of a class, but '/'. */
    GLOB_STAR,      /* Any run without '/'. */
    GLOB_STAR_STAR, /* Any run. */
    GLOB_FOLDERS,   /* Goes on in the run that follows, or past it. */
    GLOB_FOLDER,    /* A run that ends in '/'. */
    GLOB_OPEN,      /* '{': goes on here and after each `comma` of its group. */
    GLOB_COMMA,     /* The end of an alternative: goes on at `next`. */
    GLOB_END,       /* The end of the glob. */
};

/* One thing a path is matched against; `next` and `comma` are indices. */
struct glob_token {
    enum glob_kind kind;
    unsigned char byte;
    uint16_t start, end; /* Of a class's inside, in the glob. */
    uint16_t next;       /* Of ',': past the group's '}'. */
    uint16_t comma;      /* Of '{' and ',': the next ',' of the group, or 0. */
};

/* A glob cut into tokens: an automaton whose states are their indices. */
struct glob {
    struct stn_str text;
    size_t count;
    struct glob_token tokens[STN_GLOB_BYTES_MAX + 1];
};

/* A byte of a class, with its `\` taken off; *at is moved past it. */
static unsigned char class_byte(struct stn_str text, size_t *at)
{
    if (text.ptr[*at] == '\\')
        (*at)++;
    return (unsigned char)text.ptr[(*at)++];
}

/* The range or single byte of a class at *at, before `end`. */
static void class_range(struct stn_str text, size_t *at, size_t end,
                        unsigned char *low, unsigned char *high)
{
    *low = class_byte(text, at);
    *high = *low;
    if (end - *at >= 2 && text.ptr[*at] == '-') {
        (*at)++;
        *high = class_byte(text, at);
    }
}

/* A glob being cut. */
struct cutter {
    struct glob *glob;
    size_t at;        /* In its text. */
    bool leads;       /* Whether a component of the path begins here. */
    bool is_open;     /* Inside a group. */
    bool group_leads; /* `leads` at its '{'. */
    size_t mark;      /* Its latest '{' or ','. */
    size_t open;      /* Its '{'. */
};

static struct glob_token *add_token(struct glob *glob, enum glob_kind kind)
{
    struct glob_token *token = &glob->tokens[glob->count++];

    *token = (struct glob_token){.kind = kind};
    return token;
}

static const char *read_class(struct cutter *cutter)
{
    struct stn_str text = cutter->glob->text;
    size_t start = cutter->at + 1;
    size_t first = start;
    unsigned char low, high;

    if (first < text.len && (text.ptr[first] == '!' || text.ptr[first] == '^'))
        first++;
    size_t end = first;
    while (end < text.len && (text.ptr[end] != ']' || end == first))
        end += text.ptr[end] == '\\' ? 2 : 1;
    if (end >= text.len)
        return "an open '['";
    for (size_t at = first; at < end;) {
        class_range(text, &at, end, &low, &high);
        if (low > high)
            return "a range that runs backwards";
    }
    struct glob_token *token = add_token(cutter->glob, GLOB_CLASS);
    token->start = (uint16_t)start;
    token->end = (uint16_t)end;
    cutter->at = end + 1;
    cutter->leads = false;
    return NULL;
}

static void read_stars(struct cutter *cutter)
{
    struct stn_str text = cutter->glob->text;
    size_t start = cutter->at;

    while (cutter->at < text.len && text.ptr[cutter->at] == '*')
        cutter->at++;
    if (cutter->at - start == 1) {
        add_token(cutter->glob, GLOB_STAR);
    } else if (cutter->leads && cutter->at < text.len &&
               text.ptr[cutter->at] == '/') {
        add_token(cutter->glob, GLOB_FOLDERS);
        add_token(cutter->glob, GLOB_FOLDER);
        cutter->at++;
        return;
    } else {
        add_token(cutter->glob, GLOB_STAR_STAR);
    }
    cutter->leads = false;
}

/* '{', and in a group ',' and '}'. */
static const char *read_brace(struct cutter *cutter)
{
    struct glob *glob = cutter->glob;
    char byte = glob->text.ptr[cutter->at++];

    if (byte == '{') {
        if (cutter->is_open)
            return "a '{' inside another";
        cutter->open = glob->count;
        cutter->is_open = true;
        cutter->group_leads = cutter->leads;
        add_token(glob, GLOB_OPEN);
    } else if (byte == ',') {
        glob->tokens[cutter->mark].comma = (uint16_t)glob->count;
        cutter->leads = cutter->group_leads;
        add_token(glob, GLOB_COMMA);
    } else {
        for (size_t i = glob->tokens[cutter->open].comma; i != 0;
             i = glob->tokens[i].comma)
            glob->tokens[i].next = (uint16_t)glob->count;
        cutter->is_open = false;
        cutter->leads = false;
    }
    cutter->mark = glob->count - 1;
    return NULL;
}

static const char *read_byte(struct cutter *cutter)
{
    struct stn_str text = cutter->glob->text;
    char byte = text.ptr[cutter->at++];
    struct glob_token *token =
        add_token(cutter->glob, byte == '?' ? GLOB_ANY : GLOB_BYTE);

    if (byte == '\\') {
        if (cutter->at == text.len)
            return "a '\\' at the end";
        byte = text.ptr[cutter->at++];
    }
    token->byte = (unsigned char)byte;
    cutter->leads = byte == '/';
    return NULL;
}

/* Cut a glob into tokens. Returns what is wrong with it, or NULL. */
static const char *cut(struct glob *glob, struct stn_str text)
{
    struct cutter cutter = {.glob = glob, .leads = true};
    const char *problem = NULL;

    if (text.len == 0)
        return "nothing in it";
    if (text.len > STN_GLOB_BYTES_MAX)
        return "it is over 1024 bytes";
    glob->text = text;
    glob->count = 0;
    while (cutter.at < text.len && problem == NULL) {
        char byte = text.ptr[cutter.at];

        if (byte == '*')
            read_stars(&cutter);
        else if (byte == '[')
            problem = read_class(&cutter);
        else if (byte == '{' ||
                 (cutter.is_open && (byte == ',' || byte == '}')))
            problem = read_brace(&cutter);
        else
            problem = read_byte(&cutter);
    }
    if (problem == NULL && cutter.is_open)
        problem = "an open '{'";
    add_token(glob, GLOB_END);
    return problem;
}

static bool class_has(struct stn_str text, const struct glob_token *token,
                      unsigned char byte)
{
    unsigned char low, high;
    size_t at = token->start;
    bool is_negated = text.ptr[at] == '!' || text.ptr[at] == '^';

    if (byte == '/')
        return false;
    for (at += is_negated ? 1 : 0; at < token->end;) {
        class_range(text, &at, token->end, &low, &high);
        if (low <= byte && byte <= high)
            return !is_negated;
    }
    return is_negated;
}

/* What state i reaches without a byte; always further on. */
static void advance(const struct glob *glob, size_t i, bool *states)
{
    const struct glob_token *token = &glob->tokens[i];

    switch (token->kind) {
    case GLOB_STAR:
    case GLOB_STAR_STAR:
        states[i + 1] = true;
        break;
    case GLOB_FOLDERS:
        states[i + 1] = true;
        states[i + 2] = true;
        break;
    case GLOB_OPEN:
        states[i + 1] = true;
        for (size_t comma = token->comma; comma != 0;
             comma = glob->tokens[comma].comma)
            states[comma + 1] = true;
        break;
    case GLOB_COMMA:
        states[token->next] = true;
        break;
    default:
        break;
    }
}

/* What state i becomes by one byte of the path. */
static void step(const struct glob *glob, size_t i, unsigned char byte,
                 bool *states)
{
    const struct glob_token *token = &glob->tokens[i];

    switch (token->kind) {
    case GLOB_BYTE:
        states[i + 1] |= byte == token->byte;
        break;
    case GLOB_ANY:
        states[i + 1] |= byte != '/';
        break;
    case GLOB_CLASS:
        states[i + 1] |= class_has(glob->text, token, byte);
        break;
    case GLOB_STAR:
        states[i] |= byte != '/';
        break;
    case GLOB_STAR_STAR:
        states[i] = true;
        break;
    case GLOB_FOLDER:
        states[i] = true;
        states[i + 1] |= byte == '/';
        break;
    default:
        break;
    }
}

/* All states at once, so that no glob can make it go back. */
static bool run(const struct glob *glob, struct stn_str path)
{
    bool sets[2][STN_GLOB_BYTES_MAX + 2];
    bool *now = sets[0];
    bool *then = sets[1];
    bool is_alive = true;

    memset(now, 0, glob->count);
    now[0] = true;
    for (size_t at = 0; at < path.len && is_alive; at++) {
        memset(then, 0, glob->count);
        for (size_t i = 0; i < glob->count; i++) {
            if (!now[i])
                continue;
            advance(glob, i, now);
            step(glob, i, (unsigned char)path.ptr[at], then);
        }
        is_alive = memchr(then, true, glob->count) != NULL;
        bool *spare = now;
        now = then;
        then = spare;
    }
    for (size_t i = 0; i < glob->count; i++)
        if (now[i])
            advance(glob, i, now);
    return now[glob->count - 1];
}

bool stn_glob_matches(struct stn_str glob, struct stn_str path)
{
    struct glob ready;

    if (cut(&ready, glob) != NULL)
        return false;
    if (run(&ready, path))
        return true;
    if (path.len == 0 || memchr(glob.ptr, '/', glob.len) != NULL)
        return false;
    const char *slash = memrchr(path.ptr, '/', path.len);
    if (slash == NULL)
        return false;
    size_t start = (size_t)(slash - path.ptr) + 1;
    return run(&ready, stn_str_sub(path, start, path.len));
}

enum stn_status stn_glob_check(struct stn_str glob, struct stn_error *err)
{
    struct glob ready;
    const char *problem = cut(&ready, glob);

    if (problem == NULL)
        return STN_OK;
    return stn_fail(err, STN_EINPUT, "no good glob: %s", problem);
}
