/**
 * @file audience.h
 * Audiences: groups the shop made up as predicates over what this device knows of the shopper, such
 * as "cares about climbing and has not bought for a month".
 *
 * Whether somebody is in one is worked out on the device and stays there: slots and strategies
 * follow it, the person may see it with the reasons, and the brand learns sizes from noised answers
 * alone. A trait whose category may not personalize is unknown, and who is unknown is in no
 * audience. Not in a build without audiences.
 */
#ifndef SOTTO_AUDIENCE_H
#define SOTTO_AUDIENCE_H

#include <sotto/mindset.h>

SOTTO_BEGIN

/** An audience this profile is in. Views die on return. */
typedef struct sotto_audience {
  uint32_t struct_size;        /**< Set by the call. */
  sotto_text id;               /**< The brand's stable name, such as "families". */
  sotto_text label;            /**< What it is called in the handle's locale. */
  const sotto_reason *reasons; /**< Facts that put the person in it, as sentences; score 0. */
  size_t reason_count;         /**< At most 8. */
} sotto_audience;

/** Visitor of audiences, in the brand's order; a return other than 0 stops the visit. */
typedef uint32_t (*sotto_audience_fn)(void *context, const sotto_audience *audience);

/**
 * Visits the audiences the profile is in now, and why, for the person to see. Uses only what may
 * personalize; nothing is stored and nothing leaves. #SOTTO_E_STATE without a pack. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_audience_each(sotto *profile, sotto_audience_fn visit,
                                                         void *context);

/**
 * Gives 1 where the profile is in an audience now, else 0; what consent does not let be known is 0.
 * #SOTTO_E_MISSING where the pack has no such audience, #SOTTO_E_STATE without a pack. Cost:
 * memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_audience_in(sotto *profile, sotto_text audience,
                                                       uint32_t *ret_in);

SOTTO_END

#endif
