/** @file What is known of libraries: results of functions and methods, what
 *  must be released, who only borrows its arguments. */
#ifndef STN_GOLANG_LIBRARY_H
#define STN_GOLANG_LIBRARY_H

#include "golang/called.h"

/** What must be done with a value, and which check asks for it. */
enum stn_go_resource {
    STN_GO_NO_RESOURCE,
    STN_GO_FILE_RESOURCE,     /**< Files, connections, listeners: Close. */
    STN_GO_INFLATE_RESOURCE,  /**< A reader that holds memory alone: Close. */
    STN_GO_RESPONSE_RESOURCE, /**< *http.Response: Body.Close. */
    STN_GO_SQL_RESOURCE,      /**< Rows, statements, connections: Close. */
    STN_GO_POOLED_RESOURCE,   /**< A connection of a pool: Release. */
    STN_GO_TICKER_RESOURCE,   /**< Stop */
    STN_GO_TIMER_RESOURCE,    /**< Stop */
    STN_GO_SPAN_RESOURCE,     /**< End */
    STN_GO_CANCEL_RESOURCE,   /**< To be called. */
};

struct stn_go_acquired {
    enum stn_go_resource resource;
    uint32_t result; /**< Which result of the call it is, from 0. */
};

/** What a call of a library acquires. */
struct stn_go_acquired stn_go_acquired_by(struct stn_go_package *package,
                                          struct stn_go_file *file,
                                          uint32_t call);

/** Methods that release a kind of resource; NULL ends it. */
const char *const *stn_go_releases_of(enum stn_go_resource resource);

/** Types of the results of a function or method of a library, as in
 *  "*os.File error"; NULL: not known. A path is written in full:
 *  "*net/http.Response error". */
const char *stn_go_library_results(const struct stn_go_library_call *call);

/** The n-th type, from 0, of what stn_go_library_results() tells. */
struct stn_go_type stn_go_table_type(const char *results, uint32_t n);

/** The type of a variable of a library, such as http.DefaultClient; NULL: not
 *  known. */
const char *stn_go_library_variable(struct stn_str path, struct stn_str name);

/** Whether a function of a library only uses what it is given, and leaves
 *  closing it to its caller. */
bool stn_go_library_borrows(const struct stn_go_library_call *call);

/** Whether it only borrows, but what it gives back goes on using it: a reader
 *  over a reader. */
bool stn_go_library_wraps(const struct stn_go_library_call *call);

#endif
