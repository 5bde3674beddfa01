/*
 * The embedding example of the README; tests/journey runs it. `options` names the directory and the
 * brand's key, `port` is a key store of platform/.
 */
#include "embedding.h"

#include <stdio.h>

sotto_status shop_page(const sotto_options *options, const sotto_port *port, const char *pack,
                       sotto_text item) {
  sotto *profile = NULL;
  sotto_consent consent;
  sotto_pick picks[6];
  size_t count = 6;
  sotto_event event = {sizeof event, SOTTO_EVENT_VIEW_ITEM, .item = item, .price_minor = -1};
  sotto_request request = {sizeof request, .item = item, .diversity = -1};
  sotto_consent_init(&consent); /* everything unknown; when the person has agreed: */
  sotto_consent_fill(&consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_GRANTED);
  sotto_status status = sotto_open(options, &consent, port, &profile);
  if (!status) status = sotto_pack_install(profile, pack);
  if (!status) status = sotto_record(profile, &event);
  if (!status) status = sotto_recommend(profile, &request, picks, &count);
  for (size_t i = 0; !status && i < count; i++)
    printf("%.*s\n", (int)picks[i].title.size, picks[i].title.data);
  sotto_close(profile);
  return status;
}
