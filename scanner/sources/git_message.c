#include "sources/git_message.h"

#include <stdio.h>
#include <time.h>

#define HEX_DIGITS ((size_t)2 * STN_GIT_OID_BYTES)
/* "parent ", the id, a newline. */
#define PARENT_LINE_BYTES (7 + HEX_DIGITS + 1)
/* The last second of the year 9999: RFC 3339 has four digits for it. */
#define TIME_MAX 253402300799
#define DAY_SECONDS (24 * 60 * 60)

static int hex_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    return -1;
}

static bool read_id(struct stn_str hex, unsigned char id[STN_GIT_OID_BYTES])
{
    if (hex.len < HEX_DIGITS)
        return false;
    for (size_t i = 0; i < STN_GIT_OID_BYTES; i++) {
        int high = hex_value(hex.ptr[2 * i]);
        int low = hex_value(hex.ptr[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        id[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

/* Take the next line of the header, without its newline. false: there is none
 * left, and what follows is the message. */
static bool next_line(struct stn_str *rest, struct stn_str *line)
{
    if (rest->len == 0)
        return false;
    const char *end = memchr(rest->ptr, '\n', rest->len);
    size_t length = end != NULL ? (size_t)(end - rest->ptr) : rest->len;
    *line = stn_str_sub(*rest, 0, length);
    *rest = stn_str_sub(*rest, length + 1, rest->len);
    return length > 0;
}

/* Take "KEY ID" off the front. */
static bool take_id(struct stn_str *rest, struct stn_str key,
                    unsigned char id[STN_GIT_OID_BYTES])
{
    size_t length = key.len + HEX_DIGITS;

    if (!stn_str_starts(*rest, key) || rest->len <= length ||
        rest->ptr[length] != '\n' ||
        !read_id(stn_str_sub(*rest, key.len, length), id))
        return false;
    *rest = stn_str_sub(*rest, length + 1, rest->len);
    return true;
}

static void skip_zone(struct stn_str *person)
{
    while (person->len > 0 && person->ptr[person->len - 1] != ' ')
        person->len--;
    *person = stn_str_trim(*person);
}

/* The seconds before the zone, at the end of a person's line. */
static bool read_time(struct stn_str person, int64_t *time)
{
    int64_t value = 0;
    size_t digits = 0;

    skip_zone(&person);
    while (person.len > digits && person.ptr[person.len - digits - 1] >= '0' &&
           person.ptr[person.len - digits - 1] <= '9')
        digits++;
    if (digits == 0 || digits > 18)
        return false;
    for (size_t i = person.len - digits; i < person.len; i++)
        value = value * 10 + (person.ptr[i] - '0');
    *time = value;
    return true;
}

/* Read what is between the ids and the message. */
static void parse_people(struct stn_git_message *out, struct stn_str rest,
                         struct stn_str key)
{
    struct stn_str line;

    while (next_line(&rest, &line)) {
        if (out->person.ptr == NULL && stn_str_starts(line, key))
            out->person = stn_str_sub(line, key.len, line.len);
        if (stn_str_starts(line, STN_STR("committer ")) &&
            !read_time(line, &out->time))
            out->time = 0;
    }
    out->text = rest;
}

enum stn_status stn_git_commit_parse(struct stn_git_message *out,
                                     struct stn_str bytes)
{
    struct stn_str rest = bytes;
    unsigned char id[STN_GIT_OID_BYTES];

    *out = (struct stn_git_message){.text = bytes};
    if (!take_id(&rest, STN_STR("tree "), out->target))
        return STN_EINPUT;
    out->parents = rest;
    while (take_id(&rest, STN_STR("parent "), id))
        out->parent_count++;
    out->parents.len = out->parent_count * PARENT_LINE_BYTES;
    parse_people(out, rest, STN_STR("author "));
    return STN_OK;
}

enum stn_status stn_git_tag_parse(struct stn_git_message *out,
                                  struct stn_str bytes)
{
    struct stn_str rest = bytes;

    *out = (struct stn_git_message){.text = bytes};
    if (!take_id(&rest, STN_STR("object "), out->target))
        return STN_EINPUT;
    parse_people(out, rest, STN_STR("tagger "));
    return STN_OK;
}

void stn_git_message_parent(const struct stn_git_message *message, size_t at,
                            unsigned char id[STN_GIT_OID_BYTES])
{
    size_t start = at * PARENT_LINE_BYTES + strlen("parent ");

    read_id(stn_str_sub(message->parents, start, message->parents.len), id);
}

/* Minutes east of Greenwich; 0 for what is no zone. */
static int read_zone(struct stn_str person)
{
    struct stn_str zone = person;

    skip_zone(&person);
    if (zone.len < 5)
        return 0;
    zone = stn_str_sub(zone, zone.len - 5, zone.len);
    if (zone.ptr[0] != '+' && zone.ptr[0] != '-')
        return 0;
    for (size_t i = 1; i < 5; i++)
        if (zone.ptr[i] < '0' || zone.ptr[i] > '9')
            return 0;
    int hours = (zone.ptr[1] - '0') * 10 + (zone.ptr[2] - '0');
    int minutes = (zone.ptr[3] - '0') * 10 + (zone.ptr[4] - '0');
    if (hours > 23 || minutes > 59)
        return 0;
    int east = hours * 60 + minutes;
    return zone.ptr[0] == '-' ? -east : east;
}

static void format_date(int64_t seconds, int zone,
                        char date[STN_GIT_DATE_BYTES])
{
    struct tm parts;
    time_t local = (time_t)(seconds + (int64_t)zone * 60);

    if (gmtime_r(&local, &parts) == NULL ||
        strftime(date, STN_GIT_DATE_BYTES, "%Y-%m-%dT%H:%M:%S", &parts) == 0) {
        date[0] = '\0';
        return;
    }
    size_t length = strlen(date);
    int east = zone < 0 ? -zone : zone;
    if (zone == 0)
        snprintf(date + length, STN_GIT_DATE_BYTES - length, "Z");
    else
        snprintf(date + length, STN_GIT_DATE_BYTES - length, "%c%02d:%02d",
                 zone < 0 ? '-' : '+', east / 60, east % 60);
}

void stn_git_person_split(struct stn_str person, struct stn_str *who,
                          char date[STN_GIT_DATE_BYTES])
{
    size_t end = person.len;
    int64_t time;

    date[0] = '\0';
    while (end > 0 && person.ptr[end - 1] != '>')
        end--;
    *who = stn_str_trim(end > 0 ? stn_str_sub(person, 0, end) : person);
    if (end == 0)
        return;
    person = stn_str_trim(stn_str_sub(person, end, person.len));
    /* A day of room, since the zone is added. */
    if (read_time(person, &time) && time <= TIME_MAX - DAY_SECONDS)
        format_date(time, read_zone(person), date);
}
