/*
 * Catalogue, brand decisions and statistics into the sections of a pack. Names become numbers here;
 * a name that nothing answers to is a finding.
 */
#ifndef SO_BRAND_PACK_ASSEMBLE_H
#define SO_BRAND_PACK_ASSEMBLE_H

#include "brand/assembly.h"

/** Fills the sections of an assembly that was set up. #SOTTO_E_MEMORY. */
SOTTO_CHECKED sotto_status so_pack_assemble(so_assembly *assembly);

#endif
