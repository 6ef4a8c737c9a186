/**
 * @file
 * Archives of anybody, and compressed files: whatever they hold, reading ends,
 * and what is handed over stands inside of the archive.
 */
#include "feeding.h"

#include "http/gzip.h"
#include "http/zip.h"
#include "http/zip_directory.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* No member reaches past the archive, and no two share a byte. */
static void check_directory(struct stn_str archive)
{
    struct stn_zip_directory directory = {0};

    if (stn_zip_directory_read(&directory, archive, NULL) != STN_OK)
        return;
    for (size_t i = 0; i < directory.count; i++) {
        const struct stn_zip_entry *one = &directory.entries[i];
        if (one->fault != STN_ZIP_SOUND)
            continue;
        check(one->start < one->bytes.start &&
              one->bytes.start <= one->bytes.end &&
              one->bytes.end <= archive.len);
        for (size_t j = 0; j < i; j++) {
            const struct stn_zip_entry *other = &directory.entries[j];
            check(other->fault != STN_ZIP_SOUND ||
                  one->bytes.end <= other->start ||
                  other->bytes.end <= one->start);
        }
    }
    stn_zip_directory_dispose(&directory);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct stn_str bytes = {(const char *)data, size};

    check_directory(bytes);
    if (stn_http_gzip.sniff(bytes, true))
        feed(&stn_http_gzip, bytes, 0);
    else
        feed(&stn_http_zip, bytes, 0);
    return 0;
}
