/*
 * Public calls about the brand's pack.
 */
#include <string.h>

#include "client/entry.h"
#include "flow/install.h"

#define PATH_BYTES_MAX 4095u

sotto_status sotto_pack_install(sotto *profile, const char *path) {
  if (!path || !*path) return so_entry_refuse(profile, SOTTO_E_ARGUMENT);
  if (strnlen(path, PATH_BYTES_MAX + 1) > PATH_BYTES_MAX)
    return so_entry_refuse(profile, SOTTO_E_LIMIT);
  return SO_ENTRY_CALL(1, profile, so_install_pack(profile, path));
}

/* As much of a name as fits, cut before a character, terminated. */
static void copy_name(char *ret_name, size_t capacity, sotto_text text) {
  size_t size = text.size < capacity ? text.size : capacity - 1;
  while (size < text.size && size && ((unsigned char)text.data[size] & 0xc0) == 0x80) size--;
  memcpy(ret_name, text.data, size);
  ret_name[size] = '\0';
}

static sotto_status describe(sotto *profile, sotto_pack_info *ret_info) {
  const so_pack *pack = so_handle_pack(profile);
  if (!pack) return SOTTO_E_STATE;
  const so_pack_header *header = pack->header;
  *ret_info = (sotto_pack_info){.struct_size = sizeof *ret_info,
                                .items = pack->item_count,
                                .questions = pack->question_count,
                                .slots = pack->slot_count,
                                .sequence = header->sequence,
                                .created_ms = header->created_ms,
                                .expires_ms = header->expires_ms};
  memcpy(ret_info->hash, profile->installed.hash, sizeof ret_info->hash);
  memcpy(ret_info->key_id, header->key_id, sizeof ret_info->key_id);
  copy_name(ret_info->brand, sizeof ret_info->brand, so_pack_text(pack, header->brand_text));
  memcpy(ret_info->currency, header->currency, 3);
  return SOTTO_OK;
}

sotto_status sotto_pack_get(sotto *profile, sotto_pack_info *ret_info) {
  return SO_ENTRY_CALL(ret_info, profile, describe(profile, ret_info));
}

static sotto_status name(sotto *profile, sotto_text item, sotto_text *ret_title) {
  const so_pack *pack = so_handle_pack(profile);
  uint32_t number = pack ? so_pack_find_item(pack, item) : SO_PACK_NONE;
  if (number == SO_PACK_NONE) return pack ? SOTTO_E_MISSING : SOTTO_E_STATE;
  *ret_title = so_pack_item_title(pack, number, profile->installed.locale);
  return SOTTO_OK;
}

sotto_status sotto_item_title(sotto *profile, sotto_text item, sotto_text *ret_title) {
  return SO_ENTRY_CALL(ret_title && so_entry_is_name(item), profile,
                       name(profile, item, ret_title));
}
