/*
 * Linear probing; growth by doubling up to the limit, then pruning. A table is far larger than a
 * cache, so pairs wait until the memory of a few of them has been asked for.
 */
#include "brand/pair_table.h"

#include <stdlib.h>
#include <string.h>

#define SLOTS_FIRST ((size_t)1 << 16)

void so_pair_table_init(so_pair_table *ret_table, size_t slots_max) {
  memset(ret_table, 0, sizeof *ret_table);
  ret_table->slots_max = slots_max < SLOTS_FIRST ? SLOTS_FIRST : slots_max;
}

void so_pair_table_free(so_pair_table *table) {
  free(table->pairs);
  table->pairs = NULL;
  table->slots = table->count = 0;
}

static size_t place_of(const so_pair_table *table, uint32_t low, uint32_t high) {
  uint64_t key = ((uint64_t)low << 32 | high) * UINT64_C(0x9e3779b97f4a7c15);
  return (size_t)(key >> 20 ^ key >> 41) & (table->slots - 1);
}

static so_pair *find(const so_pair_table *table, uint32_t low, uint32_t high) {
  size_t place = place_of(table, low, high);
  for (;;) {
    so_pair *pair = &table->pairs[place];
    if (pair->high == 0 || (pair->low == low && pair->high == high)) return pair;
    place = (place + 1) & (table->slots - 1);
  }
}

/** Moves every pair of at least `floor` into a fresh table of `slots`. */
static int rebuild(so_pair_table *table, size_t slots, float floor) {
  so_pair *old = table->pairs;
  size_t old_slots = table->slots;
  so_pair *fresh = calloc(slots, sizeof *fresh);
  if (!fresh) return 0;
  table->pairs = fresh;
  table->slots = slots;
  table->count = 0;
  for (size_t n = 0; n < old_slots; n++) {
    if (old[n].high == 0) continue;
    if (old[n].forward + old[n].backward < floor) {
      table->dropped++;
      continue;
    }
    *find(table, old[n].low, old[n].high) = old[n];
    table->count++;
  }
  free(old);
  return 1;
}

/** Makes room: doubles, or raises the floor until a third is free. */
static int make_room(so_pair_table *table) {
  size_t slots = table->slots ? table->slots * 2 : SLOTS_FIRST;
  if (slots <= table->slots_max && rebuild(table, slots, 0)) return 1;
  if (table->slots == 0) return 0;
  for (int tries = 0; tries < 64; tries++) {
    table->floor = table->floor > 0 ? table->floor * 1.5f : 0.25f;
    if (!rebuild(table, table->slots, table->floor)) return 0;
    if (table->count * 2 < table->slots) return 1;
  }
  return 0;
}

static void add(so_pair_table *table, const so_pair *more) {
  if (table->failed) return;
  if (table->count * 10 >= table->slots * 7 && !make_room(table)) {
    table->failed = 1;
    return;
  }
  so_pair *pair = find(table, more->low, more->high);
  if (pair->high == 0) {
    *pair = *more;
    table->count++;
    return;
  }
  pair->forward += more->forward;
  pair->backward += more->backward;
}

void so_pair_table_settle(so_pair_table *table) {
  for (size_t n = 0; n < table->waiting_count; n++) add(table, &table->waiting[n]);
  table->waiting_count = 0;
}

void so_pair_table_add(so_pair_table *table, uint32_t from, uint32_t to, float weight) {
  if (from == to) return;
  so_pair *more = &table->waiting[table->waiting_count++];
  *more = from < to ? (so_pair){from, to, weight, 0} : (so_pair){to, from, 0, weight};
#if defined(__GNUC__)
  if (table->slots) __builtin_prefetch(&table->pairs[place_of(table, more->low, more->high)], 1);
#endif
  if (table->waiting_count == SO_PAIR_WAITING) so_pair_table_settle(table);
}

void so_partner_runs_free(so_partner_runs *runs) {
  free(runs->starts);
  free(runs->partners);
  memset(runs, 0, sizeof *runs);
}

static void fill(const so_pair_table *table, float reverse, so_partner_runs *runs, uint64_t *ends) {
  for (size_t n = 0; n < table->slots; n++) {
    const so_pair *pair = &table->pairs[n];
    if (pair->high == 0) continue;
    float ahead = pair->forward + reverse * pair->backward;
    float behind = pair->backward + reverse * pair->forward;
    runs->partners[ends[pair->low]++] = (so_partner){pair->high, ahead};
    runs->partners[ends[pair->high]++] = (so_partner){pair->low, behind};
  }
}

sotto_status so_pair_table_runs(const so_pair_table *table, size_t items, float reverse,
                                so_partner_runs *ret_runs) {
  so_partner_runs runs = {calloc(items + 1, sizeof *runs.starts),
                          calloc(table->count * 2 + 1, sizeof *runs.partners)};
  uint64_t *ends = calloc(items + 1, sizeof *ends);
  sotto_status status = runs.starts && runs.partners && ends ? SOTTO_OK : SOTTO_E_MEMORY;
  if (!status) {
    for (size_t n = 0; n < table->slots; n++) {
      if (table->pairs[n].high == 0) continue;
      runs.starts[table->pairs[n].low + 1]++;
      runs.starts[table->pairs[n].high + 1]++;
    }
    for (size_t n = 0; n < items; n++) {
      runs.starts[n + 1] += runs.starts[n];
      ends[n] = runs.starts[n];
    }
    fill(table, reverse, &runs, ends);
  }
  free(ends);
  if (status)
    so_partner_runs_free(&runs);
  else
    *ret_runs = runs;
  return status;
}
