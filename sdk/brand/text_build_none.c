/* A library without search makes packs without text sections: see text_build.h. */
#include "brand/text_build.h"

sotto_status so_text_build_start(struct so_text_build **ret_build, so_catalogue *catalogue) {
  (void)catalogue;
  *ret_build = NULL;
  return SOTTO_OK;
}

sotto_status so_text_build_sections(struct so_text_build *build, so_assembly *assembly) {
  (void)build, (void)assembly;
  return SOTTO_OK;
}

void so_text_build_free(struct so_text_build *build) {
  (void)build;
}
