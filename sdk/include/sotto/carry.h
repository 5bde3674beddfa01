/**
 * @file carry.h
 * Carry: the person hands the brief, or chosen parts of the profile, to somebody who serves them,
 * to a kiosk or to another device of theirs.
 *
 * The receiver makes a key for this one time and shows it (sotto_carry_begin(),
 * sotto_carry_offer(); as a QR code, say) beside a code of twelve digits. The person's device
 * reads what is shown, says who asks for what, shows the same code to compare, and shows in words
 * exactly what would leave (sotto_carry_preview()); only that can then be sealed
 * (sotto_carry_seal()), to the shown key and for its name, purpose and expiry alone (HPKE, RFC
 * 9180). It is logged like every leaving byte. How the bytes travel is the host's. The receiver
 * opens them once, in time, into a profile in memory or as a brief only (sotto_carry_open()), and
 * wipes them at the end (sotto_carry_end()).
 *
 * Only what the person granted `personalize` for can be carried, and discreet items and values
 * only where chosen in so many words. Never carried: the budget, reports, keys, consent, the audit
 * log. A profile in memory that holds carried parts answers no question. The code ties what the
 * person's device read to what the receiver shows: who swaps the picture on the way must find a
 * key with the same twelve digits, some 10^12 tries, before the offer expires. What the receiver
 * does with what it read is beyond this library. Only in a build with the feature `brief`.
 */
#ifndef SOTTO_CARRY_H
#define SOTTO_CARRY_H

#include <sotto/brief.h>
#include <sotto/port.h>

SOTTO_BEGIN

/** Largest offer in bytes. */
#define SOTTO_CARRY_OFFER_MAX 160
/** Longest name of a receiver in bytes of UTF-8. */
#define SOTTO_CARRY_NAME_MAX 64
/** Room for the code: "1234 5678 9012", terminated. */
#define SOTTO_CARRY_CODE_SIZE 15
/** Most minutes an offer holds. */
#define SOTTO_CARRY_MINUTES_MAX 15
/** Largest sealed text in bytes. */
#define SOTTO_CARRY_SEALED_MAX 131072

/** Parts of a profile, as bits. */
enum {
  SOTTO_CARRY_BRIEF = 1,      /**< The brief for an agent, in the languages asked for. */
  SOTTO_CARRY_AFFINITIES = 2, /**< What the person likes and dislikes. */
  SOTTO_CARRY_CART = 4,       /**< The open cart. */
  SOTTO_CARRY_PURCHASES = 8   /**< The last purchases, with their days. */
};

/** What the receiver wants it for. */
enum {
  SOTTO_CARRY_FOR_ADVICE = 1, /**< Somebody will advise the person. */
  SOTTO_CARRY_FOR_VISIT = 2,  /**< The person goes on at this screen, for this visit. */
  SOTTO_CARRY_FOR_DEVICE = 3  /**< Another device of the person. */
};

/** What a receiver asks for. */
typedef struct sotto_carry_ask {
  uint32_t struct_size; /**< Set by sotto_carry_ask_init(). */
  uint32_t purpose;     /**< A SOTTO_CARRY_FOR_… value. */
  uint32_t parts;       /**< SOTTO_CARRY_… bits: no others can be given. */
  uint32_t minutes;     /**< How long it holds, 1 to 15; 0: five. */
  sotto_text name;      /**< Who asks, as the person will read it; 1 to 64 bytes of UTF-8 in one
                           line, without characters that are not seen. */
  sotto_text locales;   /**< Languages of the brief, such as "en,es"; empty: the person's. */
} sotto_carry_ask;

/** An offer as the person's device reads it. */
typedef struct sotto_carry_shown {
  uint32_t struct_size;                /**< Set by the call. */
  uint32_t purpose;                    /**< A SOTTO_CARRY_FOR_… value. */
  uint32_t parts;                      /**< SOTTO_CARRY_… bits. */
  int64_t expires_ms;                  /**< When it ends. */
  char name[SOTTO_CARRY_NAME_MAX + 1]; /**< Who asks, terminated. */
  char code[SOTTO_CARRY_CODE_SIZE];    /**< To be compared by the person, terminated. */
} sotto_carry_shown;

/** What the person chose. */
typedef struct sotto_carry_choice {
  uint32_t struct_size;                 /**< Set by sotto_carry_choice_init(). */
  uint32_t parts;                       /**< SOTTO_CARRY_… bits, of those that are asked for. */
  uint32_t discreet;                    /**< 1: discreet items and values too. */
  uint32_t bytes;                       /**< Size of what would leave; set by the preview. */
  sotto_bytes offer;                    /**< The offer. */
  uint8_t previewed[SOTTO_DIGEST_SIZE]; /**< What was shown; set by the preview. */
} sotto_carry_choice;

/** One line of a preview. Views die on return. */
typedef struct sotto_carry_line {
  uint32_t part;   /**< Its SOTTO_CARRY_… bit; 0: about the hand-over itself. */
  sotto_text text; /**< A sentence in the handle's locale; of the brief as it is carried. */
} sotto_carry_line;

/** Visitor of lines; a return other than 0 stops the visit. */
typedef uint32_t (*sotto_carry_fn)(void *context, const sotto_carry_line *line);

/** The receiver's side of one hand-over. Used by one thread at a time. */
typedef struct sotto_carry sotto_carry;

/** Fills an ask with zeros and its size. Cost: memory. */
SOTTO_API void sotto_carry_ask_init(sotto_carry_ask *ret_ask);

/** Fills a choice with zeros and its size. Cost: memory. */
SOTTO_API void sotto_carry_choice_init(sotto_carry_choice *ret_choice);

/**
 * Begins to receive: makes a key pair for one use, the secret in guarded memory. Of the port only
 * the clock is used; its context must live until sotto_carry_end(). Errors: #SOTTO_E_ARGUMENT,
 * #SOTTO_E_LIMIT for over 15 minutes or a longer name, #SOTTO_E_PORT, #SOTTO_E_MEMORY. Cost:
 * memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_carry_begin(const sotto_carry_ask *ask,
                                                       const sotto_port *port,
                                                       sotto_carry **ret_carry);

/** Gives the bytes to show, at most #SOTTO_CARRY_OFFER_MAX; valid until the end. Cost: memory. */
SOTTO_API sotto_bytes sotto_carry_offer(const sotto_carry *carry);

/**
 * Reads an offer, on either side. #SOTTO_E_FORMAT for what is none, #SOTTO_E_CORRUPT for a damaged
 * one. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_carry_read(sotto_bytes offer,
                                                      sotto_carry_shown *ret_shown);

/**
 * Visits in words exactly what would leave, and notes in the choice what was shown. Nothing leaves
 * by it. Reads what the brief reads; purpose personalize. #SOTTO_E_DENIED where nothing may be
 * told, #SOTTO_E_EXPIRED for an offer past its time, #SOTTO_E_LIMIT for one more than 15 minutes
 * ahead, #SOTTO_E_ARGUMENT for parts that are not asked for, #SOTTO_E_STATE without a pack, the
 * errors of sotto_carry_read(). Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_carry_preview(sotto *profile,
                                                         sotto_carry_choice *inout_choice,
                                                         sotto_carry_fn visit, void *context);

/**
 * Seals what was previewed to the key of the offer. The audit row (parts, size, hashes of offer
 * and sealed bytes; no name) is durable before a byte is given. `*inout_size` is the buffer's size
 * in, the sealed text's out. #SOTTO_E_STATE where nothing was previewed or it has changed since:
 * show it again; #SOTTO_E_SPACE, and nothing is logged, where it does not fit. Other errors as the
 * preview. Cost: disk.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_carry_seal(sotto *profile,
                                                      const sotto_carry_choice *choice,
                                                      uint8_t *ret_sealed, size_t *inout_size);

/**
 * Opens what was sealed for this offer, once. `visitor` is a profile in memory without a directory
 * that takes the parts in for its running session, and from then on answers no question; NULL: only
 * the brief is read. Each failure has its status and leaves everything as it was:
 * #SOTTO_E_STATE: opened before (the key is gone), or a visitor with a directory or without a pack;
 * #SOTTO_E_EXPIRED: too late, or a clock set back by more than an offer lasts (then the key is
 * gone, too); #SOTTO_E_FORMAT: no sealed text;
 * #SOTTO_E_CORRUPT: cut or lengthened; #SOTTO_E_KEY_WRONG: sealed for another offer;
 * #SOTTO_E_TAMPERED: changed; #SOTTO_E_DENIED: the visitor's consent refuses history. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_carry_open(sotto_carry *carry, sotto_bytes sealed,
                                                      sotto *visitor);

/**
 * Visits the sentences of the brief that was opened, in a language it was asked in; empty: the
 * first. #SOTTO_E_MISSING where there is none. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_carry_say(const sotto_carry *carry, sotto_text locale,
                                                     sotto_brief_fn visit, void *context);

/**
 * Gives the JSON of the brief that was opened, as sotto_brief() does. #SOTTO_E_MISSING where there
 * is none, #SOTTO_E_SPACE. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_carry_brief(const sotto_carry *carry, sotto_text locale,
                                                       char *ret_json, size_t *inout_size);

/** Wipes key and contents and frees; NULL is allowed. Cost: memory. */
SOTTO_API void sotto_carry_end(sotto_carry *carry);

SOTTO_END

#endif
