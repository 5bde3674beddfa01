/*
 * Installing the brand's pack: see install.h.
 */
#include "flow/install.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/aligned.h"
#include "crypto/envelope.h"
#include "crypto/hpke.h"
#include "crypto/pack_list.h"
#include "crypto/sign.h"
#include "flow/advise.h"
#include "flow/recall.h"
#include "vault/place.h"
#include "vault/setting_rows.h"

_Static_assert(sizeof(so_seal_of_pack) == SO_DIGEST_SIZE + 8, "stored as it is");

_Static_assert(sizeof(so_check_of_pack) == SO_DIGEST_SIZE + SOTTO_STAMP_SIZE + 8,
               "stored as it is");

#define CHECK_AGAIN_MS (7 * INT64_C(86400000))
#define PATH_BYTES_MAX 4096
#define FILE_BYTES_MAX ((size_t)1 << 31)

typedef struct sealing {
  sotto *profile;
  so_installed *installed;
  const char *path;
  int64_t now_ms;
  so_seal_of_pack seal;
} sealing;

static sotto_status file_status(void) {
  if (errno == ENOMEM) return SOTTO_E_MEMORY;
  return errno == ENOENT || errno == ENOTDIR ? SOTTO_E_MISSING : SOTTO_E_STORAGE;
}

static size_t file_size(FILE *file) {
  if (fseek(file, 0, SEEK_END)) return 0;
  long size = ftell(file);
  return size > 0 && (size_t)size <= FILE_BYTES_MAX ? (size_t)size : 0;
}

/* For ports that cannot map: the whole file in memory, aligned as the format wants. */
static sotto_status read_file(const char *path, sotto_bytes *ret_bytes) {
  FILE *file = fopen(path, "rb");
  if (!file) return file_status();
  size_t size = file_size(file);
  size_t room = (size + SO_PACK_ALIGN - 1) / SO_PACK_ALIGN * SO_PACK_ALIGN;
  uint8_t *data = size ? so_aligned_new(SO_PACK_ALIGN, room) : NULL;
  int whole = data && !fseek(file, 0, SEEK_SET) && fread(data, 1, size, file) == size;
  fclose(file);
  if (!whole) {
    so_aligned_free(data);
    return size ? SOTTO_E_STORAGE : SOTTO_E_FORMAT;
  }
  *ret_bytes = (sotto_bytes){data, size};
  return SOTTO_OK;
}

static sotto_status map_pack(sotto *profile, const char *path, so_installed *ret_installed) {
  so_installed installed = {0};
  const sotto_port *port = &profile->port;
  installed.mapped = port->file_map != NULL;
  sotto_status status = SOTTO_OK;
  if (installed.mapped && port->file_map_stamped)
    status = port->file_map_stamped(port->context, path, &installed.bytes, installed.stamp);
  else
    status = installed.mapped ? port->file_map(port->context, path, &installed.bytes)
                              : read_file(path, &installed.bytes);
  if (status) return so_handle_fail(profile, status, "the pack file cannot be read");
  *ret_installed = installed;
  return SOTTO_OK;
}

static void unmap_pack(sotto *profile, so_installed *installed) {
  if (installed->bytes.data && installed->mapped)
    profile->port.file_unmap(profile->port.context, installed->bytes);
  else
    so_aligned_free((void *)(uintptr_t)installed->bytes.data);
  so_aligned_free(installed->held);
  memset(installed, 0, sizeof *installed);
}

static const so_pack_header *header_of(const so_installed *installed) {
  return (const so_pack_header *)(const void *)installed->bytes.data;
}

static so_seal_of_pack seal_of(const so_installed *installed) {
  so_seal_of_pack seal = {.sequence = installed->pack.header->sequence};
  memcpy(seal.hash, installed->hash, SO_DIGEST_SIZE);
  return seal;
}

/* The table's structure, its digest, and the header's own conditions. */
static sotto_status check_header(sotto *profile, so_installed *inout) {
  int64_t now_ms = 0;
  sotto_status status = so_handle_now(profile, &now_ms);
  if (status) return status;
  if ((uintptr_t)inout->bytes.data % SO_PACK_ALIGN)
    return so_handle_fail(profile, SOTTO_E_PORT, "the port's mapping is not aligned to 64");
  status = so_pack_check_table(inout->bytes);
  if (status) return so_handle_fail(profile, status, "not a pack, or a cut one");
  const so_fault faults[] = {
      {header_of(inout)->minimum_sdk > SOTTO_VERSION, SOTTO_E_FORMAT,
       "the pack needs a newer library"},
      {now_ms >= header_of(inout)->expires_ms, SOTTO_E_EXPIRED, "the pack is past its expiry"}};
  so_digest(inout->hash, (sotto_bytes){inout->bytes.data, so_pack_signed_size(inout->bytes)});
  return so_handle_check(profile, faults, 2);
}

static sotto_status check_signature(sotto *profile, const so_installed *installed) {
  sotto_bytes message = {installed->bytes.data, so_pack_signed_size(installed->bytes)};
  uint8_t id[8];
  for (uint32_t i = 0; i < profile->pack_key_count; i++) {
    so_sign_key_id(id, profile->pack_keys[i]);
    if (memcmp(id, header_of(installed)->key_id, sizeof id) != 0) continue;
    if (so_sign_verify(message.data + message.size, message, profile->pack_keys[i]))
      return so_handle_fail(profile, SOTTO_E_TAMPERED, "the pack's signature does not hold");
    return SOTTO_OK;
  }
  return so_handle_fail(profile, SOTTO_E_UNTRUSTED, "the pack is signed by an unknown key");
}

/* Strictly rising; the very pack that is installed may be named again. */
static sotto_status check_sequence(sotto *profile, const so_installed *installed) {
  const so_seal_of_pack seal = seal_of(installed);
  if (seal.sequence > profile->seal.sequence || memcmp(&seal, &profile->seal, sizeof seal) == 0)
    return SOTTO_OK;
  return so_handle_fail(profile, SOTTO_E_ROLLBACK, "the pack is not newer than the last one");
}

/* The list holds where its chain does and a trusted key signed its last line. */
static sotto_status search_list(const sotto *profile, sotto_bytes list, const uint8_t *hash,
                                uint64_t sequence) {
  so_pack_listed at = {0};
  uint64_t found = 0;
  for (size_t from = 0; from < list.size; from += SO_PACK_LIST_LINE) {
    sotto_status status =
        so_pack_list_next(&at, (sotto_text){(const char *)list.data + from, list.size - from});
    if (status) return status;
    if (memcmp(at.hash, hash, sizeof at.hash) == 0)
      for (int i = 0; i < 8; i++) found = found << 8 | at.sequence[i];
  }
  for (uint32_t i = 0; i < profile->pack_key_count; i++)
    if (so_pack_list_signed(&at, profile->pack_keys[i]))
      return found && found == sequence ? SOTTO_OK : SOTTO_E_UNLISTED;
  return SOTTO_E_UNTRUSTED;
}

static sotto_status check_listed(sotto *profile, const so_installed *installed) {
  sotto_bytes list;
  const char *path = profile->options.pack_list;
  sotto_status status = path ? read_file(path, &list) : SOTTO_OK;
  if (path && !status) {
    status = search_list(profile, list, installed->hash, header_of(installed)->sequence);
    so_aligned_free((void *)(uintptr_t)list.data);
  }
  return status ? so_handle_fail(profile, status, "the public list does not vouch for the pack")
                : SOTTO_OK;
}

/* Views of the bytes whose table was hashed, and the private copy, which must have that hash. */
static sotto_status open_held(so_installed *inout) {
  uint8_t digest[SO_DIGEST_SIZE];
  const size_t head = so_pack_signed_size(inout->bytes);
  sotto_status status = so_pack_open(&inout->pack, inout->bytes, 0);
  if (status) return status;
  inout->held = so_aligned_new(SO_PACK_ALIGN, so_pack_hold(&inout->pack, head, NULL));
  if (!inout->held) return SOTTO_E_MEMORY;
  so_pack_hold(&inout->pack, head, inout->held);
  so_digest(digest, (sotto_bytes){inout->held, head});
  return memcmp(digest, inout->hash, sizeof digest) ? SOTTO_E_TAMPERED : SOTTO_OK;
}

static sotto_status check_all(sotto *profile, so_installed *inout) {
  so_pack whole;
  sotto_status status = check_header(profile, inout);
  if (!status) status = check_signature(profile, inout);
  if (status) return status;
  status = open_held(inout);
  if (!status && !so_handle_sections_hold(profile, inout)) status = SOTTO_E_TAMPERED;
  if (!status) status = so_pack_open(&whole, inout->bytes, 1);
  if (status) return so_handle_fail(profile, status, "a section of the pack does not hold");
  so_handle_trim(profile, inout, inout->bytes.size);
  status = check_listed(profile, inout);
  return status ? status : check_sequence(profile, inout);
}

/* What was said of a key that now has a stricter category goes where that may not be kept. */
static sotto_status drop_stricter(void *context, const so_statement_row *row) {
  const sealing *in = context;
  so_statement_row none = *row;
  const so_pack *pack = &in->installed->pack;
  uint32_t key = so_pack_find_key(pack, row->attribute);
  if (key == SO_PACK_NONE ||
      so_handle_allows(in->profile, pack->keys[key].category, SOTTO_PURPOSE_KEEP))
    return SOTTO_OK;
  none.strength = 0;
  return so_statement_rows_put(in->profile->vault, &none);
}

/* Where the pack is and what was verified. */
static sotto_status write_seal(sotto *profile, void *work, so_sink *detail) {
  const sealing *in = work;
  so_sink_member_hex(detail, "hash", in->seal.hash, SO_DIGEST_SIZE);
  so_sink_member_number(detail, "sequence", (int64_t)in->seal.sequence);
  sotto_status status =
      so_handle_store(profile, SO_SETTING_PACK_PATH, in->path, strlen(in->path) + 1);
  if (!status) status = so_statement_rows_each(profile->vault, drop_stricter, work);
  if (!status) status = so_handle_note_check(profile, in->installed, in->now_ms);
  if (status) return status;
  return so_handle_store(profile, SO_SETTING_PACK_SEAL, &in->seal, sizeof in->seal);
}

static void take_up(sotto *profile, so_installed *inout, const so_seal_of_pack *seal) {
  inout->present = 1;
  inout->sealable = so_hpke_is_key(inout->pack.header->report_key);
  inout->locale = so_pack_find_locale(&inout->pack, so_text_of(profile->words.locale));
  so_advise_reset(profile);
  unmap_pack(profile, &profile->installed);
  profile->installed = *inout;
  profile->seal = *seal;
}

sotto_status so_install_pack(sotto *profile, const char *path) {
  so_installed installed = {0};
  sealing work = {.profile = profile, .installed = &installed};
  char *absolute = so_place_absolute(path);
  if (!absolute) return so_handle_fail(profile, file_status(), "the pack file cannot be found");
  sotto_status status = map_pack(profile, absolute, &installed);
  if (!status) status = check_all(profile, &installed);
  if (!status) status = so_handle_now(profile, &work.now_ms);
  if (!status) {
    installed.verified = installed.unnoted = 1;
    work.path = absolute;
    work.seal = seal_of(&installed);
    status = so_handle_act(profile, SOTTO_ACT_PACK, write_seal, &work);
  }
  if (status) {
    unmap_pack(profile, &installed);
    free(absolute);
    return status;
  }
  take_up(profile, &installed, &work.seal);
  free(profile->pack_path);
  profile->pack_path = absolute;
  return so_recall_rebind(profile);
}

static sotto_status read_seal(sotto *profile, char *ret_path, so_seal_of_pack *ret_seal) {
  size_t size = PATH_BYTES_MAX;
  sotto_status status = so_handle_stored(profile, SO_SETTING_PACK_SEAL, ret_seal, sizeof *ret_seal);
  if (status) return status;
  status = so_setting_rows_get(profile->vault, SO_SETTING_PACK_PATH, (uint8_t *)ret_path, &size);
  if (!status && (!size || ret_path[size - 1])) status = SOTTO_E_CORRUPT;
  return so_handle_vault(profile, status);
}

/* The very file that was checked in full at most so long ago need not be checked again. */
static int is_checked(sotto *profile, const so_installed *installed) {
  so_check_of_pack check;
  int64_t now_ms = 0;
  sotto_status status = so_handle_stored(profile, SO_SETTING_PACK_CHECK, &check, sizeof check);
  if (!status) status = so_handle_now(profile, &now_ms);
  if (status || now_ms < check.checked_ms || now_ms - check.checked_ms > CHECK_AGAIN_MS) return 0;
  return memcmp(check.stamp, installed->stamp, sizeof check.stamp) == 0 &&
         memcmp(check.hash, installed->hash, sizeof check.hash) == 0;
}

static sotto_status reopen_at(sotto *profile, const char *path, const so_seal_of_pack *seal) {
  so_installed installed = {0};
  sotto_status status = map_pack(profile, path, &installed);
  if (!status) status = check_header(profile, &installed);
  if (!status && memcmp(installed.hash, seal->hash, SO_DIGEST_SIZE) != 0)
    status = so_handle_fail(profile, SOTTO_E_TAMPERED, "the pack file was changed since");
  if (!status) status = open_held(&installed);
  if (!status) installed.verified = is_checked(profile, &installed);
  if (status)
    unmap_pack(profile, &installed);
  else
    take_up(profile, &installed, seal);
  return status;
}

sotto_status so_install_reopen(sotto *profile) {
  char path[PATH_BYTES_MAX];
  so_seal_of_pack seal = {0};
  sotto_status status = read_seal(profile, path, &seal);
  if (status == SOTTO_E_MISSING) return SOTTO_OK;
  if (status) return status;
  profile->seal = seal;
  free(profile->pack_path);
  profile->pack_path = strdup(path);
  if (!profile->pack_path) return SOTTO_E_MEMORY;
  /* A pack that is gone or expired takes no profile away: answers say STATE until the next one. */
  if (reopen_at(profile, path, &seal)) so_handle_log(profile);
  return SOTTO_OK;
}

sotto_status so_install_remember(sotto *profile) {
  char path[PATH_BYTES_MAX];
  so_seal_of_pack stored = {0};
  sotto_status status = read_seal(profile, path, &stored);
  if (status && status != SOTTO_E_MISSING) return status;
  int newer = !status && stored.sequence > profile->seal.sequence;
  if (newer || !profile->installed.present) return so_install_reopen(profile);
  sealing work = {profile, &profile->installed, profile->pack_path, 0, profile->seal};
  status = so_handle_now(profile, &work.now_ms);
  if (status) return status;
  return so_handle_act(profile, SOTTO_ACT_PACK, write_seal, &work);
}

void so_install_expire(sotto *profile, int64_t now_ms) {
  so_installed *installed = &profile->installed;
  if (installed->present && now_ms >= installed->pack.header->expires_ms) installed->present = 0;
}

void so_install_close(sotto *profile) {
  unmap_pack(profile, &profile->installed);
  free(profile->pack_path);
  profile->pack_path = NULL;
}
