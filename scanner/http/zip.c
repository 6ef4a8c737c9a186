#include "http/zip.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "http/member.h"
#include "http/zip_directory.h"
#include "text/container.h"

struct reader {
    struct stn_http_walk *walk;
    struct stn_buf buffer;
    uint32_t noted; /* Bits of enum stn_zip_fault. */
};

static bool sniff(struct stn_str head, bool is_whole)
{
    (void)is_whole;
    return stn_str_starts(head, STN_STR("PK")) && stn_text_is_container(head);
}

static const char *say_fault(enum stn_zip_fault fault)
{
    switch (fault) {
    case STN_ZIP_ENCRYPTED:
        return "a member of an archive is encrypted";
    case STN_ZIP_UNKNOWN_METHOD:
        return "a member of an archive is compressed in another way";
    case STN_ZIP_OVERLAPS:
        return "members of an archive overlap";
    default:
        return "a member of an archive is damaged or cut";
    }
}

/* Say what is wrong with a member; each kind of it once an archive. */
static enum stn_status note_fault(struct reader *reader,
                                  enum stn_zip_fault fault,
                                  struct stn_error *err)
{
    const uint32_t bit = (uint32_t)1 << fault;

    if ((reader->noted & bit) != 0)
        return STN_OK;
    reader->noted |= bit;
    return stn_http_note(reader->walk, say_fault(fault), true, err);
}

static enum stn_status read_entry(struct reader *reader,
                                  const struct stn_segment *archive,
                                  const struct stn_zip_entry *entry,
                                  struct stn_error *err)
{
    const struct stn_http_member member = {
        .name = entry->name,
        .where = {.bytes = stn_str_sub(archive->bytes, entry->bytes.start,
                                       entry->bytes.end),
                  .kind = STN_SEGMENT_TEXT,
                  .parent = archive},
        .packing = entry->is_deflated ? STN_HTTP_DEFLATED : STN_HTTP_STORED,
    };

    if (entry->fault != STN_ZIP_SOUND)
        return note_fault(reader, entry->fault, err);
    return stn_http_member_read(reader->walk, &member, &reader->buffer, err);
}

static enum stn_status read_archive(struct reader *reader,
                                    const struct stn_segment *archive,
                                    struct stn_error *err)
{
    struct stn_zip_directory directory = {0};
    enum stn_status status =
        stn_zip_directory_read(&directory, archive->bytes, err);

    if (status == STN_EINPUT)
        return stn_http_note(reader->walk,
                             "an archive has no directory: it is cut or "
                             "damaged",
                             true, err);
    if (status == STN_OK) {
        for (size_t i = 0; status == STN_OK && i < directory.count; i++)
            status = read_entry(reader, archive, &directory.entries[i], err);
        if (status == STN_OK && directory.is_cut)
            status = stn_http_note(reader->walk,
                                   "an archive has more members than are read",
                                   true, err);
    }
    stn_zip_directory_dispose(&directory);
    return status < 0 ? status : STN_OK;
}

static enum stn_status read_whole(void *payload,
                                  const struct stn_http_window *window,
                                  size_t *consumed, struct stn_error *err)
{
    struct reader *reader = payload;
    const struct stn_segment *root = window->root;
    const struct stn_segment archive = {
        .bytes = stn_str_sub(root->bytes, window->from, root->bytes.len),
        .kind = STN_SEGMENT_TEXT,
        .parent = root};

    *consumed = root->bytes.len;
    reader->noted = 0;
    return read_archive(reader, &archive, err);
}

static void close_reader(void *payload)
{
    struct reader *reader = payload;

    if (reader == NULL)
        return;
    stn_buf_dispose(&reader->buffer);
    stn_free(reader);
}

static enum stn_status open_reader(void **out, struct stn_http_walk *walk,
                                   struct stn_error *err)
{
    struct reader *reader = stn_calloc(1, sizeof(*reader));

    if (reader == NULL)
        return stn_fail_memory(err);
    reader->walk = walk;
    stn_buf_init(&reader->buffer, STN_HTTP_MEMBER_BYTES_MAX);
    stn_http_walk_place(walk, NULL, NULL);
    *out = reader;
    return STN_OK;
}

const struct stn_http_format stn_http_zip = {
    .name = "zip",
    .summary = "zip archives of captures and logs (trace.zip, .saz)",
    .needs_whole = true,
    .is_encoded = true,
    .sniff = sniff,
    .open = open_reader,
    .read = read_whole,
    .close = close_reader,
};
