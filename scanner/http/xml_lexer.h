/**
 * @file
 * XML cut into tags, attributes and text. Nothing is expanded, declared or
 * checked: what is no markup is text, and a tag need not be closed by its own
 * name, so whatever a broken writer left behind can be read on.
 */
#ifndef STN_HTTP_XML_LEXER_H
#define STN_HTTP_XML_LEXER_H

#include "base/error.h"
#include "base/str.h"
#include "text/codec.h"
#include "text/span.h"

enum stn_xml_token_type {
    STN_XML_OPEN,      /**< "<name"; its attributes follow. */
    STN_XML_ATTRIBUTE, /**< Of the tag opened last. */
    STN_XML_CLOSE,     /**< "</name>"; or "/>", and its name is empty. */
    STN_XML_TEXT,      /**< Text and CDATA sections, up to other markup. */
};

struct stn_xml_token {
    enum stn_xml_token_type type;
    struct stn_span span;  /**< All of it; of a tag, up to its name's end. */
    struct stn_span name;  /**< Of an element or attribute, with its prefix. */
    struct stn_span value; /**< An attribute's, without quotes; or the text. */
    bool is_coded;         /**< The value holds references, or sections. */
};

/** Comments, instructions and declarations are passed over. */
struct stn_xml_lexer {
    struct stn_str bytes;
    size_t at;    /**< Where the next token is looked for. */
    bool is_last; /**< Nothing follows: what has no end is text. */
    bool in_tag;  /**< Between an element's name and its '>'. */
    /** Bits of what has no end in the rest, so is not looked for again: one
     *  pass, whatever the bytes. */
    uint32_t endless;
};

/** @param at  Where to begin; outside of a tag. */
void stn_xml_lexer_init(struct stn_xml_lexer *lexer, struct stn_str bytes,
                        size_t at, bool is_last);

/**
 * @return STN_OK; STN_DONE at the end, or with lexer->at before it where a
 *         token needs bytes that are not there yet (only if not is_last).
 */
enum stn_status stn_xml_lexer_next(struct stn_xml_lexer *lexer,
                                   struct stn_xml_token *token);

/** A name without its namespace prefix. */
struct stn_str stn_xml_local_name(struct stn_str name);

/**
 * What of a text is worth reading: without white space around it, and, if it is
 * one CDATA section, without its marks.
 *
 * @param codec  Set: STN_CODEC_NONE if the bytes are what they stand for, else
 *               STN_CODEC_XML.
 */
struct stn_span stn_xml_content(struct stn_str bytes, struct stn_span text,
                                enum stn_codec *codec);

#endif
