/*
 * The feed as the page shows it: see kiosk_feed.h.
 */
#include "kiosk_feed.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk_file.h"

#define FEED_LIMIT ((size_t)64 << 20)
#define COLUMNS_MAX 64

static const struct {
  const char *name;
  size_t offset;
} columns[] = {{"id", offsetof(kiosk_product, id)},
               {"title", offsetof(kiosk_product, title)},
               {"description", offsetof(kiosk_product, description)},
               {"product_type", offsetof(kiosk_product, kind)},
               {"brand", offsetof(kiosk_product, maker)},
               {"size", offsetof(kiosk_product, size)},
               {"price", offsetof(kiosk_product, price)}};
#define COLUMNS (sizeof columns / sizeof *columns)

/* For each column of the file where its cell goes, or -1. */
typedef struct layout {
  int at[COLUMNS_MAX];
} layout;

const char *kiosk_feed_locale(unsigned language) {
  return language == 1 ? "es" : "en";
}

int kiosk_feed_compare(sotto_text a, sotto_text b) {
  const size_t size = a.size < b.size ? a.size : b.size;
  const int order = size ? memcmp(a.data, b.data, size) : 0;
  return order ? order : (a.size > b.size) - (a.size < b.size);
}

static int by_id(const void *a, const void *b) {
  return kiosk_feed_compare(((const kiosk_product *)a)->id, ((const kiosk_product *)b)->id);
}

/* Takes the bytes up to a mark off the front. */
static sotto_text cut(sotto_text *inout_rest, char mark) {
  const char *end = inout_rest->size ? memchr(inout_rest->data, mark, inout_rest->size) : NULL;
  const size_t size = end ? (size_t)(end - inout_rest->data) : inout_rest->size;
  const sotto_text head = {inout_rest->data, size};
  const size_t taken = end ? size + 1 : size;
  *inout_rest = (sotto_text){inout_rest->data + taken, inout_rest->size - taken};
  return head;
}

static void read_layout(sotto_text line, layout *ret_layout) {
  for (int i = 0; i < COLUMNS_MAX; i++) {
    const sotto_text name = cut(&line, '\t');
    ret_layout->at[i] = -1;
    for (size_t known = 0; name.size && known < COLUMNS; known++)
      if (strlen(columns[known].name) == name.size &&
          memcmp(columns[known].name, name.data, name.size) == 0)
        ret_layout->at[i] = (int)known;
  }
}

/* "249.00 EUR" is 24900; what is no price is not known. */
static int64_t minor_of(sotto_text price) {
  char number[24] = "";
  long whole = 0, part = 0;
  memcpy(number, price.data, price.size < sizeof number ? price.size : sizeof number - 1);
  const int read = price.size ? sscanf(number, "%9ld.%2ld", &whole, &part) : 0;
  return read >= 1 && whole >= 0 ? (int64_t)whole * 100 + (read == 2 ? part : 0) : -1;
}

static kiosk_product read_row(sotto_text line, const layout *of) {
  kiosk_product product;
  memset(&product, 0, sizeof product);
  for (int i = 0; i < COLUMNS_MAX && line.size; i++) {
    const sotto_text cell = cut(&line, '\t');
    if (of->at[i] >= 0)
      *(sotto_text *)(void *)((char *)&product + columns[of->at[i]].offset) = cell;
  }
  product.price_minor = minor_of(product.price);
  return product;
}

static int read_rows(kiosk_feed *feed) {
  sotto_text rest = {(const char *)feed->file.data, feed->file.size};
  size_t lines = 0;
  layout of;
  for (size_t i = 0; i < rest.size; i++) lines += rest.data[i] == '\n';
  feed->products = calloc(lines + 1, sizeof *feed->products);
  if (!feed->products) return ENOMEM;
  read_layout(cut(&rest, '\n'), &of);
  while (rest.size && feed->count <= lines) {
    const kiosk_product product = read_row(cut(&rest, '\n'), &of);
    if (product.id.size) feed->products[feed->count++] = product;
  }
  qsort(feed->products, feed->count, sizeof *feed->products, by_id);
  return 0;
}

int kiosk_feed_read(kiosk_feed *ret_feed, const char *folder, unsigned language) {
  char path[1024];
  memset(ret_feed, 0, sizeof *ret_feed);
  if (!*folder) return 0;
  snprintf(path, sizeof path, "%s/products.%s.tsv", folder, kiosk_feed_locale(language));
  int bad = kiosk_file_read(path, FEED_LIMIT, &ret_feed->file);
  if (bad == ENOENT) return 0;
  if (!bad) bad = read_rows(ret_feed);
  if (!bad) return 0;
  fprintf(stderr, "%s: %s\n", path, strerror(bad));
  kiosk_feed_free(ret_feed);
  return -1;
}

const kiosk_product *kiosk_feed_find(const kiosk_feed *feed, sotto_text id) {
  const kiosk_product key = {.id = id};
  if (!feed->count) return NULL;
  return bsearch(&key, feed->products, feed->count, sizeof key, by_id);
}

void kiosk_feed_free(kiosk_feed *feed) {
  free(feed->products);
  kiosk_file_free(&feed->file);
  memset(feed, 0, sizeof *feed);
}
