#include "text/segment.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void assert_origin(const struct stn_segment *segment, size_t start,
                          size_t end, size_t text_start, size_t text_end)
{
    const struct stn_span origin =
        stn_segment_origin(segment, (struct stn_span){start, end});

    assert_int_equal(origin.start, text_start);
    assert_int_equal(origin.end, text_end);
}

static struct stn_segment view_of(const struct stn_segment *parent,
                                  size_t start, size_t end)
{
    return (struct stn_segment){.bytes = stn_str_sub(parent->bytes, start, end),
                                .parent = parent};
}

/* Decode a view with a codec, as walks do. */
static struct stn_segment decode(const struct stn_segment *parent,
                                 enum stn_codec codec, struct stn_buf *out,
                                 struct stn_map *map)
{
    assert_int_equal(stn_codecs[codec].decode(parent->bytes, out, map, NULL),
                     STN_OK);
    return (struct stn_segment){.bytes = stn_buf_str(out),
                                .parent = parent,
                                .origin = stn_segment_map_origin,
                                .origin_data = map,
                                .codec = codec};
}

static void a_text_is_its_own_origin(void **state)
{
    (void)state;
    const struct stn_segment text = {.bytes = STN_STR("some text")};

    assert_origin(&text, 2, 7, 2, 7);
    assert_origin(&text, 9, 9, 9, 9);
}

static void views_add_up(void **state)
{
    (void)state;
    const struct stn_segment text = {.bytes = STN_STR("0123456789abcdef")};
    const struct stn_segment line = view_of(&text, 4, 14);
    const struct stn_segment value = view_of(&line, 2, 8);
    const struct stn_segment part = view_of(&value, 1, 3);

    assert_memory_equal(part.bytes.ptr, "78", 2);
    assert_origin(&part, 0, 2, 7, 9);
    assert_origin(&part, 1, 1, 8, 8);
    assert_origin(&value, 0, 6, 6, 12);
}

static void an_empty_view_without_bytes_is_at_the_start(void **state)
{
    (void)state;
    const struct stn_segment text = {.bytes = STN_STR("text")};
    const struct stn_segment none = {.parent = &text};

    assert_origin(&none, 0, 0, 0, 0);
}

/* A JSON string in a text, base64 in it, a form in that, a value of the form
 * percent-encoded: four segments with maps, a view between each. */
static void spans_are_found_through_every_decoding(void **state)
{
    (void)state;
    /* "k=v%41%42&x" is a form; its base64 stands in a JSON string, broken by
     * an escaped line break; the value of k is decoded again. */
    const struct stn_segment text = {
        .bytes = STN_STR("{\"body\": \"say az12JTQx\\nJTQyJng=\"}")};
    struct stn_map maps[3] = {{0}};
    struct stn_buf bufs[3] = {STN_BUF_INIT(1000), STN_BUF_INIT(1000),
                              STN_BUF_INIT(1000)};

    const struct stn_segment string = view_of(&text, 10, 32);
    const struct stn_segment json =
        decode(&string, STN_CODEC_JSON, &bufs[0], &maps[0]);
    assert_string_equal(json.bytes.ptr, "say az12JTQx\nJTQyJng=");
    const struct stn_segment digits = view_of(&json, 4, json.bytes.len);
    const struct stn_segment form =
        decode(&digits, STN_CODEC_BASE64, &bufs[1], &maps[1]);
    assert_string_equal(form.bytes.ptr, "k=v%41%42&x");
    const struct stn_segment value = view_of(&form, 2, 9);
    const struct stn_segment decoded =
        decode(&value, STN_CODEC_PERCENT, &bufs[2], &maps[2]);
    assert_string_equal(decoded.bytes.ptr, "vAB");

    /* The digits of the text are at 14: az12, JTQx, the break at 22 and 23,
     * JTQy, Jng=. */
    assert_origin(&digits, 0, 4, 14, 18);
    assert_origin(&digits, 4, 9, 18, 24);
    assert_origin(&form, 0, 3, 14, 18);
    assert_origin(&form, 3, 6, 18, 22);
    assert_origin(&form, 6, 9, 24, 28);
    assert_origin(&form, 10, 11, 28, 32);
    assert_origin(&decoded, 0, 1, 14, 18);
    assert_origin(&decoded, 1, 2, 18, 22);
    assert_origin(&decoded, 2, 3, 24, 28);
    assert_origin(&decoded, 0, 3, 14, 28);

    for (size_t i = 0; i < 3; i++) {
        stn_map_dispose(&maps[i]);
        stn_buf_dispose(&bufs[i]);
    }
}

/* All of a container for anything in it. */
static struct stn_span all_of_it(const struct stn_segment *segment,
                                 struct stn_span span)
{
    (void)span;
    return (struct stn_span){0, segment->parent->bytes.len};
}

static void views_in_a_container_answer_with_the_container(void **state)
{
    (void)state;
    const struct stn_segment text = {.bytes = STN_STR("before ARCHIVE after")};
    const struct stn_segment archive = view_of(&text, 7, 14);
    const struct stn_segment member = {
        .bytes = STN_STR("a member, longer than its archive"),
        .parent = &archive,
        .origin = all_of_it};
    const struct stn_segment word = view_of(&member, 10, 16);

    assert_origin(&word, 0, 6, 7, 14);
    assert_origin(&word, 2, 2, 7, 14);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_its_own_origin),
        cmocka_unit_test(views_add_up),
        cmocka_unit_test(an_empty_view_without_bytes_is_at_the_start),
        cmocka_unit_test(spans_are_found_through_every_decoding),
        cmocka_unit_test(views_in_a_container_answer_with_the_container),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
