/*
 * The shortest whole program in C: installs a pack, looks at what it picks first, picks again and
 * says why. hello.cpp, hello.mjs and hello.py do the same and print the same.
 *
 * usage: sotto-hello PACK BRAND_PUBLIC [DIRECTORY]
 */
#include "brand_key.h"

#include <sotto/sotto.h>
#include <sotto/store_insecure_file.h>
#include <stdio.h>

static uint32_t say(void *context, const sotto_reason *why) {
  return context || printf("    %.2f  %.*s\n", (double)why->score_micro / 1e6, (int)why->text.size,
                           why->text.data) < 0;
}

static sotto_status visit(sotto *profile, const char *pack) {
  sotto_pick picks[3], *first = picks;
  size_t count = 3;
  const sotto_request request = {sizeof request, .diversity = -1};
  sotto_status status = sotto_pack_install(profile, pack);
  if (!status) status = sotto_recommend(profile, &request, picks, &count);
  if (status) return status;
  printf("After looking at %.*s:\n", (int)first->title.size, first->title.data);
  status = sotto_record(profile, &(sotto_event){sizeof(sotto_event), SOTTO_EVENT_VIEW_ITEM,
                                                .item = first->item, .price_minor = -1});
  if (!status) status = sotto_recommend(profile, &request, picks, &count);
  for (size_t i = 0; !status && i < count; i++) {
    printf("  %.*s\n", (int)picks[i].title.size, picks[i].title.data);
    status = sotto_pick_explain(profile, picks[i].id, say, NULL);
  }
  return status;
}

int main(int argc, char **argv) {
  uint8_t key[32];
  if (argc < 3 || !brand_key_read(argv[2], key)) return 2;
  sotto_store_insecure_file store; /* an app takes the system's key store instead */
  sotto_port port;
  sotto_consent consent;
  sotto *profile = NULL;
  const sotto_options options = {sizeof options, .directory = argv[3], .pack_keys = {key}};
  sotto_consent_init(&consent);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED); /* what the person agreed to */
  sotto_consent_fill(&consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_GRANTED);
  sotto_status status =
      sotto_store_insecure_file_init(&store, "hello.key", SOTTO_INSECURE_FILE, &port);
  if (!status) status = sotto_open(&options, &consent, &port, &profile);
  if (!status) status = visit(profile, argv[1]);
  if (status) fprintf(stderr, "%s (%s)\n", sotto_status_text(status), sotto_status_name(status));
  sotto_close(profile);
  return status != SOTTO_OK;
}
