/*
 * Writing and reading the entries that are carried: see carry.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/codec.h"
#include "base/epoch.h"
#include "base/secret.h"
#include "flow/carry.h"

#define VERSION 1
#define PAD 256u
#define ENTRIES_MAX 1024u
#define EVIDENCE_MAX 1e6f
#define PART_MASK                                                                                  \
 (SOTTO_CARRY_BRIEF | SOTTO_CARRY_AFFINITIES | SOTTO_CARRY_CART | SOTTO_CARRY_PURCHASES)

/* A writing under way. */
typedef struct making {
  so_writer writer;
  uint32_t count;
  const so_brief *brief;
  sotto_text locale;
} making;

static void add(making *in, const so_carry_entry *entry) {
  so_write_u16(&in->writer, (uint16_t)entry->part);
  so_write_u16(&in->writer, (uint16_t)entry->kind);
  so_write_u32(&in->writer, entry->number);
  so_write_block(&in->writer, entry->first.data, entry->first.size);
  so_write_block(&in->writer, entry->second.data, entry->second.size);
  in->count++;
}

static uint32_t add_line(void *context, const sotto_brief_line *line) {
  making *in = context;
  const so_carry_entry entry = {SOTTO_CARRY_BRIEF, line->kind, 0, in->locale, line->text};
  add(in, &entry);
  return 0;
}

static sotto_status add_json(making *in) {
  char *room = malloc(SO_BRIEF_JSON_MAX);
  if (!room) return SOTTO_E_MEMORY;
  so_sink sink = so_sink_of(room, SO_BRIEF_JSON_MAX);
  so_brief_json(in->brief, &sink);
  const so_carry_entry entry = {SOTTO_CARRY_BRIEF, 0, 0, in->locale, so_sink_view(&sink)};
  add(in, &entry);
  so_secret_wipe(room, sink.size);
  free(room);
  return sink.bad ? SOTTO_E_LIMIT : SOTTO_OK;
}

/* The brief in one language; discreet things are in none. */
static sotto_status add_brief(making *in, sotto *profile, sotto_text locale) {
  sotto_brief_request request = {sizeof request, SOTTO_READER_AGENT, locale};
  const so_brief_ask ask = {&request, 0};
  so_brief brief;
  sotto_status status = so_brief_gather(profile, &ask, &brief);
  const so_brief *before = in->brief;
  in->brief = &brief;
  in->locale = locale.size ? locale : so_text_of(profile->words.locale);
  if (!status) (void)so_brief_sentences(&brief, add_line, in);
  if (!status) status = add_json(in);
  in->brief = before;
  so_secret_wipe(&brief, sizeof brief);
  return status;
}

/* One for each language of "en,es". */
static sotto_status add_briefs(making *in, sotto *profile, sotto_text locales) {
  sotto_status status = SOTTO_OK;
  if (!locales.size) return add_brief(in, profile, locales);
  for (size_t at = 0; !status && at < locales.size;) {
    size_t end = at;
    while (end < locales.size && locales.data[end] != ',') end++;
    if (end > at) status = add_brief(in, profile, (sotto_text){locales.data + at, end - at});
    at = end + 1;
  }
  return status;
}

static void add_cares(making *in, const so_brief_cares *cares) {
  const so_pack *pack = in->brief->pack;
  for (uint32_t n = 0; n < cares->count; n++) {
    const so_affinity_view *view = &cares->at[n];
    const so_pack_value *value = &pack->values[view->value];
    float tenths = view->evidence * 10;
    if (tenths > EVIDENCE_MAX) tenths = EVIDENCE_MAX;
    if (tenths < -1000) tenths = -1000;
    add(in, &(so_carry_entry){SOTTO_CARRY_AFFINITIES, view->stated != 0,
                              view->stated ? (uint32_t)(100 + view->stated)
                                           : (uint32_t)(1000 + (int32_t)tenths),
                              so_pack_text(pack, pack->keys[value->key].name_text),
                              so_pack_text(pack, value->name_text)});
  }
}

/* Of a purchase the day goes, of the cart nothing but what is in it; the earliest first. */
static void add_items(making *in, const so_brief_items *items, uint32_t part) {
  for (uint32_t n = items->count; n-- > 0;) {
    const int64_t day = so_epoch_day_of(items->at[n].time_ms);
    add(in, &(so_carry_entry){part,
                              0,
                              part == SOTTO_CARRY_PURCHASES ? (uint32_t)day : 0,
                              so_pack_item_id(in->brief->pack, items->at[n].item),
                              {NULL, 0}});
  }
}

static sotto_status write_all(making *in, sotto *profile, const so_carry_wish *wish) {
  sotto_status status = SOTTO_OK;
  so_write_u16(&in->writer, VERSION);
  so_write_u16(&in->writer, (uint16_t)wish->parts);
  so_write_u32(&in->writer, 0);
  if (wish->parts & SOTTO_CARRY_BRIEF) status = add_briefs(in, profile, wish->locales);
  if (wish->parts & SOTTO_CARRY_AFFINITIES) {
    add_cares(in, &in->brief->liked);
    add_cares(in, &in->brief->disliked);
  }
  if (wish->parts & SOTTO_CARRY_CART) add_items(in, &in->brief->cart, SOTTO_CARRY_CART);
  if (wish->parts & SOTTO_CARRY_PURCHASES) add_items(in, &in->brief->bought, SOTTO_CARRY_PURCHASES);
  if (!status && (in->writer.bad || in->count > ENTRIES_MAX)) status = SOTTO_E_LIMIT;
  if (!status) so_store_u32(in->writer.data + 4, in->count);
  return status;
}

static sotto_status fill(sotto *profile, const so_carry_wish *wish, const so_brief *brief,
                         so_carry_load *load) {
  making in = {.writer = so_writer_of(load->data, SO_CARRY_PLAIN_MAX), .brief = brief};
  if (!brief->categories)
    return so_handle_fail(profile, SOTTO_E_DENIED, "nothing of the profile may be told");
  sotto_status status = write_all(&in, profile, wish);
  load->size = (in.writer.at + PAD - 1) / PAD * PAD; /* the rest is zero */
  return status;
}

sotto_status so_carry_load_make(sotto *profile, const so_carry_wish *wish,
                                so_carry_load *ret_load) {
  sotto_brief_request request = {sizeof request, SOTTO_READER_AGENT, {NULL, 0}};
  const so_brief_ask ask = {&request, wish->discreet};
  so_carry_load load = {so_secret_new(SO_CARRY_PLAIN_MAX), 0};
  so_brief brief;
  if (!load.data) return SOTTO_E_MEMORY;
  sotto_status status = so_brief_gather(profile, &ask, &brief);
  if (!status) status = fill(profile, wish, &brief, &load);
  so_secret_wipe(&brief, sizeof brief);
  if (status)
    so_carry_load_end(&load);
  else
    *ret_load = load;
  return status;
}

void so_carry_load_end(so_carry_load *load) {
  so_secret_free(load->data);
  *load = (so_carry_load){NULL, 0};
}

static sotto_text read_text(so_reader *reader) {
  const size_t size = so_read_u32(reader);
  const sotto_bytes bytes = so_read_bytes(reader, size);
  return (sotto_text){(const char *)bytes.data, bytes.size};
}

/* Reads an entry of one of the parts; 0 where it is none. */
static int read_entry(so_reader *reader, uint32_t parts, so_carry_entry *ret_entry) {
  so_carry_entry entry;
  entry.part = so_read_u16(reader);
  entry.kind = so_read_u16(reader);
  entry.number = so_read_u32(reader);
  entry.first = read_text(reader);
  entry.second = read_text(reader);
  *ret_entry = entry;
  const int one = entry.part && !(entry.part & (entry.part - 1));
  return !reader->bad && one && (entry.part & parts) && so_text_is_utf8(entry.first) &&
         so_text_is_utf8(entry.second);
}

static int is_zero(const uint8_t *data, size_t size) {
  uint8_t any = 0;
  for (size_t n = 0; n < size; n++) any |= data[n];
  return !any;
}

sotto_status so_carry_load_each(sotto_bytes load, so_carry_entry_fn visit, void *context) {
  so_reader reader = so_reader_of(load.data, load.size);
  so_carry_entry entry;
  const uint32_t version = so_read_u16(&reader), parts = so_read_u16(&reader);
  const uint32_t count = so_read_u32(&reader);
  sotto_status status = SOTTO_OK;
  if (reader.bad || version != VERSION || parts & ~(uint32_t)PART_MASK || count > ENTRIES_MAX)
    return SOTTO_E_CORRUPT;
  for (uint32_t n = 0; !status && n < count; n++)
    status = read_entry(&reader, parts, &entry) ? visit(context, &entry) : SOTTO_E_CORRUPT;
  if (!status && !is_zero(load.data + reader.at, load.size - reader.at)) status = SOTTO_E_CORRUPT;
  return status;
}
