/*
 * What is said back: see search_work.h. The constraints as a program reads them and as a person
 * does, then one or two sentences.
 */
#include <string.h>

#include "flow/search_work.h"

#define DESCRIPTION_MAX 256

/* An amount as people write it: "€249", "249,50 €". */
static void say_money(const so_search *search, int64_t minor, so_sink *sink) {
  static const struct {
    char code[4];
    const char *sign;
  } signs[] = {{"EUR", "€"}, {"USD", "$"}, {"GBP", "£"}};
  const char *code = search->pack->header->currency, *sign = NULL;
  int spanish = strncmp(search->sentences.locale, "es", 2) == 0;
  for (size_t n = 0; n < sizeof signs / sizeof *signs; n++)
    if (strncmp(code, signs[n].code, 3) == 0) sign = signs[n].sign;
  if (sign && !spanish) so_sink_string(sink, sign);
  so_sink_i64(sink, minor / 100);
  if (minor % 100) {
    char cents[4] = {spanish ? ',' : '.', (char)('0' + minor / 10 % 10), (char)('0' + minor % 10)};
    so_sink_string(sink, cents);
  }
  if (sign && !spanish) return;
  so_sink_string(sink, " ");
  so_sink_string(sink, sign ? sign : code);
}

static void say(const so_search *search, so_message message, const sotto_text *parts,
                so_sink *sink) {
  so_message_write(sink, &search->sentences, message, parts);
}

static void say_one(const so_search *search, so_message message, sotto_text part, so_sink *sink) {
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {part};
  say(search, message, parts, sink);
}

static void join(so_sink *sink) {
  if (sink->size) so_sink_string(sink, ", ");
}

static void say_number(const so_search *search, so_message message, int64_t number, so_sink *sink) {
  char digits[24];
  so_sink text = so_sink_of(digits, sizeof digits);
  so_sink_i64(&text, number);
  join(sink);
  say_one(search, message, so_sink_view(&text), sink);
}

static void say_price(const so_search *search, const so_wish *wish, so_sink *sink) {
  char from[48], to[48];
  so_sink low = so_sink_of(from, sizeof from), high = so_sink_of(to, sizeof to);
  int has_low = wish->price_from_minor >= 0, has_high = wish->price_to_minor >= 0;
  if (!has_low && !has_high) return;
  if (has_low) say_money(search, wish->price_from_minor, &low);
  if (has_high) say_money(search, wish->price_to_minor, &high);
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {so_sink_view(has_low ? &low : &high),
                                            so_sink_view(&high)};
  join(sink);
  say(search,
      has_low && has_high ? SO_MESSAGE_SEARCH_BETWEEN
      : has_low           ? SO_MESSAGE_SEARCH_AT_LEAST
                          : SO_MESSAGE_SEARCH_AT_MOST,
      parts, sink);
}

static void say_value(const so_search *search, const so_wish_value *value, so_sink *sink) {
  sotto_text label = so_pack_value_label(search->pack, value->value, search->view.locale);
  join(sink);
  if (value->negative)
    say_one(search, SO_MESSAGE_SEARCH_NOT, label, sink);
  else
    so_sink_text(sink, label);
}

/* The words searched for, less one that nothing is called where others found something. */
static void say_words(const so_search *search, so_sink *sink) {
  const char *between = sink->size ? ", " : "";
  for (uint32_t n = 0; n < search->words.wanted; n++) {
    int unknown =
        so_text_equal(so_word_text(&search->words.said[n]), so_word_text(&search->words.unknown));
    if (unknown && search->hit_count) continue;
    so_sink_string(sink, between);
    so_sink_text(sink, so_word_text(&search->words.said[n]));
    between = " ";
  }
}

static void say_person(const so_search *search, const so_wish *wish, so_sink *sink) {
  if (wish->whom) {
    join(sink);
    say(search, (so_message)(SO_MESSAGE_SEARCH_WOMEN + (int)wish->whom - SO_WHOM_WOMEN), NULL,
        sink);
  }
  if (wish->age) say_number(search, SO_MESSAGE_SEARCH_AGE, wish->age - 1, sink);
  if (wish->size[0]) {
    join(sink);
    say_one(search, SO_MESSAGE_SEARCH_SIZE, so_text_of(wish->size), sink);
  }
}

/* What was asked for, as a person would name it: "family tent, green, up to €200". */
static void describe(const so_search *search, const so_wish *wish, so_sink *sink) {
  int like = search->talk->like < search->pack->item_count;
  if (like)
    so_sink_text(sink, so_pack_item_title(search->pack, search->talk->like, search->view.locale));
  if (so_wish_has_words(wish) && (search->words.known || !like)) say_words(search, sink);
  for (uint32_t n = 0; n < wish->value_count; n++) say_value(search, &wish->values[n], sink);
  say_person(search, wish, sink);
  say_price(search, wish, sink);
  if (wish->band) {
    join(sink);
    say(search, wish->band == SO_BAND_LOW ? SO_MESSAGE_SEARCH_LOW : SO_MESSAGE_SEARCH_HIGH, NULL,
        sink);
  }
}

static void tell_number(const char *name, int64_t number, so_sink *sink) {
  if (sink->size) so_sink_string(sink, " ");
  so_sink_string(sink, name);
  so_sink_i64(sink, number);
}

static void tell_name(const char *name, sotto_text value, so_sink *sink) {
  if (sink->size) so_sink_string(sink, " ");
  so_sink_string(sink, name);
  so_sink_text(sink, value);
}

static void tell_values(const so_search *search, const so_wish *wish, so_sink *sink) {
  const so_pack *pack = search->pack;
  for (uint32_t n = 0; n < wish->value_count; n++) {
    const so_pack_value *value = &pack->values[wish->values[n].value];
    tell_name(wish->values[n].negative ? "-" : "",
              so_pack_text(pack, pack->keys[value->key].name_text), sink);
    so_sink_string(sink, "=");
    so_sink_text(sink, so_pack_text(pack, value->name_text));
  }
}

static void tell_prices(const so_wish *wish, so_sink *sink) {
  if (wish->price_to_minor >= 0) tell_number("price<=", wish->price_to_minor, sink);
  if (wish->price_from_minor >= 0) tell_number("price>=", wish->price_from_minor, sink);
  if (wish->band) tell_name("price:", so_text_of(wish->band == SO_BAND_LOW ? "low" : "high"), sink);
}

/* The constraints as a program reads them. */
static void tell_wish(const so_search *search, const so_wish *wish, so_sink *sink) {
  static const char *const whom[] = {"", "women", "men", "children", "girls", "boys"};
  tell_values(search, wish, sink);
  tell_prices(wish, sink);
  if (wish->whom) tell_name("whom:", so_text_of(whom[wish->whom]), sink);
  if (wish->age) tell_number("age:", wish->age - 1, sink);
  if (wish->size[0]) tell_name("size:", so_text_of(wish->size), sink);
  if (wish->quantity) tell_number("quantity:", wish->quantity, sink);
  if (wish->order) tell_name("cheapest", (sotto_text){NULL, 0}, sink);
  const so_text_occasion *occasion = so_text_view_occasion(&search->view, wish->occasion);
  if (occasion) tell_name("occasion:", so_pack_text(search->pack, occasion->id_text), sink);
}

static void tell_turn(const so_search *search, so_sink *sink) {
  static const struct {
    uint32_t move;
    const char *name;
  } moves[] = {{SO_MOVE_CHEAPER, "cheaper"},
               {SO_MOVE_DEARER, "dearer"},
               {SO_MOVE_SIMILAR, "similar"},
               {SO_MOVE_THAT, "that"},
               {SO_MOVE_MORE, "more"},
               {SO_MOVE_RESET, "reset"},
               {SO_MOVE_DROP_PRICE, "drop:price"}};
  const so_turn *turn = &search->turn;
  tell_wish(search, &turn->wish, sink);
  for (size_t n = 0; n < sizeof moves / sizeof *moves; n++)
    if (turn->moves & moves[n].move) tell_name(moves[n].name, (sotto_text){NULL, 0}, sink);
  for (uint32_t n = 0; n < turn->drop_count; n++)
    tell_name("drop:", so_pack_text(search->pack, search->pack->keys[turn->drops[n]].name_text),
              sink);
}

/* The sentence of a constraint that is no value, or SO_MESSAGE_COUNT. */
static so_message sentence_of_loss(uint32_t kind) {
  switch (kind) {
  case SO_LOSS_SIZE: return SO_MESSAGE_SEARCH_THE_SIZE;
  case SO_LOSS_PRICE:
  case SO_LOSS_BAND: return SO_MESSAGE_SEARCH_THE_PRICE;
  case SO_LOSS_WHOM: return SO_MESSAGE_SEARCH_THE_PERSON;
  default: return SO_MESSAGE_COUNT;
  }
}

static void say_loss(const so_search *search, const so_talk_loss *loss, so_sink *sink) {
  const so_pack *pack = search->pack;
  so_message sentence = sentence_of_loss(loss->kind);
  if (sentence != SO_MESSAGE_COUNT) {
    say(search, sentence, NULL, sink);
    return;
  }
  if (loss->value >= pack->value_count) return;
  sotto_text label = so_pack_value_label(pack, loss->value, search->view.locale);
  if (loss->kind == SO_LOSS_UNWANTED)
    say_one(search, SO_MESSAGE_SEARCH_NOT, label, sink);
  else if (loss->kind == SO_LOSS_VALUES)
    so_sink_text(sink, so_pack_key_label(pack, pack->values[loss->value].key, search->view.locale));
  else
    so_sink_text(sink, label);
}

/* A price that went as a band and as a bound is told once. */
static void say_losses(const so_search *search, so_sink *sink) {
  int priced = 0;
  for (uint32_t n = 0; n < search->loss_count; n++) {
    uint32_t kind = search->losses[n].kind;
    int price = kind == SO_LOSS_PRICE || kind == SO_LOSS_BAND;
    if (price && priced++) continue;
    join(sink);
    say_loss(search, &search->losses[n], sink);
  }
}

static int lost_price(const so_search *search) {
  for (uint32_t n = 0; n < search->loss_count; n++)
    if (search->losses[n].kind == SO_LOSS_PRICE) return 1;
  return 0;
}

/* The sentence of a turn that goes on from what was shown, or SO_MESSAGE_COUNT. */
static so_message sentence_of_move(const so_search *search) {
  uint32_t moves = search->turn.moves;
  if (search->singled) return SO_MESSAGE_SEARCH_THAT;
  if (lost_price(search) && moves & SO_MOVE_CHEAPER) return SO_MESSAGE_SEARCH_NO_CHEAPER;
  if (moves & SO_MOVE_CHEAPER && !(moves & SO_MOVE_SIMILAR)) return SO_MESSAGE_SEARCH_CHEAPER;
  if (moves & SO_MOVE_DEARER) return SO_MESSAGE_SEARCH_DEARER;
  return moves & SO_MOVE_MORE ? SO_MESSAGE_SEARCH_MORE : SO_MESSAGE_COUNT;
}

/* Which sentence tells what was found. */
static so_message sentence_of(const so_search *search) {
  so_message moved = sentence_of_move(search);
  int expert = search->wording == SOTTO_WORDING_EXPERT;
  if (moved != SO_MESSAGE_COUNT) return moved;
  if (search->talk->like != SO_PACK_NONE) return SO_MESSAGE_SEARCH_SIMILAR;
  if (search->fitting == 1) return SO_MESSAGE_SEARCH_ONE;
  return expert ? SO_MESSAGE_SEARCH_FOUND_EXPERT : SO_MESSAGE_SEARCH_FOUND;
}

/* {0} how many, {1} of what, {2} the first, {3} its price. */
static void say_found(const so_search *search, so_message message, sotto_text what, so_sink *sink) {
  char count[24], price[48];
  so_sink number = so_sink_of(count, sizeof count), money = so_sink_of(price, sizeof price);
  sotto_text title = {NULL, 0};
  int64_t minor = 0;
  so_sink_i64(&number, search->fitting);
  for (uint32_t n = 0; n < search->part_count; n++) {
    int64_t own = search->pack->items[search->parts[n].hit.item].price_minor;
    minor += own > 0 ? own * search->parts[n].quantity : 0;
  }
  if (search->hit_count && !search->part_count) {
    uint32_t item = search->scratch.hits[0].item;
    title = so_pack_item_title(search->pack, item, search->view.locale);
    minor = search->pack->items[item].price_minor;
  }
  if (minor >= 0) say_money(search, minor, &money);
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {so_sink_view(&number), what, title,
                                            so_sink_view(&money)};
  say(search, message, parts, sink);
}

static void say_occasion(const so_search *search, so_sink *sink) {
  const so_text_occasion *occasion =
      so_text_view_occasion(&search->view, search->talk->wish.occasion);
  sotto_text name =
      occasion ? so_text_view_name(&search->view, occasion->names) : (sotto_text){NULL, 0};
  say_found(search, SO_MESSAGE_SEARCH_OCCASION, name, sink);
}

/* What was changed of what was asked is told before what was found. */
static void say_change(const so_search *search, const sotto_reply *reply, so_message sentence,
                       so_sink *sink) {
  if (reply->left_out[0] && sentence != SO_MESSAGE_SEARCH_NO_CHEAPER)
    say_one(search, SO_MESSAGE_SEARCH_LEFT_OUT, so_text_of(reply->left_out), sink);
  else if (search->words.unknown.size && search->talk->like == SO_PACK_NONE)
    say_one(search, SO_MESSAGE_SEARCH_UNKNOWN, so_word_text(&search->words.unknown), sink);
  else if (reply->meant[0])
    say_one(search, SO_MESSAGE_SEARCH_MEANT, so_text_of(reply->meant), sink);
}

static void say_products(const so_search *search, const sotto_reply *reply, so_sink *sink) {
  char what[DESCRIPTION_MAX];
  so_sink description = so_sink_of(what, sizeof what);
  describe(search, search->singled ? &search->turn.wish : &search->talk->wish, &description);
  sotto_text asked = so_sink_view(&description);
  if (!search->hit_count) {
    int more = (search->turn.moves & SO_MOVE_MORE) != 0;
    say_found(search, more ? SO_MESSAGE_SEARCH_NO_MORE : SO_MESSAGE_SEARCH_NONE, asked, sink);
    return;
  }
  so_message sentence = sentence_of(search);
  say_change(search, reply, sentence, sink);
  say_found(search, sentence, asked, sink);
}

static void say_answer(const so_search *search, const sotto_reply *reply, so_sink *sink) {
  int reset = (search->turn.moves & SO_MOVE_RESET) != 0;
  if (search->nothing_said)
    say(search, reset ? SO_MESSAGE_SEARCH_RESET : SO_MESSAGE_SEARCH_EMPTY, NULL, sink);
  else if (search->part_count)
    say_occasion(search, sink);
  else
    say_products(search, reply, sink);
}

static so_sink sink_over(char *text, size_t size) {
  return so_sink_of(text, size - 1); /* the texts of a reply are terminated */
}

void so_search_reply(const so_search *search, sotto_reply *ret_reply) {
  memset(ret_reply, 0, sizeof *ret_reply);
  ret_reply->struct_size = sizeof *ret_reply;
  ret_reply->fitting = search->fitting;
  ret_reply->wording = search->wording;
  so_sink said = sink_over(ret_reply->said, sizeof ret_reply->said);
  so_sink standing = sink_over(ret_reply->standing, sizeof ret_reply->standing);
  so_sink left_out = sink_over(ret_reply->left_out, sizeof ret_reply->left_out);
  so_sink meant = sink_over(ret_reply->meant, sizeof ret_reply->meant);
  so_sink words = sink_over(ret_reply->words, sizeof ret_reply->words);
  tell_turn(search, &said);
  tell_wish(search, &search->talk->wish, &standing);
  say_losses(search, &left_out);
  for (uint32_t n = 0; search->words.corrected && n < search->words.wanted; n++)
    tell_name("", so_word_text(&search->words.said[n]), &meant);
  say_answer(search, ret_reply, &words);
}

void so_search_reason(const so_search *search, const so_find_hit *hit, so_sink *sink) {
  const so_pack *pack = search->pack;
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {{NULL, 0}};
  so_message message = SO_MESSAGE_SEARCH_REASON;
  if (hit->because_value < pack->value_count && hit->personal_micro > 0) {
    const so_pack_value *value = &pack->values[hit->because_value];
    int hidden = value->flags & SO_VALUE_DISCREET || pack->keys[value->key].flags & 1u;
    message = hidden ? SO_MESSAGE_REASON_AFFINITY_UNNAMED : SO_MESSAGE_REASON_AFFINITY;
    parts[0] = so_pack_value_label(pack, hit->because_value, search->view.locale);
    parts[1] = so_pack_key_label(pack, value->key, search->view.locale);
  }
  so_message_write(sink, &search->sentences, message, parts);
}
