/**
 * @file
 * Replacing secrets where they stand, and nothing else: in the text, and in
 * what is packed into it, which is packed again as it was.
 */
#ifndef STN_PIPELINE_REWRITE_H
#define STN_PIPELINE_REWRITE_H

#include "pipeline/edits.h"
#include "pipeline/repeats.h"
#include "pipeline/stand_in.h"
#include "pipeline/trail.h"

/** A secret that stands somewhere else, too. */
struct stn_rewrite_repeat {
    size_t offset; /**< Of the text's bytes, transcoded. */
    size_t stand_in;
};

/** One rewriting of one text; see stn_rewrite_begin(). */
struct stn_rewrite {
    const struct stn_trail *trail;
    const struct stn_stand_ins *stand_ins;
    bool same_length;
    struct stn_arena arena;  /**< What is written. */
    struct stn_edits *edits; /**< One for each node of the trail. */
    size_t edit_count;
    struct stn_rewrite_repeat *repeats;
    size_t repeat_count, repeat_capacity;
    bool has_new_length; /**< Something is longer or shorter than it was. */
    size_t failed_at;    /**< Of the text's bytes: where STN_EINPUT is from. */
};

/** @param rewrite  Zeroed, or disposed of. */
enum stn_status stn_rewrite_begin(struct stn_rewrite *rewrite,
                                  const struct stn_trail *trail,
                                  const struct stn_stand_ins *stand_ins,
                                  bool same_length, struct stn_error *err);
void stn_rewrite_dispose(struct stn_rewrite *rewrite);

/** Replace no repeat at a place. @return false without memory. */
bool stn_rewrite_keep(struct stn_rewrite *rewrite, size_t place);

/**
 * Replace the secret at a place.
 *
 * @param done  Set: not if it overlaps what is replaced already.
 */
enum stn_status stn_rewrite_replace(struct stn_rewrite *rewrite, size_t place,
                                    size_t stand_in, bool *done,
                                    struct stn_error *err);

/**
 * Replace repeats, pack what was unpacked, and bring everything together in the
 * edits of the text itself, edits[0].
 *
 * @return STN_OK; STN_EINPUT if something cannot be packed as it was;
 *         STN_ELIMIT; STN_ENOMEM.
 */
enum stn_status stn_rewrite_finish(struct stn_rewrite *rewrite,
                                   const struct stn_repeats *repeats,
                                   struct stn_error *err);

/** @name Parts, in files of their own. */
/**@{*/
/** What a secret in the rows of a hex dump is replaced by, digit for digit and
 *  in the column of characters. @param is_dump  Set: false, and nothing is
 *  done, if it stands in none. @return false without memory. */
bool stn_rewrite_dump(struct stn_rewrite *rewrite,
                      const struct stn_trail_place *place,
                      const struct stn_stand_in *stand_in, bool *is_dump);

/** Whether a text is of mitmproxy's flows, which tell the lengths of all. */
bool stn_rewrite_is_flow(struct stn_str bytes);
/** Edit those lengths, too. @return STN_OK; STN_EINPUT; STN_ENOMEM. */
enum stn_status stn_rewrite_flow(struct stn_rewrite *rewrite,
                                 struct stn_error *err);

/** Write a node's new bytes as its parent holds them. */
enum stn_status stn_rewrite_pack(const struct stn_rewrite *rewrite, size_t node,
                                 struct stn_str bytes, struct stn_buf *out,
                                 struct stn_error *err);
/**@}*/

#endif
