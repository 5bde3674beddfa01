/*
 * The stage the samples play on: a device whose clock can be set and whose key store is memory, the
 * brand's public keys read from its file, and a progress bar. Uses public headers only. A real app
 * takes a port from platform/ instead; this one exists so that weeks can pass in a second.
 */
#ifndef SAMPLES_STAGE_H
#define SAMPLES_STAGE_H

#include <sotto/sotto.h>

/** A device: its clock, its key store, its anchor. */
typedef struct stage {
  int64_t now_ms;
  uint8_t key[SOTTO_KEY_SIZE];
  int has_key;
  sotto_anchor anchor;
  int has_anchor;
} stage;

/** Sets the stage at a moment, with an empty key store. */
void stage_set(stage *ret_stage, int64_t now_ms);
/** Gives the port of this device; the stage must outlive the profile. */
void stage_port(stage *device, sotto_port *ret_port);
/** Leaves the key store's secret in a file (mode 0600), for an auditor; exits where it cannot. */
void stage_leave_key(const stage *device, const char *path);
/** Grants every category for keep and personalize, and what may be contributed. */
void stage_consent(sotto_consent *ret_consent);
/**
 * Reads the pack signing public key from a `brand.public` file; exits with a sentence otherwise.
 */
void stage_brand_key(const char *path, uint8_t ret_key[32]);
/**
 * Gives the Monday, 00:00 UTC, of the week the pack was made in: where the samples' time begins.
 */
int64_t stage_monday(const char *pack, const uint8_t brand_key[32]);
/** Exits with a sentence unless `status` is SOTTO_OK. */
void stage_check(sotto_status status, const char *doing);
/** Draws a progress bar on stderr (a terminal) or a line at each quarter (anything else). */
void stage_progress(const char *label, size_t done, size_t total);
/** Gives the words of the language that is played: English unless the locale begins with "es". */
const char *stage_say(const char *locale, const char *english, const char *spanish);
/** Prints words from `column` on, broken at 80 columns with the same indent, and ends the line. */
void stage_print(size_t column, sotto_text words);
/** Gives terminated text as a view. */
sotto_text stage_text(const char *terminated);

#endif
