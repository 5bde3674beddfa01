/*
 * Search's part of a pack: words are gathered while feeds are read, sections are made when
 * everything else of the pack stands. Where the library is built without search, nothing happens.
 */
#ifndef SO_BRAND_TEXT_BUILD_H
#define SO_BRAND_TEXT_BUILD_H

#include "brand/assembly.h"

struct so_text_build;

/** Has the catalogue's texts gathered. #SOTTO_E_MEMORY. */
SOTTO_CHECKED sotto_status so_text_build_start(struct so_text_build **ret_build,
                                               so_catalogue *catalogue);
/** Adds the sections to an assembly whose catalogue part is done. #SOTTO_E_MEMORY. */
SOTTO_CHECKED sotto_status so_text_build_sections(struct so_text_build *build,
                                                  so_assembly *assembly);
void so_text_build_free(struct so_text_build *build);

#endif
