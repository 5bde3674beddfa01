/*
 * Handing over: see hands_over.h. Three parties in one process, each with what it would have: the
 * phone its profile on disk, the kiosk a profile in memory, the desk a key and nothing else. Bytes
 * go from one to the other as they would through a cable. Knows nothing of any catalogue.
 */
#include "hands_over.h"

#include <stdio.h>

#ifdef SOTTO_WITH_BRIEF
# define INDENT 6

static uint8_t sealed[SOTTO_CARRY_SEALED_MAX];

/* The shop: a kiosk with its visitor. */
typedef struct shop {
  const hands_over *play;
  stage kiosk;
  sotto_port port;
  sotto *visitor;
} shop;

static const char *pick_word(const hands_over *play, const char *english, const char *spanish) {
  return stage_say(play->locale, english, spanish);
}

static void narrate(const hands_over *play, const char *english, const char *spanish) {
  printf("\n  ");
  stage_print(2, stage_text(pick_word(play, english, spanish)));
}

static uint32_t show_line(void *context, const sotto_carry_line *line) {
  (void)context;
  printf("%*s", INDENT, "");
  stage_print(INDENT, line->text);
  return 0;
}

static uint32_t show_nothing(void *context, const sotto_carry_line *line) {
  (void)context, (void)line;
  return 0;
}

static uint32_t read_aloud(void *context, const sotto_brief_line *line) {
  (void)context;
  printf("%*s", INDENT, "");
  stage_print(INDENT, line->text);
  return 0;
}

/* The kiosk's visitor: in memory, for this visit. */
static sotto *welcome(const hands_over *play, const sotto_port *port) {
  sotto *visitor = NULL;
  sotto_options options;
  sotto_consent consent;
  sotto_options_init(&options);
  options.flags = SOTTO_OPEN_KIOSK;
  options.locale = play->locale;
  options.pack_keys[0] = play->brand_key;
  sotto_consent_init(&consent);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_GRANTED);
  stage_check(sotto_open(&options, &consent, port, &visitor), "kiosk");
  stage_check(sotto_pack_install(visitor, play->pack), "pack of the kiosk");
  return visitor;
}

static size_t picks_of(sotto *profile, const char *slot, sotto_pick ret_picks[3]) {
  sotto_request request;
  size_t count = 3;
  sotto_request_init(&request);
  request.slot = stage_text(slot);
  request.limit = 3;
  stage_check(sotto_recommend(profile, &request, ret_picks, &count), "picks");
  return count;
}

static void show_picks(const shop *in, const char *when) {
  sotto_pick picks[3];
  const size_t count = picks_of(in->visitor, "kiosk", picks);
  printf("    %s %s:\n", pick_word(in->play, "the kiosk picks", "el quiosco propone"), when);
  for (size_t i = 0; i < count; i++) {
    printf("      %zu. ", i + 1);
    stage_print(9, picks[i].title);
  }
}

static sotto_carry *ask(const shop *in, uint32_t purpose, uint32_t minutes) {
  const hands_over *play = in->play;
  const int advice = purpose == SOTTO_CARRY_FOR_ADVICE;
  sotto_carry *carry = NULL;
  sotto_carry_ask what;
  sotto_carry_ask_init(&what);
  what.purpose = purpose;
  what.minutes = minutes;
  what.parts = advice ? SOTTO_CARRY_BRIEF
                      : SOTTO_CARRY_AFFINITIES | SOTTO_CARRY_CART | SOTTO_CARRY_PURCHASES;
  what.name = stage_text(advice ? pick_word(play, "Advice desk 3", "Mostrador 3")
                                : pick_word(play, "Kiosk by the door", "Quiosco de la puerta"));
  what.locales = stage_text(advice ? "en,es" : "");
  stage_check(sotto_carry_begin(&what, &in->port, &carry), "asking");
  return carry;
}

/* The person looks at what would leave, and agrees; gives the sealed bytes. */
static sotto_bytes agree(sotto *from, const sotto_carry *to, sotto_carry_fn show) {
  sotto_carry_shown shown;
  sotto_carry_choice choice;
  size_t size = sizeof sealed;
  sotto_carry_choice_init(&choice);
  choice.offer = sotto_carry_offer(to);
  stage_check(sotto_carry_read(choice.offer, &shown), "offer");
  choice.parts = shown.parts;
  stage_check(sotto_carry_preview(from, &choice, show, NULL), "preview");
  stage_check(sotto_carry_seal(from, &choice, sealed, &size), "sealing");
  return (sotto_bytes){sealed, size};
}

static sotto_bytes hand_over(const shop *in, sotto *from, const sotto_carry *to) {
  const hands_over *play = in->play;
  sotto_carry_shown shown;
  stage_check(sotto_carry_read(sotto_carry_offer(to), &shown), "offer");
  printf("    \"%s\" %s ", shown.name,
         pick_word(play, "shows a picture to scan,", "enseña una imagen que escanear,"));
  printf("%s %s\n", pick_word(play, "code", "código"), shown.code);
  printf("    %s:\n", pick_word(play, "the person reads, before anything leaves",
                                "la persona lee, antes de que salga nada"));
  const sotto_bytes bytes = agree(from, to, show_line);
  printf("    %s: %zu bytes\n", pick_word(play, "sealed and logged", "sellado y anotado"),
         bytes.size);
  return bytes;
}

static void show_refusal(const char *what, sotto_status status) {
  printf("    %s (%s)\n", what, sotto_status_name(status));
  if (status == SOTTO_OK) stage_check(SOTTO_E_INTERNAL, "a refusal");
}

static void play_kiosk(shop *in) {
  const hands_over *play = in->play;
  sotto_carry *kiosk = ask(in, SOTTO_CARRY_FOR_VISIT, 0);
  show_picks(in, pick_word(play, "knowing nobody", "sin conocer a nadie"));
  sotto_bytes bytes = hand_over(in, play->phone, kiosk);
  stage_check(sotto_carry_open(kiosk, bytes, in->visitor), "opening");
  show_picks(in, pick_word(play, "with what came along", "con lo que le llegó"));
  show_refusal(pick_word(play, "the same bytes a second time: refused",
                         "los mismos bytes otra vez: rechazados"),
               sotto_carry_open(kiosk, bytes, in->visitor));
  sotto_carry_end(kiosk);
  kiosk = ask(in, SOTTO_CARRY_FOR_VISIT, 1);
  bytes = agree(play->phone, kiosk, show_nothing);
  in->kiosk.now_ms += 60000;
  show_refusal(pick_word(play, "other bytes, a minute too late: refused",
                         "otros bytes, un minuto tarde: rechazados"),
               sotto_carry_open(kiosk, bytes, in->visitor));
  sotto_carry_end(kiosk);
}

static void play_desk(const shop *in) {
  const hands_over *play = in->play;
  sotto_carry *desk = ask(in, SOTTO_CARRY_FOR_ADVICE, 0);
  const sotto_bytes bytes = hand_over(in, in->visitor, desk);
  stage_check(sotto_carry_open(desk, bytes, NULL), "opening");
  printf("\n    %s, English:\n", pick_word(play, "read at the desk", "se lee en el mostrador"));
  stage_check(sotto_carry_say(desk, stage_text("en"), read_aloud, NULL), "brief");
  printf("\n    %s, español:\n", pick_word(play, "read at the desk", "se lee en el mostrador"));
  stage_check(sotto_carry_say(desk, stage_text("es"), read_aloud, NULL), "brief");
  sotto_carry_end(desk);
}

/* The person puts the first thing the phone proposes into the cart. */
static void fill_cart(const hands_over *play) {
  sotto_pick picks[3];
  sotto_event event;
  if (!picks_of(play->phone, "home", picks)) return;
  sotto_event_init(&event);
  event.type = SOTTO_EVENT_ADD_TO_CART;
  event.item = picks[0].item;
  stage_check(sotto_record(play->phone, &event), "cart");
  printf("    add_to_cart      %.*s\n", (int)picks[0].title.size, picks[0].title.data);
}

static void show_person(const hands_over *play) {
  sotto_brief_request request;
  sotto_brief_request_init(&request);
  request.reader = SOTTO_READER_PERSON;
  stage_check(sotto_brief_say(play->phone, &request, read_aloud, NULL), "brief");
}

void hands_over_show(const hands_over *play) {
  shop in = {.play = play};
  stage_set(&in.kiosk, play->device->now_ms);
  stage_port(&in.kiosk, &in.port);
  printf("\n%s\n", pick_word(play, "Handing over, by choice and for minutes",
                             "Entregar algo, por elección y por minutos"));
  narrate(play, "She puts something into the cart and goes to the shop.",
          "Pone algo en el carrito y va a la tienda.");
  fill_cart(play);
  in.visitor = welcome(play, &in.port);
  narrate(play, "A kiosk by the door: it asks, her phone shows what would leave.",
          "Un quiosco en la puerta: pide, y el móvil enseña lo que saldría.");
  play_kiosk(&in);
  narrate(play, "She wants advice: from the kiosk to a desk, the brief and nothing else.",
          "Quiere consejo: del quiosco a un mostrador, el resumen y nada más.");
  play_desk(&in);
  sotto_close(in.visitor);
  narrate(play, "And what her phone says it knows about her, and where it is:",
          "Y lo que su móvil dice que sabe de ella, y dónde está:");
  show_person(play);
}
#else
void hands_over_show(const hands_over *play) {
  (void)play;
}
#endif
