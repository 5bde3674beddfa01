/*
 * "What leaves": the preview of every question, the answers, and the exact bytes of the reports.
 */
#ifndef SAMPLES_VISIT_LEAVES_H
#define SAMPLES_VISIT_LEAVES_H

#include <sotto/sotto.h>

/**
 * Previews and answers every question, then writes the reports to `out` as a host would send them.
 */
void leaves_show(sotto *profile, const char *out, const char *locale);

#endif
