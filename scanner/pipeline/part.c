#include "pipeline/part.h"

#include "base/limits.h"
#include "pipeline/options_digest.h"

/* A line for people: it names three paths. */
#define WHAT_BYTES_MAX (64 * STN_KIB)

void stn_part_mark(struct stn_part_mark *mark, const struct stn_findings *found)
{
    mark->listed = found->skip_count;
    memcpy(mark->counted, found->skipped, sizeof(mark->counted));
}

static void count_shared(struct stn_report *report,
                         const struct stn_part_mark *mark)
{
    struct stn_findings *found = &report->found;
    uint64_t *shared = report->part.shared;

    for (size_t i = 0; i <= STN_SKIP_NOTHING; i++)
        shared[i] = found->skipped[i] - mark->counted[i];
    for (size_t i = 0; i < mark->listed; i++)
        shared[found->skips[i].reason] += found->skips[i].is_shared;
    for (size_t i = mark->listed; i < found->skip_count; i++)
        found->skips[i].is_shared = true;
}

static void put_string(struct stn_sha256 *hash, const char *text)
{
    stn_sha256_update(hash, stn_str_of(text));
    stn_sha256_update(hash, (struct stn_str){"", 1});
}

static void digest_seen(char out[STN_DIGEST_WORDS],
                        const struct stn_source *source,
                        const struct stn_source_options *options, void *state)
{
    const struct stn_target *target = options->target;
    unsigned char digest[STN_SHA256_BYTES];
    struct stn_sha256 hash;

    stn_sha256_init(&hash);
    put_string(&hash, source->name);
    put_string(&hash, target->all_refs ? "all refs" : "");
    for (size_t i = 0; i < target->paths.count; i++)
        put_string(&hash, target->paths.items[i]);
    if (source->identify != NULL)
        source->identify(state, &hash);
    stn_sha256_final(&hash, digest);
    stn_digest_write(out, digest);
}

static enum stn_status say_which(struct stn_report *report,
                                 struct stn_error *err)
{
    const struct stn_part *part = &report->part;
    struct stn_buf words = STN_BUF_INIT(WHAT_BYTES_MAX);

    stn_buf_printf(&words, "part %u of %u of %s", (unsigned)part->shard.index,
                   (unsigned)part->shard.count, part->what);
    enum stn_status status = stn_buf_status(&words, err);
    if (status >= 0) {
        report->what =
            stn_arena_strdup(&report->found.arena, stn_buf_str(&words));
        if (report->what == NULL)
            status = stn_fail_memory(err);
    }
    stn_buf_dispose(&words);
    return status;
}

enum stn_status stn_part_describe(struct stn_report *report,
                                  const struct stn_part_mark *mark,
                                  const struct stn_scanner *scanner,
                                  const struct stn_source *source,
                                  const struct stn_source_options *options,
                                  void *state, struct stn_error *err)
{
    struct stn_part *part = &report->part;
    unsigned char digest[STN_SHA256_BYTES];

    part->shard = options->shard;
    part->what = report->what;
    part->per_rule = scanner->options.max_per_rule;
    part->same = scanner->options.max_same;
    stn_options_digest(digest, scanner, STN_DIGEST_ALL);
    stn_digest_write(part->options, digest);
    digest_seen(part->seen, source, options, state);
    count_shared(report, mark);
    return say_which(report, err);
}
