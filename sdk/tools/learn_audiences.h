/*
 * sotto-collect learn --audiences: proposes audiences from what was collected, in the grammar of
 * brand.json, so that whoever runs the shop can paste, edit or drop them:
 *
 *   {"audiences": [{"id": "mindset-focused-loyal", "label": {"en": "…"},
 *                   "when": {"mindset": ["focused", "loyal"]},
 *                   "$why": "…", "$size_percent": 31.2, "$size_error": 0.8}]}
 *
 * An "arm_outcome" question tells mindsets apart by what the arms bring; an "arm_affinity" question
 * tells bands of affinity to each value apart by how well arms about it do, where --pack says what
 * attribute it is about. brand/audience_propose judges; the chance that a run proposes anything
 * false is 1 in 100 at most, shared evenly among its tables. The size is told for mindsets only,
 * from a "mindset" question: no other one tells it of all devices. Members beginning with "$" are
 * remarks to sotto-pack. It changes no brand.json, and proposes no audience twice.
 */
#ifndef SO_TOOLS_LEARN_AUDIENCES_H
#define SO_TOOLS_LEARN_AUDIENCES_H

#include <stdio.h>

#include "tools/collect_result.h"

/**
 * Gives the stable name of what a cell is about: that of its first bucket without
 * ", PART: did not do well". 0 where it was too long for a label or is more than a line.
 */
int so_learn_name(const so_result *result, uint32_t cell, const char *part,
                  char ret_name[SOTTO_LABEL_SIZE]);

/** Writes the proposals and how many there are; complains on stderr. Gives an exit code. */
int so_learn_audiences(const so_results *results, const so_collect_options *options, FILE *file,
                       uint64_t *ret_count);

#endif
