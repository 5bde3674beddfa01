/*
 * Integer core first, distributions on top; nothing here keeps state outside the stream.
 */
#include "sim_random.h"

#include <math.h>

static uint64_t splitmix(uint64_t *state) {
  uint64_t mixed = (*state += 0x9e3779b97f4a7c15u);
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
  return mixed ^ (mixed >> 31);
}

static uint64_t rotate(uint64_t value, int by) {
  return (value << by) | (value >> (64 - by));
}

void sim_random_seed(sim_random *random, uint64_t seed, uint64_t stream) {
  uint64_t state = seed;
  state = splitmix(&state) ^ (stream * 0xd1342543de82ef95u);
  for (int word = 0; word < 4; word++) {
    random->state[word] = splitmix(&state);
  }
}

uint64_t sim_random_next(sim_random *random) {
  uint64_t *state = random->state;
  uint64_t result = rotate(state[1] * 5, 7) * 9;
  uint64_t shifted = state[1] << 17;
  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= shifted;
  state[3] = rotate(state[3], 45);
  return result;
}

double sim_random_unit(sim_random *random) {
  return (double)(sim_random_next(random) >> 11) * 0x1p-53;
}

uint32_t sim_random_below(sim_random *random, uint32_t bound) {
  return (uint32_t)(((sim_random_next(random) >> 32) * bound) >> 32);
}

int sim_random_chance(sim_random *random, double probability) {
  return sim_random_unit(random) < probability;
}

double sim_random_normal(sim_random *random) {
  double radius = sqrt(-2.0 * log(1.0 - sim_random_unit(random)));
  return radius * cos(6.283185307179586 * sim_random_unit(random));
}

double sim_random_exponential(sim_random *random) {
  return -log(1.0 - sim_random_unit(random));
}

uint32_t sim_random_pick(sim_random *random, const double *weights, uint32_t count) {
  double total = 0;
  for (uint32_t i = 0; i < count; i++) {
    total += weights[i];
  }
  double left = sim_random_unit(random) * total;
  uint32_t last = count;
  for (uint32_t i = 0; i < count; i++) {
    if (weights[i] <= 0) {
      continue;
    }
    last = i;
    left -= weights[i];
    if (left < 0) {
      break;
    }
  }
  return last;
}
