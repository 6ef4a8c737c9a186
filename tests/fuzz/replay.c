/**
 * @file
 * Runs a fuzz target over files, without a fuzzer: replay FOLDER...
 *
 * The first folder holds the seeds and must have some; the others may be
 * missing, as long as nothing was found.
 */
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/** A seed is a few hundred bytes; a crash, what the fuzzer was allowed. */
#define REPLAY_BYTES_MAX (16U << 20)

/** Runs the target over one file. The bytes lie in a block of just their size,
 *  so that the address sanitizer sees the first one read past them. */
static bool replay_file(const char *path, uint8_t *room)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = NULL;
    size_t size;
    bool done = false;

    if (file == NULL)
        goto done;
    size = fread(room, 1, REPLAY_BYTES_MAX, file);
    bytes = malloc(size > 0 ? size : 1);
    if (ferror(file) != 0 || bytes == NULL)
        goto done;
    memcpy(bytes, room, size);
    LLVMFuzzerTestOneInput(bytes, size);
    done = true;
done:
    if (!done)
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
    free(bytes);
    if (file != NULL)
        fclose(file);
    return done;
}

/** Adds the files of a folder to the count; a missing folder has none. */
static bool replay_folder(const char *folder, uint8_t *room, size_t *count)
{
    DIR *entries = opendir(folder);
    const struct dirent *entry;
    bool all = true;

    if (entries == NULL)
        return errno == ENOENT;
    while (all && (entry = readdir(entries)) != NULL) {
        char path[4096];
        int length;

        if (entry->d_name[0] == '.')
            continue;
        length = snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        all = length > 0 && (size_t)length < sizeof(path) &&
              replay_file(path, room);
        (*count)++;
    }
    closedir(entries);
    return all;
}

int main(int argc, char **argv)
{
    uint8_t *room = malloc(REPLAY_BYTES_MAX);
    int status = EXIT_FAILURE;
    size_t count = 0;

    if (room == NULL)
        return status;
    for (int i = 1; i < argc; i++) {
        if (!replay_folder(argv[i], room, &count))
            goto done;
        if (count == 0) {
            fprintf(stderr, "%s: no seeds\n", argv[i]);
            goto done;
        }
    }
    printf("%zu files\n", count);
    status = EXIT_SUCCESS;
done:
    free(room);
    return status;
}
