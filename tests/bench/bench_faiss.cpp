/*
 * faiss Flat (exact search of float32, inner product) beside our scan: see bench_faiss.h. One
 * thread and one query at a time, as a device asks.
 */
#include "bench_faiss.h"

#include <faiss/IndexFlat.h>
#include <omp.h>

void *bench_faiss_make(const float *vectors, size_t rows, size_t width) {
  omp_set_num_threads(1);
  faiss::IndexFlatIP *index = new faiss::IndexFlatIP(static_cast<int>(width));
  index->add(static_cast<std::int64_t>(rows), vectors);
  return index;
}

void bench_faiss_search(void *index, const float *query, size_t limit, int64_t *ret_rows) {
  float scores[BENCH_FAISS_LIMIT];
  static_cast<faiss::IndexFlatIP *>(index)->search(1, query, static_cast<std::int64_t>(limit),
                                                   scores, ret_rows);
}

void bench_faiss_free(void *index) {
  delete static_cast<faiss::IndexFlatIP *>(index);
}
