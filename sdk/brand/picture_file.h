/*
 * Image files as pixels: PNG by libpng, JPEG by libturbojpeg, PPM (P6) by itself. What a build
 * lacks a library for, and every file that is not whole, is told in words. Bounded to 64 million
 * pixels decoded; JPEG is decoded smaller where it is larger than a description needs.
 */
#ifndef SO_BRAND_PICTURE_FILE_H
#define SO_BRAND_PICTURE_FILE_H

#include "model/picture.h"

/** Reads a file; gives NULL and the pixels (free `rows`), or why not. Static words. */
const char *so_picture_file_read(const char *path, so_picture_pixels *ret_pixels,
                                 uint8_t **ret_rows);

#endif
