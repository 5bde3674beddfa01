/* The batch of events that wait: what leaves it is wiped from memory. */
#include "flow/batch.h"

#include "unit/vault_kit.h"

#define WORD "an-item-nobody-may-find"

/* A profile whose batch holds one event on WORD. */
static sotto *waiting(vault_kit *kit, sotto_consent *ret_consent) {
  sotto_options options;
  sotto_event event;
  sotto *profile = NULL;
  kit_init(kit);
  sotto_options_init(&options);
  options.directory = kit->directory;
  sotto_consent_init(ret_consent);
  sotto_consent_fill(ret_consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  cr_assert_eq(sotto_open(&options, ret_consent, &kit->port, &profile), SOTTO_OK);
  sotto_event_init(&event);
  event.type = SOTTO_EVENT_VIEW_ITEM;
  event.item = (sotto_text){WORD, sizeof WORD - 1};
  cr_assert_eq(sotto_record(profile, &event), SOTTO_OK);
  return profile;
}

static int holds(const sotto *profile) {
  return kit_holds((const uint8_t *)profile->batch, SO_BATCH_ROOM * sizeof *profile->batch, WORD);
}

static void end(vault_kit *kit, sotto *profile) {
  sotto_close(profile);
  kit_end(kit);
}

Test(batch, is_wiped_once_it_is_durable) {
  vault_kit kit;
  sotto_consent consent;
  sotto *profile = waiting(&kit, &consent);
  cr_assert(holds(profile));
  cr_assert_eq(sotto_flush(profile), SOTTO_OK);
  cr_assert_not(holds(profile));
  end(&kit, profile);
}

Test(batch, is_wiped_when_its_events_may_no_longer_be_kept) {
  vault_kit kit;
  sotto_consent consent;
  sotto *profile = waiting(&kit, &consent);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_KEEP, SOTTO_DENIED);
  cr_assert_eq(sotto_consent_set(profile, &consent), SOTTO_OK);
  cr_assert_not(holds(profile));
  end(&kit, profile);
}
