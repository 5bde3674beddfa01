/*
 * The picture sections of a pack: image files described, the projection learnt from the catalogue's
 * own product types and colours, a short vector an item. Where the library is built without
 * pictures, or no item has one, nothing happens.
 */
#ifndef SO_BRAND_PICTURE_BUILD_H
#define SO_BRAND_PICTURE_BUILD_H

#include "brand/assembly.h"

/**
 * Adds the sections to an assembly whose catalogue part is done. A picture that cannot be read is a
 * finding with its reason. #SOTTO_E_STATE where a folder was given and this build compares no
 * pictures, #SOTTO_E_MEMORY.
 */
SOTTO_CHECKED sotto_status so_picture_build_sections(so_assembly *assembly);

#endif
