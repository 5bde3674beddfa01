/*
 * Why an item is not picked, in words. Before others nothing personal is said of it, as with the
 * reasons of picks.
 */
#ifndef SO_FLOW_WHAT_IF_H
#define SO_FLOW_WHAT_IF_H

#include "flow/advise.h"

/** What sotto_item_explain() is asked. */
typedef struct so_what_if {
  const sotto_request *request;
  sotto_text item;
} so_what_if;

/** See sotto_item_explain(). */
SOTTO_CHECKED sotto_status so_what_if_explain(sotto *profile, const so_what_if *asked,
                                              const sotto_why_visit *visit);

#endif
