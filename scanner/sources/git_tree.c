#include "sources/git_tree.h"

/* "160000" and one digit to spare: git itself writes no more than six. */
#define MODE_DIGITS_MAX 7

enum stn_status stn_git_tree_next(struct stn_str *rest,
                                  struct stn_git_entry *entry)
{
    const char *bytes = rest->ptr;
    size_t digits = 0;
    uint32_t mode = 0;

    if (rest->len == 0)
        return STN_DONE;
    while (digits < rest->len && digits < MODE_DIGITS_MAX &&
           bytes[digits] >= '0' && bytes[digits] <= '7') {
        mode = mode * 8 + (uint32_t)(bytes[digits] - '0');
        digits++;
    }
    if (digits == 0 || digits == rest->len || bytes[digits] != ' ')
        return STN_EINPUT;

    size_t start = digits + 1;
    size_t left = rest->len - start;
    const char *end = left > 0 ? memchr(bytes + start, '\0', left) : NULL;
    if (end == NULL || end == bytes + start)
        return STN_EINPUT;
    size_t length = (size_t)(end - (bytes + start));
    if (left - length - 1 < STN_GIT_OID_BYTES)
        return STN_EINPUT;
    *entry = (struct stn_git_entry){
        .mode = mode,
        .name = {bytes + start, length},
        .id = (const unsigned char *)end + 1,
    };
    *rest =
        stn_str_sub(*rest, start + length + 1 + STN_GIT_OID_BYTES, rest->len);
    return STN_OK;
}

int stn_git_entry_compare(const struct stn_git_entry *a,
                          const struct stn_git_entry *b)
{
    size_t shorter = a->name.len < b->name.len ? a->name.len : b->name.len;
    int order = memcmp(a->name.ptr, b->name.ptr, shorter);

    if (order != 0)
        return order;
    /* No name holds a NUL, so it stands for the end of a file's. */
    int tail_a = stn_git_kind_of(a->mode) == STN_GIT_TREE ? '/' : '\0';
    int tail_b = stn_git_kind_of(b->mode) == STN_GIT_TREE ? '/' : '\0';
    if (a->name.len > shorter)
        tail_a = (unsigned char)a->name.ptr[shorter];
    if (b->name.len > shorter)
        tail_b = (unsigned char)b->name.ptr[shorter];
    if (tail_a != tail_b)
        return tail_a - tail_b;
    return (a->name.len > shorter) - (b->name.len > shorter);
}
