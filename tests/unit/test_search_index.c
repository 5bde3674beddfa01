/*
 * The text sections of a real pack: what was written is found, what is misspelt is corrected, and
 * whatever bytes stand in them nothing is read outside.
 */
#define _GNU_SOURCE
#include <libstemmer.h>

#include "brand_lab.h"
#include "model/ask.h"
#include "model/find.h"
#include "model/spelling.h"
#include "model/talk.h"

#define OUTDOOR SOURCE_ROOT "/samples/outdoor/"

/* A searchable shop. */
typedef struct shop {
  brand_lab lab;
  so_text_view view;
  struct sb_stemmer *stemmer;
  float *scores, *personal;
  so_find_hit *hits;
} shop;

static void shop_open(shop *ret_shop, uint32_t locale) {
  memset(ret_shop, 0, sizeof *ret_shop);
  lab_open(&ret_shop->lab);
  ret_shop->lab.options.brand_file = OUTDOOR "brand.json";
  ret_shop->lab.options.feeds = NULL;
  cr_assert_eq(lab_build(&ret_shop->lab), SOTTO_OK, "%s", ret_shop->lab.said);
  const so_pack *pack = &ret_shop->lab.pack;
  cr_assert_eq(so_text_view_open(&ret_shop->view, pack, locale), SOTTO_OK);
  ret_shop->stemmer = sb_stemmer_new(locale ? "es" : "en", NULL);
  ret_shop->scores = calloc(pack->item_count, sizeof(float));
  ret_shop->personal = calloc(pack->item_count, sizeof(float));
  ret_shop->hits = calloc(pack->item_count, sizeof(so_find_hit));
}

static void shop_close(shop *of) {
  sb_stemmer_delete(of->stemmer);
  free(of->scores);
  free(of->personal);
  free(of->hits);
  lab_close(&of->lab);
}

/* Reads, looks up and finds; gives how many. */
static uint32_t ask(shop *of, const char *utterance, so_find_words *ret_words) {
  so_turn turn;
  uint32_t fitting;
  so_ask_read(&of->view, of->stemmer, so_text_of(utterance), &turn);
  so_find_read_words(&of->view, of->stemmer, &turn.wish, ret_words);
  so_find_request request = {.view = &of->view,
                             .wish = &turn.wish,
                             .words = ret_words,
                             .stemmer = of->stemmer,
                             .like = SO_PACK_NONE};
  so_find_scratch scratch = {of->scores, of->personal, of->hits, of->lab.pack.item_count};
  return so_find_items(&request, &scratch, &fitting);
}

static sotto_text first_title(const shop *of) {
  return so_pack_item_title(&of->lab.pack, of->hits[0].item, of->view.locale);
}

Test(search_index, every_title_finds_its_item) {
  shop of;
  shop_open(&of, 0);
  so_find_words words;
  uint32_t found = 0, count = of.lab.pack.item_count;
  for (uint32_t item = 0; item < count; item += 7) {
    char title[256];
    sotto_text text = so_pack_item_title(&of.lab.pack, item, 0);
    memcpy(title, text.data, text.size);
    title[text.size] = 0;
    uint32_t hits = ask(&of, title, &words), n = 0;
    while (n < hits && n < 10 && of.hits[n].item != item) n++;
    found += n < hits && n < 10;
  }
  cr_assert_geq(found * 10, (count / 7 + 1) * 9, "%u of %u", found, count / 7 + 1);
  shop_close(&of);
}

Test(search_index, a_misspelt_word_finds_what_was_meant) {
  shop of;
  shop_open(&of, 0);
  so_find_words words;
  cr_assert_gt(ask(&of, "hamock", &words), 0u);
  cr_assert_eq(words.corrected, 1);
  cr_assert(so_text_is(so_word_text(&words.said[0]), "hammock"));
  sotto_text title = first_title(&of);
  cr_assert_not_null(memmem(title.data, title.size, "hammock", 7));
  shop_close(&of);
}

Test(search_index, words_apart_and_together_are_one) {
  shop of;
  shop_open(&of, 0);
  so_find_words words;
  cr_assert_gt(ask(&of, "sleepingbag", &words), 0u);
  sotto_text title = first_title(&of);
  cr_assert_not_null(memmem(title.data, title.size, "sleeping bag", 12));
  shop_close(&of);
}

Test(search_index, a_synonym_of_the_brand_finds_its_words) {
  shop of;
  shop_open(&of, 1);
  so_find_words words;
  cr_assert_gt(ask(&of, "cantimplora", &words), 0u);
  sotto_text title = first_title(&of);
  cr_assert_not_null(memmem(title.data, title.size, "Botella", 7), "%.*s", (int)title.size,
                     title.data);
  shop_close(&of);
}

/* The writable bytes of the pack's section `id`, and how many. */
static uint8_t *section_of(shop *of, uint32_t id, uint64_t *ret_size) {
  const so_pack *pack = &of->lab.pack;
  for (uint32_t n = 0; n < pack->header->section_count; n++)
    if (pack->sections[n].id == id) {
      *ret_size = pack->sections[n].size;
      return of->lab.bytes + pack->sections[n].offset;
    }
  return NULL;
}

Test(search_index, whatever_stands_in_the_sections_nothing_is_read_outside) {
  static const char *const utterances[] = {
      "green family tent under 300", "hamock", "everything for a weekend with two children",
      "boots size 42 for women, not brown", "sleepingbag waterproof"};
  shop of;
  shop_open(&of, 0);
  uint64_t state = 88172645463325252u;
  for (uint32_t round = 0; round < 400; round++) {
    uint64_t size = 0;
    uint8_t *bytes = section_of(&of, SO_TEXT_LOCALES + round % 12, &size);
    if (!bytes || !size) continue;
    uint8_t kept[64];
    uint64_t at[64];
    for (int n = 0; n < 64; n++) {
      state ^= state << 13, state ^= state >> 7, state ^= state << 17; /* xorshift64 */
      at[n] = (state >> 16) % size;
      kept[n] = bytes[at[n]];
      bytes[at[n]] = (uint8_t)state;
    }
    so_find_words words;
    so_text_view again;
    if (so_text_view_open(&again, &of.lab.pack, 0) == SOTTO_OK) {
      of.view = again;
      uint32_t hits = ask(&of, utterances[round % 5], &words);
      for (uint32_t n = 0; n < hits; n++) cr_assert_lt(of.hits[n].item, of.lab.pack.item_count);
      for (uint32_t n = 0; n < 8; n++) {
        const so_text_occasion *occasion = so_text_view_occasion(&of.view, n);
        if (occasion) (void)so_text_view_name(&of.view, occasion->names);
      }
    }
    for (int n = 64; n-- > 0;) bytes[at[n]] = kept[n];
  }
  shop_close(&of);
}

Test(search_index, a_conversation_that_was_written_over_is_recognised) {
  shop of;
  shop_open(&of, 0);
  so_talk talk;
  so_talk_clear(&talk);
  cr_assert(so_talk_holds(&talk, &of.lab.pack));
  uint64_t state = 1;
  uint32_t refused = 0;
  for (uint32_t round = 0; round < 1000; round++) {
    for (size_t n = 0; n < sizeof talk; n++) {
      state ^= state << 13, state ^= state >> 7, state ^= state << 17;
      ((uint8_t *)&talk)[n] = (uint8_t)state;
    }
    refused += !so_talk_holds(&talk, &of.lab.pack);
  }
  cr_assert_eq(refused, 1000);
  shop_close(&of);
}
