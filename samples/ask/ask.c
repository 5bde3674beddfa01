/*
 * A conversation with the shop, on the device: plays a script of utterances, one a line, and prints
 * what the shop answers and shows. Nothing in this program or in the script is about one catalogue;
 * at the end it shows that the profile holds nothing of what was said.
 *
 *   sotto-ask PACK BRAND.public SCRIPT LOCALE
 *
 * Lines that begin with # are not said.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stage.h"

#define SHOWN 3

/* What is shown is printed after what is said. */
typedef struct shelf {
  uint32_t shown;
  size_t size;
  char lines[8192];
} shelf;

static void add(shelf *on, const char *words, sotto_text text) {
  int size = snprintf(on->lines + on->size, sizeof on->lines - on->size, words, (int)text.size,
                      text.size ? text.data : "");
  if (size > 0 && (size_t)size < sizeof on->lines - on->size) on->size += (size_t)size;
}

static uint32_t show(void *context, const sotto_found *found) {
  shelf *on = context;
  int part = found->part.size != 0;
  char price[48] = "", number[16] = "";
  if (on->shown++ == SHOWN && !part) return 1;
  if (found->quantity > 1) snprintf(number, sizeof number, "%u x ", found->quantity);
  if (found->price_minor >= 0)
    snprintf(price, sizeof price, "  %lld.%02lld", (long long)(found->price_minor / 100),
             (long long)(found->price_minor % 100));
  add(on, "      - %.*s", found->part);
  add(on, part ? ": %.*s" : "%.*s", stage_text(number));
  add(on, "%.*s", found->title);
  add(on, "%.*s", stage_text(price));
  add(on, part ? "%.*s\n" : "  (%.*s)\n", part ? stage_text("") : found->reason);
  return 0;
}

static void play_turn(sotto *profile, sotto_conversation *conversation, const char *line,
                      const char *locale) {
  shelf on = {.shown = 0};
  sotto_query query;
  sotto_reply reply;
  sotto_query_init(&query);
  query.utterance = stage_text(line);
  query.locale = stage_text(locale);
  query.visit = show;
  query.context = &on;
  printf("\n  %s %s\n", stage_say(locale, "You: ", "Tú:  "), line);
  stage_check(sotto_search(profile, &query, conversation, &reply), line);
  printf("  %s %s\n", stage_say(locale, "Shop:", "Tienda:"), reply.words);
  if (reply.standing[0]) printf("      [%s]\n", reply.standing);
  fputs(on.lines, stdout);
}

static uint32_t count(void *context, const sotto_kept *kept) {
  (void)kept;
  ++*(size_t *)context;
  return 0;
}

static void play(sotto *profile, const char *script, const char *locale) {
  char line[1024];
  size_t kept = 0;
  sotto_conversation conversation;
  sotto_conversation_init(&conversation);
  FILE *file = fopen(script, "r");
  if (!file) {
    fprintf(stderr, "cannot read %s\n", script);
    exit(2);
  }
  while (fgets(line, sizeof line, file)) {
    line[strcspn(line, "\r\n")] = 0;
    if (line[0] && line[0] != '#') play_turn(profile, &conversation, line, locale);
  }
  fclose(file);
  stage_check(sotto_profile_each(profile, count, &kept), "kept");
  printf(stage_say(locale, "\n  Lines the profile keeps of all this: %zu.\n",
                   "\n  Líneas que guarda el perfil de todo esto: %zu.\n"),
         kept);
  if (kept) exit(1);
}

int main(int argc, char **argv) {
  stage device;
  uint8_t key[32];
  sotto *profile;
  sotto_port port;
  sotto_consent consent;
  sotto_options options;
  if (argc != 5) {
    fputs("usage: sotto-ask PACK BRAND.public SCRIPT LOCALE\n", stderr);
    return 2;
  }
  stage_brand_key(argv[2], key);
  stage_set(&device, stage_monday(argv[1], key) + 7 * INT64_C(86400000));
  stage_port(&device, &port);
  stage_consent(&consent);
  sotto_options_init(&options);
  options.locale = argv[4];
  options.pack_keys[0] = key;
  stage_check(sotto_open(&options, &consent, &port, &profile), "open");
  stage_check(sotto_pack_install(profile, argv[1]), "pack");
  play(profile, argv[3], argv[4]);
  sotto_close(profile);
  return 0;
}
