#include "tests/support/sample_report.h"

#include <assert.h>

#include "base/alloc.h"

static const struct stn_rule_info access_key = {
    .id = "aws-access-key-id",
    .title = "AWS access key ID",
    .advice = "Deactivate the key in IAM, then issue a new one.",
    .source = "https://docs.aws.amazon.com/IAM/",
    .category = STN_CATEGORY_SECRET,
    .severity = STN_HIGH,
};
static const struct stn_rule_info private_key = {
    .id = "private-key",
    .title = "Private key",
    .advice = "Replace the key pair everywhere its public half is trusted.",
    .category = STN_CATEGORY_SECRET,
    .severity = STN_CRITICAL,
};
static const struct stn_rule_info basic_auth = {
    .id = "http-basic-auth",
    .title = "User and password in an HTTP header",
    .advice = "Change the password; record captures with it taken out.",
    .category = STN_CATEGORY_SECRET,
    .severity = STN_HIGH,
};
static const struct stn_rule_info generic = {
    .id = "generic-password",
    .title = "Password",
    .category = STN_CATEGORY_SECRET,
    .severity = STN_MEDIUM,
};

static const struct stn_rule_info loop_defer = {
    .id = "go-defer-in-loop",
    .title = "Deferred call in a loop",
    .advice = "Put the body of the loop into a function of its own.",
    .category = STN_CATEGORY_GO,
    .severity = STN_MEDIUM,
};

static const struct stn_related opened[] = {
    {
        .file = STN_STR("src/walk.go"),
        .start = {18, 3},
        .end = {18, 26},
        .message = STN_STR("f is opened here"),
    },
    {
        .file = STN_STR("::warning::\n.go"),
        .start = {1, 1},
        .end = {1, 2},
        .message = STN_STR("##[error]\033[2J"),
    },
};

static const struct stn_fix wrap = {
    .title = STN_STR("close it in a function literal"),
    .edits = {{.start_byte = 400,
               .end_byte = 400,
               .start = {18, 3},
               .end = {18, 3},
               .text = STN_STR("func() {\n\t\t")},
              {.start_byte = 470,
               .end_byte = 471,
               .start = {23, 2},
               .end = {23, 3},
               .text = STN_STR("}()\n\t}")}},
    .edit_count = 2,
    .diff = STN_STR("@@ -17,3 +17,4 @@\n"
                    "     for _, name := range names {\n"
                    "-        f, err := os.Open(name)\n"
                    "+        func() {\n"
                    "+        f, err := os.Open(name)\n"
                    " ::error::\033[2J\n"),
};

static const struct stn_finding findings[] = {
    {
        .rule = &generic,
        .severity = STN_MEDIUM,
        .file = STN_STR("::error file=a,line=1::pwned\n\033[2J##[error]%x.env"),
        .start = {1, 10},
        .end = {1, 22},
        .start_byte = 9,
        .end_byte = 21,
        .preview = STN_STR("\xE2\x80\xA6"),
        .excerpt = STN_STR("::set-output name=x##[error]pw=********"),
        .excerpt_mark = 31,
        .excerpt_marked = 8,
        .fingerprint = {.place = 0x0123456789ABCDEF, .secret = 0xFFFFF},
    },
    {
        .rule = &access_key,
        .severity = STN_HIGH,
        .file = STN_STR("caf\xE9/\\xE9.env"),
        .commit = STN_STR("89abcdef0123456789abcdef0123456789abcdef"),
        .author = STN_STR("Eve \033]0;title\007 \xFF <eve@stanch.example>"),
        .date = STN_STR("2026-03-01T23:59:59-07:00"),
        .start = {2, 5},
        .end = {2, 25},
        .start_byte = 40,
        .end_byte = 60,
        .preview = STN_STR("AKIA\xE2\x80\xA6"),
        .excerpt = STN_STR("\xE2\x80\xA6key=********, region=eu\xE2\x80\xA6"),
        .excerpt_mark = 5,
        .excerpt_marked = 8,
        .fingerprint = {.place = 0x8899AABBCCDDEEFF, .secret = 0x00001},
        .evidence = {"checksum valid"},
        .evidence_count = 1,
    },
    {
        .rule = &basic_auth,
        .severity = STN_HIGH,
        .file = STN_STR("captures/login.har"),
        .location = STN_STR("entries[3].request.headers.Authorization"),
        .start = {41, 31},
        .end = {41, 51},
        .start_byte = 5000000000,
        .end_byte = 5000000020,
        .preview = STN_STR("ada:\xE2\x80\xA6"),
        .excerpt = STN_STR("\"value\": \"Basic ********\""),
        .excerpt_mark = 16,
        .excerpt_marked = 8,
        .fingerprint = {.place = 0x1111111111111111, .secret = 0xABCDE},
        .evidence = {"base64 of user and password", "response was 200"},
        .evidence_count = 2,
    },
    {
        .rule = &access_key,
        .severity = STN_HIGH,
        .file = STN_STR("deploy/prod.env"),
        .commit = STN_STR("0123456789abcdef0123456789abcdef01234567"),
        .author = STN_STR("Zo\xC3\xAB Example <zoe@stanch.example>"),
        .date = STN_STR("2026-01-02T15:04:05+02:00"),
        .start = {3, 9},
        .end = {3, 29},
        .start_byte = 41,
        .end_byte = 61,
        .preview = STN_STR("AKIA\xE2\x80\xA6"),
        .excerpt = STN_STR("AWS_KEY=******** # \xC3\xBC"),
        .excerpt_mark = 8,
        .excerpt_marked = 8,
        .fingerprint = {.place = 0x2222222222222222, .secret = 0x12345},
        .evidence = {"checksum valid", "in HEAD"},
        .evidence_count = 2,
    },
    {
        .rule = &access_key,
        .severity = STN_HIGH,
        .file = STN_STR("deploy/sample.env"),
        .start = {7, 9},
        .end = {7, 29},
        .start_byte = 120,
        .end_byte = 140,
        .preview = STN_STR("AKIA\xE2\x80\xA6"),
        .excerpt = STN_STR("AWS_KEY=******** # stanch:allow aws-* -- a sample"),
        .excerpt_mark = 8,
        .excerpt_marked = 8,
        .fingerprint = {.place = 0x3333333333333333, .secret = 0x23456},
        .status = STN_ALLOWED,
        .reason = STN_STR("a sample"),
    },
    {
        .rule = &generic,
        .severity = STN_LOW,
        .file = STN_STR("docs/guide.md"),
        .start = {12, 1},
        .end = {12, 11},
        .start_byte = 300,
        .end_byte = 310,
        .preview = STN_STR("hu\xE2\x80\xA6"),
        .fingerprint = {.place = 0x4444444444444444, .secret = 0x34567},
        .status = STN_KNOWN,
        .reason = STN_STR("in the baseline"),
    },
    {
        .rule = &private_key,
        .severity = STN_CRITICAL,
        .file = STN_STR("keys/server.pem"),
        .start = {1, 1},
        .end = {28, 30},
        .start_byte = 0,
        .end_byte = 1704,
        .preview = STN_STR("----\xE2\x80\xA6"),
        .excerpt = STN_STR("********"),
        .excerpt_marked = 8,
        .fingerprint = {.place = 0x5555555555555555, .secret = 0x45678},
        .evidence = {"RSA, 2048 bits"},
        .evidence_count = 1,
    },
    {
        .rule = &generic,
        .severity = STN_LOW,
        .file = STN_STR("src/app.go"),
        .start = {1204, 17},
        .end = {1204, 29},
        .start_byte = 40960,
        .end_byte = 40972,
        .preview = STN_STR("s3c\xE2\x80\xA6"),
        .excerpt = STN_STR("password := \"********\""),
        .excerpt_mark = 13,
        .excerpt_marked = 8,
        .fingerprint = {.place = 0x6666666666666666, .secret = 0x56789},
        .evidence = {"in-line allow without a reason"},
        .evidence_count = 1,
    },
    {
        .rule = &loop_defer,
        .severity = STN_MEDIUM,
        .file = STN_STR("src/walk.go"),
        .location = STN_STR("func (*Tree).Walk"),
        .start = {22, 3},
        .end = {22, 18},
        .start_byte = 448,
        .end_byte = 463,
        .excerpt = STN_STR("defer f.Close() // \xC3\xBC"),
        .excerpt_mark = 0,
        .excerpt_marked = 15,
        .fingerprint = {.place = 0x7777777777777777, .secret = 0x6789A},
        .evidence = {"every round holds a file"},
        .evidence_count = 1,
        .related = opened,
        .related_count = 2,
        .fix = &wrap,
    },
};

/* As stn_findings_settle() leaves them: failures first, then by file. */
static const struct stn_skip skips[] = {
    {.reason = STN_SKIP_SHALLOW,
     .detail = STN_STR("history ends at 12 commits")},
    {.reason = STN_SKIP_STOPPED, .detail = STN_STR("after 30 s, 12 of 80")},
    {.reason = STN_SKIP_SELF_CHECK},
    {.reason = STN_SKIP_NOTHING, .detail = STN_STR("A..B holds no commit")},
    {.reason = STN_SKIP_TOO_LARGE,
     .file = STN_STR("data/dump.sql"),
     .bytes = 6442450944},
    {.reason = STN_SKIP_CHANGED, .file = STN_STR("log/today.log")},
    {.reason = STN_SKIP_LFS, .file = STN_STR("media/film.mp4"), .bytes = 131},
    {.reason = STN_SKIP_MISSING,
     .file = STN_STR("src/gone.c"),
     .commit = STN_STR("0123456789abcdef0123456789abcdef01234567")},
    {.reason = STN_SKIP_TOO_MANY, .file = STN_STR("src/rows.csv")},
    {.reason = STN_SKIP_UNCHECKED,
     .file = STN_STR("src/tables.go"),
     .bytes = 20000000},
    {.reason = STN_SKIP_REGEX_LIMIT,
     .file = STN_STR("src/x.min.js"),
     .detail = STN_STR("rule generic-password gave up"),
     .bytes = 920000},
    {.reason = STN_SKIP_UNREADABLE,
     .file = STN_STR("\xFF\n::warning::x"),
     .detail = STN_STR("Permission denied")},
    {.reason = STN_SKIP_BINARY,
     .file = STN_STR("a.bin"),
     .commit = STN_STR("89abcdef0123456789abcdef0123456789abcdef"),
     .bytes = 5120},
    {.reason = STN_SKIP_SPECIAL, .file = STN_STR("run/socket")},
    {.reason = STN_SKIP_SYMLINK, .file = STN_STR("latest")},
    {.reason = STN_SKIP_UNPARSED, .file = STN_STR("src/draft.go")},
    {.reason = STN_SKIP_SUBMODULE, .file = STN_STR("lib/zlib")},
    {.reason = STN_SKIP_PATH, .file = STN_STR("vendor/a.go"), .bytes = 77},
};

static const char *const notes[] = {
    ".stanch.yml:12: allow entry matched nothing",
    ".stanch.yml:13: allow entry counted until 2026-01-31",
};

static void *copy(const void *items, size_t bytes)
{
    void *block = stn_malloc(bytes);

    assert(block != NULL);
    memcpy(block, items, bytes);
    return block;
}

void sample_report_init_clean(struct stn_report *report)
{
    *report = (struct stn_report){
        .verdict = STN_CLEAN,
        .fail_at = STN_HIGH,
        .commits = 12,
        .rule_count = 312,
        .ruleset = "sha256:0123456789abcdef0123456789abcdef"
                   "0123456789abcdef0123456789abcdef",
        .what = "main..HEAD, 12 commits",
        .seconds = 0.3125,
    };
    report->found.texts = 80;
    report->found.bytes = 913442;
    report->found.packages = 3;
}

void sample_report_init_incomplete(struct stn_report *report)
{
    sample_report_init_clean(report);
    report->verdict = STN_INCOMPLETE;
    report->found.skips = copy(skips, sizeof(skips[0]));
    report->found.skip_count = 1;
    report->found.skip_capacity = 1;
    report->found.skipped[skips[0].reason] = 1;
}

void sample_report_init(struct stn_report *report)
{
    sample_report_init_clean(report);
    report->verdict = STN_FINDINGS;
    report->blocking = 4;
    report->suppressed = 2;
    report->dropped = 3;
    report->found.items = copy(findings, sizeof(findings));
    report->found.count = sizeof(findings) / sizeof(findings[0]);
    report->found.capacity = report->found.count;
    for (size_t i = 0; i < report->found.count; i++)
        report->found.items[i].fingerprint.nth = 1;
    report->found.skips = copy(skips, sizeof(skips));
    report->found.skip_count = sizeof(skips) / sizeof(skips[0]);
    report->found.skip_capacity = report->found.skip_count;
    for (size_t i = 0; i < report->found.skip_count; i++)
        report->found.skipped[skips[i].reason]++;
    report->found.skipped[STN_SKIP_TOO_LARGE] += 1203;
    report->notes = copy(notes, sizeof(notes));
    report->note_count = sizeof(notes) / sizeof(notes[0]);
    report->note_capacity = report->note_count;
}

void sample_report_dispose(struct stn_report *report)
{
    stn_report_dispose(report);
}
