/**
 * @file
 * The parts of the YAML reader: telling cassettes from other YAML, values with
 * a way back, and reading line by line where the YAML is broken. Only for
 * http/yaml*.c.
 */
#ifndef STN_HTTP_YAML_PARTS_H
#define STN_HTTP_YAML_PARTS_H

#include "base/yaml_events.h"
#include "http/tree.h"

/** See struct stn_http_format. */
bool stn_yaml_is_capture(struct stn_str head, bool is_whole);

/**
 * Values that had to be decoded. The tree may keep one until its map ends, so
 * all stay where they are until they are let go together.
 */
struct stn_yaml_values;

enum stn_status stn_yaml_values_new(struct stn_yaml_values **out,
                                    struct stn_error *err);
void stn_yaml_values_free(struct stn_yaml_values *values);
/**
 * @param root  What the scalar's offsets count in; must outlive the value.
 * @return STN_OK; STN_ELIMIT if it decodes to over STN_HTTP_VALUE_BYTES_MAX;
 *         STN_ENOMEM.
 */
enum stn_status stn_yaml_values_make(struct stn_yaml_values *values,
                                     const struct stn_segment *root,
                                     const struct stn_yaml_event *scalar,
                                     struct stn_http_value *out,
                                     struct stn_error *err);
/** Whether there are so many that they must be let go. */
bool stn_yaml_values_are_full(const struct stn_yaml_values *values);
void stn_yaml_values_let_go(struct stn_yaml_values *values);

/** @return What a scalar is to JSON: of the plain ones, null and the like are
 *          literals, numbers are numbers. */
enum stn_http_scalar stn_yaml_scalar_type(const struct stn_yaml_event *scalar);

enum stn_yaml_section {
    STN_YAML_SECTION_NONE,
    STN_YAML_SECTION_HEADERS,
    STN_YAML_SECTION_FORM,
};

/** @return Of which section a key is the head. */
enum stn_yaml_section stn_yaml_section_of(struct stn_str key);

/** @return How many bytes stand before an offset on its line; SIZE_MAX: too
 *          many to say. */
size_t stn_yaml_column_of(struct stn_str text, size_t at);

/** Reading line by line. */
struct stn_yaml_lines {
    struct stn_http_walk *walk;
    struct stn_yaml_values *values;
    const struct stn_segment *root;
    enum stn_yaml_section section;
    size_t section_column; /**< Where the section's key stands in its line. */
    struct stn_str name;   /**< Of a header whose values are items below. */
    bool is_response;
    /** Where the dashes of the list of exchanges stand; SIZE_MAX: not known. */
    size_t dash_column;
};

/**
 * Read lines as "Name: value" and "- value" until an exchange begins.
 *
 * @param from     Start of a line.
 * @param resumes  Whether to stop at all.
 * @param stopped  Set to the start of the line at which it begins, past `from`;
 *                 or to the end.
 */
enum stn_status stn_yaml_lines_read(struct stn_yaml_lines *lines, size_t from,
                                    bool resumes, size_t *stopped,
                                    struct stn_error *err);

#endif
