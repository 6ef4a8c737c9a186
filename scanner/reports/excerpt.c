#include "reports/excerpt.h"

#include "base/utf8.h"

/* Columns of an excerpt, but for its blank: it is not to wrap. */
#define SIDES_MAX 84
/* Of a statement that is shown. */
#define MARKED_MAX ((size_t)60)

/* Code points of a line's two sides that are shown: the whole of a short line,
 * or what fits around its blank, so that what marks it stays below it. */
static void fit_sides(size_t *left, size_t *right)
{
    size_t half = SIDES_MAX / 2;

    if (*left + *right <= SIDES_MAX)
        return;
    if (*right < half)
        *left = SIDES_MAX - *right;
    else if (*left < half)
        *right = SIDES_MAX - *left;
    else
        *left = *right = half;
}

struct stn_excerpt stn_excerpt_fit(const struct stn_finding *finding)
{
    struct stn_str line = finding->excerpt;
    size_t width = finding->excerpt_marked < MARKED_MAX
                       ? finding->excerpt_marked
                       : MARKED_MAX;
    size_t mark = stn_utf8_offset(line, finding->excerpt_mark);
    size_t end = stn_utf8_offset(line, finding->excerpt_mark + width);
    size_t left = finding->excerpt_mark;
    size_t right = stn_utf8_count(stn_str_sub(line, end, line.len));

    fit_sides(&left, &right);
    size_t start = stn_utf8_offset(line, finding->excerpt_mark - left);
    struct stn_str after = stn_str_sub(line, end, line.len);
    after.len = stn_utf8_offset(after, right);
    return (struct stn_excerpt){
        .before = stn_str_sub(line, start, mark),
        .marked = stn_str_sub(line, mark, end),
        .after = after,
        .width = width,
        .is_cut_before = left < finding->excerpt_mark,
        .is_cut_after = end + after.len < line.len,
    };
}
