/** @file What a function does with what it is given. */
#ifndef STN_GOLANG_FATE_H
#define STN_GOLANG_FATE_H

#include "golang/uses.h"

/** What counts as the release of a value. */
struct stn_go_release {
    /** Methods, NULL ends them; NULL: it is to be called itself. Lists are
     *  told apart by their address. */
    const char *const *methods;
    const char *through; /**< "Body": of x.Body; NULL: of x itself. */
};

/** Nothing releases it: for what only holds on to the value. */
extern const struct stn_go_release stn_go_no_release;

enum stn_go_fate {
    STN_GO_FATE_IGNORED, /**< It is used, and stays whose it was. */
    STN_GO_FATE_RELEASED,
    STN_GO_FATE_KEPT, /**< Stored, returned, passed on where it is not known
                           what becomes of it. */
};

/** What a use does to the value, literals around it aside. An assignment to
 *  another name is STN_GO_FATE_KEPT. */
enum stn_go_fate stn_go_use_fate(struct stn_go_package *package,
                                 struct stn_go_file *file,
                                 const struct stn_go_use *use,
                                 const struct stn_go_release *release);

/** What a call does with its n-th argument, from 0; a function of the package
 *  is opened. */
enum stn_go_fate stn_go_argument_fate(struct stn_go_package *package,
                                      struct stn_go_file *file, uint32_t call,
                                      uint32_t n,
                                      const struct stn_go_release *release);

/**
 * The n-th parameter of a function, from 0.
 *
 * @param object  Of its name; 0: it has none, or "_".
 * @return false: the function is not known, or the parameter takes the rest.
 */
bool stn_go_parameter(struct stn_go_package *package, struct stn_go_file *file,
                      uint32_t function, uint32_t n, uint32_t *object);

void stn_go_fates_dispose(struct stn_go_package *package);

#endif
