#include "engine/lint_text.h"

#include <stdint.h>

/* Marsaglia's xorshift: the same sequence everywhere. */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static const char *const words[] = {
    "the",      "a",        "of",      "request",  "server",   "and",
    "to",       "is",       "file",    "value",    "when",     "we",
    "read",     "write",    "index",   "buffer",   "client",   "handle",
    "error",    "return",   "cache",   "from",     "that",     "list",
    "node",     "tree",     "parse",   "input",    "output",   "stream",
    "config",   "option",   "default", "timeout",  "retry",    "worker",
    "thread",   "queue",    "message", "user",     "name",     "path",
    "event",    "state",    "update",  "delete",   "create",   "table",
    "column",   "row",      "schema",  "version",  "release",  "build",
    "test",     "module",   "package", "import",   "export",   "header",
    "cookie",   "session",  "token",   "key",      "service",  "region",
    "bucket",   "cluster",  "deploy",  "metrics",  "trace",    "span",
    "level",    "debug",    "warning", "format",   "string",   "number",
    "length",   "offset",   "count",   "total",    "size",     "time",
    "date",     "zone",     "locale",  "account",  "payment",  "order",
    "invoice",  "customer", "address", "email",    "phone",    "country",
    "password", "secret",   "access",  "public",   "private",  "static",
    "github",   "google",   "azure",   "slack",    "stripe",   "docker",
    "api",      "auth",     "webhook", "database", "endpoint", "resource",
};

static const char *pick(uint64_t *state, const char *const *from, size_t count)
{
    return from[next_random(state) % count];
}

#define WORD_COUNT (sizeof(words) / sizeof(words[0]))

static const char lower_hex[] = "0123456789abcdef";
static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                             "abcdefghijklmnopqrstuvwxyz0123456789+/";

static void put_run(struct stn_buf *out, uint64_t *state, const char *alphabet,
                    size_t letters, size_t count)
{
    for (size_t i = 0; i < count; i++)
        stn_buf_putc(out, alphabet[next_random(state) % letters]);
}

/*
 * A line is a template: %w a word, %W one with a capital, %n a number,
 * %h a SHA-1, %H a SHA-256, %s a short hash, %u a UUID, %b a SHA-512 in base64,
 * %i a piece of an embedded image.
 */
static void put_field(struct stn_buf *out, uint64_t *state, char field)
{
    static const unsigned char uuid_groups[] = {8, 4, 4, 4, 12};
    const char *word;

    switch (field) {
    case 'w':
        stn_buf_puts(out, pick(state, words, WORD_COUNT));
        break;
    case 'W':
        word = pick(state, words, WORD_COUNT);
        stn_buf_putc(out, (char)(word[0] - 'a' + 'A'));
        stn_buf_puts(out, word + 1);
        break;
    case 'n':
        stn_buf_printf(out, "%u", (unsigned)(next_random(state) % 10000));
        break;
    case 'h':
        put_run(out, state, lower_hex, 16, 40);
        break;
    case 'H':
        put_run(out, state, lower_hex, 16, 64);
        break;
    case 's':
        put_run(out, state, lower_hex, 16, 7);
        break;
    case 'u':
        for (size_t i = 0; i < sizeof(uuid_groups); i++) {
            if (i > 0)
                stn_buf_putc(out, '-');
            put_run(out, state, lower_hex, 16, uuid_groups[i]);
        }
        break;
    case 'b':
        put_run(out, state, base64, 64, 86);
        stn_buf_puts(out, "==");
        break;
    default:
        put_run(out, state, base64, 64, 76);
        break;
    }
}

static const char *const lines[] = {
    "%W %w %w %w %w %w, %w %w %w %w %w %w %w.\n",
    "The %w %w is %w by the %w of each %w; see the %w %w.\n",
    "%W the %w, then %w it with %n %w and %n %w of %w.\n",
    "// %W %w %w the %w before any %w is %w.\n",
    "/* %w %w: %w the %w of this %w, at most %n bytes. */\n",
    "    if (%w_%w(%w, &%w) != 0)\n        return -%n;\n",
    "    for (size_t i = 0; i < %w->%w_count; i++) {\n",
    "    const %w%W = new %W%W(%w, %n, { %w: true });\n",
    "func (%w *%W) %W%W(ctx context.Context, %w string) error {\n",
    "\tif err := %w.%W(%w, %n); err != nil {\n\t\treturn err\n\t}\n}\n",
    "def %w_%w(self, %w=None, %w='%w'):\n    return self.%w[%n]\n",
    "import { %W%W, %w } from '../%w/%w-%w';\n",
    "#include \"%w/%w_%w.h\"\n",
    "  \"%w\": { \"%w\": \"%w\", \"%w\": %n, \"%w\": [%n, %n] },\n",
    "  %w_%w: ${%w_%W}\n",
    "export %w_%w=$(cat \"$%w/%w.txt\")\n",
    "%w.%w = os.environ[\"%w_%w\"]\n",
    "    password = getpass.getpass(\"%W %w: \")\n",
    "    token: str = settings.%w.token  # %w the %w\n",
    "    api_key = config.get('%w', '%w')\n",
    "Authorization: Bearer <%w>\n",
    "2026-%n-%nT10:%n:%nZ INFO %w.%w: %w %w id=%u took=%nms\n",
    "%n.%n.%n.%n - - \"GET /%w/%w?%w=%n&page=%n HTTP/1.1\" 200 %n\n",
    "commit %h\n",
    "index %s..%s 100644\n",
    "golang.org/x/%w v0.%n.%n/go.mod h1:%w\n",
    "      \"resolved\": \"https://registry.example.com/%w/-/%w-%n.%n.tgz\",\n",
    "      \"integrity\": \"sha512-%b\"\n",
    "    --hash=sha256:%H \\\n",
    "image: registry.example.com/%w/%w@sha256:%H\n",
    "data:image/png;base64,%i%i%i\n",
    "<a href=\"https://www.example.org/%w/%w/%n#%w\">%W %w</a>\n",
    ".%w-%w { margin: 0 %npx; color: #%s; background: url(%w.svg) }\n",
    "INSERT INTO %w (%w, %w, %w) VALUES (%n, 'active', '%u');\n",
    "mailto:%w.%w@example.com\n",
    "arn:partition:%w:region-%n:%w/%w\n",
    "postgres://localhost:%n/%w?%w=%w\n",
    "\n",
    "| %w | %w %w %w | `%w` | %n |\n",
    "- [ ] %w %w %w (#%n)\n",
};

static void put_line(struct stn_buf *out, uint64_t *state)
{
    const char *line = pick(state, lines, sizeof(lines) / sizeof(lines[0]));

    for (; *line != '\0'; line++) {
        if (*line == '%')
            put_field(out, state, *++line);
        else
            stn_buf_putc(out, *line);
    }
}

void stn_lint_ordinary(struct stn_buf *out)
{
    uint64_t state = 0x5374616E63686572; /* any seed but 0 */
    const size_t end = out->len + STN_LINT_ORDINARY_BYTES;

    while (out->len < end && out->status >= 0)
        put_line(out, &state);
}

void stn_lint_repeat(struct stn_buf *out, struct stn_str piece,
                     struct stn_str joint, size_t size)
{
    char *text = stn_buf_reserve(out, size);
    size_t made = 0;

    if (text == NULL || piece.len == 0)
        return;
    /* One piece byte by byte, then what is there doubles. */
    for (size_t i = 0; i < piece.len + joint.len && made < size; i++)
        text[made++] = i < piece.len ? piece.ptr[i] : joint.ptr[i - piece.len];
    while (made < size) {
        size_t more = made < size - made ? made : size - made;
        memcpy(text + made, text, more);
        made += more;
    }
    stn_buf_added(out, size);
}
