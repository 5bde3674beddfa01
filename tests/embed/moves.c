/*
 * A profile that other builds of SQLCipher open in turn.
 *
 * usage: moves DIRECTORY ITEM     (adds one event about ITEM, forgets nothing)
 *        moves DIRECTORY          (prints every line that is kept, verifies the audit log)
 * The key is in DIRECTORY.key. Prints the status's name last.
 */
#include <sotto/sotto.h>
#include <sotto/store_insecure_file.h>
#include <stdio.h>
#include <string.h>

static uint32_t say(void *context, const sotto_kept *kept) {
  (void)context;
  printf("%.*s: %.*s\n", (int)kept->kind.size, kept->kind.data, (int)kept->words.size,
         kept->words.data);
  return 0;
}

static sotto_status add(sotto *profile, const char *item) {
  sotto_event event;
  sotto_event_init(&event);
  event.type = SOTTO_EVENT_PURCHASE;
  event.item = (sotto_text){item, strlen(item)};
  const sotto_status status = sotto_record(profile, &event);
  return status ? status : sotto_flush(profile);
}

static sotto_status tell(sotto *profile) {
  uint64_t rows = 0;
  sotto_status status = sotto_profile_each(profile, say, NULL);
  if (!status) status = sotto_audit_verify(profile, &rows);
  return status;
}

static sotto_status use(const char *directory, const char *key_path, const char *item) {
  sotto_store_insecure_file store;
  sotto_port port;
  sotto_options options;
  sotto_consent consent;
  sotto *profile = NULL;
  sotto_status status =
      sotto_store_insecure_file_init(&store, key_path, SOTTO_INSECURE_FILE, &port);
  if (status) return status;
  sotto_options_init(&options);
  options.directory = directory;
  sotto_consent_init(&consent);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  status = sotto_open(&options, &consent, &port, &profile);
  if (!status) status = item ? add(profile, item) : tell(profile);
  sotto_close(profile);
  return status;
}

int main(int argc, char **argv) {
  char key_path[4096];
  if (argc < 2 || argc > 3) return 2;
  snprintf(key_path, sizeof key_path, "%s.key", argv[1]);
  const sotto_status status = use(argv[1], key_path, argc == 3 ? argv[2] : NULL);
  puts(sotto_status_name(status));
  return status != SOTTO_OK;
}
