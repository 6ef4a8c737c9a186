#include "http/date.h"

/* Days from 1970-01-01 to a date of the Gregorian calendar. */
static int64_t days_from_civil(int64_t year, unsigned month, unsigned day)
{
    year -= month <= 2;
    const int64_t era = year / 400;
    const int64_t of_era = year - era * 400;
    const int64_t shifted = month > 2 ? month - 3 : month + 9;
    const int64_t of_year = (153 * shifted + 2) / 5 + day - 1;
    const int64_t day_of_era =
        of_era * 365 + of_era / 4 - of_era / 100 + of_year;

    return era * 146097 + day_of_era - 719468;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A number of at most `most` digits; 0 digits: SIZE_MAX. */
static size_t read_number(struct stn_str text, size_t *at, size_t most)
{
    size_t number = 0;
    size_t start = *at;

    while (*at < text.len && *at - start < most && is_digit(text.ptr[*at]))
        number = number * 10 + (size_t)(text.ptr[(*at)++] - '0');
    return *at == start ? SIZE_MAX : number;
}

/* "Oct", as a month from 1; 0: none. */
static unsigned read_month(struct stn_str text)
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";

    for (unsigned i = 0; i < 12; i++)
        if (stn_str_equal_nocase(stn_str_sub(text, 0, 3),
                                 (struct stn_str){names + 3 * (size_t)i, 3}))
            return i + 1;
    return 0;
}

static int64_t seconds_of(size_t year, unsigned month, size_t day, size_t hour,
                          size_t minute, size_t second)
{
    if (year > 9999 || month < 1 || month > 12 || day < 1 || day > 31 ||
        hour > 23 || minute > 59 || second > 60)
        return 0;
    const int64_t seconds =
        days_from_civil((int64_t)year, month, (unsigned)day) * 86400 +
        (int64_t)(hour * 3600 + minute * 60 + second);
    return seconds > 0 ? seconds : 1;
}

/* The clock after a date: "07:28:00", "072800". Absent parts are 0. */
static int64_t with_clock(size_t year, unsigned month, size_t day,
                          struct stn_str text, size_t at)
{
    size_t parts[3] = {0, 0, 0};

    while (at < text.len && !is_digit(text.ptr[at]))
        at++;
    for (size_t i = 0; i < 3; i++) {
        size_t number = read_number(text, &at, 2);
        if (number == SIZE_MAX)
            break;
        parts[i] = number;
        if (at < text.len && text.ptr[at] == ':')
            at++;
    }
    return seconds_of(year, month, day, parts[0], parts[1], parts[2]);
}

/* "21 Oct 2026 07:28:00", after the day of the week. */
static int64_t read_http_date(struct stn_str text, size_t at)
{
    const size_t day = read_number(text, &at, 2);

    at++;
    const unsigned month = read_month(stn_str_sub(text, at, text.len));
    at += 4;
    size_t year = read_number(text, &at, 4);
    if (day == SIZE_MAX || month == 0 || year == SIZE_MAX)
        return 0;
    if (year < 100)
        year += year < 70 ? 2000 : 1900;
    return with_clock(year, month, day, text, at);
}

/* "2026-10-21T...", "20261021T...". */
static int64_t read_iso_date(struct stn_str text)
{
    size_t at = 0;
    const size_t year = read_number(text, &at, 4);

    at += at < text.len && text.ptr[at] == '-';
    const size_t month = read_number(text, &at, 2);
    at += at < text.len && text.ptr[at] == '-';
    const size_t day = read_number(text, &at, 2);
    if (year == SIZE_MAX || month > 12 || day == SIZE_MAX)
        return 0;
    return with_clock(year, (unsigned)month, day, text, at);
}

static int64_t read_unix_time(struct stn_str text)
{
    size_t at = 0;
    const size_t seconds = read_number(text, &at, 13);

    if (seconds == SIZE_MAX || seconds == 0 ||
        (at < text.len && text.ptr[at] != '.'))
        return 0;
    /* Past the year 5000 it counts milliseconds. */
    return (int64_t)(seconds > 100000000000 ? seconds / 1000 : seconds);
}

int64_t stn_http_date(struct stn_str text)
{
    size_t at = 0;

    text = stn_str_trim(text);
    while (at < text.len && is_digit(text.ptr[at]))
        at++;
    if (at == text.len || (at > 0 && text.ptr[at] == '.'))
        return read_unix_time(text);
    if ((at == 4 && text.ptr[at] == '-') || (at == 8 && text.ptr[at] == 'T'))
        return read_iso_date(text);
    if (at > 0 && at <= 2)
        return read_http_date(text, 0);
    size_t comma = stn_str_find(text, STN_STR(", "));
    return comma < 12 ? read_http_date(text, comma + 2) : 0;
}
