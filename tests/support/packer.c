#include "tests/support/packer.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <zlib.h>

#include "base/limits.h"

static void deflate_all(struct stn_buf *out, struct stn_str text,
                        int window_bits, const char *name)
{
    z_stream stream = {0};
    gz_header header = {.os = 255};

    assert_int_equal(deflateInit2(&stream, 1, Z_DEFLATED, window_bits, 8,
                                  Z_DEFAULT_STRATEGY),
                     Z_OK);
    char copy[64];
    if (name != NULL) {
        assert_true(strlen(name) < sizeof(copy));
        memcpy(copy, name, strlen(name) + 1);
        header.name = (Bytef *)copy;
        assert_int_equal(deflateSetHeader(&stream, &header), Z_OK);
    }
    const size_t most = deflateBound(&stream, (uLong)text.len) + 128;
    char *to = stn_buf_reserve(out, most);
    assert_non_null(to);
    stream.next_in = (z_const Bytef *)text.ptr;
    stream.avail_in = (uInt)text.len;
    stream.next_out = (Bytef *)to;
    stream.avail_out = (uInt)most;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    stn_buf_added(out, most - stream.avail_out);
    deflateEnd(&stream);
}

void pack_deflated(struct stn_buf *out, struct stn_str text)
{
    deflate_all(out, text, -15, NULL);
}

void pack_gzip(struct stn_buf *out, struct stn_str text, const char *name)
{
    deflate_all(out, text, 15 + 16, name);
}

static void put(struct stn_buf *out, size_t size, uint64_t number)
{
    for (size_t i = 0; i < size; i++)
        stn_buf_putc(out, (char)(number >> (8 * i)));
}

void packer_init(struct packer *packer)
{
    stn_buf_init(&packer->archive, 256 * STN_MIB);
    stn_buf_init(&packer->directory, 16 * STN_MIB);
    packer->count = 0;
}

/* Flags, method, time, check sum: as both headers have them. */
static void put_common(struct stn_buf *out, const struct pack_member *member)
{
    uint16_t method = member->method;

    if (method == 0)
        method = member->is_stored ? 0 : 8;
    put(out, 2, 20);
    put(out, 2, member->flags);
    put(out, 2, method);
    put(out, 4, 0);
    put(out, 4, 0);
}

static void put_entry(struct stn_buf *out, const struct pack_member *member,
                      size_t packed, size_t start)
{
    stn_buf_append(out, STN_STR("PK\1\2"));
    put(out, 2, 20);
    put_common(out, member);
    put(out, 4, member->is_zip64 ? UINT32_MAX : packed);
    put(out, 4, member->is_zip64 ? UINT32_MAX : member->text.len);
    put(out, 2, strlen(member->name));
    put(out, 2, member->is_zip64 ? 28 : 0);
    put(out, 2, 0);
    put(out, 4, 0);
    put(out, 4, 0);
    put(out, 4, member->is_zip64 ? UINT32_MAX : start);
    stn_buf_puts(out, member->name);
    if (member->is_zip64) {
        put(out, 2, 1);
        put(out, 2, 24);
        put(out, 8, member->text.len);
        put(out, 8, packed);
        put(out, 8, start);
    }
}

void packer_add(struct packer *packer, struct pack_member member)
{
    struct stn_buf packed = STN_BUF_INIT(256 * STN_MIB);
    struct stn_buf *out = &packer->archive;
    size_t start = out->len;

    if (member.is_stored)
        stn_buf_append(&packed, member.text);
    else
        pack_deflated(&packed, member.text);
    if (member.start != NULL) {
        start = *member.start;
    } else {
        stn_buf_append(out, STN_STR("PK\3\4"));
        put_common(out, &member);
        put(out, 4, member.has_no_sizes ? 0 : packed.len);
        put(out, 4, member.has_no_sizes ? 0 : member.text.len);
        put(out, 2, strlen(member.name));
        put(out, 2, 0);
        stn_buf_puts(out, member.name);
        stn_buf_append(out, stn_buf_str(&packed));
    }
    put_entry(&packer->directory, &member, packed.len, start);
    packer->count++;
    stn_buf_dispose(&packed);
}

void packer_finish(struct packer *packer)
{
    struct stn_buf *out = &packer->archive;
    const size_t start = out->len;

    stn_buf_append(out, stn_buf_str(&packer->directory));
    stn_buf_append(out, STN_STR("PK\5\6"));
    put(out, 4, 0);
    put(out, 2, packer->count);
    put(out, 2, packer->count);
    put(out, 4, packer->directory.len);
    put(out, 4, start);
    put(out, 2, 0);
}

void packer_dispose(struct packer *packer)
{
    stn_buf_dispose(&packer->archive);
    stn_buf_dispose(&packer->directory);
}
