/*
 * A host program in C: keeps one visit in a profile directory, opens it again, reads the mindset.
 *
 * usage: visit DIRECTORY
 * Prints the name of the first status that was not SOTTO_OK, or SOTTO_OK. Built by embed.sh against
 * an installed Sotto, shared and static, and beside libsqlite3 in every order; and as a plugin for
 * plugin_host.c, which says SOTTO_OK itself.
 */
#include "lent_port.h"
#include <stdio.h>

#ifdef BESIDE_SQLITE3
extern const char *sqlite3_libversion(void);
#endif

static sotto_status record_visit(sotto *profile) {
  sotto_event event;
  sotto_event_init(&event);
  event.type = SOTTO_EVENT_VIEW_ITEM;
  event.item.data = "canary-alpine-tent";
  event.item.size = strlen(event.item.data);
  sotto_status status = sotto_record(profile, &event);
  return status ? status : sotto_flush(profile);
}

static sotto_status visit(const char *directory, struct lent_key *key, int again) {
  sotto_options options;
  sotto_consent consent;
  sotto_port port;
  sotto_mindset_info mindset;
  sotto *profile = NULL;
  sotto_options_init(&options);
  options.directory = directory;
  sotto_consent_init(&consent);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_GRANTED);
  lent_port_init(&port, key);
  sotto_status status = sotto_open(&options, &consent, &port, &profile);
  if (status) return status;
  status = again ? sotto_mindset_get(profile, &mindset) : record_visit(profile);
  sotto_close(profile);
  return status;
}

#ifdef AS_PLUGIN
# define main visit_main
#endif

int main(int argc, char **argv) {
  struct lent_key key = {{0}, 0};
  if (argc != 2) return 2;
#ifdef BESIDE_SQLITE3
  fprintf(stderr, "the process's SQLite is %s\n", sqlite3_libversion());
#endif
  sotto_status status = visit(argv[1], &key, 0);
  if (!status) status = visit(argv[1], &key, 1);
#ifdef AS_PLUGIN
  if (status)
#endif
    puts(sotto_status_name(status));
  return status != SOTTO_OK;
}
