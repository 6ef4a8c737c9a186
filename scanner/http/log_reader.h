/**
 * @file
 * The inside of the log reader, shared by its files.
 *
 * Outside of a message (phase IDLE) only marks are looked for: words that begin
 * something, wherever in a line they stand. What stands before a mark is the
 * log's prefix, learned by its shape. A mark's grammar reads the line, and may
 * begin a phase, which then sees every line until it declines one.
 */
#ifndef STN_HTTP_LOG_READER_H
#define STN_HTTP_LOG_READER_H

#include "base/limits.h"
#include "http/log.h"

/** A line, without its break. */
struct stn_log_line {
    const struct stn_segment *within; /**< The window's root; or cleaned. */
    size_t start, end;                /**< Of within->bytes. */
    struct stn_span whole; /**< Where it stands in the root, with its break. */
};

static inline struct stn_str stn_log_bytes(const struct stn_log_line *line)
{
    return stn_str_sub(line->within->bytes, 0, line->end);
}

enum stn_log_phase {
    STN_LOG_IDLE,
    STN_LOG_HEADERS,  /**< After a start line. */
    STN_LOG_BODY,     /**< After the blank line. */
    STN_LOG_WIRE,     /**< A body in Apache's wire log. */
    STN_LOG_QUOTED,   /**< String literals, a header line each. */
    STN_LOG_OBJECT,   /**< Names and values between braces. */
    STN_LOG_LITERAL,  /**< A body as a string literal, on the next line. */
    STN_LOG_COMMAND,  /**< A curl command over many lines. */
    STN_LOG_TRACE,    /**< curl --trace. */
    STN_LOG_SECTIONS, /**< REST Assured. */
    STN_LOG_TABLE,    /**< http-client.cookies. */
    STN_LOG_BOX,      /**< Newman's frames. */
    STN_LOG_PHASES,
};

/** What stands before each line of a log, by shape: digits stand for any
 *  digits, the rest for itself. */
#define STN_LOG_PREFIX_BYTES 160
struct stn_log_prefix {
    char bytes[STN_LOG_PREFIX_BYTES];
    uint8_t base; /**< Bytes before the mark. */
    uint8_t mark; /**< Bytes of "> ", "< ", "--> ". */
    enum stn_log_follow {
        STN_LOG_UNKNOWN, /**< Which of these, the first header tells. */
        STN_LOG_MARKED,  /**< All of it is on every line. */
        STN_LOG_BASE,    /**< Without the mark. */
        STN_LOG_BARE,    /**< It is on the first line only. */
    } follow;
};

/** What the headers so far say of a message. */
struct stn_log_message {
    size_t header_count;
    size_t length; /**< Content-Length; SIZE_MAX: not known. */
    bool is_chunked;
    bool is_json, is_multipart, has_type;
    bool is_spaced; /**< Blank lines between all lines. */
};

/** A body that is being gathered. */
struct stn_log_body {
    enum stn_log_body_kind {
        STN_LOG_JSON, /**< Until brackets balance. */
        STN_LOG_FORM, /**< One line. */
        STN_LOG_MULTIPART,
        STN_LOG_TEXT, /**< By length, or until a blank line. */
    } kind;
    uint32_t depth;
    bool is_string, is_escaped;
    uint8_t blanks;
};

struct stn_log_trace {
    bool is_response, is_data;
    bool is_wanted;    /**< Its rows are of HTTP. */
    size_t row_end;    /**< Bytes of the chunk so far. */
    size_t chunk_size; /**< As its first line says. */
};

/** All that is remembered from line to line; small, copied. */
#define STN_LOG_TEST_BYTES 120
struct stn_log_state {
    enum stn_log_phase phase;
    size_t exchanges; /**< Begun so far. */
    bool is_response;
    bool is_answered; /**< A final status was seen. */
    uint8_t foreign;  /**< Lines passed over since the last of ours. */
    struct stn_log_prefix prefix;
    struct stn_log_message message;
    struct stn_log_body body;
    struct stn_log_trace trace;
    bool is_wire_open;   /**< Wire lines are headers. */
    char quote;          /**< Open in a command. */
    uint8_t section;     /**< Of REST Assured. */
    bool is_object_lone; /**< The object is of no exchange. */
    uint16_t line_count; /**< Of a phase that has a ceiling. */
    uint8_t test_length;
    char test[STN_LOG_TEST_BYTES];
};

enum stn_log_where {
    STN_LOG_IN_URL,
    STN_LOG_IN_HEADERS,
    STN_LOG_IN_COOKIES,
    STN_LOG_IN_BODY,
    STN_LOG_IN_COMMAND,
};

/** Lines held together until it is known where they end. */
struct stn_log_gather {
    bool is_open;
    bool is_joined;      /**< In `joined`; else as they stand in the root. */
    struct stn_span run; /**< Of the root: what was gathered from. */
    struct stn_buf joined;
    struct stn_map map;
    struct stn_log_state before; /**< To go back to when the window ends. */
};

struct stn_http_log {
    struct stn_http_walk *walk;
    struct stn_log_state state;
    enum stn_log_where where; /**< Of what is handed over now. */
    bool is_lone;             /**< It is of no exchange. */
    bool has_request;         /**< One begins in this line. */
    bool is_lines;            /**< Lines come one by one: nothing to gather. */
    bool is_mid_line;         /**< The window begins inside of a long line. */
    size_t rewind;            /**< Read on from here; SIZE_MAX: go on. */
    const struct stn_segment *root;
    struct stn_log_gather gather;
    struct stn_buf clean; /**< A line without its escape sequences. */
    struct stn_map clean_map;
    struct stn_segment clean_segment;
};

/** @name Grammars: what a mark begins. */
/**@{*/
struct stn_log_grammar {
    const char *name;
    /** What to do against the next such log; see stn_http_walk_cure(). NULL: as
     *  the grammar before said. */
    const char *cure;
    /** Whether a text with this mark here is a log of HTTP; NULL: the mark
     *  alone says nothing. May look at a few lines. */
    bool (*is_strong)(struct stn_str text, size_t line, size_t at);
    /** Whether it says so in what is a log of something; NULL: never. */
    bool (*is_telling)(struct stn_str text, size_t at);
    /**
     * Read from a mark.
     *
     * @param at    Where in line->within the mark stands.
     * @param next  Where in the line to go on looking for marks; untouched if
     *              it is none.
     */
    enum stn_status (*read)(struct stn_http_log *log,
                            const struct stn_log_line *line, size_t at,
                            size_t *next, struct stn_error *err);
};

extern const struct stn_log_grammar stn_log_request, stn_log_status,
    stn_log_okhttp, stn_log_karate, stn_log_wire, stn_log_python, stn_log_pair,
    stn_log_curl_pair, stn_log_object, stn_log_go_map, stn_log_literal,
    stn_log_command, stn_log_trace, stn_log_jar, stn_log_table,
    stn_log_sections, stn_log_wget, stn_log_test, stn_log_json, stn_log_divider,
    stn_log_address, stn_log_ruby, stn_log_mask, stn_log_variable, stn_log_box;

/** The next byte at which a mark may stand; `end` if there is none. */
size_t stn_log_next_mark(struct stn_str bytes, size_t at, size_t end);
/** @return The grammar of the mark here, or NULL. */
const struct stn_log_grammar *stn_log_mark_at(struct stn_str bytes, size_t at);
/** Whether a name's value is a credential, whoever sends it. */
bool stn_log_is_credential(struct stn_str name);
bool stn_log_sniff(struct stn_str head);
/** Past an escape sequence: CSI to its final byte, OSC to its terminator, any
 *  other of two bytes; not past `end`. */
size_t stn_log_skip_escape(struct stn_str bytes, size_t at, size_t end);
/** Bytes of words and names: letters, digits, '-', '_'. */
bool stn_log_is_word(char byte);
/**@}*/

/** @name Lines */
/**@{*/
/** Read one line, in whatever phase. */
enum stn_status stn_log_read_line(struct stn_http_log *log,
                                  struct stn_log_line line,
                                  struct stn_error *err);
/** Look for marks in a line, from an offset on. */
enum stn_status stn_log_scan_line(struct stn_http_log *log,
                                  const struct stn_log_line *line, size_t at,
                                  struct stn_error *err);
/** A phase's next line.
 *  @param taken  Whether it was of the phase; set to true by the caller. */
typedef enum stn_status (*stn_log_phase_fn)(struct stn_http_log *log,
                                            const struct stn_log_line *line,
                                            bool *taken, struct stn_error *err);
enum stn_status stn_log_headers_line(struct stn_http_log *,
                                     const struct stn_log_line *, bool *,
                                     struct stn_error *);
enum stn_status stn_log_body_line(struct stn_http_log *,
                                  const struct stn_log_line *, bool *,
                                  struct stn_error *);
enum stn_status stn_log_wire_line(struct stn_http_log *,
                                  const struct stn_log_line *, bool *,
                                  struct stn_error *);
enum stn_status stn_log_quoted_line(struct stn_http_log *,
                                    const struct stn_log_line *, bool *,
                                    struct stn_error *);
enum stn_status stn_log_object_line(struct stn_http_log *,
                                    const struct stn_log_line *, bool *,
                                    struct stn_error *);
enum stn_status stn_log_literal_line(struct stn_http_log *,
                                     const struct stn_log_line *, bool *,
                                     struct stn_error *);
enum stn_status stn_log_command_line(struct stn_http_log *,
                                     const struct stn_log_line *, bool *,
                                     struct stn_error *);
enum stn_status stn_log_trace_line(struct stn_http_log *,
                                   const struct stn_log_line *, bool *,
                                   struct stn_error *);
enum stn_status stn_log_sections_line(struct stn_http_log *,
                                      const struct stn_log_line *, bool *,
                                      struct stn_error *);
enum stn_status stn_log_table_line(struct stn_http_log *,
                                   const struct stn_log_line *, bool *,
                                   struct stn_error *);
enum stn_status stn_log_box_line(struct stn_http_log *,
                                 const struct stn_log_line *, bool *,
                                 struct stn_error *);
/**@}*/

/** @name Prefixes */
/**@{*/
/** Learn what stands before a mark at `at`. */
void stn_log_prefix_learn(struct stn_log_prefix *prefix,
                          const struct stn_log_line *line, size_t at);
/** @return Where in the line its content begins, or SIZE_MAX: the line has not
 *          this prefix. */
size_t stn_log_prefix_skip(const struct stn_log_prefix *prefix,
                           const struct stn_log_line *line,
                           enum stn_log_follow follow);
/** Whether a line begins another record of the log. */
bool stn_log_prefix_begins(const struct stn_log_prefix *prefix,
                           const struct stn_log_line *line);
/**@}*/

/** @name Messages */
/**@{*/
/** "POST /x?y HTTP/1.1", from its method on. */
struct stn_log_start {
    struct stn_span target;
    bool has_version;
    size_t end; /**< One past target and version. */
};
bool stn_log_start_at(struct stn_str bytes, size_t at,
                      struct stn_log_start *start);
/** "HTTP/1.1 200". @return The status; 0: it is none. */
unsigned stn_log_status_at(struct stn_str bytes, size_t at);

/** "200", alone. @return It; 0: it is none. */
unsigned stn_log_code_at(struct stn_str bytes, size_t at);

/** "Name: value". */
struct stn_log_field {
    struct stn_str name;
    struct stn_span value;
};
bool stn_log_field_at(struct stn_str bytes, size_t at,
                      struct stn_log_field *field);
/** Whether the line after the one of `at` is such a field, with what stands
 *  between `line` and `at` before it, or nothing. */
bool stn_log_field_follows(struct stn_str text, size_t line, size_t at);

void stn_log_begin_request(struct stn_http_log *log);
void stn_log_begin_response(struct stn_http_log *log, unsigned status);
void stn_log_set_side(struct stn_http_log *log, bool is_response);

/** Read a message that stands in a span as a whole, written in a codec that
 *  writes its line breaks too. */
enum stn_status stn_log_message(struct stn_http_log *log,
                                const struct stn_segment *within,
                                struct stn_span span, enum stn_codec codec,
                                struct stn_error *err);
/** Whether a line begins something that no body holds. */
bool stn_log_is_boundary(struct stn_str bytes, size_t at, bool is_multipart);
/** Whether a URL or a target may hold anything: most of a log's do not. */
bool stn_log_is_telling(struct stn_str target);
/** "[28/Nov/2026:10:00:00 +0000] "GET" or "https://h:443 "GET". */
bool stn_log_is_access(struct stn_str text, size_t line, size_t at,
                       const struct stn_log_start *start);
/** The referer of an access log: the next string, if it is a URL. */
enum stn_status stn_log_read_referer(struct stn_http_log *log,
                                     const struct stn_log_line *line, size_t at,
                                     size_t *next, struct stn_error *err);
/** The query of an access log, if it is the next word. */
enum stn_status stn_log_read_query(struct stn_http_log *log,
                                   const struct stn_log_line *line, size_t at,
                                   size_t *next, struct stn_error *err);
/** Parameters of a query, in a span. */
enum stn_status stn_log_take_query(struct stn_http_log *log,
                                   const struct stn_segment *within,
                                   struct stn_span span, struct stn_error *err);
/** "a=b&c=d", without spaces. */
bool stn_log_is_form(struct stn_str bytes);
/** Whether the bytes are JSON or a form by their look. */
bool stn_log_is_body(struct stn_str bytes);
/** Whether a whole line holds a JSON object. @param object Set: where. */
bool stn_log_json_in(const struct stn_log_line *line, struct stn_span *object);
/**@}*/

/** @name Handing over: each says where it stands, then asks the walk. */
/**@{*/
void stn_log_place(const void *reader, struct stn_buf *out);
enum stn_status stn_log_take_url(struct stn_http_log *log,
                                 const struct stn_segment *within,
                                 struct stn_span span, enum stn_codec codec,
                                 struct stn_error *err);
enum stn_status stn_log_take_header(struct stn_http_log *log,
                                    const struct stn_segment *within,
                                    struct stn_str name, struct stn_span span,
                                    enum stn_codec codec,
                                    struct stn_error *err);
enum stn_status stn_log_take_body(struct stn_http_log *log,
                                  const struct stn_segment *within,
                                  struct stn_span span, enum stn_codec codec,
                                  struct stn_error *err);
enum stn_status stn_log_take_field(struct stn_http_log *log,
                                   enum stn_segment_kind kind,
                                   struct stn_str name,
                                   const struct stn_segment *within,
                                   struct stn_span span, enum stn_codec codec,
                                   struct stn_error *err);
enum stn_status stn_log_take_cookie(struct stn_http_log *log,
                                    const struct stn_segment *within,
                                    struct stn_str name, struct stn_span span,
                                    bool is_http_only, int64_t expires,
                                    struct stn_error *err);
/**@}*/

/** @name String literals */
/**@{*/
struct stn_log_string {
    struct stn_span span; /**< Between the quotes. */
    enum stn_codec codec; /**< NONE without a backslash. */
    size_t next;          /**< After the closing quote. */
    bool is_closed;
};
/** A string at `at`: 'x' "x" `x` b'x' or, inside of another, \"x\". */
bool stn_log_string_at(struct stn_str bytes, size_t at,
                       struct stn_log_string *string);
/** ESCAPED if there is a backslash in the span. */
enum stn_codec stn_log_codec_of(struct stn_str bytes, struct stn_span span);
size_t stn_log_skip_spaces(struct stn_str bytes, size_t at);
/** `span` without spaces and breaks at its ends. */
struct stn_span stn_log_trim(struct stn_str bytes, struct stn_span span);
/**@}*/

/** @name Gathering */
/**@{*/
/** Begin at a line, before the state changes on its account. */
void stn_log_gather_begin(struct stn_http_log *log,
                          const struct stn_log_line *line, bool is_joined);
/** Add a span of a line; a break between lines is kept. */
enum stn_status stn_log_gather_add(struct stn_http_log *log,
                                   const struct stn_log_line *line,
                                   struct stn_span span, bool with_break,
                                   struct stn_error *err);
/** Add bytes that stand nowhere: breaks that a trace leaves out. */
enum stn_status stn_log_gather_say(struct stn_http_log *log, const char *text,
                                   struct stn_error *err);
/** Close it. @param segment  What was gathered; its bytes are `span`. */
struct stn_segment stn_log_gather_end(struct stn_http_log *log,
                                      struct stn_span *span);
size_t stn_log_gather_size(const struct stn_http_log *log);
/** Hand over what there is, in whatever phase. */
enum stn_status stn_log_finish(struct stn_http_log *log, struct stn_error *err);
enum stn_status stn_log_body_finish(struct stn_http_log *log,
                                    struct stn_error *err);
enum stn_status stn_log_wire_finish(struct stn_http_log *log,
                                    struct stn_error *err);
enum stn_status stn_log_command_finish(struct stn_http_log *log,
                                       struct stn_error *err);
enum stn_status stn_log_trace_finish(struct stn_http_log *log,
                                     struct stn_error *err);
enum stn_status stn_log_box_finish(struct stn_http_log *log,
                                   struct stn_error *err);
/**@}*/

#endif
