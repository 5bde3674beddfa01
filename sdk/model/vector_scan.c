/*
 * A way of computing looks for the next strip with a score above the worst that is kept; few strips
 * have one, so the loop common to all ways, which keeps the best, hardly costs anything.
 */
#include "model/vector_scan.h"

#include <assert.h>
#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__)
# include <immintrin.h>
# define HAVE_X86 1
#elif defined(__aarch64__) && defined(__ARM_NEON)
# include <arm_neon.h>
# define HAVE_NEON 1
#endif

#define ROWS SO_VECTOR_STRIP_ROWS
#define GROUP 4u /* bytes of a row that stand together */
#define USUAL_WIDTH 64u

typedef struct scan_state {
  const int8_t *strip; /* the next one to look at */
  const int8_t *end;
  const int8_t *query;
  uint32_t width;
  int32_t floor;        /* what a score must exceed */
  int32_t scores[ROWS]; /* of the strip before the next one */
} scan_state;

/* Moves past the next strip with a score above the floor, its scores filled in; 0: none is left. */
typedef int (*seek_strip)(scan_state *scan);

static int32_t group_score(const int8_t *row, const int8_t *query) {
  return row[0] * query[0] + row[1] * query[1] + row[2] * query[2] + row[3] * query[3];
}

static int seek_portable(scan_state *scan) {
  while (scan->strip < scan->end) {
    int above = 0;
    memset(scan->scores, 0, sizeof scan->scores);
    for (uint32_t k = 0; k < scan->width; k += GROUP, scan->strip += ROWS * GROUP)
      for (uint32_t i = 0; i < ROWS; i++)
        scan->scores[i] += group_score(scan->strip + i * GROUP, scan->query + k);
    for (uint32_t i = 0; i < ROWS; i++) above |= scan->scores[i] > scan->floor;
    if (above) return 1;
  }
  return 0;
}

#if defined(HAVE_X86) || defined(HAVE_NEON)
# define INLINE static inline __attribute__((always_inline))

/* Four bytes of the query as one number, to be repeated for all rows. */
INLINE int32_t group_of(const int8_t *query) {
  int32_t group;
  memcpy(&group, query, sizeof group);
  return group;
}
#endif

#ifdef HAVE_X86
# define AVX2 __attribute__((target("avx2")))
# define VNNI __attribute__((target("avx512f,avx512bw,avx512vnni")))

/* Eight rows. This multiply-add takes unsigned by signed bytes, so the query's sign goes over to
 * the row; a pair of products is at most 2 * 128 * 127 and does not saturate. */
AVX2 INLINE __m256i add_avx2(__m256i sum, const int8_t *rows, __m256i query) {
  const __m256i row = _mm256_loadu_si256((const __m256i *)(const void *)rows);
  const __m256i pairs = _mm256_maddubs_epi16(_mm256_abs_epi8(query), _mm256_sign_epi8(row, query));
  return _mm256_add_epi32(sum, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
}

AVX2 INLINE int run_avx2(scan_state *scan, uint32_t width) {
  const __m256i floor = _mm256_set1_epi32(scan->floor);
  for (const int8_t *at = scan->strip; at < scan->end;) {
    __m256i low = _mm256_setzero_si256(), high = low;
    for (uint32_t k = 0; k < width; k += GROUP, at += ROWS * GROUP) {
      const __m256i query = _mm256_set1_epi32(group_of(scan->query + k));
      low = add_avx2(low, at, query);
      high = add_avx2(high, at + 32, query);
    }
    const __m256i above =
        _mm256_or_si256(_mm256_cmpgt_epi32(low, floor), _mm256_cmpgt_epi32(high, floor));
    if (_mm256_testz_si256(above, above)) continue;
    _mm256_storeu_si256((__m256i *)(void *)scan->scores, low);
    _mm256_storeu_si256((__m256i *)(void *)(scan->scores + 8), high);
    scan->strip = at;
    return 1;
  }
  return 0;
}

AVX2 static int seek_avx2(scan_state *scan) {
  return scan->width == USUAL_WIDTH ? run_avx2(scan, USUAL_WIDTH) : run_avx2(scan, scan->width);
}

/* Sixteen rows. This one adds four products at once, again unsigned by signed: the row goes in as
 * row + 128, which makes every score too large by 128 * (sum of the query). */
VNNI INLINE int run_vnni(scan_state *scan, uint32_t width) {
  const __m512i floor = _mm512_set1_epi32(scan->floor), sign = _mm512_set1_epi8(-128);
  int32_t excess = 0;
  for (uint32_t k = 0; k < width; k++) excess += 128 * scan->query[k];
  for (const int8_t *at = scan->strip; at < scan->end;) {
    __m512i sum = _mm512_set1_epi32(-excess);
    for (uint32_t k = 0; k < width; k += GROUP, at += ROWS * GROUP) {
      const __m512i query = _mm512_set1_epi32(group_of(scan->query + k));
      sum = _mm512_dpbusd_epi32(sum, _mm512_xor_si512(_mm512_loadu_si512(at), sign), query);
    }
    if (!_mm512_cmpgt_epi32_mask(sum, floor)) continue;
    _mm512_storeu_si512(scan->scores, sum);
    scan->strip = at;
    return 1;
  }
  return 0;
}

VNNI static int seek_vnni(scan_state *scan) {
  return scan->width == USUAL_WIDTH ? run_vnni(scan, USUAL_WIDTH) : run_vnni(scan, scan->width);
}
#endif

#ifdef HAVE_NEON
/* Four rows. */
INLINE int32x4_t add_neon(int32x4_t sum, const int8_t *rows, int8x16_t query) {
  const int8x16_t row = vld1q_s8(rows);
# ifdef __ARM_FEATURE_DOTPROD
  return vdotq_s32(sum, row, query);
# else
  const int32x4_t low = vpaddlq_s16(vmull_s8(vget_low_s8(row), vget_low_s8(query)));
  const int32x4_t high = vpaddlq_s16(vmull_high_s8(row, query));
  return vaddq_s32(sum, vpaddq_s32(low, high));
# endif
}

static int seek_neon(scan_state *scan) {
  while (scan->strip < scan->end) {
    int32x4_t sums[4] = {vdupq_n_s32(0), vdupq_n_s32(0), vdupq_n_s32(0), vdupq_n_s32(0)};
    int32_t highest = INT32_MIN;
    for (uint32_t k = 0; k < scan->width; k += GROUP, scan->strip += ROWS * GROUP) {
      const int8x16_t query = vreinterpretq_s8_s32(vdupq_n_s32(group_of(scan->query + k)));
      for (int i = 0; i < 4; i++) sums[i] = add_neon(sums[i], scan->strip + 16 * i, query);
    }
    highest = vmaxvq_s32(vmaxq_s32(vmaxq_s32(sums[0], sums[1]), vmaxq_s32(sums[2], sums[3])));
    if (highest <= scan->floor) continue;
    for (int i = 0; i < 4; i++) vst1q_s32(scan->scores + 4 * i, sums[i]);
    return 1;
  }
  return 0;
}
#endif

/* The function of a way, or NULL where it does not run. */
static seek_strip function_of(uint32_t way) {
  switch (way) {
  case SO_VECTOR_PORTABLE: return seek_portable;
#ifdef HAVE_X86
  case SO_VECTOR_AVX2: return __builtin_cpu_supports("avx2") ? seek_avx2 : NULL;
  case SO_VECTOR_VNNI:
    return __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw") ? seek_vnni
                                                                                      : NULL;
#endif
#ifdef HAVE_NEON
  case SO_VECTOR_NEON: return seek_neon;
#endif
  default: return NULL;
  }
}

int so_vector_way_runs(uint32_t way) {
  return way == SO_VECTOR_BEST || function_of(way) != NULL;
}

static seek_strip choose(uint32_t way) {
  seek_strip seek = way == SO_VECTOR_BEST ? NULL : function_of(way);
  for (uint32_t best = SO_VECTOR_WAYS - 1; way == SO_VECTOR_BEST && !seek; best--)
    seek = function_of(best);
  return seek ? seek : seek_portable;
}

size_t so_vector_table_bytes(uint32_t count, uint32_t width) {
  return ((size_t)count + ROWS - 1) / ROWS * ROWS * width;
}

static size_t place_of(uint32_t row, uint32_t width, uint32_t k) {
  return (size_t)(row / ROWS) * ROWS * width + k / GROUP * ROWS * GROUP + row % ROWS * GROUP;
}

void so_vector_put(int8_t *strips, uint32_t width, uint32_t row, const int8_t *vector) {
  for (uint32_t k = 0; k < width; k += GROUP)
    memcpy(strips + place_of(row, width, k), vector + k, GROUP);
}

void so_vector_get(const so_vector_table *table, uint32_t row, int8_t *ret_vector) {
  for (uint32_t k = 0; k < table->width; k += GROUP)
    memcpy(ret_vector + k, table->strips + place_of(row, table->width, k), GROUP);
}

/* Puts a hit where it belongs among the kept ones; the last falls off a full list. */
static size_t keep(so_vector_hit *hits, size_t held, size_t limit, so_vector_hit hit) {
  size_t place = held < limit ? held++ : limit - 1;
  for (; place > 0 && hits[place - 1].score < hit.score; place--) hits[place] = hits[place - 1];
  hits[place] = hit;
  return held;
}

size_t so_vector_scan(const so_vector_table *table, const int8_t *query, size_t limit,
                      so_vector_hit *ret_hits) {
  const uint32_t width = table->width;
  assert(width > 0 && width % GROUP == 0 && width <= SO_VECTOR_WIDTH_MAX);
  const int8_t *end = table->strips + so_vector_table_bytes(table->count, width);
  scan_state scan = {table->strips, end, query, width, INT32_MIN, {0}};
  const seek_strip seek = choose(table->way);
  size_t held = 0;
  while (limit > 0 && seek(&scan)) {
    const size_t after = (size_t)(scan.strip - table->strips) / width;
    for (uint32_t i = 0; i < ROWS; i++) {
      const uint32_t row = (uint32_t)(after - ROWS) + i;
      if (row < table->count && (held < limit || scan.scores[i] > ret_hits[limit - 1].score))
        held = keep(ret_hits, held, limit, (so_vector_hit){scan.scores[i], row});
    }
    if (held == limit) scan.floor = ret_hits[limit - 1].score;
  }
  return held;
}
