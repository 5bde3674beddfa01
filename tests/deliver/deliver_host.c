/*
 * A host that delivers, as its own process, so that tests can kill it, give it a server that
 * misbehaves, or look at its system calls. The profile lies in ROOT/profile under a key file; the
 * clock is the second argument, so that weeks pass at will.
 *
 * usage: deliver_host ROOT NOW_MS WORD... : words in order, options first
 *   collector=URL pack=URL packs=DIR list=URL listed=FILE ca=FILE pin=HOST,KEYS relay=URL keys=FILE
 *   deadline=MS stall=MS most=N pack_most=BYTES http one cancel=MS withdraw=MS trusted=FILE
 *   install=FILE  answer  outbox  fetch  show  facts  weeks=N
 * Prints one JSON object a word that does something.
 */
#include <inttypes.h>
#include <sodium.h>
#include <sotto/deliver.h>
#include <sotto/sotto.h>
#include <sotto/store_insecure_file.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct host {
  sotto *profile;
  sotto_deliver_options options;
  sotto_deliver_pace pace;
  sotto_deliver_pin pin;
  int64_t now_ms, cancel_ms, withdraw_ms, began_ms;
  uint8_t keys[4096];
  const char *listed, *trusted;
} host;

static int64_t clock_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static sotto_status tell_time(void *context, int64_t *ret_now_ms) {
  *ret_now_ms = ((const host *)context)->now_ms;
  return SOTTO_OK;
}

static host *the_host; /* the port's context is the key store's */

static sotto_status port_time(void *context, int64_t *ret_now_ms) {
  (void)context;
  return tell_time(the_host, ret_now_ms);
}

/* The person withdraws while a transfer is under way: the profile is not locked then. */
static void withdraw(host *in) {
  sotto_consent consent;
  in->withdraw_ms = 0;
  sotto_consent_init(&consent);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  if (sotto_consent_set(in->profile, &consent)) exit(2);
}

static uint32_t is_enough(void *context) {
  host *in = context;
  if (in->withdraw_ms && clock_ms() - in->began_ms > in->withdraw_ms) withdraw(in);
  return in->cancel_ms && clock_ms() - in->began_ms > in->cancel_ms;
}

static void say(const char *what, sotto_status status) {
  printf("{\"%s\": \"%s\"}\n", what, sotto_status_name(status));
  if (status) exit(1);
}

static void read_signing(const char *path, uint8_t ret_key[32]) {
  char text[4096] = "";
  FILE *file = fopen(path, "r");
  if (!file || !fread(text, 1, sizeof text - 1, file)) exit(2);
  fclose(file);
  const char *at = strstr(text, "\"signing_key\"");
  at = at ? strchr(strchr(at, ':'), '"') : NULL;
  if (!at || sodium_hex2bin(ret_key, 32, at + 1, 64, NULL, NULL, NULL)) exit(2);
}

static void open_profile(host *in, const char *root, sotto_port *port) {
  static char directory[512], key[512], brand[512];
  static uint8_t signing[32];
  sotto_options options;
  sotto_consent consent;
  (void)snprintf(directory, sizeof directory, "%s/profile", root);
  (void)snprintf(key, sizeof key, "%s/key", root);
  (void)snprintf(brand, sizeof brand, "%s/brand.public", root);
  static sotto_store_insecure_file store;
  if (sotto_store_insecure_file_init(&store, key, SOTTO_INSECURE_FILE, port)) exit(2);
  port->clock_now = port_time;
  read_signing(in->trusted ? in->trusted : brand, signing);
  sotto_options_init(&options);
  options.directory = directory;
  options.pack_keys[0] = signing;
  options.pack_list = in->listed;
  sotto_consent_init(&consent);
  for (sotto_purpose purpose = 0; purpose < SOTTO_PURPOSE_COUNT; purpose++)
    sotto_consent_fill(&consent, purpose, SOTTO_GRANTED);
  const sotto_status status = sotto_open(&options, &consent, port, &in->profile);
  if (status) say("open", status);
}

typedef struct open_questions {
  uint8_t ids[16][SOTTO_QUESTION_ID_SIZE];
  int count;
} open_questions;

static uint32_t note_open(void *context, const sotto_preview *preview) {
  open_questions *all = context;
  if (preview->state != SOTTO_QUESTION_OPEN) return 0;
  memcpy(all->ids[all->count++], preview->question, SOTTO_QUESTION_ID_SIZE);
  return all->count == 16;
}

static void answer(host *in) {
  open_questions all = {.count = 0};
  sotto_status status = sotto_question_each(in->profile, note_open, &all);
  for (int i = 0; !status && i < all.count; i++)
    status = sotto_question_answer(in->profile, all.ids[i]);
  if (status) say("answer", status);
  printf("{\"answered\": %d}\n", all.count);
}

static uint32_t show_it(void *context, const sotto_report *report) {
  (void)context;
  char hex[1025];
  const size_t size = report->body.size < 512 ? report->body.size : 512;
  sodium_bin2hex(hex, sizeof hex, report->body.data, size);
  printf("{\"id\": %" PRIu64 ", \"attempts\": %" PRIu32 ", \"send_after_ms\": %" PRId64
         ", \"size\": %zu, \"body\": \"%s\"}\n",
         report->id, report->attempts, report->send_after_ms, report->body.size, hex);
  return 0;
}

static void outbox(host *in) {
  sotto_deliver_summary got;
  in->began_ms = clock_ms();
  const sotto_status status = sotto_deliver_outbox(in->profile, &in->options, &got);
  printf("{\"status\": \"%s\", \"sent\": %u, \"refused\": %u, \"retried\": %u, \"held\": %u, "
         "\"waiting\": %u, \"resealed\": %u, \"trouble\": %u, \"http\": %u, \"next_ms\": %" PRId64
         ", \"took_ms\": %" PRId64 "}\n",
         sotto_status_name(status), got.sent, got.refused, got.retried, got.held, got.waiting,
         got.resealed, got.trouble, got.http_status, got.next_ms, clock_ms() - in->began_ms);
}

static void fetch(host *in) {
  sotto_deliver_fetched got;
  in->began_ms = clock_ms();
  const sotto_status status = sotto_deliver_pack(in->profile, &in->options, &got);
  printf("{\"status\": \"%s\", \"outcome\": %u, \"trouble\": %u, \"http\": %u, \"from\": %" PRIu64
         ", \"received\": %" PRIu64 ", \"next_ms\": %" PRId64 "}\n",
         sotto_status_name(status), got.outcome, got.trouble, got.http_status, got.resumed_from,
         got.received, got.next_ms);
}

static void facts(host *in) {
  sotto_pack_info info = {.struct_size = sizeof info};
  const sotto_status status = sotto_pack_get(in->profile, &info);
  printf("{\"status\": \"%s\", \"sequence\": %" PRIu64 "}\n", sotto_status_name(status),
         info.sequence);
}

static void read_keys(host *in, const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) exit(2);
  in->options.relay_keys = (sotto_bytes){in->keys, fread(in->keys, 1, sizeof in->keys, file)};
  fclose(file);
}

static void pin(host *in, char *value) {
  char *comma = strchr(value, ',');
  if (!comma) exit(2);
  *comma = 0;
  in->pin = (sotto_deliver_pin){value, comma + 1};
  in->options.pins = &in->pin;
  in->options.pin_count = 1;
}

/* Options that are a text, by their word. */
static const char **text_option(host *in, const char *word, size_t size) {
  const struct {
    const char *word;
    const char **option;
  } texts[] = {{"collector", &in->options.collector_url},
               {"pack", &in->options.pack_url},
               {"packs", &in->options.pack_directory},
               {"list", &in->options.list_url},
               {"listed", &in->listed},
               {"ca", &in->options.ca_file},
               {"relay", &in->options.relay_url},
               {"trusted", &in->trusted}};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    if (strlen(texts[i].word) == size && strncmp(texts[i].word, word, size) == 0)
      return texts[i].option;
  return NULL;
}

static int is(const char *word, size_t size, const char *wanted) {
  return strlen(wanted) == size && strncmp(word, wanted, size) == 0;
}

static int number_option(host *in, const char *word, size_t size, const char *value) {
  const long long number = value ? strtoll(value, NULL, 10) : 1;
  sotto_deliver_options *options = &in->options;
  if (is(word, size, "deadline"))
    options->deadline_ms = (uint32_t)number;
  else if (is(word, size, "stall"))
    options->stall_ms = (uint32_t)number;
  else if (is(word, size, "most"))
    options->reports_most = (uint32_t)number;
  else if (is(word, size, "pack_most"))
    options->pack_bytes_most = (uint64_t)number;
  else if (is(word, size, "http"))
    options->allow_loopback = 1;
  else if (is(word, size, "one"))
    options->one_connection = 1;
  else if (is(word, size, "cancel"))
    in->cancel_ms = number;
  else if (is(word, size, "withdraw"))
    in->withdraw_ms = number;
  else
    return 0;
  return 1;
}

/* 1: the word was an option. */
static int option(host *in, char *word) {
  char *equals = strchr(word, '=');
  const size_t size = equals ? (size_t)(equals - word) : strlen(word);
  char *value = equals ? equals + 1 : NULL;
  const char **text = text_option(in, word, size);
  if (text)
    *text = value;
  else if (is(word, size, "pin"))
    pin(in, value);
  else if (is(word, size, "keys"))
    read_keys(in, value);
  else
    return number_option(in, word, size, value);
  return 1;
}

static void show(host *in) {
  const sotto_status status = sotto_outbox_each(in->profile, show_it, NULL);
  if (status) say("show", status);
}

static void pass_weeks(host *in, long weeks) {
  for (; weeks > 0; weeks--) {
    in->now_ms += 7 * INT64_C(86400000);
    if (sotto_tick(in->profile)) exit(2);
  }
  printf("{\"now_ms\": %" PRId64 "}\n", in->now_ms);
}

static void act(host *in, const char *word) {
  static const struct {
    const char *word;
    void (*act)(host *in);
  } acts[] = {
      {"answer", answer}, {"outbox", outbox}, {"fetch", fetch}, {"facts", facts}, {"show", show}};
  for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
    if (strcmp(acts[i].word, word) == 0) {
      acts[i].act(in);
      return;
    }
  if (strncmp(word, "install=", 8) == 0)
    say("install", sotto_pack_install(in->profile, word + 8));
  else if (strncmp(word, "weeks=", 6) == 0)
    pass_weeks(in, strtol(word + 6, NULL, 10));
  else
    exit(2);
}

int main(int count, char **words) {
  static host in;
  sotto_port port;
  if (count < 4 || sodium_init() < 0) return 2;
  the_host = &in;
  in.now_ms = strtoll(words[2], NULL, 10);
  sotto_deliver_options_init(&in.options);
  in.options.clock_now = tell_time;
  in.options.cancel = is_enough;
  in.options.context = &in;
  in.options.pace = &in.pace;
  setvbuf(stdout, NULL, _IOLBF, 0);
  int at = 3;
  while (at < count && option(&in, words[at])) at++;
  in.options.list_path = in.listed;
  open_profile(&in, words[1], &port);
  for (; at < count; at++) act(&in, words[at]);
  sotto_close(in.profile);
  return 0;
}
