#include "base/cache.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/limits.h"
#include "tests/support/torture.h"

static char top[] = "/tmp/stanch-cache-XXXXXX";
static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    if (mkdtemp(top) == NULL)
        return -1;
    snprintf(folder, sizeof(folder), "%s/cache", top);
    return 0;
}

static void remove_cache(void)
{
    char path[96];

    snprintf(path, sizeof(path), "%s/clean", folder);
    unlink(path);
    snprintf(path, sizeof(path), "%s/key", folder);
    unlink(path);
    rmdir(folder);
}

static int remove_folder(void **state)
{
    (void)state;
    remove_cache();
    return rmdir(top);
}

static struct stn_cache *open_cache(unsigned char scope, const char *key)
{
    struct stn_cache_options options = {
        .folder = folder,
        .bytes = STN_CACHE_BYTES_MIN,
        .key = key,
    };
    struct stn_cache *cache = NULL;
    struct stn_error note;
    struct stn_error err;

    options.scope[0] = scope;
    options.scope[31] = scope;
    assert_int_equal(stn_cache_open(&cache, &options, &note, &err), STN_OK);
    assert_string_equal(note.message, "");
    assert_non_null(cache);
    return cache;
}

/* An id that is as good as a hash. */
static void fill_id(unsigned char id[STN_CACHE_ID_BYTES], uint32_t number)
{
    unsigned char digest[STN_SHA256_BYTES];
    struct stn_sha256 hash;
    char words[16];

    snprintf(words, sizeof(words), "%u", (unsigned)number);
    stn_sha256_init(&hash);
    stn_sha256_update(&hash, stn_str_of(words));
    stn_sha256_final(&hash, digest);
    memcpy(id, digest, STN_CACHE_ID_BYTES);
}

static void put(const struct stn_cache *cache, uint32_t from, uint32_t count)
{
    struct stn_cache_entry *entries = calloc(count, sizeof(*entries));

    assert_non_null(entries);
    for (uint32_t i = 0; i < count; i++) {
        fill_id(entries[i].id, from + i);
        entries[i].size = 10 * (from + i);
    }
    stn_cache_put(cache, entries, count);
    free(entries);
}

static bool holds(const struct stn_cache *cache, uint32_t number)
{
    unsigned char id[STN_CACHE_ID_BYTES];
    uint32_t size = 0;

    fill_id(id, number);
    if (!stn_cache_find(cache, id, &size))
        return false;
    assert_int_equal(size, 10 * number);
    return true;
}

static void what_is_put_is_found_later(void **state)
{
    (void)state;
    struct stn_cache *cache = open_cache(1, NULL);
    assert_false(holds(cache, 7));
    put(cache, 0, 100);
    put(cache, 50, 100);
    stn_cache_close(cache);
    cache = open_cache(1, NULL);
    for (uint32_t i = 0; i < 150; i++)
        assert_true(holds(cache, i));
    assert_false(holds(cache, 150));
    stn_cache_close(cache);
}

static void another_scope_or_key_finds_nothing(void **state)
{
    (void)state;
    struct stn_cache *cache = open_cache(2, NULL);
    put(cache, 0, 10);
    stn_cache_close(cache);
    cache = open_cache(3, NULL);
    assert_false(holds(cache, 1));
    stn_cache_close(cache);
    cache = open_cache(2, "another");
    assert_false(holds(cache, 1));
    put(cache, 0, 10);
    assert_true(holds(cache, 1));
    stn_cache_close(cache);
}

static void the_newest_stay_when_it_is_full(void **state)
{
    size_t kept = 0;

    (void)state;
    struct stn_cache *cache = open_cache(4, NULL);
    for (uint32_t i = 0; i < 100; i++)
        put(cache, 1000 * i, 1000);
    for (uint32_t i = 99500; i < 100000; i++)
        kept += holds(cache, i);
    assert_in_range(kept, 490, 500);
    assert_false(holds(cache, 1));
    stn_cache_close(cache);
}

/* Whatever bit of the table is turned, it says nothing that is not so. */
static void a_turned_bit_is_no_entry(void **state)
{
    char path[96];
    struct stat info;

    (void)state;
    remove_cache();
    struct stn_cache *cache = open_cache(5, NULL);
    put(cache, 1, 1);
    snprintf(path, sizeof(path), "%s/clean", folder);
    FILE *file = fopen(path, "r+");
    assert_non_null(file);
    assert_int_equal(fstat(fileno(file), &info), 0);
    for (long at = 64; at < info.st_size; at++) {
        int byte;
        assert_int_equal(fseek(file, at, SEEK_SET), 0);
        byte = fgetc(file);
        if (byte == 0)
            continue;
        for (int bit = 1; bit < 256; bit <<= 1) {
            fseek(file, at, SEEK_SET);
            fputc(byte ^ bit, file);
            fflush(file);
            assert_false(holds(cache, 1));
        }
        fseek(file, at, SEEK_SET);
        fputc(byte, file);
        fflush(file);
        assert_true(holds(cache, 1));
    }
    fclose(file);
    stn_cache_close(cache);
}

static void a_folder_of_others_is_refused(void **state)
{
    struct stn_cache_options options = {.folder = "/"};
    struct stn_cache *cache = NULL;
    struct stn_error note;
    struct stn_error err;

    (void)state;
    remove_cache();
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_int_equal(chmod(folder, 0770), 0);
    options.folder = folder;
    assert_int_equal(stn_cache_open(&cache, &options, &note, &err), STN_EUSAGE);
    assert_null(cache);
    assert_int_equal(chmod(folder, 0700), 0);
}

static void what_cannot_be_made_is_told_and_not_used(void **state)
{
    struct stn_cache_options options = {.folder = "/nowhere/at/all"};
    struct stn_cache *cache = NULL;
    struct stn_error note;
    struct stn_error err;

    (void)state;
    assert_int_equal(stn_cache_open(&cache, &options, &note, &err), STN_OK);
    assert_null(cache);
    assert_non_null(strstr(note.message, "/nowhere/at/all"));
}

static enum stn_status open_and_close(void *payload)
{
    const struct stn_cache_options options = {.folder = folder};
    struct stn_cache *cache = NULL;
    struct stn_error note;
    struct stn_error err;
    enum stn_status status = stn_cache_open(&cache, &options, &note, &err);

    (void)payload;
    stn_cache_close(cache);
    return status;
}

static void opening_survives_failed_allocations(void **state)
{
    (void)state;
    torture(open_and_close, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_put_is_found_later),
        cmocka_unit_test(another_scope_or_key_finds_nothing),
        cmocka_unit_test(the_newest_stay_when_it_is_full),
        cmocka_unit_test(a_turned_bit_is_no_entry),
        cmocka_unit_test(a_folder_of_others_is_refused),
        cmocka_unit_test(what_cannot_be_made_is_told_and_not_used),
        cmocka_unit_test(opening_survives_failed_allocations),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
