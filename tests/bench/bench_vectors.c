/*
 * Scanning 100,000 vectors of 64 int8 for the 20 nearest, beside summing all bytes of the same
 * buffer, both on one thread and warm. The sum is the fastest we know to write: absolute
 * differences to zero add 32 bytes in one instruction, so it is bound by memory, as a perfect scan
 * would be. Where libfaiss-dev is installed, its exact index over the same numbers as float32 is
 * timed between our scans, and how many of our 20 rows it finds too is printed.
 */
#include "bench_faiss.h"
#include "bench_table.h"

#include <stdio.h>
#include <stdlib.h>

#include "model/vector_scan.h"

#if defined(__x86_64__) && defined(__GNUC__)
# include <immintrin.h>
# define HAVE_X86 1
#endif

#define ROWS 100000u
#define WIDTH 64u
#define LIMIT 20u
#define ROUNDS_MAX 1000u

static double times[SO_VECTOR_WAYS][ROUNDS_MAX], sums[ROUNDS_MAX];

#ifdef HAVE_X86
__attribute__((target("avx2"))) static int64_t sum_avx2(const int8_t *bytes, size_t size) {
  const __m256i sign = _mm256_set1_epi8(-128), zero = _mm256_setzero_si256();
  __m256i even = zero, odd = zero;
  for (size_t i = 0; i < size; i += 64) {
    const __m256i *at = (const __m256i *)(const void *)(bytes + i);
    const __m256i first = _mm256_xor_si256(_mm256_loadu_si256(at), sign);
    const __m256i second = _mm256_xor_si256(_mm256_loadu_si256(at + 1), sign);
    even = _mm256_add_epi64(even, _mm256_sad_epu8(first, zero));
    odd = _mm256_add_epi64(odd, _mm256_sad_epu8(second, zero));
  }
  int64_t lanes[4];
  _mm256_storeu_si256((__m256i *)(void *)lanes, _mm256_add_epi64(even, odd));
  return lanes[0] + lanes[1] + lanes[2] + lanes[3] - 128 * (int64_t)size;
}
#endif

static int64_t sum_portable(const int8_t *bytes, size_t size) {
  int64_t sum = 0;
  for (size_t i = 0; i < size; i += 64) {
    int32_t part = 0;
    for (size_t k = 0; k < 64; k++) part += bytes[i + k];
    sum += part;
  }
  return sum;
}

static int64_t sum_all(const int8_t *bytes, size_t size) {
#ifdef HAVE_X86
  if (__builtin_cpu_supports("avx2")) return sum_avx2(bytes, size);
#endif
  return sum_portable(bytes, size);
}

static void fill(int8_t *bytes, size_t size) {
  uint64_t state = UINT64_C(0x9e3779b97f4a7c15);
  for (size_t i = 0; i < size; i++) {
    state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
    bytes[i] = (int8_t)((int)((state >> 40) % 255) - 127);
  }
}

static void measure(so_vector_table table, const int8_t *query, size_t rounds) {
  so_vector_hit hits[LIMIT];
  for (size_t i = 0; i < rounds; i++) {
    const double start = bench_now_us();
    bench_use(sum_all(table.strips, (size_t)ROWS * WIDTH));
    sums[i] = bench_now_us() - start;
    for (table.way = 0; table.way < SO_VECTOR_WAYS; table.way++) {
      if (!so_vector_way_runs(table.way)) continue;
      const double begin = bench_now_us();
      if (so_vector_scan(&table, query, LIMIT, hits) != LIMIT) bench_must(SOTTO_E_INTERNAL, "scan");
      times[table.way][i] = bench_now_us() - begin;
    }
  }
}

#ifdef HAVE_FAISS
static double peers[ROUNDS_MAX], ours[ROUNDS_MAX];

static float *as_floats(so_vector_table table) {
  int8_t row[WIDTH];
  float *floats = malloc(sizeof *floats * ROWS * WIDTH);
  if (!floats) bench_must(SOTTO_E_MEMORY, "floats");
  for (uint32_t n = 0; n < ROWS; n++) {
    so_vector_get(&table, n, row);
    for (uint32_t k = 0; k < WIDTH; k++) floats[(size_t)n * WIDTH + k] = row[k];
  }
  return floats;
}

/* How many of our rows the peer found. Products of small integers are exact in floats, so what is
 * missing has the score of the last row, of which either may take any. */
static unsigned found_too(const so_vector_hit *hits, const int64_t *rows) {
  unsigned found = 0;
  for (size_t n = 0; n < LIMIT; n++)
    for (size_t k = 0; k < LIMIT; k++) found += rows[k] == (int64_t)hits[n].row;
  return found;
}

static void beside_faiss(so_vector_table table, const int8_t *query, size_t rounds) {
  so_vector_hit hits[LIMIT];
  int64_t rows[LIMIT];
  float *floats = as_floats(table), asked[WIDTH];
  void *index = bench_faiss_make(floats, ROWS, WIDTH);
  for (size_t k = 0; k < WIDTH; k++) asked[k] = query[k];
  for (size_t n = 0; n < rounds; n++) {
    double start = bench_now_us();
    bench_faiss_search(index, asked, LIMIT, rows);
    peers[n] = bench_now_us() - start;
    start = bench_now_us();
    bench_use((int64_t)so_vector_scan(&table, query, LIMIT, hits));
    ours[n] = bench_now_us() - start;
  }
  bench_print(&(bench_line){"beside faiss Flat (float32)", "us", bench_median(ours, rounds),
                            bench_median(peers, rounds), BENCH_RATIO_MOST, 1});
  printf("  of our %u rows faiss finds %u\n", LIMIT, found_too(hits, rows));
  bench_faiss_free(index);
  free(floats);
}
#else
static void beside_faiss(so_vector_table table, const int8_t *query, size_t rounds) {
  (void)table, (void)query, (void)rounds;
  printf("  beside faiss Flat: SKIPPED, built without it (Debian package libfaiss-dev)\n");
}
#endif

int main(int argc, char **argv) {
  static const char *const names[SO_VECTOR_WAYS] = {"vector scan, best way of this machine",
                                                    "  portable C", "  AVX2", "  AVX-512 VNNI",
                                                    "  NEON"};
  const size_t rounds = bench_is_smoke(argc, argv) ? 3 : ROUNDS_MAX;
  const size_t size = so_vector_table_bytes(ROWS, WIDTH);
  int8_t *strips = aligned_alloc(64, size), query[WIDTH];
  if (!strips) bench_must(SOTTO_E_MEMORY, "strips");
  fill(strips, size);
  fill(query, WIDTH);
  const so_vector_table table = {strips, ROWS, WIDTH, SO_VECTOR_BEST};
  measure(table, query, rounds);
  const double base = bench_median(sums, rounds);
  bench_begin("Scanning 100,000 x 64 int8, top 20, beside summing the same buffer (medians)");
  for (uint32_t way = 0; way < SO_VECTOR_WAYS; way++)
    if (so_vector_way_runs(way))
      bench_print(&(bench_line){names[way], "us", bench_median(times[way], rounds), base,
                                way == 0 ? BENCH_RATIO_MOST : BENCH_NO_BAR, 1.6});
  beside_faiss(table, query, rounds);
  free(strips);
  return bench_end();
}
