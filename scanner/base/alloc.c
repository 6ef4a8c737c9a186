#include "base/alloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static _Thread_local size_t fail_countdown;
static _Thread_local bool has_failed;

static bool must_fail(void)
{
    if (fail_countdown == 0)
        return false;
    fail_countdown--;
    if (fail_countdown > 0)
        return false;
    has_failed = true;
    return true;
}

void stn_alloc_fail_after(size_t n)
{
    fail_countdown = n;
    has_failed = false;
}

bool stn_alloc_failed(void)
{
    return has_failed;
}

void *stn_malloc(size_t size)
{
    if (must_fail())
        return NULL;
    return malloc(size > 0 ? size : 1);
}

void *stn_calloc(size_t count, size_t size)
{
    size_t bytes;

    if (!stn_mul(&bytes, count, size) || must_fail())
        return NULL;
    return calloc(1, bytes > 0 ? bytes : 1);
}

void *stn_realloc(void *block, size_t size)
{
    if (must_fail())
        return NULL;
    return realloc(block, size > 0 ? size : 1);
}

void stn_free(void *block)
{
    free(block);
}

char *stn_strndup(const char *bytes, size_t length)
{
    size_t size;

    if (!stn_add(&size, length, 1))
        return NULL;
    char *copy = stn_malloc(size);
    if (copy == NULL)
        return NULL;
    if (length > 0)
        memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

void *stn_grow(void *items, size_t *capacity, size_t count, size_t size)
{
    size_t wanted;
    size_t bytes;

    if (items != NULL && count < *capacity)
        return items;
    if (!stn_add(&wanted, *capacity, *capacity / 2 + 8))
        return NULL;
    if (!stn_mul(&bytes, wanted, size))
        return NULL;
    void *moved = stn_realloc(items, bytes);
    if (moved == NULL)
        return NULL;
    *capacity = wanted;
    return moved;
}

bool stn_add(size_t *out, size_t a, size_t b)
{
    if (a > SIZE_MAX - b)
        return false;
    *out = a + b;
    return true;
}

bool stn_mul(size_t *out, size_t a, size_t b)
{
    if (b != 0 && a > SIZE_MAX / b)
        return false;
    *out = a * b;
    return true;
}
