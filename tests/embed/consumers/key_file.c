/*
 * The least a consumer of both libraries does: a profile in a directory, its key in a file.
 *
 * usage: key_file DIRECTORY
 * Prints the name of the first status that was not SOTTO_OK, or SOTTO_OK.
 */
#include <sotto/sotto.h>
#include <sotto/store_insecure_file.h>
#include <stdio.h>
#include <string.h>

static sotto_status visit(const char *directory, const char *key_path) {
  sotto_store_insecure_file store;
  sotto_port port;
  sotto_options options;
  sotto_consent consent;
  sotto_event event;
  sotto *profile = NULL;
  sotto_status status =
      sotto_store_insecure_file_init(&store, key_path, SOTTO_INSECURE_FILE, &port);
  if (status) return status;
  sotto_options_init(&options);
  options.directory = directory;
  sotto_consent_init(&consent);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  sotto_event_init(&event);
  event.type = SOTTO_EVENT_VIEW_ITEM;
  event.item = (sotto_text){"canary-alpine-tent", 18};
  status = sotto_open(&options, &consent, &port, &profile);
  if (!status) status = sotto_record(profile, &event);
  if (!status) status = sotto_flush(profile);
  sotto_close(profile);
  return status;
}

int main(int argc, char **argv) {
  char key_path[4096];
  if (argc != 2) return 2;
  snprintf(key_path, sizeof key_path, "%s.key", argv[1]);
  const sotto_status status = visit(argv[1], key_path);
  puts(sotto_status_name(status));
  return status != SOTTO_OK;
}
