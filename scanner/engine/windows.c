#include "engine/windows.h"

#include <stdlib.h>

#include "base/alloc.h"

static const struct stn_rule_windows no_windows = {.head = UINT32_MAX,
                                                   .tail = UINT32_MAX};

enum stn_status stn_windows_init(struct stn_windows *windows,
                                 uint32_t rule_count, struct stn_error *err)
{
    *windows = (struct stn_windows){.rule_count = rule_count};
    windows->rules = stn_calloc(rule_count, sizeof(*windows->rules));
    windows->touched = stn_calloc(rule_count, sizeof(*windows->touched));
    if (windows->rules == NULL || windows->touched == NULL) {
        stn_windows_dispose(windows);
        return stn_fail_memory(err);
    }
    for (uint32_t i = 0; i < rule_count; i++)
        windows->rules[i] = no_windows;
    return STN_OK;
}

void stn_windows_dispose(struct stn_windows *windows)
{
    stn_free(windows->items);
    stn_free(windows->rules);
    stn_free(windows->touched);
    stn_free(windows->taken);
    *windows = (struct stn_windows){0};
}

void stn_windows_reset(struct stn_windows *windows)
{
    for (uint32_t i = 0; i < windows->touched_count; i++)
        windows->rules[windows->touched[i]] = no_windows;
    windows->touched_count = 0;
    windows->count = 0;
}

bool stn_windows_append(struct stn_windows *windows, uint32_t rule,
                        uint32_t first, uint32_t last)
{
    struct stn_rule_windows *state = &windows->rules[rule];

    if (state->is_whole)
        return true;
    if (state->count == 0)
        windows->touched[windows->touched_count++] = rule;
    if (state->count == STN_RULE_WINDOWS_MAX ||
        windows->count == STN_WINDOWS_MAX) {
        state->count++;
        state->is_whole = true;
        return true;
    }
    struct stn_window *items = stn_grow(windows->items, &windows->capacity,
                                        windows->count, sizeof(*items));
    if (items == NULL)
        return false;
    windows->items = items;

    const uint32_t index = (uint32_t)windows->count++;
    items[index] = (struct stn_window){first, last, UINT32_MAX};
    if (state->count++ == 0) {
        state->head = index;
    } else {
        items[state->tail].next = index;
        state->is_unsorted |= first < items[state->tail].first;
    }
    state->tail = index;
    return true;
}

static int compare_windows(const void *a, const void *b)
{
    const struct stn_window *left = a;
    const struct stn_window *right = b;

    return (left->first > right->first) - (left->first < right->first);
}

enum stn_status stn_windows_take(struct stn_windows *windows, uint32_t rule,
                                 const struct stn_window **items, size_t *count,
                                 bool *is_whole, struct stn_error *err)
{
    const struct stn_rule_windows *state = &windows->rules[rule];
    size_t gathered = 0;
    size_t kept = 0;

    *is_whole = state->is_whole;
    *items = NULL;
    *count = 0;
    if (state->is_whole || state->count == 0)
        return STN_OK;
    for (uint32_t i = state->head; i != UINT32_MAX;
         i = windows->items[i].next) {
        struct stn_window *taken = stn_grow(
            windows->taken, &windows->taken_capacity, gathered, sizeof(*taken));
        if (taken == NULL)
            return stn_fail_memory(err);
        windows->taken = taken;
        taken[gathered++] = windows->items[i];
    }
    struct stn_window *taken = windows->taken;
    if (state->is_unsorted)
        qsort(taken, gathered, sizeof(*taken), compare_windows);
    for (size_t i = 1; i < gathered; i++) {
        if (taken[i].first <= taken[kept].last ||
            taken[i].first - taken[kept].last == 1) {
            if (taken[i].last > taken[kept].last)
                taken[kept].last = taken[i].last;
        } else {
            taken[++kept] = taken[i];
        }
    }
    *items = taken;
    *count = kept + 1;
    return STN_OK;
}
