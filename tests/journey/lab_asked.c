/*
 * What a journey of contributing needs beside the lab: see lab_asked.h.
 */
#define _GNU_SOURCE
#include "lab_asked.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void lab_copy(char *room, size_t size, sotto_text text) {
  cr_assert_lt(text.size, size);
  if (text.size) memcpy(room, text.data, text.size);
  room[text.size] = '\0';
}

static uint32_t note(void *context, const sotto_preview *preview) {
  lab_seen *all = context;
  cr_assert_lt(all->count, LAB_QUESTIONS);
  lab_copy(all->words[all->count], sizeof all->words[0], preview->words);
  lab_copy(all->answers[all->count], sizeof all->answers[0], preview->answer);
  all->previews[all->count++] = *preview;
  return 0;
}

lab_seen *lab_look(sotto *profile) {
  static lab_seen all;
  memset(&all, 0, sizeof all);
  cr_assert_eq(sotto_question_each(profile, note, &all), SOTTO_OK);
  cr_assert_eq(all.count, LAB_QUESTIONS);
  return &all;
}

static uint32_t take(void *context, const sotto_report *report) {
  lab_mail *box = context;
  cr_assert_leq(report->body.size, sizeof box->body);
  box->last = *report;
  memcpy(box->body, report->body.data, report->body.size);
  lab_copy(box->url, sizeof box->url, report->url);
  lab_copy(box->method, sizeof box->method, report->method);
  lab_copy(box->media_type, sizeof box->media_type, report->media_type);
  lab_copy(box->pair[0], sizeof box->pair[0], report->leader);
  lab_copy(box->pair[1], sizeof box->pair[1], report->helper);
  box->count++;
  return 0;
}

lab_mail lab_outbox(sotto *profile) {
  lab_mail box;
  memset(&box, 0, sizeof box);
  cr_assert_eq(sotto_outbox_each(profile, take, &box), SOTTO_OK);
  return box;
}

sotto_status lab_answer(sotto *profile, size_t question) {
  return sotto_question_answer(profile, lab_look(profile)->previews[question].question);
}

sotto_budget lab_budget(sotto *profile) {
  sotto_budget budget;
  cr_assert_eq(sotto_budget_get(profile, &budget), SOTTO_OK);
  return budget;
}

void lab_weeks(lab_world *lab, sotto *profile, int weeks) {
  for (int week = 0; week < weeks; week++) {
    lab_pass(lab, LAB_WEEK_MS);
    cr_assert_eq(sotto_tick(profile), SOTTO_OK);
  }
}

sotto *lab_contributor(lab_world *lab) {
  lab_begin(lab);
  sotto_consent_fill(&lab->consent, SOTTO_PURPOSE_CONTRIBUTE, SOTTO_GRANTED);
  sotto *profile = lab_open(lab);
  lab_install(lab, profile);
  lab_weeks(lab, profile, 5);
  return profile;
}

void lab_leave(lab_world *lab, sotto *profile) {
  sotto_close(profile);
  lab_end(lab);
}

void lab_shell(const char *format, const lab_world *lab) {
  char command[512];
  snprintf(command, sizeof command, format, lab->profile, lab->root);
  cr_assert_eq(system(command), 0);
}

void lab_replace(lab_world *lab, sotto *profile, const lab_pack *wanted) {
  lab_build_pack(lab, wanted);
  cr_assert_eq(sotto_pack_install(profile, lab->pack), SOTTO_OK);
}
