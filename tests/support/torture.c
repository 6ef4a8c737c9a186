#include "tests/support/torture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/alloc.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TORTURE_SEES_LEAKS 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define TORTURE_SEES_LEAKS 1
#endif
#ifdef TORTURE_SEES_LEAKS
#include <sanitizer/lsan_interface.h>
#endif

/** More allocations than any call of a unit test makes. */
#define TORTURE_RUNS_MAX 100000

void torture(enum stn_status (*run)(void *payload), void *payload)
{
    bool failed = true;

    for (size_t n = 1; failed; n++) {
        if (n == TORTURE_RUNS_MAX)
            fail_msg("no end after %d allocations", TORTURE_RUNS_MAX);
        stn_alloc_fail_after(n);
        enum stn_status status = run(payload);
        failed = stn_alloc_failed();
        stn_alloc_fail_after(0);
        if (status < 0 && !(failed && status == STN_ENOMEM))
            fail_msg("run %zu, where %s allocation failed, gave %d", n,
                     failed ? "an" : "no", status);
    }
#ifdef TORTURE_SEES_LEAKS
    assert_int_equal(__lsan_do_recoverable_leak_check(), 0);
#endif
}
