/*
 * A turn under way, shared by the files that take it (search: what is found; search_words: what is
 * said).
 */
#ifndef SO_FLOW_SEARCH_WORK_H
#define SO_FLOW_SEARCH_WORK_H

#include "flow/handle.h"
#include "model/find.h"
#include "model/talk.h"

#define SO_SEARCH_LIMIT_DEFAULT 10u
#define SO_SEARCH_PARTS_MAX 16u
#define SO_SEARCH_LOSSES_MAX 4u
#define SO_SEARCH_KINDS_MAX 16u

struct sb_stemmer;

/** One part of an occasion, filled. */
typedef struct so_search_part {
  so_find_hit hit;
  sotto_text name;
  uint32_t quantity;
} so_search_part;

typedef struct so_search {
  sotto *profile;
  const sotto_query *query;
  const so_pack *pack;
  so_talk *talk;
  struct sb_stemmer *stemmer;
  uint32_t wording;
  uint32_t company;
  uint32_t limit; /* of products shown */
  uint32_t hit_count;
  uint32_t fitting;
  uint32_t part_count;
  uint32_t nothing_said;
  uint32_t singled; /* one of those shown was meant */
  uint32_t kind_count;
  uint32_t kinds[SO_SEARCH_KINDS_MAX]; /* of product, that the words name */
  uint32_t loss_count;
  so_talk_loss losses[SO_SEARCH_LOSSES_MAX]; /* in the order they went */
  so_text_view view;
  so_turn turn;
  so_find_words words;
  so_find_request request;
  so_find_scratch scratch;
  so_search_part parts[SO_SEARCH_PARTS_MAX];
  so_words sentences; /* of the language asked in */
} so_search;

/** Fills the answer. */
void so_search_reply(const so_search *search, sotto_reply *ret_reply);
/** Appends why a product is shown. */
void so_search_reason(const so_search *search, const so_find_hit *hit, so_sink *sink);

#endif
