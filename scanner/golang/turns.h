/** @file How often a loop turns, as far as its head tells. */
#ifndef STN_GOLANG_TURNS_H
#define STN_GOLANG_TURNS_H

#include "golang/package.h"

/** Numbers in the source are read up to here. */
#define STN_GO_NUMBER_MAX 1000000

/** @return false: it is no decimal number, or a larger one. */
bool stn_go_number(const struct stn_go_tree *tree, uint32_t node,
                   uint32_t *out);

struct stn_go_turns {
    uint32_t most; /**< 0: it is not known. */
    bool is_exact; /**< So many, unless it is left early. */
};

/** Of `for range 3`, of a list that is written in the source, and of a
 *  condition that counts up or down to a number or a constant. */
struct stn_go_turns stn_go_turns_of(struct stn_go_package *package,
                                    const struct stn_go_file *file,
                                    uint32_t loop);

#endif
