/*
 * A statistics file of nothing but noise: every estimate is drawn around 0 with the standard error
 * it states; or a file of vectors drawn at random. A device must do no worse with it than without.
 */
#ifndef EVAL_NOISE_H
#define EVAL_NOISE_H

/** Kinds of statistic, NULL at the end: popularity, pair, baseline, vectors. */
extern const char *const eval_noise_kinds[];

/** Writes noise of one kind about the items of a catalogue. */
void eval_noise_write(const char *path, const char *kind, const char *items);

#endif
