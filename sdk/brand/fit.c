/* One pack is assembled; candidates replace its neighbours, blend and history in the open view. */
#include "brand/fit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sotto/event.h>

#include "brand/pack_assemble.h"
#include "model/rank.h"

#define CASES_MIN 100 /* of each half */
#define ROUNDS 2
#define PICKS 20
#define SESSION_GAP_MS (30 * 60 * 1000)
#define STEP_ERRORS 1.0
#define WHOLE_ERRORS 1.0

typedef struct fitting {
  const so_learning *learning;
  so_statistics *statistics;
  so_findings *findings;
  so_assembly assembly;
  so_array bytes;
  so_pack pack;
  so_rank rank;
  void *scratch;
  so_mind *mind;
  uint8_t *wanted;
  float blend[SO_RECIPE_MINDSETS][SO_STRATEGY_COUNT];
  float *scores; /* of a candidate, per held user */
  float *best;   /* of the best so far */
  float *first;  /* of the compiled-in recipe */
  size_t cases;  /* held users */
  uint64_t tried;
} fitting;

/** Values a number of the recipe can take. `rows`: the neighbours depend on it. */
typedef struct coordinate {
  size_t offset;
  int rows;
  float values[8]; /* ends with a negative one */
} coordinate;

#define BLEND(strategy) (offsetof(so_recipe, blend) + (strategy) * sizeof(float))
static const coordinate coordinates[] = {
    {BLEND(SO_STRATEGY_REPURCHASE), 0, {0.5f, 1, 2, -1}},
    {BLEND(SO_STRATEGY_RECENT), 0, {0, 0.25f, 0.5f, 0.9f, 1.4f, 2, -1}},
    {BLEND(SO_STRATEGY_POPULAR), 0, {0.03f, 0.1f, 0.3f, 0.6f, 1, 1.5f, -1}},
    {offsetof(so_recipe, history.settled), 0, {0.02f, 0.1f, 0.3f, 1, -1}},
    {offsetof(so_recipe, partner_exponent), 1, {0, 0.1f, 0.2f, 0.3f, 0.5f, -1}},
    {offsetof(so_recipe, reverse), 1, {0.3f, 0.6f, 1, -1}},
    {offsetof(so_recipe, history.decay), 0, {0.6f, 0.7f, 0.8f, -1}},
    {BLEND(SO_STRATEGY_SIMILAR), 0, {0, 0.1f, 0.3f, 0.5f, 0.8f, -1}},
    {BLEND(SO_STRATEGY_AFFINITY), 0, {0, 0.1f, 0.3f, 0.5f, -1}},
    {BLEND(SO_STRATEGY_COMPLEMENT), 0, {0, 0.1f, 0.3f, 0.6f, -1}},
};
#define COORDINATES (sizeof coordinates / sizeof *coordinates)

/* ---- cases -------------------------------------------------------------------------------- */

static void want_items(fitting *run) {
  for (size_t n = 0; n < run->learning->held.count; n++) {
    const so_held_user *user = &run->learning->held.users[n];
    for (size_t m = 0; m < user->count; m++) run->wanted[user->events[m].item] = 1;
  }
}

/* ---- judging ------------------------------------------------------------------------------ */

static void learn(fitting *run, const so_held_user *user) {
  static const so_mind_use all = {SO_AFFINITY_ALL_CATEGORIES, 1};
  for (size_t n = 0; n < user->known; n++) {
    const so_logged *event = &user->events[n];
    sotto_text id = so_pack_item_id(&run->pack, event->item);
    int gap = n > 0 && event->time_ms - event[-1].time_ms > SESSION_GAP_MS;
    so_occurrence occurrence = {.time_ms = event->time_ms,
                                .item_hash = so_pack_hash_id(id),
                                .item = event->item,
                                .type = event->type,
                                .quantity = 1,
                                .price_minor = -1,
                                .session = run->mind->session.number + (uint32_t)gap};
    if (occurrence.session == 0) occurrence.session = 1;
    so_mind_learn(run->mind, &run->pack, &occurrence, all);
  }
}

/** Counts a target once, however often the step names it. */
static int is_new(const so_held_user *user, size_t from, size_t at) {
  for (size_t n = from; n < at; n++) {
    if (user->events[n].item == user->events[at].item) return 0;
  }
  return 1;
}

static float judge(const so_held_user *user, const so_rank_pick *picks, size_t count) {
  size_t targets = 0, hits = 0, first = PICKS;
  for (size_t n = user->known; n < user->count; n++) {
    if (!is_new(user, user->known, n)) continue;
    targets++;
    size_t place = 0;
    while (place < count && picks[place].item != user->events[n].item) place++;
    hits += place < count;
    if (place < first) first = place;
  }
  double share = (double)hits / (double)(targets < PICKS ? targets : PICKS);
  double reciprocal = first < PICKS ? 1.0 / (double)(first + 1) : 0;
  if (targets > 1) return (float)(((first < 10) + share) / 2);
  return (float)(((first < 10) + share + reciprocal) / 3);
}

static float try_user(fitting *run, const so_held_user *user) {
  so_rank_pick picks[PICKS];
  so_rank_request request;
  so_mind_view view;
  so_mind_clear(run->mind);
  learn(run, user);
  so_rank_request_init(&request);
  request.limit = PICKS;
  request.diversity = 0;
  request.now_ms = user->events[user->known].time_ms;
  so_mind_look(run->mind, &run->pack, request.now_ms, &view);
  request.mindset = view.state;
  return judge(user, picks, so_rank_picks(&run->rank, run->mind, &request, picks));
}

/** Scores a recipe; `rows`: its neighbours are not those of the one before. */
static sotto_status try_recipe(fitting *run, const so_recipe *recipe, int rows) {
  so_statistics *statistics = run->statistics;
  statistics->recipe = *recipe;
  if (rows) {
    sotto_status status = so_statistics_neighbours(statistics, run->learning, run->wanted);
    if (status) return status;
  }
  so_recipe_blend(recipe, run->blend);
  run->pack.blend = run->blend[0];
  run->pack.blend_count = SO_RECIPE_MINDSETS * SO_STRATEGY_COUNT;
  run->pack.history = &statistics->recipe.history;
  run->pack.history_count = 1;
  run->pack.neighbour_rows = statistics->neighbour_rows.data;
  run->pack.neighbours = statistics->neighbours.data;
  run->pack.neighbour_count = (uint32_t)statistics->neighbours.count;
  for (size_t n = 0; n < run->cases; n++)
    run->scores[n] = try_user(run, &run->learning->held.users[n]);
  so_find_progress(run->findings, "fitting to held-out users", ++run->tried, 0);
  return SOTTO_OK;
}

/** How much better one recipe does than another on one half, and the standard error of it. */
typedef struct gain {
  double mean;
  double error;
  size_t cases;
} gain;

static gain gain_of(const fitting *run, const float *new, const float *old, size_t half) {
  double sum = 0, squares = 0;
  gain result = {0};
  for (size_t n = 0; n < run->cases; n++) {
    if (n % 2 != half) continue;
    double difference = (double)new[n] - (double)old[n];
    sum += difference;
    squares += difference * difference;
    result.cases++;
  }
  if (result.cases < 2) return result;
  double count = (double)result.cases;
  result.mean = sum / count;
  result.error = sqrt((squares / count - result.mean * result.mean) / (count - 1));
  return result;
}

/* ---- searching ---------------------------------------------------------------------------- */

static float *number_of(so_recipe *recipe, const coordinate *about) {
  return (float *)(void *)((char *)recipe + about->offset);
}

/** A recipe being improved, one coordinate after another. */
typedef struct climb {
  so_recipe at;   /* so far */
  so_recipe best; /* of this coordinate's values */
  double most;    /* what it gains */
  float *kept;    /* its scores */
} climb;

static sotto_status try_value(fitting *run, climb *inout, const coordinate *about, float value) {
  so_recipe candidate = inout->at;
  if (*number_of(&candidate, about) == value) return SOTTO_OK;
  *number_of(&candidate, about) = value;
  sotto_status status = try_recipe(run, &candidate, about->rows);
  if (status) return status;
  gain by = gain_of(run, run->scores, run->best, 0);
  if (by.mean <= inout->most || by.mean <= STEP_ERRORS * by.error) return SOTTO_OK;
  inout->most = by.mean;
  inout->best = candidate;
  memcpy(inout->kept, run->scores, run->cases * sizeof *run->scores);
  return SOTTO_OK;
}

/** Tries the values of one coordinate and keeps the best that is surely better. */
static sotto_status search_one(fitting *run, climb *inout, const coordinate *about) {
  sotto_status status = SOTTO_OK;
  inout->best = inout->at;
  inout->most = 0;
  for (size_t n = 0; !status && about->values[n] >= 0; n++)
    status = try_value(run, inout, about, about->values[n]);
  if (inout->most > 0) memcpy(run->best, inout->kept, run->cases * sizeof *run->best);
  inout->at = inout->best;
  if (!status && about->rows) status = try_recipe(run, &inout->at, 1);
  return status;
}

/** Climbs from the compiled-in recipe. */
static sotto_status search_all(fitting *run, so_recipe *inout) {
  climb to = {.at = *inout, .kept = calloc(run->cases, sizeof *to.kept)};
  sotto_status status = to.kept ? SOTTO_OK : SOTTO_E_MEMORY;
  for (int round = 0; round < ROUNDS; round++) {
    for (size_t n = 0; n < COORDINATES && !status; n++)
      status = search_one(run, &to, &coordinates[n]);
  }
  *inout = to.at;
  free(to.kept);
  return status;
}

/** The shares of the strategies, "-" where each mindset keeps its own. */
static const char *blend_words(const so_recipe *recipe, char words[128]) {
  size_t size = 0;
  for (uint32_t n = 0; n < SO_STRATEGY_COUNT && size < 120; n++)
    size += recipe->blend[n] < 0
                ? (size_t)snprintf(words + size, 128 - size, " -")
                : (size_t)snprintf(words + size, 128 - size, " %g", (double)recipe->blend[n]);
  return words;
}

static void tell(const fitting *run, gain by, int taken) {
  char words[128];
  double before = 0;
  const so_recipe *to = &run->statistics->recipe;
  for (size_t n = 1; n < run->cases; n += 2) before += (double)run->first[n] / (double)by.cases;
  so_place place = {"the log", 0, {NULL, 0}};
  so_find(run->findings, (so_found){SO_FIND_NOTE(SOTTO_FINDING_EVENTS), place},
          "%s on %zu held-out steps, judged by %zu others: %.4f instead of %.4f, standard error "
          "%.4f; decay %g, settled %g, reverse %g, exponent %g; neighbour … explore:%s",
          taken ? "fitted" : "fitting gained too little to be taken", run->cases - by.cases,
          by.cases, before + by.mean, before, by.error, (double)to->history.decay,
          (double)to->history.settled, (double)to->reverse, (double)to->partner_exponent,
          blend_words(to, words));
}

static sotto_status search(fitting *run) {
  so_recipe recipe = so_recipe_default();
  sotto_status status = try_recipe(run, &recipe, 0);
  if (status) return status;
  memcpy(run->best, run->scores, run->cases * sizeof *run->best);
  memcpy(run->first, run->scores, run->cases * sizeof *run->first);
  status = search_all(run, &recipe);
  gain by = gain_of(run, run->best, run->first, 1);
  run->statistics->fitted = by.mean > WHOLE_ERRORS * by.error;
  run->statistics->recipe = recipe;
  tell(run, by, run->statistics->fitted);
  if (!run->statistics->fitted) run->statistics->recipe = so_recipe_default();
  return status;
}

/* ---- the pack ----------------------------------------------------------------------------- */

static sotto_status assemble(fitting *run) {
  so_pack_header header = {.format = SO_PACK_FORMAT, .minimum_sdk = SOTTO_VERSION};
  memcpy(header.magic, SO_PACK_MAGIC, sizeof header.magic);
  so_assembly_init(&run->assembly);
  sotto_status status = so_pack_assemble(&run->assembly);
  if (status) return status;
  header.brand_text = so_assembly_text(&run->assembly, (sotto_text){"", 0});
  header.expires_ms = 1;
  status = so_pack_writer_layout(&run->assembly.writer, &header, &run->bytes);
  if (!status)
    status = so_pack_open(&run->pack, (sotto_bytes){run->bytes.data, run->bytes.count}, 0);
  return status;
}

static void *scratch_of(const so_pack *pack) {
  size_t size = so_rank_scratch_bytes(pack->item_count, pack->value_count);
  return aligned_alloc(SO_PACK_ALIGN, (size / SO_PACK_ALIGN + 1) * SO_PACK_ALIGN);
}

static sotto_status prepare(fitting *run) {
  run->cases = run->learning->held.count;
  run->wanted = calloc(run->learning->catalogue->items.count, 1);
  run->mind = calloc(1, sizeof *run->mind);
  run->scores = calloc(run->cases + 1, sizeof *run->scores);
  run->best = calloc(run->cases + 1, sizeof *run->best);
  run->first = calloc(run->cases + 1, sizeof *run->first);
  if (!run->wanted || !run->mind || !run->scores || !run->best || !run->first)
    return SOTTO_E_MEMORY;
  want_items(run);
  sotto_status status = so_statistics_make(run->statistics, run->learning, run->wanted);
  if (!status) status = assemble(run);
  if (status) return status;
  run->scratch = scratch_of(&run->pack);
  if (!run->scratch) return SOTTO_E_MEMORY;
  so_rank_prepare(&run->pack, run->scratch, &run->rank);
  return SOTTO_OK;
}

static void clean(fitting *run) {
  so_assembly_free(&run->assembly);
  so_array_free(&run->bytes);
  free(run->scratch);
  free(run->mind);
  free(run->wanted);
  free(run->scores);
  free(run->best);
  free(run->first);
}

sotto_status so_fit(const so_assembly *assembly, const so_learning *learning,
                    so_statistics *statistics) {
  so_findings quiet = {NULL, NULL, NULL, {0}};
  fitting run = {.learning = learning,
                 .statistics = statistics,
                 .findings = assembly->findings,
                 .assembly = *assembly};
  if (learning->held.count < 2 * CASES_MIN) return SOTTO_OK;
  run.assembly.statistics = statistics;
  run.assembly.findings = &quiet;
  sotto_status status = prepare(&run);
  if (!status) status = search(&run);
  clean(&run);
  return status;
}
