/*
 * Things like a picture, on the device: decodes pictures as an app would, lends their pixels and
 * prints what the shop has that is like them, and why; at the end it shows that the profile holds
 * nothing of it. Nothing here is about one catalogue.
 *
 *   sotto-like PACK BRAND.public LOCALE PICTURE.png...
 */
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stage.h"

#define SHOWN 3

/* The app's part: a file becomes pixels. */
static uint8_t *decode(const char *path, sotto_picture *ret_picture) {
  png_image image;
  memset(&image, 0, sizeof image);
  image.version = PNG_IMAGE_VERSION;
  uint8_t *pixels = NULL;
  if (png_image_begin_read_from_file(&image, path)) {
    image.format = PNG_FORMAT_RGBA;
    pixels = malloc(PNG_IMAGE_SIZE(image));
  }
  if (!pixels || !png_image_finish_read(&image, NULL, pixels, 0, NULL)) {
    fprintf(stderr, "cannot read %s: %s\n", path, image.message);
    exit(2);
  }
  sotto_picture_init(ret_picture);
  ret_picture->format = SOTTO_PICTURE_RGBA8;
  ret_picture->width = image.width;
  ret_picture->height = image.height;
  ret_picture->pixels = pixels;
  return pixels;
}

static uint32_t show(void *context, const sotto_picture_pick *pick) {
  (void)context;
  printf("      - %.*s  %lld.%02lld  (%.*s)\n", (int)pick->title.size, pick->title.data,
         (long long)(pick->price_minor / 100), (long long)(pick->price_minor % 100),
         (int)pick->reason.size, pick->reason.data);
  return 0;
}

static void ask(sotto *profile, const char *path, const char *locale) {
  sotto_picture picture;
  sotto_request request;
  const sotto_picture_visit visit = {show, NULL};
  const char *name = strrchr(path, '/');
  uint8_t *pixels = decode(path, &picture);
  sotto_request_init(&request);
  request.limit = SHOWN;
  printf("\n  %s [%s]\n", stage_say(locale, "You show:", "Enseñas:"), name ? name + 1 : path);
  stage_check(sotto_picture_search(profile, &picture, &request, &visit), path);
  free(pixels);
}

static uint32_t count(void *context, const sotto_kept *kept) {
  (void)kept;
  ++*(size_t *)context;
  return 0;
}

int main(int argc, char **argv) {
  stage device;
  uint8_t key[32];
  sotto *profile;
  sotto_port port;
  sotto_consent consent;
  sotto_options options;
  size_t kept = 0;
  if (argc < 5) {
    fputs("usage: sotto-like PACK BRAND.public LOCALE PICTURE.png...\n", stderr);
    return 2;
  }
  stage_brand_key(argv[2], key);
  stage_set(&device, stage_monday(argv[1], key) + 7 * INT64_C(86400000));
  stage_port(&device, &port);
  stage_consent(&consent);
  sotto_options_init(&options);
  options.locale = argv[3];
  options.pack_keys[0] = key;
  stage_check(sotto_open(&options, &consent, &port, &profile), "open");
  stage_check(sotto_pack_install(profile, argv[1]), "pack");
  for (int n = 4; n < argc; n++) ask(profile, argv[n], argv[3]);
  stage_check(sotto_profile_each(profile, count, &kept), "kept");
  printf(stage_say(argv[3], "\n  Lines the profile keeps of the pictures: %zu.\n",
                   "\n  Líneas que guarda el perfil de las fotos: %zu.\n"),
         kept);
  sotto_close(profile);
  return kept != 0;
}
