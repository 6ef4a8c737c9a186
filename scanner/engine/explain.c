#include "engine/compiled.h"
#include "engine/literals.h"

static void put_byte(struct stn_buf *out, unsigned char byte)
{
    if (byte == '"' || byte == '\\' || byte == ']')
        stn_buf_printf(out, "\\%c", byte);
    else if (byte == '\n')
        stn_buf_puts(out, "\\n");
    else if (byte == '\t')
        stn_buf_puts(out, "\\t");
    else if (byte < ' ' || byte > '~')
        stn_buf_printf(out, "\\x%02X", byte);
    else
        stn_buf_putc(out, (char)byte);
}

static void put_bytes(struct stn_buf *out, const struct stn_byte_set *set)
{
    for (unsigned first = 0; first <= UINT8_MAX; first++) {
        unsigned last = first;
        if (!stn_byte_set_has(set, (unsigned char)first))
            continue;
        while (last < UINT8_MAX &&
               stn_byte_set_has(set, (unsigned char)(last + 1)))
            last++;
        put_byte(out, (unsigned char)first);
        if (last > first + 1)
            stn_buf_putc(out, '-');
        if (last > first)
            put_byte(out, (unsigned char)last);
        first = last;
    }
}

/* As a class, "[0-9A-F]"; what is all but a few bytes as its opposite. */
static void put_class(struct stn_buf *out, struct stn_byte_set set)
{
    stn_buf_putc(out, '[');
    if (stn_byte_set_count(&set) > 128) {
        stn_buf_putc(out, '^');
        stn_byte_set_invert(&set);
    }
    put_bytes(out, &set);
    stn_buf_putc(out, ']');
}

static void put_distance(struct stn_buf *out, const struct stn_literal *literal)
{
    if (literal->max_before == STN_SYNTAX_UNBOUNDED)
        stn_buf_puts(out, ", a match may start anywhere before it");
    else if (literal->min_before != literal->max_before)
        stn_buf_printf(out, ", %u to %u bytes into a match",
                       (unsigned)literal->min_before,
                       (unsigned)literal->max_before);
    else if (literal->max_before > 0)
        stn_buf_printf(out, ", %u bytes into a match",
                       (unsigned)literal->max_before);
}

static void put_guard(struct stn_buf *out, const struct stn_guard_spec *guard)
{
    if (guard->has_before) {
        stn_buf_puts(out, ", after ");
        put_class(out, guard->before);
        if (guard->may_start)
            stn_buf_puts(out, " or nothing");
    }
    if (guard->has_gap) {
        stn_buf_puts(out, ", before ");
        put_class(out, guard->gap);
        if (guard->gap_may_go_on)
            stn_buf_puts(out, "* and ");
        else
            stn_buf_printf(out, "{0,%u} and ", guard->gap_most);
        put_class(out, guard->gap_end);
    } else if (guard->after_count > 0) {
        stn_buf_puts(out, ", before ");
        put_class(out, guard->after[0]);
    }
}

static void put_literal(struct stn_buf *out, const struct stn_literal *literal)
{
    stn_buf_putc(out, '"');
    for (unsigned i = 0; i < literal->word.length; i++)
        put_byte(out, literal->word.bytes[i]);
    stn_buf_putc(out, '"');
    if (stn_literal_is_caseless(literal))
        stn_buf_puts(out, " in any case");
    put_distance(out, literal);
    put_guard(out, &literal->guard);
    stn_buf_putc(out, '\n');
}

/* What the names a rule looks at are known by. */
static enum stn_status put_names(struct stn_buf *out, const char *names,
                                 struct stn_error *err)
{
    struct stn_literals literals = {0};
    enum stn_status status =
        stn_literals_find(&literals, stn_str_of(names), err);

    for (uint32_t i = 0; i < literals.count && status >= 0; i++) {
        stn_buf_puts(out, "a name with ");
        put_literal(out, &literals.items[i]);
    }
    if (status >= 0 && literals.count == 0)
        stn_buf_puts(out, "any name\n");
    stn_literals_dispose(&literals);
    return status;
}

enum stn_status stn_matcher_explain(struct stn_buf *out,
                                    const struct stn_matcher *matcher,
                                    uint32_t rule, struct stn_error *err)
{
    struct stn_literals literals = {0};
    const struct stn_rule *what = &matcher->ruleset->rules[rule];
    enum stn_status status =
        stn_literals_find(&literals, stn_str_of(what->pattern), err);

    if (status >= 0) {
        for (uint32_t i = 0; i < literals.count; i++)
            put_literal(out, &literals.items[i]);
        if (what->names != NULL)
            status = put_names(out, what->names, err);
        else if (literals.reason != NULL)
            stn_buf_printf(out, "not local: %s\n", literals.reason);
    }
    if (status >= 0)
        status = stn_buf_status(out, err);
    stn_literals_dispose(&literals);
    return status;
}
