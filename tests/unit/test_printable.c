#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "http/printable.h"

static void control_bytes_become_question_marks(void **state)
{
    struct stn_buf out = STN_BUF_INIT(STN_KIB);

    (void)state;
    stn_http_put_name(&out, STN_STR("a\x1b[0m\n\0\x7f\xc3\xa9"));
    assert_string_equal(out.ptr, "a?[0m???\xc3\xa9");
    stn_buf_dispose(&out);
}

static void a_long_name_is_cut_between_code_points(void **state)
{
    struct stn_buf name = STN_BUF_INIT(STN_KIB);
    struct stn_buf out = STN_BUF_INIT(STN_KIB);

    (void)state;
    stn_buf_putc(&name, 'x');
    while (name.len < 500)
        stn_buf_puts(&name, "\xc3\xa9");
    stn_http_put_name(&out, stn_buf_str(&name));
    assert_int_equal(out.len, 159);
    assert_memory_equal(out.ptr, name.ptr, out.len);
    stn_buf_dispose(&name);
    stn_buf_dispose(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(control_bytes_become_question_marks),
        cmocka_unit_test(a_long_name_is_cut_between_code_points),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
