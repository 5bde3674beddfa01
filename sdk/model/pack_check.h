/*
 * Every count, offset and cross reference of a pack, walked once: after this no accessor can run
 * outside the bytes, no loop over parents can circle, and every number is finite. What a signature
 * cannot say: the brand's own tool may have had a fault. Needs no scratch: orders and bijections
 * are proved by comparing neighbours.
 */
#ifndef SO_MODEL_PACK_CHECK_H
#define SO_MODEL_PACK_CHECK_H

#include "model/pack_view.h"

/** How many elements sections have, against each other. #SOTTO_E_CORRUPT, #SOTTO_E_LIMIT. */
SOTTO_CHECKED sotto_status so_pack_check_counts(const so_pack *pack);
/** Every element; counts must have been checked. #SOTTO_E_CORRUPT. */
SOTTO_CHECKED sotto_status so_pack_check_content(const so_pack *pack);

#endif
