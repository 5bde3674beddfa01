/*
 * What a journey of contributing needs beside the lab: a profile old enough to answer, what its
 * previews and its outbox show. Public headers only.
 */
#ifndef JOURNEY_LAB_ASKED_H
#define JOURNEY_LAB_ASKED_H

#include "lab.h"

#define LAB_WEEK_MS (7 * (int64_t)LAB_DAY_MS)
#define LAB_QUESTIONS 3

/** The previews of the questions; their views are dead: numbers only. */
typedef struct lab_seen {
  size_t count;
  sotto_preview previews[LAB_QUESTIONS];
  char words[LAB_QUESTIONS][1024], answers[LAB_QUESTIONS][128];
} lab_seen;

/** The reports waiting, the last one in full. */
typedef struct lab_mail {
  size_t count;
  sotto_report last;
  uint8_t body[4096];
  char url[384], method[8], media_type[64], pair[2][256]; /* of the last one */
} lab_mail;

/** An open profile with the shop's pack, contributing allowed, five weeks old: two answers' worth.
 */
sotto *lab_contributor(lab_world *ret_lab);
/** Closes the profile and ends the lab. */
void lab_leave(lab_world *lab, sotto *profile);
/** Lets weeks pass, each with its tick. */
void lab_weeks(lab_world *lab, sotto *profile, int weeks);
/** Builds another pack and installs it. */
void lab_replace(lab_world *lab, sotto *profile, const lab_pack *wanted);
/** Every preview now; valid until the next call. */
lab_seen *lab_look(sotto *profile);
sotto_status lab_answer(sotto *profile, size_t question);
lab_mail lab_outbox(sotto *profile);
sotto_budget lab_budget(sotto *profile);
/** Runs a command; the format is given the profile's directory and the lab's root. */
void lab_shell(const char *format, const lab_world *lab);
/** Copies a text into a room of `size` bytes and terminates it. */
void lab_copy(char *room, size_t size, sotto_text text);

#endif
