#include "http/yaml_decoder.h"

/*
 * How far a block scalar is indented. Left to itself, as far as its first line,
 * or a blank line before it. With a number in its header it depends on where
 * its parent stands, so the value tells: what its first line has fewer spaces
 * than the source's is the indentation.
 */
static size_t find_indent(const struct stn_yaml_decoder *decoder,
                          struct stn_str value, bool is_told)
{
    const struct stn_str text = decoder->text;
    size_t at = decoder->at;
    size_t most = 0;
    size_t lines = 0;

    while (is_told && lines < value.len && value.ptr[lines] == '\n')
        lines++;
    for (size_t line = 0; at < decoder->end; line++) {
        const size_t start = stn_yaml_skip_spaces(text, at, decoder->end);
        if (start - at > most)
            most = start - at;
        if (is_told && line == lines) {
            const size_t kept =
                stn_yaml_skip_spaces(value, lines, value.len) - lines;
            return start - at > kept ? start - at - kept : 0;
        }
        if (stn_yaml_break_at(text, start, decoder->end) == 0)
            break;
        at = stn_yaml_skip_line(text, start, decoder->end);
    }
    return most;
}

/** A block scalar between two of its lines. */
struct block {
    size_t indent;
    bool is_folded;
    struct stn_span line_break; /**< After the last line with text. */
    bool was_blank;             /**< That line began with a blank. */
};

/* Blank lines: their breaks, each kept. */
static void put_breaks(struct stn_yaml_decoder *decoder, struct stn_span lines)
{
    size_t at = lines.start;

    while (at < lines.end) {
        const size_t length = stn_yaml_break_at(decoder->text, at, lines.end);
        if (length > 0)
            stn_yaml_put_break(decoder, at, length);
        at += length > 0 ? length : 1;
    }
}

/* Pass over blank lines, up to one with text at the indentation. */
static struct stn_span skip_blank_lines(struct stn_yaml_decoder *decoder,
                                        size_t indent)
{
    struct stn_span lines = {decoder->at, decoder->at};

    for (;;) {
        size_t at = decoder->at;
        const size_t most =
            decoder->end - at > indent ? at + indent : decoder->end;
        at = stn_yaml_skip_spaces(decoder->text, at, most);
        const size_t length =
            stn_yaml_break_at(decoder->text, at, decoder->end);
        if (length == 0)
            break;
        decoder->at = at + length;
        lines.end = decoder->at;
    }
    return lines;
}

/* The break after a line with text, when the next one with text is known. */
static void put_block_break(struct stn_yaml_decoder *decoder,
                            const struct block *block,
                            struct stn_span blank_lines, bool is_blank_next)
{
    const struct stn_span end = block->line_break;
    const bool is_joined = block->is_folded && end.end > end.start &&
                           end.end - end.start < 3 && !block->was_blank &&
                           !is_blank_next;

    if (is_joined && blank_lines.start == blank_lines.end)
        stn_yaml_put_whole(decoder, STN_STR(" "), end.start, end.end);
    else if (!is_joined && end.end > end.start)
        stn_yaml_put_break(decoder, end.start, end.end - end.start);
    put_breaks(decoder, blank_lines);
}

/* What the header of a block scalar says. */
struct block_header {
    char chomping; /**< '-', '+', or 0. */
    bool is_indent_told;
};

static struct block_header read_header(struct stn_yaml_decoder *decoder)
{
    struct block_header header = {0};

    for (decoder->at++; decoder->at < decoder->end; decoder->at++) {
        const char byte = decoder->text.ptr[decoder->at];
        if (byte == '-' || byte == '+')
            header.chomping = byte;
        else if (byte >= '1' && byte <= '9')
            header.is_indent_told = true;
        else
            break;
    }
    decoder->at = stn_yaml_skip_line(decoder->text, decoder->at, decoder->end);
    return header;
}

/* The next line with text, its break kept back. @return false: it is indented
 * less, so it is none. */
static bool decode_line(struct stn_yaml_decoder *decoder, struct block *block,
                        struct stn_span blank_lines)
{
    const size_t start = decoder->at + block->indent;

    if (stn_yaml_skip_spaces(decoder->text, decoder->at, decoder->end) < start)
        return false;
    const bool is_blank_next =
        start < decoder->end && stn_yaml_is_blank(decoder->text.ptr[start]);
    put_block_break(decoder, block, blank_lines, is_blank_next);
    block->was_blank = is_blank_next;
    block->line_break.start =
        stn_yaml_find_break(decoder->text, start, decoder->end);
    block->line_break.end = stn_yaml_skip_line(
        decoder->text, block->line_break.start, decoder->end);
    stn_yaml_put_same(decoder, start, block->line_break.start);
    decoder->at = block->line_break.end;
    return true;
}

void stn_yaml_decode_block(struct stn_yaml_decoder *decoder,
                           struct stn_str value)
{
    struct block block = {.is_folded = decoder->text.ptr[decoder->at] == '>'};
    const struct block_header header = read_header(decoder);

    block.indent = find_indent(decoder, value, header.is_indent_told);
    struct stn_span blank_lines = skip_blank_lines(decoder, block.indent);
    while (decoder->at < decoder->end &&
           decode_line(decoder, &block, blank_lines))
        blank_lines = skip_blank_lines(decoder, block.indent);
    if (header.chomping != '-' && block.line_break.end > block.line_break.start)
        stn_yaml_put_break(decoder, block.line_break.start,
                           block.line_break.end - block.line_break.start);
    if (header.chomping == '+')
        put_breaks(decoder, blank_lines);
}
