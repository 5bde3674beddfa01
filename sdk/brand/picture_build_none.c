/* A library without pictures makes packs without picture sections: see picture_build.h. */
#include "brand/picture_build.h"

sotto_status so_picture_build_sections(so_assembly *assembly) {
  const so_picture_folders *folders = assembly->pictures;
  if (!folders || !folders->given) return SOTTO_OK;
  so_find(assembly->findings,
          (so_found){SO_FIND_ERROR(SOTTO_FINDING_PICTURE), {folders->given, 0, {NULL, 0}}},
          "this build was made without the feature picture");
  return SOTTO_E_STATE;
}
