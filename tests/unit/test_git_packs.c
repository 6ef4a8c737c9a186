#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "sources/git_packs.h"

static void keys_sort_stably_over_their_whole_width(void **state)
{
    struct stn_git_key keys[500];
    struct stn_git_key spare[500];
    uint64_t random = 1;

    (void)state;
    for (uint32_t i = 0; i < 500; i++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        /* Few enough values that some are equal, wide enough for each digit. */
        keys[i] = (struct stn_git_key){(random >> 60) * 0x0123456789abcdefu, i};
    }
    stn_git_keys_sort(keys, spare, 500);
    for (size_t i = 1; i < 500; i++) {
        assert_true(keys[i - 1].key <= keys[i].key);
        if (keys[i - 1].key == keys[i].key)
            assert_true(keys[i - 1].item < keys[i].item);
    }
}

static void equal_keys_and_none_stay_as_they_are(void **state)
{
    struct stn_git_key keys[2] = {{STN_GIT_PLACE_NONE, 4},
                                  {STN_GIT_PLACE_NONE, 3}};
    struct stn_git_key spare[2];

    (void)state;
    stn_git_keys_sort(keys, spare, 0);
    stn_git_keys_sort(keys, spare, 2);
    assert_int_equal(keys[0].item, 4);
    assert_int_equal(keys[1].item, 3);
}

static enum stn_status count_pack(void *payload,
                                  const struct stn_git_pack *pack,
                                  struct stn_error *err)
{
    (void)pack;
    (void)err;
    ++*(int *)payload;
    return STN_OK;
}

static void a_folder_without_packs_has_none(void **state)
{
    char nowhere[] = "/nonexistent";
    char *items[] = {nowhere};
    const struct stn_git_dirs dirs = {.items = items, .count = 1};
    int packs = 0;

    (void)state;
    assert_int_equal(stn_git_packs_each(&dirs, count_pack, &packs, NULL),
                     STN_OK);
    assert_int_equal(packs, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_sort_stably_over_their_whole_width),
        cmocka_unit_test(equal_keys_and_none_stay_as_they_are),
        cmocka_unit_test(a_folder_without_packs_has_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
