/** @file Functions, methods and literals of a file, and what was worked out of
 *  each. */
#ifndef STN_GOLANG_FUNCTION_H
#define STN_GOLANG_FUNCTION_H

#include "golang/flow.h"

/** What is known of whether a function comes back. */
enum stn_go_returning {
    STN_GO_RETURNS_UNKNOWN, /**< Nobody asked. */
    STN_GO_RETURNS_ASKED,   /**< It is being worked out. */
    STN_GO_RETURNS,         /**< It does, or it may. */
    STN_GO_RETURNS_NEVER,
};

/** An answer that is worked out when it is first asked for. */
enum stn_go_answer { STN_GO_NOT_ASKED, STN_GO_NO, STN_GO_YES };

struct stn_go_function {
    uint32_t node;
    uint32_t file;            /**< Index in the package. */
    struct stn_go_flow *flow; /**< NULL: not built, or it has none. */
    uint8_t returning;        /**< enum stn_go_returning */
    uint8_t leaves;           /**< enum stn_go_leave: how it ends, if never. */
    uint8_t recovers;         /**< enum stn_go_answer: it calls recover, or a
                                   literal in it does. */
    uint8_t gives_response;   /**< enum stn_go_answer: it gives back an HTTP
                                   response that is open. */
    uint32_t order, low;      /**< Of settle.c, at work. */
    void *summary;            /**< What another layer keeps of it; in the arena
                                   of the package. */
};

/** What is kept of a function, method or literal; its file's names are known
 *  then. @return NULL if `node` is none of them, or without memory. */
struct stn_go_function *stn_go_function_at(struct stn_go_package *package,
                                           struct stn_go_file *file,
                                           uint32_t node);

/** The function, method or literal of the package that a call means; NULL: it
 *  is of another one, or not known. */
struct stn_go_function *stn_go_called_function(struct stn_go_package *package,
                                               struct stn_go_file *file,
                                               uint32_t call);

#endif
