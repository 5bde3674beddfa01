/*
 * The embedding example of the README; tests/journey runs it. The person has just agreed to keep and
 * to personalize. Picks view the pack, so an app keeps the handle open while it shows them; here it
 * lives as long as the process.
 */
#include "embedding.h"

sotto_status shop_page(const shop_app *app, sotto_pick *ret_picks, size_t *inout_count) {
  static sotto *profile;
  sotto_options options;
  sotto_consent consent;
  sotto_event event;
  sotto_request request;
  sotto_options_init(&options);
  options.directory = app->directory;
  options.pack_keys[0] = app->brand_key;
  sotto_consent_init(&consent);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_GRANTED);
  sotto_status status = profile ? SOTTO_OK : sotto_open(&options, &consent, app->port, &profile);
  if (!status) status = sotto_pack_install(profile, app->pack);
  sotto_event_init(&event);
  event.type = SOTTO_EVENT_VIEW_ITEM;
  event.item = app->item;
  if (!status) status = sotto_record(profile, &event);
  sotto_request_init(&request);
  request.item = app->item;
  return status ? status : sotto_recommend(profile, &request, ret_picks, inout_count);
}
