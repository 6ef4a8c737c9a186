#include "golang/turns.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "tests/support/go_source.h"

/* The turns of `for HEAD {}`, after other statements. */
static struct stn_go_turns turns_of(const char *before, const char *head)
{
    struct go_source source;
    char text[512];
    char loop[128];

    snprintf(loop, sizeof(loop), "for %s {\n}", head);
    snprintf(text, sizeof(text),
             "package p\nconst four, five = 4, 5\nconst six = 6\n"
             "func f(n int) {\n%s\n%s\n}\n",
             before, loop);
    go_source_open(&source, text);
    const struct stn_go_turns turns =
        stn_go_turns_of(&source.package, &source.package.files[0],
                        go_source_find(&source, 0, STN_GO_FOR, loop, 0));
    go_source_close(&source);
    return turns;
}

static void the_head_of_a_loop_tells_its_turns(void **state)
{
    static const struct {
        const char *before, *head;
        uint32_t most;
        bool is_exact;
    } all[] = {
        {"", "i := 0; i < 3; i++", 3, true},
        {"", "i := 0; i <= 3; i++", 4, true},
        {"", "i := 100; i < 102; i++", 2, true},
        {"", "i := 3; i > 0; i--", 3, true},
        {"", "i := 2; i >= 0; i--", 3, true},
        {"", "i := 0; i < six; i++", 6, true},
        {"", "i := 0; i < five; i++", 0, false},
        {"", "i := 0; i < 4; i += 2", 4, false},
        {"", "i := n; i < 4; i++", 4, false},
        {"", "i := n; i > 4; i--", 0, false},
        {"", "i := 0; err != nil && i < 3; i++", 3, false},
        {"", "i := 0; i < n; i++", 0, false},
        {"", "i := 5; i < 3; i++", 0, false},
        {"", "i := 0; i < 2000000; i++", 0, false},
        {"", "i := 0; i < 0x3; i++", 0, false},
        {"", "range 3", 3, true},
        {"", "i := range six", 6, true},
        {"", "range n", 0, false},
        {"", "_, s := range []string{1, 2}", 2, true},
        {"l := []int{1, 2, 3}", "range l", 3, true},
        {"l := []int{1}\nl = append(l, 2)", "range l", 0, false},
        {"", "", 0, false},
        {"", "n > 0", 0, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        const struct stn_go_turns turns = turns_of(all[i].before, all[i].head);
        if (turns.most != all[i].most || turns.is_exact != all[i].is_exact)
            fail_msg("%s: %u, %d", all[i].head, (unsigned)turns.most,
                     turns.is_exact);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_head_of_a_loop_tells_its_turns),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
