/**
 * @file choose.h
 * Choosing what one person sees: one of the arms a slot of the pack offers, drawn on the device.
 *
 * A slot of `brand.json` lists arms: a guarantee, reviews, an idea; or, for one item, its pictures.
 * sotto_choose() draws one: by what the brand's people liked in this mindset (the pack's priors),
 * what this device saw come of it before, and how much the person cares about what an arm shows.
 * The chance of every arm is worked out before the draw, and the draw is made from exactly these
 * chances, so that what came of it can be judged for any other policy later
 * (sotto_policy_estimate).
 *
 *     sotto_choice_request request;
 *     sotto_choice choice;
 *     sotto_choice_request_init(&request);
 *     request.slot = (sotto_text){"reassurance", 11};
 *     if (!sotto_choose(profile, &request, &choice)) show(choice.content);
 *     …
 *     sotto_outcome(profile, choice.decision, 1);  // only where the slot's reward is "host"
 *
 * A decision is of category history. Where history may not personalize, where others see the slot,
 * for what is discreet, while learning is paused, in the hold-out and beyond the slot's cap the
 * default arm is shown and nothing is logged. A decision that may be kept is a row of the profile:
 * it is exported, forgotten and evicted with the rest; otherwise it lives in memory until the
 * session ends. None of it leaves the device but as a noised answer to a question of the pack.
 *
 * The hold-out: under the purpose `experiment` a device draws, once an epoch, from its own
 * randomness and never from the profile, whether it is among the 5 in 100 that see what everybody
 * sees: popular picks, default arms, plain search. So the brand can measure what personalization
 * brings. Only in a build with `choose`.
 */
#ifndef SOTTO_CHOOSE_H
#define SOTTO_CHOOSE_H

#include <sotto/mindset.h>

SOTTO_BEGIN

/** How an arm came to be shown. */
enum {
  SOTTO_CHOICE_LEARNED = 0,   /**< Drawn by how well each arm is expected to do. */
  SOTTO_CHOICE_EXPLORED = 1,  /**< Drawn evenly, for the slot's exploring share. */
  SOTTO_CHOICE_STICKY = 2,    /**< Shown again: the latest decision of slot and item stands. */
  SOTTO_CHOICE_HELD_OUT = 3,  /**< The default: this device is in the hold-out this epoch. */
  SOTTO_CHOICE_CAPPED = 4,    /**< The default: the slot made its decisions of 24 hours. */
  SOTTO_CHOICE_DEFAULT = 5,   /**< The default: nothing may be chosen, or there is one arm only. */
  SOTTO_CHOICE_KIND_COUNT = 6 /**< How many. */
};

/** What is asked. */
typedef struct sotto_choice_request {
  uint32_t struct_size; /**< Set by sotto_choice_request_init(). */
  uint32_t zero;        /**< Nothing. */
  sotto_text slot;      /**< Slot id in the pack. */
  sotto_text item;      /**< Item whose arms are meant; empty, or an item without: the slot's. */
  uint64_t seed;        /**< The same seed and state, the same arm; 0: fresh randomness. */
} sotto_choice_request;

/** What is shown. Texts view the pack, valid until the next install or close. */
typedef struct sotto_choice {
  uint32_t struct_size; /**< Set by the call. */
  uint32_t kind;        /**< A SOTTO_CHOICE_… value. */
  uint64_t decision;    /**< Names the decision to sotto_outcome(); 0: there is none. */
  double propensity;    /**< Chance with which this arm was drawn, exact; 1 for a default. */
  sotto_text arm;       /**< Id of the arm. */
  sotto_text label;     /**< What the arm is called, in the handle's locale. */
  sotto_text content;   /**< What to show, in the handle's locale. */
} sotto_choice;

/** One decision of the past. Views die on return. */
typedef struct sotto_decision {
  uint32_t struct_size;  /**< Set by the call. */
  uint32_t kind;         /**< #SOTTO_CHOICE_LEARNED or #SOTTO_CHOICE_EXPLORED. */
  uint64_t decision;     /**< Its number. */
  int64_t time_ms;       /**< When it was made. */
  double propensity;     /**< Chance with which the arm was drawn. */
  double reward;         /**< What came of it, 0 … 1; below 0: not known yet. */
  sotto_mindset mindset; /**< The person's, when it was made. */
  uint32_t kept;         /**< 1: in the profile; 0: in memory alone. */
  sotto_text slot;       /**< Slot id. */
  sotto_text arm;        /**< Arm id. */
  sotto_text item;       /**< Item id, or empty. */
} sotto_decision;

/** Visitor of decisions, oldest first; a return other than 0 stops the visit. */
typedef uint32_t (*sotto_decision_fn)(void *context, const sotto_decision *decision);

/** Fills a request with zeros and its size. Cost: memory. */
SOTTO_API void sotto_choice_request_init(sotto_choice_request *ret_request);

/**
 * Chooses the arm a slot shows, and logs the decision where one was made.
 *
 * Thompson sampling (Thompson 1933), with the probability that each arm is best worked out by
 * quadrature of the Beta posteriors rather than by a draw, mixed with the slot's exploring share.
 * Category history, purposes personalize and keep. Errors: #SOTTO_E_STATE without a pack,
 * #SOTTO_E_MISSING for a slot the pack lacks or that has no arm to show (an unknown item is no
 * error). Cost: memory; what is kept becomes durable with the next events, as sotto_record().
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_choose(sotto *profile,
                                                  const sotto_choice_request *request,
                                                  sotto_choice *ret_choice);

/**
 * Says what came of a decision: `reward` from 0 to 1, once. For slots whose reward is an event, the
 * event says it and this is not needed. #SOTTO_E_MISSING for a decision this profile does not have
 * (any more), #SOTTO_E_STATE where its outcome is known already, #SOTTO_E_EXPIRED after the slot's
 * window, #SOTTO_E_ARGUMENT for another reward; then nothing is learnt. Cost: memory, as
 * sotto_record().
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_outcome(sotto *profile, uint64_t decision,
                                                   double reward);

/** Kinds of reason of a choice. */
enum {
  SOTTO_CHOICE_REASON_DRAWN = 0,    /**< Drawn, with its chance: `score_micro`, as all but the
                                        next three. */
  SOTTO_CHOICE_REASON_BRAND = 1,    /**< How well it does in this mindset: expected reward. */
  SOTTO_CHOICE_REASON_CARE = 2,     /**< The person cares about what it shows: -1 … 1. */
  SOTTO_CHOICE_REASON_OWN = 3,      /**< What came of it here before: share of rewards. */
  SOTTO_CHOICE_REASON_EXPLORED = 4, /**< Drawn evenly, to learn. */
  SOTTO_CHOICE_REASON_STICKY = 5,   /**< Shown again, so that it does not flicker. */
  SOTTO_CHOICE_REASON_HELD_OUT = 6, /**< This device sees what everybody sees, this week. */
  SOTTO_CHOICE_REASON_CAPPED = 7,   /**< Enough was tried here in 24 hours. */
  SOTTO_CHOICE_REASON_DEFAULT = 8,  /**< What everybody sees: nothing of the person was used. */
  SOTTO_CHOICE_REASON_COUNT = 9     /**< How many. */
};

/**
 * Visits the reasons of a decision: how it came about first, then what spoke for the arm, in
 * sentences with numbers. 0 means the latest sotto_choose() of this handle, whatever its kind; an
 * older decision is told as far as it was kept: how it was drawn, and by which chance. Says nothing
 * discreet and, of a slot that others see, nothing of the person. #SOTTO_E_MISSING for a decision
 * this profile does not have. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_choice_explain(sotto *profile, uint64_t decision,
                                                          sotto_reason_fn visit, void *context);

/**
 * Visits the decisions this profile has, oldest first: what a person may see of what was tried on
 * them. Cost: disk.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_choice_each(sotto *profile, sotto_decision_fn visit,
                                                       void *context);

/** One logged decision as an estimate takes it. */
typedef struct sotto_logged {
  double propensity; /**< Chance with which the arm was drawn, 1e-12 … 1. */
  double policy;     /**< Chance with which the policy in question draws it, 0 … 1. */
  double reward;     /**< What came of it, 0 … 1. */
} sotto_logged;

/** An estimate of what a policy brings per decision. */
typedef struct sotto_policy_estimate_result {
  uint32_t struct_size;  /**< Set by the call. */
  uint32_t zero;         /**< Nothing. */
  uint64_t decisions;    /**< It rests on. */
  double logged;         /**< Mean reward of the decisions as they were made. */
  double ips;            /**< Inverse propensity score: mean of weight times reward. */
  double ips_low;        /**< Its 95 % interval. */
  double ips_high;       /**< Likewise. */
  double snips;          /**< Self-normalized: weighted mean of the reward. */
  double snips_low;      /**< Its 95 % interval. */
  double snips_high;     /**< Likewise. */
  double effective_size; /**< (sum of weights)² / sum of squared weights. */
} sotto_policy_estimate_result;

/**
 * Estimates what a policy would bring from decisions that another one made: IPS (Horvitz and
 * Thompson 1952) and SNIPS (Swaminathan and Joachims 2015), with the effective sample size (Kish)
 * and 95 % intervals from the variance of the mean and of the ratio (delta method), cut to 0 … 1;
 * where no reward differs from another, Wilson's at the effective size. Pure; the same rows give
 * the same numbers. #SOTTO_E_ARGUMENT for a number out of its range, #SOTTO_E_MISSING where no row
 * has a weight. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_policy_estimate(
    const sotto_logged *rows, size_t count, sotto_policy_estimate_result *ret_result);

/** A policy: the chance, 0 … 1, with which it would have drawn the arm of this decision. */
typedef double (*sotto_policy_fn)(void *context, const sotto_decision *decision);

/** A policy to be judged on this device. */
typedef struct sotto_policy {
  sotto_policy_fn chance; /**< Called for each decision whose outcome is known. */
  void *context;          /**< Passed to it. */
} sotto_policy;

/**
 * Estimates what a policy would have brought in a slot, from this profile's own decisions whose
 * outcome is known. Errors of sotto_policy_estimate(), #SOTTO_E_MISSING for a slot without arms,
 * #SOTTO_E_STATE without a pack, #SOTTO_E_DENIED where history may not personalize. Nothing of it
 * leaves the device. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status
sotto_choice_evaluate(sotto *profile, sotto_text slot, const sotto_policy *policy,
                      sotto_policy_estimate_result *ret_result);

SOTTO_END

#endif
