/*
 * Files that the fleet writes: each is written whole, or the program ends with a sentence.
 */
#ifndef FLEET_FILE_H
#define FLEET_FILE_H

#include <stdio.h>

FILE *fleet_file_create(const char *directory, const char *name);
/** Closes; exits where not everything could be written. */
void fleet_file_finish(FILE *file, const char *name);

#endif
