/*
 * sotto-audit: check Sotto's promises on a profile of your own, trusting as little as you can. Uses
 * public headers only and changes nothing: it opens a copy.
 */
#include <getopt.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "checks.h"

static const char usage_text[] =
    "usage: sotto-audit stored   PROFILE   what is kept, by category\n"
    "       sotto-audit left     PROFILE   every report: words, bytes, cost\n"
    "       sotto-audit ledger   PROFILE   the budget against the audit log\n"
    "       sotto-audit verify   PROFILE   the audit log, every cost from its threshold\n"
    "       sotto-audit wire     PROFILE   what an app really sent (--sent FILE)\n"
    "       sotto-audit pack    [PROFILE]  packs against the public list\n"
    "       sotto-audit all      PROFILE   all of these that the options allow\n"
    "       sotto-audit export   PROFILE   the audit log with its key, for verify.py\n"
    "       sotto-audit epsilon            the black box, by fresh devices in memory\n"
    "       sotto-audit erase-proof        an old copy opens no more\n"
    "       sotto-audit --privacy-table    the questions of NIST SP 800-226; with --pack, what\n"
    "                                      it asks by split trust\n"
    "\n"
    "  PROFILE             the profile's directory, and one of\n"
    "  --key FILE          the key file of the insecure_file store\n"
    "  --passphrase FILE   a file whose first line is the passphrase\n"
    "  --trust FILE        brand.public: the key packs are signed with\n"
    "  --pack FILE         a pack to compare; may be given again\n"
    "  --list FILE         the brand's public list; a second one is compared\n"
    "  --sent FILE         strace log, proxy recording or .sottoreports\n"
    "  --other FILE        wire: the same app's recording on another device, for its\n"
    "                      request heads; may be given again\n"
    "  --copy DIR          erase-proof: the directory as it was before\n"
    "  --image FILE        erase-proof: also search this; may be given again\n"
    "  --pid N             erase-proof: also search this process; may be given again\n"
    "  --runs N            epsilon: answers to ask for (default 20000), 24 of a device\n"
    "  --epsilon MICRO     epsilon: what an answer is to cost (default 1000000, the most\n"
    "                      that a device pays)\n"
    "  --html FILE         also write a dashboard      --locale en|es\n"
    "\n"
    "exit: 0 all that was checked holds, 1 something does not, 2 called wrongly\n";

/* What was given for each option, in the order of the table below. */
enum {
  KEY,
  PASSPHRASE,
  TRUST,
  PACK,
  LIST,
  SENT,
  OTHER,
  COPY,
  IMAGE,
  PID,
  RUNS,
  EPSILON,
  HTML,
  LOCALE,
  OPTIONS
};

#define WORDS_MAX 8

typedef struct given_words {
  const char *words[WORDS_MAX];
  size_t count;
} given_words;

static const struct option known[] = {
    {"key", 1, NULL, KEY},      {"passphrase", 1, NULL, PASSPHRASE},
    {"trust", 1, NULL, TRUST},  {"pack", 1, NULL, PACK},
    {"list", 1, NULL, LIST},    {"sent", 1, NULL, SENT},
    {"other", 1, NULL, OTHER},  {"copy", 1, NULL, COPY},
    {"image", 1, NULL, IMAGE},  {"pid", 1, NULL, PID},
    {"runs", 1, NULL, RUNS},    {"epsilon", 1, NULL, EPSILON},
    {"html", 1, NULL, HTML},    {"locale", 1, NULL, LOCALE},
    {"help", 0, NULL, OPTIONS}, {NULL, 0, NULL, 0},
};

typedef struct audit_options {
  const char *command;
  const char *directory;
  given_words given[OPTIONS];
  uint8_t brand_key[32];
} audit_options;

enum { GOOD = 0, BROKEN = 1, CALL = 2 };

static int call_wrong(const char *words) {
  fprintf(stderr, "sotto-audit: %s Try --help.\n", words);
  return CALL;
}

static const char *word(const audit_options *options, int option) {
  return options->given[option].words[0];
}

/* A number of 32 bits; 0 for what is none. The last one given counts. */
static uint32_t number(const audit_options *options, int option, uint32_t otherwise) {
  const given_words *given = &options->given[option];
  if (!given->count) return otherwise;
  const char *text = given->words[given->count - 1];
  const size_t digits = strspn(text, "0123456789");
  const uint64_t value = strtoull(text, NULL, 10);
  return text[digits] || value > UINT32_MAX ? 0 : (uint32_t)value;
}

static int is(const audit_options *options, const char *command) {
  return strcmp(options->command, command) == 0;
}

/* brand.public: JSON with both public halves. */
static int read_trust(audit_options *options) {
  if (!word(options, TRUST)) return 1;
  json_t *document = json_load_file(word(options, TRUST), 0, NULL);
  const char *hex = json_string_value(json_object_get(document, "signing_key"));
  const int good = hex && strlen(hex) == 64;
  for (int i = 0; good && i < 32; i++) {
    const char digits[3] = {hex[2 * i], hex[2 * i + 1], '\0'};
    options->brand_key[i] = (uint8_t)strtoul(digits, NULL, 16);
  }
  json_decref(document);
  return good;
}

static check_packs packs_of(const audit_options *options) {
  check_packs packs = {.pack_count = options->given[PACK].count,
                       .list_count =
                           options->given[LIST].count > 2 ? 2 : options->given[LIST].count,
                       .brand_key = word(options, TRUST) ? options->brand_key : NULL};
  memcpy(packs.packs, options->given[PACK].words, sizeof packs.packs);
  memcpy(packs.lists, options->given[LIST].words, sizeof packs.lists);
  return packs;
}

static sotto_status print_chunk(void *context, sotto_bytes chunk) {
  (void)context;
  return fwrite(chunk.data, 1, chunk.size, stdout) == chunk.size ? SOTTO_OK : SOTTO_E_STORAGE;
}

/* What needs the profile alone. */
static const struct {
  const char *command;
  void (*check)(page *out, const examined *subject);
} looks[] = {{"stored", check_stored},
             {"left", check_left},
             {"ledger", check_ledger},
             {"verify", check_verify}};

static int look_at(page *out, const audit_options *options, const examined *subject) {
  const int all = is(options, "all");
  const check_packs packs = packs_of(options);
  for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
    if (all || is(options, looks[i].command)) looks[i].check(out, subject);
  if ((all || is(options, "pack")) && packs.brand_key) check_pack(out, subject, &packs);
  const int wire = (all || is(options, "wire")) && word(options, SENT);
  check_sent sent = {.path = word(options, SENT), .other_count = options->given[OTHER].count};
  memcpy(sent.others, options->given[OTHER].words, sizeof sent.others);
  return wire ? check_wire(out, subject, &sent) : 1;
}

static int with_profile(page *out, const audit_options *options) {
  examined subject;
  const examined_place place = {.directory = options->directory,
                                .key_file = word(options, KEY),
                                .passphrase_file = word(options, PASSPHRASE),
                                .locale = word(options, LOCALE) ? word(options, LOCALE) : "en",
                                .pack_key = word(options, TRUST) ? options->brand_key : NULL};
  if (!place.directory) return call_wrong("Which profile?");
  if (!place.key_file && !place.passphrase_file)
    return call_wrong("A profile needs --key or --passphrase.");
  if (!examined_open(&subject, &place)) return BROKEN;
  int good = is(options, "export")
                 ? sotto_audit_export(subject.profile, print_chunk, NULL) == SOTTO_OK
                 : look_at(out, options, &subject);
  examined_close(&subject);
  return good ? GOOD : BROKEN;
}

static int with_recording(page *out, const audit_options *options) {
  return word(options, SENT) ? with_profile(out, options) : call_wrong("wire needs --sent FILE.");
}

static int prove_erased(page *out, const audit_options *options) {
  check_remains remains = {.copy = word(options, COPY),
                           .key_file = word(options, KEY),
                           .image_count = options->given[IMAGE].count,
                           .process_count = options->given[PID].count};
  memcpy(remains.images, options->given[IMAGE].words, sizeof remains.images);
  memcpy(remains.processes, options->given[PID].words, sizeof remains.processes);
  if (!remains.copy && (remains.image_count || remains.process_count))
    return call_wrong("--image and --pid need --copy: the profile whose keys to look for.");
  if (remains.copy && !remains.key_file)
    return call_wrong("--copy needs --key: where the secret was.");
  return check_erased(out, &remains) ? GOOD : BROKEN;
}

static int compare_packs(page *out, const audit_options *options) {
  const check_packs packs = packs_of(options);
  if (!packs.brand_key) return call_wrong("pack needs --trust brand.public.");
  if (options->directory) return with_profile(out, options);
  check_pack(out, NULL, &packs);
  return GOOD;
}

static int ask_devices(page *out, const audit_options *options) {
  const uint32_t runs = number(options, RUNS, 20000);
  const uint32_t epsilon_micro = number(options, EPSILON, 1000000);
  if (runs < 100) return call_wrong("--runs takes a number from 100 on.");
  if (!epsilon_micro) return call_wrong("--epsilon takes a number of micro-epsilon.");
  return check_epsilon(out, runs, epsilon_micro) ? GOOD : BROKEN;
}

#define BIT(option) (1u << (option))
#define OPENS (BIT(KEY) | BIT(PASSPHRASE) | BIT(TRUST) | BIT(HTML) | BIT(LOCALE))
#define PACKS (BIT(TRUST) | BIT(PACK) | BIT(LIST))
#define WIRE (BIT(SENT) | BIT(OTHER))

static const struct {
  const char *command;
  int (*run)(page *out, const audit_options *options);
  uint32_t takes; /* options, as bits */
} commands[] = {
    {"stored", with_profile, OPENS},
    {"left", with_profile, OPENS},
    {"ledger", with_profile, OPENS},
    {"verify", with_profile, OPENS},
    {"wire", with_recording, OPENS | WIRE},
    {"all", with_profile, OPENS | PACKS | WIRE},
    {"export", with_profile, BIT(KEY) | BIT(PASSPHRASE)},
    {"pack", compare_packs, OPENS | PACKS},
    {"epsilon", ask_devices, BIT(RUNS) | BIT(EPSILON) | BIT(HTML)},
    {"erase-proof", prove_erased, BIT(COPY) | BIT(KEY) | BIT(IMAGE) | BIT(PID) | BIT(HTML)}};

/* An option that would be passed over is refused: it may have been meant. */
static int takes_all(const audit_options *options, uint32_t takes) {
  for (int i = 0; i < OPTIONS; i++)
    if (options->given[i].count && !(takes & BIT(i))) {
      fprintf(stderr, "sotto-audit: %s takes no --%s. Try --help.\n", options->command,
              known[i].name);
      return 0;
    }
  return !options->directory || (takes & BIT(KEY) && !is(options, "erase-proof"));
}

/* The words of the auditor's reports are in these languages. */
static int locale_known(const audit_options *options) {
  const char *locale = word(options, LOCALE);
  return !locale || strcmp(locale, "en") == 0 || strcmp(locale, "es") == 0;
}

/* With the page around it, but for what is written for a program. */
static int run(const audit_options *options, size_t command) {
  page out;
  if (!takes_all(options, commands[command].takes))
    return call_wrong("Something given is of no use to this command.");
  if (!locale_known(options)) return call_wrong("--locale is en or es.");
  if (word(options, OTHER) && !word(options, SENT)) return call_wrong("--other needs --sent.");
  if (is(options, "export")) return commands[command].run(NULL, options);
  if (!page_begin(&out, word(options, HTML))) return call_wrong("The dashboard cannot be written.");
  const int code = commands[command].run(&out, options);
  if (code == CALL) return CALL;
  return page_end(&out) && code == GOOD ? GOOD : BROKEN;
}

/* Gives -1 to go on, else an exit code. */
static int read_options(int argc, char **argv, audit_options *ret_options) {
  for (int option; (option = getopt_long(argc, argv, "", known, NULL)) != -1;) {
    if (option == OPTIONS) return fputs(usage_text, stdout) < 0;
    given_words *given = option >= 0 && option < OPTIONS ? &ret_options->given[option] : NULL;
    if (!given || given->count == WORDS_MAX) return call_wrong("An option is not right.");
    given->words[given->count++] = optarg;
  }
  if (!read_trust(ret_options)) return call_wrong("--trust is no brand.public.");
  const size_t packs = ret_options->given[PACK].count + ret_options->given[LIST].count;
  return word(ret_options, TRUST) || !packs ? -1 : call_wrong("--pack and --list need --trust.");
}

static int print_table(int argc, char **argv) {
  audit_options options = {.command = "--privacy-table"};
  const int code = read_options(argc - 1, argv + 1, &options);
  if (code >= 0) return code;
  if (optind < argc - 1 || options.given[PACK].count > 1 ||
      !takes_all(&options, BIT(PACK) | BIT(TRUST)))
    return call_wrong("--privacy-table takes at most one --pack and --trust.");
  return privacy_table(word(&options, PACK), word(&options, TRUST) ? options.brand_key : NULL)
             ? GOOD
             : BROKEN;
}

int main(int argc, char **argv) {
  audit_options options = {.command = NULL};
  if (argc > 1 && strcmp(argv[1], "--privacy-table") == 0) return print_table(argc, argv);
  const int code = read_options(argc, argv, &options);
  if (code >= 0) return code;
  if (optind >= argc || optind + 2 < argc)
    return call_wrong("One command and at most one profile, please.");
  options.command = argv[optind];
  options.directory = optind + 1 < argc ? argv[optind + 1] : NULL;
  for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
    if (is(&options, commands[i].command)) return run(&options, i);
  return call_wrong("There is no such command.");
}
