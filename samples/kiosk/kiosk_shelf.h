/*
 * What is shown, as JSON for the page: products, shelves of picks with their reasons, a comparison,
 * a sentence of the shop. Reads the visitor's profile; holds nothing.
 */
#ifndef KIOSK_SHELF_H
#define KIOSK_SHELF_H

#include <jansson.h>

#include "kiosk_visitor.h"

/** What is needed to show something. */
typedef struct kiosk_view {
  kiosk_visitor *visitor;
  const kiosk_feed *feeds; /**< One a language. */
} kiosk_view;

/** What a shelf is filled by. Empty texts mean none. */
typedef struct kiosk_shelf_ask {
  const char *title; /**< Its name in the page's words. */
  sotto_request request;
} kiosk_shelf_ask;

/** Begins to ask for a shelf with a slot and a limit; the slot may be empty. */
kiosk_shelf_ask kiosk_shelf_of(const char *title, const char *slot, uint32_t limit);
/** Gives {title, items} or, where nothing is picked or the pack lacks the slot, NULL. */
json_t *kiosk_shelf_json(const kiosk_view *view, const kiosk_shelf_ask *ask);
/** Gives a product whose title is at hand; asks no profile, so that a visitor may call it. */
json_t *kiosk_shelf_describe(const kiosk_view *view, sotto_text item, sotto_text title);
/** Gives one product; NULL where neither pack nor feed knows it. */
json_t *kiosk_shelf_product(const kiosk_view *view, sotto_text item);
/** Gives the visitor's products of a list, latest first, at most `most`. */
json_t *kiosk_shelf_items(const kiosk_view *view, const kiosk_items *items, size_t most);
/** Gives the kinds of product there are: {kind, label, picture}, as the feed has them. */
json_t *kiosk_shelf_kinds(const kiosk_view *view);
/** Gives the shop's sentence of a slot with arms, or null. */
json_t *kiosk_shelf_sentence(const kiosk_view *view, const char *slot);
/** Gives the need that stands out, such as "comparison"; "inspiration" where none does. */
const char *kiosk_shelf_need(const kiosk_view *view);
/** Gives a JSON string of a view. */
json_t *kiosk_shelf_text(sotto_text text);

#endif
