/*
 * Picks and why: see advise.h.
 */
#include "flow/advise.h"

#include <stdlib.h>
#include <string.h>

#include "base/aligned.h"
#include "flow/audience.h"
#include "flow/learnt.h"
#include "flow/recall.h"
#include "flow/visit.h"

#define LIMIT_DEFAULT 10u
#define DIVERSITY_DEFAULT 0.3f

/* The latest recommendation, and the pack made ready for ranking. */
struct so_advice {
  so_rank rank;
  uint32_t serial;
  uint32_t company;
  uint32_t held_out; /* popularity alone, for the hold-out */
  size_t count;
  so_rank_pick picks[SO_RANK_LIMIT_MAX];
  _Alignas(SO_PACK_ALIGN) uint8_t scratch[]; /* as much as the pack needs */
};

void so_advise_reset(sotto *profile) {
  if (SO_AUDIENCE_BUILT) so_audience_reset(profile);
  so_aligned_free(profile->advice);
  profile->advice = NULL;
}

static sotto_status make_ready(sotto *profile, const so_pack *pack) {
  if (profile->advice) return SOTTO_OK;
  size_t size =
      sizeof(struct so_advice) + so_rank_scratch_bytes(pack->item_count, pack->value_count);
  struct so_advice *advice =
      so_aligned_new(SO_PACK_ALIGN, (size / SO_PACK_ALIGN + 1) * SO_PACK_ALIGN);
  if (!advice) return SOTTO_E_MEMORY;
  memset(advice, 0, sizeof *advice);
  so_rank_prepare(pack, advice->scratch, &advice->rank);
  profile->advice = advice;
  return SOTTO_OK;
}

/* Names of the request to numbers of the pack; an unknown context item or exclusion is no error. */
static sotto_status look_up(sotto *profile, const sotto_request *request, so_rank_request *inout) {
  const so_pack *pack = so_handle_pack(profile);
  if (request->slot.size) {
    inout->slot = so_pack_find_slot(pack, request->slot);
    if (inout->slot == SO_PACK_NONE)
      return so_handle_fail(profile, SOTTO_E_MISSING, "slot: the pack has no such slot");
  }
  if (request->category.size) {
    inout->category_value = so_pack_find_value(pack, 0, request->category);
    if (inout->category_value == SO_PACK_NONE)
      return so_handle_fail(profile, SOTTO_E_MISSING, "category: the pack has no such type");
  }
  if (request->item.size) inout->context_item = so_pack_find_item(pack, request->item);
  return SOTTO_OK;
}

static uint32_t limit_of(const so_pack *pack, const so_rank_request *rank, uint32_t asked,
                         size_t capacity) {
  uint32_t limit = asked;
  if (!limit && rank->slot != SO_PACK_NONE) limit = pack->slots[rank->slot].limit;
  if (!limit) limit = LIMIT_DEFAULT;
  if (limit > SO_RANK_LIMIT_MAX) limit = SO_RANK_LIMIT_MAX;
  return limit > capacity ? (uint32_t)capacity : limit;
}

static sotto_status exclude(sotto *profile, const sotto_request *request, so_rank_request *inout,
                            uint32_t **ret_items) {
  const so_pack *pack = so_handle_pack(profile);
  if (!request->exclude_count) return SOTTO_OK;
  uint32_t *items = calloc(request->exclude_count, sizeof *items);
  if (!items) return SOTTO_E_MEMORY;
  for (size_t i = 0; i < request->exclude_count; i++) {
    uint32_t item = so_pack_find_item(pack, request->exclude[i]);
    if (item != SO_PACK_NONE) items[inout->excluded_count++] = item;
  }
  inout->excluded = items;
  *ret_items = items;
  return SOTTO_OK;
}

/* The context as far as each part of it may be used. */
static void fill_moments(sotto *profile, uint32_t *ret_moments) {
  const sotto_context *context = &profile->context;
  if (so_recall_may_use(profile, SOTTO_CATEGORY_HISTORY)) {
    ret_moments[SO_MOMENT_HOUR] = context->hour_band;
    ret_moments[SO_MOMENT_WEEKDAY] = context->weekday;
    ret_moments[SO_MOMENT_SEASON] = context->season;
    ret_moments[SO_MOMENT_ENTRY] = context->entry;
  }
  if (so_recall_may_use(profile, SOTTO_CATEGORY_TRACKING)) {
    ret_moments[SO_MOMENT_CHANNEL] = context->channel;
    ret_moments[SO_MOMENT_WEATHER] = context->weather;
    ret_moments[SO_MOMENT_PLACE] = context->place;
  }
}

static sotto_status fill_request(sotto *profile, const sotto_request *request,
                                 so_rank_request *ret_rank, size_t capacity) {
  so_rank_request rank;
  so_mind_view view;
  int64_t now_ms = 0;
  so_rank_request_init(&rank);
  sotto_status status = so_handle_now(profile, &now_ms);
  if (!status) so_visit_expire(profile, now_ms);
  if (!status) status = so_recall_load(profile);
  if (!status) status = look_up(profile, request, &rank);
  if (status) return status;
  rank.limit = limit_of(so_handle_pack(profile), &rank, request->limit, capacity);
  rank.price_from_minor = request->price_from_minor;
  rank.price_to_minor = request->price_to_minor;
  rank.diversity = request->diversity < 0 ? DIVERSITY_DEFAULT : (float)request->diversity;
  rank.seed = request->seed;
  rank.complete = request->complete;
  so_mind_look(profile->mind, so_handle_pack(profile), now_ms, &view);
  rank.now_ms = now_ms;
  rank.mindset = view.state;
  profile->advice->held_out = (uint32_t)so_hold_out_is(profile, now_ms);
  rank.personal = so_recall_may_use(profile, SOTTO_CATEGORY_HISTORY) && !profile->advice->held_out;
  rank.categories = so_recall_categories(profile);
  fill_moments(profile, rank.moments);
  if (SO_AUDIENCE_BUILT && rank.personal) status = so_audience_target(profile, &rank);
  if (status) return status;
  *ret_rank = rank;
  return SOTTO_OK;
}

static void show(sotto *profile, sotto_pick *ret_picks) {
  const struct so_advice *advice = profile->advice;
  const so_pack *pack = so_handle_pack(profile);
  for (size_t i = 0; i < advice->count; i++) {
    uint32_t item = advice->picks[i].item;
    ret_picks[i] = (sotto_pick){.id = (uint64_t)advice->serial << 32 | (i + 1),
                                .item = so_pack_item_id(pack, item),
                                .title = so_pack_item_title(pack, item, profile->installed.locale),
                                .price_minor = pack->items[item].price_minor,
                                .score_micro = advice->picks[i].score_micro};
  }
}

sotto_status so_advise_begin(sotto *profile, const sotto_request *request, size_t capacity,
                             so_asking *ret_asking) {
  const so_pack *pack = so_handle_pack(profile);
  so_asking asking = {.company = SO_COMPANY_PRIVATE};
  if (!pack) return so_handle_fail(profile, SOTTO_E_STATE, "no pack is installed");
  sotto_status status = make_ready(profile, pack);
  if (!status) status = fill_request(profile, request, &asking.request, capacity);
  if (!status) status = exclude(profile, request, &asking.request, &asking.excluded);
  if (status) return status;
  asking.rank = &profile->advice->rank;
  if (asking.request.slot != SO_PACK_NONE)
    asking.company = pack->slots[asking.request.slot].company;
  *ret_asking = asking;
  return SOTTO_OK;
}

sotto_status so_advise_recommend(sotto *profile, const sotto_request *request,
                                 sotto_pick *ret_picks, size_t *inout_count) {
  so_asking asking;
  sotto_status status = so_advise_begin(profile, request, *inout_count, &asking);
  if (status) return status;
  struct so_advice *advice = profile->advice;
  advice->serial++;
  advice->company = asking.company;
  advice->count = 0;
  if (asking.request.limit)
    advice->count = so_rank_picks(asking.rank, profile->mind, &asking.request, advice->picks);
  free(asking.excluded);
  show(profile, ret_picks);
  *inout_count = advice->count;
  return SOTTO_OK;
}

uint32_t so_advise_tell(sotto *profile, const so_rank_pick *pick, const so_advise_visit *visit) {
  for (uint32_t i = 0; i < pick->reason_count; i++) {
    char text[SO_SENTENCE_MAX];
    so_sink sink = so_sink_of(text, sizeof text);
    so_pick_words(profile, &pick->reasons[i], visit->company, &sink);
    const sotto_reason reason = {
        .kind = so_pick_words_kind(&pick->reasons[i], visit->company),
        .score_micro = pick->reasons[i].micro,
        .text = so_sink_view(&sink),
        .item = so_pick_words_item(profile, &pick->reasons[i], visit->company)};
    if (visit->reason(visit->context, &reason)) return 1;
  }
  return 0;
}

sotto_status so_advise_explain(sotto *profile, uint64_t pick, sotto_reason_fn visit,
                               void *context) {
  const struct so_advice *advice = profile->advice;
  size_t number = (size_t)(pick & UINT32_MAX);
  if (!advice || !so_handle_pack(profile) || advice->serial != pick >> 32 || !number ||
      number > advice->count)
    return so_handle_fail(profile, SOTTO_E_MISSING, "pick: not of the latest recommendation");
  const so_advise_visit to = {advice->company, visit, context};
  if (!so_advise_tell(profile, &advice->picks[number - 1], &to) && advice->held_out)
    so_hold_out_tell(profile, visit, context);
  return SOTTO_OK;
}
