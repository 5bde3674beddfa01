/* Interning by hash; a text whose hash is taken by another one is simply stored again. */
#include "brand/text_pool.h"

#include <string.h>

#include "base/string.h"

void so_text_pool_init(so_text_pool *ret_pool) {
  memset(ret_pool, 0, sizeof *ret_pool);
  ret_pool->bytes = so_array_of(1);
  ret_pool->index = so_array_of(sizeof(uint32_t));
  uint32_t zero = 0;
  so_array_push(&ret_pool->index, &zero);
  (void)so_text_pool_add(ret_pool, (sotto_text){NULL, 0});
}

void so_text_pool_free(so_text_pool *pool) {
  so_array_free(&pool->bytes);
  so_array_free(&pool->index);
  so_number_map_free(&pool->numbers);
}

sotto_text so_text_pool_get(const so_text_pool *pool, uint32_t number) {
  const uint32_t *index = pool->index.data;
  if ((size_t)number + 1 >= pool->index.count) return (sotto_text){NULL, 0};
  return (sotto_text){(const char *)pool->bytes.data + index[number],
                      index[number + 1] - index[number]};
}

uint32_t so_text_pool_add(so_text_pool *pool, sotto_text text) {
  uint32_t fresh = (uint32_t)pool->index.count - 1;
  uint64_t hash = so_number_map_hash(text, 0);
  uint32_t number = so_number_map_put(&pool->numbers, hash, fresh);
  if (number != fresh && so_text_equal(so_text_pool_get(pool, number), text)) return number;
  if (pool->bytes.count + text.size > UINT32_MAX) pool->failed = 1;
  if (pool->failed) return 0;
  so_array_append(&pool->bytes, text.data, text.size);
  uint32_t end = (uint32_t)pool->bytes.count;
  so_array_push(&pool->index, &end);
  pool->failed = pool->bytes.failed | pool->index.failed | pool->numbers.failed;
  return pool->failed ? 0 : fresh;
}
