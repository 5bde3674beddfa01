/* The shop's own catalogue: see shop_goods.h. */
#include "shop_goods.h"

#include <string.h>

struct shop_goods {
  char *text; /* the feed; titles and the rest point into it */
  GArray *rows;
  GHashTable *by_id; /* id -> its place + 1 */
};

enum { ID, TITLE, DESCRIPTION, STOCK, PRICE, BRAND, KIND, COLOUR, SIZE, MATERIAL, COLUMN_COUNT };

static const char *const columns[COLUMN_COUNT] = {
    "id",    "title",        "description", "availability", "price",
    "brand", "product_type", "color",       "size",         "material",
};

/* Cuts a line at its tabs, in place; returns how many cells there are. */
static size_t cut(char *line, char **cells, size_t room) {
  size_t count = 0;
  for (char *next = line; next && count < room;) {
    cells[count++] = next;
    next = strchr(next, '\t');
    if (next) *next++ = 0;
  }
  return count;
}

/* "249.00 EUR" in minor units. */
static gint64 price_of(const char *cell) {
  gint64 whole = g_ascii_strtoll(cell, NULL, 10), part = 0;
  const char *point = strchr(cell, '.');
  if (point && g_ascii_isdigit(point[1]) && g_ascii_isdigit(point[2]))
    part = (point[1] - '0') * 10 + (point[2] - '0');
  return whole * 100 + part;
}

static gboolean read_head(char *line, int place_of[COLUMN_COUNT]) {
  char *cells[64];
  const size_t count = cut(line, cells, G_N_ELEMENTS(cells));
  gboolean whole = TRUE;
  for (int column = 0; column < COLUMN_COUNT; column++) {
    place_of[column] = -1;
    for (size_t i = 0; i < count; i++)
      if (strcmp(cells[i], columns[column]) == 0) place_of[column] = (int)i;
    whole = whole && place_of[column] >= 0;
  }
  return whole;
}

static void read_row(shop_goods *goods, char *line, const int place_of[COLUMN_COUNT]) {
  char *cells[64];
  const char *value[COLUMN_COUNT];
  const size_t count = cut(line, cells, G_N_ELEMENTS(cells));
  for (int column = 0; column < COLUMN_COUNT; column++)
    value[column] = (size_t)place_of[column] < count ? cells[place_of[column]] : "";
  const shop_good good = {
      .id = value[ID],
      .title = value[TITLE],
      .description = value[DESCRIPTION],
      .brand = value[BRAND],
      .kind = value[KIND],
      .colour = value[COLOUR],
      .size = value[SIZE],
      .material = value[MATERIAL],
      .price_minor = price_of(value[PRICE]),
      .sold_out = strcmp(value[STOCK], "in_stock") != 0,
  };
  if (!*good.id) return;
  g_array_append_val(goods->rows, good);
  g_hash_table_insert(goods->by_id, (char *)value[ID], GUINT_TO_POINTER(goods->rows->len));
}

static void read_lines(shop_goods *goods, GError **error) {
  int place_of[COLUMN_COUNT];
  char *line = goods->text;
  for (gboolean head = TRUE; line && *line; head = FALSE) {
    char *next = strchr(line, '\n');
    if (next) *next++ = 0;
    if (!head) {
      read_row(goods, line, place_of);
    } else if (!read_head(line, place_of)) {
      g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "the feed lacks a column");
      return;
    }
    line = next;
  }
}

shop_goods *shop_goods_read(const char *folder, const char *language, GError **error) {
  GError *failure = NULL;
  char *name = g_strdup_printf("products.%s.tsv", language);
  char *path = g_build_filename(folder, name, NULL);
  shop_goods *goods = g_new0(shop_goods, 1);
  goods->rows = g_array_new(FALSE, FALSE, sizeof(shop_good));
  goods->by_id = g_hash_table_new(g_str_hash, g_str_equal);
  if (g_file_get_contents(path, &goods->text, NULL, &failure)) read_lines(goods, &failure);
  g_free(path);
  g_free(name);
  if (failure) {
    g_propagate_error(error, failure);
    g_clear_pointer(&goods, shop_goods_free);
  }
  return goods;
}

void shop_goods_free(shop_goods *goods) {
  if (!goods) return;
  g_hash_table_unref(goods->by_id);
  g_array_unref(goods->rows);
  g_free(goods->text);
  g_free(goods);
}

guint shop_goods_count(const shop_goods *goods) {
  return goods->rows->len;
}

const shop_good *shop_goods_at(const shop_goods *goods, guint place) {
  return &g_array_index(goods->rows, shop_good, place);
}

const shop_good *shop_goods_find(const shop_goods *goods, const char *id) {
  const guint place = GPOINTER_TO_UINT(g_hash_table_lookup(goods->by_id, id));
  return place ? shop_goods_at(goods, place - 1) : NULL;
}

const shop_good *shop_goods_find_text(const shop_goods *goods, sotto_text id) {
  char *copy = g_strndup(id.data, id.size);
  const shop_good *good = shop_goods_find(goods, copy);
  g_free(copy);
  return good;
}

/* The part of a product type at a level, 0 or 1; NULL where there is none. */
static char *part_of(const char *kind, guint level) {
  char **parts = g_strsplit(kind, " > ", 3);
  char *part = g_strv_length(parts) > level ? g_strdup(parts[level]) : NULL;
  g_strfreev(parts);
  return part;
}

gboolean shop_goods_on(const shop_good *good, const char *department, const char *shelf) {
  char *first = part_of(good->kind, 0), *second = part_of(good->kind, 1);
  const gboolean on =
      g_strcmp0(first, department) == 0 && (!shelf || g_strcmp0(second, shelf) == 0);
  g_free(first);
  g_free(second);
  return on;
}

char **shop_goods_shelves(const shop_goods *goods, const char *department) {
  GStrvBuilder *names = g_strv_builder_new();
  GHashTable *seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < shop_goods_count(goods); i++) {
    const shop_good *good = shop_goods_at(goods, i);
    if (department && !shop_goods_on(good, department, NULL)) continue;
    char *name = part_of(good->kind, department ? 1 : 0);
    if (name && g_hash_table_add(seen, name)) g_strv_builder_add(names, name);
  }
  char **list = g_strv_builder_end(names);
  g_strv_builder_unref(names);
  g_hash_table_unref(seen);
  return list;
}
