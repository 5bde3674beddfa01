/*
 * One visit: a profile in memory that begins with the visitor's own choice and ends with them.
 *
 * There is one handle a language of the page, all opened at the visit's beginning and told the same
 * events, so that the visitor can change the language without losing the thread. Nothing of a visit
 * touches the disk but the noised answers it agreed to. At its end the handles are destroyed, and
 * the process that held them ends as well (kiosk_keeper.c): the next visitor gets fresh memory.
 */
#ifndef KIOSK_VISITOR_H
#define KIOSK_VISITOR_H

#include "kiosk_feed.h"
#include "kiosk_own.h"

/** Bytes of a visit's number. */
#define KIOSK_VISIT_SIZE 16
/** Things a visitor can put on the list, and that a comparison looks back on. */
#define KIOSK_LIST_MAX 24
/** Room for an item's id, terminated. */
#define KIOSK_ITEM_SIZE 129

/** What the visitor answered on the first screen. */
typedef struct kiosk_choice {
  unsigned language;
  int personalize; /**< Picks may follow what is looked at, in memory. */
  int contribute;  /**< At the end one answer may leave, with noise. */
} kiosk_choice;

/** Ids of items in the order they came. */
typedef struct kiosk_items {
  char ids[KIOSK_LIST_MAX][KIOSK_ITEM_SIZE];
  size_t count;
} kiosk_items;

/** A visit. All zero: nobody is there. */
typedef struct kiosk_visitor {
  int open;
  uint8_t number[KIOSK_VISIT_SIZE]; /**< Drawn afresh; what the page says with every request. */
  kiosk_choice choice;
  kiosk_store store;
  uint8_t keys[2][32];
  sotto *handles[KIOSK_LOCALES];
  sotto_conversation talk;
  kiosk_items list;   /**< What they want to take to the counter. */
  kiosk_items viewed; /**< What they looked at, latest last. */
} kiosk_visitor;

/** Begins a visit. On failure nobody is there. */
sotto_status kiosk_visitor_begin(const kiosk_config *config, const kiosk_choice *choice,
                                 kiosk_visitor *ret_visitor);
/** Gives the handle of the language that is shown. */
sotto *kiosk_visitor_handle(const kiosk_visitor *visitor);
/** Records an event with every handle; what a shop cannot know of is dropped in silence. */
void kiosk_visitor_record(kiosk_visitor *visitor, sotto_event_type type, sotto_text item,
                          uint32_t result_count);
/** Adds an item to the end of a list (once), or takes it off. */
void kiosk_visitor_note(kiosk_items *items, sotto_text item);
void kiosk_visitor_drop(kiosk_items *items, sotto_text item);
/**
 * Visits what the visit would answer at its end, with the kiosk's profile opened for it; spends
 * nothing.
 */
sotto_status kiosk_visitor_preview(const kiosk_config *config, kiosk_visitor *visitor,
                                   sotto_preview_fn visit, void *context);
/**
 * Ends the visit: answers what the visitor agreed to (`*ret_answers`, durable in the kiosk's
 * outbox), then destroys the profile and overwrites the rest. The profile goes whatever happens to
 * the answers; the status says how they went.
 */
sotto_status kiosk_visitor_end(const kiosk_config *config, kiosk_visitor *visitor,
                               uint32_t *ret_answers);

#endif
