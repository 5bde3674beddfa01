/*
 * The sections of a pack that choosing reads, by number from 64 on; a pack without them has nothing
 * to choose from.
 *
 *   ARM           the arms, grouped by slot in the order of SLOT_CHOICE: what one slot can show
 *   ARM_VALUES    pack values, a run per arm, ascending: what its content is about
 *   ARM_PRIORS    [arms][6 mindsets]: Beta(won, lost) that the brand's people taught
 *   SLOT_CHOICE   one per slot that has arms: its settings and its run of arms
 *   ARM_TEXTS     texts: per arm its content in each locale, then its label in each locale
 *
 * In a slot the arms for one item, or for none, stand together: a request for an item chooses among
 * the arms of that item, else among those for none. The default of such a group, shown whenever
 * nothing is to be chosen, is its first arm without an audience and carries SO_ARM_DEFAULT.
 *
 * Nothing here is checked when a pack is installed: every reader stays inside the section whatever
 * stands in it (model/arm_view).
 */
#ifndef SO_MODEL_ARM_FORMAT_H
#define SO_MODEL_ARM_FORMAT_H

#include <stdint.h>

enum {
  SO_PACK_ARM = 64,
  SO_PACK_ARM_VALUES = 65,
  SO_PACK_ARM_PRIORS = 66,
  SO_PACK_SLOT_CHOICE = 67,
  SO_PACK_ARM_TEXTS = 68
};

#define SO_ARM_MINDSETS 6u
#define SO_ARM_GROUP_MAX 32u /* most arms of one slot and item */
#define SO_ARM_SLOT_MAX 1024u
#define SO_ARM_VALUES_MAX 16u /* most values of one arm */

enum {
  SO_ARM_DEFAULT = 1u /* of its slot and item */
};

typedef struct so_pack_arm {
  uint32_t id_text;   /* its id in its slot */
  uint32_t name_text; /* "slot/id": the name questions and statistics know it by */
  uint32_t slot;
  uint32_t item;         /* that it shows, or SO_PACK_NONE */
  uint32_t content;      /* run of ARM_TEXTS: a content per locale, then a label per locale */
  uint32_t values_start; /* run of ARM_VALUES */
  uint32_t values_count;
  uint32_t audience; /* number of the audience that alone may see it, or SO_PACK_NONE */
  uint32_t flags;
  uint32_t zero;
} so_pack_arm;
_Static_assert(sizeof(so_pack_arm) == 40, "pack arm");

/** Beta(won, lost): the mean is won / (won + lost), the sum what the prior weighs in decisions. */
typedef struct so_pack_arm_prior {
  float won;
  float lost;
} so_pack_arm_prior;
_Static_assert(sizeof(so_pack_arm_prior) == 8, "pack arm prior");

/** Where a pack has no priors. */
#define SO_ARM_PRIOR_WON 1.0f
#define SO_ARM_PRIOR_LOST 9.0f

/** What a decision is rewarded for. */
enum {
  SO_REWARD_PURCHASE = 0,
  SO_REWARD_CART = 1,
  SO_REWARD_SELECT = 2,
  SO_REWARD_HOST = 3, /* only what the host says */
  SO_REWARD_COUNT = 4
};

/** How a slot chooses. */
typedef struct so_pack_choice {
  uint32_t slot;
  uint32_t arms_start; /* run of ARM */
  uint32_t arms_count;
  uint32_t reward;       /* SO_REWARD_… */
  uint32_t window_hours; /* a reward counts for a decision this young */
  uint32_t sticky_hours; /* and so long the same arm is shown; 0: a new decision each time */
  uint32_t explore_permille;
  uint32_t cap_per_day; /* decisions a day, then the default; 0: no cap */
} so_pack_choice;
_Static_assert(sizeof(so_pack_choice) == 32, "pack choice");

#endif
