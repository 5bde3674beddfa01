/*
 * What a visitor can do on a page. Each act queues the events it leaves behind; sim_visit.c decides
 * which act comes next.
 */
#ifndef SIM_ACT_H
#define SIM_ACT_H

#include "simulator.h"

/** How one mood behaves: the weights of its acts, and what it makes of an interesting item. */
typedef struct sim_habit {
  double act[12];    /* by sim_act */
  double cart;       /* log odds that an indifferent item goes into the cart */
  double checkout;   /* chance per step that a filled cart goes to checkout */
  double finish;     /* chance that a checkout begun is finished */
  double review;     /* chance to read reviews of an item viewed */
  double back;       /* chance that a view is of an item seen before */
  uint32_t patience; /* usual number of steps */
} sim_habit;

typedef enum sim_act {
  SIM_ACT_HOME,
  SIM_ACT_LIST,
  SIM_ACT_SEARCH,
  SIM_ACT_LOST_SEARCH,
  SIM_ACT_FILTER,
  SIM_ACT_VIEW,
  SIM_ACT_PROMOTION,
  SIM_ACT_WISH,
  SIM_ACT_UNCART,
  SIM_ACT_INFO,
  SIM_ACT_ACCOUNT,
  SIM_ACT_COMPLEMENT,
  SIM_ACT_COUNT
} sim_act;

const sim_habit *sim_habit_of(sim_mood mood);
/** Queues an event after a pause of about `mean_s` seconds; `item` may be SIM_NO_ITEM. */
sim_event *sim_act_queue(sim_visit *visit, const char *name, uint32_t item, double mean_s);
void sim_act_do(sim_visit *visit, sim_act act);
/** Opens an item's page and lets the visitor like it or not. */
void sim_act_view(sim_visit *visit, uint32_t item);
void sim_act_checkout(sim_visit *visit);

#endif
