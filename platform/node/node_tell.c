/*
 * Writing structs of the library into a page: what JavaScript can read without a call back for
 * each field (a call of Node-API costs some 100 ns, and an object of five fields ten of them).
 *
 * A page is a row of 64-bit slots and one text. A number is a slot; a text is a slot with its
 * length in UTF-16 units, which is how JavaScript counts, and its bytes are the next of the text;
 * bytes are a slot with their size and as many slots as they fill. lib/page.js reads it.
 */
#include "node_shape.h"

#include <sotto/mindset.h>
#include <sotto/store_passphrase.h>
#include <stdlib.h>
#include <string.h>

static const node_field reason_fields[] = {
    {"kind", NODE_U32, offsetof(sotto_reason, kind), 0, NULL},
    {"scoreMicro", NODE_I64, offsetof(sotto_reason, score_micro), 0, NULL},
    {"text", NODE_TEXT, offsetof(sotto_reason, text), 0, NULL},
    {"item", NODE_OPTION, offsetof(sotto_reason, item), 0, NULL},
};
const node_shape node_reason_shape = NODE_SHAPE("reason", reason_fields, sotto_reason);

#define ROOM_LEAST 1024

/* Words and numbers of a person do not stay in freed memory. */
static void let_go(void *data, size_t size) {
  if (data) sotto_passphrase_wipe(data, size);
  free(data);
}

int node_page_grow(void **data, size_t used, size_t *room, size_t needed) {
  const size_t larger = needed < ROOM_LEAST / 2 ? ROOM_LEAST : needed * 2;
  void *grown = malloc(larger);
  if (!grown) return 0;
  if (used) memcpy(grown, *data, used);
  let_go(*data, used);
  *data = grown;
  *room = larger;
  return 1;
}

/* From JavaScript's own slots, which are too few, to own ones. */
static int leave_lent(node_page *page, size_t needed) {
  void *own = NULL;
  if (!node_page_grow(&own, 0, &page->room, needed)) return 0;
  memcpy(own, page->slots, page->count * sizeof(uint64_t));
  page->slots = own;
  page->lent = 0;
  return 1;
}

static int grow_slots(node_page *page, size_t needed) {
  void *data = page->slots;
  if (page->lent) return leave_lent(page, needed);
  const int grown = node_page_grow(&data, page->count * sizeof(uint64_t), &page->room, needed);
  page->slots = data;
  return grown;
}

static uint64_t *slots(node_page *page, size_t count) {
  const size_t needed = (page->count + count) * sizeof(uint64_t);
  page->failed = page->failed || (needed > page->room && !grow_slots(page, needed));
  if (page->failed) return NULL;
  page->count += count;
  return page->slots + page->count - count;
}

void node_page_lend(node_page *page, uint64_t *memory, size_t count) {
  page->slots = memory;
  page->room = count * sizeof *memory;
  page->lent = 1;
}

void node_page_number(node_page *page, double number) {
  uint64_t *slot = slots(page, 1);
  if (slot) memcpy(slot, &number, sizeof number);
}

static void put_bits(node_page *page, uint64_t bits) {
  uint64_t *slot = slots(page, 1);
  if (slot) *slot = bits;
}

/* Of valid UTF-8, as all texts of the library are. */
static size_t utf16_units(const char *data, size_t size) {
  size_t units = 0, plain = 0;
  for (uint64_t eight; plain + sizeof eight <= size; plain += sizeof eight) {
    memcpy(&eight, data + plain, sizeof eight);
    if (eight & UINT64_C(0x8080808080808080)) break;
  }
  for (size_t i = plain; i < size; i++) {
    const uint8_t byte = (uint8_t)data[i];
    units += ((byte & 0xC0) != 0x80) + (byte >= 0xF0);
  }
  return plain + units;
}

static void put_text(node_page *page, const char *data, size_t size) {
  void *text = page->text;
  const size_t needed = page->text_size + size;
  page->failed =
      page->failed || (needed > page->text_room &&
                       !node_page_grow(&text, page->text_size, &page->text_room, needed));
  page->text = text;
  if (page->failed) return;
  if (size) memcpy(page->text + page->text_size, data, size);
  page->text_size = needed;
  node_page_number(page, (double)utf16_units(data, size));
}

static void put_hex(node_page *page, const uint8_t *bytes, size_t size) {
  char text[128];
  for (size_t i = 0; i < size; i++) {
    text[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
    text[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
  }
  put_text(page, text, 2 * size);
}

static void put_bytes(node_page *page, const void *data, size_t size) {
  node_page_number(page, (double)size);
  uint64_t *room = slots(page, (size + 7) / 8);
  if (room && size) memcpy(room, data, size);
}

static void put_reasons(node_page *page, const void *at) {
  const sotto_reason *reasons = *(const sotto_reason *const *)at;
  const size_t count = *(const size_t *)((const char *)at + sizeof reasons);
  node_page_number(page, (double)count);
  for (size_t i = 0; i < count; i++) node_page_struct(page, &node_reason_shape, reasons + i);
}

static void put_number(node_page *page, const node_field *field, const void *at) {
  switch (field->kind) {
  case NODE_I64: node_page_number(page, (double)*(const int64_t *)at); break;
  case NODE_U64: node_page_number(page, (double)*(const uint64_t *)at); break;
  case NODE_F64: node_page_number(page, *(const double *)at); break;
  case NODE_I32: node_page_number(page, *(const int32_t *)at); break;
  case NODE_ID: put_bits(page, *(const uint64_t *)at); break;
  default: node_page_number(page, *(const uint32_t *)at); /* a name is told by its number */
  }
}

static void put_field(node_page *page, const node_field *field, const void *from) {
  const void *at = (const char *)from + field->offset;
  sotto_text view; /* as sotto_bytes lies too */
  switch (field->kind) {
  case NODE_TEXT:
  case NODE_OPTION:
  case NODE_BYTES:
    memcpy(&view, at, sizeof view);
    if (field->kind == NODE_BYTES)
      put_bytes(page, view.data, view.size);
    else
      put_text(page, view.data, view.size);
    break;
  case NODE_CHARS: put_text(page, at, strnlen(at, field->size)); break;
  case NODE_HEX: put_hex(page, at, field->size); break;
  case NODE_EXACT: put_bytes(page, at, field->size); break;
  case NODE_REASONS: put_reasons(page, at); break;
  default: put_number(page, field, at);
  }
}

void node_page_struct(node_page *page, const node_shape *shape, const void *from) {
  for (size_t i = 0; i < shape->count; i++) put_field(page, &shape->fields[i], from);
}

void node_page_rows(node_page *page, const node_rows *rows) {
  node_page_number(page, (double)rows->count);
  for (size_t i = 0; i < rows->count; i++)
    node_page_struct(page, rows->shape, rows->data + i * rows->shape->size);
}

void node_page_text(node_page *page, const char *data, size_t size) {
  put_text(page, data, size);
}

void node_page_end(node_page *page) {
  if (!page->lent) let_go(page->slots, page->count * sizeof(uint64_t));
  let_go(page->text, page->text_size);
}
