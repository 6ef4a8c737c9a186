/**
 * @file
 * The ways control can take through one function, method or literal: blocks of
 * points, in the order they are executed, and edges between blocks. Literals
 * inside it are values here; each has a flow of its own.
 */
#ifndef STN_GOLANG_FLOW_H
#define STN_GOLANG_FLOW_H

#include "golang/package.h"

/** How a block ends that leaves the function. */
enum stn_go_leave {
    STN_GO_GOES_ON,        /**< It does not leave. */
    STN_GO_LEAVES_RETURN,  /**< A return statement. */
    STN_GO_LEAVES_END,     /**< The end of the body. */
    STN_GO_LEAVES_PANIC,   /**< panic(): defers run. */
    STN_GO_LEAVES_GOEXIT,  /**< runtime.Goexit, t.Fatal: defers run. */
    STN_GO_LEAVES_PROCESS, /**< os.Exit, log.Fatal: nothing runs. */
    STN_GO_LEAVES_NEVER,   /**< A call of what loops for ever: a search is not
                                told, its path just ends. */
};

struct stn_go_edge {
    uint32_t to; /**< Block. */
    /** What decided: an expression without && || and !, or 0. For a range
     *  clause, a case or a communication: that node; `is_true` if it is
     *  taken. */
    uint32_t condition;
    bool is_true;
};

struct stn_go_block {
    uint32_t first_point, point_count;
    uint32_t first_edge, edge_count;
    uint8_t leaves;   /**< enum stn_go_leave; then there are no edges. */
    uint32_t leaving; /**< The return, or the call that does not return; for
                           STN_GO_LEAVES_END the body. */
    bool is_reached;  /**< A path from the entry leads to it. */
};

/** From a node on, up to the next run, nodes are in one point. */
struct stn_go_point_run {
    uint32_t node;
    uint32_t point; /**< UINT32_MAX: in none. */
};

/**
 * `select {}` is a block without edges that does not leave. What stands behind
 * a return or the like is in blocks that nothing leads to.
 *
 * Points are nodes: simple statements as a whole, defer, go and return
 * statements, conditions (taken apart at && || and !), what a switch asks, the
 * range clause (once for each turn; its operand is a point before the loop),
 * the communications of a select.
 */
struct stn_go_flow {
    uint32_t *points;
    uint32_t point_count;
    struct stn_go_edge *edges;
    uint32_t edge_count;
    struct stn_go_block *blocks; /**< 0 is the entry. */
    uint32_t block_count;
    uint32_t *block_of;            /**< For each point. */
    struct stn_go_point_run *runs; /**< Sorted by node. */
    uint32_t run_count;
    bool is_broken; /**< Part of the function did not parse, or it is too
                         large: paths are not known. Never of what
                         stn_go_flow_of() gives. */
};

/** The flow of a function, method or literal; built once. NULL without memory
 *  or if `function` is none, has no body or is broken. */
const struct stn_go_flow *stn_go_flow_of(struct stn_go_package *package,
                                         struct stn_go_file *file,
                                         uint32_t function);

/** Whether a call never comes back: panic, os.Exit, log.Fatal, t.FailNow, a
 *  function of the package that never returns ... STN_GO_GOES_ON: it does. */
enum stn_go_leave stn_go_call_leaves(struct stn_go_package *package,
                                     struct stn_go_file *file, uint32_t call);

/** Whether any path through a function comes to a return or to its end. true
 *  if it is not known. */
bool stn_go_can_return(struct stn_go_package *package, struct stn_go_file *file,
                       uint32_t function);

/** The point that holds a node, outside of inner literals. UINT32_MAX: it is
 *  in none, or cannot be reached. */
uint32_t stn_go_flow_point(const struct stn_go_flow *flow,
                           const struct stn_go_tree *tree, uint32_t node);

/** Answers beside the next state. */
#define STN_GO_PATH_ENDS (-1)  /**< This path is settled. */
#define STN_GO_PATH_FOUND (-2) /**< This is what was looked for. */
/** States of a search: 0 to 7. */
#define STN_GO_PATH_STATES 8

/**
 * A search along all paths from a point. It carries a small state; each block
 * is entered once with each state, so a search is linear. What all searches of
 * a file may take has a ceiling, past which nothing is found, and the package
 * is_limited.
 */
struct stn_go_search {
    /** The path comes to a point. @return The next state, or an answer. */
    int (*step)(void *payload, uint32_t node, int state);
    /** It takes an edge that a condition decided; NULL: the state stays. */
    int (*edge)(void *payload, uint32_t condition, bool is_true, int state);
    /** It leaves the function at a node. @return An answer. NULL: it ends. */
    int (*leave)(void *payload, enum stn_go_leave how, uint32_t node,
                 int state);
    void *payload;
};

/** The `leave` of a search for a way out: found at a return and at the end of
 *  the body. The payload is not looked at. */
int stn_go_leave_at_return(void *payload, enum stn_go_leave how, uint32_t node,
                           int state);

/**
 * @param from    Index of a point: the first step is the one after it.
 *                UINT32_MAX: the search begins at the entry.
 * @param state   To begin with.
 * @param where   The node at which it was found; may be NULL.
 * @return Whether STN_GO_PATH_FOUND was answered.
 */
bool stn_go_flow_search(struct stn_go_package *package,
                        const struct stn_go_flow *flow, uint32_t from,
                        int state, const struct stn_go_search *search,
                        uint32_t *where);

/** Whether a path leads from one point to another (to itself: around a loop).
 */
bool stn_go_flow_reaches(struct stn_go_package *package,
                         const struct stn_go_flow *flow, uint32_t from,
                         uint32_t to);

/** Frees what searches of a package were made in. */
void stn_go_flow_dispose(struct stn_go_package *package);

#endif
