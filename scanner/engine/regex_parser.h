/** @file A pattern being read; private to regex_syntax.c and its parts. */
#ifndef STN_ENGINE_REGEX_PARSER_H
#define STN_ENGINE_REGEX_PARSER_H

#include "base/limits.h"
#include "engine/regex_class.h"
#include "engine/regex_syntax.h"

/** What a closed group becomes. */
enum stn_parser_role {
    STN_ROLE_PLAIN,
    STN_ROLE_CAPTURE,
    STN_ROLE_BEHIND,
    STN_ROLE_BEHIND_NOT,
    STN_ROLE_ASSERT,
    STN_ROLE_OPAQUE, /**< A condition decides which branch is taken. */
};

/** Inline options that change what is matched. */
struct stn_parser_flags {
    bool caseless;
    bool extended;
    bool no_capture;
};

/** A list of siblings. */
struct stn_syntax_row {
    uint32_t first, last, count;
};

#define STN_SYNTAX_ROW_EMPTY                                                   \
    ((struct stn_syntax_row){STN_SYNTAX_NONE, STN_SYNTAX_NONE, 0})

/** A group that is open. */
struct stn_parser_frame {
    enum stn_parser_role role;
    struct stn_syntax_row items;    /**< Of the branch being read. */
    struct stn_syntax_row branches; /**< Read so far. */
    uint32_t group;
    bool is_secret;
    struct stn_parser_flags flags; /**< Outside of it. */
};

struct stn_parser {
    struct stn_syntax *tree; /**< Its `mystery` is set when giving up. */
    struct stn_regex_cursor cursor;
    struct stn_parser_frame frames[STN_PATTERN_DEPTH_MAX + 1];
    size_t depth;
    struct stn_parser_flags flags;
    uint32_t groups;
    uint32_t named_secret, first_group;
    bool has_no_memory; /**< What is added from then on is lost. */
};

static inline bool stn_parser_at_end(const struct stn_parser *parser)
{
    return parser->cursor.at == parser->cursor.end;
}

/** Move past a byte, if it is next. */
static inline bool stn_parser_take(struct stn_parser *parser, char byte)
{
    if (stn_parser_at_end(parser) || *parser->cursor.at != byte)
        return false;
    parser->cursor.at++;
    return true;
}

static inline bool stn_parser_looks_at(const struct stn_parser *parser,
                                       const char *text)
{
    const size_t left = (size_t)(parser->cursor.end - parser->cursor.at);

    return stn_str_starts((struct stn_str){parser->cursor.at, left},
                          stn_str_of(text));
}

static inline struct stn_parser_frame *stn_parser_top(struct stn_parser *parser)
{
    return &parser->frames[parser->depth];
}

/** Say why nothing can be known of the pattern; the first reason stays. */
static inline void stn_parser_give_up(struct stn_parser *parser,
                                      const char *why)
{
    if (parser->tree->mystery == NULL)
        parser->tree->mystery = why;
}

/** @name Building the tree; see regex_tree.c. */
/**@{*/
/** Add an item without children to the branch being read.
 *  @param set  Of a STN_SYNTAX_SET; else NULL. */
void stn_parser_add_item(struct stn_parser *parser, enum stn_syntax_kind kind,
                         const struct stn_byte_set *set);
/** Add one byte, in both cases if the flags say so. */
void stn_parser_add_byte(struct stn_parser *parser, unsigned char byte);
/** Put a repeat in the place of the last item. */
void stn_parser_repeat_last(struct stn_parser *parser, uint32_t least,
                            uint32_t most);
/** @return The new group; when they are nested too deep, the old one. */
struct stn_parser_frame *stn_parser_open_group(struct stn_parser *parser,
                                               enum stn_parser_role role);
void stn_parser_close_group(struct stn_parser *parser);
void stn_parser_end_branch(struct stn_parser *parser);
/** @return The open group's branches as one node without siblings, or
 *          STN_SYNTAX_NONE for lack of memory. */
uint32_t stn_parser_end_branches(struct stn_parser *parser);
/** An empty tree, and no group open. */
void stn_parser_reset(struct stn_parser *parser);
/**@}*/

/** Read what begins with a '(', past it; see regex_group.c. */
void stn_parser_read_group(struct stn_parser *parser);

#endif
