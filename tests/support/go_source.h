/** @file Go sources in strings as a package that can be asked. */
#ifndef STN_TESTS_GO_SOURCE_H
#define STN_TESTS_GO_SOURCE_H

#include "golang/names.h"

#define GO_SOURCE_FILES_MAX 4

struct go_text {
    const char *path; /**< "a.go" */
    const char *text;
};

struct go_source {
    struct stn_go_parser *parser;
    struct stn_package_file files[GO_SOURCE_FILES_MAX];
    struct stn_package source;
    struct stn_go_package package;
};

/** Read a package, and resolve the names of all its files.
 *  @param out  Overwritten; to be closed whatever comes back. */
enum stn_status go_source_try(struct go_source *out,
                              const struct go_text *texts, size_t count,
                              const char *go_mod);
/** As go_source_try(), of one file a.go; a failure fails the test. */
void go_source_open(struct go_source *out, const char *text);
void go_source_open_all(struct go_source *out, const struct go_text *texts,
                        size_t count);
void go_source_close(struct go_source *source);

/** The n-th node, from 0, that is written like this and of a kind;
 *  STN_GO_OTHER: of any, the innermost. A test fails without one. */
uint32_t go_source_find(const struct go_source *source, size_t file,
                        enum stn_go_kind kind, const char *text, size_t n);
/** The function or method of a name. */
uint32_t go_source_function(const struct go_source *source, size_t file,
                            const char *name);
/** What the n-th identifier of a name means; 0: nothing. */
uint32_t go_source_object(const struct go_source *source, size_t file,
                          const char *name, size_t n);

#endif
