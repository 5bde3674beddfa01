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
    {"productType", TYPE},
    {"productTypes", TYPE},
    {"link", LINK},
    {"image_link", IMAGE},
    {"imageLink", IMAGE},
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
    {"ageGroup", VALUE},
    {"gender", VALUE},
    {"description", KNOWN},
    {"google_product_category", KNOWN},
    {"googleProductCategory", KNOWN},
    {"item_group_id", KNOWN},
    {"itemGroupId", KNOWN},
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
  uint64_t rejected;
  uint64_t ignored_seen; /* JSON: names already told, by bits of their hash */
} feed_run;

static role role_of(sotto_text name) {
  for (size_t n = 0; n < sizeof roles / sizeof *roles; n++) {
    if (so_text_is(name, roles[n].name)) return roles[n].role;
  }
  int custom = name.size > 5 && memcmp(name.data, "attr_", 5) == 0;
  return custom ? VALUE : UNKNOWN;
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
  case TYPE: return &row->product_type;
  case LINK: return &row->link;
  case IMAGE: return &row->image;
  default: return NULL;
  }
}

/** Cells that are neither a plain text nor able to spoil the row. */
static void take_mark(feed_run *reading, role column, so_feed_value cell) {
  so_feed_row *row = &reading->row;
  switch (column) {
  case AVAILABILITY:
    row->in_stock = cell.value.size == 0 || so_text_is(cell.value, "in_stock") ||
                    so_text_is(cell.value, "in stock");
    break;
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

static const char *fill_row(feed_run *reading) {
  so_feed_row *row = &reading->row;
  memset(row, 0, offsetof(so_feed_row, values));
  row->line = so_line_file_number(reading->file);
  row->price_minor = -1;
  row->in_stock = 1;
  if (!reading->is_json && reading->cells.count > reading->column_count)
    return "the row has more cells than the header has columns";
  for (uint32_t n = 0; n < reading->cells.count; n++) {
    sotto_text name = reading->is_json ? reading->cells.names[n] : reading->names[n];
    role column = reading->is_json ? role_of(name) : reading->columns[n];
    const char *why = take_cell(reading, column, (so_feed_value){name, reading->cells.cells[n], 0});
    if (why) return why;
  }
  if (row->id.size == 0) return "the row has no id";
  return row->id.size > SO_FEED_ID_MAX ? "the id is longer than 128 bytes" : NULL;
}

static const char *take_line(feed_run *reading, sotto_text line) {
  if (!so_text_is_utf8(line)) return "the row is not UTF-8";
  const char *why = reading->is_json ? so_feed_cells_parse(&reading->cells, line)
                                     : so_feed_cells_split(&reading->cells, line);
  if (!why) why = fill_row(reading);
  return why ? why : reading->feed->take(reading->feed->context, &reading->row);
}

/** The header row: names to roles. The scratch it was split in becomes the home of the names. */
static sotto_status read_header(feed_run *reading, sotto_text line) {
  if (!so_text_is_utf8(line) || so_feed_cells_split(&reading->cells, line)) return SOTTO_E_FORMAT;
  reading->header = reading->cells.scratch;
  reading->cells.scratch = so_array_of(1);
  int has_id = 0;
  for (uint32_t n = 0; n < reading->cells.count; n++) {
    reading->names[n] = reading->cells.cells[n];
    reading->columns[n] = role_of(reading->names[n]);
    has_id |= reading->columns[n] == ID;
    if (reading->columns[n] == UNKNOWN && reading->names[n].size)
      tell_ignored(reading, reading->names[n]);
  }
  reading->column_count = reading->cells.count;
  return has_id ? SOTTO_OK : SOTTO_E_FORMAT;
}

static sotto_status read_first(feed_run *reading) {
  sotto_text line;
  sotto_status status = so_line_file_next(reading->file, &line);
  if (status) return status;
  reading->is_json = line.size && line.data[0] == '{';
  if (!reading->is_json) return line.data ? read_header(reading, line) : SOTTO_E_FORMAT;
  const char *why = take_line(reading, line);
  reading->rejected += why != NULL;
  if (why) {
    so_place place = {reading->feed->path, 1, reading->row.id};
    so_find(reading->findings, (so_found){SO_FIND_WARNING(SOTTO_FINDING_ROW), place},
            "row left out: %s", why);
  }
  return SOTTO_OK;
}

static sotto_status read_rest(feed_run *reading) {
  for (;;) {
    sotto_text line;
    sotto_status status = so_line_file_next(reading->file, &line);
    if (status || !line.data) return status;
    uint64_t number = so_line_file_number(reading->file);
    if (number % 4096 == 0) {
      so_find_progress(reading->findings, "reading the feed", so_line_file_at(reading->file),
                       so_line_file_size(reading->file));
    }
    if (line.size == 0) continue;
    reading->row.id = (sotto_text){NULL, 0};
    const char *why = take_line(reading, line);
    if (!why) continue;
    reading->rejected++;
    so_place place = {reading->feed->path, number, reading->row.id};
    so_find(reading->findings, (so_found){SO_FIND_WARNING(SOTTO_FINDING_ROW), place},
            "row left out: %s", why);
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
            status == SOTTO_E_FORMAT ? "its first line names no \"id\" column"
                                     : sotto_status_text(status));
  } else {
    *ret_rejected = reading->rejected;
  }
  so_line_file_close(reading->file);
  so_feed_cells_free(&reading->cells);
  so_array_free(&reading->header);
  free(reading);
  return status;
}
