/* Splitting and parsing one line. */
#include "brand/feed_cells.h"

#include <stdio.h>
#include <string.h>

void so_feed_cells_free(so_feed_cells *cells) {
  so_array_free(&cells->scratch);
  json_decref(cells->object);
  cells->object = NULL;
}

/** Takes the quotes off "a ""b"" c" in place; a cell whose quotes do not pair up stays as it is. */
static sotto_text unquote(char *cell, size_t size) {
  sotto_text whole = {cell, size};
  if (size < 2 || cell[0] != '"' || cell[size - 1] != '"') return whole;
  for (size_t n = 1; n + 1 < size; n++) {
    if (cell[n] != '"') continue;
    if (n + 2 >= size || cell[n + 1] != '"') return whole;
    n++;
  }
  size_t kept = 0;
  for (size_t n = 1; n + 1 < size; n++) {
    cell[kept++] = cell[n];
    if (cell[n] == '"') n++;
  }
  return (sotto_text){cell, kept};
}

static sotto_text trim(sotto_text text) {
  while (text.size && text.data[0] == ' ') text.data++, text.size--;
  while (text.size && text.data[text.size - 1] == ' ') text.size--;
  return text;
}

const char *so_feed_cells_split(so_feed_cells *cells, sotto_text line) {
  cells->count = 0;
  so_array_resize(&cells->scratch, 0);
  so_array_append(&cells->scratch, line.data, line.size);
  if (cells->scratch.failed) return "the row does not fit into memory";
  char *at = cells->scratch.data, *end = at + line.size;
  while (cells->count < SO_FEED_COLUMNS_MAX) {
    char *tab = at < end ? memchr(at, '\t', (size_t)(end - at)) : NULL;
    size_t size = (size_t)((tab ? tab : end) - at);
    cells->cells[cells->count++] = trim(unquote(at, size));
    if (!tab) return NULL;
    at = tab + 1;
  }
  return "the row has more than 512 columns";
}

/** "49.95 EUR" out of {"value": "49.95", "currency": "EUR"}; kept in scratch by its offset. */
static void add_price(so_feed_cells *cells, const json_t *price) {
  char text[64];
  const char *value = json_string_value(json_object_get(price, "value"));
  const char *currency = json_string_value(json_object_get(price, "currency"));
  int size = snprintf(text, sizeof text, "%s %s", value ? value : "", currency ? currency : "");
  size_t offset = cells->scratch.count;
  if (size < 0 || (size_t)size >= sizeof text || offset + 64 > cells->scratch.capacity) return;
  so_array_append(&cells->scratch, text, (size_t)size);
  cells->cells[cells->count - 1] =
      (sotto_text){(const char *)cells->scratch.data + offset, (size_t)size};
}

static void add_number(so_feed_cells *cells, const json_t *number) {
  char text[64];
  size_t offset = cells->scratch.count;
  int size = snprintf(text, sizeof text, "%.15g", json_number_value(number));
  if (size < 0 || (size_t)size >= sizeof text || offset + 64 > cells->scratch.capacity) return;
  so_array_append(&cells->scratch, text, (size_t)size);
  cells->cells[cells->count - 1] =
      (sotto_text){(const char *)cells->scratch.data + offset, (size_t)size};
}

static void add_member(so_feed_cells *cells, const char *name, const json_t *value) {
  if (cells->count == SO_FEED_COLUMNS_MAX) return;
  cells->names[cells->count] = (sotto_text){name, strlen(name)};
  cells->cells[cells->count] = (sotto_text){NULL, 0};
  cells->count++;
  if (json_is_array(value)) value = json_array_get(value, 0);
  if (json_is_string(value)) {
    sotto_text text = {json_string_value(value), json_string_length(value)};
    cells->cells[cells->count - 1] = trim(text);
  } else if (json_is_number(value)) {
    add_number(cells, value);
  } else if (json_is_object(value)) {
    add_price(cells, value);
  } else if (json_is_boolean(value)) {
    cells->cells[cells->count - 1] =
        json_is_true(value) ? (sotto_text){"yes", 3} : (sotto_text){"no", 2};
  }
}

const char *so_feed_cells_parse(so_feed_cells *cells, sotto_text line) {
  json_error_t error;
  json_decref(cells->object);
  cells->object = json_loadb(line.data, line.size, 0, &error);
  cells->count = 0;
  /* Room for every number and price beforehand: views into scratch must not move. */
  so_array_resize(&cells->scratch, 64 * SO_FEED_COLUMNS_MAX);
  if (cells->scratch.failed) return "the row does not fit into memory";
  so_array_resize(&cells->scratch, 0);
  if (!json_is_object(cells->object)) return "the row is not a JSON object";
  const char *name;
  json_t *value;
  json_object_foreach(cells->object, name, value) add_member(cells, name, value);
  return NULL;
}
