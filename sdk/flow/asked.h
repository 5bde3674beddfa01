/*
 * One question of the installed pack as this device sees it now: its id this epoch, what would be
 * answered, by which mechanism, and why not. Decides what an answer may say; spends nothing.
 */
#ifndef SO_FLOW_ASKED_H
#define SO_FLOW_ASKED_H

#include <sotto/contribute.h>

#include "flow/handle.h"
#include "privacy/question.h"

#ifdef SOTTO_WITH_SPLIT
# include "flow/split_take.h"
#endif

typedef struct so_asked {
  so_question question;
  sotto_text name;  /* the brand's, in the pack */
  so_oracle oracle; /* unless INVALID; split trust: domain, cost and odds of the answer alone */
  so_cost cost;     /* of a true answer, unless INVALID */
  uint8_t id[SOTTO_QUESTION_ID_SIZE];
  uint8_t trait[32];      /* digest of kind and attribute's name: what the yearly quota counts */
  uint64_t balance_micro; /* of the ledger that would pay */
  uint32_t epoch;
  uint32_t state;       /* SOTTO_QUESTION_… */
  uint32_t bucket;      /* what would be noised: the true one where it may be told, else 0 */
  sotto_status refusal; /* INVALID: why */
#ifdef SOTTO_WITH_SPLIT
  so_split_asked split; /* of split trust alone */
#endif
} so_asked;

/** 1 where the question is by split trust and this library answers such. */
static inline int so_asked_is_split(const so_asked *asked) {
  return SO_SPLIT_BUILT && asked->question.trust == SO_TRUST_SPLIT;
}

/** Whose consent and traits answer: a kiosk's visitor, else the profile itself. */
sotto *so_asked_teller(sotto *profile);
/** 1 when the person contributes anything and anything may be kept: else nothing leaves. */
int so_asked_contributes(const sotto *profile);
/** Fills `id`, `epoch`, `name` and `question` of the pack's question `index` alone. */
void so_asked_name(const so_pack *pack, uint32_t index, int64_t now_ms, so_asked *ret_asked);
/** 1 when its schedule asks this device this epoch, whatever the profile holds. */
int so_asked_due(const sotto *profile, const so_asked *asked);
/** Looks at the pack's question `index`; the budget must be loaded. */
SOTTO_CHECKED sotto_status so_asked_look(sotto *profile, uint32_t index, int64_t now_ms,
                                         so_asked *ret_asked);

#endif
