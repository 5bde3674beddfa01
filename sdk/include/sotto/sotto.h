/**
 * @file sotto.h
 * The whole device interface. Twelve functions are enough for an app:
 *
 *   sotto_options_init   sotto_consent_init   sotto_open        sotto_close
 *   sotto_pack_install   sotto_record         sotto_mindset_get sotto_recommend
 *   sotto_question_each  sotto_question_answer sotto_outbox_each sotto_outbox_settle
 *
 * Everything else explains (sotto_pick_explain, sotto_item_explain, sotto_mindset_explain), chooses
 * what one person sees (sotto_choose), finds what is asked for (sotto_search), serves the person's
 * rights (sotto_profile_each, sotto_profile_export, sotto_forget, sotto_erase) or proves what
 * happened (sotto_audit_each, sotto_audit_verify).
 */
#ifndef SOTTO_SOTTO_H
#define SOTTO_SOTTO_H

#include <sotto/audience.h>
#include <sotto/audit.h>
#include <sotto/base.h>
#include <sotto/brief.h>
#include <sotto/carry.h>
#include <sotto/choose.h>
#include <sotto/consent.h>
#include <sotto/contribute.h>
#include <sotto/event.h>
#include <sotto/mindset.h>
#include <sotto/pack.h>
#include <sotto/picture.h>
#include <sotto/port.h>
#include <sotto/profile.h>
#include <sotto/recommend.h>
#include <sotto/search.h>

#endif
