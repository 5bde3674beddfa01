/*
 * "What the device keeps": counts by category in plain words, and a look through every file of the
 * profile for any word the shopper used.
 */
#ifndef SAMPLES_VISIT_KEEPS_H
#define SAMPLES_VISIT_KEEPS_H

#include <sotto/sotto.h>

/** Prints what is kept and searches the files in `directory` for the words of the story. */
void keeps_show(sotto *profile, const char *directory, const char *story, const char *locale);

#endif
