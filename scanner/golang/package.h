/**
 * @file
 * The files of one Go package, parsed, with their names: what every check
 * reads. Files named p_test are there too, and see only their own names.
 *
 * What costs is worked out when it is first asked for, and kept: names inside
 * of functions, control flow, what a function does with its parameters.
 */
#ifndef STN_GOLANG_PACKAGE_H
#define STN_GOLANG_PACKAGE_H

#include "base/error.h"
#include "golang/file.h"
#include "golang/syntax.h"

/** The newest Go that is known: what holds without a go.mod. */
#define STN_GO_MINOR_NEWEST 26

enum stn_go_object_kind {
    STN_GO_VARIABLE, /**< Declared by :=, var, range, select, a type switch. */
    STN_GO_PARAMETER_VARIABLE,
    STN_GO_RESULT_VARIABLE, /**< A named result. */
    STN_GO_RECEIVER,
    STN_GO_CONSTANT,
    STN_GO_TYPE_NAME, /**< Type parameters too. */
    STN_GO_FUNCTION_NAME,
    STN_GO_METHOD_NAME,
    STN_GO_IMPORT_NAME,
};

/** What a name was declared as. */
struct stn_go_object {
    uint8_t kind;
    bool is_captured; /**< Used in a literal inside of its function. */
    bool is_repeated; /**< Declared again, for another system. */
    uint32_t file;
    uint32_t name;     /**< The identifier that declares it. */
    uint32_t decl;     /**< SHORT_VAR, VAR_SPEC, PARAMETER, RANGE_CLAUSE,
                            RECEIVE, TYPE_SWITCH, FUNCTION, TYPE_SPEC ... */
    uint32_t function; /**< It is local to; 0: of the package. */
    /** Uses in the order of the file, `name` not among them; 0: none. Of what
     *  is the package's they are not listed. Go on with file->next_uses. */
    uint32_t first_use, last_use;
};

struct stn_go_package {
    const struct stn_package *source;
    struct stn_go_file *files;
    size_t count;
    struct stn_go_object *objects; /**< 0 is none. */
    uint32_t object_count, object_capacity;
    struct stn_go_scope_table *names; /**< Of the package; see names.h. */
    struct stn_go_fates *fates;       /**< Of parameters; see fate.h. */
    struct stn_go_fields *fields;     /**< That are read; see fields.h. */
    struct stn_go_sync_index *sync;   /**< Calls of locks; see sync_calls.h. */
    struct stn_go_mentions *mentions; /**< Of functions; see mentions.h. */
    uint32_t go_minor;
    /** Memory was short somewhere: what was answered since may be wrong, and
     *  the scan fails. */
    bool is_short;
    bool is_crowded;    /**< Not all of its names are known: it has too many. */
    size_t total_steps; /**< Of all its files; see stn_go_spend(). */
    struct stn_arena arena;         /**< Dies with the package. */
    struct stn_go_scratch *scratch; /**< Of flow.h; NULL until it is needed. */
    /** @name Set to 0 when the checks begin with a file */
    /**@{*/
    size_t steps;    /**< Of all that may take long; see stn_go_spend(). */
    bool is_limited; /**< A ceiling kept some answers from being known. */
    /**@}*/
};

/**
 * Parse the files of a package, and list the names it declares.
 *
 * @param package   Zeroed.
 * @param source    Borrowed.
 * @param go_minor  As the configuration has it; 0: go.mod decides.
 * @return STN_OK, also when a file could not be parsed (file->failure);
 *         STN_ENOMEM; STN_ELIB.
 */
enum stn_status stn_go_package_read(struct stn_go_package *package,
                                    struct stn_go_parser *parser,
                                    const struct stn_package *source,
                                    uint32_t go_minor, struct stn_error *err);
void stn_go_package_dispose(struct stn_go_package *package);

/** The version that holds for a file: 22 for Go 1.22. */
uint32_t stn_go_minor_of(const struct stn_go_package *package,
                         const struct stn_go_file *file);

/** Count steps of what could take long on a hostile file: searches of paths,
 *  looking through lists again and again. @return false once STN_GO_STEPS_MAX
 *  is reached, or STN_GO_PACKAGE_STEPS_MAX by all files together: the question
 *  is to be left unanswered. */
bool stn_go_spend(struct stn_go_package *package, size_t steps);

#endif
