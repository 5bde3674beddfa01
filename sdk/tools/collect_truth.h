/*
 * The truth of a simulation, to stand beside estimates: tab-separated rows of question name, bucket
 * (its stable name, its label, or its number as "#2") and share (0 to 1). Lines that begin with #
 * and a heading row are passed over. A real fleet has no such file.
 */
#ifndef SO_TOOLS_COLLECT_TRUTH_H
#define SO_TOOLS_COLLECT_TRUTH_H

#include <sotto/estimate.h>

typedef struct so_truth so_truth;

/** Reads a file; the caller frees with so_truth_free(). #SOTTO_E_MISSING, #SOTTO_E_FORMAT. */
SOTTO_CHECKED sotto_status so_truth_read(so_truth **ret_truth, const char *path);
/** The true share of bucket `number`, or a NaN where the file does not say (or `truth` is NULL). */
double so_truth_share(const so_truth *truth, const char *question, uint32_t number,
                      const sotto_bucket_label *bucket);
void so_truth_free(so_truth *truth);

#endif
