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

/** As much of a text as is looked at to tell which capture it is. */
#define STN_HTTP_SNIFF_BYTES (64 * STN_KIB)
/** A value of a capture held in memory: larger ones (videos in base64) are
 *  scanned as text, by windows. */
#define STN_HTTP_VALUE_BYTES_MAX (16 * STN_MIB)
/** What one body may decode to: sources and API answers are far below it. */
#define STN_HTTP_BODY_BYTES_MAX (8 * STN_MIB)
/** Decoded bytes for one compressed byte: text stays under 30. */
#define STN_HTTP_RATIO_MAX 100
/** As much may be unpacked whatever the ratio: a short page of one letter. */
#define STN_HTTP_RATIO_FREE_BYTES (64 * STN_KIB)
/** What all bodies and members of one text may decode to. */
#define STN_HTTP_DECODED_BYTES_MAX (2048 * STN_MIB)
/** Decodings of decodings: base64, gzip, JSON, a JSON string in it ... */
#define STN_HTTP_DECODE_DEPTH_MAX 6
/** Cookies of one header, parameters of one URL or form, parts of one body. */
#define STN_HTTP_PARTS_MAX 1000
/** Nesting of JSON and XML: the deepest real capture is at 30. */
#define STN_HTTP_NESTING_MAX 256
/** A line of a log read by structure; the longest headers of servers end at
 *  16 KiB, and a longer line is still scanned as text. */
#define STN_LOG_LINE_BYTES_MAX (64 * STN_KIB)
/** What of a log is held together: a body, a command over many lines, the rows
 *  of a trace. */
#define STN_LOG_GATHER_BYTES_MAX (256 * STN_KIB)
/** Members of one archive. */
#define STN_HTTP_MEMBERS_MAX 10000

/** What is kept, unpacked, of the bodies that a redaction packs again: eight
 *  times the largest text. */
#define STN_REDACT_BYTES_MAX (512 * STN_MIB)
/** Times a redaction is done over until nothing is found: what is found only
 *  once something else is gone nests no deeper. */
#define STN_REDACT_ROUNDS_MAX 4
/** As much of a member is in memory at a time: with its archive beside it, two
 *  threads stay under 200 MB. Larger ones are read in pieces. */
#define STN_HTTP_MEMBER_BYTES_MAX (32 * STN_MIB)

/** Rule files and .stanch.yml: 100,000 allow entries fit. */
#define STN_YAML_BYTES_MAX (32 * STN_MIB)
/** A baseline: 100,000 entries with long paths and reasons fit. */
#define STN_BASELINE_BYTES_MAX (32 * STN_MIB)
/** One line of it: a path of four KiB with every byte escaped, and the rest. */
#define STN_BASELINE_LINE_BYTES_MAX (16 * STN_KIB)
/** Why a finding is known, and who says so: a sentence or two. */
#define STN_REASON_BYTES_MAX 500
/** Notes about entries of a baseline; past it, how many more there are. */
#define STN_BASELINE_NOTES_MAX 1000
/** Nesting of YAML: the deepest key of ours is at 5. */
#define STN_YAML_DEPTH_MAX 32

/** The event of a CI run: GitHub delivers none over 25 MB. */
#define STN_EVENT_BYTES_MAX (32 * STN_MIB)
/** Commas, braces and brackets in it, of which none costs more than a value of
 *  80 bytes: a push that lists 2,048 commits has 50,000. */
#define STN_EVENT_MARKS_MAX 1000000
/** Bytes of a revision that an event or the environment names: git's refs end
 *  where file names do. */
#define STN_REVISION_BYTES_MAX 1024
/** For git to complete a clone: the largest repositories take minutes, and a
 *  job that waits for ever is no gate. */
#define STN_FETCH_SECONDS_MAX 900

/** What git tells a hook of a push: a line of 200 bytes for each of 300,000
 *  refs. */
#define STN_HOOK_BYTES_MAX (64 * STN_MIB)

/** A pattern people can still read; also bounds PCRE2's compile time. */
#define STN_PATTERN_BYTES_MAX 8192
/** Groups nested in a pattern; its parser keeps a stack of them. */
#define STN_PATTERN_DEPTH_MAX 64
/** Rules of one ruleset: ten times what any catalogue has. */
#define STN_RULES_MAX 20000
/** Literals of one rule; a pattern that expands to more gets fewer, shorter
 *  ones. */
#define STN_RULE_LITERALS_MAX 64

/** Name of a field: what is longer is data, and no rule's `names` is asked. */
#define STN_NAME_BYTES_MAX 512

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

/** Findings of one run: nobody reads so many. At 1.4 KiB each they stay, with
 *  all else, under 200 MB. */
#define STN_FINDINGS_MAX 100000

/** Skipped texts listed by name; all are counted. */
#define STN_SKIPS_LISTED_MAX 10000

/** The file of the cache: half a million objects at 32 bytes each, by default;
 *  and what a setting may make of it. */
#define STN_CACHE_BYTES (16 * STN_MIB)
#define STN_CACHE_BYTES_MIN (64 * STN_KIB)
#define STN_CACHE_BYTES_MAX (4096 * STN_MIB)

/** Parts of one scan: more than the machines of any CI system at a time. */
#define STN_SHARDS_MAX 1000
/** The report of one part: its findings at two kilobytes each. */
#define STN_PART_BYTES_MAX (512 * STN_MIB)
/** Findings of all parts together, before equal ones are one: ten times what is
 *  kept, at a kilobyte and a half each. */
#define STN_MERGED_FINDINGS_MAX (10 * (size_t)STN_FINDINGS_MAX)

/** Bytes of an excerpt line shown to people: a terminal's few lines. */
#define STN_EXCERPT_BYTES_MAX 512

/** A Go file that is parsed: the largest written by hand have 1 MiB, generated
 *  tables a few. Its tree takes fifteen times as much. */
#define STN_GO_FILE_BYTES_MAX (16 * STN_MIB)
/** All files of one Go package together: the largest of the standard library
 *  have 4 MiB. */
#define STN_GO_PACKAGE_BYTES_MAX (64 * STN_MIB)
/** A go.mod: with a thousand dependencies one has 100 KiB. */
#define STN_GO_MOD_BYTES_MAX (1 * STN_MIB)
/** Folders upwards that are looked into for a go.mod. */
#define STN_GO_MOD_FOLDERS_MAX 64
/** Nesting of a Go tree, of statements and expressions: what is deeper is left
 *  out. The deepest of the standard library has 150; code that calls itself
 *  over a tree stays in a megabyte of stack. */
#define STN_GO_DEPTH_MAX 1000
/** To parse one Go file, wall time: several times what the largest allowed
 * takes on a machine that has other things to do. */
#define STN_GO_PARSE_MICROSECONDS_MAX 20000000
/** Bytes of a line that a fix adds to a Go file, its indentation too: twice the
 *  longest that people would take. */
#define STN_GO_FIX_BYTES_MAX 256
/** Arguments, parameters and names on one side of an assignment that are told
 *  apart: nobody writes half as many, and what is asked of each use must not
 *  take as long as a list that floods us. */
#define STN_GO_PLACES_MAX 64
/** Statements and conditions of one Go function whose paths are followed; its
 *  blocks, too. The longest of the standard library has 6,400, and a search of
 *  this many takes milliseconds. */
#define STN_GO_FLOW_POINTS_MAX 50000
/** Steps of what may take long in one Go file, as searches along its paths:
 *  about a second. All of the standard library's functions together have a
 *  million points. */
#define STN_GO_STEPS_MAX 100000000
/** Of all files of one package together: a package is not left for a deadline
 *  in between. */
#define STN_GO_PACKAGE_STEPS_MAX 1000000000
/** Names declared in one package, in functions too; each takes 32 bytes. */
#define STN_GO_OBJECTS_MAX 4000000

/** Texts whose lines are hashed for GitHub: files above it come in windows,
 *  which are not, and what hostile text makes of it stays under a second. */
#define STN_LINE_HASH_BYTES_MAX (4 * STN_MIB)
/** Lines of them up to the last finding; each takes 12 bytes. */
#define STN_LINE_HASH_LINES_MAX 1000000
/** Results of one SARIF run that GitHub takes. */
#define STN_SARIF_RESULTS_MAX 25000
/** Findings that an HTML report lists, the worst of them: a browser opens so
 *  many in about a second, and nobody reads more. */
#define STN_HTML_FINDINGS_MAX 10000
/** What these may come to, before they are escaped: what 10,000 ordinary ones
 *  do, twice. */
#define STN_HTML_BYTES_MAX (32 * STN_MIB)
/** Rows of one table of an HTML report, and skips of one reason. */
#define STN_HTML_ROWS_MAX 1000

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
