#include "reports/json_slices.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* What a text is taken apart into: keys and values, each in brackets. */
static void check(const char *json, char open, const char *want)
{
    struct stn_json_slices slices;
    struct stn_str key;
    struct stn_str value;
    char got[512] = "";
    size_t length = 0;
    enum stn_status status;

    if (!stn_json_slices_begin(&slices, stn_str_of(json), open)) {
        assert_string_equal("none", want);
        return;
    }
    for (;;) {
        status = stn_json_slices_next(&slices, &key, &value);
        if (status != STN_OK)
            break;
        const struct stn_str parts[] = {STN_STR("["), key, STN_STR("="), value,
                                        STN_STR("]")};
        for (size_t i = 0; i < 5; i++) {
            assert_true(length + parts[i].len < sizeof(got) - 8);
            if (parts[i].len > 0)
                memcpy(got + length, parts[i].ptr, parts[i].len);
            length += parts[i].len;
        }
    }
    const char *end = status == STN_DONE ? "" : "!";
    memcpy(got + length, end, strlen(end) + 1);
    assert_string_equal(got, want);
}

static void members_and_items_come_as_they_are(void **state)
{
    (void)state;
    check("{}", '{', "");
    check(" [ ] \n", '[', "");
    check("{\"a\":1, \"b\" : [1,{\"c\":\"]}\"}] ,\n\"d\":\"\\\"x\"}", '{',
          "[a=1][b=[1,{\"c\":\"]}\"}]][d=\"\\\"x\"]");
    check("[1,-2.5e3,true,\"a,b\",{},[]]", '[',
          "[=1][=-2.5e3][=true][=\"a,b\"][={}][=[]]");
}

static void what_is_no_json_is_told(void **state)
{
    (void)state;
    check("", '{', "none");
    check("[1]", '{', "none");
    check("{", '{', "!");
    check("{\"a\"}", '{', "!");
    check("{a:1}", '{', "!");
    check("{\"a\":}", '{', "!");
    check("{\"a\":1", '{', "[a=1]!");
    check("{\"a\":1 \"b\":2}", '{', "[a=1]!");
    check("[1,]", '[', "[=1]!");
    check("[,1]", '[', "!");
    check("[1] x", '[', "[=1]!");
    check("[\"a]", '[', "!");
    check("[\"a\\", '[', "!");
    check("[[[", '[', "!");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_and_items_come_as_they_are),
        cmocka_unit_test(what_is_no_json_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
