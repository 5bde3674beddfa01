/*
 * Decoding: see picture_file.h. The kind of a file is told by its first bytes, never by its name.
 */
#include "brand/picture_file.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef SOTTO_WITH_PNG
# include <png.h>
#endif
#ifdef SOTTO_WITH_JPEG
# include <turbojpeg.h>
#endif

#define PIXELS_MOST (64u << 20)
#define SIDE_MOST 65536u
#define FILE_MOST (256L << 20)
#define ENOUGH 384 /* pixels of the shorter side; JPEG is not decoded larger */

static const char *const no_memory = "not enough memory";

/* A picture under way. */
typedef struct reading {
  FILE *file;
  so_picture_pixels pixels;
  uint8_t *rows;
} reading;

static const char *make_room(reading *run, uint32_t width, uint32_t height, uint32_t channels) {
  if (width == 0 || height == 0) return "it has no pixels";
  if (width > SIDE_MOST || height > SIDE_MOST || (uint64_t)width * height > PIXELS_MOST)
    return "it has more than 64 million pixels";
  run->pixels = (so_picture_pixels){NULL, width, height, (size_t)width * channels, channels};
  run->rows = malloc(run->pixels.stride * height);
  run->pixels.rows = run->rows;
  return run->rows ? NULL : no_memory;
}

static int next_number(FILE *file, uint32_t *ret_number) {
  int letter = fgetc(file);
  while (letter == '#' || isspace(letter)) {
    while (letter == '#' && (letter = fgetc(file)) != EOF && letter != '\n') continue;
    letter = fgetc(file);
  }
  uint32_t number = 0;
  for (; letter >= '0' && letter <= '9' && number < 1000000; letter = fgetc(file))
    number = number * 10 + (uint32_t)(letter - '0');
  *ret_number = number;
  return isspace(letter);
}

static const char *read_ppm(reading *run) {
  uint32_t width, height, most;
  if (fseek(run->file, 2, SEEK_SET) || !next_number(run->file, &width) ||
      !next_number(run->file, &height) || !next_number(run->file, &most) || most != 255)
    return "its PPM header is not one of 8 bits";
  const char *why = make_room(run, width, height, 3);
  if (why) return why;
  size_t size = run->pixels.stride * height;
  return fread(run->rows, 1, size, run->file) == size ? NULL : "the file is cut off";
}

#ifdef SOTTO_WITH_PNG
static const char *finish_png(reading *run, png_image *image) {
  image->format = PNG_FORMAT_RGBA;
  const char *why = make_room(run, image->width, image->height, 4);
  if (why) return why;
  return png_image_finish_read(image, NULL, run->rows, 0, NULL) ? NULL : "it is a damaged PNG";
}

static const char *read_png(reading *run) {
  png_image image;
  memset(&image, 0, sizeof image);
  image.version = PNG_IMAGE_VERSION;
  if (!png_image_begin_read_from_stdio(&image, run->file)) return "it is a damaged PNG";
  const char *why = finish_png(run, &image);
  png_image_free(&image);
  return why;
}
#else
static const char *read_png(reading *run) {
  (void)run;
  return "it is a PNG, and this build was made without libpng";
}
#endif

#ifdef SOTTO_WITH_JPEG
/* The whole file in memory, at most FILE_MOST bytes; NULL where that fails. */
static uint8_t *read_whole(FILE *file, size_t *ret_size) {
  if (fseek(file, 0, SEEK_END)) return NULL;
  long size = ftell(file);
  if (size <= 0 || size > FILE_MOST) return NULL;
  rewind(file);
  uint8_t *bytes = malloc((size_t)size);
  if (bytes && fread(bytes, 1, (size_t)size, file) == (size_t)size) {
    *ret_size = (size_t)size;
    return bytes;
  }
  free(bytes);
  return NULL;
}

/* Halves, at most three times, while the shorter side stays large enough. */
static void choose_size(int *inout_width, int *inout_height) {
  int least = *inout_width < *inout_height ? *inout_width : *inout_height, parts = 1;
  while (parts < 8 && least / (2 * parts) >= ENOUGH) parts *= 2;
  tjscalingfactor factor = {1, parts};
  *inout_width = TJSCALED(*inout_width, factor);
  *inout_height = TJSCALED(*inout_height, factor);
}

static const char *decode_jpeg(reading *run, tjhandle decoder, const uint8_t *bytes, size_t size) {
  int width, height, sampling, space;
  static const char *const damaged = "it is a damaged or cut JPEG";
  if (tjDecompressHeader3(decoder, bytes, size, &width, &height, &sampling, &space)) return damaged;
  choose_size(&width, &height);
  const char *why = make_room(run, (uint32_t)width, (uint32_t)height, 3);
  if (why) return why;
  return tjDecompress2(decoder, bytes, size, run->rows, width, 0, height, TJPF_RGB,
                       TJFLAG_STOPONWARNING)
             ? damaged
             : NULL;
}

static const char *read_jpeg(reading *run) {
  size_t size = 0;
  uint8_t *bytes = read_whole(run->file, &size);
  tjhandle decoder = tjInitDecompress();
  const char *why = "it is a JPEG that does not fit into memory";
  if (bytes && decoder) why = decode_jpeg(run, decoder, bytes, size);
  if (decoder) (void)tjDestroy(decoder);
  free(bytes);
  return why;
}
#else
static const char *read_jpeg(reading *run) {
  (void)run;
  return "it is a JPEG, and this build was made without libturbojpeg";
}
#endif

static const char *read_any(reading *run) {
  uint8_t head[8] = {0};
  size_t size = fread(head, 1, sizeof head, run->file);
  rewind(run->file);
  if (size == 0) return "the file is empty";
  if (memcmp(head, "\x89PNG\r\n\x1a\n", 8) == 0) return read_png(run);
  if (memcmp(head, "\xff\xd8\xff", 3) == 0) return read_jpeg(run);
  if (memcmp(head, "P6", 2) == 0) return read_ppm(run);
  return "it is neither PNG, JPEG nor PPM";
}

const char *so_picture_file_read(const char *path, so_picture_pixels *ret_pixels,
                                 uint8_t **ret_rows) {
  reading run = {.file = fopen(path, "rb")};
  if (!run.file) return "no such file, or it cannot be opened";
  const char *why = read_any(&run);
  (void)fclose(run.file);
  if (why) {
    free(run.rows);
    return why;
  }
  *ret_pixels = run.pixels;
  *ret_rows = run.rows;
  return NULL;
}
