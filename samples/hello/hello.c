/*
 * The shortest whole program: opens a profile, installs a pack, looks at what it picks, picks again
 * and says why.
 *
 * usage: sotto-hello PACK BRAND_PUBLIC [DIRECTORY]
 */
#include <sotto/sotto.h>
#include <sotto/store_insecure_file.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A sample may end here; an app shows the sentence and goes on without picks. */
static void check(sotto_status status) {
  if (status == SOTTO_OK) return;
  fprintf(stderr, "%s (%s)\n", sotto_status_text(status), sotto_status_name(status));
  exit(1);
}

static uint32_t say(void *context, const sotto_reason *reason) {
  (void)context;
  printf("    %+.2f  %.*s\n", (double)reason->score_micro / 1e6, (int)reason->text.size,
         reason->text.data);
  return 0;
}

static size_t show(sotto *profile, sotto_pick picks[3]) {
  size_t count = 3;
  sotto_request request;
  sotto_request_init(&request);
  check(sotto_recommend(profile, &request, picks, &count));
  for (size_t i = 0; i < count; i++) {
    printf("  %.*s\n", (int)picks[i].title.size, picks[i].title.data);
    check(sotto_pick_explain(profile, picks[i].id, say, NULL));
  }
  return count;
}

static void visit(sotto *profile, const char *pack) {
  sotto_pick picks[3];
  sotto_event event;
  check(sotto_pack_install(profile, pack));
  puts("Before anything is known:");
  if (!show(profile, picks)) return;
  sotto_event_init(&event);
  event.type = SOTTO_EVENT_VIEW_ITEM;
  event.item = picks[0].item;
  check(sotto_record(profile, &event));
  printf("After looking at %.*s:\n", (int)picks[0].title.size, picks[0].title.data);
  (void)show(profile, picks);
}

/* The signing key in the file that `sotto-pack keygen` made; an app compiles it in instead. */
static int read_key(const char *path, uint8_t ret_key[32]) {
  char text[4096] = "";
  FILE *file = fopen(path, "r");
  if (!file || !fread(text, 1, sizeof text - 1, file)) return 0;
  fclose(file);
  const char *at = strstr(text, "\"signing_key\"");
  at = at ? strchr(at, ':') : NULL;
  at = at ? strchr(at, '"') : NULL;
  for (int i = 0; at && i < 32; i++)
    if (sscanf(at + 1 + 2 * i, "%2hhx", &ret_key[i]) != 1) return 0;
  return at != NULL;
}

int main(int argc, char **argv) {
  uint8_t key[32];
  sotto_store_insecure_file store;
  sotto_port port;
  sotto_options options;
  sotto_consent consent;
  sotto *profile = NULL;
  if (argc < 3 || !read_key(argv[2], key)) {
    fputs("usage: sotto-hello PACK BRAND_PUBLIC [DIRECTORY]\n", stderr);
    return 2;
  }
  check(sotto_store_insecure_file_init(&store, "hello.key", SOTTO_INSECURE_FILE, &port));
  sotto_options_init(&options);
  options.directory = argc > 3 ? argv[3] : NULL;
  options.pack_keys[0] = key;
  sotto_consent_init(&consent);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_GRANTED);
  sotto_status status = sotto_open(&options, &consent, &port, &profile);
  check(status);
  if (status) return 1;
  visit(profile, argv[1]);
  sotto_close(profile);
  return 0;
}
