/** @file A call that acquires what must be released, and where it goes. */
#ifndef STN_GOLANG_ACQUISITION_H
#define STN_GOLANG_ACQUISITION_H

#include "golang/check.h"
#include "golang/duty.h"
#include "golang/library.h"

enum stn_go_destination {
    STN_GO_TO_VARIABLE, /**< A variable of the function. */
    STN_GO_TO_NOTHING,  /**< "_", or the call is a statement. */
    STN_GO_TO_OTHER,    /**< Elsewhere: returned, passed on, a field. */
};

struct stn_go_acquisition {
    enum stn_go_resource resource;
    uint32_t call, statement;
    uint32_t function; /**< It is in; 0: at the package's level. */
    enum stn_go_destination destination;
    uint32_t name;   /**< The identifier it is assigned to; 0: none. */
    uint32_t object; /**< Of STN_GO_TO_VARIABLE. */
    uint32_t error;  /**< The object of the error beside it; 0: none. */
};

/**
 * What a call acquires: by the table of libraries, or, for a response, because
 * a function of the package gives one back.
 *
 * @return Whether it acquires anything.
 */
bool stn_go_acquisition_at(struct stn_go_pass *pass, uint32_t call,
                           struct stn_go_acquisition *out);

/** Rows, a statement or a connection of a database. */
static inline bool
stn_go_is_of_database(const struct stn_go_acquisition *acquisition)
{
    return acquisition->resource == STN_GO_SQL_RESOURCE ||
           acquisition->resource == STN_GO_POOLED_RESOURCE;
}

/** Whether what was acquired is released on every path. */
struct stn_go_settled
stn_go_acquisition_settle(struct stn_go_pass *pass,
                          const struct stn_go_acquisition *acquisition);

/** A hit at the acquisition: its statement, "acquired by os.Open", and the
 *  return of a path that misses the release. */
struct stn_go_hit
stn_go_acquisition_hit(struct stn_go_pass *pass,
                       const struct stn_go_acquisition *acquisition,
                       const struct stn_go_settled *settled);

/**
 * The fix of what is never released: defer its release where it is acquired,
 * behind the check of the error that came with it. None where there is no such
 * place, and none for what may come with an error that nobody looked at.
 */
void stn_go_acquisition_fix(struct stn_go_pass *pass, struct stn_go_hit *hit,
                            const struct stn_go_acquisition *acquisition,
                            const struct stn_go_settled *settled,
                            const char *title);

/** Whether a function runs once, and what it holds is held for the life of the
 *  process: main (of any package: a program's own commands are called so, too),
 *  init, TestMain. The system takes it back. */
bool stn_go_is_main(const struct stn_go_pass *pass, uint32_t function);

#endif
