/*
 * The peer of the vector scan, where Debian's libfaiss-dev is installed: faiss is C++, the
 * benchmark is C. HAVE_FAISS says whether it was built in.
 */
#ifndef BENCH_FAISS_H
#define BENCH_FAISS_H

#include <stddef.h>
#include <stdint.h>

#define BENCH_FAISS_LIMIT 20

#ifdef __cplusplus
extern "C" {
#endif

/** An index of `rows` vectors of `width` floats; it copies them. */
void *bench_faiss_make(const float *vectors, size_t rows, size_t width);
/** The `limit` (at most BENCH_FAISS_LIMIT) rows with the largest inner product, best first. */
void bench_faiss_search(void *index, const float *query, size_t limit, int64_t *ret_rows);
void bench_faiss_free(void *index);

#ifdef __cplusplus
}
#endif

#endif
