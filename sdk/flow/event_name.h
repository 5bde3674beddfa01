/*
 * Names of events: ours (GA4's where GA4 has one), and other names that mean the same in GA4 and in
 * Segment's e-commerce specification (segment.com/docs/connections/spec/ecommerce/v2). Pure.
 */
#ifndef SO_FLOW_EVENT_NAME_H
#define SO_FLOW_EVENT_NAME_H

#include <sotto/event.h>

/** Gives the stable name of a type; NULL for none. */
const char *so_event_name_of(sotto_event_type type);
/** Gives the type of a name, of either vocabulary; 0 where unknown. */
sotto_event_type so_event_name_type(sotto_text name);
/** Gives the page kind of a name such as "home"; OTHER where unknown. */
sotto_page so_event_name_page(sotto_text name);
/** 1 when an event of this type must name an item. */
int so_event_name_needs_item(sotto_event_type type);

#endif
