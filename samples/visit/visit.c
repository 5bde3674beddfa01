/*
 * sotto-visit: plays a story of visits aloud, through the public interface only. What the shopper
 * does, what the shop would show and why, what the device keeps, what would leave and what it
 * costs.
 *
 *   sotto-visit PACK BRAND.PUBLIC STORY DIRECTORY LOCALE OUT.sottoreports LIST KEY
 *
 * The story is data, so any catalogue can be played. The clock is the story's. Only a pack in the
 * public LIST is installed. KEY is where the key store's secret is left at the end, so that an
 * auditor can open the profile; a real device never writes it to a file.
 */
#include "stage.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hands_over.h"
#include "keeps.h"
#include "leaves.h"

typedef struct player {
  stage device;
  sotto *profile;
  int64_t monday_ms; /* day 0 */
  const char *locale;
  int day;
} player;

static void narrate(const player *play, const char *text) {
  const char *bar = strstr(text, " | ");
  int size = bar ? (int)(bar - text) : (int)strlen(text);
  if (bar && *stage_say(play->locale, "", "es"))
    printf("\n  %s\n", bar + 3);
  else
    printf("\n  %.*s\n", size, text);
}

/** A fact has no number; a contribution shows its own. */
static uint32_t show_reason(void *context, const sotto_reason *reason) {
  int *left = context;
  if (reason->text.size == 0) return 0;
  if (reason->score_micro)
    printf("        %+6.2f  ", (double)reason->score_micro / 1e6);
  else
    printf("                ");
  stage_print(16, reason->text);
  return --*left == 0;
}

/* Of the reasons of what completes a cart: the occasion, else the first. */
static uint32_t show_bundle(void *context, const sotto_reason *reason) {
  int *left = context;
  if (reason->kind != SOTTO_REASON_BUNDLE && *left != 6) return 0;
  *left = 5;
  return show_reason(&(int){2}, reason);
}

static const char *state_name(const player *play, sotto_mindset state) {
  static const char *const spanish[] = {"con curiosidad", "con interés", "con decisión",
                                        "satisfecha",     "fiel",        "alejándose"};
  return stage_say(play->locale, sotto_mindset_name(state), spanish[state]);
}

static void say_mindset(player *play) {
  sotto_mindset_info info;
  int left = 4;
  stage_check(sotto_mindset_get(play->profile, &info), "mindset");
  printf("    %s: %s, %s %.0f %%\n", stage_say(play->locale, "mindset", "estado de ánimo"),
         state_name(play, info.state),
         stage_say(play->locale, "purchase score", "probabilidad de compra"),
         info.purchase_score * 100);
  stage_check(sotto_mindset_explain(play->profile, show_reason, &left), "mindset reasons");
}

#ifdef SOTTO_WITH_AUDIENCE
static uint32_t show_audience(void *context, const sotto_audience *audience) {
  const player *play = context;
  printf("    %s \"%.*s\":\n", stage_say(play->locale, "in the audience", "en el grupo"),
         (int)audience->label.size, audience->label.data);
  for (size_t i = 0; i < audience->reason_count; i++) {
    printf("                ");
    stage_print(16, audience->reasons[i].text);
  }
  return 0;
}

static void say_audiences(player *play) {
  stage_check(sotto_audience_each(play->profile, show_audience, play), "audiences");
}
#else
static void say_audiences(player *play) {
  (void)play; /* this build has none */
}
#endif

/* Picks for a slot, or (without one) what completes the cart on an item's page. */
static void say_picks(player *play, const char *slot, const char *item) {
  sotto_request request;
  sotto_pick picks[6];
  size_t count = *slot ? 4 : 6;
  sotto_request_init(&request);
  request.slot = stage_text(slot);
  request.item = stage_text(item);
  request.limit = (uint32_t)count;
  request.complete = !*slot;
  stage_check(sotto_recommend(play->profile, &request, picks, &count), "picks");
  if (*slot)
    printf("    %s \"%s\":\n", stage_say(play->locale, "picks for", "para"), slot);
  else
    printf("    %s:\n",
           stage_say(play->locale, "to complete the cart", "para completar el carrito"));
  for (size_t i = 0; i < count; i++) {
    int left = *slot ? 2 : 6;
    printf("      %zu. %6.2f  ", i + 1, (double)picks[i].price_minor / 100);
    stage_print(17, picks[i].title);
    stage_check(
        sotto_pick_explain(play->profile, picks[i].id, *slot ? show_reason : show_bundle, &left),
        "reasons");
  }
}

#ifdef SOTTO_WITH_NEED
/* Those that are likelier than not, and what speaks for them. */
static uint32_t show_need(void *context, const sotto_need_info *need) {
  const player *play = context;
  if (need->score < .5) return 1;
  printf("    %s: %.*s, %.0f %%\n", stage_say(play->locale, "needs", "necesita"),
         (int)need->words.size, need->words.data, need->score * 100);
  for (size_t i = 0; i < need->fact_count; i++) {
    printf("                ");
    stage_print(16, need->facts[i].text);
  }
  return 0;
}

static void say_needs(player *play) {
  stage_check(sotto_need_each(play->profile, show_need, play), "needs");
}
#else
static void say_needs(player *play) {
  (void)play; /* this build has none */
}
#endif

#ifdef SOTTO_WITH_CHOOSE
/* What a slot shows of its arms, and why; a pack without the slot has nothing to show. */
static void say_choice(player *play, const char *slot, const char *item) {
  sotto_choice_request request;
  sotto_choice choice;
  int left = 4;
  sotto_choice_request_init(&request);
  request.slot = stage_text(slot);
  request.item = stage_text(item);
  request.seed = 1; /* the story reads the same each time */
  sotto_status status = sotto_choose(play->profile, &request, &choice);
  if (status == SOTTO_E_MISSING) return;
  stage_check(status, "choice");
  printf("    %s \"%s\":\n      %.*s: ", stage_say(play->locale, "shown in", "se muestra en"), slot,
         (int)choice.label.size, choice.label.data);
  stage_print(8 + choice.label.size, choice.content);
  stage_check(sotto_choice_explain(play->profile, choice.decision, show_reason, &left), "why");
}
#else
# define say_choice(play, slot, item) ((void)0)
#endif

static sotto_page page_of(const char *name) {
  static const char *const names[] = {"other", "home", "info", "detail", "account", "download"};
  for (sotto_page page = 0; page < sizeof names / sizeof *names; page++)
    if (strcmp(name, names[page]) == 0) return page;
  return SOTTO_PAGE_OTHER;
}

static void record(player *play, const char *name, const char *item, const char *count) {
  sotto_event event;
  sotto_text title = {"", 0};
  sotto_event_init(&event);
  event.type = sotto_event_type_of(stage_text(name));
  event.quantity = (uint32_t)strtoul(count, NULL, 10);
  if (event.type == SOTTO_EVENT_SCREEN)
    event.page = page_of(item);
  else
    event.item = stage_text(item);
  if (event.type == SOTTO_EVENT_DWELL) event.dwell_ms = 45000;
  if (event.type == SOTTO_EVENT_SEARCH) event.result_count = 12;
  stage_check(sotto_record(play->profile, &event), name);
  if (event.item.size && sotto_item_title(play->profile, event.item, &title) != SOTTO_OK)
    title = event.item;
  if (!event.item.size) title = stage_text(item);
  printf("    %-16s %.*s\n", name, (int)title.size, title.data);
  play->device.now_ms += 40000;
}

static void move_clock(player *play, int day, int hour, int minute) {
  static const char *const names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                      "Friday", "Saturday", "Sunday"};
  static const char *const nombres[] = {"lunes",   "martes", "miércoles", "jueves",
                                        "viernes", "sábado", "domingo"};
  stage_check(sotto_session_end(play->profile), "session end");
  /* A phone is on every day: the weeks between visits pass one by one. */
  for (; play->day < day; play->day++) {
    play->device.now_ms = play->monday_ms + (int64_t)(play->day + 1) * 86400000;
    stage_check(sotto_tick(play->profile), "tick");
  }
  play->device.now_ms = play->monday_ms + (int64_t)day * 86400000 + (hour * 60 + minute) * 60000LL;
  printf("\n%s %d, %s, %02d:%02d\n", stage_say(play->locale, "Day", "Día"), day + 1,
         stage_say(play->locale, names[day % 7], nombres[day % 7]), hour, minute);
}

static void prefer(player *play, const char *key, const char *value, const char *strength) {
  int32_t points = (int32_t)strtol(strength, NULL, 10);
  stage_check(sotto_state_preference(play->profile, stage_text(key), stage_text(value), points),
              "preference");
  printf("    \"%s: %s\" (%s)\n", key, value, strength);
}

/* What is said of the moment; 0 for a line that says nothing. */
static int tell(player *play, const char *what, const char *slot, const char *item) {
  if (strcmp(what, "mindset") == 0)
    say_mindset(play);
  else if (strcmp(what, "audiences") == 0)
    say_audiences(play);
  else if (strcmp(what, "needs") == 0)
    say_needs(play);
  else if (strcmp(what, "picks") == 0)
    say_picks(play, slot, item);
  else if (strcmp(what, "complete") == 0)
    say_picks(play, "", slot);
  else if (strcmp(what, "shows") == 0)
    say_choice(play, slot, item);
  else
    return 0;
  return 1;
}

static void play_line(player *play, char *line) {
  char words[4][128] = {"", "", "", ""};
  int day, hour, minute;
  line[strcspn(line, "\r\n")] = 0;
  if (line[0] == '#' || line[0] == 0) return;
  if (strncmp(line, "say ", 4) == 0) {
    narrate(play, line + 4);
    return;
  }
  sscanf(line, "%127s %127s %127s %127s", words[0], words[1], words[2], words[3]);
  if (tell(play, words[0], words[1], words[2])) return;
  if (sscanf(line, "day %d %d:%d", &day, &hour, &minute) == 3)
    move_clock(play, day, hour, minute);
  else if (strcmp(words[0], "not") == 0)
    stage_check(sotto_pick_dismiss(play->profile, stage_text(words[1])), "not this");
  else if (strcmp(words[0], "prefer") == 0)
    prefer(play, words[1], words[2], words[3]);
  else
    record(play, words[0], words[1], words[2]);
}

static void play_story(player *play, const char *path) {
  char line[512];
  FILE *story = fopen(path, "r");
  if (!story) {
    fprintf(stderr, "Cannot read the story %s.\n", path);
    exit(2);
  }
  while (fgets(line, sizeof line, story)) play_line(play, line);
  fclose(story);
}

static uint8_t brand_key[32];

static void open_profile(player *play, char **argv) {
  sotto_options options;
  sotto_consent consent;
  sotto_port port;
  stage_brand_key(argv[2], brand_key);
  play->monday_ms = stage_monday(argv[1], brand_key);
  stage_set(&play->device, play->monday_ms);
  stage_port(&play->device, &port);
  stage_consent(&consent);
  sotto_options_init(&options);
  options.directory = argv[4];
  options.locale = argv[5];
  options.pack_keys[0] = brand_key;
  options.pack_list = argv[7];
  stage_check(sotto_open(&options, &consent, &port, &play->profile), "open");
  stage_check(sotto_pack_install(play->profile, argv[1]), "pack");
}

int main(int argc, char **argv) {
  player play = {.day = 0};
  if (argc != 9) {
    fprintf(stderr, "usage: sotto-visit PACK BRAND.PUBLIC STORY DIRECTORY LOCALE OUT LIST KEY\n");
    return 2;
  }
  play.locale = argv[5];
  open_profile(&play, argv);
  play_story(&play, argv[3]);
  stage_check(sotto_flush(play.profile), "flush");
  if (strcmp(argv[6], "-") != 0) { /* else the story alone */
    keeps_show(play.profile, argv[4], argv[3], play.locale);
    leaves_show(play.profile, argv[6], play.locale);
    hands_over_show(&(hands_over){play.profile, &play.device, argv[1], brand_key, play.locale});
  }
  sotto_close(play.profile);
  stage_leave_key(&play.device, argv[8]);
  return 0;
}
