/* The rules about single questions, one function each. */
#include "brand/lint_question.h"

#include <math.h>

#include "brand/lint_split.h"
#include "brand/split_mechanism.h"

static const char *refusal(sotto_status status) {
  switch (status) {
  case SOTTO_E_DENIED: return "asks about a category that may never be asked about";
  case SOTTO_E_BUDGET: return "costs nothing, or more than epsilon 1";
  case SOTTO_E_LIMIT: return "has too many possible answers for one report";
  case SOTTO_E_FORMAT: return "is of a kind, trust model or unit that no device answers";
  case SOTTO_E_ARGUMENT: return "has a trust model, unit or schedule that does not exist";
  default: return "is malformed: it asks about no value, or its bounds do not ascend";
  }
}

static const char *split_refusal(sotto_status status) {
  if (status == SOTTO_E_LIMIT)
    return "is outside the table of split trust: 2 to 4096 possible answers, a minimum batch of "
           "1000 at least and large enough for them, an epsilon of 0.25, 0.5 or 1";
  if (status == SOTTO_E_ARGUMENT) return "is answered by visits, which split trust does not hide";
  return refusal(status);
}

/** How near the mean of a question comes, in the unit its ends are in. */
static void lint_mean(const so_lint *lint, const so_question *question,
                      const sotto_mechanism *mechanism, so_place place) {
  uint64_t devices = lint->fleet_size ? lint->fleet_size : question->minimum_batch;
  double unit = so_question_number(question) == SO_NUMBER_SPEND
                    ? pow(10, lint->pack->header->currency_digits)
                    : 1;
  double low = question->values[0] / unit, high = question->values[1] / unit, half_width;
  if (question->kind != SO_QUESTION_MEAN) return;
  if (sotto_plan_mean(mechanism, devices, high - low, &half_width)) return;
  so_find(lint->findings, (so_found){SO_FIND_NOTE(SOTTO_FINDING_QUESTION), place},
          "%llu answer%s give%s the mean to within %.3g (95 %%), between %.10g and %.10g",
          (unsigned long long)devices, so_find_s(devices), devices == 1 ? "s" : "", half_width, low,
          high);
}

/** Groups whose sums are learnt from week after week (brand/sketch): in one week few stand out. */
static int is_pooled(const so_question *question) {
  return question->trust == SO_TRUST_SPLIT &&
         (question->kind == SO_QUESTION_ITEM || question->kind == SO_QUESTION_PAIR);
}

/** Whether the fleet, or else the batch a question waits for, can tell anything from the noise. */
static void lint_use(const so_lint *lint, const so_question *question, so_place place) {
  sotto_mechanism mechanism;
  sotto_plan plan;
  uint64_t devices = lint->fleet_size ? lint->fleet_size : question->minimum_batch;
  const char *who = lint->fleet_size ? "device" : "report";
  so_found error = {SO_FIND_ERROR(SOTTO_FINDING_QUESTION), place};
  const so_split_ask ask = {so_question_buckets(question), question->minimum_batch,
                            question->epsilon_micro};
  sotto_status status = so_mechanism_of(&mechanism, question->trust, &ask);
  if (!status) status = sotto_plan_devices(&mechanism, devices, &plan);
  if (status) {
    so_find(lint->findings, error, "its epsilon is too small: the answers would be noise alone");
  } else if (plan.hopeless) {
    so_find(lint->findings,
            is_pooled(question) ? (so_found){SO_FIND_WARNING(SOTTO_FINDING_QUESTION), place}
                                : error,
            "%llu %s%s%s cannot answer this usefully: shares below %.0f %% drown in the noise; it "
            "takes %llu, fewer possible answers or a higher epsilon",
            (unsigned long long)devices, who, so_find_s(devices),
            lint->fleet_size ? "" : " (its minimum_batch)", fmin(100 * plan.half_width, 100),
            (unsigned long long)plan.needed);
  } else {
    so_find(lint->findings, (so_found){SO_FIND_NOTE(SOTTO_FINDING_QUESTION), place},
            "%llu %s%s give%s a small share to within %.1f percentage points",
            (unsigned long long)devices, who, so_find_s(devices), devices == 1 ? "s" : "",
            100 * plan.half_width);
    lint_mean(lint, question, &mechanism, place);
  }
  if (question->minimum_batch > devices)
    so_find(lint->findings, (so_found){SO_FIND_WARNING(SOTTO_FINDING_QUESTION), place},
            "waits for %u reports, more than the fleet has devices", question->minimum_batch);
}

static void lint_question(const so_lint *lint, uint32_t number) {
  so_question question = so_lint_question_of(lint->pack, number);
  sotto_status status = so_question_check(&question);
  if (question.value_count > SO_QUESTION_VALUES_MAX) status = SOTTO_E_LIMIT;
  sotto_text name = so_pack_text(lint->pack, lint->pack->questions[number].name_text);
  so_place place = {lint->brand->path, 0, name};
  if (status)
    so_find(lint->findings, (so_found){SO_FIND_ERROR(SOTTO_FINDING_QUESTION), place}, "%s",
            question.trust == SO_TRUST_SPLIT ? split_refusal(status) : refusal(status));
  else if (!SO_SPLIT_BUILT || question.trust != SO_TRUST_SPLIT ||
           so_lint_split(lint, &question, number))
    lint_use(lint, &question, place);
}

void so_lint_questions(const so_lint *lint) {
  for (uint32_t n = 0; n < lint->pack->question_count; n++) lint_question(lint, n);
}
