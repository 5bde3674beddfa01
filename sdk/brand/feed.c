/*
 * Rows out of cells. Column names follow Google's product data specification; the camel-case ones
 * are those of its Content API, which writes the JSON form.
 */
#include "brand/feed.h"

#include <stdlib.h>
#include <string.h>

#include "base/string.h"
#include "brand/feed_cells.h"
#include "brand/line_file.h"
#include "brand/number_map.h"
#include "brand/price.h"

typedef enum role {
  UNKNOWN,
  KNOWN, /* a column of the specification that a pack has no use for */
  ID,
  TITLE,
  DESCRIPTION,
  TYPE,
  LINK,
  IMAGE,
  AVAILABILITY,
  PRICE,
  PRICE_MINOR,
  DISCREET,
  ATTRIBUTES,
  VALUE
} role;

static const struct {
  const char *name;
  role role;
} roles[] = {
    {"id", ID},
    {"offerId", ID},
    {"title", TITLE},
    {"product_type", TYPE},
    {"productTypes", TYPE},
    {"link", LINK},
    {"image_link", IMAGE},
    {"availability", AVAILABILITY},
    {"price", PRICE},
    {"price_minor", PRICE_MINOR},
    {"discreet", DISCREET},
    {"attributes", ATTRIBUTES},
    {"brand", VALUE},
    {"color", VALUE},
    {"size", VALUE},
    {"material", VALUE},
    {"pattern", VALUE},
    {"age_group", VALUE},
    {"gender", VALUE},
    {"description", DESCRIPTION},
    {"google_product_category", KNOWN},
    {"item_group_id", KNOWN},
    {"additional_image_link", KNOWN},
    {"sale_price", KNOWN},
    {"gtin", KNOWN},
    {"mpn", KNOWN},
    {"condition", KNOWN},
    {"shipping", KNOWN},
    {"adult", KNOWN},
};

/** One feed being read. */
typedef struct feed_run {
  const so_feed *feed;
  so_findings *findings;
  so_line_file *file;
  so_feed_cells cells;
  int is_json;
  uint32_t column_count;
  role columns[SO_FEED_COLUMNS_MAX];
  sotto_text names[SO_FEED_COLUMNS_MAX]; /* view `header` */
  so_array header;                       /* char */
  so_feed_row row;
  sotto_text availability; /* of the row: a word that is not known */
  const char *fault;       /* of the header */
  uint64_t rejected;
  uint64_t ignored_seen; /* JSON: names already told, by bits of their hash */
} feed_run;

static char folded(char letter) {
  if (letter == ' ') return '_';
  return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

int so_feed_named(sotto_text column, const char *name) {
  size_t n = 0;
  for (;; n++, name++) {
    while (n < column.size && folded(column.data[n]) == '_') n++;
    while (folded(*name) == '_') name++;
    if (n == column.size || !*name) return n == column.size && !*name;
    if (folded(column.data[n]) != folded(*name)) return 0;
  }
}

/** What a column is for; a name of the specification becomes as it is written there. */
static role role_of(sotto_text *inout_name) {
  for (size_t n = 0; n < sizeof roles / sizeof *roles; n++) {
    if (!so_feed_named(*inout_name, roles[n].name)) continue;
    *inout_name = so_text_of(roles[n].name);
    return roles[n].role;
  }
  int custom = inout_name->size > 5 && memcmp(inout_name->data, "attr_", 5) == 0;
  return custom ? VALUE : UNKNOWN;
}

static so_found row_found(const feed_run *reading) {
  so_place place = {reading->feed->path, so_line_file_number(reading->file), reading->row.id};
  return (so_found){SO_FIND_WARNING(SOTTO_FINDING_ROW), place};
}

static void reject(feed_run *reading, const char *why) {
  reading->rejected++;
  so_find(reading->findings, row_found(reading), "row left out: %s", why);
}

static void tell_ignored(feed_run *reading, sotto_text name) {
  so_place place = {reading->feed->path, 1, name};
  if (reading->is_json) {
    uint64_t bit = UINT64_C(1) << (so_number_map_hash(name, 0) & 63);
    if (reading->ignored_seen & bit) return;
    reading->ignored_seen |= bit;
    place.line = so_line_file_number(reading->file);
  }
  so_find(reading->findings, (so_found){SO_FIND_NOTE(SOTTO_FINDING_COLUMN), place},
          "this column is not used");
}

/** A value under a column name, unless it is empty or prose. */
static void add_value(so_feed_row *row, so_feed_value value) {
  if (value.column.size == 0 || value.value.size == 0 || value.value.size > SO_FEED_VALUE_MAX)
    return;
  if (value.column.size > 64 || row->value_count == SO_FEED_VALUES_MAX) return;
  row->values[row->value_count++] = value;
}

/** "key=value;key=value": split at each semicolon, then at the first equals sign. */
static void add_attributes(so_feed_row *row, sotto_text text) {
  while (text.size) {
    const char *end = memchr(text.data, ';', text.size);
    size_t size = end ? (size_t)(end - text.data) : text.size;
    const char *equals = memchr(text.data, '=', size);
    if (equals) {
      size_t key = (size_t)(equals - text.data);
      sotto_text value = {equals + 1, size - key - 1};
      add_value(row, (so_feed_value){{text.data, key}, value, 1});
    }
    text.data += end ? size + 1 : size;
    text.size -= end ? size + 1 : size;
  }
}

static int is_yes(sotto_text text) {
  return so_text_is(text, "yes") || so_text_is(text, "true") || so_text_is(text, "1");
}

static const char *take_price(feed_run *reading, role column, sotto_text cell) {
  if (cell.size == 0) return NULL;
  so_price_verdict verdict =
      column == PRICE ? so_price_read(&reading->row.price_minor, cell, reading->feed->currency)
                      : so_price_read_minor(&reading->row.price_minor, cell);
  return verdict == SO_PRICE_GOOD ? NULL : so_price_words(verdict);
}

/** The plain texts of a row; NULL for a column that is none. */
static sotto_text *text_of(so_feed_row *row, role column) {
  switch (column) {
  case ID: return &row->id;
  case TITLE: return &row->title;
  case DESCRIPTION: return &row->description;
  case TYPE: return &row->product_type;
  case LINK: return &row->link;
  case IMAGE: return &row->image;
  default: return NULL;
  }
}

static void take_availability(feed_run *reading, sotto_text word) {
  static const char *const others[] = {"out_of_stock", "preorder", "backorder", "discontinued"};
  int known = word.size == 0 || so_feed_named(word, "in_stock");
  reading->row.in_stock = known;
  for (size_t n = 0; n < sizeof others / sizeof *others; n++)
    known |= so_feed_named(word, others[n]);
  if (!known) reading->availability = word;
}

/** Cells that are neither a plain text nor able to spoil the row. */
static void take_mark(feed_run *reading, role column, so_feed_value cell) {
  so_feed_row *row = &reading->row;
  switch (column) {
  case AVAILABILITY: take_availability(reading, cell.value); break;
  case DISCREET: row->discreet = is_yes(cell.value); break;
  case ATTRIBUTES: add_attributes(row, cell.value); break;
  case VALUE: add_value(row, cell); break;
  case UNKNOWN:
    if (reading->is_json) tell_ignored(reading, cell.column);
    break;
  default: break;
  }
}

static const char *take_cell(feed_run *reading, role column, so_feed_value cell) {
  sotto_text *text = text_of(&reading->row, column);
  if (column == PRICE || column == PRICE_MINOR) return take_price(reading, column, cell.value);
  if (text)
    *text = cell.value;
  else
    take_mark(reading, column, cell);
  return NULL;
}

static int has_control(sotto_text text) {
  for (size_t n = 0; n < text.size; n++) {
    if ((unsigned char)text.data[n] < ' ' || text.data[n] == 0x7f) return 1;
  }
  return 0;
}

/** Why a row that was filled cannot be used, or NULL. */
static const char *check_row(const so_feed_row *row) {
  if (row->id.size == 0) return "the row has no id";
  if (row->id.size > SO_FEED_ID_MAX) return "the id is longer than 128 bytes";
  if (has_control(row->id)) return "the id holds a control character";
  return has_control(row->title) ? "the title holds a control character" : NULL;
}

/** What is odd about a row that is kept. */
static void tell_odd(feed_run *reading) {
  so_found found = row_found(reading);
  if (reading->cells.count < reading->column_count)
    so_find(reading->findings, found, "the row has %u of %u cells: the others are taken as empty",
            reading->cells.count, reading->column_count);
  if (reading->feed->texts_only) return;
  if (reading->row.price_minor == 0) so_find(reading->findings, found, "the price is 0");
  if (reading->availability.size)
    so_find(reading->findings, found,
            "the availability \"%.*s\" is not known: taken as out of stock",
            (int)reading->availability.size, reading->availability.data);
}

static const char *fill_row(feed_run *reading) {
  so_feed_row *row = &reading->row;
  memset(row, 0, offsetof(so_feed_row, values));
  row->line = so_line_file_number(reading->file);
  row->price_minor = -1;
  row->in_stock = 1;
  reading->availability.size = 0;
  if (!reading->is_json && reading->cells.count > reading->column_count)
    return "the row has more cells than the header has columns";
  for (uint32_t n = 0; n < reading->cells.count; n++) {
    sotto_text name = reading->is_json ? reading->cells.names[n] : reading->names[n];
    role column = reading->is_json ? role_of(&name) : reading->columns[n];
    const char *why = take_cell(reading, column, (so_feed_value){name, reading->cells.cells[n], 0});
    if (why) return why;
  }
  return check_row(row);
}

static const char *take_line(feed_run *reading, sotto_text line) {
  if (!so_text_is_utf8(line))
    return memchr(line.data, 0, line.size) ? "the row holds a NUL byte" : "the row is not UTF-8";
  const char *why = reading->is_json ? so_feed_cells_parse(&reading->cells, line)
                                     : so_feed_cells_split(&reading->cells, line);
  if (!why) why = fill_row(reading);
  if (!why) why = reading->feed->take(reading->feed->context, &reading->row);
  if (!why) tell_odd(reading);
  return why;
}

static void tell_column(feed_run *reading, sotto_text name, const char *words) {
  so_place place = {reading->feed->path, 1, name};
  so_find(reading->findings, (so_found){SO_FIND_WARNING(SOTTO_FINDING_COLUMN), place}, "%s", words);
}

/** 1 when an earlier column has the name or the use of column `n`. */
static int is_again(const feed_run *reading, uint32_t n) {
  role own = reading->columns[n];
  for (uint32_t m = 0; m < n && own > KNOWN; m++) {
    if (own == VALUE ? so_text_equal(reading->names[m], reading->names[n])
                     : reading->columns[m] == own)
      return 1;
  }
  return 0;
}

/** One name of the header, folded in place, and what its column is for. */
static void take_name(feed_run *reading, uint32_t n, sotto_text name) {
  char *letters = (char *)(uintptr_t)name.data; /* our own copy of the line */
  for (size_t m = 0; m < name.size; m++) letters[m] = folded(letters[m]);
  reading->columns[n] = role_of(&name);
  reading->names[n] = name;
  if (reading->columns[n] == UNKNOWN && name.size) tell_ignored(reading, name);
  if (!is_again(reading, n)) return;
  reading->columns[n] = KNOWN;
  tell_column(reading, name, "a column before it says the same: this one is not used");
}

/** 0 for a header in another encoding, or cut by commas or semicolons. */
static int is_tabbed(sotto_text line) {
  if (line.size == 0) return 1;
  int others = memchr(line.data, ',', line.size) || memchr(line.data, ';', line.size);
  return so_text_is_utf8(line) && (!others || memchr(line.data, '\t', line.size));
}

/** The header row: names to roles. The scratch it was split in becomes the home of the names. */
static sotto_status read_header(feed_run *reading, sotto_text line) {
  if (!is_tabbed(line)) {
    reading->fault = "it must be tab separated UTF-8 text";
    return SOTTO_E_FORMAT;
  }
  reading->fault = "its first line names no \"id\" column";
  if (so_feed_cells_split(&reading->cells, line)) return SOTTO_E_FORMAT;
  reading->header = reading->cells.scratch;
  reading->cells.scratch = so_array_of(1);
  int has_id = 0, has_price = reading->feed->texts_only;
  for (uint32_t n = 0; n < reading->cells.count; n++) {
    take_name(reading, n, reading->cells.cells[n]);
    has_id |= reading->columns[n] == ID;
    has_price |= reading->columns[n] == PRICE || reading->columns[n] == PRICE_MINOR;
  }
  reading->column_count = reading->cells.count;
  if (has_id && !has_price)
    tell_column(reading, so_text_of("price"), "no such column: no item has a price");
  return has_id ? SOTTO_OK : SOTTO_E_FORMAT;
}

static sotto_status read_first(feed_run *reading) {
  sotto_text line;
  sotto_status status = so_line_file_next(reading->file, &line);
  if (status) return status;
  reading->is_json = line.size && line.data[0] == '{';
  if (!reading->is_json) return read_header(reading, line);
  const char *why = take_line(reading, line);
  if (why) reject(reading, why);
  return SOTTO_OK;
}

static sotto_status read_rest(feed_run *reading) {
  for (;;) {
    sotto_text line;
    sotto_status status = so_line_file_next(reading->file, &line);
    reading->row.id = (sotto_text){NULL, 0};
    if (status == SOTTO_E_LIMIT) {
      reject(reading, "the line is longer than 1 MiB");
      continue;
    }
    if (status || !line.data) return status;
    uint64_t number = so_line_file_number(reading->file);
    if (number % 4096 == 0) {
      so_find_progress(reading->findings, "reading the feed", so_line_file_at(reading->file),
                       so_line_file_size(reading->file));
    }
    const char *why = line.size ? take_line(reading, line) : NULL;
    if (why) reject(reading, why);
  }
}

sotto_status so_feed_read(const so_feed *feed, so_findings *findings, uint64_t *ret_rejected) {
  feed_run *reading = calloc(1, sizeof *reading);
  if (!reading) return SOTTO_E_MEMORY;
  reading->feed = feed;
  reading->findings = findings;
  reading->cells.scratch = so_array_of(1);
  reading->header = so_array_of(1);
  sotto_status status = so_line_file_open(&reading->file, feed->path);
  if (!status) status = read_first(reading);
  if (!status) status = read_rest(reading);
  if (status) {
    so_place place = {
        feed->path, reading->file ? so_line_file_number(reading->file) : 0, {NULL, 0}};
    so_find(findings, (so_found){SO_FIND_ERROR(SOTTO_FINDING_FILE), place},
            "the feed cannot be read: %s",
            status == SOTTO_E_FORMAT ? reading->fault : so_file_words(feed->path, status));
  } else {
    *ret_rejected = reading->rejected;
  }
  so_line_file_close(reading->file);
  so_feed_cells_free(&reading->cells);
  so_array_free(&reading->header);
  free(reading);
  return status;
}
