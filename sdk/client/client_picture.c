/*
 * Public calls about pictures; in a build with the feature `picture`.
 */
#include "client/entry.h"
#include "flow/resemble.h"

void sotto_picture_init(sotto_picture *ret_picture) {
  *ret_picture = (sotto_picture){.struct_size = sizeof *ret_picture, .format = SOTTO_PICTURE_RGB8};
}

/* 1 where there are pixels of a known format. */
static int is_picture(const sotto_picture *picture) {
  if (!SO_ENTRY_IS_WHOLE(picture) || !picture->pixels || !picture->width || !picture->height)
    return 0;
  return picture->format == SOTTO_PICTURE_RGB8 || picture->format == SOTTO_PICTURE_RGBA8;
}

/* Whether rows of this picture can be walked at all. */
static sotto_status check(const sotto_picture *picture) {
  if (!is_picture(picture)) return SOTTO_E_ARGUMENT;
  if (picture->width > SOTTO_PICTURE_SIDE_MAX || picture->height > SOTTO_PICTURE_SIDE_MAX)
    return SOTTO_E_LIMIT;
  size_t row = (size_t)picture->width * (picture->format == SOTTO_PICTURE_RGBA8 ? 4 : 3);
  size_t stride = picture->stride ? picture->stride : row;
  return stride < row || stride > SIZE_MAX / picture->height ? SOTTO_E_ARGUMENT : SOTTO_OK;
}

sotto_status sotto_picture_search(sotto *profile, const sotto_picture *picture,
                                  const sotto_request *request, const sotto_picture_visit *visit) {
  sotto_status status = visit && visit->pick ? check(picture) : SOTTO_E_ARGUMENT;
  if (!status) status = so_entry_request(request);
  if (status) return so_entry_refuse(profile, status);
  return SO_ENTRY_CALL(1, profile, so_resemble_search(profile, picture, request, visit));
}
