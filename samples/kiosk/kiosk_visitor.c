/*
 * One visit: see kiosk_visitor.h.
 */
#include "kiosk_visitor.h"

#include <sodium.h>
#include <string.h>

#define DUE_MAX 64

static void consent_of(const kiosk_choice *choice, sotto_consent *ret_consent) {
  sotto_consent_init(ret_consent);
  /* "Keep" here is kept in memory: there is no directory. */
  sotto_consent_fill(ret_consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  sotto_consent_fill(ret_consent, SOTTO_PURPOSE_PERSONALIZE,
                     choice->personalize ? SOTTO_GRANTED : SOTTO_DENIED);
  sotto_consent_fill(ret_consent, SOTTO_PURPOSE_CONTRIBUTE,
                     choice->contribute ? SOTTO_GRANTED : SOTTO_DENIED);
  sotto_consent_fill(ret_consent, SOTTO_PURPOSE_EXPERIMENT, SOTTO_DENIED);
}

/* The pack the kiosk's profile has; where that profile cannot be read, the newest that is there. */
static sotto_status installed_pack(const kiosk_config *config, char ret_path[KIOSK_PATH_MAX]) {
  kiosk_own own;
  if (kiosk_own_open(config, SOTTO_OPEN_AS_KEPT, &own)) own.profile = NULL;
  const sotto_status status = kiosk_own_pack(config, &own, ret_path);
  kiosk_own_close(&own);
  return status;
}

static sotto_status open_handle(const kiosk_config *config, kiosk_visitor *visitor,
                                unsigned language, const char *pack) {
  sotto_consent consent;
  sotto_options options;
  sotto_context context;
  consent_of(&visitor->choice, &consent);
  kiosk_own_options(config, visitor->keys, &options);
  options.locale = kiosk_feed_locale(language);
  sotto *profile = NULL;
  sotto_status status = sotto_open(&options, &consent, &visitor->store.port, &profile);
  if (status) return status;
  visitor->handles[language] = profile;
  status = sotto_pack_install(profile, pack);
  sotto_context_init(&context);
  context.channel = 3; /* kiosk */
  return status ? status : sotto_context_set(profile, &context);
}

static void destroy(kiosk_visitor *visitor) {
  for (unsigned i = 0; i < KIOSK_LOCALES; i++) sotto_close(visitor->handles[i]);
  kiosk_store_end(&visitor->store);
  sodium_memzero(visitor, sizeof *visitor);
}

sotto_status kiosk_visitor_begin(const kiosk_config *config, const kiosk_choice *choice,
                                 kiosk_visitor *ret_visitor) {
  char pack[KIOSK_PATH_MAX];
  memset(ret_visitor, 0, sizeof *ret_visitor);
  ret_visitor->choice = *choice;
  kiosk_store_visitor(config, &ret_visitor->store);
  sotto_conversation_init(&ret_visitor->talk);
  randombytes_buf(ret_visitor->number, sizeof ret_visitor->number);
  sotto_status status = installed_pack(config, pack);
  for (unsigned i = 0; !status && i < KIOSK_LOCALES; i++)
    status = open_handle(config, ret_visitor, i, pack);
  if (status)
    destroy(ret_visitor);
  else
    ret_visitor->open = 1;
  return status;
}

sotto *kiosk_visitor_handle(const kiosk_visitor *visitor) {
  return visitor->handles[visitor->choice.language];
}

void kiosk_visitor_record(kiosk_visitor *visitor, sotto_event_type type, sotto_text item,
                          uint32_t result_count) {
  sotto_event event;
  sotto_event_init(&event);
  event.type = type;
  event.item = item;
  event.result_count = result_count;
  for (unsigned i = 0; i < KIOSK_LOCALES; i++)
    if (sotto_record(visitor->handles[i], &event)) return;
}

static size_t place_of(const kiosk_items *items, sotto_text item) {
  size_t i = 0;
  while (i < items->count &&
         (strlen(items->ids[i]) != item.size || memcmp(items->ids[i], item.data, item.size) != 0))
    i++;
  return i;
}

void kiosk_visitor_drop(kiosk_items *items, sotto_text item) {
  const size_t at = place_of(items, item);
  if (at == items->count) return;
  items->count--;
  memmove(items->ids[at], items->ids[at + 1], (items->count - at) * sizeof *items->ids);
}

void kiosk_visitor_note(kiosk_items *items, sotto_text item) {
  if (!item.size || item.size >= KIOSK_ITEM_SIZE) return;
  kiosk_visitor_drop(items, item);
  if (items->count == KIOSK_LIST_MAX) {
    items->count--;
    memmove(items->ids[0], items->ids[1], items->count * sizeof *items->ids);
  }
  memcpy(items->ids[items->count], item.data, item.size);
  items->ids[items->count++][item.size] = 0;
}

sotto_status kiosk_visitor_preview(const kiosk_config *config, kiosk_visitor *visitor,
                                   sotto_preview_fn visit, void *context) {
  kiosk_own own;
  sotto_status status = kiosk_own_open(config, SOTTO_OPEN_AS_KEPT, &own);
  if (!status)
    status = sotto_visit_each(own.profile, kiosk_visitor_handle(visitor), visit, context);
  kiosk_own_close(&own);
  return status;
}

typedef struct due {
  uint8_t questions[DUE_MAX][SOTTO_QUESTION_ID_SIZE];
  size_t count;
} due;

static uint32_t note_due(void *context, const sotto_preview *preview) {
  due *list = context;
  if (list->count == DUE_MAX) return 1;
  memcpy(list->questions[list->count++], preview->question, SOTTO_QUESTION_ID_SIZE);
  return 0;
}

static sotto_status answer(const kiosk_config *config, kiosk_visitor *visitor,
                           uint32_t *ret_answers) {
  kiosk_own own;
  due list = {.count = 0};
  sotto *teller = kiosk_visitor_handle(visitor); /* whose preview was shown */
  sotto_status status = kiosk_own_open(config, SOTTO_OPEN_AS_KEPT, &own);
  if (!status) status = sotto_visit_each(own.profile, teller, note_due, &list);
  for (size_t i = 0; !status && i < list.count; i++) {
    status = sotto_visit_answer(own.profile, teller, list.questions[i]);
    *ret_answers += !status;
  }
  kiosk_own_close(&own);
  return status;
}

sotto_status kiosk_visitor_end(const kiosk_config *config, kiosk_visitor *visitor,
                               uint32_t *ret_answers) {
  sotto_status status = SOTTO_OK;
  *ret_answers = 0;
  if (visitor->open && visitor->choice.contribute) status = answer(config, visitor, ret_answers);
  destroy(visitor);
  return status;
}
