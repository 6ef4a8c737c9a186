/** @file What is done with a variable where it is used. */
#ifndef STN_GOLANG_USES_H
#define STN_GOLANG_USES_H

#include "golang/package.h"

/** What looking at one use takes, in steps of stn_go_spend(). */
#define STN_GO_USE_STEPS 10

enum stn_go_use_kind {
    STN_GO_USE_READ,         /**< Compared, indexed, computed with, `_ = x`. */
    STN_GO_USE_CALLED,       /**< x() */
    STN_GO_USE_METHOD,       /**< x.Method() */
    STN_GO_USE_METHOD_VALUE, /**< x.Field or x.Method as a value. */
    STN_GO_USE_ARGUMENT,     /**< f(x) */
    STN_GO_USE_ASSIGNED,     /**< y := x, y = x, with y a name. */
    STN_GO_USE_WRITTEN,      /**< x = ..., x++ */
    STN_GO_USE_RETURNED,     /**< return x, also in a literal of a type. */
    STN_GO_USE_STORED,       /**< In a field, element, literal of a type; in
                                  one of too many. */
    STN_GO_USE_SENT,         /**< ch <- x */
    STN_GO_USE_ADDRESS,      /**< &x */
    STN_GO_USE_RECEIVED,     /**< <-x, range x */
    STN_GO_USE_SENT_ON,      /**< x <- v */
};

/** How a call is made. */
enum stn_go_call_kind { STN_GO_CALL_NOW, STN_GO_CALL_DEFERRED, STN_GO_CALL_GO };

/** Whether a call is that of a defer, of a go statement, or neither. */
enum stn_go_call_kind stn_go_how_called(const struct stn_go_tree *tree,
                                        uint32_t call);

struct stn_go_use {
    enum stn_go_use_kind kind;
    uint32_t node; /**< The identifier. */
    /** x.through.Method(), f(x.through): the first field; else empty. */
    struct stn_str through;
    struct stn_str method; /**< Of STN_GO_USE_METHOD, _METHOD_VALUE. */
    uint32_t call;         /**< CALLED, METHOD, ARGUMENT */
    enum stn_go_call_kind how;
    uint32_t argument; /**< Which one, from 0; UINT32_MAX: one of too many. */
    uint32_t target;   /**< ASSIGNED: the name on the left. */
    /** The outermost literal around the use, inside of the function that the
     *  variable is local to; 0: none. */
    uint32_t literal;
};

/** @param object  The variable's. */
struct stn_go_use stn_go_use_at(const struct stn_go_package *package,
                                const struct stn_go_file *file, uint32_t object,
                                uint32_t node);

/** What is done with any expression as a whole; `literal` stays 0. */
struct stn_go_use stn_go_use_of(const struct stn_go_tree *tree, uint32_t node);

/** Step through the uses of a local variable: `at` 0 gives the first. @return
 *  0: there are no more. */
uint32_t stn_go_next_use(const struct stn_go_package *package,
                         const struct stn_go_file *file, uint32_t object,
                         uint32_t at);

/** What a function literal is there for. */
enum stn_go_role {
    STN_GO_ROLE_CALLED,   /**< func() {}() */
    STN_GO_ROLE_DEFERRED, /**< defer func() {}() */
    STN_GO_ROLE_GO,       /**< go func() {}() */
    STN_GO_ROLE_ARGUMENT, /**< f(func() {}) */
    STN_GO_ROLE_ASSIGNED, /**< f := func() {} */
    STN_GO_ROLE_OTHER,    /**< Returned, stored ... */
};

enum stn_go_role stn_go_role_of(const struct stn_go_tree *tree,
                                uint32_t literal);

/** The function around a node that is `function` or directly in it, so that
 *  its statements are in the flow of `function`: the outermost literal in
 *  between, or 0 if there is none. */
uint32_t stn_go_literal_in(const struct stn_go_tree *tree, uint32_t function,
                           uint32_t node);

#endif
