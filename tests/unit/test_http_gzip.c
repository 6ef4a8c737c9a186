#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "http/gzip.h"
#include "tests/support/http_recorder.h"
#include "tests/support/packer.h"
#include "tests/support/torture.h"

static void expect(const struct stn_buf *file, const char *lines)
{
    struct stn_http_walk *walk = recorder_new();

    assert_int_equal(recorder_read(walk, &stn_http_gzip, stn_buf_str(file), 0),
                     STN_OK);
    assert_string_equal(recorder_lines(walk), lines);
    recorder_free(walk);
}

static void a_file_is_read_under_the_name_it_had(void **state)
{
    struct stn_buf file = STN_BUF_INIT(STN_MIB);

    (void)state;
    pack_gzip(&file, STN_STR("interactions: []\n"), "a.yaml");
    assert_true(stn_http_gzip.sniff(stn_buf_str(&file), true));
    expect(&file, "exchange\nnested a.yaml: interactions: []\n\n");
    stn_buf_clear(&file);
    pack_gzip(&file, STN_STR("text"), NULL);
    expect(&file, "exchange\nnested gzip: text\n");
    stn_buf_dispose(&file);
}

static void files_in_a_row_are_one_text(void **state)
{
    struct stn_buf file = STN_BUF_INIT(STN_MIB);

    (void)state;
    pack_gzip(&file, STN_STR("one\n"), NULL);
    pack_gzip(&file, STN_STR("two\n"), NULL);
    stn_buf_append(&file, STN_STR("\0\0\0"));
    expect(&file, "exchange\nnested gzip: one\ntwo\n\n");
    stn_buf_dispose(&file);
}

static void a_cut_file_is_read_as_far_as_it_goes(void **state)
{
    struct stn_buf file = STN_BUF_INIT(STN_MIB);

    (void)state;
    pack_gzip(&file, STN_STR("some text"), NULL);
    stn_buf_truncate(&file, file.len - 8);
    expect(&file, "exchange\nnested gzip: some text\n"
                  "lost a member of an archive is damaged or cut\n");
    stn_buf_truncate(&file, 11);
    expect(&file, "lost a member of an archive is damaged or cut\n");
    stn_buf_dispose(&file);
}

static void binary_data_is_passed_over(void **state)
{
    struct stn_buf file = STN_BUF_INIT(STN_MIB);

    (void)state;
    pack_gzip(&file, STN_STR("a\0b"), NULL);
    expect(&file, "");
    stn_buf_clear(&file);
    pack_gzip(&file, STN_STR(""), NULL);
    expect(&file, "");
    stn_buf_dispose(&file);
}

static void what_is_compressed_in_it_goes_on_to_the_next_reader(void **state)
{
    struct stn_buf inside = STN_BUF_INIT(STN_MIB);
    struct stn_buf file = STN_BUF_INIT(STN_MIB);
    struct stn_http_walk *walk = recorder_new();

    (void)state;
    pack_gzip(&inside, STN_STR("text"), "a.log");
    pack_gzip(&file, stn_buf_str(&inside), NULL);
    assert_int_equal(recorder_read(walk, &stn_http_gzip, stn_buf_str(&file), 0),
                     STN_OK);
    assert_non_null(strstr(recorder_lines(walk), "nested gzip: \x1f\x8b\x08"));
    recorder_free(walk);
    stn_buf_dispose(&inside);
    stn_buf_dispose(&file);
}

static enum stn_status run_file(void *payload)
{
    struct stn_http_walk *walk = recorder_new();
    const enum stn_status status =
        recorder_read(walk, &stn_http_gzip, stn_buf_str(payload), 0);

    recorder_free(walk);
    return status;
}

static void every_allocation_may_fail(void **state)
{
    struct stn_buf file = STN_BUF_INIT(STN_MIB);

    (void)state;
    pack_gzip(&file, STN_STR("text"), "name");
    torture(run_file, &file);
    stn_buf_dispose(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_read_under_the_name_it_had),
        cmocka_unit_test(files_in_a_row_are_one_text),
        cmocka_unit_test(a_cut_file_is_read_as_far_as_it_goes),
        cmocka_unit_test(binary_data_is_passed_over),
        cmocka_unit_test(what_is_compressed_in_it_goes_on_to_the_next_reader),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
