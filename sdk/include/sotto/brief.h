/**
 * @file brief.h
 * The brief: the history at hand before greeting, for somebody who serves this person, for a
 * chatbot, or for the person.
 *
 * What a human agent or a chatbot is told holds only what the person granted `personalize` for,
 * category by category, history first of all: mindset, cart, purchases and affinities come from it.
 * Discreet items and values are never in it, nor are attributes that stay out of reasons. Where
 * nothing may be told the brief is the same as where nothing is known. The person's own version
 * tells what is kept, since when, where, and who can read it, and names no item.
 * Stores nothing, logs nothing, and nothing leaves the device by it: what a host does with the
 * text is the host's to answer for; to hand it to another device see carry.h. Only in a build with
 * the feature `brief`.
 */
#ifndef SOTTO_BRIEF_H
#define SOTTO_BRIEF_H

#include <sotto/consent.h>

SOTTO_BEGIN

/** Whom a brief is for. */
typedef uint32_t sotto_reader;
/** The three readers. */
enum {
  SOTTO_READER_AGENT = 0,   /**< A member of the staff: who, how to speak, what to avoid. */
  SOTTO_READER_CHATBOT = 1, /**< A language model: compact JSON with its rules. */
  SOTTO_READER_PERSON = 2   /**< The person: what is known, and where it is. */
};

/** Which brief is asked for. */
typedef struct sotto_brief_request {
  uint32_t struct_size; /**< Set by sotto_brief_request_init(). */
  sotto_reader reader;  /**< Whom it is for. */
  sotto_text locale;    /**< Its language, such as "es"; empty: the handle's. */
} sotto_brief_request;

/** What a line of a brief is for. */
enum {
  SOTTO_BRIEF_WHO = 1,   /**< Who is in front of you: at most three lines. */
  SOTTO_BRIEF_SPEAK = 2, /**< How to speak. */
  SOTTO_BRIEF_AVOID = 3, /**< What to avoid. */
  SOTTO_BRIEF_RULE = 4,  /**< For a chatbot: what may be done with the brief. */
  SOTTO_BRIEF_KEPT = 5,  /**< For the person: what is kept, one category a line. */
  SOTTO_BRIEF_WHERE = 6  /**< For the person: where it is, who can read it, what left. */
};

/** One line of a brief in plain words. Views die on return. */
typedef struct sotto_brief_line {
  uint32_t kind;   /**< A SOTTO_BRIEF_… value; they come in ascending order. */
  sotto_text text; /**< A sentence. */
} sotto_brief_line;

/** Visitor of lines; a return other than 0 stops the visit. */
typedef uint32_t (*sotto_brief_fn)(void *context, const sotto_brief_line *line);

/** Fills a request: for an agent, in the handle's locale. Cost: memory. */
SOTTO_API void sotto_brief_request_init(sotto_brief_request *ret_request);

/**
 * Gives a brief as one JSON object, as brief.schema.json describes it. `*inout_size` is the
 * buffer's size in bytes in, the text's size out; no terminator is written. #SOTTO_E_SPACE where
 * it does not fit: then only the size is given, at most 65,536. For an agent or a chatbot
 * #SOTTO_E_STATE without a pack. Reads category history and those of the attributes that it names;
 * purpose personalize.
 * Cost: memory; disk for the person's.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_brief(sotto *profile, const sotto_brief_request *request,
                                                 char *ret_json, size_t *inout_size);

/**
 * Visits a brief in sentences, fit to be read aloud. For a chatbot these are the instructions that
 * go before the JSON. Errors and what is read: as sotto_brief().
 * Cost: memory; disk for the person's.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_brief_say(sotto *profile,
                                                     const sotto_brief_request *request,
                                                     sotto_brief_fn visit, void *context);

SOTTO_END

#endif
