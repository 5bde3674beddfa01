/* Texts of a pack under way: the catalogue's pool holds more than a pack uses. */
#include "brand/assembly.h"

void so_assembly_init(so_assembly *assembly) {
  so_text_pool_init(&assembly->texts);
  so_pack_writer_init(&assembly->writer);
}

void so_assembly_free(so_assembly *assembly) {
  so_text_pool_free(&assembly->texts);
  so_pack_writer_free(&assembly->writer);
}

uint32_t so_assembly_text(so_assembly *assembly, sotto_text text) {
  return so_text_pool_add(&assembly->texts, text);
}

uint32_t so_assembly_move(so_assembly *assembly, uint32_t text) {
  if (text == SO_PACK_NONE) return text;
  return so_text_pool_add(&assembly->texts, so_text_pool_get(&assembly->catalogue->pool, text));
}
