/*
 * sotto-kiosk: a walk-up screen in a shop. Reads its command and settings, and calls one of them.
 */
#include <getopt.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "kiosk_desk.h"
#include "kiosk_keeper.h"
#include "kiosk_store.h"
#include "kiosk_usb.h"
#include "kiosk_window.h"

static const char usage_text[] =
    "usage: sotto-kiosk COMMAND FOLDER [FILE] [options]\n"
    "\n"
    "  provision FOLDER --store STORE --key FILE --pack FILE --trust FILE\n"
    "            [--list FILE] [--tpm2-tcti TEXT] [--tpm2-nv-index N] [--catalogue DIR]\n"
    "            [--pictures DIR] [--port N] [--idle-ms N]\n"
    "            [--warn-ms N] [--fresh-browser 0|1] [--shift-clock-ms N]\n"
    "                                makes a kiosk; STORE is one of: %s\n"
    "  serve FOLDER [--start-page FILE]\n"
    "                                serves the page on 127.0.0.1 until SIGTERM\n"
    "  browser FOLDER -- BROWSER FLAG...\n"
    "                                keeps a browser on the screen, a new one for each visitor\n"
    "                                (provision with --fresh-browser 1)\n"
    "  status FOLDER [--json]        how the kiosk is; exits 1 where something is wrong\n"
    "  import-pack FOLDER FILE       checks and installs a pack, from a stick say\n"
    "  export-outbox FOLDER FILE     writes the reports that may leave now to a new file\n"
    "  settle FOLDER FILE            takes them off the outbox once the brand has loaded them\n"
    "  plan FOLDER [--visits N]      what 20, 200 and 2,000 kiosks tell the brand; N a week each\n"
    "  erase FOLDER                  destroys the kiosk's key and profile\n";

/* What the command line said. */
typedef struct words {
  kiosk_config config;
  kiosk_provisioning from;
  const char *folder, *file, *start_page;
  char *const *command; /* from the first argument on that is no option */
  uint64_t visits;
  int as_json, bad;
} words;

static const struct option options[] = {
    {"store", 1, NULL, 's'},          {"key", 1, NULL, 'k'},           {"pack", 1, NULL, 'p'},
    {"trust", 1, NULL, 't'},          {"list", 1, NULL, 'l'},          {"tpm2-tcti", 1, NULL, 'x'},
    {"tpm2-nv-index", 1, NULL, 'n'},  {"catalogue", 1, NULL, 'c'},     {"pictures", 1, NULL, 'i'},
    {"port", 1, NULL, 'P'},           {"idle-ms", 1, NULL, 'I'},       {"warn-ms", 1, NULL, 'W'},
    {"shift-clock-ms", 1, NULL, 'C'}, {"fresh-browser", 1, NULL, 'f'}, {"visits", 1, NULL, 'v'},
    {"start-page", 1, NULL, 'S'},     {"json", 0, NULL, 'j'},          {NULL, 0, NULL, 0}};

static int usage(void) {
  fprintf(stderr, usage_text, kiosk_store_names());
  return 2;
}

/* Where a text or a number of an option goes; both NULL for one that is none. */
typedef struct target {
  char *text;
  uint64_t *number;
  const char **pointer;
  size_t room;
} target;

#define PATH(member)                                                                               \
 { to->config.member, NULL, NULL, sizeof to->config.member }

static target target_of(words *to, int option) {
  const struct {
    int option;
    target at;
  } table[] = {{'s', PATH(store)},
               {'k', PATH(key_file)},
               {'l', PATH(list)},
               {'c', PATH(catalogue)},
               {'i', PATH(pictures)},
               {'x', PATH(tpm2_tcti)},
               {'n', {NULL, &to->config.tpm2_nv_index, NULL, 0}},
               {'P', {NULL, &to->config.port, NULL, 0}},
               {'I', {NULL, &to->config.idle_ms, NULL, 0}},
               {'W', {NULL, &to->config.warn_ms, NULL, 0}},
               {'C', {NULL, &to->config.shift_clock_ms, NULL, 0}},
               {'f', {NULL, &to->config.fresh_browser, NULL, 0}},
               {'v', {NULL, &to->visits, NULL, 0}},
               {'p', {NULL, NULL, &to->from.pack, 0}},
               {'t', {NULL, NULL, &to->from.trust, 0}},
               {'S', {NULL, NULL, &to->start_page, 0}}};
  for (size_t i = 0; i < sizeof table / sizeof *table; i++)
    if (table[i].option == option) return table[i].at;
  return (target){NULL, NULL, NULL, 0};
}

/* Files that a service reads later are named from the root; other texts stay as they are. */
static int take_text(const target *at, const char *value, int as_is) {
  char *whole = !as_is && strchr(value, '/') ? realpath(value, NULL) : NULL;
  const char *text = whole ? whole : value;
  const int fits = snprintf(at->text, at->room, "%s", text) < (int)at->room;
  free(whole);
  return fits ? 0 : -1;
}

static int take_number(uint64_t *ret_number, const char *value) {
  char *end = NULL;
  const unsigned long long number = strtoull(value, &end, 10);
  if (*value < '0' || *value > '9' || *end || number > INT64_MAX) return -1;
  *ret_number = number;
  return 0;
}

static int take(words *to, int option, const char *value) {
  const target at = target_of(to, option);
  if (option == 'j') to->as_json = 1;
  if (at.pointer) *at.pointer = value;
  if (at.number) return take_number(at.number, value);
  if (at.text) return take_text(&at, value, option == 'x');
  return at.pointer || option == 'j' ? 0 : -1;
}

static int provision(words *with) {
  const kiosk_config *config = &with->config;
  if (!config->store[0] || !config->key_file[0] || !with->from.pack || !with->from.trust)
    return usage();
  if (config->port > 65535 || config->warn_ms >= config->idle_ms ||
      config->idle_ms > KIOSK_IDLE_MOST_MS)
    return usage();
  return kiosk_desk_provision(&with->config, &with->from);
}

static int serve(words *with) {
  char path[KIOSK_PATH_MAX];
  kiosk_config_path(&with->config, "run/start.html", path);
  return kiosk_keeper_run(&with->config, with->start_page ? with->start_page : path);
}

static int browser(words *with) {
  return kiosk_window_run(&with->config, with->command);
}
static int visit(words *with) {
  return kiosk_keeper_visit(&with->config);
}
static int status(words *with) {
  return kiosk_desk_status(&with->config, with->as_json);
}
static int plan(words *with) {
  return kiosk_desk_plan(&with->config, with->visits);
}
static int erase(words *with) {
  return kiosk_desk_erase(&with->config);
}
static int import(words *with) {
  return kiosk_usb_import_pack(&with->config, with->file);
}
static int export(words *with) {
  return kiosk_usb_export_outbox(&with->config, with->file);
}
static int settle(words *with) {
  return kiosk_usb_settle(&with->config, with->file);
}

static const struct {
  const char *name;
  int arguments; /* folder, file; 3: folder and any number more */
  int (*run)(words *with);
} commands[] = {{"provision", 1, provision},  {"browser", 3, browser},
                {"serve", 1, serve},          {"visit", 1, visit},
                {"status", 1, status},        {"plan", 1, plan},
                {"erase", 1, erase},          {"import-pack", 2, import},
                {"export-outbox", 2, export}, {"settle", 2, settle}};

static int run(words *with, const char *name, int arguments) {
  for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
    if (strcmp(commands[i].name, name) != 0) continue;
    if (commands[i].arguments > 2 ? arguments < 2 : arguments != commands[i].arguments)
      return usage();
    if (commands[i].run != provision && kiosk_config_read(&with->config, with->folder)) return 1;
    return commands[i].run(with);
  }
  return usage();
}

int main(int argc, char **argv) {
  static words with;
  umask(077);
  if (sodium_init() < 0) return 1;
  kiosk_config_init(&with.config, "");
  with.visits = 150;
  for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;)
    with.bad |= option == '?' || take(&with, option, optarg);
  if (with.bad || argc - optind < 2) return usage();
  with.folder = argv[optind + 1];
  with.file = argc - optind > 2 ? argv[optind + 2] : NULL;
  with.command = argv + optind + 2;
  const size_t size = strlen(with.folder);
  if (!size || size >= sizeof with.config.root) return usage();
  memcpy(with.config.root, with.folder, size + 1);
  return run(&with, argv[optind], argc - optind - 1);
}
