/*
 * What a host does when it has the network: sends the reports whose moment has come, fetches the
 * newest pack. An app calls keep_in_touch() from a worker, such as once an hour; this program does
 * it once, for a profile under a key file, as a scheduled job would.
 *
 * usage: sotto-courier PROFILE KEYFILE BRAND_PUBLIC COLLECTOR_URL PACK_URL PACK_DIRECTORY [CA_FILE]
 */
#include "brand_key.h"

#include <sotto/deliver.h>
#include <sotto/sotto.h>
#include <sotto/store_insecure_file.h>
#include <stdio.h>

/* An app keeps `pace` between calls, so that a server in trouble is left in peace. */
static sotto_status keep_in_touch(sotto *profile, sotto_deliver_options *options) {
  sotto_deliver_summary sent;
  sotto_deliver_fetched pack;
  sotto_status status = sotto_deliver_outbox(profile, options, &sent);
  printf("Reports: %u sent, %u refused, %u to try again, %u waiting for their moment. %s\n",
         sent.sent, sent.refused, sent.retried + sent.held, sent.waiting,
         sent.trouble ? sotto_deliver_trouble_text(sent.trouble) : "");
  if (status) return status;
  status = sotto_deliver_pack(profile, options, &pack);
  printf("Pack: %s %s\n",
         pack.outcome == SOTTO_FETCH_INSTALLED   ? "a new one is installed."
         : pack.outcome == SOTTO_FETCH_UNCHANGED ? "the installed one is the newest."
                                                 : "the installed one stays.",
         pack.trouble ? sotto_deliver_trouble_text(pack.trouble) : "");
  return status;
}

int main(int argc, char **argv) {
  uint8_t key[32];
  if (argc < 7 || !brand_key_read(argv[3], key)) return 2;
  sotto_store_insecure_file store; /* an app takes the system's key store instead */
  sotto_port port;
  sotto_consent consent;
  sotto_deliver_pace pace = {0};
  sotto_deliver_options deliver;
  sotto *profile = NULL;
  const sotto_options options = {sizeof options, .directory = argv[1], .pack_keys = {key}};
  sotto_consent_init(&consent); /* what the person agreed to */
  sotto_consent_fill(&consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_CONTRIBUTE, SOTTO_GRANTED);
  sotto_deliver_options_init(&deliver);
  deliver.collector_url = argv[4];
  deliver.pack_url = argv[5];
  deliver.pack_directory = argv[6];
  deliver.ca_file = argv[7]; /* NULL: what the system trusts */
  deliver.pace = &pace;
  sotto_status status = sotto_store_insecure_file_init(&store, argv[2], SOTTO_INSECURE_FILE, &port);
  if (!status) status = sotto_open(&options, &consent, &port, &profile);
  if (!status) status = keep_in_touch(profile, &deliver);
  if (status) fprintf(stderr, "%s (%s)\n", sotto_status_text(status), sotto_status_name(status));
  sotto_close(profile);
  return status != SOTTO_OK;
}
