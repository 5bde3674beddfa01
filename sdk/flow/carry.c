/*
 * The person's side of a hand-over: what would leave, in words, and sealing it. See carry.h.
 */
#include "flow/carry.h"

#include <stdlib.h>
#include <string.h>

#include "base/epoch.h"
#include "base/secret.h"
#include "crypto/envelope.h"

#define MINUTE_MS 60000

/* What breaks a line, turns it round or hides: first and last, in UTF-8. What joins letters
   (U+200C, U+200D) is part of names. */
static const char *const unseen[][2] = {{"\x01", "\x1f"},
                                        {"\x7f", "\x7f"},
                                        {"\xc2\x80", "\xc2\x9f"},
                                        {"\xe2\x80\x8b", "\xe2\x80\x8b"},
                                        {"\xe2\x80\x8e", "\xe2\x80\x8f"},
                                        {"\xe2\x80\xa8", "\xe2\x80\xae"},
                                        {"\xe2\x81\xa0", "\xe2\x81\xaf"}};

static int is_unseen(const char *at, size_t left) {
  for (size_t n = 0; n < sizeof unseen / sizeof *unseen; n++) {
    const size_t size = strlen(unseen[n][0]);
    if (size > left || memcmp(at, unseen[n][0], size) < 0) continue;
    if (memcmp(at, unseen[n][1], size) <= 0) return 1;
  }
  return 0;
}

int so_carry_is_name(sotto_text name) {
  if (!name.size || !so_text_is_utf8(name)) return 0;
  for (size_t n = 0; n < name.size; n++)
    if (is_unseen(name.data + n, name.size - n)) return 0;
  return 1;
}

sotto_status so_carry_read(sotto_bytes bytes, so_carry_offer *ret_offer) {
  so_carry_offer offer;
  sotto_status status = so_carry_offer_read(&offer, bytes);
  if (status) return status;
  if (!so_carry_is_name(offer.name) || !so_text_is_utf8(offer.locales) || offer.expires_ms < 0)
    return SOTTO_E_CORRUPT;
  if (offer.purpose < SOTTO_CARRY_FOR_ADVICE || offer.purpose > SOTTO_CARRY_FOR_DEVICE)
    return SOTTO_E_CORRUPT;
  *ret_offer = offer;
  return SOTTO_OK;
}

/* A preparation: the offer, and what would leave for it. */
typedef struct ready {
  so_carry_offer offer;
  so_carry_load load;
  int64_t now_ms;
  uint8_t digest[SOTTO_DIGEST_SIZE]; /* of offer and load */
} ready;

static sotto_status check(sotto *profile, const sotto_carry_choice *choice, const ready *of) {
  const int64_t left_ms = of->offer.expires_ms - of->now_ms;
  const so_fault faults[] = {{left_ms <= 0, SOTTO_E_EXPIRED, "the offer is past its time"},
                             {left_ms > SOTTO_CARRY_MINUTES_MAX * MINUTE_MS, SOTTO_E_LIMIT,
                              "the offer lasts longer than 15 minutes"},
                             {!choice->parts || choice->parts & ~of->offer.parts, SOTTO_E_ARGUMENT,
                              "parts: none, or some that are not asked for"}};
  return so_handle_check(profile, faults, sizeof faults / sizeof *faults);
}

static void digest_of(const ready *of, sotto_bytes offer, uint8_t ret_digest[SOTTO_DIGEST_SIZE]) {
  uint8_t digests[2 * SO_DIGEST_SIZE];
  so_digest(digests, offer);
  so_digest(digests + SO_DIGEST_SIZE, (sotto_bytes){of->load.data, of->load.size});
  so_digest(ret_digest, (sotto_bytes){digests, sizeof digests});
}

static sotto_status prepare(sotto *profile, const sotto_carry_choice *choice, ready *ret_ready) {
  memset(ret_ready, 0, sizeof *ret_ready);
  sotto_status status = so_carry_read(choice->offer, &ret_ready->offer);
  if (status) return so_handle_fail(profile, status, "offer: no offer, or a damaged one");
  status = so_handle_now(profile, &ret_ready->now_ms);
  if (!status) status = check(profile, choice, ret_ready);
  const so_carry_wish wish = {choice->parts, choice->discreet, ret_ready->offer.locales};
  if (!status) status = so_carry_load_make(profile, &wish, &ret_ready->load);
  if (!status) digest_of(ret_ready, choice->offer, ret_ready->digest);
  return status;
}

/* A telling: where the lines go. */
typedef struct telling {
  sotto *profile;
  sotto_carry_fn visit;
  void *context;
  uint32_t stopped;
} telling;

static void tell_text(telling *in, uint32_t part, sotto_text text) {
  const sotto_carry_line line = {part, text};
  if (!in->stopped) in->stopped = in->visit(in->context, &line);
}

static void tell(telling *in, uint32_t part, so_message message, const sotto_text *parts) {
  char words[2 * SO_SENTENCE_MAX];
  so_sink sink = so_sink_of(words, sizeof words);
  so_message_write(&sink, &in->profile->words, message, parts);
  tell_text(in, part, so_sink_view(&sink));
}

static sotto_text title_of(const telling *in, sotto_text id) {
  const so_pack *pack = so_handle_pack(in->profile);
  const uint32_t item = so_pack_find_item(pack, id);
  if (item == SO_PACK_NONE) return id;
  return so_pack_item_title(pack, item, in->profile->installed.locale);
}

static void tell_affinity(telling *in, const so_carry_entry *entry) {
  const so_named named = so_handle_named(in->profile, entry->first, entry->second);
  const uint32_t locale = in->profile->installed.locale;
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {entry->second, entry->first};
  if (named.value != SO_PACK_NONE) {
    parts[0] = so_pack_value_label(named.pack, named.value, locale);
    parts[1] = so_pack_key_label(named.pack, named.key, locale);
  }
  const int liked = entry->number > (entry->kind ? 100 : 1000);
  tell(in, entry->part, liked ? SO_MESSAGE_CARRY_LIKES : SO_MESSAGE_CARRY_DISLIKES, parts);
}

static void tell_item(telling *in, const so_carry_entry *entry) {
  char date[64];
  so_sink sink = so_sink_of(date, sizeof date);
  if (entry->part == SOTTO_CARRY_PURCHASES)
    so_brief_date(&in->profile->words, entry->number * SO_DAY_MS, &sink);
  const sotto_text parts[SO_MESSAGE_PARTS_MAX] = {title_of(in, entry->first), so_sink_view(&sink)};
  tell(in, entry->part, sink.size ? SO_MESSAGE_CARRY_BOUGHT : SO_MESSAGE_CARRY_CART, parts);
}

static sotto_status tell_entry(void *context, const so_carry_entry *entry) {
  telling *in = context;
  if (entry->part == SOTTO_CARRY_BRIEF && entry->kind)
    tell_text(in, entry->part, entry->second);
  else if (entry->part == SOTTO_CARRY_AFFINITIES)
    tell_affinity(in, entry);
  else if (entry->part != SOTTO_CARRY_BRIEF)
    tell_item(in, entry);
  return SOTTO_OK; /* the JSON of a brief says the same as its lines, for programs */
}

static void tell_numbers(telling *in, so_message message, uint64_t first, sotto_text second) {
  char digits[24];
  so_sink sink = so_sink_of(digits, sizeof digits);
  so_sink_u64(&sink, first);
  const sotto_text parts[SO_MESSAGE_PARTS_MAX] = {so_sink_view(&sink), second};
  tell(in, 0, message, parts);
}

static sotto_status tell_all(telling *in, const sotto_carry_choice *choice, const ready *of) {
  char code[SO_CARRY_CODE_SIZE];
  const so_message purpose =
      (so_message)(SO_MESSAGE_CARRY_ADVICE + (int)of->offer.purpose - SOTTO_CARRY_FOR_ADVICE);
  const sotto_text parts[SO_MESSAGE_PARTS_MAX] = {
      of->offer.name, so_text_of(so_message_pattern(&in->profile->words, purpose))};
  const int64_t left_ms = of->offer.expires_ms - of->now_ms;
  so_carry_code(code, choice->offer);
  tell(in, 0, SO_MESSAGE_CARRY_TO, parts);
  tell_numbers(in, SO_MESSAGE_CARRY_UNTIL, (uint64_t)((left_ms + MINUTE_MS - 1) / MINUTE_MS),
               so_text_of(code));
  sotto_status status =
      so_carry_load_each((sotto_bytes){of->load.data, of->load.size}, tell_entry, in);
  if (choice->parts & SOTTO_CARRY_BRIEF) tell(in, 0, SO_MESSAGE_CARRY_TWICE, NULL);
  tell_numbers(in, SO_MESSAGE_CARRY_SIZE, of->load.size + SO_CARRY_OVERHEAD, (sotto_text){NULL, 0});
  return status;
}

sotto_status so_carry_preview(sotto *profile, sotto_carry_choice *inout_choice,
                              sotto_carry_fn visit, void *context) {
  telling in = {profile, visit, context, 0};
  ready of;
  sotto_status status = prepare(profile, inout_choice, &of);
  if (status) return status;
  status = tell_all(&in, inout_choice, &of);
  if (!status && !in.stopped) {
    memcpy(inout_choice->previewed, of.digest, sizeof of.digest);
    inout_choice->bytes = (uint32_t)(of.load.size + SO_CARRY_OVERHEAD);
  }
  so_carry_load_end(&of.load);
  return status;
}

/* What the audit row says of a hand-over. */
typedef struct leaving {
  const sotto_carry_choice *choice;
  const ready *of;
  sotto_bytes sealed;
} leaving;

static void note_digest(so_sink *detail, const char *name, sotto_bytes bytes) {
  uint8_t digest[SO_DIGEST_SIZE];
  so_digest(digest, bytes);
  so_sink_member_hex(detail, name, digest, sizeof digest);
}

static sotto_status note(sotto *profile, void *work, so_sink *detail) {
  const leaving *in = work;
  (void)profile;
  so_sink_member_number(detail, "parts", in->choice->parts);
  so_sink_member_number(detail, "discreet", in->choice->discreet);
  so_sink_member_number(detail, "purpose", in->of->offer.purpose);
  so_sink_member_number(detail, "expires_ms", in->of->offer.expires_ms);
  so_sink_member_number(detail, "bytes", (int64_t)in->sealed.size);
  note_digest(detail, "offer", in->choice->offer);
  note_digest(detail, "sealed", in->sealed);
  return SOTTO_OK;
}

static sotto_status seal_ready(sotto *profile, const sotto_carry_choice *choice, const ready *of,
                               uint8_t *ret_sealed) {
  const size_t size = of->load.size + SO_CARRY_OVERHEAD;
  uint8_t *sealed = malloc(size);
  leaving in = {choice, of, {sealed, size}};
  if (!sealed) return SOTTO_E_MEMORY;
  sotto_status status =
      so_carry_envelope_seal(sealed, choice->offer, (sotto_bytes){of->load.data, of->load.size});
  if (status) (void)so_handle_fail(profile, status, "offer: its key is none");
  if (!status) status = so_handle_act(profile, SOTTO_ACT_CARRIED, note, &in);
  if (!status) memcpy(ret_sealed, sealed, size);
  free(sealed);
  return status;
}

sotto_status so_carry_seal(sotto *profile, const sotto_carry_choice *choice, uint8_t *ret_sealed,
                           size_t *inout_size) {
  ready of;
  sotto_status status = prepare(profile, choice, &of);
  if (status) return status;
  const size_t size = of.load.size + SO_CARRY_OVERHEAD;
  if (memcmp(choice->previewed, of.digest, sizeof of.digest) != 0)
    status = so_handle_fail(profile, SOTTO_E_STATE, "this was not previewed, or changed since");
  if (!status && *inout_size < size) status = SOTTO_E_SPACE;
  if (!status) status = seal_ready(profile, choice, &of, ret_sealed);
  if (!status || status == SOTTO_E_SPACE) *inout_size = size;
  so_carry_load_end(&of.load);
  return status;
}
