/**
 * @file
 * Every ceiling that input can reach, beside the reason for its number.
 * Reaching one is always reported, never silent.
 */
#ifndef STN_BASE_LIMITS_H
#define STN_BASE_LIMITS_H

#include <stddef.h>
#include <stdint.h>

#define STN_KIB ((size_t)1 << 10)
#define STN_MIB ((size_t)1 << 20)

/** Largest git object held in memory. Sources are far below it; what is above
 *  is data, and two threads must stay under 200 MB together. */
#define STN_TEXT_BYTES_MAX (64 * STN_MIB)

/** Files and streams are read in windows of this size, so that memory does not
 *  follow file size. Large enough that the overlap costs under 4 %. */
#define STN_WINDOW_BYTES (4 * STN_MIB)

/** What two windows share: no rule's match may be longer (rules check). */
#define STN_WINDOW_OVERLAP_BYTES (128 * STN_KIB)

/** A file whose first bytes hold a NUL is binary: as git decides it. */
#define STN_SNIFF_BYTES (8 * STN_KIB)

/** Rule files and .stanch.yml: 100,000 allow entries fit. */
#define STN_YAML_BYTES_MAX (32 * STN_MIB)
/** Nesting of YAML: the deepest key of ours is at 5. */
#define STN_YAML_DEPTH_MAX 32

/** A pattern people can still read; also bounds PCRE2's compile time. */
#define STN_PATTERN_BYTES_MAX 8192
/** Groups nested in a pattern; its parser keeps a stack of them. */
#define STN_PATTERN_DEPTH_MAX 64
/** Rules of one ruleset: ten times what any catalogue has. */
#define STN_RULES_MAX 20000
/** Literals of one rule; a pattern that expands to more gets fewer, shorter
 *  ones. */
#define STN_RULE_LITERALS_MAX 64

/** PCRE2 steps for one start window: 100 times what a sound rule needs on
 *  hostile text, and about 50 ms. */
#define STN_MATCH_STEPS_MAX 2000000
/** PCRE2 heap and JIT stack of one thread. */
#define STN_MATCH_HEAP_KIB_MAX 16384
#define STN_JIT_STACK_BYTES_MAX (1 * STN_MIB)

/** Start windows kept of one rule in one text; past it the rule runs over the
 *  whole text instead: slower, still exact. */
#define STN_RULE_WINDOWS_MAX 65536

/** Matches of one text: past it a text is data made to flood us. */
#define STN_TEXT_MATCHES_MAX 100000

/** Findings of one run: bounds the report, 1 KiB each. */
#define STN_FINDINGS_MAX 1000000

/** Skipped texts listed by name; all are counted. */
#define STN_SKIPS_LISTED_MAX 10000

/** Bytes of an excerpt line shown to people: a terminal's few lines. */
#define STN_EXCERPT_BYTES_MAX 512

/** Folders below each other: ten times the deepest real tree, and the stack
 *  of open folders stays small. */
#define STN_FOLDER_DEPTH_MAX 512
/** Trees below each other in git; a hostile tree may hold itself never, but
 *  may be deep. */
#define STN_TREE_DEPTH_MAX 2048
/** Bytes of a path in a tree, as git's own limit on most systems. */
#define STN_PATH_BYTES_MAX 4096
/** Objects of one repository: 32 bytes each are kept. */
#define STN_OBJECTS_MAX 200000000

/** Threads: more than this many only contend. */
#define STN_JOBS_MAX 256

#endif
