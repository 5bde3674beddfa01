/*
 * The decisions this handle knows: those that are kept, those that wait to become durable, and
 * those of the running session alone. What came of one is what the host said, else what the events
 * say: the latest decision of a slot and item before a rewarding event, within the slot's window,
 * is rewarded by it, and where the arms are an item's, only by events of that item. That is derived
 * from the kept events whenever the mind is rebuilt, never stored: who forgets an event forgets the
 * reward it gave.
 * Does not choose (flow/choose).
 */
#ifndef SO_FLOW_CHOICES_H
#define SO_FLOW_CHOICES_H

#include <sotto/choose.h>

#include "flow/handle.h"
#include "model/arm_view.h"

#define SO_CHOICES_MAX 1024u /* older ones go */
#define SO_MICRO 1000000

/** One decision. */
typedef struct so_choice_note {
  int64_t id;
  int64_t time_ms;
  uint64_t slot; /* hashes of ids as the pack hashes them; the arm's of "slot/arm" */
  uint64_t arm;
  uint64_t item; /* 0: none */
  uint32_t kind;
  uint32_t mindset;
  uint32_t propensity;   /* parts of 2^30 */
  int32_t outcome_micro; /* as the host said; -1: it did not */
  uint32_t rewarded;     /* 1: an event did */
  uint32_t state;        /* SO_NOTE_… bits */
  uint32_t reward;       /* of its slot, SO_REWARD_COUNT where the pack has none */
  int64_t window_ms;     /* likewise; 0 */
  char *names;           /* slot, arm and item, each ended by a zero; NULL once kept */
} so_choice_note;

enum {
  SO_NOTE_KEPT = 1u,  /* in the vault */
  SO_NOTE_LOOSE = 2u, /* in memory alone, until the session ends */
  SO_NOTE_SAID = 4u   /* the outcome waits to be written */
};

/** A decision to be noted. */
typedef struct so_choice_made {
  int64_t time_ms;
  sotto_text slot;
  sotto_text arm;
  sotto_text item;
  uint64_t name; /* hash of "slot/arm" */
  uint32_t kind;
  uint32_t mindset;
  uint32_t propensity;
} so_choice_made;

/** What came of it at a moment, in micro; -1: not known, yet or, without its slot, ever. */
int32_t so_choices_outcome(const so_choice_note *note, int64_t now_ms);

/** Makes room, reads the kept rows and lets the kept events reward them; once until they cool. */
SOTTO_CHECKED sotto_status so_choices_load(sotto *profile);
/** Lets a new event reward decisions, where they are loaded. */
void so_choices_learn(sotto *profile, const so_event_row *row);
/** Drops what is derived and what is kept; what waits to be written stays. Loose ones go. */
void so_choices_cool(sotto *profile);
/** After another pack: looks the slots up again. */
void so_choices_rebind(sotto *profile);
/** Drops everything, as when it may not be kept any more. */
void so_choices_drop(sotto *profile);
/** Drops everything and the room. */
void so_choices_free(sotto *profile);

/** Slot, arm and item of a note that is not kept yet. */
void so_choices_names(const so_choice_note *note, sotto_text ret_names[3]);
/** 1 when something waits to be written. */
int so_choices_wait(const sotto *profile);
/** Writes it inside the open transaction; adds how many rows to `inout_rows`. */
SOTTO_CHECKED sotto_status so_choices_write(sotto *profile, uint32_t *inout_rows);
/** Nothing waits any more: the transaction was committed, or all of it will be dropped. */
void so_choices_written(sotto *profile);

/** Notes a decision, to be kept (`keep`) or for the session; gives its number. */
SOTTO_CHECKED sotto_status so_choices_add(sotto *profile, const so_choice_made *made, int keep,
                                          uint64_t *ret_decision);
/** The decision of this number, or NULL. */
so_choice_note *so_choices_find(sotto *profile, uint64_t decision);
/** Note `n` from the oldest on; NULL beyond the end. */
so_choice_note *so_choices_at(sotto *profile, uint32_t n);
uint32_t so_choices_count(const sotto *profile);
/**
 * Deletes what is too old or too much, in the open transaction; adds how many to `inout_rows`,
 * which says how many events have just gone so.
 */
SOTTO_CHECKED sotto_status so_choices_evict(sotto *profile, int64_t before_ms, size_t *inout_rows);
/** 1 where all that an audience reads may be kept, and so what is shown to it (or to anybody). */
int so_choices_may_keep(sotto *profile, uint32_t audience);
/** Deletes the kept rows for audiences that read what is not to be kept; in the transaction. */
SOTTO_CHECKED sotto_status so_choices_withdraw(sotto *profile, const sotto_consent *to,
                                               size_t *inout_rows);
/** Deletes the kept rows whose arm, its audience or item is about a value; in the transaction. */
SOTTO_CHECKED sotto_status so_choices_forget_value(sotto *profile, uint32_t value,
                                                   size_t *inout_rows);

/** How the latest choice of this handle came about; all zero: none yet. */
typedef struct so_chosen {
  uint32_t told; /* 1: there is one */
  uint32_t kind;
  uint64_t decision;
  uint32_t slot; /* of the pack */
  uint32_t arm;
  uint32_t propensity;
  uint32_t mindset;
  uint32_t company;
  uint32_t taught; /* 1: the pack has a prior */
  uint32_t value;  /* cared about most among the arm's, or SO_PACK_NONE */
  float expected;  /* mean of the prior */
  float affinity;
  uint32_t own;      /* decisions of this arm whose outcome is known */
  uint32_t own_won;  /* of them rewarded */
  uint32_t personal; /* 1: something of the person was used */
} so_chosen;

so_chosen *so_choices_latest(sotto *profile);

#endif
