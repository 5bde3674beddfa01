/* Arms stand in the pack as brand.json lists them, slot after slot (brand/pack_arms). */
#include "brand/pack_arm_priors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "brand/arm_prior.h"

/* The statistics, and which of them an arm took. */
typedef struct placing {
  so_assembly *assembly;
  const so_arm_statistic *told;
  size_t count;
  uint8_t *used;
} placing;

static void take(placing *run, const char *name, so_arm_rate *ret_row) {
  for (uint32_t n = 0; n < SO_ARM_MINDSETS; n++) ret_row[n] = (so_arm_rate){0, -1};
  for (size_t n = 0; n < run->count; n++) {
    const so_arm_statistic *told = &run->told[n];
    if (strcmp(told->name, name) != 0) continue;
    ret_row[told->mindset] = (so_arm_rate){(double)told->rate.value, (double)told->rate.error};
    run->used[n] = 1;
  }
}

static void add(so_array *priors, const so_arm_belief *beliefs, size_t count) {
  for (size_t n = 0; n < count; n++) {
    so_pack_arm_prior prior = {(float)beliefs[n].won, (float)beliefs[n].lost};
    so_array_push(priors, &prior);
  }
}

static sotto_status add_slot(placing *run, const so_brand_slot *slot, so_array *priors) {
  size_t arms = json_array_size(slot->arms.list), cells = arms * SO_ARM_MINDSETS;
  so_arm_rate *rates = calloc(cells + 1, sizeof *rates);
  so_arm_belief *beliefs = calloc(cells + 1, sizeof *beliefs);
  sotto_status status = rates && beliefs ? SOTTO_OK : SOTTO_E_MEMORY;
  for (size_t n = 0; !status && n < arms; n++) {
    char name[1026];
    const json_t *arm = json_array_get(slot->arms.list, n);
    (void)snprintf(name, sizeof name, "%s/%s", slot->id,
                   json_string_value(json_object_get(arm, "id")));
    take(run, name, rates + n * SO_ARM_MINDSETS);
  }
  if (!status && arms) so_arm_prior_fit(rates, (uint32_t)arms, beliefs);
  if (!status) add(priors, beliefs, cells);
  free(rates);
  free(beliefs);
  return status;
}

static void tell_unused(const placing *run) {
  size_t unused = 0;
  for (size_t n = 0; n < run->count; n++) unused += !run->used[n];
  if (unused)
    so_find(run->assembly->findings,
            (so_found){SO_FIND_WARNING(SOTTO_FINDING_SLOT), {NULL, 0, {NULL, 0}}},
            "left out, rates of arms that no slot has: %zu", unused);
}

sotto_status so_pack_arm_priors(so_assembly *assembly) {
  const so_array *told = &assembly->statistics->arms;
  placing run = {assembly, told->data, told->count, NULL};
  if (!told->count) return SOTTO_OK;
  so_array *priors =
      so_pack_writer_section(&assembly->writer, SO_PACK_ARM_PRIORS, sizeof(so_pack_arm_prior));
  run.used = calloc(told->count, 1);
  sotto_status status = run.used ? SOTTO_OK : SOTTO_E_MEMORY;
  for (uint32_t n = 0; !status && n < assembly->brand->slot_count; n++)
    status = add_slot(&run, &assembly->brand->slots[n], priors);
  if (!status) tell_unused(&run);
  free(run.used);
  return status ? status : priors->failed ? SOTTO_E_MEMORY : SOTTO_OK;
}
