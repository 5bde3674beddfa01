/*
 * year_fixture PACK BRAND_PUBLIC PROFILE KEY STORY
 *
 * Lives a story of weeks through the public interface, by a clock of its own, so that its audit log
 * has every reason an answer can have. A letter of STORY is
 *   w  a week passes and everything that is asked is answered     d  internal is denied
 *   l  five weeks pass in silence, then a day of doubt, then w    g  it is granted again
 *   s  its files are copied                                       i  an empty export is imported
 *   k  the week's last moment comes, and a kiosk's visitor who denies internal answers what is due
 *   r  the copy is put back; the anchor of the key store knows better, and all is answered
 * For tests of the auditor.
 */
#include <sotto/sotto.h>
#include <sotto/store_insecure_file.h>
#include <sotto/store_ram.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define START_MS INT64_C(1767607200000) /* Monday 2026-01-05 10:00 UTC */
#define DAY_MS INT64_C(86400000)
#define WEEK_MS (7 * DAY_MS)
#define IDS_MAX 16

typedef struct life {
  sotto_port store;
  sotto_store_insecure_file key_file;
  sotto_options options;
  sotto_consent consent;
  sotto_port port;
  sotto *profile;
  const char *pack;
  sotto_anchor anchor;
  int64_t now_ms;
  uint8_t ids[IDS_MAX][SOTTO_QUESTION_ID_SIZE];
  size_t count;
} life;

static void check(sotto_status status, const char *what) {
  if (!status) return;
  fprintf(stderr, "year_fixture: %s: %s\n", what, sotto_status_name(status));
  exit(1);
}

static sotto_status tell_time(void *context, int64_t *ret_now_ms) {
  *ret_now_ms = ((life *)context)->now_ms;
  return SOTTO_OK;
}

static sotto_status key_load(void *context, uint8_t ret_key[SOTTO_KEY_SIZE]) {
  const life *of = context;
  return of->store.key_load(of->store.context, ret_key);
}

static sotto_status key_store(void *context, const uint8_t key[SOTTO_KEY_SIZE]) {
  const life *of = context;
  return of->store.key_store(of->store.context, key);
}

static sotto_status key_wipe(void *context) {
  const life *of = context;
  return of->store.key_wipe(of->store.context);
}

static sotto_status anchor_load(void *context, sotto_anchor *ret_anchor) {
  const life *of = context;
  if (!of->anchor.struct_size) return SOTTO_E_MISSING;
  *ret_anchor = of->anchor;
  return SOTTO_OK;
}

static sotto_status anchor_advance(void *context, const sotto_anchor *anchor) {
  ((life *)context)->anchor = *anchor;
  return SOTTO_OK;
}

static uint32_t note(void *context, const sotto_preview *preview) {
  life *of = context;
  const int asks = preview->state == SOTTO_QUESTION_OPEN ||
                   preview->state == SOTTO_QUESTION_CATEGORY ||
                   preview->state == SOTTO_QUESTION_EXHAUSTED;
  if (asks && of->count < IDS_MAX)
    memcpy(of->ids[of->count++], preview->question, SOTTO_QUESTION_ID_SIZE);
  return 0;
}

static void answer_all(life *of) {
  of->count = 0;
  check(sotto_tick(of->profile), "tick");
  check(sotto_question_each(of->profile, note, of), "questions");
  for (size_t i = 0; i < of->count; i++)
    check(sotto_question_answer(of->profile, of->ids[i]), "answer");
}

static void pass(life *of, int64_t ms) {
  of->now_ms += ms;
  check(sotto_tick(of->profile), "tick");
}

static void consent_to(life *of, sotto_verdict internal) {
  of->consent.verdicts[SOTTO_CATEGORY_INTERNAL][SOTTO_PURPOSE_CONTRIBUTE] = (uint8_t)internal;
  check(sotto_consent_set(of->profile, &of->consent), "consent");
}

/* Closes the profile, runs a command on its directory and opens it again. */
static void copy(life *of, const char *format) {
  char command[1024];
  const char *directory = of->options.directory;
  sotto_close(of->profile);
  snprintf(command, sizeof command, format, directory, directory, directory);
  if (system(command)) check(SOTTO_E_STORAGE, command);
  check(sotto_open(&of->options, &of->consent, &of->port, &of->profile), "open again");
}

#ifdef YEAR_WITH_KIOSK
static void visit(life *of) {
  sotto_options options = of->options;
  sotto_consent consent = of->consent;
  sotto_store_ram store;
  sotto_port lent;
  sotto *visitor;
  of->now_ms += WEEK_MS - (of->now_ms + 1) % WEEK_MS; /* the next last moment of a week */
  sotto_store_ram_init(&store, &lent);
  store.now_ms = of->now_ms;
  options.directory = NULL;
  options.flags = SOTTO_OPEN_KIOSK;
  consent.verdicts[SOTTO_CATEGORY_INTERNAL][SOTTO_PURPOSE_CONTRIBUTE] = SOTTO_DENIED;
  check(sotto_open(&options, &consent, &lent, &visitor), "visitor");
  check(sotto_pack_install(visitor, of->pack), "visitor's pack");
  of->count = 0;
  check(sotto_visit_each(of->profile, visitor, note, of), "visit");
  for (size_t i = 0; i < of->count; i++)
    check(sotto_visit_answer(of->profile, visitor, of->ids[i]), "visit's answer");
  sotto_close(visitor);
}
#endif

static void live(life *of, char letter) {
  size_t taken;
  static const char empty[] = "{\"sotto_export\": 1, \"events\": []}";
  switch (letter) {
  case 'd': consent_to(of, SOTTO_DENIED); return;
  case 'g': consent_to(of, SOTTO_GRANTED); return;
  case 'i':
    check(sotto_profile_import(of->profile, (sotto_bytes){(const uint8_t *)empty, sizeof empty - 1},
                               &taken),
          "import");
    return;
#ifdef YEAR_WITH_KIOSK
  case 'k': visit(of); return;
#endif
  case 's': copy(of, "rm -rf '%s.copy' && cp -r '%s' '%s.copy'"); return;
  case 'r':
    copy(of, "rm -rf '%s' && cp -r '%s.copy' '%s'");
    answer_all(of);
    return;
  case 'l':
    pass(of, 35 * DAY_MS);
    pass(of, DAY_MS);
    answer_all(of);
    return;
  default: of->now_ms += 7 * DAY_MS; answer_all(of);
  }
}

static int read_key(const char *path, uint8_t ret_key[32]) {
  char text[4096] = "";
  FILE *file = fopen(path, "r");
  if (!file || !fread(text, 1, sizeof text - 1, file)) return 0;
  fclose(file);
  const char *at = strstr(text, "\"signing_key\": \"");
  for (int i = 0; at && i < 32; i++)
    if (sscanf(at + 16 + 2 * i, "%2hhx", &ret_key[i]) != 1) return 0;
  return at != NULL;
}

static void lend(life *of, const char *key_file) {
  check(sotto_store_insecure_file_init(&of->key_file, key_file, SOTTO_INSECURE_FILE, &of->store),
        "store");
  of->port = of->store;
  of->port.context = of;
  of->port.clock_now = tell_time;
  of->port.key_load = key_load;
  of->port.key_store = key_store;
  of->port.key_wipe = key_wipe;
  of->port.anchor_load = anchor_load;
  of->port.anchor_advance = anchor_advance;
}

int main(int count, char **words) {
  static life of = {.now_ms = START_MS};
  uint8_t key[32];
  if (count != 6 || !read_key(words[2], key)) return 2;
  lend(&of, words[4]);
  sotto_options_init(&of.options);
  sotto_consent_init(&of.consent);
  sotto_consent_fill(&of.consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  sotto_consent_fill(&of.consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_GRANTED);
  sotto_consent_fill(&of.consent, SOTTO_PURPOSE_CONTRIBUTE, SOTTO_GRANTED);
  of.options.directory = words[3];
  of.pack = words[1];
  of.options.pack_keys[0] = key;
  check(sotto_open(&of.options, &of.consent, &of.port, &of.profile), "open");
  check(sotto_pack_install(of.profile, words[1]), "install");
  for (const char *letter = words[5]; *letter; letter++) live(&of, *letter);
  sotto_close(of.profile);
  return 0;
}
